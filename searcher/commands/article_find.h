/*
 * searcher/commands/article_find.h - an article by its id as people type it.
 */
#ifndef NH_SEARCHER_ARTICLE_FIND_H
#define NH_SEARCHER_ARTICLE_FIND_H

#include "newshound/render.h"

/* nh_article_get(); where no article has the id, *id loses a "./" at its front, which no id has but
 * names of files as people type them. *id stays as it is if that does not help. */
NH_MUST_USE nh_status nh_article_find(nh_reader *r, nh_str *id, nh_stored_article **out,
                                      nh_error *err);

#endif
