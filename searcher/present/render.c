/* searcher/present/render.c - an answer written out: the form is chosen, its pieces go to the sink. */
#include "newshound/render.h"

#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/letters/columns.h"
#include "searcher/answer/article_get.h"
#include "searcher/answer/results.h"
#include "searcher/present/render_forms.h"

#define PIECE ((size_t)64 << 10) /* bytes that wait, about, before the sink gets them */

unsigned nh_character_columns(uint32_t code)
{
    return nh_columns_of(code);
}

nh_str nh_hit_place(const nh_hit *hit)
{
    return hit->path.len > 0 && hit->record == 0 ? hit->path : hit->id;
}

bool nh_results_headline(const nh_results *res, size_t i, nh_passage_hit *out)
{
    nh_passage_hit p;
    nh_hit hit;

    if (!nh_results_hit(res, i, &hit))
        return false;
    for (size_t j = 0; nh_results_passage(res, i, j, &p); j++) {
        if (!p.headline || !nh_str_equal(p.text, hit.headline))
            continue;
        *out = p;
        return true;
    }
    return false;
}

void nh_render_passage_id(nh_str id, uint32_t number, nh_buffer *out)
{
    nh_buf_text(out, id);
    nh_buf_print(out, "#%u", number);
}

static const nh_render_writer *writer_of(nh_render_form form)
{
    switch (form) {
    case NH_RENDER_JSON:
        return &nh_render_as_json;
    case NH_RENDER_TSV:
        return &nh_render_as_tsv;
    case NH_RENDER_TREC:
        return &nh_render_as_trec;
    case NH_RENDER_HTML:
        return &nh_render_as_html;
    case NH_RENDER_PATHS:
        return &nh_render_as_paths;
    case NH_RENDER_CSV:
        return &nh_render_as_csv;
    }
    return NULL;
}

/* Zeros that mean a default become the default. */
static nh_status complete(const nh_render_options *given, nh_render_form form,
                          nh_render_options *o, nh_error *err)
{
    const nh_status st = nh_sized_read(o, sizeof *o, given, "options of a rendering", err);

    if (st != NH_OK)
        return st;
    if ((unsigned)o->scores > NH_RUN_RANKS)
        return nh_fail(err, NH_E_ARG, "scores", NH_NO_OFFSET, "%u is no kind of scores",
                       (unsigned)o->scores);
    if (form == NH_RENDER_TREC && o->qid.len == 0)
        o->qid = NH_STR("1");
    if (o->tag.len == 0)
        o->tag = NH_STR("newshound");
    if (o->first_rank == 0)
        o->first_rank = 1;
    return NH_OK;
}

/* Hands on what waits, if it is at least `least` bytes. */
static nh_status hand_on(nh_buffer *out, size_t least, const nh_sink *sink, nh_error *err)
{
    const nh_status st = nh_buf_status(out, err, "an answer");

    if (st != NH_OK || out->size == 0 || out->size < least)
        return st;
    if (!sink->write(sink->self, (const char *)out->bytes, out->size))
        return nh_fail(err, NH_E_IO, "output", NH_NO_OFFSET, "its taker refused it");
    nh_buf_clear(out);
    return NH_OK;
}

static nh_status write_all(const nh_rendering *r, const nh_render_writer *w,
                           const nh_sink *sink, nh_error *err)
{
    nh_buffer out = {.env = r->res->env};
    nh_status st = NH_OK;
    nh_hit hit;

    if (w->before != NULL)
        w->before(r, &out);
    for (size_t i = 0; st == NH_OK && nh_results_hit(r->res, i, &hit); i++) {
        w->hit(r, i, &hit, &out);
        st = hand_on(&out, PIECE, sink, err);
    }
    if (st == NH_OK && w->behind != NULL)
        w->behind(r, &out);
    if (st == NH_OK)
        st = hand_on(&out, 0, sink, err);
    nh_buf_free(&out);
    return st;
}

nh_status nh_results_render(const nh_results *res, const nh_query *q, nh_render_form form,
                            const nh_render_options *options, const nh_sink *sink,
                            nh_error *err)
{
    const nh_render_writer *writer = writer_of(form);
    nh_rendering r = {.res = res, .query = q};
    nh_status st;

    if (writer == NULL)
        return nh_fail(err, NH_E_ARG, "form", NH_NO_OFFSET, "%u is no form of an answer",
                       (unsigned)form);
    st = complete(options, form, &r.o, err);
    return st == NH_OK ? write_all(&r, writer, sink, err) : st;
}

nh_status nh_article_render_json(const nh_stored_article *article, const nh_sink *sink,
                                 nh_error *err)
{
    nh_buffer out = {.env = nh_stored_article_env(article)};
    nh_status st;

    nh_render_article(article, &out);
    st = hand_on(&out, 0, sink, err);
    nh_buf_free(&out);
    return st;
}
