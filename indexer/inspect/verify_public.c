/* indexer/inspect/verify_public.c - what is wrong with an index: every checksum. */
#include "common/segment/file/index.h"
#include "newshound/indexer.h"

nh_status nh_index_verify(const char *path, bool deep,
                          void (*on_finding)(void *self, const nh_finding *finding),
                          void *self, nh_error *err)
{
    nh_index *index = NULL;
    nh_error first = {0};
    nh_status st = nh_index_open(NULL, path, false, false, &index, &first);

    (void)deep;
    for (uint32_t i = 0; st == NH_OK && i < index->manifest.n_segments; i++)
        st = nh_container_check(nh_segment_container(index->segments[i]), &first);
    if (st == NH_E_CORRUPT && on_finding != NULL) {
        const nh_finding finding = {"block-checksum", first.where, first.offset,
                                    first.what};

        on_finding(self, &finding);
    }
    nh_index_close(index);
    if (st != NH_OK && err != NULL)
        *err = first;
    return st;
}
