/* indexer/write/stored/dictionaries.c - pieces of the blocks so far, from which the next ones go on. */
#include "indexer/write/stored/dictionaries.h"

#include <string.h>

#include "common/base/error.h"

/* A dictionary takes as much as it saves in a few dozen blocks. The first one comes when a
 * segment is so large that even one which ends right then grows by 2 %; another one, which is
 * nearer to what comes, after 32 MiB of text: after 8 MiB the gain is the same, after 4 MiB
 * less. It is the text that counts, however many blocks it fills; but a dictionary is full. */
#define FIRST_AFTER (4u << 20)
#define NEXT_AFTER (32u << 20)

void nh_dictionaries_init(nh_dictionaries *d, nh_section_spools *sections)
{
    *d = (nh_dictionaries){.sections = sections, .next_at = FIRST_AFTER};
}

nh_status nh_dictionaries_next(nh_dictionaries *d, bool *due, nh_error *err)
{
    nh_spool *to = &d->sections->spool[NH_SECTION_DICTIONARIES];

    *due = false;
    if (!nh_dictionaries_due(d))
        return NH_OK;
    if (d->current == NULL)
        d->current = (uint8_t *)nh_resized(d->sections->env, NULL, NH_DICTIONARY, 1);
    if (d->current == NULL)
        return nh_fail_memory(err, "a dictionary of stored articles");
    memcpy(d->current, d->sample, NH_DICTIONARY);
    nh_buf_bytes(&to->memory, d->current, NH_DICTIONARY);
    d->number = nh_dictionaries_count(d->sections);
    d->next_at = d->text + NEXT_AFTER;
    *due = true;
    return nh_spool_settle(to, err);
}

nh_status nh_dictionaries_sample(nh_dictionaries *d, nh_str block, size_t text,
                                 nh_error *err)
{
    const size_t at = (size_t)(d->blocks % NH_DICTIONARY_PIECES) * NH_DICTIONARY_PIECE;

    d->text += text;
    if (block.len < NH_DICTIONARY_PIECE)
        return NH_OK;
    if (d->sample == NULL)
        d->sample = (uint8_t *)nh_zeroed(d->sections->env, NH_DICTIONARY, 1);
    if (d->sample == NULL)
        return nh_fail_memory(err, "a sample of stored articles");
    memcpy(d->sample + at, block.ptr + (block.len - NH_DICTIONARY_PIECE) / 2,
           NH_DICTIONARY_PIECE);
    d->blocks++;
    return NH_OK;
}

void nh_dictionaries_restart(nh_dictionaries *d)
{
    d->number = 0;
    d->blocks = 0;
    d->text = 0;
    d->next_at = FIRST_AFTER;
}

size_t nh_dictionaries_memory(const nh_dictionaries *d)
{
    return (d->sample != NULL ? NH_DICTIONARY : 0) +
           (d->current != NULL ? NH_DICTIONARY : 0);
}

void nh_dictionaries_clear(nh_dictionaries *d)
{
    nh_release(d->sections->env, d->sample);
    nh_release(d->sections->env, d->current);
    nh_dictionaries_init(d, d->sections);
}
