/* tests/unit/test_batch_job.c - what the error record of a question tells. */
#include "searcher/batch/batch_job.h"

#include "common/base/error.h"
#include "common/base/str.h"
#include "tests/support/cm.h"

static void the_record_tells_what_is_known(void **state)
{
    static const struct {
        nh_status status;
        const char *id, *path, *where;
        uint64_t row, offset;
        const char *expected;
    } cases[] = {
        {NH_E_CORRUPT, "q1", "t.tsv", "n.idx/1.seg", 3, 4096,
         "\"qid\":\"q1\",\"path\":\"t.tsv\",\"row\":3,\"code\":\"corrupt\","
         "\"message\":\"why\",\"file\":\"n.idx/1.seg\",\"byte\":4096}\n"},
        {NH_E_IO, "q1", "", "n.idx/\"1\".seg", 3, NH_NO_OFFSET,
         "\"qid\":\"q1\",\"row\":3,\"code\":\"io\","
         "\"message\":\"why\",\"file\":\"n.idx/\\\"1\\\".seg\"}\n"},
        {NH_E_ARG, "q1", "t.tsv", "limit", 3, NH_NO_OFFSET,
         "\"qid\":\"q1\",\"path\":\"t.tsv\",\"row\":3,\"code\":\"argument\","
         "\"message\":\"why\"}\n"},
        {NH_E_REFUSED, "", "t.tsv", "", 10, NH_NO_OFFSET,
         "\"path\":\"t.tsv\",\"row\":10,\"code\":\"refused\",\"message\":\"why\"}\n"},
    };
    static const char start[] = "{\"v\":1,\"type\":\"error\",";

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        nh_batch_job job = {.status = cases[i].status};
        nh_buffer out = {0};

        job.topic.id = nh_str_of(cases[i].id);
        job.topic.path = nh_str_of(cases[i].path);
        job.topic.row = cases[i].row;
        nh_fail(&job.error, job.status, cases[i].where, cases[i].offset, "why");
        nh_batch_job_record(&job, &out);
        nh_buf_u8(&out, 0);
        assert_memory_equal(out.bytes, start, sizeof start - 1);
        assert_string_equal(out.bytes + sizeof start - 1, cases[i].expected);
        nh_buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_record_tells_what_is_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
