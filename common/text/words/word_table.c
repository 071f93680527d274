/* common/text/words/word_table.c - distinct pairs of term and form, numbered from 0. */
#include "common/text/words/word_table.h"

#include <assert.h>

#include "common/base/bytes/hash.h"
#include "common/base/str.h"

#define FIRST_SLOTS 256u

/* Of both texts, which for most words are the same. */
static uint32_t hash_of(const nh_word_table *table, const nh_word *word)
{
    const uint64_t hash = nh_hash_text(table->seed, word->term);

    return (uint32_t)(nh_str_equal(word->term, word->form)
                          ? hash
                          : nh_hash_text(hash, word->form));
}

static void put_slot(nh_word_table *table, nh_word_slot slot)
{
    const size_t mask = table->slot_count - 1;
    size_t at = slot.hash & mask;

    while (table->slots[at].number != 0)
        at = (at + 1) & mask;
    table->slots[at] = slot;
}

static bool grow_slots(nh_word_table *table)
{
    const size_t old_count = table->slot_count;
    const size_t slot_count = old_count == 0 ? FIRST_SLOTS : 2 * old_count;
    nh_word_slot *old = table->slots;
    nh_word_slot *slots = nh_zeroed(table->env, slot_count, sizeof(*slots));
    size_t i;

    if (slots == NULL)
        return false;
    /* memory is laid out at random, so nobody can choose texts that collide */
    if (old == NULL)
        table->seed = (uint64_t)(uintptr_t)slots;
    table->slots = slots;
    table->slot_count = slot_count;
    for (i = 0; i < old_count; i++) {
        if (old[i].number != 0)
            put_slot(table, old[i]);
    }
    nh_release(table->env, old);
    return true;
}

/* Room for one more word, at most two thirds of the slots taken. */
static bool grow(nh_word_table *table)
{
    if (table->count == table->capacity) {
        const size_t capacity = table->capacity == 0 ? 128 : 2 * table->capacity;
        nh_word *list = nh_resized(table->env, table->list, capacity, sizeof(*list));

        if (list == NULL)
            return false;
        table->list = list;
        table->capacity = capacity;
    }
    return 3 * (table->count + 1) <= 2 * table->slot_count || grow_slots(table);
}

static bool find(const nh_word_table *table, const nh_word *word, uint32_t hash,
                 uint32_t *out)
{
    const size_t mask = table->slot_count - 1;
    size_t at;

    for (at = hash & mask; table->slots[at].number != 0; at = (at + 1) & mask) {
        const nh_word *known = &table->list[table->slots[at].number - 1];

        if (table->slots[at].hash == hash && nh_str_equal(known->term, word->term) &&
            nh_str_equal(known->form, word->form)) {
            assert(known->span == word->span && known->flags == word->flags);
            *out = table->slots[at].number - 1;
            return true;
        }
    }
    return false;
}

bool nh_word_table_number(nh_word_table *table, const nh_word *word, uint32_t *out)
{
    nh_word copy = *word;
    uint32_t hash;

    if (table->slot_count == 0 && !grow_slots(table))
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
    put_slot(table, (nh_word_slot){*out + 1, hash});
    return true;
}

void nh_word_table_close(nh_word_table *table)
{
    nh_arena_close(&table->texts);
    nh_release(table->env, table->list);
    nh_release(table->env, table->slots);
    *table = (nh_word_table){.env = table->env, .texts = {.env = table->env}};
}

size_t nh_word_table_memory(const nh_word_table *table)
{
    return table->texts.held + table->capacity * sizeof(*table->list) +
           table->slot_count * sizeof(*table->slots);
}
