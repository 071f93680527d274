/* tests/unit/test_kernels_encode.c - kernels of encoding: every set gives the numbers of the scalar one. */
#include <string.h>

#include "common/codec/kernels/kernels.h"
#include "tests/support/cm.h"
#include "tests/support/makers/random_text.h"

#define SLOTS 300u
#define ROOM 256u

/* Rows, and where they lie. */
typedef struct made_rows {
    uint32_t passages[ROOM + NH_SLOT_SLACK];
    uint16_t begins[ROOM + NH_SLOT_SLACK];
    uint8_t places[2 * SLOTS + NH_SLOT_SLACK];
    nh_slot_rows rows;
} made_rows;

static void begin_rows(made_rows *m, uint32_t count, uint32_t base)
{
    *m = (made_rows){0};
    m->rows = (nh_slot_rows){.passages = m->passages,
                             .begins = m->begins,
                             .places = m->places,
                             .count = count,
                             .room = ROOM,
                             .at = count,
                             .base = base};
}

/* Postings one by one. Returns how many slots went in. */
static size_t take_plainly(const uint32_t *slots, size_t n, made_rows *m)
{
    nh_slot_rows *r = &m->rows;

    for (size_t i = 0; i < n; i++) {
        if (i == 0 || slots[i] >> 16 != slots[i - 1] >> 16) {
            if (r->count == r->room)
                return i;
            m->begins[r->count] = (uint16_t)r->at;
            m->passages[r->count++] = r->base + (slots[i] >> 16);
        }
        m->places[r->at++] = (uint8_t)(slots[i] >> 8);
    }
    return n;
}

static void assert_same_rows(const made_rows *a, const made_rows *b)
{
    assert_int_equal(a->rows.count, b->rows.count);
    assert_int_equal(a->rows.at, b->rows.at);
    assert_memory_equal(a->passages, b->passages, a->rows.count * sizeof *a->passages);
    assert_memory_equal(a->begins, b->begins, a->rows.count * sizeof *a->begins);
    assert_memory_equal(a->places, b->places, a->rows.at);
}

/* Slots of passages up to 65,535, each of which has about `each` of them. */
static void make_slots(random_numbers *random, uint32_t *slots, size_t n, uint32_t each)
{
    uint32_t passage = random_u32(random) % 60000;

    for (size_t i = 0; i < n; i++) {
        passage += random_below(random, each) == 0 ? 1 + random_u32(random) % 9 : 0;
        slots[i] = passage << 16 | (random_u32(random) & 0xffffu);
    }
}

static void slots_become_postings_until_there_is_no_room(void **state)
{
    random_numbers random = {53};

    (void)state;
    for (size_t n = 1; n <= SLOTS; n++)
        for (uint32_t each = 1; each <= 3; each++) {
            const uint32_t count = random_u32(&random) % (ROOM + 1);
            uint32_t slots[SLOTS];
            made_rows expected, found;
            size_t taken;

            make_slots(&random, slots, n, each);
            begin_rows(&expected, count, (uint32_t)n << 16);
            taken = take_plainly(slots, n, &expected);
            for (size_t k = 0; nh_kernels_usable(k) != NULL; k++) {
                begin_rows(&found, count, (uint32_t)n << 16);
                assert_int_equal(nh_kernels_usable(k)->slots_take(slots, n, &found.rows),
                                 taken);
                assert_same_rows(&expected, &found);
            }
        }
}

/* A bit of the places after the other. Returns how many bytes they take. */
static size_t pack_plainly(const uint8_t *places, const uint8_t *tf, const uint8_t *spans,
                           size_t n, uint8_t *to)
{
    size_t bit = 0;

    for (size_t k = 0; k < n; k++)
        for (unsigned i = 0; i < tf[k]; i++, places++)
            for (unsigned b = 0; b < 8 && spans[k] > 0 && (spans[k] - 1) >> b > 0;
                 b++, bit++)
                to[bit / 8] |= (uint8_t)((*places >> b & 1) << bit % 8);
    return (bit + 7) / 8;
}

static void places_are_packed_at_the_width_of_their_passage(void **state)
{
    static uint8_t places[256 * 255], expected[256 * 255 + NH_PACK_SLACK],
        found[256 * 255 + NH_PACK_SLACK];
    random_numbers random = {59};

    (void)state;
    for (uint32_t most = 1; most <= 255; most += 1 + most / 2)
        for (size_t n = 0; n <= 256; n += 1 + n / 5) {
            uint8_t tf[256], spans[256];
            size_t at = 0, size;

            for (size_t k = 0; k < n; k++) {
                tf[k] = (uint8_t)(1 + random_below(&random, most));
                spans[k] = (uint8_t)random_u32(&random);
                for (unsigned i = 0; i < tf[k]; i++)
                    places[at++] =
                        (uint8_t)(spans[k] > 0 ? random_below(&random, spans[k]) : 0);
            }
            memset(expected, 0, sizeof expected);
            size = pack_plainly(places, tf, spans, n, expected);
            for (size_t k = 0; nh_kernels_usable(k) != NULL; k++) {
                memset(found, 0xff, sizeof found);
                assert_int_equal(
                    nh_kernels_usable(k)->places_pack(places, tf, spans, n, found) - found,
                    size);
                assert_memory_equal(expected, found, size);
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_packed_at_the_width_of_their_passage),
        cmocka_unit_test(slots_become_postings_until_there_is_no_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
