/*
 * common/segment/postings/block_reader.h - any block of a term: passages first, frequencies if they are wanted.
 *
 * Beneath the walker of postings_reader.h, for evaluators that choose their blocks by the
 * directory. Holds no memory of its own.
 */
#ifndef NH_SEGMENT_BLOCK_READER_H
#define NH_SEGMENT_BLOCK_READER_H

#include "common/base/bytes/cursor.h"
#include "common/segment/postings/directory.h"
#include "common/segment/postings/list_work.h"

/* A block, decoded: passages ascending, all below the segment's number of passages. */
typedef struct nh_block {
    uint32_t count;       /* postings, 1..256                          */
    uint32_t occurrences; /* sum of tf, where that is told             */
    uint32_t passages[NH_BLOCK];
    uint8_t tf[NH_BLOCK]; /* 1..255                                    */
    uint8_t impact;       /* bound of the block, in 1/255              */
    uint8_t max_tf;
    uint8_t min_length;
} nh_block;

/* One thread's; segment and term are borrowed. */
typedef struct nh_block_reader {
    nh_segment *seg;
    const nh_term *term;
    nh_directory directory; /* n is 1 for a small list, and its arrays are NULL */
    nh_list_work work;      /* all but what is skipped: nh_block_reader_work()  */
} nh_block_reader;

/* What a block needs to have its frequencies decoded after its passages. */
typedef struct nh_block_rest {
    nh_cursor tf;
    nh_cursor docs; /* where the frequencies were decoded first     */
    uint32_t block; /* its number                                   */
    bool done;      /* the frequencies are there                    */
} nh_block_rest;

/* Where the payloads of a term lie in one of three sections. */
typedef struct nh_payloads {
    nh_section_kind kind;
    uint64_t base;        /* where the first begins                    */
    const uint8_t *array; /* by block: where its own begins after that */
} nh_payloads;

/* The blocks of `term`. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_block_reader_open(nh_segment *seg, const nh_term *term,
                                           nh_block_reader *out, nh_error *err);

/* What the reader did so far. Blocks that were decoded twice count twice, and what is skipped is
 * at least 0. */
nh_list_work nh_block_reader_work(const nh_block_reader *r);

/* The passages of block `i`, below directory.n: count, passages and bounds of `out`. A small
 * list has its frequencies too. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_block_docs(nh_block_reader *r, uint32_t i, nh_block *out,
                                    nh_block_rest *rest, nh_error *err);

/* Lets what the directory says of block `i` come nearer, before it is asked for. */
void nh_block_prefetch_row(const nh_block_reader *r, uint32_t i);

/* The frequencies of the block whose passages were decoded last into `out`; not their sum, which
 * few ask for. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_block_tf(nh_block_reader *r, nh_block *out, nh_block_rest *rest,
                                  nh_error *err);

/* The other way round: count, bounds and frequencies of block `i`. A small list has its passages
 * too. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_block_tf_first(nh_block_reader *r, uint32_t i, nh_block *out,
                                        nh_block_rest *rest, nh_error *err);

/* The passages of the block whose frequencies were decoded last into `out`. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_block_docs_last(nh_block_reader *r, nh_block *out,
                                         nh_block_rest *rest, nh_error *err);

/* A block that is a bit set: bit i % 8 of byte i / 8 says that passage first + i is in. */
typedef struct nh_block_bits {
    const uint8_t *bytes; /* borrowed from the segment; at least 64 more may be read   */
    uint32_t first;
    uint32_t range; /* bits; the first and the last are set                       */
    uint32_t count; /* that are set                                               */
} nh_block_bits;

/* Is block `i` a bit set? Such a one can be had without being decoded. */
bool nh_block_is_bits(const nh_block_reader *r, uint32_t i);

/* The bit set that block `i` is. Its frequencies can be decoded into a block with its count.
 * NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_block_bits_get(nh_block_reader *r, uint32_t i, nh_block_bits *out,
                                        nh_block_rest *rest, nh_error *err);

/* The passages of block `i`, whose payload begins at `in`, which is behind them then: count and
 * passages of `out`. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_block_docs_read(const nh_block_reader *r, uint32_t i,
                                         nh_cursor *in, nh_block *out, nh_error *err);

/* The same of a bit set. Whether so many bits are set as the block has passages is left to the
 * caller, who refuses it if not. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_block_bits_read(const nh_block_reader *r, uint32_t i,
                                         nh_cursor *in, nh_block_bits *out, nh_error *err);

/* Block `i` is no bit set of its passages; returns NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_block_bits_refuse(const nh_block_reader *r, uint32_t i,
                                           nh_error *err);

/* Has the processor fetch the first bytes of block `i` of a list that is not small, below
 * directory.n, while something else is done. Nothing is checked yet. */
void nh_block_prefetch(const nh_block_reader *r, uint32_t i);

/* A contradiction in block `i`, at byte `at` of its section; returns NH_E_CORRUPT. */
nh_status nh_block_corrupt(const nh_block_reader *r, nh_section_kind kind, uint64_t at,
                           uint32_t i, const char *what, nh_error *err);

/* The payload of block `i` does not lie between those of its neighbours; returns NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_block_misplaced(const nh_block_reader *r, nh_payloads all,
                                         uint32_t i, nh_error *err);

/* The payload of block `i`: `size` bytes, after which the next block's begins. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_block_payload(nh_block_reader *r, nh_payloads all, uint32_t i,
                                       uint64_t size, nh_cursor *out, nh_error *err);

/* Bytes of the passages of block `i` of a list that is not small. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_block_docs_size(const nh_block_reader *r, uint32_t i,
                                         uint64_t *out, nh_error *err);

/* Bytes of the passages and frequencies of block `i` of a list that is not small.
 * NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_block_size(const nh_block_reader *r, uint32_t i, uint64_t *out,
                                    nh_error *err);

/* Bytes of the form codes of block `i`, `n` of them, of a term that has several forms.
 * NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_block_codes_size(const nh_block_reader *r, uint32_t i, uint32_t n,
                                          uint64_t *out, nh_error *err);

#endif
