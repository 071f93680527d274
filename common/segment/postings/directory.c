/* common/segment/postings/directory.c - the arrays of a term's directory, and the search in them. */
#include "common/segment/postings/directory.h"

#include "common/base/memory/prefetch.h"

static uint32_t top_count(uint32_t n)
{
    return n > NH_TOP_FROM ? (n + NH_TOP_STEP - 1) / NH_TOP_STEP : 0;
}

uint64_t nh_directory_size(const nh_term *term)
{
    const bool codes = term->n_forms > 1;
    const uint64_t n = term->n_blocks;
    const uint64_t places = 2u + !nh_term_is_pair(term) + codes;
    const uint64_t numbers = top_count(term->n_blocks) + n * places;
    const uint64_t bytes = n * (codes ? 8 : 7);

    return (numbers * 4 + bytes + 3) / 4 * 4;
}

/* The next array of `size` bytes. */
static const uint8_t *take(const uint8_t **at, uint64_t size)
{
    const uint8_t *array = *at;

    *at += size;
    return array;
}

/* What is asked of a block lies in as many places: all are on their way before the first block
 * is. */
static void fetch(const nh_directory *d)
{
    nh_prefetch(d->last);
    nh_prefetch(d->postings_at);
    nh_prefetch(d->count);
    nh_prefetch(d->codec);
    nh_prefetch(d->doc_width);
    nh_prefetch(d->tf_width);
    nh_prefetch(d->impact);
}

nh_status nh_directory_open(nh_segment *seg, const nh_term *term, nh_directory *out,
                            nh_error *err)
{
    const bool codes = term->n_forms > 1;
    const uint64_t n = term->n_blocks;
    const uint8_t *at;
    nh_status st =
        nh_container_bytes(nh_segment_container(seg), NH_SECTION_DIRECTORY,
                           term->directory_at, nh_directory_size(term), &at, err);

    if (st != NH_OK)
        return st;
    out->n = term->n_blocks;
    out->at = term->directory_at;
    out->n_top = top_count(out->n);
    out->top = take(&at, (uint64_t)out->n_top * 4);
    out->last = take(&at, n * 4);
    out->postings_at = take(&at, n * 4);
    out->positions_at = nh_term_is_pair(term) ? NULL : take(&at, n * 4);
    out->codes_at = codes ? take(&at, n * 4) : NULL;
    out->count = take(&at, n);
    out->codec = take(&at, n);
    out->doc_width = take(&at, n);
    out->tf_width = take(&at, n);
    out->code_width = codes ? take(&at, n) : NULL;
    out->max_tf = take(&at, n);
    out->min_length = take(&at, n);
    out->impact = take(&at, n);
    fetch(out);
    return NH_OK;
}

/* Seeks are mostly short, so steps double from where the walker stands. */
uint32_t nh_directory_find(const nh_directory *d, uint32_t from, uint32_t passage)
{
    uint64_t low = from, high, step = 1; /* block `low` ends before `passage` */

    if (from >= d->n || nh_directory_u32(d->last, from) >= passage)
        return from < d->n ? from : d->n;
    while (low + step < d->n &&
           nh_directory_u32(d->last, (uint32_t)(low + step)) < passage) {
        low += step;
        step *= 2;
    }
    high = low + step < d->n ? low + step : d->n; /* block `high` does not, or is none */
    while (high - low > 1) {
        const uint64_t middle = low + (high - low) / 2;

        if (nh_directory_u32(d->last, (uint32_t)middle) < passage)
            low = middle;
        else
            high = middle;
    }
    return (uint32_t)high;
}
