/* tests/fuzz/fuzz_trec.c - any bytes as TREC SGML. */
#include "tests/support/corpus_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    corpus_fuzz(bytes, size, NH_FORMAT_TREC);
    return 0;
}
