/* corpus/topics/topics.c - questions from files of many formats: the public functions. */
#include "newshound/topics.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "corpus/topics/formats/topic_csv.h"
#include "corpus/topics/formats/topic_detect.h"
#include "corpus/topics/formats/topic_json.h"
#include "corpus/topics/formats/topic_lines.h"
#include "corpus/topics/formats/topic_sgml.h"
#include "corpus/topics/formats/topic_table.h"

#define ROW_LIMIT (UINT64_C(64) << 10)
#define ROW_LIMIT_MAX (UINT64_C(1) << 30)
#define RATIO_LIMIT 200

struct nh_topics {
    nh_env env;
    nh_topic_reading reading;
    const char *const *paths; /* borrowed                              */
    size_t n_paths;
    size_t next;
    nh_topic_format asked;
    nh_topic_format format; /* of the open file                      */
    const char *fields;     /* borrowed; NULL: the format's own      */
    bool open;
};

/* The caller's options, of whatever version, with defaults in the gaps. NH_E_ARG */
static nh_status read_options(const nh_topics_options *options, nh_topics_options *out,
                              nh_error *err)
{
    nh_topic_parts parts = {0};
    nh_status st;

    st = nh_sized_read(out, sizeof *out, options, "options of topics", err);
    if (st != NH_OK)
        return st;
    if (out->row_limit == 0)
        out->row_limit = ROW_LIMIT;
    if (out->row_limit > ROW_LIMIT_MAX)
        return nh_fail(err, NH_E_ARG, "row_limit", NH_NO_OFFSET,
                       "more than 1 GiB for a question");
    if (out->format > NH_TOPICS_LINES)
        return nh_fail(err, NH_E_ARG, "format", NH_NO_OFFSET, "format %d is not known",
                       (int)out->format);
    if (out->fields != NULL && !nh_topic_parts_read(&parts, out->fields))
        return nh_fail(err, NH_E_ARG, "fields", NH_NO_OFFSET,
                       "\"%.60s\" is no list of fields, as in title+desc", out->fields);
    return NH_OK;
}

/* What the options say about files and memory. */
static nh_env choose_env(const nh_topics_options *options)
{
    nh_env env = nh_env_of(options->env, options->allocator);

    if (options->stop != NULL)
        env.stop = options->stop;
    return env;
}

/* Hands the environment to everything that owns memory or waits for input. */
static void set_env(nh_topics *topics, const nh_topics_options *options)
{
    nh_topic_reading *reading = &topics->reading;
    const nh_env *env = &topics->env;

    topics->env = choose_env(options);
    reading->env = env;
    reading->source.env = env;
    reading->source.fd = -1;
    reading->ids.env = env;
    reading->ids.texts.env = env;
    reading->id_places.env = env;
    reading->own_id.env = env;
    reading->joined.env = env;
    reading->decoded.env = env;
    reading->json.text.env = env;
    reading->json.tokens.env = env;
    reading->problem.env = env;
    reading->head_bytes.env = env;
    for (size_t i = 0; i < sizeof reading->repaired / sizeof reading->repaired[0]; i++)
        reading->repaired[i].env = env;
}

nh_status nh_topics_open(const char *const *paths, size_t n_paths,
                         const nh_topics_options *options, nh_topics **out, nh_error *err)
{
    nh_topics_options known = {0};
    nh_topics *topics = NULL;
    nh_env env;
    const nh_status st = read_options(options, &known, err);

    *out = NULL;
    if (st != NH_OK)
        return st;
    env = choose_env(&known);
    topics = nh_new(&env, nh_topics);
    if (topics == NULL)
        return nh_fail_memory(err, "topics");
    set_env(topics, &known);
    topics->paths = paths;
    topics->n_paths = n_paths;
    topics->asked = known.format;
    topics->fields = known.fields;
    topics->reading.paths = paths;
    topics->reading.fields_asked = known.fields != NULL;
    topics->reading.row_limit = known.row_limit;
    *out = topics;
    return NH_OK;
}

void nh_topics_close(nh_topics *topics)
{
    nh_topic_reading *reading = NULL;
    nh_env env;

    if (topics == NULL)
        return;
    reading = &topics->reading;
    nh_source_free(&reading->source);
    nh_json_row_free(&reading->json);
    nh_word_table_close(&reading->ids);
    nh_buf_free(&reading->id_places);
    nh_buf_free(&reading->own_id);
    nh_buf_free(&reading->joined);
    nh_buf_free(&reading->decoded);
    nh_buf_free(&reading->problem);
    nh_buf_free(&reading->head_bytes);
    for (size_t i = 0; i < sizeof reading->repaired / sizeof reading->repaired[0]; i++)
        nh_buf_free(&reading->repaired[i]);
    env = topics->env; /* outlives what it frees */
    nh_release(&env, topics);
}

/* Looks at the first bytes and decides which reader the file gets. A format that is forced
 * needs no look but for the name of its records, so that lines of a pipe come at once. */
static nh_status choose_format(nh_topics *topics, nh_error *err)
{
    nh_topic_reading *reading = &topics->reading;
    nh_source *source = &reading->source;
    const bool look = topics->asked == NH_TOPICS_AUTO || topics->asked == NH_TOPICS_TREC;
    const size_t wanted = look ? NH_TOPIC_SNIFF_SIZE : 3;
    nh_status st = NH_OK;

    while (st == NH_OK && !source->ended && source->end - source->at < wanted)
        st = nh_source_fill(source, err);
    if (st != NH_OK)
        return st;
    if (source->end - source->at >= 3 &&
        memcmp(source->bytes + source->at, "\xef\xbb\xbf", 3) == 0) {
        nh_source_take(source, 3);
        source->line_start = 3; /* the mark is no column */
    }
    const nh_str start = {(const char *)source->bytes + source->at,
                          source->end - source->at};

    topics->format = topics->asked;
    if (topics->asked == NH_TOPICS_AUTO)
        topics->format =
            nh_topic_detect(start, source->ended && source->fault == NH_SOURCE_WHOLE);
    reading->record = nh_topic_record_name(start);
    reading->parts.exact = topics->format == NH_TOPICS_JSONL;
    (void)nh_topic_parts_read(&reading->parts, topics->fields != NULL ? topics->fields
                                               : topics->format == NH_TOPICS_TREC
                                                   ? "title"
                                                   : "query");
    return NH_OK;
}

static nh_status open_file(nh_topics *topics, nh_error *err)
{
    nh_topic_reading *reading = &topics->reading;
    const char *path = topics->paths[topics->next++];
    const bool standard = strcmp(path, "-") == 0;
    /* Who may be told to stop does not wait for somebody to open the other end of a pipe. */
    const int waits = topics->env.stop != NULL ? O_NONBLOCK : 0;
    int fd = STDIN_FILENO;
    nh_status st = NH_OK;

    reading->topic.path = nh_str_of(path);
    if (!standard)
        st = nh_file_open(&topics->env, AT_FDCWD, path, O_RDONLY | O_NOCTTY | waits, &fd,
                          err);
    if (st != NH_OK)
        return st;
    topics->open = true;
    reading->file = topics->next;
    reading->rows = 0;
    reading->head = NH_TOPIC_HEAD_UNREAD;
    reading->source.borrowed = standard;
    reading->source.counts_lines = true;
    st = nh_source_open(&reading->source, fd, path, RATIO_LIMIT, err);
    return st == NH_OK ? choose_format(topics, err) : st;
}

/* Closes the file that has been read. What was wrong with all of it is one more row. */
static nh_status close_file(nh_topics *topics, bool *got, nh_error *err)
{
    nh_topic_reading *reading = &topics->reading;
    const nh_source_fault fault = reading->source.fault;
    const nh_error why = reading->source.failure;

    topics->open = false;
    nh_topic_begin(reading);
    nh_source_close(&reading->source);
    if (fault == NH_SOURCE_WHOLE)
        return NH_OK;
    if (fault == NH_SOURCE_NOT_READABLE)
        return nh_fail(err, why.code, why.where, why.offset, "%s", why.what);
    *got = true;
    return nh_topic_refuse(reading, NH_E_REFUSED, NH_NO_OFFSET, err,
                           fault == NH_SOURCE_TRAILING
                               ? "the gzip file is whole, but other bytes follow it (%s)"
                               : "the rest of the gzip file is not read (%s)",
                           nh_source_fault_text(fault));
}

/* One reader's function. *got is false at the end of the source. */
typedef nh_status topic_reader(nh_topic_reading *reading, bool *got, nh_error *err);

static topic_reader *reader_of(nh_topic_format format)
{
    switch (format) {
    case NH_TOPICS_TREC:
        return nh_topic_sgml_next;
    case NH_TOPICS_TSV:
        return nh_topic_tsv_next;
    case NH_TOPICS_JSONL:
        return nh_topic_json_next;
    case NH_TOPICS_CSV:
        return nh_topic_csv_next;
    case NH_TOPICS_AUTO:
    case NH_TOPICS_LINES:
        break;
    }
    return nh_topic_lines_next;
}

/* The next row of the open file; at its end the file is closed. */
static nh_status read_row(nh_topics *topics, bool *got, nh_error *err)
{
    nh_topic_reading *reading = &topics->reading;
    nh_status st = reader_of(topics->format)(reading, got, err);

    if (st != NH_OK)
        return st;
    if (reading->source.failure.code == NH_E_CANCELLED)
        return nh_fail_stopped(err);
    reading->rows += *got;
    return *got ? NH_OK : close_file(topics, got, err);
}

nh_status nh_topics_next(nh_topics *topics, const nh_topic **out, nh_error *err)
{
    nh_status st = NH_OK;
    bool got = false;

    *out = NULL;
    while (st == NH_OK && !got) {
        if (nh_env_is_stopped(&topics->env))
            return nh_fail_stopped(err);
        if (topics->open)
            st = read_row(topics, &got, err);
        else if (topics->next < topics->n_paths)
            st = open_file(topics, err);
        else
            return NH_OK;
    }
    if (st == NH_OK)
        *out = &topics->reading.topic;
    return st;
}

/* A file that cannot be read, as a row: what is wrong with one does not end the others. */
static nh_status refuse_file(nh_topics *topics, const nh_error *why, nh_error *err)
{
    nh_topic_reading *reading = &topics->reading;
    nh_status st;

    nh_topic_begin(reading);
    st = nh_topic_refuse(reading, NH_E_IO, NH_NO_OFFSET, err, "%s", why->what);
    reading->topic.row = reading->topic.column = 0;
    reading->topic.offset = NH_NO_OFFSET;
    return st;
}

/* A caller of another version has a smaller or a larger nh_topic: both keep what they know. */
static int next_topic(void *self, nh_topic *out, nh_error *err)
{
    nh_topics *topics = (nh_topics *)self;
    const nh_topic *topic = NULL;
    const size_t size = out->size;
    nh_error why = {0};
    nh_status st = nh_topics_next(topics, &topic, &why);

    if (st == NH_E_IO) {
        st = refuse_file(topics, &why, &why);
        topic = &topics->reading.topic;
    }
    if (st != NH_OK) {
        nh_fail(err, st, why.where, why.offset, "%s", why.what);
        return -1;
    }
    if (topic == NULL)
        return 0;
    memcpy(out, topic, size < sizeof *topic ? size : sizeof *topic);
    out->size = size;
    return 1;
}

nh_topic_source nh_topics_source(nh_topics *topics)
{
    return (nh_topic_source){.self = topics, .next = next_topic};
}
