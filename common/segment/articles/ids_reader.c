/* common/segment/articles/ids_reader.c - ids of articles: by article, by rank, and in order. */
#include "common/segment/articles/ids_reader.h"

#include <inttypes.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/codec/numbers/pack.h"
#include "common/segment/file/segment_impl.h"

#define FEW_LOOKUPS 4u /* that are not worth a table */
#define BLOCKS_EACH 4u /* that are checked for each rank that is asked for, at most */

static uint32_t blocks_of(const nh_segment *seg)
{
    return (seg->info.articles - 1) / NH_ID_BLOCK + 1;
}

/* Bits of a rank. */
static unsigned rank_width(const nh_segment *seg)
{
    return nh_bits(seg->info.articles - 1);
}

/* An id takes a byte, and the first one of a block two. In a run an id may be there twice, if
 * one of its articles is replaced and goes in the merge. */
nh_status nh_id_sizes_check(const nh_segment *seg, nh_error *err)
{
    const uint64_t size = nh_container_size(seg->file, NH_SECTION_IDS);
    const uint64_t ranks = nh_container_size(seg->file, NH_SECTION_RANKS);
    const uint64_t packed = nh_packed_size(seg->info.articles, rank_width(seg));

    if (size < (uint64_t)blocks_of(seg) * 5 + seg->info.articles)
        return nh_container_corrupt(seg->file, NH_SECTION_IDS, 0, err,
                                    "%" PRIu64 " bytes for %" PRIu32 " ids", size,
                                    seg->info.articles);
    if (ranks != 0 && ranks != packed)
        return nh_container_corrupt(seg->file, NH_SECTION_RANKS, 0, err,
                                    "%" PRIu64 " bytes, expected %" PRIu64, ranks, packed);
    return NH_OK;
}

static nh_status fail_article(nh_error *err)
{
    return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET, "no such article");
}

/* ---- ranks -------------------------------------------------------------------------- */

/* They are read eight bytes at a time: 64 readable bytes follow a section. */

static nh_status fail_rank(const nh_segment *seg, uint64_t at, nh_error *err)
{
    return nh_container_corrupt(seg->file, NH_SECTION_RANKS, at, err,
                                "a rank that no id has, or that two have");
}

nh_status nh_id_rank(nh_segment *seg, uint32_t article, uint32_t *rank, nh_error *err)
{
    const unsigned width = rank_width(seg);
    const uint64_t at = (uint64_t)article * width;
    const uint8_t *bytes;
    uint32_t found = article;
    nh_status st = NH_OK;

    if (article >= seg->info.articles)
        return fail_article(err);
    if (nh_container_size(seg->file, NH_SECTION_RANKS) != 0) {
        st = nh_container_bytes(seg->file, NH_SECTION_RANKS, at / 8,
                                (at % 8 + width + 7) / 8, &bytes, err);
        if (st != NH_OK)
            return st;
        found = nh_packed_at(bytes, at % 8, width);
    }
    if (found >= seg->info.articles)
        return fail_rank(seg, at / 8, err);
    *rank = found;
    return NH_OK;
}

void nh_id_prefetch(nh_segment *seg, uint32_t article)
{
    const uint64_t n = seg->info.articles;
    const uint64_t at = (uint64_t)article * rank_width(seg) / 8;
    const uint8_t *bytes;

    if (article >= n)
        return;
    if (nh_container_size(seg->file, NH_SECTION_RANKS) != 0 &&
        nh_container_bytes(seg->file, NH_SECTION_RANKS, at, 1, &bytes, NULL) == NH_OK)
        __builtin_prefetch(bytes);
    if (nh_container_size(seg->file, NH_SECTION_DATES) != 0 &&
        nh_container_bytes(seg->file, NH_SECTION_DATES, n * 8 + article, 1, &bytes, NULL) ==
            NH_OK)
        __builtin_prefetch(bytes);
}

/* Ranks of all articles. */
static nh_status read_ranks(nh_segment *seg, const uint8_t **out, nh_error *err)
{
    uint64_t size;

    return nh_container_section(seg->file, NH_SECTION_RANKS, out, &size, err);
}

nh_status nh_id_ranks_get(nh_segment *seg, uint32_t n, nh_id_ranks *out, nh_error *err)
{
    *out = (nh_id_ranks){0};
    if (nh_container_size(seg->file, NH_SECTION_RANKS) / NH_CHECK_BLOCK / BLOCKS_EACH > n &&
        !nh_container_is_checked(seg->file, NH_SECTION_RANKS))
        return NH_OK;
    *out = (nh_id_ranks){.articles = seg->info.articles, .width = rank_width(seg)};
    return read_ranks(seg, &out->packed, err);
}

static nh_status make_table(nh_segment *seg, nh_error *err)
{
    const uint32_t n = seg->info.articles;
    const unsigned width = rank_width(seg);
    const uint8_t *ranks;
    nh_status st = read_ranks(seg, &ranks, err);

    if (st != NH_OK)
        return st;
    seg->by_rank = (uint32_t *)nh_resized(seg->env, seg->by_rank, n, sizeof(uint32_t));
    if (seg->by_rank == NULL)
        return nh_fail_memory(err, "the order of ids");
    memset(seg->by_rank, 0xff, (size_t)n * sizeof(uint32_t));
    for (uint32_t a = 0; a < n; a++) {
        const uint32_t rank = nh_packed_at(ranks, (uint64_t)a * width, width);

        if (rank >= n || seg->by_rank[rank] != UINT32_MAX)
            return fail_rank(seg, (uint64_t)a * width / 8, err);
        seg->by_rank[rank] = a;
    }
    return NH_OK;
}

static nh_status find_rank(nh_segment *seg, uint32_t rank, uint32_t *out, nh_error *err)
{
    const unsigned width = rank_width(seg);
    const uint8_t *ranks;
    nh_status st = read_ranks(seg, &ranks, err);

    if (st != NH_OK)
        return st;
    for (*out = 0; *out < seg->info.articles; ++*out)
        if (nh_packed_at(ranks, (uint64_t)*out * width, width) == rank)
            return NH_OK;
    return fail_rank(seg, 0, err);
}

nh_status nh_id_order(nh_segment *seg, uint32_t rank, uint32_t *out, nh_error *err)
{
    nh_status st;

    if (rank >= seg->info.articles)
        return fail_article(err);
    *out = rank;
    if (nh_container_size(seg->file, NH_SECTION_RANKS) == 0)
        return NH_OK;
    if (atomic_load_explicit(&seg->id_lookups, memory_order_relaxed) < FEW_LOOKUPS) {
        atomic_fetch_add_explicit(&seg->id_lookups, 1, memory_order_relaxed);
        return find_rank(seg, rank, out, err);
    }
    st = nh_segment_once(seg, NH_READY_BY_RANK, make_table, err);
    if (st == NH_OK)
        *out = seg->by_rank[rank];
    return st;
}

/* ---- ids ---------------------------------------------------------------------------- */

static nh_status fail_id(const nh_segment *seg, uint64_t at, nh_error *err)
{
    return nh_container_corrupt(seg->file, NH_SECTION_IDS, at, err,
                                "an id that cannot be put together");
}

/* Where the table of the blocks begins, behind them. */
static uint64_t table_at(const nh_segment *seg)
{
    return nh_container_size(seg->file, NH_SECTION_IDS) - (uint64_t)blocks_of(seg) * 4;
}

/* Block `block` of ids, before its first one. */
static nh_status open_block(nh_segment *seg, uint32_t block, char *room, nh_front *f,
                            nh_error *err)
{
    const uint64_t table = table_at(seg), entry = table + (uint64_t)block * 4;
    const bool last = block + 1 == blocks_of(seg);
    uint64_t from, to = table;
    const uint8_t *bytes;
    nh_status st =
        nh_container_bytes(seg->file, NH_SECTION_IDS, entry, last ? 4 : 8, &bytes, err);

    if (st != NH_OK)
        return st;
    from = nh_le32(bytes);
    if (!last)
        to = nh_le32(bytes + 4);
    if (from >= to || to > table)
        return nh_container_corrupt(seg->file, NH_SECTION_IDS, entry, err,
                                    "block %" PRIu32 " of the ids has an impossible place",
                                    block);
    st = nh_container_bytes(seg->file, NH_SECTION_IDS, from, to - from, &bytes, err);
    if (st == NH_OK)
        *f = (nh_front){bytes, bytes + (to - from), room, 0, NH_ID_SIZE};
    return st;
}

/* The id with `rank`. */
static nh_status id_at(nh_segment *seg, uint32_t rank, char *room, nh_str *out,
                       nh_error *err)
{
    nh_front f = {.next = NULL};
    nh_status st = open_block(seg, rank / NH_ID_BLOCK, room, &f, err);

    if (st != NH_OK)
        return st;
    for (uint32_t i = 0; i <= rank % NH_ID_BLOCK; i++)
        if (!nh_front_take(&f))
            return fail_id(seg, (uint64_t)(rank / NH_ID_BLOCK) * 4, err);
    *out = (nh_str){room, f.len};
    return NH_OK;
}

nh_status nh_id_get(nh_segment *seg, uint32_t article, char room[NH_ID_ROOM], nh_str *out,
                    nh_error *err)
{
    uint32_t rank = 0;
    nh_status st = nh_id_rank(seg, article, &rank, err);

    *out = (nh_str){NULL, 0};
    return st == NH_OK ? id_at(seg, rank, room, out, err) : st;
}

/* The last block whose first id is not behind `id`; 0 if there is none. */
static nh_status find_block(nh_segment *seg, nh_str id, uint32_t *block, nh_error *err)
{
    char room[NH_ID_ROOM];
    uint32_t low = 0, high = blocks_of(seg);

    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        nh_str head = {NULL, 0};
        const nh_status st = id_at(seg, middle * NH_ID_BLOCK, room, &head, err);

        if (st != NH_OK)
            return st;
        if (nh_str_compare(head, id) <= 0)
            low = middle;
        else
            high = middle;
    }
    *block = low;
    return NH_OK;
}

nh_status nh_id_find(nh_segment *seg, nh_str id, bool *found, uint32_t *article,
                     nh_error *err)
{
    char room[NH_ID_ROOM];
    uint32_t block = 0, rank;
    nh_front f = {.next = NULL};
    nh_status st = find_block(seg, id, &block, err);

    *found = false;
    if (st == NH_OK)
        st = open_block(seg, block, room, &f, err);
    if (st != NH_OK)
        return st;
    for (rank = block * NH_ID_BLOCK; rank / NH_ID_BLOCK == block; rank++) {
        int order;

        if (rank == seg->info.articles)
            return NH_OK;
        if (!nh_front_take(&f))
            return fail_id(seg, (uint64_t)block * 4, err);
        order = nh_str_compare((nh_str){room, f.len}, id);
        if (order >= 0) {
            *found = order == 0;
            break;
        }
    }
    return *found ? nh_id_order(seg, rank, article, err) : NH_OK;
}

/* A block begins: does it where the one before it ends? */
static nh_status enter_block(nh_segment *seg, nh_id_walk *w, nh_error *err)
{
    const uint64_t entry = table_at(seg) + w->rank / NH_ID_BLOCK * 4u;
    const uint8_t *bytes;
    nh_status st = nh_container_bytes(seg->file, NH_SECTION_IDS, entry, 4, &bytes, err);

    w->len = 0;
    if (st == NH_OK && nh_le32(bytes) != w->at)
        st = nh_container_corrupt(seg->file, NH_SECTION_IDS, entry, err,
                                  "a block of ids begins elsewhere than the last one ends");
    return st;
}

/* The row from where the walk stands, as far as an id can reach. */
static nh_status open_row(nh_segment *seg, nh_id_walk *w, nh_front *f, nh_error *err)
{
    const uint64_t left = table_at(seg) - w->at;
    const uint64_t part = left < NH_ID_ROOM ? left : NH_ID_ROOM;
    const uint8_t *bytes;
    nh_status st;

    if (part == 0)
        return fail_id(seg, w->at, err);
    st = nh_container_bytes(seg->file, NH_SECTION_IDS, w->at, part, &bytes, err);
    if (st == NH_OK)
        *f = (nh_front){bytes, bytes + part, w->room, w->len, NH_ID_SIZE};
    return st;
}

static nh_status end_walk(const nh_segment *seg, const nh_id_walk *w, nh_error *err)
{
    return w->at == table_at(seg) ? NH_OK
                                  : nh_container_corrupt(seg->file, NH_SECTION_IDS, w->at,
                                                         err, "bytes behind the last id");
}

nh_status nh_id_next(nh_segment *seg, nh_id_walk *w, nh_str *out, nh_error *err)
{
    nh_front f = {.next = NULL};
    const uint8_t *begin;
    nh_status st = NH_OK;

    *out = (nh_str){NULL, 0};
    if (w->rank == seg->info.articles)
        return end_walk(seg, w, err);
    if (w->rank % NH_ID_BLOCK == 0)
        st = enter_block(seg, w, err);
    if (st == NH_OK)
        st = open_row(seg, w, &f, err);
    if (st != NH_OK)
        return st;
    begin = f.next;
    if (!nh_front_take(&f))
        return fail_id(seg, w->at, err);
    w->at += (uint64_t)(f.next - begin);
    w->len = f.len;
    w->rank++;
    *out = (nh_str){w->room, w->len};
    return NH_OK;
}
