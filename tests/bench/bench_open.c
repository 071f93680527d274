/*
 * tests/bench/bench_open.c - an index opened, and its first page: bench_open INDEX [QUERY]
 *
 * Warm: its files are in memory, and every round opens them anew. Cold: the kernel is asked to drop
 * them before the round; then the clock on the wall counts, and what was read from the disk.
 */
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "newshound/render.h"
#include "tests/bench/rows.h"

#define WARM_ROUNDS 50
#define COLD_ROUNDS 3

/* What a round costs; times in microseconds. */
typedef struct costs {
    double open, page, wall;
    double faults, read; /* pages mapped; bytes from the disk */
} costs;

static bool drop_bytes(void *self, const char *bytes, size_t size)
{
    (void)self;
    (void)bytes;
    (void)size;
    return true;
}

static nh_status make_page(nh_reader *r, nh_searcher *s, const char *text, nh_error *err)
{
    const nh_sink sink = {NULL, drop_bytes};
    nh_results *results = NULL;
    nh_query *q = NULL;
    nh_status st = nh_query_parse(r, text, strlen(text), NULL, &q, err);

    if (st == NH_OK)
        st = nh_search(s, q, NULL, &results, err);
    if (st == NH_OK)
        st = nh_results_render(results, q, NH_RENDER_JSON, NULL, &sink, err);
    nh_results_free(results);
    nh_query_free(q);
    return st;
}

static double wall_seconds(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double count_faults(void)
{
    struct rusage usage = {0};

    (void)getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_minflt + usage.ru_majflt);
}

/* Bytes that this process had read from a disk; 0 where the system does not say. */
static double count_read(void)
{
    FILE *io = fopen("/proc/self/io", "r");
    unsigned long long bytes = 0;
    char line[128];

    while (io != NULL && fgets(line, sizeof line, io) != NULL)
        if (sscanf(line, "read_bytes: %llu", &bytes) == 1)
            break;
    if (io != NULL)
        fclose(io);
    return (double)bytes;
}

/* Opens, answers, closes. */
static nh_status run_round(const char *index, const char *query, costs *out, nh_error *err)
{
    const double faults = count_faults(), read = count_read(), wall = wall_seconds();
    const double start = bench_seconds();
    nh_reader *r = NULL;
    nh_searcher *s = NULL;
    nh_status st = nh_reader_open(index, NULL, &r, err);

    if (st == NH_OK)
        st = nh_searcher_new(r, &s, err);
    out->open = (bench_seconds() - start) * 1e6;
    if (st == NH_OK)
        st = make_page(r, s, query, err);
    out->page = (bench_seconds() - start) * 1e6 - out->open;
    out->wall = (wall_seconds() - wall) * 1e6;
    nh_searcher_free(s);
    nh_reader_close(r);
    out->faults = count_faults() - faults;
    out->read = count_read() - read;
    return st;
}

/* Asks the kernel to forget the files of the index. */
static void drop_files(const char *index)
{
    DIR *dir = opendir(index);
    const struct dirent *entry;

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        const int fd = openat(dirfd(dir), entry->d_name, O_RDONLY);

        if (fd >= 0) {
            (void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
            (void)close(fd);
        }
    }
    if (dir != NULL)
        closedir(dir);
}

/* The cheapest round; cold ones by the clock on the wall. */
static nh_status measure(const char *index, const char *query, bool cold, costs *out,
                         nh_error *err)
{
    const unsigned rounds = cold ? COLD_ROUNDS : WARM_ROUNDS;
    nh_status st = NH_OK;

    for (unsigned i = 0; i <= rounds && st == NH_OK; i++) {
        costs c = {0};

        if (cold)
            drop_files(index);
        st = run_round(index, query, &c, err);
        if (i == 1 || (i > 1 && (cold ? c.wall < out->wall
                                      : c.open + c.page < out->open + out->page)))
            *out = c;
    }
    return st;
}

int main(int argc, char **argv)
{
    const char *const query = argc > 2 ? argv[2] : "barrack";
    costs warm = {0}, cold = {0};
    nh_error err = {0};

    if (argc < 2) {
        fprintf(stderr, "usage: bench_open INDEX [QUERY]\n");
        return 2;
    }
    if (measure(argv[1], query, false, &warm, &err) != NH_OK ||
        measure(argv[1], query, true, &cold, &err) != NH_OK) {
        fprintf(stderr, "bench_open: %s: %s\n", err.where, err.what);
        return 2;
    }
    bench_row("open", "warm: reader and searcher", warm.open, "us");
    bench_row("open", "warm: the first page", warm.page, "us");
    bench_row("open", "warm: page faults", warm.faults, "faults");
    bench_row("open", "cold: open and first page", cold.wall, "us");
    bench_row("open", "cold: from the disk", cold.read, "bytes");
    return 0;
}
