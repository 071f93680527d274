/* tests/support/rows/conformance.c - the rows of tests/conformance, read for whoever asks them. */
#include "tests/support/rows/conformance.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/cm.h"

#define LONGEST_LINE 4096

static int is_table(const struct dirent *entry)
{
    const size_t size = strlen(entry->d_name);

    return size > 4 && strcmp(entry->d_name + size - 4, ".tsv") == 0;
}

/* The code between the two dots of articles.de.tsv; "en" where there is one dot. */
static void language_of(const char *file, char out[8])
{
    const char *first = strchr(file, '.');
    const char *last = strrchr(file, '.');

    if (first == last)
        first = NULL;
    snprintf(out, 8, "%.*s", first != NULL ? (int)(last - first - 1) : 2,
             first != NULL ? first + 1 : "en");
}

/* Splits a line into its four fields; false for a comment or an empty line. */
static bool read_row(char *line, conformance_row *row)
{
    char *rest = line;
    const char *expected;

    line[strcspn(line, "\n")] = '\0';
    if (line[0] == '#' || line[0] == '\0')
        return false;
    row->text = strsep(&rest, "\t");
    row->query = strsep(&rest, "\t");
    expected = strsep(&rest, "\t");
    row->reason = strsep(&rest, "\t");
    if (row->reason == NULL || rest != NULL ||
        (strcmp(expected, "yes") != 0 && strcmp(expected, "no") != 0))
        fail_msg("%s:%zu: not four fields, or neither yes nor no", row->file, row->line);
    row->expected = strcmp(expected, "yes") == 0;
    return true;
}

static void ask_file(const char *directory, const char *name, conformance_ask *ask,
                     void *context, conformance_score *score)
{
    conformance_row row = {.file = name};
    char line[LONGEST_LINE];
    char language[8];
    char path[2048];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", directory, name);
    file = fopen(path, "r");
    if (file == NULL)
        fail_msg("cannot read %s", path);
    language_of(name, language);
    row.language = language;
    while (fgets(line, sizeof(line), file) != NULL) {
        row.line++;
        if (!read_row(line, &row))
            continue;
        score->asked++;
        if (ask(&row, context))
            score->right++;
        else
            print_message("%s:%zu: %s finds %s: want %s (%s)\n", name, row.line, row.query,
                          row.text, row.expected ? "yes" : "no", row.reason);
    }
    fclose(file);
}

conformance_score conformance_ask_all(const char *without, conformance_ask *ask,
                                      void *context)
{
    const char *source = getenv("NH_SOURCE");
    conformance_score score = {0, 0};
    struct dirent **files = NULL;
    char directory[900];
    int count;
    int i;

    snprintf(directory, sizeof(directory), "%s/tests/conformance",
             source != NULL ? source : ".");
    count = scandir(directory, &files, is_table, alphasort);
    if (count <= 0)
        fail_msg("no rows below %s", directory);
    for (i = 0; i < count; i++) {
        if (without == NULL || strcmp(files[i]->d_name, without) != 0)
            ask_file(directory, files[i]->d_name, ask, context, &score);
        free(files[i]);
    }
    free(files);
    return score;
}
