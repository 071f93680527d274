/* common/text/passages/passage_again.c - known passages read again without the rest of their article. */
#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "common/text/passages/cutter.h"
#include "common/text/passages/paragraphs.h"

/* A second cut under way. */
typedef struct again {
    nh_cutter *cutter;
    const nh_passage *known;
    size_t n;
    size_t from, to; /* bytes of the text from the first passage to the last one   */
    size_t next;     /* of the known passages: the one behind the open one         */
    uint32_t base;   /* position in the open passage of position `origin` of a run */
    uint32_t origin;
    bool same;
} again;

static nh_passage *open_passage(const again *a)
{
    return &a->cutter->pack.passages[a->cutter->pack.n_passages - 1];
}

/* The next known passage, whose positions go on where those of the last one end. */
static nh_status begin_passage(again *a, uint32_t origin, nh_error *err)
{
    nh_pack *pack = &a->cutter->pack;
    const nh_passage *known = &a->known[a->next];
    const nh_status st = nh_pack_reserve(pack, known->count, err);

    if (st != NH_OK)
        return st;
    a->next++;
    a->base = 0;
    a->origin = origin;
    pack->passages[pack->n_passages++] = (nh_passage){.at = known->at,
                                                      .size = known->size,
                                                      .first = (uint32_t)pack->n_tokens,
                                                      .flags = known->flags};
    return NH_OK;
}

/* A token that stands where the index says a passage is; it must be one that fits. */
static void add_token(again *a, const nh_run *run, const nh_token *token)
{
    nh_pack *pack = &a->cutter->pack;
    nh_passage *passage = open_passage(a);
    const uint32_t pos = a->base + token->pos - a->origin;

    a->same = passage->count < a->known[a->next - 1].count && token->pos >= a->origin &&
              pos < NH_PASSAGE_LIMIT;
    if (!a->same)
        return;
    pack->tokens[pack->n_tokens++] = (nh_passage_token){
        .word = token->word,
        .at = run->at + token->at,
        .size = token->size,
        .pos = (uint8_t)pos,
    };
    passage->count++;
    if (pos >= passage->span)
        passage->span = (uint8_t)(pos + 1);
}

/* The tokens of a paragraph that are in the known passages. */
static nh_status add_run(again *a, const nh_run *run, nh_error *err)
{
    bool first = true;
    nh_status st = NH_OK;

    for (size_t i = 0; i < run->count && st == NH_OK && a->same; i++) {
        const nh_token *t = &run->tokens[i];
        const size_t at = run->at + t->at;

        if (at < a->from || at >= a->to)
            continue;
        if (a->next == 0) {
            st = begin_passage(a, t->pos, err);
        } else if (a->next < a->n && at >= a->known[a->next].at) {
            st = begin_passage(a, i > 0 ? run->tokens[i - 1].pos + 1 : t->pos, err);
        } else if (first) { /* the end of a paragraph leaves a position empty */
            a->base = (uint32_t)open_passage(a)->span + 1;
            a->origin = t->pos;
        }
        first = false;
        if (st == NH_OK)
            add_token(a, run, t);
    }
    return st;
}

/* Reads bytes [at, end) of `text`, which is the article's text or its headline. */
static nh_status read_part(again *a, const nh_cut_text *text, nh_str whole, size_t at,
                           size_t end, nh_error *err)
{
    const nh_str part = nh_str_part(whole, at, end - at);
    nh_run run = {0};
    nh_status st;

    a->same = nh_utf8_valid(part) == part.len;
    if (!a->same)
        return NH_OK;
    st = nh_cutter_read(a->cutter, part, at, text->language, &run, err);
    return st == NH_OK ? add_run(a, &run, err) : st;
}

/* Bytes [*from, *to) of the text, between two ranges that are not indexed. False if the passages
 * are in no such stretch. */
static bool find_stretch(const again *a, const nh_cut_text *text, size_t *from, size_t *to)
{
    size_t at = 0, next = text->text.len;

    for (size_t i = 0; i < text->n_skips; i++) {
        const size_t skip = text->skips[i].at;

        if (skip < at || skip + text->skips[i].size > text->text.len)
            return false;
        if (skip >= a->to) {
            next = skip;
            break;
        }
        at = skip + text->skips[i].size;
    }
    *from = at;
    *to = next;
    return a->from >= at && a->to <= next;
}

/* Nothing that is analysed by itself goes on across a blank, so the parts of paragraphs from the
 * blank before the passages to the one behind them are all there is to read. */
static nh_status read_body(again *a, const nh_cut_text *text, nh_error *err)
{
    size_t from, to, at, end;
    nh_paragraphs walk;
    nh_status st = NH_OK;

    a->same = find_stretch(a, text, &from, &to);
    if (!a->same)
        return NH_OK;
    walk = nh_paragraphs_begin(nh_str_part(text->text, from, to - from));
    nh_paragraphs_seek(&walk, a->from - from);
    while (st == NH_OK && a->same && nh_paragraphs_next(&walk, &at, &end)) {
        size_t part = at + from < a->from ? a->from : at + from;
        size_t part_end = end + from < a->to ? end + from : a->to;

        if (at + from >= a->to)
            break;
        while (part > at + from && !nh_is_blank(text->text.ptr[part - 1]))
            part--;
        while (part_end < end + from && !nh_is_blank(text->text.ptr[part_end]))
            part_end++;
        if (part < part_end)
            st = read_part(a, text, text->text, part, part_end, err);
    }
    return st;
}

/* Does each passage begin where the one before ended or later, and none inside a character? */
static bool is_possible(const again *a, nh_str whole)
{
    size_t least = 0;

    for (size_t i = 0; i < a->n; i++) {
        const nh_passage *p = &a->known[i];
        const size_t end = (size_t)p->at + p->size;

        if (p->at < least || p->size == 0 || end > whole.len ||
            ((uint8_t)whole.ptr[p->at] & 0xc0) == 0x80 ||
            (end < whole.len && ((uint8_t)whole.ptr[end] & 0xc0) == 0x80))
            return false;
        least = end;
    }
    return true;
}

/* Did all come as it is known? */
static bool is_complete(const again *a)
{
    const nh_pack *pack = &a->cutter->pack;

    if (!a->same || pack->n_passages != a->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (pack->passages[i].count != a->known[i].count ||
            pack->passages[i].span != a->known[i].span)
            return false;
    return true;
}

nh_status nh_cut_again(nh_cutter *cutter, const nh_cut_text *text, const nh_passage *known,
                       size_t n, nh_cut *out, nh_error *err)
{
    const bool headline = (known->flags & NH_PASSAGE_HEADLINE) != 0;
    const nh_str whole = headline ? text->headline : text->text;
    const nh_passage *last = &known[n - 1];
    again a = {.cutter = cutter, .known = known, .n = n, .from = known->at};
    nh_status st = NH_OK;

    *out = (nh_cut){0};
    a.to = (size_t)last->at + last->size;
    if (cutter->rule.whole || !is_possible(&a, whole))
        return NH_OK;
    nh_pack_clear(&cutter->pack);
    cutter->dropped = 0;
    st =
        headline ? read_part(&a, text, whole, 0, whole.len, err) : read_body(&a, text, err);
    if (st != NH_OK || !is_complete(&a))
        return st;
    *out = (nh_cut){
        .passages = cutter->pack.passages,
        .n_passages = cutter->pack.n_passages,
        .tokens = cutter->pack.tokens,
        .n_tokens = cutter->pack.n_tokens,
    };
    return NH_OK;
}
