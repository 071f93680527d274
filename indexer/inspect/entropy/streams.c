/* indexer/inspect/entropy/streams.c - what each stream of an index takes, beside its entropy. */
#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/segment/file/index.h"
#include "indexer/inspect/entropy/champion_costs.h"
#include "indexer/inspect/entropy/entropy.h"
#include "indexer/inspect/entropy/key_costs.h"
#include "indexer/inspect/entropy/list_costs.h"
#include "indexer/inspect/inspect.h"

#define TELL_EVERY (1u << 18) /* postings between two words of progress */

/* An index being measured. */
typedef struct measuring {
    nh_list_costs terms, pairs;
    nh_key_costs keys;
    nh_champion_costs champions;
    uint64_t lengths[256], spans[256],
        flags[256]; /* of passages: by length, by span less    */
                    /* it, by flags                            */
    uint64_t passages, span_bytes;
    uint64_t done, total, told; /* postings                               */
    const nh_inspect_options *how;
} measuring;

static void tell(measuring *m, uint64_t postings)
{
    m->done += postings;
    if (m->how->on_progress == NULL || (m->done - m->told < TELL_EVERY && m->done > 0))
        return;
    m->told = m->done;
    m->how->on_progress(m->how->self, m->done, m->total);
}

static nh_status measure_entry(measuring *m, nh_segment *seg, const nh_term *term,
                               nh_error *err)
{
    nh_list_costs *lists = nh_term_is_pair(term) ? &m->pairs : &m->terms;
    const nh_status st = nh_champion_costs_add(&m->champions, seg, term, err);

    nh_key_costs_add(&m->keys, term->text);
    return st == NH_OK ? nh_list_costs_add(lists, seg, term, err) : st;
}

static nh_status measure_dictionary(measuring *m, nh_segment *seg, nh_error *err)
{
    nh_terms *terms = NULL;
    const nh_term *term = NULL;
    nh_status st = nh_terms_open_all(seg, &terms, err);

    nh_key_costs_begin(&m->keys);
    if (st == NH_OK)
        st = nh_terms_next(terms, &term, err);
    while (st == NH_OK && term != NULL) {
        st = measure_entry(m, seg, term, err);
        tell(m, nh_term_is_pair(term) ? 0 : term->df);
        if (st == NH_OK)
            st = nh_terms_next(terms, &term, err);
    }
    nh_terms_close(terms);
    return st;
}

static nh_status measure_passages(measuring *m, nh_segment *seg, nh_error *err)
{
    nh_container *file = nh_segment_container(seg);
    nh_passage_view v;
    const nh_status st = nh_passage_view_get(seg, &v, err);

    for (uint32_t i = 0; st == NH_OK && i < v.count; i++) {
        m->lengths[v.lengths[i]]++;
        m->spans[(uint8_t)(v.spans[i] - v.lengths[i])]++;
        m->flags[nh_passage_flags(&v, i)]++;
    }
    m->passages += st == NH_OK ? v.count : 0;
    m->span_bytes += nh_container_size(file, NH_SECTION_SPANS);
    return st;
}

static void put(nh_index_streams *out, const char *name, uint64_t bytes, double bits)
{
    out->list[out->n++] = (nh_stream_bytes){name, bytes, bits / 8};
}

static void put_all(const measuring *m, nh_index_streams *out)
{
    const nh_list_costs *t = &m->terms, *p = &m->pairs;

    put(out, "gaps", t->gap_bytes, nh_list_costs_gaps(t));
    put(out, "frequencies", t->tf_bytes, nh_list_costs_tf(t));
    put(out, "positions", t->position_bytes, t->position_bits);
    put(out, "codes", t->code_bytes, t->code_bits);
    put(out, "pairs", p->gap_bytes + p->tf_bytes,
        nh_list_costs_gaps(p) + nh_list_costs_tf(p));
    put(out, "champions", m->champions.bytes, nh_champion_costs_bits(&m->champions));
    put(out, "keys", m->keys.bytes, nh_key_costs_bits(&m->keys));
    put(out, "lengths", m->passages, nh_entropy_bits(m->lengths, 256));
    put(out, "spans", m->span_bytes,
        nh_entropy_bits(m->spans, 256) + nh_entropy_bits(m->flags, 256));
}

static nh_status measure(const nh_index *index, measuring *m, nh_index_streams *out,
                         nh_error *err)
{
    nh_index_streams found = {.size = sizeof found};
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < index->manifest.n_segments; i++)
        m->total += nh_segment_info_get(index->segments[i])->postings;
    tell(m, 0);
    for (uint32_t i = 0; i < index->manifest.n_segments && st == NH_OK; i++) {
        st = measure_passages(m, index->segments[i], err);
        if (st == NH_OK)
            st = measure_dictionary(m, index->segments[i], err);
    }
    if (st != NH_OK)
        return st;
    put_all(m, &found);
    nh_sized_give(out, &found, sizeof found);
    return NH_OK;
}

nh_status nh_index_streams_read(const char *path, const nh_inspect_options *options,
                                nh_index_streams *out, nh_error *err)
{
    nh_env env;
    nh_inspect_options how = {0};
    nh_index *index = NULL;
    measuring *m = NULL;
    nh_status st = nh_inspect_begin(options, &env, err);

    if (st == NH_OK)
        st = nh_sized_read(&how, sizeof how, options, "options of an inspection", err);
    if (st == NH_OK)
        st = nh_sized_check(out, "streams of an index", err);
    if (st == NH_OK)
        st = nh_index_open(&env, path, false, false, &index, err);
    if (st != NH_OK)
        return st;
    m = nh_new(&env, measuring);
    if (m == NULL) {
        st = nh_fail_memory(err, "streams of an index");
    } else {
        m->how = &how;
        st = measure(index, m, out, err);
    }
    nh_release(&env, m);
    nh_index_close(index);
    return nh_index_name_file(path, st, err);
}
