/* searcher/sqlite/sqlite_settings.c - what stands between the parentheses of CREATE VIRTUAL TABLE. */
#include <string.h>

#include "searcher/sqlite/sqlite_table.h"

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A copy of [at, end) without blanks around it, and without quotes if it is quoted. */
static char *unquote(const char *at, const char *end)
{
    char *text;
    size_t n = 0;
    char quote;

    while (at < end && is_blank(*at))
        at++;
    while (at < end && is_blank(end[-1]))
        end--;
    text = sqlite3_malloc64((sqlite3_uint64)(end - at) + 1);
    if (text == NULL)
        return NULL;
    quote = at < end && (*at == '\'' || *at == '"') ? *at++ : '\0';
    for (; at < end; at++) {
        if (quote != '\0' && *at == quote && ++at == end)
            break; /* the closing one; inside, a quote is doubled */
        text[n++] = *at;
    }
    text[n] = '\0';
    return text;
}

static int complain(char **message, const char *name, const char *value, const char *wanted)
{
    *message = sqlite3_mprintf("newshound: %s=%s: wanted is %s", name, value, wanted);
    return *message != NULL ? SQLITE_ERROR : SQLITE_NOMEM;
}

/* The place of `value` in `names`, "a, b or c" with the words in order; -1 if it is none. */
static int place_of(const char *value, const char *const *names)
{
    for (int i = 0; names[i] != NULL; i++)
        if (sqlite3_stricmp(value, names[i]) == 0)
            return i;
    return -1;
}

static int read_flag(const char *value, bool *out)
{
    static const char *const names[] = {"0", "1", "no", "yes", "false", "true", NULL};
    const int place = place_of(value, names);

    *out = place % 2 == 1;
    return place < 0 ? SQLITE_ERROR : SQLITE_OK;
}

static int read_match(const char *value, nh_match *out)
{
    static const char *const names[] = {"auto", "all", "any", NULL};
    static const nh_match values[] = {NH_MATCH_AUTO, NH_MATCH_ALL, NH_MATCH_ANY};
    const int place = place_of(value, names);

    if (place < 0)
        return SQLITE_ERROR;
    *out = values[place];
    return SQLITE_OK;
}

static int read_by(const char *value, nh_by *out)
{
    static const char *const names[] = {"article", "passage", NULL};
    const int place = place_of(value, names);

    *out = place == 1 ? NH_BY_PASSAGE : NH_BY_ARTICLE;
    return place < 0 ? SQLITE_ERROR : SQLITE_OK;
}

static int read_number(const char *value, uint32_t *out)
{
    uint32_t n = 0;

    for (; *value >= '0' && *value <= '9' && n <= 1000000; value++)
        n = 10 * n + (uint32_t)(*value - '0');
    *out = n;
    return *value != '\0' || n == 0 || n > 1000000 ? SQLITE_ERROR : SQLITE_OK;
}

static int read_marks(const char *value, nh_sqlite_settings *out)
{
    const char *bar = strchr(value, '|');

    if (bar == NULL)
        return SQLITE_ERROR;
    sqlite3_free(out->mark_open);
    sqlite3_free(out->mark_close);
    out->mark_open = sqlite3_mprintf("%.*s", (int)(bar - value), value);
    out->mark_close = sqlite3_mprintf("%s", bar + 1);
    return out->mark_open != NULL && out->mark_close != NULL ? SQLITE_OK : SQLITE_NOMEM;
}

static int read_language(const char *value, nh_sqlite_settings *out)
{
    sqlite3_free(out->language);
    out->language = sqlite3_mprintf("%s", value);
    return out->language != NULL ? SQLITE_OK : SQLITE_NOMEM;
}

/* SQLITE_ERROR with *wanted NULL: there is no such option. */
static int read_value(const char *name, const char *value, nh_sqlite_settings *out,
                      const char **wanted)
{
    static const char *const names[] = {"match", "by",   "mark",     "snippet", "strict",
                                        "raw",   "lang", "deadline", NULL};

    switch (place_of(name, names)) {
    case 0:
        *wanted = "auto, all or any";
        return read_match(value, &out->match);
    case 1:
        *wanted = "article or passage";
        return read_by(value, &out->by);
    case 2:
        *wanted = "what stands before and behind a match, with a | between";
        return read_marks(value, out);
    case 3:
        *wanted = "a number of bytes up to 1000000";
        return read_number(value, &out->snippet);
    case 4:
        *wanted = "yes or no";
        return read_flag(value, &out->strict);
    case 5:
        *wanted = "yes or no";
        return read_flag(value, &out->raw);
    case 6:
        *wanted = "a language code";
        return read_language(value, out);
    case 7:
        *wanted = "a number of milliseconds up to 1000000";
        return read_number(value, &out->deadline);
    default:
        *wanted = NULL;
        return SQLITE_ERROR;
    }
}

static int read_option(const char *text, nh_sqlite_settings *out, char **message)
{
    const char *sign = strchr(text, '=');
    const char *wanted = NULL;
    char *name = NULL;
    char *value = NULL;
    int rc = SQLITE_NOMEM;

    if (sign == NULL)
        return complain(message, "option", text, "name=value");
    name = unquote(text, sign);
    value = unquote(sign + 1, text + strlen(text));
    if (name != NULL && value != NULL)
        rc = read_value(name, value, out, &wanted);
    if (rc == SQLITE_ERROR && wanted != NULL)
        rc = complain(message, name, value, wanted);
    else if (rc == SQLITE_ERROR)
        rc = complain(message, "option", name,
                      "match, by, mark, snippet, strict, raw, lang or deadline");
    sqlite3_free(name);
    sqlite3_free(value);
    return rc;
}

int nh_sqlite_settings_read(int argc, const char *const *argv, nh_sqlite_settings *out,
                            char **message)
{
    int rc = SQLITE_OK;

    if (argc < 1) {
        *message = sqlite3_mprintf("newshound: the path of an index is missing: "
                                   "CREATE VIRTUAL TABLE n USING newshound('news.idx')");
        return *message != NULL ? SQLITE_ERROR : SQLITE_NOMEM;
    }
    out->path = unquote(argv[0], argv[0] + strlen(argv[0]));
    if (out->path == NULL)
        return SQLITE_NOMEM;
    for (int i = 1; i < argc && rc == SQLITE_OK; i++)
        rc = read_option(argv[i], out, message);
    return rc;
}

void nh_sqlite_settings_free(nh_sqlite_settings *settings)
{
    sqlite3_free(settings->path);
    sqlite3_free(settings->mark_open);
    sqlite3_free(settings->mark_close);
    sqlite3_free(settings->language);
}
