/*
 * common/text/passages/passage_seams.h - private: where a paragraph that is too long is cut.
 */
#ifndef NH_TEXT_PASSAGE_SEAMS_H
#define NH_TEXT_PASSAGE_SEAMS_H

#include "common/text/passages/passage_pack.h"

/* The sentence ends of one paragraph, as numbers of the tokens that begin a sentence. */
typedef struct nh_seams {
    const nh_env *env;
    uint32_t *ends; /* ascending; the last is the run's count */
    size_t count;
    size_t next; /* the first that is not yet behind the run's done tokens */
    size_t room;
} nh_seams;

/* Frees what it holds. Accepts zeroed seams. */
void nh_seams_free(nh_seams *seams);

/* Finds the sentence ends of `run` that no word stands across. Linear. NH_E_NOMEM */
NH_MUST_USE nh_status nh_seams_find(nh_seams *seams, const nh_run *run, nh_error *err);

/*
 * How many of the run's next tokens go into the open passage of `pack`, where not all can:
 * up to the sentence end that brings it nearest to rule->target, or into a sentence that is
 * too long for any passage. 0: the open passage is better closed first.
 */
size_t nh_seams_choose(nh_seams *seams, const nh_pack *pack, const nh_run *run,
                       const nh_passage_rule *rule);

/* The most tokens of the run, up to 255 in the passage, that end where no word stands
 * across; 0 if none fit. */
size_t nh_seams_most(const nh_pack *pack, const nh_run *run);

#endif
