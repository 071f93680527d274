/* indexer/invert/occurrences/run_pairs.c - where two pair words of an article follow each other. */
#include "indexer/invert/occurrences/run_pairs.h"

#include "common/base/error.h"
#include "common/base/str.h"

#define ACROSS (NH_PAIR_WORDS_MOST + 1u)
#define LONGEST 5u     /* letters of a pair word, at most                            */
#define MOST_SPAN 16u  /* positions of a joined word                                 */
#define OPEN_WORDS 32u /* a position has three words at most, and one joined word over it */
#define UNKNOWN UINT32_MAX

/* A pair word that another may follow. */
typedef struct open_word {
    uint32_t start, end; /* positions of the chain of passages */
    uint32_t passage;    /* of the article                     */
    uint8_t pos;         /* in the passage                     */
    uint8_t number;
} open_word;

/* An article that is searched. */
typedef struct search {
    nh_run_pairs *p;
    nh_run_words *words;
    open_word open[OPEN_WORDS];
    uint32_t n_open;
    uint32_t passage; /* that is searched                                        */
    uint32_t base;    /* where the passage begins in its chain                   */
    uint32_t behind;  /* position behind all first words of its pairs            */
    nh_error *err;
} search;

void nh_run_pairs_init(nh_run_pairs *p, const nh_env *env, uint32_t version, bool bytes)
{
    *p = (nh_run_pairs){.env = env,
                        .version = version,
                        .bytes = bytes,
                        .words = {.env = env},
                        .folded = {.env = env}};
}

/* ---- words -------------------------------------------------------------------------- */

/* Most words are too long, and say so by themselves. */
static bool is_too_long(nh_str form)
{
    if (form.len <= LONGEST)
        return false;
    for (size_t i = 0; i < form.len; i++) {
        const char c = form.ptr[i];

        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
            return false;
    }
    return true;
}

static uint32_t number_of(nh_run_pairs *p, nh_str form)
{
    if (p->bytes)
        return nh_pair_word(p->version, form);
    if (is_too_long(form))
        return 0;
    nh_buf_clear(&p->folded);
    nh_form_folded(form, &p->folded);
    return nh_pair_word(p->version, nh_buf_str(&p->folded));
}

/* Looks at the words that the analyzer numbered since the last time. */
static nh_status learn(nh_run_pairs *p, const nh_analyzer *analyzer, nh_error *err)
{
    const size_t n = nh_analyzer_words(analyzer);

    for (; p->known < n; p->known++) {
        const nh_word *word = nh_analyzer_word(analyzer, (uint32_t)p->known);
        const uint32_t number = number_of(p, word->form);

        if (!nh_buf_ok(&p->folded))
            break;
        if (number == 0)
            continue;
        nh_buf_zeros(&p->words, p->known * 2 - p->words.size);
        nh_buf_u8(&p->words, (uint8_t)number);
        nh_buf_u8(&p->words, word->span);
    }
    if (!nh_buf_ok(&p->words) || !nh_buf_ok(&p->folded))
        return nh_fail_memory(err, "pairs of words");
    return NH_OK;
}

/* The term of a pair of which this is the first one. */
static nh_status new_term(search *s, uint32_t first, uint32_t second, uint32_t *out)
{
    char room[NH_PAIR_KEY_SIZE];
    nh_run_pairs *p = s->p;
    const nh_str key = nh_pair_key(nh_pair_word_text(p->version, first),
                                   nh_pair_word_text(p->version, second), room);

    if (p->terms == NULL) {
        p->terms = (uint32_t *)nh_resized(p->env, NULL, ACROSS * ACROSS, sizeof *p->terms);
        if (p->terms == NULL)
            return nh_fail_memory(s->err, "pairs of words");
        memset(p->terms, 0xff, ACROSS * ACROSS * sizeof *p->terms);
    }
    return nh_run_words_pair(s->words, key, out, s->err);
}

static nh_status find_term(search *s, uint32_t first, uint32_t second, uint32_t *out)
{
    const uint32_t at = first * ACROSS + second;
    nh_status st = NH_OK;

    *out = s->p->terms != NULL ? s->p->terms[at] : UNKNOWN;
    if (*out != UNKNOWN)
        return NH_OK;
    st = new_term(s, first, second, out);
    if (st == NH_OK)
        s->p->terms[at] = *out;
    return st;
}

/* ---- places ------------------------------------------------------------------------- */

static bool make_room(nh_run_pairs *p)
{
    const size_t n = p->capacity > 0 ? p->capacity * 2 : 256;
    nh_found_pair *list;

    if (p->count < p->capacity)
        return true;
    list = (nh_found_pair *)nh_resized(p->env, p->list, n, sizeof *list);
    if (list == NULL)
        return false;
    p->list = list;
    p->capacity = n;
    return true;
}

/* Is the pair there already? Two ways to it end at positions that are not further apart than a
 * joined word is long. */
static bool is_there(const nh_run_pairs *p, const nh_found_pair *found)
{
    for (size_t i = p->count; i-- > 0;) {
        const nh_found_pair *f = &p->list[i];

        if (f->passage < found->passage ||
            (f->passage == found->passage && f->pos + MOST_SPAN <= found->pos))
            return false;
        if (f->passage == found->passage && f->pos == found->pos && f->term == found->term)
            return true;
    }
    return false;
}

/* A pair over a seam is found after those of the passage that it runs on into. */
static nh_status put(search *s, const nh_found_pair *found)
{
    nh_run_pairs *p = s->p;
    size_t at;

    if (found->passage == s->passage && found->pos >= s->behind) /* as nearly always */
        s->behind = found->pos + 1u;
    else if (is_there(p, found))
        return NH_OK;
    if (!make_room(p))
        return nh_fail_memory(s->err, "pairs of words");
    for (at = p->count++; at > 0 && p->list[at - 1].passage > found->passage; at--)
        p->list[at] = p->list[at - 1];
    p->list[at] = *found;
    return NH_OK;
}

/* Forgets words that end before `at`: nothing more follows them. */
static void close_words(search *s, uint32_t at)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < s->n_open; i++)
        if (s->open[i].end >= at)
            s->open[n++] = s->open[i];
    s->n_open = n;
}

/* A pair of a word that ends where another begins. */
static nh_status join(search *s, const open_word *first, const open_word *second)
{
    nh_found_pair found = {.passage = first->passage, .pos = first->pos};
    nh_status st = find_term(s, first->number, second->number, &found.term);

    return st == NH_OK ? put(s, &found) : st;
}

/* Among many words: the second one of those that end where it begins, the first one of those to
 * come. */
static nh_status take_among(search *s, const open_word *word)
{
    nh_status st = NH_OK;

    close_words(s, word->start);
    for (uint32_t i = 0; st == NH_OK && i < s->n_open; i++)
        if (s->open[i].end == word->start)
            st = join(s, &s->open[i], word);
    if (s->n_open < OPEN_WORDS)
        s->open[s->n_open++] = *word;
    return st;
}

/*
 * A pair word. Mostly there is one before it at most that it can follow; that stays, since another
 * word may stand where this one does.
 */
static nh_status take(search *s, const open_word *word)
{
    open_word *open = s->open;

    if (s->n_open == 2 && open[0].end < word->start) {
        open[0] = open[1];
        s->n_open = 1;
    }
    if (s->n_open > 1 || (s->n_open == 1 && open[0].end > word->start))
        return take_among(s, word);
    if (s->n_open == 1 && open[0].end == word->start) {
        open[1] = *word;
        s->n_open = 2;
        return join(s, &open[0], word);
    }
    open[0] = *word;
    s->n_open = 1;
    return NH_OK;
}

/* The tokens of a passage that are pair words, which nothing could foretell: their places in `out`,
 * and how many. */
static size_t choose(const nh_run_pairs *p, const nh_passage_token *tokens, size_t count,
                     uint8_t out[UINT8_MAX + 1])
{
    const uint8_t *numbers = p->words.bytes;
    const size_t known = p->words.size / 2;
    size_t n = 0;

    for (size_t i = 0; known > 0 && i < count; i++) {
        const uint32_t w = tokens[i].word;

        out[n] = (uint8_t)i;
        n += (w < known) & (numbers[(w < known ? w : 0) * 2] != 0);
    }
    return n;
}

static nh_status search_passage(search *s, const nh_cut *cut)
{
    const nh_passage *p = &cut->passages[s->passage];
    const nh_passage_token *tokens = cut->tokens + p->first;
    const uint8_t *numbers = s->p->words.bytes;
    uint8_t chosen[UINT8_MAX + 1];
    const size_t n = choose(s->p, tokens, p->count, chosen);
    nh_status st = NH_OK;

    s->behind = 0;
    for (size_t i = 0; i < n && st == NH_OK; i++) {
        const nh_passage_token *token = &tokens[chosen[i]];
        const uint8_t *number = &numbers[(size_t)token->word * 2];
        const open_word word = {.start = s->base + token->pos,
                                .end = s->base + token->pos + number[1],
                                .passage = s->passage,
                                .pos = token->pos,
                                .number = number[0]};

        st = take(s, &word);
    }
    return st;
}

nh_status nh_run_pairs_find(nh_run_pairs *p, const nh_analyzer *analyzer, const nh_cut *cut,
                            nh_run_words *words, nh_error *err)
{
    search s = {.p = p, .words = words, .err = err};
    nh_status st = NH_OK;

    p->count = 0;
    if (p->version == NH_PAIRS_NONE)
        return NH_OK;
    st = learn(p, analyzer, err);
    for (uint32_t i = 0; i < cut->n_passages && st == NH_OK; i++) {
        s.passage = i;
        st = search_passage(&s, cut);
        if ((cut->passages[i].flags & NH_PASSAGE_CONTINUES) != 0) {
            s.base += cut->passages[i].span;
        } else {
            s.base = 0;
            s.n_open = 0;
        }
    }
    return st;
}

size_t nh_run_pairs_memory(const nh_run_pairs *p)
{
    return p->words.capacity + p->capacity * sizeof *p->list +
           (p->terms != NULL ? ACROSS * ACROSS * sizeof *p->terms : 0);
}

void nh_run_pairs_clear(nh_run_pairs *p)
{
    nh_buf_free(&p->words);
    nh_buf_free(&p->folded);
    nh_release(p->env, p->terms);
    nh_release(p->env, p->list);
    nh_run_pairs_init(p, p->env, p->version, p->bytes);
}
