/* corpus/formats/reading.c - what every format reader works with. */
#include "corpus/formats/reading.h"

#include "common/base/str.h"

static bool is_blank(nh_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] > ' ')
            return false;
    }
    return true;
}

nh_status nh_reading_finish(nh_reading *reading, nh_place place, bool *got, nh_error *err)
{
    nh_article *article = &reading->draft.article;
    nh_status st = NH_OK;

    *got = false;
    article->path = nh_str_of(reading->notices.path);
    article->record = place.record;
    article->offset = place.offset;
    if (is_blank(article->text) && is_blank(article->headline))
        return nh_notices_skip(&reading->notices, "empty", place, err,
                               "no text and no headline");
    st = nh_draft_name(&reading->draft, article->path, place.record, err);
    if (st != NH_OK)
        return st;
    if (article->id.len > NH_ID_LIMIT)
        return nh_notices_skip(&reading->notices, "bad-id", place, err,
                               "an id of %zu bytes; the limit is %d", article->id.len,
                               NH_ID_LIMIT);
    *got = true;
    return NH_OK;
}

void nh_reading_date(nh_reading *reading, nh_str text, nh_place place)
{
    nh_date date = {0};

    if (is_blank(text))
        return;
    if (!nh_date_parse(text, &date)) {
        nh_notices_warn(&reading->notices, "bad-date", place, "no date: \"%.*s\"",
                        (int)(text.len < 60 ? text.len : 60), text.ptr);
        return;
    }
    date.source = NH_DATE_FROM_FIELD;
    reading->draft.article.date = date;
}
