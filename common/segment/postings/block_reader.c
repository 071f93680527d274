/* common/segment/postings/block_reader.c - any block of a term: passages first, frequencies if they are wanted. */
#include "common/segment/postings/block_reader.h"

#include <inttypes.h>

#include "common/base/memory/prefetch.h"
#include "common/base/str.h"
#include "common/codec/kernels/kernels.h"
#include "common/codec/postings/postings_codec.h"
#include "common/segment/postings/small_list.h"

#define PREFETCHED 256u /* bytes of a block: most of one of 256 postings */

nh_status nh_block_reader_open(nh_segment *seg, const nh_term *term, nh_block_reader *out,
                               nh_error *err)
{
    *out = (nh_block_reader){.seg = seg, .term = term, .directory.n = 1};
    if ((term->flags & NH_TERM_SMALL) != 0) {
        nh_prefetch(term->small);
        return NH_OK;
    }
    /* its first block begins where its payloads do */
    nh_container_prefetch(nh_segment_container(seg), NH_SECTION_POSTINGS, term->postings_at,
                          PREFETCHED);
    return nh_directory_open(seg, term, &out->directory, err);
}

nh_list_work nh_block_reader_work(const nh_block_reader *r)
{
    nh_list_work work = r->work;

    if (r->directory.n > work.blocks)
        work.skipped = r->directory.n - work.blocks;
    return work;
}

nh_status nh_block_corrupt(const nh_block_reader *r, nh_section_kind kind, uint64_t at,
                           uint32_t i, const char *what, nh_error *err)
{
    return nh_container_corrupt(nh_segment_container(r->seg), kind, at, err,
                                "term %.*s, block %" PRIu32 ": %s",
                                NH_STR_ARG(r->term->text), i, what);
}

nh_status nh_block_misplaced(const nh_block_reader *r, nh_payloads all, uint32_t i,
                             nh_error *err)
{
    const uint64_t at = nh_directory_u32(all.array, i);

    return nh_block_corrupt(r, all.kind, all.base + at, i,
                            i == 0 && at != 0
                                ? "its payload does not begin at 0"
                                : "its payload does not end where the next begins",
                            err);
}

nh_status nh_block_payload(nh_block_reader *r, nh_payloads all, uint32_t i, uint64_t size,
                           nh_cursor *out, nh_error *err)
{
    const uint64_t at = nh_directory_u32(all.array, i);
    const uint8_t *bytes = (const uint8_t *)"";
    nh_status st = NH_OK;

    if ((i == 0 && at != 0) ||
        (i + 1 < r->directory.n && nh_directory_u32(all.array, i + 1) != at + size))
        return nh_block_misplaced(r, all, i, err);
    if (size > 0)
        st = nh_container_bytes(nh_segment_container(r->seg), all.kind, all.base + at, size,
                                &bytes, err);
    if (st == NH_OK)
        *out = nh_cur(bytes, (size_t)size);
    r->work.bytes += size;
    return st;
}

/* The first `n` bytes of a payload at `at`, from which its size follows. */
static nh_status payload_head(const nh_block_reader *r, nh_section_kind kind, uint64_t at,
                              size_t n, const uint8_t **out, nh_error *err)
{
    *out = NULL;
    return n > 0 ? nh_container_bytes(nh_segment_container(r->seg), kind, at, n, out, err)
                 : NH_OK;
}

nh_status nh_block_docs_size(const nh_block_reader *r, uint32_t i, uint64_t *out,
                             nh_error *err)
{
    const nh_directory *d = &r->directory;
    const uint8_t codec = d->codec[i] & 15;
    const uint8_t *head;
    const nh_status st = payload_head(
        r, NH_SECTION_POSTINGS, r->term->postings_at + nh_directory_u32(d->postings_at, i),
        nh_docs_head_size(codec), &head, err);

    *out = 0;
    if (st == NH_OK)
        *out = nh_docs_size(codec, d->doc_width[i], (uint32_t)d->count[i] + 1, head);
    return st;
}

nh_status nh_block_size(const nh_block_reader *r, uint32_t i, uint64_t *out, nh_error *err)
{
    const nh_directory *d = &r->directory;
    const uint64_t at = r->term->postings_at + nh_directory_u32(d->postings_at, i);
    const uint32_t count = (uint32_t)d->count[i] + 1;
    const uint8_t tf_width = d->tf_width[i];
    const uint8_t *head;
    nh_status st = nh_block_docs_size(r, i, out, err);

    if (st != NH_OK)
        return st;
    st = payload_head(r, NH_SECTION_POSTINGS, at + *out, nh_tf_head_size(tf_width), &head,
                      err);
    if (st == NH_OK)
        *out += nh_tf_size(tf_width, count, head);
    return st;
}

nh_status nh_block_codes_size(const nh_block_reader *r, uint32_t i, uint32_t n,
                              uint64_t *out, nh_error *err)
{
    const nh_directory *d = &r->directory;
    const uint64_t at = r->term->codes_at + nh_directory_u32(d->codes_at, i);
    const uint8_t *head;
    const nh_status st = payload_head(r, NH_SECTION_CODES, at,
                                      nh_codes_head_size(d->code_width[i]), &head, err);

    *out = st == NH_OK ? nh_codes_size(d->code_width[i], n, head) : 0;
    return st;
}

static nh_status contradict(const nh_block_reader *r, uint32_t i, const char *what,
                            nh_error *err)
{
    return nh_block_corrupt(
        r, NH_SECTION_POSTINGS,
        r->term->postings_at + nh_directory_u32(r->directory.postings_at, i), i, what, err);
}

static nh_status small_docs(nh_block_reader *r, nh_block *out, nh_block_rest *rest,
                            nh_error *err)
{
    *rest = (nh_block_rest){.done = true};
    r->work.postings += r->term->df;
    r->work.bytes += r->term->small_size;
    return nh_small_list_decode(r->seg, r->term, out, NULL, NULL, err);
}

/* How many bytes of `payload`, which holds `size` of them, the passages and frequencies of block
 * `i` take; more than `size` if these are too few. */
static uint64_t taken_of(const nh_block_reader *r, uint32_t i, const uint8_t *payload,
                         uint64_t size)
{
    const nh_directory *d = &r->directory;
    const uint8_t codec = d->codec[i] & 15, tf_width = d->tf_width[i];
    const uint32_t count = (uint32_t)d->count[i] + 1;
    uint64_t docs;

    if (size < nh_docs_head_size(codec))
        return UINT64_MAX;
    docs = nh_docs_size(codec, d->doc_width[i], count, payload);
    if (docs > size || size - docs < nh_tf_head_size(tf_width))
        return UINT64_MAX;
    return docs + nh_tf_size(tf_width, count, payload + docs);
}

/* The passages and frequencies of block `i`. Where the next one's begin is known, they are looked
 * up once, and what they begin with has to agree. */
static nh_status find_payload(nh_block_reader *r, uint32_t i, nh_cursor *out, nh_error *err)
{
    const nh_payloads all = {NH_SECTION_POSTINGS, r->term->postings_at,
                             r->directory.postings_at};
    const bool last = i + 1 >= r->directory.n;
    const uint64_t at = nh_directory_u32(all.array, i);
    const uint64_t end = last ? 0 : nh_directory_u32(all.array, i + 1);
    uint64_t size = end - at;
    nh_status st = NH_OK;

    if (last)
        st = nh_block_size(r, i, &size, err);
    else if (end < at)
        st = nh_block_misplaced(r, all, i, err);
    if (st == NH_OK)
        st = nh_block_payload(r, all, i, size, out, err);
    if (st == NH_OK && !last && taken_of(r, i, out->start, size) != size)
        st = nh_block_misplaced(r, all, i, err);
    return st;
}

/* What the directory says of block `i`, and its payload. */
static nh_status open_block(nh_block_reader *r, uint32_t i, nh_block *out,
                            nh_cursor *payload, nh_error *err)
{
    const nh_directory *d = &r->directory;

    out->count = (uint32_t)d->count[i] + 1;
    out->impact = d->impact[i];
    out->max_tf = d->max_tf[i];
    out->min_length = d->min_length[i];
    return find_payload(r, i, payload, err);
}

nh_status nh_block_docs_read(const nh_block_reader *r, uint32_t i, nh_cursor *in,
                             nh_block *out, nh_error *err)
{
    const nh_directory *d = &r->directory;
    const uint32_t last = nh_directory_u32(d->last, i);

    out->count = (uint32_t)d->count[i] + 1;
    if (last >= nh_segment_info_get(r->seg)->passages)
        return contradict(r, i, "a passage that the segment does not have", err);
    if (!nh_docs_decode(in, d->codec[i] & 15, d->doc_width[i], out->count, last,
                        out->passages))
        return contradict(r, i, "passages that make no sense", err);
    if (i > 0 && out->passages[0] <= nh_directory_u32(d->last, i - 1))
        return contradict(r, i, "passages that begin before the block before it ends", err);
    return NH_OK;
}

void nh_block_prefetch_row(const nh_block_reader *r, uint32_t i)
{
    const nh_directory *d = &r->directory;

    nh_prefetch(d->last + (size_t)i * 4);
    nh_prefetch(d->postings_at + (size_t)i * 4);
    nh_prefetch(d->count + i);
    nh_prefetch(d->codec + i);
    nh_prefetch(d->doc_width + i);
    nh_prefetch(d->tf_width + i);
    nh_prefetch(d->max_tf + i);
    nh_prefetch(d->min_length + i);
}

nh_status nh_block_docs(nh_block_reader *r, uint32_t i, nh_block *out, nh_block_rest *rest,
                        nh_error *err)
{
    nh_status st;

    r->work.blocks++;
    if (r->directory.last == NULL)
        return small_docs(r, out, rest, err);
    *rest = (nh_block_rest){.block = i};
    st = open_block(r, i, out, &rest->tf, err);
    return st == NH_OK ? nh_block_docs_read(r, i, &rest->tf, out, err) : st;
}

nh_status nh_block_tf_first(nh_block_reader *r, uint32_t i, nh_block *out,
                            nh_block_rest *rest, nh_error *err)
{
    const nh_directory *d = &r->directory;
    nh_cursor payload;
    nh_status st;

    if (d->last == NULL) {
        r->work.blocks++;
        return small_docs(r, out, rest, err);
    }
    *rest = (nh_block_rest){.block = i};
    st = open_block(r, i, out, &payload, err);
    if (st != NH_OK)
        return st;
    rest->docs = rest->tf = payload;
    (void)nh_cur_bytes(&rest->tf, nh_docs_size(d->codec[i] & 15, d->doc_width[i],
                                               out->count, payload.start));
    return nh_block_tf(r, out, rest, err);
}

nh_status nh_block_docs_last(nh_block_reader *r, nh_block *out, nh_block_rest *rest,
                             nh_error *err)
{
    if (r->directory.last == NULL)
        return NH_OK;
    r->work.blocks++;
    return nh_block_docs_read(r, rest->block, &rest->docs, out, err);
}

nh_status nh_block_tf(nh_block_reader *r, nh_block *out, nh_block_rest *rest, nh_error *err)
{
    if (rest->done)
        return NH_OK;
    if (!nh_tf_decode(&rest->tf, r->directory.tf_width[rest->block], out->count, out->tf))
        return contradict(r, rest->block, "frequencies that make no sense", err);
    r->work.postings += out->count;
    rest->done = true;
    return NH_OK;
}

bool nh_block_is_bits(const nh_block_reader *r, uint32_t i)
{
    return r->directory.last != NULL && (r->directory.codec[i] & 15) == NH_DOCS_BITSET;
}

nh_status nh_block_bits_read(const nh_block_reader *r, uint32_t i, nh_cursor *in,
                             nh_block_bits *out, nh_error *err)
{
    const nh_directory *d = &r->directory;
    const uint32_t last = nh_directory_u32(d->last, i);
    const uint32_t before = i > 0 ? nh_directory_u32(d->last, i - 1) + 1 : 0;
    uint32_t bytes;

    out->count = (uint32_t)d->count[i] + 1;
    out->range = (uint32_t)nh_cur_u16(in) + 1;
    bytes = (out->range + 7) / 8;
    out->bytes = nh_cur_bytes(in, bytes);
    out->first = last - (out->range - 1);
    if (out->bytes == NULL || last >= nh_segment_info_get(r->seg)->passages ||
        out->range - 1 > last || out->first < before || (out->bytes[0] & 1) == 0 ||
        out->bytes[bytes - 1] >> ((out->range - 1) % 8) != 1)
        return nh_block_bits_refuse(r, i, err);
    return NH_OK;
}

nh_status nh_block_bits_refuse(const nh_block_reader *r, uint32_t i, nh_error *err)
{
    return contradict(r, i, "passages that make no sense", err);
}

nh_status nh_block_bits_get(nh_block_reader *r, uint32_t i, nh_block_bits *out,
                            nh_block_rest *rest, nh_error *err)
{
    nh_status st;

    r->work.blocks++;
    *rest = (nh_block_rest){.block = i};
    st = find_payload(r, i, &rest->tf, err);
    if (st == NH_OK)
        st = nh_block_bits_read(r, i, &rest->tf, out, err);
    if (st == NH_OK && nh_kernels_get()->bits_count(out->bytes, out->range) != out->count)
        st = nh_block_bits_refuse(r, i, err);
    return st;
}

void nh_block_prefetch(const nh_block_reader *r, uint32_t i)
{
    const nh_directory *d = &r->directory;
    const uint64_t at = r->term->postings_at + nh_directory_u32(d->postings_at, i);

    nh_container_prefetch(nh_segment_container(r->seg), NH_SECTION_POSTINGS, at,
                          PREFETCHED);
}
