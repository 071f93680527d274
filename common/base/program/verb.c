/* common/base/program/verb.c - verbs found by name, their command lines read. */
#include "common/base/program/verb.h"

#include <string.h>

#include "common/base/program/program.h"

#define HELP_AS_TABLE "--help=table"

/* The verb called `name`, or NULL. */
static const nh_verb *find_verb(const nh_verb *table, const char *name)
{
    for (const nh_verb *v = table; v->name != NULL; v++)
        if (strcmp(v->name, name) == 0)
            return v;
    return NULL;
}

/* One line for each verb, in columns. */
static void print_verbs(const nh_verb *table, FILE *to)
{
    for (const nh_verb *v = table; v->name != NULL; v++)
        fprintf(to, "  %-9s %s\n", v->name, v->help);
}

/* The verbs for a program, in lines with tabs: "verb", name, help; then "other" if there may be
 * none; then what may stand instead, as nh_options_list() has it. */
static void list_verbs(const nh_verb_program *p, FILE *to)
{
    bool given = false;
    const nh_option table[] = {
        {"help", 'h', NH_OPT_FLAG, &given, NULL, "this text"},
        {"version", 0, NH_OPT_FLAG, &given, NULL, "the version"},
        {0},
    };

    for (const nh_verb *v = p->verbs; v->name != NULL; v++)
        fprintf(to, "verb\t%s\t%s\n", v->name, v->help);
    if (p->other != NULL)
        fprintf(to, "other\n");
    nh_options_list(table, p->name, to);
}

static void print_usage(const nh_verb_program *p, FILE *to)
{
    fprintf(to, "%s\n", p->usage);
    print_verbs(p->verbs, to);
    fprintf(to, "\n%s", p->examples);
}

static bool is_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

/* A command line that begins with no verb. */
static int run_other(const nh_verb_program *p, int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "";
    const bool own = argc == 2 || p->other == NULL;

    if (own && strcmp(word, "--version") == 0) {
        printf("%s %s\n", p->name, nh_version());
        return NH_EXIT_OK;
    }
    if (own && is_help(word)) {
        print_usage(p, stdout);
        return NH_EXIT_OK;
    }
    if (own && strcmp(word, HELP_AS_TABLE) == 0) {
        list_verbs(p, stdout);
        return NH_EXIT_OK;
    }
    if (argc > 1 && p->other != NULL)
        return p->other(argc - 1, argv + 1);
    if (argc > 2 && strcmp(word, "help") == 0)
        word = argv[2];
    if (*word != '\0')
        fprintf(stderr, "%s: there is no verb \"%s\"\n", p->name, word);
    print_usage(p, stderr);
    return NH_EXIT_USAGE;
}

/* "help" alone or "help VERB". Where every line begins with a verb, "help --help" is the first of
 * these, and words behind the second change nothing; elsewhere both are lines of p->other. */
static bool run_help(const nh_verb_program *p, int argc, char **argv, int *exit_code)
{
    char option[] = "--help";
    char *words[] = {option, NULL};
    const bool named = argc == 3 || (argc > 3 && p->other == NULL);
    const nh_verb *verb = named ? find_verb(p->verbs, argv[2]) : NULL;
    const bool alone = argc == 2 || (argc == 3 && p->other == NULL && is_help(argv[2]));

    if (argc < 2 || strcmp(argv[1], "help") != 0 || (!alone && verb == NULL))
        return false;
    *exit_code = NH_EXIT_OK;
    if (verb != NULL)
        *exit_code = verb->run(1, words);
    else
        print_usage(p, stdout);
    return true;
}

int nh_verb_main(const nh_verb_program *p, int argc, char **argv)
{
    const nh_verb *verb = argc > 1 ? find_verb(p->verbs, argv[1]) : NULL;
    int exit_code = NH_EXIT_OK;

    nh_program_keep_streams();
    nh_program_signals();
    if (verb != NULL)
        exit_code = verb->run(argc - 2, argv + 2);
    else if (!run_help(p, argc, argv, &exit_code))
        exit_code = run_other(p, argc, argv);
    return nh_program_finish(p->name, exit_code);
}

bool nh_verb_begin(const nh_option *table, const nh_verb_form *form, int argc, char **argv,
                   int *words, int *exit_code)
{
    nh_error err = {0};

    *exit_code = NH_EXIT_OK;
    if (argc > 0 && strcmp(argv[argc - 1], HELP_AS_TABLE) == 0) {
        nh_options_list(table, form->usage, stdout);
        return false;
    }
    if (nh_options_read(table, argc, argv, 0, words, &err) != NH_OK) {
        *exit_code = nh_program_complain(form->program, &err);
        return false;
    }
    if (*form->help) {
        nh_options_help(table, form->usage, stdout);
        return false;
    }
    if (*words < form->least || *words > form->most) {
        fprintf(stderr, "usage: %s\n`--help` explains more\n", form->usage);
        *exit_code = NH_EXIT_USAGE;
        return false;
    }
    return true;
}
