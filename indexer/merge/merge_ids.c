/* indexer/merge/merge_ids.c - ids of several segments and their common order. */
#include "common/base/error.h"
#include "indexer/merge/key_heap.h"
#include "indexer/merge/merge_columns.h"

#define ID_BYTES 64u /* that are touched for an id, about: its own and its neighbours */

/* Ids of an input that stay together: its articles [from, end). */
typedef struct id_range {
    uint32_t input, from, end;
    uint64_t at;   /* where their bytes begin among the bytes of its ids */
    uint64_t size; /* bytes of them                                      */
} id_range;

/* Where the bytes of ids begin in the section of an input. */
static uint64_t bytes_at(const nh_merge_input *input)
{
    return ((uint64_t)input->articles.count * 2 + 1) * 4;
}

/* Where the bytes of the id of `article` begin; those of the last one's end for `count`. */
static nh_status read_place(const nh_merge_input *input, uint32_t article, uint64_t *out,
                            nh_error *err)
{
    const uint8_t *p;
    nh_status st = nh_container_bytes(nh_segment_container(input->seg), NH_SECTION_IDS,
                                      (uint64_t)article * 4, 4, &p, err);

    if (st == NH_OK)
        *out = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
               (uint32_t)p[3] << 24;
    return st;
}

/* The next range of input r->input behind r->end; *found. */
static nh_status next_range(const nh_merge_inputs *in, id_range *r, bool *found,
                            nh_error *err)
{
    const nh_merge_input *input = &in->list[r->input];
    uint64_t end;
    nh_status st;

    *found = nh_survivors_next(&input->articles, &r->from, &r->end);
    if (!*found)
        return NH_OK;
    st = read_place(input, r->from, &r->at, err);
    if (st == NH_OK)
        st = read_place(input, r->end, &end, err);
    if (st == NH_OK && end < r->at)
        st = nh_container_corrupt(nh_segment_container(input->seg), NH_SECTION_IDS,
                                  (uint64_t)r->end * 4, err, "ids out of order");
    r->size = st == NH_OK ? end - r->at : 0;
    return st;
}

/* id_at of all inputs, and the end of the last id. */
static nh_status merge_places(nh_merge_inputs *in, nh_section_spools *to, nh_error *err)
{
    nh_spool *spool = &to->spool[NH_SECTION_IDS];
    uint64_t base = 0;
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < in->count; i++) {
        id_range r = {.input = i};
        bool found = true;

        while (st == NH_OK && found) {
            st = next_range(in, &r, &found, err);
            if (st == NH_OK && found)
                st = nh_merge_shift(in,
                                    (nh_merge_part){i, NH_SECTION_IDS, (uint64_t)r.from * 4,
                                                    (uint64_t)(r.end - r.from) * 4},
                                    (uint32_t)(base - r.at), to, err);
            base += found ? r.size : 0;
        }
        if (st == NH_OK && base > UINT32_MAX)
            st = nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET, "over 4 GiB of ids");
    }
    if (st != NH_OK)
        return st;
    nh_buf_u32(&spool->memory, (uint32_t)base);
    return nh_spool_settle(spool, err);
}

static nh_status merge_bytes(nh_merge_inputs *in, nh_section_spools *to, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < in->count; i++) {
        id_range r = {.input = i};
        bool found = true;

        while (st == NH_OK && found) {
            st = next_range(in, &r, &found, err);
            if (st == NH_OK && found)
                st = nh_merge_copy(in,
                                   (nh_merge_part){i, NH_SECTION_IDS,
                                                   bytes_at(&in->list[i]) + r.at, r.size},
                                   to, err);
        }
    }
    return st;
}

/* ---- order -------------------------------------------------------------------------- */

/* The walk over all inputs by id. */
typedef struct id_walk {
    nh_merge_inputs *in;
    nh_key_heap heap;
    uint32_t *rank;    /* by input: of its smallest id that is not done yet */
    uint32_t *article; /* by input: the article with that id               */
} id_walk;

/* The id that input `i` stands at, once it has passed over deleted articles; *found. */
static nh_status read_id(id_walk *w, uint32_t i, nh_str *out, bool *found, nh_error *err)
{
    const nh_merge_input *input = &w->in->list[i];
    nh_status st = NH_OK;

    for (*found = false; !*found && w->rank[i] < input->articles.count; w->rank[i]++) {
        st = nh_id_order(input->seg, w->rank[i], &w->article[i], err);
        if (st != NH_OK)
            return st;
        *found = nh_survivors_has(&input->articles, w->article[i]);
        if (*found)
            break;
    }
    return *found ? nh_id_get(input->seg, w->article[i], out, err) : st;
}

/* Ids that the heap borrowed are gone with the pages they lay in. */
static nh_status refresh(id_walk *w, nh_error *err)
{
    nh_status st = nh_merge_inputs_refresh(w->in, err);

    for (uint32_t i = 0; st == NH_OK && i < w->heap.count; i++)
        st = nh_id_get(w->in->list[w->heap.items[i].list].seg,
                       w->article[w->heap.items[i].list], &w->heap.items[i].key, err);
    return st;
}

/* The smallest id goes out, and its input goes on. */
static nh_status step(id_walk *w, nh_spool *to, nh_error *err)
{
    const uint32_t i = w->heap.items[0].list;
    const nh_merge_input *input = &w->in->list[i];
    bool found, due;
    nh_str id;
    nh_status st;

    nh_buf_u32(&to->memory,
               input->article_base + nh_survivors_rank(&input->articles, w->article[i]));
    if ((st = nh_spool_settle(to, err)) != NH_OK)
        return st;
    w->rank[i]++;
    if ((st = read_id(w, i, &id, &found, err)) != NH_OK)
        return st;
    if (found)
        nh_heap_replace(&w->heap, id);
    else
        nh_heap_pop(&w->heap);
    st = nh_merge_inputs_touch(w->in, ID_BYTES, &due, err);
    return st == NH_OK && due ? refresh(w, err) : st;
}

static nh_status walk_ids(id_walk *w, nh_spool *to, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < w->in->count; i++) {
        nh_heap_item item = {.list = i};
        bool found;

        st = read_id(w, i, &item.key, &found, err);
        if (st == NH_OK && found)
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
    return st == NH_OK ? merge_bytes(in, to, err) : st;
}
