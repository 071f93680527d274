/* indexer/merge/articles/merge_words.c - the list of words that stored articles are coded by. */
#include "indexer/merge/articles/merge_words.h"

#include "common/base/error.h"
#include "common/codec/deflate/deflate.h"
#include "common/segment/articles/stored_block.h"
#include "common/segment/articles/stored_reader.h"
#include "indexer/write/words/word_choice.h"

#define PLACES 4096u      /* where the sample looks, evenly spread over all articles */
#define NEIGHBOURS 4u     /* articles there, which mostly lie in one block           */
#define MOST_WORDS 20000u /* of a list: more hardly fit into one                     */
#define MOST_OF_ONE 4096u /* bytes of a text that are looked at                      */

nh_status nh_merge_stored_size(const nh_merge_input *input, uint64_t *out, nh_error *err)
{
    const uint8_t *rows;
    uint64_t size;
    nh_status st = nh_container_section(nh_segment_container(input->seg),
                                        NH_SECTION_STORED_TABLE, &rows, &size, err);

    *out = 0;
    for (uint64_t at = 0; st == NH_OK && at + NH_STORED_ROW <= size; at += NH_STORED_ROW)
        *out += nh_stored_row_read(rows + at).raw_size;
    return st;
}

static void count_text(nh_word_choice *c, nh_str text)
{
    if (text.len > MOST_OF_ONE)
        text.len = MOST_OF_ONE;
    nh_word_choice_count(c, text);
}

/* Bytes of the file that reading this block touches: it, a block of checksums that it shares at
 * either end, and what it goes on from. The table was checked. */
static uint64_t touched_by(const nh_segment *seg, uint32_t block)
{
    const nh_stored_row row = nh_stored_row_of(seg, block);

    return row.size + 2 * (uint64_t)NH_CHECK_BLOCK +
           (row.dictionary > 0 ? NH_DICTIONARY : 0);
}

/* Some articles from `article` on, of those that are kept. */
static nh_status sample(nh_merge_inputs *in, const nh_merge_input *input, uint32_t article,
                        nh_word_choice *c, nh_error *err)
{
    nh_stored_reader *reader = NULL;
    uint32_t block, last = UINT32_MAX;
    uint64_t bytes = 0;
    bool due;
    nh_status st = nh_stored_open(input->seg, &reader, err);

    for (uint32_t i = 0; st == NH_OK && i < NEIGHBOURS; i++) {
        nh_stored s;

        if (article + i >= input->articles.count ||
            !nh_survivors_has(&input->articles, article + i))
            continue;
        st = nh_stored_get(reader, article + i, &s, err);
        if (st != NH_OK)
            break;
        count_text(c, s.headline);
        count_text(c, s.text);
        block = nh_stored_block_of(input->seg, article + i);
        if (block != last)
            bytes += touched_by(input->seg, block);
        last = block;
    }
    nh_stored_close(reader);
    if (st == NH_OK)
        st = nh_merge_inputs_touch(in, bytes, &due, err);
    return st == NH_OK && due ? nh_merge_inputs_refresh(in, err) : st;
}

/* Every step-th article of all inputs, and those behind it. */
static nh_status sample_all(nh_merge_inputs *in, nh_word_choice *c, nh_error *err)
{
    uint64_t all = 0, at = 0, before = 0, step;
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < in->count; i++)
        all += in->list[i].articles.count;
    step = all / PLACES > NEIGHBOURS ? all / PLACES : NEIGHBOURS;
    for (uint32_t i = 0; i < in->count; i++) {
        const uint32_t n = in->list[i].articles.count;

        for (; st == NH_OK && at < before + n; at += step)
            st = sample(in, &in->list[i], (uint32_t)(at - before), c, err);
        before += n;
    }
    return st;
}

/* A list at the end of its section, which the writer takes. */
static nh_status use_list(const uint8_t *bytes, nh_section_spools *to,
                          nh_stored_writer *writer, nh_error *err)
{
    const nh_str list = nh_words_cut((nh_str){(const char *)bytes, NH_WORDS});
    nh_status st = nh_words_put(to, list, err);

    return st == NH_OK ? nh_stored_writer_words(writer, list, nh_words_count(to), err) : st;
}

nh_status nh_merge_words(nh_merge_inputs *in, nh_section_spools *to,
                         nh_stored_writer *writer, nh_error *err)
{
    nh_word_choice *c = NULL;
    uint8_t *list = (uint8_t *)nh_resized(in->env, NULL, NH_WORDS, 1);
    nh_status st = list == NULL ? nh_fail_memory(err, "choosing words")
                                : nh_word_choice_new(in->env, &c, err);

    if (st == NH_OK)
        st = sample_all(in, c, err);
    if (st == NH_OK && nh_word_choice_list(c, MOST_WORDS, list) > 0)
        st = use_list(list, to, writer, err);
    nh_word_choice_free(c);
    nh_release(in->env, list);
    return st;
}
