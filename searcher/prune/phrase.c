/* searcher/prune/phrase.c - the passages of a phrase, which have been found: counted and scored. */
#include "searcher/prune/pruning.h"

static uint64_t count_articles(const nh_pruning *p, const nh_leaf_list *l)
{
    uint32_t end = 0; /* of the article of the passage before */
    uint64_t n = 0;

    if (nh_segment_view_flat(p->view))
        return l->count;
    for (uint32_t i = 0; i < l->count; i++) {
        if (l->passages[i] < end)
            continue;
        end = nh_article_end(&p->view->articles, l->passages[i]);
        n++;
    }
    return n;
}

void nh_prune_phrase(nh_pruning *p)
{
    const nh_leaf_list *l = &p->e->runs[p->segment].lists[p->words[0].leaf];
    nh_part_scores *scores = &p->words[0].scores;
    const uint8_t *lengths = p->view->passages.lengths;

    p->counted += l->count;
    p->articles += count_articles(p, l);
    for (uint32_t i = 0; i < l->count && p->score; i++)
        nh_best_add(&p->best, nh_part_score(scores, l->tf[i], lengths[l->passages[i]]),
                    l->passages[i], p->segment);
}
