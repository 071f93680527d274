/* indexer/commands/verify_command.c - nh-index verify: what is wrong with an index, and where. */
#include <inttypes.h>

#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "indexer/commands/commands.h"

static void print_finding(void *self, const nh_finding *finding)
{
    nh_buffer line = {0};
    nh_buffer clean = {0};

    (void)self;
    nh_buf_print(&line, "%s", finding->file);
    if (finding->offset != NH_NO_OFFSET)
        nh_buf_print(&line, "@%" PRIu64, finding->offset);
    nh_buf_print(&line, ": %s: %s", finding->name, finding->text);
    nh_escape_terminal(&clean, nh_buf_str(&line), false);
    printf("%.*s\n", NH_STR_ARG(nh_buf_str(&clean)));
    nh_buf_free(&clean);
    nh_buf_free(&line);
}

int nh_command_verify(int argc, char **argv)
{
    bool deep = false;
    bool quiet = false;
    bool help = false;
    const nh_option table[] = {
        {"deep", 0, NH_OPT_FLAG, &deep, NULL,
         "check order, counts, bounds and stored text too"},
        {"quiet", 'q', NH_OPT_FLAG, &quiet, NULL, "say nothing when all is well"},
        {"help", 'h', NH_OPT_FLAG, &help, NULL, "this text"},
        {0},
    };
    const nh_verb_form form = {NH_INDEX_NAME, "nh-index verify [OPTION]... INDEX", 1, 1,
                               &help};
    nh_error err = {0};
    int words = 0;
    int exit_code = NH_EXIT_OK;

    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    if (nh_index_verify(argv[0], deep, print_finding, NULL, &err) != NH_OK)
        return nh_program_complain(NH_INDEX_NAME, &err);
    if (!quiet)
        printf("%s: sound\n", argv[0]);
    return NH_EXIT_OK;
}
