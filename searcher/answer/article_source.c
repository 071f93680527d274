/* searcher/answer/article_source.c - columns and stored text of one article at a time. */
#include "searcher/answer/article_source.h"

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/articles/articles_reader.h"
#include "common/segment/articles/ids_reader.h"

nh_status nh_article_source_brief(const nh_article_source *s, uint32_t article,
                                  nh_arena *arena, nh_hit *out, nh_error *err)
{
    char room[NH_ID_ROOM];
    nh_str id;
    const nh_status st = nh_id_get(s->segment, article, room, &id, err);

    if (st != NH_OK)
        return st;
    out->id = nh_arena_copy(arena, id);
    if (out->id.ptr == NULL)
        return nh_arena_fail(arena, err, "an id");
    return nh_date_get(s->segment, article, &out->date, err);
}

static nh_status look(nh_article_source *s, nh_error *err)
{
    nh_status st = NH_OK;

    if (s->looked)
        return NH_OK;
    st = nh_stored_open(s->segment, &s->stored, err);
    if (st == NH_OK)
        st = nh_column_find(s->segment, NH_STR("source"), &s->has_source, &s->source, err);
    if (st == NH_OK)
        st = nh_column_find(s->segment, NH_STR("lang"), &s->has_lang, &s->lang, err);
    if (st == NH_OK) {
        s->looked = true;
    } else {
        nh_stored_close(s->stored);
        s->stored = NULL;
    }
    return st;
}

nh_status nh_article_source_expect(nh_article_source *s, uint32_t article, uint32_t passage,
                                   bool text, nh_error *err)
{
    nh_status st;

    nh_passage_expect(s->segment, passage, article);
    if (!text)
        return NH_OK;
    st = look(s, err);
    if (st == NH_OK)
        nh_stored_expect(s->stored, article);
    return st;
}

/* Values live in the segment, which outlives every answer. */
static nh_str first_value(bool has, const nh_column *column, uint32_t article)
{
    if (!has || nh_column_values_of(column, article) == 0)
        return (nh_str){NULL, 0};
    return nh_column_value(column, nh_column_value_of(column, article, 0));
}

static bool copy(nh_arena *arena, nh_str text, nh_str *out)
{
    *out = text.len > 0 ? nh_arena_copy(arena, text) : (nh_str){NULL, 0};
    return text.len == 0 || out->ptr != NULL;
}

nh_status nh_article_source_read(nh_article_source *s, uint32_t article, nh_arena *arena,
                                 nh_hit *out, nh_stored *stored, nh_error *err)
{
    nh_status st = look(s, err);

    if (st == NH_OK)
        st = nh_stored_get(s->stored, article, stored, err);
    if (st != NH_OK)
        return st;
    out->source = first_value(s->has_source, &s->source, article);
    out->record = stored->record;
    out->offset = stored->offset;
    out->plain = stored->plain;
    if (!copy(arena, stored->headline, &out->headline) ||
        !copy(arena, stored->url, &out->url) || !copy(arena, stored->path, &out->path) ||
        !copy(arena, stored->language, &out->language))
        return nh_arena_fail(arena, err, "an article");
    if (out->language.len == 0)
        out->language = first_value(s->has_lang, &s->lang, article);
    return NH_OK;
}

void nh_article_source_close(nh_article_source *s)
{
    nh_stored_close(s->stored);
    s->stored = NULL;
    s->looked = false;
}
