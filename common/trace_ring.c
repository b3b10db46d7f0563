/*
 * trace_ring.c - the flight recorder's memory, read; also after its writer's
 * death.
 *
 * Process: browser, `bulkhead trace last`.  Distrusts: a file that was left.
 */
#include "trace_ring.h"
#include "log.h"
#include "trace_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char magic[8] = {'B', 'H', 'F', 'L', 'I', 'G', 'H', 'T'};

enum { FIXED = sizeof magic + 8 };

void
trace_slot_take(const struct ring *ring, uint64_t next_payload,
                const struct slot *slot, struct trace_record *r,
                uint8_t *payload)
{
    *r = (struct trace_record){.ns = slot->ns,
                               .serial = slot->commit - 1,
                               .number = slot->number,
                               .seq = slot->seq,
                               .page = slot->page,
                               .length = slot->length,
                               .arg = slot->arg,
                               .phase = (enum trace_phase)slot->phase,
                               .role = (enum role)slot->role,
                               .own = slot->own,
                               .payload = {payload, slot->kept}};

    if (slot->kept > sizeof slot->head &&
        next_payload - slot->payload <= TRACE_PAYLOADS) {
        size_t at = (size_t)(slot->payload % TRACE_PAYLOADS);
        size_t first =
            TRACE_PAYLOADS - at < slot->kept ? TRACE_PAYLOADS - at : slot->kept;

        memcpy(payload, ring->payloads + at, first);
        memcpy(payload + first, ring->payloads, slot->kept - first);
        return;
    }
    if (slot->kept > sizeof slot->head || slot->length > TRACE_MOST_PAYLOAD)
        r->payload.size = sizeof slot->head;
    memcpy(payload, slot->head, r->payload.size);
}

static void
store_u32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

static uint32_t
load_u32(const uint8_t *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
           (uint32_t)at[3] << 24;
}

void
trace_kept_begin(uint8_t *memory, struct span header)
{
    store_u32(memory + sizeof magic, sizeof(struct ring));
    store_u32(memory + sizeof magic + 4, (uint32_t)header.size);
    memcpy(memory + FIXED, header.data, header.size);
    memcpy(memory, magic, sizeof magic);
}

/* ---- after a death -------------------------------------------------------*/

static bool
read_whole(int fd, uint8_t *memory)
{
    size_t done = 0;

    while (done < TRACE_KEPT_SIZE) {
        ssize_t n = read(fd, memory + done, TRACE_KEPT_SIZE - done);

        if (n == 0 || (n == -1 && errno != EINTR))
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* A slot that trace_slot_take and a trace file can bear. */
static bool
is_sound(const struct slot *s, uint32_t at)
{
    return s->commit != 0 && (s->commit - 1) % TRACE_RECORDS == at &&
           s->kept <= TRACE_MOST_PAYLOAD && s->kept <= s->length &&
           s->length <= MAX_MESSAGE && s->phase < TRACE_PHASE_COUNT &&
           s->role < ROLE_COUNT && s->own <= 1;
}

static int
by_serial(const void *a, const void *b)
{
    const struct slot *x = *(const struct slot *const *)a;
    const struct slot *y = *(const struct slot *const *)b;

    return (x->commit > y->commit) - (x->commit < y->commit);
}

/* The records in their order.  The last payload may be half written over the
 * oldest: as much is left out. */
static void
put_records(struct buf *out, const struct ring *ring)
{
    static uint8_t payload[TRACE_MOST_PAYLOAD];
    const struct slot **order = calloc(TRACE_RECORDS, sizeof *order);
    uint64_t next_payload = 0;
    struct trace_record r;
    size_t n = 0;

    if (order == NULL)
        fatal_memory("out of memory for the flight recorder");
    for (uint32_t i = 0; i < TRACE_RECORDS; i++) {
        const struct slot *s = &ring->slots[i];

        if (!is_sound(s, i))
            continue;
        order[n++] = s;
        if (s->payload + s->kept > next_payload)
            next_payload = s->payload + s->kept;
    }
    qsort(order, n, sizeof *order, by_serial);
    for (size_t i = 0; i < n; i++) {
        trace_slot_take(ring, next_payload + TRACE_MOST_PAYLOAD, order[i], &r,
                        payload);
        trace_put_record(out, &r);
    }
    free(order);
}

static bool
write_trace(const char *to, const struct buf *bytes)
{
    int fd =
        open(to, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    size_t done = 0;

    while (fd != -1 && done < bytes->size) {
        ssize_t n = write(fd, bytes->data + done, bytes->size - done);

        if (n == -1 && errno != EINTR)
            break;
        done += n > 0 ? (size_t)n : 0;
    }
    if (fd == -1 || close(fd) == -1 || done < bytes->size) {
        log_error("%s: cannot be written: %s", to, strerror(errno));
        return false;
    }
    return true;
}

bool
trace_kept_save(const char *from, const char *to)
{
    int fd = open(from, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    uint8_t *memory;
    struct buf out = {0};
    bool ok;

    if (fd == -1)
        return false;
    memory = calloc(1, TRACE_KEPT_SIZE);
    if (memory == NULL)
        fatal_memory("out of memory for the flight recorder");
    ok = read_whole(fd, memory) && memcmp(memory, magic, sizeof magic) == 0 &&
         load_u32(memory + sizeof magic) == sizeof(struct ring) &&
         load_u32(memory + sizeof magic + 4) <= TRACE_KEPT_HEAD - FIXED;
    if (ok) {
        buf_add(&out, memory + FIXED, load_u32(memory + sizeof magic + 4));
        put_records(&out, (const struct ring *)(const void *)(memory +
                                                              TRACE_KEPT_HEAD));
        ok = write_trace(to, &out);
    } else {
        log_warn("%s: is no flight recorder of this build's", from);
    }
    close(fd);
    unlink(from);
    buf_finish(&out);
    free(memory);
    return ok;
}
