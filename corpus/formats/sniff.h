/*
 * corpus/formats/sniff.h - what format a file is in, by its first bytes.
 */
#ifndef NH_CORPUS_SNIFF_H
#define NH_CORPUS_SNIFF_H

#include "newshound/corpus.h"

/* First bytes that are looked at. */
#define NH_SNIFF_SIZE 4096

/* The format of a file that begins with `size` bytes; NH_FORMAT_TEXT if it is no other. */
nh_format nh_sniff_format(const uint8_t *bytes, size_t size);

/* True if the bytes are no text in any encoding that is read: they hold a NUL, or more than
 * one control character in ten. */
bool nh_sniff_binary(const uint8_t *bytes, size_t size);

/* True if a text begins as HTML or XML does. */
bool nh_sniff_markup(const uint8_t *bytes, size_t size);

#endif
