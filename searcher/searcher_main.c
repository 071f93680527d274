/* searcher/searcher_main.c - nh-search: questions put to an index. */
#include <stdio.h>
#include <string.h>

#include "searcher/commands/search_verbs.h"

static const nh_verb verbs[] = {
    {"show", nh_verb_show, "an article, as stored"},
    {"terms", nh_verb_terms, "the words of an index"},
    {0},
};

static void print_usage(FILE *to)
{
    fprintf(to, "usage: nh-search [OPTION]... INDEX QUERY...\n"
                "       nh-search VERB [OPTION]... INDEX ARGUMENT\n\n");
    nh_verb_list(verbs, to);
    fprintf(to,
            "\n`nh-search INDEX --help` and `nh-search VERB --help` explain. For example:\n"
            "  nh-search news.idx golan heights       all the words, by stem\n"
            "  nh-search news.idx '\"Golan Heights\"'   the phrase, as written\n"
            "  nh-search news.idx '=Barrack date:2025-06'\n"
            "An index that is called like a verb is ./show.\n");
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    const nh_verb *verb = nh_verb_find(verbs, name);
    int code = NH_EXIT_OK;

    nh_program_signals();
    if (verb != NULL) {
        code = verb->run(argc - 2, argv + 2);
    } else if (argc == 2 && strcmp(name, "--version") == 0) {
        printf("nh-search %s\n", nh_version());
    } else if (argc == 1 ||
               (argc == 2 && (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0))) {
        print_usage(argc == 1 ? stderr : stdout);
        code = argc == 1 ? NH_EXIT_USAGE : NH_EXIT_OK;
    } else {
        code = nh_verb_search(argc - 1, argv + 1);
    }
    return nh_program_finish(NH_SEARCH_NAME, code);
}
