/*
 * tests/support/transcripts/corpus_transcript.h - what a corpus yields and says, as a text to compare.
 *
 * One line for each article: id|headline|text|date|source|language|url|name=value ...|skips,
 * where empty things at the end are left out, newlines are written \n, and skips are
 * at+size. One line for each notice: "! reason @offset #record" if a document was skipped,
 * "? ..." for a warning; an offset that is not known is written as -.
 */
#ifndef NH_TESTS_CORPUS_TRANSCRIPT_H
#define NH_TESTS_CORPUS_TRANSCRIPT_H

#include "common/base/bytes/buffer.h"
#include "newshound/corpus.h"
#include "tests/support/temp_dir.h"

/*
 * Reads `paths` to the end and writes the transcript, ended by a NUL, into `out`, which is
 * cleared first. on_notice and self of `options` (may be NULL) are replaced. Returns the
 * status of the call that failed, or NH_OK.
 */
nh_status transcribe(const char *const *paths, size_t n, const nh_corpus_options *options,
                     nh_buffer *out);

/* The transcript of one file of these bytes, named `name`, in directory `t`; the directory's
 * own path is left out. Owned by the caller until free(). Fails the test on another status. */
char *transcript_of(const temp_dir *t, const char *name, const void *bytes, size_t size,
                    const nh_corpus_options *options);

/* The bytes as one gzip member; owned by the caller until free(). */
uint8_t *gzip_of(const void *bytes, size_t size, size_t *packed);

#endif
