/*
 * searcher/answer/article_get.h - private: the memory behind a stored article.
 */
#ifndef NH_SEARCHER_ARTICLE_GET_H
#define NH_SEARCHER_ARTICLE_GET_H

#include "common/base/env.h"
#include "newshound/articles.h"

/* The environment that `article`, which nh_article_get() gave, takes its memory from. */
const nh_env *nh_stored_article_env(const nh_stored_article *article);

#endif
