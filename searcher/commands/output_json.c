/* searcher/commands/output_json.c - hits as JSON lines, version 1: one object a hit, a summary last. */
#include <inttypes.h>

#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "searcher/commands/output.h"

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

void nh_output_json_article(const nh_hit *hit, nh_buffer *out)
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
    nh_buffer id = {0};

    nh_buf_text(&id, hit->id);
    nh_buf_print(&id, "#%" PRIu32, p->number);
    nh_buf_print(out, "{\"id\":");
    nh_escape_json_string(out, nh_buf_str(&id));
    nh_buf_print(out, ",\"number\":%" PRIu32 ",\"score\":", p->number);
    nh_output_score(p->score, 6, out);
    nh_buf_print(out, ",\"in\":\"%s\"", p->headline ? "title" : "text");
    if (p->text.len > 0)
        put_shown(hit, p, out);
    nh_buf_free(&id);
}

static void put_explanation(const nh_results *res, size_t i, size_t j, nh_buffer *out)
{
    nh_explain_facts facts = {0};
    nh_explain_line line = {0};

    if (!nh_results_explain_facts(res, i, j, &facts))
        return;
    nh_buf_print(out,
                 ",\"explain\":{\"units\":%" PRIu64 ",\"length\":%" PRIu64
                 ",\"mean_length\":%.6f,\"k1\":%g,\"b\":%g,\"parts\":[",
                 facts.units, facts.length, facts.mean_length, facts.k1, facts.b);
    for (size_t k = 0; nh_results_explain(res, i, j, k, &line); k++) {
        nh_buf_print(out, "%s{\"what\":", k > 0 ? "," : "");
        nh_escape_json_string(out, line.what);
        nh_buf_print(out,
                     ",\"tf\":%" PRIu32 ",\"df\":%" PRIu64
                     ",\"idf\":%.6f,\"tf_part\":%.6f,\"weight\":%g,\"score\":",
                     line.tf, line.df, line.idf, line.tf_part, line.weight);
        nh_output_score(line.score, 6, out);
        nh_buf_print(out, "}");
    }
    nh_buf_print(out, "]}");
}

static void put_hit(const nh_output *o, const nh_results *res, size_t i, const nh_hit *hit,
                    nh_buffer *out)
{
    nh_passage_hit p = {0};

    nh_buf_print(out, "{\"v\":1,\"type\":\"hit\",\"rank\":%" PRIu64 ",\"score\":",
                 o->first_rank + i);
    nh_output_score(hit->score, 6, out);
    nh_buf_print(out, ",");
    nh_output_json_article(hit, out);
    nh_buf_print(out, ",\"evidence\":%" PRIu32 ",\"passages\":[", hit->evidence);
    for (size_t j = 0; nh_results_passage(res, i, j, &p); j++) {
        nh_buf_print(out, "%s", j > 0 ? "," : "");
        put_passage(hit, &p, out);
        if (o->explain)
            put_explanation(res, i, j, out);
        nh_buf_print(out, "}");
    }
    nh_buf_print(out, "]}\n");
}

static void put_warning(const nh_warning *w, bool first, nh_buffer *out)
{
    nh_buf_print(out, "%s{\"at\":%" PRIu32 ",\"size\":%" PRIu32 ",\"message\":",
                 first ? "" : ",", w->at, w->size);
    nh_escape_json_string(out, w->text);
    nh_buf_print(out, "}");
}

static void put_summary(const nh_output *o, const nh_query *q, const nh_results *res,
                        nh_buffer *out)
{
    nh_results_facts facts = {.size = sizeof facts};
    nh_warning w = {0};
    bool first = true;

    nh_results_facts_get(res, &facts);
    nh_buf_print(out, "{\"v\":1,\"type\":\"summary\"");
    put_text(out, "query", o->query);
    nh_buf_print(out,
                 ",\"hits\":%" PRIu64 ",\"matched_articles\":%" PRIu64
                 ",\"matched_passages\":%" PRIu64 ",\"relaxed\":%s,\"warnings\":[",
                 facts.hits, facts.articles, facts.passages,
                 facts.relaxed ? "true" : "false");
    for (size_t i = 0; nh_query_warning(q, i, &w); i++, first = false)
        put_warning(&w, first, out);
    for (size_t i = 0; nh_results_warning(res, i, &w); i++, first = false)
        put_warning(&w, first, out);
    nh_buf_print(out, "],\"ms\":%.3f}\n", o->milliseconds);
}

void nh_output_json(const nh_output *o, const nh_query *q, const nh_results *res,
                    nh_buffer *out)
{
    nh_hit hit = {0};

    for (size_t i = 0; nh_results_hit(res, i, &hit); i++)
        put_hit(o, res, i, &hit, out);
    put_summary(o, q, res, out);
}
