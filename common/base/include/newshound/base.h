/*
 * newshound/base.h - the words every public header speaks: status, error, text.
 *
 * Structs of all public headers grow in one way. One that begins with `size` may get members at
 * its end; the caller sets `size` to the sizeof of the header that it was compiled with. Options
 * without it are NH_E_ARG; facts without it are NH_E_ARG where the call has a status, and stay as
 * they are where it has none. A struct without `size` never changes under one SONAME.
 */
#ifndef NH_BASE_PUBLIC_H
#define NH_BASE_PUBLIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A number that another thread or a signal handler may set, in either language. */
#ifdef __cplusplus
#include <atomic>
typedef std::atomic_int nh_flag;
extern "C" {
#else
#include <stdatomic.h>
typedef atomic_int nh_flag;
#endif

#if defined(__GNUC__)
#define NH_API __attribute__((visibility("default")))
#define NH_MUST_USE __attribute__((warn_unused_result))
#define NH_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define NH_API
#define NH_MUST_USE
#define NH_PRINTF(fmt, args)
#endif

/*
 * Why a call failed. Values are part of the ABI: append, never renumber.
 */
typedef enum nh_status {
    NH_OK = 0,
    NH_E_ARG = 1,             /* the caller broke a documented precondition           */
    NH_E_NOMEM = 2,           /* an allocation failed; nothing was changed            */
    NH_E_IO = 3,              /* the operating system refused; `what` has its words   */
    NH_E_CORRUPT = 4,         /* bytes on disk contradict FORMAT.md                   */
    NH_E_VERSION = 5,         /* well-formed, but newer or older than this build      */
    NH_E_QUERY = 6,           /* strict parsing refused the query text                */
    NH_E_LIMIT = 7,           /* a configured limit was reached; `what` names it      */
    NH_E_CANCELLED = 8,       /* the caller asked to stop                             */
    NH_E_LOCKED = 9,          /* another writer holds the index                       */
    NH_E_BUSY = 10,           /* commits kept replacing files while we opened; retry  */
    NH_E_SPACE = 11,          /* disk full, quota, size limit; the last commit stays  */
    NH_E_COMMIT_UNKNOWN = 12, /* committed, but perhaps not durable; reopen to see    */
    NH_E_REFUSED = 13,        /* too many documents could not be read                 */
    NH_E_INTERNAL = 14,       /* a bug of ours, noticed in time                       */
} nh_status;

#define NH_NO_OFFSET UINT64_MAX /* there is no place to tell */

/*
 * A failure, told so that a person can act on it without a debugger.
 * Plain data: copy it freely, nothing in it needs freeing.
 */
typedef struct nh_error {
    nh_status code;  /* NH_OK while nothing has failed                       */
    uint64_t offset; /* bytes into `where`, or NH_NO_OFFSET                  */
    char where[160]; /* file path, query text or option name; cut if longer  */
    char what[200];  /* one sentence, no newline                             */
} nh_error;

/*
 * Text that somebody else owns: `len` bytes of UTF-8 at `ptr`, not NUL-terminated.
 * {NULL, 0} is the empty text.
 */
typedef struct nh_str {
    const char *ptr; /* borrowed  */
    size_t len;      /* bytes     */
} nh_str;

/*
 * Where memory comes from, instead of malloc(). `resize` with NULL allocates, otherwise it moves
 * as realloc() does, or gives NULL and leaves `old` alone; `release` accepts NULL. Memory is
 * aligned for any type. Both are called from every thread that uses what was opened with them,
 * several at once. Borrowed, with `self`, until that is closed.
 */
typedef struct nh_allocator {
    void *self;                                          /* given to both */
    void *(*resize)(void *self, void *old, size_t size); /* as above      */
    void (*release)(void *self, void *old);              /* as above      */
} nh_allocator;

/* How much a line of the log matters. */
typedef enum nh_log_level {
    NH_LOG_DEBUG = 0,   /* what is being done: a run written, segments merged           */
    NH_LOG_NOTE = 1,    /* worth knowing: left-over files were removed, an open retried */
    NH_LOG_WARNING = 2, /* something is wrong, and the work goes on                     */
} nh_log_level;

/* Who hears what happens inside: one sentence of UTF-8 without newline, borrowed for the call.
 * Called from every thread that works; of one reader or writer one call at a time. NULL `log`:
 * nobody. */
typedef struct nh_logger {
    void *self;                                                    /* given to it */
    void (*log)(void *self, nh_log_level level, const char *text); /* as above    */
} nh_logger;

/* Who takes bytes that are written out: `size` of them, borrowed for the call. False refuses,
 * and the call that writes ends with NH_E_IO. Never called by two threads at once. */
typedef struct nh_sink {
    void *self;                                                /* given to it */
    bool (*write)(void *self, const char *bytes, size_t size); /* as above    */
} nh_sink;

/* How exactly a date is known. */
typedef enum nh_date_precision {
    NH_DATE_NONE = 0, /* no date; `seconds` is 0                        */
    NH_DATE_YEAR = 1, /* `seconds` is the first second of the year, UTC */
    NH_DATE_MONTH = 2,
    NH_DATE_DAY = 3,
    NH_DATE_SECOND = 4,
} nh_date_precision;

/* Where a date was found. */
typedef enum nh_date_source {
    NH_DATE_FROM_NOWHERE = 0,
    NH_DATE_FROM_FIELD = 1,     /* a field of the record                  */
    NH_DATE_FROM_TEXT = 2,      /* a date line or dateline of the article */
    NH_DATE_FROM_FURNITURE = 3, /* a share bar or menu around the article */
    NH_DATE_FROM_PATH = 4,      /* the name of the file                   */
} nh_date_source;

/* When something was published. All zero: unknown. Plain data. */
typedef struct nh_date {
    int64_t
        seconds; /* since 1970-01-01T00:00:00 UTC; the start of the year, month or day */
    uint8_t
        precision;  /* nh_date_precision                                                  */
    uint8_t source; /* nh_date_source                                                     */
} nh_date;

#define NH_DATE_TEXT_SIZE 32 /* room for a date as text, with its NUL */

/* `date` as ISO 8601, as exact as it is known: "2025-06", "2025-06-30", "2025-06-30T19:40:02Z";
 * "" if it is not. The text ends with a NUL. */
NH_API void nh_date_text(nh_date date, char out[NH_DATE_TEXT_SIZE]);

/*
 * Reads a whole text as a date: 2025, 2025-06, 2025-06-30, 20250630, 2025-06-30T12:34:56Z (or
 * +02:00, or without a zone: UTC), "June 30, 2025", "30 June 2025", "26-FEB-1987 15:01:01.79",
 * "Mon, 30 Jun 2025 10:00:00 GMT". True and *out (its source left at 0); false, and *out as it
 * was, if it is none.
 */
NH_API bool nh_date_parse(nh_str text, nh_date *out);

/* True of two or three ASCII letters, alone or with subtags behind - or _ ("de", "de-CH"), whether
 * or not any language has this code. */
NH_API bool nh_language_is_code(nh_str language);

/* The name of a status as FORMAT.md and the manual spell it: "corrupt", "limit", ... */
NH_API const char *nh_status_text(nh_status status);

/* The version of this library: "0.1.0". */
NH_API const char *nh_version(void);

#ifdef __cplusplus
}
#endif

#endif
