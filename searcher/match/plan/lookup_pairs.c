/* searcher/match/plan/lookup_pairs.c - pairs of function words in the phrases of a plan. */
#include "searcher/match/plan/lookup_pairs.h"

#include "common/base/error.h"
#include "common/text/pairs/pair_words.h"

/* Is the edge a word as written that takes one position, and one of the list? */
static bool is_pair_word(const nh_edge *e, uint32_t version)
{
    return e->exact && !e->prefix && !e->any && e->to == e->from + 1 &&
           nh_pair_word(version, e->spelling) != 0;
}

/* One pair in all segments. */
static nh_status look_up(nh_plan *plan, nh_lexicon *lex, nh_lookup *out, uint32_t edge,
                         nh_error *err)
{
    const nh_edge *e = &plan->edges[edge];
    char key[NH_PAIR_KEY_SIZE];
    const nh_known_term *known = NULL;
    nh_status st = nh_known_terms_find_pair(
        &lex->known, nh_pair_key(e[0].spelling, e[1].spelling, key), &known, err);

    for (uint32_t s = 0; s < lex->n_segments && st == NH_OK; s++)
        out->pairs[(size_t)s * out->n_edges + edge] =
            (nh_found_pair){.kept = true, .term.term = known[s].term};
    return st;
}

static bool is_linear(const nh_plan *plan, const nh_path *path)
{
    for (uint32_t i = 0; i < path->n_edges; i++)
        if (plan->edges[path->first_edge + i].from != i)
            return false;
    return path->n_edges == path->last && path->n_edges > 1;
}

nh_status nh_lookup_pairs(nh_plan *plan, nh_lexicon *lex, nh_lookup *out, nh_error *err)
{
    nh_status st = NH_OK;

    out->pairs = (nh_found_pair *)nh_arena_array(
        plan->arena, (size_t)lex->n_segments * plan->n_edges, sizeof *out->pairs);
    if (out->pairs == NULL)
        return nh_arena_fail(plan->arena, err, "the words of a query");
    for (uint32_t p = 0; p < plan->n_paths && !out->no_pairs; p++) {
        const nh_path *path = &plan->paths[p];

        if (!is_linear(plan, path))
            continue;
        for (uint32_t i = 0; i + 1 < path->n_edges && st == NH_OK; i++) {
            const nh_edge *e = &plan->edges[path->first_edge + i];

            if (is_pair_word(&e[0], lex->pairs) && is_pair_word(&e[1], lex->pairs))
                st = look_up(plan, lex, out, path->first_edge + i, err);
        }
    }
    return st;
}
