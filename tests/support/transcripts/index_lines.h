/*
 * tests/support/transcripts/index_lines.h - what an index holds, as sorted lines of text.
 *
 * Two indexes of the same articles give the same lines however they are divided into runs and
 * segments; and the articles themselves, cut again, give those lines too.
 */
#ifndef NH_TESTS_INDEX_LINES_H
#define NH_TESTS_INDEX_LINES_H

#include "common/segment/file/manifest.h"
#include "newshound/corpus.h"

typedef struct index_lines index_lines;

/* Nothing yet. Owned by the caller until index_lines_free(). */
index_lines *index_lines_new(void);

/*
 * All of the index in directory `path`: an occurrence, a form, an article a line. Every
 * section is read, and sums and bounds are compared with what they sum and bound. Fails the
 * test where the index contradicts itself.
 */
void index_lines_read(index_lines *lines, const char *path);

/* What an index with these settings should hold of `article`. */
void index_lines_expect(index_lines *lines, const nh_settings *settings,
                        const nh_article *article);

/* Fails the test, showing the first difference, unless both have the same lines. */
void index_lines_compare(index_lines *a, index_lines *b);

/* How many there are. */
size_t index_lines_count(const index_lines *lines);

/* Frees them; not NULL. */
void index_lines_free(index_lines *lines);

#endif
