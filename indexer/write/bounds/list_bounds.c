/* indexer/write/bounds/list_bounds.c - what a segment keeps of a whole list: range maxima and champions. */
#include "indexer/write/bounds/list_bounds.h"

#include "common/base/error.h"
#include "common/segment/impact.h"

#define LEAST_RANGES 8u /* a smaller segment has no range maxima                       */
#define SHARE 128u      /* a term in more than this part of the passages has them      */

void nh_list_bounds_init(nh_list_bounds *b, const nh_env *env, const nh_impact_rule *rule)
{
    *b = (nh_list_bounds){.env = env, .rule = *rule, .maxima = {.env = env}};
    for (uint32_t tf = 1; tf < 256; tf++)
        for (uint32_t length = 1; length < 256; length++)
            b->impacts.of[tf][length] =
                nh_impact(tf, length, rule->k1, rule->b, rule->reference);
}

void nh_list_bounds_free(nh_list_bounds *b)
{
    nh_buf_free(&b->maxima);
    nh_picker_free(b->picker);
    b->picker = NULL;
}

void nh_list_bounds_scope(nh_list_bounds *b, const nh_list_scope *scope)
{
    if (scope != NULL && scope->passages == b->scope.passages &&
        scope->tokens == b->scope.tokens && scope->begins == b->scope.begins)
        return;
    nh_list_bounds_free(b);
    b->scope = scope != NULL ? *scope : (nh_list_scope){0};
}

/* Does a segment with so many passages keep maxima of a term with so many postings? */
static bool has_maxima(const nh_list_bounds *b, uint64_t df)
{
    return b->scope.passages > LEAST_RANGES * NH_RANGE && df > b->scope.passages / SHARE;
}

static bool has_champions(const nh_list_bounds *b, uint64_t df)
{
    return b->scope.passages > NH_CHAMPIONS_DF && df > NH_CHAMPIONS_DF;
}

static void begin_picker(nh_list_bounds *b)
{
    const nh_worth_rule rule = {b->scope.tokens, b->scope.passages, b->rule.k1, b->rule.b};

    if (b->picker == NULL)
        b->status =
            nh_picker_new(b->env, &b->scope, &rule, &b->impacts, &b->picker, &b->error);
    if (b->picker != NULL)
        nh_picker_begin(b->picker);
    b->picked = b->picker != NULL;
}

void nh_list_bounds_begin(nh_list_bounds *b, uint64_t most)
{
    b->status = NH_OK;
    b->ranged = has_maxima(b, most);
    b->picked = false;
    nh_buf_clear(&b->maxima);
    if (has_champions(b, most))
        begin_picker(b);
}

/* Lets postings raise the maxima of their ranges, each of which is looked at once. */
static void raise_maxima(nh_list_bounds *b, const nh_listed *some)
{
    const uint32_t *passages = some->passages;
    const size_t size = passages[some->n - 1] / NH_RANGE + 1;

    if (size > b->maxima.size)
        nh_buf_zeros(&b->maxima, size - b->maxima.size);
    for (uint32_t i = 0; i < some->n && nh_buf_ok(&b->maxima);) {
        const uint32_t range = passages[i] / NH_RANGE;
        uint8_t most = b->maxima.bytes[range];

        for (; i < some->n && passages[i] / NH_RANGE == range; i++)
            most = some->impacts[i] > most ? some->impacts[i] : most;
        b->maxima.bytes[range] = most;
    }
}

void nh_list_bounds_add(nh_list_bounds *b, const nh_listed *some)
{
    if (b->ranged)
        raise_maxima(b, some);
    if (b->picked)
        nh_picker_add(b->picker, some);
}

bool nh_list_bounds_want(const nh_list_bounds *b, uint8_t impact)
{
    return b->ranged || (b->picked && nh_picker_wants(b->picker, impact));
}

/* One byte a range. */
static nh_status put_maxima(nh_list_bounds *b, nh_spool *to, nh_error *err)
{
    const size_t ranges = ((size_t)b->scope.passages + NH_RANGE - 1) / NH_RANGE;

    if (!nh_buf_ok(&b->maxima))
        return nh_buf_status(&b->maxima, err, "range maxima");
    nh_buf_bytes(&to->memory, b->maxima.bytes, b->maxima.size);
    nh_buf_zeros(&to->memory, ranges - b->maxima.size);
    return nh_spool_settle(to, err);
}

static nh_status put_champions(nh_list_bounds *b, nh_spool *to, nh_error *err)
{
    nh_picker_end(b->picker, &to->memory);
    return nh_spool_settle(to, err);
}

nh_status nh_list_bounds_put(nh_list_bounds *b, uint64_t df, nh_section_spools *to,
                             nh_written_list *out, nh_error *err)
{
    nh_spool *maxima = &to->spool[NH_SECTION_MAXIMA];
    nh_spool *champions = &to->spool[NH_SECTION_CHAMPIONS];
    nh_status st = b->status;

    if (st != NH_OK) {
        if (err != NULL)
            *err = b->error;
        return st;
    }
    out->has_maxima = b->ranged && has_maxima(b, df);
    out->maxima_at = nh_spool_size(maxima);
    out->has_champions = b->picked && has_champions(b, df);
    out->champions_at = nh_spool_size(champions);
    if (out->has_maxima)
        st = put_maxima(b, maxima, err);
    if (st == NH_OK && out->has_champions)
        st = put_champions(b, champions, err);
    return st;
}
