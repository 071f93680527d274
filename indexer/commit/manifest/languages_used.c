/* indexer/commit/manifest/languages_used.c - the languages that articles of an index still have. */
#include "indexer/commit/manifest/languages_used.h"

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/articles/keywords_reader.h"

/* Sets used[value] for each value that a live article has. */
static void mark_used(const nh_segment *seg, const nh_column *column, uint8_t *used)
{
    const uint32_t articles = nh_segment_info_get(seg)->articles;

    for (uint32_t a = 0; a < articles; a++) {
        const uint32_t n =
            nh_segment_is_deleted(seg, a) ? 0 : nh_column_values_of(column, a);

        for (uint32_t i = 0; i < n; i++)
            used[nh_column_value_of(column, a, i)] = 1;
    }
}

static nh_status add_used(const nh_segment *seg, const nh_column *column, nh_intern *out,
                          nh_error *err)
{
    uint8_t *used = (uint8_t *)nh_zeroed(out->env, column->n_values, 1);
    nh_status st = used != NULL ? NH_OK : nh_fail_memory(err, "the languages of articles");

    if (st == NH_OK)
        mark_used(seg, column, used);
    for (uint32_t v = 0; st == NH_OK && v < column->n_values; v++) {
        uint32_t number;
        bool added;

        if (used[v] != 0)
            st = nh_intern_put(out, nh_column_value(column, v), &number, &added, err);
    }
    nh_release(out->env, used);
    return st;
}

nh_status nh_languages_used(int dir, const nh_segment_ref *refs, uint32_t count,
                            nh_intern *out, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < count; i++) {
        nh_segment *seg;
        nh_column column;
        bool found = false;

        st = nh_segment_open(out->env, dir, &refs[i], false, &seg, err);
        if (st == NH_OK)
            st = nh_column_find(seg, NH_STR("lang"), &found, &column, err);
        if (st == NH_OK && found)
            st = add_used(seg, &column, out, err);
        nh_segment_close(seg);
    }
    return st;
}
