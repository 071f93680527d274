/* indexer/invert/run.c - articles being inverted in memory. */
#include "common/base/error.h"
#include "common/base/str.h"
#include "indexer/invert/run_state.h"
#include "indexer/settings.h"

#define MEMO_SHARE 4  /* the memo of words may take a quarter of the memory         */
#define LEAST_SHARE 8 /* an empty run has an eighth of it, or the memo goes         */
#define HELD_SHARE 4  /* so may stored text, as long as nothing else needs it       */
#define RUN_LEAST \
    ((size_t)28 << 20) /* bytes that a run keeps for itself, to be worth a file */
/* Bytes that spools and writers, and the picker of champions, hold while a run is flushed. */
#define SPOOLS (12u << 20)
#define TEXT_LIMIT (1u << 31)

/* Tokens of a run, at most: occurrences of a term and cells are counted in 32 bits. Pairs need no
 * limit of their own: at any place in the text a pair begins once at most, so that a pair occurs no
 * more often than there are tokens; and all pairs together have a few thousand cells in a part. */
#define RUN_TOKENS ((uint64_t)1 << 31)

#define TERM_BYTES 48u    /* that a flush needs for a term, and for a word, at most      */
#define ARTICLE_BYTES 64u /* that a flush needs for an article, to sort their ids      */
#define FIELD_NAME_SIZE 32u

/* ---- making ------------------------------------------------------------------------- */

static nh_status make_words(nh_run *run, nh_error *err)
{
    const nh_chosen chosen = nh_chosen_of(run->settings);
    nh_status st = nh_analyzer_new(run->env, &chosen.analysis, &run->analyzer, err);

    if (st != NH_OK)
        return st;
    return nh_cutter_new(run->env, &chosen.rule, run->analyzer, &run->cutter, err);
}

static nh_status make_writers(nh_run *run, nh_error *err)
{
    const nh_settings *s = run->settings;
    const nh_impact_rule rule = {s->k1, s->b, NH_REFERENCE_LENGTH(s)};
    nh_status st = nh_keywords_writer_new(&run->sections, &run->keywords, err);

    if (st == NH_OK)
        st = nh_stored_writer_new(&run->sections, s->store, &run->stored, err);
    if (st == NH_OK)
        st = nh_term_encoder_new(run->env, run->sections.dir, &rule, &run->encoder, err);
    return st;
}

nh_status nh_run_new(const nh_env *env, int dir, const nh_settings *settings, size_t memory,
                     nh_run **out, nh_error *err)
{
    nh_run *run = nh_new(env, nh_run);
    nh_status st;

    *out = NULL;
    if (run == NULL)
        return nh_fail_memory(err, "a run");
    run->env = env;
    run->settings = settings;
    run->memory = memory;
    run->parts.env = env;
    nh_run_words_init(&run->words, env);
    nh_run_pairs_init(&run->pairs, env, settings->pairs,
                      settings->profile == NH_PROFILE_WHITESPACE);
    nh_forward_init(&run->forward, env, memory);
    run->serials.env = env;
    nh_section_spools_init(&run->sections, env, dir);
    nh_articles_writer_init(&run->articles, env);
    st = make_words(run, err);
    if (st == NH_OK)
        st = make_writers(run, err);
    if (st != NH_OK) {
        nh_run_free(run);
        return st;
    }
    *out = run;
    return NH_OK;
}

void nh_run_choose_words(nh_run *run, nh_word_lists *lists)
{
    nh_stored_writer_choose(run->stored, lists);
}

void nh_run_free(nh_run *run)
{
    if (run == NULL)
        return;
    nh_cutter_free(run->cutter);
    nh_analyzer_free(run->analyzer);
    nh_run_words_clear(&run->words);
    nh_run_pairs_clear(&run->pairs);
    nh_forward_clear(&run->forward);
    nh_parts_clear(&run->parts);
    nh_articles_writer_clear(&run->articles);
    nh_keywords_writer_free(run->keywords);
    nh_stored_writer_free(run->stored);
    nh_term_encoder_free(run->encoder);
    nh_section_spools_clear(&run->sections);
    nh_release(run->env, run->skips);
    nh_buf_free(&run->serials);
    nh_release(run->env, run);
}

void nh_run_tell(nh_run *run, nh_ticker *ticker)
{
    run->sections.ticker = ticker;
}

uint32_t nh_run_articles(const nh_run *run)
{
    return run->articles.articles;
}

const nh_run_totals *nh_run_totals_get(const nh_run *run)
{
    return &run->totals;
}

/* ---- looking at an article ---------------------------------------------------------- */

static bool is_field_name(nh_str name)
{
    if (name.len == 0 || name.len > FIELD_NAME_SIZE || name.ptr[0] < 'a' ||
        name.ptr[0] > 'z')
        return false;
    for (size_t i = 1; i < name.len; i++) {
        const char c = name.ptr[i];

        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
            return false;
    }
    return true;
}

static nh_status refuse(const nh_article *a, nh_status code, nh_error *err, const char *why)
{
    char id[120];
    const size_t n = a->id.len < sizeof id - 1 ? a->id.len : sizeof id - 1;

    if (n > 0)
        memcpy(id, a->id.ptr, n);
    id[n] = '\0';
    return nh_fail(err, code, id, NH_NO_OFFSET, "%s", why);
}

nh_status nh_run_check(const nh_article *a, nh_error *err)
{
    uint64_t end = 0;

    if (a->id.len == 0 || a->id.len > NH_ID_SIZE)
        return refuse(a, NH_E_REFUSED, err, "bad-id: an id has 1 to 1,024 bytes");
    if (a->headline.len >= TEXT_LIMIT || a->text.len >= TEXT_LIMIT - a->headline.len)
        return refuse(a, NH_E_LIMIT, err, "doc-too-big: headline and text over 2 GiB");
    for (size_t i = 0; i < a->n_skips; i++) {
        if (a->skips[i].at < end)
            return refuse(a, NH_E_REFUSED, err, "bad-skips: skipped parts do not ascend");
        end = (uint64_t)a->skips[i].at + a->skips[i].size;
    }
    if (end > a->text.len)
        return refuse(a, NH_E_REFUSED, err, "bad-skips: a skipped part behind the text");
    for (size_t i = 0; i < a->n_fields; i++)
        if (!is_field_name(a->fields[i].name))
            return refuse(a, NH_E_REFUSED, err, "bad-field: not a name for a keyword");
    return NH_OK;
}

static nh_status copy_skips(nh_run *run, const nh_article *a, nh_error *err)
{
    if (a->n_skips > run->skips_capacity) {
        nh_text_range *skips =
            (nh_text_range *)nh_resized(run->env, run->skips, a->n_skips, sizeof *skips);

        if (skips == NULL)
            return nh_fail_memory(err, "an article");
        run->skips = skips;
        run->skips_capacity = a->n_skips;
    }
    for (size_t i = 0; i < a->n_skips; i++)
        run->skips[i] = (nh_text_range){a->skips[i].at, a->skips[i].size};
    return NH_OK;
}

static nh_status cut_article(nh_run *run, const nh_article *a, nh_cut *cut, nh_error *err)
{
    nh_cut_text text = {.headline = a->headline, .text = a->text, .n_skips = a->n_skips};
    nh_status st = copy_skips(run, a, err);

    if (st == NH_OK)
        st = nh_analyzer_language(run->analyzer, a->language, &text.language, err);
    if (st != NH_OK)
        return st;
    text.skips = run->skips;
    st = nh_cut_article(run->cutter, &text, cut, err);
    if (st == NH_E_LIMIT || (st == NH_OK && cut->n_tokens > NH_ARTICLE_TOKENS))
        return refuse(a, NH_E_LIMIT, err,
                      "doc-too-many-tokens: over 8 million words in one article");
    if (st == NH_OK && cut->n_passages == 0)
        return refuse(a, NH_E_REFUSED, err, "empty: no word in headline or text");
    return st;
}

/* ---- adding ------------------------------------------------------------------------- */

/*
 * Bytes that the run would use at its flush with `tokens` more tokens, each of which may begin a
 * pair: the next part is full of them at most. Cells are there twice then, by part and by term; so
 * are the columns, where runs are joined.
 */
static size_t projected_memory(const nh_run *run, size_t tokens)
{
    return nh_forward_memory(&run->forward) + nh_parts_memory(&run->parts) +
           (run->parts.cells + run->forward.n_touched) * sizeof(nh_cell) +
           (run->forward.limit + 2 * tokens) * sizeof(nh_slot) +
           2 * nh_articles_writer_memory(&run->articles) +
           (size_t)run->articles.articles * ARTICLE_BYTES + run->serials.capacity +
           run->sections.room.held + nh_keywords_memory(run->keywords) +
           nh_stored_writer_memory(run->stored) + nh_analyzer_memory(run->analyzer) +
           nh_run_words_memory(&run->words) + nh_run_pairs_memory(&run->pairs) +
           run->words.count * TERM_BYTES + SPOOLS +
           atomic_load_explicit(&run->beside, memory_order_relaxed);
}

void nh_run_beside(nh_run *run, size_t bytes)
{
    const size_t most = run->memory > RUN_LEAST ? run->memory - RUN_LEAST : 0;

    atomic_store_explicit(&run->beside, bytes < most ? bytes : most, memory_order_relaxed);
}

/* Where memory is short, stored text goes to its file before anything else is done about it. */
static nh_status look_for_room(nh_run *run, const nh_cut *cut, bool *full, nh_error *err)
{
    nh_status st = NH_OK;

    *full = false;
    if (run->articles.articles == 0)
        return NH_OK;
    if (run->sections.room.held > 0 && projected_memory(run, cut->n_tokens) > run->memory)
        st = nh_section_spools_spill(&run->sections, err);
    *full = run->articles.tokens + cut->n_tokens > RUN_TOKENS ||
            nh_analyzer_words(run->analyzer) > NH_RUN_TERMS - NH_PAIR_TERMS ||
            projected_memory(run, cut->n_tokens) > run->memory;
    return st;
}

size_t nh_run_spare(const nh_run *run)
{
    const size_t used = projected_memory(run, 0);

    return used < run->memory ? run->memory - used : 0;
}

/* A passage and its pairs. */
static nh_status put_passage(nh_run *run, const nh_cut *cut, size_t i,
                             const nh_found_pair *pairs, size_t n_pairs, nh_error *err)
{
    const nh_passage *p = &cut->passages[i];
    nh_status st = NH_OK;

    if (!nh_forward_has_room(&run->forward, p->count + n_pairs))
        st = nh_parts_take(&run->parts, &run->forward, err);
    if (st == NH_OK)
        st = nh_forward_put(&run->forward, cut->tokens + p->first, p->count, &run->words,
                            err);
    if (st == NH_OK)
        nh_forward_put_pairs(&run->forward, pairs, n_pairs);
    return st;
}

/* The tokens of an article, passage by passage; full parts are sorted in between. */
static nh_status put_tokens(nh_run *run, const nh_cut *cut, nh_error *err)
{
    const nh_run_pairs *pairs = &run->pairs;
    size_t at = 0;
    nh_status st = nh_run_words_learn(&run->words, run->analyzer, err);

    if (st == NH_OK)
        st = nh_run_pairs_find(&run->pairs, run->analyzer, cut, err);
    if (st == NH_OK)
        st = nh_forward_prepare(&run->forward, &run->words, err);
    for (size_t i = 0; st == NH_OK && i < cut->n_passages; i++) {
        const size_t from = at;

        while (at < pairs->count && pairs->list[at].passage == i)
            at++;
        st =
            put_passage(run, cut, i, at > from ? pairs->list + from : NULL, at - from, err);
    }
    return st;
}

static nh_status put_keywords(nh_run *run, const nh_article *a, nh_error *err)
{
    const uint32_t article = run->articles.articles;
    nh_status st =
        nh_keywords_put(run->keywords, NH_STR("source"), a->source, article, err);

    if (st == NH_OK)
        st = nh_keywords_put(run->keywords, NH_STR("lang"), a->language, article, err);
    for (size_t i = 0; st == NH_OK && i < a->n_fields; i++)
        st = nh_keywords_put(run->keywords, a->fields[i].name, a->fields[i].value, article,
                             err);
    return st;
}

static nh_status append(nh_run *run, const nh_article *a, uint32_t serial,
                        const nh_cut *cut, nh_error *err)
{
    nh_status st = put_tokens(run, cut, err);

    nh_buf_bytes(&run->serials, &serial, sizeof serial);
    if (st == NH_OK)
        st = nh_buf_status(&run->serials, err, "the numbers of articles");
    if (st == NH_OK)
        st = put_keywords(run, a, err);
    if (st == NH_OK)
        st = nh_stored_writer_put(run->stored, a, err);
    if (st == NH_OK)
        st = nh_articles_writer_put(&run->articles, a, cut, err);
    if (st != NH_OK)
        return st;
    run->totals.articles++;
    run->totals.passages += cut->n_passages;
    run->totals.tokens += cut->n_tokens;
    run->totals.bytes += a->headline.len + a->text.len;
    run->totals.dropped += cut->dropped;
    return NH_OK;
}

static void forget_words(nh_run *run)
{
    nh_analyzer_forget(run->analyzer);
    nh_run_words_clear(&run->words);
    nh_run_pairs_clear(&run->pairs);
}

/* Before the first article the memo goes where it is large, or leaves hardly any room beside what
 * is kept for stored text, since no occurrence needs its numbers: the article has room for as many
 * new words as it may have. And there is memory again to hold stored text in. */
static void begin(nh_run *run)
{
    run->sections.room.most = run->memory / HELD_SHARE;
    if (nh_analyzer_words(run->analyzer) >
            NH_RUN_TERMS - NH_PAIR_TERMS - NH_ARTICLE_TOKENS ||
        nh_analyzer_memory(run->analyzer) + nh_run_words_memory(&run->words) >
            run->memory / MEMO_SHARE ||
        nh_run_spare(run) < run->memory / LEAST_SHARE)
        forget_words(run);
}

void nh_run_rest(nh_run *run)
{
    if (run->articles.articles > 0)
        return;
    forget_words(run);
    nh_forward_clear(&run->forward);
}

nh_status nh_run_add(nh_run *run, const nh_article *article, uint32_t serial, bool *full,
                     nh_error *err)
{
    nh_cut cut;
    nh_status st;

    *full = false;
    if (run->articles.articles == 0)
        begin(run);
    st = cut_article(run, article, &cut, err);
    if (st == NH_OK)
        st = look_for_room(run, &cut, full, err);
    return st == NH_OK && !*full ? append(run, article, serial, &cut, err) : st;
}
