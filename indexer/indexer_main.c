/* indexer/indexer_main.c - nh-index: articles into an index, and looks into one. */
#include "common/base/memory/heap.h"
#include "indexer/commands/commands.h"

static const nh_verb verbs[] = {
    {"create", nh_command_create, "make an empty index"},
    {"add", nh_command_add, "add articles from files, folders or standard input"},
    {"update", nh_command_update, "add articles, and replace those that are there"},
    {"delete", nh_command_delete, "take articles out, by their ids"},
    {"optimize", nh_command_optimize, "make it one segment, without what was deleted"},
    {"sweep", nh_command_sweep, "give up the commit before the last, and its files"},
    {"stats", nh_command_stats, "what an index holds, and where its bytes go"},
    {"dump", nh_command_dump, "terms, postings or an article, decoded"},
    {"verify", nh_command_verify, "check every checksum; with --deep every invariant"},
    {"analyze", nh_command_analyze, "how a text becomes words"},
    {0},
};

int main(int argc, char **argv)
{
    const nh_verb_program program = {
        .name = NH_INDEX_NAME,
        .verbs = verbs,
        .usage = "usage: nh-index VERB [OPTION]... ARGUMENT...\n",
        .examples = "`nh-index VERB --help` explains a verb.\n"
                    "\nexamples:\n"
                    "  nh-index add news.idx stories/ more.jsonl.gz\n"
                    "  nh-search news.idx '\"Golan Heights\"'\n",
    };

    nh_heap_give_back();
    return nh_verb_main(&program, argc, argv);
}
