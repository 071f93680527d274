/* tests/support/makers/made_articles.c - articles drawn at random, the same ones for the same seed. */
#include "tests/support/makers/made_articles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/memory/writable.h"
#include "common/base/str.h"
#include "tests/support/cm.h"

#define TEXT_ROOM 16384u

static uint32_t draw(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*state >> 33) % below);
}

/* A word; small draws are frequent, so that some terms fill blocks and many occur once. */
static size_t put_word(char *to, uint64_t *state)
{
    static const char *const common[] = {
        "the",   "of",     "Golan",   "Heights", "barracks", "Barrack",      "U.S.",
        "us",    "US",     "Türkiye", "Turkiye", "barrack",  "co-operation", "cooperation",
        "walks", "walked", "walk",    "1,500",   "1500",     "senator's"};
    const uint32_t kind = draw(state, 10);

    if (kind < 7)
        return (size_t)snprintf(to, 32, "%s", common[draw(state, COUNT(common))]);
    if (kind < 9)
        return (size_t)snprintf(to, 32, "word%c%c", 'a' + (char)draw(state, 26),
                                'a' + (char)draw(state, 26));
    return (size_t)snprintf(to, 32, "rare%c%c%c%c", 'a' + (char)draw(state, 26),
                            'a' + (char)draw(state, 26), 'a' + (char)draw(state, 26),
                            'a' + (char)draw(state, 26));
}

static char *make_text(uint64_t *state, uint32_t words, size_t *len)
{
    char *text = (char *)malloc(TEXT_ROOM);
    size_t at = 0;

    assert_non_null(text);
    for (uint32_t i = 0; i < words && at < TEXT_ROOM - 64; i++) {
        at += put_word(text + at, state);
        if (draw(state, 12) == 0)
            text[at++] = '.';
        if (draw(state, 40) == 0)
            text[at++] = '\n';
        text[at++] = draw(state, 60) == 0 ? '\n' : ' ';
    }
    *len = at;
    return text;
}

static nh_str copy(const char *text)
{
    char *own = strdup(text);

    assert_non_null(own);
    return nh_str_of(own);
}

static void make_fields(nh_article *a, uint64_t *state)
{
    static const char *const topics[] = {"war", "peace", "trade", "grain"};
    nh_field *fields = (nh_field *)calloc(3, sizeof *fields);

    assert_non_null(fields);
    a->fields = fields;
    a->n_fields = draw(state, 4);
    for (size_t i = 0; i < a->n_fields; i++)
        fields[i] = (nh_field){NH_STR("topics"), nh_str_of(topics[draw(state, 4)])};
    if (a->n_fields == 3)
        fields[2].name = NH_STR("section");
}

static void make_skip(nh_article *a, uint64_t *state)
{
    nh_range *skip = (nh_range *)calloc(1, sizeof *skip);
    const char *newline = (const char *)memchr(a->text.ptr, '\n', a->text.len);

    assert_non_null(skip);
    a->skips = skip;
    if (newline == NULL || draw(state, 3) != 0)
        return;
    skip->size = (uint32_t)(newline - a->text.ptr);
    a->n_skips = 1;
}

static void make_article(nh_article *a, const char *prefix, size_t number, uint64_t *state)
{
    static const char *const languages[] = {"", "", "en", "de", "fr"};
    static const char *const sources[] = {"", "Daily Star", "Wire"};
    char id[64];
    size_t len;
    char *text = make_text(state, 1 + draw(state, 500), &len);

    (void)snprintf(id, sizeof id, "%s%06zu", prefix, number);
    *a = (nh_article){.size = sizeof *a, .id = copy(id), .text = {text, len}};
    text = make_text(state, draw(state, 9), &len);
    a->headline = (nh_str){text, len};
    a->language = nh_str_of(languages[draw(state, COUNT(languages))]);
    a->source = nh_str_of(sources[draw(state, COUNT(sources))]);
    a->path = copy("made.jsonl");
    a->url = NH_STR("https://example.org/a");
    a->record = number + 1;
    a->offset = number * 100;
    if (draw(state, 3) > 0)
        a->date = (nh_date){.seconds = (int64_t)draw(state, 1u << 30),
                            .precision = NH_DATE_SECOND,
                            .source = NH_DATE_FROM_FIELD};
    make_fields(a, state);
    make_skip(a, state);
}

made_articles *made_articles_new(const char *prefix, size_t count, unsigned seed)
{
    made_articles *a = (made_articles *)calloc(1, sizeof *a);
    uint64_t state = seed * 0x9e3779b97f4a7c15u + 1;

    assert_non_null(a);
    a->list = (nh_article *)calloc(count + 1, sizeof *a->list);
    assert_non_null(a->list);
    a->count = count;
    for (size_t i = 0; i < count; i++)
        make_article(&a->list[i], prefix, i, &state);
    return a;
}

void made_articles_index(const made_articles *a, const char *path, size_t each,
                         const nh_index_options *index)
{
    const nh_writer_options options = {.size = sizeof options, .index = index};
    nh_writer *w;

    assert_int_equal(nh_writer_open(path, &options, &w, NULL), NH_OK);
    for (size_t i = 0; i < a->count; i++) {
        assert_int_equal(nh_writer_add(w, &a->list[i], NULL), NH_OK);
        if (i % each == each - 1 || i + 1 == a->count)
            assert_int_equal(nh_writer_commit(w, NULL, NULL), NH_OK);
    }
    nh_writer_close(w);
}

void made_articles_free(made_articles *a)
{
    for (size_t i = 0; i < a->count; i++) {
        free(nh_writable(a->list[i].id.ptr));
        free(nh_writable(a->list[i].text.ptr));
        free(nh_writable(a->list[i].headline.ptr));
        free(nh_writable(a->list[i].path.ptr));
        free(nh_writable(a->list[i].fields));
        free(nh_writable(a->list[i].skips));
    }
    free(a->list);
    free(a);
}
