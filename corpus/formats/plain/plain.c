/* corpus/formats/plain/plain.c - a file of plain text is one article. */
#include "corpus/formats/plain/plain.h"

#include <inttypes.h>

#include "common/base/dates/date.h"
#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "corpus/formats/plain/preamble.h"
#include "corpus/formats/sniff.h"

/* Dates in paths are believed between the years 1800 and 2100; other numbers look alike. */
#define OLDEST (-INT64_C(5364662400))
#define NEWEST INT64_C(4102444800)

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
        nh_notices_warn(&reading->notices, "bad-utf8", (nh_place){report.bad_at, 0},
                        report.source == NH_UTF8_WINDOWS
                            ? "read as Windows-1252"
                            : "%" PRIu64 " invalid sequence%s became U+FFFD",
                        report.repairs, report.repairs == 1 ? "" : "s");
    return NH_OK;
}

/* Adds the ranges of the text that are not indexed, in their order. */
static nh_status add_skips(nh_reading *reading, const nh_preamble *top, size_t mark,
                           nh_error *err)
{
    nh_draft *draft = &reading->draft;
    const nh_range headline = top->headline_line;
    bool placed = headline.size == 0;
    nh_status st = mark > 0 ? nh_draft_skip(draft, 0, mark, err) : NH_OK;

    for (size_t i = 0; st == NH_OK && !reading->keep_furniture && i < top->n_furniture;
         i++) {
        const nh_range range = top->furniture[i];

        if (!placed && headline.at < range.at) {
            st = nh_draft_skip(draft, headline.at, headline.size, err);
            placed = true;
        }
        if (st == NH_OK)
            st = nh_draft_skip(draft, range.at, range.size, err);
    }
    if (st == NH_OK && !placed)
        st = nh_draft_skip(draft, headline.at, headline.size, err);
    return st;
}

/* Each line of furniture is told, so that nobody wonders where it went. */
static void tell_furniture(nh_reading *reading, const nh_preamble *top)
{
    const nh_str text = reading->draft.article.text;

    for (size_t i = 0; !reading->keep_furniture && i < top->n_furniture; i++) {
        const nh_range range = top->furniture[i];

        nh_notices_warn(&reading->notices, "furniture", (nh_place){range.at, 0},
                        "a line is not indexed: \"%.*s\"",
                        (int)(range.size < 120 ? range.size : 120), text.ptr + range.at);
    }
}

/* A date in the file's path, as in archive/2025/06/30/talks.txt. */
static void find_path_date(nh_reading *reading)
{
    nh_date date = {0};
    size_t at = 0;
    size_t size = 0;

    if (reading->draft.article.date.precision != NH_DATE_NONE ||
        !nh_date_find(nh_str_of(reading->notices.path), &date, &at, &size) ||
        date.seconds < OLDEST || date.seconds > NEWEST)
        return;
    reading->draft.article.date = date;
    reading->draft.article.date.source = NH_DATE_FROM_PATH;
}

/* Finds headline, date and source in the text. */
static nh_status read_top(nh_reading *reading, nh_error *err)
{
    nh_article *article = &reading->draft.article;
    const size_t mark = nh_str_starts(article->text, NH_STR("\xef\xbb\xbf")) ? 3 : 0;
    nh_preamble top = {0};
    nh_status st = NH_OK;

    nh_preamble_read(article->text, mark, &top);
    article->headline = top.headline;
    article->date = top.date;
    article->source = top.source;
    find_path_date(reading);
    st = nh_draft_keyword(&reading->draft, NH_STR("byline"), top.byline, err);
    if (st == NH_OK)
        st = add_skips(reading, &top, mark, err);
    if (st == NH_OK)
        tell_furniture(reading, &top);
    return st;
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
    if (nh_sniff_markup(bytes, size))
        nh_notices_warn(&reading->notices, "markup", file,
                        "HTML or XML is read as plain text, tags and all");
    nh_draft_clear(&reading->draft);
    st = adopt_text(reading, (nh_str){(const char *)bytes, size}, err);
    if (st == NH_OK)
        st = read_top(reading, err);
    if (st != NH_OK)
        return st;
    return nh_reading_finish(reading, file, got, err);
}
