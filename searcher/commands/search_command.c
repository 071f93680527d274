/* searcher/commands/search_command.c - nh-search INDEX QUERY...: one question, answered. */
#include <stdio.h>

#include "common/base/str.h"
#include "searcher/commands/search_settings.h"

/* The words behind the index, with blanks between: several need no outer quotes. */
static void join_query(nh_search_settings *set, char **words, int n)
{
    if (set->given_query != NULL)
        nh_buf_text(&set->text, nh_str_of(set->given_query));
    for (int i = 0; i < n; i++)
        nh_buf_print(&set->text, "%s%s", set->text.size > 0 ? " " : "", words[i]);
}

static nh_status ask(nh_reader *reader, nh_search_settings *set, nh_query **out,
                     nh_error *err)
{
    const nh_str text = nh_buf_str(&set->text);

    return nh_query_parse(reader, text.ptr, text.len, &set->choice.query, out, err);
}

int nh_verb_search(int argc, char **argv)
{
    nh_search_settings set;
    int words = 0;
    int exit_code = NH_EXIT_OK;

    if (!nh_search_settings_read(&set, argc, argv, &words, &exit_code))
        return exit_code;
    if (words < 2 && set.given_query == NULL) {
        fprintf(stderr, "usage: nh-search [OPTION]... INDEX QUERY...\n");
        return NH_EXIT_USAGE;
    }
    join_query(&set, argv + 1, words - 1);
    return nh_search_run(&set, argv[0], ask);
}
