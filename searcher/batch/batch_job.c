/* searcher/batch/batch_job.c - one question of a batch, and what came of it. */
#include "searcher/batch/batch_job.h"

#include <inttypes.h>
#include <string.h>

#include "common/base/api/sized.h"
#include "common/base/bytes/escape.h"
#include "common/base/error.h"
#include "common/base/str.h"

/* Texts of a topic, which lives until the next one is asked for. */
static void list_texts(nh_topic *topic, nh_str *out[6])
{
    out[0] = &topic->id;
    out[1] = &topic->text;
    out[2] = &topic->filter;
    out[3] = &topic->like;
    out[4] = &topic->problem;
    out[5] = &topic->path;
}

nh_status nh_batch_job_fill(nh_batch_job *job, const nh_topic *topic, nh_error *err)
{
    nh_str *texts[6];
    size_t at = 0;
    const nh_status st =
        nh_sized_read(&job->topic, sizeof job->topic, topic, "a question", err);

    if (st != NH_OK)
        return st;
    list_texts(&job->topic, texts);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        nh_buf_text(&job->texts, *texts[i]);
        nh_buf_u8(&job->texts, 0);
    }
    if (!nh_buf_ok(&job->texts))
        return nh_fail_memory(err, "a question");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        texts[i]->ptr = (const char *)job->texts.bytes + at;
        at += texts[i]->len + 1;
    }
    return NH_OK;
}

static void empty_buffer(nh_buffer *b, size_t keep)
{
    if (b->capacity > keep)
        nh_buf_free(b);
    nh_buf_clear(b);
}

void nh_batch_job_reset(nh_batch_job *job, size_t keep)
{
    empty_buffer(&job->texts, keep);
    empty_buffer(&job->out, keep);
    job->status = NH_OK;
    job->error = (nh_error){0};
    job->facts = (nh_results_facts){0};
    job->warned = false;
    job->done = false;
}

void nh_batch_job_end(nh_batch_job *job)
{
    nh_buf_free(&job->texts);
    nh_buf_free(&job->out);
}

/* Is the offset of the failure one of the question's text? */
static bool is_in_text(const nh_batch_job *job)
{
    return job->topic.code == NH_OK && job->error.offset <= job->topic.text.len &&
           (job->status == NH_E_QUERY || job->status == NH_E_LIMIT) &&
           strcmp(job->error.where, "filter") != 0;
}

uint64_t nh_batch_job_column(const nh_batch_job *job)
{
    const uint64_t first = job->topic.column > 0 ? job->topic.column : 1;

    return is_in_text(job) ? first + job->error.offset : job->topic.column;
}

/* "name":number, unless the number is not known. */
static void put_number(const char *name, uint64_t number, nh_buffer *out)
{
    if (number > 0)
        nh_buf_print(out, ",\"%s\":%" PRIu64, name, number);
}

/* "name":"text", unless there is none. */
static void put_text(const char *name, nh_str text, nh_buffer *out)
{
    if (text.len == 0)
        return;
    nh_buf_print(out, ",\"%s\":", name);
    nh_escape_json_string(out, text);
}

void nh_batch_job_record(const nh_batch_job *job, nh_buffer *out)
{
    nh_buf_print(out, "{\"v\":1,\"type\":\"error\"");
    put_text("qid", job->topic.id, out);
    put_text("path", job->topic.path, out);
    put_number("row", job->topic.row, out);
    put_number("at", nh_batch_job_column(job), out);
    nh_buf_print(out, ",\"code\":\"%s\",\"message\":", nh_status_text(job->status));
    nh_escape_json_string(out, nh_str_of(job->error.what));
    if (nh_error_is_of_file(&job->error)) {
        put_text("file", nh_str_of(job->error.where), out);
        if (job->error.offset != NH_NO_OFFSET)
            nh_buf_print(out, ",\"byte\":%" PRIu64, job->error.offset);
    }
    nh_buf_print(out, "}\n");
}
