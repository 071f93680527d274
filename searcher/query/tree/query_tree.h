/*
 * searcher/query/tree/query_tree.h - what a query text means, before any index has seen it.
 *
 * Nodes lie in one array in post-order: a node comes right behind its last child, and the
 * whole of a child before the whole of its next sibling. So whoever evaluates or prints a
 * tree walks the array and never recurses, and the parent of node n, where n is a last
 * child, is n + 1.
 */
#ifndef NH_SEARCHER_QUERY_TREE_H
#define NH_SEARCHER_QUERY_TREE_H

#include "common/base/memory/arena.h"

#define NH_NODE_NONE UINT32_MAX

typedef enum nh_node_kind {
    NH_NODE_WORD,   /* `text`; exact (=w) or by stem; prefix (w*)                         */
    NH_NODE_PHRASE, /* children are WORDs or GAPs: the words as written, adjacent         */
    NH_NODE_GAP,    /* `*` standing alone in quotes: exactly one word, any                */
    NH_NODE_NEAR,   /* children are WORDs (or PHRASEs): within `slop` other words         */
    NH_NODE_LIST,   /* clauses side by side: +must, -must not, and bare ones, of which    */
                    /* --match decides. Filters and what only excludes are never bare     */
    NH_NODE_AND,    /* all children                                                       */
    NH_NODE_OR,     /* any child                                                          */
    NH_NODE_NOT,    /* one child; true where it is not. Never scores                      */
    NH_NODE_SCOPE,  /* one child, which must match inside the field `name` (title, lede); */
                    /* filters and SCOPEs below it keep their own meaning                 */
    NH_NODE_FIELD,  /* keyword `name` (source, lang, section, id, ...) equals `text`;     */
                    /* prefix allowed; a filter, never scores                             */
    NH_NODE_DATE,   /* published within [from, to]; `undated`: date:none. A filter        */
    NH_NODE_ALL,    /* `*`: every article. Never scores                                   */
    NH_NODE_NOTHING /* matches nothing: joined by AND with what only excludes             */
} nh_node_kind;

/* How a clause stands in its LIST. */
typedef enum nh_occur { NH_OCCUR_BARE, NH_OCCUR_MUST, NH_OCCUR_MUST_NOT } nh_occur;

typedef struct nh_node {
    nh_node_kind kind;
    nh_occur occur;       /* in a LIST; BARE elsewhere                                    */
    bool exact;           /* WORD: the word as written (also every word in quotes);       */
                          /* FIELD id: its bytes, not its letters                         */
    bool prefix;          /* WORD, FIELD: `text` is a beginning                           */
    bool ordered;         /* NEAR: in the order written (~>n)                             */
    bool undated;         /* DATE: articles without a date                                */
    uint32_t slop;        /* NEAR: other words allowed between the first and the last     */
    uint32_t weight;      /* in 1/1,024: w^2.5 is 2,560; 1,024 where none is given        */
    uint32_t first_child; /* node numbers, or NH_NODE_NONE                                */
    uint32_t next;        /* next sibling                                                 */
    uint32_t at;          /* byte of the query text where it begins                       */
    uint32_t size;        /* bytes                                                        */
    nh_str name;          /* SCOPE, FIELD: the field, lower case                          */
    nh_str text;          /* WORD, FIELD; UTF-8, escapes undone                           */
    int64_t from;         /* DATE: seconds since 1970 UTC, inclusive; INT64_MIN: open     */
    int64_t to;           /* DATE: inclusive; INT64_MAX: open                             */
} nh_node;

/* Something odd in a query that was understood all the same. */
typedef struct nh_tree_warning {
    uint32_t at;   /* byte of the query text       */
    uint32_t size; /* bytes it is about            */
    nh_str text;   /* one sentence                 */
} nh_tree_warning;

typedef struct nh_query_tree {
    nh_str text; /* the query as given; in the arena                              */
    nh_node *nodes;
    uint32_t count;
    uint32_t root;  /* NH_NODE_NONE for a query without a single clause              */
    uint32_t depth; /* most parentheses open at once                                 */
    uint64_t steps; /* characters looked at: the work of parsing                     */
    nh_tree_warning *warnings;
    uint32_t n_warnings;
    uint32_t filter_at; /* first byte of `text` that is of a filter; 0 without one        */
} nh_query_tree;

/* What an error about a query names as its place: the text, or "query" where it is too long
 * to be read beside a sentence. Ends with NUL where the text does. */
static inline const char *nh_query_where(nh_str text)
{
    return text.len <= 80 ? text.ptr : "query";
}

#endif
