/* indexer/write/words/word_lists.c - lists of words, chosen while articles come. */
#include "indexer/write/words/word_lists.h"

#include "common/base/error.h"

#define NEXT_AFTER \
    ((uint64_t)64 << 20) /* bytes of text, from one list to the next one      */
#define SAMPLE \
    ((uint64_t)1 << 20) /* bytes of it that are counted: the last ones before a list */
#define MOST_WORDS \
    4000u /* of a list: what finds them has to lie in the caches beside all else */
#define MOST_CHOSEN 200u /* fewer than a segment may have: NH_WORDS_LIMIT */

void nh_word_lists_init(nh_word_lists *l, const nh_env *env)
{
    l->env = env;
    atomic_init(&l->text, 0);
    atomic_init(&l->next_at, NH_WORDS_FROM - SAMPLE);
    atomic_init(&l->changes, 0);
    atomic_init(&l->memory, 0);
    (void)pthread_mutex_init(&l->lock, NULL);
    l->choice = NULL;
    l->sampled = 0;
    l->chosen = 0;
    l->list = NULL;
}

/* Holds the lock. */
static void count_memory(nh_word_lists *l)
{
    atomic_store(&l->memory, (l->choice != NULL ? NH_WORD_CHOICE_SIZE : 0) +
                                 (l->list != NULL ? nh_wording_memory(l->list) : 0));
}

/* The words of the sample are the list from now on, if they save enough. Holds the lock. */
static nh_status choose(nh_word_lists *l, nh_error *err)
{
    uint8_t *bytes = (uint8_t *)nh_resized(l->env, NULL, NH_WORDS, 1);
    nh_wording *list = NULL;
    nh_status st = bytes != NULL ? NH_OK : nh_fail_memory(err, "choosing words");

    if (st == NH_OK && nh_word_choice_list(l->choice, MOST_WORDS, bytes) > 0)
        st = nh_wording_new(l->env, (nh_str){(const char *)bytes, NH_WORDS}, &list, err);
    nh_release(l->env, bytes);
    nh_word_choice_free(l->choice);
    l->choice = NULL;
    l->sampled = 0;
    if (st != NH_OK)
        return st;
    nh_wording_free(l->list);
    l->list = list;
    l->chosen++;
    atomic_store(&l->next_at,
                 l->chosen < MOST_CHOSEN ? atomic_load(&l->text) + NEXT_AFTER : UINT64_MAX);
    atomic_fetch_add(&l->changes, 1);
    return NH_OK;
}

/* Holds the lock. */
static nh_status count(nh_word_lists *l, nh_str text, nh_error *err)
{
    const uint64_t left = SAMPLE - l->sampled;
    nh_status st = NH_OK;

    if (l->choice == NULL)
        st = nh_word_choice_new(l->env, &l->choice, err);
    if (st != NH_OK)
        return st;
    if (text.len > left)
        text.len = (size_t)left;
    nh_word_choice_count(l->choice, text);
    l->sampled += text.len;
    if (l->sampled >= SAMPLE)
        st = choose(l, err);
    count_memory(l);
    return st;
}

nh_status nh_word_lists_sample(nh_word_lists *l, nh_str text, nh_error *err)
{
    const uint64_t before = atomic_fetch_add(&l->text, text.len);
    nh_status st = NH_OK;

    if (before < atomic_load(&l->next_at))
        return NH_OK;
    (void)pthread_mutex_lock(&l->lock);
    if (before >= atomic_load(&l->next_at)) /* nobody chose meanwhile */
        st = count(l, text, err);
    (void)pthread_mutex_unlock(&l->lock);
    return st;
}

bool nh_word_lists_take(nh_word_lists *l, nh_wording **list, unsigned *seen)
{
    bool other;

    if (atomic_load(&l->changes) == *seen)
        return false;
    (void)pthread_mutex_lock(&l->lock);
    *seen = atomic_load(&l->changes);
    other = *list != l->list;
    if (other) {
        nh_wording_free(*list);
        *list = nh_wording_share(l->list);
    }
    (void)pthread_mutex_unlock(&l->lock);
    return other;
}

size_t nh_word_lists_memory(const nh_word_lists *l)
{
    return atomic_load_explicit(&l->memory, memory_order_relaxed);
}

static void forget(nh_word_lists *l)
{
    nh_word_choice_free(l->choice);
    nh_wording_free(l->list);
    l->choice = NULL;
    l->list = NULL;
}

void nh_word_lists_restart(nh_word_lists *l)
{
    (void)pthread_mutex_lock(&l->lock);
    forget(l);
    l->sampled = 0;
    l->chosen = 0;
    count_memory(l);
    atomic_store(&l->text, 0);
    atomic_store(&l->next_at, NH_WORDS_FROM - SAMPLE);
    atomic_fetch_add(&l->changes, 1);
    (void)pthread_mutex_unlock(&l->lock);
}

void nh_word_lists_close(nh_word_lists *l)
{
    forget(l);
    (void)pthread_mutex_destroy(&l->lock);
}
