/* indexer/commands/stats_command.c - nh-index stats: what an index holds, and where its bytes go. */
#include <inttypes.h>

#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "indexer/commands/add_report.h"
#include "indexer/commands/commands.h"

/* A name and a number, as both forms of the answer show them. */
typedef struct row {
    const char *name;
    uint64_t value;
} row;

static void json_text(const char *name, const char *value)
{
    nh_buffer text = {0};

    nh_escape_json_string(&text, nh_str_of(value));
    printf(",\"%s\":%.*s", name, NH_STR_ARG(nh_buf_str(&text)));
    nh_buf_free(&text);
}

static void json_streams(const nh_index_streams *streams)
{
    printf(",\"streams\":{");
    for (size_t i = 0; i < streams->n; i++)
        printf("%s\"%s\":{\"bytes\":%" PRIu64 ",\"entropy\":%.0f}", i > 0 ? "," : "",
               streams->list[i].name, streams->list[i].bytes, streams->list[i].entropy);
    printf("}");
}

static void print_json(const nh_index_stats *s, const nh_index_streams *streams,
                       const row *rows, size_t n)
{
    printf("{\"v\":1,\"type\":\"stats\"");
    for (size_t i = 0; i < n; i++)
        printf(",\"%s\":%" PRIu64, rows[i].name, rows[i].value);
    json_text("analysis", s->analysis);
    json_text("stemmer", s->stemmer);
    json_text("language", s->language);
    json_text("passage_rule", s->passage_rule);
    json_text("store", s->store);
    json_text("pair_rule", s->pairs);
    json_text("written_by", s->written_by);
    printf(",\"pair_bytes\":%" PRIu64 ",\"k1\":%g,\"b\":%g,\"sections\":{", s->pair_bytes,
           s->k1, s->b);
    for (size_t i = 0; i < s->n_sections; i++)
        printf("%s\"%s\":%" PRIu64, i > 0 ? "," : "", s->sections[i].name,
               s->sections[i].bytes);
    printf("}");
    if (streams->n > 0)
        json_streams(streams);
    printf("}\n");
}

static double share(double part, uint64_t whole)
{
    return whole > 0 ? part / (double)whole : 0.0;
}

static double ratio(uint64_t part, uint64_t whole)
{
    return share((double)part, whole);
}

static void print_text(const nh_index_stats *s, const row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        printf("%-12s %14" PRIu64 "\n", rows[i].name, rows[i].value);
    printf("\nanalysis     %s, stemmer %s, language %s\n", s->analysis, s->stemmer,
           s->language);
    printf("passages     %s tokens\nranking      BM25, k1 %g, b %g\nstored       %s\n"
           "pairs        %s, %" PRIu64 " bytes of lists\nwritten by   newshound %s\n\n",
           s->passage_rule, s->k1, s->b, s->store, s->pairs, s->pair_bytes, s->written_by);
    for (size_t i = 0; i < s->n_sections; i++) {
        const uint64_t bytes = s->sections[i].bytes;

        printf("%-12s %14" PRIu64 " bytes %5.1f %% %9.3f a posting %9.3f a word\n",
               s->sections[i].name, bytes, 100.0 * ratio(bytes, s->bytes),
               ratio(bytes, s->postings), ratio(bytes, s->tokens));
    }
}

/* What streams take, and would at least. */
static void print_streams(const nh_index_stats *s, const nh_index_streams *streams)
{
    printf("\n%-12s %14s %9s %9s %14s %9s %9s\n", "stream", "bytes", "a posting", "a word",
           "entropy", "a posting", "a word");
    for (size_t i = 0; i < streams->n; i++) {
        const nh_stream_bytes *one = &streams->list[i];

        printf("%-12s %14" PRIu64 " %9.3f %9.3f %14.0f %9.3f %9.3f\n", one->name,
               one->bytes, ratio(one->bytes, s->postings), ratio(one->bytes, s->tokens),
               one->entropy, share(one->entropy, s->postings),
               share(one->entropy, s->tokens));
    }
}

static void print_stats(const nh_index_stats *s, const nh_index_streams *streams, bool json)
{
    const row rows[] = {
        {"articles", s->articles},     {"passages", s->passages},
        {"words", s->tokens},          {"terms", s->terms},
        {"postings", s->postings},     {"segments", s->segments},
        {"deleted", s->deleted},       {"generation", s->generation},
        {"stopwords", s->n_stopwords}, {"pairs", s->n_pairs},
        {"bytes", s->bytes},
    };

    if (json)
        print_json(s, streams, rows, sizeof rows / sizeof *rows);
    else
        print_text(s, rows, sizeof rows / sizeof *rows);
    if (!json && streams->n > 0)
        print_streams(s, streams);
}

static void show_progress(void *self, uint64_t done, uint64_t total)
{
    nh_report_phase(self, &(nh_writer_progress){"measuring", done, total});
}

/* Streams, if somebody asked for them. */
static nh_status read_streams(const char *path, nh_index_streams *streams, nh_error *err)
{
    nh_report report = {0};
    const nh_inspect_options how = {.size = sizeof how,
                                    .stop = nh_program_stop(),
                                    .on_progress = show_progress,
                                    .self = &report};
    nh_status st;

    nh_report_begin(&report, false);
    st = nh_index_streams_read(path, &how, streams, err);
    nh_report_clear(&report);
    return st;
}

static const char examples[] = "  nh-index stats news.idx\n"
                               "  nh-index stats --json news.idx\n"
                               "  nh-index stats --entropy news.idx   # reads all lists\n";

int nh_command_stats(int argc, char **argv)
{
    bool json = false;
    bool entropy = false;
    bool help = false;
    const nh_option table[] = {
        {"json", 0, NH_OPT_FLAG, &json, NULL, "one JSON object"},
        {"entropy", 0, NH_OPT_FLAG, &entropy, NULL,
         "bytes of each stream beside its entropy, as the manual defines it"},
        {"help", 'h', NH_OPT_FLAG, &help, NULL, "this text"},
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, examples},
        {0},
    };
    const nh_verb_form form = {NH_INDEX_NAME, "nh-index stats [OPTION]... INDEX", 1, 1,
                               &help};
    const nh_inspect_options how = {.size = sizeof how, .stop = nh_program_stop()};
    nh_index_stats stats = {.size = sizeof stats};
    nh_index_streams streams = {.size = sizeof streams};
    nh_error err = {0};
    int words = 0;
    int exit_code = NH_EXIT_OK;

    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    if (nh_index_stats_read(argv[0], &how, &stats, &err) != NH_OK)
        return nh_program_complain(NH_INDEX_NAME, &err);
    if (entropy && read_streams(argv[0], &streams, &err) != NH_OK)
        return nh_program_complain(NH_INDEX_NAME, &err);
    print_stats(&stats, &streams, json);
    return NH_EXIT_OK;
}
