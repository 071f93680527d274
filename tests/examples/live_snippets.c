/* tests/examples/live_snippets.c - alerts: which questions does fresh text answer, and where?
 *
 * live_snippets INDEX QUESTION... < TEXT, an article a line. No article needs to be indexed; the
 * index says how words are understood.
 */
#define _POSIX_C_SOURCE 200809L /* getline() */
#include <newshound/newshound.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUESTIONS 16

/* The text with its marks in brackets. */
static void print_marked(const char *text, size_t len, const nh_mark *marks, size_t n)
{
    size_t at = 0;

    for (size_t i = 0; i < n; i++) {
        printf("%.*s[%.*s]", (int)(marks[i].at - at), text + at, (int)marks[i].size,
               text + marks[i].at);
        at = marks[i].at + marks[i].size;
    }
    printf("%.*s\n", (int)(len - at), text + at);
}

static nh_status alert(nh_searcher *searcher, const nh_query *query, const char *question,
                       nh_str text, nh_error *err)
{
    const nh_fresh_text fresh = {.size = sizeof fresh, .text = text};
    nh_highlights *found = NULL;
    nh_status st = nh_highlight(searcher, query, &fresh, NULL, &found, err);

    if (st == NH_OK && nh_highlights_match(found)) {
        size_t n = 0;
        const nh_mark *marks = nh_highlights_marks(found, false, &n);

        printf("%s: ", question);
        print_marked(text.ptr, text.len, marks, n);
    }
    nh_highlights_free(found);
    return st;
}

int main(int argc, char **argv)
{
    nh_error err = {0};
    nh_reader *reader = NULL;
    nh_searcher *searcher = NULL;
    nh_query *queries[QUESTIONS] = {NULL};
    const int n = argc - 2;
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    nh_status st;

    if (n < 1 || n > QUESTIONS)
        return 2;
    st = nh_reader_open(argv[1], NULL, &reader, &err);
    if (st == NH_OK)
        st = nh_searcher_new(reader, &searcher, &err);
    for (int i = 0; st == NH_OK && i < n; i++)
        st = nh_query_parse(reader, argv[i + 2], strlen(argv[i + 2]), NULL, &queries[i],
                            &err);
    while (st == NH_OK && (len = getline(&line, &room, stdin)) > 0) {
        const size_t size = (size_t)len - (line[len - 1] == '\n');

        for (int i = 0; st == NH_OK && i < n; i++)
            st = alert(searcher, queries[i], argv[i + 2], (nh_str){line, size}, &err);
    }
    if (st != NH_OK)
        fprintf(stderr, "%s: %s\n", err.where, err.what);
    free(line);
    for (int i = 0; i < n; i++)
        nh_query_free(queries[i]);
    nh_searcher_free(searcher);
    nh_reader_close(reader);
    return st == NH_OK ? 0 : 1;
}
