/* indexer/invert/article_batch.c - articles copied, on their way to another thread. */
#include "indexer/invert/article_batch.h"

#include <string.h>

/* Replaces each text by its copy; false if there is no room. */
static bool copy_texts(nh_article_batch *b, nh_str *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        *texts[i] = nh_arena_copy(&b->arena, *texts[i]);
        if (texts[i]->ptr == NULL)
            return false;
        b->bytes += texts[i]->len;
    }
    return true;
}

static bool copy_skips(nh_article_batch *b, nh_article *a)
{
    nh_range *skips = (nh_range *)nh_arena_array(&b->arena, a->n_skips, sizeof *skips);

    if (skips == NULL)
        return false;
    if (a->n_skips > 0)
        memcpy(skips, a->skips, a->n_skips * sizeof *skips);
    a->skips = skips;
    return true;
}

static bool copy_fields(nh_article_batch *b, nh_article *a)
{
    nh_field *fields = (nh_field *)nh_arena_array(&b->arena, a->n_fields, sizeof *fields);

    if (fields == NULL)
        return false;
    for (size_t i = 0; i < a->n_fields; i++) {
        nh_str *const texts[] = {&fields[i].name, &fields[i].value};

        fields[i] = a->fields[i];
        if (!copy_texts(b, texts, 2))
            return false;
    }
    a->fields = fields;
    return true;
}

nh_status nh_article_batch_add(nh_article_batch *b, const nh_article *article,
                               nh_error *err)
{
    nh_article *a = &b->articles[b->count];
    nh_str *const texts[] = {&a->id,     &a->headline, &a->text, &a->language,
                             &a->source, &a->url,      &a->path};

    *a = *article;
    if (!copy_texts(b, texts, sizeof texts / sizeof *texts) || !copy_skips(b, a) ||
        !copy_fields(b, a))
        return nh_arena_fail(&b->arena, err, "an article");
    b->count++;
    return NH_OK;
}

bool nh_article_batch_is_full(const nh_article_batch *b)
{
    return b->count == NH_BATCH_ARTICLES || b->bytes >= NH_BATCH_BYTES;
}

void nh_article_batch_reset(nh_article_batch *b)
{
    nh_arena_reset(&b->arena);
    b->count = 0;
    b->bytes = 0;
}
