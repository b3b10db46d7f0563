/*
 * woff.c - WOFF 1 (W3C), and what it shares with WOFF 2: reading, writing.
 *
 * Process: renderer.  Distrusts: every byte.  What the tables hold is for
 * FreeType and HarfBuzz to distrust.
 */
#include "text/woff.h"

#include <zlib.h>

#include <string.h>

enum { HEADER = 12, ENTRY = 16 }; /* of an sfnt */

uint32_t
woff_u8(struct woff_reader *r)
{
    if (r->at == r->end) {
        r->failed = true;
        return 0;
    }
    return *r->at++;
}

uint32_t
woff_u16(struct woff_reader *r)
{
    uint32_t high = woff_u8(r);

    return high << 8 | woff_u8(r);
}

uint32_t
woff_u32(struct woff_reader *r)
{
    uint32_t high = woff_u16(r);

    return high << 16 | woff_u16(r);
}

struct span
woff_bytes(struct woff_reader *r, size_t size)
{
    struct span s = {r->at, size};

    if (size > (size_t)(r->end - r->at)) {
        r->failed = true;
        return (struct span){r->at, 0};
    }
    r->at += size;
    return s;
}

void
woff_put16(struct buf *out, uint32_t value)
{
    buf_add_char(out, (char)(value >> 8 & 0xFF));
    buf_add_char(out, (char)(value & 0xFF));
}

void
woff_put32(struct buf *out, uint32_t value)
{
    woff_put16(out, value >> 16);
    woff_put16(out, value & 0xFFFF);
}

static void
pad(struct buf *out)
{
    while (out->size % 4 != 0)
        buf_add_char(out, 0);
}

/* Checksums are left 0: those who read the font do not look at them. */
bool
woff_write(struct buf *out, uint32_t flavor, const struct woff_table *tables,
           unsigned count)
{
    uint32_t range = 1, log = 0;
    size_t at = HEADER + ENTRY * (size_t)count;

    for (unsigned i = 0; i < count; i++)
        at += (tables[i].data.size + 3) / 4 * 4;
    if (count == 0 || at > MAX_WEB_FONT)
        return false;
    for (; range * 2 <= count; range *= 2)
        log++;
    woff_put32(out, flavor);
    woff_put16(out, count);
    woff_put16(out, range * 16);
    woff_put16(out, log);
    woff_put16(out, (count - range) * 16);
    at = HEADER + ENTRY * (size_t)count;
    for (unsigned i = 0; i < count; i++) {
        woff_put32(out, tables[i].tag);
        woff_put32(out, 0);
        woff_put32(out, (uint32_t)at);
        woff_put32(out, (uint32_t)tables[i].data.size);
        at += (tables[i].data.size + 3) / 4 * 4;
    }
    for (unsigned i = 0; i < count; i++) {
        buf_add_span(out, tables[i].data);
        pad(out);
    }
    return true;
}

/* ---- WOFF 1 --------------------------------------------------------------*/

struct entry {
    uint32_t tag, offset, packed, size;
};

/* One table, unpacked behind what is in tables. */
static bool
unpack(struct buf *tables, struct span file, const struct entry *e)
{
    uLongf size = e->size;
    uint8_t *to;

    if (e->offset > file.size || e->packed > file.size - e->offset ||
        e->packed > e->size || e->size > MAX_WEB_FONT - tables->size)
        return false;
    if (e->packed == e->size) {
        buf_add(tables, file.data + e->offset, e->size);
        return true;
    }
    to = buf_reserve(tables, e->size);
    if (uncompress(to, &size, file.data + e->offset, e->packed) != Z_OK ||
        size != e->size)
        return false;
    tables->size += e->size;
    return true;
}

static const char *
decode(struct buf *out, struct span file, struct buf *unpacked)
{
    struct woff_reader r = {file.data + 4, file.data + file.size, false};
    struct woff_table tables[WOFF_TABLES];
    uint32_t flavor = woff_u32(&r), count;
    size_t at = 0;

    woff_u32(&r); /* length */
    count = woff_u16(&r);
    if (count > WOFF_TABLES)
        return "the font has too many tables";
    woff_bytes(&r, 30); /* sizes, version, metadata */
    for (uint32_t i = 0; i < count; i++) {
        struct entry e;

        e.tag = woff_u32(&r);
        e.offset = woff_u32(&r);
        e.packed = woff_u32(&r);
        e.size = woff_u32(&r);
        woff_u32(&r); /* checksum */
        if (r.failed || !unpack(unpacked, file, &e))
            return "the font file is damaged";
        tables[i] = (struct woff_table){e.tag, {NULL, e.size}};
    }
    for (uint32_t i = 0; i < count; i++) {
        tables[i].data.data = unpacked->data + at;
        at += tables[i].data.size;
    }
    return woff_write(out, flavor, tables, count) ? NULL
                                                  : "the font is too large";
}

static bool
begins(struct span file, const char *with)
{
    return file.size > 48 && memcmp(file.data, with, 4) == 0;
}

const char *
woff_decode(struct buf *out, struct span file)
{
    struct buf unpacked = {NULL, 0, 0};
    const char *why;

    if (begins(file, "wOF2"))
        return woff2_decode(out, file);
    if (begins(file, "wOFF")) {
        why = decode(out, file, &unpacked);
        buf_finish(&unpacked);
        return why;
    }
    if (!begins(file, "\0\1\0\0") && !begins(file, "OTTO") &&
        !begins(file, "true"))
        return "this is no font file";
    if (file.size > MAX_WEB_FONT)
        return "the font is too large";
    buf_add_span(out, file);
    return NULL;
}
