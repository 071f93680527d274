/* indexer/commands/analyze_command.c - nh-index analyze: how a text becomes words. */
#include <inttypes.h>
#include <string.h>

#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "indexer/commands/commands.h"

#define TEXT_LIMIT ((size_t)16 << 20)

typedef struct printer {
    bool json;
    uint64_t words;
} printer;

static void print_cell(nh_str text, int width)
{
    nh_buffer clean = {0};

    nh_escape_terminal(&clean, text, false);
    printf(" %-*.*s", width, NH_STR_ARG(nh_buf_str(&clean)));
    nh_buf_free(&clean);
}

/* "acronym joined", or nothing. */
static void name_flags(const nh_analyzed_word *w, nh_buffer *out)
{
    const struct {
        bool set;
        const char *name;
    } flags[] = {{w->acronym, "acronym"}, {w->accent, "accent"}, {w->joined, "joined"},
                 {w->extra, "extra"},     {w->number, "number"}, {w->stop, "stop"}};

    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (flags[i].set)
            nh_buf_print(out, "%s%s", out->size > 0 ? " " : "", flags[i].name);
}

static void print_json(const nh_analyzed_word *w, nh_str flags)
{
    nh_buffer line = {0};

    nh_buf_print(&line,
                 "{\"v\":1,\"type\":\"word\",\"pos\":%" PRIu32 ",\"span\":%" PRIu32
                 ",\"byte\":[%" PRIu32 ",%" PRIu32 "],\"term\":",
                 w->pos, w->span, w->at, w->at + w->size);
    nh_escape_json_string(&line, w->term);
    nh_buf_print(&line, ",\"form\":");
    nh_escape_json_string(&line, w->form);
    nh_buf_print(&line, ",\"flags\":");
    nh_escape_json_string(&line, flags);
    printf("%.*s}\n", NH_STR_ARG(nh_buf_str(&line)));
    nh_buf_free(&line);
}

static void print_word(void *self, const nh_analyzed_word *w)
{
    printer *to = self;
    nh_buffer flags = {0};

    name_flags(w, &flags);
    if (to->json) {
        print_json(w, nh_buf_str(&flags));
    } else {
        if (to->words == 0)
            printf("%5s %4s %11s %-20s %-20s %s\n", "pos", "span", "bytes", "term", "form",
                   "flags");
        printf("%5" PRIu32 " %4" PRIu32 " %5" PRIu32 "-%-5" PRIu32, w->pos, w->span, w->at,
               w->at + w->size);
        print_cell(w->term, 20);
        print_cell(w->form, 20);
        print_cell(nh_buf_str(&flags), 0);
        printf("\n");
    }
    to->words++;
    nh_buf_free(&flags);
}

/* The words of the command line with blanks between, or standard input for "-". */
static nh_status read_text(char **argv, int words, nh_buffer *out, nh_error *err)
{
    char *input = NULL;

    if (words == 1 && strcmp(argv[0], "-") == 0) {
        const nh_status st = nh_text_load("-", TEXT_LIMIT, &input, err);

        if (st != NH_OK)
            return st;
        nh_buf_text(out, nh_str_of(input));
        nh_release(NULL, input);
        words = 0;
    }
    for (int i = 0; i < words; i++)
        nh_buf_print(out, "%s%s", i > 0 ? " " : "", argv[i]);
    return nh_buf_status(out, err, "the text");
}

static int analyze(char **argv, int words, nh_index_options *index,
                   const nh_analyze_options *options, printer *to)
{
    const nh_word_sink sink = {print_word, to};
    nh_buffer text = {0};
    char *stopwords = NULL;
    nh_error err = {0};
    nh_status st = nh_index_options_load(index, &stopwords, &err);

    if (st == NH_OK)
        st = read_text(argv, words, &text, &err);
    if (st == NH_OK)
        st = nh_analyze((const char *)text.bytes, text.size, options, &sink, &err);
    nh_buf_free(&text);
    nh_release(NULL, stopwords);
    return st == NH_OK ? NH_EXIT_OK : nh_program_complain(NH_INDEX_NAME, &err);
}

static const char examples[] =
    "  nh-index analyze \"The U.S. envoy's co-operation\"\n"
    "  nh-index analyze --stem german --text-lang de Verhandlungen\n"
    "  echo 'the barracks' | nh-index analyze --like news.idx --json -\n";

int nh_command_analyze(int argc, char **argv)
{
    nh_index_options index = NH_INDEX_OPTIONS_UNSET;
    nh_analyze_options options = {
        .size = sizeof options, .index = &index, .stop = nh_program_stop()};
    printer to = {0};
    bool help = false;
    const nh_option table[] = {
        {"query", 0, NH_OPT_FLAG, &options.query, NULL, "as a query is read"},
        {"json", 0, NH_OPT_FLAG, &to.json, NULL, "one JSON object a word"},
        {"like", 0, NH_OPT_TEXT, &options.like, "INDEX", "as that index analyses"},
        {"text-lang", 0, NH_OPT_TEXT, &options.language, "CODE", "language of the text"},
        NH_ANALYSIS_OPTION_ROWS(index, "How words are made, where no index says it:"),
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "Help:"},
        {"help", 'h', NH_OPT_FLAG, &help, NULL, "this text"},
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, examples},
        {0},
    };
    const nh_verb_form form = {NH_INDEX_NAME, "nh-index analyze [OPTION]... TEXT...|-", 1,
                               argc, &help};
    int words = 0;
    int exit_code = NH_EXIT_OK;

    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    return analyze(argv, words, &index, &options, &to);
}
