/* indexer/write/bounds/champion_picker.c - the best postings of a term, picked while all of them go by. */
#include "indexer/write/bounds/champion_picker.h"

#include <string.h>

#include "common/base/error.h"

#define POSTINGS 512u  /* that are held before some are dropped     */
#define ARTICLES 4096u /* of which the best rank is held, likewise  */
#define HUNDRED 100u
#define THOUSAND 1000u

/* A posting that may be a champion. */
typedef struct candidate {
    uint32_t passage;
    uint16_t rank;
    nh_worth worth;
} candidate;

struct nh_picker {
    const nh_env *env;
    nh_worth_ranks *ranks;
    nh_list_scope scope;
    uint32_t cut; /* ranks from here on are passed over: the larger of both below  */

    uint32_t rest; /* best rank that is no champion's; those from here on are none  */
    uint32_t n;    /* candidates, by passage                                        */
    candidate candidates[POSTINGS];

    uint32_t worst;      /* a thousand articles are better than rank `worst` or as good */
    uint32_t n_articles; /* better ones or as good, as far as they are held             */
    uint16_t articles[ARTICLES];
    bool is_open;          /* an article may have further postings:                 */
    uint32_t open_passage; /* its last one that was not passed over                 */
    uint32_t open_rank;    /* its best                                              */
};

nh_status nh_picker_new(const nh_env *env, const nh_list_scope *scope,
                        const nh_worth_rule *rule, nh_picker **out, nh_error *err)
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

void nh_picker_begin(nh_picker *p)
{
    p->cut = p->rest = p->worst = p->ranks->count;
    p->n = p->n_articles = 0;
    p->is_open = false;
}

/* ---- the best of many --------------------------------------------------------------- */

/* Number `nth` < n, from 0, of the ranks in their order, found digit by digit. */
static uint32_t rank_at(const uint16_t *ranks, uint32_t n, uint32_t nth)
{
    uint32_t counts[2][256] = {{0}};
    uint32_t high = 0, low = 0;

    for (uint32_t i = 0; i < n; i++)
        counts[0][ranks[i] >> 8]++;
    for (; counts[0][high] <= nth; high++)
        nth -= counts[0][high];
    for (uint32_t i = 0; i < n; i++)
        counts[1][ranks[i] & 255] += ranks[i] >> 8 == high;
    for (; counts[1][low] <= nth; low++)
        nth -= counts[1][low];
    return high << 8 | low;
}

static void set_cut(nh_picker *p)
{
    p->cut = p->rest > p->worst ? p->rest : p->worst;
}

/* Postings of one worth are champions together or not at all: those of the worth that makes too
 * many go, and what is worth less. */
static void drop_candidates(nh_picker *p)
{
    uint16_t ranks[POSTINGS];
    uint32_t n = 0;

    if (p->n <= NH_CHAMPIONS)
        return;
    for (uint32_t i = 0; i < p->n; i++)
        ranks[i] = p->candidates[i].rank;
    p->rest = rank_at(ranks, p->n, NH_CHAMPIONS);
    for (uint32_t i = 0; i < p->n; i++) {
        p->candidates[n] = p->candidates[i];
        n += p->candidates[i].rank < p->rest;
    }
    p->n = n;
    set_cut(p);
}

/* A thousand articles stay, which is all that can matter. */
static void drop_articles(nh_picker *p)
{
    uint32_t n = 0;

    p->worst = rank_at(p->articles, p->n_articles, THOUSAND - 1);
    for (uint32_t i = 0; i < p->n_articles; i++) {
        p->articles[n] = p->articles[i];
        n += p->articles[i] < p->worst;
    }
    while (n < THOUSAND)
        p->articles[n++] = (uint16_t)p->worst;
    p->n_articles = n;
    set_cut(p);
}

/* ---- posting by posting ------------------------------------------------------------- */

static void add_article(nh_picker *p, uint32_t rank)
{
    if (rank >= p->worst)
        return;
    p->articles[p->n_articles++] = (uint16_t)rank;
    if (p->n_articles == ARTICLES)
        drop_articles(p);
}

/* True if no article begins behind passage `before` up to passage `here`. */
static bool is_one_article(const uint64_t *begins, uint32_t before, uint32_t here)
{
    const uint32_t from = before + 1, last = here / 64;
    uint64_t word = begins[from / 64] & UINT64_MAX << from % 64;

    for (uint32_t w = from / 64; w < last; word = begins[++w])
        if (word != 0)
            return false;
    return (word & UINT64_MAX >> (63 - here % 64)) == 0;
}

/* The best posting of an article counts, and it is known when the next article begins. */
static void add_to_article(nh_picker *p, uint32_t passage, uint32_t rank)
{
    if (p->is_open && is_one_article(p->scope.begins, p->open_passage, passage)) {
        p->open_rank = rank < p->open_rank ? rank : p->open_rank;
    } else {
        if (p->is_open)
            add_article(p, p->open_rank);
        p->open_rank = rank;
        p->is_open = true;
    }
    p->open_passage = passage;
}

static void add_one(nh_picker *p, uint32_t passage, uint32_t rank, nh_worth worth)
{
    if (rank < p->rest) {
        p->candidates[p->n++] = (candidate){passage, (uint16_t)rank, worth};
        if (p->n == POSTINGS)
            drop_candidates(p);
    }
    if (p->scope.begins == NULL)
        add_article(p, rank);
    else
        add_to_article(p, passage, rank);
}

void nh_picker_add(nh_picker *p, const uint32_t *passages, const uint8_t *tf,
                   const uint8_t *lengths, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t rank = p->ranks->rank[tf[i]][lengths[i]];

        if (rank < p->cut)
            add_one(p, passages[i], rank, (nh_worth){tf[i], lengths[i]});
    }
}

bool nh_picker_is_past(const nh_picker *p, uint8_t tf, uint8_t length)
{
    return p->ranks->rank[tf][length] >= p->cut;
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

    if (p->n_articles >= many)
        w = p->ranks->first[rank_at(p->articles, p->n_articles, many - 1)];
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
        add_article(p, p->open_rank);
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
