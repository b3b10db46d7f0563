/*
 * trace_command.c - prints a trace file for a person.
 *
 * Process: a command of its own.  Distrusts: the file, every byte.
 */
#include "trace_command.h"
#include "trace_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { STATUS_OK, STATUS_FAILED, STATUS_USAGE, READ_SIZE = 256 * 1024 };

struct filter {
    bool by_role, by_number;
    enum role role;
    uint32_t number;
    const char *message; /* or NULL */
};

struct printer {
    const char *path;
    int fd;
    struct buf bytes; /* read and not yet printed */
    struct filter filter;
    struct buf foreign; /* names of another build's schema */
    uint64_t records, shown;
};

static bool
parse_process(struct filter *f, const char *text)
{
    static const enum role roles[] = {RENDERER, PLUGIN, GPU};
    size_t length = strcspn(text, "#");

    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        const char *name = role_name(roles[i]);

        if (strlen(name) == length && strncmp(name, text, length) == 0) {
            f->by_role = true;
            f->role = roles[i];
        }
    }
    if (!f->by_role) {
        fprintf(stderr,
                "bulkhead trace: --process=%s: a process is renderer, plugin "
                "or gpu, as renderer or renderer#3\n",
                text);
        return false;
    }
    if (text[length] == '#') {
        char *end;
        unsigned long number = strtoul(text + length + 1, &end, 10);

        if (*end != 0 || end == text + length + 1 || number > UINT32_MAX) {
            fprintf(stderr, "bulkhead trace: --process=%s: no number\n", text);
            return false;
        }
        f->by_number = true;
        f->number = (uint32_t)number;
    }
    return true;
}

static bool
parse_arguments(struct printer *p, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--process=", 10) == 0) {
            if (!parse_process(&p->filter, argv[i] + 10))
                return false;
        } else if (strncmp(argv[i], "--message=", 10) == 0) {
            p->filter.message = argv[i] + 10;
        } else if ((argv[i][0] != '-' || argv[i][1] == 0) && p->path == NULL) {
            p->path = argv[i];
        } else {
            p->path = NULL;
            break;
        }
    }
    if (p->path == NULL)
        fprintf(stderr, "usage: bulkhead trace [--process=NAME[#NUMBER]] "
                        "[--message=NAME] FILE\n");
    return p->path != NULL;
}

/* Reads more bytes; false at the end of the file. */
static bool
read_more(struct printer *p)
{
    ssize_t n;

    do
        n = read(p->fd, buf_reserve(&p->bytes, READ_SIZE), READ_SIZE);
    while (n == -1 && errno == EINTR);
    if (n == -1)
        fprintf(stderr, "bulkhead trace: %s: %s\n", p->path, strerror(errno));
    if (n <= 0)
        return false;
    p->bytes.size += (size_t)n;
    return true;
}

static void
print_start(const struct trace_header *header)
{
    time_t seconds = (time_t)(header->wall_ns / 1000000000);
    struct tm t;
    char text[64] = "an unknown time";

    if (gmtime_r(&seconds, &t) != NULL)
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &t);
    printf("# begun at %s; times in seconds since then\n", text);
}

static bool
known_message(struct span names, const char *name)
{
    struct span one;

    for (unsigned id = 0; (one = trace_name(names, id)).size > 0; id++)
        if (span_is(one, name))
            return true;
    return false;
}

/* Consumes the header; returns an exit status. */
static int
print_header(struct printer *p)
{
    struct trace_header header;
    enum trace_read state;
    struct span rest;

    do {
        rest = buf_span(&p->bytes);
        state = trace_get_header(&rest, &header);
    } while (state == TRACE_READ_MORE && read_more(p));
    if (state != TRACE_READ_OK) {
        fprintf(stderr, "bulkhead trace: %s: %s\n", p->path,
                state == TRACE_READ_MORE
                    ? "this is not a bulkhead trace: it ends in its header"
                : state == TRACE_READ_OLD
                    ? "written by another version of bulkhead, in a format "
                      "that this one does not read"
                    : "this is not a bulkhead trace");
        return STATUS_FAILED;
    }
    if (p->filter.message != NULL &&
        !known_message(header.names, p->filter.message)) {
        fprintf(stderr,
                "bulkhead trace: --message=%s: the build that wrote this "
                "trace has no such message\n",
                p->filter.message);
        return STATUS_USAGE;
    }
    print_start(&header);
    if (header.schema != schema_hash()) {
        fprintf(stderr,
                "bulkhead trace: %s: written by another build (schema "
                "%016" PRIx64 ", ours is %016" PRIx64
                "): only names are shown\n",
                p->path, header.schema, schema_hash());
        buf_add_span(&p->foreign, header.names);
    }
    buf_consume(&p->bytes, p->bytes.size - rest.size);
    return STATUS_OK;
}

static bool
wanted(const struct printer *p, const struct trace_record *r)
{
    const struct filter *f = &p->filter;
    struct span name;
    unsigned id;

    if ((f->by_role && f->role != r->role) ||
        (f->by_number && f->number != r->number))
        return false;
    if (f->message == NULL)
        return true;
    if ((r->phase != TRACE_SENT && r->phase != TRACE_RECEIVED) ||
        r->payload.size < MESSAGE_ID_SIZE)
        return false;
    id = r->payload.data[0] | (unsigned)r->payload.data[1] << 8;
    if (p->foreign.size > 0)
        name = trace_name(buf_span(&p->foreign), id);
    else
        name = span_of(id < MSG_COUNT ? routes[id].name : "");
    return span_is(name, f->message);
}

/* Prints all whole records in p->bytes; false for one that is none. */
static bool
print_records(struct printer *p, struct buf *line)
{
    struct span rest = buf_span(&p->bytes);
    enum trace_read state;
    struct trace_record r;

    while ((state = trace_get_record(&rest, &r)) == TRACE_READ_OK) {
        p->records++;
        if (!wanted(p, &r))
            continue;
        p->shown++;
        line->size = 0;
        buf_printf(line, "%12.6f ", (double)r.ns / 1e9);
        trace_show(line, &r, buf_span(&p->foreign));
        buf_add_char(line, '\n');
        fwrite(line->data, 1, line->size, stdout);
    }
    buf_consume(&p->bytes, p->bytes.size - rest.size);
    return state != TRACE_READ_BAD;
}

static int
print_trace(struct printer *p)
{
    struct buf line = {0};
    int status = print_header(p);
    bool good = true;

    while (status == STATUS_OK && !ferror(stdout)) {
        good = print_records(p, &line);
        if (!good || !read_more(p))
            break;
    }
    if (status == STATUS_OK && !good) {
        fflush(stdout);
        fprintf(stderr,
                "bulkhead trace: %s: damaged after record %" PRIu64 "\n",
                p->path, p->records);
        status = STATUS_FAILED;
    } else if (status == STATUS_OK) {
        printf("# %" PRIu64 " of %" PRIu64 " records shown%s\n", p->shown,
               p->records,
               p->bytes.size > 0 ? "; the last one was cut short" : "");
    }
    buf_finish(&line);
    return status;
}

int
trace_command(int argc, char **argv)
{
    struct printer p = {.fd = -1};
    int status = STATUS_USAGE;

    if (!parse_arguments(&p, argc, argv))
        goto out;
    status = STATUS_FAILED;
    p.fd = strcmp(p.path, "-") == 0 ? dup(STDIN_FILENO)
                                    : open(p.path, O_RDONLY | O_CLOEXEC);
    if (p.fd == -1) {
        fprintf(stderr, "bulkhead trace: %s: %s\n", p.path, strerror(errno));
        goto out;
    }
    status = print_trace(&p);
out:
    if (p.fd != -1)
        close(p.fd);
    buf_finish(&p.bytes);
    buf_finish(&p.foreign);
    return status;
}
