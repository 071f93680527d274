/* common/text/words/breaks/atoms.c - what stands between two hyphens: a word, U.S., AT&T, bbc.co.uk. */
#include "common/text/words/breaks/atoms.h"

#include "common/base/bytes/character.h"
#include "common/base/str.h"
#include "common/text/letters/utf8.h"

bool nh_piece_is(const nh_walk *w, size_t i, nh_piece_kind kind)
{
    return i < w->count && w->list[i].kind == kind;
}

bool nh_piece_is_word(const nh_walk *w, size_t i)
{
    return nh_piece_is(w, i, NH_PIECE_WORD);
}

nh_str nh_piece_text(const nh_walk *w, size_t i)
{
    return nh_str_part(w->text, w->list[i].at, w->list[i].size);
}

static nh_place place_of(const nh_walk *w, size_t first, size_t end)
{
    const size_t at = w->list[first].at;

    return (nh_place){at, w->list[end - 1].at + w->list[end - 1].size - at};
}

/* `word` without a final 's, whatever the apostrophe; the whole where nothing would be left. */
nh_str nh_without_possessive(nh_str word)
{
    size_t at;

    if (word.len < 3 || (word.ptr[word.len - 1] | 0x20) != 's')
        return word;
    at = nh_utf8_before(word, word.len - 1);
    if (at == 0 || nh_fold_look_alike(nh_character_at(word, at).code) != '\'')
        return word;
    return nh_str_part(word, 0, at);
}

/* Whether piece `i` is the word `lower`, in any case. */
bool nh_piece_spells(const nh_walk *w, size_t i, const char *lower)
{
    const size_t size = strlen(lower);
    size_t k;

    if (!nh_piece_is_word(w, i) || w->list[i].size != size)
        return false;
    for (k = 0; k < size; k++) {
        if ((char)(w->text.ptr[w->list[i].at + k] | 0x20) != lower[k])
            return false;
    }
    return true;
}

/* ---- atoms --------------------------------------------------------------------------- */

static bool is_single_letter(const nh_walk *w, size_t i)
{
    nh_str base;

    if (!nh_piece_is_word(w, i) || w->list[i].digits)
        return false;
    base = nh_without_possessive(nh_piece_text(w, i));
    return nh_character_at(base, 0).size == base.len;
}

/* The end of an acronym that begins at piece `i`, its last stop included; `i` if none. */
static size_t acronym_end(const nh_walk *w, size_t i)
{
    size_t letters = 1;
    size_t end = i + 1;

    if (nh_piece_spells(w, i, "ph") && nh_piece_is(w, i + 1, NH_PIECE_STOP) &&
        nh_piece_spells(w, i + 2, "d"))
        return nh_piece_is(w, i + 3, NH_PIECE_STOP) ? i + 4 : i + 3;
    if (!is_single_letter(w, i))
        return i;
    while (letters < 6 && nh_piece_is(w, end, NH_PIECE_STOP) &&
           is_single_letter(w, end + 1)) {
        letters++;
        end += 2;
    }
    if (letters < 2)
        return i;
    return nh_piece_is(w, end, NH_PIECE_STOP) ? end + 1 : end;
}

static bool is_company_part(const nh_walk *w, size_t i)
{
    return nh_piece_is_word(w, i) && !w->list[i].digits &&
           nh_without_possessive(nh_piece_text(w, i)).len <= 3;
}

/* The end of words of up to three letters with & between them; `i` if there is no &. */
static size_t company_end(const nh_walk *w, size_t i)
{
    size_t end = i + 1;

    if (!is_company_part(w, i))
        return i;
    while (end - i < 2 * NH_PARTS_MAX && nh_piece_is(w, end, NH_PIECE_AND) &&
           is_company_part(w, end + 1))
        end += 2;
    return end > i + 1 ? end : i;
}

/* The end of words with single stops between them. */
static size_t stops_end(const nh_walk *w, size_t i)
{
    size_t end = i + 1;

    while (nh_piece_is(w, end, NH_PIECE_STOP) && nh_piece_is_word(w, end + 1))
        end += 2;
    return end;
}

nh_atom nh_atom_at(const nh_walk *w, size_t i)
{
    nh_atom a = {NH_ATOM_ACRONYM, i, acronym_end(w, i), 0};

    if (a.end == i) {
        a.kind = NH_ATOM_COMPANY;
        a.end = company_end(w, i);
    }
    if (a.end == i) {
        a.end = stops_end(w, i);
        a.kind = a.end > i + 1 ? NH_ATOM_ADDRESS : NH_ATOM_WORD;
    }
    a.next = a.end;
    if (nh_piece_is(w, a.end, NH_PIECE_APOSTROPHE) && nh_piece_spells(w, a.end + 1, "s"))
        a.next = a.end + 2;
    return a;
}

/* ---- the text of an atom, as it is spelled ------------------------------------------- */

void nh_raw_put(nh_raw_text *raw, nh_str text)
{
    if (text.len > sizeof(raw->bytes) - raw->size) {
        raw->full = true;
        return;
    }
    memcpy(raw->bytes + raw->size, text.ptr, text.len);
    raw->size += text.len;
}

/* The letters of an acronym, as capitals and without stops. */
static void put_acronym(nh_raw_text *raw, const nh_walk *w, nh_atom a)
{
    size_t i;

    for (i = a.first; i < a.end; i += 2) {
        const nh_str base = nh_without_possessive(nh_piece_text(w, i));
        size_t at = 0;

        while (at < base.len) {
            const nh_character c = nh_character_at(base, at);
            char bytes[NH_UTF8_MAX];

            nh_raw_put(raw, (nh_str){bytes, nh_utf8_encode(nh_fold_upper(c.code), bytes)});
            at += c.size;
        }
    }
}

/* The bytes an atom stands for, without an 's. */
nh_place nh_atom_place(const nh_walk *w, nh_atom a)
{
    nh_place place = place_of(w, a.first, a.end);

    place.size = nh_without_possessive(nh_str_part(w->text, place.at, place.size)).len;
    return place;
}

void nh_raw_put_atom(nh_raw_text *raw, const nh_walk *w, nh_atom a)
{
    const nh_place place = nh_atom_place(w, a);

    if (a.kind == NH_ATOM_ACRONYM)
        put_acronym(raw, w, a);
    else
        nh_raw_put(raw, nh_str_part(w->text, place.at, place.size));
}

/* Spells `raw` into `s`; NULL if it is too long. */
const nh_spelling *nh_raw_spell(const nh_raw_text *raw, unsigned how, nh_spelling *s)
{
    const nh_str text = {raw->bytes, raw->size};

    return !raw->full && nh_spell(text, how, s) ? s : NULL;
}
