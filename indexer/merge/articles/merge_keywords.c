/* indexer/merge/articles/merge_keywords.c - columns of several segments with the same name become one. */
#include "common/segment/articles/keywords_reader.h"
#include "indexer/merge/articles/merge_columns.h"
#include "indexer/write/intern.h"
#include "indexer/write/keywords/keywords_writer.h"

/* Appends the values that input `i` has in column `name`. */
static nh_status add_column(nh_merge_inputs *in, uint32_t i, nh_str name,
                            nh_keywords_writer *to, nh_error *err)
{
    const nh_merge_input *input = &in->list[i];
    uint32_t article = input->article_base;
    nh_column c;
    bool found;
    nh_status st = nh_column_find(input->seg, name, &found, &c, err);

    for (uint32_t a = 0; st == NH_OK && found && a < input->articles.count; a++) {
        const bool kept = nh_survivors_has(&input->articles, a);
        const uint32_t n = kept ? nh_column_values_of(&c, a) : 0;

        for (uint32_t k = 0; st == NH_OK && k < n; k++)
            st = nh_keywords_put(
                to, name, nh_column_value(&c, nh_column_value_of(&c, a, k)), article, err);
        article += kept;
    }
    return st;
}

/* The names of all columns. */
static nh_status collect_names(nh_merge_inputs *in, nh_intern *names, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < in->count; i++) {
        uint32_t n = 0;

        st = nh_column_count(in->list[i].seg, &n, err);
        for (uint32_t k = 0; st == NH_OK && k < n; k++) {
            nh_column c;
            uint32_t number;
            bool added;

            st = nh_column_get(in->list[i].seg, k, &c, err);
            if (st == NH_OK)
                st = nh_intern_put(names, c.name, &number, &added, err);
        }
    }
    return st;
}

/* A column at a time is in memory; then it is sealed, and pages go. */
static nh_status merge_columns(nh_merge_inputs *in, const nh_intern *names,
                               nh_keywords_writer *to, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t k = 0; st == NH_OK && k < names->count; k++) {
        const nh_str name = nh_intern_text(names, k);

        for (uint32_t i = 0; st == NH_OK && i < in->count; i++)
            st = add_column(in, i, name, to, err);
        if (st == NH_OK)
            st = nh_keywords_seal(to, name, in->articles, err);
        if (st == NH_OK)
            st = nh_merge_inputs_refresh(in, err);
    }
    return st == NH_OK ? nh_keywords_finish(to, in->articles, err) : st;
}

nh_status nh_merge_keywords(nh_merge_inputs *in, nh_section_spools *to, nh_error *err)
{
    nh_intern names = {.env = in->env, .bytes = {.env = in->env}};
    nh_keywords_writer *writer = NULL;
    nh_status st = nh_keywords_writer_new(to, &writer, err);

    if (st == NH_OK)
        st = collect_names(in, &names, err);
    if (st == NH_OK)
        st = merge_columns(in, &names, writer, err);
    nh_keywords_writer_free(writer);
    nh_intern_clear(&names);
    return st;
}
