/*
 * newshound/newshound.h - all of libnewshound: opening, asking, reading, batches, measures.
 */
#ifndef NH_NEWSHOUND_PUBLIC_H
#define NH_NEWSHOUND_PUBLIC_H

#include "newshound/articles.h"
#include "newshound/base.h"
#include "newshound/batch.h"
#include "newshound/highlight.h"
#include "newshound/measure.h"
#include "newshound/render.h"
#include "newshound/searcher.h"
#include "newshound/shards.h"
#include "newshound/topic.h"
#include "newshound/words.h"

#endif
