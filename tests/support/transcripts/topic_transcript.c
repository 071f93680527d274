/* tests/support/transcripts/topic_transcript.c - what topic files yield, as a text to compare. */
#include "tests/support/transcripts/topic_transcript.h"

#include <inttypes.h>
#include <stdlib.h>

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/transcripts/transcript_line.h"

static void write_question(nh_buffer *out, const nh_topic *topic)
{
    const nh_str parts[] = {topic->id, topic->text, topic->filter, topic->like};

    for (size_t i = 0; i < COUNT(parts); i++) {
        transcribe_text(out, parts[i]);
        nh_buf_u8(out, '|');
    }
    if (topic->n > 0)
        nh_buf_print(out, "%" PRIu64, topic->n);
    nh_buf_u8(out, '|');
    if (topic->has_now)
        nh_buf_print(out, "%" PRId64, topic->now);
    drop_empty_parts(out);
}

static void write_topic(nh_buffer *out, const nh_topic *topic, bool places)
{
    if (topic->code == NH_OK) {
        write_question(out, topic);
    } else {
        nh_buf_print(out, "! %s ", nh_status_text(topic->code));
        transcribe_text(out, topic->id);
        nh_buf_print(out, "%s%.*s", topic->id.len > 0 ? " " : "",
                     NH_STR_ARG(topic->problem));
    }
    if (places) {
        nh_buf_print(out, " @%" PRIu64 ":%" PRIu64 "/", topic->row, topic->column);
        transcribe_offset(out, topic->offset);
    }
    nh_buf_u8(out, '\n');
}

nh_status transcribe_topics(const char *const *paths, size_t n,
                            const nh_topics_options *options, bool places, nh_buffer *out)
{
    nh_topics *topics = NULL;
    const nh_topic *topic = NULL;
    nh_status st = nh_topics_open(paths, n, options, &topics, NULL);

    nh_buf_clear(out);
    while (st == NH_OK) {
        st = nh_topics_next(topics, &topic, NULL);
        if (topic == NULL)
            break;
        write_topic(out, topic, places);
    }
    nh_topics_close(topics);
    nh_buf_u8(out, 0);
    return st;
}

char *topics_of(const temp_dir *t, const void *bytes, size_t size,
                const nh_topics_options *options, bool places)
{
    nh_buffer out = {0};
    char *path = temp_dir_path(t, "topics");
    const char *paths[] = {path};

    temp_dir_write(t, "topics", bytes, size);
    assert_int_equal(transcribe_topics(paths, 1, options, places, &out), NH_OK);
    assert_true(nh_buf_ok(&out));
    free(path);
    return (char *)out.bytes;
}
