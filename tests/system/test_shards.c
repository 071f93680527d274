/* tests/system/test_shards.c - articles cut into shards at random: the bytes of the answer are those of one index. */
#include "tests/support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "newshound/render.h"
#include "newshound/shards.h"
#include "tests/support/makers/random_index.h"
#include "tests/support/makers/random_text.h"
#include "tests/support/makers/tiny_index.h"

#define MOST_SHARDS 5u

/* One index of all articles, and the same articles in several. */
typedef struct cut {
    random_numbers random;
    uint64_t seed;
    tiny_index *all;
    tiny_index *shards[MOST_SHARDS];
    uint32_t n;
    random_settings settings;
    random_article made;
    nh_str text; /* of some article, for quotations */
    nh_str asked;
    nh_statistics *languages; /* of all shards, if queries are to know them at once */
    uint64_t queries, found, rounds, relaxed;
} cut;

static void expect(const cut *c, bool ok, const char *what)
{
    if (!ok)
        print_error("NH_TEST_SEED=%llu: %s\n  query: %.*s\n", (unsigned long long)c->seed,
                    what, NH_STR_ARG(c->asked));
    assert_true(ok);
}

/* ---- the driver, as newshound/shards.h describes it ------------------------------------ */

/* Statistics that went through another process. */
static nh_statistics *sent(const cut *c, nh_statistics *s)
{
    const nh_str bytes = nh_statistics_bytes(s);
    nh_statistics *got = NULL;

    expect(c, nh_statistics_read(bytes.ptr, bytes.len, NULL, &got, NULL) == NH_OK,
           "statistics cannot be read");
    expect(c, nh_str_equal(nh_statistics_bytes(got), bytes), "other bytes come back");
    nh_statistics_free(s);
    return got;
}

static nh_statistics *collect_round(const cut *c, const nh_query *q, nh_search_options o,
                                    nh_statistics *before)
{
    nh_statistics *sum = NULL;
    nh_error err = {0};

    o.statistics = before;
    for (uint32_t i = 0; i < c->n; i++) {
        nh_statistics *one = NULL;

        expect(c, nh_statistics_collect(c->shards[i]->searcher, q, &o, &one, &err) == NH_OK,
               err.what);
        one = sent(c, one);
        if (sum == NULL) {
            sum = one;
            continue;
        }
        expect(c, nh_statistics_add(sum, one, &err) == NH_OK, err.what);
        nh_statistics_free(one);
    }
    return sum;
}

static nh_statistics *collect(cut *c, const nh_query *q, const nh_search_options *o)
{
    nh_statistics *sum = collect_round(c, q, *o, c->languages);
    nh_statistics *first = sum;

    c->rounds++;
    if (nh_statistics_complete(sum))
        return sum;
    expect(c, c->languages == NULL, "languages are known, and it is not complete");
    c->rounds++;
    sum = collect_round(c, q, *o, first);
    expect(c, nh_statistics_complete(sum), "two rounds are not enough");
    nh_statistics_free(first);
    return sum;
}

/* ---- comparing ------------------------------------------------------------------------ */

static bool take(void *self, const char *bytes, size_t size)
{
    nh_buffer *out = (nh_buffer *)self;

    nh_buf_bytes(out, bytes, size);
    return nh_buf_ok(out);
}

static void render(const cut *c, const nh_results *res, const nh_query *q,
                   nh_render_form form, nh_buffer *out)
{
    const nh_render_options how = {.size = sizeof how, .explain = true, .milliseconds = -1};
    const nh_sink sink = {out, take};

    expect(c, nh_results_render(res, q, form, &how, &sink, NULL) == NH_OK,
           "it cannot be rendered");
}

static void expect_same(const cut *c, const nh_results *one, const nh_results *merged,
                        const nh_query *q)
{
    static const nh_render_form forms[] = {NH_RENDER_JSON, NH_RENDER_TREC, NH_RENDER_HTML};

    for (size_t i = 0; i < COUNT(forms); i++) {
        nh_buffer want = {0}, got = {0};

        render(c, one, q, forms[i], &want);
        render(c, merged, q, forms[i], &got);
        if (!nh_str_equal(nh_buf_str(&want), nh_buf_str(&got)))
            print_error("one index:\n%.*s\nshards:\n%.*s\n", NH_STR_ARG(nh_buf_str(&want)),
                        NH_STR_ARG(nh_buf_str(&got)));
        expect(c, nh_str_equal(nh_buf_str(&want), nh_buf_str(&got)), "other bytes");
        nh_buf_free(&want);
        nh_buf_free(&got);
    }
}

static void compare(cut *c, const nh_query *q, const nh_search_options *o)
{
    nh_statistics *sum = collect(c, q, o);
    nh_search_options each = *o;
    nh_results *one = NULL, *merged = NULL, *parts[MOST_SHARDS] = {NULL};
    nh_results_facts facts = {.size = sizeof facts}, of_all = {.size = sizeof of_all};
    nh_error err = {0};

    each.statistics = sum;
    each.limit = o->limit + o->skip;
    each.skip = 0;
    for (uint32_t i = 0; i < c->n; i++)
        expect(c, nh_search(c->shards[i]->searcher, q, &each, &parts[i], &err) == NH_OK,
               err.what);
    expect(c,
           nh_results_merge((const nh_results *const *)parts, c->n, o, &merged, &err) ==
               NH_OK,
           err.what);
    expect(c, nh_search(c->all->searcher, q, o, &one, &err) == NH_OK, err.what);
    nh_results_facts_get(merged, &facts);
    nh_results_facts_get(one, &of_all);
    expect(c, facts.articles == of_all.articles, "another number of articles");
    expect(c, facts.passages == of_all.passages, "another number of passages");
    expect(c, facts.relaxed == of_all.relaxed, "relaxed or not");
    expect_same(c, one, merged, q);
    c->found += of_all.articles > 0;
    c->relaxed += of_all.relaxed;
    nh_results_free(merged);
    for (uint32_t i = 0; i < c->n; i++)
        nh_results_free(parts[i]);
    nh_results_free(one);
    nh_statistics_free(sum);
}

/* ---- bouts ---------------------------------------------------------------------------- */

static nh_search_options choose_options(random_numbers *r)
{
    nh_search_options o = {.size = sizeof o, .limit = 1000};

    o.by = random_once(r, 3) ? NH_BY_PASSAGE : NH_BY_ARTICLE;
    o.match = (nh_match)(random_once(r, 2) ? 0 : random_below(r, 3));
    o.min_hits = 1 + random_below(r, 10);
    o.sort = random_once(r, 4) ? NH_SORT_DATE : NH_SORT_SCORE;
    o.ties_by_id = random_once(r, 4);
    o.passages = 1 + random_below(r, 4);
    o.explain = random_once(r, 2);
    o.count_only = random_once(r, 8);
    o.has_k1 = random_once(r, 3);
    o.has_b = random_once(r, 3);
    o.k1 = random_below(r, 30) / 10.0;
    o.b = random_below(r, 11) / 10.0;
    if (random_once(r, 2)) {
        o.limit = 1 + random_below(r, 5);
        o.skip = random_below(r, 4);
    }
    return o;
}

/* Articles go anywhere, or foreign ones to the first shard alone. */
static void fill(cut *c)
{
    const uint32_t n = 1 + random_below(&c->random, 40);
    const bool apart = random_once(&c->random, 2);

    for (uint32_t i = 0; i < n; i++) {
        const nh_article *a = random_article_make(&c->random, i, &c->made);
        const bool foreign = a->language.len > 0 && a->language.ptr[0] != 'e';
        const uint32_t to = apart && foreign ? 0 : random_below(&c->random, c->n);

        c->text = a->text;
        tiny_index_add_article(c->all, a);
        tiny_index_add_article(c->shards[to], a);
        if (random_once(&c->random, 12))
            tiny_index_commit(c->shards[to]);
        if (random_once(&c->random, 12))
            tiny_index_commit(c->all);
    }
}

static void begin(cut *c, uint64_t seed)
{
    *c = (cut){.random = {seed}, .seed = seed};
    random_settings_choose(&c->random, &c->settings);
    c->n = 1 + random_below(&c->random, MOST_SHARDS);
    c->all = tiny_index_new(&c->settings.options);
    for (uint32_t i = 0; i < c->n; i++)
        c->shards[i] = tiny_index_new(&c->settings.options);
    fill(c);
    tiny_index_open(c->all);
    for (uint32_t i = 0; i < c->n; i++)
        tiny_index_open(c->shards[i]);
    if (random_once(&c->random, 2))
        c->languages = collect_round(
            c, NULL, (nh_search_options){.size = sizeof(nh_search_options)}, NULL);
}

static void end(cut *c)
{
    nh_statistics_free(c->languages);
    for (uint32_t i = 0; i < c->n; i++)
        tiny_index_free(c->shards[i]);
    tiny_index_free(c->all);
    random_article_free(&c->made);
}

static void ask(cut *c)
{
    const nh_search_options o = choose_options(&c->random);
    nh_query_options how = {.size = sizeof how};
    nh_buffer text = {0};
    nh_query *q = NULL;

    if (random_once(&c->random, 6))
        how.language = random_once(&c->random, 2) ? "de" : "en";
    random_query(&c->random, c->text, &text);
    c->asked = nh_buf_str(&text);
    expect(c,
           nh_query_parse(c->all->reader, c->asked.ptr, c->asked.len, &how, &q, NULL) ==
               NH_OK,
           "it does not parse");
    c->queries++;
    compare(c, q, &o);
    nh_query_free(q);
    nh_buf_free(&text);
}

static void shards_give_the_bytes_of_one_index(void **state)
{
    const uint64_t seed = random_setting("NH_TEST_SEED", 1);
    const uint64_t bouts = random_setting("NH_TEST_ROUNDS", 30);
    uint64_t queries = 0, found = 0, rounds = 0, relaxed = 0;

    (void)state;
    for (uint64_t i = 0; i < bouts; i++) {
        cut c;

        begin(&c, seed + i);
        for (uint32_t k = 0; k < 40; k++)
            ask(&c);
        queries += c.queries;
        found += c.found;
        rounds += c.rounds;
        relaxed += c.relaxed;
        end(&c);
    }
    if (bouts < 30)
        return;
    assert_true(found * 2 > queries); /* empty answers would prove little */
    assert_true(rounds > queries);    /* sometimes languages differ       */
    assert_true(relaxed > 20);
}

/* ---- what cannot be merged -------------------------------------------------------------- */

static void only_answers_to_one_query_in_one_order_are_merged(void **state)
{
    static const struct {
        const char *query;
        nh_search_options found, merged; /* how the second answer was found; of the merge */
        nh_status status;
    } rows[] = {
        {"golan", {.limit = 20}, {.limit = 20}, NH_OK},
        {"golan", {.limit = 20}, {.limit = 1000000}, NH_OK},
        {"golan", {.limit = 20}, {.limit = 1000001}, NH_E_ARG},
        {"golan", {.limit = 20}, {.limit = UINT64_MAX, .skip = 1}, NH_E_ARG},
        {"golan", {.limit = 20}, {.skip = UINT64_MAX}, NH_E_ARG},
        {"golan", {.limit = 20}, {.sort = (nh_sort)77}, NH_E_ARG},
        {"golan", {.limit = 20}, {.sort = NH_SORT_DATE}, NH_E_ARG},
        {"golan", {.limit = 20}, {.ties_by_id = true}, NH_E_ARG},
        {"golan", {.sort = NH_SORT_DATE}, {.limit = 0}, NH_E_ARG},
        {"golan", {.ties_by_id = true}, {.limit = 0}, NH_E_ARG},
        {"golan", {.by = NH_BY_PASSAGE}, {.limit = 0}, NH_E_ARG},
        {"heights", {.limit = 20}, {.limit = 20}, NH_E_ARG},
    };
    tiny_index *t = tiny_index_new(NULL);

    (void)state;
    tiny_index_add(t, &(tiny_article){.id = "a", .text = "The Golan heights."});
    tiny_index_open(t);
    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_search_options found = rows[i].found, how = rows[i].merged;
        nh_results *parts[2], *merged = NULL;

        found.size = how.size = sizeof how;
        parts[0] = tiny_index_search(t, "golan", NULL);
        parts[1] = tiny_index_search(t, rows[i].query, &found);
        assert_int_equal(
            nh_results_merge((const nh_results *const *)parts, 2, &how, &merged, NULL),
            rows[i].status);
        assert_true((merged != NULL) == (rows[i].status == NH_OK));
        nh_results_free(merged);
        nh_results_free(parts[0]);
        nh_results_free(parts[1]);
    }
    tiny_index_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shards_give_the_bytes_of_one_index),
        cmocka_unit_test(only_answers_to_one_query_in_one_order_are_merged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
