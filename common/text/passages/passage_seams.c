/* common/text/passages/passage_seams.c - where a paragraph that is too long is cut. */
#include "common/text/passages/passage_seams.h"

#include "common/base/error.h"
#include "common/base/memory/grow.h"
#include "common/base/str.h"
#include "common/text/passages/sentences/sentence.h"

/* A joined word and its alternates stand on no more tokens than this. */
#define JOINED_TOKENS 64

/* A joined word covers no more positions than this: nh_word.span. */
#define JOINED_POSITIONS 16u

/* How far from the target a cut inside a sentence may go for a comma or a line end. */
#define CLAUSE_SLACK 12

void nh_seams_free(nh_seams *seams)
{
    nh_release(seams->env, seams->ends);
    *seams = (nh_seams){.env = seams->env};
}

/* True if a passage may begin with token `i`: no word before it reaches over its start. */
static bool is_seam(const nh_run *run, size_t i)
{
    const uint32_t at = i < run->count ? run->tokens[i].at : UINT32_MAX;
    size_t back = 0;

    if (i == 0 || i >= run->count)
        return true;
    if (run->tokens[i].pos == run->tokens[i - 1].pos)
        return false;
    while (back < i && back < JOINED_TOKENS) {
        const nh_token *before = &run->tokens[i - 1 - back];

        if (before->pos + JOINED_POSITIONS <= run->tokens[i].pos)
            return true;
        if (before->at + before->size > at)
            return false;
        back++;
    }
    return true;
}

static nh_status note_end(nh_seams *seams, size_t token, nh_error *err)
{
    uint32_t *list =
        nh_grown(seams->env, seams->ends, seams->count, &seams->room, 64, sizeof *list);

    if (list == NULL)
        return nh_fail_memory(err, "sentence ends");
    seams->ends = list;
    seams->ends[seams->count++] = (uint32_t)token;
    return NH_OK;
}

nh_status nh_seams_find(nh_seams *seams, const nh_run *run, nh_error *err)
{
    nh_status st = NH_OK;
    size_t at = 0;
    size_t token = 0;

    seams->count = 0;
    seams->next = 0;
    while (st == NH_OK && at < run->text.len) {
        at = nh_sentence_end(run->text, at);
        const size_t before = token;

        while (token < run->count && run->tokens[token].at < at)
            token++;
        if (token > before && token < run->count && is_seam(run, token))
            st = note_end(seams, token, err);
    }
    return st == NH_OK ? note_end(seams, run->count, err) : st;
}

static size_t distance(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

/* How bad it is to cut after `k` tokens: away from the target, or leaving a scrap. */
static size_t cost_of(const nh_pack *pack, const nh_run *run, const nh_passage_rule *rule,
                      size_t k)
{
    const size_t rest = run->count - run->done - k;
    const size_t off = distance(nh_pack_count(pack) + k, rule->target);

    return rest > 0 && rest < rule->min ? off + rule->min - rest : off;
}

/* A mark of a pause between the tokens before `i` and token `i`. */
static bool is_pause(const nh_run *run, size_t i)
{
    const nh_token *before = &run->tokens[i - 1];

    for (size_t b = before->at + before->size; b < run->tokens[i].at; b++) {
        const char c = run->text.ptr[b];

        if (c == ',' || c == ';' || c == ':' || c == '\n' || c == ')' || c == '\t')
            return true;
    }
    return false;
}

/* What it costs to cut after `k` tokens, `off` from where a cut is wanted; `limit` if that is
 * no less, or no cut can be made there. */
static size_t price_below(const nh_pack *pack, const nh_run *run, size_t k, size_t off,
                          size_t limit)
{
    const size_t i = run->done + k;
    const bool pause = i < run->count && off <= CLAUSE_SLACK && is_pause(run, i);
    const size_t price = pause ? off : off + CLAUSE_SLACK;

    if (price >= limit || !nh_pack_fits(pack, run, k, NH_PASSAGE_LIMIT) || !is_seam(run, i))
        return limit;
    return price;
}

/*
 * Cuts inside a sentence, `near` tokens from here: at a pause if one is about, else at the
 * nearest seam before or after; of two that are equal at the first. The search goes outwards
 * and ends where the distance alone costs too much, so few seams are looked at: when all
 * were, they took 6 in 100 instructions of the indexer on a text without full stops.
 */
static size_t cut_sentence(const nh_pack *pack, const nh_run *run, size_t near)
{
    const size_t left = run->count - run->done;
    size_t limit = JOINED_TOKENS + CLAUSE_SLACK + 1;
    size_t best = 0;

    for (size_t k = near < left ? near : left; k > 0; k--) {
        const size_t off = near - k;
        const size_t price = price_below(pack, run, k, off, limit);

        if (off > JOINED_TOKENS || off >= limit)
            break;
        if (price < limit) {
            best = k;
            limit = price + 1; /* an equal one that comes first is better */
        }
    }
    limit -= best > 0;
    for (size_t k = near + 1; k <= left; k++) {
        const size_t off = k - near;
        const size_t price = price_below(pack, run, k, off, limit);

        if (off > JOINED_TOKENS || off >= limit)
            break;
        if (price < limit) {
            best = k;
            limit = price;
        }
    }
    return best > 0 || nh_pack_count(pack) > 0 ? best : 1;
}

size_t nh_seams_choose(nh_seams *seams, const nh_pack *pack, const nh_run *run,
                       const nh_passage_rule *rule)
{
    const size_t held = nh_pack_count(pack);
    const size_t near = held < rule->target ? rule->target - held : 1;
    size_t best = 0;

    while (seams->next < seams->count && seams->ends[seams->next] <= run->done)
        seams->next++;
    size_t e = seams->next;

    for (; e < seams->count; e++) {
        const size_t k = seams->ends[e] - run->done;

        if (!nh_pack_fits(pack, run, k, rule->max))
            break;
        if (best == 0 || cost_of(pack, run, rule, k) <= cost_of(pack, run, rule, best))
            best = k;
    }
    if (held + best >= rule->min || e == seams->count)
        return best;
    /* The next sentence does not fit here; if it fits nowhere, it is cut now. */
    const size_t next = seams->ends[e] - run->done - best;

    if (next <= rule->max && held + best > 0)
        return best;
    return cut_sentence(pack, run, near);
}

size_t nh_seams_most(const nh_pack *pack, const nh_run *run)
{
    size_t k = run->count - run->done;
    const size_t room = NH_PASSAGE_LIMIT - nh_pack_count(pack);

    if (k > room)
        k = room;
    while (k > 0 &&
           (!nh_pack_fits(pack, run, k, NH_PASSAGE_LIMIT) || !is_seam(run, run->done + k)))
        k--;
    if (k == 0 && nh_pack_count(pack) == 0)
        return 1; /* a word that reaches over 255 tokens: it cannot be kept whole */
    return k;
}
