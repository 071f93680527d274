/* tests/unit/test_corpus.c - files, directories and pipes become articles, whatever is wrong with them. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/transcripts/corpus_transcript.h"

static const char lines[] =
    "{\"id\":\"1\",\"text\":\"one\"}\n{\"id\":\"2\",\"text\":\"two\"}\n";

/* The transcript of a directory, without its path. */
static char *read_tree(const temp_dir *t, nh_status expected)
{
    nh_buffer out = {0};
    const char *paths[] = {t->path};
    char *text = NULL;

    assert_int_equal(transcribe(paths, 1, NULL, &out), expected);
    text = (char *)out.bytes;
    for (char *at = strstr(text, t->path); at != NULL; at = strstr(at, t->path)) {
        const size_t skip = strlen(t->path) + 1;

        memmove(at, at + skip, strlen(at + skip) + 1);
    }
    return text;
}

static void directories_are_read_in_byte_order(void **state)
{
    const temp_dir *t = *state;
    char *text = NULL;

    assert_int_equal(mkdirat(t->fd, "b", 0755), 0);
    assert_int_equal(mkdirat(t->fd, "empty", 0755), 0);
    temp_dir_write(t, "b/y.txt", "y y.", 4);
    temp_dir_write(t, "b/x.txt", "x x.", 4);
    temp_dir_write(t, "c.jsonl", lines, strlen(lines));
    temp_dir_write(t, "a.txt", "a a.", 4);
    temp_dir_write(t, "Z.txt", "z z.", 4);
    text = read_tree(t, NH_OK);
    assert_string_equal(text, "Z.txt||z z.\na.txt||a a.\nb/x.txt||x x.\nb/y.txt||y y.\n"
                              "1||one\n2||two\n");
    free(text);
}

static void links_and_pipes_in_directories_are_passed_by(void **state)
{
    const temp_dir *t = *state;
    char *text = NULL;

    temp_dir_write(t, "a.txt", "a a.", 4);
    assert_int_equal(symlinkat("a.txt", t->fd, "b.txt"), 0);
    assert_int_equal(symlinkat(".", t->fd, "loop"), 0);
    assert_int_equal(mkfifoat(t->fd, "pipe", 0644), 0);
    text = read_tree(t, NH_OK);
    assert_string_equal(text, "a.txt||a a.\n? not-a-file @- #0\n? not-a-file @- #0\n"
                              "? not-a-file @- #0\n");
    free(text);
}

static void what_cannot_be_opened_is_told_and_the_rest_is_read(void **state)
{
    const temp_dir *t = *state;
    char *missing = temp_dir_path(t, "missing");
    char *there = temp_dir_path(t, "there.txt");
    const char *paths[] = {missing, there};
    nh_buffer out = {0};

    temp_dir_write(t, "there.txt", "a a.", 4);
    assert_int_equal(transcribe(paths, 2, NULL, &out), NH_E_IO);
    assert_memory_equal(out.bytes, "! not-readable @- #0\n", 21);
    assert_non_null(strstr((char *)out.bytes, "there.txt||a a.\n"));
    nh_buf_free(&out);
    free(missing);
    free(there);
}

static void directories_are_followed_64_deep(void **state)
{
    const temp_dir *t = *state;
    char path[256] = "";
    char *text = NULL;

    for (size_t i = 0; i < 64; i++) {
        (void)snprintf(path + strlen(path), sizeof path - strlen(path), i > 0 ? "/d" : "d");
        assert_int_equal(mkdirat(t->fd, path, 0755), 0);
        if (i == 62) {
            char name[300];

            (void)snprintf(name, sizeof name, "%s/a", path);
            temp_dir_write(t, name, "a a.", 4);
        }
    }
    text = read_tree(t, NH_OK);
    assert_non_null(strstr(text, "/a||a a.\n! too-deep @- #0\n"));
    free(text);
}

static void gzip_files_are_unpacked(void **state)
{
    size_t size = 0;
    uint8_t *packed = gzip_of(lines, strlen(lines), &size);
    uint8_t *twice = malloc(size * 2 + 8);
    char *text = transcript_of(*state, "a.jsonl.gz", packed, size, NULL);

    assert_string_equal(text, "1||one\n2||two\n");
    free(text);
    assert_non_null(twice); /* two members, zeros as padding, then a stranger */
    memcpy(twice, packed, size);
    memcpy(twice + size, packed, size);
    text = transcript_of(*state, "a.jsonl.gz", twice, size * 2, NULL);
    assert_string_equal(text, "1||one\n2||two\n1||one\n2||two\n");
    free(text);
    memset(twice + size, 0, 8);
    text = transcript_of(*state, "a.jsonl.gz", twice, size + 8, NULL);
    assert_string_equal(text, "1||one\n2||two\n");
    free(text);
    twice[size] = 'x';
    text = transcript_of(*state, "a.jsonl.gz", twice, size + 8, NULL);
    assert_string_equal(text, "1||one\n2||two\n? trailing-bytes @48 #2\n");
    free(text);
    free(twice);
    free(packed);
}

/* Every cut of a gzip file: what was whole is yielded, and the cut is told. */
static void every_cut_of_a_gzip_file_keeps_whole_records(void **state)
{
    size_t size = 0;
    uint8_t *packed = gzip_of(lines, strlen(lines), &size);

    for (size_t cut = 3; cut < size; cut++) {
        char *text = transcript_of(*state, "a.jsonl.gz", packed, cut, NULL);
        const char *rest = text;

        if (strncmp(rest, "1||one\n", 7) == 0)
            rest += 7;
        if (strncmp(rest, "2||two\n", 7) == 0)
            rest += 7;
        assert_memory_equal(rest, "! truncated @", 13);
        free(text);
    }
    free(packed);
}

static void damaged_gzip_files_never_yield_a_wrong_end(void **state)
{
    size_t size = 0;
    uint8_t *packed = gzip_of(lines, strlen(lines), &size);

    packed[size - 5] ^= 1; /* the checksum */
    char *text = transcript_of(*state, "a.jsonl.gz", packed, size, NULL);

    assert_non_null(strstr(text, "! bad-gzip @"));
    free(text);
    free(packed);
}

static void bombs_are_left_when_they_show(void **state)
{
    const size_t big = (size_t)12 << 20;
    char *zeros = malloc(big);
    size_t size = 0;
    size_t outer = 0;
    uint8_t *packed = NULL;

    assert_non_null(zeros);
    memset(zeros, ' ', big);
    packed = gzip_of(zeros, big, &size);
    char *text = transcript_of(*state, "bomb.gz", packed, size, NULL);

    assert_memory_equal(text, "! bomb @", 8);
    free(text);
    uint8_t *again = gzip_of(packed, size, &outer);

    text = transcript_of(*state, "bomb.gz.gz", again, outer, NULL);
    assert_string_equal(text, "! too-many-layers @0 #0\n");
    free(text);
    free(again);
    free(packed);
    free(zeros);
}

static void strict_ends_with_the_first_bad_document(void **state)
{
    const temp_dir *t = *state;
    const nh_corpus_options options = {.size = sizeof options, .strict = true};
    char *path = temp_dir_path(t, "a.jsonl");
    const char *paths[] = {path};
    nh_buffer out = {0};

    temp_dir_write(t, "a.jsonl", "{\"id\":\"1\",\"text\":\"a\"}\n{bad\n", 28);
    assert_int_equal(transcribe(paths, 1, &options, &out), NH_E_REFUSED);
    assert_string_equal((char *)out.bytes, "1||a\n! bad-json @22 #2\n");
    nh_buf_free(&out);
    free(path);
}

static void formats_can_be_forced(void **state)
{
    const nh_corpus_options options = {.size = sizeof options, .format = NH_FORMAT_TEXT};
    char *text = transcript_of(*state, "a", lines, 24, &options);

    assert_memory_equal(text, "a||{\"id\"", 8);
    free(text);
}

static void options_out_of_range_are_refused(void **state)
{
    const nh_corpus_options cases[] = {
        {.size = 0},
        {.size = sizeof(nh_corpus_options), .document_limit = (UINT64_C(1) << 30) + 1},
        {.size = sizeof(nh_corpus_options), .format = (nh_format)9},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        nh_corpus *corpus = NULL;

        assert_int_equal(nh_corpus_open(NULL, 0, &cases[i], &corpus, NULL), NH_E_ARG);
        assert_null(corpus);
    }
}

static void progress_counts_bytes_and_articles(void **state)
{
    const temp_dir *t = *state;
    char *path = temp_dir_path(t, "a.jsonl");
    const char *paths[] = {path, path};
    nh_corpus_progress progress = {0};
    nh_corpus *corpus = NULL;
    const nh_article *article = NULL;

    temp_dir_write(t, "a.jsonl", lines, strlen(lines));
    assert_int_equal(nh_corpus_open(paths, 2, NULL, &corpus, NULL), NH_OK);
    do {
        assert_int_equal(nh_corpus_next(corpus, &article, NULL), NH_OK);
    } while (article != NULL);
    nh_corpus_progress_get(corpus, &progress);
    assert_int_equal(progress.articles, 4);
    assert_int_equal(progress.bytes_read, 2 * strlen(lines));
    assert_int_equal(progress.bytes_total, 2 * strlen(lines));
    nh_corpus_close(corpus);
    free(path);
}

/* A tree with every format in it. */
static void write_everything(const temp_dir *t)
{
    size_t size = 0;
    uint8_t *packed = gzip_of(lines, strlen(lines), &size);
    static const char trec[] = "<DOC><DOCNO>3</DOCNO><TEXT>three</TEXT></DOC>";
    static const char reuters[] = "<REUTERS NEWID=\"4\"><TOPICS><D>a</D></TOPICS>"
                                  "<TEXT><BODY>four \xe9</BODY></TEXT></REUTERS>";
    static const char plain[] = "Talks Begin\n\n(AP) - five \xe9.";

    assert_int_equal(mkdirat(t->fd, "d", 0755), 0);
    temp_dir_write(t, "d/a.gz", packed, size);
    temp_dir_write(t, "d/b.sgm", trec, strlen(trec));
    temp_dir_write(t, "d/c.sgm", reuters, strlen(reuters));
    temp_dir_write(t, "d/e.txt", plain, strlen(plain));
    temp_dir_write(t, "d/f.jsonl", "{\"text\":\"caf\xe9\",\"k\":\"v\"}\n", 24);
    free(packed);
}

static nh_status read_everything(const nh_env *env, void *context)
{
    const temp_dir *t = context;
    static const char *const maps[] = {"a=b"};
    const nh_corpus_options options = {
        .size = sizeof options, .env = env, .maps = maps, .n_maps = 1};
    const char *paths[] = {t->path};
    nh_buffer out = {0};
    const nh_status st = transcribe(paths, 1, &options, &out);

    nh_buf_free(&out);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    write_everything(*state);
    assert_true(fault_sweep_allocations(read_everything, *state) > 10);
}

/* A call that fails costs a file, or nothing; never more, and nothing leaks. */
static void every_failed_file_call_is_survived(void **state)
{
    bool reached = true;

    write_everything(*state);
    for (size_t n = 0; reached; n++) {
        fault *f = fault_new();

        fault_fail_call(f, n, EIO, false);
        const nh_status st = read_everything(fault_env(f), *state);

        reached = fault_reached(f);
        assert_true(st == NH_OK || (reached && st == NH_E_IO));
        assert_int_equal(fault_held(f), 0);
        fault_free(f);
    }
}

static void failed_reads_are_told(void **state)
{
    const temp_dir *t = *state;
    char *path = temp_dir_path(t, "a.jsonl");
    const char *paths[] = {path};
    fault *f = fault_new();
    const nh_corpus_options options = {.size = sizeof options, .env = fault_env(f)};
    nh_buffer out = {0};

    temp_dir_write(t, "a.jsonl", lines, strlen(lines));
    fault_shorten(f, 30);
    fault_fail_op(f, FAULT_READ, 1, EIO, true);
    assert_int_equal(transcribe(paths, 1, &options, &out), NH_E_IO);
    assert_string_equal((char *)out.bytes, "1||one\n! not-readable @- #0\n");
    nh_buf_free(&out);
    fault_free(f);
    free(path);
}

static void short_reads_change_nothing(void **state)
{
    const temp_dir *t = *state;
    const char *paths[] = {t->path};
    nh_buffer whole = {0};
    nh_buffer pieces = {0};

    write_everything(t);
    assert_int_equal(transcribe(paths, 1, NULL, &whole), NH_OK);
    for (size_t most = 1; most < 40; most += 6) {
        fault *f = fault_new();
        const nh_corpus_options options = {.size = sizeof options, .env = fault_env(f)};

        fault_shorten(f, most);
        assert_int_equal(transcribe(paths, 1, &options, &pieces), NH_OK);
        assert_string_equal((char *)pieces.bytes, (char *)whole.bytes);
        fault_free(f);
    }
    nh_buf_free(&whole);
    nh_buf_free(&pieces);
}

#define IN_TEMP_DIR(test) \
    cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_TEMP_DIR(directories_are_read_in_byte_order),
        IN_TEMP_DIR(links_and_pipes_in_directories_are_passed_by),
        IN_TEMP_DIR(what_cannot_be_opened_is_told_and_the_rest_is_read),
        IN_TEMP_DIR(directories_are_followed_64_deep),
        IN_TEMP_DIR(gzip_files_are_unpacked),
        IN_TEMP_DIR(every_cut_of_a_gzip_file_keeps_whole_records),
        IN_TEMP_DIR(damaged_gzip_files_never_yield_a_wrong_end),
        IN_TEMP_DIR(bombs_are_left_when_they_show),
        IN_TEMP_DIR(strict_ends_with_the_first_bad_document),
        IN_TEMP_DIR(formats_can_be_forced),
        cmocka_unit_test(options_out_of_range_are_refused),
        IN_TEMP_DIR(progress_counts_bytes_and_articles),
        IN_TEMP_DIR(every_failed_allocation_is_survived),
        IN_TEMP_DIR(every_failed_file_call_is_survived),
        IN_TEMP_DIR(failed_reads_are_told),
        IN_TEMP_DIR(short_reads_change_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
