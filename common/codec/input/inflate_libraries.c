/* common/codec/input/inflate_libraries.c - which libraries unpack gzip in this program. */
#include "common/codec/input/inflate_impl.h"

/* Apart from all else, since nh-search has this file compiled once more, without ISA-L. */
const nh_unpacker *nh_unpacker_get(size_t i)
{
#if defined(NH_HAVE_ISAL)
    static const nh_unpacker *const all[] = {&nh_unpacker_isal, &nh_unpacker_zlib};
#else
    static const nh_unpacker *const all[] = {&nh_unpacker_zlib};
#endif

    return i < sizeof all / sizeof all[0] ? all[i] : NULL;
}
