/* indexer/write/bounds/article_begins.c - the section of articles, from a bit a passage: FORMAT.md 11. */
#include "indexer/write/bounds/article_begins.h"

#include "common/codec/numbers/pack.h"
#include "common/segment/articles/article_view.h"

#define SETTLE_ROWS 4096u /* rows that wait in memory */

/* First passages of every 512th article. */
static nh_status put_samples(const uint64_t *begins, uint32_t rows, nh_spool *to,
                             nh_error *err)
{
    uint32_t n = 0; /* articles so far */

    for (uint32_t i = 0; i < rows; i++) {
        const uint32_t here = nh_ones(begins[i]);

        /* Some multiple of 512 among the articles that begin here. */
        if (here > 0 && (n + here - 1) / NH_BEGINS_SAMPLE * NH_BEGINS_SAMPLE >= n) {
            uint64_t bits = begins[i];

            for (uint32_t k = n; k % NH_BEGINS_SAMPLE != 0; k++)
                bits &= bits - 1;
            nh_buf_u32(&to->memory, i * 64 + (uint32_t)__builtin_ctzll(bits));
        }
        n += here;
    }
    return nh_spool_settle(to, err);
}

nh_status nh_begins_put(const uint64_t *begins, uint32_t passages, nh_spool *to,
                        nh_error *err)
{
    const uint32_t rows = nh_begins_rows(passages);
    uint32_t n = 0; /* articles so far */
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < rows; i++) {
        nh_buf_u64(&to->memory, begins[i]);
        nh_buf_u32(&to->memory, n);
        n += nh_ones(begins[i]);
        if (i % SETTLE_ROWS == 0)
            st = nh_spool_settle(to, err);
    }
    return st == NH_OK ? put_samples(begins, rows, to, err) : st;
}
