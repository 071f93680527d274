/* indexer/write/bounds/champion_picker.c - the best postings of a term, picked while all of them go by. */
#include "indexer/write/bounds/champion_picker.h"

#include <string.h>

#include "common/base/bytes/little_endian.h"
#include "common/base/error.h"
#include "indexer/write/bounds/article_begins.h"

#define POSTINGS 128u /* that are held before some are dropped             */
#define DUE 2048u     /* articles that are counted before the bar is moved */
#define HUNDRED 100u
#define THOUSAND 1000u

/* A posting that may be a champion. */
typedef struct candidate {
    uint32_t passage;
    uint16_t rank;
    nh_worth worth;
} candidate;

/* Postings of a block that are not passed over by their impact. */
typedef struct some_postings {
    uint32_t n;
    uint8_t chosen[NH_BLOCK]; /* numbers in the block */
    uint16_t ranks[NH_BLOCK];
} some_postings;

/* How often each rank was met: `high` counts 256 of them together. A rank is counted some DUE times
 * at most, since then the bar is there. */
typedef struct rank_counts {
    uint32_t high[256];
    uint16_t each[65536];
} rank_counts;

struct nh_picker {
    const nh_env *env;
    nh_worth_ranks *ranks;
    nh_list_scope scope;
    uint8_t
        least[NH_WORTHS];  /* by rank: the least impact of those and better ones        */
    uint32_t least_impact; /* of ranks that are not passed over: those better than rest
                              or bar; 256: there is none                            */

    uint32_t rest; /* best rank that is no champion's; those from here on are none  */
    uint32_t n;    /* candidates, by passage                                        */
    candidate candidates[POSTINGS];

    uint32_t bar;          /* a thousand articles have this rank or a better one; those
                              from here on are not counted any more; ranks->count:
                              nobody knows yet whether there are so many            */
    uint32_t n_articles;   /* that are counted                                      */
    bool is_open;          /* an article may have further postings:                 */
    uint32_t open_passage; /* its last one that was not passed over                 */
    uint16_t open_rank;    /* its best                                              */
    rank_counts articles;
};

_Static_assert(sizeof(struct nh_picker) + sizeof(nh_worth_ranks) <= NH_PICKER_MEMORY,
               "whoever keeps within a limit leaves so much for it");

/* The least impact of each rank, then of all better ones too. */
static void find_least(nh_picker *p, const nh_impact_table *impacts)
{
    memset(p->least, 255, sizeof p->least);
    for (uint32_t tf = 1; tf < 256; tf++)
        for (uint32_t length = 1; length < 256; length++) {
            uint8_t *least = &p->least[p->ranks->rank[tf][length]];
            const uint8_t impact = impacts->of[tf][length];

            *least = impact < *least ? impact : *least;
        }
    for (uint32_t r = 1; r < p->ranks->count; r++)
        p->least[r] = p->least[r] < p->least[r - 1] ? p->least[r] : p->least[r - 1];
}

nh_status nh_picker_new(const nh_env *env, const nh_list_scope *scope,
                        const nh_worth_rule *rule, const nh_impact_table *impacts,
                        nh_picker **out, nh_error *err)
{
    nh_picker *p = nh_new(env, nh_picker);
    nh_status st;

    *out = NULL;
    if (p == NULL)
        return nh_fail_memory(err, "champions");
    p->env = env;
    p->scope = *scope;
    st = nh_worth_ranks_new(env, rule, &p->ranks, err);
    if (st != NH_OK) {
        nh_picker_free(p);
        return st;
    }
    find_least(p, impacts);
    *out = p;
    return NH_OK;
}

void nh_picker_free(nh_picker *p)
{
    if (p == NULL)
        return;
    nh_release(p->env, p->ranks);
    nh_release(p->env, p);
}

static void set_least_impact(nh_picker *p)
{
    const uint32_t cut = p->rest > p->bar ? p->rest : p->bar;

    p->least_impact = cut > 0 ? p->least[cut - 1] : 256;
}

/* Are there a thousand articles, by what is counted so far? */
static bool has_bar(const nh_picker *p)
{
    return p->bar < p->ranks->count;
}

void nh_picker_begin(nh_picker *p)
{
    for (uint32_t i = 0; i < 256; i++)
        if (p->articles.high[i] > 0)
            memset(p->articles.each + (i << 8), 0, 256 * sizeof *p->articles.each);
    memset(p->articles.high, 0, sizeof p->articles.high);
    p->rest = p->bar = p->ranks->count;
    p->n = p->n_articles = 0;
    p->is_open = false;
    set_least_impact(p);
}

/* ---- the best of many --------------------------------------------------------------- */

/* The rank of candidate number NH_CHAMPIONS, from 0, of the best first; there are more of them. It
 * is found digit by digit. */
static uint32_t rank_of_surplus(const nh_picker *p)
{
    uint8_t counts[2][256] = {{0}};
    uint32_t nth = NH_CHAMPIONS, high = 0, low = 0;

    for (uint32_t i = 0; i < p->n; i++)
        counts[0][p->candidates[i].rank >> 8]++;
    for (; counts[0][high] <= nth; high++)
        nth -= counts[0][high];
    for (uint32_t i = 0; i < p->n; i++)
        if (p->candidates[i].rank >> 8 == high)
            counts[1][p->candidates[i].rank & 255]++;
    for (; counts[1][low] <= nth; low++)
        nth -= counts[1][low];
    return high << 8 | low;
}

/* Postings of one worth are champions together or not at all: those of the worth that makes too
 * many go, and what is worth less. */
static void drop_candidates(nh_picker *p)
{
    uint32_t n = 0;

    if (p->n <= NH_CHAMPIONS)
        return;
    p->rest = rank_of_surplus(p);
    for (uint32_t i = 0; i < p->n; i++) {
        p->candidates[n] = p->candidates[i];
        n += p->candidates[i].rank < p->rest;
    }
    p->n = n;
    set_least_impact(p);
}

/* The rank of article `nth` from 0, of the best first; *before counts those of better ranks. */
static uint32_t rank_of(const rank_counts *c, uint32_t nth, uint32_t *before)
{
    uint32_t sum = 0, high = 0, rank;

    for (; sum + c->high[high] <= nth; high++)
        sum += c->high[high];
    for (rank = high << 8; sum + c->each[rank] <= nth; rank++)
        sum += c->each[rank];
    *before = sum;
    return rank;
}

/* A thousand articles stay, which is all that can matter. */
static void move_bar(nh_picker *p)
{
    p->bar = rank_of(&p->articles, THOUSAND - 1, &p->n_articles);
    set_least_impact(p);
}

/* ---- posting by posting ------------------------------------------------------------- */

/* Articles of these ranks; the bar is moved behind them. */
static void count_articles(nh_picker *p, const uint16_t *ranks, uint32_t n)
{
    rank_counts *c = &p->articles;
    const uint32_t bar = p->bar;
    uint32_t counted = 0;

    for (uint32_t k = 0; k < n; k++) {
        const uint32_t rank = ranks[k];

        if (rank >= bar)
            continue;
        c->high[rank >> 8]++;
        c->each[rank]++;
        counted++;
    }
    p->n_articles += counted;
    if (p->n_articles >= DUE)
        move_bar(p);
}

/* The best posting of an article counts, and it is known when the next article begins. */
static void count_best(nh_picker *p, const some_postings *s, const nh_listed *from)
{
    uint16_t best[NH_BLOCK + 1];
    uint32_t n = 0;

    for (uint32_t k = 0; k < s->n; k++) {
        const uint32_t passage = from->passages[s->chosen[k]];
        const uint16_t rank = s->ranks[k];

        if (p->is_open && nh_begins_none(p->scope.begins, p->open_passage, passage)) {
            p->open_rank = rank < p->open_rank ? rank : p->open_rank;
        } else {
            best[n] = p->open_rank;
            n += p->is_open;
            p->open_rank = rank;
            p->is_open = true;
        }
        p->open_passage = passage;
    }
    count_articles(p, best, n);
}

static void add_candidates(nh_picker *p, const some_postings *s, const nh_listed *from)
{
    uint32_t rest = p->rest;

    for (uint32_t k = 0; k < s->n; k++) {
        uint32_t i;

        if (s->ranks[k] >= rest)
            continue;
        i = s->chosen[k];
        p->candidates[p->n++] =
            (candidate){from->passages[i], s->ranks[k], {from->tf[i], from->lengths[i]}};
        if (p->n == POSTINGS)
            drop_candidates(p);
        rest = p->rest;
    }
}

static uint32_t choose_all(uint8_t *chosen, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        chosen[i] = (uint8_t)i;
    return n;
}

/* The impact tells most of those that are passed over, without their ranks. Eight bytes, each 0 or
 * 1, become a bit each. */
static uint32_t choose_some(const nh_picker *p, const uint8_t impacts[NH_BLOCK],
                            uint8_t *chosen)
{
    const uint32_t least = p->least_impact;
    uint8_t wanted[NH_BLOCK];
    uint32_t n = 0;

    for (uint32_t i = 0; i < NH_BLOCK; i++)
        wanted[i] = impacts[i] >= least;
    for (uint32_t i = 0; i < NH_BLOCK; i += 8) {
        uint64_t bits = nh_le64(wanted + i) * UINT64_C(0x0102040810204080) >> 56;

        for (; bits != 0; bits &= bits - 1)
            chosen[n++] = (uint8_t)(i + (uint32_t)__builtin_ctzll(bits));
    }
    return n;
}

static void choose(const nh_picker *p, const nh_listed *from, some_postings *s)
{
    s->n = has_bar(p) ? choose_some(p, from->impacts, s->chosen)
                      : choose_all(s->chosen, from->n);
    for (uint32_t k = 0; k < s->n; k++) {
        const uint32_t i = s->chosen[k];

        s->ranks[k] = p->ranks->rank[from->tf[i]][from->lengths[i]];
    }
}

void nh_picker_add(nh_picker *p, const nh_listed *some)
{
    some_postings s;

    choose(p, some, &s);
    add_candidates(p, &s, some);
    if (p->scope.begins == NULL)
        count_articles(p, s.ranks, s.n);
    else
        count_best(p, &s, some);
}

bool nh_picker_wants(const nh_picker *p, uint8_t impact)
{
    return impact >= p->least_impact;
}

/* ---- what is kept ------------------------------------------------------------------- */

static void put_worth(nh_buffer *out, nh_worth w)
{
    nh_buf_u8(out, w.tf);
    nh_buf_u8(out, w.length);
}

/* The worth that so many articles reach, if there are so many. */
static void put_reached(const nh_picker *p, uint32_t many, nh_buffer *out)
{
    nh_worth w = {0, 0};
    uint32_t before;

    if (p->n_articles >= many)
        w = p->ranks->first[rank_of(&p->articles, many - 1, &before)];
    else if (has_bar(p))
        w = p->ranks->first[p->bar];
    put_worth(out, w);
}

/* Too few of them would answer nothing; then the best of them is the best of the rest. */
static void drop_few(nh_picker *p)
{
    if (p->n >= NH_CHAMPIONS_FEW)
        return;
    for (uint32_t i = 0; i < p->n; i++)
        p->rest = p->candidates[i].rank < p->rest ? p->candidates[i].rank : p->rest;
    p->n = 0;
}

void nh_picker_end(nh_picker *p, nh_buffer *out)
{
    uint32_t next = 0;

    if (p->is_open)
        count_articles(p, &p->open_rank, 1);
    drop_candidates(p);
    drop_few(p);
    nh_buf_u8(out, (uint8_t)p->n);
    put_worth(out, p->ranks->first[p->rest]);
    put_reached(p, HUNDRED, out);
    put_reached(p, THOUSAND, out);
    for (uint32_t i = 0; i < p->n; i++) {
        nh_buf_var32(out, p->candidates[i].passage - next);
        put_worth(out, p->candidates[i].worth);
        next = p->candidates[i].passage + 1;
    }
}
