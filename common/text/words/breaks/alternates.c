/* common/text/words/breaks/alternates.c - which pieces are one word, and what else they are. */
#include "common/text/words/breaks/alternates.h"

#include "common/base/str.h"
#include "common/text/words/breaks/atoms.h"

/* ---- words --------------------------------------------------------------------------- */

/* Bytes of the number in an ordinal such as 1st or 1,500th; 0 if `form` is none. */
static size_t ordinal_digits(nh_str form)
{
    static const char endings[] = "stndrdth";
    size_t digits;
    size_t i;

    if (form.len < 3)
        return 0;
    digits = form.len - 2;
    for (i = 0; i < digits; i++) {
        if ((form.ptr[i] < '0' || form.ptr[i] > '9') && form.ptr[i] != ',')
            return 0;
    }
    for (i = 0; i < sizeof(endings) - 1; i += 2) {
        if (memcmp(form.ptr + digits, endings + i, 2) == 0)
            return digits;
    }
    return 0;
}

static void add_atom(const nh_walk *w, nh_atom a)
{
    const nh_place place = nh_atom_place(w, a);
    nh_raw_text raw = {.size = 0};
    nh_spelling s;
    size_t digits;

    nh_raw_put_atom(&raw, w, a);
    if (nh_raw_spell(&raw, NH_SPELL_CAPITALS | NH_SPELL_SEPARATORS, &s) == NULL) {
        nh_word_list_add(w->out, NULL, NH_WORD_PLAIN, place);
        return;
    }
    nh_word_list_add(w->out, &s, NH_WORD_PLAIN, place);
    digits = ordinal_digits((nh_str){s.form, s.form_size});
    if (digits > 0 && nh_spell((nh_str){s.form, digits}, NH_SPELL_SEPARATORS, &s))
        nh_word_list_add(w->out, &s, NH_WORD_OTHER, place);
}

/* An address: the whole over its words. */
static void add_address(const nh_walk *w, size_t first, size_t end)
{
    const nh_place place = nh_atom_place(w, (nh_atom){NH_ATOM_ADDRESS, first, end, end});
    size_t parts = 0;
    size_t i;

    for (i = first; i < end; i++)
        parts += nh_piece_is_word(w, i);
    if (parts > 1 && parts <= NH_PARTS_MAX) {
        nh_raw_text raw = {.size = 0};
        nh_spelling s;

        nh_raw_put(&raw, nh_str_part(w->text, place.at, place.size));
        nh_word_list_join(w->out, nh_raw_spell(&raw, NH_SPELL_SEPARATORS, &s),
                          (uint8_t)parts, false, place);
    }
    for (i = first; i < end; i++) {
        if (nh_piece_is_word(w, i))
            add_atom(w, (nh_atom){NH_ATOM_WORD, i, i + 1, i + 1});
    }
}

/* ---- compounds ----------------------------------------------------------------------- */

static bool is_joiner(const nh_walk *w, size_t i)
{
    return nh_piece_is(w, i, NH_PIECE_HYPHEN) || nh_piece_is(w, i, NH_PIECE_UNDERSCORE) ||
           nh_piece_is(w, i, NH_PIECE_NON_JOINER);
}

/* The atom after `a` in its compound. */
static bool next_atom(const nh_walk *w, nh_atom a, nh_atom *out)
{
    if (!is_joiner(w, a.next) || !nh_piece_is_word(w, a.next + 1))
        return false;
    *out = nh_atom_at(w, a.next + 1);
    return out->kind != NH_ATOM_ADDRESS;
}

/* Whether anything in the atom is no number. */
static bool has_letters(const nh_walk *w, nh_atom a)
{
    const nh_str text = nh_piece_text(w, a.first);
    size_t i;

    if (a.kind != NH_ATOM_WORD)
        return true;
    for (i = 0; i < text.len; i++) {
        if ((text.ptr[i] < '0' || text.ptr[i] > '9') && text.ptr[i] != ',' &&
            text.ptr[i] != '.')
            return true;
    }
    return false;
}

/* Adds the JOINED word of a compound that begins with `first` and ends with `last`. */
static void add_joined(const nh_walk *w, nh_atom first, nh_atom last, uint8_t parts)
{
    const nh_place start = nh_atom_place(w, first);
    const nh_place end = nh_atom_place(w, last);
    nh_raw_text raw = {.size = 0};
    nh_spelling s;
    nh_atom a = first;

    nh_raw_put_atom(&raw, w, a);
    while (a.first != last.first && next_atom(w, a, &a)) {
        nh_raw_put(&raw, NH_STR("-")); /* whatever it was, so that the form tells a join */
        nh_raw_put_atom(&raw, w, a);
    }
    nh_word_list_join(w->out, nh_raw_spell(&raw, NH_SPELL_SEPARATORS, &s), parts, true,
                      (nh_place){start.at, end.at + end.size - start.at});
}

/* Adds the compound that begins with `first`, perhaps a single atom; returns the piece
 * after it. */
static size_t add_compound(const nh_walk *w, nh_atom first)
{
    bool letters = has_letters(w, first);
    size_t parts = 1;
    nh_atom last = first;
    nh_atom a = first;

    while (next_atom(w, last, &a)) {
        last = a;
        letters = letters || has_letters(w, a);
        parts++;
    }
    if (parts > 1 && parts <= NH_PARTS_MAX && letters)
        add_joined(w, first, last, (uint8_t)parts);
    a = first;
    add_atom(w, a);
    while (a.first != last.first && next_atom(w, a, &a))
        add_atom(w, a);
    return last.next;
}

/* ---- addresses and tags -------------------------------------------------------------- */

/* The end of a mail address that begins at piece `i`, or `i`. */
static size_t mail_end(const nh_walk *w, size_t i)
{
    size_t at = i + 1;
    size_t end;

    while (at - i < 2 * NH_PARTS_MAX && nh_piece_is_word(w, at + 1) &&
           !nh_piece_is(w, at, NH_PIECE_AT) &&
           (is_joiner(w, at) || nh_piece_is(w, at, NH_PIECE_STOP) ||
            nh_piece_is(w, at, NH_PIECE_ADDRESS)))
        at += 2;
    if (!nh_piece_is(w, at, NH_PIECE_AT) || !nh_piece_is_word(w, at + 1))
        return i;
    end = at + 2;
    while (nh_piece_is_word(w, end + 1) &&
           (nh_piece_is(w, end, NH_PIECE_STOP) || nh_piece_is(w, end, NH_PIECE_HYPHEN)))
        end += 2;
    return end > at + 2 ? end : i;
}

/* The end of a web address that begins at piece `i`, or `i`: its last word. */
static size_t web_end(const nh_walk *w, size_t i)
{
    const bool scheme = nh_piece_is(w, i + 1, NH_PIECE_COLON) &&
                        nh_piece_is(w, i + 2, NH_PIECE_SLASH) &&
                        nh_piece_is(w, i + 3, NH_PIECE_SLASH) && nh_piece_is_word(w, i + 4);
    size_t end = i;
    size_t at;

    if (!scheme && !(nh_piece_spells(w, i, "www") && nh_piece_is(w, i + 1, NH_PIECE_STOP) &&
                     nh_piece_is_word(w, i + 2)))
        return i;
    for (at = i; at < w->count && !nh_piece_is(w, at, NH_PIECE_OTHER) &&
                 !nh_piece_is(w, at, NH_PIECE_APOSTROPHE);
         at++) {
        if (nh_piece_is_word(w, at))
            end = at + 1;
    }
    return end;
}

/* Adds the @name or #tag at piece `i`, if it is one, and returns the piece after it. */
static size_t add_tag(const nh_walk *w, size_t i)
{
    size_t end = i + 2;
    nh_raw_text raw = {.size = 0};
    nh_spelling s;
    nh_place place;

    if ((!nh_piece_is(w, i, NH_PIECE_AT) && !nh_piece_is(w, i, NH_PIECE_HASH)) ||
        !nh_piece_is_word(w, i + 1) || (i > 0 && nh_piece_is_word(w, i - 1)))
        return i + 1;
    while (nh_piece_is(w, end, NH_PIECE_UNDERSCORE) && nh_piece_is_word(w, end + 1))
        end += 2;
    place = nh_atom_place(w, (nh_atom){NH_ATOM_WORD, i, end, end});
    nh_raw_put(&raw, nh_str_part(w->text, place.at, place.size));
    nh_word_list_add(w->out, nh_raw_spell(&raw, NH_SPELL_SEPARATORS, &s), NH_WORD_WHOLE,
                     place);
    raw = (nh_raw_text){.size = 0};
    nh_raw_put(&raw, nh_without_possessive(nh_piece_text(w, i + 1)));
    if (end == i + 2 &&
        nh_raw_spell(&raw, NH_SPELL_CAPITALS | NH_SPELL_SEPARATORS, &s) != NULL)
        nh_word_list_add(w->out, &s, NH_WORD_OTHER, place);
    return end;
}

void nh_alternates(const nh_pieces *pieces, nh_str text, nh_word_list *out)
{
    const nh_walk w = {pieces->list, pieces->count, text, out};
    size_t i = 0;

    nh_guard_again(pieces->guard);
    while (i < w.count && !out->bad && nh_guard_goes_on(pieces->guard, w.list[i].at)) {
        size_t end;

        if (!nh_piece_is_word(&w, i)) {
            i = add_tag(&w, i);
            continue;
        }
        end = mail_end(&w, i);
        if (end == i)
            end = web_end(&w, i);
        if (end > i) {
            add_address(&w, i, end);
            i = end;
        } else {
            const nh_atom a = nh_atom_at(&w, i);

            if (a.kind == NH_ATOM_ADDRESS)
                add_address(&w, a.first, a.end);
            i = a.kind == NH_ATOM_ADDRESS ? a.next : add_compound(&w, a);
        }
    }
}
