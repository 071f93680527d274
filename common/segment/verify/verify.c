/* common/segment/verify/verify.c - everything that can be wrong with an index, found and named. */
#include "common/segment/verify/verify.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "common/base/error.h"
#include "common/segment/verify/verify_impl.h"

#define MOST_TOLD 100u /* findings of a segment */

static void tell(nh_verifier *v, const nh_found *found)
{
    if (v->count++ == 0)
        (void)nh_fail(v->first, NH_E_CORRUPT, found->file, found->offset, "%s: %s",
                      found->name, found->text);
    if (v->told++ >= MOST_TOLD)
        v->untold++;
    else if (v->sink->on_found != NULL)
        v->sink->on_found(v->sink->self, found);
}

void nh_verify_tell(nh_segment_check *c, const char *name, nh_section_kind kind,
                    uint64_t at, const char *fmt, ...)
{
    nh_container *file = nh_segment_container(c->seg);
    char text[200];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    tell(c->v, &(nh_found){name, nh_container_ref(file)->name,
                           nh_container_offset(file, kind) + at, text});
}

nh_status nh_verify_take(nh_verifier *v, const char *name, nh_status st,
                         const nh_error *err)
{
    if (st == NH_OK)
        return NH_OK;
    if (st != NH_E_CORRUPT) {
        if (v->first != NULL)
            *v->first = *err;
        return st;
    }
    tell(v, &(nh_found){name, err->where, err->offset, err->what});
    return NH_OK;
}

nh_status nh_verify_miss(nh_segment_check *c, const char *name, nh_status st,
                         const nh_error *err)
{
    c->incomplete |= st != NH_OK;
    return nh_verify_take(c->v, name, st, err);
}

nh_status nh_verify_go_on(const nh_verifier *v)
{
    return nh_env_is_stopped(v->env) ? nh_fail_stopped(v->first) : NH_OK;
}

/* Every block, and the bytes that belong to no section. */
static nh_status check_file(nh_verifier *v, nh_container *c)
{
    nh_error err = {0};
    nh_status st = NH_OK;

    if (c == NULL)
        return NH_OK;
    for (uint64_t i = 0; st == NH_OK && i < nh_container_blocks(c); i++) {
        st =
            nh_verify_take(v, "block-checksum", nh_container_check_block(c, i, &err), &err);
        if (st == NH_OK)
            st = nh_verify_go_on(v);
    }
    if (st == NH_OK)
        st = nh_verify_take(v, "padding", nh_container_check_gaps(c, &err), &err);
    return st;
}

static void fill_article_of(nh_segment_check *c)
{
    for (uint32_t p = 0; p < c->articles.passages; p++)
        c->article_of[p] = nh_article_of(&c->articles, p);
}

static nh_status check_views(nh_segment_check *c, bool *usable)
{
    const uint64_t before = c->v->count;
    nh_error err = {0};
    nh_status st = nh_verify_take(c->v, "passages",
                                  nh_passage_view_get(c->seg, &c->passages, &err), &err);

    if (st == NH_OK)
        st = nh_verify_take(c->v, "articles",
                            nh_article_view_get(c->seg, &c->articles, &err), &err);
    *usable = c->v->count == before;
    return st;
}

static nh_status check_deep(nh_verifier *v, nh_segment *seg)
{
    nh_segment_check c = {.v = v, .seg = seg};
    const uint32_t n = nh_segment_info_get(seg)->passages;
    bool usable = false;
    nh_status st = check_views(&c, &usable);

    if (st != NH_OK || !usable)
        return st;
    c.article_of = (uint32_t *)nh_zeroed(v->env, n, sizeof *c.article_of);
    c.counted = (uint32_t *)nh_zeroed(v->env, n, sizeof *c.counted);
    c.maxima = (uint8_t *)nh_zeroed(v->env, n / NH_RANGE + 1, 1);
    if (c.article_of == NULL || c.counted == NULL || c.maxima == NULL) {
        st = nh_fail_memory(v->first, "verification");
    } else {
        fill_article_of(&c);
        st = nh_verify_terms(&c);
        if (st == NH_OK)
            st = nh_verify_articles(&c);
    }
    nh_release(v->env, c.article_of);
    nh_release(v->env, c.counted);
    nh_release(v->env, c.maxima);
    nh_verify_champions_free(&c);
    return st;
}

/* The impacts of a segment are those of the index, or else its bounds bound nothing. */
static void check_settings(nh_verifier *v, const nh_manifest *m, nh_segment *seg)
{
    const nh_segment_info *i = nh_segment_info_get(seg);
    nh_segment_check c = {.v = v, .seg = seg};

    if (i->k1 != m->settings.k1 || i->b != m->settings.b)
        nh_verify_tell(&c, "settings", NH_SECTION_INFO, 32,
                       "k1 %" PRIu32 ", b %" PRIu32 "; the manifest says %" PRIu32
                       ", %" PRIu32,
                       i->k1, i->b, m->settings.k1, m->settings.b);
    if (i->pair_words != m->settings.pairs)
        nh_verify_tell(&c, "settings", NH_SECTION_INFO, 48,
                       "pairs of list %" PRIu32 "; the manifest says %u", i->pair_words,
                       m->settings.pairs);
    if (i->stored != m->settings.store)
        nh_verify_tell(&c, "settings", NH_SECTION_INFO, 44,
                       "stored text and the manifest contradict each other");
}

static nh_status check_segment(nh_verifier *v, const nh_manifest *m, nh_segment *seg,
                               bool deep)
{
    nh_status st = check_file(v, nh_segment_container(seg));

    if (st == NH_OK)
        st = check_file(v, nh_segment_deletions(seg));
    check_settings(v, m, seg);
    return st == NH_OK && deep ? check_deep(v, seg) : st;
}

/* What was too much to tell is at least counted. */
static void end_segment(nh_verifier *v, const char *file)
{
    char text[80];

    (void)snprintf(text, sizeof text, "%" PRIu64 " more findings in this file", v->untold);
    if (v->untold > 0 && v->sink->on_found != NULL)
        v->sink->on_found(v->sink->self, &(nh_found){"more", file, NH_NO_OFFSET, text});
    v->told = 0;
    v->untold = 0;
}

/* True if the file that `err` names is not there: a finding like any other damage. */
static bool is_missing(const nh_verifier *v, int dir, const nh_error *err)
{
    const nh_io *io = v->env->io;
    const int fd = io->open_at(io->self, dir, err->where, O_RDONLY | O_CLOEXEC, 0);

    if (fd >= 0)
        (void)nh_file_close(v->env, fd);
    return fd == -ENOENT;
}

static nh_status open_segment(nh_verifier *v, int dir, const nh_segment_ref *ref,
                              nh_segment **out)
{
    nh_error err = {0};
    nh_status st = nh_segment_open(v->env, dir, ref, false, out, &err);

    if (st == NH_E_IO && is_missing(v, dir, &err))
        st = NH_E_CORRUPT;
    return nh_verify_take(v, "segment", st, &err);
}

/* Segments are opened one by one, so that one that is damaged does not hide the others. */
static nh_status check_segments(nh_verifier *v, int dir, const nh_manifest *m, bool deep,
                                nh_segment **segments)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < m->n_segments; i++) {
        st = open_segment(v, dir, &m->segments[i], &segments[i]);
        if (st == NH_OK && segments[i] != NULL)
            st = check_segment(v, m, segments[i], deep);
        end_segment(v, m->segments[i].file.name);
    }
    if (st == NH_OK && deep)
        st = nh_verify_ids(v, segments, m->n_segments);
    end_segment(v, "manifest");
    return st;
}

static nh_status check_commit(nh_verifier *v, int dir, const nh_manifest *m, bool deep)
{
    nh_segment **segments =
        (nh_segment **)nh_zeroed(v->env, m->n_segments, sizeof *segments);
    nh_status st;

    if (segments == NULL)
        return nh_fail_memory(v->first, "verification");
    st = check_segments(v, dir, m, deep, segments);
    for (uint32_t i = 0; i < m->n_segments; i++)
        nh_segment_close(segments[i]);
    nh_release(v->env, segments);
    return st;
}

nh_status nh_verify(const nh_env *env, const char *path, bool deep,
                    const nh_found_sink *sink, nh_error *err)
{
    nh_verifier v = {.env = nh_env_or_system(env), .sink = sink, .first = err};
    nh_manifest m = {0};
    nh_error said = {0};
    int dir = -1;
    nh_status st = nh_file_open(v.env, AT_FDCWD, path, O_RDONLY | O_DIRECTORY, &dir, err);

    if (st != NH_OK)
        return st;
    st = nh_verify_take(&v, "manifest", nh_manifest_read(v.env, dir, "manifest", &m, &said),
                        &said);
    if (st == NH_OK && v.count == 0)
        st = check_commit(&v, dir, &m, deep);
    nh_manifest_close(&m);
    (void)nh_file_close(v.env, dir);
    if (st == NH_OK && v.count > 0)
        st = NH_E_CORRUPT;
    return nh_index_name_file(path, st, err);
}
