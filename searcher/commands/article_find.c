/* searcher/commands/article_find.c - an article by its id as people type it. */
#include "searcher/commands/article_find.h"

#include "common/base/str.h"

nh_status nh_article_find(nh_reader *r, nh_str *id, nh_stored_article **out, nh_error *err)
{
    const nh_str bare = nh_str_bare_path(*id);
    nh_status st = nh_article_get(r, id->ptr, id->len, out, err);

    if (st != NH_OK || *out != NULL || bare.len == id->len)
        return st;
    st = nh_article_get(r, bare.ptr, bare.len, out, err);
    if (st == NH_OK && *out != NULL)
        *id = bare;
    return st;
}
