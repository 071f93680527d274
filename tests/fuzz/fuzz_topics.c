/* tests/fuzz/fuzz_topics.c - any bytes as questions, recognised and in each format. */
#include <stdlib.h>
#include <string.h>

#include "common/text/letters/utf8.h"
#include "newshound/topics.h"
#include "tests/support/faults/memory_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void demand(bool truth)
{
    if (!truth)
        abort();
}

static void demand_valid(nh_str text)
{
    demand(nh_utf8_valid(text) == text.len);
}

static void look_at(const nh_topic *topic, const memory_file *file)
{
    demand(topic->id.len <= 255 && (topic->id.len > 0 || topic->code != NH_OK));
    demand_valid(topic->id);
    demand_valid(topic->text);
    demand_valid(topic->filter);
    demand_valid(topic->like);
    demand(topic->row >= 1 && topic->row <= file->size * 300 + 1);
    demand(topic->path.len == 5 && memcmp(topic->path.ptr, "input", 5) == 0);
    if (topic->code == NH_OK)
        demand((topic->text.len > 0) != (topic->like.len > 0) && topic->problem.len == 0);
    else
        demand(topic->problem.len > 0 && topic->text.len + topic->like.len == 0);
}

static void read_all(const uint8_t *bytes, size_t size, nh_topic_format format)
{
    memory_file file;
    const nh_topics_options options = {.size = sizeof options,
                                       .format = format,
                                       .row_limit = 300,
                                       .env = memory_file_begin(&file, bytes, size)};
    const char *const path = "input";
    nh_topics *topics = NULL;
    const nh_topic *topic = NULL;

    demand(nh_topics_open(&path, 1, &options, &topics, NULL) == NH_OK);
    do {
        demand(nh_topics_next(topics, &topic, NULL) == NH_OK);
        if (topic != NULL)
            look_at(topic, &file);
    } while (topic != NULL);
    nh_topics_close(topics);
    demand(file.open == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    for (int format = NH_TOPICS_AUTO; format <= NH_TOPICS_LINES; format++)
        read_all(bytes, size, (nh_topic_format)format);
    return 0;
}
