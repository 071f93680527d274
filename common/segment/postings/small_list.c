/* common/segment/postings/small_list.c - the postings of a rare term, which lie in the dictionary. */
#include "common/segment/postings/small_list.h"

#include <string.h>

#include "common/base/bytes/cursor.h"
#include "common/base/bytes/little_endian.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/articles/articles_reader.h"

#define MOST_TF 255u

/* A list being read. */
typedef struct reading {
    nh_segment *seg;
    nh_cursor c;
    const nh_term *term;
    nh_passage_view view;
    nh_block *block;
    uint8_t *positions;
    uint16_t *codes;
    nh_status st; /* of what was looked up in the segment */
    nh_error *err;
} reading;

/* Eight bytes are read at a time: 64 readable bytes follow a section. */

/* The number that begins in these eight bytes, and how many of them it has: 0 where
 * nh_cur_var64() has to see to it. */
static inline uint64_t number_in(uint64_t bytes, unsigned *size)
{
    const uint64_t ends =
        ~bytes & 0x80808080u; /* of the byte in which it ends, the first one */
    const unsigned bits = ends != 0 ? (unsigned)__builtin_ctzll(ends) + 1 : 0;

    *size = bits / 8;
    bytes &= ((uint64_t)1 << bits) - 1;
    if (bits > 8 && bytes >> (bits - 8) == 0)
        *size = 0;
    return (bytes & 0x7f) | (bytes >> 1 & 0x3f80) | (bytes >> 2 & 0x1fc000) |
           (bytes >> 3 & 0xfe00000);
}

/* As nh_cur_var64(), which sees to what is longer than four bytes, misspelt or near the end. */
static uint64_t read_number(nh_cursor *c)
{
    uint64_t number;
    unsigned size;

    if (!nh_cur_ok(c))
        return 0;
    number = number_in(nh_le64(c->start + c->at), &size);
    if (size == 0 || size > nh_cur_left(c))
        return nh_cur_var64(c);
    c->at += size;
    return number;
}

/* tf positions, ascending and below the span of the passage. */
static bool read_positions(reading *r, uint32_t tf, uint32_t span)
{
    const uint8_t *bytes;
    uint8_t before = 0;

    if (nh_term_is_pair(r->term)) {
        if (r->positions != NULL)
            memset(r->positions + r->block->occurrences, 0, tf);
        return true;
    }
    if (tf == 1 && r->positions == NULL && nh_cur_left(&r->c) > 0)
        return r->c.start[r->c.at++] < span; /* as it is mostly */
    bytes = nh_cur_bytes(&r->c, tf);
    for (uint32_t k = 0; bytes != NULL && k < tf; k++) {
        if (bytes[k] < before || bytes[k] >= span)
            return false;
        before = bytes[k];
    }
    if (bytes != NULL && r->positions != NULL)
        memcpy(r->positions + r->block->occurrences, bytes, tf);
    return bytes != NULL;
}

static bool read_codes(reading *r, uint32_t tf)
{
    bool ok = true;

    if (r->codes == NULL && r->term->n_forms == 1)
        return nh_cur_ok(&r->c);
    for (uint32_t k = 0; k < tf; k++) {
        const uint32_t code = r->term->n_forms > 1 ? nh_cur_var32(&r->c) : 0;

        ok &= code < r->term->n_forms;
        if (r->codes != NULL)
            r->codes[r->block->occurrences + k] = (uint16_t)code;
    }
    return ok && nh_cur_ok(&r->c);
}

/* The span of a passage. The first rare word of all is no reason to check those of all passages. */
static bool find_span(reading *r, uint32_t passage, uint32_t *out)
{
    nh_passage_marks marks;

    if (r->view.spans != NULL) {
        *out = r->view.spans[passage];
        return true;
    }
    r->st = nh_passage_marks_get(r->seg, passage, &marks, r->err);
    if (r->st == NH_OK)
        *out = marks.span;
    return r->st == NH_OK;
}

/* One posting; `next` is the first passage that it may have. */
static bool read_posting(reading *r, uint64_t *next)
{
    const uint64_t head = read_number(&r->c);
    const uint64_t gap = head / 2;
    const uint64_t tf = head % 2 == 0 ? 1 : 2 + (uint64_t)nh_cur_var32(&r->c);
    nh_block *b = r->block;
    uint64_t passage;
    uint32_t span;

    if (!nh_cur_ok(&r->c) || tf > MOST_TF || gap >= r->view.count - *next ||
        tf > r->term->cf - b->occurrences)
        return false;
    passage = *next + gap;
    *next = passage + 1;
    b->passages[b->count] = (uint32_t)passage;
    b->tf[b->count] = (uint8_t)tf;
    if (!find_span(r, (uint32_t)passage, &span) || !read_positions(r, (uint32_t)tf, span) ||
        !read_codes(r, (uint32_t)tf))
        return false;
    if (tf > b->max_tf)
        b->max_tf = (uint8_t)tf;
    if (r->view.lengths[passage] < b->min_length)
        b->min_length = r->view.lengths[passage];
    b->count++;
    b->occurrences += (uint32_t)tf;
    return true;
}

/* Is an occurrence what most are: in the one form there is, its position unwanted? */
static bool is_plain(const reading *r)
{
    return r->positions == NULL && r->codes == NULL && r->term->n_forms == 1 &&
           r->view.spans != NULL && !nh_term_is_pair(r->term);
}

/* Postings of one such occurrence, as long as they come: read without being told of by what is
 * decoded, since where bytes are written the compiler would read all of it again. What is left is
 * for read_posting(). */
static void read_plain(reading *r, uint64_t *next)
{
    const uint8_t *const bytes = r->c.start;
    const size_t size = nh_cur_left(&r->c) + r->c.at;
    const nh_passage_view view = r->view;
    const uint32_t room = r->term->df < NH_SMALL_LIST ? r->term->df : NH_SMALL_LIST;
    const uint64_t cf = r->term->cf;
    nh_block *const b = r->block;
    size_t at = r->c.at;
    uint64_t first = *next;
    uint32_t n = b->count, occurrences = b->occurrences;
    uint8_t shortest = b->min_length;

    for (; n < room && occurrences < cf && at + 2 <= size; n++, occurrences++) {
        unsigned used;
        const uint64_t head = number_in(nh_le64(bytes + at), &used);
        const uint64_t gap = head / 2;

        if (used == 0 || at + used >= size || head % 2 != 0 || gap >= view.count - first ||
            bytes[at + used] >= view.spans[first + gap])
            break;
        b->passages[n] = (uint32_t)(first + gap);
        b->tf[n] = 1;
        first += gap;
        shortest = view.lengths[first] < shortest ? view.lengths[first] : shortest;
        first++;
        at += used + 1;
    }
    if (n > b->count && b->max_tf == 0)
        b->max_tf = 1;
    b->min_length = shortest;
    b->count = n;
    b->occurrences = occurrences;
    r->c.at = at;
    *next = first;
}

/* Each occurrence has a byte at least, but for those of pairs. */
size_t nh_small_list_room(const nh_term *term)
{
    return nh_term_is_pair(term) ? (size_t)term->cf : term->small_size;
}

nh_status nh_small_list_decode(nh_segment *seg, const nh_term *term, nh_block *block,
                               uint8_t *positions, uint16_t *codes, nh_error *err)
{
    reading r = {.seg = seg,
                 .c = nh_cur(term->small, term->small_size),
                 .term = term,
                 .block = block,
                 .positions = positions,
                 .codes = codes,
                 .err = err};
    uint64_t next = 0;
    bool ok = true;
    const nh_status st = nh_passage_lengths_get(seg, &r.view, err);

    if (st != NH_OK)
        return st;
    block->count = 0;
    block->occurrences = 0;
    block->impact = term->impact;
    block->max_tf = 0;
    block->min_length = 255;
    while (ok && block->count < term->df && block->count < NH_SMALL_LIST) {
        if (is_plain(&r))
            read_plain(&r, &next);
        if (block->count < term->df && block->count < NH_SMALL_LIST)
            ok = next < r.view.count && read_posting(&r, &next);
    }
    if (r.st != NH_OK)
        return r.st;
    if (ok && nh_cur_left(&r.c) == 0 && block->occurrences == term->cf)
        return NH_OK;
    return nh_container_corrupt(nh_segment_container(seg), NH_SECTION_TERMS, term->small_at,
                                err, "term %.*s: a list that contradicts its term",
                                NH_STR_ARG(term->text));
}
