/* common/base/program/options_help.c - option tables shown to people, and to programs. */
#include <string.h>

#include "common/base/program/options.h"

/* "  -n, --limit N": the left column. */
static void print_names(char *to, size_t room, const nh_option *o)
{
    char letter[8] = "    ";
    const char *argument = o->kind == NH_OPT_FLAG || o->argument == NULL ? "" : o->argument;

    if (o->letter != 0)
        snprintf(letter, sizeof letter, o->name != NULL ? "-%c, " : "-%c", o->letter);
    snprintf(to, room, "  %s%s%s%s%s", letter, o->name != NULL ? "--" : "",
             o->name != NULL ? o->name : "", argument[0] != '\0' ? " " : "", argument);
}

#define LEFT_COLUMN 28

static void print_examples(const nh_option *table, FILE *to)
{
    for (const nh_option *o = table; o->kind != NH_OPT_END; o++)
        if (o->kind == NH_OPT_EXAMPLES)
            fprintf(to, "\nexamples:\n%s", o->help);
}

void nh_options_help(const nh_option *table, const char *usage, FILE *to)
{
    fprintf(to, "usage: %s\n", usage);
    if (table->kind != NH_OPT_HEADING && table->kind != NH_OPT_END)
        fprintf(to, "\n");
    for (const nh_option *o = table; o->kind != NH_OPT_END; o++) {
        char names[128];

        if (o->help == NULL || o->kind == NH_OPT_EXAMPLES)
            continue;
        if (o->kind == NH_OPT_HEADING) {
            fprintf(to, "\n%s\n", o->help);
            continue;
        }
        print_names(names, sizeof names, o);
        if (strlen(names) >= LEFT_COLUMN)
            fprintf(to, "%s\n%*s%s\n", names, LEFT_COLUMN, "", o->help);
        else
            fprintf(to, "%-*s%s\n", LEFT_COLUMN, names, o->help);
    }
    print_examples(table, to);
}

/* What a program is told of a kind; NULL for rows that are no options. */
static const char *kind_name(nh_option_kind kind)
{
    switch (kind) {
    case NH_OPT_FLAG:
        return "flag";
    case NH_OPT_COUNT:
        return "count";
    case NH_OPT_SIZE:
        return "size";
    case NH_OPT_REAL:
        return "real";
    case NH_OPT_TEXT:
        return "text";
    case NH_OPT_LIST:
        return "list";
    case NH_OPT_CHOICE:
        return "choice";
    case NH_OPT_HEADING:
    case NH_OPT_EXAMPLES:
    case NH_OPT_END:
        break;
    }
    return NULL;
}

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

void nh_options_list(const nh_option *table, const char *usage, FILE *to)
{
    fprintf(to, "usage\t%s\n", usage);
    for (const nh_option *o = table; o->kind != NH_OPT_END; o++) {
        const char letter[2] = {o->letter, '\0'};
        const char *kind = kind_name(o->kind);

        if (kind != NULL && o->help != NULL)
            fprintf(to, "option\t%s\t%s\t%s\t%s\t%s\n", letter, or_empty(o->name), kind,
                    or_empty(o->argument), o->help);
    }
}
