/*
 * tests/support/makers/random_text.h - articles and queries out of a few awkward words, by chance.
 */
#ifndef NH_TESTS_RANDOM_TEXT_H
#define NH_TESTS_RANDOM_TEXT_H

#include "common/base/bytes/buffer.h"

/* A sequence of numbers that a seed decides. */
typedef struct random_numbers {
    uint64_t state;
} random_numbers;

/* What the environment variable `name` says, else `standard`: NH_TEST_SEED repeats the run that
 * failed, NH_TEST_ROUNDS makes it longer. */
uint64_t random_setting(const char *name, uint64_t standard);

/* Any 32 bits. */
uint32_t random_u32(random_numbers *r);

/* 0 .. below-1; below > 0. */
uint32_t random_below(random_numbers *r, uint32_t below);

/* True once in `n` times. */
bool random_once(random_numbers *r, uint32_t n);

/* Appends paragraphs of sentences; at least one word. */
void random_text(random_numbers *r, nh_buffer *out);

/* Appends a few words without a stop. */
void random_headline(random_numbers *r, nh_buffer *out);

/* Appends a query; quotations of several words are often taken from `text`. */
void random_query(random_numbers *r, nh_str text, nh_buffer *out);

#endif
