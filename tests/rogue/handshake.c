/*
 * handshake.c - lies before the first word: who connects, and what it calls
 * itself.
 *
 * Process: renderer, plugin, gpu (as an attacker who has taken one over).
 *
 * Without nanomsg: a plain socket, and SP over it by hand.  This happens
 * before the lock-down, where no hostile content has been yet; the browser
 * bears it all the same.
 */
#include "lie.h"

#include "sandbox.h"

#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum ready_lie {
    READY_TOKEN,
    READY_SHORT,
    READY_SCHEMA,
    READY_BARE,
    READY_TRUE
};

static const char header[8] = {0, 'S', 'P', 0, 0, 0x10, 0, 0};

static int
join(void)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "s"};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    if (fd < 0 || fchdir(FD_DIRECTORY) < 0 ||
        connect(fd, (struct sockaddr *)&a, sizeof a) < 0)
        return -1;
    return fd;
}

static void
give(int fd, const void *bytes, size_t size)
{
    if (send(fd, bytes, size, MSG_NOSIGNAL) < 0)
        _exit(1);
}

static void
take(int fd, void *bytes, size_t size)
{
    if (recv(fd, bytes, size, MSG_WAITALL) != (ssize_t)size)
        _exit(1);
}

/* The greeting, whose fields are borrowed from a static buffer. */
static struct msg_hello
take_hello(int fd)
{
    static uint8_t bytes[256];
    struct msg_hello hello = {0};
    enum message_id id;
    struct reader r;

    take(fd, bytes, 8 + 9);
    take(fd, bytes + 17, bytes[16]);
    if (!message_open((struct span){bytes + 17, bytes[16]}, &id, &r) ||
        id != MSG_hello || !decode_hello(&r, &hello))
        _exit(1);
    return hello;
}

static void
give_message(int fd, const uint8_t *bytes, size_t size)
{
    uint8_t frame[9] = {
        1, 0, 0, 0, 0, 0, 0, (uint8_t)(size >> 8), (uint8_t)size};

    give(fd, frame, sizeof frame);
    give(fd, bytes, size);
}

static void
give_ready(int fd, enum ready_lie lie, size_t cut)
{
    struct msg_hello hello = take_hello(fd);
    uint8_t bytes[256], wrong[TOKEN_SIZE] = "wrong";
    struct writer w = {bytes, bytes + sizeof bytes, true};
    struct msg_ready ready = {.schema = hello.schema,
                              .token = hello.token,
                              .layers = LAYERS_ALL,
                              .landlock_abi = 7,
                              .syscalls = 1};

    if (lie == READY_TOKEN)
        ready.token.data = wrong;
    if (lie == READY_SHORT)
        ready.token.size--;
    if (lie == READY_SCHEMA)
        ready.schema++;
    encode_ready(&w, &ready);
    give_message(fd, bytes, (size_t)(w.at - bytes) - cut);
}

static void
wait_end(int fd)
{
    char byte;

    while (recv(fd, &byte, 1, 0) > 0)
        continue;
}

/* Ends the process at a point of the handshake; 0: before all of it. */
static void
shake_die(int point)
{
    int fd = point > 0 ? join() : -1;

    if (point >= 2)
        give(fd, header, point == 2 ? 4 : 8);
    if (point == 4)
        take_hello(fd);
    if (point == 5) {
        uint8_t frame[9] = {1, 0, 0, 0, 0, 0, 0, 0, 60};

        give(fd, frame, sizeof frame);
        give(fd, "\1\0half", 6);
    }
    if (point == 6)
        give_ready(fd, READY_TRUE, 0);
    _exit(1);
}

static void
shake_header(void)
{
    int fd = join();

    give(fd, "\0SP\0\0\x11\0\0", 8);
    wait_end(fd);
}

static void
shake_early(void)
{
    struct msg_hover hover = {.surface = 1, .url = span_of("")};
    uint8_t bytes[64];
    struct writer w = {bytes, bytes + sizeof bytes, true};
    int fd = join();

    give(fd, header, 8);
    take_hello(fd);
    encode_hover(&w, &hover);
    give_message(fd, bytes, (size_t)(w.at - bytes));
    wait_end(fd);
}

static void
shake_ready(enum ready_lie lie)
{
    int fd = join();

    give(fd, header, 8);
    give_ready(fd, lie, 0);
    wait_end(fd);
}

/* The path is gone once the first is let in. */
static void
shake_twice(void)
{
    int first = join();

    give(first, header, 8);
    take_hello(first);
    if (join() >= 0)
        give_ready(first, READY_TRUE, 0);
    _exit(1);
}

#define SHAKE(for_role, act_name, act)                               \
    if (liar.role == for_role && strcmp(liar.name, act_name) == 0) { \
        act;                                                         \
        return true;                                                 \
    }
#define LIE(role, outcome, name, act)

bool
lie_shake(void)
{
#include "lies.def"
    return false;
}
