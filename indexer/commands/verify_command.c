/* indexer/commands/verify_command.c - nh-index verify: what is wrong with an index, and where. */
#include <inttypes.h>
#include <string.h>

#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "indexer/commands/commands.h"

/* What was told. */
typedef struct tally {
    const char *index;
    uint64_t findings;
    bool more; /* of some file there are more than were told */
} tally;

static void print_finding(void *self, const nh_finding *finding)
{
    tally *told = self;
    nh_buffer line = {0};
    nh_buffer clean = {0};

    if (strcmp(finding->name, "more") == 0)
        told->more = true;
    else
        told->findings++;
    nh_buf_print(&line, "%s/%s", told->index, finding->file);
    if (finding->offset != NH_NO_OFFSET)
        nh_buf_print(&line, "@%" PRIu64, finding->offset);
    nh_buf_print(&line, ": %s: %s", finding->name, finding->text);
    nh_escape_terminal(&clean, nh_buf_str(&line), false);
    printf("%.*s\n", NH_STR_ARG(nh_buf_str(&clean)));
    nh_buf_free(&clean);
    nh_buf_free(&line);
}

/* Findings speak for themselves; what kept the index from being checked is complained of. */
static int conclude(nh_status st, const tally *told, const nh_error *err)
{
    if (told->findings > 0)
        printf("%s: %s%" PRIu64 " finding%s\n", told->index, told->more ? "more than " : "",
               told->findings, nh_plural(told->findings));
    if (st == NH_E_CORRUPT && told->findings > 0)
        return nh_exit_code(st);
    return nh_program_complain(NH_INDEX_NAME, err);
}

static const char examples[] =
    "  nh-index verify news.idx\n"
    "  nh-index verify --deep news.idx   # the text is analysed again\n";

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
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, examples},
        {0},
    };
    const nh_verb_form form = {NH_INDEX_NAME, "nh-index verify [OPTION]... INDEX", 1, 1,
                               &help};
    const nh_inspect_options how = {.size = sizeof how, .stop = nh_program_stop()};
    tally told = {0};
    nh_error err = {0};
    int words = 0;
    int exit_code = NH_EXIT_OK;

    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    told.index = argv[0];
    const nh_status st = nh_index_verify(argv[0], deep, &how, print_finding, &told, &err);

    if (st != NH_OK)
        return conclude(st, &told, &err);
    if (!quiet)
        printf("%s: sound\n", argv[0]);
    return NH_EXIT_OK;
}
