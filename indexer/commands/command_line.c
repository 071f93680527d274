/* indexer/commands/command_line.c - what the verbs share: small files read whole, options completed. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "common/base/bytes/buffer.h"
#include "common/base/error.h"
#include "indexer/commands/commands.h"

#define STOPWORDS_LIMIT ((size_t)1 << 20)
#define READ_STEP 65536u

static nh_status read_all(const nh_env *env, int fd, const char *path, nh_buffer *text,
                          nh_error *err)
{
    size_t got = 1;

    while (got > 0) {
        uint8_t *room = nh_buf_extend(text, READ_STEP);

        if (room == NULL)
            return nh_buf_status(text, err, path);
        const nh_status st = nh_file_read(env, fd, room, READ_STEP, path, &got, err);

        if (st != NH_OK)
            return st;
        text->size -= READ_STEP - got;
    }
    nh_buf_u8(text, 0);
    return nh_buf_status(text, err, path);
}

/* What follows a NUL would be lost without a word. */
static nh_status refuse_nul(const nh_buffer *text, const char *path, nh_error *err)
{
    const size_t at = strlen((const char *)text->bytes);

    if (at == text->size - 1)
        return NH_OK;
    return nh_fail(err, NH_E_ARG, path, at, "a NUL byte: this is no text");
}

nh_status nh_text_load(const char *path, size_t limit, char **out, nh_error *err)
{
    const bool standard = strcmp(path, "-") == 0;
    nh_buffer text = {.limit = limit + READ_STEP + 1};
    nh_env env = *nh_env_system();
    int fd = STDIN_FILENO;
    nh_status st = NH_OK;

    *out = NULL;
    env.stop = nh_program_stop();
    if (!standard)
        st = nh_file_open(&env, AT_FDCWD, path, O_RDONLY, &fd, err);
    if (st == NH_OK)
        st = read_all(&env, fd, path, &text, err);
    if (st == NH_OK && text.size - 1 > limit)
        st = nh_fail(err, NH_E_LIMIT, path, limit, "more than %zu bytes", limit);
    if (st == NH_OK)
        st = refuse_nul(&text, path, err);
    if (st == NH_OK) {
        *out = (char *)text.bytes; /* now the caller's */
        text = (nh_buffer){0};
    }
    if (!standard)
        nh_file_close(NULL, fd);
    nh_buf_free(&text);
    return st;
}

/* Ends the line that begins at `line`, whichever system wrote it; the next one, or NULL. */
static char *cut_line(char *line)
{
    char *end = strchr(line, '\n');
    const size_t size = end != NULL ? (size_t)(end - line) : strlen(line);

    line[size] = '\0';
    if (size > 0 && line[size - 1] == '\r')
        line[size - 1] = '\0';
    return end != NULL ? end + 1 : NULL;
}

nh_status nh_names_join(char **given, size_t n_given, char *text, const char ***out,
                        size_t *n, nh_error *err)
{
    size_t most = n_given + 1;

    for (const char *p = text; *p != '\0'; p++)
        most += *p == '\n';
    *out = nh_zeroed(NULL, most, sizeof **out);
    if (*out == NULL)
        return nh_fail_memory(err, "a list of names");
    for (*n = 0; *n < n_given; ++*n)
        (*out)[*n] = given[*n];
    while (text != NULL) {
        char *next = cut_line(text);

        if (*text != '\0')
            (*out)[(*n)++] = text;
        text = next;
    }
    return NH_OK;
}

nh_status nh_index_options_load(nh_index_options *options, char **owned, nh_error *err)
{
    const char *list = options->stopwords;

    *owned = NULL;
    options->has_k1 = !isnan(options->k1);
    options->has_b = !isnan(options->b);
    if (list == NULL || strcmp(list, "none") == 0 || strcmp(list, "classic33") == 0)
        return NH_OK;
    const nh_status st = nh_text_load(list, STOPWORDS_LIMIT, owned, err);

    if (st == NH_OK)
        options->stopwords = *owned;
    return st;
}
