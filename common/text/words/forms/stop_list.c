/* common/text/words/forms/stop_list.c - the words that an index leaves out. */
#include "common/text/words/forms/stop_list.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/str.h"

/* The next word of `*rest`, which moves past it; false at the end. */
static bool next_word(nh_str *rest, nh_str *out)
{
    size_t end;

    while (rest->len > 0 && nh_is_blank(*rest->ptr)) {
        *rest = nh_str_part(*rest, 1, rest->len - 1);
    }
    for (end = 0; end < rest->len && !nh_is_blank(rest->ptr[end]); end++)
        continue;
    *out = nh_str_part(*rest, 0, end);
    *rest = nh_str_part(*rest, end, rest->len - end);
    return end > 0;
}

static int compare(const void *a, const void *b)
{
    return nh_str_compare(*(const nh_str *)a, *(const nh_str *)b);
}

nh_status nh_stop_list_read(const nh_env *env, nh_str lines, nh_stop_list *out,
                            nh_error *err)
{
    nh_stop_list list = {.env = env};
    nh_str rest = lines;
    nh_str word;

    if (lines.len > 0) {
        list.text = nh_zeroed(env, lines.len, 1);
        list.words = nh_zeroed(env, lines.len / 2 + 1, sizeof(*list.words));
        if (list.text == NULL || list.words == NULL) {
            nh_stop_list_close(&list);
            return nh_fail_memory(err, "stop words");
        }
        memcpy(list.text, lines.ptr, lines.len);
        rest.ptr = list.text;
    }
    while (next_word(&rest, &word))
        list.words[list.count++] = word;
    if (list.count > 0)
        qsort(list.words, list.count, sizeof(*list.words), compare);
    *out = list;
    return NH_OK;
}

void nh_stop_list_close(nh_stop_list *list)
{
    nh_release(list->env, list->words);
    nh_release(list->env, list->text);
    *list = (nh_stop_list){.env = list->env};
}

bool nh_stop_list_has(const nh_stop_list *list, nh_str word)
{
    return list->count > 0 &&
           bsearch(&word, list->words, list->count, sizeof(word), compare) != NULL;
}
