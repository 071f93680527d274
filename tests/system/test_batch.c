/* tests/system/test_batch.c - batches: one order and the same bytes for any number of threads, failures harm nobody. */
#include "newshound/batch.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "common/base/bytes/buffer.h"
#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/fault.h"
#include "tests/support/random_text.h"
#include "tests/support/tiny_index.h"

#define ARTICLES 80
#define WORDS 50
#define QUESTIONS 1000

/* Questions from a table, or made up by number. */
typedef struct questions {
    const nh_topic *list; /* NULL: made up                                             */
    size_t count, next;
    size_t fail_at; /* the source fails there; SIZE_MAX: it does not                   */
    nh_flag *stop_at;
    size_t stop_after;
    char id[32], text[64];
} questions;

/* Two of fifty words, in an order that comes round late. */
static void make_up(questions *q, nh_topic *out)
{
    const size_t i = q->next;

    snprintf(q->id, sizeof q->id, "q%zu", i);
    snprintf(q->text, sizeof q->text, "w%zu w%zu", i * 7 % WORDS, i * 11 % WORDS);
    *out = (nh_topic){.size = sizeof *out,
                      .id = nh_str_of(q->id),
                      .text = nh_str_of(q->text),
                      .path = NH_STR("made.tsv"),
                      .row = i + 1,
                      .column = 4};
    if (i % 97 == 13) {
        out->code = NH_E_REFUSED;
        out->problem = NH_STR("this row has no question");
    }
    if (i % 89 == 5)
        out->text =
            NH_STR("(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((");
}

static int next_question(void *self, nh_topic *out, nh_error *err)
{
    questions *q = (questions *)self;

    if (q->next == q->fail_at) {
        err->code = NH_E_IO;
        snprintf(err->what, sizeof err->what, "cannot read");
        return -1;
    }
    if (q->stop_at != NULL && q->next == q->stop_after)
        atomic_store(q->stop_at, 1);
    if (q->next == q->count)
        return 0;
    if (q->list != NULL)
        *out = q->list[q->next];
    else
        make_up(q, out);
    out->size = sizeof *out;
    q->next++;
    return 1;
}

static questions made_up(size_t count)
{
    return (questions){.count = count, .fail_at = SIZE_MAX};
}

/* What was written and told. */
typedef struct heard {
    nh_buffer bytes;
    nh_buffer failures; /* "qid row:column code; " */
    size_t refuse_at;   /* bytes that the sink takes */
    size_t ticks;
} heard;

static bool take(void *self, const char *bytes, size_t size)
{
    heard *h = (heard *)self;

    if (size > h->refuse_at - h->bytes.size)
        return false;
    nh_buf_bytes(&h->bytes, bytes, size);
    return true;
}

static void hear_failure(void *self, const nh_topic *topic, const nh_error *why)
{
    heard *h = (heard *)self;

    nh_buf_print(&h->failures, "%.*s %u:%u %s; ", NH_STR_ARG(topic->id),
                 (unsigned)topic->row, (unsigned)topic->column, nh_status_text(why->code));
}

static void hear_progress(void *self, const nh_batch_facts *facts)
{
    heard *h = (heard *)self;

    assert_true(facts->queries + facts->failed <= QUESTIONS);
    h->ticks++;
}

static heard *heard_new(void)
{
    heard *h = (heard *)nh_zeroed(NULL, 1, sizeof *h);

    assert_non_null(h);
    h->refuse_at = SIZE_MAX;
    return h;
}

static void heard_free(heard *h)
{
    nh_buf_free(&h->bytes);
    nh_buf_free(&h->failures);
    nh_release(NULL, h);
}

static nh_status run(nh_reader *r, questions *q, nh_batch_options *o, heard *h,
                     nh_batch_facts *facts)
{
    const nh_topic_source source = {q, next_question};
    const nh_sink sink = {h, take};
    nh_error err = {0};
    nh_status st;

    o->size = sizeof *o;
    o->on_failure = hear_failure;
    o->on_progress = hear_progress;
    o->self = h;
    facts->size = sizeof *facts;
    st = nh_batch_run(r, &source, o, &sink, facts, &err);
    assert_int_equal(st, err.code);
    return st;
}

static int build(void **state)
{
    tiny_index *t = tiny_index_new(NULL);
    random_numbers r = {5};

    for (unsigned i = 0; i < ARTICLES; i++) {
        nh_buffer text = {0};
        char id[16];
        nh_article a = {.size = sizeof a};

        snprintf(id, sizeof id, "a%u", i);
        for (unsigned k = 0; k < 40; k++)
            nh_buf_print(&text, "w%u ", random_below(&r, WORDS));
        a.id = nh_str_of(id);
        a.headline = i % 2 == 0 ? NH_STR("Golan, again") : NH_STR("Barrack");
        a.text = nh_buf_str(&text);
        tiny_index_add_article(t, &a);
        if (i % 30 == 29)
            tiny_index_commit(t);
        nh_buf_free(&text);
    }
    tiny_index_open(t);
    *state = t;
    return 0;
}

static void the_bytes_are_the_same_for_any_number_of_threads(void **state)
{
    static const nh_render_form forms[] = {NH_RENDER_TREC, NH_RENDER_JSON, NH_RENDER_CSV};
    static const unsigned threads[] = {1, 2, 3, 8};
    const tiny_index *t = (const tiny_index *)*state;

    for (size_t f = 0; f < COUNT(forms); f++) {
        heard *first = NULL;

        for (size_t i = 0; i < 2 * COUNT(threads); i++) {
            /* The second time next to no answer may wait. */
            nh_batch_options o = {.form = forms[f],
                                  .threads = threads[i / 2],
                                  .memory = i % 2 == 0 ? 0 : 1000};
            questions q = made_up(300);
            nh_batch_facts facts = {0};
            heard *h = heard_new();

            assert_int_equal(run(t->reader, &q, &o, h, &facts), NH_OK);
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
            heard_free(h);
        }
        heard_free(first);
    }
}

/* Lines of `text` that begin with `start`. */
static size_t count_lines(nh_str text, const char *start)
{
    const nh_str wanted = nh_str_of(start);
    size_t n = 0;

    for (size_t at = 0; at < text.len;) {
        const char *end = (const char *)memchr(text.ptr + at, '\n', text.len - at);

        n += nh_str_starts(nh_str_part(text, at, text.len - at), wanted);
        at = end != NULL ? (size_t)(end - text.ptr) + 1 : text.len;
    }
    return n;
}

static void each_thread_looks_a_word_up_once(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;

    for (unsigned threads = 1; threads <= 4; threads++) {
        nh_batch_options o = {.form = NH_RENDER_TREC, .threads = threads};
        questions q = made_up(QUESTIONS);
        nh_batch_facts facts = {0};
        heard *h = heard_new();

        assert_int_equal(run(t->reader, &q, &o, h, &facts), NH_OK);
        assert_true(facts.lookups >= WORDS && facts.lookups <= (uint64_t)threads * WORDS);
        assert_true(facts.work > 0 && facts.seconds > 0);
        heard_free(h);
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
    questions q = {.list = mixed, .count = COUNT(mixed), .fail_at = SIZE_MAX};
    nh_batch_facts facts = {0};
    heard *h = heard_new();
    nh_str text;

    assert_int_equal(run(t->reader, &q, &o, h, &facts), NH_OK);
    nh_buf_u8(&h->failures, 0);
    assert_string_equal(
        h->failures.bytes,
        "2 2:7 refused; 3 3:9 query; 8 8:3 limit; 9 9:3 query; 12 12:0 argument; ");
    text = nh_buf_str(&h->bytes);
    assert_int_equal(count_lines(text, refused), 1);
    nh_buf_u8(&h->bytes, 0);
    assert_non_null(strstr((const char *)h->bytes.bytes, refused));
    assert_non_null(strstr((const char *)h->bytes.bytes, strict));
    assert_int_equal(count_lines(text, "{\"v\":1,\"type\":\"error\""), 5);
    assert_int_equal(count_lines(text, "{\"v\":1,\"type\":\"hit\""),
                     10 + 10 + 1 + 2 + 5 + 75);
    assert_int_equal(count_lines(text, "{\"v\":1,\"type\":\"summary\""), 7);
    assert_null(strstr((const char *)h->bytes.bytes, "\"ms\""));
    assert_int_equal(facts.queries, 7);
    assert_int_equal(facts.failed, 5);
    assert_int_equal(facts.empty, 1);
    assert_int_equal(facts.hits, 103);
    assert_int_equal(facts.worst, NH_E_REFUSED);
    heard_free(h);
}

static void runs_hold_hits_alone(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    nh_batch_options o = {.form = NH_RENDER_TREC, .threads = 2};
    questions q = {.list = mixed, .count = COUNT(mixed), .fail_at = SIZE_MAX};
    nh_batch_facts facts = {0};
    heard *h = heard_new();

    assert_int_equal(run(t->reader, &q, &o, h, &facts), NH_OK);
    assert_int_equal(count_lines(nh_buf_str(&h->bytes), "1 Q0 a"), 40); /* not ten */
    assert_int_equal(count_lines(nh_buf_str(&h->bytes), "2 Q0 a"), 0);
    assert_int_equal(count_lines(nh_buf_str(&h->bytes), "6 Q0 a1 1 "), 1);
    assert_int_equal(count_lines(nh_buf_str(&h->bytes), "7 Q0 a"), 2);
    assert_int_equal(count_lines(nh_buf_str(&h->bytes), "10 Q0 a7 "), 0); /* not itself */
    assert_int_equal(count_lines(nh_buf_str(&h->bytes), "11 Q0 a8 "), 0);
    assert_int_equal(count_lines(nh_buf_str(&h->bytes), "11 Q0 a"), 75);
    assert_int_equal(count_lines(nh_buf_str(&h->bytes), ""), facts.hits);
    assert_int_equal(facts.warned, 2); /* a parenthesis left open, twice */
    heard_free(h);
}

static void tables_begin_with_their_columns_once(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    nh_batch_options o = {.form = NH_RENDER_CSV, .threads = 2};

    for (size_t count = 0; count < 3; count += 2) {
        questions q = {.list = mixed, .count = count, .fail_at = SIZE_MAX};
        nh_batch_facts facts = {0};
        heard *h = heard_new();

        assert_int_equal(run(t->reader, &q, &o, h, &facts), NH_OK);
        assert_true(nh_str_starts(nh_buf_str(&h->bytes), NH_STR("qid,query,rank,date,")));
        assert_int_equal(count_lines(nh_buf_str(&h->bytes), "qid"), 1);
        assert_int_equal(count_lines(nh_buf_str(&h->bytes), "1,golan,"),
                         count > 0 ? 10 : 0);
        heard_free(h);
    }
}

static void a_sink_that_refuses_ends_the_batch(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;

    for (size_t bytes = 0; bytes < 40000; bytes = bytes * 3 + 1) {
        nh_batch_options o = {.threads = 3};
        questions q = made_up(QUESTIONS);
        nh_batch_facts facts = {0};
        heard *h = heard_new();

        h->refuse_at = bytes;
        assert_int_equal(run(t->reader, &q, &o, h, &facts), NH_E_IO);
        assert_true(h->bytes.size <= bytes && facts.queries < QUESTIONS);
        heard_free(h);
    }
}

static void a_batch_stops_when_it_is_told_to(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;

    for (size_t after = 0; after < 400; after = after * 4 + 1) {
        nh_flag stop = 0;
        nh_batch_options o = {.threads = 3, .stop = &stop};
        questions q = made_up(QUESTIONS);
        nh_batch_facts facts = {0};
        heard *h = heard_new();

        q.stop_at = &stop;
        q.stop_after = after;
        assert_int_equal(run(t->reader, &q, &o, h, &facts), NH_E_CANCELLED);
        assert_true(facts.queries <= after + 1 && facts.failed < QUESTIONS);
        heard_free(h);
    }
}

static void a_source_that_fails_ends_the_batch(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    nh_batch_options o = {.threads = 2};
    questions q = made_up(QUESTIONS);
    nh_batch_facts facts = {0};
    heard *h = heard_new();

    q.fail_at = 20;
    assert_int_equal(run(t->reader, &q, &o, h, &facts), NH_E_IO);
    assert_int_equal(facts.queries + facts.failed, 20); /* asked before it failed */
    assert_true(facts.queries > 15);
    assert_int_equal(count_lines(nh_buf_str(&h->bytes), "{\"v\":1,\"type\":\"summary\""),
                     facts.queries);
    heard_free(h);
}

/* A source whose next question comes once the answers so far were heard of. */
typedef struct dialogue {
    pthread_mutex_t lock;
    pthread_cond_t heard;
    size_t asked, answered, idle; /* questions given; hits written; those let go         */
    char id[32];
} dialogue;

static int ask_when_answered(void *self, nh_topic *out, nh_error *err)
{
    dialogue *d = (dialogue *)self;
    struct timespec until = {0};
    int late = 0;

    (void)err;
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 20;
    pthread_mutex_lock(&d->lock);
    while (d->idle < d->asked && late == 0)
        late = pthread_cond_timedwait(&d->heard, &d->lock, &until);
    late = late != 0 || d->asked == 20;
    d->asked += late == 0;
    snprintf(d->id, sizeof d->id, "%zu", d->asked);
    pthread_mutex_unlock(&d->lock);
    *out = (nh_topic){.size = sizeof *out, .id = nh_str_of(d->id), .text = NH_STR("w1")};
    return late == 0;
}

static bool count_answer(void *self, const char *bytes, size_t size)
{
    dialogue *d = (dialogue *)self;

    (void)bytes;
    d->answered += size > 0;
    return true;
}

static void hear_idle(void *self)
{
    dialogue *d = (dialogue *)self;

    pthread_mutex_lock(&d->lock);
    d->idle = d->answered;
    pthread_cond_signal(&d->heard);
    pthread_mutex_unlock(&d->lock);
}

static void an_answer_does_not_wait_for_the_next_question(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;

    for (unsigned threads = 1; threads <= 3; threads++) {
        dialogue d = {.lock = PTHREAD_MUTEX_INITIALIZER, .heard = PTHREAD_COND_INITIALIZER};
        const nh_topic_source source = {&d, ask_when_answered};
        const nh_sink sink = {&d, count_answer};
        const nh_batch_options o = {
            .size = sizeof o, .threads = threads, .self = &d, .on_idle = hear_idle};

        assert_int_equal(nh_batch_run(t->reader, &source, &o, &sink, NULL, NULL), NH_OK);
        assert_int_equal(d.asked, 20); /* each once the one before was answered */
        assert_int_equal(d.answered, 20);
    }
}

static void other_forms_are_refused(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    static const nh_render_form forms[] = {NH_RENDER_TSV, NH_RENDER_HTML, NH_RENDER_PATHS};

    for (size_t i = 0; i < COUNT(forms); i++) {
        nh_batch_options o = {.form = forms[i]};
        questions q = made_up(1);
        nh_batch_facts facts = {0};
        heard *h = heard_new();

        assert_int_equal(run(t->reader, &q, &o, h, &facts), NH_E_ARG);
        assert_int_equal(h->bytes.size, 0);
        heard_free(h);
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
        questions q = {.list = topics, .count = 3, .fail_at = SIZE_MAX};
        nh_batch_facts facts = {0};
        heard *h = heard_new();

        for (size_t k = 0; k < 3; k++) {
            topics[k].id = NH_STR("x");
            topics[k].text = NH_STR("golan");
            topics[k].code = cases[i].rows[k];
        }
        assert_int_equal(run(t->reader, &q, &o, h, &facts), NH_OK);
        assert_int_equal(facts.worst, cases[i].worst);
        heard_free(h);
    }
}

/* Older callers know shorter structs. */
static void short_structs_are_accepted(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    questions q = {.list = mixed, .count = 2, .fail_at = SIZE_MAX};
    heard *h = heard_new();
    const nh_topic_source source = {&q, next_question};
    const nh_sink sink = {h, take};
    nh_batch_options o = {.size = offsetof(nh_batch_options, stop), .threads = 1};
    nh_batch_facts facts = {.size = offsetof(nh_batch_facts, failed), .failed = 77};

    o.on_failure = hear_failure; /* behind the end of what this caller knows */
    assert_int_equal(nh_batch_run(t->reader, &source, &o, &sink, &facts, NULL), NH_OK);
    assert_int_equal(facts.queries, 1);
    assert_int_equal(facts.failed, 77);
    heard_free(h);
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
    questions q = {.list = mixed, .count = 7, .fail_at = SIZE_MAX};
    nh_batch_facts facts = {0};
    heard *h = heard_new();
    nh_reader *r = NULL;
    nh_status st = nh_reader_open(s->path, &how, &r, NULL);

    if (st == NH_OK)
        st = run(r, &q, &o, h, &facts);
    if (st == NH_OK && facts.worst != NH_E_REFUSED)
        st = facts.worst;
    if (st == NH_OK && facts.failed > 1)
        st = NH_E_NOMEM; /* a question that was refused for lack of memory */
    heard_free(h);
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
        cmocka_unit_test(each_thread_looks_a_word_up_once),
        cmocka_unit_test(a_question_that_fails_gives_one_record),
        cmocka_unit_test(runs_hold_hits_alone),
        cmocka_unit_test(tables_begin_with_their_columns_once),
        cmocka_unit_test(a_sink_that_refuses_ends_the_batch),
        cmocka_unit_test(a_batch_stops_when_it_is_told_to),
        cmocka_unit_test(a_source_that_fails_ends_the_batch),
        cmocka_unit_test(an_answer_does_not_wait_for_the_next_question),
        cmocka_unit_test(other_forms_are_refused),
        cmocka_unit_test(the_worst_record_is_told),
        cmocka_unit_test(short_structs_are_accepted),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, build, tiny_index_teardown);
}
