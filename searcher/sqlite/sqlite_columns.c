/* searcher/sqlite/sqlite_columns.c - the columns of a row: what was not found out is NULL. */
#include <string.h>

#include "searcher/sqlite/sqlite_cursor.h"

static void give_text(sqlite3_context *context, nh_str text)
{
    if (text.len > 0)
        sqlite3_result_text64(context, text.ptr, text.len, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static void give_date(sqlite3_context *context, nh_date date)
{
    char text[NH_DATE_TEXT_SIZE];

    nh_date_text(date, text);
    give_text(context, (nh_str){text, strlen(text)});
}

/* The passage's text with every match between the table's marks. */
static void give_marked(sqlite3_context *context, const nh_passage_hit *p,
                        const nh_sqlite_settings *settings)
{
    const char *open = settings->mark_open != NULL ? settings->mark_open : "[";
    const char *close = settings->mark_close != NULL ? settings->mark_close : "]";
    sqlite3_str *out = sqlite3_str_new(sqlite3_context_db_handle(context));
    size_t at = 0;
    int rc;

    for (size_t i = 0; i < p->n_marks; i++) {
        const size_t begin = p->marks[i].at;
        const size_t size = p->marks[i].size;

        sqlite3_str_append(out, p->text.ptr + at, (int)(begin - at));
        sqlite3_str_appendall(out, open);
        sqlite3_str_append(out, p->text.ptr + begin, (int)size);
        sqlite3_str_appendall(out, close);
        at = begin + size;
    }
    sqlite3_str_append(out, p->text.ptr + at, (int)(p->text.len - at));
    rc = sqlite3_str_errcode(out);
    if (rc == SQLITE_OK)
        sqlite3_result_text(context, sqlite3_str_finish(out), -1, sqlite3_free);
    else
        sqlite3_free(sqlite3_str_finish(out));
    if (rc != SQLITE_OK)
        sqlite3_result_error_code(context, rc);
}

/* The article's whole text, read when it is first asked for. */
static int give_article(nh_sqlite_cursor *c, sqlite3_context *context)
{
    nh_reader *reader = ((nh_sqlite_table *)(void *)c->base.pVtab)->reader;
    nh_error err = {0};

    if (c->article == NULL &&
        nh_article_get(reader, c->hit.id.ptr, c->hit.id.len, &c->article, &err) != NH_OK)
        return nh_sqlite_complain(&c->base.pVtab->zErrMsg, &err);
    if (c->article != NULL)
        give_text(context, c->article->text);
    return SQLITE_OK;
}

/* What only a question finds out, NULL without one, whatever the plan is; true if `column` is such
 * a thing. */
static bool give_found(const nh_sqlite_cursor *c, sqlite3_context *context, int column)
{
    const nh_sqlite_settings *settings =
        &((const nh_sqlite_table *)(const void *)c->base.pVtab)->settings;
    const nh_passage_hit *p = &c->passage;

    switch (column) {
    case NH_SQLITE_SCORE:
        if (c->asked)
            sqlite3_result_double(context, (double)c->hit.score / (double)NH_SCORE_ONE);
        return true;
    case NH_SQLITE_RANK:
        if (c->asked)
            sqlite3_result_int64(context, (sqlite3_int64)(c->before + c->i + 1));
        return true;
    case NH_SQLITE_SNIPPET:
        if (c->asked)
            give_text(context, p->text);
        return true;
    case NH_SQLITE_MARKED:
        if (c->asked && p->text.len > 0)
            give_marked(context, p, settings);
        return true;
    case NH_SQLITE_PASSAGE:
        if (c->asked && c->hit.passages > 0)
            sqlite3_result_int64(context, p->number);
        return true;
    case NH_SQLITE_LINE:
        if (c->asked && p->text.len > 0)
            sqlite3_result_int64(context, (sqlite3_int64)p->line);
        return true;
    default:
        return false;
    }
}

int nh_sqlite_cursor_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
    nh_sqlite_cursor *c = (nh_sqlite_cursor *)(void *)base;
    const nh_hit *hit = &c->hit;

    if (give_found(c, context, column))
        return SQLITE_OK;
    if (column == NH_SQLITE_DATE)
        give_date(context, hit->date);
    else if (column == NH_SQLITE_ID)
        give_text(context, hit->id);
    else if (column == NH_SQLITE_TITLE)
        give_text(context, hit->headline);
    else if (column == NH_SQLITE_SOURCE)
        give_text(context, hit->source);
    else if (column == NH_SQLITE_LANG)
        give_text(context, hit->language);
    else if (column == NH_SQLITE_URL)
        give_text(context, hit->url);
    else if (column == NH_SQLITE_PATH)
        give_text(context, hit->path);
    else if (column == NH_SQLITE_TEXT)
        return give_article(c, context);
    return SQLITE_OK;
}
