/* indexer/write/terms/terms_writer.c - the dictionary, term after term. */
#include "indexer/write/terms/terms_writer.h"

#include "common/base/str.h"
#include "common/text/words/analyzer.h"

#define FORM_FLAGS (NH_WORD_ACRONYM | NH_WORD_ACCENT | NH_WORD_JOINED | NH_WORD_NUMBER)

void nh_terms_writer_init(nh_terms_writer *w, nh_section_spools *sections)
{
    *w = (nh_terms_writer){.terms = &sections->spool[NH_SECTION_TERMS],
                           .heads = &sections->spool[NH_SECTION_HEADS],
                           .rest = {.env = sections->env}};
}

void nh_terms_writer_close(nh_terms_writer *w)
{
    nh_buf_free(&w->rest);
}

/* A term that is only written as it is needs no list of forms. */
static bool lists_forms(const nh_new_term *term)
{
    return term->n_forms > 1 || (term->forms[0].flags & FORM_FLAGS) != 0 ||
           !nh_str_equal(term->forms[0].text, term->text);
}

static void put_form(nh_buffer *b, nh_str term, const nh_form *form)
{
    const size_t shared = nh_str_shared(term, form->text);

    nh_buf_u8(b, form->flags & FORM_FLAGS);
    if ((form->flags & NH_WORD_JOINED) != 0)
        nh_buf_u8(b, form->span);
    nh_buf_var64(b, shared);
    nh_buf_put_str(b, nh_str_part(form->text, shared, form->text.len - shared));
    nh_buf_var32(b, form->df - 1);
}

static void put_list(nh_buffer *b, const nh_new_term *term)
{
    const nh_written_list *list = term->list;

    if (list->small != NULL) {
        nh_buf_bytes(b, list->small, list->small_size);
        return;
    }
    nh_buf_var64(b, list->directory_at);
    nh_buf_var64(b, list->n_blocks);
    nh_buf_var64(b, list->postings_at);
    if (!term->pair)
        nh_buf_var64(b, list->positions_at);
    if (term->n_forms > 1)
        nh_buf_var64(b, list->codes_at);
    if (list->has_maxima)
        nh_buf_var64(b, list->maxima_at);
    if (list->has_champions)
        nh_buf_var64(b, list->champions_at);
}

static void put_rest(nh_buffer *b, const nh_new_term *term)
{
    const bool forms = lists_forms(term);
    const nh_written_list *list = term->list;

    nh_buf_clear(b);
    nh_buf_u8(b, (uint8_t)((list->small != NULL ? NH_TERM_SMALL : 0) |
                           (forms ? NH_TERM_FORMS : 0) | (term->pair ? NH_TERM_HIDDEN : 0) |
                           (list->has_maxima ? NH_TERM_MAXIMA : 0) |
                           (list->has_champions ? NH_TERM_CHAMPIONS : 0)));
    nh_buf_u8(b, list->impact);
    nh_buf_var64(b, list->df - 1);
    nh_buf_var64(b, list->df - term->article_df);
    nh_buf_var64(b, term->cf - list->df);
    if (forms) {
        nh_buf_var32(b, term->n_forms);
        for (uint32_t i = 0; i < term->n_forms; i++)
            put_form(b, term->text, &term->forms[i]);
    }
    put_list(b, term);
}

nh_status nh_terms_writer_put(nh_terms_writer *w, const nh_new_term *term, nh_error *err)
{
    const bool first = (w->sums.terms + w->sums.pairs) % NH_TERM_BLOCK == 0;
    const nh_str last = {(const char *)w->last, w->last_size};
    const size_t shared = first ? 0 : nh_str_shared(last, term->text);
    nh_buffer *to = &w->terms->memory;
    nh_status st;

    if (first) {
        nh_buf_u64(&w->heads->memory, nh_str_key(term->text));
        nh_buf_u64(&w->heads->memory, nh_spool_size(w->terms));
        if ((st = nh_spool_settle(w->heads, err)) != NH_OK)
            return st;
    }
    put_rest(&w->rest, term);
    if (!nh_buf_ok(&w->rest))
        return nh_buf_status(&w->rest, err, "a term");
    nh_buf_var64(to, shared);
    nh_buf_put_str(to, nh_str_part(term->text, shared, term->text.len - shared));
    nh_buf_var64(to, w->rest.size);
    nh_buf_bytes(to, w->rest.bytes, w->rest.size);
    memcpy(w->last, term->text.ptr, term->text.len);
    w->last_size = term->text.len;
    w->sums.terms += !term->pair;
    w->sums.pairs += term->pair;
    w->sums.postings += term->pair ? 0 : term->list->df;
    return nh_spool_settle(w->terms, err);
}

/* ---- the order of forms ------------------------------------------------------------- */

static bool goes_before(const nh_form *a, const nh_form *b)
{
    if (a->df != b->df)
        return a->df > b->df;
    return nh_str_compare(a->text, b->text) < 0;
}

/* Moves order[at] down to where both below it go before it. */
static void sift_down(const nh_form *forms, uint32_t *order, uint32_t at, uint32_t n)
{
    for (uint32_t child; (child = at * 2 + 1) < n; at = child) {
        uint32_t swap;

        if (child + 1 < n && goes_before(&forms[order[child]], &forms[order[child + 1]]))
            child++;
        if (!goes_before(&forms[order[at]], &forms[order[child]]))
            return;
        swap = order[at];
        order[at] = order[child];
        order[child] = swap;
    }
}

/* Most terms have two or three forms; a heap keeps the worst ones cheap too. */
static void sort_order(const nh_form *forms, uint32_t *order, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    for (uint32_t i = n / 2; i-- > 0;)
        sift_down(forms, order, i, n);
    for (uint32_t end = n; end-- > 1;) {
        const uint32_t greatest = order[0];

        order[0] = order[end];
        order[end] = greatest;
        sift_down(forms, order, 0, end);
    }
}

void nh_forms_order(nh_form *forms, uint32_t n, uint16_t *code_of, uint32_t *scratch)
{
    sort_order(forms, scratch, n);
    for (uint32_t code = 0; code < n; code++)
        code_of[scratch[code]] = (uint16_t)code;
    for (uint32_t i = 0; i < n; i++) { /* each cycle of the permutation, swap by swap */
        uint32_t at = i;

        for (uint32_t from; (from = scratch[at]) != i; at = from) {
            const nh_form held = forms[at];

            forms[at] = forms[from];
            forms[from] = held;
            scratch[at] = at;
        }
        scratch[at] = at;
    }
}
