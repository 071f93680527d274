/* tests/support/transcripts/index_lines.c - what an index holds, as sorted lines of text. */
#include "tests/support/transcripts/index_lines.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "common/segment/articles/articles_reader.h"
#include "common/segment/articles/ids_reader.h"
#include "common/segment/articles/keywords_reader.h"
#include "common/segment/articles/stored_reader.h"
#include "common/segment/file/index.h"
#include "common/segment/impact.h"
#include "common/segment/postings/postings_reader.h"
#include "common/text/passages/passages.h"
#include "indexer/settings.h"
#include "tests/support/cm.h"

struct index_lines {
    char **list;
    size_t count;
    size_t capacity;
};

index_lines *index_lines_new(void)
{
    index_lines *lines = (index_lines *)calloc(1, sizeof *lines);

    assert_non_null(lines);
    return lines;
}

void index_lines_free(index_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->list[i]);
    free(lines->list);
    free(lines);
}

size_t index_lines_count(const index_lines *lines)
{
    return lines->count;
}

static void NH_PRINTF(2, 3) add(index_lines *lines, const char *fmt, ...)
{
    char *line;
    va_list args;

    if (lines->count == lines->capacity) {
        lines->capacity = lines->capacity > 0 ? lines->capacity * 2 : 1024;
        lines->list = (char **)realloc(lines->list, lines->capacity * sizeof *lines->list);
        assert_non_null(lines->list);
    }
    va_start(args, fmt);
    assert_true(vasprintf(&line, fmt, args) >= 0);
    va_end(args);
    lines->list[lines->count++] = line;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void index_lines_compare(index_lines *a, index_lines *b)
{
    const size_t n = a->count < b->count ? a->count : b->count;

    if (a->count > 0)
        qsort(a->list, a->count, sizeof *a->list, compare);
    if (b->count > 0)
        qsort(b->list, b->count, sizeof *b->list, compare);
    for (size_t i = 0; i < n; i++)
        assert_string_equal(a->list[i], b->list[i]);
    assert_int_equal(a->count, b->count);
}

/* ---- expected ----------------------------------------------------------------------- */

static uint64_t hash(nh_str s)
{
    uint64_t h = 1;

    for (size_t i = 0; i < s.len; i++)
        h = h * 31 + (uint8_t)s.ptr[i];
    return h;
}

static void expect_passages(index_lines *lines, nh_str id, const nh_analyzer *analyzer,
                            const nh_cut *cut, bool stored)
{
    for (size_t p = 0; p < cut->n_passages; p++) {
        const nh_passage *passage = &cut->passages[p];

        add(lines, "passage %.*s/%zu %u %u %u", NH_STR_ARG(id), p, passage->count,
            passage->span, passage->flags);
        if (stored)
            add(lines, "place %.*s/%zu %u %u", NH_STR_ARG(id), p, passage->at,
                passage->size);
        for (size_t i = 0; i < passage->count; i++) {
            const nh_passage_token *t = &cut->tokens[passage->first + i];
            const nh_word *w = nh_analyzer_word(analyzer, t->word);

            add(lines, "word %.*s %.*s/%zu %u %.*s %u %u", NH_STR_ARG(w->term),
                NH_STR_ARG(id), p, t->pos, NH_STR_ARG(w->form), w->flags, w->span);
        }
    }
}

static void add_keyword(index_lines *lines, nh_str id, nh_str name, nh_str value)
{
    if (value.len > 0)
        add(lines, "keyword %.*s %.*s %.*s", NH_STR_ARG(id), NH_STR_ARG(name),
            NH_STR_ARG(value));
}

/* A value that comes twice counts once. */
static bool is_repeated(const nh_article *a, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (nh_str_equal(a->fields[i].name, a->fields[at].name) &&
            nh_str_equal(a->fields[i].value, a->fields[at].value))
            return true;
    return false;
}

static void expect_article(index_lines *lines, const nh_article *a, bool stored)
{
    const nh_str text = stored ? a->text : (nh_str){NULL, 0};

    add(lines, "article %.*s %.*s %" PRIx64 " %.*s %.*s %.*s %" PRIu64 " %" PRIu64 " %d",
        NH_STR_ARG(a->id), NH_STR_ARG(a->headline), hash(text), NH_STR_ARG(a->url),
        NH_STR_ARG(a->path), NH_STR_ARG(a->language), a->record, a->offset, a->plain);
    add(lines, "date %.*s %" PRId64 " %d %d", NH_STR_ARG(a->id), a->date.seconds,
        a->date.precision, a->date.source);
    for (size_t i = 0; stored && i < a->n_skips; i++)
        add(lines, "skip %.*s %u %u", NH_STR_ARG(a->id), a->skips[i].at, a->skips[i].size);
    add_keyword(lines, a->id, NH_STR("source"), a->source);
    add_keyword(lines, a->id, NH_STR("lang"), a->language);
    for (size_t i = 0; i < a->n_fields; i++)
        if (!is_repeated(a, i))
            add_keyword(lines, a->id, a->fields[i].name, a->fields[i].value);
}

void index_lines_expect(index_lines *lines, const nh_settings *settings,
                        const nh_article *article)
{
    const nh_chosen chosen = nh_chosen_of(settings);
    nh_text_range skips[8];
    nh_cut_text text = {.headline = article->headline,
                        .text = article->text,
                        .skips = skips,
                        .n_skips = article->n_skips};
    nh_analyzer *analyzer;
    nh_cutter *cutter;
    nh_cut cut;

    assert_true(article->n_skips <= COUNT(skips));
    for (size_t i = 0; i < article->n_skips; i++)
        skips[i] = (nh_text_range){article->skips[i].at, article->skips[i].size};
    assert_int_equal(nh_analyzer_new(NULL, &chosen.analysis, &analyzer, NULL), NH_OK);
    assert_int_equal(nh_cutter_new(NULL, &chosen.rule, analyzer, &cutter, NULL), NH_OK);
    assert_int_equal(
        nh_analyzer_language(analyzer, article->language, &text.language, NULL), NH_OK);
    assert_int_equal(nh_cut_article(cutter, &text, &cut, NULL), NH_OK);
    expect_passages(lines, article->id, analyzer, &cut, settings->store);
    expect_article(lines, article, settings->store);
    nh_cutter_free(cutter);
    nh_analyzer_free(analyzer);
}

/* ---- read --------------------------------------------------------------------------- */

/* What all readers of a segment need. */
typedef struct reading {
    index_lines *lines;
    nh_segment *seg;
    const nh_segment_info *info;
    nh_passage_view passages;
    nh_article_view articles;
    uint64_t postings; /* sums, compared with info */
    uint64_t occurrences;
} reading;

#define MUST(call)                                                                 \
    do {                                                                           \
        nh_error must_error = {0};                                                 \
        nh_error *err = &must_error;                                               \
        if ((call) != NH_OK)                                                       \
            fail_msg("%s at %" PRIu64 ": %s", err->where, err->offset, err->what); \
    } while (0)

static void read_bounds(const reading *r, const nh_block *b)
{
    uint8_t impact = 0;
    uint8_t max_tf = 0;
    uint8_t min_length = 255;

    for (uint32_t i = 0; i < b->count; i++) {
        const uint8_t length = r->passages.lengths[b->passages[i]];
        const uint8_t w =
            nh_impact(b->tf[i], length, r->info->k1, r->info->b, r->info->reference_length);

        impact = w > impact ? w : impact;
        max_tf = b->tf[i] > max_tf ? b->tf[i] : max_tf;
        min_length = length < min_length ? length : min_length;
    }
    assert_true(b->impact >= impact);
    assert_true(b->max_tf >= max_tf);
    assert_true(b->min_length <= min_length);
}

/* What the term's postings sum up to. */
typedef struct term_sums {
    const nh_term *term;
    uint32_t df, article_df, last_article;
    uint64_t cf;
    uint32_t *form_df;   /* by code */
    uint32_t *form_seen; /* by code: passage + 1 */
} term_sums;

static void read_posting(reading *r, uint32_t passage, const uint8_t *positions,
                         const uint16_t *codes, uint32_t tf, term_sums *sums)
{
    const nh_term *term = sums->term;
    const uint32_t article = nh_article_of(&r->articles, passage);
    const uint32_t number = passage - nh_first_passage(&r->articles, article);
    char room[NH_ID_ROOM];
    nh_str id;

    MUST(nh_id_get(r->seg, article, room, &id, err));
    for (uint32_t i = 0; i < tf; i++) {
        const nh_form *f = &term->forms[codes[i]];

        add(r->lines, "word %.*s %.*s/%u %u %.*s %u %u", NH_STR_ARG(term->text),
            NH_STR_ARG(id), number, positions[i], NH_STR_ARG(f->text), f->flags, f->span);
        sums->form_df[codes[i]] += sums->form_seen[codes[i]] != passage + 1;
        sums->form_seen[codes[i]] = passage + 1;
    }
    sums->article_df += article != sums->last_article;
    sums->last_article = article;
    sums->df++;
    sums->cf += tf;
}

static void read_term(reading *r, const nh_term *term)
{
    nh_postings *p;
    const nh_block *b;
    const uint8_t *positions;
    const uint16_t *codes;
    term_sums sums = {.term = term, .last_article = UINT32_MAX};

    sums.form_df = (uint32_t *)calloc(term->n_forms, sizeof *sums.form_df);
    sums.form_seen = (uint32_t *)calloc(term->n_forms, sizeof *sums.form_seen);
    MUST(nh_postings_open(r->seg, term, &p, err));
    for (;;) {
        uint32_t at = 0;

        MUST(nh_postings_next(p, &b, err));
        if (b == NULL)
            break;
        read_bounds(r, b);
        assert_true(b->impact <= term->impact);
        MUST(nh_postings_positions(p, &positions, err));
        MUST(nh_postings_codes(p, &codes, err));
        for (uint32_t i = 0; i < b->count; at += b->tf[i++])
            read_posting(r, b->passages[i], positions + at, codes + at, b->tf[i], &sums);
    }
    assert_int_equal(sums.df, term->df);
    assert_int_equal(sums.cf, term->cf);
    assert_int_equal(sums.article_df, term->article_df);
    for (uint32_t i = 0; i < term->n_forms; i++)
        assert_int_equal(sums.form_df[i], term->forms[i].df);
    for (uint32_t i = 1; i < term->n_forms; i++)
        assert_true(term->forms[i - 1].df > term->forms[i].df ||
                    (term->forms[i - 1].df == term->forms[i].df &&
                     nh_str_compare(term->forms[i - 1].text, term->forms[i].text) < 0));
    r->postings += sums.df;
    r->occurrences += sums.cf;
    nh_postings_close(p);
    free(sums.form_df);
    free(sums.form_seen);
}

static void read_terms(reading *r)
{
    nh_terms *terms;
    const nh_term *term;
    uint64_t n = 0;
    nh_arena arena = {0};

    MUST(nh_terms_open(r->seg, &terms, err));
    for (;; n++) {
        MUST(nh_terms_next(terms, &term, err));
        if (term == NULL)
            break;
        term = nh_term_copy(&arena, term);
        assert_non_null(term);
        read_term(r, term);
        nh_arena_reset(&arena);
    }
    nh_terms_close(terms);
    nh_arena_close(&arena);
    assert_int_equal(n, r->info->terms);
    assert_int_equal(r->postings, r->info->postings);
    assert_int_equal(r->occurrences, r->info->tokens);
}

static void read_passages(reading *r, uint32_t article, nh_str id)
{
    const uint32_t first = nh_first_passage(&r->articles, article);
    const uint32_t end = nh_first_passage(&r->articles, article + 1);

    for (uint32_t p = first; p < end; p++) {
        uint32_t at;
        uint32_t size;

        add(r->lines, "passage %.*s/%u %u %u %u", NH_STR_ARG(id), p - first,
            r->passages.lengths[p], r->passages.spans[p],
            nh_passage_flags(&r->passages, p));
        if (!r->info->stored)
            continue;
        MUST(nh_passage_place(r->seg, p, &at, &size, err));
        add(r->lines, "place %.*s/%u %u %u", NH_STR_ARG(id), p - first, at, size);
    }
}

static void read_keywords(reading *r, uint32_t article, nh_str id)
{
    uint32_t n;
    nh_column column;

    MUST(nh_column_count(r->seg, &n, err));
    for (uint32_t c = 0; c < n; c++) {
        MUST(nh_column_get(r->seg, c, &column, err));
        for (uint32_t i = 0; i < nh_column_values_of(&column, article); i++)
            add_keyword(r->lines, id, column.name,
                        nh_column_value(&column, nh_column_value_of(&column, article, i)));
    }
}

static void read_article(reading *r, nh_stored_reader *stored, uint32_t article)
{
    char room[NH_ID_ROOM];
    nh_str id;
    nh_stored a;
    nh_date date;
    uint32_t end = 0;
    uint32_t at;
    uint32_t size;
    bool found;

    MUST(nh_id_get(r->seg, article, room, &id, err));
    MUST(nh_id_find(r->seg, id, &found, &at, err));
    assert_true(found);
    assert_int_equal(at, article);
    MUST(nh_stored_get(stored, article, &a, err));
    add(r->lines, "article %.*s %.*s %" PRIx64 " %.*s %.*s %.*s %" PRIu64 " %" PRIu64 " %d",
        NH_STR_ARG(id), NH_STR_ARG(a.headline), hash(a.text), NH_STR_ARG(a.url),
        NH_STR_ARG(a.path), NH_STR_ARG(a.language), a.record, a.offset, a.plain);
    while (nh_stored_skip(&a.skips, &end, &at, &size))
        add(r->lines, "skip %.*s %u %u", NH_STR_ARG(id), at, size);
    MUST(nh_date_get(r->seg, article, &date, err));
    add(r->lines, "date %.*s %" PRId64 " %d %d", NH_STR_ARG(id), date.seconds,
        date.precision, date.source);
    read_passages(r, article, id);
    read_keywords(r, article, id);
}

static void read_segment(index_lines *lines, nh_segment *seg)
{
    reading r = {.lines = lines, .seg = seg, .info = nh_segment_info_get(seg)};
    nh_stored_reader *stored;

    MUST(nh_container_check(nh_segment_container(seg), err));
    MUST(nh_passage_view_get(seg, &r.passages, err));
    MUST(nh_article_view_get(seg, &r.articles, err));
    MUST(nh_stored_open(seg, &stored, err));
    read_terms(&r);
    for (uint32_t i = 0; i < r.info->articles; i++)
        read_article(&r, stored, i);
    nh_stored_close(stored);
}

void index_lines_read(index_lines *lines, const char *path)
{
    nh_index *index;

    MUST(nh_index_open(NULL, path, false, false, &index, err));
    for (uint32_t i = 0; i < index->manifest.n_segments; i++)
        read_segment(lines, index->segments[i]);
    nh_index_close(index);
}
