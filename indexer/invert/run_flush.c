/* indexer/invert/run_flush.c - what a run holds becomes a segment file. */
#include "common/base/error.h"
#include "common/base/str.h"
#include "indexer/invert/run_state.h"
#include "indexer/invert/word_order.h"
#include "indexer/write/terms_writer.h"

/* Everything that lives only during a flush. */
typedef struct flush {
    nh_run *run;
    nh_word_order order;
    const nh_slot *slots; /* all occurrences, by term; the run's            */
    uint32_t *article_of; /* by passage                                     */
    nh_form *forms;       /* of the term, first by bytes, then by code      */
    uint32_t *seen;       /* by form: last passage with it, plus 1; scratch */
    uint16_t *code_of;    /* by ordinal                                     */
    size_t forms_capacity;
    nh_terms_writer terms;
    uint64_t postings; /* sum of df */
} flush;

/* ---- preparing ---------------------------------------------------------------------- */

static void find_articles(const nh_articles_writer *a, uint32_t *article_of)
{
    const uint8_t *first = a->first.bytes;
    uint32_t passage = a->passages;

    for (uint32_t i = a->articles; i-- > 0;) {
        const uint8_t *p = first + (size_t)i * 4;
        const uint32_t begin = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
                               (uint32_t)p[3] << 24;

        while (passage > begin)
            article_of[--passage] = i;
    }
}

static nh_status prepare(flush *f, nh_error *err)
{
    nh_run *run = f->run;
    const nh_articles_writer *a = &run->articles;
    nh_status st =
        nh_word_order_make(run->env, run->analyzer, &run->forward, &f->order, err);

    if (st != NH_OK)
        return st;
    f->slots = nh_forward_slots(&run->forward);
    f->article_of =
        (uint32_t *)nh_resized(run->env, NULL, a->passages, sizeof *f->article_of);
    if (f->slots == NULL || f->article_of == NULL)
        return nh_fail_memory(err, "sorting occurrences");
    nh_forward_sort(&run->forward, &a->lengths, f->order.places, f->order.ends);
    nh_forward_reset(&run->forward);
    find_articles(a, f->article_of);
    return NH_OK;
}

/* ---- a term ------------------------------------------------------------------------- */

static bool room_for_forms(flush *f, size_t n)
{
    const nh_env *env = f->run->env;
    size_t more = n + n / 2 + 16;
    nh_form *forms;
    uint32_t *seen;
    uint16_t *code_of;

    if (n <= f->forms_capacity)
        return true;
    if ((forms = (nh_form *)nh_resized(env, f->forms, more, sizeof *forms)) != NULL)
        f->forms = forms;
    if ((seen = (uint32_t *)nh_resized(env, f->seen, more, sizeof *seen)) != NULL)
        f->seen = seen;
    if ((code_of = (uint16_t *)nh_resized(env, f->code_of, more, sizeof *code_of)) != NULL)
        f->code_of = code_of;
    if (forms == NULL || seen == NULL || code_of == NULL)
        return false;
    f->forms_capacity = more;
    return true;
}

/* How many passages have each form. */
static void count_forms(flush *f, const nh_slot *slot, const nh_slot *end, uint32_t n)
{
    memset(f->seen, 0, n * sizeof *f->seen);
    for (; slot < end; slot++) {
        const uint32_t form = nh_slot_form(*slot);
        const uint32_t passage = nh_slot_passage(*slot) + 1;

        if (f->seen[form] != passage) {
            f->seen[form] = passage;
            f->forms[form].df++;
        }
    }
}

/* The forms of the term whose words begin at `words`, in the order of their codes. */
static nh_status collect_forms(flush *f, const nh_ordered_word *words, size_t n_words,
                               const nh_slot *slot, const nh_slot *end, uint32_t *out,
                               nh_error *err)
{
    const uint32_t n = (uint32_t)(n_words < NH_FORM_LIMIT ? n_words : NH_FORM_LIMIT);

    if (!room_for_forms(f, n))
        return nh_fail_memory(err, "forms of a term");
    for (uint32_t i = 0; i < n; i++) {
        const nh_word *w = words[i].word;

        f->forms[i] = (nh_form){.text = w->form, .span = w->span, .flags = w->flags};
    }
    *out = n;
    f->code_of[0] = 0;
    if (n == 1)
        return NH_OK; /* its df is the term's */
    count_forms(f, slot, end, n);
    nh_forms_order(f->forms, n, f->code_of, f->seen);
    return NH_OK;
}

/* Appends the postings of a term; returns in how many articles it occurs. */
static uint32_t put_postings(flush *f, const nh_slot *slot, const nh_slot *end)
{
    const uint8_t *lengths = f->run->articles.lengths.bytes;
    const uint8_t *spans = f->run->articles.spans.bytes;
    uint32_t articles = 0;
    uint32_t last_article = UINT32_MAX;

    while (slot < end) {
        const uint32_t passage = nh_slot_passage(*slot);
        nh_open_block *b = nh_postings_room(f->run->postings, 1);
        uint32_t at;

        if (b == NULL)
            return 0;
        at = b->occurrences;
        for (; slot < end && nh_slot_passage(*slot) == passage; slot++) {
            b->positions[at] = nh_slot_position(*slot);
            b->codes[at++] = f->code_of[nh_slot_form(*slot)];
        }
        b->passages[b->count] = passage;
        b->tf[b->count] = (uint8_t)(at - b->occurrences);
        b->lengths[b->count] = lengths[passage];
        b->spans[b->count] = spans[passage];
        b->count++;
        b->occurrences = at;
        articles += f->article_of[passage] != last_article;
        last_article = f->article_of[passage];
    }
    return articles;
}

static nh_status put_term(flush *f, const nh_ordered_word *words, size_t n_words,
                          const nh_slot *slot, const nh_slot *end, nh_error *err)
{
    nh_written_list list;
    nh_new_term term = {.text = words[0].word->term, .list = &list};
    nh_status st = collect_forms(f, words, n_words, slot, end, &term.n_forms, err);

    if (st != NH_OK)
        return st;
    nh_postings_begin(f->run->postings, term.n_forms);
    term.article_df = put_postings(f, slot, end);
    st = nh_postings_end(f->run->postings, &list, err);
    if (st != NH_OK)
        return st;
    term.cf = (uint64_t)(end - slot);
    term.forms = f->forms;
    if (term.n_forms == 1)
        f->forms[0].df = (uint32_t)list.df;
    f->postings += list.df;
    return nh_terms_writer_put(&f->terms, &term, err);
}

static nh_status put_terms(flush *f, nh_error *err)
{
    const nh_word_order *o = &f->order;
    nh_status st = NH_OK;
    size_t begin = 0;
    size_t slot = 0;

    nh_ticker_begin(f->run->sections.ticker, "sorting",
                    o->ends[o->n_terms - 1] * sizeof *f->slots);
    for (size_t t = 0; st == NH_OK && t < o->n_terms; t++) {
        size_t end = begin + 1;

        while (end < o->n_words && o->places[o->words[end].number].term == t)
            end++;
        st = put_term(f, o->words + begin, end - begin, f->slots + slot,
                      f->slots + o->ends[t], err);
        nh_ticker_go_on(f->run->sections.ticker, (o->ends[t] - slot) * sizeof *f->slots);
        begin = end;
        slot = o->ends[t];
    }
    return st;
}

/* ---- the file ----------------------------------------------------------------------- */

static nh_status put_columns(nh_run *run, nh_error *err)
{
    nh_status st = nh_stored_writer_finish(run->stored, err);

    if (st == NH_OK)
        st = nh_keywords_finish(run->keywords, run->articles.articles, err);
    if (st == NH_OK)
        st = nh_articles_writer_finish(&run->articles, &run->sections, run->settings->store,
                                       err);
    return st;
}

static nh_status finish_file(flush *f, const char *name, bool sync, nh_run_file *file,
                             nh_error *err)
{
    nh_run *run = f->run;
    const nh_settings *s = run->settings;
    const nh_segment_info info = {.passages = run->articles.passages,
                                  .articles = run->articles.articles,
                                  .terms = f->terms.count,
                                  .tokens = run->articles.tokens,
                                  .postings = f->postings,
                                  .k1 = s->k1,
                                  .b = s->b,
                                  .reference_length = NH_REFERENCE_LENGTH(s),
                                  .stored = s->store};

    nh_status st;

    *file = (nh_run_file){.ref = {.articles = info.articles,
                                  .passages = info.passages,
                                  .tokens = info.tokens}};
    nh_articles_writer_clear(&run->articles);
    st = nh_section_spools_finish(&run->sections, &info, name, sync, &file->ref.file, err);
    if (st != NH_OK)
        return st;
    file->serials = (uint32_t *)(void *)run->serials.bytes; /* now the file's */
    run->serials = (nh_buffer){.env = run->env};
    return NH_OK;
}

static void close_flush(flush *f)
{
    const nh_env *env = f->run->env;

    nh_terms_writer_close(&f->terms);
    nh_word_order_close(&f->order);
    nh_release(env, f->article_of);
    nh_release(env, f->forms);
    nh_release(env, f->seen);
    nh_release(env, f->code_of);
}

nh_status nh_run_flush(nh_run *run, const char *name, bool sync, nh_run_file *file,
                       nh_error *err)
{
    flush f = {.run = run, .order = {.env = run->env}};
    nh_status st;

    nh_terms_writer_init(&f.terms, &run->sections);
    st = prepare(&f, err);
    if (st == NH_OK)
        st = put_terms(&f, err);
    if (st == NH_OK)
        st = put_columns(run, err);
    if (st == NH_OK)
        st = finish_file(&f, name, sync, file, err);
    close_flush(&f);
    return st;
}
