/* corpus/formats/plain.c - a file of plain text is one article. */
#include "corpus/formats/plain.h"

#include <inttypes.h>

#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "corpus/formats/sniff.h"

/* Reads the rest of the source into the window, but little more than the limit. */
static nh_status read_all(nh_reading *reading, nh_error *err)
{
    nh_source *source = &reading->source;
    nh_status st = NH_OK;

    while (st == NH_OK && !source->ended &&
           source->end - source->at <= reading->document_limit)
        st = nh_source_fill(source, err);
    return st;
}

/* The whole file as UTF-8. */
static nh_status adopt_text(nh_reading *reading, nh_str bytes, nh_error *err)
{
    nh_utf8_report report = {0};
    nh_article *article = &reading->draft.article;
    nh_status st = nh_utf8_adopt(bytes, &reading->scratch, &article->text, &report, err);

    if (st != NH_OK)
        return st;
    article->plain = report.source == NH_UTF8_AS_IS;
    if (!article->plain)
        nh_notices_warn(&reading->notices, "bad-utf8",
                        nh_reading_place(reading, report.bad_at),
                        report.source == NH_UTF8_WINDOWS
                            ? "read as Windows-1252"
                            : "%" PRIu64 " invalid sequences became U+FFFD",
                        report.repairs);
    return NH_OK;
}

nh_status nh_plain_next(nh_reading *reading, bool *got, nh_error *err)
{
    nh_source *source = &reading->source;
    const nh_place file = {0, 0};
    nh_status st = read_all(reading, err);
    const uint8_t *bytes = source->bytes + source->at;
    const size_t size = source->end - source->at;

    *got = false;
    if (st != NH_OK || reading->record > 0)
        return st;
    reading->record = 1;
    if (size > reading->document_limit) {
        source->ended = true;
        return nh_notices_skip(&reading->notices, "doc-too-big", file, err,
                               "a file over %" PRIu64 " bytes", reading->document_limit);
    }
    nh_source_take(source, size);
    if (source->fault != NH_SOURCE_WHOLE && source->fault != NH_SOURCE_TRAILING)
        return NH_OK;
    if (nh_sniff_binary(bytes, size))
        return nh_notices_skip(&reading->notices, "binary", file, err, "not a text");
    nh_draft_clear(&reading->draft);
    st = adopt_text(reading, (nh_str){(const char *)bytes, size}, err);
    if (st != NH_OK)
        return st;
    return nh_reading_finish(reading, file, got, err);
}
