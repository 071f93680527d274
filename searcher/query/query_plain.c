/* searcher/query/query_plain.c - questions of small letters, digits and blanks, read at one go. */
#include "searcher/query/query_plain.h"

#include "common/base/str.h"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

uint32_t nh_query_plain_words(nh_str text)
{
    uint32_t words = 0;
    bool inside = false;

    if (text.len > NH_PLAIN_BYTES)
        return 0;
    for (size_t i = 0; i < text.len; i++) {
        const bool letter = is_letter(text.ptr[i]);

        if (!letter && text.ptr[i] != ' ')
            return 0;
        words += letter && !inside;
        inside = letter;
    }
    return words <= NH_PLAIN_WORDS ? words : 0;
}

static void fill_words(nh_str text, nh_node *nodes)
{
    uint32_t n = 0, end;

    for (uint32_t at = 0; at < text.len; at = end) {
        for (end = at; end < text.len && is_letter(text.ptr[end]);)
            end++;
        if (end == at) {
            end++;
            continue;
        }
        nodes[n] = (nh_node){.kind = NH_NODE_WORD,
                             .weight = 1024,
                             .first_child = NH_NODE_NONE,
                             .next = n + 1,
                             .at = at,
                             .size = end - at,
                             .text = nh_str_part(text, at, end - at)};
        n++;
    }
    nodes[n - 1].next = NH_NODE_NONE;
}

/* A word alone is the root; several are the clauses of a LIST behind them. */
nh_status nh_query_plain_tree(nh_str text, uint32_t words, nh_arena *arena,
                              nh_query_tree *out, nh_error *err)
{
    const uint32_t count = words > 1 ? words + 1 : 1;
    nh_node *nodes = (nh_node *)nh_arena_take(arena, count, sizeof *nodes);
    const nh_str copy = nodes != NULL ? nh_arena_copy(arena, text) : (nh_str){NULL, 0};

    if (copy.ptr == NULL)
        return nh_arena_fail(arena, err, "a query");
    fill_words(copy, nodes);
    if (words > 1) {
        const nh_node *last = &nodes[words - 1];

        nodes[words] = (nh_node){.kind = NH_NODE_LIST,
                                 .weight = 1024,
                                 .next = NH_NODE_NONE,
                                 .at = nodes[0].at,
                                 .size = last->at + last->size - nodes[0].at};
    }
    *out = (nh_query_tree){
        .text = copy, .nodes = nodes, .count = count, .root = count - 1, .steps = text.len};
    return NH_OK;
}
