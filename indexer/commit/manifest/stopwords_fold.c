/* indexer/commit/manifest/stopwords_fold.c - the words that an index leaves out, as it stores them. */
#include "indexer/commit/manifest/stopwords_fold.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/words/analyzer.h"

static int compare_words(const void *a, const void *b)
{
    return nh_str_compare(*(const nh_str *)a, *(const nh_str *)b);
}

/* The next line of `rest`, which it leaves. */
static nh_str take_line(nh_str *rest)
{
    const char *end = (const char *)memchr(rest->ptr, '\n', rest->len);
    const size_t n = end != NULL ? (size_t)(end - rest->ptr) : rest->len;
    const nh_str line = nh_str_part(*rest, 0, n);
    const size_t skip = n < rest->len ? n + 1 : n;

    *rest = nh_str_part(*rest, skip, rest->len - skip);
    return line;
}

/* The words, each folded into the arena; *n of them. NULL if there is no room. */
static nh_str *read_words(nh_str list, bool raw, nh_arena *arena, size_t *n)
{
    nh_buffer folded = {.env = arena->env};
    nh_str *words = (nh_str *)nh_arena_array(arena, list.len / 2 + 1, sizeof *words);

    *n = 0;
    while (words != NULL && list.len > 0) {
        nh_str word = nh_str_trim(take_line(&list));

        if (word.len == 0)
            continue;
        if (!raw) {
            nh_buf_clear(&folded);
            nh_form_folded(word, &folded);
            word = nh_buf_str(&folded);
        }
        words[*n] = nh_arena_copy(arena, word);
        if (!nh_buf_ok(&folded) || words[*n].ptr == NULL)
            words = NULL;
        (*n)++;
    }
    nh_buf_free(&folded);
    return words;
}

static nh_str join_words(const nh_str *words, size_t n, nh_arena *arena)
{
    size_t size = 0;
    char *out;

    for (size_t i = 0; i < n; i++)
        size += words[i].len + 1;
    out = (char *)nh_arena_array(arena, size + 1, 1);
    if (out == NULL)
        return (nh_str){NULL, 0};
    size = 0;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && nh_str_equal(words[i], words[i - 1]))
            continue;
        if (size > 0)
            out[size++] = '\n';
        memcpy(out + size, words[i].ptr, words[i].len);
        size += words[i].len;
    }
    return (nh_str){out, size};
}

nh_status nh_stopwords_fold(const char *lines, bool raw, nh_arena *arena, nh_str *out,
                            nh_error *err)
{
    size_t n;
    nh_str list;
    nh_str *words = read_words(nh_str_of(lines), raw, arena, &n);

    if (words == NULL)
        return nh_arena_fail(arena, err, "the stop words");
    qsort(words, n, sizeof *words, compare_words);
    list = join_words(words, n, arena);
    if (list.ptr == NULL)
        return nh_arena_fail(arena, err, "the stop words");
    *out = list;
    return NH_OK;
}
