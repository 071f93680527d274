/*
 * common/text/words/forms/stop_list.h - the words that an index leaves out.
 */
#ifndef NH_TEXT_STOP_LIST_H
#define NH_TEXT_STOP_LIST_H

#include "common/base/env.h"

typedef struct nh_stop_list {
    const nh_env *env;
    char *text;    /* a copy of the lines                                            */
    nh_str *words; /* ascending by bytes; borrowed from text                         */
    size_t count;
} nh_stop_list;

/* Reads words, one a line, blanks around them ignored. out is closed by
 * nh_stop_list_close(). NH_E_NOMEM. */
NH_MUST_USE nh_status nh_stop_list_read(const nh_env *env, nh_str lines, nh_stop_list *out,
                                        nh_error *err);

/* Accepts a zeroed list. */
void nh_stop_list_close(nh_stop_list *list);

/* Whether the word is listed, byte for byte. Cost: logarithmic. */
bool nh_stop_list_has(const nh_stop_list *list, nh_str word);

#endif
