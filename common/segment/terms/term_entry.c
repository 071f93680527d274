/* common/segment/terms/term_entry.c - what a dictionary entry says behind its text. */
#include "common/segment/terms/term_entry.h"

#include <inttypes.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/file/segment_impl.h"
#include "common/segment/postings/champions.h"
#include "common/segment/postings/directory.h"

#define BOUNDS_FLAGS (NH_TERM_MAXIMA | NH_TERM_CHAMPIONS) /* of blocks only */
#define KNOWN_FLAGS (NH_TERM_SMALL | NH_TERM_FORMS | NH_TERM_HIDDEN | BOUNDS_FLAGS)
#define FORM_JOINED 4u
#define KNOWN_FORM_FLAGS 31u
#define MOST_SPAN 16u
#define LEAST_FORM_BYTES 4u /* flags, shared, size, df */

/* An entry being read. */
typedef struct reading {
    nh_segment *seg;
    nh_cursor c;
    uint64_t at; /* of the cursor's first byte, in the section */
    nh_entry_room *room;
    nh_term *term;
    nh_error *err;
} reading;

static nh_status corrupt(const reading *r, size_t at, const char *what)
{
    return nh_container_corrupt(r->seg->file, NH_SECTION_TERMS, r->at + at, r->err,
                                "term %.*s: %s", NH_STR_ARG(r->term->text), what);
}

static nh_status cut_short(const reading *r)
{
    return corrupt(r, r->c.bad_at, "ends too early, or a number is misspelt");
}

/* A pair is two words with a blank between them, as they are written. */
static nh_status check_pair(const reading *r)
{
    const nh_term *t = r->term;
    const char *blank = (const char *)memchr(t->text.ptr, ' ', t->text.len);
    const char *last = t->text.ptr + t->text.len - 1;

    if (!nh_term_is_pair(t))
        return NH_OK;
    if (r->seg->info.pairs == 0 || blank == NULL || blank == t->text.ptr || blank == last ||
        memchr(blank + 1, ' ', (size_t)(last - blank)) != NULL)
        return corrupt(r, 0, "hidden, and no pair of two words");
    return (t->flags & NH_TERM_FORMS) == 0 ? NH_OK : corrupt(r, 0, "a pair with forms");
}

static nh_status read_numbers(reading *r)
{
    nh_term *t = r->term;
    const uint32_t passages = r->seg->info.passages;
    uint32_t df, fewer;
    uint64_t more;

    t->flags = nh_cur_u8(&r->c);
    t->impact = nh_cur_u8(&r->c);
    df = nh_cur_var32(&r->c);
    fewer = nh_cur_var32(&r->c);
    more = nh_cur_var64(&r->c);
    if (!nh_cur_ok(&r->c))
        return cut_short(r);
    if ((t->flags & ~KNOWN_FLAGS) != 0)
        return corrupt(r, 0, "unknown flags");
    if (df >= passages)
        return corrupt(r, 2, "df over the number of passages");
    t->df = df + 1;
    if (fewer > df || t->df - fewer > r->seg->info.articles)
        return corrupt(r, 2, "an impossible number of articles");
    t->article_df = t->df - fewer;
    if (more > (uint64_t)t->df * 254)
        return corrupt(r, 2, "an impossible number of occurrences");
    t->cf = t->df + more;
    if (((t->flags & NH_TERM_SMALL) != 0) != (t->df <= NH_SMALL_LIST))
        return corrupt(r, 0, "small list and df contradict each other");
    if ((t->flags & NH_TERM_SMALL) != 0 && (t->flags & BOUNDS_FLAGS) != 0)
        return corrupt(r, 0, "a small list with range maxima or champions");
    return check_pair(r);
}

/* The text of a form is built in the room; its place there is fixed when all are read. */
static nh_status read_form(reading *r, nh_form *form)
{
    const size_t at = r->c.at;
    const nh_str term = r->term->text;
    uint32_t shared, df;
    nh_str suffix;

    form->flags = nh_cur_u8(&r->c);
    form->span = (form->flags & FORM_JOINED) != 0 ? nh_cur_u8(&r->c) : 1;
    shared = nh_cur_var32(&r->c);
    suffix = nh_cur_str(&r->c);
    df = nh_cur_var32(&r->c);
    if (!nh_cur_ok(&r->c))
        return cut_short(r);
    if ((form->flags & ~KNOWN_FORM_FLAGS) != 0)
        return corrupt(r, at, "a form with unknown flags");
    if ((form->flags & FORM_JOINED) != 0 && (form->span < 2 || form->span > MOST_SPAN))
        return corrupt(r, at, "a joined form with an impossible span");
    if (shared > term.len || suffix.len > NH_TERM_SIZE - shared || shared + suffix.len == 0)
        return corrupt(r, at, "a form with an impossible size");
    if (df >= r->term->df)
        return corrupt(r, at, "a form in more passages than its term");
    form->df = df + 1;
    form->text.len = shared + suffix.len;
    nh_buf_bytes(&r->room->texts, term.ptr, shared);
    nh_buf_text(&r->room->texts, suffix);
    return NH_OK;
}

static nh_status room_for_forms(reading *r, uint32_t n)
{
    nh_entry_room *room = r->room;
    nh_form *forms;

    if (n <= room->capacity)
        return NH_OK;
    forms = (nh_form *)nh_resized(room->env, room->forms, n, sizeof *forms);
    if (forms == NULL)
        return nh_fail_memory(r->err, "the forms of a term");
    room->forms = forms;
    room->capacity = n;
    return NH_OK;
}

/* Most frequent first, then in byte order. */
static bool in_order(const nh_form *a, const nh_form *b)
{
    return a->df > b->df || (a->df == b->df && nh_str_compare(a->text, b->text) < 0);
}

static nh_status place_texts(reading *r, uint32_t n, size_t at)
{
    nh_form *forms = r->room->forms;
    const char *text = (const char *)r->room->texts.bytes;
    nh_status st = nh_buf_status(&r->room->texts, r->err, "the forms of a term");

    for (uint32_t i = 0; st == NH_OK && i < n; i++) {
        forms[i].text.ptr = text;
        text += forms[i].text.len;
        if (i > 0 && !in_order(&forms[i - 1], &forms[i]))
            st = corrupt(r, at, "forms out of order");
    }
    return st;
}

static nh_status read_forms(reading *r)
{
    const size_t at = r->c.at;
    const uint32_t n = nh_cur_var32(&r->c);
    nh_status st;

    if (!nh_cur_ok(&r->c))
        return cut_short(r);
    if (n < 1 || n > NH_FORM_LIMIT || n > nh_cur_left(&r->c) / LEAST_FORM_BYTES)
        return corrupt(r, at, "an impossible number of forms");
    st = room_for_forms(r, n);
    for (uint32_t i = 0; st == NH_OK && i < n; i++)
        st = read_form(r, &r->room->forms[i]);
    if (st == NH_OK)
        st = place_texts(r, n, at);
    r->term->n_forms = n;
    r->term->forms = r->room->forms;
    return st;
}

/* Without a list of forms the term is written as it is. */
static nh_status one_form(reading *r)
{
    nh_status st = room_for_forms(r, 1);

    if (st != NH_OK)
        return st;
    r->room->forms[0] = (nh_form){.text = r->term->text, .df = r->term->df, .span = 1};
    r->term->n_forms = 1;
    r->term->forms = r->room->forms;
    return NH_OK;
}

/* True if [at, at + size) lies in the section. */
static bool fits(const reading *r, nh_section_kind kind, uint64_t at, uint64_t size)
{
    const uint64_t all = nh_container_size(r->seg->file, kind);

    return at <= all && size <= all - at;
}

static bool bounds_fit(const reading *r)
{
    const nh_term *t = r->term;
    const uint64_t ranges = ((uint64_t)r->seg->info.passages + NH_RANGE - 1) / NH_RANGE;

    return ((t->flags & NH_TERM_MAXIMA) == 0 ||
            fits(r, NH_SECTION_MAXIMA, t->maxima_at, ranges)) &&
           ((t->flags & NH_TERM_CHAMPIONS) == 0 ||
            fits(r, NH_SECTION_CHAMPIONS, t->champions_at, NH_CHAMPIONS_LEAST));
}

static nh_status read_place(reading *r)
{
    nh_term *t = r->term;
    const size_t at = r->c.at;
    const bool codes = t->n_forms > 1;

    t->directory_at = nh_cur_var64(&r->c);
    t->n_blocks = nh_cur_var32(&r->c);
    t->postings_at = nh_cur_var64(&r->c);
    if (!nh_term_is_pair(t))
        t->positions_at = nh_cur_var64(&r->c);
    if (codes)
        t->codes_at = nh_cur_var64(&r->c);
    if ((t->flags & NH_TERM_MAXIMA) != 0)
        t->maxima_at = nh_cur_var64(&r->c);
    if ((t->flags & NH_TERM_CHAMPIONS) != 0)
        t->champions_at = nh_cur_var64(&r->c);
    if (!nh_cur_ok(&r->c))
        return cut_short(r);
    if (t->n_blocks < 1 || t->n_blocks > t->df || (t->df - 1) / NH_BLOCK + 1 > t->n_blocks)
        return corrupt(r, at, "an impossible number of blocks");
    if (t->directory_at % 4 != 0 ||
        !fits(r, NH_SECTION_DIRECTORY, t->directory_at, nh_directory_size(t)))
        return corrupt(r, at, "a directory outside its section");
    if (!fits(r, NH_SECTION_POSTINGS, t->postings_at, 0) ||
        !fits(r, NH_SECTION_POSITIONS, t->positions_at, 0) ||
        (codes && !fits(r, NH_SECTION_CODES, t->codes_at, 0)))
        return corrupt(r, at, "postings outside their sections");
    if (!bounds_fit(r))
        return corrupt(r, at, "range maxima or champions outside their section");
    return nh_cur_left(&r->c) == 0 ? NH_OK : corrupt(r, r->c.at, "more bytes than fields");
}

nh_status nh_term_entry_read(nh_segment *seg, nh_cursor rest, uint64_t at,
                             nh_entry_room *room, nh_term *term, nh_error *err)
{
    reading r = {.seg = seg, .c = rest, .at = at, .room = room, .term = term, .err = err};
    const nh_str text = term->text;
    nh_status st;

    *term = (nh_term){.text = text};
    nh_buf_clear(&room->texts);
    st = read_numbers(&r);
    if (st == NH_OK)
        st = (term->flags & NH_TERM_FORMS) != 0 ? read_forms(&r) : one_form(&r);
    if (st != NH_OK)
        return st;
    if ((term->flags & NH_TERM_SMALL) == 0)
        return read_place(&r);
    term->small_at = at + r.c.at;
    term->small_size = nh_cur_left(&r.c);
    term->small = nh_cur_bytes(&r.c, term->small_size);
    return term->small_size > 0 ? NH_OK : corrupt(&r, r.c.at, "an empty list");
}

void nh_entry_room_free(nh_entry_room *room)
{
    nh_release(room->env, room->forms);
    nh_buf_free(&room->texts);
    room->forms = NULL;
    room->capacity = 0;
}
