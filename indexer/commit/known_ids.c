/* indexer/commit/known_ids.c - which ids are taken: by committed articles and by those since. */
#include "indexer/commit/known_ids.h"

#include <string.h>

#include "common/base/error.h"
#include "common/segment/articles/articles_reader.h"

void nh_known_ids_init(nh_known_ids *ids, const nh_env *env, int dir)
{
    *ids = (nh_known_ids){
        .env = env, .dir = dir, .added = {.env = env, .bytes = {.env = env}}};
}

void nh_known_ids_close(nh_known_ids *ids)
{
    for (size_t i = 0; i < ids->n_segments; i++)
        nh_segment_close(ids->segments[i]);
    nh_release(ids->env, ids->segments);
    ids->segments = NULL;
    ids->n_segments = 0;
    nh_intern_clear(&ids->added);
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
    if (st != NH_OK)
        nh_known_ids_close(ids);
    return st;
}

static nh_status refuse(nh_str id, nh_error *err)
{
    char text[120];
    const size_t n = id.len < sizeof text - 1 ? id.len : sizeof text - 1;

    memcpy(text, id.ptr, n);
    text[n] = '\0';
    return nh_fail(err, NH_E_REFUSED, text, NH_NO_OFFSET,
                   "duplicate-id: an article with this id is there already");
}

nh_status nh_known_ids_check(nh_known_ids *ids, nh_str id, nh_error *err)
{
    if (id.len == 0)
        return NH_OK; /* it is refused for that elsewhere */
    if (nh_intern_has(&ids->added, id))
        return refuse(id, err);
    for (size_t i = 0; i < ids->n_segments; i++) {
        bool found;
        uint32_t article;
        nh_status st = nh_id_find(ids->segments[i], id, &found, &article, err);

        if (st != NH_OK)
            return st;
        if (found && !nh_segment_is_deleted(ids->segments[i], article))
            return refuse(id, err);
    }
    return NH_OK;
}

nh_status nh_known_ids_add(nh_known_ids *ids, nh_str id, nh_error *err)
{
    uint32_t number;
    bool added;

    return nh_intern_put(&ids->added, id, &number, &added, err);
}
