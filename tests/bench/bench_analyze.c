/* tests/bench/bench_analyze.c - MB/s of text through the analyzer, on the files named. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "common/base/str.h"
#include "common/text/words/analyzer.h"

#define ROUNDS 5

/* Seconds of this thread on a core, which a busy machine disturbs less. */
static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

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

static void measure(nh_profile profile, const char *name, nh_str text)
{
    const nh_analysis how = {
        .profile = profile, .language = NH_STR("en"), .stemmer = NH_STR("english")};
    nh_analyzer *a;
    unsigned round;

    if (nh_analyzer_new(nh_env_system(), &how, &a, NULL) != NH_OK)
        return;
    for (round = 0; round < ROUNDS; round++) {
        const double start = now();
        const size_t tokens = analyze_lines(a, text);
        const double seconds = now() - start;

        printf("%s,%u,%.1f MB/s,%.1f M tokens/s,%zu words,%zu bytes of memo\n", name, round,
               (double)text.len / 1e6 / seconds, (double)tokens / 1e6 / seconds,
               nh_analyzer_words(a), nh_analyzer_memory(a));
    }
    nh_analyzer_free(a);
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
