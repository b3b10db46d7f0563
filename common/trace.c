/*
 * trace.c - the flight recorder and the writer of trace files.
 *
 * Process: browser.  Distrusts: nothing; payloads are kept, not understood.
 */
#include "trace.h"
#include "log.h"
#include "trace_file.h"
#include "trace_ring.h"
#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum {
    FLUSH_AT = 4 * 1024 * 1024 /* buffered bytes that do not wait for the turn
                                  to end */
};

static struct {
    struct ring *ring;
    int memory;
    void *kept; /* the mapping of a ring that is kept in a file, or NULL */
    char *kept_path;
    uint64_t next, next_payload; /* serials */
    uint64_t start_ns;
    struct trace_place (*find_place)(uint32_t surface);
    struct {
        int fd;
        char *path;
        bool payload, rotate;
        uint64_t most, written; /* bytes */
        struct buf pending;
    } file;
} trace = {.memory = -1, .file = {.fd = -1}};

static uint64_t
clock_ns(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

uint64_t
trace_clock_ns(void)
{
    return clock_ns(CLOCK_MONOTONIC);
}

uint64_t
trace_start_ns(void)
{
    return trace.start_ns;
}

void trace_set_places(struct trace_place (*find)(uint32_t surface))
{
    trace.find_place = find;
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

/* ---- the file ------------------------------------------------------------*/

static bool
parse_size(const char *text, uint64_t *size)
{
    char *end;
    unsigned long long n = strtoull(text, &end, 10);
    unsigned shift = 0;

    if (end == text || text[0] == '-')
        return false;
    if (*end == 'k')
        shift = 10;
    else if (*end == 'M')
        shift = 20;
    else if (*end == 'G')
        shift = 30;
    end += shift > 0;
    *size = (uint64_t)n << shift;
    return *end == 0 && n > 0 && n <= UINT64_MAX >> shift;
}

/* "FILE,payload,max=64M,rotate"; a comma in a path cannot be had. */
static bool
parse_spec(const char *spec)
{
    char *text = strdup(spec), *rest = text, *word = strsep(&rest, ",");
    bool ok = word[0] != 0;

    trace.file.most = UINT64_C(1) << 30;
    trace.file.path = strdup(word);
    trace.file.payload = trace.file.rotate = false;
    while (ok && (word = strsep(&rest, ",")) != NULL) {
        if (strcmp(word, "payload") == 0)
            trace.file.payload = true;
        else if (strcmp(word, "rotate") == 0)
            trace.file.rotate = true;
        else if (strncmp(word, "max=", 4) == 0)
            ok = parse_size(word + 4, &trace.file.most);
        else
            ok = false;
    }
    free(text);
    if (!ok)
        log_error("--trace=%s: after the file's name come payload, max=SIZE "
                  "(as 64M) and rotate, with commas between them",
                  spec);
    return ok;
}

static bool
open_file(void)
{
    trace.file.fd =
        open(trace.file.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (trace.file.fd == -1) {
        log_error("%s: a trace cannot be written here: %s", trace.file.path,
                  strerror(errno));
        return false;
    }
    trace.file.written = 0;
    trace_put_header(&trace.file.pending, trace.start_ns,
                     clock_ns(CLOCK_REALTIME));
    return true;
}

static void
close_file(void)
{
    if (trace.file.fd != -1)
        close(trace.file.fd);
    trace.file.fd = -1;
}

/* The file is as large as it may be. */
static void
end_file(void)
{
    char *old = NULL;

    close_file();
    if (!trace.file.rotate) {
        log_warn("%s: the trace ends here, it is as large as it may be "
                 "(max=, rotate)",
                 trace.file.path);
        return;
    }
    if (asprintf(&old, "%s.1", trace.file.path) < 0 ||
        rename(trace.file.path, old) == -1)
        log_error("%s: cannot be kept as %s.1: %s", trace.file.path,
                  trace.file.path, strerror(errno));
    free(old);
    open_file();
}

void
trace_flush(void)
{
    size_t done = 0;

    while (trace.file.fd != -1 && done < trace.file.pending.size) {
        ssize_t n = write(trace.file.fd, trace.file.pending.data + done,
                          trace.file.pending.size - done);

        if (n > 0) {
            done += (size_t)n;
        } else if (n == -1 && errno != EINTR) {
            log_error("%s: the trace ends here, it cannot be written: %s",
                      trace.file.path, strerror(errno));
            close_file();
        }
    }
    trace.file.written += done;
    trace.file.pending.size = 0;
    if (trace.file.fd != -1 && trace.file.written >= trace.file.most)
        end_file();
}

bool
trace_keeps_payloads(void)
{
    return trace.file.fd != -1 && trace.file.payload;
}

static void
write_record(const struct trace_record *r)
{
    struct trace_record kept = *r;

    if (!trace.file.payload && r->seq != 0 && kept.payload.size > TRACE_HEAD)
        kept.payload.size = TRACE_HEAD;
    trace_put_record(&trace.file.pending, &kept);
    if (trace.file.pending.size >= FLUSH_AT)
        trace_flush();
}

/* ---- open and close ------------------------------------------------------*/

bool
trace_open(const char *spec)
{
    trace_close();
    if (!open_ring()) {
        log_error("the flight recorder cannot be created: %s", strerror(errno));
        trace_close();
        return false;
    }
    trace.start_ns = trace_clock_ns();
    if (spec == NULL)
        return true;
    if (!parse_spec(spec) || !open_file()) {
        trace_close();
        return false;
    }
    trace_flush();
    return true;
}

bool
trace_keep(const char *path)
{
    struct buf head = {0};
    struct ring *kept;
    uint8_t *memory;
    int fd;

    if (trace.ring == NULL || trace.kept != NULL)
        return false;
    unlink(path);
    fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    /* Its room is taken now: a full disk must not kill by SIGBUS later. */
    if (fd == -1 || posix_fallocate(fd, 0, TRACE_KEPT_SIZE) != 0)
        goto failed;
    memory =
        mmap(NULL, TRACE_KEPT_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED)
        goto failed;
    close(fd);
    /* What is used of it: each page touched is memory. */
    kept = (struct ring *)(void *)(memory + TRACE_KEPT_HEAD);
    memcpy(kept->slots, trace.ring->slots,
           sizeof(struct slot) *
               (trace.next < TRACE_RECORDS ? trace.next : TRACE_RECORDS));
    memcpy(kept->payloads, trace.ring->payloads,
           trace.next_payload < TRACE_PAYLOADS ? trace.next_payload
                                               : TRACE_PAYLOADS);
    trace_put_header(&head, trace.start_ns,
                     clock_ns(CLOCK_REALTIME) -
                         (trace_clock_ns() - trace.start_ns));
    trace_kept_begin(memory, buf_span(&head));
    buf_finish(&head);
    munmap(trace.ring, sizeof(struct ring));
    close(trace.memory);
    trace.memory = -1;
    trace.kept = memory;
    trace.kept_path = strdup(path);
    trace.ring = kept;
    return true;
failed:
    log_warn("%s: the flight recorder is kept in memory only: %s", path,
             strerror(errno));
    if (fd != -1) {
        close(fd);
        unlink(path);
    }
    return false;
}

void
trace_close(void)
{
    trace_flush();
    close_file();
    buf_finish(&trace.file.pending);
    free(trace.file.path);
    trace.file.path = NULL;
    if (trace.kept != NULL) {
        munmap(trace.kept, TRACE_KEPT_SIZE);
        unlink(trace.kept_path);
        free(trace.kept_path);
    } else if (trace.ring != NULL) {
        munmap(trace.ring, sizeof(struct ring));
    }
    trace.kept = NULL;
    trace.kept_path = NULL;
    if (trace.memory != -1)
        close(trace.memory);
    trace.ring = NULL;
    trace.memory = -1;
    trace.next = trace.next_payload = 0;
}

/* ---- the ring ------------------------------------------------------------*/

static void
copy_payload(uint64_t serial, struct span payload)
{
    size_t at = (size_t)(serial % TRACE_PAYLOADS);
    size_t first =
        TRACE_PAYLOADS - at < payload.size ? TRACE_PAYLOADS - at : payload.size;

    if (payload.size == 0)
        return;
    memcpy(trace.ring->payloads + at, payload.data, first);
    memcpy(trace.ring->payloads, payload.data + first, payload.size - first);
}

static void
record(const struct trace_record *r)
{
    struct slot *slot = &trace.ring->slots[trace.next % TRACE_RECORDS];
    size_t head = r->payload.size < sizeof slot->head ? r->payload.size
                                                      : sizeof slot->head;

    __atomic_store_n(&slot->commit, 0, __ATOMIC_RELEASE);
    if (head > 0)
        memcpy(slot->head, r->payload.data, head);
    slot->ns = r->ns;
    slot->number = r->number;
    slot->seq = r->seq;
    slot->page = r->page;
    slot->length = r->length;
    slot->arg = r->arg;
    slot->phase = (uint8_t)r->phase;
    slot->role = (uint8_t)r->role;
    slot->own = r->own;
    slot->kept =
        r->payload.size <= TRACE_MOST_PAYLOAD ? (uint16_t)r->payload.size : 0;
    slot->payload = trace.next_payload;
    if (slot->kept > sizeof slot->head) {
        copy_payload(trace.next_payload,
                     (struct span){r->payload.data, slot->kept});
        trace.next_payload += slot->kept;
    }
    __atomic_store_n(&slot->commit, ++trace.next, __ATOMIC_RELEASE);
    if (trace.file.fd != -1)
        write_record(r);
}

void
trace_add(const struct trace_record *given)
{
    struct trace_record r = *given;

    if (trace.ring == NULL)
        return;
    if (r.ns == 0)
        r.ns = trace_clock_ns() - trace.start_ns;
    record(&r);
}

/* The tab of a message whose first field is a surface. */
static struct trace_place
place_of(struct span message)
{
    unsigned id;
    const uint8_t *at = message.data + MESSAGE_ID_SIZE;

    if (trace.find_place == NULL || message.size < MESSAGE_ID_SIZE + 4)
        return (struct trace_place){0};
    id = message.data[0] | (unsigned)message.data[1] << 8;
    if (id >= MSG_COUNT || !routes[id].claims_surface)
        return (struct trace_place){0};
    return trace.find_place(at[0] | (uint32_t)at[1] << 8 |
                            (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24);
}

void
trace_message_at(enum trace_phase phase, struct trace_peer *peer,
                 struct span message, uint64_t clock_ns)
{
    struct trace_place place;
    struct trace_record r = {.number = peer->number,
                             .phase = phase,
                             .role = peer->role,
                             .length = (uint32_t)message.size,
                             .payload = message};

    r.seq = phase == TRACE_SENT ? ++peer->sent : ++peer->received;
    if (trace.ring == NULL || message.size > MAX_MESSAGE)
        return;
    place = place_of(message);
    r.ns = clock_ns - trace.start_ns;
    r.page = place.page;
    r.own = peer->own || place.own;
    record(&r);
}

void
trace_message(enum trace_phase phase, struct trace_peer *peer,
              struct span message)
{
    trace_message_at(phase, peer, message, trace_clock_ns());
}

void
trace_handled(const struct trace_peer *peer, uint64_t ns)
{
    trace_add(&(struct trace_record){.number = peer->number,
                                     .seq = peer->received,
                                     .phase = TRACE_HANDLED,
                                     .role = peer->role,
                                     .own = peer->own,
                                     .arg = ns > UINT32_MAX ? UINT32_MAX
                                                            : (uint32_t)ns});
}

void
trace_event(enum trace_phase phase, const struct trace_peer *peer,
            const char *text)
{
    struct span payload = utf8_prefix(span_of(text), MAX_DETAIL);

    trace_add(&(struct trace_record){.number = peer->number,
                                     .phase = phase,
                                     .role = peer->role,
                                     .own = peer->own,
                                     .length = (uint32_t)payload.size,
                                     .payload = payload});
}

/* ---- reading it ----------------------------------------------------------*/

uint64_t
trace_next(void)
{
    return trace.next;
}

bool
trace_read(uint64_t *cursor, struct trace_record *r, uint8_t *payload,
           uint64_t *lost)
{
    uint64_t oldest =
        trace.next > TRACE_RECORDS ? trace.next - TRACE_RECORDS : 0;

    if (trace.ring == NULL || *cursor >= trace.next)
        return false;
    if (*cursor < oldest) {
        *lost += oldest - *cursor;
        *cursor = oldest;
    }
    trace_slot_take(trace.ring, trace.next_payload,
                    &trace.ring->slots[*cursor % TRACE_RECORDS], r, payload);
    ++*cursor;
    return true;
}

/* Only what truly happened on the wire: no times, no claims. */
static bool
is_shown(const struct slot *slot, uint32_t number)
{
    switch (slot->phase) {
    case TRACE_HANDLED:
    case TRACE_CLAIM_SENT:
    case TRACE_CLAIM_RECEIVED:
    case TRACE_CLAIM_HANDLED:
        return false;
    default:
        return number == 0 || slot->number == number;
    }
}

void
trace_last(struct buf *out, uint32_t number, unsigned count)
{
    const struct slot *found[MAX_TRACE_LAST];
    uint64_t oldest =
        trace.next > TRACE_RECORDS ? trace.next - TRACE_RECORDS : 0;
    uint8_t payload[TRACE_MOST_PAYLOAD];
    unsigned n = 0;

    if (trace.ring == NULL)
        return;
    if (count > MAX_TRACE_LAST)
        count = MAX_TRACE_LAST;
    for (uint64_t at = trace.next; at > oldest && n < count; at--) {
        const struct slot *slot = &trace.ring->slots[(at - 1) % TRACE_RECORDS];

        if (is_shown(slot, number))
            found[n++] = slot;
    }
    while (n > 0) {
        struct trace_record r;

        trace_slot_take(trace.ring, trace.next_payload, found[--n], &r,
                        payload);
        buf_printf(out, "%12.6f ", (double)r.ns / 1e9);
        trace_show(out, &r, (struct span){NULL, 0});
        buf_add_char(out, '\n');
    }
}
