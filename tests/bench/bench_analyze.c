/* tests/bench/bench_analyze.c - lines of the files named through the analyzer of each profile. */
#include <stdio.h>
#include <stdlib.h>

#include "common/base/str.h"
#include "common/text/words/analyzer.h"
#include "tests/bench/rows.h"

#define ROUNDS 5

/* The bytes of a file; NULL if it cannot be read. Freed by the caller. */
static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    long end;

    if (file == NULL)
        return NULL;
    if (fseek(file, 0, SEEK_END) == 0 && (end = ftell(file)) > 0) {
        rewind(file);
        bytes = malloc((size_t)end);
        *size = bytes != NULL ? fread(bytes, 1, (size_t)end, file) : 0;
    }
    fclose(file);
    return bytes;
}

/* Analyses each line by itself, as an indexer does with paragraphs; returns the tokens. */
static size_t analyze_lines(nh_analyzer *a, nh_str text)
{
    size_t tokens = 0;
    size_t at = 0;

    while (at < text.len) {
        const char *end = memchr(text.ptr + at, '\n', text.len - at);
        const size_t size = (end != NULL ? (size_t)(end - text.ptr) : text.len) - at;
        nh_tokens out;

        if (nh_analyzer_run(a, nh_str_part(text, at, size), 0, &out, NULL) != NH_OK)
            return 0;
        tokens += out.count;
        at += size + 1;
    }
    return tokens;
}

static void show(const char *profile, const char *memo, double rate)
{
    char what[64];

    (void)snprintf(what, sizeof what, "%s: %s", profile, memo);
    bench_row("tokeniser", what, rate, "MB/s");
}

static void measure(nh_profile profile, const char *name, nh_str text)
{
    const nh_analysis how = {
        .profile = profile, .language = NH_STR("en"), .stemmer = NH_STR("english")};
    double first = 0, best = 0;
    nh_analyzer *a;

    if (nh_analyzer_new(nh_env_system(), &how, &a, NULL) != NH_OK)
        return;
    for (unsigned round = 0; round < ROUNDS; round++) {
        const double start = bench_seconds();
        const size_t tokens = analyze_lines(a, text);
        const double rate = (double)text.len / 1e6 / (bench_seconds() - start);

        if (tokens == 0)
            break;
        first = round == 0 ? rate : first;
        best = rate > best ? rate : best;
    }
    nh_analyzer_free(a);
    show(name, "memo empty", first);
    show(name, "memo full", best);
}

int main(int argc, char **argv)
{
    int i;

    for (i = 1; i < argc; i++) {
        size_t size = 0;
        char *bytes = read_file(argv[i], &size);

        if (bytes == NULL) {
            fprintf(stderr, "bench_analyze: cannot read %s\n", argv[i]);
            return 3;
        }
        measure(NH_PROFILE_NEWS, "news", (nh_str){bytes, size});
        measure(NH_PROFILE_PLAIN, "plain", (nh_str){bytes, size});
        measure(NH_PROFILE_WHITESPACE, "whitespace", (nh_str){bytes, size});
        free(bytes);
    }
    return 0;
}
