/* common/base/program/verb.c - verbs found by name, their command lines read. */
#include "common/base/program/verb.h"

#include <string.h>

#include "common/base/program/program.h"

const nh_verb *nh_verb_find(const nh_verb *table, const char *name)
{
    for (const nh_verb *v = table; v->name != NULL; v++)
        if (strcmp(v->name, name) == 0)
            return v;
    return NULL;
}

void nh_verb_list(const nh_verb *table, FILE *to)
{
    for (const nh_verb *v = table; v->name != NULL; v++)
        fprintf(to, "  %-9s %s\n", v->name, v->help);
}

bool nh_verb_begin(const nh_option *table, const nh_verb_form *form, int argc, char **argv,
                   int *words, int *exit_code)
{
    nh_error err = {0};

    *exit_code = NH_EXIT_OK;
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
