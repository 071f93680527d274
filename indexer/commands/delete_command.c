/* indexer/commands/delete_command.c - nh-index delete: articles out of an index, in one commit. */
#include <inttypes.h>
#include <string.h>

#include "common/base/bytes/escape.h"
#include "common/base/env.h"
#include "common/base/str.h"
#include "indexer/commands/commands.h"

#define IDS_LIMIT ((size_t)1 << 30)

/* What is deleted, and what came of it. */
typedef struct deletion {
    const char *const *ids;
    size_t n_ids;
    uint64_t missing; /* how many were not there */
    nh_commit_facts facts;
} deletion;

/* Ids come from strangers. */
static void tell_missing(const char *id)
{
    nh_buffer clean = {0};

    nh_escape_terminal(&clean, nh_str_of(id), false);
    fprintf(stderr, NH_INDEX_NAME ": no article with id %.*s\n",
            NH_STR_ARG(nh_buf_str(&clean)));
    nh_buf_free(&clean);
}

/* A name of a file may be typed with the "./" that its id does not have. */
static nh_status delete_one(nh_writer *w, const char *id, bool *found, nh_error *err)
{
    const nh_str whole = nh_str_of(id);
    const nh_str bare = nh_str_bare_path(whole);
    nh_status st = nh_writer_delete(w, whole.ptr, whole.len, found, err);

    if (st == NH_OK && !*found && bare.len < whole.len)
        st = nh_writer_delete(w, bare.ptr, bare.len, found, err);
    return st;
}

static nh_status delete_all(nh_writer *w, deletion *d, nh_error *err)
{
    nh_status st = NH_OK;

    for (size_t i = 0; st == NH_OK && i < d->n_ids; i++) {
        bool found = false;

        st = delete_one(w, d->ids[i], &found, err);
        if (st != NH_OK || found)
            continue;
        d->missing++;
        tell_missing(d->ids[i]);
    }
    return st;
}

static nh_status delete_and_commit(const char *path, deletion *d, nh_error *err)
{
    const nh_writer_options options = {
        .size = sizeof options, .must_exist = true, .stop = nh_program_stop()};
    nh_writer *w = NULL;
    nh_status st = nh_writer_open(path, &options, &w, err);

    if (st == NH_OK)
        st = delete_all(w, d, err);
    if (st == NH_OK)
        st = nh_writer_commit(w, &d->facts, err);
    nh_writer_close(w);
    return st;
}

/* An id that is not there does not keep the others, but the exit code tells. */
static int delete_ids(char **argv, size_t n, const char *ids_from, bool quiet)
{
    deletion d = {.ids = (const char *const *)argv + 1,
                  .n_ids = n,
                  .facts = {.size = sizeof d.facts}};
    const char **listed = NULL;
    char *list = NULL;
    nh_error err = {0};
    nh_status st = NH_OK;

    if (ids_from != NULL) {
        st = nh_text_load(ids_from, IDS_LIMIT, &list, &err);
        if (st == NH_OK)
            st = nh_names_join(argv + 1, n, list, &listed, &d.n_ids, &err);
        d.ids = listed;
    }
    if (st == NH_OK)
        st = delete_and_commit(argv[0], &d, &err);
    nh_release(NULL, listed);
    nh_release(NULL, list);
    if (st != NH_OK)
        return nh_program_complain(NH_INDEX_NAME, &err);
    if (!quiet)
        fprintf(stderr,
                "%" PRIu64 " article%s deleted, %" PRIu64 " not there; %" PRIu64
                " article%s left\n",
                d.facts.deleted_articles, nh_plural(d.facts.deleted_articles), d.missing,
                d.facts.articles, nh_plural(d.facts.articles));
    return d.missing > 0 ? NH_EXIT_NOTHING : NH_EXIT_OK;
}

static const char examples[] =
    "  nh-index delete news.idx stories/golan-winery.txt\n"
    "  nh-index delete --ids-from ids.txt news.idx   # one id a line\n"
    "  nh-search -l news.idx winery | nh-index delete --ids-from - news.idx\n";

int nh_command_delete(int argc, char **argv)
{
    const char *ids_from = NULL;
    bool quiet = false;
    bool help = false;
    const nh_option table[] = {
        {"ids-from", 0, NH_OPT_TEXT, &ids_from, "FILE",
         "read further ids from FILE (- is standard input), one a line"},
        {"quiet", 'q', NH_OPT_FLAG, &quiet, NULL, "no summary"},
        {"help", 'h', NH_OPT_FLAG, &help, NULL, "this text"},
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, examples},
        {0},
    };
    const nh_verb_form form = {NH_INDEX_NAME, "nh-index delete [OPTION]... INDEX ID...", 1,
                               argc, &help};
    int words = 0;
    int exit_code = NH_EXIT_OK;

    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    if (words < 2 && ids_from == NULL) {
        fprintf(stderr, "usage: %s\n`--help` explains more\n", form.usage);
        return NH_EXIT_USAGE;
    }
    return delete_ids(argv, (size_t)words - 1, ids_from, quiet);
}
