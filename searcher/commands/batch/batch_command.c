/* searcher/commands/batch/batch_command.c - nh-search batch INDEX FILE...: questions of files, answered all at once. */
#include <errno.h>
#include <stdio.h>

#include "common/base/env.h"
#include "common/base/error.h"
#include "common/base/files/output_file.h"
#include "searcher/commands/batch/batch_report.h"
#include "searcher/commands/batch/batch_settings.h"
#include "searcher/commands/search_verbs.h"

/* Where answers go. */
typedef struct output {
    nh_output_file *file; /* NULL: standard output                        */
    bool left;            /* nobody reads it any more: no failure of ours */
    nh_error error;       /* why it refused                               */
} output;

/* What the library calls back with. */
typedef struct errand {
    nh_batch_report report; /* the first, so that a pointer to both is one to this */
    output to;
} errand;

static nh_status refuse(output *to)
{
    to->left = errno == EPIPE;
    return nh_fail_errno(&to->error, errno != 0 ? errno : EIO, "standard output", "write");
}

static bool write_out(void *self, const char *bytes, size_t size)
{
    output *to = (output *)self;

    if (to->error.code != NH_OK)
        return false;
    if (to->file != NULL)
        return nh_output_file_write(to->file, bytes, size, &to->error) == NH_OK;
    return fwrite(bytes, 1, size, stdout) == size || refuse(to) == NH_OK;
}

/* What still waits for standard output is written: whoever waits for an answer before asking on
 * gets it, and no summary says that all is well before it is. */
static nh_status flush_out(output *to)
{
    if (to->error.code != NH_OK || to->file != NULL || fflush(stdout) == 0)
        return to->error.code;
    return refuse(to);
}

static void let_go(void *self)
{
    (void)flush_out(&((errand *)self)->to); /* the next answer is refused then */
}

/* From questions to answers. A sink that refused says why itself. */
static nh_status run_batch(const nh_batch_settings *set, nh_reader *reader,
                           nh_topics *topics, output *to, nh_batch_facts *facts,
                           nh_error *err)
{
    const nh_topic_source source = nh_topics_source(topics);
    const nh_sink sink = {to, write_out};
    nh_status st = nh_batch_run(reader, &source, &set->batch, &sink, facts, err);

    if (st == NH_OK && to->file != NULL)
        return nh_output_file_keep(to->file, err);
    if (st == NH_OK)
        st = flush_out(to);
    if (to->error.code == NH_OK)
        return st;
    *err = to->error;
    return to->error.code;
}

static nh_status run(const nh_batch_settings *set, output *to, nh_batch_facts *facts,
                     nh_error *err)
{
    const nh_reader_options how = {.size = sizeof how, .previous = set->choice.previous};
    nh_env env = *nh_env_system();
    nh_reader *reader = NULL;
    nh_topics *topics = NULL;
    nh_status st = nh_reader_open(set->index, &how, &reader, err);

    env.stop = nh_program_stop();
    if (st == NH_OK)
        st = nh_topics_open(set->files, set->n_files, &set->topics, &topics, err);
    if (st == NH_OK && set->out != NULL)
        st = nh_output_file_open(&env, set->out, &to->file, err);
    if (st == NH_OK)
        st = run_batch(set, reader, topics, to, facts, err);
    nh_output_file_close(to->file);
    nh_topics_close(topics);
    nh_reader_close(reader);
    return st;
}

int nh_verb_batch(int argc, char **argv)
{
    nh_batch_settings set;
    errand it = {0};
    nh_batch_facts facts = {.size = sizeof facts};
    nh_error err = {0};
    int exit_code = NH_EXIT_OK;
    nh_status st;

    if (!nh_batch_settings_read(&set, argc, argv, &exit_code))
        return exit_code;
    nh_batch_report_begin(&it.report, set.progress, set.quiet);
    it.report.counts_only = set.counts_only;
    set.batch.on_progress = nh_batch_report_progress;
    set.batch.on_failure = nh_batch_report_failure;
    set.batch.on_idle = let_go;
    set.batch.self = &it;
    st = run(&set, &it.to, &facts, &err);
    nh_batch_report_clear(&it.report);
    if (st != NH_OK && set.out == NULL)
        clearerr(stdout); /* it is told of here, once */
    if (it.to.left)
        return NH_EXIT_OK;
    if (st != NH_OK)
        return nh_program_complain(NH_SEARCH_NAME, &err);
    nh_batch_report_end(&it.report, &facts);
    return nh_exit_code(facts.worst);
}
