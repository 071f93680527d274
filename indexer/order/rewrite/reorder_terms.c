/*
 * indexer/order/rewrite/reorder_terms.c - the dictionary and all lists, by several threads.
 *
 * A thread takes the next *stretch* of the dictionary, sorts its lists into sections of its own,
 * and when all stretches before are there, appends those. So the bytes are the same for any
 * number of threads.
 */
#include <pthread.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/memory/arena.h"
#include "common/base/threads.h"
#include "indexer/order/rewrite/list_sorter.h"
#include "indexer/order/rewrite/reorder_parts.h"
#include "indexer/write/terms/encoded_terms.h"

#define STRETCH_TERMS 512u          /* at most                                   */
#define STRETCH_POSTINGS (1u << 17) /* a stretch with so many takes no more terms */
#define THREAD_SHARE 8u /* of the memory, for lists and for pages, of all threads */
#define LIST_LEAST ((uint64_t)1 << 20) /* bytes to sort a list in               */

/* All below `lock` belongs to whoever holds it. */
typedef struct all_terms {
    nh_reordering *r;
    nh_impact_rule rule;
    nh_list_scope scope;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    char next[NH_TERM_SIZE]; /* first term of the next stretch   */
    size_t next_size;        /* 0: none is left                  */
    uint64_t begun;          /* stretches that were taken        */
    uint64_t ended;          /* of them, appended                */
    nh_terms_writer dictionary;
    uint64_t done, told; /* bytes                            */
    nh_status status;    /* the first failure                */
    nh_error error;
} all_terms;

/* A thread, and the stretch that it works on. */
typedef struct sorter {
    all_terms *all;
    bool is_caller;
    nh_merge_inputs in; /* the segment, opened for this thread */
    nh_section_spools own;
    nh_postings_writer *postings;
    nh_list_sorter lists;
    char first[NH_TERM_SIZE]; /* of the stretch                  */
    size_t first_size;
    uint64_t number;        /* of the stretch                           */
    uint32_t count;         /* terms                                    */
    uint64_t df;            /* of all of them                           */
    nh_encoded_terms terms; /* those that are sorted                     */
    nh_arena texts;         /* of these                                  */
} sorter;

/* ---- a stretch ---------------------------------------------------------------------- */

static nh_status seek_first(sorter *s, nh_error *err)
{
    nh_merge_input *input = &s->in.list[0];

    return nh_terms_seek(input->terms, (nh_str){s->first, s->first_size}, &input->term,
                         err);
}

static nh_status next_term(sorter *s, nh_error *err)
{
    nh_merge_input *input = &s->in.list[0];

    return nh_terms_next(input->terms, &input->term, err);
}

/* Takes the next stretch. Holds the lock. */
static nh_status take_stretch(sorter *s, nh_error *err)
{
    all_terms *all = s->all;
    const nh_merge_input *input = &s->in.list[0];
    nh_status st;

    s->number = all->begun++;
    s->count = 0;
    s->df = 0;
    memcpy(s->first, all->next, all->next_size);
    s->first_size = all->next_size;
    st = seek_first(s, err);
    while (st == NH_OK && input->term != NULL && s->count < STRETCH_TERMS &&
           s->df < STRETCH_POSTINGS) {
        s->count++;
        s->df += input->term->df;
        st = next_term(s, err);
    }
    if (st != NH_OK)
        return st;
    all->next_size = input->term != NULL ? input->term->text.len : 0;
    if (input->term != NULL)
        memcpy(all->next, input->term->text.ptr, all->next_size);
    return NH_OK;
}

/* The term that is walked over waits for its place, with texts of its own. */
static nh_status keep_term(sorter *s, const nh_written_list *list, nh_error *err)
{
    const nh_term *term = s->in.list[0].term;
    nh_form *forms = (nh_form *)nh_arena_take(&s->texts, term->n_forms, sizeof *forms);
    const nh_new_term entry = {.text = nh_arena_copy(&s->texts, term->text),
                               .article_df = term->article_df,
                               .cf = term->cf,
                               .forms = forms,
                               .n_forms = term->n_forms,
                               .pair = nh_term_is_pair(term),
                               .list = list};
    bool there = forms != NULL && entry.text.ptr != NULL;

    for (uint32_t k = 0; there && k < term->n_forms; k++) {
        forms[k] = term->forms[k];
        forms[k].text = nh_arena_copy(&s->texts, term->forms[k].text);
        there = forms[k].text.ptr != NULL;
    }
    return there ? nh_encoded_terms_put(&s->terms, &entry, err)
                 : nh_arena_fail(&s->texts, err, "lists of postings");
}

static nh_status sort_term(sorter *s, nh_error *err)
{
    const nh_merge_input *input = &s->in.list[0];
    nh_written_list list;
    nh_status st;

    nh_postings_begin(s->postings, nh_term_is_pair(input->term) ? 0 : input->term->n_forms,
                      input->term->df);
    st = nh_list_sort(&s->lists, input, s->postings, err);
    if (st == NH_OK)
        st = nh_postings_end(s->postings, &list, err);
    return st == NH_OK ? keep_term(s, &list, err) : st;
}

static nh_status sort_stretch(sorter *s, nh_error *err)
{
    bool due = false;
    nh_status st = nh_merge_inputs_touch(&s->in, 0, &due, err);

    if (st == NH_OK && due)
        st = nh_merge_inputs_refresh(&s->in, err);
    if (st == NH_OK)
        st = seek_first(s, err);
    nh_arena_reset(&s->texts);
    for (uint32_t i = 0; st == NH_OK && i < s->count; i++) {
        const nh_term *term = s->in.list[0].term;

        st = nh_merge_inputs_touch(&s->in, term->df + term->cf, &due, err);
        if (st == NH_OK)
            st = sort_term(s, err);
        if (st == NH_OK)
            st = next_term(s, err);
    }
    return st;
}

/* ---- appending ---------------------------------------------------------------------- */

/* Waits for its turn, and appends. Holds the lock. */
static nh_status append_in_turn(sorter *s, nh_error *err)
{
    all_terms *all = s->all;
    nh_status st;

    while (all->ended != s->number && all->status == NH_OK)
        (void)pthread_cond_wait(&all->changed, &all->lock);
    if (all->status != NH_OK)
        return NH_OK; /* told already */
    st = nh_encoded_terms_hand_over(&s->terms, &s->own, all->r->to, &all->dictionary, err);
    all->ended++;
    all->done += s->df * 3;
    if (s->is_caller) {
        nh_ticker_go_on(all->r->job->ticker, all->done - all->told);
        all->told = all->done;
    }
    return st;
}

/* ---- threads ------------------------------------------------------------------------ */

/* What a thread sorts a list in: its share, without what picks champions meanwhile. */
static uint64_t list_memory(uint64_t share)
{
    return share > LIST_LEAST + NH_PICKER_MEMORY ? share - NH_PICKER_MEMORY : LIST_LEAST;
}

/* The sections that a thread makes of a stretch are its own; so is the way it sees the segment. */
static nh_status open_sorter(sorter *s, const nh_merge_source *source, nh_error *err)
{
    const nh_reorder_job *job = s->all->r->job;
    const uint64_t share = job->memory / THREAD_SHARE / job->threads;
    nh_status st = nh_merge_inputs_open(job->env, job->dir, source, 1, share, &s->in, err);

    nh_section_spools_init(&s->own, job->env, job->dir);
    nh_encoded_terms_init(&s->terms, job->env);
    s->texts.env = job->env;
    s->lists = (nh_list_sorter){
        .env = job->env, .order = s->all->r->order, .memory = list_memory(share)};
    s->in.stop = job->stop;
    if (st == NH_OK)
        st = nh_postings_writer_new(&s->own, &s->all->rule, &s->postings, err);
    if (st != NH_OK)
        return st;
    nh_postings_scope(s->postings, &s->all->scope);
    return nh_merge_inputs_walk(&s->in, err);
}

static void close_sorter(sorter *s)
{
    nh_merge_inputs_close(&s->in);
    nh_postings_writer_free(s->postings);
    nh_list_sorter_free(&s->lists);
    nh_section_spools_clear(&s->own);
    nh_encoded_terms_free(&s->terms);
    nh_arena_close(&s->texts);
}

static void keep_failure(all_terms *all, nh_status st, const nh_error *err)
{
    if (st != NH_OK && all->status == NH_OK) {
        all->status = st;
        all->error = *err;
    }
    (void)pthread_cond_broadcast(&all->changed);
}

static void *run_sorter(void *self)
{
    sorter *s = (sorter *)self;
    all_terms *all = s->all;
    const nh_merge_source source = {all->r->job->source, NULL};
    nh_error err = {0};
    nh_status st = open_sorter(s, &source, &err);

    (void)pthread_mutex_lock(&all->lock);
    while (st == NH_OK && all->status == NH_OK && all->next_size > 0) {
        st = take_stretch(s, &err);
        (void)pthread_mutex_unlock(&all->lock);
        if (st == NH_OK)
            st = sort_stretch(s, &err);
        (void)pthread_mutex_lock(&all->lock);
        if (st == NH_OK)
            st = append_in_turn(s, &err);
        keep_failure(all, st, &err);
    }
    keep_failure(all, st, &err);
    (void)pthread_mutex_unlock(&all->lock);
    close_sorter(s);
    return NULL;
}

/* All threads, the caller's among them. What a thread that does not start would do, others do. */
static nh_status run_all(all_terms *all, nh_error *err)
{
    const nh_reorder_job *job = all->r->job;
    sorter *list = (sorter *)nh_zeroed(job->env, job->threads, sizeof *list);

    if (list == NULL)
        return nh_fail_memory(err, "threads");
    for (unsigned i = 0; i < job->threads; i++) {
        list[i].all = all;
        list[i].is_caller = i == 0;
    }
    nh_threads_run(run_sorter, list, job->threads, sizeof *list);
    nh_release(job->env, list);
    if (all->status != NH_OK && err != NULL)
        *err = all->error;
    return all->status;
}

nh_status nh_reorder_terms(nh_reordering *r, nh_error *err)
{
    const nh_segment_info *info = nh_segment_info_get(r->in->list[0].seg);
    const nh_dictionary_sums was = {info->terms, info->postings, info->pairs};
    all_terms all = {.r = r,
                     .rule = {info->k1, info->b, info->reference_length},
                     .scope = {info->passages, info->tokens, r->order->begins}};
    const nh_term *first = NULL;
    nh_status st = nh_merge_inputs_walk(r->in, err);

    if (st != NH_OK)
        return st;
    first = r->in->list[0].term;
    if (first != NULL) {
        all.next_size = first->text.len;
        memcpy(all.next, first->text.ptr, first->text.len);
    }
    nh_terms_writer_init(&all.dictionary, r->to);
    (void)pthread_mutex_init(&all.lock, NULL);
    (void)pthread_cond_init(&all.changed, NULL);
    st = run_all(&all, err);
    (void)pthread_cond_destroy(&all.changed);
    (void)pthread_mutex_destroy(&all.lock);
    if (st == NH_OK && (all.dictionary.sums.terms != was.terms ||
                        all.dictionary.sums.postings != was.postings ||
                        all.dictionary.sums.pairs != was.pairs))
        st = nh_fail(err, NH_E_CORRUPT, r->job->source.file.name, NH_NO_OFFSET,
                     "its dictionary has not as many terms or postings as it says");
    nh_terms_writer_close(&all.dictionary);
    return st;
}
