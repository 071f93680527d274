/* tests/examples/own_source.c - articles of your own: own_source INDEX, from a table in memory. */
#include <newshound/indexer.h>
#include <stdio.h>
#include <string.h>

/* Where your articles are: rows of a database, messages of a queue, ... */
struct row {
    const char *id, *headline, *published, *section, *text;
};

static const struct row rows[] = {
    {"tides/1", "Harbour opens the east lock", "2025-03-02", "Harbour",
     "The east lock is open again. Its gates were rebuilt over the winter.\n\n"
     "The harbour master expects forty boats a day.\n"},
    {"tides/2", "Ferry to the islands runs at night", "2025-03-05", "Harbour",
     "From April on the ferry sails at night, too. The crews had asked for it.\n"},
    {"tides/1", "Harbour opens the east lock", "2025-03-02", "Harbour",
     "The same article, delivered twice.\n"},
    {"tides/3", "Choir sings in the dry dock", "2025-03-09", "Culture",
     "Two hundred people heard the choir in the dry dock, where every word comes back.\n"},
};

static nh_str text_of(const char *text)
{
    return (nh_str){text, strlen(text)};
}

/* Everything is borrowed for the call of nh_writer_add(): nothing needs to be copied. */
static nh_status add_row(nh_writer *writer, const struct row *row, nh_error *err)
{
    const nh_field section = {text_of("section"), text_of(row->section)};
    nh_article article = {
        .size = sizeof article,
        .id = text_of(row->id),
        .headline = text_of(row->headline),
        .text = text_of(row->text),
        .source = text_of("The Tides"),
        .fields = &section,
        .n_fields = 1,
    };

    if (!nh_date_parse(text_of(row->published), &article.date))
        printf("%s has no date\n", row->id);
    return nh_writer_add(writer, &article, err);
}

static nh_status add_all(nh_writer *writer, nh_error *err)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const nh_status st = add_row(writer, &rows[i], err);

        if (st == NH_E_REFUSED || st == NH_E_LIMIT)
            printf("%s is left out: %s\n", rows[i].id, err->what);
        else if (st != NH_OK)
            return st;
    }
    return NH_OK;
}

int main(int argc, char **argv)
{
    nh_error err = {0};
    nh_writer *writer = NULL;
    nh_commit_facts facts = {.size = sizeof facts};
    nh_status st;

    if (argc != 2)
        return 2;
    st = nh_writer_open(argv[1], NULL, &writer, &err);
    if (st == NH_OK)
        st = add_all(writer, &err);
    if (st == NH_OK)
        st = nh_writer_commit(writer, &facts, &err); /* from here on it can be found */
    nh_writer_close(writer);                         /* without a commit: as before  */
    if (st != NH_OK)
        fprintf(stderr, "%s: %s\n", err.where, err.what);
    else
        printf("%d articles with %d words\n", (int)facts.articles, (int)facts.tokens);
    return st == NH_OK ? 0 : 1;
}
