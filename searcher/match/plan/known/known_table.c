/* searcher/match/plan/known/known_table.c - what was found out about words, kept from query to query, by the word. */
#include "searcher/match/plan/known/known_table.h"

#include <string.h>

#include "common/base/memory/grow.h"

/* Entries of about ten thousand words, or plans of some thousand: a reader's private memory is to
 * stay small. */
#define MOST_HELD ((size_t)4 << 20)
#define FIRST_ROOM 64u /* words */

void nh_known_table_begin(const nh_env *env, nh_known_table *out)
{
    *out = (nh_known_table){.words = {.env = env, .texts = {.env = env}},
                            .arena = {.env = env}};
}

static bool grow(nh_known_table *t)
{
    const size_t before = t->room;
    void **list = (void **)nh_grown(t->arena.env, (void *)t->list, before, &t->room,
                                    FIRST_ROOM, sizeof(void *));

    if (list == NULL)
        return false;
    memset((void *)(list + before), 0, (t->room - before) * sizeof(void *));
    t->list = list;
    return true;
}

void **nh_known_table_place(nh_known_table *t, nh_str word)
{
    const nh_word key = {.term = word};
    uint32_t number;

    if (!nh_word_table_number(&t->words, &key, &number) || (number >= t->room && !grow(t)))
        return NULL;
    return &t->list[number];
}

size_t nh_known_table_memory(const nh_known_table *t)
{
    return t->arena.held + nh_word_table_memory(&t->words) + t->room * sizeof(void *);
}

bool nh_known_table_is_full(const nh_known_table *t)
{
    return nh_known_table_memory(t) > MOST_HELD;
}

void nh_known_table_forget(nh_known_table *t)
{
    nh_word_table_close(&t->words);
    nh_arena_reset(&t->arena);
    nh_release(t->arena.env, (void *)t->list);
    t->list = NULL;
    t->room = 0;
}

void nh_known_table_close(nh_known_table *t)
{
    nh_known_table_forget(t);
    nh_arena_close(&t->arena);
}
