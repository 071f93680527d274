/* tests/fuzz/fuzz_statistics.c - any bytes as statistics of shards: refused, or the same bytes again, and searchable. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/bytes/crc32c.h"
#include "newshound/shards.h"
#include "tests/support/cm.h"
#include "tests/support/makers/tiny_index.h"

#define TAIL \
    4u /* bytes of the checksum, which is made right so that the rest is looked at */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* The shard that seeds were collected from. */
static tiny_index *build(void)
{
    static const tiny_article article = {.id = "a", .text = "Golan talks.", .source = "AP"};
    tiny_index *t = tiny_index_new(NULL);

    tiny_index_add(t, &article);
    tiny_index_open(t);
    tiny_index_unlink(t); /* nobody says when the last input has come */
    return t;
}

static void search(tiny_index *t, const nh_statistics *s)
{
    static const char text[] = "golan tal* source:ap";
    const nh_search_options o = {.size = sizeof o, .statistics = s, .explain = true};
    nh_query *q = NULL;
    nh_results *res = NULL;
    nh_status st = nh_query_parse(t->reader, text, sizeof text - 1, NULL, &q, NULL);

    if (st == NH_OK)
        st = nh_search(t->searcher, q, &o, &res, NULL);
    if (st != NH_OK && st != NH_E_ARG && st != NH_E_LIMIT)
        abort();
    nh_results_free(res);
    nh_query_free(q);
}

static void use(tiny_index *t, const char *bytes, size_t size, nh_statistics *s)
{
    const nh_str again = nh_statistics_bytes(s);
    nh_statistics *more = NULL;

    if (again.len != size || memcmp(again.ptr, bytes, size) != 0)
        abort();
    search(t, s);
    if (nh_statistics_read(bytes, size, NULL, &more, NULL) != NH_OK ||
        nh_statistics_add(s, more, NULL) != NH_OK)
        abort();
    nh_statistics_free(more);
    search(t, s);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static tiny_index *t;
    char *copy = (char *)malloc(size + 1);
    nh_statistics *s = NULL;

    if (t == NULL)
        t = build();
    if (copy == NULL)
        return 0;
    if (size > 0)
        memcpy(copy, bytes, size);
    if (size >= TAIL) {
        const uint32_t crc = nh_crc32c(copy, size - TAIL);

        for (unsigned i = 0; i < TAIL; i++)
            copy[size - TAIL + i] = (char)(uint8_t)(crc >> 8 * i);
    }
    if (nh_statistics_read(copy, size, NULL, &s, NULL) == NH_OK)
        use(t, copy, size, s);
    nh_statistics_free(s);
    free(copy);
    return 0;
}
