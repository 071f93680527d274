/* searcher/highlight/mark_text.c - what a query marks in a fresh text. */
#include "common/base/error.h"
#include "common/base/memory/grow.h"
#include "searcher/highlight/matching.h"

/* Adds marks, which begin behind the beginning of the last one; where they overlap, they become
 * one. */
static nh_status add_marks(const nh_matching *m, const nh_marks *marks, nh_mark_list *to)
{
    for (size_t i = 0; i < marks->count; i++) {
        const nh_mark mark = marks->list[i];
        nh_mark *last = to->count > 0 ? &to->list[to->count - 1] : NULL;

        if (last != NULL && mark.at < last->at + last->size) {
            if (mark.at + mark.size > last->at + last->size)
                last->size = mark.at + mark.size - last->at;
            continue;
        }
        nh_mark *grown = (nh_mark *)nh_grown(&m->out->env, to->list, to->count, &to->room,
                                             16, sizeof *grown);

        if (grown == NULL)
            return nh_fail_memory(m->err, "a text to match");
        to->list = grown;
        to->list[to->count++] = mark;
    }
    return NH_OK;
}

static nh_status mark_part(nh_matching *m, uint32_t passage, nh_cut_part part,
                           nh_mark_list *to)
{
    nh_marks marks = {NULL, 0};
    const nh_status st =
        nh_article_cut_marks(m->cut, m->leaves, passage, part, &marks, m->err);

    return st == NH_OK ? add_marks(m, &marks, to) : st;
}

nh_status nh_matching_mark(nh_matching *m)
{
    nh_status st = NH_OK;

    for (uint32_t p = 0; p < m->cut->cut.n_passages && st == NH_OK; p++) {
        const nh_passage *passage = &m->cut->cut.passages[p];
        const bool headline = (passage->flags & NH_PASSAGE_HEADLINE) != 0;

        st = nh_halt_look(&m->halt, m->err);
        if (st == NH_OK && (headline || passage->first < m->cut->headline_tokens))
            st = mark_part(m, p, NH_CUT_HEADLINE, &m->out->headline);
        if (st == NH_OK && !headline)
            st = mark_part(m, p, NH_CUT_TEXT, &m->out->text);
    }
    return st;
}
