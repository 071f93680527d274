/* tests/fuzz/fuzz_inflate.c - any bytes as a file that may be gzipped and in any format. */
#include "tests/support/corpus_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    corpus_fuzz(bytes, size, NH_FORMAT_AUTO);
    return 0;
}
