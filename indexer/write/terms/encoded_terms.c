/* indexer/write/terms/encoded_terms.c - terms whose postings are encoded, waiting for their place in the dictionary. */
#include "indexer/write/terms/encoded_terms.h"

#include "common/base/error.h"
#include "common/base/memory/prefetch.h"

#define AHEAD 8u /* terms between fetching a text and reading it */

/* A term; what its pointers lead to is in the other buffers. */
typedef struct pending_term {
    nh_new_term term;
    nh_written_list list;
    size_t forms_at; /* its first form                                  */
    size_t small_at; /* its small list, where list.small is not NULL    */
} pending_term;

void nh_encoded_terms_init(nh_encoded_terms *t, const nh_env *env)
{
    *t = (nh_encoded_terms){{.env = env}, {.env = env}, {.env = env}};
}

nh_status nh_encoded_terms_put(nh_encoded_terms *t, const nh_new_term *term, nh_error *err)
{
    const pending_term pending = {.term = *term,
                                  .list = *term->list,
                                  .forms_at = t->forms.size / sizeof(nh_form),
                                  .small_at = t->small.size};

    nh_buf_bytes(&t->terms, &pending, sizeof pending);
    nh_buf_bytes(&t->forms, term->forms, term->n_forms * sizeof(nh_form));
    if (term->list->small != NULL)
        nh_buf_bytes(&t->small, term->list->small, term->list->small_size);
    if (!nh_buf_ok(&t->terms) || !nh_buf_ok(&t->forms) || !nh_buf_ok(&t->small))
        return nh_fail_memory(err, "encoding terms");
    return NH_OK;
}

static nh_status write_term(const nh_encoded_terms *t, const pending_term *p,
                            const uint64_t before[NH_SECTION_KINDS],
                            nh_terms_writer *dictionary, nh_error *err)
{
    nh_written_list list = p->list;
    nh_new_term term = p->term;

    list.small = list.small != NULL ? t->small.bytes + p->small_at : NULL;
    nh_written_list_move(&list, before);
    term.forms = (const nh_form *)(const void *)t->forms.bytes + p->forms_at;
    term.list = &list;
    return nh_terms_writer_put(dictionary, &term, err);
}

/* Texts lie where words were first met, anywhere in the memory of the run. */
static void fetch_texts(const nh_encoded_terms *t, const pending_term *p)
{
    const nh_form *forms = (const nh_form *)(const void *)t->forms.bytes + p->forms_at;

    nh_prefetch(p->term.text.ptr);
    for (uint32_t i = 0; i < p->term.n_forms; i++)
        nh_prefetch(forms[i].text.ptr);
}

static nh_status write_terms(const nh_encoded_terms *t,
                             const uint64_t before[NH_SECTION_KINDS],
                             nh_terms_writer *dictionary, nh_error *err)
{
    const pending_term *pending = (const pending_term *)(const void *)t->terms.bytes;
    const size_t n = t->terms.size / sizeof *pending;
    nh_status st = NH_OK;

    for (size_t i = 0; st == NH_OK && i < n; i++) {
        if (n - i > AHEAD)
            fetch_texts(t, &pending[i + AHEAD]);
        st = write_term(t, &pending[i], before, dictionary, err);
    }
    return st;
}

nh_status nh_encoded_terms_hand_over(nh_encoded_terms *t, nh_section_spools *from,
                                     nh_section_spools *to, nh_terms_writer *dictionary,
                                     nh_error *err)
{
    uint64_t before[NH_SECTION_KINDS];
    nh_status st;

    nh_section_spools_terms(to, before);
    st = write_terms(t, before, dictionary, err);
    nh_buf_clear(&t->terms);
    nh_buf_clear(&t->forms);
    nh_buf_clear(&t->small);
    return st == NH_OK ? nh_section_spools_append(to, from, err) : st;
}

void nh_encoded_terms_free(nh_encoded_terms *t)
{
    nh_buf_free(&t->terms);
    nh_buf_free(&t->forms);
    nh_buf_free(&t->small);
}
