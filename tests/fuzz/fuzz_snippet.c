/* tests/fuzz/fuzz_snippet.c - whatever is asked of whatever article, what is shown is of it. */
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "tests/support/snippet_bench.h"

/* Bytes up to the next newline, and what is behind it. */
static nh_str take_line(nh_str *rest)
{
    const char *end =
        rest->len > 0 ? (const char *)memchr(rest->ptr, '\n', rest->len) : NULL;
    const size_t len = end != NULL ? (size_t)(end - rest->ptr) : rest->len;
    const nh_str line = nh_str_part(*rest, 0, len);

    *rest =
        nh_str_part(*rest, end != NULL ? len + 1 : len, rest->len - len - (end != NULL));
    return line;
}

static void check(const nh_stored *stored, const nh_passage_hit *p)
{
    const nh_str text = p->headline ? stored->headline : stored->text;
    uint64_t end = 0;

    if (p->at > text.len || p->text.len > text.len - p->at ||
        (p->text.len > 0 && memcmp(text.ptr + p->at, p->text.ptr, p->text.len) != 0))
        abort();
    if (p->at < text.len && ((unsigned char)text.ptr[p->at] & 0xc0) == 0x80)
        abort();
    if (p->at + p->text.len < text.len &&
        ((unsigned char)text.ptr[p->at + p->text.len] & 0xc0) == 0x80)
        abort();
    for (size_t i = 0; i < p->n_marks; i++) {
        if (p->marks[i].at < end || p->marks[i].size == 0)
            abort();
        end = (uint64_t)p->marks[i].at + p->marks[i].size;
    }
    if (end > p->text.len)
        abort();
}

static nh_status fill_all(snippet_bench *b, const nh_stored *stored, uint32_t want)
{
    nh_status st = NH_OK;

    for (uint32_t number = 0; st == NH_OK; number++) {
        nh_passage_hit p = {0};

        st = snippet_bench_fill(b, stored, number, want, &p);
        if (st == NH_OK)
            check(stored, &p);
    }
    return st;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first two bytes: bytes wanted, and the kind of index; then lines: query and headline;
 * the rest is the text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    nh_str rest = {(const char *)data, size};
    snippet_bench b = {0};
    nh_stored stored = {0};
    nh_status st;

    if (size < 2)
        return 0;
    rest = nh_str_part(rest, 2, size - 2);
    st = snippet_bench_open(&b, take_line(&rest), data[1] == 'w');
    stored.headline = take_line(&rest);
    stored.text = rest;
    if (st == NH_OK && fill_all(&b, &stored, data[0]) != NH_E_CORRUPT)
        abort();
    snippet_bench_close(&b);
    return 0;
}
