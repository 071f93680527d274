/* indexer/inspect/verify_public.c - what is wrong with an index. */
#include "common/segment/verify/verify.h"
#include "indexer/inspect/inspect.h"
#include "indexer/inspect/reanalyze.h"
#include "newshound/indexer.h"

/* Who wants to hear of findings. */
typedef struct listener {
    void (*on_finding)(void *self, const nh_finding *finding);
    void *self;
} listener;

static void pass_on(void *self, const nh_found *found)
{
    const listener *to = self;
    const nh_finding finding = {found->name, found->file, found->offset, found->text};

    if (to->on_finding != NULL)
        to->on_finding(to->self, &finding);
}

nh_status nh_index_verify(const char *path, bool deep, const nh_inspect_options *options,
                          void (*on_finding)(void *self, const nh_finding *finding),
                          void *self, nh_error *err)
{
    listener to = {on_finding, self};
    const nh_found_sink sink = {&to, pass_on};
    nh_env env;
    nh_status st = nh_inspect_begin(options, &env, err);

    if (st == NH_OK)
        st = nh_verify(&env, path, deep, &sink, err);
    /* An index that contradicts itself would only say so again. */
    if (st == NH_OK && deep)
        st = nh_reanalyze(&env, path, &sink, err);
    return st;
}
