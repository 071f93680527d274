/* common/text/words/word_table.c - distinct pairs of term and form, numbered from 0. */
#include "common/text/words/word_table.h"

#include <assert.h>

#include "common/base/bytes/hash.h"
#include "common/base/memory/grow.h"
#include "common/base/str.h"

#define FIRST_SLOTS 256u
#define FIRST_WORDS 128u

/* Of both texts, which for most words are the same. */
static uint32_t hash_of(const nh_word_table *table, const nh_word *word)
{
    const uint64_t hash = nh_hash_text(table->slots.seed, word->term);

    return (uint32_t)(nh_str_equal(word->term, word->form)
                          ? hash
                          : nh_hash_text(hash, word->form));
}

static bool grow_slots(nh_word_table *table)
{
    const size_t n = table->slots.count > 0 ? 2 * table->slots.count : FIRST_SLOTS;

    return nh_hash_slots_grow(&table->slots, table->env, n);
}

/* Room for one more word, at most two thirds of the slots taken. */
static bool grow(nh_word_table *table)
{
    nh_word *list = nh_grown(table->env, table->list, table->count, &table->capacity,
                             FIRST_WORDS, sizeof *list);

    if (list == NULL)
        return false;
    table->list = list;
    return 3 * (table->count + 1) <= 2 * table->slots.count || grow_slots(table);
}

static bool find(const nh_word_table *table, const nh_word *word, uint32_t hash,
                 uint32_t *out)
{
    const nh_hash_slot *slot = nh_hash_slots_first(&table->slots, hash);

    for (; slot->number != 0; slot = nh_hash_slots_next(&table->slots, slot)) {
        const nh_word *known = &table->list[slot->number - 1];

        if (nh_str_equal(known->term, word->term) &&
            nh_str_equal(known->form, word->form)) {
            assert(known->span == word->span && known->flags == word->flags);
            *out = slot->number - 1;
            return true;
        }
    }
    return false;
}

bool nh_word_table_number(nh_word_table *table, const nh_word *word, uint32_t *out)
{
    nh_word copy = *word;
    uint32_t hash;

    if (table->slots.count == 0 && !grow_slots(table))
        return false;
    hash = hash_of(table, word);
    if (find(table, word, hash, out))
        return true;
    if (table->count >= UINT32_MAX - 1 || !grow(table))
        return false;
    copy.term = nh_arena_copy(&table->texts, word->term);
    copy.form = nh_str_equal(word->term, word->form)
                    ? copy.term
                    : nh_arena_copy(&table->texts, word->form);
    if (copy.term.ptr == NULL || copy.form.ptr == NULL)
        return false;
    table->list[table->count] = copy;
    *out = (uint32_t)table->count++;
    nh_hash_slots_put(&table->slots, (nh_hash_slot){*out + 1, hash});
    return true;
}

void nh_word_table_close(nh_word_table *table)
{
    nh_arena_close(&table->texts);
    nh_release(table->env, table->list);
    nh_hash_slots_free(&table->slots, table->env);
    *table = (nh_word_table){.env = table->env, .texts = {.env = table->env}};
}

size_t nh_word_table_memory(const nh_word_table *table)
{
    return table->texts.held + table->capacity * sizeof(*table->list) +
           nh_hash_slots_memory(&table->slots);
}
