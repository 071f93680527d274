/* searcher/prune/team/team.c - the segments of an index, pruned by several threads, each a group of them. */
#include "searcher/prune/team/team.h"

#include "common/base/error.h"
#include "common/base/threads.h"

/* One thread at work. */
typedef struct member {
    struct nh_team *team;
    nh_pruning p;    /* of its segments; the query's but for what changes              */
    nh_evaluation e; /* the same                                                       */
    nh_halt halt;
    nh_arena arena;    /* kept from query to query, like the window                      */
    nh_window *window; /* owned; NULL until the first query                            */
    uint32_t number;
    uint64_t passages; /* of its segments                                               */
    nh_error err;
    nh_status status;
    bool done; /* it had a thread                                                      */
} member;

struct nh_team {
    const nh_env *env;
    nh_team_take *take;
    uint32_t members; /* at work                                              */
    uint32_t *groups; /* by segment: the member who takes it; in the arena    */
    nh_flag failed;   /* 1: a member failed, so the others may stop           */
    uint32_t first;   /* the one that failed first                            */
    member list[NH_THREADS_MOST];
};

void nh_team_free(nh_team *team)
{
    if (team == NULL)
        return;
    for (uint32_t i = 0; i < NH_THREADS_MOST; i++) {
        nh_release(team->env, team->list[i].window);
        nh_arena_close(&team->list[i].arena);
    }
    nh_release(team->env, team);
}

/* Postings of plain words in all segments. */
static uint64_t count_postings(const nh_pruning *p)
{
    uint64_t n = 0;

    for (uint32_t s = 0; s < p->e->index->manifest.n_segments; s++)
        for (uint32_t w = 0; w < p->n_words; w++) {
            const nh_found_term *found = p->e->runs[s].plain[p->words[w].leaf];

            n += found != NULL ? found->term->df : 0;
        }
    return n;
}

uint32_t nh_team_size(const nh_pruning *p)
{
    const uint32_t segments = p->e->index->manifest.n_segments;
    const uint32_t least = p->pruner->team_least;
    uint64_t n = p->e->options->threads, paid;

    n = n < NH_THREADS_MOST ? n : NH_THREADS_MOST;
    n = n < segments ? n : segments;
    if (n < 2 || p->phrase)
        return 1;
    paid = least > 0 ? count_postings(p) / least : n;
    n = n < paid ? n : paid;
    return n > 1 ? (uint32_t)n : 1;
}

/* Neighbours, so that groups have about as many passages each. */
static nh_status divide(nh_team *t, const nh_pruning *p, nh_error *err)
{
    const uint32_t n = p->e->index->manifest.n_segments;
    uint64_t before = 0, all = 0;

    t->groups = (uint32_t *)nh_arena_array(p->e->arena, n, sizeof *t->groups);
    if (t->groups == NULL)
        return nh_arena_fail(p->e->arena, err, "a query");
    for (uint32_t s = 0; s < n; s++)
        all += p->e->runs[s].view.passages.count;
    for (uint32_t s = 0; s < n; s++) {
        const uint64_t size = p->e->runs[s].view.passages.count;

        t->groups[s] = (uint32_t)((before + size / 2) * t->members / (all + 1));
        before += size;
    }
    return NH_OK;
}

/* Scores are looked up in rows that fill while it works, so each has rows of its own. */
static nh_status take_words(member *m, const nh_pruning *p)
{
    m->p.words =
        (nh_pruned_word *)nh_arena_array(&m->arena, p->n_words, sizeof *m->p.words);
    m->p.lists = (nh_list **)nh_arena_array(&m->arena, p->n_words, sizeof(nh_list *));
    if (m->p.words == NULL || m->p.lists == NULL)
        return nh_arena_fail(&m->arena, &m->err, "a query");
    for (uint32_t w = 0; w < p->n_words; w++) {
        m->p.words[w] = p->words[w];
        m->p.words[w].scores.parts = &m->window->parts;
    }
    return NH_OK;
}

/* Room for as many hits as are wanted, or as the group can have: then no threshold is needed. */
static nh_status begin_best(member *m, const nh_pruning *p)
{
    const bool few = m->passages <= p->best.wanted;
    const nh_status st =
        nh_best_begin(&m->p.best, &m->e, few ? (uint32_t)m->passages : p->best.wanted,
                      few || p->all ? 0 : UINT32_MAX, p->best.merge, &m->err);

    return st == NH_OK && !p->near ? nh_best_tally(&m->p.best, p->most) : st;
}

static nh_status begin(member *m, const nh_pruning *p)
{
    nh_status st;

    if (m->window == NULL)
        m->window = nh_new(m->team->env, nh_window);
    if (m->window == NULL)
        return nh_fail_memory(&m->err, "a searcher");
    nh_parts_begin(&m->window->parts, &m->e.formula);
    m->p.window = m->window;
    st = take_words(m, p);
    if (st == NH_OK)
        st = nh_evaluation_top(&m->e, 0, &m->err);
    return st == NH_OK ? begin_best(m, p) : st;
}

/* The passages of its segments. */
static uint64_t count_passages(const member *m, const nh_pruning *p)
{
    uint64_t n = 0;

    for (uint32_t s = 0; s < p->e->index->manifest.n_segments; s++)
        if (m->team->groups[s] == m->number)
            n += p->e->runs[s].view.passages.count;
    return n;
}

/* A member as it is before it works. Its memory has the limit of the whole query: a part of it
 * might be too little for what one thread answers. */
static void prepare(member *m, nh_team *t, const nh_pruning *p, uint32_t number)
{
    m->team = t;
    m->number = number;
    m->passages = count_passages(m, p);
    m->err = (nh_error){0};
    m->status = NH_OK;
    m->done = false;
    nh_arena_reset(&m->arena);
    m->arena.env = t->env;
    m->arena.limit = p->e->arena->limit;
    m->halt = *p->e->finder.halt;
    m->halt.companions = &t->failed;
    m->e = *p->e;
    m->e.arena = &m->arena;
    m->e.finder.halt = &m->halt;
    m->e.work = (nh_list_work){0};
    m->p = *p;
    m->p.e = &m->e;
    m->p.ranges = (nh_ranges){0};
    m->p.counted = m->p.articles = 0;
}

/* What it has found is cut down to what may be among the best of all. */
static nh_status take_group(member *m, const nh_pruning *p)
{
    const nh_team *t = m->team;
    nh_status st = begin(m, p);

    for (uint32_t s = 0; s < p->e->index->manifest.n_segments && st == NH_OK; s++)
        if (t->groups[s] == m->number)
            st = t->take(&m->p, s, &m->err);
    if (st != NH_OK)
        return st;
    nh_best_settle(&m->p.best);
    return m->p.best.status != NH_OK ? m->p.best.status : m->e.ids.status;
}

/* A member's work, with what all of them read. */
typedef struct task {
    member *member;
    const nh_pruning *query;
} task;

static void *run_member(void *self)
{
    const task *job = (const task *)self;
    member *m = job->member;
    nh_team *t = m->team;

    m->done = true;
    m->status = take_group(m, job->query);
    if (m->status == NH_OK)
        return NULL;
    nh_release(t->env, m->window); /* it may hold sums */
    m->window = NULL;
    if (atomic_exchange_explicit(&t->failed, 1, memory_order_relaxed) == 0)
        t->first = m->number;
    return NULL;
}

/* Candidates of articles are theirs alone already. */
static nh_status join(nh_team *t, nh_pruning *p, nh_error *err)
{
    if (t->failed != 0) {
        const member *m = &t->list[t->first];

        if (err != NULL)
            *err = m->err;
        return m->status;
    }
    p->best.merge = false;
    p->best.allowed = NULL;
    for (uint32_t i = 0; i < t->members; i++) {
        const member *m = &t->list[i];

        for (uint32_t c = 0; c < m->p.best.count; c++)
            nh_best_add(&p->best, m->p.best.list[c].score, m->p.best.list[c].passage,
                        m->p.best.list[c].segment);
        p->counted += m->p.counted;
        p->articles += m->p.articles;
        nh_list_work_add(&p->e->work, m->e.work);
    }
    return p->best.status;
}

nh_status nh_team_run(nh_pruning *p, nh_team **team, uint32_t threads, nh_team_take *take,
                      nh_error *err)
{
    nh_team *t = *team != NULL ? *team : nh_new(p->e->env, nh_team);
    task tasks[NH_THREADS_MOST];
    nh_status st;

    *team = t;
    if (t == NULL)
        return nh_fail_memory(err, "a searcher");
    t->env = p->e->env;
    t->take = take;
    t->members = threads;
    t->failed = 0;
    st = divide(t, p, err);
    if (st != NH_OK)
        return st;
    for (uint32_t i = 0; i < threads; i++) {
        prepare(&t->list[i], t, p, i);
        tasks[i] = (task){&t->list[i], p};
    }
    nh_threads_run(run_member, tasks, threads, sizeof *tasks);
    for (uint32_t i = 0; i < threads; i++)
        if (!t->list[i].done)
            (void)run_member(&tasks[i]);
    return join(t, p, err);
}
