/*
 * corpus/formats/mapping.h - which field of a record is which part of an article.
 */
#ifndef NH_CORPUS_MAPPING_H
#define NH_CORPUS_MAPPING_H

#include "corpus/formats/draft.h"

/* Parts of an article that a field can be. */
typedef enum nh_part {
    NH_PART_ID,
    NH_PART_HEADLINE,
    NH_PART_TEXT,
    NH_PART_DATE,
    NH_PART_LANGUAGE,
    NH_PART_SOURCE,
    NH_PART_URL,
    NH_PART_KEYWORD, /* any other name */
    NH_PARTS,
} nh_part;

/* One "title=headline". */
typedef struct nh_map {
    nh_str from;
    nh_str to;
    nh_part part;
} nh_map;

/* What the user asked for; what is known without asking comes after it. Owns `maps`, which
 * borrow their texts from the options. */
typedef struct nh_mapping {
    const nh_env *env;
    nh_map *maps;
    size_t count;
} nh_mapping;

/* Reads `n` texts of the form "name=part". NH_E_ARG (no '=', or a part that is neither one
 * of ours nor a keyword name), NH_E_NOMEM. Texts are borrowed until nh_mapping_free(). */
NH_MUST_USE nh_status nh_mapping_read(nh_mapping *mapping, const char *const *maps,
                                      size_t n, nh_error *err);

/* Frees what it holds. Accepts a zeroed mapping. */
void nh_mapping_free(nh_mapping *mapping);

/*
 * What a field of this name is. `*rank` is how well it fits: 0 for a map of the user's, then
 * 1, 2, ... in the order of the names known for a part; of two fields for one part the one
 * with the lower rank is taken. `*name` is the keyword's name, with NH_PART_KEYWORD.
 */
nh_part nh_mapping_part(const nh_mapping *mapping, nh_str field, nh_str *name,
                        unsigned *rank);

#endif
