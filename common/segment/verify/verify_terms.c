/* common/segment/verify/verify_terms.c - the dictionary, and the sums over all of its terms. */
#include <inttypes.h>
#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/verify/verify_impl.h"

static int by_text(const void *a, const void *b)
{
    return nh_str_compare(*(const nh_str *)a, *(const nh_str *)b);
}

/* The reader has compared neighbours of equal df only. */
static nh_status check_forms(nh_segment_check *c, const nh_term *term)
{
    nh_str *texts;

    if (term->n_forms < 2)
        return NH_OK;
    texts = (nh_str *)nh_zeroed(c->v->env, term->n_forms, sizeof *texts);
    if (texts == NULL)
        return nh_fail_memory(c->v->first, "verification");
    for (uint32_t i = 0; i < term->n_forms; i++)
        texts[i] = term->forms[i].text;
    qsort(texts, term->n_forms, sizeof *texts, by_text);
    for (uint32_t i = 1; i < term->n_forms; i++)
        if (nh_str_equal(texts[i - 1], texts[i]))
            nh_verify_tell(c, "form-twice", NH_SECTION_TERMS, 0,
                           "term %.*s has the form %.*s twice", NH_STR_ARG(term->text),
                           NH_STR_ARG(texts[i]));
    nh_release(c->v->env, texts);
    return NH_OK;
}

/* All entries; a damaged one ends the walk, since those behind it cannot be found by it. */
static nh_status walk_terms(nh_segment_check *c, nh_terms *terms)
{
    nh_status st = NH_OK;

    while (st == NH_OK) {
        const nh_term *term = NULL;
        nh_error err = {0};

        st = nh_verify_miss(c, "dictionary", nh_terms_next(terms, &term, &err), &err);
        if (st != NH_OK || term == NULL)
            break;
        c->pairs += nh_term_is_pair(term);
        st = check_forms(c, term);
        if (st == NH_OK)
            st = nh_verify_postings(c, term);
        if (st == NH_OK)
            st = nh_verify_go_on(c->v);
    }
    return st;
}

/* Each byte of these sections belongs to one term. */
static void check_used(nh_segment_check *c)
{
    static const nh_section_kind kinds[] = {NH_SECTION_DIRECTORY, NH_SECTION_POSTINGS,
                                            NH_SECTION_POSITIONS, NH_SECTION_CODES,
                                            NH_SECTION_MAXIMA,    NH_SECTION_CHAMPIONS};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const uint64_t size = nh_container_size(nh_segment_container(c->seg), kinds[i]);

        if (c->used[kinds[i]] != size)
            nh_verify_tell(c, "section-size", kinds[i], 0,
                           "%" PRIu64 " bytes, the terms account for %" PRIu64, size,
                           c->used[kinds[i]]);
    }
}

static void check_sums(nh_segment_check *c)
{
    const nh_segment_info *i = nh_segment_info_get(c->seg);

    if (c->pairs != i->pairs) /* of all entries, which the heads count */
        nh_verify_tell(c, "pairs-total", NH_SECTION_INFO, 52,
                       "%" PRIu32 " pairs, the dictionary has %" PRIu64, i->pairs,
                       c->pairs);
    if (c->postings != i->postings)
        nh_verify_tell(c, "postings-total", NH_SECTION_INFO, 24,
                       "%" PRIu64 " postings, the terms have %" PRIu64, i->postings,
                       c->postings);
    if (c->occurrences != i->tokens)
        nh_verify_tell(c, "tokens-total", NH_SECTION_INFO, 16,
                       "%" PRIu64 " tokens, the terms have %" PRIu64, i->tokens,
                       c->occurrences);
    for (uint32_t p = 0; p < c->passages.count; p++)
        if (c->counted[p] != c->passages.lengths[p])
            nh_verify_tell(c, "length", NH_SECTION_LENGTHS, p,
                           "passage %" PRIu32 " has length %u, the terms occur %" PRIu32
                           " times in it",
                           p, c->passages.lengths[p], c->counted[p]);
    check_used(c);
}

nh_status nh_verify_terms(nh_segment_check *c)
{
    nh_terms *terms = NULL;
    nh_status st = nh_terms_open_all(c->seg, &terms, c->v->first);

    if (st == NH_OK)
        st = walk_terms(c, terms);
    nh_terms_close(terms);
    /* Sums over postings that were not all read would only repeat what was told. */
    if (st == NH_OK && !c->incomplete)
        check_sums(c);
    return st;
}
