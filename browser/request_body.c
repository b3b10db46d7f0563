/*
 * request_body.c - what a form sends: bytes of the page and files.
 *
 * Process: browser.  Distrusts: files, which may change while they are sent.
 */
#include "request_body.h"

#include "log.h"

#include <stdlib.h>
#include <unistd.h>

/* Bytes, or (fd >= 0) a file. */
struct part {
    struct buf bytes;
    int fd;
    uint64_t size;
    struct part *next;
};

struct request_body {
    unsigned references;
    char *type;
    uint64_t size;
    struct part *first, *last;
};

struct request_body *
request_body_create(struct span type)
{
    struct request_body *b = calloc(1, sizeof *b);

    if (b == NULL ||
        (b->type = strndup((const char *)type.data, type.size)) == NULL)
        fatal_memory("out of memory for a form");
    b->references = 1;
    return b;
}

struct request_body *
request_body_keep(struct request_body *b)
{
    if (b != NULL)
        b->references++;
    return b;
}

void
request_body_drop(struct request_body *b)
{
    if (b == NULL || --b->references > 0)
        return;
    while (b->first != NULL) {
        struct part *p = b->first;

        b->first = p->next;
        buf_finish(&p->bytes);
        if (p->fd >= 0)
            close(p->fd);
        free(p);
    }
    free(b->type);
    free(b);
}

const char *
request_body_type(const struct request_body *b)
{
    return b->type;
}

uint64_t
request_body_size(const struct request_body *b)
{
    return b->size;
}

static struct part *
add_part(struct request_body *b)
{
    struct part *p = calloc(1, sizeof *p);

    if (p == NULL)
        fatal_memory("out of memory for a form");
    p->fd = -1;
    if (b->last != NULL)
        b->last->next = p;
    else
        b->first = p;
    b->last = p;
    return p;
}

void
request_body_add(struct request_body *b, struct span bytes)
{
    struct part *p = b->last != NULL && b->last->fd < 0 ? b->last : add_part(b);

    buf_add_span(&p->bytes, bytes);
    p->size += bytes.size;
    b->size += bytes.size;
}

void
request_body_add_file(struct request_body *b, int fd, uint64_t size)
{
    struct part *p = add_part(b);

    p->fd = fd;
    p->size = size;
    b->size += size;
}

long
request_body_read(const struct request_body *b, uint64_t at, void *to,
                  size_t size)
{
    const struct part *p = b->first;
    ssize_t got;

    while (p != NULL && at >= p->size) {
        at -= p->size;
        p = p->next;
    }
    if (p == NULL)
        return 0;
    if (size > p->size - at)
        size = (size_t)(p->size - at);
    if (p->fd < 0) {
        memcpy(to, p->bytes.data + at, size);
        return (long)size;
    }
    got = pread(p->fd, to, size, (off_t)at);
    return got > 0 ? (long)got : -1;
}

uint64_t
request_body_held(const struct request_body *b)
{
    uint64_t held = 0;

    for (const struct part *p = b->first; p != NULL; p = p->next)
        held += p->bytes.size;
    return held;
}
