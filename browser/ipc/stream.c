/*
 * stream.c - writes the content of about:ipc's plugin.
 *
 * Process: browser.  Distrusts: nothing; texts may hold anything.
 */
#include "ipc/stream.h"
#include "messages.h"
#include "text.h"
#include "utf8.h"

#include <math.h>

enum { TEXT_MOST = 640 };

static void
put(struct buf *out, uint64_t value, size_t size)
{
    uint8_t bytes[8];

    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)(value >> 8 * i);
    buf_add(out, bytes, size);
}

static void
put_span(struct buf *out, struct span text)
{
    struct span cut = utf8_prefix(text, TEXT_MOST);

    put(out, cut.size, 2);
    buf_add_span(out, cut);
}

/* Begins a chunk; end_chunk, given what this returns, fills in its size. */
static size_t
begin_chunk(struct buf *out, uint32_t kind)
{
    put(out, kind, 4);
    put(out, 0, 4);
    return out->size;
}

static void
end_chunk(struct buf *out, size_t begin)
{
    size_t size = out->size - begin;

    for (size_t i = 0; i < 4; i++)
        out->data[begin - 4 + i] = (uint8_t)(size >> 8 * i);
}

void
stream_begin(struct buf *out, uint64_t start_ns)
{
    size_t begin = begin_chunk(out, STREAM_BEGIN);

    put(out, start_ns, 8);
    put(out, MSG_COUNT, 2);
    for (int i = 0; i < MSG_COUNT; i++)
        put_span(out, span_of(routes[i].name));
    end_chunk(out, begin);
}

/* One glyph; one that the font lacks is left out. */
static bool
put_glyph(struct buf *out, int face, int size, uint32_t code)
{
    uint8_t bytes[4];
    struct span text = {bytes, utf8_put(bytes, code)};
    const struct text_line *line = text_line((enum text_face)face, size, text);
    const struct text_mask *m;
    float width = line->width;

    if (line->glyph_count != 1)
        return false;
    m = text_mask(line->glyphs[0].font, line->glyphs[0].index, size, 0);
    if (m->colour || m->width > UINT8_MAX || m->height > UINT8_MAX)
        return false;
    put(out, code, 4);
    put(out, (uint64_t)lrintf(width * 64), 2);
    put(out, (uint8_t)m->left, 1);
    put(out, (uint8_t)m->top, 1);
    put(out, m->pixels != NULL ? (uint64_t)m->width : 0, 1);
    put(out, m->pixels != NULL ? (uint64_t)m->height : 0, 1);
    for (int y = 0; m->pixels != NULL && y < m->height; y++)
        buf_add(out, m->pixels + y * m->stride, (size_t)m->width);
    return true;
}

void
stream_font(struct buf *out, int face, int size)
{
    /* µ · × – … → − */
    static const uint32_t more[] = {0xB5,   0xB7,   0xD7,  0x2013,
                                    0x2026, 0x2192, 0x2212};
    size_t begin = begin_chunk(out, STREAM_FONT), at;
    unsigned count = 0;
    int ascent, descent;

    text_extent((enum text_face)face, size, &ascent, &descent);
    put(out, (uint64_t)face, 1);
    put(out, (uint64_t)ascent, 1);
    put(out, (uint64_t)descent, 1);
    put(out, 0, 1);
    at = out->size;
    put(out, 0, 2);
    for (uint32_t code = ' '; code <= '~'; code++)
        count += put_glyph(out, face, size, code);
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        count += put_glyph(out, face, size, more[i]);
    out->data[at] = (uint8_t)count;
    out->data[at + 1] = (uint8_t)(count >> 8);
    end_chunk(out, begin);
}

void
stream_lane(struct buf *out, const struct stream_lane *lane)
{
    size_t begin = begin_chunk(out, STREAM_LANE);

    put(out, lane->number, 4);
    put(out, lane->role, 1);
    put(out, lane->flags, 1);
    put(out, 0, 2);
    put_span(out, span_of(lane->name));
    put_span(out, span_of(lane->use));
    put_span(out, span_of(lane->trouble));
    end_chunk(out, begin);
}

void
stream_records(struct buf *out, const struct stream_record *records,
               unsigned count, uint64_t left_out)
{
    size_t begin = begin_chunk(out, STREAM_RECORDS);

    put(out, left_out, 8);
    for (unsigned i = 0; i < count && i < STREAM_BATCH; i++) {
        const struct stream_record *r = &records[i];

        put(out, r->serial, 8);
        put(out, r->ns, 8);
        put(out, r->number, 4);
        put(out, r->length, 4);
        put(out, r->took, 4);
        put(out, r->id, 2);
        put(out, r->flags, 1);
        put(out, r->page < UINT8_MAX ? r->page : UINT8_MAX, 1);
    }
    end_chunk(out, begin);
}

void
stream_event(struct buf *out, uint64_t serial, uint64_t ns, uint32_t number,
             uint32_t phase, struct span text)
{
    size_t begin = begin_chunk(out, STREAM_EVENT);

    put(out, serial, 8);
    put(out, ns, 8);
    put(out, number, 4);
    put(out, phase, 4);
    put_span(out, text);
    end_chunk(out, begin);
}

void
stream_state(struct buf *out, bool own, unsigned cost, const char *filter,
             const char *wrong)
{
    size_t begin = begin_chunk(out, STREAM_STATE);

    put(out, own, 1);
    put(out, 0, 1);
    put(out, cost, 2);
    put_span(out, span_of(filter));
    put_span(out, span_of(wrong));
    end_chunk(out, begin);
}

void
stream_details(struct buf *out, uint64_t serial, struct span lines)
{
    size_t begin = begin_chunk(out, STREAM_DETAILS);

    put(out, serial, 8);
    buf_add_span(out, utf8_prefix(lines, STREAM_MOST - 8));
    end_chunk(out, begin);
}

void
stream_clear(struct buf *out)
{
    end_chunk(out, begin_chunk(out, STREAM_CLEAR));
}
