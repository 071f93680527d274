/* common/text/passages/passage_pack.c - passages under construction, and their tokens. */
#include "common/text/passages/passage_pack.h"

#include "common/base/error.h"
#include "common/base/memory/grow.h"
#include "common/base/str.h"

void nh_pack_clear(nh_pack *pack)
{
    pack->n_passages = 0;
    pack->n_tokens = 0;
    pack->open = false;
    pack->headline = false;
}

void nh_pack_free(nh_pack *pack)
{
    nh_release(pack->env, pack->passages);
    nh_release(pack->env, pack->tokens);
    *pack = (nh_pack){.env = pack->env};
}

static nh_passage *last_passage(const nh_pack *pack)
{
    return &pack->passages[pack->n_passages - 1];
}

size_t nh_pack_count(const nh_pack *pack)
{
    return pack->open ? last_passage(pack)->count : 0;
}

/* Position in the open passage of the run's position `from`. */
static size_t first_position(const nh_pack *pack)
{
    return pack->open ? (size_t)last_passage(pack)->span + 1 : 0; /* one stays empty */
}

/* Highest position + 1 of the open passage if the next `k` tokens of the run went in. */
static size_t span_of(const nh_pack *pack, const nh_run *run, size_t k)
{
    return first_position(pack) + (run->tokens[run->done + k - 1].pos - run->from) + 1;
}

bool nh_pack_fits(const nh_pack *pack, const nh_run *run, size_t k, size_t limit)
{
    return nh_pack_count(pack) + k <= limit && span_of(pack, run, k) <= NH_PASSAGE_LIMIT;
}

nh_status nh_pack_reserve(nh_pack *pack, size_t k, nh_error *err)
{
    nh_passage *passages = nh_grown(pack->env, pack->passages, pack->n_passages,
                                    &pack->passage_room, 16, sizeof *passages);

    if (passages == NULL)
        return nh_fail_memory(err, "passages");
    pack->passages = passages;
    if (k > pack->token_room - pack->n_tokens) {
        const size_t room = pack->token_room * 2 + k + 512;
        nh_passage_token *list = nh_resized(pack->env, pack->tokens, room, sizeof *list);

        if (list == NULL)
            return nh_fail_memory(err, "the tokens of an article");
        pack->tokens = list;
        pack->token_room = room;
    }
    return NH_OK;
}

static void open_passage(nh_pack *pack)
{
    pack->passages[pack->n_passages++] = (nh_passage){.first = (uint32_t)pack->n_tokens};
    pack->open = true;
    pack->text_from = 0;
    pack->text_to = 0;
}

/* Byte of the paragraph at which its token `i` begins, or where the paragraph ends. */
static uint32_t byte_of(const nh_run *run, size_t i)
{
    return i < run->count ? run->tokens[i].at : (uint32_t)run->text.len;
}

/* The bytes of the piece [done, done + k): from where the last one ended to the next token. */
static void cover_bytes(nh_pack *pack, const nh_run *run, size_t k)
{
    nh_passage *passage = last_passage(pack);
    uint32_t from = run->done > 0 ? byte_of(run, run->done) : 0;
    uint32_t to = byte_of(run, run->done + k);

    while (to > from && nh_is_blank(run->text.ptr[to - 1]))
        to--;
    if (pack->text_from == pack->text_to)
        pack->text_from = run->at + from;
    pack->text_to = run->at + to;
    passage->at = pack->text_from;
    passage->size = pack->text_to - pack->text_from;
}

/* What is added to all of them stands in variables, which no token that is written can change. */
static void copy_tokens(nh_pack *pack, const nh_run *run, size_t k, size_t base)
{
    nh_passage_token *out = pack->tokens + pack->n_tokens;
    const nh_token *in = run->tokens + run->done;
    const uint32_t at = run->at, pos = (uint32_t)base - run->from;

    for (size_t i = 0; i < k; i++)
        out[i] = (nh_passage_token){
            .word = in[i].word,
            .at = at + in[i].at,
            .size = in[i].size,
            .pos = (uint8_t)(pos + in[i].pos),
        };
    pack->n_tokens += k;
}

/* Steps over the placed piece. A piece that begins far from its end is no continuation. */
static void step_over(nh_pack *pack, nh_run *run, size_t k)
{
    const uint32_t next = run->tokens[run->done + k - 1].pos + 1;

    run->done += k;
    if (run->done == run->count)
        return;
    run->from = run->tokens[run->done].pos;
    if (run->from >= next && run->from - next < NH_PASSAGE_LIMIT / 2) {
        run->from = next;
        last_passage(pack)->flags |= NH_PASSAGE_CONTINUES;
    }
    nh_pack_close(pack);
}

nh_status nh_pack_add(nh_pack *pack, nh_run *run, size_t k, uint8_t flags, nh_error *err)
{
    const nh_status st = nh_pack_reserve(pack, k, err);
    const size_t base = first_position(pack);
    const size_t span = span_of(pack, run, k);

    if (st != NH_OK)
        return st;
    if (!pack->open)
        open_passage(pack);
    if (!pack->headline)
        cover_bytes(pack, run, k);
    copy_tokens(pack, run, k, base);
    last_passage(pack)->count = (uint8_t)(last_passage(pack)->count + k);
    last_passage(pack)->span = (uint8_t)span;
    last_passage(pack)->flags |= flags;
    step_over(pack, run, k);
    return NH_OK;
}

void nh_pack_close(nh_pack *pack)
{
    pack->open = false;
}

void nh_pack_join_tail(nh_pack *pack, size_t first, size_t min, size_t max)
{
    if (pack->n_passages < first + 2)
        return;

    nh_passage *tail = last_passage(pack);
    nh_passage *before = tail - 1;
    const bool runs_on = (before->flags & NH_PASSAGE_CONTINUES) != 0;
    const size_t base = (size_t)before->span + (runs_on ? 0 : 1);

    if (tail->count >= min || (size_t)before->count + tail->count > max ||
        base + tail->span > NH_PASSAGE_LIMIT)
        return;
    for (size_t i = tail->first; i < pack->n_tokens; i++)
        pack->tokens[i].pos = (uint8_t)(pack->tokens[i].pos + base);
    before->flags = (uint8_t)((before->flags & ~NH_PASSAGE_CONTINUES) | tail->flags);
    before->count = (uint8_t)(before->count + tail->count);
    before->span = (uint8_t)(base + tail->span);
    before->size = tail->at + tail->size - before->at;
    pack->n_passages--;
}
