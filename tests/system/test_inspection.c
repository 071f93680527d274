/* tests/system/test_inspection.c - looking into an index with a caller's memory, and stopping it. */
#include "tests/support/cm.h"

#include <stdlib.h>
#include <string.h>

#include "newshound/corpus.h"
#include "tests/support/makers/made_articles.h"
#include "tests/support/makers/tiny_index.h"

/* How much is out, and how often it was asked for. */
typedef struct counted {
    size_t blocks, requests;
} counted;

static void *count_resize(void *self, void *old, size_t size)
{
    counted *c = (counted *)self;
    void *moved = realloc(old, size);

    c->requests++;
    c->blocks += old == NULL && moved != NULL;
    return moved;
}

static void count_release(void *self, void *old)
{
    counted *c = (counted *)self;

    c->blocks -= old != NULL;
    free(old);
}

/* Two segments, so that their dictionaries are walked side by side. */
static tiny_index *make_index(void)
{
    made_articles *made = made_articles_new("m", 40, 5);
    tiny_index *t = tiny_index_new(NULL);

    for (size_t i = 0; i < made->count; i++) {
        tiny_index_add_article(t, &made->list[i]);
        if (i == made->count / 2)
            tiny_index_commit(t);
    }
    tiny_index_open(t);
    made_articles_free(made);
    return t;
}

/* ---- the calls, alike ------------------------------------------------------------------ */

typedef struct heard {
    uint64_t lines;
    nh_flag *stop; /* set at the first line; NULL: never */
} heard;

static void hear(heard *h)
{
    h->lines++;
    if (h->stop != NULL)
        *h->stop = 1;
}

static bool take_line(void *self, nh_str line)
{
    assert_true(line.len > 0);
    hear((heard *)self);
    return true;
}

static void take_word(void *self, const nh_analyzed_word *word)
{
    assert_true(word->term.len > 0);
    hear((heard *)self);
}

typedef nh_status call(const char *path, const nh_inspect_options *o, heard *h);

static nh_status read_stats(const char *path, const nh_inspect_options *o, heard *h)
{
    nh_index_stats stats = {.size = sizeof stats};
    const nh_status st = nh_index_stats_read(path, o, &stats, NULL);

    (void)h;
    assert_int_equal(stats.articles, st == NH_OK ? 40 : 0);
    return st;
}

static nh_status read_streams(const char *path, const nh_inspect_options *o, heard *h)
{
    nh_index_streams streams = {.size = sizeof streams};
    const nh_status st = nh_index_streams_read(path, o, &streams, NULL);

    (void)h;
    assert_int_equal(streams.n, st == NH_OK ? 9 : 0);
    return st;
}

static nh_status verify(const char *path, const nh_inspect_options *o, heard *h)
{
    (void)h;
    return nh_index_verify(path, false, o, NULL, NULL, NULL);
}

static nh_status verify_deep(const char *path, const nh_inspect_options *o, heard *h)
{
    (void)h;
    return nh_index_verify(path, true, o, NULL, NULL, NULL);
}

static nh_status dump_terms(const char *path, const nh_inspect_options *o, heard *h)
{
    return nh_index_dump(path, NH_DUMP_TERMS, NULL, o, &(nh_dump_sink){take_line, h}, NULL);
}

static nh_status dump_postings(const char *path, const nh_inspect_options *o, heard *h)
{
    return nh_index_dump(path, NH_DUMP_POSTINGS, NULL, o, &(nh_dump_sink){take_line, h},
                         NULL);
}

static nh_status analyze(const char *path, const nh_inspect_options *o, heard *h)
{
    const nh_analyze_options how = {.size = o->size > 0 ? sizeof how : 0,
                                    .like = path,
                                    .allocator = o->allocator,
                                    .stop = o->stop};

    return nh_analyze("golan heights \xff talks", 21, &how, &(nh_word_sink){take_word, h},
                      NULL);
}

static call *const calls[] = {read_stats, read_streams,  verify, verify_deep,
                              dump_terms, dump_postings, analyze};

/* ---- what holds for all ---------------------------------------------------------------- */

static void memory_comes_from_the_callers_allocator(void **state)
{
    tiny_index *t = make_index();

    (void)state;
    for (size_t i = 0; i < COUNT(calls); i++) {
        counted c = {0};
        const nh_allocator allocator = {&c, count_resize, count_release};
        const nh_inspect_options o = {.size = sizeof o, .allocator = &allocator};
        heard h = {0};

        assert_int_equal(calls[i](t->path, &o, &h), NH_OK);
        assert_true(c.requests > 3);
        assert_int_equal(c.blocks, 0);
    }
    tiny_index_free(t);
}

static void what_is_stopped_ends_as_cancelled(void **state)
{
    tiny_index *t = make_index();

    (void)state;
    for (size_t i = 0; i < COUNT(calls); i++) {
        nh_flag stop = 1;
        const nh_inspect_options o = {.size = sizeof o, .stop = &stop};
        heard h = {0};

        assert_int_equal(calls[i](t->path, &o, &h), NH_E_CANCELLED);
        assert_int_equal(h.lines, 0);
        stop = 0;
        assert_int_equal(calls[i](t->path, &o, &h), NH_OK);
    }
    tiny_index_free(t);
}

static void what_is_stopped_in_the_middle_says_no_more(void **state)
{
    static call *const speaking[] = {dump_terms, dump_postings, analyze};
    tiny_index *t = make_index();

    (void)state;
    for (size_t i = 0; i < COUNT(speaking); i++) {
        nh_flag stop = 0;
        const nh_inspect_options o = {.size = sizeof o, .stop = &stop};
        heard h = {.stop = &stop};

        assert_int_equal(speaking[i](t->path, &o, &h), NH_E_CANCELLED);
        assert_int_equal(h.lines, 1);
    }
    tiny_index_free(t);
}

/* Stops once the words of all segments are known to be right, when texts are analysed again. */
typedef struct late_stop {
    counted counted;
    nh_flag stop;
    size_t at; /* request of memory at which it is set */
} late_stop;

static void *stopping_resize(void *self, void *old, size_t size)
{
    late_stop *l = (late_stop *)self;

    if (l->counted.requests == l->at)
        l->stop = 1;
    return count_resize(&l->counted, old, size);
}

static void stopping_release(void *self, void *old)
{
    count_release(&((late_stop *)self)->counted, old);
}

static void a_verification_can_be_stopped_at_any_time(void **state)
{
    tiny_index *t = make_index();
    late_stop l = {.at = SIZE_MAX};
    const nh_allocator allocator = {&l, stopping_resize, stopping_release};
    const nh_inspect_options o = {
        .size = sizeof o, .allocator = &allocator, .stop = &l.stop};
    size_t requests;

    (void)state;
    assert_int_equal(nh_index_verify(t->path, true, &o, NULL, NULL, NULL), NH_OK);
    requests = l.counted.requests;
    for (size_t at = 0; at < requests; at += 1 + requests / 50) {
        nh_error err = {0};

        l = (late_stop){.at = at};
        assert_int_equal(nh_index_verify(t->path, true, &o, NULL, NULL, &err),
                         NH_E_CANCELLED);
        assert_int_equal(err.code, NH_E_CANCELLED);
        assert_int_equal(l.counted.blocks, 0);
    }
    tiny_index_free(t);
}

/* Gives no more memory from one request on. */
typedef struct short_memory {
    counted counted;
    size_t most; /* requests */
} short_memory;

static void *short_resize(void *self, void *old, size_t size)
{
    short_memory *s = (short_memory *)self;

    return s->counted.requests < s->most ? count_resize(&s->counted, old, size) : NULL;
}

static void short_release(void *self, void *old)
{
    count_release(&((short_memory *)self)->counted, old);
}

static void streams_without_memory_say_so_and_leave_none_behind(void **state)
{
    tiny_index *t = make_index();
    short_memory s = {.most = SIZE_MAX};
    const nh_allocator allocator = {&s, short_resize, short_release};
    const nh_inspect_options o = {.size = sizeof o, .allocator = &allocator};
    size_t requests;

    (void)state;
    assert_int_equal(read_streams(t->path, &o, NULL), NH_OK);
    requests = s.counted.requests;
    for (size_t most = 0; most < requests; most += 1 + requests / 200) {
        s = (short_memory){.most = most};
        assert_int_equal(read_streams(t->path, &o, NULL), NH_E_NOMEM);
        assert_int_equal(s.counted.blocks, 0);
    }
    tiny_index_free(t);
}

/* What was told last. */
typedef struct told {
    uint64_t done, total, times;
} told;

static void take_progress(void *self, uint64_t done, uint64_t total)
{
    told *last = (told *)self;

    assert_true(last->times == 0 || done >= last->done);
    *last = (told){done, total, last->times + 1};
}

static void streams_tell_how_many_postings_there_are(void **state)
{
    tiny_index *t = make_index();
    told last = {0};
    const nh_inspect_options o = {
        .size = sizeof o, .on_progress = take_progress, .self = &last};
    nh_index_stats stats = {.size = sizeof stats};

    (void)state;
    assert_int_equal(nh_index_stats_read(t->path, NULL, &stats, NULL), NH_OK);
    assert_int_equal(read_streams(t->path, &o, NULL), NH_OK);
    assert_true(last.times > 0);
    assert_int_equal(last.total, stats.postings);
    tiny_index_free(t);
}

static void options_and_facts_without_their_size_are_refused(void **state)
{
    const nh_inspect_options none = {.size = 0};
    nh_index_stats stats = {.size = 0};
    tiny_index *t = make_index();
    nh_error err = {0};
    heard h = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(calls); i++)
        assert_int_equal(calls[i](t->path, &none, &h), NH_E_ARG);
    assert_int_equal(nh_index_stats_read(t->path, NULL, &stats, &err), NH_E_ARG);
    assert_non_null(strstr(err.what, "size"));
    assert_int_equal(stats.articles, 0);
    tiny_index_free(t);
}

static void older_callers_get_the_facts_they_know(void **state)
{
    nh_index_stats stats = {.size = offsetof(nh_index_stats, terms), .terms = 7};
    tiny_index *t = make_index();

    (void)state;
    assert_int_equal(nh_index_stats_read(t->path, NULL, &stats, NULL), NH_OK);
    assert_int_equal(stats.size, offsetof(nh_index_stats, terms));
    assert_int_equal(stats.articles, 40);
    assert_int_equal(stats.terms, 7);
    tiny_index_free(t);
}

static void dumps_that_make_no_sense_are_refused(void **state)
{
    tiny_index *t = make_index();
    heard h = {0};
    const nh_dump_sink sink = {take_line, &h};

    (void)state;
    assert_int_equal(nh_index_dump(t->path, (nh_dump_kind)9, NULL, NULL, &sink, NULL),
                     NH_E_ARG);
    assert_int_equal(nh_index_dump(t->path, NH_DUMP_ARTICLE, NULL, NULL, &sink, NULL),
                     NH_E_ARG);
    assert_int_equal(
        nh_index_dump(t->path, NH_DUMP_POSTINGS, "two words", NULL, &sink, NULL), NH_E_ARG);
    assert_int_equal(h.lines, 0);
    tiny_index_free(t);
}

static void a_corpus_has_memory_of_the_caller_too(void **state)
{
    static const char record[] = "{\"id\": \"a\", \"text\": \"Golan.\"}\n";
    temp_dir *dir = temp_dir_new();
    char *path = temp_dir_path(dir, "a.jsonl");
    const char *const paths[] = {path};
    counted c = {0};
    const nh_allocator allocator = {&c, count_resize, count_release};
    const nh_corpus_options o = {.size = sizeof o, .allocator = &allocator};
    nh_corpus *corpus = NULL;
    const nh_article *article = NULL;

    (void)state;
    temp_dir_write(dir, "a.jsonl", record, sizeof record - 1);
    assert_int_equal(nh_corpus_open(paths, 1, &o, &corpus, NULL), NH_OK);
    assert_int_equal(nh_corpus_next(corpus, &article, NULL), NH_OK);
    assert_int_equal(article->text.len, 6);
    assert_true(c.requests > 3);
    assert_true(c.blocks > 0);
    nh_corpus_close(corpus);
    assert_int_equal(c.blocks, 0);
    free(path);
    temp_dir_remove(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_comes_from_the_callers_allocator),
        cmocka_unit_test(what_is_stopped_ends_as_cancelled),
        cmocka_unit_test(what_is_stopped_in_the_middle_says_no_more),
        cmocka_unit_test(a_verification_can_be_stopped_at_any_time),
        cmocka_unit_test(streams_without_memory_say_so_and_leave_none_behind),
        cmocka_unit_test(streams_tell_how_many_postings_there_are),
        cmocka_unit_test(options_and_facts_without_their_size_are_refused),
        cmocka_unit_test(older_callers_get_the_facts_they_know),
        cmocka_unit_test(dumps_that_make_no_sense_are_refused),
        cmocka_unit_test(a_corpus_has_memory_of_the_caller_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
