/* searcher/prune/champion_hits.c - what champions say: the best passages of one word without its blocks, and thresholds to begin with. */
#include "common/segment/postings/champions.h"
#include "searcher/prune/best/sort.h"
#include "searcher/prune/plan/pruned_plan.h"
#include "searcher/prune/pruning.h"

/* What a segment says of the word, for the formula of the query. */
typedef struct crown {
    nh_pruning *p;
    nh_part_scores *scores;
    nh_formula own;     /* of the segment: worths are of its mean length               */
    double least, most; /* tf / part - tf of a posting, by the query's mean length over
                           that by the segment's: between these two                    */
    nh_champions all;
} crown;

/* How much a length weighs by the query's mean length, over what it weighs by the segment's. */
static double ratio_at(const nh_formula *f, double mean, double length)
{
    return (1 - f->b + f->b * length / f->mean) / (1 - f->b + f->b * length / mean);
}

/* Of word c->scores of c->p. The ratio is monotone in the length. *fits false: the term has no
 * champions, or they are of another formula. NH_E_CORRUPT. */
static nh_status open_crown(crown *c, uint32_t segment, const nh_term *term, bool *fits,
                            nh_error *err)
{
    nh_pruning *p = c->p;
    nh_segment *seg = p->e->runs[segment].view.segment;
    const nh_segment_info *info = nh_segment_info_get(seg);
    const nh_formula *f = &p->e->formula;
    double one, other;

    *fits = nh_term_has_champions(term) && nh_part_impacts(c->scores, info) != NULL;
    if (!*fits)
        return NH_OK;
    c->own = *f;
    c->own.mean = (double)info->tokens / (double)info->passages;
    one = ratio_at(f, c->own.mean, 1);
    other = ratio_at(f, c->own.mean, NH_PART_SIDE - 1);
    c->least = one < other ? one : other;
    c->most = one < other ? other : one;
    return nh_champions_read(seg, term, &c->all, err);
}

/* tf / (tf + K) by the mean length of the segment, K being `ratio` times that. */
static double part_of(const crown *c, nh_worth w, double ratio)
{
    return 1 / (1 + (1 / nh_score_part(&c->own, w.tf, w.length) - 1) * ratio);
}

/* No posting of at most this worth scores more. */
static int32_t most_of(const crown *c, nh_worth w)
{
    return nh_part_bound(c->scores, part_of(c, w, c->least));
}

/* No posting of at least this worth scores less. */
static int32_t least_of(const crown *c, nh_worth w)
{
    const int32_t least = (int32_t)(c->scores->factor * part_of(c, w, c->most)) - 1;

    return w.tf > 0 && least > 0 ? c->scores->times * least : 0;
}

static void add_champions(const crown *c)
{
    nh_best *best = &c->p->best;

    for (uint32_t i = 0; i < c->all.n; i++)
        nh_best_add(best,
                    nh_part_score(c->scores, c->all.worths[i].tf, c->all.worths[i].length),
                    c->all.passages[i], c->p->segment);
    if (best->merge)
        nh_best_settle(best);
    c->p->e->work.postings += c->all.n;
}

/* Champions that do not suffice are taken back, which goes where the threshold is always exact: of
 * more hits, a tally would have counted them, and would once more when they come again. */
_Static_assert(NH_CHAMPIONS <= NH_EAGER, "nh_best_take_back() takes them back");

/* Too few of them make no threshold; but what is said beside them is one, where all articles that
 * have the word are hits. */
static void take_back(const crown *c)
{
    nh_best *best = &c->p->best;
    const int32_t least = least_of(c, c->all.hundredth);

    nh_best_take_back(best, c->p->segment);
    if (c->p->needs != NH_NEEDS_TRUTH && least > best->least)
        best->least = least;
}

nh_status nh_prune_champions(nh_pruning *p, const nh_term *term, nh_part_scores *scores,
                             bool *done, nh_error *err)
{
    crown c = {.p = p, .scores = scores};
    nh_status st;

    *done = false;
    if (!p->score || p->best.all || p->best.wanted > NH_CHAMPIONS)
        return NH_OK;
    st = open_crown(&c, p->segment, term, done, err);
    if (st != NH_OK || !*done)
        return st;
    add_champions(&c);
    *done = p->best.least > most_of(&c, c.all.rest);
    if (!*done)
        take_back(&c);
    return p->best.status;
}

/* So many passages at least score that much by their word alone, each of an article of its own:
 * 0 if nothing is known. */
static int32_t told_least(const crown *c, uint64_t wanted)
{
    int32_t scores[NH_CHAMPIONS];

    if (wanted <= c->all.n && nh_pruned_flat(c->p->e)) {
        for (uint32_t i = 0; i < c->all.n; i++)
            scores[i] = least_of(c, c->all.worths[i]);
        return nh_select_score(scores, c->all.n, (size_t)wanted - 1);
    }
    if (wanted > 1000)
        return 0;
    return least_of(c, wanted <= 100 ? c->all.hundredth : c->all.thousandth);
}

/* The threshold is only a little too low where `wanted` are nearly as many as it tells of. */
static void raise_first(nh_pruning *p, const crown *c)
{
    const uint64_t told = p->room <= 100 ? 100 : 1000;
    const int32_t least = told_least(c, p->room);

    if (least <= p->first_least)
        return;
    p->first_least = least;
    p->near =
        p->n_words == 1 && p->e->index->manifest.n_segments == 1 && 2 * p->room > told;
}

/* What a segment tells of word `w` of the query. */
static nh_status ask_segment(nh_pruning *p, uint32_t segment, uint32_t w, nh_error *err)
{
    const nh_found_term *found = p->e->runs[segment].plain[p->words[w].leaf];
    crown c = {.p = p, .scores = &p->words[w].scores};
    bool fits = false;
    nh_status st = NH_OK;

    if (found != NULL)
        st = open_crown(&c, segment, found->term, &fits, err);
    if (fits && st == NH_OK)
        raise_first(p, &c);
    return st;
}

/* For few hits, the best ranges of several words tell more, sooner, and the champions of a single
 * word in a single segment are asked right away. */
static bool is_told_anyway(const nh_pruning *p)
{
    return p->room <= NH_CHAMPIONS &&
           (p->n_words > 1 || p->e->index->manifest.n_segments == 1);
}

nh_status nh_prune_first_least(nh_pruning *p, nh_error *err)
{
    const uint32_t n_segments = p->e->index->manifest.n_segments;
    nh_status st = NH_OK;

    p->first_least = 0;
    p->near = false;
    if ((p->n_words != 1 && p->needs != NH_NEEDS_ANY) || p->needs == NH_NEEDS_TRUTH ||
        p->phrase || !p->score || p->all || is_told_anyway(p))
        return NH_OK;
    for (uint32_t s = 0; s < n_segments && st == NH_OK; s++)
        for (uint32_t w = 0; w < p->n_words && st == NH_OK; w++)
            st = ask_segment(p, s, w, err);
    return st;
}
