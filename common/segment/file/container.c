/* common/segment/file/container.c - an index file opened: sections, and blocks checked at first touch. */
#include "common/segment/file/container.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "common/base/bytes/crc32c.h"
#include "common/base/bytes/little_endian.h"
#include "common/base/error.h"
#include "common/base/files/map.h"
#include "common/base/memory/prefetch.h"
#include "common/segment/file/container_tables.h"

#define LARGE_FILE 1048576u /* bytes from which only what is asked for is read */
#define OTHER_TABLES 1024u  /* bytes of section table and footer, about */
#define MOST_AHEAD 8u       /* logarithm of the most blocks that are read ahead */

/* A bit a block: it was compared with its checksum, or is read because somebody will. */
typedef struct check_word {
    _Atomic uint64_t bits;
    _Atomic uint64_t expected;
} check_word;

/* How far a section was asked for: the block behind, times 256, and the logarithm of how many
 * blocks were asked for at once. */
typedef struct asked {
    _Atomic uint64_t until;
} asked;

struct nh_container {
    const nh_env *env;
    nh_file_ref ref;
    nh_map map;
    bool ahead; /* the system reads nothing that it is not asked for  */
    nh_container_tables tables;
    check_word *checked;
    asked asked[NH_SECTION_KINDS];
};

static nh_status file_size(const nh_env *env, int dir, const char *name, uint64_t *size,
                           nh_error *err)
{
    nh_file_facts facts;
    int fd = -1, failed;
    nh_status st =
        nh_file_open(env, dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, &fd, err);

    if (st != NH_OK)
        return st;
    failed = env->io->facts(env->io->self, fd, &facts);
    (void)nh_file_close(env, fd);
    if (failed != 0)
        return nh_fail_errno(err, -failed, name, "look at");
    *size = facts.size;
    return NH_OK;
}

/* Each file of a commit may be perfect, and yet belong to another one. */
static nh_status compare_ref(const nh_container *c, const nh_file_ref *ref, nh_error *err)
{
    const uint64_t foot = c->map.size - NH_ENVELOPE_SIZE;

    if (c->tables.table_crc != ref->table_crc)
        return nh_fail(err, NH_E_CORRUPT, ref->name, foot + 24,
                       "table_crc %08" PRIx32 ", the manifest says %08" PRIx32
                       ": a file of another commit",
                       c->tables.table_crc, ref->table_crc);
    if (c->tables.blocks_crc != ref->blocks_crc)
        return nh_fail(err, NH_E_CORRUPT, ref->name, foot + 28,
                       "blocks_crc %08" PRIx32 ", the manifest says %08" PRIx32
                       ": a file of another commit",
                       c->tables.blocks_crc, ref->blocks_crc);
    return NH_OK;
}

static nh_status open_file(nh_container *c, int dir, nh_envelope_kind kind, bool copy,
                           nh_error *err)
{
    const uint64_t tables = c->ref.file_size / NH_CHECK_BLOCK * 4 + OTHER_TABLES;
    nh_status st =
        nh_map_open(c->env, dir, c->ref.name, c->ref.file_size, copy, &c->map, err);

    if (st == NH_OK && c->map.size >= LARGE_FILE) {
        c->ahead = true;
        nh_map_advise(&c->map, 0, c->map.size, NH_ADVICE_RANDOM);
        nh_map_advise(&c->map, c->map.size - tables, tables, NH_ADVICE_SOON);
    }
    if (st == NH_OK)
        st = nh_container_tables_read(c->map.bytes, c->map.size, c->ref.name, kind,
                                      &c->tables, err);
    if (st != NH_OK)
        return st;
    c->ref.table_crc = c->tables.table_crc;
    c->ref.blocks_crc = c->tables.blocks_crc;
    c->checked = (check_word *)nh_zeroed(c->env, (size_t)(c->tables.n_blocks / 64 + 1),
                                         sizeof *c->checked);
    return c->checked != NULL ? NH_OK : nh_fail_memory(err, "the checks of a file");
}

nh_status nh_container_open(const nh_env *env, int dir, const nh_file_ref *ref,
                            nh_envelope_kind kind, unsigned how, nh_container **out,
                            nh_error *err)
{
    const bool compare = (how & NH_CONTAINER_COMPARE) != 0;
    const bool copy = (how & NH_CONTAINER_COPY) != 0;
    nh_container *c;
    nh_status st = NH_OK;

    *out = NULL;
    env = nh_env_or_system(env);
    c = nh_new(env, nh_container);
    if (c == NULL)
        return nh_fail_memory(err, "an index file");
    c->env = env;
    memcpy(c->ref.name, ref->name, sizeof c->ref.name);
    c->ref.file_size = ref->file_size;
    if (!compare)
        st = file_size(env, dir, c->ref.name, &c->ref.file_size, err);
    if (st == NH_OK)
        st = open_file(c, dir, kind, copy, err);
    if (st == NH_OK && compare)
        st = compare_ref(c, ref, err);
    if (st == NH_OK)
        *out = c;
    else
        nh_container_close(c);
    return st;
}

void nh_container_close(nh_container *c)
{
    if (c == NULL)
        return;
    nh_map_close(&c->map);
    nh_release(c->env, c->checked);
    nh_release(c->env, c);
}

const nh_file_ref *nh_container_ref(const nh_container *c)
{
    return &c->ref;
}

uint64_t nh_container_size(const nh_container *c, nh_section_kind kind)
{
    return c->tables.sections[kind].size;
}

uint64_t nh_container_offset(const nh_container *c, nh_section_kind kind)
{
    return c->tables.sections[kind].offset;
}

/*
 * Has blocks [first, last] of a section read, before the first byte of them is touched and read
 * page by page. Whoever goes on where he stopped gets twice as much at once, up to
 * 2^MOST_AHEAD blocks; a look here and there gets nothing but what it needs.
 */
static void ask(nh_container *c, unsigned kind, uint64_t first, uint64_t last)
{
    const uint64_t state =
        atomic_load_explicit(&c->asked[kind].until, memory_order_relaxed);
    const uint64_t until = state >> 8;
    uint64_t step = state & 0xff, from = first, n, left;

    if (!c->ahead)
        return;
    if (first <= until && until - first <= (uint64_t)1 << step) {
        if (last < until)
            return;
        step += step < MOST_AHEAD;
        from = until;
    } else {
        step = 0;
    }
    n = last - from + 1 > (uint64_t)1 << step ? last - from + 1 : (uint64_t)1 << step;
    left = c->map.size - from * NH_CHECK_BLOCK;
    nh_map_advise(&c->map, from * NH_CHECK_BLOCK,
                  n < left / NH_CHECK_BLOCK ? n * NH_CHECK_BLOCK : left, NH_ADVICE_SOON);
    atomic_store_explicit(&c->asked[kind].until, (from + n) << 8 | step,
                          memory_order_relaxed);
}

/* Bytes under checksum number `block`. */
static size_t block_size(const nh_container *c, uint64_t block)
{
    const uint64_t left = c->tables.checks_at - block * NH_CHECK_BLOCK;

    return left < NH_CHECK_BLOCK ? (size_t)left : NH_CHECK_BLOCK;
}

/* The bit of a block in its word. */
static bool has_bit(const _Atomic uint64_t *word, uint64_t block)
{
    return (atomic_load_explicit(word, memory_order_relaxed) >> block % 64 & 1) != 0;
}

static bool is_checked(const nh_container *c, uint64_t block)
{
    return has_bit(&c->checked[block / 64].bits, block);
}

/* False if the block was read or asked for before. */
static bool begin_expecting(nh_container *c, uint64_t block)
{
    const uint64_t bit = (uint64_t)1 << block % 64;
    check_word *w = &c->checked[block / 64];

    return !has_bit(&w->bits, block) &&
           (atomic_fetch_or_explicit(&w->expected, bit, memory_order_relaxed) & bit) == 0;
}

void nh_container_expect(nh_container *c, nh_section_kind kind, uint64_t offset,
                         uint64_t size)
{
    const nh_section_place *s = &c->tables.sections[kind];
    uint64_t first, last;

    if (!c->ahead || size == 0 || offset >= s->size || size > s->size - offset)
        return;
    first = (s->offset + offset) / NH_CHECK_BLOCK;
    last = (s->offset + offset + size - 1) / NH_CHECK_BLOCK;
    while (first <= last) {
        uint64_t n = 0;

        while (first + n <= last && begin_expecting(c, first + n))
            n++;
        if (n > 0)
            nh_map_advise(&c->map, first * NH_CHECK_BLOCK,
                          (n - 1) * NH_CHECK_BLOCK + block_size(c, first + n - 1),
                          NH_ADVICE_SOON);
        first += n > 0 ? n : 1;
    }
}

static bool is_expected(const nh_container *c, uint64_t first, uint64_t last)
{
    for (; first <= last; first++)
        if (!has_bit(&c->checked[first / 64].expected, first))
            return false;
    return true;
}

/* The blocks of one word of bits, all checked? */
static bool is_run_checked(const nh_container *c, uint64_t first, uint64_t last)
{
    const uint64_t bits =
        atomic_load_explicit(&c->checked[first / 64].bits, memory_order_relaxed);
    const uint64_t wanted = UINT64_MAX >> (63 - last % 64) & UINT64_MAX << first % 64;

    return (bits & wanted) == wanted;
}

static bool are_checked(const nh_container *c, uint64_t first, uint64_t last)
{
    bool all = true;

    for (uint64_t next; all && first <= last; first = next) {
        next = (first | 63) + 1;
        all = is_run_checked(c, first, next <= last ? next - 1 : last);
    }
    return all;
}

static nh_status compare_block(nh_container *c, uint64_t block, nh_error *err)
{
    const uint64_t at = block * NH_CHECK_BLOCK;
    const uint32_t expected = nh_le32(c->map.bytes + c->tables.checks_at + block * 4);
    const uint32_t found = nh_crc32c(c->map.bytes + at, block_size(c, block));

    if (found != expected)
        return nh_fail(err, NH_E_CORRUPT, c->ref.name, at,
                       "checksum %08" PRIx32
                       " of the 16 KiB from here, expected %08" PRIx32,
                       found, expected);
    atomic_fetch_or_explicit(&c->checked[block / 64].bits, (uint64_t)1 << block % 64,
                             memory_order_relaxed);
    return NH_OK;
}

nh_status nh_container_check_block(nh_container *c, uint64_t block, nh_error *err)
{
    ask(c, 0, block, block);
    return compare_block(c, block, err);
}

/* `kind` is the section that is read, or 0. */
static nh_status check_blocks(nh_container *c, unsigned kind, uint64_t first, uint64_t last,
                              nh_error *err)
{
    nh_status st = NH_OK;

    if (are_checked(c, first, last))
        return NH_OK;
    while (first <= last &&
           is_checked(c, first)) /* or another thread has just checked all */
        first++;
    if (first <= last && !is_expected(c, first, last))
        ask(c, kind, first, last);
    for (uint64_t i = first; i <= last && st == NH_OK; i++)
        if (!is_checked(c, i))
            st = compare_block(c, i, err);
    return st;
}

/* Where something is wrong, is to be checked, or lies in several blocks. */
static __attribute__((noinline)) nh_status bytes_checked(nh_container *c,
                                                         nh_section_kind kind,
                                                         uint64_t offset, uint64_t size,
                                                         const uint8_t **out, nh_error *err)
{
    const nh_section_place *s = &c->tables.sections[kind];
    const uint64_t at = s->offset + offset;
    nh_status st;

    *out = NULL;
    if (size == 0 || offset > s->size || size > s->size - offset)
        return nh_container_corrupt(c, kind, offset, err,
                                    "%" PRIu64 " bytes wanted, the section has %" PRIu64,
                                    size, s->size);
    st = check_blocks(c, kind, at / NH_CHECK_BLOCK, (at + size - 1) / NH_CHECK_BLOCK, err);
    if (st == NH_OK)
        *out = c->map.bytes + at;
    return st;
}

nh_status nh_container_bytes(nh_container *c, nh_section_kind kind, uint64_t offset,
                             uint64_t size, const uint8_t **out, nh_error *err)
{
    const nh_section_place *s = &c->tables.sections[kind];
    const uint64_t at = s->offset + offset;

    if (size == 0 || offset > s->size || size > s->size - offset ||
        at % NH_CHECK_BLOCK + size > NH_CHECK_BLOCK || !is_checked(c, at / NH_CHECK_BLOCK))
        return bytes_checked(c, kind, offset, size, out, err);
    *out = c->map.bytes + at; /* as it is mostly */
    return NH_OK;
}

void nh_container_prefetch(const nh_container *c, nh_section_kind kind, uint64_t offset,
                           uint64_t size)
{
    const nh_section_place *s = &c->tables.sections[kind];

    for (uint64_t i = 0; i < size && offset < s->size && i < s->size - offset; i += 64)
        nh_prefetch(c->map.bytes + s->offset + offset + i);
}

nh_status nh_container_section(nh_container *c, nh_section_kind kind, const uint8_t **out,
                               uint64_t *size, nh_error *err)
{
    *out = NULL;
    *size = c->tables.sections[kind].size;
    return *size == 0 ? NH_OK : nh_container_bytes(c, kind, 0, *size, out, err);
}

bool nh_container_is_checked(const nh_container *c, nh_section_kind kind)
{
    const nh_section_place *s = &c->tables.sections[kind];

    return s->size == 0 || are_checked(c, s->offset / NH_CHECK_BLOCK,
                                       (s->offset + s->size - 1) / NH_CHECK_BLOCK);
}

nh_status nh_container_check(nh_container *c, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint64_t i = 0; i < c->tables.n_blocks && st == NH_OK; i++)
        st = check_blocks(c, 0, i, i, err);
    return st;
}

uint64_t nh_container_blocks(const nh_container *c)
{
    return c->tables.n_blocks;
}

nh_status nh_container_check_gaps(nh_container *c, nh_error *err)
{
    return nh_container_gaps_read(c->map.bytes, c->ref.name, &c->tables, err);
}

nh_status nh_container_corrupt(const nh_container *c, nh_section_kind kind, uint64_t at,
                               nh_error *err, const char *fmt, ...)
{
    char sentence[160];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(sentence, sizeof sentence, fmt, args);
    va_end(args);
    return nh_fail(err, NH_E_CORRUPT, c->ref.name, c->tables.sections[kind].offset + at,
                   "%s: %s", nh_section_name(kind), sentence);
}
