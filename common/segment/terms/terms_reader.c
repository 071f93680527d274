/* common/segment/terms/terms_reader.c - the dictionary: found by heads, walked in order. */
#include "common/segment/terms/terms_reader.h"

#include <inttypes.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/file/segment_impl.h"
#include "common/segment/terms/term_entry.h"

struct nh_terms {
    nh_segment *seg;
    bool all;                   /* pairs are shown                                  */
    uint64_t block;             /* that is being read; UINT64_MAX before the first  */
    uint64_t block_at;          /* where it begins in the section                   */
    nh_cursor c;                /* over the block                                   */
    uint32_t left;              /* entries of the block that were not read          */
    bool first;                 /* the next entry is the block's first              */
    uint8_t text[NH_TERM_SIZE]; /* of the last entry that was read         */
    size_t len;
    nh_cursor rest; /* the fields of that entry                         */
    uint64_t rest_at;
    nh_term term;
    nh_entry_room room;
};

nh_status nh_terms_open(nh_segment *seg, nh_terms **out, nh_error *err)
{
    nh_terms *t = nh_new(seg->env, nh_terms);

    *out = NULL;
    if (t == NULL)
        return nh_fail_memory(err, "a dictionary");
    t->seg = seg;
    t->block = UINT64_MAX;
    t->room.env = seg->env;
    t->room.texts.env = seg->env;
    *out = t;
    return NH_OK;
}

nh_status nh_terms_open_all(nh_segment *seg, nh_terms **out, nh_error *err)
{
    const nh_status st = nh_terms_open(seg, out, err);

    if (st == NH_OK)
        (*out)->all = true;
    return st;
}

void nh_terms_close(nh_terms *terms)
{
    if (terms == NULL)
        return;
    nh_entry_room_free(&terms->room);
    nh_release(terms->seg->env, terms);
}

static nh_status corrupt(const nh_terms *t, uint64_t at, const char *what, nh_error *err)
{
    return nh_container_corrupt(t->seg->file, NH_SECTION_TERMS, at, err,
                                "block %" PRIu64 ": %s", t->block, what);
}

/* The bytes of block `i`, which the heads say. */
static nh_status block_bytes(const nh_terms *t, uint64_t i, nh_cursor *c, uint64_t *at,
                             nh_error *err)
{
    const uint8_t *head = t->seg->heads + i * 16;
    const uint64_t end = i + 1 < t->seg->n_heads
                             ? nh_le64(head + 24)
                             : nh_container_size(t->seg->file, NH_SECTION_TERMS);
    const uint8_t *bytes;
    nh_status st;

    *at = nh_le64(head + 8);
    st = nh_container_bytes(t->seg->file, NH_SECTION_TERMS, *at, end - *at, &bytes, err);
    if (st == NH_OK)
        *c = nh_cur(bytes, (size_t)(end - *at));
    return st;
}

static nh_status enter_block(nh_terms *t, uint64_t i, nh_error *err)
{
    const uint64_t before = i * NH_TERM_BLOCK;

    t->block = i;
    t->len = 0;
    t->first = true;
    t->left = nh_segment_entries(t->seg) - before < NH_TERM_BLOCK
                  ? (uint32_t)(nh_segment_entries(t->seg) - before)
                  : NH_TERM_BLOCK;
    return block_bytes(t, i, &t->c, &t->block_at, err);
}

static nh_str text_of(const nh_terms *t)
{
    return (nh_str){(const char *)t->text, t->len};
}

/* The next entry of the block: its text, and where its fields are. */
static nh_status step(nh_terms *t, nh_error *err)
{
    const uint64_t at = t->block_at + t->c.at;
    const size_t before = t->len;
    const uint32_t shared = nh_cur_var32(&t->c);
    const nh_str suffix = nh_cur_str(&t->c);
    const uint32_t rest_size = nh_cur_var32(&t->c);
    const uint64_t rest_at = t->block_at + t->c.at;
    const uint8_t *rest = nh_cur_bytes(&t->c, rest_size);

    if (rest == NULL)
        return corrupt(t, t->block_at + t->c.bad_at,
                       "ends too early, or a number is misspelt", err);
    if (shared > before || suffix.len < 1 || suffix.len > NH_TERM_SIZE - shared)
        return corrupt(t, at, "a term of impossible size", err);
    /* `shared` is as large as it can be, so one byte tells the order. */
    if (shared < before && (uint8_t)suffix.ptr[0] <= t->text[shared])
        return corrupt(t, at, "terms out of order", err);
    memcpy(t->text + shared, suffix.ptr, suffix.len);
    t->len = shared + suffix.len;
    t->rest = nh_cur(rest, rest_size);
    t->rest_at = rest_at;
    t->left--;
    if (t->first && nh_str_key(text_of(t)) != nh_le64(t->seg->heads + t->block * 16))
        return corrupt(t, at, "its first term is not that of its head", err);
    t->first = false;
    if (t->left == 0 && nh_cur_left(&t->c) > 0)
        return corrupt(t, t->block_at + t->c.at, "more bytes than terms", err);
    return NH_OK;
}

static nh_status decode(nh_terms *t, const nh_term **out, nh_error *err)
{
    nh_status st;

    t->term.text = text_of(t);
    st = nh_term_entry_read(t->seg, t->rest, t->rest_at, &t->room, &t->term, err);
    if (st == NH_OK)
        *out = &t->term;
    return st;
}

/* How the first term of block `i` compares with `text`. */
static nh_status compare_head(nh_terms *t, uint64_t i, nh_str text, int *out, nh_error *err)
{
    const uint64_t key = nh_le64(t->seg->heads + i * 16), wanted = nh_str_key(text);
    nh_cursor c;
    uint64_t at;
    nh_status st;

    *out = key < wanted ? -1 : 1;
    if (key != wanted)
        return NH_OK;
    st = block_bytes(t, i, &c, &at, err);
    if (st != NH_OK)
        return st;
    (void)nh_cur_var32(&c);
    *out = nh_str_compare(nh_cur_str(&c), text);
    return NH_OK;
}

/* Enters the last block that begins at or before `text`, or the first block. */
static nh_status enter_block_of(nh_terms *t, nh_str text, nh_error *err)
{
    uint64_t low = 0, high = t->seg->n_heads; /* head `low` is <= text, or low is 0 */

    while (high - low > 1) {
        const uint64_t middle = low + (high - low) / 2;
        int order;
        const nh_status st = compare_head(t, middle, text, &order, err);

        if (st != NH_OK)
            return st;
        if (order <= 0)
            low = middle;
        else
            high = middle;
    }
    return enter_block(t, low, err);
}

/* Steps to the first entry >= `text` of the block; *found is false if there is none. */
static nh_status scan_block(nh_terms *t, nh_str text, bool *found, nh_error *err)
{
    *found = false;
    while (t->left > 0) {
        const nh_status st = step(t, err);

        if (st != NH_OK)
            return st;
        if (nh_str_compare(text_of(t), text) >= 0) {
            *found = true;
            return NH_OK;
        }
    }
    return NH_OK;
}

/* Is the entry that was read last a pair? An entry without flags is told of where it is decoded. */
static bool is_pair(const nh_terms *t)
{
    return nh_cur_left(&t->rest) > 0 && (t->rest.start[0] & NH_TERM_HIDDEN) != 0;
}

/* The term, or the pair, with this text. */
static nh_status find(nh_terms *terms, nh_str text, bool pair, const nh_term **out,
                      nh_error *err)
{
    bool found = false;
    nh_status st = enter_block_of(terms, text, err);

    *out = NULL;
    if (st == NH_OK)
        st = scan_block(terms, text, &found, err);
    if (st != NH_OK || !found || !nh_str_equal(text_of(terms), text) ||
        is_pair(terms) != pair)
        return st;
    return decode(terms, out, err);
}

nh_status nh_terms_find(nh_terms *terms, nh_str text, const nh_term **out, nh_error *err)
{
    return find(terms, text, false, out, err);
}

nh_status nh_terms_find_pair(nh_terms *terms, nh_str key, const nh_term **out,
                             nh_error *err)
{
    return find(terms, key, true, out, err);
}

nh_status nh_terms_seek(nh_terms *terms, nh_str text, const nh_term **out, nh_error *err)
{
    bool found = false;
    nh_status st = enter_block_of(terms, text, err);

    *out = NULL;
    if (st == NH_OK)
        st = scan_block(terms, text, &found, err);
    if (st != NH_OK)
        return st;
    return found && (terms->all || !is_pair(terms)) ? decode(terms, out, err)
                                                    : nh_terms_next(terms, out, err);
}

/* Within a block the front coding keeps the order; between blocks it is compared here. */
static nh_status enter_next_block(nh_terms *t, nh_error *err)
{
    uint8_t before[NH_TERM_SIZE];
    const size_t len = t->len;
    nh_status st;

    memcpy(before, t->text, len);
    st = enter_block(t, t->block + 1, err);
    if (st == NH_OK)
        st = step(t, err);
    if (st == NH_OK && len > 0 &&
        nh_str_compare((nh_str){(const char *)before, len}, text_of(t)) >= 0)
        st = corrupt(t, t->block_at, "terms out of order", err);
    return st;
}

/* Steps to the next entry; *found is false behind the last. */
static nh_status step_on(nh_terms *t, bool *found, nh_error *err)
{
    *found = t->left > 0 || t->block == UINT64_MAX || t->block + 1 < t->seg->n_heads;
    if (!*found)
        return NH_OK;
    return t->left > 0 ? step(t, err) : enter_next_block(t, err);
}

nh_status nh_terms_next(nh_terms *terms, const nh_term **out, nh_error *err)
{
    bool found;
    nh_status st;

    *out = NULL;
    do
        st = step_on(terms, &found, err);
    while (st == NH_OK && found && !terms->all && is_pair(terms));
    return st == NH_OK && found ? decode(terms, out, err) : st;
}

const nh_term *nh_term_copy(nh_arena *arena, const nh_term *term)
{
    nh_term *copy = nh_arena_new(arena, nh_term);
    nh_form *forms = (nh_form *)nh_arena_array(arena, term->n_forms, sizeof *forms);

    if (copy == NULL || forms == NULL)
        return NULL;
    *copy = *term;
    copy->forms = forms;
    copy->text = nh_arena_copy(arena, term->text);
    for (uint32_t i = 0; i < term->n_forms; i++) {
        forms[i] = term->forms[i];
        forms[i].text = nh_arena_copy(arena, term->forms[i].text);
        if (forms[i].text.ptr == NULL)
            return NULL;
    }
    return copy->text.ptr != NULL ? copy : NULL;
}

nh_status nh_term_maxima(nh_segment *seg, const nh_term *term, const uint8_t **out,
                         nh_error *err)
{
    const uint64_t passages = seg->info.passages;

    return nh_container_bytes(nh_segment_container(seg), NH_SECTION_MAXIMA, term->maxima_at,
                              (passages + NH_RANGE - 1) / NH_RANGE, out, err);
}
