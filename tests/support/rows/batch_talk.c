/* tests/support/rows/batch_talk.c - questions for batches, and what is heard of them. */
#include "tests/support/rows/batch_talk.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/cm.h"
#include "tests/support/makers/random_text.h"
#include "tests/support/makers/tiny_index.h"

#define ARTICLES 80

/* Two of fifty words, in an order that comes round late. */
static void make_up(batch_questions *q, nh_topic *out)
{
    const size_t i = q->next;

    snprintf(q->id, sizeof q->id, "q%zu", i);
    snprintf(q->text, sizeof q->text, "w%zu w%zu", i * 7 % BATCH_WORDS,
             i * 11 % BATCH_WORDS);
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

int batch_next_question(void *self, nh_topic *out, nh_error *err)
{
    batch_questions *q = (batch_questions *)self;

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

batch_questions batch_made_up(size_t count)
{
    return (batch_questions){.count = count, .fail_at = SIZE_MAX};
}

bool batch_take(void *self, const char *bytes, size_t size)
{
    batch_heard *h = (batch_heard *)self;

    if (size > h->refuse_at - h->bytes.size)
        return false;
    nh_buf_bytes(&h->bytes, bytes, size);
    return true;
}

void batch_hear_failure(void *self, const nh_topic *topic, const nh_error *why)
{
    batch_heard *h = (batch_heard *)self;

    nh_buf_print(&h->failures, "%.*s %u:%u %s; ", NH_STR_ARG(topic->id),
                 (unsigned)topic->row, (unsigned)topic->column, nh_status_text(why->code));
}

static void hear_progress(void *self, const nh_batch_facts *facts)
{
    batch_heard *h = (batch_heard *)self;

    assert_true(facts->queries + facts->failed <= BATCH_QUESTIONS);
    h->ticks++;
}

batch_heard *batch_heard_new(void)
{
    batch_heard *h = (batch_heard *)nh_zeroed(NULL, 1, sizeof *h);

    assert_non_null(h);
    h->refuse_at = SIZE_MAX;
    return h;
}

void batch_heard_free(batch_heard *h)
{
    nh_buf_free(&h->bytes);
    nh_buf_free(&h->failures);
    nh_release(NULL, h);
}

nh_status batch_ask(nh_reader *r, batch_questions *q, nh_batch_options *o, batch_heard *h,
                    nh_batch_facts *facts)
{
    const nh_topic_source source = {q, batch_next_question};
    const nh_sink sink = {h, batch_take};
    nh_error err = {0};
    nh_status st;

    o->size = sizeof *o;
    o->on_failure = batch_hear_failure;
    o->on_progress = hear_progress;
    o->self = h;
    facts->size = sizeof *facts;
    st = nh_batch_run(r, &source, o, &sink, facts, &err);
    assert_int_equal(st, err.code);
    return st;
}

int batch_build(void **state)
{
    tiny_index *t = tiny_index_new(NULL);
    random_numbers r = {5};

    for (unsigned i = 0; i < ARTICLES; i++) {
        nh_buffer text = {0};
        char id[16];
        nh_article a = {.size = sizeof a};

        snprintf(id, sizeof id, "a%u", i);
        for (unsigned k = 0; k < 40; k++)
            nh_buf_print(&text, "w%u ", random_below(&r, BATCH_WORDS));
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

size_t batch_count_lines(nh_str text, const char *start)
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
