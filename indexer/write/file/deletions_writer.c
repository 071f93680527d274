/* indexer/write/file/deletions_writer.c - a file of deletions. */
#include "indexer/write/file/deletions_writer.h"

#include <stdio.h>

#include "indexer/write/file/container_writer.h"

nh_status nh_deletions_write(const nh_deletions_target *to, const uint8_t *bits,
                             uint32_t articles, nh_file_ref *ref, nh_error *err)
{
    nh_container_writer *file;
    nh_status st =
        nh_container_writer_new(to->env, to->dir, to->name, NH_KIND_DELETIONS, &file, err);

    if (st == NH_OK)
        st = nh_container_writer_section(file, NH_SECTION_DELETED, err);
    if (st == NH_OK)
        st = nh_container_writer_put(file, bits, ((size_t)articles + 7) / 8, err);
    if (st == NH_OK)
        st = nh_container_writer_finish(file, ref, err);
    if (st == NH_OK)
        (void)snprintf(ref->name, sizeof ref->name, "%s", to->name);
    nh_container_writer_free(file);
    return st;
}
