/*
 * replay_file.c - what a recording has of one process, in memory.
 *
 * Process: `bulkhead trace replay`.  Distrusts: the file, every byte.
 *
 * The file is read once from its start to its end.  Without a number all
 * renderers are kept until it is known which of them had a document.
 */
#include "replay_file.h"
#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { READ_SIZE = 1 << 20, URL_SHOWN = 60 };

/* Without a word for so long after a ping, a process hangs. */
#define LONG_NS UINT64_C(1000000000)

static const uint64_t most_kept = UINT64_C(2) << 30;

struct reading {
    struct replay_file *f;
    const char *path;
    int fd;
    struct buf bytes;
    uint32_t *owners; /* of the steps: process numbers */
    uint32_t with_document[64];
    unsigned documents;
    bool cut; /* payloads were not kept */
};

static bool
say(const struct reading *r, const char *what)
{
    fprintf(stderr, "bulkhead trace replay: %s: %s\n", r->path, what);
    return false;
}

static bool
read_more(struct reading *r)
{
    ssize_t n;

    do
        n = read(r->fd, buf_reserve(&r->bytes, READ_SIZE), READ_SIZE);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return say(r, strerror(errno));
    r->bytes.size += (size_t)n;
    return n > 0;
}

static bool
read_header(struct reading *r)
{
    struct trace_header header;
    enum trace_read state;
    struct span rest;

    do {
        rest = buf_span(&r->bytes);
        state = trace_get_header(&rest, &header);
    } while (state == TRACE_READ_MORE && read_more(r));
    if (state == TRACE_READ_OLD)
        return say(r, "a trace in an older format: record it again");
    if (state != TRACE_READ_OK)
        return say(r, "this is not a bulkhead trace");
    if (header.schema != schema_hash())
        return say(r, "written by another build, whose messages this one does "
                      "not speak: replay it with that one");
    buf_consume(&r->bytes, r->bytes.size - rest.size);
    return true;
}

static void
note_document(struct reading *r, uint32_t number)
{
    for (unsigned i = 0; i < r->documents; i++)
        if (r->with_document[i] == number)
            return;
    if (r->documents < sizeof r->with_document / sizeof *r->with_document)
        r->with_document[r->documents++] = number;
}

static void
grow(struct reading *r)
{
    struct replay_file *f = r->f;

    if (f->count < f->room)
        return;
    f->room = f->room > 0 ? f->room * 2 : 1024;
    f->steps = realloc(f->steps, f->room * sizeof *f->steps);
    r->owners = realloc(r->owners, f->room * sizeof *r->owners);
    if (f->steps == NULL || r->owners == NULL) {
        fprintf(stderr, "bulkhead trace replay: out of memory\n");
        exit(1);
    }
}

static bool
keep(struct reading *r, const struct trace_record *record)
{
    struct replay_file *f = r->f;
    struct replay_step *step;
    struct reader fields;
    uint8_t *copy;

    if (record->role != RENDERER ||
        (f->number != 0 && record->number != f->number))
        return true;
    grow(r);
    r->owners[f->count] = record->number;
    step = &f->steps[f->count++];
    copy = arena_alloc(&f->memory, record->payload.size + 1);
    if (record->payload.size > 0)
        memcpy(copy, record->payload.data, record->payload.size);
    *step = (struct replay_step){.phase = record->phase,
                                 .payload = {copy, record->payload.size},
                                 .ns = record->ns};
    f->kept += record->payload.size + sizeof *step;
    if (f->kept > most_kept)
        return say(r, "larger than 2 GiB: name one --process");
    if (record->phase != TRACE_SENT && record->phase != TRACE_RECEIVED)
        return true;
    if (record->length > record->payload.size)
        r->cut = true;
    if (!message_open(step->payload, &step->id, &fields))
        step->id = MSG_COUNT;
    if (step->id == MSG_document_begin)
        note_document(r, record->number);
    return true;
}

static bool
read_records(struct reading *r)
{
    do {
        struct span rest = buf_span(&r->bytes);
        enum trace_read state;
        struct trace_record record;

        while ((state = trace_get_record(&rest, &record)) == TRACE_READ_OK)
            if (!keep(r, &record))
                return false;
        if (state == TRACE_READ_BAD)
            return say(r, "damaged");
        buf_consume(&r->bytes, r->bytes.size - rest.size);
    } while (read_more(r));
    return true;
}

static void
show_choices(const struct reading *r)
{
    for (size_t i = 0; i < r->f->count; i++) {
        const struct replay_step *s = &r->f->steps[i];
        struct msg_document_begin m;
        enum message_id id;
        struct reader fields;

        if (s->phase == TRACE_SENT && s->id == MSG_document_begin &&
            message_open(s->payload, &id, &fields) &&
            decode_document_begin(&fields, &m))
            fprintf(stderr, "  --process=renderer#%" PRIu32 "  %.*s\n",
                    r->owners[i], (int)utf8_prefix(m.url, URL_SHOWN).size,
                    (const char *)m.url.data);
    }
}

/* Leaves the steps of one process. */
static bool
choose(struct reading *r)
{
    struct replay_file *f = r->f;
    size_t kept = 0;

    if (f->number == 0 && r->documents != 1) {
        say(r, r->documents == 0 ? "no renderer in it was given a document"
                                 : "several renderers: name one of");
        show_choices(r);
        return false;
    }
    if (f->number == 0)
        f->number = r->with_document[0];
    for (size_t i = 0; i < f->count; i++)
        if (r->owners[i] == f->number)
            f->steps[kept++] = f->steps[i];
    f->count = kept;
    if (kept == 0)
        return say(r, "it has no such renderer");
    if (r->cut)
        return say(r, "recorded without payloads; to replay, record with "
                      "--trace=FILE,payload");
    return true;
}

bool
replay_file_read(struct replay_file *f, const char *path, uint32_t number)
{
    struct reading r = {.f = f, .path = path, .fd = -1};
    bool ok = false;

    *f = (struct replay_file){.number = number};
    r.fd = open(path, O_RDONLY | O_CLOEXEC);
    if (r.fd < 0)
        say(&r, strerror(errno));
    else
        ok = read_header(&r) && read_records(&r) && choose(&r);
    if (r.fd >= 0)
        close(r.fd);
    buf_finish(&r.bytes);
    free(r.owners);
    return ok;
}

bool
replay_file_hangs(const struct replay_file *f)
{
    uint64_t pinged = 0;

    for (size_t i = 0; i < f->count; i++) {
        const struct replay_step *s = &f->steps[i];

        if (s->phase == TRACE_SENT && s->id == MSG_ping && pinged == 0)
            pinged = s->ns;
        else if (s->phase == TRACE_RECEIVED)
            pinged = 0;
    }
    return pinged != 0 && f->steps[f->count - 1].ns - pinged > LONG_NS;
}

void
replay_file_finish(struct replay_file *f)
{
    free(f->steps);
    arena_finish(&f->memory);
}
