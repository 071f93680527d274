/* searcher/prune/count.c - how many articles and passages have any of the words. */
#include "common/base/error.h"
#include "common/segment/postings/block_marks.h"
#include "searcher/match/bits.h"
#include "searcher/prune/pruning.h"

#define RUN 64u /* blocks that are taken at once */

static nh_status mark_list(nh_pruning *p, nh_list *l, uint64_t *bits, nh_error *err)
{
    const uint32_t n = l->blocks.directory.n;
    nh_status st = NH_OK;

    for (uint32_t b = 0; b < n && st == NH_OK; b += RUN) {
        st = nh_halt_look(p->e->finder.halt, err);
        if (st == NH_OK)
            st = nh_marks_set(&l->blocks, b, n - b < RUN ? n : b + RUN, bits, err);
    }
    return st;
}

/* A run of blocks in each of which something is set, from block `from` on. */
typedef struct told_run {
    uint32_t from, to; /* none: from is the number of blocks */
    uint32_t next;     /* the first passage from there on that is set */
} told_run;

/* The first run at or behind passage run->next, which is set, and block run->from. */
static void find_run(const nh_directory *d, const uint64_t *bits, uint32_t count,
                     told_run *run)
{
    if (d->last == NULL) { /* a small list */
        *run = (told_run){run->from, 1, count};
        return;
    }
    run->from = run->to = nh_directory_find(d, run->from, run->next);
    while (run->to < d->n && run->to - run->from < RUN && run->next < count &&
           run->next <= nh_directory_u32(d->last, run->to)) {
        run->next = nh_bits_next(bits, count, nh_directory_u32(d->last, run->to) + 1);
        run->to++;
    }
}

/* How many passages of the list are set; blocks in which none is are not decoded. */
static nh_status count_marked(nh_pruning *p, nh_list *l, const uint64_t *bits, uint64_t *n,
                              nh_error *err)
{
    const nh_directory *d = &l->blocks.directory;
    const uint32_t count = p->view->passages.count;
    told_run run = {.next = nh_bits_next(bits, count, 0)};
    nh_status st = NH_OK;

    *n = 0;
    for (; st == NH_OK && run.from < d->n && run.next < count; run.from = run.to) {
        find_run(d, bits, count, &run);
        st = nh_halt_look(p->e->finder.halt, err);
        if (st == NH_OK && run.from < run.to)
            st = nh_marks_count(&l->blocks, run.from, run.to, bits, n, err);
    }
    return st;
}

/* Articles with a passage in `bits`. */
static uint64_t count_articles(const nh_segment_view *v, const uint64_t *bits)
{
    const uint32_t count = v->passages.count;
    uint32_t n = 0;

    for (uint32_t p = nh_bits_next(bits, count, 0); p < count; n++)
        p = nh_bits_next(bits, count, nh_article_end(&v->articles, p));
    return n;
}

/* Passages alone can be counted without looking at all of the most frequent word. */
nh_status nh_count_any(nh_pruning *p, nh_error *err)
{
    const uint32_t count = p->view->passages.count;
    const bool flat = nh_segment_view_flat(p->view);
    const bool last = flat && p->best.allowed == NULL;
    const uint32_t marked = last ? p->n_lists - 1 : p->n_lists;
    uint64_t *bits =
        (uint64_t *)nh_arena_array(p->e->arena, nh_bits_words(count) + 2, sizeof *bits);
    nh_status st = NH_OK;
    uint64_t n, both = 0;

    if (bits == NULL)
        return nh_arena_fail(p->e->arena, err, "a query");
    for (uint32_t i = 0; i < marked && st == NH_OK; i++)
        st = mark_list(p, p->lists[i], bits, err);
    if (st == NH_OK && last)
        st = count_marked(p, p->lists[marked], bits, &both, err);
    for (size_t w = 0; p->best.allowed != NULL && w < nh_bits_words(count); w++)
        bits[w] &= p->best.allowed[w];
    n = last && marked == 1 ? p->lists[0]->df : nh_bits_count(bits, count);
    n += last ? p->lists[marked]->df - both : 0;
    p->counted += n;
    if (p->best.allowed == NULL)
        p->articles += flat ? n : count_articles(p->view, bits);
    return st;
}
