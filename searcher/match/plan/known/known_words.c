/* searcher/match/plan/known/known_words.c - questions that are one word, planned and looked up once. */
#include "searcher/match/plan/known/known_words.h"

#include "common/base/error.h"
#include "common/base/memory/prefetch.h"
#include "common/base/str.h"
#include "common/segment/postings/champions.h"
#include "common/segment/postings/directory.h"

#define LINE 64u           /* bytes that the processor fetches at once                 */
#define MOST_FETCHED 1024u /* bytes of a directory                                     */
#define FIRST_FETCHED 512u /* bytes of postings                                        */
#define CROWN 192u         /* bytes of champions                                       */
#define PIECES 384u        /* of a plan, behind the word                               */

void nh_known_words_begin(const nh_env *env, nh_known_words *out)
{
    *out = (nh_known_words){0};
    nh_known_table_begin(env, &out->table);
}

void nh_known_words_close(nh_known_words *known)
{
    nh_known_table_close(&known->table);
}

/* The first segment that has a plain word, and where. */
static void find_place(nh_known_word *word, const nh_lexicon *lex)
{
    nh_known_place *p = &word->place;

    for (uint32_t s = 0; s < lex->n_segments && p->size == 0; s++) {
        const nh_found *found = nh_lookup_of(&word->lookup, s, 0);
        const nh_term *term = found->count > 0 ? found->terms->term : NULL;

        if (term == NULL)
            continue;
        p->segment = s;
        p->small = term->small;
        p->size = term->small != NULL ? term->small_size : nh_directory_size(term);
        p->directory_at = term->directory_at;
        p->postings_at = term->postings_at;
        p->crowned = nh_term_has_champions(term);
        p->champions_at = term->champions_at;
    }
}

static void fetch(const void *from, size_t size)
{
    for (size_t at = 0; at < size; at += LINE)
        nh_prefetch((const char *)from + at);
}

void nh_known_word_fetch(const nh_known_word *word, nh_segment *const *segments,
                         uint64_t hits)
{
    const nh_known_place *p = &word->place;
    const size_t size = p->size < MOST_FETCHED ? (size_t)p->size : MOST_FETCHED;

    if (p->small != NULL) {
        fetch(p->small, size);
    } else if (size > 0) {
        const nh_container *file = nh_segment_container(segments[p->segment]);

        if (p->crowned)
            nh_container_prefetch(file, NH_SECTION_CHAMPIONS, p->champions_at, CROWN);
        if (!p->crowned || hits > NH_CHAMPIONS) {
            nh_container_prefetch(file, NH_SECTION_DIRECTORY, p->directory_at, size);
            nh_container_prefetch(file, NH_SECTION_POSTINGS, p->postings_at, FIRST_FETCHED);
        }
    }
    fetch(word, sizeof *word + PIECES);
}

bool nh_query_is_word(const nh_query_tree *tree)
{
    const nh_node *n = tree->nodes;

    return tree->root == 0 && tree->count == 1 && n->kind == NH_NODE_WORD &&
           n->occur == NH_OCCUR_BARE && !n->exact && !n->prefix && n->weight == 1024;
}

/* The word with a tree of its own, since that of the question will be gone. */
static nh_status plan_word(nh_arena *arena, const nh_query_tree *tree,
                           const nh_plan_rules *rules, nh_lexicon *lex, nh_known_word *out,
                           nh_error *err)
{
    const nh_halt never = {0};
    nh_status st;

    out->node = *tree->nodes;
    out->node.text = nh_arena_copy(arena, tree->nodes->text);
    if (out->node.text.ptr == NULL)
        return nh_fail_memory(err, "a word");
    out->tree = (nh_query_tree){.text = out->node.text, .nodes = &out->node, .count = 1};
    out->lookup.halt = &never;
    st = nh_plan_make(&out->tree, rules, arena, &out->plan, err);
    if (st == NH_OK)
        st = nh_lookup_make(&out->plan, lex, &out->lookup, err);
    out->lookup.halt = NULL;
    out->plain = out->plan.n_leaves == 1 && out->plan.n_warnings == 0;
    if (st == NH_OK && out->plain)
        find_place(out, lex);
    return st;
}

nh_status nh_known_words_find(nh_known_words *known, const nh_query_tree *tree,
                              const nh_plan_rules *rules, nh_lexicon *lex,
                              const nh_known_word **out, nh_error *err)
{
    nh_known_table *table = &known->table;
    void **place;
    nh_status st = NH_OK;

    if (known->age != lex->known.age || nh_known_table_is_full(table))
        nh_known_table_forget(table);
    known->age = lex->known.age;
    place = nh_known_table_place(table, tree->nodes->text);
    if (place == NULL)
        return nh_fail_memory(err, "a word");
    if (*place == NULL) {
        nh_known_word *word = nh_arena_new(&table->arena, nh_known_word);

        st = word != NULL ? plan_word(&table->arena, tree, rules, lex, word, err)
                          : nh_fail_memory(err, "a word");
        *place = st == NH_OK ? word : NULL;
    }
    *out = (const nh_known_word *)*place;
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
