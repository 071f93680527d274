/* tests/install/asker.c - asks an index that is there, with libnewshound alone. */
#include <newshound/newshound.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    nh_error err;
    nh_reader *reader = NULL;
    nh_query *query = NULL;
    nh_searcher *searcher = NULL;
    nh_results *results = NULL;
    nh_hit hit;

    if (argc != 3 || nh_reader_open(argv[1], NULL, &reader, &err) != NH_OK ||
        nh_query_parse(reader, argv[2], strlen(argv[2]), NULL, &query, &err) != NH_OK ||
        nh_searcher_new(reader, &searcher, &err) != NH_OK ||
        nh_search(searcher, query, NULL, &results, &err) != NH_OK)
        return 2;
    for (size_t i = 0; nh_results_hit(results, i, &hit); i++)
        printf("%.*s\n", (int)hit.id.len, hit.id.ptr);
    nh_results_free(results);
    nh_searcher_free(searcher);
    nh_query_free(query);
    nh_reader_close(reader);
    return 0;
}
