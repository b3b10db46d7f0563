/*
 * endpoint.c - the browser's end of a child's channel.
 *
 * Process: browser.  Distrusts: every byte of the peer, who connects, and how
 * much it sends.
 *
 * Buffers grow as needed, up to two messages inwards and a queue outwards,
 * and are given back when they are empty: an idle child costs nothing.  Passed
 * descriptors are refused by the kernel (SO_PASSRIGHTS, Linux 6.16) or dropped
 * by it, since recv asks for none.
 */
#include "endpoint.h"
#include "buf.h"
#include "limits.h"
#include "log.h"
#include "loop.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#ifndef SO_PASSRIGHTS
#define SO_PASSRIGHTS 83
#endif

enum {
    FRAME = 9,         /* type byte and size before each body */
    HEADER = 8,        /* the protocol's greeting */
    FRAME_NORMAL = 1,  /* the only type there is */
    STRANGERS = 16,    /* turned away per step */
    READ_SIZE = 16384, /* asked of the kernel at a time */
    MOST_IN = 2 * (MAX_MESSAGE + FRAME),
    SMALL = 4096 /* an empty buffer up to this is kept */
};

static const uint8_t header[HEADER] = {0, 'S', 'P', 0, 0, 0x10, 0, 0};

enum endpoint_state { LISTENING, GREETED, OPEN, CLOSED };

struct endpoint {
    struct channel channel; /* first: this is a channel */
    enum endpoint_state state;
    int fd;
    pid_t pid; /* 0: nobody is expected yet */
    uid_t uid;
    struct buf in, out;
    size_t in_at, out_at; /* consumed of each */
    size_t most;          /* bytes in out */
    const char *failure;
    unsigned refused;
    bool abused; /* closed for what the peer sent */
    endpoint_changed_fn *changed;
    void *data;
    char path[108];
};

static void
tell_change(struct endpoint *e)
{
    if (e->changed != NULL)
        e->changed(e->data);
}

static void
close_for(struct endpoint *e, const char *why)
{
    if (e->state == CLOSED)
        return;
    if (e->state == LISTENING)
        unlink(e->path);
    if (e->state != OPEN) /* a wrong greeting must never be read as frames */
        e->in.size = e->in_at = 0;
    /* The descriptor is closed in endpoint_destroy, after the owner stopped
     * watching it. */
    shutdown(e->fd, SHUT_RDWR);
    e->state = CLOSED;
    e->failure = why;
    buf_finish(&e->out);
    e->out_at = 0;
    tell_change(e);
}

static void
give_back(struct buf *b, size_t *at)
{
    b->size = *at = 0;
    if (b->capacity > SMALL)
        buf_finish(b);
}

/* ---- outwards ------------------------------------------------------------*/

static void
flush(struct endpoint *e)
{
    while (e->state != CLOSED && e->out_at < e->out.size) {
        ssize_t sent = send(e->fd, e->out.data + e->out_at,
                            e->out.size - e->out_at, MSG_NOSIGNAL);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0) {
            /* A peer that is gone may have sent something before: the reader
             * finds that, and then the end. */
            if (errno == EPIPE || errno == ECONNRESET)
                give_back(&e->out, &e->out_at);
            else if (errno != EAGAIN)
                close_for(e, "its socket failed");
            break;
        }
        e->out_at += (size_t)sent;
    }
    if (e->out_at == e->out.size)
        give_back(&e->out, &e->out_at);
}

static bool
send_message(struct channel *channel, struct span message)
{
    struct endpoint *e = (struct endpoint *)channel;
    uint8_t frame[FRAME] = {FRAME_NORMAL};
    bool waited;

    if (e->state == CLOSED || e->state == LISTENING ||
        message.size > MAX_MESSAGE || !endpoint_has_room(e, message.size))
        return false;
    for (int i = 0; i < 8; i++)
        frame[8 - i] = (uint8_t)((uint64_t)message.size >> (8 * i));
    if (e->out_at > 0 && e->out_at >= e->out.size - e->out_at) {
        buf_consume(&e->out, e->out_at);
        e->out_at = 0;
    }
    waited = e->out.size > 0;
    buf_add(&e->out, frame, FRAME);
    buf_add_span(&e->out, message);
    if (!waited) /* else the kernel's buffer is full anyway */
        flush(e);
    if (!waited && e->out.size > 0)
        tell_change(e);
    return e->state != CLOSED;
}

static const struct channel_ops endpoint_ops = {send_message};

/* ---- inwards -------------------------------------------------------------*/

/* Whether the waiting connection is the expected peer's. */
static bool
is_expected(const struct endpoint *e, int fd)
{
    struct ucred peer;
    socklen_t size = sizeof peer;

    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           peer.pid == e->pid && peer.uid == e->uid;
}

static void
let_in(struct endpoint *e, int fd)
{
    int listener = e->fd;

    unlink(e->path);
    e->state = GREETED;
    e->fd = fd;
    buf_add(&e->out, header, HEADER);
    flush(e);
    tell_change(e); /* the owner stops watching the listener */
    close(listener);
}

static void
accept_peer(struct endpoint *e)
{
    for (int i = 0; e->pid != 0 && i < STRANGERS; i++) {
        int fd = accept4(e->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

        if (fd < 0) {
            if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)
                close_for(e, "its socket failed");
            return;
        }
        if (is_expected(e, fd)) {
            let_in(e, fd);
            return;
        }
        close(fd);
        e->refused++;
    }
}

/* Compares as much of the peer's greeting as has come. */
static void
check_header(struct endpoint *e)
{
    size_t have = e->in.size < HEADER ? e->in.size : HEADER;

    if (memcmp(e->in.data, header, have) != 0) {
        e->abused = true;
        close_for(e, "it does not speak the protocol");
    } else if (have == HEADER) {
        e->in_at = HEADER;
        e->state = OPEN;
    }
}

static void
read_more(struct endpoint *e)
{
    size_t room;
    ssize_t got;

    if (e->in_at > 0) {
        buf_consume(&e->in, e->in_at);
        e->in_at = 0;
    }
    room = MOST_IN - e->in.size;
    if (room == 0)
        return; /* unread messages: the kernel makes the peer wait */
    if (room > READ_SIZE)
        room = READ_SIZE;
    do
        got = recv(e->fd, buf_reserve(&e->in, room), room, 0);
    while (got < 0 && errno == EINTR);
    if (got == 0)
        close_for(e, "it closed its channel");
    else if (got < 0 && errno != EAGAIN)
        close_for(e, "its socket failed");
    else if (got > 0)
        e->in.size += (size_t)got;
    if (got > 0 && e->state == GREETED)
        check_header(e);
}

void
endpoint_step(struct endpoint *e, int events)
{
    if (e->state == LISTENING) {
        accept_peer(e);
        return; /* the flags were the listener's */
    }
    if (e->state != CLOSED && events & LOOP_WRITE) {
        flush(e);
        if (e->out.size == 0)
            tell_change(e);
    }
    if (e->state != CLOSED && events & (LOOP_READ | LOOP_CLOSED))
        read_more(e);
}

/* Looks at the frame at the front: 1 when its body is complete, 0 when more
 * must come, -1 when it is none of ours. */
static int
parse_frame(struct span bytes, size_t *size)
{
    uint64_t announced = 0;

    if (bytes.size > 0 && bytes.data[0] != FRAME_NORMAL)
        return -1;
    if (bytes.size < FRAME)
        return 0;
    for (int i = 1; i < FRAME; i++)
        announced = announced << 8 | bytes.data[i];
    if (announced > MAX_MESSAGE)
        return -1;
    *size = (size_t)announced;
    return bytes.size - FRAME >= announced;
}

bool
endpoint_next(struct endpoint *e, struct span *message)
{
    struct span rest = {NULL, e->in.size - e->in_at};
    size_t size = 0;
    int found;

    if (rest.size == 0) {
        give_back(&e->in, &e->in_at);
        return false;
    }
    if (e->state != OPEN && e->state != CLOSED)
        return false;
    rest.data = e->in.data + e->in_at;
    found = parse_frame(rest, &size);
    if (found < 0) {
        e->in.size = e->in_at = 0;
        e->abused = true;
        close_for(e, "it sent a malformed frame");
    }
    if (found <= 0)
        return false;
    *message = (struct span){rest.data + FRAME, size};
    e->in_at += FRAME + size;
    return true;
}

/* ---- the owner's side ----------------------------------------------------*/

static bool
listen_at(struct endpoint *e, const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int off = 0;

    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return false;
    }
    strcpy(address.sun_path, path);
    strcpy(e->path, path);
    e->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (e->fd < 0)
        return false;
    /* Inherited by the accepted socket.  Older kernels have no such option. */
    (void)setsockopt(e->fd, SOL_SOCKET, SO_PASSRIGHTS, &off, sizeof off);
    if (bind(e->fd, (struct sockaddr *)&address, sizeof address) < 0)
        return false;
    if (chmod(path, 0600) == 0 && listen(e->fd, STRANGERS) == 0)
        return true;
    unlink(path);
    return false;
}

struct endpoint *
endpoint_create(const char *path, endpoint_changed_fn *changed, void *data)
{
    struct endpoint *e = calloc(1, sizeof *e);

    if (e == NULL)
        return NULL;
    e->channel.ops = &endpoint_ops;
    e->fd = -1;
    e->most = MAX_QUEUE;
    e->changed = changed;
    e->data = data;
    if (!listen_at(e, path)) {
        log_error("cannot listen at %s: %s", path, strerror(errno));
        e->state = CLOSED;
        endpoint_destroy(e);
        return NULL;
    }
    return e;
}

void
endpoint_expect(struct endpoint *e, pid_t pid, uid_t uid)
{
    e->pid = pid;
    e->uid = uid;
    tell_change(e);
}

struct channel *
endpoint_channel(struct endpoint *e)
{
    return &e->channel;
}

int
endpoint_fd(const struct endpoint *e)
{
    return e->state == CLOSED ? -1 : e->fd;
}

int
endpoint_events(const struct endpoint *e)
{
    if (e->state == CLOSED || (e->state == LISTENING && e->pid == 0))
        return 0;
    return LOOP_READ | (e->out.size > 0 ? LOOP_WRITE : 0);
}

bool
endpoint_is_open(const struct endpoint *e)
{
    return e->state == GREETED || e->state == OPEN;
}

const char *
endpoint_failure(const struct endpoint *e)
{
    return e->failure;
}

bool
endpoint_was_abused(const struct endpoint *e)
{
    return e->abused;
}

size_t
endpoint_queued(const struct endpoint *e)
{
    return e->out.size - e->out_at;
}

bool
endpoint_has_room(const struct endpoint *e, size_t size)
{
    return size + FRAME <= e->most - endpoint_queued(e);
}

void
endpoint_set_most(struct endpoint *e, size_t size)
{
    e->most = size;
}

size_t
endpoint_most(const struct endpoint *e)
{
    return e->most;
}

unsigned
endpoint_refused(const struct endpoint *e)
{
    return e->refused;
}

void
endpoint_destroy(struct endpoint *e)
{
    if (e == NULL)
        return;
    if (e->state == LISTENING)
        unlink(e->path);
    if (e->fd >= 0)
        close(e->fd);
    buf_finish(&e->in);
    buf_finish(&e->out);
    free(e);
}
