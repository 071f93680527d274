/* indexer/commit/known_ids.c - who has which id. */
#include "indexer/commit/known_ids.h"

#include <string.h>

#include "common/base/error.h"
#include "common/segment/articles/ids_reader.h"

void nh_known_ids_init(nh_known_ids *ids, const nh_env *env, int dir)
{
    *ids = (nh_known_ids){.env = env,
                          .dir = dir,
                          .added = {.env = env, .bytes = {.env = env}},
                          .serials = {.env = env}};
    nh_removals_init(&ids->removals, env);
}

void nh_known_ids_close(nh_known_ids *ids)
{
    nh_removals_close(&ids->removals);
    for (size_t i = 0; i < ids->n_segments; i++)
        nh_segment_close(ids->segments[i]);
    nh_release(ids->env, ids->segments);
    ids->segments = NULL;
    ids->n_segments = 0;
    nh_intern_clear(&ids->added);
    nh_buf_free(&ids->serials);
    ids->next = 0;
}

nh_status nh_known_ids_open(nh_known_ids *ids, const nh_manifest *manifest, nh_error *err)
{
    nh_status st = NH_OK;

    nh_known_ids_close(ids);
    ids->segments =
        (nh_segment **)nh_zeroed(ids->env, manifest->n_segments, sizeof(nh_segment *));
    if (ids->segments == NULL)
        return nh_fail_memory(err, "the segments of an index");
    for (uint32_t i = 0; st == NH_OK && i < manifest->n_segments; i++) {
        st = nh_segment_open(ids->env, ids->dir, &manifest->segments[i], false,
                             &ids->segments[i], err);
        ids->n_segments += st == NH_OK;
    }
    if (st == NH_OK)
        st = nh_removals_open(&ids->removals, ids->segments, ids->n_segments, err);
    if (st != NH_OK)
        nh_known_ids_close(ids);
    return st;
}

/* The last article since the commit that had the id, unless it is removed. */
static bool find_added(const nh_known_ids *ids, nh_str id, nh_place *place)
{
    uint32_t number;

    if (!nh_intern_find(&ids->added, id, &number))
        return false;
    place->segment = NH_PLACE_ADDED;
    memcpy(&place->article, ids->serials.bytes + (size_t)number * 4, 4);
    return !nh_removals_has(&ids->removals, *place);
}

nh_status nh_known_ids_find(nh_known_ids *ids, nh_str id, bool *found, nh_place *place,
                            nh_error *err)
{
    nh_status st = NH_OK;

    *found = id.len > 0 && find_added(ids, id, place);
    for (uint32_t i = 0; id.len > 0 && !*found && i < ids->n_segments; i++) {
        nh_place at = {.segment = i};

        st = nh_id_find(ids->segments[i], id, found, &at.article, err);
        if (st != NH_OK)
            return st;
        *found = *found && !nh_removals_has(&ids->removals, at);
        if (*found)
            *place = at;
    }
    return NH_OK;
}

nh_status nh_known_ids_add(nh_known_ids *ids, nh_str id, nh_error *err)
{
    const uint32_t serial = ids->next;
    uint32_t number;
    bool added;
    nh_status st;

    if (serial == UINT32_MAX)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET,
                       "more articles than a commit can take");
    st = nh_intern_put(&ids->added, id, &number, &added, err);
    if (st != NH_OK)
        return st;
    if (added)
        nh_buf_bytes(&ids->serials, &serial, sizeof serial);
    else
        memcpy(ids->serials.bytes + (size_t)number * 4, &serial, sizeof serial);
    ids->next++;
    return nh_buf_status(&ids->serials, err, "the ids of articles");
}

void nh_known_ids_rest(nh_known_ids *ids)
{
    nh_intern_clear(&ids->added);
    nh_buf_free(&ids->serials);
}

size_t nh_known_ids_memory(const nh_known_ids *ids)
{
    return nh_intern_memory(&ids->added) + ids->serials.capacity;
}
