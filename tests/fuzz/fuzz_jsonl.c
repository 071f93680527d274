/* tests/fuzz/fuzz_jsonl.c - any bytes as JSON lines. */
#include "tests/support/corpus_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    corpus_fuzz(bytes, size, NH_FORMAT_JSONL);
    return 0;
}
