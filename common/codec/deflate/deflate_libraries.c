/* common/codec/deflate/deflate_libraries.c - which libraries inflate and deflate in this program. */
#include "common/codec/deflate/deflate_impl.h"

/* Apart from all else, since nh-search has this file compiled once more, without ISA-L: what it
 * inflates for a page takes less time than to load that. libdeflate comes as an archive. */
const nh_deflate_backend *nh_deflate_backend_get(size_t i)
{
    static const nh_deflate_backend *const all[] = {
#if defined(NH_HAVE_LIBDEFLATE)
        &nh_deflate_libdeflate,
#endif
#if defined(NH_HAVE_ISAL)
        &nh_deflate_isal,
#endif
        &nh_deflate_zlib,
    };

    return i < sizeof all / sizeof all[0] ? all[i] : NULL;
}
