/* common/segment/file/manifest_decode.c - the bytes of a commit section, read and checked. */
#include "common/segment/file/manifest.h"

#include <string.h>

#include "common/base/bytes/cursor.h"
#include "common/base/error.h"
#include "common/base/str.h"

#define LEAST_SEGMENT_BYTES 54u /* of a segment with the shortest texts */
#define MOST_K1 100000000u
#define MOST_B 1000000u

/* A commit section being read. */
typedef struct reading {
    nh_cursor c;
    const char *path;
    nh_manifest *m;
    nh_error *err;
    bool no_memory; /* a text found no room */
} reading;

static nh_status corrupt(const reading *r, size_t at, const char *what)
{
    return nh_fail(r->err, NH_E_CORRUPT, r->path, at, "commit: %s", what);
}

/* What the cursor says; a section that ends too early or holds a padded number. */
static nh_status cut_short(const reading *r)
{
    return corrupt(r, r->c.bad_at, "ends too early, or a number or text is misspelt");
}

bool nh_file_name_ok(nh_str name)
{
    size_t stem = 0, i;

    while (stem < name.len &&
           (name.ptr[stem] == '_' || (name.ptr[stem] >= 'a' && name.ptr[stem] <= 'z') ||
            (name.ptr[stem] >= '0' && name.ptr[stem] <= '9')))
        stem++;
    if (stem < 1 || stem > 32 || stem >= name.len || name.ptr[stem] != '.')
        return false;
    for (i = stem + 1; i < name.len; i++)
        if (name.ptr[i] < 'a' || name.ptr[i] > 'z')
            return false;
    return i - stem - 1 >= 2 && i - stem - 1 <= 5;
}

static nh_str text(reading *r)
{
    const nh_str s = nh_cur_str(&r->c);
    nh_str copy = {NULL, 0};

    if (s.len > 0)
        copy = nh_arena_copy(&r->m->arena, s);
    r->no_memory |= s.len > 0 && copy.ptr == NULL;
    return copy;
}

static nh_status read_settings(reading *r)
{
    nh_settings *s = &r->m->settings;
    const size_t at = r->c.at;
    uint8_t store;

    s->profile = nh_cur_u8(&r->c);
    s->language = text(r);
    s->stemmer = text(r);
    s->stopwords = text(r);
    s->whole = nh_cur_u8(&r->c);
    s->min = nh_cur_u8(&r->c);
    s->target = nh_cur_u8(&r->c);
    s->max = nh_cur_u8(&r->c);
    s->k1 = nh_cur_u32(&r->c);
    s->b = nh_cur_u32(&r->c);
    store = nh_cur_u8(&r->c);
    s->store = store == 1;
    s->pairs = nh_cur_u8(&r->c);
    if (!nh_cur_ok(&r->c))
        return cut_short(r);
    if (s->profile < 1 || s->profile > 3)
        return corrupt(r, at, "an analysis profile that is none of 1, 2, 3");
    if (s->whole > 1 || store > 1)
        return corrupt(r, at, "a switch that is neither 0 nor 1");
    if (s->whole == 0 && (s->min < 1 || s->min > s->target || s->target > s->max))
        return corrupt(r, at, "a passage rule without min <= target <= max");
    if (s->pairs > NH_PAIR_LISTS)
        return corrupt(r, at, "pairs of a list that is not known");
    if (s->k1 > MOST_K1 || s->b > MOST_B)
        return corrupt(r, at, "k1 over 100 or b over 1");
    return NH_OK;
}

static nh_status read_totals(reading *r)
{
    r->m->generation = nh_cur_u64(&r->c);
    if (nh_cur_ok(&r->c) && r->m->generation == 0)
        return corrupt(r, 0, "generation 0");
    r->m->written_by = text(r);
    return nh_cur_ok(&r->c) ? NH_OK : cut_short(r);
}

static nh_status read_languages(reading *r)
{
    nh_manifest *m = r->m;
    const size_t at = r->c.at;

    m->n_languages = nh_cur_var32(&r->c);
    if (!nh_cur_ok(&r->c) || m->n_languages > nh_cur_left(&r->c))
        return corrupt(r, at, "more languages than bytes");
    m->languages = (nh_str *)nh_arena_array(&m->arena, m->n_languages, sizeof(nh_str));
    if (m->languages == NULL)
        return nh_fail_memory(r->err, "a manifest");
    for (uint32_t i = 0; i < m->n_languages; i++) {
        const size_t here = r->c.at;

        m->languages[i] = text(r);
        if (!nh_cur_ok(&r->c))
            return cut_short(r);
        if (i > 0 && nh_str_compare(m->languages[i - 1], m->languages[i]) >= 0)
            return corrupt(r, here, "languages out of order");
    }
    return NH_OK;
}

/* Copies a name that is fit to be opened; an empty one where that is allowed. */
static bool take_name(nh_str name, bool may_be_empty, nh_file_ref *ref)
{
    if (name.len == 0)
        return may_be_empty;
    if (!nh_file_name_ok(name) || name.len >= sizeof ref->name)
        return false;
    memcpy(ref->name, name.ptr, name.len);
    return true;
}

static nh_status check_segment(const reading *r, size_t at, const nh_segment_ref *s)
{
    const nh_file_ref *d = &s->deletions;
    const bool has = d->name[0] != '\0';

    if (s->articles < 1 || s->articles > s->passages || s->passages > NH_PASSAGE_LIMIT)
        return corrupt(r, at,
                       "a segment with an impossible number of articles or passages");
    if (s->tokens < s->passages || s->tokens > (uint64_t)s->passages * 255)
        return corrupt(r, at, "a segment with an impossible number of tokens");
    if (has != (s->deleted > 0) || s->deleted > s->articles ||
        (!has && (d->file_size != 0 || d->table_crc != 0 || d->blocks_crc != 0)))
        return corrupt(r, at, "deletions without a file, or a file without deletions");
    return NH_OK;
}

static nh_status read_segment(reading *r, nh_segment_ref *s)
{
    const size_t at = r->c.at;
    nh_str name, deletions;

    name = nh_cur_str(&r->c);
    s->file.file_size = nh_cur_u64(&r->c);
    s->file.table_crc = nh_cur_u32(&r->c);
    s->file.blocks_crc = nh_cur_u32(&r->c);
    s->articles = nh_cur_u32(&r->c);
    s->passages = nh_cur_u32(&r->c);
    s->tokens = nh_cur_u64(&r->c);
    deletions = nh_cur_str(&r->c);
    s->deleted = nh_cur_u32(&r->c);
    s->deletions.file_size = nh_cur_u64(&r->c);
    s->deletions.table_crc = nh_cur_u32(&r->c);
    s->deletions.blocks_crc = nh_cur_u32(&r->c);
    if (!nh_cur_ok(&r->c))
        return cut_short(r);
    if (!take_name(name, false, &s->file) || !take_name(deletions, true, &s->deletions))
        return corrupt(r, at, "a file name that is not [a-z0-9_]{1,32}.[a-z]{2,5}");
    return check_segment(r, at, s);
}

/* The totals are those of the segments: neither of the two is believed alone. */
static nh_status check_totals(const reading *r, size_t at)
{
    const nh_manifest *m = r->m;
    uint64_t articles = 0, passages = 0, tokens = 0;

    for (uint32_t i = 0; i < m->n_segments; i++) {
        articles += m->segments[i].articles;
        passages += m->segments[i].passages;
        tokens += m->segments[i].tokens;
    }
    if (articles != m->articles || passages != m->passages || tokens != m->tokens)
        return corrupt(r, at, "totals that are not the sums over the segments");
    return NH_OK;
}

static nh_status read_segments(reading *r)
{
    nh_manifest *m = r->m;
    const size_t at = r->c.at;
    nh_status st = NH_OK;

    m->n_segments = nh_cur_var32(&r->c);
    if (!nh_cur_ok(&r->c) || m->n_segments > nh_cur_left(&r->c) / LEAST_SEGMENT_BYTES)
        return corrupt(r, at, "more segments than bytes");
    m->segments =
        (nh_segment_ref *)nh_arena_array(&m->arena, m->n_segments, sizeof(nh_segment_ref));
    if (m->segments == NULL)
        return nh_fail_memory(r->err, "a manifest");
    for (uint32_t i = 0; st == NH_OK && i < m->n_segments; i++)
        st = read_segment(r, &m->segments[i]);
    return st;
}

static nh_status read_commit(reading *r)
{
    nh_manifest *m = r->m;
    nh_status st = read_totals(r);
    size_t totals_at;

    if (st == NH_OK)
        st = read_settings(r);
    if (st != NH_OK)
        return st;
    totals_at = r->c.at;
    m->articles = nh_cur_u64(&r->c);
    m->passages = nh_cur_u64(&r->c);
    m->tokens = nh_cur_u64(&r->c);
    st = read_languages(r);
    if (st == NH_OK)
        st = read_segments(r);
    if (st == NH_OK && nh_cur_left(&r->c) > 0)
        st = corrupt(r, r->c.at, "bytes behind the last segment");
    if (st == NH_OK)
        st = check_totals(r, totals_at);
    return st;
}

nh_status nh_manifest_decode(const nh_env *env, const char *path, const uint8_t *bytes,
                             size_t size, nh_manifest *out, nh_error *err)
{
    reading r = {.c = nh_cur(bytes, size), .path = path, .m = out, .err = err};
    nh_status st;

    *out = (nh_manifest){.arena = {.env = env}};
    st = read_commit(&r);
    if (r.no_memory)
        st = nh_fail_memory(err, "a manifest");
    if (st != NH_OK)
        nh_manifest_close(out);
    return st;
}
