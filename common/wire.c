/*
 * wire.c - reads and writes single fields, little-endian, checking every
 * bound.
 *
 * Process: all.  Distrusts: every byte read.  Nothing here allocates on
 * reading, and no length from the wire is used before it was compared with
 * both its limit and what is left.
 */
#include "wire.h"
#include "messages.h"
#include "utf8.h"

#include <inttypes.h>

static uint8_t *
claim_room(struct writer *w, size_t size)
{
    uint8_t *at = w->at;

    if (!w->ok || size > (size_t)(w->end - w->at)) {
        w->ok = false;
        return NULL;
    }
    w->at += size;
    return at;
}

static const uint8_t *
take(struct reader *r, size_t size)
{
    const uint8_t *at = r->at;

    if (!r->ok || size > (size_t)(r->end - r->at)) {
        r->ok = false;
        return NULL;
    }
    r->at += size;
    return at;
}

static void
put_number(struct writer *w, uint64_t value, uint64_t limit, size_t width)
{
    uint8_t *at = value <= limit ? claim_room(w, width) : NULL;

    if (at == NULL) {
        w->ok = false;
        return;
    }
    for (size_t i = 0; i < width; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

static uint64_t
get_number(struct reader *r, uint64_t limit, size_t width)
{
    const uint8_t *at = take(r, width);
    uint64_t value = 0;

    if (at == NULL)
        return 0;
    for (size_t i = 0; i < width; i++)
        value |= (uint64_t)at[i] << (8 * i);
    if (value > limit) {
        r->ok = false;
        return 0;
    }
    return value;
}

void
put_u32(struct writer *w, u32_t value, uint64_t limit)
{
    put_number(w, value, limit, 4);
}

u32_t
get_u32(struct reader *r, uint64_t limit)
{
    return (u32_t)get_number(r, limit, 4);
}

void
put_u64(struct writer *w, u64_t value, uint64_t limit)
{
    put_number(w, value, limit, 8);
}

u64_t
get_u64(struct reader *r, uint64_t limit)
{
    return get_number(r, limit, 8);
}

void
put_i32(struct writer *w, i32_t value, uint64_t limit)
{
    int64_t wide = value, most = (int64_t)limit;

    if (wide > most || wide < -most)
        w->ok = false;
    put_number(w, (uint32_t)value, UINT32_MAX, 4);
}

i32_t
get_i32(struct reader *r, uint64_t limit)
{
    int64_t value = (int32_t)(uint32_t)get_number(r, UINT32_MAX, 4);
    int64_t most = (int64_t)limit;

    if (value > most || value < -most) {
        r->ok = false;
        return 0;
    }
    return (i32_t)value;
}

void
put_flag(struct writer *w, flag_t value, uint64_t limit)
{
    put_number(w, value, limit, 1);
}

flag_t
get_flag(struct reader *r, uint64_t limit)
{
    return get_number(r, limit, 1) != 0;
}

void
put_choice(struct writer *w, choice_t value, uint64_t limit)
{
    put_number(w, value, limit - 1, 4);
}

choice_t
get_choice(struct reader *r, uint64_t limit)
{
    return (choice_t)get_number(r, limit - 1, 4);
}

void
put_color(struct writer *w, color_t value, uint64_t limit)
{
    put_number(w, value, limit, 4);
}

color_t
get_color(struct reader *r, uint64_t limit)
{
    return (color_t)get_number(r, limit, 4);
}

void
put_surface(struct writer *w, surface_t value, uint64_t limit)
{
    put_number(w, value, limit, 4);
}

surface_t
get_surface(struct reader *r, uint64_t limit)
{
    return (surface_t)get_number(r, limit, 4);
}

void
put_blob(struct writer *w, blob_t value, uint64_t limit)
{
    uint8_t *at;

    put_number(w, value.size, limit < UINT32_MAX ? limit : UINT32_MAX, 4);
    at = claim_room(w, value.size);
    if (at != NULL && value.size > 0)
        memcpy(at, value.data, value.size);
}

blob_t
get_blob(struct reader *r, uint64_t limit)
{
    size_t size = (size_t)get_number(r, limit, 4);
    const uint8_t *at = take(r, size);

    return at == NULL ? (blob_t){NULL, 0} : (blob_t){at, size};
}

void
put_text(struct writer *w, text_t value, uint64_t limit)
{
    if (!utf8_is_text(value))
        w->ok = false;
    put_blob(w, value, limit);
}

text_t
get_text(struct reader *r, uint64_t limit)
{
    text_t value = get_blob(r, limit);

    if (!r->ok || !utf8_is_text(value)) {
        r->ok = false;
        return (text_t){NULL, 0};
    }
    return value;
}

void
show_u32(struct buf *out, u32_t value, const char *list)
{
    (void)list;
    buf_printf(out, "%" PRIu32, value);
}

void
show_u64(struct buf *out, u64_t value, const char *list)
{
    (void)list;
    buf_printf(out, "%" PRIu64, value);
}

void
show_i32(struct buf *out, i32_t value, const char *list)
{
    (void)list;
    buf_printf(out, "%" PRId32, value);
}

void
show_flag(struct buf *out, flag_t value, const char *list)
{
    (void)list;
    buf_add_text(out, value ? "yes" : "no");
}

void
show_choice(struct buf *out, choice_t value, const char *list)
{
    buf_add_text(out, choice_name(list, value));
}

void
show_color(struct buf *out, color_t value, const char *list)
{
    (void)list;
    buf_printf(out, "#%08" PRIX32, value);
}

void
show_surface(struct buf *out, surface_t value, const char *list)
{
    (void)list;
    buf_printf(out, "#%" PRIu32, value);
}

void
show_text(struct buf *out, text_t value, const char *list)
{
    struct span part = utf8_prefix(value, 200);

    (void)list;
    buf_add_char(out, '"');
    for (size_t i = 0; i < part.size; i++) {
        uint8_t c = part.data[i];

        if (c < 0x20 || c == 0x7F)
            buf_printf(out, "\\x%02x", c);
        else if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else
            buf_add_char(out, (char)c);
    }
    buf_add_text(out, part.size < value.size ? "\"..." : "\"");
}

void
show_blob(struct buf *out, blob_t value, const char *list)
{
    (void)list;
    buf_printf(out, "<%zu bytes>", value.size);
}
