/* indexer/commands/add_command.c - nh-index add: articles from files into an index, in one commit. */
#include <string.h>

#include "common/base/env.h"
#include "common/base/error.h"
#include "indexer/commands/add_report.h"
#include "indexer/commands/commands.h"

#define FILES_FROM_LIMIT ((size_t)64 << 20)

/* What the command line asked for. */
typedef struct settings {
    nh_index_options index;
    nh_writer_options writer;
    nh_corpus_options corpus;
    nh_option_list maps;
    uint64_t format;
    uint64_t threads;
    const char *files_from;
    bool quiet;
    bool help;
} settings;

/* The articles of `corpus` into `w`. What is refused is counted; the rest goes on. `whole`
 * tells whether the writer took all that could be read. */
static nh_status add_all(const settings *set, nh_corpus *corpus, nh_writer *w,
                         nh_report *report, bool *whole, nh_error *err)
{
    const nh_article *article = NULL;
    nh_status st = nh_corpus_next(corpus, &article, err);

    *whole = true;
    while (st == NH_OK && article != NULL) {
        st = nh_writer_add(w, article, err);
        if (st == NH_E_REFUSED || st == NH_E_LIMIT) {
            nh_report_refusal(report, article, err);
            if (set->corpus.strict) {
                err->code = NH_E_REFUSED;
                return NH_E_REFUSED;
            }
            st = NH_OK;
        }
        *whole = st == NH_OK;
        nh_report_progress(report, corpus);
        if (st == NH_OK)
            st = nh_corpus_next(corpus, &article, err);
    }
    return st;
}

/* Unreadable files do not undo what was read: it is committed, and the exit code tells. */
static nh_status add_and_commit(const settings *set, const char *path, nh_corpus *corpus,
                                nh_report *report, nh_error *err)
{
    nh_index_stats stats = {.size = sizeof stats};
    nh_commit_facts facts = {0};
    nh_writer *w = NULL;
    nh_status st = nh_writer_open(path, &set->writer, &w, err);
    nh_status read = NH_OK;
    bool whole = false;

    if (st != NH_OK)
        return st;
    read = add_all(set, corpus, w, report, &whole, err);
    st = read;
    if (read == NH_OK || (read == NH_E_IO && whole)) {
        nh_error later = {0};

        st = nh_writer_commit(w, &facts, &later);
        if (st != NH_OK)
            *err = later;
    }
    nh_writer_close(w);
    if (st == NH_OK)
        nh_report_end(report, &facts,
                      nh_index_stats_read(path, &stats, NULL) == NH_OK ? &stats : NULL);
    return st != NH_OK ? st : read;
}

/* Cuts a list of names, one a line, in place; *out borrows from it. */
static nh_status split_lines(char *text, const char ***out, size_t *n, nh_error *err)
{
    size_t lines = 1;

    for (const char *p = text; *p != '\0'; p++)
        lines += *p == '\n';
    *n = 0;
    *out = nh_zeroed(NULL, lines, sizeof **out);
    if (*out == NULL)
        return nh_fail_memory(err, "a list of files");
    for (char *line = text; line != NULL && *line != '\0';) {
        char *end = strchr(line, '\n');

        if (end != NULL)
            *end = '\0';
        if (*line != '\0')
            (*out)[(*n)++] = line;
        line = end != NULL ? end + 1 : NULL;
    }
    return NH_OK;
}

static int add(settings *set, char **argv, int words, nh_error *err)
{
    const char *const *paths = (const char *const *)argv + 1;
    size_t n_paths = (size_t)words - 1;
    const char **listed = NULL;
    char *list = NULL;
    char *stopwords = NULL;
    nh_corpus *corpus = NULL;
    nh_report report = {0};
    nh_status st = nh_index_options_load(&set->index, &stopwords, err);

    nh_report_begin(&report, set->quiet);
    set->corpus.on_notice = nh_report_notice;
    set->corpus.self = &report;
    if (st == NH_OK && set->files_from != NULL) {
        st = nh_text_load(set->files_from, FILES_FROM_LIMIT, &list, err);
        if (st == NH_OK)
            st = split_lines(list, &listed, &n_paths, err);
        paths = listed;
    }
    if (st == NH_OK)
        st = nh_corpus_open(paths, n_paths, &set->corpus, &corpus, err);
    if (st == NH_OK)
        st = add_and_commit(set, argv[0], corpus, &report, err);
    nh_corpus_close(corpus);
    nh_release(NULL, listed);
    nh_release(NULL, list);
    nh_release(NULL, stopwords);
    return st == NH_OK ? NH_EXIT_OK : nh_program_complain(NH_INDEX_NAME, err);
}

/* Fills what the table could not set in place. */
static void complete(settings *set)
{
    set->writer.index = &set->index;
    set->writer.threads = (unsigned)(set->threads < 64 ? set->threads : 64);
    set->writer.stop = nh_program_stop();
    set->corpus.format = (nh_format)set->format;
    set->corpus.maps = set->maps.items;
    set->corpus.n_maps = set->maps.count;
    set->corpus.stop = nh_program_stop();
}

int nh_command_add(int argc, char **argv)
{
    settings set = {.index = NH_INDEX_OPTIONS_UNSET,
                    .writer = {.size = sizeof set.writer},
                    .corpus = {.size = sizeof set.corpus},
                    .threads = 1};
    const nh_option table[] = {
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "Reading:"},
        {"format", 0, NH_OPT_CHOICE, &set.format, "auto|text|jsonl|trec|reuters",
         "how to read the files [auto: by content]"},
        {"map", 0, NH_OPT_LIST, &set.maps, "THEIRS=OURS",
         "field of the records for id, headline, text, date, ..."},
        {"files-from", 0, NH_OPT_TEXT, &set.files_from, "FILE",
         "read the names of files from FILE, one a line"},
        {"keep-furniture", 0, NH_OPT_FLAG, &set.corpus.keep_furniture, NULL,
         "index share bars and menus too"},
        {"strict", 0, NH_OPT_FLAG, &set.corpus.strict, NULL,
         "stop at the first bad document, without a commit"},
        {"document-limit", 0, NH_OPT_SIZE, &set.corpus.document_limit, "BYTES",
         "skip larger documents [16M]"},
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "Working:"},
        {"memory", 0, NH_OPT_SIZE, &set.writer.memory, "BYTES", "to use in all [512M]"},
        {"threads", 0, NH_OPT_COUNT, &set.threads, "N", "to index with [1]"},
        {"quiet", 'q', NH_OPT_FLAG, &set.quiet, NULL, "no progress, notices or summary"},
        NH_INDEX_OPTION_ROWS(set.index),
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "Help:"},
        {"help", 'h', NH_OPT_FLAG, &set.help, NULL, "this text"},
        {0},
    };
    nh_verb_form form = {NH_INDEX_NAME, "nh-index add [OPTION]... INDEX FILE|FOLDER|-...",
                         2, argc, &set.help};
    nh_error err = {0};
    int words = 0;
    int exit_code = NH_EXIT_OK;

    for (int i = 0; i < argc; i++)
        form.least = strncmp(argv[i], "--files-from", 12) == 0 ? 1 : form.least;
    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    complete(&set);
    return add(&set, argv, words, &err);
}
