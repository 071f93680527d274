/* searcher/shards/text_set.c - sets of texts in byte order, as the bytes that travel. */
#include "searcher/shards/text_set.h"

#include "common/base/error.h"
#include "common/base/str.h"

static void sift(nh_str *list, uint32_t at, uint32_t count)
{
    const nh_str moved = list[at];

    for (uint32_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && nh_str_compare(list[child + 1], list[child]) > 0)
            child++;
        if (nh_str_compare(list[child], moved) <= 0)
            break;
        list[at] = list[child];
        at = child;
    }
    list[at] = moved;
}

static void sort(nh_str *list, uint32_t count)
{
    for (uint32_t i = count / 2; i-- > 0;)
        sift(list, i, count);
    for (uint32_t end = count; end-- > 1;) {
        const nh_str last = list[end];

        list[end] = list[0];
        list[0] = last;
        sift(list, 0, end);
    }
}

/* One more text, which is behind all others. */
static void append(nh_text_set *set, nh_str text)
{
    set->count++;
    if (set->limit == 0 || set->count <= set->limit)
        nh_buf_put_str(&set->bytes, text);
    else
        nh_buf_clear(&set->bytes);
}

static nh_status finish(const nh_text_set *set, nh_error *err)
{
    return nh_buf_status(&set->bytes, err, "statistics");
}

static bool is_over(const nh_text_set *set)
{
    return set->limit > 0 && set->count > set->limit;
}

nh_cursor nh_text_set_texts(const nh_text_set *set)
{
    return nh_cur(set->bytes.bytes, set->bytes.size);
}

nh_status nh_text_set_make(nh_text_set *out, nh_str *list, uint32_t count, nh_error *err)
{
    sort(list, count);
    out->count = 0;
    nh_buf_clear(&out->bytes);
    for (uint32_t i = 0; i < count && !is_over(out); i++)
        if (i == 0 || !nh_str_equal(list[i], list[i - 1]))
            append(out, list[i]);
    return finish(out, err);
}

/* A walk over a set: `text` is where it stands, until there is no more. */
typedef struct walk {
    nh_cursor c;
    nh_str text;
    bool more;
} walk;

static void step(walk *w)
{
    w->more = nh_cur_left(&w->c) > 0;
    if (w->more)
        w->text = nh_cur_str(&w->c);
}

static walk begin(const nh_text_set *set)
{
    walk w = {.c = nh_text_set_texts(set)};

    step(&w);
    return w;
}

/* Below 0 where `a` is first, above 0 where `b` is, 0 where both stand at the same text. */
static int order(const walk *a, const walk *b)
{
    if (a->more && b->more)
        return nh_str_compare(a->text, b->text);
    return a->more ? -1 : 1;
}

nh_status nh_text_set_unite(nh_text_set *out, const nh_text_set *a, const nh_text_set *b,
                            nh_error *err)
{
    walk x = begin(a), y = begin(b);

    out->limit = a->limit;
    out->count = 0;
    nh_buf_clear(&out->bytes);
    if (is_over(a) || is_over(b)) {
        out->count = out->limit + 1;
        return NH_OK;
    }
    while ((x.more || y.more) && !is_over(out)) {
        const int first = order(&x, &y);

        append(out, first <= 0 ? x.text : y.text);
        if (first <= 0)
            step(&x);
        if (first >= 0)
            step(&y);
    }
    return finish(out, err);
}

bool nh_text_set_equal(const nh_text_set *a, const nh_text_set *b)
{
    return a->count == b->count &&
           nh_str_equal(nh_buf_str(&a->bytes), nh_buf_str(&b->bytes));
}

bool nh_text_set_holds(const nh_text_set *whole, const nh_text_set *part)
{
    walk x = begin(whole), y = begin(part);

    while (y.more) {
        const int first = order(&x, &y);

        if (first > 0)
            return false;
        if (first == 0)
            step(&y);
        step(&x);
    }
    return true;
}

void nh_text_set_encode(const nh_text_set *set, nh_buffer *out)
{
    nh_buf_var32(out, set->count);
    nh_buf_bytes(out, set->bytes.bytes, set->bytes.size);
}

nh_status nh_text_set_decode(nh_text_set *out, nh_cursor *c, nh_error *err)
{
    const size_t at = c->at;
    const uint32_t count = nh_cur_var32(c);
    nh_str before = {NULL, 0};

    if (out->limit > 0 && count > out->limit) {
        out->count = out->limit + 1;
        if (count != out->count)
            nh_cur_spoil(c, at);
        return NH_OK;
    }
    while (out->count < count && nh_cur_ok(c)) {
        const size_t here = c->at;
        const nh_str text = nh_cur_str(c);

        if (out->count > 0 && nh_str_compare(before, text) >= 0)
            nh_cur_spoil(c, here);
        append(out, text);
        before = text;
    }
    return finish(out, err);
}
