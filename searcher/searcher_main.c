/* searcher/searcher_main.c - nh-search: questions put to an index. */
#include "searcher/commands/search_verbs.h"

static const nh_verb verbs[] = {
    {"batch", nh_verb_batch, "the questions of files, answered all at once"},
    {"show", nh_verb_show, "an article, as stored"},
    {"like", nh_verb_like, "articles on the matter of one"},
    {"terms", nh_verb_terms, "the words of an index"},
    {"eval", nh_verb_eval, "how good runs are, by judgments"},
    {"bench", nh_verb_bench, "what the questions of files cost"},
    {0},
};

int main(int argc, char **argv)
{
    const nh_verb_program program = {
        .name = NH_SEARCH_NAME,
        .verbs = verbs,
        .usage = "usage: nh-search [OPTION]... INDEX QUERY...\n"
                 "       nh-search VERB [OPTION]... INDEX ARGUMENT\n",
        .examples = "`nh-search INDEX --help` and `nh-search VERB --help` explain.\n"
                    "An index that is called like a verb is ./show.\n"
                    "\nexamples:\n"
                    "  nh-search news.idx golan heights       # all the words, by stem\n"
                    "  nh-search news.idx '\"Golan Heights\"'   # the phrase, as written\n"
                    "  nh-search news.idx '=Barrack date:2025-06'\n",
        .other = nh_verb_search,
    };

    return nh_verb_main(&program, argc, argv);
}
