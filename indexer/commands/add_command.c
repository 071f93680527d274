/* indexer/commands/add_command.c - nh-index add and update: articles from files into an index, in one commit. */
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>

#include "common/base/env.h"
#include "common/base/error.h"
#include "common/base/threads.h"
#include "indexer/commands/add_report.h"
#include "indexer/commands/commands.h"

#define FILES_FROM_LIMIT ((size_t)64 << 20)
#define MEMORY_DEFAULT (512ull << 20)
#define MEMORY_LEAST (32ull << 20)
#define DOCUMENT_LIMIT (16ull << 20)
#define NOT_GIVEN UINT64_MAX

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
    nh_status (*put)(nh_writer *w, const nh_article *article, nh_error *err);
} settings;

/* What tells the two verbs apart. */
typedef struct add_form {
    const char *usage, *examples;
    nh_status (*put)(nh_writer *w, const nh_article *article, nh_error *err);
} add_form;

/* Articles that are read. */
typedef struct articles {
    nh_corpus *corpus;
    const nh_article *next; /* borrowed from it; NULL: it has ended */
    bool begun;             /* the first one was asked for          */
} articles;

static nh_status read_next(articles *from, nh_error *err)
{
    from->begun = true;
    return nh_corpus_next(from->corpus, &from->next, err);
}

static bool is_missing(const char *path)
{
    bool exists;

    return nh_file_exists(nh_env_system(), AT_FDCWD, path, &exists, NULL) == NH_OK &&
           !exists;
}

/* A folder that is not there is made once something was read, so that a name that was mistyped
 * leaves nothing behind; one that is there is locked before anything is read. */
static nh_status open_writer(const settings *set, const char *path, articles *from,
                             nh_writer **out, nh_error *err)
{
    if (is_missing(path)) {
        const nh_status st = read_next(from, err);

        if (st != NH_OK)
            return st;
    }
    return nh_writer_open(path, &set->writer, out, err);
}

/* The articles of `from` into `w`. What is refused is counted; the rest goes on. `whole` tells
 * whether the writer took all that could be read. */
static nh_status add_all(const settings *set, articles *from, nh_writer *w,
                         nh_report *report, bool *whole, nh_error *err)
{
    nh_status st = from->begun ? NH_OK : read_next(from, err);

    *whole = true;
    while (st == NH_OK && from->next != NULL) {
        st = set->put(w, from->next, err);
        if (st == NH_E_REFUSED || st == NH_E_LIMIT) {
            nh_report_refusal(report, from->next, err);
            if (set->corpus.strict) {
                err->code = NH_E_REFUSED;
                return NH_E_REFUSED;
            }
            st = NH_OK;
        }
        *whole = st == NH_OK;
        nh_report_progress(report, from->corpus);
        if (st == NH_OK)
            st = read_next(from, err);
    }
    return st;
}

/* There was an article, or an index is there already. */
static bool has_reason(const nh_corpus *corpus, const char *path)
{
    nh_index_stats stats = {.size = sizeof stats};
    nh_corpus_progress progress;

    nh_corpus_progress_get(corpus, &progress);
    return progress.articles > 0 || nh_index_stats_read(path, NULL, &stats, NULL) == NH_OK;
}

/* Unreadable files do not undo what was read: it is committed, and the exit code tells. Where none
 * could be read, no index begins. */
static nh_status add_and_commit(const settings *set, const char *path, nh_corpus *corpus,
                                nh_report *report, nh_error *err)
{
    nh_index_stats stats = {.size = sizeof stats};
    nh_commit_facts facts = {.size = sizeof facts};
    articles from = {.corpus = corpus};
    nh_writer *w = NULL;
    nh_status st = open_writer(set, path, &from, &w, err);
    nh_status read = NH_OK;
    bool whole = false;

    if (st != NH_OK)
        return st;
    read = add_all(set, &from, w, report, &whole, err);
    st = read;
    if (read == NH_OK || (read == NH_E_IO && whole && has_reason(corpus, path))) {
        nh_error later = {0};

        st = nh_writer_commit(w, &facts, &later);
        if (st != NH_OK)
            *err = later;
    }
    nh_writer_close(w);
    if (st == NH_OK)
        nh_report_end(report, &facts,
                      nh_index_stats_read(path, NULL, &stats, NULL) == NH_OK ? &stats
                                                                             : NULL);
    return st != NH_OK ? st : read;
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
    set->writer.on_progress = nh_report_phase;
    set->writer.self = &report;
    if (st == NH_OK && set->files_from != NULL) {
        st = nh_text_load(set->files_from, FILES_FROM_LIMIT, &list, err);
        if (st == NH_OK)
            st = nh_names_join(argv + 1, n_paths, list, &listed, &n_paths, err);
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

/* One document has to fit into what a run may hold. */
static nh_status check_document_limit(settings *set, nh_error *err)
{
    const uint64_t most = set->writer.memory / 4;
    uint64_t *limit = &set->corpus.document_limit;

    if (*limit == NOT_GIVEN)
        *limit = DOCUMENT_LIMIT < most ? DOCUMENT_LIMIT : most;
    if (*limit == 0)
        return nh_fail(err, NH_E_ARG, "--document-limit", NH_NO_OFFSET, "less than 1 byte");
    if (*limit > most)
        return nh_fail(err, NH_E_ARG, "--document-limit", NH_NO_OFFSET,
                       "%" PRIu64 " bytes are more than a quarter of --memory, %" PRIu64,
                       *limit, most);
    return NH_OK;
}

/* Fills what the table could not set in place. NH_E_ARG */
static nh_status complete(settings *set, nh_error *err)
{
    const nh_status st = nh_threads_choose(&set->threads, NH_THREADS_MOST, err);

    if (st != NH_OK)
        return st;
    if (set->writer.memory < MEMORY_LEAST)
        return nh_fail(err, NH_E_ARG, "--memory", NH_NO_OFFSET, "less than 32 MiB");
    set->writer.index = &set->index;
    set->writer.threads = (unsigned)set->threads;
    set->writer.stop = nh_program_stop();
    set->corpus.format = (nh_format)set->format;
    set->corpus.maps = set->maps.items;
    set->corpus.n_maps = set->maps.count;
    set->corpus.stop = nh_program_stop();
    return check_document_limit(set, err);
}

static int run(const add_form *verb, int argc, char **argv)
{
    settings set = {.index = NH_INDEX_OPTIONS_UNSET,
                    .writer = {.size = sizeof set.writer, .memory = MEMORY_DEFAULT},
                    .corpus = {.size = sizeof set.corpus, .document_limit = NOT_GIVEN},
                    .threads = 1,
                    .put = verb->put};
    const nh_option table[] = {
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "Reading:"},
        {"format", 0, NH_OPT_CHOICE, &set.format, "auto|text|jsonl|trec|reuters",
         "how to read the files [auto: by content]"},
        {"map", 0, NH_OPT_LIST, &set.maps, "THEIRS=OURS",
         "field of the records for id, headline, text, date, ..."},
        {"files-from", 0, NH_OPT_TEXT, &set.files_from, "FILE",
         "read further names of files from FILE, one a line"},
        {"keep-furniture", 0, NH_OPT_FLAG, &set.corpus.keep_furniture, NULL,
         "index share bars and menus too"},
        {"strict", 0, NH_OPT_FLAG, &set.corpus.strict, NULL,
         "stop at the first bad document, without a commit"},
        {"document-limit", 0, NH_OPT_SIZE, &set.corpus.document_limit, "BYTES",
         "skip larger documents, at most a quarter of --memory [16M]"},
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "Working:"},
        {"memory", 0, NH_OPT_SIZE, &set.writer.memory, "BYTES",
         "to use in all, at least 32M [512M]"},
        {"threads", 0, NH_OPT_COUNT, &set.threads, "N",
         "to index with, at most 64; 0: all cores [1]"},
        {"quiet", 'q', NH_OPT_FLAG, &set.quiet, NULL, "no progress, notices or summary"},
        NH_INDEX_OPTION_ROWS(set.index),
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "Help:"},
        {"help", 'h', NH_OPT_FLAG, &set.help, NULL, "this text"},
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, verb->examples},
        {0},
    };
    const nh_verb_form form = {NH_INDEX_NAME, verb->usage, 1, argc, &set.help};
    nh_error err = {0};
    int words = 0;
    int exit_code = NH_EXIT_OK;

    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    if (words < 2 && set.files_from == NULL) {
        fprintf(stderr, "usage: %s\n`--help` explains more\n", form.usage);
        return NH_EXIT_USAGE;
    }
    if (complete(&set, &err) != NH_OK)
        return nh_program_complain(NH_INDEX_NAME, &err);
    return add(&set, argv, words, &err);
}

int nh_command_add(int argc, char **argv)
{
    static const add_form form = {
        .usage = "nh-index add [OPTION]... INDEX FILE|FOLDER|-...",
        .examples =
            "  nh-index add news.idx stories/ more.jsonl.gz\n"
            "  gzip -dc more.jsonl.gz | nh-index add piped.idx -\n"
            "  nh-index add --map title=headline web.idx web.jsonl   # other names of fields\n"
            "  find stories -name \"*.txt\" | nh-index add --files-from - found.idx\n",
        .put = nh_writer_add,
    };

    return run(&form, argc, argv);
}

int nh_command_update(int argc, char **argv)
{
    static const add_form form = {
        .usage = "nh-index update [OPTION]... INDEX FILE|FOLDER|-...",
        .examples =
            "  nh-index update news.idx stories/golan-wire.txt\n"
            "  nh-index update news.idx more.jsonl   # new ids are added, known ones replaced\n",
        .put = nh_writer_update,
    };

    return run(&form, argc, argv);
}
