/*
 * corpus/formats/plain/furniture.h - lines of a page that are no part of its article: share bars, menus.
 */
#ifndef NH_CORPUS_FURNITURE_H
#define NH_CORPUS_FURNITURE_H

#include "newshound/base.h"

/*
 * True if a line (valid UTF-8, without its newline) consists of symbols, numbers, units and
 * the words of share bars and menus, such as " date 2025-06-30 + - 16 px" or "Share Tweet
 * Email", and is no sentence. One word in five may be another. Cost: linear.
 */
bool nh_furniture_line(nh_str line);

#endif
