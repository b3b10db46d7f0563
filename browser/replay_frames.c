/*
 * replay_frames.c - the pictures of a replayed renderer beside the recorded
 * ones.
 *
 * Process: `bulkhead trace replay`.  Distrusts: the recording and the renderer.
 *
 * Compared is what the recording has at the last: every tile it shows has to
 * be there with the same pixels.  The renderer may show more: how far it
 * paints ahead of the view is a matter of time.
 */
#include "replay_frames.h"
#include "frame_picture.h"
#include "picture.h"
#include "utf8.h"

#include "log.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    MOST_EDGE = 16384, /* pixels of a picture that is saved */
    ENOUGH_MOVES = 2   /* changes unasked: it moves by itself */
};

struct wanted {
    uint32_t column, row;
    uint64_t hash;
    bool going; /* with the next frame */
    /* A part that moves by itself need not stand still as recorded. */
    unsigned moves; /* times it changed in the recording, unasked */
    bool came_by;   /* the renderer has shown this */
};

struct surface {
    struct surface *next;
    bool destroyed; /* and kept for its picture */
    uint32_t id, slots;
    int memory;
    struct frame_picture *picture;
    struct msg_commit last; /* of the renderer */
    char *url;
    uint32_t document;
    struct wanted *wanted;
    size_t wanted_count, wanted_room;
    unsigned frames_wanted, frames_seen;
    struct picture {
        uint64_t hash;
        bool seen;
    } * frames; /* recorded */
    size_t frame_room;
};

static struct surface *first, *shown;
static uint32_t *gone; /* numbers of destroyed surfaces */
static size_t gone_count;

static struct surface *
find(uint32_t id)
{
    struct surface *s = first;

    while (s != NULL && s->id != id)
        s = s->next;
    return s;
}

int
replay_surface_create(uint32_t surface, uint32_t slots)
{
    struct surface *s;

    if (find(surface) != NULL || slots == 0 || slots > MAX_SLOTS)
        return -1;
    s = calloc(1, sizeof *s);
    if (s == NULL)
        fatal_memory("out of memory for a surface");
    s->id = surface;
    s->slots = slots;
    s->memory = tiles_create(slots);
    if (s->memory >= 0)
        s->picture = frame_picture_create(s->memory, slots);
    s->next = first;
    first = s;
    return s->picture != NULL ? s->memory : -1;
}

static void
finish(struct surface *s)
{
    frame_picture_destroy(s->picture);
    if (s->memory >= 0)
        close(s->memory);
    free(s->wanted);
    free(s->frames);
    free(s->url);
    free(s);
}

/* The renderer may be sending a frame of it still. */
static void
note_gone(uint32_t surface)
{
    gone = realloc(gone, (gone_count + 1) * sizeof *gone);
    if (gone == NULL)
        fatal_memory("out of memory for a surface");
    gone[gone_count++] = surface;
}

static bool
is_gone(uint32_t surface)
{
    for (size_t i = 0; i < gone_count; i++)
        if (gone[i] == surface)
            return true;
    return false;
}

void
replay_surface_destroy(uint32_t surface)
{
    note_gone(surface);
    for (struct surface **at = &first; *at != NULL; at = &(*at)->next)
        if ((*at)->id == surface) {
            struct surface *s = *at;

            *at = s->next;
            if (s == shown) /* its last picture may be wanted yet */
                s->destroyed = true;
            else
                finish(s);
            return;
        }
}

/* The surface whose frame came last. */
static void
show(struct surface *s)
{
    struct surface *before = shown;

    shown = s;
    if (before != NULL && before != s && before->destroyed)
        finish(before);
}

void
replay_frames_close(void)
{
    while (first != NULL)
        replay_surface_destroy(first->id);
    if (shown != NULL)
        finish(shown);
    shown = NULL;
    free(gone);
    gone = NULL;
    gone_count = 0;
}

/* ---- the recording -------------------------------------------------------*/

static struct wanted *
find_wanted(struct surface *s, uint32_t column, uint32_t row)
{
    for (size_t i = 0; i < s->wanted_count; i++)
        if (s->wanted[i].column == column && s->wanted[i].row == row)
            return &s->wanted[i];
    if (s->wanted_count == s->wanted_room) {
        s->wanted_room = s->wanted_room > 0 ? 2 * s->wanted_room : 64;
        s->wanted = realloc(s->wanted, s->wanted_room * sizeof *s->wanted);
        if (s->wanted == NULL)
            fatal_memory("out of memory for hashes");
    }
    s->wanted[s->wanted_count] = (struct wanted){.column = column, .row = row};
    return &s->wanted[s->wanted_count++];
}

void
replay_want_gone(const struct msg_tile_gone *m)
{
    struct surface *s = find(m->surface);

    for (size_t i = 0; s != NULL && i < s->wanted_count; i++)
        if (s->wanted[i].column == m->column && s->wanted[i].row == m->row)
            s->wanted[i].going = true;
}

static uint64_t
get(const uint8_t *at, size_t width)
{
    uint64_t value = 0;

    for (size_t i = 0; i < width; i++)
        value |= (uint64_t)at[i] << (8 * i);
    return value;
}

static void
add_frame(struct surface *s, uint64_t hash)
{
    if (s->frames_wanted == s->frame_room) {
        s->frame_room = s->frame_room > 0 ? 2 * s->frame_room : 64;
        s->frames = realloc(s->frames, s->frame_room * sizeof *s->frames);
        if (s->frames == NULL)
            fatal_memory("out of memory for hashes");
    }
    s->frames[s->frames_wanted++] = (struct picture){hash, false};
}

void
replay_want_frame(struct span frame, bool unasked)
{
    struct surface *s;
    size_t kept = 0;

    if (frame.size < FRAME_HEAD || (frame.size - FRAME_HEAD) % FRAME_TILE != 0)
        return;
    s = find((uint32_t)get(frame.data, 4));
    if (s == NULL)
        return;
    for (size_t i = 0; i < s->wanted_count; i++)
        if (!s->wanted[i].going)
            s->wanted[kept++] = s->wanted[i];
    s->wanted_count = kept;
    add_frame(s, get(frame.data + 12, 8));
    for (size_t at = FRAME_HEAD; at < frame.size; at += FRAME_TILE) {
        const uint8_t *tile = frame.data + at;
        struct wanted *w =
            find_wanted(s, (uint32_t)get(tile, 4), (uint32_t)get(tile + 4, 4));

        w->moves += unasked && w->hash != 0 && w->hash != get(tile + 8, 8);
        w->hash = get(tile + 8, 8);
        w->going = w->came_by = false;
    }
}

void
replay_want_document(uint32_t surface, uint32_t document, struct span url)
{
    struct surface *s = find(surface);

    if (s == NULL)
        return;
    free(s->url);
    s->url = strndup((const char *)url.data, utf8_prefix(url, 200).size);
    s->document = document;
    s->frames_wanted = s->frames_seen = 0;
    for (size_t i = 0; i < s->wanted_count; i++)
        s->wanted[i].moves = 0;
}

/* ---- the renderer --------------------------------------------------------*/

bool
replay_on_tile(const struct msg_tile *m)
{
    struct surface *s = find(m->surface);

    if (s == NULL)
        return is_gone(m->surface);
    if (m->slot >= s->slots || m->width == 0)
        return false;
    frame_picture_tile(s->picture, m);
    return true;
}

bool
replay_on_tile_gone(const struct msg_tile_gone *m)
{
    struct surface *s = find(m->surface);

    if (s == NULL)
        return is_gone(m->surface);
    frame_picture_tile(s->picture,
                       &(struct msg_tile){.column = m->column, .row = m->row});
    return true;
}

static void
note_shown(struct surface *s)
{
    uint64_t hash;

    for (size_t i = 0; i < s->wanted_count; i++) {
        struct wanted *w = &s->wanted[i];

        if (frame_picture_find(s->picture, w->column, w->row, &hash) &&
            hash == w->hash)
            w->came_by = true;
    }
}

bool
replay_on_commit(const struct msg_commit *m)
{
    struct surface *s = find(m->surface);
    struct buf frame = {0};

    if (s == NULL)
        return is_gone(m->surface);
    frame_picture_commit(s->picture, m, &frame);
    note_shown(s);
    s->last = *m;
    show(s);
    if (m->document == s->document)
        s->frames_seen++;
    for (unsigned i = 0; i < s->frames_wanted; i++)
        if (s->frames[i].hash == get(frame.data + 12, 8))
            s->frames[i].seen = true;
    buf_finish(&frame);
    return true;
}

unsigned
replay_frames_wanted(uint32_t surface)
{
    const struct surface *s = find(surface);

    return s != NULL ? s->frames_wanted : 0;
}

unsigned
replay_frames_seen(uint32_t surface)
{
    const struct surface *s = find(surface);

    return s != NULL ? s->frames_seen : 0;
}

/* ---- the comparison ------------------------------------------------------*/

static bool
moves_by_itself(const struct wanted *w)
{
    return w->moves >= ENOUGH_MOVES;
}

/* Tiles that are not as recorded; *where is one of them. */
static unsigned
differing(const struct surface *s, const struct wanted **where)
{
    unsigned count = 0;
    uint64_t hash;

    for (size_t i = 0; i < s->wanted_count; i++) {
        const struct wanted *w = &s->wanted[i];

        if (!w->going && !(moves_by_itself(w) && w->came_by) &&
            (!frame_picture_find(s->picture, w->column, w->row, &hash) ||
             hash != w->hash)) {
            if (count == 0)
                *where = w;
            count++;
        }
    }
    return count;
}

bool
replay_is_equal(uint32_t surface)
{
    const struct wanted *where;

    for (const struct surface *s = first; s != NULL; s = s->next)
        if ((surface == 0 || s->id == surface) && differing(s, &where) > 0)
            return false;
    return true;
}

static bool
report_one(FILE *out, const struct surface *s)
{
    const struct wanted *where = NULL;
    unsigned count = differing(s, &where), exact = 0, moving = 0;

    for (unsigned i = 0; i < s->frames_wanted; i++)
        exact += s->frames[i].seen;
    for (size_t i = 0; i < s->wanted_count; i++)
        moving += moves_by_itself(&s->wanted[i]);
    fprintf(out, "surface #%" PRIu32 " document %" PRIu32 " %s: ", s->id,
            s->document, s->url != NULL ? s->url : "");
    if (count == 0)
        fprintf(out,
                "equal (%zu tiles, %u of them moving; %u of %u recorded frames "
                "came by)\n",
                s->wanted_count, moving, exact, s->frames_wanted);
    else
        fprintf(out,
                "DIFFERENT in %u of %zu tiles, the first at column %" PRIu32
                " row %" PRIu32 "%s\n",
                count, s->wanted_count, where->column, where->row,
                moves_by_itself(where)
                    ? ": it moves by itself, and has not come by as recorded"
                    : "");
    return count == 0;
}

unsigned
replay_report(FILE *out, uint32_t surface)
{
    unsigned failed = 0;

    for (const struct surface *s = first; s != NULL; s = s->next)
        if ((surface == 0 || s->id == surface) && s->frames_wanted > 0)
            failed += !report_one(out, s);
    return failed;
}

bool
replay_save(const char *path)
{
    int width, height;
    uint8_t *pixels;
    bool ok;

    if (shown == NULL || shown->last.width == 0 || shown->last.height == 0) {
        fprintf(stderr, "bulkhead trace replay: there is no frame to save\n");
        return false;
    }
    width = shown->last.width < MOST_EDGE ? (int)shown->last.width : MOST_EDGE;
    height =
        shown->last.height < MOST_EDGE ? (int)shown->last.height : MOST_EDGE;
    pixels = malloc((size_t)width * (size_t)height * 4);
    if (pixels == NULL)
        fatal_memory("out of memory for a picture");
    frame_picture_copy(shown->picture, pixels, width, height);
    ok = picture_write(path, pixels, width, height);
    free(pixels);
    return ok;
}
