/* tests/system/test_batch.c - batches: one order and the same bytes for any number of threads, failures harm nobody. */
#include "newshound/batch.h"

#include <string.h>

#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/tiny_index.h"
#include "tests/support/rows/batch_talk.h"

static void the_bytes_are_the_same_for_any_number_of_threads(void **state)
{
    static const nh_render_form forms[] = {NH_RENDER_TREC, NH_RENDER_JSON, NH_RENDER_CSV};
    static const unsigned threads[] = {1, 2, 3, 8};
    const tiny_index *t = (const tiny_index *)*state;

    for (size_t f = 0; f < COUNT(forms); f++) {
        batch_heard *first = NULL;

        for (size_t i = 0; i < 2 * COUNT(threads); i++) {
            /* The second time next to no answer may wait. */
            nh_batch_options o = {.form = forms[f],
                                  .threads = threads[i / 2],
                                  .memory = i % 2 == 0 ? 0 : 1000};
            batch_questions q = batch_made_up(300);
            nh_batch_facts facts = {0};
            batch_heard *h = batch_heard_new();

            assert_int_equal(batch_ask(t->reader, &q, &o, h, &facts), NH_OK);
            assert_int_equal(facts.queries, 293);
            assert_int_equal(facts.failed, 7);
            assert_int_equal(facts.threads, threads[i / 2]);
            assert_int_equal(facts.worst, NH_E_REFUSED);
            if (first == NULL) {
                first = h;
                assert_true(h->bytes.size > 10000);
                continue;
            }
            assert_int_equal(h->bytes.size, first->bytes.size);
            assert_memory_equal(h->bytes.bytes, first->bytes.bytes, h->bytes.size);
            assert_true(
                nh_str_equal(nh_buf_str(&h->failures), nh_buf_str(&first->failures)));
            batch_heard_free(h);
        }
        batch_heard_free(first);
    }
}

static void more_threads_than_256_are_refused(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    nh_batch_options o = {.threads = 257};
    batch_questions q = batch_made_up(2);
    nh_batch_facts facts = {0};
    batch_heard *h = batch_heard_new();

    assert_int_equal(batch_ask(t->reader, &q, &o, h, &facts), NH_E_ARG);
    assert_int_equal(h->bytes.size, 0);
    o.threads = 256;
    assert_int_equal(batch_ask(t->reader, &q, &o, h, &facts), NH_OK);
    batch_heard_free(h);
}

static void each_thread_looks_a_word_up_once(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;

    for (unsigned threads = 1; threads <= 4; threads++) {
        nh_batch_options o = {.form = NH_RENDER_TREC, .threads = threads};
        batch_questions q = batch_made_up(BATCH_QUESTIONS);
        nh_batch_facts facts = {0};
        batch_heard *h = batch_heard_new();

        assert_int_equal(batch_ask(t->reader, &q, &o, h, &facts), NH_OK);
        assert_true(facts.lookups >= BATCH_WORDS &&
                    facts.lookups <= (uint64_t)threads * BATCH_WORDS);
        assert_true(facts.work > 0 && facts.seconds > 0);
        batch_heard_free(h);
    }
}

static const nh_topic mixed[] = {
    {.id = {"1", 1}, .text = {"golan", 5}, .row = 1, .column = 3},
    {.id = {"2", 1},
     .path = {"t\"x", 3},
     .row = 2,
     .column = 7,
     .code = NH_E_REFUSED,
     .problem = {"a row without a tab", 19}},
    {.id = {"3", 1}, .text = {"golan (", 7}, .row = 3, .column = 3},
    {.id = {"4", 1}, .text = {"barrack", 7}, .row = 4, .column = 3},
    {.id = {"5", 1}, .text = {"syria", 5}, .row = 5, .column = 3},
    {.id = {"6", 1}, .text = {"barrack", 7}, .filter = {"id:a1", 5}, .row = 6, .column = 3},
    {.id = {"7", 1}, .text = {"barrack", 7}, .n = 2, .row = 7, .column = 3},
    {.id = {"8", 1}, .text = {"barrack", 7}, .n = 2000000, .row = 8, .column = 3},
    {.id = {"9", 1}, .text = {"golan", 5}, .filter = {"id:a2 (", 7}, .row = 9, .column = 3},
    {.id = {"10", 2}, .like = {"a7", 2}, .n = 5, .row = 10, .column = 3},
    {.id = {"11", 2}, .like = {"a7", 2}, .filter = {"-id:a8", 6}, .n = 100, .row = 11},
    {.id = {"12", 2}, .like = {"nobody", 6}, .row = 12},
};

static void a_question_that_fails_gives_one_record(void **state)
{
    static const char refused[] =
        "{\"v\":1,\"type\":\"error\",\"qid\":\"2\",\"path\":\"t\\\"x\",\"row\":2,\"at\":7,"
        "\"code\":\"refused\",\"message\":\"a row without a tab\"}\n";
    static const char strict[] =
        "{\"v\":1,\"type\":\"error\",\"qid\":\"3\",\"row\":3,\"at\":9,\"code\":\"query\","
        "\"message\":\"This parenthesis is not closed, so it ends with the query.\"}\n";
    const tiny_index *t = (const tiny_index *)*state;
    const nh_query_options query = {.size = sizeof query, .strict = true};
    nh_batch_options o = {.query = &query, .threads = 2};
    batch_questions q = {.list = mixed, .count = COUNT(mixed), .fail_at = SIZE_MAX};
    nh_batch_facts facts = {0};
    batch_heard *h = batch_heard_new();
    nh_str text;

    assert_int_equal(batch_ask(t->reader, &q, &o, h, &facts), NH_OK);
    nh_buf_u8(&h->failures, 0);
    assert_string_equal(
        h->failures.bytes,
        "2 2:7 refused; 3 3:9 query; 8 8:3 limit; 9 9:3 query; 12 12:0 argument; ");
    text = nh_buf_str(&h->bytes);
    assert_int_equal(batch_count_lines(text, refused), 1);
    nh_buf_u8(&h->bytes, 0);
    assert_non_null(strstr((const char *)h->bytes.bytes, refused));
    assert_non_null(strstr((const char *)h->bytes.bytes, strict));
    assert_int_equal(batch_count_lines(text, "{\"v\":1,\"type\":\"error\""), 5);
    assert_int_equal(batch_count_lines(text, "{\"v\":1,\"type\":\"hit\""),
                     10 + 10 + 1 + 2 + 5 + 75);
    assert_int_equal(batch_count_lines(text, "{\"v\":1,\"type\":\"summary\""), 7);
    assert_null(strstr((const char *)h->bytes.bytes, "\"ms\""));
    assert_int_equal(facts.queries, 7);
    assert_int_equal(facts.failed, 5);
    assert_int_equal(facts.empty, 1);
    assert_int_equal(facts.hits, 103);
    assert_int_equal(facts.worst, NH_E_REFUSED);
    batch_heard_free(h);
}

static void runs_hold_hits_alone(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    nh_batch_options o = {.form = NH_RENDER_TREC, .threads = 2};
    batch_questions q = {.list = mixed, .count = COUNT(mixed), .fail_at = SIZE_MAX};
    nh_batch_facts facts = {0};
    batch_heard *h = batch_heard_new();

    assert_int_equal(batch_ask(t->reader, &q, &o, h, &facts), NH_OK);
    assert_int_equal(batch_count_lines(nh_buf_str(&h->bytes), "1 Q0 a"), 40); /* not ten */
    assert_int_equal(batch_count_lines(nh_buf_str(&h->bytes), "2 Q0 a"), 0);
    assert_int_equal(batch_count_lines(nh_buf_str(&h->bytes), "6 Q0 a1 1 "), 1);
    assert_int_equal(batch_count_lines(nh_buf_str(&h->bytes), "7 Q0 a"), 2);
    assert_int_equal(batch_count_lines(nh_buf_str(&h->bytes), "10 Q0 a7 "),
                     0); /* not itself */
    assert_int_equal(batch_count_lines(nh_buf_str(&h->bytes), "11 Q0 a8 "), 0);
    assert_int_equal(batch_count_lines(nh_buf_str(&h->bytes), "11 Q0 a"), 75);
    assert_int_equal(batch_count_lines(nh_buf_str(&h->bytes), ""), facts.hits);
    assert_int_equal(facts.warned, 2); /* a parenthesis left open, twice */
    batch_heard_free(h);
}

static void tables_begin_with_their_columns_once(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    nh_batch_options o = {.form = NH_RENDER_CSV, .threads = 2};

    for (size_t count = 0; count < 3; count += 2) {
        batch_questions q = {.list = mixed, .count = count, .fail_at = SIZE_MAX};
        nh_batch_facts facts = {0};
        batch_heard *h = batch_heard_new();

        assert_int_equal(batch_ask(t->reader, &q, &o, h, &facts), NH_OK);
        assert_true(nh_str_starts(nh_buf_str(&h->bytes), NH_STR("qid,query,rank,date,")));
        assert_int_equal(batch_count_lines(nh_buf_str(&h->bytes), "qid"), 1);
        assert_int_equal(batch_count_lines(nh_buf_str(&h->bytes), "1,golan,"),
                         count > 0 ? 10 : 0);
        batch_heard_free(h);
    }
}

static void other_forms_are_refused(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    static const nh_render_form forms[] = {NH_RENDER_TSV, NH_RENDER_HTML, NH_RENDER_PATHS};

    for (size_t i = 0; i < COUNT(forms); i++) {
        nh_batch_options o = {.form = forms[i]};
        batch_questions q = batch_made_up(1);
        nh_batch_facts facts = {0};
        batch_heard *h = batch_heard_new();

        assert_int_equal(batch_ask(t->reader, &q, &o, h, &facts), NH_E_ARG);
        assert_int_equal(h->bytes.size, 0);
        batch_heard_free(h);
    }
}

/* The worst of these rows is the one with the highest exit code, wherever it stands. */
static void the_worst_record_is_told(void **state)
{
    static const struct {
        nh_status rows[3], worst;
    } cases[] = {
        {{NH_OK, NH_OK, NH_OK}, NH_OK},
        {{NH_E_QUERY, NH_OK, NH_E_ARG}, NH_E_QUERY},
        {{NH_E_CORRUPT, NH_E_IO, NH_E_QUERY}, NH_E_CORRUPT},
        {{NH_E_LIMIT, NH_E_CORRUPT, NH_OK}, NH_E_LIMIT},
        {{NH_E_LIMIT, NH_E_REFUSED, NH_E_ARG}, NH_E_REFUSED},
        {{NH_E_INTERNAL, NH_E_REFUSED, NH_E_ARG}, NH_E_INTERNAL},
        {{NH_E_CANCELLED, NH_E_INTERNAL, NH_E_ARG}, NH_E_CANCELLED},
    };
    const tiny_index *t = (const tiny_index *)*state;

    for (size_t i = 0; i < COUNT(cases); i++) {
        nh_topic topics[3] = {{0}};
        nh_batch_options o = {.threads = 2};
        batch_questions q = {.list = topics, .count = 3, .fail_at = SIZE_MAX};
        nh_batch_facts facts = {0};
        batch_heard *h = batch_heard_new();

        for (size_t k = 0; k < 3; k++) {
            topics[k].id = NH_STR("x");
            topics[k].text = NH_STR("golan");
            topics[k].code = cases[i].rows[k];
        }
        assert_int_equal(batch_ask(t->reader, &q, &o, h, &facts), NH_OK);
        assert_int_equal(facts.worst, cases[i].worst);
        batch_heard_free(h);
    }
}

/* Older callers know shorter structs. */
static void short_structs_are_accepted(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    batch_questions q = {.list = mixed, .count = 2, .fail_at = SIZE_MAX};
    batch_heard *h = batch_heard_new();
    const nh_topic_source source = {&q, batch_next_question};
    const nh_sink sink = {h, batch_take};
    nh_batch_options o = {.size = offsetof(nh_batch_options, stop), .threads = 1};
    nh_batch_facts facts = {.size = offsetof(nh_batch_facts, failed), .failed = 77};

    o.on_failure = batch_hear_failure; /* behind the end of what this caller knows */
    assert_int_equal(nh_batch_run(t->reader, &source, &o, &sink, &facts, NULL), NH_OK);
    assert_int_equal(facts.queries, 1);
    assert_int_equal(facts.failed, 77);
    batch_heard_free(h);
}

typedef struct small {
    const char *path;
} small;

static nh_status run_small(const nh_env *env, void *context)
{
    const small *s = (const small *)context;
    const nh_reader_options how = {.size = sizeof how, .env = env};
    const nh_query_options query = {.size = sizeof query, .raw = true};
    nh_batch_options o = {.threads = 1, .query = &query};
    batch_questions q = {.list = mixed, .count = 7, .fail_at = SIZE_MAX};
    nh_batch_facts facts = {0};
    batch_heard *h = batch_heard_new();
    nh_reader *r = NULL;
    nh_status st = nh_reader_open(s->path, &how, &r, NULL);

    if (st == NH_OK)
        st = batch_ask(r, &q, &o, h, &facts);
    if (st == NH_OK && facts.worst != NH_E_REFUSED)
        st = facts.worst;
    if (st == NH_OK && facts.failed > 1)
        st = NH_E_NOMEM; /* a question that was refused for lack of memory */
    batch_heard_free(h);
    nh_reader_close(r);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    small s = {((const tiny_index *)*state)->path};

    assert_true(fault_sweep_allocations(run_small, &s) > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bytes_are_the_same_for_any_number_of_threads),
        cmocka_unit_test(more_threads_than_256_are_refused),
        cmocka_unit_test(each_thread_looks_a_word_up_once),
        cmocka_unit_test(a_question_that_fails_gives_one_record),
        cmocka_unit_test(runs_hold_hits_alone),
        cmocka_unit_test(tables_begin_with_their_columns_once),
        cmocka_unit_test(other_forms_are_refused),
        cmocka_unit_test(the_worst_record_is_told),
        cmocka_unit_test(short_structs_are_accepted),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, batch_build, tiny_index_teardown);
}
