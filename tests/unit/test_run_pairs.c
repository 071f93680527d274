/* tests/unit/test_run_pairs.c - pairs of function words are found where a phrase of both would be. */
#include "indexer/invert/occurrences/run_pairs.h"

#include "common/base/str.h"
#include "indexer/settings.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/random_text.h"

#define ARTICLES 300u
#define WORDS_MOST 700u /* of an article */

/* What is needed to cut articles and find their pairs. */
typedef struct bench {
    nh_chosen chosen;
    nh_analyzer *analyzer;
    nh_cutter *cutter;
    nh_run_pairs pairs;
} bench;

static void open_bench(bench *b)
{
    assert_int_equal(nh_chosen_read(NULL, &b->chosen, NULL), NH_OK);
    assert_int_equal(nh_analyzer_new(NULL, &b->chosen.analysis, &b->analyzer, NULL), NH_OK);
    assert_int_equal(nh_cutter_new(NULL, &b->chosen.rule, b->analyzer, &b->cutter, NULL),
                     NH_OK);
    nh_run_pairs_init(&b->pairs, NULL, NH_PAIRS_NEWEST, false);
}

static void close_bench(bench *b)
{
    nh_run_pairs_clear(&b->pairs);
    nh_cutter_free(b->cutter);
    nh_analyzer_free(b->analyzer);
}

static void find(bench *b, nh_str text, nh_cut *cut)
{
    const nh_cut_text article = {.text = text};

    assert_int_equal(nh_cut_article(b->cutter, &article, cut, NULL), NH_OK);
    assert_int_equal(nh_run_pairs_find(&b->pairs, b->analyzer, cut, NULL), NH_OK);
}

/* Words, most of them of the list, some that are not met before; few stops, so that paragraphs are
 * cut where they go on; some joined words, which stand beside their parts. */
static void make_text(random_numbers *r, nh_buffer *out)
{
    static const char *const words[] = {"of",  "the",     "in",     "a",
                                        "to",  "and",     "golan",  "Of",
                                        "THE", "heights", "to-day", "co-op"};
    const uint32_t n = random_below(r, WORDS_MOST) + 1;

    nh_buf_clear(out);
    for (uint32_t i = 0; i < n; i++) {
        nh_buf_text(
            out, nh_str_of(words[random_below(r, random_once(r, 4) ? COUNT(words) : 6)]));
        nh_buf_text(out, random_once(r, 150) ? NH_STR("\n\n") : NH_STR(" "));
    }
}

/* A token and where it stands in a chain of passages. */
typedef struct chained {
    uint32_t passage, start, end;
    uint8_t pos;
    nh_str form;
} chained;

/* All tokens of the passages from `first` on that go on into each other; returns how many passages
 * there are. */
static size_t chain(const bench *b, const nh_cut *cut, size_t first, chained *out,
                    size_t *n)
{
    uint32_t base = 0;
    size_t i = first;

    *n = 0;
    for (;; i++) {
        const nh_passage *p = &cut->passages[i];

        for (size_t k = 0; k < p->count; k++) {
            const nh_passage_token *t = &cut->tokens[p->first + k];
            const nh_word *w = nh_analyzer_word(b->analyzer, t->word);

            out[(*n)++] = (chained){(uint32_t)i, base + t->pos, base + t->pos + w->span,
                                    t->pos, w->form};
        }
        base += p->span;
        if ((p->flags & NH_PASSAGE_CONTINUES) == 0)
            return i + 1 - first;
    }
}

static uint32_t number_of(nh_str form)
{
    char lower[8];

    if (form.len > sizeof lower)
        return 0;
    for (size_t i = 0; i < form.len; i++)
        lower[i] = (char)(form.ptr[i] >= 'A' && form.ptr[i] <= 'Z' ? form.ptr[i] | 0x20
                                                                   : form.ptr[i]);
    return nh_pair_word(NH_PAIRS_NEWEST, (nh_str){lower, form.len});
}

/* Whether the pair of two words, of which one ends where the other begins, was found. */
static bool was_found(const bench *b, const chained *x, const chained *y)
{
    char room[NH_PAIR_KEY_SIZE], found[NH_PAIR_KEY_SIZE];
    const nh_str key =
        nh_pair_key(nh_pair_word_text(NH_PAIRS_NEWEST, number_of(x->form)),
                    nh_pair_word_text(NH_PAIRS_NEWEST, number_of(y->form)), room);

    for (size_t i = 0; i < b->pairs.count; i++) {
        const nh_found_pair *f = &b->pairs.list[i];

        if (f->passage == x->passage && f->pos == x->pos &&
            nh_str_equal(nh_run_pairs_key(NH_PAIRS_NEWEST, f->term, found), key))
            return true;
    }
    return false;
}

/* Each pair of the article, found the slow way, was found; returns how many there are, counting
 * those that are the same once. */
static size_t check(const bench *b, const nh_cut *cut)
{
    static chained tokens[4 * WORDS_MOST];
    size_t sum = 0, n = 0;

    for (size_t first = 0; first < cut->n_passages;) {
        first += chain(b, cut, first, tokens, &n);
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < n; k++) {
                bool again = false;

                if (tokens[i].end != tokens[k].start || number_of(tokens[i].form) == 0 ||
                    number_of(tokens[k].form) == 0)
                    continue;
                assert_true(was_found(b, &tokens[i], &tokens[k]));
                for (size_t j = 0; j < n; j++)
                    again |= (j < i && tokens[j].start == tokens[i].start &&
                              tokens[j].end == tokens[i].end &&
                              number_of(tokens[j].form) == number_of(tokens[i].form)) ||
                             (j < k && tokens[j].start == tokens[k].start &&
                              number_of(tokens[j].form) == number_of(tokens[k].form));
                sum += !again;
            }
    }
    return sum;
}

static void all_pairs_are_found_and_nothing_else(void **state)
{
    bench b;
    nh_buffer text = {0};
    random_numbers r = {11};
    size_t found = 0;

    (void)state;
    open_bench(&b);
    for (uint32_t i = 0; i < ARTICLES; i++) {
        nh_cut cut;

        make_text(&r, &text);
        find(&b, nh_buf_str(&text), &cut);
        for (size_t k = 1; k < b.pairs.count; k++)
            assert_true(b.pairs.list[k - 1].passage <= b.pairs.list[k].passage);
        assert_int_equal(check(&b, &cut), b.pairs.count);
        found += b.pairs.count;
    }
    assert_true(found > 1000);
    nh_buf_free(&text);
    close_bench(&b);
}

/* An article that is cut, and the pairs that it has. */
typedef struct cut_article {
    bench b;
    nh_cut cut;
    size_t pairs;
} cut_article;

/* All of them are found by tables of their own, or memory has run out. */
static nh_status find_anew(const nh_env *env, void *context)
{
    const cut_article *a = (const cut_article *)context;
    nh_run_pairs pairs;
    nh_status st;

    nh_run_pairs_init(&pairs, env, NH_PAIRS_NEWEST, false);
    st = nh_run_pairs_find(&pairs, a->b.analyzer, &a->cut, NULL);
    if (st == NH_OK)
        assert_int_equal(pairs.count, a->pairs);
    nh_run_pairs_clear(&pairs);
    return st;
}

static void failed_allocations_leave_nothing_behind(void **state)
{
    static const struct {
        const char *text; /* sixty times                                           */
        size_t pairs;     /* each time                                             */
    } articles[] = {
        {"the heights of the Golan and in the end of it ", 5},
        {"the heights of the Golan and it-s the end of it ", 8}, /* `s` and `its`, too */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(articles); i++) {
        nh_buffer text = {0};
        cut_article a;

        for (unsigned k = 0; k < 60; k++)
            nh_buf_text(&text, nh_str_of(articles[i].text));
        open_bench(&a.b);
        find(&a.b, nh_buf_str(&text), &a.cut);
        a.pairs = a.b.pairs.count;
        assert_int_equal(a.pairs, 60 * articles[i].pairs - 1);
        /* numbers, folded words, and the list that grows */
        assert_true(fault_sweep_allocations(find_anew, &a) >= 3);
        close_bench(&a.b);
        nh_buf_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_pairs_are_found_and_nothing_else),
        cmocka_unit_test(failed_allocations_leave_nothing_behind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
