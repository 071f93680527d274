/* indexer/merge/merge_inputs.c - the segments that become one, open within bounded memory. */
#include "indexer/merge/merge_inputs.h"

#include <string.h>

#include "common/base/error.h"
#include "indexer/invert/run.h"
#include "indexer/write/bounds/article_begins.h"

static nh_status open_input(nh_merge_inputs *in, nh_merge_input *i, nh_error *err)
{
    nh_segment_ref ref = i->source->ref;
    nh_status st;

    ref.deleted = 0;
    st = nh_segment_open(in->env, in->dir, &ref, false, &i->seg, err);
    return st == NH_OK ? nh_passage_view_get(i->seg, &i->passages, err) : st;
}

static void close_input(nh_merge_input *i)
{
    nh_terms_close(i->terms);
    nh_segment_close(i->seg);
    i->terms = NULL;
    i->term = NULL;
    i->seg = NULL;
}

void nh_merge_inputs_close(nh_merge_inputs *in)
{
    for (uint32_t i = 0; i < in->count; i++) {
        close_input(&in->list[i]);
        nh_survivors_free(&in->list[i].articles);
        nh_survivors_free(&in->list[i].kept);
    }
    nh_release(in->env, in->list);
    in->list = NULL;
    in->count = 0;
}

/* Takes deleted articles and their passages out; *tokens are those of the passages. */
static nh_status drop_deleted(nh_merge_input *i, uint64_t *tokens, nh_error *err)
{
    const uint8_t *deleted = i->source->deleted;
    nh_article_view articles;
    nh_status st = nh_article_view_get(i->seg, &articles, err);

    for (uint32_t a = 0; st == NH_OK && a < articles.count; a++) {
        uint32_t first, end;

        if ((deleted[a / 8] >> (a % 8) & 1) == 0)
            continue;
        first = nh_first_passage(&articles, a);
        end = nh_article_end(&articles, first);
        nh_survivors_drop(&i->articles, a, a + 1);
        nh_survivors_drop(&i->kept, first, end);
        for (uint32_t p = first; p < end; p++)
            *tokens -= i->passages.lengths[p];
    }
    nh_survivors_number(&i->articles);
    nh_survivors_number(&i->kept);
    return st;
}

/* What the result will have of an input. */
static nh_status choose_survivors(nh_merge_inputs *in, nh_merge_input *i, nh_error *err)
{
    const nh_segment_ref *ref = &i->source->ref;
    uint64_t tokens = ref->tokens;
    nh_status st = NH_OK;

    i->articles = nh_survivors_all(ref->articles);
    i->kept = nh_survivors_all(ref->passages);
    if (i->source->deleted != NULL) {
        st = nh_survivors_make(in->env, ref->articles, &i->articles, err);
        if (st == NH_OK)
            st = nh_survivors_make(in->env, ref->passages, &i->kept, err);
        if (st == NH_OK)
            st = drop_deleted(i, &tokens, err);
    }
    in->tokens += tokens;
    return st;
}

/* Numbers in the result. */
static nh_status place_input(nh_merge_inputs *in, nh_merge_input *i, nh_error *err)
{
    i->passage_base = in->passages;
    i->article_base = in->articles;
    if (i->kept.kept > NH_PASSAGE_LIMIT - in->passages ||
        i->articles.kept > NH_ARTICLE_LIMIT - in->articles)
        return nh_fail(err, NH_E_LIMIT, i->source->ref.file.name, NH_NO_OFFSET,
                       "more articles or passages than a segment can have");
    in->passages += i->kept.kept;
    in->articles += i->articles.kept;
    return NH_OK;
}

nh_status nh_merge_inputs_open(const nh_env *env, int dir, const nh_merge_source *sources,
                               uint32_t count, uint64_t window, nh_merge_inputs *out,
                               nh_error *err)
{
    nh_merge_inputs in = {.env = env, .dir = dir, .count = count, .window = window};
    nh_status st = NH_OK;

    *out = (nh_merge_inputs){.env = env};
    in.list = (nh_merge_input *)nh_zeroed(env, count, sizeof *in.list);
    if (in.list == NULL)
        return nh_fail_memory(err, "merging");
    for (uint32_t i = 0; st == NH_OK && i < count; i++) {
        in.list[i].source = &sources[i];
        st = open_input(&in, &in.list[i], err);
        if (st == NH_OK)
            st = choose_survivors(&in, &in.list[i], err);
        if (st == NH_OK)
            st = place_input(&in, &in.list[i], err);
    }
    if (st != NH_OK)
        nh_merge_inputs_close(&in);
    else
        *out = in;
    return st;
}

static nh_status fit(nh_segment *seg, const nh_settings *s, nh_error *err)
{
    const nh_container *file = nh_segment_container(seg);
    const nh_segment_info *i = nh_segment_info_get(seg);

    if (i->k1 != s->k1 || i->b != s->b || i->reference_length != NH_REFERENCE_LENGTH(s))
        return nh_container_corrupt(file, NH_SECTION_INFO, 32, err,
                                    "bounds of scores are not those of the index");
    if (i->stored != s->store)
        return nh_container_corrupt(file, NH_SECTION_INFO, 44, err,
                                    "stored text and the manifest contradict each other");
    if (i->pair_words != s->pairs)
        return nh_container_corrupt(file, NH_SECTION_INFO, 48, err,
                                    "pairs and the manifest contradict each other");
    return NH_OK;
}

nh_status nh_merge_inputs_fit(const nh_merge_inputs *in, const nh_settings *settings,
                              nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < in->count; i++)
        st = fit(in->list[i].seg, settings, err);
    return st;
}

nh_status nh_merge_inputs_touch(nh_merge_inputs *in, uint64_t bytes, bool *due,
                                nh_error *err)
{
    nh_ticker_go_on(in->ticker, bytes);
    in->touched += bytes;
    *due = in->touched > in->window;
    if (in->stop != NULL && atomic_load_explicit(in->stop, memory_order_relaxed) != 0)
        return nh_fail_stopped(err);
    return NH_OK;
}

static nh_status refresh_input(nh_merge_inputs *in, nh_merge_input *i, nh_error *err)
{
    char text[NH_TERM_SIZE];
    nh_str at = {NULL, 0};
    const bool walks = i->terms != NULL;
    nh_status st;

    if (i->term != NULL) {
        at = (nh_str){text, i->term->text.len};
        memcpy(text, i->term->text.ptr, at.len);
    }
    close_input(i);
    st = open_input(in, i, err);
    if (st == NH_OK && walks)
        st = nh_terms_open_all(i->seg, &i->terms, err);
    if (st == NH_OK && at.ptr != NULL)
        st = nh_terms_seek(i->terms, at, &i->term, err);
    return st;
}

nh_status nh_merge_inputs_refresh(nh_merge_inputs *in, nh_error *err)
{
    nh_status st = NH_OK;

    in->touched = 0;
    for (uint32_t i = 0; st == NH_OK && i < in->count; i++)
        st = refresh_input(in, &in->list[i], err);
    return st;
}

nh_status nh_merge_inputs_walk(nh_merge_inputs *in, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < in->count; i++) {
        nh_terms_close(in->list[i].terms);
        st = nh_terms_open_all(in->list[i].seg, &in->list[i].terms, err);
        if (st == NH_OK)
            st = nh_terms_next(in->list[i].terms, &in->list[i].term, err);
    }
    return st;
}

static nh_status mark_begins(const nh_merge_input *i, uint64_t *bits, nh_error *err)
{
    nh_article_view articles;
    const nh_status st = nh_article_view_get(i->seg, &articles, err);

    for (uint32_t p = 0; st == NH_OK && p < articles.passages; p++)
        if (nh_article_begins(&articles, p) && nh_survivors_has(&i->kept, p))
            nh_begins_set(bits, i->passage_base + nh_survivors_rank(&i->kept, p));
    return st;
}

nh_status nh_merge_inputs_begins(const nh_merge_inputs *in, uint64_t **out, nh_error *err)
{
    uint64_t *bits;
    nh_status st = NH_OK;

    *out = NULL;
    if (in->articles == in->passages)
        return NH_OK;
    bits = nh_begins_new(in->env, in->passages);
    if (bits == NULL)
        return nh_fail_memory(err, "merging");
    for (uint32_t i = 0; st == NH_OK && i < in->count; i++)
        st = mark_begins(&in->list[i], bits, err);
    if (st != NH_OK)
        nh_release(in->env, bits);
    else
        *out = bits;
    return st;
}
