/*
 * common/segment/articles/keywords_reader.h - article -> source, language and further keywords.
 */
#ifndef NH_SEGMENT_KEYWORDS_READER_H
#define NH_SEGMENT_KEYWORDS_READER_H

#include "common/segment/file/segment.h"

/* A column, checked. Plain data; borrowed from the segment. */
typedef struct nh_column {
    nh_str name;
    uint32_t n_values;
    bool multi;
    uint8_t width;
    const uint8_t *value_at, *bytes, *starts, *codes;
    uint64_t bytes_size;
} nh_column;

/* How many columns there are. NH_E_CORRUPT, NH_E_NOMEM. Cost: at the first call of the
 * segment, all codes. */
NH_MUST_USE nh_status nh_column_count(nh_segment *seg, uint32_t *out, nh_error *err);

/* The i-th column, in byte order of names. */
NH_MUST_USE nh_status nh_column_get(nh_segment *seg, uint32_t i, nh_column *out,
                                    nh_error *err);

/* The column `name`: *found. */
NH_MUST_USE nh_status nh_column_find(nh_segment *seg, nh_str name, bool *found,
                                     nh_column *out, nh_error *err);

/* The text of value v < n_values. */
nh_str nh_column_value(const nh_column *column, uint32_t v);

/* How many values an article has. */
uint32_t nh_column_values_of(const nh_column *column, uint32_t article);

/* The i-th of them: a value number. */
uint32_t nh_column_value_of(const nh_column *column, uint32_t article, uint32_t i);

#endif
