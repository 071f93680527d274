/* indexer/invert/flush/flush_team.c - threads that encode the terms of a view, stretch by stretch. */
#include "indexer/invert/flush/flush_team.h"

#include <pthread.h>

#include "common/base/error.h"

#define STRETCHES_EACH 16u /* for a thread, about: so that all end at about the same time */
#define STRETCH_LEAST \
    (64u << 10) /* occurrences                                                */

/* All below `lock` belongs to whoever holds it, and the segment to whose turn it is. */
typedef struct team {
    const nh_flush_view *view;
    nh_flush_places end;
    uint64_t stretch; /* occurrences of a stretch, at least */

    pthread_mutex_t lock;
    pthread_cond_t changed;
    nh_flush_places next; /* first term that nobody took         */
    uint64_t taken;       /* stretches                           */
    uint64_t turn;        /* the stretch that is handed over next */
    nh_status status;     /* the first failure                   */
    nh_error error;

    nh_section_spools *to;
    nh_terms_writer dictionary;
} team;

typedef struct member {
    team *team;
    nh_term_encoder *encoder;
    nh_ticker *ticker; /* the caller's; NULL for others */
} member;

/* A stretch that was taken. */
typedef struct stretch {
    nh_flush_places from, end;
    uint64_t number;
    uint64_t occurrences;
} stretch;

/* Terms from the next one on, until they have occurrences enough. False: there are none left. */
static bool take(team *t, stretch *s)
{
    uint8_t taken[NH_FLUSH_RUNS];
    unsigned n;

    s->from = t->next;
    s->occurrences = 0;
    while (s->occurrences < t->stretch &&
           (n = nh_flush_least(t->view, &t->next, &t->end, taken)) > 0)
        for (unsigned i = 0; i < n; i++) {
            const nh_flush_source *source = &t->view->sources[taken[i]];
            const size_t at = t->next.at[taken[i]]++;

            s->occurrences += source->order.list[at].count;
        }
    s->end = t->next;
    s->number = t->taken;
    t->taken += s->occurrences > 0;
    return s->occurrences > 0;
}

static void fail(team *t, nh_status st, const nh_error *err)
{
    if (t->status == NH_OK && st != NH_OK) {
        t->status = st;
        t->error = *err;
    }
}

/* Waits until all stretches before are handed over; false if one of them failed. */
static bool await_turn(team *t, const stretch *s)
{
    while (t->turn != s->number && t->status == NH_OK)
        (void)pthread_cond_wait(&t->changed, &t->lock);
    return t->status == NH_OK;
}

/* Holds the lock before and after, but not while it works. */
static void work_on(member *m, const stretch *s)
{
    team *t = m->team;
    nh_error err = {0};
    nh_status st;
    bool mine;

    (void)pthread_mutex_unlock(&t->lock);
    st = nh_term_encode(m->encoder, t->view, &s->from, &s->end, &err);
    (void)pthread_mutex_lock(&t->lock);
    fail(t, st, &err);
    mine = await_turn(t, s);
    (void)pthread_mutex_unlock(&t->lock);
    if (mine)
        st = nh_term_encoder_hand_over(m->encoder, t->to, &t->dictionary, &err);
    nh_ticker_go_on(m->ticker, s->occurrences * sizeof(nh_slot));
    (void)pthread_mutex_lock(&t->lock);
    fail(t, st, &err);
    t->turn += mine;
    (void)pthread_cond_broadcast(&t->changed);
}

static void *run_member(void *self)
{
    member *m = (member *)self;
    team *t = m->team;
    stretch s;

    (void)pthread_mutex_lock(&t->lock);
    while (t->status == NH_OK && take(t, &s))
        work_on(m, &s);
    (void)pthread_mutex_unlock(&t->lock);
    nh_term_encoder_rest(m->encoder);
    return NULL;
}

static uint64_t count_occurrences(const nh_flush_view *v)
{
    uint64_t sum = 0;

    for (unsigned i = 0; i < v->n; i++)
        for (size_t k = 0; k < v->sources[i].order.count; k++)
            sum += v->sources[i].order.list[k].count;
    return sum;
}

static void run_members(team *t)
{
    member members[NH_FLUSH_RUNS];

    for (unsigned i = 0; i < t->view->n; i++)
        members[i] = (member){.team = t, .encoder = t->view->sources[i].run->encoder};
    members[0].ticker = t->to->ticker;
    nh_threads_run(run_member, members, t->view->n, sizeof *members);
}

nh_status nh_flush_terms(const nh_flush_view *v, nh_section_spools *to,
                         nh_dictionary_sums *out, nh_error *err)
{
    const uint64_t total = count_occurrences(v);
    team t = {.view = v, .end = nh_flush_end(v), .to = to};

    t.stretch = total / (v->n * STRETCHES_EACH);
    t.stretch = t.stretch > STRETCH_LEAST ? t.stretch : STRETCH_LEAST;
    (void)pthread_mutex_init(&t.lock, NULL);
    (void)pthread_cond_init(&t.changed, NULL);
    nh_terms_writer_init(&t.dictionary, to);
    nh_ticker_begin(to->ticker, "sorting", total * sizeof(nh_slot));
    run_members(&t);
    *out = t.dictionary.sums;
    nh_terms_writer_close(&t.dictionary);
    (void)pthread_cond_destroy(&t.changed);
    (void)pthread_mutex_destroy(&t.lock);
    if (t.status != NH_OK && err != NULL)
        *err = t.error;
    return t.status;
}
