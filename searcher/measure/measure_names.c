/* searcher/measure/measure_names.c - measures by name: "ndcg@10", or "ndcg_cut_10" as trec_eval has it. */
#include <inttypes.h>
#include <stdio.h>

#include "common/base/str.h"
#include "newshound/measure.h"

#define CUTOFF_MAX 1000000u

/* How a measure is called. */
typedef struct naming {
    nh_measure_kind kind;
    const char *name; /* in lower case                                              */
    bool cut;         /* may have a cutoff: name@k                                  */
    bool counted;     /* summed over questions                                      */
    const char *whole_alias, *cut_alias; /* of trec_eval: alias, alias_k; or NULL   */
} naming;

static const naming namings[] = {
    {NH_MEASURE_NUM_Q, "num_q", false, true, NULL, NULL},
    {NH_MEASURE_NUM_RET, "num_ret", false, true, NULL, NULL},
    {NH_MEASURE_NUM_REL, "num_rel", false, true, NULL, NULL},
    {NH_MEASURE_NUM_REL_RET, "num_rel_ret", false, true, NULL, NULL},
    {NH_MEASURE_MAP, "map", true, false, "ap", "map_cut"},
    {NH_MEASURE_NDCG, "ndcg", true, false, NULL, "ndcg_cut"},
    {NH_MEASURE_NDCG_EXP, "ndcg_exp", true, false, NULL, NULL},
    {NH_MEASURE_P, "p", true, false, "set_p", "p"},
    {NH_MEASURE_RECALL, "recall", true, false, "set_recall", "recall"},
    {NH_MEASURE_RR, "rr", true, false, "recip_rank", NULL},
    {NH_MEASURE_RPREC, "rprec", false, false, NULL, NULL},
    {NH_MEASURE_BPREF, "bpref", false, false, NULL, NULL},
    {NH_MEASURE_JUDGED, "judged", true, false, NULL, NULL},
    {NH_MEASURE_SUCCESS, "success", true, false, NULL, "success"},
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Without regard to case; `name` is in lower case. False for NULL. */
static bool is_called(nh_str text, const char *name)
{
    const nh_str wanted = nh_str_of(name);

    if (name == NULL || text.len != wanted.len)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (lower(text.ptr[i]) != wanted.ptr[i])
            return false;
    return true;
}

/* The digits at the end of `text`, behind `mark`; 0 if there are none, or too many. */
static uint32_t read_cutoff(nh_str text, char mark, nh_str *front)
{
    size_t at = text.len;
    uint64_t k = 0;

    while (at > 0 && text.ptr[at - 1] >= '0' && text.ptr[at - 1] <= '9')
        at--;
    if (at < 2 || at == text.len || text.ptr[at - 1] != mark)
        return 0;
    *front = nh_str_part(text, 0, at - 1);
    for (; at < text.len && k <= CUTOFF_MAX; at++)
        k = k * 10 + (uint64_t)(text.ptr[at] - '0');
    return k <= CUTOFF_MAX ? (uint32_t)k : 0;
}

bool nh_measure_parse(nh_str name, nh_measure *out)
{
    nh_str front = {0};
    const uint32_t at = read_cutoff(name, '@', &front);
    const uint32_t behind = at == 0 ? read_cutoff(name, '_', &front) : 0;

    for (size_t i = 0; i < sizeof namings / sizeof *namings; i++) {
        const naming *n = &namings[i];
        const bool whole = is_called(name, n->name) || is_called(name, n->whole_alias);
        const bool cut = (at > 0 && n->cut && is_called(front, n->name)) ||
                         (behind > 0 && is_called(front, n->cut_alias));

        if (whole || cut) {
            *out = (nh_measure){n->kind, whole ? 0 : at + behind};
            return true;
        }
    }
    return false;
}

static const naming *naming_of(nh_measure measure)
{
    for (size_t i = 0; i < sizeof namings / sizeof *namings; i++)
        if (namings[i].kind == measure.kind)
            return &namings[i];
    return NULL;
}

void nh_measure_text(nh_measure measure, char out[NH_MEASURE_TEXT_SIZE])
{
    const naming *n = naming_of(measure);
    int size = 0;

    out[0] = '\0';
    if (n != NULL && measure.cutoff > 0)
        size = snprintf(out, NH_MEASURE_TEXT_SIZE, "%s@%" PRIu32, n->name, measure.cutoff);
    else if (n != NULL)
        size = snprintf(out, NH_MEASURE_TEXT_SIZE, "%s", n->name);
    if (size < 0)
        out[0] = '\0';
}

bool nh_measure_is_count(nh_measure measure)
{
    const naming *n = naming_of(measure);

    return n != NULL && n->counted;
}
