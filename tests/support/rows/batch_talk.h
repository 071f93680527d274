/* tests/support/rows/batch_talk.h - questions for batches, and what is heard of them. */
#ifndef TESTS_SUPPORT_BATCH_TALK_H
#define TESTS_SUPPORT_BATCH_TALK_H

#include "newshound/batch.h"

#include "common/base/bytes/buffer.h"
#include "common/base/str.h"

#define BATCH_WORDS 50 /* words of the index: w0 and so on, beside "golan" and "barrack" */
#define BATCH_QUESTIONS \
    1000 /* the most questions of a batch here                             */

/* Questions from a table, or made up by number. */
typedef struct batch_questions {
    const nh_topic *list; /* NULL: made up                                             */
    size_t count, next;
    size_t fail_at; /* the source fails there; SIZE_MAX: it does not                   */
    nh_flag *stop_at;
    size_t stop_after;
    char id[32], text[64];
} batch_questions;

/* What was written and told. */
typedef struct batch_heard {
    nh_buffer bytes;
    nh_buffer failures; /* "qid row:column code; " */
    size_t refuse_at;   /* bytes that the sink takes */
    size_t ticks;
} batch_heard;

/* A source of `count` made-up questions: two of the words each; some are refused by their
   reader, some do not parse. Nothing of it needs to be freed. */
batch_questions batch_made_up(size_t count);

/* The function of a nh_topic_source over batch_questions. */
int batch_next_question(void *self, nh_topic *out, nh_error *err);

/* The function of a nh_sink over batch_heard. */
bool batch_take(void *self, const char *bytes, size_t size);

/* Of nh_batch_options, over batch_heard: notes the question, where it stood and the code. */
void batch_hear_failure(void *self, const nh_topic *topic, const nh_error *why);

/* What hears a batch, with a sink that takes all; the caller frees it.
   The test fails without memory. */
batch_heard *batch_heard_new(void);
void batch_heard_free(batch_heard *h);

/* Runs the batch with `h` as its sink and listener; what nh_batch_run says. */
nh_status batch_ask(nh_reader *r, batch_questions *q, nh_batch_options *o, batch_heard *h,
                    nh_batch_facts *facts);

/* Lines of `text` that begin with `start`. */
size_t batch_count_lines(nh_str text, const char *start);

/* A setup of cmocka: an index of 80 articles of those words in three segments, as a
   tiny_index in *state. */
int batch_build(void **state);

#endif
