/* indexer/write/stored/stored_lists.c - the lists of words that the blocks of one segment are coded by. */
#include "indexer/write/stored/stored_lists.h"

#include "common/base/error.h"
#include "common/segment/articles/stored_block.h"

void nh_stored_lists_init(nh_stored_lists *l, nh_section_spools *sections)
{
    *l = (nh_stored_lists){.sections = sections};
    l->spare.env = l->there.env = sections->env;
}

nh_status nh_stored_lists_give(nh_stored_lists *l, nh_str bytes, uint32_t number,
                               nh_error *err)
{
    l->number = number;
    return nh_wording_new(l->sections->env, bytes, &l->list, err);
}

bool nh_stored_lists_next(nh_stored_lists *l)
{
    if (l->from == NULL || !nh_word_lists_take(l->from, &l->list, &l->seen))
        return false;
    l->number = 0;
    return true;
}

uint32_t nh_words_count(nh_section_spools *s)
{
    return (uint32_t)nh_words_lists(nh_spool_size(&s->spool[NH_SECTION_WORDS]));
}

nh_status nh_words_fill(nh_section_spools *s, nh_error *err)
{
    static const uint8_t zeros[4096];
    nh_spool *to = &s->spool[NH_SECTION_WORDS];
    nh_status st = NH_OK;

    for (uint64_t n; st == NH_OK && (n = nh_spool_size(to) % NH_WORDS) > 0;) {
        const size_t left = (size_t)(NH_WORDS - n);

        st = nh_spool_put(to, zeros, left < sizeof zeros ? left : sizeof zeros, err);
    }
    return st;
}

nh_status nh_words_put(nh_section_spools *s, nh_str list, nh_error *err)
{
    nh_status st = nh_words_fill(s, err);

    return st == NH_OK ? nh_spool_put(&s->spool[NH_SECTION_WORDS], list.ptr, list.len, err)
                       : st;
}

/* ---- those of the section ----------------------------------------------------------- */

static size_t count_there(const nh_stored_lists *l)
{
    return l->there.size / sizeof(nh_wording *);
}

static nh_wording *there_at(const nh_stored_lists *l, size_t i)
{
    return ((nh_wording *const *)(const void *)l->there.bytes)[i];
}

/* The number of a list in the section, where it is put if it is not there. */
static nh_status enter(nh_stored_lists *l, nh_wording *list, uint32_t *number,
                       nh_error *err)
{
    const size_t n = count_there(l);
    size_t i = 0;

    while (i < n && there_at(l, i) != list)
        i++;
    *number = (uint32_t)i + 1;
    if (i < n)
        return NH_OK;
    if (i == NH_WORDS_LIMIT)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET,
                       "too many lists of words of stored articles for one segment");
    nh_buf_bytes(&l->there, &list, sizeof(nh_wording *));
    if (!nh_buf_ok(&l->there))
        return nh_buf_status(&l->there, err, "lists of words");
    (void)nh_wording_share(list);
    return nh_words_put(l->sections, nh_wording_list(list), err);
}

nh_status nh_stored_lists_code(nh_stored_lists *l, nh_buffer *block, uint32_t *words,
                               nh_error *err)
{
    bool done = false;
    nh_status st = NH_OK;

    *words = 0;
    if (l->list != NULL)
        st = nh_wording_code(l->list, block, &l->spare, &done, err);
    if (st == NH_OK && done && l->number == 0)
        st = enter(l, l->list, &l->number, err);
    *words = done ? l->number : 0;
    return st;
}

nh_status nh_stored_lists_join(nh_stored_lists *to, const nh_stored_lists *from,
                               nh_buffer *numbers, nh_error *err)
{
    nh_status st = NH_OK;

    for (size_t i = 0; st == NH_OK && i < count_there(from); i++) {
        uint32_t number;

        st = enter(to, there_at(from, i), &number, err);
        nh_buf_u8(numbers, (uint8_t)number);
    }
    return st == NH_OK ? nh_buf_status(numbers, err, "lists of words") : st;
}

/* ---- ending ------------------------------------------------------------------------- */

void nh_stored_lists_restart(nh_stored_lists *l)
{
    for (size_t i = 0; i < count_there(l); i++)
        nh_wording_free(there_at(l, i));
    nh_buf_free(&l->there);
    l->number = 0;
}

size_t nh_stored_lists_memory(const nh_stored_lists *l)
{
    size_t n = l->spare.capacity + l->there.capacity +
               (l->from != NULL ? nh_word_lists_memory(l->from) : 0);

    for (size_t i = 0; i < count_there(l); i++)
        n += there_at(l, i) != l->list ? nh_wording_memory(there_at(l, i)) : 0;
    /* the last one of `from` is counted there */
    return n + (l->from == NULL && l->list != NULL ? nh_wording_memory(l->list) : 0);
}

void nh_stored_lists_clear(nh_stored_lists *l)
{
    nh_stored_lists_restart(l);
    nh_wording_free(l->list);
    nh_buf_free(&l->spare);
    l->list = NULL;
}
