/* searcher/measure/files/trec_lines.c - lines of columns between blanks: judgments and runs as TREC has them. */
#include "searcher/measure/files/trec_lines.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/codec/input/lines.h"

#define RATIO_LIMIT 1024 /* bytes out for each byte of gzip in: what zlib can reach */
#define STOP_EVERY 4096u /* lines between two looks at `stop`                       */

nh_status nh_trec_fail(nh_error *err, nh_status code, const char *path, uint32_t line,
                       const char *fmt, ...)
{
    char where[sizeof err->where];
    char what[sizeof err->what];
    const size_t room = sizeof where - sizeof "...:4294967295";
    const size_t len = strlen(path);
    va_list args;

    va_start(args, fmt);
    if (vsnprintf(what, sizeof what, fmt, args) < 0)
        what[0] = '\0';
    va_end(args);
    if (snprintf(where, sizeof where, "%s%s:%" PRIu32, len > room ? "..." : "",
                 len > room ? path + (len - room) : path, line) < 0)
        where[0] = '\0';
    return nh_fail(err, code, where, NH_NO_OFFSET, "%s", what);
}

/* As isspace() in the C locale. */
static bool is_space(char c)
{
    return nh_is_blank(c) || c == '\v' || c == '\f';
}

static void split(nh_str text, nh_trec_line *line)
{
    size_t at = 0;

    line->count = 0;
    while (line->count < NH_TREC_COLUMNS) {
        while (at < text.len && is_space(text.ptr[at]))
            at++;
        if (at == text.len)
            return;
        const size_t from = at;

        while (at < text.len && !is_space(text.ptr[at]))
            at++;
        line->columns[line->count++] = nh_str_part(text, from, at - from);
    }
}

/* One line: NUL bytes are no part of any text file, and would make names look alike elsewhere. */
static nh_status hand_out(nh_trec_line *line, nh_str text, nh_trec_taker *take, void *self,
                          nh_error *err)
{
    if (text.len > 0 && memchr(text.ptr, '\0', text.len) != NULL)
        return nh_trec_fail(err, NH_E_REFUSED, line->path, line->number,
                            "a zero byte: this is no text");
    if (line->number == 1 && nh_str_starts(text, NH_STR("\xef\xbb\xbf")))
        text = nh_str_part(text, 3, text.len - 3);
    split(text, line);
    if (line->count == 0 || line->columns[0].ptr[0] == '#')
        return NH_OK;
    return take(self, line, err);
}

/* What ends before its end is no small thing here: figures of half a run look like figures. */
static nh_status check_end(const nh_source *source, uint32_t lines, nh_error *err)
{
    if (source->fault == NH_SOURCE_WHOLE)
        return NH_OK;
    if (source->fault == NH_SOURCE_NOT_READABLE) {
        if (err != NULL)
            *err = source->failure;
        return source->failure.code;
    }
    return nh_trec_fail(err, NH_E_REFUSED, source->path, lines + 1,
                        source->fault == NH_SOURCE_TRAILING
                            ? "the gzip file is whole, but other bytes follow it (%s)"
                            : "the rest of the gzip file cannot be read (%s)",
                        nh_source_fault_text(source->fault));
}

static nh_status read_lines(nh_source *source, const nh_flag *stop, nh_trec_taker *take,
                            void *self, nh_error *err)
{
    nh_trec_line line = {.path = source->path};
    nh_line bytes = {0};
    nh_status st = nh_line_next(source, NH_TREC_LINE_LIMIT, &bytes, err);

    while (st == NH_OK && bytes.kind != NH_LINE_END) {
        if (line.number == UINT32_MAX)
            return nh_fail(err, NH_E_LIMIT, line.path, NH_NO_OFFSET, "too many lines");
        line.number++;
        if (bytes.kind == NH_LINE_TOO_LONG)
            return nh_trec_fail(err, NH_E_LIMIT, line.path, line.number,
                                "the line has more than %u bytes", NH_TREC_LINE_LIMIT);
        if (line.number % STOP_EVERY == 0 &&
            ((stop != NULL && atomic_load(stop) != 0) || nh_env_is_stopped(source->env)))
            return nh_fail_stopped(err);
        st = hand_out(&line, (nh_str){(const char *)bytes.bytes, bytes.size}, take, self,
                      err);
        if (st == NH_OK)
            st = nh_line_next(source, NH_TREC_LINE_LIMIT, &bytes, err);
    }
    return st == NH_OK ? check_end(source, line.number, err) : st;
}

nh_status nh_trec_lines_read(const nh_env *env, const char *path, const nh_flag *stop,
                             nh_trec_taker *take, void *self, nh_error *err)
{
    nh_source source = {.env = env, .fd = -1, .borrowed = strcmp(path, "-") == 0};
    int fd = STDIN_FILENO;
    nh_status st = NH_OK;

    if (!source.borrowed)
        st = nh_file_open(env, AT_FDCWD, path, O_RDONLY | O_NOCTTY, &fd, err);
    if (st == NH_OK)
        st = nh_source_open(&source, fd, path, RATIO_LIMIT, err);
    if (st == NH_OK)
        st = read_lines(&source, stop, take, self, err);
    nh_source_free(&source);
    return st;
}
