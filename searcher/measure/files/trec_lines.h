/*
 * searcher/measure/files/trec_lines.h - lines of columns between blanks: judgments and runs as TREC has them.
 */
#ifndef NH_SEARCHER_TREC_LINES_H
#define NH_SEARCHER_TREC_LINES_H

#include "common/base/env.h"

#define NH_TREC_COLUMNS 7         /* that are looked at: one more than any file has */
#define NH_TREC_LINE_LIMIT 65536u /* bytes of a line                                */

/* A line that has columns. */
typedef struct nh_trec_line {
    const char *path; /* borrowed                                          */
    uint32_t number;  /* of the line, from 1                               */
    nh_str
        columns[NH_TREC_COLUMNS]; /* borrowed until the next line; no zero byte in them */
    size_t count; /* how many there are; NH_TREC_COLUMNS also if there are more           */
} nh_trec_line;

/* Takes a line; what is not NH_OK ends the reading. */
typedef nh_status nh_trec_taker(void *self, const nh_trec_line *line, nh_error *err);

/*
 * Hands each line of a file that is neither blank nor a comment (#) to `take`. The file is plain
 * or gzipped; "-" is standard input. Lines end with LF or CR LF; a byte order mark is passed over.
 * NH_E_REFUSED  a zero byte; damaged gzip, told with the line that it breaks off in
 * NH_E_LIMIT    a line that is too long; more than 4,294,967,295 lines
 * NH_E_IO, NH_E_CANCELLED (env->stop, or `stop` if it is not NULL), NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_trec_lines_read(const nh_env *env, const char *path,
                                         const nh_flag *stop, nh_trec_taker *take,
                                         void *self, nh_error *err);

/* Records a failure at a line: err->where is "path:line", cut at the front if it is long. */
nh_status nh_trec_fail(nh_error *err, nh_status code, const char *path, uint32_t line,
                       const char *fmt, ...) NH_PRINTF(5, 6);

#endif
