/* common/text/words/analyzer_run.c - one text into tokens, most of them from the memo. */
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/surfaces/stretches.h"
#include "common/text/words/afresh.h"
#include "common/text/words/alternates.h"
#include "common/text/words/analyzer_state.h"
#include "common/text/words/word_break.h"

#define MOST_BYTES ((size_t)1 << 31)

/* Surfaces that are looked up together. */
#define WAITING 32

/* Each segment of UAX #29 that is a word, folded. */
static void add_plain(nh_str text, nh_word_list *out)
{
    size_t at = 0;

    while (at < text.len && !out->bad) {
        const nh_segment segment = nh_word_segment(text, at);
        nh_spelling s;

        if (segment.word)
            nh_word_list_add(
                out, nh_spell(nh_str_part(text, at, segment.size), 0, &s) ? &s : NULL,
                NH_WORD_PLAIN, (nh_place){at, segment.size});
        at += segment.size;
    }
}

/* Analyses a text without the memo, places relative to it. */
static void analyze_afresh(nh_analyzer *a, nh_str text, nh_word_list *out)
{
    if (a->profile == NH_PROFILE_WHITESPACE) {
        nh_word_list_add_bytes(out, text, (nh_place){0, text.len});
    } else if (a->profile == NH_PROFILE_PLAIN) {
        add_plain(text, out);
    } else {
        a->pieces.elisions = nh_pieces_elide(out->stemmer->name);
        nh_pieces_cut(&a->pieces, text);
        out->bad = out->bad || a->pieces.bad;
        nh_alternates(&a->pieces, text, out);
    }
}

/* Appends tokens of a surface that begins at byte `at`. */
static void append(nh_word_list *out, const nh_token *tokens, const nh_memo_slot *facts,
                   size_t at)
{
    size_t i;

    if (!nh_word_list_reserve(out, facts->count))
        return;
    for (i = 0; i < facts->count; i++) {
        nh_token *t = &out->tokens[out->count++];

        *t = tokens[i];
        t->at += (uint32_t)at;
        t->pos += out->pos;
    }
    out->pos += facts->positions;
    out->dropped += facts->dropped;
}

/* A surface that is too long to be remembered. */
static void analyze_long(nh_analyzer *a, nh_str surface, size_t at)
{
    size_t first = a->words.count;

    analyze_afresh(a, surface, &a->words);
    for (; first < a->words.count; first++)
        a->words.tokens[first].at += (uint32_t)at;
}

static bool is_letters(nh_str surface)
{
    size_t i;

    for (i = 0; i < surface.len; i++) {
        if ((surface.ptr[i] | 0x20) < 'a' || (surface.ptr[i] | 0x20) > 'z')
            return false;
    }
    return true;
}

/* Analyses one surface. Most of those that are new are ASCII letters, in which there is
 * nothing to cut and nothing to join. */
static void analyze_alone(nh_analyzer *a, nh_str surface, nh_word_list *out)
{
    nh_spelling s;

    if (a->profile == NH_PROFILE_NEWS && is_letters(surface) &&
        nh_spell(surface, NH_SPELL_CAPITALS | NH_SPELL_SEPARATORS, &s))
        nh_word_list_add(out, &s, NH_WORD_PLAIN, (nh_place){0, surface.len});
    else
        analyze_afresh(a, surface, out);
}

/* A surface that is met for the first time. */
static void analyze_new(nh_analyzer *a, nh_language_slot *language, const nh_memo_key *key,
                        size_t at)
{
    nh_memo_slot facts = {0};

    nh_word_list_clear(&a->single);
    a->single.stemmer = a->words.stemmer;
    analyze_alone(a, key->surface, &a->single);
    facts.count = (uint8_t)a->single.count;
    facts.positions = (uint8_t)a->single.pos;
    facts.dropped = (uint8_t)a->single.dropped;
    if (a->single.bad || !nh_memo_add(&language->memo, key, a->single.tokens, &facts))
        a->words.bad = true;
    else
        append(&a->words, a->single.tokens, &facts, at);
}

/* A surface of more than one word, a new one, or a long one. */
static void analyze_surface(nh_analyzer *a, nh_language_slot *language,
                            const nh_memo_key *key, size_t at)
{
    nh_word_list *out = &a->words;
    const nh_memo_slot *slot;

    if (key->surface.len > NH_MEMO_LONGEST) {
        analyze_long(a, key->surface, at);
        return;
    }
    slot = nh_memo_find(&language->memo, key);
    if (slot == NULL)
        analyze_new(a, language, key, at);
    else if ((slot->info & NH_MEMO_SIMPLE) == 0)
        append(out, slot->count > 0 ? language->memo.tokens + slot->value : NULL, slot, at);
    else if (nh_word_list_reserve(out, 1))
        out->tokens[out->count++] = (nh_token){.word = slot->value,
                                               .at = (uint32_t)at,
                                               .pos = out->pos++,
                                               .size = (uint16_t)key->surface.len};
}

/* The surfaces of a text, one after the other. */
typedef struct surface_walk {
    nh_stretches stretches;
    size_t next; /* stretch                                                           */
    size_t at;   /* in an odd one: where to look for its next surface                 */
} surface_walk;

/* The next surface of an odd stretch; size 0 if it has no more, and the walk is behind it. */
static nh_surface next_odd(surface_walk *walk)
{
    const nh_stretches *s = &walk->stretches;
    const size_t from = s->starts[walk->next];
    const nh_surface found =
        nh_stretch_surface(s, walk->next, walk->at > from ? walk->at : from);

    walk->at = found.next;
    if (found.size == 0 || found.next >= s->ends[walk->next])
        walk->next++;
    return found;
}

/* Puts the next stretch, or a surface of it, at `key`; false if it was empty. */
static bool take_surface(surface_walk *walk, const nh_memo *memo, nh_memo_key *key)
{
    const nh_stretches *s = &walk->stretches;
    const nh_str text = s->text;
    size_t at = s->starts[walk->next];
    size_t size = s->ends[walk->next] - at;

    if (s->odds[walk->next]) {
        const nh_surface found = next_odd(walk);

        at = found.at;
        size = found.size;
    } else {
        walk->next++;
    }
    if (size == 0)
        return false;
    if (size > NH_MEMO_LONGEST) {
        *key = (nh_memo_key){.surface = nh_str_part(text, at, size)};
    } else {
        *key = nh_memo_key_of(memo, text, at, size);
        nh_memo_fetch(memo, key);
    }
    return true;
}

/* Finds up to WAITING surfaces and asks for their slots, so that the memory works on all of
 * them at once. Returns how many; 0 at the end of the text. */
static size_t gather(surface_walk *walk, const nh_memo *memo, nh_memo_key keys[WAITING])
{
    size_t count = 0;

    while (count < WAITING) {
        if (walk->next < walk->stretches.count)
            count += take_surface(walk, memo, &keys[count]);
        else if (nh_stretches_more(&walk->stretches))
            walk->next = 0;
        else
            break;
    }
    return count;
}

/* Most surfaces are one word that stands in the slot where it is looked for first. */
static void look_up(nh_analyzer *a, nh_language_slot *language, nh_str text,
                    const nh_memo_key *keys, size_t count)
{
    nh_word_list *out = &a->words;

    for (size_t i = 0; i < count && !out->bad && nh_word_list_reserve(out, 1); i++) {
        const nh_memo_key *key = &keys[i];
        const nh_memo_slot *slot = nh_memo_first(&language->memo, key);
        const size_t at = (size_t)(key->surface.ptr - text.ptr);

        if (slot != NULL)
            out->tokens[out->count++] = (nh_token){.word = slot->value,
                                                   .at = (uint32_t)at,
                                                   .pos = out->pos++,
                                                   .size = (uint16_t)key->surface.len};
        else
            analyze_surface(a, language, key, at);
    }
}

static void run_surfaces(nh_analyzer *a, nh_language_slot *language, nh_str text)
{
    nh_memo_key keys[WAITING];
    surface_walk walk;
    size_t count;

    nh_stretches_begin(&walk.stretches, &a->rule, text);
    walk.next = 0;
    walk.at = 0;
    do {
        count = gather(&walk, &language->memo, keys);
        look_up(a, language, text, keys, count);
    } while (count > 0 && !a->words.bad);
}

static nh_status refuse_length(nh_str text, nh_error *err)
{
    return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET,
                   "a text of %zu bytes, the limit is %zu", text.len, MOST_BYTES);
}

static nh_status finish(const nh_analyzer *a, nh_tokens *out, nh_error *err)
{
    if (a->words.bad)
        return nh_fail_memory(err, "the words of a text");
    *out = (nh_tokens){a->words.tokens, a->words.count, a->words.pos, a->words.dropped};
    return NH_OK;
}

nh_status nh_analyzer_run(nh_analyzer *a, nh_str text, uint32_t language, nh_tokens *out,
                          nh_error *err)
{
    nh_language_slot *slot = &a->languages[language];

    if (text.len > MOST_BYTES)
        return refuse_length(text, err);
    nh_word_list_clear(&a->words);
    a->words.stemmer = &slot->stemmer;
    run_surfaces(a, slot, text);
    return finish(a, out, err);
}

nh_status nh_analyzer_run_afresh(nh_analyzer *a, nh_str text, uint32_t language,
                                 nh_tokens *out, nh_error *err)
{
    if (text.len > MOST_BYTES)
        return refuse_length(text, err);
    nh_word_list_clear(&a->words);
    a->words.stemmer = &a->languages[language].stemmer;
    analyze_afresh(a, text, &a->words);
    return finish(a, out, err);
}
