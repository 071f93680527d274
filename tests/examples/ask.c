/* tests/examples/ask.c - a question, answered in ten lines: ask INDEX QUESTION */
#include <newshound/newshound.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    const nh_search_options options = {.size = sizeof options, .snippet = 160};
    nh_error err = {0};
    nh_reader *reader = NULL;
    nh_query *query = NULL;
    nh_searcher *searcher = NULL;
    nh_results *results = NULL;
    nh_hit hit;
    nh_passage_hit passage;

    if (argc != 3)
        return 2;
    if (nh_reader_open(argv[1], NULL, &reader, &err) == NH_OK &&
        nh_query_parse(reader, argv[2], strlen(argv[2]), NULL, &query, &err) == NH_OK &&
        nh_searcher_new(reader, &searcher, &err) == NH_OK &&
        nh_search(searcher, query, &options, &results, &err) == NH_OK)
        for (size_t i = 0; nh_results_hit(results, i, &hit) &&
                           nh_results_passage(results, i, 0, &passage);
             i++)
            printf("%.*s\n    %.*s\n", (int)hit.headline.len, hit.headline.ptr,
                   (int)passage.text.len, passage.text.ptr);
    else
        fprintf(stderr, "%s: %s\n", err.where, err.what);

    nh_results_free(results); /* everything accepts NULL, in this order */
    nh_searcher_free(searcher);
    nh_query_free(query);
    nh_reader_close(reader);
    return err.code == NH_OK ? 0 : 1;
}
