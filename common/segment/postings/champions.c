/* common/segment/postings/champions.c - the best postings of a frequent term. */
#include "common/segment/postings/champions.h"

#include "common/base/bytes/buffer.h"
#include "common/base/bytes/cursor.h"
#include "common/base/str.h"
#include "common/segment/file/segment_impl.h"

#define RECORD_MOST (NH_CHAMPIONS_LEAST + NH_CHAMPIONS * 7u) /* bytes: a var and two each */

static nh_status corrupt(nh_segment *seg, const nh_term *term, const char *what,
                         nh_error *err)
{
    return nh_container_corrupt(seg->file, NH_SECTION_CHAMPIONS, term->champions_at, err,
                                "champions of %.*s: %s", NH_STR_ARG(term->text), what);
}

static nh_worth read_worth(nh_cursor *c)
{
    nh_worth w = {.tf = nh_cur_u8(c)};

    w.length = nh_cur_u8(c);
    return w;
}

/* A worth is there, or it is none. */
static bool makes_sense(nh_worth w)
{
    return (w.tf == 0) == (w.length == 0);
}

/* One passage behind the other; the gap is less 1, but for the first. */
static bool read_list(nh_cursor *c, uint32_t passages, nh_champions *out)
{
    uint64_t next = 0;

    for (uint32_t i = 0; i < out->n; i++) {
        const uint64_t passage = next + nh_cur_var32(c);

        out->worths[i] = read_worth(c);
        if (passage >= passages || out->worths[i].tf == 0 || out->worths[i].length == 0)
            return false;
        out->passages[i] = (uint32_t)passage;
        next = passage + 1;
    }
    return true;
}

nh_status nh_champions_read(nh_segment *seg, const nh_term *term, nh_champions *out,
                            nh_error *err)
{
    const uint64_t left =
        nh_container_size(seg->file, NH_SECTION_CHAMPIONS) - term->champions_at;
    const size_t size = left < RECORD_MOST ? (size_t)left : RECORD_MOST;
    const uint8_t *bytes;
    nh_cursor c;
    bool fits;
    nh_status st = nh_container_bytes(seg->file, NH_SECTION_CHAMPIONS, term->champions_at,
                                      size, &bytes, err);

    if (st != NH_OK)
        return st;
    c = nh_cur(bytes, size);
    out->n = nh_cur_u8(&c);
    out->rest = read_worth(&c);
    out->hundredth = read_worth(&c);
    out->thousandth = read_worth(&c);
    if (out->n > NH_CHAMPIONS || (out->n > 0 && out->n < NH_CHAMPIONS_FEW))
        return corrupt(seg, term, "an impossible number of them", err);
    if (out->rest.tf == 0 || !makes_sense(out->rest) || !makes_sense(out->hundredth) ||
        !makes_sense(out->thousandth) ||
        (out->hundredth.tf == 0 && out->thousandth.tf != 0))
        return corrupt(seg, term, "an impossible worth", err);
    fits = read_list(&c, seg->info.passages, out);
    if (!nh_cur_ok(&c))
        return corrupt(seg, term, "end too early, or a number is misspelt", err);
    return fits ? NH_OK : corrupt(seg, term, "a posting that cannot be", err);
}

uint64_t nh_champions_size(const nh_champions *c)
{
    uint64_t size = NH_CHAMPIONS_LEAST;
    uint32_t next = 0;

    for (uint32_t i = 0; i < c->n; i++) {
        size += 2 + nh_var_size(c->passages[i] - next);
        next = c->passages[i] + 1;
    }
    return size;
}
