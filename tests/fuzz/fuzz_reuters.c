/* tests/fuzz/fuzz_reuters.c - any bytes as Reuters-21578 SGML. */
#include "tests/support/corpus_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    corpus_fuzz(bytes, size, NH_FORMAT_REUTERS);
    return 0;
}
