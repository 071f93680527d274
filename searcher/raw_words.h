/*
 * searcher/raw_words.h - a raw query cut into words as the index cuts text.
 */
#ifndef NH_SEARCHER_RAW_WORDS_H
#define NH_SEARCHER_RAW_WORDS_H

#include "common/base/memory/arena.h"
#include "common/text/words/analyzer.h"

/*
 * Without operators a query is a bag of words, and what a word is, the analyzer says: in
 * profile plain `hidden-line` is two of them, in profile news one with parts.
 *
 * analyzer  of the index
 * out  a copy of `text` in `arena`, as long as `text` where that is valid UTF-8, in which
 *      every byte of no word is a blank
 * NH_E_LIMIT (the arena is full), NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_raw_words(nh_analyzer *analyzer, nh_str text, nh_arena *arena,
                                   nh_str *out, nh_error *err);

#endif
