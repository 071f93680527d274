/*
 * indexer/write/terms/terms_writer.h - the dictionary, term after term: FORMAT.md 5.
 */
#ifndef NH_INDEXER_TERMS_WRITER_H
#define NH_INDEXER_TERMS_WRITER_H

#include "common/segment/terms/terms_reader.h"
#include "indexer/write/postings_writer.h"

/* A term and what is known of it. Texts are borrowed for the call. */
typedef struct nh_new_term {
    nh_str text;          /* 1 to 255 bytes                                        */
    uint32_t article_df;  /* articles that have it                                 */
    uint64_t cf;          /* occurrences                                           */
    const nh_form *forms; /* in the order of their codes                          */
    uint32_t n_forms;     /* at least 1; 1 of a pair, equal to it                  */
    bool pair;            /* no term, but a pair of words                         */
    const nh_written_list *list;
} nh_new_term;

/* What a dictionary comes to: numbers of section info. */
typedef struct nh_dictionary_sums {
    uint64_t terms;    /* but for pairs                                             */
    uint64_t postings; /* of them: the sum of df                                   */
    uint32_t pairs;
} nh_dictionary_sums;

/* Zero-initialise, then nh_terms_writer_init(). For one thread. */
typedef struct nh_terms_writer {
    nh_spool *terms, *heads;    /* borrowed                   */
    nh_dictionary_sums sums;    /* so far                     */
    nh_buffer rest;             /* fields behind rest_size    */
    uint8_t last[NH_TERM_SIZE]; /* the term before            */
    size_t last_size;
} nh_terms_writer;

/* Writes to two sections of `sections`, which it borrows. */
void nh_terms_writer_init(nh_terms_writer *w, nh_section_spools *sections);

/* Appends a term, which is greater than the one before. NH_E_NOMEM, NH_E_IO, NH_E_SPACE. */
NH_MUST_USE nh_status nh_terms_writer_put(nh_terms_writer *w, const nh_new_term *term,
                                          nh_error *err);

/* Frees what it holds; the sections stay. */
void nh_terms_writer_close(nh_terms_writer *w);

/*
 * Puts forms into the order of their codes: most frequent first, then by their bytes. At most
 * NH_FORM_LIMIT. code_of[i] becomes the code of what was forms[i]; `scratch` is as large as
 * `forms`.
 */
void nh_forms_order(nh_form *forms, uint32_t n, uint16_t *code_of, uint32_t *scratch);

#endif
