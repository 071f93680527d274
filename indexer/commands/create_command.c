/* indexer/commands/create_command.c - nh-index create: an empty index, its settings fixed. */
#include "common/base/env.h"
#include "indexer/commands/commands.h"

static nh_status create(const char *path, nh_index_options *index, nh_error *err)
{
    const nh_writer_options options = {
        .size = sizeof options, .index = index, .must_be_new = true};
    char *stopwords = NULL;
    nh_writer *writer = NULL;
    nh_status st = nh_index_options_load(index, &stopwords, err);

    if (st == NH_OK)
        st = nh_writer_open(path, &options, &writer, err);
    if (st == NH_OK)
        st = nh_writer_commit(writer, NULL, err);
    nh_writer_close(writer);
    nh_release(NULL, stopwords);
    return st;
}

static const char examples[] =
    "  nh-index create new.idx --stem german --lang de\n"
    "  nh-index create trec.idx --passages none --k1 1.2 --b 0.75   # whole articles are ranked\n";

int nh_command_create(int argc, char **argv)
{
    nh_index_options index = NH_INDEX_OPTIONS_UNSET;
    bool help = false;
    const nh_option table[] = {
        NH_INDEX_OPTION_ROWS(index),
        {"help", 'h', NH_OPT_FLAG, &help, NULL, "this text"},
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, examples},
        {0},
    };
    const nh_verb_form form = {NH_INDEX_NAME, "nh-index create [OPTION]... INDEX", 1, 1,
                               &help};
    nh_error err = {0};
    int words = 0;
    int exit_code = NH_EXIT_OK;

    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    if (create(argv[0], &index, &err) != NH_OK)
        return nh_program_complain(NH_INDEX_NAME, &err);
    return NH_EXIT_OK;
}
