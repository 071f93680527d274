/* indexer/commit/removals.c - which articles go with the next commit. */
#include "indexer/commit/removals.h"

#include <string.h>

#include "common/base/error.h"

/* An article and the one that is there instead. */
typedef struct replacement {
    nh_place old;
    uint32_t serial;
} replacement;

/* ---- bits --------------------------------------------------------------------------- */

void nh_bit_put(nh_buffer *bits, uint32_t i)
{
    const size_t need = (size_t)i / 8 + 1;

    if (need > bits->size)
        nh_buf_zeros(bits, need - bits->size);
    if (nh_buf_ok(bits))
        bits->bytes[i / 8] |= (uint8_t)(1u << i % 8);
}

bool nh_bit_has(const nh_buffer *bits, uint32_t i)
{
    return i / 8 < bits->size && (bits->bytes[i / 8] >> i % 8 & 1) != 0;
}

/* ---- making ------------------------------------------------------------------------- */

void nh_removals_init(nh_removals *r, const nh_env *env)
{
    *r = (nh_removals){.env = env, .added = {.env = env}, .replaced = {.env = env}};
}

nh_status nh_removals_open(nh_removals *r, nh_segment *const *segments, size_t n,
                           nh_error *err)
{
    nh_removals_close(r);
    r->of = (nh_segment_removals *)nh_zeroed(r->env, n, sizeof *r->of);
    if (r->of == NULL)
        return nh_fail_memory(err, "deleting articles");
    r->segments = segments;
    r->n_segments = n;
    return NH_OK;
}

void nh_removals_close(nh_removals *r)
{
    for (size_t i = 0; i < r->n_segments; i++)
        nh_release(r->env, r->of[i].bits);
    nh_release(r->env, r->of);
    nh_buf_free(&r->added);
    nh_buf_free(&r->replaced);
    nh_removals_init(r, r->env);
}

/* ---- removing ----------------------------------------------------------------------- */

bool nh_removals_has(const nh_removals *r, nh_place place)
{
    const uint8_t *bits;

    if (place.segment == NH_PLACE_ADDED)
        return nh_bit_has(&r->added, place.article);
    bits = r->of[place.segment].bits;
    return bits != NULL ? (bits[place.article / 8] >> place.article % 8 & 1) != 0
                        : nh_segment_is_deleted(r->segments[place.segment], place.article);
}

/* Bits of a segment to be set, which begin as those of its file of deletions. */
static uint8_t *want_bits(nh_removals *r, uint32_t i)
{
    const nh_segment *seg = r->segments[i];
    const uint32_t articles = nh_segment_info_get(seg)->articles;
    uint8_t *bits = r->of[i].bits;

    if (bits != NULL)
        return bits;
    bits = (uint8_t *)nh_zeroed(r->env, ((size_t)articles + 7) / 8, 1);
    if (bits == NULL)
        return NULL;
    if (nh_segment_deleted_bits(seg) != NULL)
        memcpy(bits, nh_segment_deleted_bits(seg), ((size_t)articles + 7) / 8);
    r->of[i].bits = bits;
    return bits;
}

nh_status nh_removals_put(nh_removals *r, nh_place place, nh_error *err)
{
    const uint32_t a = place.article;
    uint8_t *bits;

    if (nh_removals_has(r, place))
        return NH_OK;
    if (place.segment == NH_PLACE_ADDED) {
        nh_bit_put(&r->added, a);
        return nh_buf_status(&r->added, err, "deleting articles");
    }
    bits = want_bits(r, place.segment);
    if (bits == NULL)
        return nh_fail_memory(err, "deleting articles");
    bits[a / 8] |= (uint8_t)(1u << a % 8);
    r->of[place.segment].count++;
    r->count++;
    return NH_OK;
}

static void undo(nh_removals *r, nh_place place)
{
    const uint32_t a = place.article;
    const uint8_t mask = (uint8_t) ~(1u << a % 8);

    if (place.segment == NH_PLACE_ADDED) {
        r->added.bytes[a / 8] &= mask;
        return;
    }
    r->of[place.segment].bits[a / 8] &= mask;
    r->of[place.segment].count--;
    r->count--;
}

nh_status nh_removals_replace(nh_removals *r, nh_place place, uint32_t serial,
                              nh_error *err)
{
    const replacement new = {place, serial};

    nh_buf_bytes(&r->replaced, &new, sizeof new);
    if (!nh_buf_ok(&r->replaced))
        return nh_buf_status(&r->replaced, err, "replacing articles");
    return nh_removals_put(r, place, err);
}

/*
 * The newest first: an article whose replacement was refused stays only if nobody took out
 * that replacement afterwards, which a later one or a deletion does on behalf of both.
 */
void nh_removals_settle(nh_removals *r, const nh_buffer *refused)
{
    size_t n = r->replaced.size / sizeof(replacement);

    while (n-- > 0) {
        replacement last;

        memcpy(&last, r->replaced.bytes + n * sizeof last, sizeof last);
        if (nh_bit_has(refused, last.serial) && !nh_bit_has(&r->added, last.serial))
            undo(r, last.old);
    }
    nh_buf_clear(&r->replaced);
}

const uint8_t *nh_removals_bits(const nh_removals *r, uint32_t i)
{
    return r->of[i].bits != NULL ? r->of[i].bits : nh_segment_deleted_bits(r->segments[i]);
}
