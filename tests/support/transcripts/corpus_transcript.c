/* tests/support/transcripts/corpus_transcript.c - what a corpus yields and says, as a text to compare. */
#include "tests/support/transcripts/corpus_transcript.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/transcripts/transcript_line.h"

static void write_article(nh_buffer *out, const nh_article *article)
{
    char date[NH_DATE_TEXT_SIZE] = "";
    const nh_str parts[] = {article->id,     article->headline, article->text,
                            nh_str_of(date), article->source,   article->language,
                            article->url};

    nh_date_text(article->date, date);
    for (size_t i = 0; i < COUNT(parts); i++) {
        transcribe_text(out, i == 3 ? nh_str_of(date) : parts[i]);
        nh_buf_u8(out, '|');
    }
    for (size_t i = 0; i < article->n_fields; i++)
        nh_buf_print(out, "%s%.*s=%.*s", i > 0 ? " " : "",
                     NH_STR_ARG(article->fields[i].name),
                     NH_STR_ARG(article->fields[i].value));
    nh_buf_u8(out, '|');
    for (size_t i = 0; i < article->n_skips; i++)
        nh_buf_print(out, "%s%u+%u", i > 0 ? " " : "", article->skips[i].at,
                     article->skips[i].size);
    drop_empty_parts(out);
    nh_buf_u8(out, '\n');
}

static void write_notice(void *self, const nh_notice *notice)
{
    nh_buffer *out = self;

    nh_buf_print(out, "%c %s @", notice->skipped ? '!' : '?', notice->reason);
    transcribe_offset(out, notice->offset);
    nh_buf_print(out, " #%" PRIu64 "\n", notice->record);
}

nh_status transcribe(const char *const *paths, size_t n, const nh_corpus_options *options,
                     nh_buffer *out)
{
    nh_corpus_options own = {.size = sizeof own};
    nh_corpus *corpus = NULL;
    const nh_article *article = NULL;
    nh_status st = NH_OK;

    if (options != NULL)
        own = *options;
    own.on_notice = write_notice;
    own.self = out;
    nh_buf_clear(out);
    st = nh_corpus_open(paths, n, &own, &corpus, NULL);
    while (st == NH_OK) {
        st = nh_corpus_next(corpus, &article, NULL);
        if (article == NULL)
            break;
        write_article(out, article);
    }
    nh_corpus_close(corpus);
    nh_buf_u8(out, 0);
    return st;
}

char *transcript_of(const temp_dir *t, const char *name, const void *bytes, size_t size,
                    const nh_corpus_options *options)
{
    nh_buffer out = {0};
    char *path = temp_dir_path(t, name);
    const char *paths[] = {path};
    char *text = NULL;

    temp_dir_write(t, name, bytes, size);
    assert_int_equal(transcribe(paths, 1, options, &out), NH_OK);
    assert_true(nh_buf_ok(&out));
    text = (char *)out.bytes;
    for (char *at = strstr(text, t->path); at != NULL; at = strstr(at, t->path)) {
        const size_t skip = strlen(t->path) + 1;

        memmove(at, at + skip, strlen(at + skip) + 1);
    }
    free(path);
    return text;
}

uint8_t *gzip_of(const void *bytes, size_t size, size_t *packed)
{
    z_stream stream = {0};
    uint8_t *out = NULL;
    uint8_t *in = malloc(size + 1);
    uLong room = 0;

    assert_non_null(in);
    memcpy(in, bytes, size);
    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY),
                     Z_OK);
    room = deflateBound(&stream, size) + 32;
    out = malloc(room);
    assert_non_null(out);
    stream.next_in = in;
    stream.avail_in = (uInt)size;
    stream.next_out = out;
    stream.avail_out = (uInt)room;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    *packed = room - stream.avail_out;
    (void)deflateEnd(&stream);
    free(in);
    return out;
}
