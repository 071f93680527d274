/* indexer/merge/merge.c - several segments become one. */
#include "indexer/merge/merge.h"

#include "indexer/invert/run.h"
#include "indexer/merge/articles/merge_columns.h"
#include "indexer/merge/terms/merge_terms.h"

#define WINDOW_SHARE 4 /* pages of the inputs may take a quarter of the memory */

/* All sections but info. */
static nh_status merge_sections(const nh_merge_job *job, nh_merge_inputs *in,
                                nh_section_spools *to, nh_dictionary_sums *terms,
                                nh_error *err)
{
    const nh_settings *s = job->settings;
    const nh_impact_rule rule = {s->k1, s->b, NH_REFERENCE_LENGTH(s)};
    nh_status st = nh_merge_passages(in, s->store, to, err);

    if (st == NH_OK)
        st = nh_merge_ids(in, to, err);
    if (st == NH_OK)
        st = nh_merge_keywords(in, to, err);
    if (st == NH_OK)
        st = nh_merge_stored(in, job->press, to, err);
    if (st == NH_OK)
        st = nh_merge_inputs_refresh(in, err);
    return st == NH_OK ? nh_merge_terms(in, &rule, to, terms, err) : st;
}

static nh_status write_file(const nh_merge_job *job, const nh_merge_inputs *in,
                            const nh_dictionary_sums *terms, nh_section_spools *from,
                            const char *name, nh_segment_ref *ref, nh_error *err)
{
    const nh_settings *s = job->settings;
    const nh_segment_info *was = nh_segment_info_get(in->list[0].seg);
    const nh_segment_info info = {.passages = in->passages,
                                  .articles = in->articles,
                                  .terms = terms->terms,
                                  .tokens = in->tokens,
                                  .postings = terms->postings,
                                  .k1 = s->k1,
                                  .b = s->b,
                                  .reference_length = NH_REFERENCE_LENGTH(s),
                                  .similar = in->count == 1 && was->similar,
                                  .stored = s->store,
                                  .pressed = s->store && job->press > 0,
                                  .pair_words = s->pairs,
                                  .pairs = terms->pairs};

    *ref = (nh_segment_ref){
        .articles = in->articles, .passages = in->passages, .tokens = in->tokens};
    return nh_section_spools_finish(from, &info, name, !job->passing, &ref->file, err);
}

static uint64_t bytes_of(const nh_merge_job *job)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < job->count; i++)
        sum += job->sources[i].ref.file.file_size;
    return sum;
}

nh_status nh_merge(const nh_merge_job *job, const char *name, nh_segment_ref *ref,
                   nh_error *err)
{
    nh_merge_inputs in;
    nh_section_spools spools;
    nh_dictionary_sums terms;
    nh_status st = nh_merge_inputs_open(job->env, job->dir, job->sources, job->count,
                                        job->memory / WINDOW_SHARE, &in, err);

    if (st != NH_OK)
        return st;
    nh_section_spools_init(&spools, job->env, job->dir);
    in.stop = job->stop;
    in.ticker = spools.ticker = job->ticker;
    nh_ticker_begin(job->ticker, "merging", bytes_of(job));
    st = nh_merge_inputs_fit(&in, job->settings, err);
    if (st == NH_OK)
        st = merge_sections(job, &in, &spools, &terms, err);
    if (st == NH_OK)
        st = write_file(job, &in, &terms, &spools, name, ref, err);
    nh_section_spools_clear(&spools);
    nh_merge_inputs_close(&in);
    return st;
}
