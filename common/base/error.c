/* common/base/error.c - saying no, with a place. */
#include "common/base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <errno.h>

/* Bytes of `s` that fit into `room` without cutting a UTF-8 character in two. */
static size_t fitting(const char *s, size_t len, size_t room)
{
    size_t n = room;

    if (len <= room)
        return len;
    while (n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80)
        n--;
    return n;
}

/* `to` may be what `from` points into: a higher level may quote the error it replaces. */
static void copy_text(char *to, size_t capacity, const char *from)
{
    const size_t n = fitting(from, strlen(from), capacity - 1);

    memmove(to, from, n);
    to[n] = '\0';
}

/* A sentence stays on its line, whatever was printed into it. */
static void join_lines(char *z)
{
    for (; *z != '\0'; z++)
        if (*z == '\n' || *z == '\r')
            *z = ' ';
}

nh_status nh_fail(nh_error *err, nh_status code, const char *where, uint64_t offset,
                  const char *fmt, ...)
{
    char what[2 * sizeof err->what];
    va_list args;

    if (err == NULL)
        return code;
    va_start(args, fmt);
    if (vsnprintf(what, sizeof what, fmt, args) < 0)
        what[0] = '\0';
    va_end(args);
    join_lines(what);

    copy_text(err->where, sizeof err->where, where != NULL ? where : "");
    copy_text(err->what, sizeof err->what, what);
    err->offset = offset;
    err->code = code;
    return code;
}

/* strerror_r() comes in two shapes; its type says which one this system has. */
static const char *words_if_text(const char *given, const char *buffer)
{
    (void)buffer;
    return given;
}

static const char *words_if_status(int failed, const char *buffer)
{
    return failed == 0 ? buffer : "unknown error";
}

#define WORDS_OF(given, buffer) \
    _Generic((given), int : words_if_status, default : words_if_text)((given), (buffer))

static nh_status status_of_errno(int code)
{
    switch (code) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return NH_E_SPACE;
    case ENOMEM:
        return NH_E_NOMEM;
    default:
        return NH_E_IO;
    }
}

nh_status nh_fail_errno(nh_error *err, int code, const char *where, const char *verb)
{
    char buffer[128] = "";
    const char *words = WORDS_OF(strerror_r(code, buffer, sizeof buffer), buffer);

    return nh_fail(err, status_of_errno(code), where, NH_NO_OFFSET, "cannot %s: %s", verb,
                   words);
}

nh_status nh_fail_memory(nh_error *err, const char *what)
{
    return nh_fail(err, NH_E_NOMEM, NULL, NH_NO_OFFSET, "no memory for %s", what);
}

nh_status nh_fail_stopped(nh_error *err)
{
    return nh_fail(err, NH_E_CANCELLED, NULL, NH_NO_OFFSET, "stopped as asked");
}

const char *nh_status_text(nh_status status)
{
    switch (status) {
    case NH_OK:
        return "ok";
    case NH_E_ARG:
        return "argument";
    case NH_E_NOMEM:
        return "memory";
    case NH_E_IO:
        return "io";
    case NH_E_CORRUPT:
        return "corrupt";
    case NH_E_VERSION:
        return "version";
    case NH_E_QUERY:
        return "query";
    case NH_E_LIMIT:
        return "limit";
    case NH_E_CANCELLED:
        return "cancelled";
    case NH_E_LOCKED:
        return "locked";
    case NH_E_BUSY:
        return "busy";
    case NH_E_SPACE:
        return "space";
    case NH_E_COMMIT_UNKNOWN:
        return "commit-unknown";
    case NH_E_REFUSED:
        return "refused";
    case NH_E_INTERNAL:
        return "internal";
    }
    return "unknown";
}

const char *nh_version(void)
{
    return NH_VERSION_TEXT;
}
