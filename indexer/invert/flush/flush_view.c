/* indexer/invert/flush/flush_view.c - several runs seen as one list of terms with all their occurrences. */
#include "indexer/invert/flush/flush_view.h"

#include <string.h>

#include "common/base/bytes/little_endian.h"
#include "common/base/error.h"
#include "indexer/write/bounds/article_begins.h"

/* Words of terms that do not occur are passed over. Forms that share ordinal 0 because there are
 * too many come after the first one, which stays. */
static void fill_forms(nh_flush_source *s)
{
    const nh_run_words *w = &s->run->words;
    const nh_term_order *o = &s->order;

    for (size_t i = w->count; i-- > 0;) {
        const uint32_t term = nh_place_term(w->places[i]);
        const uint32_t rank = o->rank[term];

        if (rank < o->count && o->list[rank].term == term)
            s->form_words[s->forms_end[rank] - w->n_forms[term] + w->ordinals[i]] =
                (uint32_t)i;
    }
}

static nh_status list_forms(nh_flush_source *s, nh_error *err)
{
    const nh_run_words *w = &s->run->words;
    const nh_term_order *o = &s->order;
    uint32_t sum = 0;

    s->forms_end = (uint32_t *)nh_resized(w->env, NULL, o->count, sizeof *s->forms_end);
    s->form_words = (uint32_t *)nh_resized(w->env, NULL, w->count, sizeof *s->form_words);
    if (s->forms_end == NULL || s->form_words == NULL)
        return nh_fail_memory(err, "forms of terms");
    for (size_t r = 0; r < o->count; r++) {
        sum += w->n_forms[o->list[r].term];
        s->forms_end[r] = sum;
    }
    fill_forms(s);
    return NH_OK;
}

static nh_status make_source(const nh_run *run, nh_flush_source *s, nh_error *err)
{
    nh_status st;

    s->run = run;
    st = nh_term_order_make(&run->words, run->analyzer, run->pairs.version, &run->parts,
                            &s->order, err);
    if (st == NH_OK)
        st = nh_cells_make(&run->parts, s->order.rank, s->order.count, &s->cells, err);
    return st == NH_OK ? list_forms(s, err) : st;
}

static nh_status find_articles(const nh_articles_writer *a, nh_flush_view *v, nh_error *err)
{
    uint32_t end = a->passages;

    if (a->articles == a->passages)
        return NH_OK;
    v->begins = nh_begins_new(a->env, a->passages);
    if (v->begins == NULL)
        return nh_fail_memory(err, "sorting occurrences");
    for (uint32_t i = a->articles; i-- > 0;) {
        const uint32_t begin = nh_le32(a->first.bytes + (size_t)i * 4);

        v->long_articles |= end - begin >= NH_SHAPE_ARTICLES;
        nh_begins_set(v->begins, begin);
        end = begin;
    }
    return NH_OK;
}

/* All that is asked of a passage is asked together, so it stands together, unless that is its
 * length alone. */
static nh_status find_shapes(const nh_articles_writer *a, nh_flush_view *v, nh_error *err)
{
    const uint8_t *lengths = a->lengths.bytes, *spans = a->spans.bytes;
    uint32_t articles = 0; /* that begin up to the passage */

    v->lengths = lengths;
    if (v->begins == NULL && memcmp(lengths, spans, a->passages) == 0)
        return NH_OK;
    v->shapes = (uint32_t *)nh_resized(a->env, NULL, a->passages, sizeof *v->shapes);
    if (v->shapes == NULL)
        return nh_fail_memory(err, "sorting occurrences");
    for (uint32_t p = 0; p < a->passages; p++) {
        articles += v->begins == NULL || nh_begins_has(v->begins, p);
        v->shapes[p] = lengths[p] | (uint32_t)spans[p] << 8 | (articles - 1) << 16;
    }
    return NH_OK;
}

/* ---- all runs ----------------------------------------------------------------------- */

/* A source that a thread makes. */
typedef struct making {
    nh_flush_source *source;
    const nh_run *run;
    bool done;
    nh_status status;
    nh_error error;
} making;

static void *make_one(void *self)
{
    making *m = (making *)self;

    m->status = make_source(m->run, m->source, &m->error);
    m->done = true;
    return NULL;
}

/* All sources at the same time, those whose threads cannot be started behind the others. */
static nh_status make_sources(nh_flush_view *v, nh_run *const *runs, nh_error *err)
{
    making all[NH_FLUSH_RUNS];
    nh_status st = NH_OK;

    for (unsigned i = 0; i < v->n; i++)
        all[i] = (making){.source = &v->sources[i], .run = runs[i]};
    nh_threads_run(make_one, all, v->n, sizeof *all);
    for (unsigned i = 0; i < v->n; i++) {
        if (!all[i].done)
            (void)make_one(&all[i]);
        if (st == NH_OK && all[i].status != NH_OK && err != NULL)
            *err = all[i].error;
        st = st == NH_OK ? all[i].status : st;
    }
    return st;
}

nh_status nh_flush_view_make(nh_run *const *runs, unsigned n,
                             const nh_articles_writer *articles, nh_flush_view *out,
                             nh_error *err)
{
    uint32_t base = 0;
    nh_status st;

    *out = (nh_flush_view){
        .env = articles->env, .passages = articles->passages, .tokens = articles->tokens};
    st = find_articles(articles, out, err);
    if (st == NH_OK)
        st = find_shapes(articles, out, err);
    if (st != NH_OK)
        return st;
    for (; out->n < n; out->n++) {
        out->sources[out->n].passage_base = base;
        base += runs[out->n]->parts.passages;
    }
    return make_sources(out, runs, err);
}

unsigned nh_flush_least(const nh_flush_view *v, const nh_flush_places *at,
                        const nh_flush_places *end, uint8_t taken[NH_FLUSH_RUNS])
{
    const nh_ordered_term *least = NULL;
    unsigned n = 0;

    for (unsigned i = 0; i < v->n; i++) {
        const nh_ordered_term *term = &v->sources[i].order.list[at->at[i]];
        int c;

        if (at->at[i] == end->at[i])
            continue;
        c = least != NULL ? nh_ordered_term_compare(term, least) : -1;
        if (c < 0) {
            least = term;
            n = 0;
        }
        if (c <= 0)
            taken[n++] = (uint8_t)i;
    }
    return n;
}

nh_flush_places nh_flush_end(const nh_flush_view *v)
{
    nh_flush_places end = {{0}};

    for (unsigned i = 0; i < v->n; i++)
        end.at[i] = v->sources[i].order.count;
    return end;
}

void nh_flush_view_close(nh_flush_view *v)
{
    for (unsigned i = 0; i < v->n; i++) {
        nh_flush_source *s = &v->sources[i];

        s->cells.env = s->order.env = v->env;
        nh_cells_close(&s->cells);
        nh_term_order_close(&s->order);
        nh_release(v->env, s->forms_end);
        nh_release(v->env, s->form_words);
    }
    nh_release(v->env, v->begins);
    nh_release(v->env, v->shapes);
    *v = (nh_flush_view){.env = v->env};
}
