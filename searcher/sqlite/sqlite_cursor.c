/* searcher/sqlite/sqlite_cursor.c - a question's hits, fetched page by page as SQLite asks for rows. */
#include <string.h>

#include "searcher/sqlite/sqlite_cursor.h"

/*
 * Most statements stop early, some read everything: each page is four times the one before. An
 * answer is the same every time, so pages of the same question fit together without a seam.
 */
enum { FIRST_PAGE = 128, LARGEST_PAGE = 16384, MOST_HITS = 1000000 };

static nh_sqlite_table *table_of(const nh_sqlite_cursor *c)
{
    return (nh_sqlite_table *)(void *)c->base.pVtab;
}

static int complain(nh_sqlite_cursor *c, const nh_error *err)
{
    return nh_sqlite_complain(&c->base.pVtab->zErrMsg, err);
}

/* Whatever was read for the row before. */
static void leave_row(nh_sqlite_cursor *c)
{
    nh_stored_article_free(c->article);
    c->article = NULL;
    memset(&c->hit, 0, sizeof c->hit);
    memset(&c->passage, 0, sizeof c->passage);
}

static void reset(nh_sqlite_cursor *c)
{
    leave_row(c);
    nh_results_free(c->page);
    nh_query_free(c->query);
    c->page = NULL;
    c->query = NULL;
    c->before = c->n = c->i = 0;
    c->asked = false;
    c->done = true;
}

int nh_sqlite_cursor_open(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
    nh_sqlite_table *table = (nh_sqlite_table *)(void *)base;
    nh_sqlite_cursor *c;
    const int rc = nh_sqlite_table_refresh(table);

    if (rc != SQLITE_OK)
        return rc;
    c = sqlite3_malloc64(sizeof *c);
    if (c == NULL)
        return SQLITE_NOMEM;
    memset(c, 0, sizeof *c);
    c->done = true;
    table->cursors++;
    *out = &c->base;
    return SQLITE_OK;
}

int nh_sqlite_cursor_close(sqlite3_vtab_cursor *base)
{
    nh_sqlite_cursor *c = (nh_sqlite_cursor *)(void *)base;

    reset(c);
    table_of(c)->cursors--;
    sqlite3_free(c);
    return SQLITE_OK;
}

/* Makes hit i of the page the row. */
static void show(nh_sqlite_cursor *c)
{
    leave_row(c);
    (void)nh_results_hit(c->page, (size_t)c->i, &c->hit);
    (void)nh_results_passage(c->page, (size_t)c->i, 0, &c->passage);
}

static int refuse_more(nh_sqlite_cursor *c)
{
    nh_error err = {NH_E_LIMIT, NH_NO_OFFSET, "",
                    "more than 1,000,000 hits: narrow the question down, or say LIMIT"};

    return complain(c, &err);
}

/* Fetches the page behind the hits that were shown. */
static int fetch(nh_sqlite_cursor *c)
{
    const nh_sqlite_settings *settings = &table_of(c)->settings;
    const uint64_t room = MOST_HITS - c->before;
    nh_results_facts facts = {.size = sizeof facts};
    nh_search_options options = {.size = sizeof options,
                                 .limit = c->limit < room ? c->limit : room,
                                 .skip = c->before,
                                 .by = c->asked ? settings->by : NH_BY_ARTICLE,
                                 .match = settings->match,
                                 .snippet = settings->snippet,
                                 .no_text =
                                     !c->asked || (c->wanted & NH_SQLITE_PLAN_TEXT) == 0,
                                 .deadline = settings->deadline,
                                 .ids_only = (c->wanted & NH_SQLITE_PLAN_STORED) == 0};
    nh_error err = {0};

    if (room == 0)
        return refuse_more(c);
    nh_results_free(c->page);
    c->page = NULL;
    if (nh_search(table_of(c)->searcher, c->query, &options, &c->page, &err) != NH_OK)
        return complain(c, &err);
    nh_results_facts_get(c->page, &facts);
    c->limit = options.limit;
    c->n = facts.hits;
    c->i = 0;
    c->done = c->n == 0;
    if (!c->done)
        show(c);
    return SQLITE_OK;
}

int nh_sqlite_cursor_next(sqlite3_vtab_cursor *base)
{
    nh_sqlite_cursor *c = (nh_sqlite_cursor *)(void *)base;

    if (++c->i < c->n) {
        show(c);
        return SQLITE_OK;
    }
    leave_row(c);
    c->done = true;
    if (c->query == NULL || c->n < c->limit)
        return SQLITE_OK;
    c->before += c->n;
    c->limit = 4 * c->limit < LARGEST_PAGE ? 4 * c->limit : LARGEST_PAGE;
    return fetch(c);
}

int nh_sqlite_cursor_done(sqlite3_vtab_cursor *base)
{
    return ((nh_sqlite_cursor *)(void *)base)->done;
}

static int look_up(nh_sqlite_cursor *c, sqlite3_value *id)
{
    const char *text = (const char *)sqlite3_value_text(id);
    const size_t len = (size_t)sqlite3_value_bytes(id);
    nh_error err = {0};

    if (text == NULL)
        return sqlite3_value_type(id) == SQLITE_NULL ? SQLITE_OK : SQLITE_NOMEM;
    if (nh_article_get(table_of(c)->reader, text, len, &c->article, &err) != NH_OK)
        return complain(c, &err);
    c->done = c->article == NULL;
    if (!c->done)
        c->hit = c->article->hit;
    return SQLITE_OK;
}

static int parse(nh_sqlite_cursor *c, const char *text, size_t len)
{
    const nh_sqlite_settings *settings = &table_of(c)->settings;
    const nh_query_options options = {.size = sizeof options,
                                      .strict = settings->strict,
                                      .raw = settings->raw,
                                      .language = settings->language};
    nh_error err = {0};

    if (nh_query_parse(table_of(c)->reader, text, len, &options, &c->query, &err) != NH_OK)
        return complain(c, &err);
    return SQLITE_OK;
}

/* Every article: the question "*", which no setting can make a word. */
static int ask_for_all(nh_sqlite_cursor *c)
{
    nh_error err = {0};

    if (nh_query_parse(table_of(c)->reader, "*", 1, NULL, &c->query, &err) != NH_OK)
        return complain(c, &err);
    return SQLITE_OK;
}

/* Asks with the question in `value`; without a question there is no row. */
static int ask(nh_sqlite_cursor *c, sqlite3_value *value)
{
    const char *text = (const char *)sqlite3_value_text(value);

    if (text == NULL)
        return sqlite3_value_type(value) == SQLITE_NULL ? SQLITE_OK : SQLITE_NOMEM;
    return parse(c, text, (size_t)sqlite3_value_bytes(value));
}

/* How many rows the statement can take at once, as far as it says. */
static uint64_t first_page(int plan, sqlite3_value **argv)
{
    const bool limited = (plan & NH_SQLITE_PLAN_LIMIT) != 0;
    const bool offset = (plan & NH_SQLITE_PLAN_OFFSET) != 0;
    sqlite3_int64 rows = limited ? sqlite3_value_int64(*argv++) : -1;
    sqlite3_int64 passed = offset ? sqlite3_value_int64(*argv) : 0;

    if (rows < 0 || rows > MOST_HITS)
        return FIRST_PAGE;
    passed = passed < 0 ? 0 : passed;
    if (passed > MOST_HITS - rows)
        return MOST_HITS;
    return rows + passed > 0 ? (uint64_t)(rows + passed) : 1;
}

int nh_sqlite_cursor_start(sqlite3_vtab_cursor *base, int plan, const char *unused,
                           int argc, sqlite3_value **argv)
{
    nh_sqlite_cursor *c = (nh_sqlite_cursor *)(void *)base;
    int rc;

    (void)unused;
    (void)argc;
    reset(c);
    if ((plan & NH_SQLITE_PLAN_LOOKUP) != 0)
        return look_up(c, argv[0]);
    c->asked = (plan & NH_SQLITE_PLAN_MATCH) != 0;
    rc = c->asked ? ask(c, *argv++) : ask_for_all(c);
    if (rc != SQLITE_OK || c->query == NULL)
        return rc;
    c->wanted = plan & (NH_SQLITE_PLAN_TEXT | NH_SQLITE_PLAN_STORED);
    c->limit = first_page(plan, argv);
    return fetch(c);
}
