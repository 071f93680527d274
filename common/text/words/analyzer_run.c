/* common/text/words/analyzer_run.c - one text into tokens, most of them from the memo. */
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/surfaces/stretches.h"
#include "common/text/words/afresh.h"
#include "common/text/words/analyzer_state.h"
#include "common/text/words/breaks/alternates.h"
#include "common/text/words/breaks/word_break.h"

#define MOST_BYTES ((size_t)1 << 31)

/* Each segment of UAX #29 that is a word, folded. */
static void add_plain(nh_str text, nh_analyzer_guard *guard, nh_word_list *out)
{
    size_t at = 0;

    nh_guard_again(guard);
    while (at < text.len && !out->bad && nh_guard_goes_on(guard, at)) {
        const nh_segment segment = nh_word_segment(text, at);
        nh_spelling s;

        if (segment.word)
            nh_word_list_add(
                out, nh_spell(nh_str_part(text, at, segment.size), 0, &s) ? &s : NULL,
                NH_WORD_PLAIN, (nh_place){at, segment.size});
        at += segment.size;
    }
}

/* Pieces, and the words that they make: the text is gone through twice. */
static void add_news(nh_analyzer *a, nh_str text, nh_analyzer_guard *guard,
                     nh_word_list *out)
{
    a->pieces.elisions = nh_pieces_elide(out->stemmer->name);
    a->pieces.guard = guard;
    nh_pieces_cut(&a->pieces, text);
    out->bad = out->bad || a->pieces.bad;
    nh_alternates(&a->pieces, text, out);
}

/* Analyses a text without the memo, places relative to it. Where `guard` (or NULL) ends that, words
 * are missing. */
static void analyze_afresh(nh_analyzer *a, nh_str text, nh_analyzer_guard *guard,
                           nh_word_list *out)
{
    if (a->profile == NH_PROFILE_WHITESPACE) {
        nh_word_list_add_bytes(out, text, (nh_place){0, text.len});
    } else if (a->profile == NH_PROFILE_PLAIN) {
        add_plain(text, guard, out);
    } else {
        add_news(a, text, guard, out);
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

/* A surface that is too long to be remembered. When it was found, the guard was asked up to its end
 * and beyond; within it that begins anew. */
static void analyze_long(nh_analyzer *a, nh_str surface, size_t at)
{
    const size_t seen = a->guard.seen;
    size_t first = a->words.count;

    a->guard.base = at;
    analyze_afresh(a, surface, &a->guard, &a->words);
    a->guard.base = 0;
    a->guard.seen = seen;
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
    const bool letters = a->profile == NH_PROFILE_NEWS && is_letters(surface);
    nh_spelling s;

    if (letters && nh_stemmer_leaves(out->stemmer, (char)(surface.ptr[0] | 0x20)))
        nh_word_list_add_other(out, (nh_place){0, surface.len});
    else if (letters && nh_spell(surface, NH_SPELL_CAPITALS | NH_SPELL_SEPARATORS, &s))
        nh_word_list_add(out, &s, NH_WORD_PLAIN, (nh_place){0, surface.len});
    else
        analyze_afresh(a, surface, NULL, out);
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

/* One surface, whatever it is. */
static void analyze_surface(nh_analyzer *a, nh_language_slot *language,
                            const nh_memo_key *key, size_t at)
{
    nh_word_list *out = &a->words;
    const nh_memo_slot *slot = nh_memo_find(&language->memo, key);

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

/* The same by its place in the text. */
static void analyze_place(nh_analyzer *a, nh_language_slot *language, nh_str text,
                          size_t at, size_t size)
{
    if (size > NH_MEMO_LONGEST) {
        analyze_long(a, nh_str_part(text, at, size), at);
    } else if (size > 0) {
        const nh_memo_key key = nh_memo_key_of(&language->memo, text, at, size);

        analyze_surface(a, language, &key, at);
    }
}

/* Stretches on their way to the memo, each with the key of its first surface: zeros where that
 * is too long for a slot, or nothing. */
typedef struct stretch_keys {
    nh_stretches found;
    nh_memo_short keys[NH_STRETCHES];
    uint32_t slots[NH_STRETCHES];    /* where the key is looked for first               */
    nh_surface firsts[NH_STRETCHES]; /* the first surface of each odd stretch          */
} stretch_keys;

/* How many of the stretches have as many bytes of the text from their beginning on as a slot. */
static size_t count_inside(const nh_stretches *found)
{
    size_t n = found->count;

    while (n > 0 && found->text.len - nh_stretch_start(found, n - 1) < NH_MEMO_INLINE)
        n--;
    return n;
}

/* An odd stretch is looked up by its first surface. */
static void ask_for_odd(const nh_memo *memo, stretch_keys *s)
{
    for (size_t k = 0; k < s->found.n_odds; k++) {
        const size_t i = s->found.odds[k];
        const nh_surface first =
            nh_stretch_surface(&s->found, i, nh_stretch_start(&s->found, i));

        s->firsts[k] = first;
        s->keys[i] = nh_memo_pad(s->found.text, first.at, first.size);
        s->slots[i] = nh_memo_ask(memo, s->keys[i]);
    }
}

/* Asks for the slots of all stretches, so that the memory works on them at once. */
static void ask_for_slots(const nh_memo *memo, stretch_keys *s)
{
    const nh_memo m = *memo; /* which nothing that is written here changes */
    const nh_str text = s->found.text;
    const size_t inside = count_inside(&s->found);
    const size_t count = s->found.count;

    for (size_t i = 0; i < inside; i++) {
        const uint32_t at = nh_stretch_start(&s->found, i);

        s->keys[i] = nh_memo_pad_inside(text.ptr + at, nh_stretch_end(&s->found, i) - at);
        s->slots[i] = nh_memo_ask(&m, s->keys[i]);
    }
    for (size_t i = inside; i < count; i++) {
        const uint32_t at = nh_stretch_start(&s->found, i);

        s->keys[i] = nh_memo_pad(text, at, nh_stretch_end(&s->found, i) - at);
        s->slots[i] = nh_memo_ask(&m, s->keys[i]);
    }
    ask_for_odd(memo, s);
}

/* Adds the words of stretches [i, end), none of them odd, up to one that is not a single word, or
 * in neither of the slots where it was looked for; returns which. There is room for all. */
static size_t add_simple(nh_word_list *out, const nh_memo *memo, const stretch_keys *s,
                         size_t i, size_t end)
{
    const nh_memo m = *memo;
    const size_t first = i;
    const uint32_t pos = out->pos - (uint32_t)i;
    nh_token *tokens = out->tokens + out->count;

    for (; i < end; i++) {
        const nh_memo_slot *slot = nh_memo_simple(&m, s->slots[i], s->keys[i]);
        const uint32_t at = nh_stretch_start(&s->found, i);

        if (slot == NULL)
            break;
        tokens->word = slot->value;
        tokens->at = at;
        tokens->pos = pos + (uint32_t)i;
        tokens->size = (uint16_t)(nh_stretch_end(&s->found, i) - at);
        tokens->flags = 0;
        tokens++;
    }
    out->count += i - first;
    out->pos += (uint32_t)(i - first);
    return i;
}

/* Adds the words of the stretches from `i` up to `end`, none of them odd. */
static void add_plain_ones(nh_analyzer *a, nh_language_slot *language,
                           const stretch_keys *s, size_t i, size_t end)
{
    for (; i < end && nh_word_list_reserve(&a->words, end - i); i++) {
        i = add_simple(&a->words, &language->memo, s, i, end);
        if (i < end)
            analyze_place(a, language, s->found.text, nh_stretch_start(&s->found, i),
                          nh_stretch_end(&s->found, i) - nh_stretch_start(&s->found, i));
    }
}

/* Adds the words of an odd stretch, surface by surface. */
static void add_odd(nh_analyzer *a, nh_language_slot *language, const stretch_keys *s,
                    size_t k)
{
    const size_t i = s->found.odds[k];
    nh_surface next = s->firsts[k];

    analyze_place(a, language, s->found.text, next.at, next.size);
    while (next.next < nh_stretch_end(&s->found, i) &&
           nh_guard_goes_on(&a->guard, next.at)) {
        next = nh_stretch_surface(&s->found, i, next.next);
        analyze_place(a, language, s->found.text, next.at, next.size);
    }
}

static void run_surfaces(nh_analyzer *a, nh_language_slot *language, nh_str text)
{
    stretch_keys s;

    nh_stretches_begin(&s.found, &a->rule, text);
    while (!a->words.bad && nh_guard_goes_on(&a->guard, s.found.at) &&
           nh_stretches_more(&s.found)) {
        size_t i = 0;

        ask_for_slots(&language->memo, &s);
        for (size_t k = 0; k < s.found.n_odds; k++) {
            add_plain_ones(a, language, &s, i, s.found.odds[k]);
            add_odd(a, language, &s, k);
            i = s.found.odds[k] + 1;
        }
        add_plain_ones(a, language, &s, i, s.found.count);
    }
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

void nh_analyzer_watch(nh_analyzer *a, nh_status (*look)(void *looker, nh_error *err),
                       void *looker)
{
    a->guard = (nh_analyzer_guard){.look = look, .looker = looker};
}

nh_status nh_analyzer_run(nh_analyzer *a, nh_str text, uint32_t language, nh_tokens *out,
                          nh_error *err)
{
    nh_language_slot *slot = &a->languages[language];

    if (text.len > MOST_BYTES)
        return refuse_length(text, err);
    nh_word_list_clear(&a->words);
    a->words.stemmer = &slot->stemmer;
    a->guard.base = a->guard.seen = 0;
    a->guard.said = NH_OK;
    a->guard.error = err;
    run_surfaces(a, slot, text);
    return a->guard.said == NH_OK ? finish(a, out, err) : a->guard.said;
}

nh_status nh_analyzer_run_afresh(nh_analyzer *a, nh_str text, uint32_t language,
                                 nh_tokens *out, nh_error *err)
{
    if (text.len > MOST_BYTES)
        return refuse_length(text, err);
    nh_word_list_clear(&a->words);
    a->words.stemmer = &a->languages[language].stemmer;
    analyze_afresh(a, text, NULL, &a->words);
    return finish(a, out, err);
}
