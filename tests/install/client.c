/* tests/install/client.c - builds an index and asks it, with what is installed; C11 and C++17. */
#include <newshound/indexer.h>
#include <newshound/newshound.h>
#include <newshound/topics.h>
#include <stdio.h>
#include <string.h>

static nh_str text_of(const char *text)
{
    nh_str s;
    s.ptr = text;
    s.len = strlen(text);
    return s;
}

static nh_status build(const char *path, nh_error *err)
{
    nh_writer *writer = NULL;
    nh_article article;
    nh_status st = nh_writer_open(path, NULL, &writer, err);

    memset(&article, 0, sizeof article);
    article.size = sizeof article;
    article.id = text_of("one");
    article.headline = text_of("Geese return to the harbour");
    article.text = text_of("The geese of the harbour are back. Nobody had asked them.\n");
    if (st == NH_OK)
        st = nh_writer_add(writer, &article, err);
    if (st == NH_OK)
        st = nh_writer_commit(writer, NULL, err);
    nh_writer_close(writer);
    return st;
}

static nh_status ask(const char *path, const char *question, nh_error *err)
{
    nh_reader *reader = NULL;
    nh_query *query = NULL;
    nh_searcher *searcher = NULL;
    nh_results *results = NULL;
    nh_hit hit;
    nh_status st = nh_reader_open(path, NULL, &reader, err);

    if (st == NH_OK)
        st = nh_query_parse(reader, question, strlen(question), NULL, &query, err);
    if (st == NH_OK)
        st = nh_searcher_new(reader, &searcher, err);
    if (st == NH_OK)
        st = nh_search(searcher, query, NULL, &results, err);
    for (size_t i = 0; st == NH_OK && nh_results_hit(results, i, &hit); i++)
        printf("%.*s: %.*s\n", (int)hit.id.len, hit.id.ptr, (int)hit.headline.len,
               hit.headline.ptr);
    nh_results_free(results);
    nh_searcher_free(searcher);
    nh_query_free(query);
    nh_reader_close(reader);
    return st;
}

int main(int argc, char **argv)
{
    nh_error err;
    nh_status st;

    memset(&err, 0, sizeof err);
    if (argc != 2)
        return 2;
    st = build(argv[1], &err);
    if (st == NH_OK)
        st = ask(argv[1], "goose harbour geese", &err);
    if (st != NH_OK)
        fprintf(stderr, "%s: %s (%s)\n", err.where, err.what, nh_status_text(st));
    printf("newshound %s\n", nh_version());
    return st == NH_OK ? 0 : 1;
}
