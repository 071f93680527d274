/* indexer/merge/merge_ids.c - ids of several segments and their common order. */
#include "common/base/error.h"
#include "indexer/merge/key_heap.h"
#include "indexer/merge/merge_columns.h"

/* Bytes of ids that an input has, and where in its section they begin. */
static uint64_t id_bytes(const nh_merge_input *i, uint64_t *at)
{
    const uint64_t size = nh_container_size(nh_segment_container(i->seg), NH_SECTION_IDS);

    *at = ((uint64_t)i->ref->articles * 2 + 1) * 4;
    return size > *at ? size - *at : 0;
}

/* id_at of all inputs, and the end of the last id. */
static nh_status merge_places(nh_merge_inputs *in, nh_section_spools *to, nh_error *err)
{
    nh_spool *spool = &to->spool[NH_SECTION_IDS];
    uint64_t base = 0;
    uint64_t at;
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < in->count; i++) {
        const nh_merge_part part = {i, NH_SECTION_IDS, 0,
                                    (uint64_t)in->list[i].ref->articles * 4};

        st = nh_merge_shift(in, part, (uint32_t)base, to, err);
        base += id_bytes(&in->list[i], &at);
        if (st == NH_OK && base > UINT32_MAX)
            st = nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET, "over 4 GiB of ids");
    }
    if (st != NH_OK)
        return st;
    nh_buf_u32(&spool->memory, (uint32_t)base);
    return nh_spool_settle(spool, err);
}

/* ---- order -------------------------------------------------------------------------- */

/* The walk over all inputs by id. */
typedef struct id_walk {
    nh_merge_inputs *in;
    nh_key_heap heap;
    uint32_t *rank;    /* by input: of its smallest id that is not out yet */
    uint32_t *article; /* by input: the article with that id               */
} id_walk;

/* The id that input `i` stands at. */
static nh_status read_id(id_walk *w, uint32_t i, nh_str *out, nh_error *err)
{
    nh_segment *seg = w->in->list[i].seg;
    nh_status st = nh_id_order(seg, w->rank[i], &w->article[i], err);

    return st == NH_OK ? nh_id_get(seg, w->article[i], out, err) : st;
}

/* Ids that the heap borrowed are gone with the pages they lay in. */
static nh_status refresh(id_walk *w, nh_error *err)
{
    nh_status st = nh_merge_inputs_refresh(w->in, err);

    for (uint32_t i = 0; st == NH_OK && i < w->heap.count; i++)
        st = read_id(w, w->heap.items[i].list, &w->heap.items[i].key, err);
    return st;
}

/* The smallest id goes out, and its input goes on. */
static nh_status step(id_walk *w, nh_spool *to, nh_error *err)
{
    const uint32_t i = w->heap.items[0].list;
    const nh_merge_input *input = &w->in->list[i];
    nh_str id;
    nh_status st;

    nh_buf_u32(&to->memory, w->article[i] + input->article_base);
    if ((st = nh_spool_settle(to, err)) != NH_OK)
        return st;
    if (++w->rank[i] == input->ref->articles) {
        nh_heap_pop(&w->heap);
    } else {
        if ((st = read_id(w, i, &id, err)) != NH_OK)
            return st;
        nh_heap_replace(&w->heap, id);
    }
    return nh_merge_inputs_touch(w->in, 64) ? refresh(w, err) : NH_OK;
}

static nh_status walk_ids(id_walk *w, nh_spool *to, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < w->in->count; i++) {
        nh_heap_item item = {.list = i};

        st = read_id(w, i, &item.key, err);
        if (st == NH_OK)
            nh_heap_push(&w->heap, item);
    }
    while (st == NH_OK && w->heap.count > 0)
        st = step(w, to, err);
    return st;
}

static nh_status merge_order(nh_merge_inputs *in, nh_spool *to, nh_error *err)
{
    id_walk w = {.in = in};
    nh_status st;

    w.heap.items =
        (nh_heap_item *)nh_resized(in->env, NULL, in->count, sizeof *w.heap.items);
    w.rank = (uint32_t *)nh_zeroed(in->env, in->count, sizeof *w.rank);
    w.article = (uint32_t *)nh_zeroed(in->env, in->count, sizeof *w.article);
    if (w.heap.items != NULL && w.rank != NULL && w.article != NULL)
        st = walk_ids(&w, to, err);
    else
        st = nh_fail_memory(err, "merging ids");
    nh_release(in->env, w.heap.items);
    nh_release(in->env, w.rank);
    nh_release(in->env, w.article);
    return st;
}

nh_status nh_merge_ids(nh_merge_inputs *in, nh_section_spools *to, nh_error *err)
{
    nh_status st = merge_places(in, to, err);

    if (st == NH_OK)
        st = merge_order(in, &to->spool[NH_SECTION_IDS], err);
    for (uint32_t i = 0; st == NH_OK && i < in->count; i++) {
        nh_merge_part part = {.input = i, .kind = NH_SECTION_IDS};

        part.size = id_bytes(&in->list[i], &part.offset);
        st = nh_merge_copy(in, part, to, err);
    }
    return st;
}
