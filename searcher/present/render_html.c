/* searcher/present/render_html.c - hits as a fragment of HTML, to be put into a page. */
#include <inttypes.h>
#include <string.h>

#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "searcher/present/render_forms.h"

/* Bytes of the blanks that begin at text[at]; *paragraph if an empty line is among them. */
static size_t blanks_at(nh_str text, size_t at, bool *paragraph)
{
    size_t end = at;
    unsigned lines = 0;

    while (end < text.len && strchr(" \t\r\n", text.ptr[end]) != NULL &&
           text.ptr[end] != '\0')
        lines += text.ptr[end++] == '\n';
    *paragraph = lines > 1;
    return end - at;
}

/* Lines flow together, as a browser has it; between paragraphs the line breaks. */
static void put_text(nh_str text, nh_buffer *out)
{
    size_t from = 0;
    size_t at = 0;

    while (at < text.len) {
        bool paragraph = false;
        const size_t blanks = blanks_at(text, at, &paragraph);

        if (paragraph) {
            nh_escape_html(out, nh_str_part(text, from, at - from));
            nh_buf_print(out, "<br>\n");
            from = at + blanks;
        }
        at += blanks > 0 ? blanks : 1;
    }
    nh_escape_html(out, nh_str_part(text, from, text.len - from));
}

/* Marks stand between characters, so each piece is escaped by itself. */
static void put_marked(nh_str text, const nh_mark *marks, size_t n_marks, nh_buffer *out)
{
    size_t at = 0;

    for (size_t i = 0; i < n_marks; i++) {
        put_text(nh_str_part(text, at, marks[i].at - at), out);
        nh_buf_print(out, "<mark>");
        put_text(nh_str_part(text, marks[i].at, marks[i].size), out);
        nh_buf_print(out, "</mark>");
        at = (size_t)marks[i].at + marks[i].size;
    }
    put_text(nh_str_part(text, at, text.len - at), out);
}

static void put_headline(const nh_results *res, size_t i, const nh_hit *hit, nh_buffer *out)
{
    nh_passage_hit found = {0};

    nh_buf_print(out, "<h2>");
    if (nh_results_headline(res, i, &found))
        put_marked(found.text, found.marks, found.n_marks, out);
    else
        nh_escape_html(out,
                       hit->headline.len > 0 ? hit->headline : NH_STR("(no headline)"));
    nh_buf_print(out, "</h2>\n");
}

/* Date, source, and where the article is. */
static void put_origin(const nh_hit *hit, nh_buffer *out)
{
    char date[NH_DATE_TEXT_SIZE] = {0};

    nh_date_text(hit->date, date);
    nh_buf_print(out, "<p>");
    if (date[0] != '\0')
        nh_buf_print(out, "<time datetime=\"%s\">%s</time> ", date, date);
    if (hit->source.len > 0) {
        nh_buf_print(out, "<cite>");
        nh_escape_html(out, hit->source);
        nh_buf_print(out, "</cite> ");
    }
    nh_buf_print(out, "<code>");
    nh_escape_html(out, nh_hit_place(hit));
    nh_buf_print(out, "</code></p>\n");
}

/* A headline that stands above is not shown twice. */
static void put_passage(const nh_hit *hit, const nh_passage_hit *p, nh_buffer *out)
{
    if (p->text.len == 0 || (p->headline && nh_str_equal(p->text, hit->headline)))
        return;
    nh_buf_print(out, "<blockquote data-passage=\"%" PRIu32 "\" data-line=\"%" PRIu64 "\">",
                 p->number, p->line);
    put_marked(p->text, p->marks, p->n_marks, out);
    nh_buf_print(out, "</blockquote>\n");
}

static void put_beginning(const nh_rendering *r, nh_buffer *out)
{
    (void)r;
    nh_buf_print(out, "<section class=\"newshound\">\n");
}

static void put_hit(const nh_rendering *r, size_t i, const nh_hit *hit, nh_buffer *out)
{
    nh_passage_hit p;

    nh_buf_print(out, "<article data-rank=\"%" PRIu64 "\" data-score=\"",
                 r->o.first_rank + i);
    nh_render_score(hit->score, 6, out);
    nh_buf_print(out, "\">\n");
    put_headline(r->res, i, hit, out);
    put_origin(hit, out);
    for (size_t j = 0; nh_results_passage(r->res, i, j, &p); j++)
        put_passage(hit, &p, out);
    nh_buf_print(out, "</article>\n");
}

static void put_end(const nh_rendering *r, nh_buffer *out)
{
    nh_results_facts facts = {.size = sizeof facts};

    nh_results_facts_get(r->res, &facts);
    nh_buf_print(out, "<footer>%" PRIu64 " article%s, %" PRIu64 " passage%s</footer>\n",
                 facts.articles, nh_plural(facts.articles), facts.passages,
                 nh_plural(facts.passages));
    nh_buf_print(out, "</section>\n");
}

const nh_render_writer nh_render_as_html = {put_beginning, put_hit, put_end};
