/* corpus/formats/draft.c - an article while a reader puts it together. */
#include "corpus/formats/draft.h"

#include <inttypes.h>

#include "common/base/error.h"
#include "common/base/memory/grow.h"
#include "common/base/str.h"

void nh_draft_clear(nh_draft *draft)
{
    draft->article = (nh_article){
        .size = sizeof(nh_article), .fields = draft->fields, .skips = draft->skips};
}

void nh_draft_free(nh_draft *draft)
{
    nh_release(draft->env, draft->fields);
    nh_release(draft->env, draft->skips);
    nh_buf_free(&draft->made_id);
}

bool nh_keyword_name_ok(nh_str name)
{
    if (name.len == 0 || name.len > NH_KEYWORD_NAME_LIMIT || name.ptr[0] < 'a' ||
        name.ptr[0] > 'z')
        return false;
    for (size_t i = 1; i < name.len; i++) {
        const char c = name.ptr[i];

        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_')
            return false;
    }
    return true;
}

nh_status nh_draft_keyword(nh_draft *draft, nh_str name, nh_str value, nh_error *err)
{
    nh_article *article = &draft->article;
    nh_field *fields;

    if (!nh_keyword_name_ok(name) || value.len == 0 || value.len > NH_KEYWORD_LIMIT ||
        article->n_fields == NH_KEYWORDS_LIMIT)
        return NH_OK;
    fields = nh_grown(draft->env, draft->fields, article->n_fields, &draft->field_room, 16,
                      sizeof *fields);
    if (fields == NULL)
        return nh_fail_memory(err, "keywords");
    draft->fields = fields;
    article->fields = fields;
    draft->fields[article->n_fields++] = (nh_field){name, value};
    return NH_OK;
}

nh_status nh_draft_skip(nh_draft *draft, size_t at, size_t size, nh_error *err)
{
    nh_article *article = &draft->article;
    nh_range *skips = nh_grown(draft->env, draft->skips, article->n_skips,
                               &draft->skip_room, 8, sizeof *skips);

    if (skips == NULL)
        return nh_fail_memory(err, "ranges of a text");
    draft->skips = skips;
    article->skips = skips;
    draft->skips[article->n_skips++] = (nh_range){(uint32_t)at, (uint32_t)size};
    return NH_OK;
}

nh_status nh_draft_name(nh_draft *draft, nh_str path, uint64_t record, nh_error *err)
{
    nh_buffer *id = &draft->made_id;

    if (draft->article.id.len > 0)
        return NH_OK;
    nh_buf_clear(id);
    nh_buf_text(id, nh_str_bare_path(path));
    if (record > 0)
        nh_buf_print(id, "#%" PRIu64, record);
    if (!nh_buf_ok(id))
        return nh_buf_status(id, err, "an id");
    draft->article.id = nh_buf_str(id);
    return NH_OK;
}
