/* indexer/commands/optimize_command.c - nh-index optimize: one segment, without what was deleted. */
#include <inttypes.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/base/threads.h"
#include "indexer/commands/add_report.h"
#include "indexer/commands/commands.h"

/* What the command line says. */
typedef struct optimize_choice {
    uint64_t memory;
    uint64_t threads;
    uint64_t order; /* 0 kept, 1 similar */
    bool copy_text;
    bool sweep; /* the commit before goes */
    bool quiet;
} optimize_choice;

static nh_status optimize(const char *path, const optimize_choice *choice,
                          nh_report *report, nh_commit_facts *facts, nh_error *err)
{
    const nh_writer_options options = {.size = sizeof options,
                                       .memory = choice->memory,
                                       .threads = (unsigned)choice->threads,
                                       .order = choice->order == 1 ? "similar" : NULL,
                                       .copy_text = choice->copy_text,
                                       .must_exist = true,
                                       .stop = nh_program_stop(),
                                       .on_progress = nh_report_phase,
                                       .self = report};
    nh_writer *w = NULL;
    nh_status st = nh_writer_open(path, &options, &w, err);

    if (st == NH_OK)
        st = nh_writer_optimize(w, facts, err);
    if (st == NH_OK && choice->sweep)
        st = nh_writer_sweep(w, NULL, err);
    nh_writer_close(w);
    nh_report_clear(report);
    return st;
}

/* What became of the order of the articles, where another one was asked for. */
static void print_order(const optimize_choice *choice, const nh_commit_facts *facts)
{
    if (choice->order == 0 || facts->articles == 0)
        return;
    if (facts->order_parts > 1)
        fprintf(stderr,
                "similar articles lie next to each other, in each of %" PRIu64
                " parts: --memory is too little for all at once, and with more of it "
                "optimize orders all of them\n",
                facts->order_parts);
    else if (facts->similar)
        fprintf(stderr, "similar articles lie next to each other\n");
    else
        fprintf(
            stderr,
            "the articles keep their order: another one takes more than --memory, which is "
            "best a third of what the index takes\n");
}

static void print_summary(const nh_index_stats *before, const nh_commit_facts *facts)
{
    if (before->generation == facts->generation)
        fprintf(stderr, "nothing to do: it is optimized already, and nothing is deleted\n");
    else
        fprintf(stderr,
                "merged %" PRIu64 " segment%s into %d, dropped %" PRIu64
                " deleted article%s; %" PRIu64 " bytes became %" PRIu64 "\n",
                before->segments, nh_plural(before->segments), facts->articles > 0,
                before->deleted, nh_plural(before->deleted), before->bytes, facts->bytes);
}

static int run(const char *path, const optimize_choice *choice)
{
    nh_index_stats before = {.size = sizeof before};
    nh_commit_facts facts = {.size = sizeof facts};
    const nh_inspect_options how = {.size = sizeof how, .stop = nh_program_stop()};
    nh_report report = {0};
    nh_error err = {0};
    nh_status st = nh_index_stats_read(path, &how, &before, &err);

    nh_report_begin(&report, choice->quiet);
    if (st == NH_OK)
        st = optimize(path, choice, &report, &facts, &err);
    if (st != NH_OK)
        return nh_program_complain(NH_INDEX_NAME, &err);
    if (!choice->quiet) {
        print_summary(&before, &facts);
        print_order(choice, &facts);
    }
    return NH_EXIT_OK;
}

static const char examples[] =
    "  nh-index optimize news.idx\n"
    "  nh-index optimize --order similar --threads 2 --sweep news.idx\n";

int nh_command_optimize(int argc, char **argv)
{
    optimize_choice choice = {.threads = 1};
    bool help = false;
    const nh_option table[] = {
        {"memory", 0, NH_OPT_SIZE, &choice.memory, "BYTES",
         "to use in all, at least 32M [512M]"},
        {"threads", 0, NH_OPT_COUNT, &choice.threads, "N",
         "to compress and to put in order with, at most 64; 0: all cores [1]"},
        {"order", 0, NH_OPT_CHOICE, &choice.order, "kept|similar",
         "as they came, or similar articles together: smaller, but slow [kept]"},
        {"copy-text", 0, NH_OPT_FLAG, &choice.copy_text, NULL,
         "stored text as it is, which is faster, and not as small as it gets"},
        {"sweep", 0, NH_OPT_FLAG, &choice.sweep, NULL,
         "give up the commit before, which takes as much space again"},
        {"quiet", 'q', NH_OPT_FLAG, &choice.quiet, NULL, "no progress or summary"},
        {"help", 'h', NH_OPT_FLAG, &help, NULL, "this text"},
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, examples},
        {0},
    };
    const nh_verb_form form = {NH_INDEX_NAME, "nh-index optimize [OPTION]... INDEX", 1, 1,
                               &help};
    nh_error err = {0};
    int words = 0;
    int exit_code = NH_EXIT_OK;

    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    if (nh_threads_choose(&choice.threads, NH_THREADS_MOST, &err) != NH_OK)
        return nh_program_complain(NH_INDEX_NAME, &err);
    return run(argv[0], &choice);
}
