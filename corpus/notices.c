/* corpus/notices.c - what readers have to say about documents, counted and passed on. */
#include "corpus/notices.h"

#include <stdarg.h>
#include <stdio.h>

#include "common/base/error.h"

static void tell(const nh_notices *notices, bool skipped, const char *reason,
                 nh_place place, const char *text)
{
    const nh_notice notice = {
        .skipped = skipped,
        .reason = reason,
        .path = notices->path != NULL ? notices->path : "",
        .offset = place.offset,
        .record = place.record,
        .text = text,
    };

    if (notices->on_notice != NULL)
        notices->on_notice(notices->self, &notice);
}

nh_status nh_notices_skip(nh_notices *notices, const char *reason, nh_place place,
                          nh_error *err, const char *fmt, ...)
{
    char text[200];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    notices->skipped++;
    tell(notices, true, reason, place, text);
    if (notices->strict)
        return nh_fail(err, NH_E_REFUSED, notices->path, place.offset, "%s: %s", reason,
                       text);
    return NH_OK;
}

void nh_notices_refused(nh_notices *notices, const char *reason, const char *text)
{
    notices->skipped++;
    tell(notices, true, reason, (nh_place){NH_NO_OFFSET, 0}, text);
}

void nh_notices_warn(nh_notices *notices, const char *reason, nh_place place,
                     const char *fmt, ...)
{
    char text[200];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    notices->warnings++;
    tell(notices, false, reason, place, text);
}
