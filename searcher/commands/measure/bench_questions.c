/* searcher/commands/measure/bench_questions.c - the questions of files, kept in memory to be asked many times. */
#include "searcher/commands/measure/bench_questions.h"

#include "common/base/error.h"
#include "common/base/memory/grow.h"
#include "common/base/program/program.h"
#include "common/base/str.h"
#include "searcher/commands/search_verbs.h"

static nh_status keep(nh_bench_questions *q, const nh_topic *topic, nh_error *err)
{
    nh_topic copy = *topic;
    nh_str *texts[] = {&copy.id, &copy.text, &copy.filter, &copy.like};
    nh_topic *list = (nh_topic *)nh_grown(nh_env_system(), q->list, q->count, &q->room, 256,
                                          sizeof *list);

    if (list == NULL)
        return nh_fail_memory(err, "questions");
    q->list = list;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        *texts[i] = nh_arena_copy(&q->texts, *texts[i]);
        if (texts[i]->ptr == NULL)
            return nh_fail_memory(err, "questions");
    }
    copy.path = copy.problem = (nh_str){0};
    q->list[q->count++] = copy;
    return NH_OK;
}

/* A row that is no question: told of, and passed over. */
static void complain(const nh_topic *topic)
{
    nh_error why = {0};

    nh_fail(&why, topic->code, NULL, topic->offset, "%.*s", NH_STR_ARG(topic->problem));
    snprintf(why.where, sizeof why.where, "%.*s", NH_STR_ARG(topic->path));
    nh_program_complain(NH_SEARCH_NAME, &why);
}

nh_status nh_bench_questions_read(nh_topics *topics, nh_bench_questions *out, nh_error *err)
{
    const nh_topic *topic = NULL;
    nh_status st = nh_topics_next(topics, &topic, err);

    while (st == NH_OK && topic != NULL) {
        if (topic->code == NH_OK) {
            st = keep(out, topic, err);
        } else {
            complain(topic);
            out->refused++;
        }
        if (st == NH_OK)
            st = nh_topics_next(topics, &topic, err);
    }
    return st;
}

void nh_bench_questions_close(nh_bench_questions *q)
{
    nh_release(nh_env_system(), q->list);
    nh_arena_close(&q->texts);
    *q = (nh_bench_questions){0};
}
