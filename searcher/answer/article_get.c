/* searcher/answer/article_get.c - one stored article by its id. */
#include "searcher/answer/article_get.h"

#include "common/base/error.h"
#include "common/segment/articles/articles_reader.h"
#include "common/segment/articles/ids_reader.h"
#include "searcher/answer/article_source.h"
#include "searcher/match/plan/plan.h"
#include "searcher/match/segment_view.h"
#include "searcher/reader.h"

/* What is handed out, and the memory behind it. */
typedef struct held_article {
    nh_stored_article article; /* first, so that both have one address */
    const nh_env *env;
    nh_arena arena;
} held_article;

static nh_status find(const nh_reader *r, nh_str id, nh_segment **out, uint32_t *article,
                      nh_error *err)
{
    nh_status st = NH_OK;

    *out = NULL;
    for (uint32_t s = 0; s < r->index->manifest.n_segments && st == NH_OK; s++) {
        bool found;

        st = nh_id_find(r->index->segments[s], id, &found, article, err);
        if (st == NH_OK && found &&
            !nh_segment_is_deleted(r->index->segments[s], *article)) {
            *out = r->index->segments[s];
            break;
        }
    }
    return st;
}

/* Places of the passages in the text. */
static nh_status list_passages(held_article *held, nh_segment *segment, uint32_t article,
                               nh_error *err)
{
    nh_segment_view view;
    nh_status st = nh_segment_view_lengths(segment, &view, err);
    uint32_t first, end;
    nh_mark *marks;

    if (st != NH_OK || !nh_segment_info_get(segment)->stored)
        return st;
    first = nh_first_passage(&view.articles, article);
    end = nh_article_end(&view.articles, first);
    marks = (nh_mark *)nh_arena_array(&held->arena, end - first, sizeof *marks);
    if (marks == NULL)
        return nh_arena_fail(&held->arena, err, "an article");
    held->article.passages = marks;
    for (uint32_t p = first; p < end && st == NH_OK; p++) {
        nh_mark *mark = &marks[held->article.n_passages++];
        nh_passage_marks kind;

        st = nh_passage_marks_get(segment, p, &kind, err);
        if (st == NH_OK && (kind.flags & NH_PASSAGE_HEADLINE) == 0)
            st = nh_passage_place(segment, p, &mark->at, &mark->size, err);
    }
    return st;
}

static nh_status read_article(held_article *held, nh_segment *segment, uint32_t article,
                              nh_error *err)
{
    nh_article_source source = {.segment = segment};
    nh_stored stored;
    nh_status st =
        nh_article_source_brief(&source, article, &held->arena, &held->article.hit, err);

    if (st == NH_OK)
        st = nh_article_source_read(&source, article, &held->arena, &held->article.hit,
                                    &stored, err);
    if (st == NH_OK && stored.text.len > 0) {
        held->article.text = nh_arena_copy(&held->arena, stored.text);
        if (held->article.text.ptr == NULL)
            st = nh_arena_fail(&held->arena, err, "an article");
    }
    nh_article_source_close(&source);
    return st == NH_OK ? list_passages(held, segment, article, err) : st;
}

nh_status nh_article_get(nh_reader *r, const char *id, size_t len, nh_stored_article **out,
                         nh_error *err)
{
    nh_segment *segment;
    held_article *held;
    uint32_t article;
    nh_status st = find(r, (nh_str){id, len}, &segment, &article, err);

    *out = NULL;
    if (st != NH_OK || segment == NULL)
        return nh_index_name_file(r->index->path, st, err);
    held = nh_new(r->env, held_article);
    if (held == NULL)
        return nh_fail_memory(err, "an article");
    held->env = held->arena.env = r->env;
    st = read_article(held, segment, article, err);
    if (st == NH_OK)
        *out = &held->article;
    else
        nh_stored_article_free(&held->article);
    return nh_index_name_file(r->index->path, st, err);
}

const nh_env *nh_stored_article_env(const nh_stored_article *article)
{
    return ((const held_article *)(const void *)article)->env;
}

void nh_stored_article_free(nh_stored_article *article)
{
    held_article *held = (held_article *)(void *)article;

    if (held == NULL)
        return;
    nh_arena_close(&held->arena);
    nh_release(held->env, held);
}
