/* indexer/merge/articles/merge_ids.c - ids of several segments in their common order, and their ranks. */
#include "common/base/error.h"
#include "indexer/merge/articles/merge_columns.h"
#include "indexer/merge/key_heap.h"
#include "indexer/write/ids/ids_writer.h"

#define ID_BYTES 4u     /* that are touched for an id or a rank, about */
#define GONE UINT32_MAX /* the new rank of what is deleted             */

/* The ids of one input. */
typedef struct id_input {
    nh_id_walk walk;    /* stands at its smallest id that is not done yet */
    uint32_t *new_rank; /* in the result, by rank in the input            */
} id_input;

/* The walk over all inputs by id. */
typedef struct id_merge {
    nh_merge_inputs *in;
    nh_key_heap heap;
    id_input *input;
    uint32_t next; /* rank in the result */
} id_merge;

static nh_status touch(id_merge *m, nh_error *err)
{
    bool due;
    nh_status st = nh_merge_inputs_touch(m->in, ID_BYTES, &due, err);

    return st == NH_OK && due ? nh_merge_inputs_refresh(m->in, err) : st;
}

/* Marks the ranks of an input whose articles are deleted. */
static nh_status mark_gone(id_merge *m, uint32_t i, nh_error *err)
{
    const nh_merge_input *input = &m->in->list[i];
    nh_status st = NH_OK;

    for (uint32_t a = 0; st == NH_OK && a < input->articles.count; a++) {
        uint32_t rank;

        if (nh_survivors_has(&input->articles, a))
            continue;
        st = nh_id_rank(input->seg, a, &rank, err);
        if (st == NH_OK) {
            m->input[i].new_rank[rank] = GONE;
            st = touch(m, err);
        }
    }
    return st;
}

/* The next id of input `i` that stays; {NULL, 0} behind its last. */
static nh_status next_id(id_merge *m, uint32_t i, nh_str *id, nh_error *err)
{
    id_input *input = &m->input[i];
    nh_status st;

    do {
        st = nh_id_next(m->in->list[i].seg, &input->walk, id, err);
        if (st == NH_OK)
            st = touch(m, err);
    } while (st == NH_OK && id->ptr != NULL &&
             input->new_rank[input->walk.rank - 1] == GONE);
    return st;
}

/* The smallest id goes out, and its input goes on. */
static nh_status step(id_merge *m, nh_ids_writer *to, nh_error *err)
{
    const uint32_t i = m->heap.items[0].list;
    id_input *input = &m->input[i];
    nh_str id;
    nh_status st = nh_ids_writer_put(to, m->heap.items[0].key, err);

    input->new_rank[input->walk.rank - 1] = m->next++;
    if (st == NH_OK)
        st = next_id(m, i, &id, err);
    if (st != NH_OK)
        return st;
    if (id.ptr != NULL)
        nh_heap_replace(&m->heap, id);
    else
        nh_heap_pop(&m->heap);
    return NH_OK;
}

static nh_status merge_in_order(id_merge *m, nh_spool *to, nh_error *err)
{
    nh_ids_writer writer;
    nh_status st = NH_OK;

    nh_ids_writer_init(&writer, to);
    for (uint32_t i = 0; st == NH_OK && i < m->in->count; i++) {
        nh_heap_item item = {.list = i};

        st = mark_gone(m, i, err);
        if (st == NH_OK)
            st = next_id(m, i, &item.key, err);
        if (st == NH_OK && item.key.ptr != NULL)
            nh_heap_push(&m->heap, item);
    }
    while (st == NH_OK && m->heap.count > 0)
        st = step(m, &writer, err);
    if (st == NH_OK)
        st = nh_ids_writer_finish(&writer, err);
    nh_ids_writer_free(&writer);
    return st;
}

/* The ranks of all articles of the result, in their order. */
static nh_status merge_ranks(id_merge *m, nh_spool *to, nh_error *err)
{
    nh_ranks_writer writer;
    nh_status st = NH_OK;

    nh_ranks_writer_init(&writer, to, m->in->articles);
    for (uint32_t i = 0; st == NH_OK && i < m->in->count; i++) {
        const nh_merge_input *input = &m->in->list[i];

        for (uint32_t a = 0; st == NH_OK && a < input->articles.count; a++) {
            uint32_t rank = 0;

            if (!nh_survivors_has(&input->articles, a))
                continue;
            st = nh_id_rank(input->seg, a, &rank, err);
            if (st == NH_OK)
                st = nh_ranks_writer_put(&writer, m->input[i].new_rank[rank], err);
            if (st == NH_OK)
                st = touch(m, err);
        }
    }
    return st == NH_OK ? nh_ranks_writer_finish(&writer, err) : st;
}

static nh_status make_room(id_merge *m, nh_error *err)
{
    const nh_merge_inputs *in = m->in;
    bool there;

    m->heap.items =
        (nh_heap_item *)nh_resized(in->env, NULL, in->count, sizeof *m->heap.items);
    m->input = (id_input *)nh_zeroed(in->env, in->count, sizeof *m->input);
    there = m->heap.items != NULL && m->input != NULL;
    for (uint32_t i = 0; there && i < in->count; i++) {
        m->input[i].new_rank = (uint32_t *)nh_zeroed(in->env, in->list[i].articles.count,
                                                     sizeof *m->input[i].new_rank);
        there = m->input[i].new_rank != NULL;
    }
    return there ? NH_OK : nh_fail_memory(err, "merging ids");
}

static void free_room(id_merge *m)
{
    for (uint32_t i = 0; m->input != NULL && i < m->in->count; i++)
        nh_release(m->in->env, m->input[i].new_rank);
    nh_release(m->in->env, m->input);
    nh_release(m->in->env, m->heap.items);
}

nh_status nh_merge_ids(nh_merge_inputs *in, nh_section_spools *to, nh_error *err)
{
    id_merge m = {.in = in};
    nh_status st = make_room(&m, err);

    if (st == NH_OK)
        st = merge_in_order(&m, &to->spool[NH_SECTION_IDS], err);
    if (st == NH_OK)
        st = merge_ranks(&m, &to->spool[NH_SECTION_RANKS], err);
    free_room(&m);
    return st;
}
