/* searcher/query/query_parse.c - tokens into a tree, on a stack of its own. */
#include "searcher/query/query_parse.h"

#include "common/base/error.h"
#include "common/base/str.h"
#include "searcher/query/query_leaf.h"
#include "searcher/query/query_level.h"
#include "searcher/query/query_plain.h"

typedef struct parser {
    nh_query_builder b;
    nh_lexer lexer;
    nh_level *levels;     /* one for each open parenthesis, and the lowest       */
    uint32_t top;         /* the current one                                     */
    uint32_t deepest;     /* most parentheses open at once                       */
    nh_query_field field; /* stands right before the token, as in title:(        */
} parser;

static void warn(parser *p, const nh_token *t, const char *sentence)
{
    nh_builder_warn(&p->b, t->at, t->size, sentence);
}

static void open_group(parser *p, const nh_token *t)
{
    const nh_query_field outer = p->levels[p->top].field;
    nh_level *l;

    if (p->top == p->b.rules.depth) {
        nh_builder_over(&p->b, t->at, "parentheses are nested too deeply", p->top);
        return;
    }
    l = &p->levels[++p->top];
    nh_level_begin(l);
    l->open = *t;
    l->scope = p->field;
    l->field = p->field.kind == NH_FIELD_NONE ? outer : p->field;
    if (l->field.kind != NH_FIELD_KEYWORD && l->field.kind != NH_FIELD_DATE)
        l->field.kind = NH_FIELD_NONE;
    p->deepest = p->top > p->deepest ? p->top : p->deepest;
}

/* The end of the innermost group; `t` is its closing parenthesis, or the query's end. */
static void close_group(parser *p, const nh_token *t)
{
    nh_level *const l = &p->levels[p->top];
    nh_query_builder *b = &p->b;
    uint32_t node = t->near ? nh_level_near(b, l, t) : NH_NODE_NONE;

    if (t->near && node == NH_NODE_NONE)
        warn(p, t,
             "A distance needs a group of two or more plain words or phrases, so it "
             "is ignored.");
    if (t->clipped)
        warn(p, t, "No weight is greater than 1000 and no distance than 10000.");
    if (t->no_number)
        warn(p, t, NH_QUERY_NO_NUMBER);
    if (node == NH_NODE_NONE)
        node = nh_level_close(b, l);
    if (node == NH_NODE_NONE && t->kind == NH_TOKEN_CLOSE)
        nh_builder_warn(b, l->open.at, t->at + t->size - l->open.at,
                        "There is nothing between these parentheses, so they are ignored.");
    if (node != NH_NODE_NONE && b->status == NH_OK) {
        b->nodes[node].at = l->open.at;
        b->nodes[node].size = t->at + t->size - l->open.at;
        nh_builder_weigh(b, node, t->weight);
        node = nh_query_scope(b, node, l->scope);
    }
    p->top--;
    nh_level_clause(b, &p->levels[p->top], node, l->open.sign);
}

static void take_close(parser *p, const nh_token *t)
{
    if (p->top > 0)
        close_group(p, t);
    else
        warn(p, t, "No parenthesis is open here, so this one is ignored.");
}

/* The field of title:( or title:"; NH_FIELD_NONE for all other tokens. */
static nh_query_field field_before(parser *p, const nh_token *t)
{
    const nh_query_field none = {NH_FIELD_NONE, {NULL, 0}};

    if (t->kind != NH_TOKEN_WORD || !t->touches || t->colon == NH_TOKEN_NO_COLON ||
        t->in_size != t->colon + 1 || t->size != (t->in - t->at) + t->in_size)
        return none;
    return nh_query_field_find(&p->b, nh_str_part(p->b.text, t->in, t->colon));
}

static nh_token next_token(parser *p)
{
    nh_token t = nh_lexer_next(&p->lexer);

    p->field = field_before(p, &t);
    if (p->field.kind != NH_FIELD_NONE) {
        nh_token behind = nh_lexer_next(&p->lexer);

        if (p->field.kind == NH_FIELD_RESERVED)
            warn(p, &t,
                 "sentence: and passage: are reserved; the words are searched for "
                 "without them.");
        behind.size += behind.at - t.at;
        behind.at = t.at;
        behind.sign = t.sign;
        t = behind;
    }
    return t;
}

static void take(parser *p, const nh_token *t)
{
    nh_query_builder *const b = &p->b;
    nh_level *const l = &p->levels[p->top];
    const bool named = p->field.kind != NH_FIELD_NONE;

    switch (t->kind) {
    case NH_TOKEN_WORD:
        nh_level_clause(b, l, nh_query_word(b, t, l->field), t->sign);
        break;
    case NH_TOKEN_QUOTE:
        nh_level_clause(b, l, nh_query_quote(b, t, named ? p->field : l->field), t->sign);
        break;
    case NH_TOKEN_OPEN:
        open_group(p, t);
        break;
    case NH_TOKEN_CLOSE:
        take_close(p, t);
        break;
    case NH_TOKEN_AND:
    case NH_TOKEN_OR:
        nh_level_operator(b, l, t);
        break;
    case NH_TOKEN_NOT:
        nh_level_not(l, t);
        break;
    case NH_TOKEN_STRAY:
        warn(p, t, "This sign stands before nothing and is ignored.");
        break;
    case NH_TOKEN_END:
        break;
    }
}

/* As many levels as the query can open, the lowest included. */
static nh_level *make_levels(parser *p)
{
    uint32_t count = 1;

    for (size_t i = 0; i < p->b.text.len && count <= p->b.rules.depth; i++)
        count += p->b.text.ptr[i] == '(' ? 1 : 0;
    return (nh_level *)nh_arena_array(p->b.arena, count, sizeof(nh_level));
}

static uint32_t parse_query(parser *p)
{
    nh_token t;
    uint32_t root;

    nh_level_begin(&p->levels[0]);
    do {
        t = next_token(p);
        take(p, &t);
    } while (t.kind != NH_TOKEN_END && p->b.status == NH_OK);
    while (p->top > 0 && p->b.status == NH_OK) {
        nh_builder_warn(&p->b, p->levels[p->top].open.at, 1,
                        "This parenthesis is not closed, so it ends with the query.");
        close_group(p, &t);
    }
    root = nh_level_close(&p->b, &p->levels[0]);
    return p->b.rules.filter ? root : nh_level_harmless(&p->b, root);
}

/* Words alone. */
static uint32_t parse_raw(parser *p)
{
    nh_level *const l = &p->levels[0];
    uint32_t at, size;

    nh_level_begin(l);
    while (p->b.status == NH_OK &&
           nh_lexer_piece(&p->lexer, (uint32_t)p->b.text.len, false, &at, &size)) {
        nh_node node = {.kind = NH_NODE_WORD, .at = at, .size = size, .weight = 1024};

        node.text = nh_builder_text(&p->b, at, size, false);
        nh_builder_clause(&p->b, at);
        nh_level_clause(&p->b, l, nh_builder_node(&p->b, &node), 0);
    }
    return nh_level_close(&p->b, l);
}

nh_status nh_query_tree_parse(nh_str text, const nh_query_rules *rules, nh_arena *arena,
                              nh_query_tree *out, nh_error *err)
{
    const bool usual = rules->bytes == 0 && rules->clauses == 0; /* limits */
    const uint32_t words = usual ? nh_query_plain_words(text) : 0;
    parser p;
    uint32_t root;
    nh_status st;

    if (words > 0)
        return nh_query_plain_tree(text, words, arena, out, err);
    p = (parser){.top = 0};
    nh_builder_begin(&p.b, text, rules, arena, err);
    if (p.b.status != NH_OK)
        return p.b.status;
    p.lexer = (nh_lexer){p.b.text, 0, 0};
    p.levels = make_levels(&p);
    if (p.levels == NULL)
        return nh_arena_fail(arena, err, "a query");
    root = rules->raw ? parse_raw(&p) : parse_query(&p);
    st = nh_builder_finish(&p.b, root, out);
    if (st == NH_OK) {
        out->depth = p.deepest;
        out->steps = p.lexer.steps;
    }
    return st;
}
