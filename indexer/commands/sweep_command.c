/* indexer/commands/sweep_command.c - nh-index sweep: the commit before the last one is given up. */
#include <inttypes.h>

#include "indexer/commands/commands.h"

static int run(const char *path, bool quiet)
{
    const nh_writer_options options = {
        .size = sizeof options, .must_exist = true, .stop = nh_program_stop()};
    nh_writer *w = NULL;
    uint64_t freed = 0;
    nh_error err = {0};
    nh_status st = nh_writer_open(path, &options, &w, &err);

    if (st == NH_OK)
        st = nh_writer_sweep(w, &freed, &err);
    nh_writer_close(w);
    if (st != NH_OK)
        return nh_program_complain(NH_INDEX_NAME, &err);
    if (!quiet)
        fprintf(stderr, "only the last commit is left; %" PRIu64 " bytes are free\n",
                freed);
    return NH_EXIT_OK;
}

static const char examples[] = "  nh-index sweep news.idx\n";

int nh_command_sweep(int argc, char **argv)
{
    bool quiet = false;
    bool help = false;
    const nh_option table[] = {
        {"quiet", 'q', NH_OPT_FLAG, &quiet, NULL, "no summary"},
        {"help", 'h', NH_OPT_FLAG, &help, NULL, "this text"},
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, examples},
        {0},
    };
    const nh_verb_form form = {NH_INDEX_NAME, "nh-index sweep [OPTION]... INDEX", 1, 1,
                               &help};
    int words = 0;
    int exit_code = NH_EXIT_OK;

    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    return run(argv[0], quiet);
}
