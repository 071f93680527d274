/* tests/unit/test_inflate.c - gzip members, unpacked by each library in pieces of any size. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/memory/writable.h"
#include "common/base/str.h"
#include "common/codec/input/inflate_impl.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/transcripts/corpus_transcript.h"

#define LINES 6000u
#define NO_LIMIT UINT64_C(1000000)

/* What came out, and how it ended. */
typedef struct unpacked {
    uint8_t *bytes; /* freed by the caller */
    size_t size;
    nh_inflate_state state;
} unpacked;

/* Unpacks in pieces of `piece` bytes in, and `room` bytes out. */
static unpacked unpack(const nh_unpacker *by, nh_str packed, size_t piece, size_t room)
{
    unpacked out = {.bytes = malloc(LINES * 100), .state = NH_INFLATE_BETWEEN};
    nh_inflate *inflate = NULL;
    size_t at = 0;
    size_t idle = 0;

    assert_non_null(out.bytes);
    assert_int_equal(nh_inflate_new_by(by, nh_env_system(), NO_LIMIT, &inflate, NULL),
                     NH_OK);
    while (idle < 2 && out.state <= NH_INFLATE_BETWEEN) {
        const size_t left = packed.len - at;
        nh_cursor in = nh_cur(packed.ptr + at, left < piece ? left : piece);
        size_t made = 0;

        out.state = nh_inflate_run(inflate, &in, out.bytes + out.size, room, &made);
        at += in.at;
        out.size += made;
        idle = in.at > 0 || made > 0 ? 0 : idle + 1;
    }
    nh_inflate_free(inflate);
    return out;
}

/* A text that fills more than one window of deflate. */
static char *make_text(size_t *size)
{
    char *text = malloc(LINES * 40);

    assert_non_null(text);
    *size = 0;
    for (unsigned i = 0; i < LINES; i++)
        *size += (size_t)snprintf(text + *size, 40, "{\"id\": %u, \"text\": \"a%u\"}\n", i,
                                  i * i % 9973);
    return text;
}

static void pieces_of_any_size_give_the_same_bytes(void **state)
{
    static const size_t pieces[] = {1, 7, 100, 65536, 1000000};
    size_t size;
    size_t packed_size;
    char *text = make_text(&size);
    uint8_t *packed = gzip_of(text, size, &packed_size);

    (void)state;
    for (size_t u = 0; nh_unpacker_get(u) != NULL; u++) {
        for (size_t i = 0; i < COUNT(pieces) * COUNT(pieces); i++) {
            unpacked out =
                unpack(nh_unpacker_get(u), (nh_str){(const char *)packed, packed_size},
                       pieces[i % COUNT(pieces)], pieces[i / COUNT(pieces)] % 100000 + 1);

            assert_int_equal(out.state, NH_INFLATE_BETWEEN);
            assert_int_equal(out.size, size);
            assert_memory_equal(out.bytes, text, size);
            free(out.bytes);
        }
    }
    free(packed);
    free(text);
}

static void members_follow_one_another_and_what_else_follows_is_told(void **state)
{
    const nh_str text = NH_STR("one article\n");
    size_t n;
    uint8_t *packed = gzip_of(text.ptr, text.len, &n);
    uint8_t *many = malloc(3 * n + 1);

    (void)state;
    assert_non_null(many);
    for (size_t i = 0; i < 3; i++)
        memcpy(many + i * n, packed, n);
    many[3 * n] = 'x';
    for (size_t u = 0; nh_unpacker_get(u) != NULL; u++) {
        for (size_t piece = 1; piece <= n + 1; piece++) {
            nh_str all = {(const char *)many, 3 * n};
            unpacked out = unpack(nh_unpacker_get(u), all, piece, 5);

            assert_int_equal(out.state, NH_INFLATE_BETWEEN);
            assert_int_equal(out.size, 3 * text.len);
            free(out.bytes);
            all.len++;
            out = unpack(nh_unpacker_get(u), all, piece, 100);
            assert_int_equal(out.state, NH_INFLATE_TRAILING);
            assert_int_equal(out.size, 3 * text.len);
            free(out.bytes);
        }
    }
    free(many);
    free(packed);
}

static void no_cut_and_no_flipped_bit_is_taken_for_a_whole_member(void **state)
{
    const nh_str text = NH_STR("one article, and one article more, and more of it\n");
    size_t n;
    uint8_t *packed = gzip_of(text.ptr, text.len, &n);

    (void)state;
    for (size_t u = 0; nh_unpacker_get(u) != NULL; u++) {
        for (size_t cut = 1; cut < n; cut++) {
            unpacked out =
                unpack(nh_unpacker_get(u), (nh_str){(const char *)packed, cut}, 9, 9);

            assert_int_equal(out.state, NH_INFLATE_MORE);
            assert_memory_equal(out.bytes, text.ptr, out.size);
            free(out.bytes);
        }
        for (size_t bit = 8 * 10; bit < 8 * n; bit++) { /* behind the header */
            packed[bit / 8] ^= (uint8_t)(1u << bit % 8);
            unpacked out =
                unpack(nh_unpacker_get(u), (nh_str){(const char *)packed, n}, n, 4000);

            /* Bits between the last block and the trailer mean nothing. */
            assert_true(
                out.state == NH_INFLATE_BAD || out.state == NH_INFLATE_MORE ||
                (out.size == text.len && memcmp(out.bytes, text.ptr, text.len) == 0));
            free(out.bytes);
            packed[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
    }
    free(packed);
}

static nh_status open_one(const nh_env *env, void *context)
{
    nh_inflate *inflate = NULL;
    const nh_status st = nh_inflate_new_by(context, env, 1, &inflate, NULL);

    nh_inflate_free(inflate);
    return st;
}

static void memory_that_is_short_is_told(void **state)
{
    (void)state;
    for (size_t u = 0; nh_unpacker_get(u) != NULL; u++)
        assert_true(fault_sweep_allocations(open_one, nh_writable(nh_unpacker_get(u))) >=
                    2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_of_any_size_give_the_same_bytes),
        cmocka_unit_test(members_follow_one_another_and_what_else_follows_is_told),
        cmocka_unit_test(no_cut_and_no_flipped_bit_is_taken_for_a_whole_member),
        cmocka_unit_test(memory_that_is_short_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
