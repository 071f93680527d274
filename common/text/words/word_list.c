/* common/text/words/word_list.c - where the words of a text are collected, with positions. */
#include "common/text/words/word_list.h"

void nh_word_list_clear(nh_word_list *list)
{
    list->count = 0;
    list->pos = 0;
    list->dropped = 0;
    list->bad = false;
}

void nh_word_list_free(nh_word_list *list)
{
    nh_release(list->env, list->tokens);
    list->tokens = NULL;
    list->count = list->capacity = 0;
}

bool nh_word_list_reserve(nh_word_list *list, size_t more)
{
    size_t capacity = list->capacity == 0 ? 256 : list->capacity;
    nh_token *tokens;

    if (more <= list->capacity - list->count)
        return true;
    while (capacity - list->count < more)
        capacity *= 2;
    tokens = nh_resized(list->env, list->tokens, capacity, sizeof(*tokens));
    if (tokens == NULL) {
        list->bad = true;
        return false;
    }
    list->tokens = tokens;
    list->capacity = capacity;
    return true;
}

static void put(nh_word_list *list, const nh_word *word, nh_place place, nh_token token)
{
    if (list->bad || !nh_word_list_reserve(list, 1))
        return;
    if (!nh_word_table_number(list->table, word, &token.word)) {
        list->bad = true;
        return;
    }
    token.at = (uint32_t)place.at;
    token.size = place.size < UINT16_MAX ? (uint16_t)place.size : UINT16_MAX;
    list->tokens[list->count++] = token;
}

/* The word behind a spelling. Words with digits keep their endings: 1990s is not 1990. */
static nh_word word_of(const nh_word_list *list, const nh_spelling *s, bool stemmed)
{
    const nh_str exact = {s->exact, s->exact_size};
    nh_word word = {.form = {s->form, s->form_size}, .span = 1, .flags = s->flags};

    word.term = stemmed && (s->flags & NH_WORD_NUMBER) == 0
                    ? nh_stemmer_stem(list->stemmer, exact)
                    : exact;
    if (nh_stop_list_has(list->stops, exact))
        word.flags |= NH_WORD_STOP;
    return word;
}

void nh_word_list_add(nh_word_list *list, const nh_spelling *s, nh_word_kind kind,
                      nh_place place)
{
    nh_token token = {.pos = list->pos};
    nh_word word;

    if (s == NULL) {
        list->dropped++;
        list->pos++;
        return;
    }
    if (s->exact_size == 0) {
        list->pos += kind != NH_WORD_OTHER;
        return;
    }
    word = word_of(list, s, kind != NH_WORD_WHOLE);
    if (kind == NH_WORD_OTHER) {
        token.pos--;
        token.flags = NH_TOKEN_EXTRA;
    } else {
        list->pos++;
    }
    put(list, &word, place, token);
}

/* No term is a blank. It has no flags: what is plain letters can only be a stop word, and where
 * there are those, no stemmer is narrowed. */
void nh_word_list_add_other(nh_word_list *list, nh_place place)
{
    static const nh_word other = {.term = {" ", 1}, .form = {" ", 1}, .span = 1};

    put(list, &other, place, (nh_token){.pos = list->pos++});
}

void nh_word_list_join(nh_word_list *list, const nh_spelling *s, uint8_t span, bool stemmed,
                       nh_place place)
{
    nh_word word;

    if (s == NULL || s->exact_size == 0) {
        list->dropped++;
        return;
    }
    word = word_of(list, s, stemmed);
    word.span = span;
    word.flags |= NH_WORD_JOINED;
    put(list, &word, place, (nh_token){.pos = list->pos});
}

void nh_word_list_add_bytes(nh_word_list *list, nh_str bytes, nh_place place)
{
    nh_word word = {.form = bytes, .span = 1};

    if (bytes.len > NH_WORD_MAX) {
        nh_word_list_add(list, NULL, NH_WORD_PLAIN, place);
        return;
    }
    word.term = nh_stemmer_stem(list->stemmer, bytes);
    if (nh_stop_list_has(list->stops, bytes))
        word.flags |= NH_WORD_STOP;
    put(list, &word, place, (nh_token){.pos = list->pos++});
}
