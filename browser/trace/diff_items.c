/*
 * diff_items.c - what is compared of a channel, and which of it is the same.
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte.
 *
 * What differs between any two runs is left out: the numbers that a run gives
 * out; in how many pieces a body came; and, unless all is wanted, in how many
 * frames a page did.  Equal items are aligned by their longest common sequence,
 * then those in another order are paired, then what is left by name.
 */
#include "trace/diff.h"

#include <stdlib.h>

enum {
    WINDOW = 2000,   /* items aligned at once: the memory is the square */
    LOOK_BACK = 256, /* items between two pieces of a body */
    /* Bytes of a piece before its body: id, surface, whose it is, size. */
    PIECE_HEAD = MESSAGE_ID_SIZE + 4 + 4 + 4
};

/* ---- what is compared ----------------------------------------------------*/

/* How many of these there are is a matter of time alone. */
static bool
is_of_time(enum message_id id)
{
    switch (id) {
    case MSG_ping:
    case MSG_pong:
    case MSG_progress:
    case MSG_tile:
    case MSG_tile_gone:
    case MSG_commit:
    case MSG_frame_done:
    case MSG_embed_place:
    case MSG_surface_tile:
    case MSG_surface_tile_gone:
    case MSG_scene_begin:
    case MSG_scene_layer:
    case MSG_scene_solid:
    case MSG_scene_end:
    case MSG_presented:
        return true;
    default:
        return false;
    }
}

static bool
is_piece(enum message_id id)
{
    switch (id) {
    case MSG_document_data:
    case MSG_fetch_data:
    case MSG_dump_data:
    case MSG_print_data:
    case MSG_post_data:
    case MSG_stream_data:
        return true;
    default:
        return false;
    }
}

/* Numbers that the run gave out, not what is meant by them. */
static bool
is_arbitrary(const struct message_field *f)
{
    static const char *const fields[] = {
        "surface", "schema",  "token",    "child",   "serial",
        "frame",   "request", "file",     "fetch",   "slot",
        "cost_us", "turn_ms", "frame_us", "document"};

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(f->name, fields[i]) == 0)
            return true;
    return false;
}

static const uint64_t hash_begin = UINT64_C(14695981039346656037);

/* FNV-1a: pieces of a body hash as the whole. */
static uint64_t
hash_on(uint64_t hash, const void *bytes, size_t size)
{
    const uint8_t *at = bytes;

    for (size_t i = 0; i < size; i++)
        hash = (hash ^ at[i]) * UINT64_C(1099511628211);
    return hash;
}

static bool
add_field(void *data, const struct message_field *f)
{
    uint64_t *hash = data;

    if (is_arbitrary(f))
        return true;
    if (f->is_number)
        *hash = hash_on(*hash, f->shown, strlen(f->shown) + 1);
    else
        *hash = hash_on(*hash, f->bytes.data, f->bytes.size);
    return true;
}

/* Goes on from the hash with a record; of one that was not kept whole only the
 * size is known. */
static uint64_t
hash_record(uint64_t hash, const struct side *s, const struct trace_record *r,
            bool piece)
{
    if (!trace_is_message(r))
        return hash_on(hash, r->payload.data, r->payload.size);
    if (!s->log.in.foreign && trace_is_whole(r)) {
        message_each_field(r->payload, add_field, &hash);
        return hash;
    }
    if (piece) /* a sum, so that the pieces' sizes do not count */
        return hash + (r->length > PIECE_HEAD ? r->length - PIECE_HEAD : 0);
    return hash_on(hash, &r->length, sizeof r->length);
}

/* Whose body a piece is of: the surface and the document or fetch. */
static uint64_t
body_of(const struct trace_entry *e)
{
    const uint8_t *at = e->r.payload.data;
    size_t end = e->id == MSG_stream_data ? 4 : 8;
    uint64_t body = 1;

    if (e->r.payload.size < MESSAGE_ID_SIZE + end)
        return 1;
    for (size_t i = 0; i < end; i++)
        body = body << 8 | at[MESSAGE_ID_SIZE + i];
    return body | UINT64_C(1) << 63;
}

static struct item *
add(struct side *s, uint32_t at, uint32_t kind, uint64_t body)
{
    if (s->count == s->room) {
        s->room = s->room == 0 ? 1024 : s->room * 2;
        s->items = realloc(s->items, s->room * sizeof *s->items);
        if (s->items == NULL)
            abort();
    }
    s->items[s->count] =
        (struct item){.at = at,
                      .kind = kind,
                      .body = body,
                      .hash = hash_on(hash_begin, &kind, sizeof kind)};
    return &s->items[s->count++];
}

static struct item *
find_body(struct side *s, uint32_t kind, uint64_t body)
{
    for (uint32_t i = s->count; i > 0 && i + LOOK_BACK > s->count; i--)
        if (s->items[i - 1].kind == kind && s->items[i - 1].body == body)
            return &s->items[i - 1];
    return NULL;
}

/* Of a child's life, what the other run should have too. */
static bool
is_event(const struct trace_record *r)
{
    return r->phase == TRACE_DEATH || r->phase == TRACE_DROPPED;
}

void
diff_collect(const struct diff *d, struct side *s, uint32_t number,
             enum trace_phase phase)
{
    s->count = 0;
    for (uint32_t i = 0; i < s->log.count; i++) {
        const struct trace_entry *e = &s->log.entries[i];
        bool message = e->r.phase == phase;
        bool piece = message && is_piece(e->id) && !d->all;
        uint64_t body = piece ? body_of(e) : 0;
        uint32_t kind =
            message ? (uint32_t)e->id : MSG_COUNT + 1 + (uint32_t)e->r.phase;
        struct item *item;

        if (e->r.number != number ||
            (!message && (phase != TRACE_RECEIVED || !is_event(&e->r))) ||
            (message && !d->all && is_of_time(e->id)) ||
            !trace_choice_has(d->choice, &s->log.in, &e->r))
            continue;
        item = piece ? find_body(s, kind, body) : NULL;
        if (item == NULL)
            item = add(s, i, kind, body);
        item->hash = hash_record(item->hash, s, &e->r, piece);
    }
}

/* ---- alignment -----------------------------------------------------------*/

static void
mate(struct side *a, uint32_t i, struct side *b, uint32_t k, enum mate mate)
{
    a->items[i].mate = b->items[k].mate = mate;
    a->items[i].other = k;
    b->items[k].other = i;
}

/* The longest common sequence of a[i...i+n) and b[k...k+m). */
static void
align_window(struct side *a, uint32_t i, uint32_t n, struct side *b, uint32_t k,
             uint32_t m)
{
    uint16_t *length = calloc((size_t)(n + 1) * (m + 1), sizeof *length);
    uint32_t x = 0, y = 0;

    if (length == NULL)
        abort();
#define LENGTH(p, q) length[(size_t)(p) * (m + 1) + (q)]
    for (uint32_t p = n; p-- > 0;)
        for (uint32_t q = m; q-- > 0;) {
            uint16_t down = LENGTH(p + 1, q), right = LENGTH(p, q + 1);

            LENGTH(p, q) = a->items[i + p].hash == b->items[k + q].hash
                               ? (uint16_t)(LENGTH(p + 1, q + 1) + 1)
                           : down > right ? down
                                          : right;
        }
    while (x < n && y < m) {
        if (a->items[i + x].hash == b->items[k + y].hash)
            mate(a, i + x++, b, k + y++, MATE_SAME);
        else if (LENGTH(x + 1, y) >= LENGTH(x, y + 1))
            x++;
        else
            y++;
    }
#undef LENGTH
    free(length);
}

/* What is left on a side, in the order of a key. */
struct left {
    uint64_t key;
    uint32_t index;
};

static int
by_key(const void *a, const void *b)
{
    const struct left *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

static struct left *
list_left(const struct side *s, bool by_hash, uint32_t *count)
{
    struct left *left = calloc((size_t)s->count + 1, sizeof *left);

    if (left == NULL)
        abort();
    *count = 0;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->items[i].mate == MATE_NONE)
            left[(*count)++] =
                (struct left){by_hash ? s->items[i].hash : s->items[i].kind, i};
    qsort(left, *count, sizeof *left, by_key);
    return left;
}

/* Pairs what is left and has the same hash or name. */
static void
pair_left(struct side *a, struct side *b, bool by_hash)
{
    uint32_t n, m, x = 0, y = 0;
    struct left *left_a = list_left(a, by_hash, &n);
    struct left *left_b = list_left(b, by_hash, &m);

    while (x < n && y < m) {
        if (left_a[x].key == left_b[y].key)
            mate(a, left_a[x++].index, b, left_b[y++].index,
                 by_hash ? MATE_MOVED : MATE_CHANGED);
        else if (left_a[x].key < left_b[y].key)
            x++;
        else
            y++;
    }
    free(left_a);
    free(left_b);
}

void
diff_align(struct side *a, struct side *b)
{
    uint32_t i = 0, k = 0;

    while (i < a->count && k < b->count) {
        uint32_t n = a->count - i < WINDOW ? a->count - i : WINDOW;
        uint32_t m = b->count - k < WINDOW ? b->count - k : WINDOW;

        align_window(a, i, n, b, k, m);
        i += n;
        k += m;
    }
    pair_left(a, b, true);
    pair_left(a, b, false);
}
