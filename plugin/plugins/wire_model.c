/*
 * wire_model.c - from the browser's stream to what the chart knows.
 *
 * Process: plugin.  Distrusts: the stream.
 */
#include "wire_model.h"
#include "trace_stream.h"

#include <stdlib.h>
#include <string.h>

/* A chunk being read; ok is false once it was too short. */
struct reader {
    const uint8_t *at, *end;
    bool ok;
};

static uint64_t
get(struct reader *r, size_t size)
{
    uint64_t value = 0;

    if ((size_t)(r->end - r->at) < size) {
        r->ok = false;
        r->at = r->end;
        return 0;
    }
    for (size_t i = 0; i < size; i++)
        value |= (uint64_t)r->at[i] << 8 * i;
    r->at += size;
    return value;
}

/* A text into room bytes, cut there; control characters become blanks. */
static void
get_text(struct reader *r, char *out, size_t room)
{
    size_t size = (size_t)get(r, 2), kept;

    out[0] = 0;
    if ((size_t)(r->end - r->at) < size) {
        r->ok = false;
        return;
    }
    kept = size < room - 1 ? size : room - 1;
    memcpy(out, r->at, kept);
    out[kept] = 0;
    for (size_t i = 0; i < kept; i++)
        if ((unsigned char)out[i] < ' ')
            out[i] = ' ';
    r->at += size;
}

bool
wire_model_init(struct wire_model *m)
{
    *m = (struct wire_model){.detailed = UINT64_MAX};
    m->records = calloc(WIRE_RECORDS, sizeof *m->records);
    m->pending = malloc(STREAM_HEAD + STREAM_MOST);
    if (m->records != NULL && m->pending != NULL)
        return true;
    wire_model_finish(m);
    return false;
}

void
wire_model_finish(struct wire_model *m)
{
    for (int i = 0; i < WIRE_FACES; i++)
        free(m->fonts[i].bytes);
    free(m->records);
    free(m->pending);
    free(m->details);
    *m = (struct wire_model){.detailed = UINT64_MAX};
}

/* ---- looking things up --------------------------------------------------- */

uint64_t
wire_model_first(const struct wire_model *m)
{
    return m->record_total > WIRE_RECORDS ? m->record_total - WIRE_RECORDS : 0;
}

const struct wire_record *
wire_model_record(const struct wire_model *m, uint64_t at)
{
    return at >= wire_model_first(m) && at < m->record_total
               ? &m->records[at % WIRE_RECORDS]
               : NULL;
}

uint64_t
wire_model_from(const struct wire_model *m, uint64_t ns)
{
    uint64_t low = wire_model_first(m), high = m->record_total;

    while (low < high) {
        uint64_t middle = low + (high - low) / 2;

        if (m->records[middle % WIRE_RECORDS].ns < ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct wire_lane *
wire_model_lane(struct wire_model *m, uint32_t number)
{
    for (unsigned i = 0; i < m->lane_count; i++)
        if (m->lanes[i].number == number)
            return &m->lanes[i];
    return NULL;
}

const char *
wire_model_name(const struct wire_model *m, unsigned id)
{
    return id < m->name_count ? m->names[id] : "?";
}

/* ---- chunks -------------------------------------------------------------- */

/* A lane for the number; the one that is dead for longest gives way. */
static struct wire_lane *
lane_for(struct wire_model *m, uint32_t number)
{
    struct wire_lane *lane = wire_model_lane(m, number);
    unsigned at = 0;

    if (lane != NULL)
        return lane;
    if (m->lane_count == WIRE_LANES) {
        for (unsigned i = 0; i < m->lane_count; i++)
            if ((m->lanes[i].flags & LANE_DEAD) &&
                (!(m->lanes[at].flags & LANE_DEAD) ||
                 m->lanes[i].died < m->lanes[at].died))
                at = i;
        memmove(&m->lanes[at], &m->lanes[at + 1],
                (m->lane_count - at - 1) * sizeof *m->lanes);
        m->lane_count--;
    }
    at = m->lane_count;
    while (at > 0 && m->lanes[at - 1].number > number)
        at--;
    memmove(&m->lanes[at + 1], &m->lanes[at],
            (m->lane_count - at) * sizeof *m->lanes);
    m->lane_count++;
    m->lanes[at] = (struct wire_lane){.number = number};
    return &m->lanes[at];
}

static void
take_begin(struct wire_model *m, struct reader *r)
{
    unsigned count;

    m->start_ns = get(r, 8);
    count = (unsigned)get(r, 2);
    m->name_count = 0;
    for (unsigned i = 0; r->ok && i < count && i < WIRE_NAMES; i++) {
        get_text(r, m->names[i], sizeof m->names[i]);
        m->name_count = i + 1;
    }
    m->begun = r->ok;
}

static bool
take_glyph(struct reader *r, struct wire_glyph *g)
{
    size_t size;

    g->code = (uint32_t)get(r, 4);
    g->advance = (int)get(r, 2);
    g->left = (int8_t)get(r, 1);
    g->top = (int8_t)get(r, 1);
    g->width = (int)get(r, 1);
    g->height = (int)get(r, 1);
    size = (size_t)g->width * (size_t)g->height;
    if (!r->ok || (size_t)(r->end - r->at) < size)
        return false;
    g->mask = r->at;
    r->at += size;
    return true;
}

static void
take_font(struct wire_model *m, struct reader *r)
{
    size_t size = (size_t)(r->end - r->at);
    struct wire_font f = {.bytes = malloc(size + 1)};
    struct reader own;
    unsigned face, count;

    if (f.bytes == NULL)
        return;
    memcpy(f.bytes, r->at, size);
    own = (struct reader){f.bytes, f.bytes + size, true};
    face = (unsigned)get(&own, 1);
    f.ascent = (int)get(&own, 1);
    f.descent = (int)get(&own, 1);
    get(&own, 1);
    count = (unsigned)get(&own, 2);
    for (unsigned i = 0; i < count && i < WIRE_GLYPHS; i++) {
        if (!take_glyph(&own, &f.glyphs[i]))
            break;
        f.count++;
    }
    if (!own.ok || face >= WIRE_FACES) {
        free(f.bytes);
        r->ok = false;
        return;
    }
    free(m->fonts[face].bytes);
    m->fonts[face] = f;
}

static void
take_lane(struct wire_model *m, struct reader *r)
{
    struct wire_lane *lane, got = {.number = (uint32_t)get(r, 4)};

    got.role = (uint8_t)get(r, 1);
    got.flags = (uint8_t)get(r, 1);
    get(r, 2);
    get_text(r, got.name, sizeof got.name);
    get_text(r, got.use, sizeof got.use);
    get_text(r, got.trouble, sizeof got.trouble);
    if (!r->ok)
        return;
    lane = lane_for(m, got.number);
    got.born = lane->born;
    got.ready = lane->ready;
    got.died = lane->died;
    got.flags |= lane->flags & LANE_DEAD;
    *lane = got;
}

static void
take_records(struct wire_model *m, struct reader *r)
{
    m->left_out = get(r, 8);
    while (r->ok && r->end - r->at >= STREAM_RECORD) {
        struct wire_record *to = &m->records[m->record_total % WIRE_RECORDS];
        const struct wire_record *last =
            wire_model_record(m, m->record_total - 1);
        uint64_t before = last != NULL ? last->ns : 0;

        to->serial = get(r, 8);
        to->ns = get(r, 8);
        to->number = (uint32_t)get(r, 4);
        to->length = (uint32_t)get(r, 4);
        to->took = (uint32_t)get(r, 4);
        to->id = (uint16_t)get(r, 2);
        to->flags = (uint8_t)get(r, 1);
        to->page = (uint8_t)get(r, 1);
        if (to->ns < before) /* they are searched by time */
            to->ns = before;
        m->record_total++;
    }
}

static void
take_event(struct wire_model *m, struct reader *r)
{
    struct wire_event *e = &m->events[m->event_total % WIRE_EVENTS];
    struct wire_lane *lane;

    e->serial = get(r, 8);
    e->ns = get(r, 8);
    e->number = (uint32_t)get(r, 4);
    e->phase = (uint32_t)get(r, 4);
    get_text(r, e->text, sizeof e->text);
    if (!r->ok)
        return;
    m->event_total++;
    lane = wire_model_lane(m, e->number);
    if (lane == NULL)
        return;
    if (e->phase == EVENT_BIRTH)
        lane->born = e->ns;
    else if (e->phase == EVENT_READY)
        lane->ready = e->ns;
    else if (e->phase == EVENT_DEATH) {
        lane->died = e->ns;
        lane->flags |= LANE_DEAD;
    }
}

static void
take_details(struct wire_model *m, struct reader *r)
{
    uint64_t serial = get(r, 8);
    size_t size = (size_t)(r->end - r->at);
    char *text = r->ok ? malloc(size + 1) : NULL;

    if (text == NULL)
        return;
    memcpy(text, r->at, size);
    for (size_t i = 0; i < size; i++)
        if (text[i] == 0)
            text[i] = ' ';
    text[size] = 0;
    free(m->details);
    m->details = text;
    m->detailed = serial;
}

static void
take_chunk(struct wire_model *m, uint32_t kind, struct reader *r)
{
    switch (kind) {
    case STREAM_BEGIN:
        take_begin(m, r);
        break;
    case STREAM_FONT:
        take_font(m, r);
        break;
    case STREAM_LANE:
        take_lane(m, r);
        break;
    case STREAM_RECORDS:
        take_records(m, r);
        break;
    case STREAM_EVENT:
        take_event(m, r);
        break;
    case STREAM_STATE:
        m->own = get(r, 1) != 0;
        get(r, 1);
        m->cost = (unsigned)get(r, 2);
        get_text(r, m->filter, sizeof m->filter);
        get_text(r, m->wrong, sizeof m->wrong);
        break;
    case STREAM_DETAILS:
        take_details(m, r);
        break;
    case STREAM_CLEAR:
        m->record_total = m->event_total = m->left_out = 0;
        break;
    default:
        r->ok = false;
    }
}

/* Takes a whole chunk off the front of what is pending, if there is one. */
static bool
take_pending(struct wire_model *m)
{
    struct reader r = {m->pending, m->pending + m->pending_size, true};
    uint32_t kind = (uint32_t)get(&r, 4), size = (uint32_t)get(&r, 4);

    if (!r.ok)
        return false;
    if (size > STREAM_MOST) {
        m->broken = true;
        return false;
    }
    if (m->pending_size - STREAM_HEAD < size)
        return false;
    r.end = r.at + size;
    take_chunk(m, kind, &r);
    m->broken = !r.ok;
    m->pending_size -= STREAM_HEAD + size;
    memmove(m->pending, m->pending + STREAM_HEAD + size, m->pending_size);
    return !m->broken;
}

void
wire_model_feed(struct wire_model *m, const uint8_t *data, size_t size)
{
    while (size > 0 && !m->broken) {
        size_t room = STREAM_HEAD + STREAM_MOST - m->pending_size;
        size_t part = size < room ? size : room;

        memcpy(m->pending + m->pending_size, data, part);
        m->pending_size += part;
        data += part;
        size -= part;
        while (take_pending(m))
            continue;
    }
}
