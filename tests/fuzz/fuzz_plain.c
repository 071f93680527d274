/* tests/fuzz/fuzz_plain.c - any bytes as a plain article. */
#include "tests/support/corpus_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    corpus_fuzz(bytes, size, NH_FORMAT_TEXT);
    return 0;
}
