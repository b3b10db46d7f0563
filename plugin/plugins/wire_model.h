/*
 * wire_model.h - what about:ipc's chart knows: processes, messages, events,
 * glyphs.
 *
 * Process: plugin.  Distrusts: the stream; it is written by the browser, and
 * read as if it were not.
 */
#ifndef WIRE_MODEL_H
#define WIRE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    WIRE_RECORDS = 1 << 16, /* kept; a power of two */
    WIRE_EVENTS = 512,
    WIRE_LANES = 96,
    WIRE_NAMES = 256,
    WIRE_FACES = 3,
    WIRE_GLYPHS = 128, /* of one face */
    WIRE_TEXT = 160    /* bytes of any kept text, with its end */
};

enum wire_face { WIRE_UI, WIRE_BOLD, WIRE_MONO };

struct wire_record {
    uint64_t serial, ns;
    uint32_t number, length, took;
    uint16_t id;
    uint8_t flags, page;
};

struct wire_event {
    uint64_t serial, ns;
    uint32_t number, phase;
    char text[WIRE_TEXT];
};

struct wire_lane {
    uint32_t number;
    uint8_t role, flags;
    uint64_t born, ready, died; /* ns; 0: not known */
    char name[48], use[WIRE_TEXT], trouble[WIRE_TEXT];
};

struct wire_glyph {
    uint32_t code;
    int advance; /* 1/64 pixel */
    int left, top, width, height;
    const uint8_t *mask; /* in the face's bytes */
};

struct wire_font {
    uint8_t *bytes; /* NULL: not yet here */
    int ascent, descent, count;
    struct wire_glyph glyphs[WIRE_GLYPHS];
};

struct wire_model {
    bool begun;
    uint64_t start_ns;
    char names[WIRE_NAMES][40];
    unsigned name_count;
    struct wire_font fonts[WIRE_FACES];

    struct wire_record *records; /* the last of record_total */
    uint64_t record_total;
    struct wire_event events[WIRE_EVENTS];
    uint64_t event_total;
    struct wire_lane lanes[WIRE_LANES];
    unsigned lane_count;
    uint64_t left_out;

    bool own;
    unsigned cost; /* per mille of the browser's time */
    char filter[WIRE_TEXT * 4], wrong[WIRE_TEXT * 2];
    uint64_t detailed; /* serial of the details, UINT64_MAX: none */
    char *details;     /* NUL at the end; or NULL */

    uint8_t *pending; /* the begin of a chunk */
    size_t pending_size;
    bool broken; /* the stream made no sense: it is not read on */
};

/* False when there is no memory. */
bool wire_model_init(struct wire_model *m);
void wire_model_finish(struct wire_model *m);

/* Takes the next bytes of the stream, cut anywhere. */
void wire_model_feed(struct wire_model *m, const uint8_t *data, size_t size);

/* The at'th record that was ever taken; NULL when it is gone or to come. */
const struct wire_record *wire_model_record(const struct wire_model *m,
                                            uint64_t at);
/* The first record kept, and the first at or after a time. */
uint64_t wire_model_first(const struct wire_model *m);
uint64_t wire_model_from(const struct wire_model *m, uint64_t ns);

/* NULL when there is none. */
struct wire_lane *wire_model_lane(struct wire_model *m, uint32_t number);

/* Never NULL. */
const char *wire_model_name(const struct wire_model *m, unsigned id);

#endif
