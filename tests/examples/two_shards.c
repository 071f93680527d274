/* tests/examples/two_shards.c - a collection in two indexes answers as if it were in one.
 *
 * two_shards SHARD SHARD QUESTION prints what the index of both would, byte for byte. Statistics
 * travel as bytes, so the shards may be anywhere.
 */
#include <newshound/newshound.h>
#include <stdio.h>
#include <string.h>

enum { SHARDS = 2 };

/* One shard: on another machine, this would be the other end of a connection. */
struct shard {
    nh_reader *reader;
    nh_query *query;
    nh_searcher *searcher;
    nh_results *results;
};

static nh_status open_shard(struct shard *s, const char *path, const char *question,
                            nh_error *err)
{
    nh_status st = nh_reader_open(path, NULL, &s->reader, err);

    if (st == NH_OK)
        st = nh_query_parse(s->reader, question, strlen(question), NULL, &s->query, err);
    if (st == NH_OK)
        st = nh_searcher_new(s->reader, &s->searcher, err);
    return st;
}

static void close_shard(struct shard *s)
{
    nh_results_free(s->results);
    nh_searcher_free(s->searcher);
    nh_query_free(s->query);
    nh_reader_close(s->reader);
}

/* What one shard knows, as the bytes it would send, is added to *sum, or becomes it. */
static nh_status add_shard(const struct shard *s, const nh_search_options *options,
                           nh_statistics **sum, nh_error *err)
{
    nh_statistics *its = NULL, *here = NULL;
    nh_status st = nh_statistics_collect(s->searcher, s->query, options, &its, err);

    if (st == NH_OK) {
        const nh_str bytes = nh_statistics_bytes(its);

        st = nh_statistics_read(bytes.ptr, bytes.len, NULL, &here, err);
    }
    if (st == NH_OK && *sum != NULL) {
        st = nh_statistics_add(*sum, here, err);
    } else if (st == NH_OK) {
        *sum = here;
        here = NULL;
    }
    nh_statistics_free(here);
    nh_statistics_free(its);
    return st;
}

/* The sum of what the shards know; a second round, if they hold different languages. */
static nh_status add_up(const struct shard *shards, nh_statistics **out, nh_error *err)
{
    nh_search_options options = {.size = sizeof options};
    nh_status st = NH_OK;

    *out = NULL;
    do {
        nh_statistics *fresh = NULL;

        options.statistics = *out;
        for (int i = 0; st == NH_OK && i < SHARDS; i++)
            st = add_shard(&shards[i], &options, &fresh, err);
        nh_statistics_free(*out);
        *out = fresh;
    } while (st == NH_OK && !nh_statistics_complete(*out));
    return st;
}

static bool print(void *self, const char *bytes, size_t size)
{
    return fwrite(bytes, 1, size, (FILE *)self) == size;
}

/* Every shard searches with the sum; the answers become one, and are printed. */
static nh_status search_all(struct shard *shards, const nh_statistics *sum, nh_str question,
                            nh_error *err)
{
    const nh_search_options options = {.size = sizeof options, .statistics = sum};
    const nh_render_options form = {
        .size = sizeof form, .query = question, .milliseconds = -1};
    const nh_sink out = {stdout, print};
    const nh_results *parts[SHARDS];
    nh_results *all = NULL;
    nh_status st = NH_OK;

    for (int i = 0; st == NH_OK && i < SHARDS; i++) {
        st = nh_search(shards[i].searcher, shards[i].query, &options, &shards[i].results,
                       err);
        parts[i] = shards[i].results;
    }
    if (st == NH_OK)
        st = nh_results_merge(parts, SHARDS, &options, &all, err);
    if (st == NH_OK)
        st = nh_results_render(all, shards[0].query, NH_RENDER_JSON, &form, &out, err);
    nh_results_free(all);
    return st;
}

int main(int argc, char **argv)
{
    struct shard shards[SHARDS] = {{0}};
    nh_statistics *sum = NULL;
    nh_error err = {0};
    nh_status st = NH_OK;

    if (argc != SHARDS + 2)
        return 2;
    for (int i = 0; st == NH_OK && i < SHARDS; i++)
        st = open_shard(&shards[i], argv[i + 1], argv[SHARDS + 1], &err);
    if (st == NH_OK)
        st = add_up(shards, &sum, &err);
    if (st == NH_OK)
        st = search_all(shards, sum, (nh_str){argv[SHARDS + 1], strlen(argv[SHARDS + 1])},
                        &err);
    if (st != NH_OK)
        fprintf(stderr, "%s: %s\n", err.where, err.what);
    for (int i = 0; i < SHARDS; i++)
        close_shard(&shards[i]);
    nh_statistics_free(sum);
    return st == NH_OK ? 0 : 1;
}
