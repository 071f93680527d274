/* searcher/present/render_json.c - hits as JSON lines, version 1: one object a hit, a summary last. */
#include <inttypes.h>

#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "searcher/present/render_forms.h"
#include "searcher/question.h"

static void put_text(nh_buffer *out, const char *name, nh_str value)
{
    nh_buf_print(out, ",\"%s\":", name);
    nh_escape_json_string(out, value);
}

static void put_date(nh_buffer *out, nh_date date)
{
    static const char *const sources[] = {"", "field", "text", "furniture", "path"};
    char text[NH_DATE_TEXT_SIZE] = {0};

    nh_date_text(date, text);
    if (text[0] == '\0') {
        nh_buf_print(out, ",\"date\":null");
        return;
    }
    put_text(out, "date", nh_str_of(text));
    put_text(out, "date_source",
             nh_str_of(date.source < sizeof sources / sizeof *sources ? sources[date.source]
                                                                      : ""));
}

/* The facts of a hit as members of an object: "id":...,"title":...,... */
static void put_article(const nh_hit *hit, nh_buffer *out)
{
    nh_buf_print(out, "\"id\":");
    nh_escape_json_string(out, hit->id);
    put_text(out, "title", hit->headline);
    put_date(out, hit->date);
    if (hit->source.len > 0)
        put_text(out, "source", hit->source);
    if (hit->language.len > 0)
        put_text(out, "lang", hit->language);
    if (hit->url.len > 0)
        put_text(out, "url", hit->url);
    put_text(out, "path", hit->path);
    if (hit->record > 0)
        nh_buf_print(out, ",\"record\":%" PRIu64 ",\"record_byte\":%" PRIu64, hit->record,
                     hit->offset);
}

/* Where the text stands, and what in it was found; nothing where no text is stored. */
static void put_shown(const nh_hit *hit, const nh_passage_hit *p, nh_buffer *out)
{
    nh_buf_print(
        out, ",\"line\":%" PRIu64 ",\"byte\":[%" PRIu64 ",%" PRIu64 "],\"char\":%" PRIu64,
        p->line, p->at, p->at + p->text.len, p->character);
    nh_buf_print(out, ",\"file_offsets\":%s",
                 hit->plain && !p->headline ? "true" : "false");
    put_text(out, "text", p->text);
    nh_buf_print(out, ",\"marks\":[");
    for (size_t i = 0; i < p->n_marks; i++)
        nh_buf_print(out, "%s[%" PRIu32 ",%" PRIu32 "]", i > 0 ? "," : "", p->marks[i].at,
                     p->marks[i].at + p->marks[i].size);
    nh_buf_print(out, "]");
}

static void put_passage(const nh_hit *hit, const nh_passage_hit *p, nh_buffer *out)
{
    nh_buffer id = {.env = out->env};

    nh_render_passage_id(hit->id, p->number, &id);
    nh_buf_print(out, "{\"id\":");
    nh_escape_json_string(out, nh_buf_str(&id));
    nh_buf_print(out, ",\"number\":%" PRIu32 ",\"score\":", p->number);
    nh_render_score(p->score, 6, out);
    nh_buf_print(out, ",\"in\":\"%s\"", p->headline ? "title" : "text");
    if (p->text.len > 0)
        put_shown(hit, p, out);
    out->bad = out->bad || id.bad;
    nh_buf_free(&id);
}

static void put_part(const nh_explain_line *line, nh_buffer *out)
{
    nh_buf_print(out, "{\"what\":");
    nh_escape_json_string(out, line->what);
    nh_buf_print(out, ",\"tf\":%" PRIu32 ",\"df\":%" PRIu64 ",\"idf\":", line->tf,
                 line->df);
    nh_render_fixed(line->idf, 6, out);
    nh_buf_print(out, ",\"tf_part\":");
    nh_render_fixed(line->tf_part, 6, out);
    nh_buf_print(out, ",\"weight\":");
    nh_render_short(line->weight, out);
    nh_buf_print(out, ",\"score\":");
    nh_render_score(line->score, 6, out);
    nh_buf_print(out, "}");
}

static void put_explanation(const nh_results *res, size_t i, size_t j, nh_buffer *out)
{
    nh_explain_facts facts = {0};
    nh_explain_line line = {0};

    if (!nh_results_explain_facts(res, i, j, &facts))
        return;
    nh_buf_print(
        out, ",\"explain\":{\"units\":%" PRIu64 ",\"length\":%" PRIu64 ",\"mean_length\":",
        facts.units, facts.length);
    nh_render_fixed(facts.mean_length, 6, out);
    nh_buf_print(out, ",\"k1\":");
    nh_render_short(facts.k1, out);
    nh_buf_print(out, ",\"b\":");
    nh_render_short(facts.b, out);
    nh_buf_print(out, ",\"parts\":[");
    for (size_t k = 0; nh_results_explain(res, i, j, k, &line); k++) {
        nh_buf_print(out, "%s", k > 0 ? "," : "");
        put_part(&line, out);
    }
    nh_buf_print(out, "]}");
}

/* How every object of an answer begins; the question's id is in each, so that lines of many
 * questions can be told apart. */
static void put_type(const nh_rendering *r, const char *type, nh_buffer *out)
{
    nh_buf_print(out, "{\"v\":1,\"type\":\"%s\"", type);
    if (r->o.qid.len > 0)
        put_text(out, "qid", r->o.qid);
}

static void put_hit(const nh_rendering *r, size_t i, const nh_hit *hit, nh_buffer *out)
{
    nh_passage_hit p = {0};

    put_type(r, "hit", out);
    nh_buf_print(out, ",\"rank\":%" PRIu64 ",\"score\":", r->o.first_rank + i);
    nh_render_score(hit->score, 6, out);
    nh_buf_print(out, ",");
    put_article(hit, out);
    nh_buf_print(out, ",\"evidence\":%" PRIu32 ",\"passages\":[", hit->evidence);
    for (size_t j = 0; nh_results_passage(r->res, i, j, &p); j++) {
        nh_buf_print(out, "%s", j > 0 ? "," : "");
        put_passage(hit, &p, out);
        if (r->o.explain)
            put_explanation(r->res, i, j, out);
        nh_buf_print(out, "}");
    }
    nh_buf_print(out, "]}\n");
}

/* What is odd about a filter has its place there, not in the texts joined. */
static void put_warning(const nh_query *query, const nh_warning *w, bool first,
                        nh_buffer *out)
{
    const uint32_t behind = query != NULL ? query->tree.filter_at : 0;
    const bool filter = behind > 0 && w->at >= behind;

    nh_buf_print(
        out, "%s{%s\"at\":%" PRIu32 ",\"size\":%" PRIu32 ",\"message\":", first ? "" : ",",
        filter ? "\"in\":\"filter\"," : "", filter ? w->at - behind : w->at, w->size);
    nh_escape_json_string(out, w->text);
    nh_buf_print(out, "}");
}

static void put_summary(const nh_rendering *r, nh_buffer *out)
{
    nh_results_facts facts = {.size = sizeof facts};
    nh_warning w = {0};
    bool first = true;

    if (r->o.no_summary)
        return;
    nh_results_facts_get(r->res, &facts);
    put_type(r, "summary", out);
    put_text(out, "query", r->o.query);
    nh_buf_print(out,
                 ",\"hits\":%" PRIu64 ",\"matched_articles\":%" PRIu64
                 ",\"matched_passages\":%" PRIu64 ",\"relaxed\":%s,\"warnings\":[",
                 facts.hits, facts.articles, facts.passages,
                 facts.relaxed ? "true" : "false");
    for (size_t i = 0; r->query != NULL && nh_query_warning(r->query, i, &w);
         i++, first = false)
        put_warning(r->query, &w, first, out);
    for (size_t i = 0; nh_results_warning(r->res, i, &w); i++, first = false)
        put_warning(r->query, &w, first, out);
    nh_buf_print(out, "]");
    if (r->o.milliseconds >= 0) {
        nh_buf_print(out, ",\"ms\":");
        nh_render_fixed(r->o.milliseconds, 3, out);
    }
    nh_buf_print(out, "}\n");
}

void nh_render_article(const nh_stored_article *article, nh_buffer *out)
{
    nh_buf_print(out, "{\"v\":1,\"type\":\"article\",");
    put_article(&article->hit, out);
    put_text(out, "text", article->text);
    nh_buf_print(out, ",\"passages\":[");
    for (size_t i = 0; i < article->n_passages; i++)
        nh_buf_print(out, "%s[%u,%u]", i > 0 ? "," : "", article->passages[i].at,
                     article->passages[i].at + article->passages[i].size);
    nh_buf_print(out, "]}\n");
}

const nh_render_writer nh_render_as_json = {NULL, put_hit, put_summary};
