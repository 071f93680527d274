/* indexer/write/stored/block_press.c - blocks are compressed by several threads, and come back in order. */
#include "indexer/write/stored/block_press.h"

#include <pthread.h>

#include "common/base/error.h"
#include "common/segment/format.h"

#define SLOTS_EACH 2u /* blocks a thread may have: one in hand, one that waits */

/* Bytes of a slot, about, since threads change them meanwhile: a block closes behind
 * NH_STORED_BLOCK, and as much is had for its stream, so that both buffers have doubled. */
#define SLOT_MEMORY ((size_t)4 * NH_STORED_BLOCK)

/* A block, and how it went. */
typedef struct slot {
    nh_press_block block;
    bool done;
    nh_status status;
} slot;

typedef struct worker {
    struct nh_block_press *press;
    pthread_t thread;
    nh_deflater *deflater;
    uint32_t dictionary; /* number of the one that its deflater has */
} worker;

struct nh_block_press {
    const nh_env *env;
    pthread_mutex_t lock;
    pthread_cond_t given, done; /* a block waits; one is ready             */
    slot *slots;                /* block k is in slot k modulo n_slots     */
    uint32_t n_slots;
    uint64_t put, taken, got; /* blocks so far; got <= taken <= put      */
    bool over;
    worker *workers;
    unsigned n_workers; /* that were started */
};

/* ---- a thread ----------------------------------------------------------------------- */

static nh_status press(worker *w, nh_press_block *b)
{
    nh_status st = NH_OK;

    if (b->dictionary != w->dictionary) {
        st = nh_deflater_dictionary(w->deflater, b->goes_on_from, NULL);
        w->dictionary = b->dictionary;
    }
    nh_buf_clear(&b->packed);
    return st == NH_OK
               ? nh_deflate(w->deflater, b->raw.bytes, b->raw.size, &b->packed, NULL)
               : st;
}

static void *run_worker(void *self)
{
    worker *w = (worker *)self;
    struct nh_block_press *p = w->press;

    (void)pthread_mutex_lock(&p->lock);
    while (!p->over) {
        slot *s;

        if (p->taken == p->put) {
            (void)pthread_cond_wait(&p->given, &p->lock);
            continue;
        }
        s = &p->slots[p->taken++ % p->n_slots];
        (void)pthread_mutex_unlock(&p->lock);
        s->status = press(w, &s->block);
        (void)pthread_mutex_lock(&p->lock);
        s->done = true;
        (void)pthread_cond_signal(&p->done);
    }
    (void)pthread_mutex_unlock(&p->lock);
    return NULL;
}

/* ---- all of them -------------------------------------------------------------------- */

static nh_status start(nh_block_press *p, unsigned threads, int level, nh_error *err)
{
    for (unsigned i = 0; i < threads; i++) {
        worker *w = &p->workers[i];
        nh_status st = nh_deflater_new(p->env, level, &w->deflater, err);

        if (st != NH_OK)
            return st;
        w->press = p;
        if (pthread_create(&w->thread, NULL, run_worker, w) != 0) {
            nh_deflater_free(w->deflater);
            break;
        }
        p->n_workers++;
    }
    return NH_OK;
}

nh_status nh_block_press_new(const nh_env *env, unsigned threads, int level,
                             nh_block_press **out, nh_error *err)
{
    nh_block_press *p = nh_new(env, nh_block_press);
    nh_status st;

    *out = NULL;
    if (p == NULL)
        return nh_fail_memory(err, "threads that compress");
    p->env = env;
    p->n_slots = threads * SLOTS_EACH;
    (void)pthread_mutex_init(&p->lock, NULL);
    (void)pthread_cond_init(&p->given, NULL);
    (void)pthread_cond_init(&p->done, NULL);
    p->slots = (slot *)nh_zeroed(env, p->n_slots, sizeof *p->slots);
    p->workers = (worker *)nh_zeroed(env, threads, sizeof *p->workers);
    if (p->slots == NULL || p->workers == NULL) {
        nh_block_press_free(p);
        return nh_fail_memory(err, "threads that compress");
    }
    for (uint32_t i = 0; i < p->n_slots; i++)
        p->slots[i].block.raw.env = p->slots[i].block.packed.env = env;
    st = start(p, threads, level, err);
    if (st != NH_OK || p->n_workers == 0) {
        nh_block_press_free(p);
        return st;
    }
    *out = p;
    return NH_OK;
}

void nh_block_press_free(nh_block_press *p)
{
    if (p == NULL)
        return;
    (void)pthread_mutex_lock(&p->lock);
    p->over = true;
    (void)pthread_cond_broadcast(&p->given);
    (void)pthread_mutex_unlock(&p->lock);
    for (unsigned i = 0; i < p->n_workers; i++) {
        (void)pthread_join(p->workers[i].thread, NULL);
        nh_deflater_free(p->workers[i].deflater);
    }
    for (uint32_t i = 0; p->slots != NULL && i < p->n_slots; i++) {
        nh_buf_free(&p->slots[i].block.raw);
        nh_buf_free(&p->slots[i].block.packed);
    }
    (void)pthread_cond_destroy(&p->given);
    (void)pthread_cond_destroy(&p->done);
    (void)pthread_mutex_destroy(&p->lock);
    nh_release(p->env, p->slots);
    nh_release(p->env, p->workers);
    nh_release(p->env, p);
}

bool nh_block_press_full(const nh_block_press *p)
{
    return p->put - p->got == p->n_slots; /* both are the caller's */
}

void nh_block_press_put(nh_block_press *p, nh_press_block *block)
{
    slot *s = &p->slots[p->put % p->n_slots];
    const nh_buffer empty = s->block.raw;

    s->block.raw = block->raw;
    block->raw = empty;
    s->block.first = block->first;
    s->block.raw_size = block->raw_size;
    s->block.words = block->words;
    s->block.dictionary = block->dictionary;
    s->block.goes_on_from = block->goes_on_from;
    s->done = false;
    (void)pthread_mutex_lock(&p->lock);
    p->put++;
    (void)pthread_cond_signal(&p->given);
    (void)pthread_mutex_unlock(&p->lock);
}

nh_status nh_block_press_get(nh_block_press *p, const nh_press_block **out, nh_error *err)
{
    slot *s = &p->slots[p->got % p->n_slots];

    *out = NULL;
    if (p->got == p->put)
        return NH_OK;
    (void)pthread_mutex_lock(&p->lock);
    while (!s->done)
        (void)pthread_cond_wait(&p->done, &p->lock);
    (void)pthread_mutex_unlock(&p->lock);
    p->got++;
    if (s->status != NH_OK)
        return nh_fail_memory(err, "compressing");
    *out = &s->block;
    return NH_OK;
}

size_t nh_block_press_memory(const nh_block_press *p)
{
    return p->n_slots * SLOT_MEMORY;
}
