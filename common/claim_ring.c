/*
 * claim_ring.c - what a child says of its own messages: both ends.
 *
 * Process: children write, the browser reads.  The reader distrusts every bit.
 */
#include "claim_ring.h"
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { RING_SIZE = CLAIMS * sizeof(struct claim), MOST_A_TURN = 256 };

_Static_assert(sizeof(struct claim) == 32, "two records a cache line");

static struct {
    struct claim *ring;
    uint64_t next;
} self;

/* ---- the child -----------------------------------------------------------*/

void
claim_ring_open(int fd)
{
    void *memory =
        mmap(NULL, RING_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

    close(fd);
    if (memory != MAP_FAILED)
        self.ring = memory;
}

struct claim *
claim_ring_memory(void)
{
    return self.ring;
}

void
claim_ring_add(enum claim_kind kind, uint32_t seq, struct span message,
               uint32_t value)
{
    struct claim *c;

    if (self.ring == NULL || message.size < MESSAGE_ID_SIZE)
        return;
    c = &self.ring[self.next % CLAIMS];
    __atomic_store_n(&c->commit, 0, __ATOMIC_RELEASE);
    c->ns = trace_clock_ns();
    c->seq = seq;
    c->value = value;
    c->id = (uint16_t)(message.data[0] | message.data[1] << 8);
    c->kind = (uint8_t)kind;
    __atomic_store_n(&c->commit, ++self.next, __ATOMIC_RELEASE);
}

/* ---- the browser ---------------------------------------------------------*/

bool
claim_reader_open(struct claim_reader *reader, int *fd)
{
    void *memory = MAP_FAILED;

    *reader = (struct claim_reader){0};
    *fd = memfd_create("bulkhead-claims", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (*fd >= 0 && ftruncate(*fd, RING_SIZE) == 0 &&
        fcntl(*fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
        memory = mmap(NULL, RING_SIZE, PROT_READ, MAP_SHARED, *fd, 0);
    if (memory == MAP_FAILED) {
        log_error("no memory for what a child says: %s", strerror(errno));
        if (*fd >= 0)
            close(*fd);
        *fd = -1;
        return false;
    }
    reader->ring = memory;
    return true;
}

void
claim_reader_close(struct claim_reader *reader)
{
    if (reader->ring != NULL)
        munmap((void *)(uintptr_t)reader->ring, RING_SIZE);
    reader->ring = NULL;
}

/* Copies the claim at the cursor before anything is looked at.  False when
 * there is none yet, or it is being written. */
static bool
take(struct claim_reader *reader, struct claim *out)
{
    const struct claim *c = &reader->ring[reader->cursor % CLAIMS];
    uint64_t commit = __atomic_load_n(&c->commit, __ATOMIC_ACQUIRE);

    if (commit <= reader->cursor)
        return false;
    memcpy(out, c, sizeof *out);
    if (__atomic_load_n(&c->commit, __ATOMIC_ACQUIRE) != commit)
        return false;
    /* Overwritten meanwhile: that many are lost. */
    reader->cursor = commit;
    return true;
}

static bool
makes_sense(const struct claim *c)
{
    return c->kind < CLAIM_KINDS && c->id < MSG_COUNT && c->seq != 0 &&
           c->ns >= trace_start_ns() && c->ns <= trace_clock_ns() &&
           (c->kind == CLAIM_DONE || c->value <= MAX_MESSAGE);
}

void
claim_reader_drain(struct claim_reader *reader, const struct trace_peer *peer)
{
    static const enum trace_phase phases[CLAIM_KINDS] = {
        TRACE_CLAIM_SENT, TRACE_CLAIM_RECEIVED, TRACE_CLAIM_HANDLED};
    struct claim c;

    for (int i = 0; i < MOST_A_TURN; i++) {
        uint8_t id[MESSAGE_ID_SIZE];
        struct trace_record r = {
            .number = peer->number, .role = peer->role, .own = peer->own};

        if (reader->ring == NULL || reader->lied || !take(reader, &c))
            return;
        if (!makes_sense(&c)) {
            reader->lied = true;
            trace_event(TRACE_NOTE, peer,
                        "what it says of itself makes no sense, and is no "
                        "longer read");
            return;
        }
        id[0] = (uint8_t)c.id;
        id[1] = (uint8_t)(c.id >> 8);
        r.ns = c.ns - trace_start_ns();
        r.seq = c.seq;
        r.phase = phases[c.kind];
        if (c.kind == CLAIM_DONE) {
            r.arg = c.value;
        } else {
            r.length = c.value;
            r.payload =
                (struct span){id, c.value < sizeof id ? c.value : sizeof id};
        }
        trace_add(&r);
    }
}
