/* searcher/commands/show_command.c - nh-search show INDEX ID: one article, as stored. */
#include <stdio.h>
#include <string.h>

#include "common/base/bytes/escape.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "newshound/render.h"
#include "searcher/commands/article_find.h"
#include "searcher/commands/search_verbs.h"

/* How an article is asked for: "ID", or "ID#P" for one of its passages. */
typedef struct wanted {
    nh_str id;
    bool one;
    bool previous; /* of the commit before the last */
    uint32_t passage;
} wanted;

static void put_text(const nh_stored_article *a, const wanted *w, nh_buffer *out)
{
    const nh_mark all = {.at = 0, .size = (uint32_t)a->text.len};
    const nh_mark place = w->one ? a->passages[w->passage] : all;

    nh_escape_terminal(out, nh_str_part(a->text, place.at, place.size), true);
    if (out->size > 0 && out->bytes[out->size - 1] != '\n')
        nh_buf_u8(out, '\n');
}

static void put_human(const nh_stored_article *a, const wanted *w, nh_buffer *out)
{
    char date[NH_DATE_TEXT_SIZE] = {0};
    nh_date_text(a->hit.date, date);

    const nh_str id = nh_str_equal(a->hit.id, a->hit.path) ? (nh_str){NULL, 0} : a->hit.id;
    const nh_str parts[] = {nh_str_of(date), a->hit.source, a->hit.url, a->hit.path, id};
    const char *between = "";

    nh_escape_terminal(out, a->hit.headline, false);
    nh_buf_print(out, "%s", a->hit.headline.len > 0 ? "\n" : "");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].len == 0)
            continue;
        nh_buf_print(out, "%s", between);
        nh_escape_terminal(out, parts[i], false);
        between = "  ";
    }
    nh_buf_print(out, "\n\n");
    put_text(a, w, out);
}

static nh_status print_human(const nh_stored_article *a, const wanted *w,
                             const nh_sink *sink, nh_error *err)
{
    nh_buffer out = {0};
    nh_status st;

    put_human(a, w, &out);
    st = nh_buf_status(&out, err, "the article");
    if (st == NH_OK)
        (void)sink->write(sink->self, (const char *)out.bytes, out.size);
    nh_buf_free(&out);
    return st;
}

/* Splits "ID#P" where no article has the whole as its id. */
static nh_status find(nh_reader *r, wanted *w, nh_stored_article **out, nh_error *err)
{
    nh_status st = nh_article_find(r, &w->id, out, err);
    size_t hash = w->id.len;
    uint32_t number = 0;

    if (st != NH_OK || *out != NULL)
        return st;
    while (hash > 0 && w->id.ptr[hash - 1] >= '0' && w->id.ptr[hash - 1] <= '9')
        hash--;
    if (hash < 2 || hash == w->id.len || w->id.len - hash > 9 || w->id.ptr[hash - 1] != '#')
        return NH_OK;
    for (size_t i = hash; i < w->id.len; i++)
        number = number * 10 + (uint32_t)(w->id.ptr[i] - '0');
    w->id.len = hash - 1;
    w->one = true;
    w->passage = number;
    return nh_article_find(r, &w->id, out, err);
}

/* True if what is wanted is there; else *why says what is not. */
static bool is_there(const nh_stored_article *a, const wanted *w, nh_error *why)
{
    char id[128] = {0};

    (void)snprintf(id, sizeof id, "%.*s", NH_STR_ARG(w->id));
    if (a == NULL)
        (void)nh_fail(why, NH_E_ARG, id, NH_NO_OFFSET, "no article has this id");
    else if (w->one && w->passage >= a->n_passages)
        (void)nh_fail(why, NH_E_ARG, id, NH_NO_OFFSET,
                      "this article has no stored passage %u", w->passage);
    return a != NULL && (!w->one || w->passage < a->n_passages);
}

/* *found is false, with the reason in `err`, where all went well but there is no such thing. */
static nh_status show(const char *path, wanted *w, bool json, bool *found, nh_error *err)
{
    nh_program_io io;
    const nh_reader_options how = {
        .size = sizeof how, .env = nh_program_env(&io), .previous = w->previous};
    nh_reader *reader = NULL;
    nh_stored_article *article = NULL;
    const nh_sink sink = nh_program_sink();
    nh_status st = nh_reader_open(path, &how, &reader, err);

    if (st == NH_OK)
        st = find(reader, w, &article, err);
    *found = st == NH_OK && is_there(article, w, err);
    if (*found && json)
        st = nh_article_render_json(article, &sink, err);
    else if (*found)
        st = print_human(article, w, &sink, err);
    nh_stored_article_free(article);
    nh_reader_close(reader);
    return st;
}

static const char examples[] =
    "  nh-search show news.idx hk-2025-0751\n"
    "  nh-search show news.idx 'hk-2025-0751#1'   # its first passage\n"
    "  nh-search show --json news.idx stories/golan-wire.txt\n";

int nh_verb_show(int argc, char **argv)
{
    bool json = false;
    bool previous = false;
    bool help = false;
    const nh_option table[] = {
        {"json", 0, NH_OPT_FLAG, &json, NULL, "one JSON object, with the passages' places"},
        {"previous", 0, NH_OPT_FLAG, &previous, NULL,
         "of the commit before the last one, while it is kept"},
        {"help", 'h', NH_OPT_FLAG, &help, NULL, "this text"},
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, examples},
        {0},
    };
    const nh_verb_form form = {
        NH_SEARCH_NAME, "nh-search show [OPTION]... INDEX ID|ID#PASSAGE", 2, 2, &help};
    nh_error err = {0};
    bool found = false;
    int words = 0;
    int exit_code = NH_EXIT_OK;

    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    wanted w = {.id = nh_str_of(argv[1]), .previous = previous};

    if (show(argv[0], &w, json, &found, &err) != NH_OK)
        return nh_program_complain(NH_SEARCH_NAME, &err);
    if (!found)
        (void)nh_program_complain(NH_SEARCH_NAME, &err);
    return found ? NH_EXIT_OK : NH_EXIT_NOTHING;
}
