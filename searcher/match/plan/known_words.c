/* searcher/match/plan/known_words.c - questions that are one word, planned and looked up once. */
#include "searcher/match/plan/known_words.h"

#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"

/* Questions of some thousand words: they are planned anew in a few microseconds. */
#define MOST_HELD ((size_t)4 << 20)

void nh_known_words_begin(const nh_env *env, nh_known_words *out)
{
    *out = (nh_known_words){
        .env = env, .words = {.env = env, .texts = {.env = env}}, .arena = {.env = env}};
}

static void forget(nh_known_words *known)
{
    nh_word_table_close(&known->words);
    nh_arena_reset(&known->arena);
    nh_release(known->env, (void *)known->list);
    known->list = NULL;
    known->room = 0;
}

void nh_known_words_close(nh_known_words *known)
{
    forget(known);
    nh_arena_close(&known->arena);
}

size_t nh_known_words_memory(const nh_known_words *known)
{
    return known->arena.held + nh_word_table_memory(&known->words) +
           known->room * sizeof(nh_known_word *);
}

bool nh_query_is_word(const nh_query_tree *tree)
{
    const nh_node *n = tree->nodes;

    return tree->root == 0 && tree->count == 1 && n->kind == NH_NODE_WORD &&
           n->occur == NH_OCCUR_BARE && !n->exact && !n->prefix && n->weight == 1024;
}

/* Where what is known of `text` stands, or NULL: memory was short. */
static nh_known_word **place_of(nh_known_words *known, nh_str text)
{
    const nh_word word = {.term = text};
    uint32_t number;

    if (!nh_word_table_number(&known->words, &word, &number))
        return NULL;
    if (number >= known->room) {
        const size_t room = known->room > 0 ? 2 * known->room : 64;
        nh_known_word **list = (nh_known_word **)nh_resized(known->env, (void *)known->list,
                                                            room, sizeof(nh_known_word *));

        if (list == NULL)
            return NULL;
        memset((void *)(list + known->room), 0,
               (room - known->room) * sizeof(nh_known_word *));
        known->list = list;
        known->room = room;
    }
    return &known->list[number];
}

/* The word with a tree of its own, since that of the question will be gone. */
static nh_status plan_word(nh_known_words *known, const nh_query_tree *tree,
                           const nh_plan_rules *rules, nh_lexicon *lex, nh_known_word *out,
                           nh_error *err)
{
    const nh_halt never = {0};
    nh_status st;

    out->node = *tree->nodes;
    out->node.text = nh_arena_copy(&known->arena, tree->nodes->text);
    if (out->node.text.ptr == NULL)
        return nh_fail_memory(err, "a word");
    out->tree = (nh_query_tree){.text = out->node.text, .nodes = &out->node, .count = 1};
    out->lookup.halt = &never;
    st = nh_plan_make(&out->tree, rules, &known->arena, &out->plan, err);
    if (st == NH_OK)
        st = nh_lookup_make(&out->plan, lex, &out->lookup, err);
    out->lookup.halt = NULL;
    out->plain = out->plan.n_leaves == 1 && out->plan.n_warnings == 0;
    return st;
}

nh_status nh_known_words_find(nh_known_words *known, const nh_query_tree *tree,
                              const nh_plan_rules *rules, nh_lexicon *lex,
                              const nh_known_word **out, nh_error *err)
{
    nh_known_word **place, *word;
    nh_status st = NH_OK;

    if (known->age != lex->known.age || nh_known_words_memory(known) > MOST_HELD)
        forget(known);
    known->age = lex->known.age;
    place = place_of(known, tree->nodes->text);
    if (place == NULL)
        return nh_fail_memory(err, "a word");
    if (*place == NULL) {
        word = nh_arena_new(&known->arena, nh_known_word);
        st = word != NULL ? plan_word(known, tree, rules, lex, word, err)
                          : nh_fail_memory(err, "a word");
        *place = st == NH_OK ? word : NULL;
    }
    *out = *place;
    return st;
}

nh_status nh_known_word_plan(const nh_known_word *word, const nh_query_tree *tree,
                             nh_arena *arena, nh_plan *out, nh_error *err)
{
    nh_leaf *leaf = (nh_leaf *)nh_arena_take(arena, 1, sizeof *leaf);

    if (leaf == NULL)
        return nh_arena_fail(arena, err, "the plan of a query");
    *leaf = *word->plan.leaves;
    leaf->what = nh_str_part(tree->text, tree->nodes->at, tree->nodes->size);
    *out = word->plan;
    out->arena = arena;
    out->tree = tree;
    out->leaves = leaf;
    return NH_OK;
}
