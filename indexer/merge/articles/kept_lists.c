/* indexer/merge/articles/kept_lists.c - lists of words that a merged segment takes over from others. */
#include "indexer/merge/articles/kept_lists.h"

#include "common/base/bytes/hash.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/articles/stored_words.h"
#include "indexer/merge/articles/merge_columns.h"
#include "indexer/merge/articles/merge_words.h"
#include "indexer/write/stored/stored_lists.h"

#define TEXT_EACH \
    ((uint64_t)8 << 20) /* bytes of text, of which a list more is a hundredth or two */

static uint32_t lists_in(const nh_merge_inputs *in, uint32_t i)
{
    const nh_container *file = nh_segment_container(in->list[i].seg);
    const uint64_t n = nh_words_lists(nh_container_size(file, NH_SECTION_WORDS));

    return n < NH_WORDS_LIMIT ? (uint32_t)n : NH_WORDS_LIMIT;
}

/* So many lists as all text is worth. */
static nh_status find_most(nh_kept_lists *l, const nh_merge_inputs *in, nh_error *err)
{
    uint64_t bytes = 0, size;
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < in->count; i++) {
        st = nh_merge_stored_size(&in->list[i], &size, err);
        bytes += size;
    }
    l->most = bytes / TEXT_EACH < NH_WORDS_LIMIT ? (uint32_t)(bytes / TEXT_EACH) + 1
                                                 : NH_WORDS_LIMIT;
    return st;
}

/* All bytes of a list. */
static nh_status find_bytes(const nh_merge_inputs *in, nh_kept_list list, nh_str *out,
                            nh_error *err)
{
    nh_container *file = nh_segment_container(in->list[list.input].seg);
    const size_t size = nh_words_size(nh_container_size(file, NH_SECTION_WORDS), list.at);
    const uint8_t *bytes = NULL;
    nh_status st = nh_container_bytes(file, NH_SECTION_WORDS, list.at, size, &bytes, err);

    if (st == NH_OK)
        *out = (nh_str){(const char *)bytes, size};
    return st;
}

nh_status nh_kept_list_bytes(const nh_merge_inputs *in, nh_kept_list list, nh_str *out,
                             nh_error *err)
{
    nh_status st = find_bytes(in, list, out, err);

    if (st == NH_OK)
        *out = nh_words_cut(*out);
    return st;
}

/* A damaged list may not be copied: cut, or with zeros behind it, it could make sense. */
static nh_status check_list(const nh_merge_inputs *in, nh_kept_list list, nh_error *err)
{
    nh_code_words words;
    nh_str bytes;
    nh_status st = find_bytes(in, list, &bytes, err);

    if (st != NH_OK)
        return st;
    st = nh_code_words_read(in->env, bytes, &words, err);
    nh_code_words_free(&words);
    return st == NH_E_CORRUPT
               ? nh_container_corrupt(nh_segment_container(in->list[list.input].seg),
                                      NH_SECTION_WORDS, list.at, err,
                                      "a list of words that makes no sense")
               : st;
}

/* The number of a list that is kept and equal to this one, from 1; 0: there is none. */
static nh_status find_equal(const nh_kept_lists *l, const nh_merge_inputs *in,
                            nh_kept_list list, nh_str bytes, uint8_t *number, nh_error *err)
{
    nh_str other;
    nh_status st = NH_OK;

    *number = 0;
    for (uint32_t k = 0; st == NH_OK && *number == 0 && k < l->count; k++) {
        if (l->kept[k].hash != list.hash)
            continue;
        st = nh_kept_list_bytes(in, l->kept[k], &other, err);
        if (st == NH_OK && nh_str_equal(bytes, other))
            *number = (uint8_t)(k + 1);
    }
    return st;
}

/* The next one of the merged segment. */
static nh_status keep(nh_kept_lists *l, nh_merge_inputs *in, nh_kept_list list,
                      uint64_t size, nh_section_spools *to, nh_error *err)
{
    const nh_merge_part part = {list.input, NH_SECTION_WORDS, list.at, size};
    nh_status st = nh_words_fill(to, err);

    if (st == NH_OK)
        st = nh_merge_copy(in, part, to, err);
    if (st == NH_OK)
        l->kept[l->count++] = list;
    return st;
}

/* One list of an input. */
static nh_status look_at(nh_kept_lists *l, nh_merge_inputs *in, nh_kept_list list,
                         nh_section_spools *to, nh_error *err)
{
    uint8_t *number = &l->numbers[list.input][list.at / NH_WORDS];
    nh_str bytes;
    bool due = false;
    nh_status st = check_list(in, list, err);

    if (st == NH_OK)
        st = nh_kept_list_bytes(in, list, &bytes, err);
    if (st != NH_OK)
        return st;
    list.hash = nh_hash_text((uint64_t)(uintptr_t)l, bytes);
    st = find_equal(l, in, list, bytes, number, err);
    if (st == NH_OK && *number == 0 && l->count < l->most) {
        st = keep(l, in, list, bytes.len, to, err);
        *number = (uint8_t)l->count;
        return st;
    }
    if (st == NH_OK)
        st = nh_merge_inputs_touch(in, bytes.len, &due, err);
    return st == NH_OK && due ? nh_merge_inputs_refresh(in, err) : st;
}

nh_status nh_kept_lists_choose(nh_kept_lists *l, nh_merge_inputs *in, bool pressed,
                               nh_section_spools *to, nh_error *err)
{
    nh_status st = find_most(l, in, err);

    l->env = in->env;
    if (st != NH_OK)
        return st;
    l->numbers = (uint8_t(*)[NH_WORDS_LIMIT])nh_zeroed(in->env, (size_t)in->count + 1,
                                                       sizeof *l->numbers);
    if (l->numbers == NULL)
        return nh_fail_memory(err, "lists of words");
    for (uint32_t i = 0; i < in->count; i++) {
        const bool good = !pressed || nh_segment_info_get(in->list[i].seg)->pressed;

        for (uint32_t k = 0; st == NH_OK && good && k < lists_in(in, i); k++)
            st = look_at(l, in, (nh_kept_list){i, (uint64_t)k * NH_WORDS, 0}, to, err);
    }
    return st;
}

bool nh_kept_lists_are_all(const nh_kept_lists *l, const nh_merge_inputs *in, uint32_t i)
{
    for (uint32_t k = 0; k < lists_in(in, i); k++)
        if (l->numbers[i][k] == 0)
            return false;
    return true;
}

void nh_kept_lists_clear(nh_kept_lists *l)
{
    nh_release(l->env, l->numbers);
    *l = (nh_kept_lists){0};
}
