/* indexer/indexer_main.c - nh-index: articles into an index, and looks into one. */
#include <stdio.h>
#include <string.h>

#include "indexer/commands/commands.h"

static const nh_verb verbs[] = {
    {"create", nh_command_create, "make an empty index"},
    {"add", nh_command_add, "add articles from files, folders or standard input"},
    {"stats", nh_command_stats, "what an index holds, and where its bytes go"},
    {"dump", nh_command_dump, "terms, postings or an article, decoded"},
    {"verify", nh_command_verify, "check every checksum; with --deep every invariant"},
    {"analyze", nh_command_analyze, "how a text becomes words"},
    {0},
};

static void print_usage(FILE *to)
{
    fprintf(to, "usage: nh-index VERB [OPTION]... ARGUMENT...\n\n");
    nh_verb_list(verbs, to);
    fprintf(to, "\n`nh-index VERB --help` explains a verb. For example:\n"
                "  nh-index add news.idx stories/ more.jsonl.gz\n"
                "  nh-search news.idx '\"Golan Heights\"'\n");
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    const nh_verb *verb = nh_verb_find(verbs, name);
    int code = NH_EXIT_OK;

    nh_program_signals();
    if (verb != NULL) {
        code = verb->run(argc - 2, argv + 2);
    } else if (strcmp(name, "--version") == 0) {
        printf("nh-index %s\n", nh_version());
    } else if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        print_usage(stdout);
    } else {
        if (*name != '\0')
            fprintf(stderr, "nh-index: there is no verb \"%s\"\n", name);
        print_usage(stderr);
        code = NH_EXIT_USAGE;
    }
    return nh_program_finish(NH_INDEX_NAME, code);
}
