/* searcher/commands/terms_command.c - nh-search terms INDEX PATTERN: the words of an index. */
#include <inttypes.h>
#include <string.h>

#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "newshound/words.h"
#include "searcher/commands/search_verbs.h"

typedef struct printer {
    bool json;
    uint64_t limit;
    uint64_t words;
    nh_buffer line;
} printer;

static void print_word(printer *to, const nh_word_facts *word)
{
    nh_buffer *line = &to->line;

    nh_buf_clear(line);
    if (to->json) {
        nh_buf_print(line, "{\"v\":1,\"type\":\"word\",\"form\":");
        nh_escape_json_string(line, word->form);
        nh_buf_print(line, ",\"term\":");
        nh_escape_json_string(line, word->term);
        nh_buf_print(line, ",\"passages\":%" PRIu64 ",\"term_passages\":%" PRIu64 "}\n",
                     word->df, word->term_df);
    } else {
        nh_escape_tsv(line, word->form);
        nh_buf_u8(line, '\t');
        nh_escape_tsv(line, word->term);
        nh_buf_print(line, "\t%" PRIu64 "\t%" PRIu64 "\n", word->df, word->term_df);
    }
    fwrite(line->bytes, 1, line->size, stdout);
    to->words++;
}

static nh_status print_words(printer *to, nh_reader *reader, const char *pattern,
                             nh_error *err)
{
    nh_words *words = NULL;
    nh_word_facts word;
    bool more = true;
    nh_status st = nh_words_open(reader, pattern, strlen(pattern), &words, err);

    while (st == NH_OK && to->words < to->limit) {
        st = nh_words_next(words, &word, &more, err);
        if (st != NH_OK || !more)
            break;
        print_word(to, &word);
        st = nh_buf_status(&to->line, err, "a word");
    }
    nh_words_close(words);
    return st;
}

static const char examples[] = "  nh-search terms news.idx 'barrac*'\n"
                               "  nh-search terms -n 10 --json news.idx '*'\n"
                               "  nh-search terms news.idx U.S.\n";

int nh_verb_terms(int argc, char **argv)
{
    printer to = {.limit = UINT64_MAX};
    nh_program_io io;
    nh_reader_options how = {.size = sizeof how, .env = nh_program_env(&io)};
    bool help = false;
    const nh_option table[] = {
        {"limit", 'n', NH_OPT_COUNT, &to.limit, "N", "stop after N words"},
        {"json", 0, NH_OPT_FLAG, &to.json, NULL,
         "JSON objects; else form, term, passages with the form, with the term"},
        {"previous", 0, NH_OPT_FLAG, &how.previous, NULL,
         "of the commit before the last one, while it is kept"},
        {"help", 'h', NH_OPT_FLAG, &help, NULL, "this text"},
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, examples},
        {0},
    };
    const nh_verb_form form = {
        NH_SEARCH_NAME, "nh-search terms [OPTION]... INDEX 'barrac*'|WORD", 2, 2, &help};
    nh_reader *reader = NULL;
    nh_error err = {0};
    int words = 0;
    int exit_code = NH_EXIT_OK;

    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    nh_status st = nh_reader_open(argv[0], &how, &reader, &err);

    if (st == NH_OK)
        st = print_words(&to, reader, argv[1], &err);
    nh_reader_close(reader);
    nh_buf_free(&to.line);
    if (st != NH_OK)
        return nh_program_complain(NH_SEARCH_NAME, &err);
    return to.words > 0 ? NH_EXIT_OK : NH_EXIT_NOTHING;
}
