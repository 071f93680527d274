/* indexer/writer_segments.c - runs, merges and deletions become the files of the next commit. */
#include <inttypes.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "indexer/commit/commit.h"
#include "indexer/merge/merge_passes.h"
#include "indexer/merge/merge_policy.h"
#include "indexer/order/reorder.h"
#include "indexer/write/file/deletions_writer.h"
#include "indexer/writer_state.h"

/* What becomes one segment. */
typedef struct choice {
    uint32_t keep;            /* so many segments stay, from the first                  */
    nh_merge_source *sources; /* the rest, and behind them the runs; without empty ones */
    uint32_t count;
    uint32_t n_runs;   /* of the sources                                         */
    bool order;        /* the result is put in an order of similarity            */
    bool press;        /* its stored text is compressed as far as it goes        */
    uint8_t **of_runs; /* by run: a bit an article that goes; NULL: none does    */
    uint32_t n_of_runs;
} choice;

/* ---- what goes ---------------------------------------------------------------------- */

/* Articles of segment i that are left. */
static uint32_t left_in(const nh_writer *w, uint32_t i)
{
    const nh_segment_ref *ref = &w->last.segments[i];

    return ref->articles - ref->deleted - w->ids.removals.of[i].count;
}

/* The bits of a run, made where some article of it goes; *left are the others. */
static nh_status find_removed(const nh_writer *w, const nh_run_file *run, uint8_t **bits,
                              uint32_t *left, nh_error *err)
{
    const nh_buffer *removed = &w->ids.removals.added;
    const uint32_t n = run->ref.articles;

    *left = n;
    for (uint32_t a = 0; a < n && removed->size > 0; a++) {
        if (!nh_bit_has(removed, run->serials[a]))
            continue;
        if (*bits == NULL)
            *bits = (uint8_t *)nh_zeroed(w->env, ((size_t)n + 7) / 8, 1);
        if (*bits == NULL)
            return nh_fail_memory(err, "leaving out what is deleted");
        (*bits)[a / 8] |= (uint8_t)(1u << a % 8);
        --*left;
    }
    return NH_OK;
}

/* ---- what is merged ----------------------------------------------------------------- */

/* Runs of which something is left; *bytes of their files. */
static nh_status add_runs(nh_writer *w, choice *c, uint64_t *bytes, bool *dropped,
                          nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < w->runs.count; i++) {
        const nh_run_file *run = &w->runs.list[i];
        uint32_t left;

        st = find_removed(w, run, &c->of_runs[i], &left, err);
        *dropped = *dropped || left < run->ref.articles;
        if (st != NH_OK || left == 0)
            continue;
        c->sources[c->count++] = (nh_merge_source){run->ref, c->of_runs[i]};
        c->n_runs++;
        *bytes += run->ref.file.file_size;
    }
    return st;
}

/* How many segments stay where `bytes` of runs become one more. */
static nh_status choose_kept(const nh_writer *w, uint64_t bytes, uint32_t *keep,
                             nh_error *err)
{
    const uint32_t n = w->last.n_segments;
    uint64_t *sizes = (uint64_t *)nh_zeroed(w->env, (size_t)n + 1, sizeof *sizes);
    size_t kept;

    if (sizes == NULL)
        return nh_fail_memory(err, "choosing what to merge");
    for (uint32_t i = 0; i < n; i++) {
        const nh_segment_ref *ref = &w->last.segments[i];

        sizes[i] = ref->file.file_size / ref->articles * left_in(w, i);
    }
    sizes[n] = bytes;
    kept = nh_merge_policy(sizes, (size_t)n + 1);
    nh_release(w->env, sizes);
    *keep = kept < n ? (uint32_t)kept : n;
    return NH_OK;
}

/* Segments from the keep-th on that are not empty, before the runs. */
static void add_segments(nh_writer *w, choice *c)
{
    const uint32_t n = w->last.n_segments;
    uint32_t before = 0;

    for (uint32_t i = c->keep; i < n; i++)
        before += left_in(w, i) > 0;
    memmove(c->sources + before, c->sources, c->count * sizeof *c->sources);
    c->count += before;
    before = 0;
    for (uint32_t i = c->keep; i < n; i++)
        if (left_in(w, i) > 0)
            c->sources[before++] = (nh_merge_source){w->last.segments[i],
                                                     nh_removals_bits(&w->ids.removals, i)};
}

static nh_status choose(nh_writer *w, bool all, choice *c, bool *dropped, nh_error *err)
{
    const uint32_t n = w->last.n_segments;
    uint64_t bytes = 0;
    nh_status st;

    c->sources =
        (nh_merge_source *)nh_zeroed(w->env, (size_t)n + w->runs.count, sizeof *c->sources);
    c->of_runs = (uint8_t **)nh_zeroed(w->env, w->runs.count, sizeof *c->of_runs);
    if (c->sources == NULL || c->of_runs == NULL)
        return nh_fail_memory(err, "merging");
    c->n_of_runs = w->runs.count;
    c->keep = all ? 0 : n;
    c->order = all && w->wants_similar;
    c->press = all && !w->copies_text && !w->wants_similar && w->settings.store;
    st = add_runs(w, c, &bytes, dropped, err);
    if (st == NH_OK && !all && c->n_runs > 0)
        st = choose_kept(w, bytes, &c->keep, err);
    if (st == NH_OK)
        add_segments(w, c);
    return st;
}

static void end_choice(const nh_writer *w, choice *c)
{
    for (uint32_t i = 0; i < c->n_of_runs; i++)
        nh_release(w->env, c->of_runs[i]);
    nh_release(w->env, c->of_runs);
    nh_release(w->env, c->sources);
}

/* ---- files -------------------------------------------------------------------------- */

/* The file behind `ref` is complete: it gets its final name, and is undone with the rest. */
static nh_status name_file(nh_writer *w, nh_next_segments *next, nh_envelope_kind kind,
                           nh_file_ref *ref, nh_error *err)
{
    char *made = next->made[next->n_made++];
    nh_status st;

    memcpy(made, ref->name, sizeof next->made[0]);
    st = nh_commit_name(w->env, w->dir, kind, w->last.generation + 1, ref, err);
    if (st == NH_OK)
        memcpy(made, ref->name, sizeof next->made[0]);
    return st;
}

/* Memory of what inverts is needed otherwise. */
static void rest(nh_writer *w)
{
    if (w->crew != NULL)
        nh_crew_rest(w->crew);
    else
        nh_run_rest(w->run);
}

/* What a segment of the last commit says of itself; NULL: it is none. */
static const nh_segment_info *info_of(const nh_writer *w, const char *name)
{
    for (uint32_t i = 0; i < w->last.n_segments; i++)
        if (strcmp(w->last.segments[i].file.name, name) == 0)
            return nh_segment_info_get(w->ids.segments[i]);
    return NULL;
}

/* A segment may be in an order of similarity already. */
static bool is_similar(const nh_writer *w, const char *name)
{
    const nh_segment_info *info = info_of(w, name);

    return info != NULL && info->similar;
}

static nh_status merge(nh_writer *w, const choice *c, nh_next_segments *next, nh_error *err)
{
    nh_segment_ref *ref = &next->refs[next->count];
    const nh_merge_job job = {.env = w->env,
                              .dir = w->dir,
                              .sources = c->sources,
                              .count = c->count,
                              .settings = &w->settings,
                              .memory = w->memory,
                              .press = c->press ? w->threads : 0,
                              .stop = w->stop,
                              .ticker = &w->ticker};
    char name[48];
    nh_status st;

    rest(w);
    next->similar = c->count == 1 && is_similar(w, c->sources[0].ref.file.name);
    nh_run_files_name(&w->runs, name);
    st = nh_merge_passes(&job, &w->runs, name, ref, err);
    if (st != NH_OK)
        return st;
    nh_log_say(w->env, NH_LOG_DEBUG,
               "merged %" PRIu32 " segments and runs into one of %" PRIu32 " article%s",
               c->count, ref->articles, nh_plural(ref->articles));
    nh_run_files_drop(&w->runs); /* their space may be needed */
    next->count++;
    return name_file(w, next, NH_KIND_SEGMENT, &ref->file, err);
}

/* True if the only source is a file that can stay as it is. */
static bool is_ready(const nh_writer *w, const choice *c)
{
    const nh_segment_info *info;

    if (c->count != 1 || c->sources[0].deleted != NULL)
        return false;
    info = info_of(w, c->sources[0].ref.file.name);
    if (c->press && (info == NULL || !info->pressed))
        return false;
    return c->n_runs == 0 || (w->runs.count == 1 && w->runs.list[0].synced);
}

/* The last segment in an order of similarity, where the memory is enough for that. */
static nh_status reorder(nh_writer *w, nh_next_segments *next, nh_error *err)
{
    nh_segment_ref *ref = &next->refs[next->count - 1];
    const nh_reorder_job job = {.env = w->env,
                                .dir = w->dir,
                                .source = *ref,
                                .settings = &w->settings,
                                .memory = w->memory,
                                .threads = w->threads,
                                .stop = w->stop,
                                .ticker = &w->ticker};
    char name[48];
    nh_status st;

    rest(w);
    nh_run_files_name(&w->runs, name);
    st = nh_reorder(&job, name, &next->order_parts, ref, err);
    next->similar = next->order_parts == 1;
    if (st != NH_OK || next->order_parts == 0)
        return st;
    if (next->n_made > 0)
        (void)w->env->io->unlink_at(w->env->io->self, w->dir, next->made[--next->n_made]);
    return name_file(w, next, NH_KIND_SEGMENT, &ref->file, err);
}

/* What is merged, or need not be, as the last segment. */
static nh_status make_last(nh_writer *w, const choice *c, nh_next_segments *next,
                           nh_error *err)
{
    nh_segment_ref *ref = &next->refs[next->count];
    nh_status st = NH_OK;

    if (c->count == 0)
        return NH_OK;
    if (is_ready(w, c)) {
        *ref = c->sources[0].ref;
        next->similar = is_similar(w, ref->file.name);
        next->count++;
        if (c->n_runs > 0) {
            nh_run_files_forget(&w->runs);
            st = name_file(w, next, NH_KIND_SEGMENT, &ref->file, err);
        }
    } else {
        st = merge(w, c, next, err);
    }
    if (st == NH_OK && c->order && !next->similar)
        st = reorder(w, next, err);
    next->live.articles += ref->articles;
    next->live.passages += ref->passages;
    next->live.tokens += ref->tokens;
    return st;
}

/* ---- segments that stay ------------------------------------------------------------- */

static size_t bytes_of_bits(uint32_t articles)
{
    return ((size_t)articles + 7) / 8;
}

/* Files of deletions are named by what is in them: two may share a name only with equal bytes. */
static bool has_twin(const nh_writer *w, const nh_next_segments *next, uint32_t i,
                     const nh_file_ref *file)
{
    const nh_removals *r = &w->ids.removals;
    const size_t size = bytes_of_bits(w->last.segments[i].articles);

    for (uint32_t k = 0, s = 0; k < next->count; k++, s++) {
        while (strcmp(w->last.segments[s].file.name, next->refs[k].file.name) != 0)
            s++;
        if (strcmp(next->refs[k].deletions.name, file->name) == 0 &&
            (bytes_of_bits(next->refs[k].articles) != size ||
             memcmp(nh_removals_bits(r, s), nh_removals_bits(r, i), size) != 0))
            return true;
    }
    return false;
}

static nh_status write_deletions(nh_writer *w, uint32_t i, nh_next_segments *next,
                                 nh_segment_ref *ref, nh_error *err)
{
    const uint8_t *bits = nh_removals_bits(&w->ids.removals, i);
    char name[48];
    const nh_deletions_target to = {w->env, w->dir, name};
    nh_status st;

    nh_run_files_name(&w->runs, name);
    st = nh_deletions_write(&to, bits, ref->articles, &ref->deletions, err);
    if (st == NH_OK)
        st = name_file(w, next, NH_KIND_DELETIONS, &ref->deletions, err);
    if (st == NH_OK && has_twin(w, next, i, &ref->deletions))
        st = nh_fail(err, NH_E_INTERNAL, ref->deletions.name, NH_NO_OFFSET,
                     "different deletions with the same checksum");
    ref->deleted += w->ids.removals.of[i].count;
    if (st == NH_OK)
        nh_log_say(w->env, NH_LOG_DEBUG,
                   "%" PRIu32 " of %" PRIu32 " article%s of %s deleted", ref->deleted,
                   ref->articles, nh_plural(ref->articles), ref->file.name);
    return st;
}

/* Segment i as the next commit has it: not at all if nothing of it is left. */
static nh_status keep_segment(nh_writer *w, uint32_t i, nh_next_segments *next,
                              nh_error *err)
{
    nh_segment_ref *ref = &next->refs[next->count];
    nh_status st = NH_OK;

    if (left_in(w, i) == 0)
        return NH_OK;
    *ref = w->last.segments[i];
    next->similar = nh_segment_info_get(w->ids.segments[i])->similar;
    if (w->ids.removals.of[i].count > 0)
        st = write_deletions(w, i, next, ref, err);
    if (st == NH_OK)
        st = nh_live_counts_add(w->ids.segments[i], nh_removals_bits(&w->ids.removals, i),
                                &next->live, err);
    next->count++;
    return st;
}

nh_status nh_writer_next_segments(nh_writer *w, bool all, nh_next_segments *out,
                                  nh_error *err)
{
    const size_t most = (size_t)w->last.n_segments + 1;
    choice c = {0};
    nh_status st = NH_OK;

    *out = (nh_next_segments){.dropped = w->ids.removals.count > 0};
    out->refs = (nh_segment_ref *)nh_zeroed(w->env, most, sizeof *out->refs);
    out->made = (char(*)[48])nh_zeroed(w->env, most, sizeof *out->made);
    if (out->refs == NULL || out->made == NULL)
        st = nh_fail_memory(err, "a commit");
    if (st == NH_OK)
        st = choose(w, all, &c, &out->dropped, err);
    for (uint32_t i = 0; st == NH_OK && i < c.keep; i++)
        st = keep_segment(w, i, out, err);
    if (st == NH_OK)
        st = make_last(w, &c, out, err);
    out->similar = out->similar && out->count == 1;
    end_choice(w, &c);
    return st;
}

void nh_next_segments_end(nh_writer *w, nh_next_segments *next, bool keep)
{
    for (uint32_t i = 0; !keep && i < next->n_made; i++)
        (void)w->env->io->unlink_at(w->env->io->self, w->dir, next->made[i]);
    nh_release(w->env, next->refs);
    nh_release(w->env, next->made);
    *next = (nh_next_segments){0};
}
