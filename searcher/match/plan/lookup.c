/* searcher/match/plan/lookup.c - terms and the forms of them that count. */
#include "searcher/match/plan/lookup.h"

#include <inttypes.h>
#include <stdio.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "searcher/match/plan/lookup_pairs.h"

#define STOP_STEP 1024u /* terms between looks at the clock */

/* One lookup. */
typedef struct lookup {
    nh_plan *plan;
    nh_lexicon *lex;
    nh_lookup *out;
    nh_error *err;
} lookup;

static nh_status fail_arena(const lookup *l)
{
    return nh_arena_fail(l->plan->arena, l->err, "the words of a query");
}

static nh_form_rule rule_of(const lookup *l, const nh_edge *edge)
{
    return (nh_form_rule){.spelling = edge->spelling,
                          .prefix = edge->prefix,
                          .bytes = l->plan->profile == NH_PROFILE_WHITESPACE};
}

/* Which forms of `term` fit; *count of them. */
static nh_status find_allowed(const lookup *l, const nh_edge *edge, const nh_term *term,
                              bool **out, uint32_t *count)
{
    const nh_form_rule rule = rule_of(l, edge);
    bool *allowed = (bool *)nh_arena_array(l->plan->arena, term->n_forms, sizeof *allowed);
    nh_status st = NH_OK;

    if (allowed == NULL)
        return fail_arena(l);
    *count = 0;
    for (uint32_t i = 0; i < term->n_forms && st == NH_OK; i++) {
        st = nh_form_fits(&rule, term->forms[i].text, &l->lex->folded, &allowed[i], l->err);
        *count += allowed[i];
    }
    *out = allowed;
    return st;
}

/* Adds a term to what a segment holds for an edge. */
static nh_status add_found(const lookup *l, nh_found *found, const nh_found_term *f)
{
    nh_found_term *terms = (nh_found_term *)nh_arena_grown(
        l->plan->arena, found->terms, found->count, &found->room, 2, sizeof *terms);

    if (terms == NULL)
        return fail_arena(l);
    found->terms = terms;
    found->terms[found->count++] = *f;
    return NH_OK;
}

static nh_found *found_of(const lookup *l, uint32_t segment, uint32_t edge)
{
    return &l->out->found[(size_t)segment * l->out->n_edges + edge];
}

/* One term of a word in one segment. */
static nh_status take_known(const lookup *l, uint32_t segment, uint32_t edge,
                            const nh_known_term *known)
{
    const nh_edge *e = &l->plan->edges[edge];
    nh_found_term f = {
        .term = known->term, .joined = known->joined, .repeats = known->repeats};
    uint32_t count = 0;
    bool *allowed = NULL;

    if (f.term == NULL)
        return NH_OK;
    if (e->exact) {
        const nh_status st = find_allowed(l, e, f.term, &allowed, &count);

        if (st != NH_OK || count == 0)
            return st;
        f.allowed = count < f.term->n_forms ? allowed : NULL;
    }
    return add_found(l, found_of(l, segment, edge), &f);
}

static nh_status look_up(const lookup *l, uint32_t edge)
{
    const nh_edge *e = &l->plan->edges[edge];
    nh_status st = NH_OK;

    for (uint32_t t = 0; t < e->n_terms && st == NH_OK; t++) {
        const nh_known_term *known = NULL;

        st = nh_known_terms_find(&l->lex->known, e->terms[t], &known, l->err);
        for (uint32_t s = 0; s < l->lex->n_segments && st == NH_OK; s++)
            st = take_known(l, s, edge, &known[s]);
    }
    return st;
}

/* A term that a walk came by, which lives until its next step: copied for the query. */
static nh_status take_walked(const lookup *l, nh_found *found, const nh_term *term,
                             const bool *allowed)
{
    nh_known_term known = {.term = nh_term_copy(l->plan->arena, term)};
    nh_found_term f = {.term = known.term, .allowed = allowed};
    nh_status st;

    if (known.term == NULL)
        return fail_arena(l);
    st = nh_known_term_describe(&l->lex->known, &known, l->err);
    f.joined = known.joined;
    f.repeats = known.repeats;
    return st == NH_OK ? add_found(l, found, &f) : st;
}

/* Is a form of segment `segment` listed by a segment before it? */
static bool is_known(const nh_lexicon *lex, uint32_t segment, nh_str form)
{
    for (uint32_t s = 0; s < segment; s++)
        for (uint32_t i = 0; lex->of[s] != NULL && i < lex->of[s]->n_forms; i++)
            if (nh_str_equal(lex->of[s]->forms[i].text, form))
                return true;
    return false;
}

/* Keeps a word that a prefix stands for. */
static nh_status keep_word(const lookup *l, uint32_t edge, nh_str term, nh_str form)
{
    nh_arena *arena = l->plan->arena;
    nh_prefix_words *words = &l->out->words[edge];
    char *word = (char *)nh_arena_array(arena, 1 + term.len + form.len, 1);
    nh_str *list = (nh_str *)nh_arena_grown(arena, words->list, words->count, &words->room,
                                            8, sizeof *list);

    if (list == NULL || word == NULL)
        return fail_arena(l);
    words->list = list;
    word[0] = (char)(unsigned char)term.len;
    memcpy(word + 1, term.ptr, term.len);
    memcpy(word + 1 + term.len, form.ptr, form.len);
    words->list[words->count++] = (nh_str){word, 1 + term.len + form.len};
    return NH_OK;
}

/* The forms of a segment's term that are allowed, and that no segment before it has. */
static nh_status count_words(const lookup *l, uint32_t edge, uint32_t segment,
                             const bool *allowed, uint64_t *total)
{
    const nh_term *term = l->lex->of[segment];
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < term->n_forms && st == NH_OK; i++) {
        if (!allowed[i] || is_known(l->lex, segment, term->forms[i].text))
            continue;
        (*total)++;
        if (l->out->keep_words)
            st = keep_word(l, edge, term->text, term->forms[i].text);
    }
    return st;
}

/* The forms of the lexicon's entry that fit; *total grows by those not counted yet. */
static nh_status take_entry(const lookup *l, uint32_t edge, uint64_t *total)
{
    nh_status st = NH_OK;

    for (uint32_t s = 0; s < l->lex->n_segments && st == NH_OK; s++) {
        const nh_term *term = l->lex->of[s];
        uint32_t count = 0;
        bool *allowed;

        if (term == NULL)
            continue;
        st = find_allowed(l, &l->plan->edges[edge], term, &allowed, &count);
        if (st != NH_OK || count == 0)
            continue;
        st = count_words(l, edge, s, allowed, total);
        if (st == NH_OK)
            st = take_walked(l, found_of(l, s, edge), term,
                             count < term->n_forms ? allowed : NULL);
    }
    return st;
}

static nh_status judge_prefix(const lookup *l, const nh_edge *e, uint64_t total)
{
    char text[96];

    if (total > NH_PREFIX_LIMIT)
        return nh_fail(l->err, NH_E_LIMIT, nh_query_where(l->plan->tree->text), e->at,
                       "the prefix %.*s* stands for more than %u words",
                       NH_STR_ARG(e->spelling), NH_PREFIX_LIMIT);
    snprintf(text, sizeof text, "This beginning stands for %" PRIu64 " word%s.", total,
             nh_plural(total));
    return nh_plan_warn(l->plan, e->at, e->size, nh_str_of(text), l->err);
}

/* A stem begins with the letter of its forms, so that part of the dictionary is walked. */
static nh_status look_up_prefix(const lookup *l, uint32_t edge)
{
    const nh_edge *e = &l->plan->edges[edge];
    const nh_str first = nh_str_part(e->spelling, 0, e->spelling.len > 0 ? 1 : 0);
    nh_status st = nh_lexicon_seek(l->lex, first, l->err);
    uint64_t total = 0;
    bool found = true;

    for (uint32_t n = 0; st == NH_OK && found; n++) {
        if (n % STOP_STEP == 0)
            st = nh_halt_look(l->out->halt, l->err);
        if (st == NH_OK)
            st = nh_lexicon_next(l->lex, &found, l->err);
        if (st != NH_OK || !found || !nh_str_starts(l->lex->term, first))
            break;
        st = take_entry(l, edge, &total);
        if (total > NH_PREFIX_LIMIT)
            break;
    }
    if (st == NH_OK && l->out->totals != NULL)
        total = l->out->totals[edge];
    return st == NH_OK ? judge_prefix(l, e, total) : st;
}

nh_status nh_lookup_make(nh_plan *plan, nh_lexicon *lex, nh_lookup *out, nh_error *err)
{
    const lookup l = {plan, lex, out, err};
    nh_status st = NH_OK;

    out->n_edges = plan->n_edges;
    out->found = (nh_found *)nh_arena_array(
        plan->arena, (size_t)lex->n_segments * plan->n_edges, sizeof *out->found);
    out->words =
        (nh_prefix_words *)nh_arena_array(plan->arena, plan->n_edges, sizeof *out->words);
    if (out->found == NULL || out->words == NULL)
        return fail_arena(&l);
    for (uint32_t e = 0; e < plan->n_edges && st == NH_OK; e++)
        st = plan->edges[e].prefix ? look_up_prefix(&l, e) : look_up(&l, e);
    return st == NH_OK ? nh_lookup_pairs(plan, lex, out, err) : st;
}
