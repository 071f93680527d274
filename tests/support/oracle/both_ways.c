/* tests/support/oracle/both_ways.c - a query answered with and without pruning, and compared. */
#include "tests/support/oracle/both_ways.h"

#include "common/base/str.h"
#include "newshound/render.h"
#include "searcher/searcher_state.h"
#include "tests/support/cm.h"

static bool keep(void *self, const char *bytes, size_t size)
{
    nh_buf_text((nh_buffer *)self, (nh_str){bytes, size});
    return true;
}

/* The answer as bytes; what it cost. */
static uint64_t answer(tiny_index *t, const nh_query *q, const nh_search_options *o,
                       bool off, nh_buffer *out)
{
    const nh_render_options how = {
        .size = sizeof how, .explain = o->explain, .no_summary = o->top_only};
    const nh_sink sink = {out, keep};
    nh_results_facts facts = {.size = sizeof facts};
    nh_results *res = NULL;
    nh_error err = {0};

    t->searcher->pruner.off = off;
    if (nh_search(t->searcher, q, o, &res, &err) != NH_OK)
        fail_msg("%s", err.what);
    assert_int_equal(nh_results_render(res, NULL, NH_RENDER_JSON, &how, &sink, &err),
                     NH_OK);
    nh_results_facts_get(res, &facts);
    nh_buf_print(out, facts.relaxed ? "relaxed" : "");
    nh_results_free(res);
    return facts.work;
}

both_ways both_ways_ask(tiny_index *t, uint64_t seed, nh_str query,
                        const nh_search_options *options)
{
    nh_buffer full = {0}, pruned = {0};
    nh_query *q = NULL;
    nh_error err = {0};
    both_ways work = {0};

    assert_int_equal(nh_query_parse(t->reader, query.ptr, query.len, NULL, &q, &err),
                     NH_OK);
    work.exhausted = answer(t, q, options, true, &full);
    work.pruned = answer(t, q, options, false, &pruned);
    if (!nh_str_equal(nh_buf_str(&pruned), nh_buf_str(&full))) {
        print_error("NH_TEST_SEED=%llu, %s, query %.*s\n%.*s\ninstead of\n%.*s\n",
                    (unsigned long long)seed,
                    options->top_only ? "hits alone" : "with counts", NH_STR_ARG(query),
                    NH_STR_ARG(nh_buf_str(&pruned)), NH_STR_ARG(nh_buf_str(&full)));
        fail();
    }
    nh_query_free(q);
    nh_buf_free(&full);
    nh_buf_free(&pruned);
    return work;
}
