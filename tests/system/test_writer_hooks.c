/* tests/system/test_writer_hooks.c - a caller's memory, log and progress while an index is written. */
#include "tests/support/cm.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "newshound/indexer.h"
#include "tests/support/makers/made_articles.h"
#include "tests/support/temp_dir.h"

#define ARTICLES 300u

/* ---- memory of the caller ------------------------------------------------------------- */

/* Blocks and bytes that are out; each n-th request is refused. A block begins with its size. */
typedef struct counted {
    pthread_mutex_t lock;
    size_t blocks, bytes, peak;
    size_t requests, refuse_every; /* 0: none is refused */
    size_t refused;
} counted;

#define HEAD 64u

static void *count_resize(void *self, void *old, size_t size)
{
    counted *c = (counted *)self;
    char *block = old != NULL ? (char *)old - HEAD : NULL;
    size_t had = 0;
    bool refuse;
    char *moved;

    if (block != NULL)
        memcpy(&had, block, sizeof had);
    (void)pthread_mutex_lock(&c->lock);
    refuse = c->refuse_every > 0 && ++c->requests % c->refuse_every == 0;
    c->refused += refuse;
    moved = refuse ? NULL : (char *)realloc(block, size + HEAD);
    if (moved != NULL) {
        memcpy(moved, &size, sizeof size);
        c->blocks += block == NULL;
        c->bytes += size - had;
        c->peak = c->bytes > c->peak ? c->bytes : c->peak;
    }
    (void)pthread_mutex_unlock(&c->lock);
    return moved != NULL ? moved + HEAD : NULL;
}

static void count_release(void *self, void *old)
{
    counted *c = (counted *)self;
    size_t had;

    if (old == NULL)
        return;
    memcpy(&had, (char *)old - HEAD, sizeof had);
    (void)pthread_mutex_lock(&c->lock);
    c->blocks--;
    c->bytes -= had;
    (void)pthread_mutex_unlock(&c->lock);
    free((char *)old - HEAD);
}

/* ---- what is heard -------------------------------------------------------------------- */

typedef struct heard {
    pthread_t thread; /* the caller's */
    unsigned calls;
    bool wrong; /* another thread, or more done than there is */
    char phases[256];
    const char *last;
    char log[8192]; /* from here on under the lock of the log, by any thread */
    bool in_log, overlap;
} heard;

static void hear_progress(void *self, const nh_writer_progress *p)
{
    heard *h = (heard *)self;

    h->calls++;
    h->wrong =
        h->wrong || pthread_equal(h->thread, pthread_self()) == 0 || p->done > p->total;
    if (h->last == NULL || strcmp(h->last, p->phase) != 0) {
        strncat(h->phases, p->phase, sizeof h->phases - strlen(h->phases) - 2);
        strncat(h->phases, " ", 2);
    }
    h->last = p->phase;
}

static void hear_log(void *self, nh_log_level level, const char *text)
{
    static const char *const names[] = {"debug ", "note ", "warning "};
    heard *h = (heard *)self;

    h->overlap = h->overlap || h->in_log; /* one call at a time */
    h->in_log = true;
    strncat(h->log, names[level], sizeof h->log - strlen(h->log) - 1);
    strncat(h->log, text, sizeof h->log - strlen(h->log) - 1);
    strncat(h->log, "\n", sizeof h->log - strlen(h->log) - 1);
    h->in_log = false;
}

/* ---- an index is written, some of it deleted, and made one segment -------------------- */

typedef struct trial {
    temp_dir *dir;
    made_articles *articles;
    counted memory;
    heard heard;
    unsigned threads;
} trial;

static void begin(trial *t, unsigned threads)
{
    *t = (trial){
        .dir = temp_dir_new(), .threads = threads, .heard = {.thread = pthread_self()}};
    (void)pthread_mutex_init(&t->memory.lock, NULL);
    t->articles = made_articles_new("a-", ARTICLES, 4);
}

static void end(trial *t)
{
    assert_int_equal(t->memory.blocks, 0);
    assert_int_equal(t->memory.bytes, 0);
    (void)pthread_mutex_destroy(&t->memory.lock);
    made_articles_free(t->articles);
    temp_dir_remove(t->dir);
}

static nh_status add_all(nh_writer *w, const trial *t)
{
    nh_status st = NH_OK;

    for (size_t i = 0; st == NH_OK && i < ARTICLES; i++)
        st = nh_writer_update(w, &t->articles->list[i], NULL);
    return st == NH_OK ? nh_writer_commit(w, NULL, NULL) : st;
}

static nh_status delete_and_optimize(nh_writer *w, const trial *t)
{
    nh_status st = NH_OK;

    for (size_t i = 0; st == NH_OK && i < ARTICLES; i += 3) {
        const nh_str id = t->articles->list[i].id;

        st = nh_writer_delete(w, id.ptr, id.len, NULL, NULL);
    }
    return st == NH_OK ? nh_writer_optimize(w, NULL, NULL) : st;
}

static nh_status with_writer(trial *t, nh_status (*act)(nh_writer *w, const trial *t))
{
    const nh_allocator memory = {&t->memory, count_resize, count_release};
    const nh_logger log = {&t->heard, hear_log};
    const nh_writer_options options = {.size = sizeof options,
                                       .threads = t->threads,
                                       .memory = (uint64_t)64 << 20,
                                       .allocator = &memory,
                                       .logger = &log,
                                       .on_progress = hear_progress,
                                       .self = &t->heard};
    nh_writer *w;
    nh_status st = nh_writer_open(t->dir->path, &options, &w, NULL);

    if (st == NH_OK)
        st = act(w, t);
    nh_writer_close(w);
    return st;
}

static void what_happens_is_told(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads < 3; threads++) {
        trial t;

        begin(&t, threads);
        temp_dir_write(t.dir, "run_000007.tmp", "x", 1);
        assert_int_equal(with_writer(&t, add_all), NH_OK);
        assert_int_equal(with_writer(&t, delete_and_optimize), NH_OK);
        assert_string_equal(t.heard.phases,
                            threads == 1 ? "sorting writing merging writing "
                                         : "sorting writing sorting merging writing ");
        assert_non_null(strstr(t.heard.log, "note removed run_000007.tmp"));
        assert_non_null(strstr(t.heard.log, "debug wrote a run of "));
        assert_non_null(strstr(t.heard.log, "debug merged "));
        assert_non_null(strstr(t.heard.log, "debug committed generation 2"));
        assert_false(t.heard.wrong || t.heard.overlap);
        assert_true(t.memory.peak > 100000);
        end(&t);
    }
}

#define SMALL_MEMORY ((uint64_t)32 << 20)
#define MEMORY_SLACK ((size_t)64 << 20)
#define ROUNDS 5u

/* Adds the articles again and again under new ids: 25,000 ids, and many runs. */
static nh_status add_many(nh_writer *w, const made_articles *a)
{
    nh_status st = NH_OK;

    for (unsigned round = 0; round < ROUNDS; round++)
        for (size_t i = 0; st == NH_OK && i < a->count; i++) {
            nh_article article = a->list[i];
            char id[48];

            article.id.len =
                (size_t)snprintf(id, sizeof id, "round-%u-article-%zu", round, i);
            article.id.ptr = id;
            st = nh_writer_add(w, &article, NULL);
        }
    return st == NH_OK ? nh_writer_optimize(w, NULL, NULL) : st;
}

static void the_memory_that_is_given_is_kept_to(void **state)
{
    made_articles *many = made_articles_new("m-", 5000, 6);

    (void)state;
    for (unsigned threads = 1; threads < 3; threads++) {
        trial t;
        nh_writer *w;
        const nh_allocator memory = {&t.memory, count_resize, count_release};
        const nh_writer_options options = {.size = sizeof options,
                                           .threads = threads,
                                           .memory = SMALL_MEMORY,
                                           .allocator = &memory};

        begin(&t, threads);
        assert_int_equal(nh_writer_open(t.dir->path, &options, &w, NULL), NH_OK);
        assert_int_equal(add_many(w, many), NH_OK);
        nh_writer_close(w);
        assert_true(t.memory.peak < SMALL_MEMORY + MEMORY_SLACK);
        end(&t);
    }
    made_articles_free(many);
}

/* Files that a commit leaves behind are swept away where memory suffices, later where not. */
static void memory_that_is_refused_now_and_then_is_told(void **state)
{
    (void)state;
    for (size_t every = 7; every < 2000; every += every / 3) {
        trial t;
        nh_index_stats stats = {.size = sizeof stats};
        nh_status st;

        begin(&t, 1);
        assert_int_equal(with_writer(&t, add_all), NH_OK);
        t.memory.refuse_every = every;
        st = with_writer(&t, delete_and_optimize);
        assert_true(st == NH_E_NOMEM || (st == NH_OK && t.memory.refused <= 1));
        assert_int_equal(nh_index_stats_read(t.dir->path, NULL, &stats, NULL), NH_OK);
        assert_int_equal(stats.generation, st == NH_OK ? 2 : 1);
        assert_int_equal(nh_index_verify(t.dir->path, true, NULL, NULL, NULL, NULL), NH_OK);
        end(&t);
    }
}

/* A signal handler or another thread sets it; here it is the log, in the middle of the work. */
typedef struct stopping {
    nh_flag stop;
    const char *at;
} stopping;

static void stop_at(void *self, const nh_writer_progress *p)
{
    stopping *s = (stopping *)self;

    if (strcmp(p->phase, s->at) == 0)
        atomic_store(&s->stop, 1);
}

static void optimizing_can_be_stopped(void **state)
{
    stopping s = {.at = "merging"};
    nh_index_stats stats = {.size = sizeof stats};
    nh_writer_options options = {
        .size = sizeof options, .stop = &s.stop, .on_progress = stop_at, .self = &s};
    nh_writer *w;
    trial t;

    (void)state;
    begin(&t, 1);
    assert_int_equal(with_writer(&t, add_all), NH_OK);
    assert_int_equal(nh_writer_open(t.dir->path, &options, &w, NULL), NH_OK);
    assert_int_equal(delete_and_optimize(w, &t), NH_E_CANCELLED);
    assert_int_equal(nh_writer_commit(w, NULL, NULL), NH_E_ARG);
    nh_writer_close(w);
    assert_int_equal(nh_index_stats_read(t.dir->path, NULL, &stats, NULL), NH_OK);
    assert_int_equal(stats.generation, 1);
    assert_int_equal(stats.deleted, 0);
    end(&t);
}

/*
 * However far it is. A phase is told when it begins: at the last one, writing, all sections are
 * made, and the file of the segment is still to be written, and then the manifest.
 */
static void a_commit_can_be_stopped_to_its_end(void **state)
{
    static const char *const phases[] = {"sorting", "writing"};

    (void)state;
    for (size_t i = 0; i < COUNT(phases); i++) {
        stopping s = {.at = phases[i]};
        nh_index_stats stats = {.size = sizeof stats};
        nh_writer_options options = {
            .size = sizeof options, .stop = &s.stop, .on_progress = stop_at, .self = &s};
        const nh_article more = {
            .size = sizeof more, .id = {"more", 4}, .text = {"more", 4}};
        nh_writer *w;
        trial t;

        begin(&t, 1);
        assert_int_equal(with_writer(&t, add_all), NH_OK);
        assert_int_equal(nh_writer_open(t.dir->path, &options, &w, NULL), NH_OK);
        assert_int_equal(nh_writer_add(w, &more, NULL), NH_OK);
        assert_int_equal(nh_writer_commit(w, NULL, NULL), NH_E_CANCELLED);
        assert_int_equal(atomic_load(&s.stop), 1);
        nh_writer_close(w);
        assert_int_equal(nh_index_stats_read(t.dir->path, NULL, &stats, NULL), NH_OK);
        assert_int_equal(stats.generation, 1);
        end(&t);
    }
}

static void options_of_other_versions_are_told_apart(void **state)
{
    struct {
        nh_writer_options known;
        int more;
    } newer = {.known = {.size = sizeof newer}};
    nh_writer_options older = {.size = offsetof(nh_writer_options, allocator)};
    nh_writer *w;
    trial t;

    (void)state;
    begin(&t, 1);
    assert_int_equal(nh_writer_open(t.dir->path, &older, &w, NULL), NH_OK);
    nh_writer_close(w);
    assert_int_equal(nh_writer_open(t.dir->path, &newer.known, &w, NULL), NH_OK);
    nh_writer_close(w);
    newer.more = 1;
    assert_int_equal(nh_writer_open(t.dir->path, &newer.known, &w, NULL), NH_E_ARG);
    end(&t);
}

static void facts_without_their_size_commit_nothing(void **state)
{
    nh_index_stats stats = {.size = sizeof stats};
    nh_commit_facts facts = {.size = 0, .articles = 7};
    nh_article a = {.size = sizeof a, .id = {"late", 4}, .text = {"Golan.", 6}};
    nh_error err = {0};
    nh_writer *w;
    trial t;

    (void)state;
    begin(&t, 1);
    assert_int_equal(with_writer(&t, add_all), NH_OK);
    assert_int_equal(nh_writer_open(t.dir->path, NULL, &w, NULL), NH_OK);
    assert_int_equal(nh_writer_add(w, &a, NULL), NH_OK);
    assert_int_equal(nh_writer_commit(w, &facts, &err), NH_E_ARG);
    assert_string_equal(err.where, "size");
    assert_int_equal(facts.articles, 7);
    assert_int_equal(nh_index_stats_read(t.dir->path, NULL, &stats, NULL), NH_OK);
    assert_int_equal(stats.generation, 1);
    facts.size = offsetof(nh_commit_facts, passages); /* an older caller */
    facts.passages = 7;
    assert_int_equal(nh_writer_commit(w, &facts, NULL), NH_OK); /* the writer went on */
    assert_int_equal(facts.generation, 2);
    assert_int_equal(facts.added_articles, 1);
    assert_int_equal(facts.passages, 7);
    nh_writer_close(w);
    end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_happens_is_told),
        cmocka_unit_test(the_memory_that_is_given_is_kept_to),
        cmocka_unit_test(memory_that_is_refused_now_and_then_is_told),
        cmocka_unit_test(optimizing_can_be_stopped),
        cmocka_unit_test(a_commit_can_be_stopped_to_its_end),
        cmocka_unit_test(options_of_other_versions_are_told_apart),
        cmocka_unit_test(facts_without_their_size_commit_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
