/*
 * indexer/write/file/spool.h - bytes of one section, kept until the file is put together.
 *
 * A spool grows in memory and moves to a file without a name when it is large, so that all
 * sections of a segment can grow side by side and then be copied out one after the other.
 * Where memory is left for it, what is full stays there as it is, and never sees that file.
 * For one thread.
 */
#ifndef NH_INDEXER_SPOOL_H
#define NH_INDEXER_SPOOL_H

#include <stdatomic.h>

#include "common/base/bytes/buffer.h"

#define NH_SPOOL_MEMORY \
    (512u << 10) /* bytes that a spool holds before it moves to a file */

/* Bytes of a spool that are complete and stay in memory. */
typedef struct nh_spool_piece {
    uint8_t *bytes;
    size_t size, capacity;
} nh_spool_piece;

/* Memory that several spools may hold together, of different threads, too. Whoever owns it may
 * change `most` while none of them is at work: what is held then stays, until nh_spool_spill().
 * Each thread may take one piece more than `most` leaves. */
typedef struct nh_spool_room {
    size_t most;         /* bytes                            */
    _Atomic size_t held; /* by pieces, and for the next ones */
} nh_spool_room;

typedef struct nh_spool {
    const nh_env *env;
    int dir;                /* directory of the file                                    */
    size_t most;            /* bytes in memory before they become a piece or move       */
    nh_buffer memory;       /* the end of the bytes: writers append here, then settle   */
    int fd;                 /* what came first, or -1                                   */
    uint64_t spilled;       /* bytes in the file                                        */
    nh_spool_room *room;    /* borrowed; NULL: nothing is held                 */
    nh_spool_piece *pieces; /* what came between file and memory               */
    size_t n_pieces, capacity; /* of the list                                     */
    uint64_t in_pieces;        /* bytes                                           */
    size_t charged;            /* of the memory's capacity: what the room knows of */
} nh_spool;

/* An empty spool over directory descriptor `dir`, which it borrows. Allocates nothing. */
void nh_spool_init(nh_spool *s, const nh_env *env, int dir);

/* Bytes so far. */
uint64_t nh_spool_size(const nh_spool *s);

/*
 * To be called after a record was appended to `memory`: looks whether that went well, and
 * moves the bytes to the file where they are many.
 * NH_E_NOMEM, NH_E_IO, NH_E_SPACE
 */
NH_MUST_USE nh_status nh_spool_settle(nh_spool *s, nh_error *err);

/* Appends and settles. */
NH_MUST_USE nh_status nh_spool_put(nh_spool *s, const void *bytes, size_t size,
                                   nh_error *err);

/* What nh_spool_replay() hands the bytes to, in order. */
typedef nh_status nh_spool_sink(void *self, const void *bytes, size_t size, nh_error *err);

/* Hands all bytes to `sink`. NH_E_IO, NH_E_NOMEM, and whatever the sink says. */
NH_MUST_USE nh_status nh_spool_replay(nh_spool *s, nh_spool_sink *sink, void *self,
                                      nh_error *err);

/* The same, and forgets the bytes; the spool is empty then, after failures too. */
NH_MUST_USE nh_status nh_spool_drain(nh_spool *s, nh_spool_sink *sink, void *self,
                                     nh_error *err);

/* Appends all bytes of `from`, which is empty then, and keeps its memory. Pieces change hands, and
 * are not copied; so does the room that they take. NH_E_NOMEM, NH_E_IO, NH_E_SPACE */
NH_MUST_USE nh_status nh_spool_append(nh_spool *to, nh_spool *from, nh_error *err);

/* Moves all bytes to the file, and gives back what was held. NH_E_NOMEM, NH_E_IO, NH_E_SPACE: then
 * the spool can only be cleared. */
NH_MUST_USE nh_status nh_spool_spill(nh_spool *s, nh_error *err);

/* Forgets the bytes, the file and the memory; the spool is empty and usable again, with the same
 * room. */
void nh_spool_clear(nh_spool *s);

#endif
