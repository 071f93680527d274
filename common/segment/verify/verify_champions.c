/* common/segment/verify/verify_champions.c - the champions of a term against all of its postings. */
#include <inttypes.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/postings/champions.h"
#include "common/segment/verify/verify_impl.h"

#define NAME "champions"

struct nh_champion_check {
    nh_worth_ranks *ranks;
    bool readable;                   /* the term's could be read              */
    nh_champions said;               /* what the segment says                 */
    uint32_t matched;                /* champions that are postings as said   */
    uint32_t article;                /* of the last posting; UINT32_MAX: none */
    uint32_t best;                   /* its best rank so far                  */
    uint32_t n_articles;             /* that are counted                      */
    uint32_t of_postings[NH_WORTHS]; /* how many have a rank             */
    uint32_t of_articles[NH_WORTHS]; /* how many have it as their best   */
};

static nh_status make(nh_segment_check *c)
{
    const nh_segment_info *i = nh_segment_info_get(c->seg);
    const nh_worth_rule rule = {i->tokens, i->passages, i->k1, i->b};

    if (c->champions == NULL)
        c->champions = nh_new(c->v->env, nh_champion_check);
    if (c->champions == NULL)
        return nh_fail_memory(c->v->first, "verification");
    if (c->champions->ranks != NULL)
        return NH_OK;
    return nh_worth_ranks_new(c->v->env, &rule, &c->champions->ranks, c->v->first);
}

nh_status nh_verify_champions_begin(nh_segment_check *c, const nh_term *term)
{
    nh_champion_check *k;
    nh_error err = {0};
    nh_status st = make(c);

    if (st != NH_OK)
        return st;
    k = c->champions;
    k->matched = k->n_articles = 0;
    k->article = UINT32_MAX;
    memset(k->of_postings, 0, sizeof k->of_postings);
    memset(k->of_articles, 0, sizeof k->of_articles);
    st = nh_champions_read(c->seg, term, &k->said, &err);
    k->readable = st == NH_OK;
    return nh_verify_take(c->v, NAME, st, &err);
}

static void end_article(nh_champion_check *k)
{
    if (k->article == UINT32_MAX)
        return;
    k->of_articles[k->best]++;
    k->n_articles++;
}

void nh_verify_champions_add(nh_segment_check *c, const nh_block *b)
{
    nh_champion_check *k = c->champions;

    for (uint32_t i = 0; i < b->count && k->readable; i++) {
        const uint32_t passage = b->passages[i];
        const uint8_t length = c->passages.lengths[passage];
        const uint32_t rank = k->ranks->rank[b->tf[i]][length];

        k->of_postings[rank]++;
        if (c->article_of[passage] != k->article) {
            end_article(k);
            k->article = c->article_of[passage];
            k->best = rank;
        }
        k->best = rank < k->best ? rank : k->best;
        if (k->matched < k->said.n && k->said.passages[k->matched] == passage)
            k->matched += k->said.worths[k->matched].tf == b->tf[i] &&
                          k->said.worths[k->matched].length == length;
    }
}

/* The rank at which so many are reached; that of the last one where there are fewer. */
static uint32_t rank_reached(const uint32_t *counts, uint32_t ranks, uint32_t many)
{
    uint32_t sum = 0, rank = 0;

    for (; rank + 1 < ranks && sum + counts[rank] < many; rank++)
        sum += counts[rank];
    return rank;
}

static void check_worth(nh_segment_check *c, const nh_term *term, const char *what,
                        nh_worth said, nh_worth found)
{
    if (said.tf != found.tf || said.length != found.length)
        nh_verify_tell(c, NAME, NH_SECTION_CHAMPIONS, term->champions_at,
                       "term %.*s: %s is that of tf %u, length %u; the postings say %u, %u",
                       NH_STR_ARG(term->text), what, said.tf, said.length, found.tf,
                       found.length);
}

static nh_worth reached_by_articles(const nh_champion_check *k, uint32_t many)
{
    if (k->n_articles < many)
        return (nh_worth){0, 0};
    return k->ranks->first[rank_reached(k->of_articles, k->ranks->count, many)];
}

/* The best rank that is no champion's: that of the group that makes too many; *better counts those
 * before it. */
static uint32_t rest_of(const nh_champion_check *k, uint32_t *better)
{
    uint32_t rest = rank_reached(k->of_postings, k->ranks->count, NH_CHAMPIONS + 1);

    *better = 0;
    for (uint32_t r = 0; r < rest; r++)
        *better += k->of_postings[r];
    if (*better >= NH_CHAMPIONS_FEW)
        return rest;
    *better = 0;
    return rank_reached(k->of_postings, k->ranks->count, 1);
}

/* As many of the best postings as there have to be, and each of them is one: so they are those. */
static bool are_the_best(const nh_champion_check *k, uint32_t rest, uint32_t better)
{
    if (k->said.n != better || k->matched != better)
        return false;
    for (uint32_t i = 0; i < better; i++)
        if (k->ranks->rank[k->said.worths[i].tf][k->said.worths[i].length] >= rest)
            return false;
    return true;
}

void nh_verify_champions_end(nh_segment_check *c, const nh_term *term)
{
    nh_champion_check *k = c->champions;
    uint32_t better, rest;

    if (!k->readable)
        return;
    end_article(k);
    rest = rest_of(k, &better);
    if (!are_the_best(k, rest, better))
        nh_verify_tell(c, NAME, NH_SECTION_CHAMPIONS, term->champions_at,
                       "term %.*s: %" PRIu32 " postings, of which %" PRIu32
                       " are as said; the best are %" PRIu32 " others",
                       NH_STR_ARG(term->text), k->said.n, k->matched, better);
    check_worth(c, term, "the worth of the rest", k->said.rest, k->ranks->first[rest]);
    check_worth(c, term, "the worth that 100 articles reach", k->said.hundredth,
                reached_by_articles(k, 100));
    check_worth(c, term, "the worth that 1,000 articles reach", k->said.thousandth,
                reached_by_articles(k, 1000));
    c->used[NH_SECTION_CHAMPIONS] += nh_champions_size(&k->said);
}

void nh_verify_champions_free(nh_segment_check *c)
{
    if (c->champions != NULL)
        nh_release(c->v->env, c->champions->ranks);
    nh_release(c->v->env, c->champions);
    c->champions = NULL;
}
