/* searcher/query/query_leaf.c - one word or one quotation of a query into nodes. */
#include "searcher/query/query_leaf.h"

#include "common/base/bytes/character.h"
#include "common/base/str.h"

/* What a word is made of before it is known what it is. */
typedef struct value {
    uint32_t at; /* bytes of the query */
    uint32_t size;
    bool exact;
    bool star;
} value;

static void warn(nh_query_builder *b, const nh_token *t, const char *sentence)
{
    nh_builder_warn(b, t->at, t->size, sentence);
}

static nh_node node_of(const nh_token *t, nh_node_kind kind)
{
    return (nh_node){.kind = kind, .at = t->at, .size = t->size, .weight = t->weight};
}

uint32_t nh_query_scope(nh_query_builder *b, uint32_t node, nh_query_field field)
{
    const nh_chain chain = {node, node, 1};
    uint32_t scope;

    if (field.kind != NH_FIELD_SCOPE || node == NH_NODE_NONE)
        return node;
    scope = nh_builder_parent(b, NH_NODE_SCOPE, &chain);
    if (scope != NH_NODE_NONE)
        b->nodes[scope].name = field.name;
    return scope;
}

/* A node that never scores. */
static uint32_t make_filter(nh_query_builder *b, const nh_token *t, nh_node node)
{
    if (t->weighted)
        warn(b, t, "A filter does not score, so its weight is ignored.");
    if (t->near)
        warn(b, t, "A distance means nothing for a filter and is ignored.");
    node.weight = 1024;
    nh_builder_clause(b, t->at);
    return nh_builder_node(b, &node);
}

static uint32_t make_all(nh_query_builder *b, const nh_token *t)
{
    return make_filter(b, t, node_of(t, NH_NODE_ALL));
}

/* Prefixes shorter than this would match a large part of all words. */
#define LEAST_PREFIX 3

static bool is_punctuation(uint32_t c)
{
    return c < '0' || (c > '9' && c < 'A') || (c > 'Z' && c < 'a') || (c > 'z' && c < 0x80);
}

/* Has `text` letters enough for a prefix? */
static bool is_long_enough(nh_str text)
{
    uint32_t letters = 0;

    for (size_t at = 0; at < text.len && letters < LEAST_PREFIX;) {
        const nh_character c = nh_character_at(text, at);

        letters += is_punctuation(c.code) ? 0 : 1;
        at += c.size;
    }
    return letters == LEAST_PREFIX;
}

static uint32_t make_word(nh_query_builder *b, const nh_token *t, value v)
{
    nh_node node = node_of(t, NH_NODE_WORD);

    if (t->stars_only || (v.size == 0 && v.star))
        return make_all(b, t);
    node.text = nh_builder_text(b, v.at, v.size, true);
    node.exact = v.exact;
    node.prefix = v.star && is_long_enough(node.text);
    if (v.star && !node.prefix)
        warn(b, t,
             "A prefix needs at least three letters before its *, so this is read "
             "as a word.");
    if (t->stars_inside)
        warn(b, t, "A * means something only at the end of a word, and once.");
    nh_builder_clause(b, t->at);
    return nh_builder_node(b, &node);
}

static uint32_t make_keyword(nh_query_builder *b, const nh_token *t, value v, nh_str name)
{
    nh_node node = node_of(t, NH_NODE_FIELD);

    node.name = name;
    node.text = nh_builder_text(b, v.at, v.size, true);
    node.prefix = v.star;
    if (t->stars_only) {
        node.text.len = 0;
        node.prefix = true;
    }
    return make_filter(b, t, node);
}

/* NH_NODE_NONE: it is no date. */
static uint32_t make_date(nh_query_builder *b, const nh_token *t, value v, nh_str name)
{
    nh_node node = node_of(t, NH_NODE_DATE);
    const nh_str text =
        v.star || t->stars_only ? NH_STR("..") : nh_builder_text(b, v.at, v.size, true);
    bool turned;

    if ((v.star && v.size > 0) ||
        !nh_query_date_read(name, text, b->rules.now, &node, &turned))
        return NH_NODE_NONE;
    if (turned)
        warn(b, t, "This range ends before it begins, so it is read the other way round.");
    return make_filter(b, t, node);
}

/* What a field makes of a value; dates that are none become text. */
static uint32_t make_value(nh_query_builder *b, const nh_token *t, value v,
                           nh_query_field field, value whole)
{
    uint32_t node = NH_NODE_NONE;

    if (field.kind == NH_FIELD_KEYWORD)
        return make_keyword(b, t, v, field.name);
    if (field.kind == NH_FIELD_DATE) {
        node = make_date(b, t, v, field.name);
        if (node == NH_NODE_NONE && b->status == NH_OK) {
            warn(b, t,
                 nh_str_equal(field.name, NH_STR("last")) && b->rules.now == INT64_MIN
                     ? "There is no clock to count from, so this is read as text."
                     : "This is not a date that can be read, so it is read as text.");
            node = make_word(b, t, whole);
        }
        return node;
    }
    return make_word(b, t, v);
}

static bool is_address(const nh_query_builder *b, value v)
{
    return nh_str_starts(nh_str_part(b->text, v.at, v.size), NH_STR("//"));
}

/* A word with a colon in it: field and value, or text. */
static uint32_t make_named(nh_query_builder *b, const nh_token *t, nh_query_field outer,
                           value whole)
{
    const nh_query_field own =
        nh_query_field_find(b, nh_str_part(b->text, t->in, t->colon));
    value v = {t->in + t->colon + 1, t->in_size - t->colon - 1, t->exact, t->star};

    if (v.size == 0 && !v.star) {
        if (own.kind != NH_FIELD_NONE)
            warn(b, t,
                 "A field and its value are written without a blank between them, so "
                 "this is read as text.");
        else if (t->touches)
            warn(b, t, "There is no field of this name, so it is read as text.");
        return make_value(b, t, whole, outer, whole);
    }
    if (own.kind == NH_FIELD_NONE) {
        if (!is_address(b, v))
            warn(b, t, "There is no field of this name, so it is read as text.");
        return make_value(b, t, whole, outer, whole);
    }
    if (own.kind == NH_FIELD_RESERVED)
        warn(b, t,
             "sentence: and passage: are reserved; the words are searched for "
             "without them.");
    if (t->exact_value) {
        v = (value){v.at + 1, v.size - 1, true, v.star};
        if (v.size == 0)
            return make_value(b, t, whole, outer, whole);
    }
    if (own.kind == NH_FIELD_SCOPE && v.size == 0) {
        warn(b, t, "The * of title:* and lede:* is read as * alone.");
        return make_all(b, t);
    }
    return nh_query_scope(b, make_value(b, t, v, own, whole), own);
}

uint32_t nh_query_word(nh_query_builder *b, const nh_token *t, nh_query_field field)
{
    const value whole = {t->in, t->in_size, t->exact, t->star};

    if (t->variant)
        warn(b, t,
             "~ before a word is reserved for variants of names; the word itself is "
             "searched for.");
    if (t->fuzzy)
        warn(b, t,
             "~ behind a word is reserved for misspellings; the word itself is "
             "searched for.");
    if (t->clipped)
        warn(b, t, "No weight is greater than 1000.");
    if (t->no_number)
        warn(b, t, NH_QUERY_NO_NUMBER);
    if (t->colon != NH_TOKEN_NO_COLON)
        return make_named(b, t, field, whole);
    return make_value(b, t, whole, field, whole);
}

static bool is_star(const nh_query_builder *b, uint32_t at, uint32_t size)
{
    return size == 1 && b->text.ptr[at] == '*';
}

/* A * that touches a word in quotes; an escaped one is meant. */
static bool has_star(nh_str piece)
{
    for (size_t i = 0; i < piece.len; i++) {
        if (piece.ptr[i] == '\\')
            i++;
        else if (piece.ptr[i] == '*')
            return true;
    }
    return false;
}

/* Words and single stars inside a quotation. */
typedef struct inside {
    uint32_t words;
    uint32_t gaps;
} inside;

static inside count_pieces(nh_query_builder *b, const nh_token *t)
{
    nh_lexer lx = {b->text, t->in, 0};
    inside n = {0, 0};
    uint32_t at, size;

    while (nh_lexer_piece(&lx, t->in + t->in_size, true, &at, &size)) {
        if (is_star(b, at, size))
            n.gaps++;
        else
            n.words++;
        if (n.words + n.gaps > b->rules.phrase) {
            nh_builder_over(b, at, "the phrase has too many words", b->rules.phrase);
            break;
        }
    }
    return n;
}

static void add_piece(nh_query_builder *b, nh_chain *chain, uint32_t at, uint32_t size)
{
    nh_node node = {.kind = NH_NODE_WORD, .at = at, .size = size, .weight = 1024};

    if (is_star(b, at, size)) {
        node.kind = NH_NODE_GAP;
    } else {
        node.exact = true;
        node.text = nh_builder_text(b, at, size, true);
        if (has_star(nh_str_part(b->text, at, size)))
            nh_builder_warn(b, at, size,
                            "Inside quotation marks a * stands alone, for one word.");
    }
    nh_builder_append(b, chain, nh_builder_node(b, &node));
}

static uint32_t make_phrase(nh_query_builder *b, const nh_token *t, inside n)
{
    const bool near = t->near && n.words > 1;
    nh_lexer lx = {b->text, t->in, 0};
    nh_chain chain = {NH_NODE_NONE, NH_NODE_NONE, 0};
    uint32_t at, size, phrase;

    while (nh_lexer_piece(&lx, t->in + t->in_size, true, &at, &size))
        if (!near || !is_star(b, at, size))
            add_piece(b, &chain, at, size);
    phrase = chain.count == 1
                 ? chain.first
                 : nh_builder_parent(b, near ? NH_NODE_NEAR : NH_NODE_PHRASE, &chain);
    if (b->status != NH_OK)
        return NH_NODE_NONE;
    b->nodes[phrase].at = t->at;
    b->nodes[phrase].size = t->size;
    b->nodes[phrase].weight = t->weight;
    b->nodes[phrase].slop = near ? t->slop : 0;
    b->nodes[phrase].ordered = near && t->ordered;
    nh_builder_clause(b, t->at);
    return phrase;
}

static void warn_of_quote(nh_query_builder *b, const nh_token *t, inside n)
{
    if (t->near && n.words < 2)
        warn(b, t, "A distance needs two words or more, so it is ignored.");
    if (t->near && n.words > 1 && n.gaps > 0)
        warn(b, t, "Where a distance is given, a * alone means nothing and is ignored.");
    if (t->star)
        warn(b, t, "A * behind quotation marks means nothing and is ignored.");
    if (t->clipped)
        warn(b, t, "No weight is greater than 1000 and no distance than 10000.");
}

uint32_t nh_query_quote(nh_query_builder *b, const nh_token *t, nh_query_field field)
{
    uint32_t at = t->in, end = t->in + t->in_size;
    const value v = {at, end - at, true, t->star};
    inside n;

    if (t->unclosed)
        warn(b, t, "This quotation mark is not closed, so it ends with its line.");
    if (t->no_number)
        warn(b, t, NH_QUERY_NO_NUMBER);
    if (field.kind == NH_FIELD_KEYWORD || field.kind == NH_FIELD_DATE)
        return make_value(b, t, v, field, v);
    n = count_pieces(b, t);
    if (b->status != NH_OK)
        return NH_NODE_NONE;
    if (n.words == 0) {
        if (!t->unclosed)
            warn(b, t,
                 "There is no word between these quotation marks, so they are "
                 "ignored.");
        return NH_NODE_NONE;
    }
    warn_of_quote(b, t, n);
    return nh_query_scope(b, make_phrase(b, t, n), field);
}
