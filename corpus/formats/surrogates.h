/*
 * corpus/formats/surrogates.h - halves of surrogate pairs in JSON escapes.
 */
#ifndef NH_CORPUS_SURROGATES_H
#define NH_CORPUS_SURROGATES_H

#include <stddef.h>
#include <stdint.h>

/*
 * Writes \ufffd over each escape \ud800 to \udfff that has not its other half beside it.
 * Returns how many. Changes nothing else, and no length.
 */
size_t nh_surrogates_mend(uint8_t *json, size_t size);

#endif
