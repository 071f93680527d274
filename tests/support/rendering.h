/*
 * tests/support/rendering.h - answers of a small index, written out and compared.
 */
#ifndef NH_TESTS_RENDERING_H
#define NH_TESTS_RENDERING_H

#include "common/base/bytes/buffer.h"
#include "newshound/render.h"
#include "tests/support/makers/tiny_index.h"

/* What a sink kept: it counts calls, and refuses the n-th. */
typedef struct rendered {
    nh_buffer all;
    size_t calls;
    size_t refuse; /* 0: never */
} rendered;

/* What is asked, and how it is shown. */
typedef struct showing {
    const char *query;
    nh_str filter;
    nh_search_options search;
    nh_render_form form;
    nh_render_options render;
} showing;

/* Before and after the tests: an index with three articles is the state. `a` and `b` say the
 * same and score alike; `c d%` is hostile in every field. */
int rendering_new(void **state);
int rendering_free(void **state);

/* A sink of `rendered`; false where it refuses. */
bool rendering_take(void *self, const char *bytes, size_t size);

/* Asks, and shows the answer to a sink; the status is that of the showing. */
nh_status rendering_show(tiny_index *t, const showing *how, rendered *to, nh_error *err);

/* The test fails unless exactly this is written. */
void rendering_expect(tiny_index *t, const showing *how, const char *expected);

/* The same, where only parts of what is written matter, up to NULL; a part that begins with !
 * is not there. */
void rendering_expect_parts(tiny_index *t, const showing *how, const char *const *parts);

#endif
