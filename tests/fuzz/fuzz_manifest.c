/* tests/fuzz/fuzz_manifest.c - a commit from any bytes: what is accepted is written again as it was. */
#include <stdlib.h>
#include <string.h>

#include "common/segment/file/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    nh_manifest m;
    nh_error err = {0};
    nh_buffer out = {0};
    const nh_status st = nh_manifest_decode(NULL, "fuzz", bytes, size, &m, &err);

    if (st != NH_OK) {
        if (st != NH_E_CORRUPT || err.offset > size || err.what[0] == '\0')
            abort();
        return 0;
    }
    nh_manifest_encode(&m, &out);
    if (out.size != size || memcmp(out.bytes, bytes, size) != 0)
        abort();
    nh_buf_free(&out);
    nh_manifest_close(&m);
    return 0;
}
