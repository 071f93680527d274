/* indexer/write/file/section_spools.c - a segment while it grows: one spool a section, then a file. */
#include "indexer/write/file/section_spools.h"

#include <stdio.h>
#include <string.h>

#include "common/segment/articles/stored_words.h"
#include "indexer/write/file/container_writer.h"

void nh_section_spools_init(nh_section_spools *s, const nh_env *env, int dir)
{
    s->env = nh_env_or_system(env);
    s->dir = dir;
    s->ticker = NULL;
    s->room = (nh_spool_room){0};
    for (size_t i = 0; i < NH_SECTION_KINDS; i++) {
        nh_spool_init(&s->spool[i], s->env, dir);
        s->spool[i].room = &s->room;
    }
}

nh_status nh_section_spools_spill(nh_section_spools *s, nh_error *err)
{
    nh_status st = NH_OK;

    s->room.most = 0;
    for (size_t i = 0; st == NH_OK && i < NH_SECTION_KINDS; i++)
        if (s->spool[i].charged > 0 || s->spool[i].n_pieces > 0)
            st = nh_spool_spill(&s->spool[i], err);
    return st;
}

void nh_section_spools_terms(const nh_section_spools *s, uint64_t out[NH_SECTION_KINDS])
{
    static const nh_section_kind of_terms[] = {
        NH_SECTION_TERMS,     NH_SECTION_HEADS, NH_SECTION_DIRECTORY, NH_SECTION_POSTINGS,
        NH_SECTION_POSITIONS, NH_SECTION_CODES, NH_SECTION_MAXIMA,    NH_SECTION_CHAMPIONS};

    memset(out, 0, NH_SECTION_KINDS * sizeof *out);
    for (size_t i = 0; i < sizeof of_terms / sizeof *of_terms; i++)
        out[of_terms[i]] = nh_spool_size(&s->spool[of_terms[i]]);
}

nh_status nh_section_spools_append(nh_section_spools *to, nh_section_spools *from,
                                   nh_error *err)
{
    nh_status st = NH_OK;

    for (size_t i = 0; st == NH_OK && i < NH_SECTION_KINDS; i++)
        if (nh_spool_size(&from->spool[i]) > 0)
            st = nh_spool_append(&to->spool[i], &from->spool[i], err);
    return st;
}

/* FORMAT.md section 4. */
static uint32_t flags_of(const nh_segment_info *info)
{
    unsigned flags = info->stored ? NH_INFO_STORED : 0;

    flags |= info->similar ? NH_INFO_SIMILAR : 0;
    flags |= info->pressed ? NH_INFO_PRESSED : 0;
    return flags;
}

static nh_status put_info(nh_section_spools *s, const nh_segment_info *info, nh_error *err)
{
    const uint64_t words = nh_spool_size(&s->spool[NH_SECTION_WORDS]);
    nh_spool *to = &s->spool[NH_SECTION_INFO];
    nh_buffer *b = &to->memory;

    nh_buf_u32(b, info->passages);
    nh_buf_u32(b, info->articles);
    nh_buf_u64(b, info->terms);
    nh_buf_u64(b, info->tokens);
    nh_buf_u64(b, info->postings);
    nh_buf_u32(b, info->k1);
    nh_buf_u32(b, info->b);
    nh_buf_u32(b, info->reference_length);
    nh_buf_u32(b, flags_of(info));
    nh_buf_u32(b, info->pair_words);
    nh_buf_u32(b, info->pairs);
    nh_buf_u32(b, nh_words_layout(words));
    nh_buf_zeros(b, 4);
    return nh_spool_settle(to, err);
}

/* A file that grows, and who hears of it. */
typedef struct told_file {
    nh_container_writer *file;
    nh_ticker *ticker;
} told_file;

static nh_status put_told(void *self, const void *bytes, size_t size, nh_error *err)
{
    const told_file *to = (const told_file *)self;

    nh_ticker_go_on(to->ticker, size);
    return nh_container_writer_put(to->file, bytes, size, err);
}

static nh_status put_sections(nh_section_spools *s, nh_container_writer *file,
                              nh_error *err)
{
    told_file to = {file, s->ticker};
    uint64_t total = 0;
    nh_status st = NH_OK;

    for (unsigned kind = 0; kind < NH_SECTION_KINDS; kind++)
        total += nh_spool_size(&s->spool[kind]);
    nh_ticker_begin(s->ticker, "writing", total);
    for (unsigned kind = 0; st == NH_OK && kind < NH_SECTION_KINDS; kind++) {
        if (nh_spool_size(&s->spool[kind]) == 0)
            continue;
        st = nh_container_writer_section(file, (nh_section_kind)kind, err);
        if (st == NH_OK)
            st = nh_spool_drain(&s->spool[kind], put_told, &to, err);
    }
    return st;
}

nh_status nh_section_spools_finish(nh_section_spools *s, const nh_segment_info *info,
                                   const char *name, bool sync, nh_file_ref *ref,
                                   nh_error *err)
{
    nh_container_writer *file = NULL;
    nh_status st = put_info(s, info, err);

    if (st == NH_OK)
        st = nh_container_writer_new(s->env, s->dir, name, NH_KIND_SEGMENT, &file, err);
    if (st == NH_OK && !sync)
        nh_container_writer_no_sync(file);
    if (st == NH_OK)
        st = put_sections(s, file, err);
    if (st == NH_OK)
        st = nh_container_writer_finish(file, ref, err);
    if (st == NH_OK)
        (void)snprintf(ref->name, sizeof ref->name, "%s", name);
    nh_container_writer_free(file);
    nh_section_spools_clear(s);
    return st;
}

void nh_section_spools_clear(nh_section_spools *s)
{
    for (size_t i = 0; i < NH_SECTION_KINDS; i++)
        nh_spool_clear(&s->spool[i]);
}
