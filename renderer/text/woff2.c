/*
 * woff2.c - WOFF 2 (W3C): directory, decompression, the small transforms.
 *
 * Process: renderer.  Distrusts: every byte.
 *
 * Collections are not taken: no page links to one.
 */
#include "text/woff.h"

#include <brotli/decode.h>

#include <string.h>

#define TAG(a, b, c, d)                                               \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | \
     (uint32_t)(d))

enum { MAX_BASE128 = 5, HEAD_LOCA_FORMAT = 50, HHEA_METRICS = 34 };

/* WOFF2 4.1, the known tags in their order, four letters each. */
static const char known[] =
    "cmapheadhheahmtxmaxpnameOS/2postcvt fpgmglyflocaprepCFF VORGEBDTEBLCgasp"
    "hdmxkernLTSHPCLTVDMXvheavmtxBASEGDEFGPOSGSUBEBSCJSTFMATHCBDTCBLCCOLRCPAL"
    "SVG sbixacntavarbdatblocbslncvarfdscfeatfmtxfvargvarhstyjustlcarmortmorx"
    "opbdproptrakZapfSilfGlatGlocFeatSill";

struct entry {
    uint32_t tag, size, stored; /* stored: in the stream */
    bool transformed;
};

struct font {
    uint32_t flavor, packed;
    unsigned count;
    struct entry entries[WOFF_TABLES];
    struct buf stream; /* decompressed */
    struct woff2_glyf glyf;
    struct buf hmtx, head; /* made anew */
};

/* UIntBase128: seven bits a byte, no leading zeros. */
static uint32_t
base128(struct woff_reader *r)
{
    uint32_t value = 0;

    for (int i = 0; i < MAX_BASE128; i++) {
        uint32_t byte = woff_u8(r);

        if ((i == 0 && byte == 0x80) || value > UINT32_MAX >> 7)
            break;
        value = value << 7 | (byte & 0x7F);
        if (byte < 0x80)
            return value;
    }
    r->failed = true;
    return 0;
}

static void
read_entry(struct woff_reader *r, struct entry *e)
{
    uint32_t flags = woff_u8(r), which = flags & 0x3F, version = flags >> 6;
    bool outline;

    if (which == 0x3F) {
        e->tag = woff_u32(r);
    } else {
        const uint8_t *t = (const uint8_t *)known + (size_t)which * 4;

        e->tag = TAG(t[0], t[1], t[2], t[3]);
    }
    outline =
        e->tag == TAG('g', 'l', 'y', 'f') || e->tag == TAG('l', 'o', 'c', 'a');
    e->transformed = outline ? version != 3 : version != 0;
    e->size = e->stored = base128(r);
    if (e->transformed)
        e->stored = base128(r);
}

/* A table that comes twice would be made twice, into the same memory. */
static bool
is_known_already(const struct font *f, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (f->entries[i].tag == f->entries[count].tag)
            return true;
    return false;
}

static const char *
read_directory(struct font *f, struct woff_reader *r)
{
    uint64_t total = 0;

    f->flavor = woff_u32(r);
    woff_u32(r); /* length */
    f->count = woff_u16(r);
    woff_bytes(r, 2 + 4);
    f->packed = woff_u32(r);
    woff_bytes(r, 2 + 2 + 5 * 4); /* version, metadata, private data */
    if (f->flavor == TAG('t', 't', 'c', 'f'))
        return "collections of fonts are not taken";
    if (f->count == 0 || f->count > WOFF_TABLES)
        return "the font has no tables, or too many";
    for (unsigned i = 0; i < f->count; i++) {
        read_entry(r, &f->entries[i]);
        if (is_known_already(f, i))
            return "the font has a table twice";
        total += f->entries[i].stored;
    }
    if (r->failed || total > MAX_WEB_FONT)
        return "the font's directory is damaged";
    return NULL;
}

/* All tables are one stream, as large as the directory says. */
static bool
decompress(struct font *f, struct span packed)
{
    size_t size = 0, got;
    uint8_t *to;

    for (unsigned i = 0; i < f->count; i++)
        size += f->entries[i].stored;
    got = size;
    to = buf_reserve(&f->stream, size + 1);
    if (BrotliDecoderDecompress(packed.size, packed.data, &got, to) !=
            BROTLI_DECODER_RESULT_SUCCESS ||
        got != size)
        return false;
    f->stream.size = size;
    return true;
}

static struct span
stored(const struct font *f, uint32_t tag)
{
    size_t at = 0;

    for (unsigned i = 0; i < f->count; i++) {
        if (f->entries[i].tag == tag)
            return (struct span){f->stream.data + at, f->entries[i].stored};
        at += f->entries[i].stored;
    }
    return (struct span){NULL, 0};
}

/* WOFF2 5.4: left side bearings that equal the glyph's left edge are not
 * stored. */
static bool
make_hmtx(struct font *f)
{
    struct span in = stored(f, TAG('h', 'm', 't', 'x'));
    struct span hhea = stored(f, TAG('h', 'h', 'e', 'a'));
    struct woff_reader widths = {in.data, in.data + in.size, false}, bearings;
    const int16_t *lefts = (const int16_t *)(void *)f->glyf.lefts.data;
    unsigned count, flags = woff_u8(&widths);
    bool missing;

    if (hhea.size < HHEA_METRICS + 2)
        return false;
    count =
        (unsigned)hhea.data[HHEA_METRICS] << 8 | hhea.data[HHEA_METRICS + 1];
    if (count == 0 || count > f->glyf.glyphs || (flags & 3) == 0)
        return false;
    bearings = widths;
    woff_bytes(&bearings, 2 * (size_t)count);
    for (unsigned i = 0; i < f->glyf.glyphs; i++) {
        if (i < count)
            woff_put16(&f->hmtx, woff_u16(&widths));
        missing = (flags & (i < count ? 1U : 2U)) != 0;
        woff_put16(&f->hmtx,
                   missing ? (uint16_t)lefts[i] : woff_u16(&bearings));
    }
    return !widths.failed && !bearings.failed;
}

/* The offsets of glyphs are always written in the long format. */
static bool
make_head(struct font *f)
{
    struct span head = stored(f, TAG('h', 'e', 'a', 'd'));

    if (head.size < HEAD_LOCA_FORMAT + 2)
        return false;
    buf_add_span(&f->head, head);
    f->head.data[HEAD_LOCA_FORMAT] = 0;
    f->head.data[HEAD_LOCA_FORMAT + 1] = 1;
    return true;
}

static bool
make_tables(struct font *f, struct woff_table *tables)
{
    bool outlines = false;

    for (unsigned i = 0; i < f->count; i++)
        if (f->entries[i].transformed &&
            f->entries[i].tag == TAG('g', 'l', 'y', 'f')) {
            if (!woff2_glyf(&f->glyf, stored(f, f->entries[i].tag)) ||
                !make_head(f))
                return false;
            outlines = true;
        }
    for (unsigned i = 0; i < f->count; i++) {
        uint32_t tag = f->entries[i].tag;

        tables[i] = (struct woff_table){tag, stored(f, tag)};
        if (outlines && tag == TAG('h', 'e', 'a', 'd')) {
            tables[i].data = buf_span(&f->head);
        } else if (f->entries[i].transformed) {
            if (!outlines)
                return false;
            if (tag == TAG('g', 'l', 'y', 'f'))
                tables[i].data = buf_span(&f->glyf.glyf);
            else if (tag == TAG('l', 'o', 'c', 'a'))
                tables[i].data = buf_span(&f->glyf.loca);
            else if (tag == TAG('h', 'm', 't', 'x') && make_hmtx(f))
                tables[i].data = buf_span(&f->hmtx);
            else
                return false;
        }
    }
    return true;
}

static void
finish(struct font *f)
{
    buf_finish(&f->stream);
    buf_finish(&f->glyf.glyf);
    buf_finish(&f->glyf.loca);
    buf_finish(&f->glyf.lefts);
    buf_finish(&f->hmtx);
    buf_finish(&f->head);
}

const char *
woff2_decode(struct buf *out, struct span file)
{
    struct woff_reader r = {file.data + 4, file.data + file.size, false};
    struct woff_table tables[WOFF_TABLES];
    struct font f = {.count = 0};
    const char *why = read_directory(&f, &r);
    struct span packed = woff_bytes(&r, f.packed);

    if (why == NULL && (r.failed || !decompress(&f, packed)))
        why = "the font file is damaged";
    if (why == NULL && !make_tables(&f, tables))
        why = "the font's tables are damaged";
    if (why == NULL && !woff_write(out, f.flavor, tables, f.count))
        why = "the font is too large";
    finish(&f);
    return why;
}
