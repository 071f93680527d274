/* searcher/commands/like_command.c - nh-search like INDEX ID: articles on the matter of one. */
#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "searcher/commands/article_find.h"
#include "searcher/commands/search_settings.h"

#define MOST_WORDS 1000u

/* What was refused once: is there such an article, in the end by its id without "./"? Nearly
 * always there is, so nobody looks before. */
static nh_status ask_again(nh_reader *reader, nh_search_settings *set, nh_str id,
                           nh_query **out, nh_error *err)
{
    nh_stored_article *article = NULL;
    nh_status st = nh_article_find(reader, &id, &article, err);

    set->missing = st == NH_OK && article == NULL;
    nh_stored_article_free(article);
    if (st != NH_OK)
        return st;
    return nh_query_like(reader, id.ptr, id.len, (uint32_t)set->words, out, err);
}

static nh_status ask(nh_reader *reader, nh_search_settings *set, nh_query **out,
                     nh_error *err)
{
    const nh_str id = nh_buf_str(&set->text);
    nh_status st;

    if (set->words < 1 || set->words > MOST_WORDS)
        return nh_fail(err, NH_E_ARG, "--words", NH_NO_OFFSET, "must be from 1 to %u",
                       MOST_WORDS);
    st = nh_query_like(reader, id.ptr, id.len, (uint32_t)set->words, out, err);
    return st == NH_E_ARG ? ask_again(reader, set, id, out, err) : st;
}

static const char examples[] =
    "  nh-search like news.idx stories/golan-wire.txt      # reprints come first\n"
    "  nh-search like --words 50 -n 3 news.idx stories/golan-wire.txt\n"
    "  nh-search like -l news.idx stories/golan-wire.txt   # only the ids\n";

static size_t list_found(nh_search_settings *set, nh_option *out)
{
    const nh_option rows[] = {
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "What is found:"},
        {"words", 0, NH_OPT_COUNT, &set->words, "N",
         "articles with any of the N most telling words, 1 to 1000 [25]"},
        {"previous", 0, NH_OPT_FLAG, &set->choice.previous, NULL,
         "in the commit before the last one, while it is kept"},
    };

    memcpy(out, rows, sizeof rows);
    return sizeof rows / sizeof *rows;
}

int nh_verb_like(int argc, char **argv)
{
    nh_search_settings set = {
        .choice = nh_search_choice_defaults(), .threads = 1, .words = 25};
    nh_option table[2 * NH_SEARCH_CHOICE_ROWS + NH_SEARCH_SHOWN_ROWS];
    const nh_verb_form form = {NH_SEARCH_NAME, "nh-search like [OPTION]... INDEX ID", 2, 2,
                               &set.help};
    size_t n = list_found(&set, table);
    int words = 0;
    int exit_code = NH_EXIT_OK;

    n += nh_search_choice_order(&set.choice, "stop after N hits [10; -l: all]", table + n);
    (void)nh_search_settings_shown(&set, examples, table + n);
    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    nh_buf_text(&set.text, nh_str_of(argv[1]));
    return nh_search_run(&set, argv[0], ask);
}
