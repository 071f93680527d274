/* tests/fuzz/fuzz_merge.c - a segment from any bytes, its checksums made right, is merged with another or written anew: that is done, or refused with a place. */
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "indexer/invert/run_files.h"
#include "indexer/merge/merge.h"
#include "indexer/order/reorder.h"
#include "tests/support/makers/memory_files.h"
#include "tests/support/makers/segment_maker.h"
#include "tests/support/transcripts/segment_walk.h"

#define MEMORY ((uint64_t)4 << 20)
#define RUN_MEMORY ((uint64_t)64 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Bits of the first byte. */
enum {
    REORDER = 1,   /* the forged one is written anew; else it is merged */
    BEHIND = 2,    /* behind the good one; else before it               */
    DELETIONS = 4, /* every other article is deleted                    */
    PRESS = 8,     /* stored text is compressed anew; else it is copied */
    STRANGER = 16, /* settings are not those that it says it was made with */
};

/* What the input asks for. */
typedef struct job {
    memory_files *files;
    const nh_env *env;
    unsigned how;
    uint8_t *deleted[2];
} job;

/* Settings of an index that such a segment would belong to. */
static nh_settings settings_of(const nh_segment_info *info)
{
    nh_settings s = made_settings();

    s.store = info->stored;
    s.pairs = (uint8_t)info->pair_words;
    s.k1 = info->k1;
    s.b = info->b;
    s.min = 1;
    s.max = 255;
    if (info->reference_length >> 8 <= s.max)
        s.target = (uint8_t)(info->reference_length >> 8);
    return s;
}

/* A segment of these settings, of real words; the last one made is kept. */
typedef struct good_segment {
    nh_settings settings;
    nh_buffer bytes;
} good_segment;

static bool is_of(const good_segment *g, const nh_settings *s)
{
    return g->bytes.size > 0 && g->settings.store == s->store &&
           g->settings.pairs == s->pairs && g->settings.k1 == s->k1 &&
           g->settings.b == s->b && g->settings.target == s->target;
}

static void add_articles(nh_run *run)
{
    static const nh_article articles[] = {
        {.size = sizeof *articles,
         .id = {"g1", 2},
         .headline = {"Golan talks", 11},
         .text = {"The envoys of the U.S. hailed co-operation on the heights.", 58},
         .source = {"AP", 2}},
        {.size = sizeof *articles, .id = {"g0", 2}, .text = {"A winery of the Golan", 21}},
        {.size = sizeof *articles,
         .id = {"g2", 2},
         .text = {"newspaper00 newspaper01 newspaper02 zed39", 41},
         .language = {"de", 2}},
    };
    bool full;

    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        if (nh_run_add(run, &articles[i], 0, &full, NULL) != NH_OK)
            abort();
}

static void make_good(good_segment *g, const nh_settings *settings)
{
    memory_files *files = memory_files_new();
    const nh_env *env = memory_files_env(files);
    nh_run_files runs;
    nh_run *run = NULL;
    nh_str bytes;

    nh_run_files_init(&runs, env, 0);
    if (nh_run_new(env, 0, settings, RUN_MEMORY, &run, NULL) != NH_OK)
        abort();
    add_articles(run);
    if (nh_run_files_flush(&runs, &run, 1, false, NULL) != NH_OK)
        abort();
    nh_run_free(run);
    bytes = memory_files_bytes(files, runs.list[0].ref.file.name);
    nh_buf_clear(&g->bytes);
    nh_buf_bytes(&g->bytes, bytes.ptr, bytes.len);
    g->settings = *settings;
    nh_run_files_close(&runs);
    memory_files_free(files);
}

static void put_good(memory_files *files, const nh_settings *settings)
{
    static good_segment kept;

    if (!is_of(&kept, settings))
        make_good(&kept, settings);
    memory_files_put(files, "good.seg", kept.bytes.bytes, kept.bytes.size);
}

/* As a manifest would have it: false where the file cannot be opened at all. */
static bool refer(const job *j, const char *name, nh_segment_ref *out,
                  nh_settings *settings)
{
    nh_segment *seg = NULL;
    const nh_segment_info *info;

    if (nh_segment_open_file(j->env, 0, name, false, &seg, NULL) != NH_OK)
        return false;
    info = nh_segment_info_get(seg);
    *out = (nh_segment_ref){.file = *nh_container_ref(nh_segment_container(seg)),
                            .articles = info->articles,
                            .passages = info->passages,
                            .tokens = info->tokens};
    *settings = settings_of(info);
    nh_segment_close(seg);
    return true;
}

/* Status and sentence belong together, and only what is forged may be to blame. */
static void check_failure(nh_status st, const nh_error *err)
{
    if (st == NH_OK)
        return;
    if (err->code != st || err->what[0] == '\0')
        abort();
    if (st != NH_E_CORRUPT && st != NH_E_VERSION && st != NH_E_LIMIT)
        abort();
    if (st == NH_E_CORRUPT && err->where[0] == '\0')
        abort();
}

/* What was written is a segment, whatever it was made of: it can be read, or is refused. */
static void check_result(const job *j, const nh_segment_ref *made, bool both_sound)
{
    nh_segment *seg = NULL;
    nh_error err = {0};
    uint32_t digest;
    nh_status st = nh_segment_open(j->env, 0, made, false, &seg, &err);

    if (st != NH_OK)
        abort();
    st = segment_walk(seg, &digest, &err);
    check_failure(st, &err);
    if (st != NH_OK && both_sound)
        abort();
    nh_segment_close(seg);
}

static const uint8_t *deletions(job *j, unsigned i, uint32_t articles)
{
    if ((j->how & DELETIONS) == 0)
        return NULL;
    j->deleted[i] = (uint8_t *)calloc(articles / 8u + 1u, 1);
    for (uint32_t a = 1; a < articles; a += 2)
        j->deleted[i][a / 8] |= (uint8_t)(1u << a % 8);
    return j->deleted[i];
}

static nh_status merge(job *j, const nh_settings *settings, const nh_segment_ref *forged,
                       const nh_segment_ref *good, nh_segment_ref *made, nh_error *err)
{
    const bool behind = (j->how & BEHIND) != 0;
    const nh_segment_ref *refs[2] = {behind ? good : forged, behind ? forged : good};
    nh_merge_source sources[2];
    const nh_merge_job merging = {.env = j->env,
                                  .sources = sources,
                                  .count = 2,
                                  .settings = settings,
                                  .memory = MEMORY,
                                  .press = (j->how & PRESS) != 0};

    for (unsigned i = 0; i < 2; i++)
        sources[i] = (nh_merge_source){*refs[i], deletions(j, i, refs[i]->articles)};
    return nh_merge(&merging, "made.seg", made, err);
}

static nh_status reorder(const job *j, const nh_settings *settings,
                         const nh_segment_ref *forged, nh_segment_ref *made, bool *is_made,
                         nh_error *err)
{
    const nh_reorder_job reordering = {.env = j->env,
                                       .source = *forged,
                                       .settings = settings,
                                       .memory = MEMORY,
                                       .threads = 1};
    uint32_t parts = 0;
    const nh_status st = nh_reorder(&reordering, "made.seg", &parts, made, err);

    *is_made = st == NH_OK && parts > 0;
    return st;
}

static bool is_sound(const job *j, const char *name)
{
    nh_segment *seg = NULL;
    uint32_t digest;
    nh_status st = nh_segment_open_file(j->env, 0, name, false, &seg, NULL);

    if (st == NH_OK)
        st = segment_walk(seg, &digest, NULL);
    nh_segment_close(seg);
    return st == NH_OK;
}

static void run(job *j)
{
    nh_settings settings, unused;
    nh_segment_ref forged, good, made;
    nh_error err = {0};
    bool is_made = true;
    nh_status st;

    if (!refer(j, "forged.seg", &forged, &settings))
        return;
    if ((j->how & STRANGER) != 0)
        settings = made_settings();
    put_good(j->files, &settings);
    if (!refer(j, "good.seg", &good, &unused))
        abort();
    if ((j->how & REORDER) != 0) {
        st = reorder(j, &settings, &forged, &made, &is_made, &err);
    } else {
        st = merge(j, &settings, &forged, &good, &made, &err);
        is_made = st == NH_OK;
    }
    check_failure(st, &err);
    if (memory_files_count(j->files) != (is_made ? 3u : 2u))
        abort();
    if (is_made)
        check_result(j, &made, is_sound(j, "forged.seg"));
}

/* The first byte says what is done, the rest is a file. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    job j = {.how = size > 0 ? bytes[0] : 0};
    uint8_t *copy;

    if (size == 0)
        return 0;
    copy = (uint8_t *)malloc(size);
    memcpy(copy, bytes + 1, size - 1);
    container_repair(copy, size - 1);
    j.files = memory_files_new();
    j.env = memory_files_env(j.files);
    memory_files_put(j.files, "forged.seg", copy, size - 1);
    free(copy);
    run(&j);
    memory_files_free(j.files);
    free(j.deleted[0]);
    free(j.deleted[1]);
    return 0;
}
