/*
 * trace.c - the flight recorder and the writer of trace files.
 *
 * Process: browser.  Distrusts: nothing; payloads are kept, not understood.
 */
#include "trace.h"
#include "log.h"
#include "trace_file.h"
#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum {
    RECORDS = 1 << 14,         /* of 64 bytes: 1 MiB */
    PAYLOADS = 1 << 21,        /* bytes */
    MOST_PAYLOAD = 4096,       /* larger messages are kept by their name */
    FLUSH_AT = 4 * 1024 * 1024 /* buffered bytes that do not wait for the turn
                                  to end */
};

/* commit is the record's serial + 1, stored last: a reader of the memfd can
 * tell a record from one that is being overwritten. */
struct slot {
    uint64_t commit, ns;
    uint64_t payload; /* serial of the first byte in payloads */
    uint32_t number, size, kept;
    uint8_t phase, role;
    uint16_t zero;
    uint8_t head[24]; /* the first bytes, also when payload is gone */
};

_Static_assert(sizeof(struct slot) == 64, "a record is a cache line");

struct ring {
    struct slot slots[RECORDS];
    uint8_t payloads[PAYLOADS];
};

static struct {
    struct ring *ring;
    int memory, file;
    uint64_t next, next_payload; /* serials */
    uint64_t start_ns;
    struct buf pending;
} trace = {.memory = -1, .file = -1};

static uint64_t
clock_ns(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static bool
open_ring(void)
{
    void *memory;

    trace.memory =
        memfd_create("bulkhead-trace", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (trace.memory == -1 ||
        ftruncate(trace.memory, sizeof(struct ring)) == -1 ||
        fcntl(trace.memory, F_ADD_SEALS,
              F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == -1)
        return false;
    memory = mmap(NULL, sizeof(struct ring), PROT_READ | PROT_WRITE, MAP_SHARED,
                  trace.memory, 0);
    if (memory == MAP_FAILED)
        return false;
    trace.ring = memory;
    return true;
}

bool
trace_open(const char *path)
{
    trace_close();
    if (!open_ring()) {
        log_error("the flight recorder cannot be created: %s", strerror(errno));
        trace_close();
        return false;
    }
    trace.start_ns = clock_ns(CLOCK_MONOTONIC);
    if (path == NULL)
        return true;
    trace.file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (trace.file == -1) {
        log_error("%s: a trace cannot be written here: %s", path,
                  strerror(errno));
        trace_close();
        return false;
    }
    trace_put_header(&trace.pending, trace.start_ns, clock_ns(CLOCK_REALTIME));
    trace_flush();
    return true;
}

void
trace_close(void)
{
    trace_flush();
    buf_finish(&trace.pending);
    if (trace.ring != NULL)
        munmap(trace.ring, sizeof(struct ring));
    if (trace.memory != -1)
        close(trace.memory);
    if (trace.file != -1)
        close(trace.file);
    trace.ring = NULL;
    trace.memory = trace.file = -1;
    trace.next = trace.next_payload = 0;
}

void
trace_flush(void)
{
    size_t done = 0;

    while (trace.file != -1 && done < trace.pending.size) {
        ssize_t n = write(trace.file, trace.pending.data + done,
                          trace.pending.size - done);

        if (n > 0) {
            done += (size_t)n;
        } else if (n == -1 && errno != EINTR) {
            log_error("the trace ends here, it cannot be written: %s",
                      strerror(errno));
            close(trace.file);
            trace.file = -1;
        }
    }
    trace.pending.size = 0;
}

static void
copy_payload(uint64_t serial, struct span payload)
{
    size_t at = (size_t)(serial % PAYLOADS);
    size_t first = PAYLOADS - at < payload.size ? PAYLOADS - at : payload.size;

    if (payload.size == 0)
        return;
    memcpy(trace.ring->payloads + at, payload.data, first);
    memcpy(trace.ring->payloads, payload.data + first, payload.size - first);
}

static void
record(enum trace_phase phase, enum role role, uint32_t number,
       struct span payload)
{
    struct slot *slot;
    size_t head;
    uint64_t ns;

    if (trace.ring == NULL)
        return;
    ns = clock_ns(CLOCK_MONOTONIC) - trace.start_ns;
    slot = &trace.ring->slots[trace.next % RECORDS];
    __atomic_store_n(&slot->commit, 0, __ATOMIC_RELEASE);
    head = payload.size < sizeof slot->head ? payload.size : sizeof slot->head;
    if (head > 0)
        memcpy(slot->head, payload.data, head);
    slot->ns = ns;
    slot->number = number;
    slot->size = (uint32_t)payload.size;
    slot->phase = (uint8_t)phase;
    slot->role = (uint8_t)role;
    slot->kept = payload.size <= MOST_PAYLOAD ? slot->size : 0;
    slot->payload = trace.next_payload;
    if (slot->kept > 0)
        copy_payload(trace.next_payload, payload);
    trace.next_payload += slot->kept;
    __atomic_store_n(&slot->commit, ++trace.next, __ATOMIC_RELEASE);

    if (trace.file != -1) {
        struct trace_record r = {ns, number, phase, role, payload};

        trace_put_record(&trace.pending, &r);
        if (trace.pending.size >= FLUSH_AT)
            trace_flush();
    }
}

void
trace_message(enum trace_phase phase, enum role role, uint32_t number,
              struct span message)
{
    if (message.size <= MAX_MESSAGE)
        record(phase, role, number, message);
}

void
trace_event(enum trace_phase phase, enum role role, uint32_t number,
            const char *text)
{
    record(phase, role, number, utf8_prefix(span_of(text), MAX_DETAIL));
}

static void
show_slot(struct buf *out, const struct slot *slot)
{
    struct trace_record r = {slot->ns,
                             slot->number,
                             (enum trace_phase)slot->phase,
                             (enum role)slot->role,
                             {slot->head, 0}};
    uint8_t payload[MOST_PAYLOAD];

    buf_printf(out, "%12.6f ", (double)slot->ns / 1e9);
    if (slot->size <= sizeof slot->head) {
        r.payload.size = slot->size;
    } else if (slot->kept > 0 &&
               trace.next_payload - slot->payload <= PAYLOADS) {
        size_t at = (size_t)(slot->payload % PAYLOADS);
        size_t first = PAYLOADS - at < slot->kept ? PAYLOADS - at : slot->kept;

        memcpy(payload, trace.ring->payloads + at, first);
        memcpy(payload + first, trace.ring->payloads, slot->kept - first);
        r.payload = (struct span){payload, slot->kept};
    } else {
        unsigned id = slot->head[0] | (unsigned)slot->head[1] << 8;

        buf_printf(out,
                   slot->phase == TRACE_SENT ? "browser -> %s#%u"
                                             : "%s#%u -> browser",
                   role_name(r.role), slot->number);
        buf_printf(out, " %s <%u bytes>\n",
                   id < MSG_COUNT ? routes[id].name : "<no message>",
                   slot->size);
        return;
    }
    trace_show(out, &r, (struct span){NULL, 0});
    buf_add_char(out, '\n');
}

void
trace_last(struct buf *out, uint32_t number, unsigned count)
{
    const struct slot *found[MAX_TRACE_LAST];
    uint64_t oldest = trace.next > RECORDS ? trace.next - RECORDS : 0;
    unsigned n = 0;

    if (trace.ring == NULL)
        return;
    if (count > MAX_TRACE_LAST)
        count = MAX_TRACE_LAST;
    for (uint64_t at = trace.next; at > oldest && n < count; at--) {
        const struct slot *slot = &trace.ring->slots[(at - 1) % RECORDS];

        if (number == 0 || slot->number == number)
            found[n++] = slot;
    }
    while (n > 0)
        show_slot(out, found[--n]);
}
