/* indexer/commands/optimize_command.c - nh-index optimize: one segment, without what was deleted. */
#include <inttypes.h>

#include "indexer/commands/add_report.h"
#include "indexer/commands/commands.h"

static nh_status optimize(const char *path, uint64_t memory, nh_report *report,
                          nh_commit_facts *facts, nh_error *err)
{
    const nh_writer_options options = {.size = sizeof options,
                                       .memory = memory,
                                       .must_exist = true,
                                       .stop = nh_program_stop(),
                                       .on_progress = nh_report_phase,
                                       .self = report};
    nh_writer *w = NULL;
    nh_status st = nh_writer_open(path, &options, &w, err);

    if (st == NH_OK)
        st = nh_writer_optimize(w, facts, err);
    nh_writer_close(w);
    nh_report_clear(report);
    return st;
}

static void print_summary(const nh_index_stats *before, const nh_commit_facts *facts)
{
    if (before->segments <= 1 && before->deleted == 0)
        fprintf(stderr,
                "nothing to do: it is one segment already, and nothing is deleted\n");
    else
        fprintf(stderr,
                "merged %" PRIu64 " segment%s into %d, dropped %" PRIu64
                " deleted article%s; %" PRIu64 " bytes became %" PRIu64 "\n",
                before->segments, nh_plural(before->segments), facts->articles > 0,
                before->deleted, nh_plural(before->deleted), before->bytes, facts->bytes);
}

static int run(const char *path, uint64_t memory, bool quiet)
{
    nh_index_stats before = {.size = sizeof before};
    nh_commit_facts facts = {.size = sizeof facts};
    const nh_inspect_options how = {.size = sizeof how, .stop = nh_program_stop()};
    nh_report report = {0};
    nh_error err = {0};
    nh_status st = nh_index_stats_read(path, &how, &before, &err);

    nh_report_begin(&report, quiet);
    if (st == NH_OK)
        st = optimize(path, memory, &report, &facts, &err);
    if (st != NH_OK)
        return nh_program_complain(NH_INDEX_NAME, &err);
    if (!quiet)
        print_summary(&before, &facts);
    return NH_EXIT_OK;
}

static const char examples[] = "  nh-index optimize news.idx\n"
                               "  nh-index optimize --memory 64M news.idx\n";

int nh_command_optimize(int argc, char **argv)
{
    uint64_t memory = 0;
    bool quiet = false;
    bool help = false;
    const nh_option table[] = {
        {"memory", 0, NH_OPT_SIZE, &memory, "BYTES", "to use in all, at least 32M [512M]"},
        {"quiet", 'q', NH_OPT_FLAG, &quiet, NULL, "no progress or summary"},
        {"help", 'h', NH_OPT_FLAG, &help, NULL, "this text"},
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, examples},
        {0},
    };
    const nh_verb_form form = {NH_INDEX_NAME, "nh-index optimize [OPTION]... INDEX", 1, 1,
                               &help};
    int words = 0;
    int exit_code = NH_EXIT_OK;

    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    return run(argv[0], memory, quiet);
}
