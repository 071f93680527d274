/* tests/fuzz/fuzz_search.c - any text, put to a small index: it is answered, and the sums are right. */
#include <stdint.h>
#include <stdlib.h>

#include "tests/support/cm.h"
#include "tests/support/makers/tiny_index.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Built once; two segments, several passages, every kind of awkward word. */
static tiny_index *build(void)
{
    static const nh_index_options small = {
        .size = sizeof small, .passages = "2:5:8", .k1 = -1, .b = -1};
    static const tiny_article articles[] = {
        {.id = "a",
         .headline = "Golan talks",
         .date = "2025-06-30",
         .source = "AP",
         .text = "Tom Barrack, the U.S. envoy, hailed co-operation on the Golan Heights. "
                 "Nobody slept. The talks went on for 1,500 days.\n\nCOVID-19 is over."},
        {.id = "b",
         .headline = "Heights",
         .date = "2024-01",
         .language = "de",
         .text =
             "The barracks of the government\xe2\x80\x99s army; T\xc3\xbcrkiye. Golan."},
        {.id = "c", .text = "A winery, up-to-date, on the heights of the Golan: bbc.co.uk"},
    };
    tiny_index *t = tiny_index_new(&small);

    for (size_t i = 0; i < COUNT(articles); i++) {
        tiny_index_add(t, &articles[i]);
        if (i == 0)
            tiny_index_commit(t);
    }
    tiny_index_open(t);
    tiny_index_unlink(t); /* nobody says when the last input has come */
    return t;
}

static void check_sums(const nh_results *res)
{
    nh_passage_hit p;
    nh_hit hit;

    for (size_t i = 0; nh_results_hit(res, i, &hit); i++)
        for (size_t j = 0; nh_results_passage(res, i, j, &p); j++) {
            nh_explain_line line;
            nh_score sum = 0;

            for (size_t k = 0; nh_results_explain(res, i, j, k, &line); k++)
                sum += line.score;
            if (sum != p.score)
                abort();
        }
}

/* The first byte chooses the options, the rest is the query. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static tiny_index *t;
    nh_search_options o = {.size = sizeof o, .passages = 3, .explain = true};
    nh_query_options how = {.size = sizeof how, .has_now = true, .now = 1750000000};
    nh_results *res = NULL;
    nh_query *q = NULL;

    if (t == NULL)
        t = build();
    if (size == 0)
        return 0;
    o.match = (nh_match)(bytes[0] % 3);
    o.by = (nh_by)(bytes[0] >> 2 & 1);
    o.sort = (nh_sort)(bytes[0] >> 3 & 1);
    how.raw = bytes[0] >> 4 == 15;
    if (nh_query_parse(t->reader, (const char *)bytes + 1, size - 1, &how, &q, NULL) ==
            NH_OK &&
        nh_search(t->searcher, q, &o, &res, NULL) == NH_OK)
        check_sums(res);
    nh_results_free(res);
    nh_query_free(q);
    return 0;
}
