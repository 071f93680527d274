/* tests/fuzz/replay.c - the seeds of a fuzz target as an ordinary test, with any compiler. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* What every tests/fuzz/fuzz_<parser>.c defines; it crashes or returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* An exact copy, so that a sanitizer stands guard right behind the last byte. */
static uint8_t *read_whole(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    struct stat st;
    uint8_t *bytes = NULL;

    if (f != NULL && fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode)) {
        bytes = (uint8_t *)malloc(st.st_size > 0 ? (size_t)st.st_size : 1);
        *size = bytes != NULL ? fread(bytes, 1, (size_t)st.st_size, f) : 0;
    }
    if (f != NULL)
        fclose(f);
    return bytes;
}

/* 1 if `path` is a regular file that was run, else 0. */
static size_t replay_file(const char *path)
{
    size_t size = 0;
    uint8_t *bytes = read_whole(path, &size);

    if (bytes == NULL)
        return 0;
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    return 1;
}

static size_t replay_directory(const char *path)
{
    DIR *dir = opendir(path);
    struct dirent *entry;
    size_t count = 0;

    if (dir == NULL)
        return 0;
    while ((entry = readdir(dir)) != NULL) {
        char name[4096];

        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        count += replay_file(name);
    }
    closedir(dir);
    return count;
}

int main(int argc, char **argv)
{
    uint8_t *nothing = (uint8_t *)calloc(1, 1);
    size_t count = 0;

    LLVMFuzzerTestOneInput(nothing, 0);
    free(nothing);
    for (int i = 1; i < argc; i++) {
        struct stat st;

        if (stat(argv[i], &st) != 0)
            printf("%s: missing, no seeds\n", argv[i]);
        else
            count += S_ISDIR(st.st_mode) ? replay_directory(argv[i]) : replay_file(argv[i]);
    }
    printf("%zu seeds and the empty input replayed\n", count);
    return 0;
}
