/* indexer/commands/dump_command.c - nh-index dump: what an index holds, decoded, line by line. */
#include <string.h>

#include "common/base/bytes/escape.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "indexer/commands/commands.h"

/* Where lines go; cleaned only for a terminal, so that scripts get the bytes. */
typedef struct printer {
    bool terminal;
    uint64_t lines; /* so far */
    nh_buffer clean;
} printer;

static bool print_line(void *self, nh_str line)
{
    printer *to = self;
    nh_str shown = line;

    to->lines++;
    if (to->terminal) {
        nh_buf_clear(&to->clean);
        nh_escape_terminal(&to->clean, line, false);
        shown = nh_buf_str(&to->clean);
    }
    fwrite(shown.ptr, 1, shown.len, stdout);
    return fputc('\n', stdout) != EOF;
}

/* True and *kind if `word` names something to dump. */
static bool read_kind(const char *word, nh_dump_kind *kind)
{
    static const char *const names[] = {"terms", "postings", "doc", "pairs"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(word, names[i]) == 0) {
            *kind = (nh_dump_kind)i;
            return true;
        }
    }
    return false;
}

static const char examples[] =
    "  nh-index dump news.idx terms barra   # all that begin so\n"
    "  nh-index dump news.idx postings golan\n"
    "  nh-index dump news.idx doc hk-2025-0751\n";

int nh_command_dump(int argc, char **argv)
{
    bool help = false;
    const nh_option table[] = {
        {"help", 'h', NH_OPT_FLAG, &help, NULL, "this text"},
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, examples},
        {0},
    };
    const nh_verb_form form = {
        NH_INDEX_NAME,
        "nh-index dump INDEX terms [BEGINNING] | postings [WORD] | pairs [BEGINNING] | doc ID",
        2, 3, &help};
    printer to = {.terminal = nh_program_is_terminal(1)};
    const nh_dump_sink sink = {print_line, &to};
    const nh_inspect_options how = {.size = sizeof how, .stop = nh_program_stop()};
    nh_dump_kind kind = NH_DUMP_TERMS;
    nh_error err = {0};
    int words = 0;
    int exit_code = NH_EXIT_OK;

    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    if (!read_kind(argv[1], &kind) || (kind == NH_DUMP_ARTICLE && words < 3)) {
        fprintf(stderr, "usage: %s\n", form.usage);
        return NH_EXIT_USAGE;
    }
    const nh_status st =
        nh_index_dump(argv[0], kind, words > 2 ? argv[2] : NULL, &how, &sink, &err);

    nh_buf_free(&to.clean);
    if (st != NH_OK)
        return nh_program_complain(NH_INDEX_NAME, &err);
    if (to.lines > 0 || words < 3)
        return NH_EXIT_OK;
    (void)nh_fail(&err, NH_E_ARG, argv[2], NH_NO_OFFSET, "the index does not hold this");
    (void)nh_program_complain(NH_INDEX_NAME, &err);
    return NH_EXIT_NOTHING;
}
