/*
 * test_endpoint.c - the browser's end of the wire against nanomsg itself and
 * against hostile bytes.
 *
 * Process: browser (in tests).
 */
#include "endpoint.h"
#include "limits.h"
#include "log.h"
#include "loop.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <nanomsg/nn.h>
#include <nanomsg/pair.h>

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static const uint8_t header[8] = {0, 'S', 'P', 0, 0, 0x10, 0, 0};

static char folder[] = "/tmp/endpoint-XXXXXX";
static char path[64];

/* ---- helpers -------------------------------------------------------------*/

static unsigned
count_fds(void)
{
    DIR *list = opendir("/proc/self/fd");
    unsigned count = 0;

    while (readdir(list) != NULL)
        count++;
    closedir(list);
    return count;
}

/* One turn of a loop: what epoll would tell. */
static void
turn(struct endpoint *e, int ms)
{
    struct pollfd p = {endpoint_fd(e), 0, 0};
    int wanted = endpoint_events(e), got = 0;

    if (p.fd < 0)
        return;
    p.events = (short)((wanted & LOOP_READ ? POLLIN : 0) |
                       (wanted & LOOP_WRITE ? POLLOUT : 0));
    if (poll(&p, 1, ms) <= 0)
        return;
    got = (p.revents & POLLIN ? LOOP_READ : 0) |
          (p.revents & POLLOUT ? LOOP_WRITE : 0) |
          (p.revents & (POLLHUP | POLLERR) ? LOOP_CLOSED : 0);
    endpoint_step(e, got);
}

/* Turns until a message, the end, or some seconds. */
static bool
next(struct endpoint *e, struct span *message)
{
    for (int i = 0; i < 100; i++) {
        if (endpoint_next(e, message))
            return true;
        if (endpoint_failure(e) != NULL)
            return false;
        turn(e, 50);
    }
    return false;
}

static int
connect_raw(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    strcpy(address.sun_path, path);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

/* An endpoint that expects this very process, which attacks it. */
static struct endpoint *
open_for_self(int *peer)
{
    struct endpoint *e = endpoint_create(path, NULL, NULL);

    assert_non_null(e);
    endpoint_expect(e, getpid(), geteuid());
    *peer = connect_raw();
    assert_true(*peer >= 0);
    turn(e, 1000);
    assert_true(endpoint_is_open(e));
    assert_int_equal(access(path, F_OK), -1); /* one peer, then no door */
    return e;
}

static void
put(int fd, const void *bytes, size_t size)
{
    assert_int_equal(send(fd, bytes, size, MSG_NOSIGNAL), (ssize_t)size);
}

/* ---- with nanomsg --------------------------------------------------------*/

enum { ECHOES = 200 };

/* A child as channel_nanomsg.c is one: sends back what it gets. */
static _Noreturn void
be_an_echo(int gate)
{
    int s = nn_socket(AF_SP, NN_PAIR), size;
    char address[96], byte;
    void *message;

    if (read(gate, &byte, 1) != 1)
        _exit(1);
    snprintf(address, sizeof address, "ipc://%s", path);
    if (nn_connect(s, address) < 0)
        _exit(2);
    for (;;) {
        size = nn_recv(s, &message, NN_MSG, 0);
        if (size < 0 || nn_send(s, message, (size_t)size, 0) != size)
            _exit(3);
        nn_freemsg(message);
    }
}

static void
speaks_with_nanomsg(void **state)
{
    static uint8_t bytes[MAX_MESSAGE];
    struct endpoint *e = endpoint_create(path, NULL, NULL);
    struct span message;
    int gate[2];
    pid_t pid;

    (void)state;
    assert_int_equal(pipe(gate), 0);
    pid = fork();
    if (pid == 0)
        be_an_echo(gate[0]);
    endpoint_expect(e, pid, geteuid());
    assert_int_equal(write(gate[1], "x", 1), 1);
    for (int i = 0; i < 100 && !endpoint_is_open(e); i++)
        turn(e, 50);
    assert_true(endpoint_is_open(e));
    for (size_t i = 0; i < ECHOES; i++) {
        size_t size = i * (MAX_MESSAGE / (ECHOES - 1));

        if (i == ECHOES - 1)
            size = MAX_MESSAGE;
        for (size_t k = 0; k < size; k++)
            bytes[k] = (uint8_t)(k * 7 + i);
        assert_true(
            channel_send(endpoint_channel(e), (struct span){bytes, size}));
        assert_true(next(e, &message));
        assert_true(span_equal(message, (struct span){bytes, size}));
    }
    kill(pid, SIGKILL);
    assert_false(next(e, &message));
    assert_string_equal(endpoint_failure(e), "it closed its channel");
    assert_false(endpoint_was_abused(e));
    waitpid(pid, NULL, 0);
    endpoint_destroy(e);
    close(gate[0]);
    close(gate[1]);
}

/* Why the browser does not bind with the library: the same byte that costs a
 * child its connection here costs libnanomsg's process its life. */
static void
nanomsg_aborts_where_endpoint_survives(void **state)
{
    uint8_t answer[8];
    int ends[2], fd = -1, status = 0;
    pid_t victim;

    (void)state;
    assert_int_equal(pipe(ends), 0);
    victim = fork();
    if (victim == 0) {
        struct rlimit none = {0, 0};
        char address[96];
        int s = nn_socket(AF_SP, NN_PAIR);

        setrlimit(RLIMIT_CORE, &none);
        close(2); /* its assertion's text is expected */
        snprintf(address, sizeof address, "ipc://%s", path);
        if (nn_bind(s, address) < 0 || write(ends[1], "x", 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    assert_int_equal(read(ends[0], &status, 1), 1);
    fd = connect_raw();
    put(fd, header, sizeof header);
    assert_int_equal(recv(fd, answer, sizeof answer, MSG_WAITALL), 8);
    put(fd, "\2", 1);
    put(fd, "\0\0\0\0\0\0\0\1x", 9);
    assert_int_equal(waitpid(victim, &status, 0), victim);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
    close(fd);
    close(ends[0]);
    close(ends[1]);
    unlink(path);
}

/* ---- attacks -------------------------------------------------------------*/

struct attack {
    const char *name;
    const char *bytes;
    size_t size;
    bool header_first;
};

#define BYTES(text) text, sizeof text - 1
static const struct attack attacks[] = {
    {"type byte 2", BYTES("\2\0\0\0\0\0\0\0\1x"), true},
    {"type byte 0", BYTES("\0"), true},
    {"size 2^62", BYTES("\1\x40\0\0\0\0\0\0\0"), true},
    {"size 2^64-1", BYTES("\1\xff\xff\xff\xff\xff\xff\xff\xff"), true},
    {"size MAX+1", BYTES("\1\0\0\0\0\0\1\0\1"), true},
    {"wrong header", BYTES("GET / HTTP"), false},
    {"another protocol", BYTES("\0SP\0\0\x20\0\0"), false},
    {"frames instead of a header", BYTES("\1\0\0\0\0\0\0\0\1x"), false},
};

static void
malformed_bytes_close(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
        struct span message;
        int peer;
        struct endpoint *e = open_for_self(&peer);

        if (attacks[i].header_first)
            put(peer, header, sizeof header);
        put(peer, attacks[i].bytes, attacks[i].size);
        if (next(e, &message))
            fail_msg("%s was taken for a message", attacks[i].name);
        if (!endpoint_was_abused(e))
            fail_msg("%s was not seen", attacks[i].name);
        assert_int_equal(endpoint_fd(e), -1);
        assert_false(channel_send(endpoint_channel(e), span_of("x")));
        endpoint_destroy(e);
        close(peer);
    }
}

/* Good messages before a bad one still count; none after it. */
static void
messages_before_the_end_are_kept(void **state)
{
    struct span message;
    int peer;
    struct endpoint *e = open_for_self(&peer);

    (void)state;
    put(peer, header, sizeof header);
    put(peer, "\1\0\0\0\0\0\0\0\2hi\1\0\0\0\0\0\0\0\0", 20);
    put(peer, "\2\0\0\0\0\0\0\0\1x", 10);
    assert_true(next(e, &message));
    assert_true(span_is(message, "hi"));
    assert_true(next(e, &message));
    assert_int_equal(message.size, 0);
    assert_false(next(e, &message));
    assert_true(endpoint_was_abused(e));
    endpoint_destroy(e);
    close(peer);
}

static void
bytes_may_trickle(void **state)
{
    static const char stream[] = "\0SP\0\0\x10\0\0\1\0\0\0\0\0\0\0\5hello";
    struct span message;
    int peer;
    struct endpoint *e = open_for_self(&peer);

    (void)state;
    for (size_t i = 0; i + 1 < sizeof stream; i++) {
        assert_false(endpoint_next(e, &message));
        put(peer, stream + i, 1);
        turn(e, 1000);
    }
    assert_true(endpoint_next(e, &message));
    assert_true(span_is(message, "hello"));
    endpoint_destroy(e);
    close(peer);
}

static void
half_a_header_waits(void **state)
{
    struct span message;
    int peer;
    struct endpoint *e = open_for_self(&peer);

    (void)state;
    put(peer, header, 4);
    turn(e, 1000);
    assert_false(endpoint_next(e, &message));
    assert_null(endpoint_failure(e)); /* the launch deadline's business */
    close(peer);
    assert_false(next(e, &message));
    assert_non_null(endpoint_failure(e));
    endpoint_destroy(e);
}

static void
urgent_byte_does_no_harm(void **state)
{
    struct span message;
    int peer;
    struct endpoint *e = open_for_self(&peer);

    (void)state;
    put(peer, header, sizeof header);
    if (send(peer, "\2", 1, MSG_OOB | MSG_NOSIGNAL) < 0) {
        print_message("skipped: this kernel has no such byte\n");
        endpoint_destroy(e);
        close(peer);
        skip();
    }
    put(peer, "\1\0\0\0\0\0\0\0\2hi", 11);
    for (int i = 0; i < 5 && endpoint_failure(e) == NULL; i++)
        turn(e, 20);
    if (endpoint_next(e, &message))
        assert_true(span_is(message, "hi"));
    endpoint_destroy(e);
    close(peer);
}

/* Descriptors in the stream: the kernel refuses or drops them. */
static void
passed_descriptors_are_not_kept(void **state)
{
    enum { MANY = 60 };
    union {
        char bytes[CMSG_SPACE(MANY * sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec part = {(void *)(uintptr_t) "\1\0\0\0\0\0\0\0\0", 9};
    struct msghdr packet = {.msg_iov = &part,
                            .msg_iovlen = 1,
                            .msg_control = control.bytes,
                            .msg_controllen = sizeof control.bytes};
    struct cmsghdr *head;
    struct span message;
    unsigned before;
    int peer, fds[MANY];
    struct endpoint *e = open_for_self(&peer);

    (void)state;
    memset(&control, 0, sizeof control);
    head = CMSG_FIRSTHDR(&packet);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof fds);
    for (int i = 0; i < MANY; i++)
        fds[i] = 0;
    memcpy(CMSG_DATA(head), fds, sizeof fds);
    put(peer, header, sizeof header);
    turn(e, 1000);
    before = count_fds();
    for (int i = 0; i < 50; i++) {
        if (sendmsg(peer, &packet, MSG_NOSIGNAL) < 0)
            assert_int_equal(errno, EPERM);
        turn(e, 10);
        while (endpoint_next(e, &message))
            continue;
    }
    assert_int_equal(count_fds(), before);
    endpoint_destroy(e);
    close(peer);
}

/* Strangers come first, in numbers; the expected peer still gets in. */
static void
strangers_are_turned_away(void **state)
{
    struct endpoint *e = endpoint_create(path, NULL, NULL);
    int gate[2], early = connect_raw();
    char byte;
    pid_t pid;

    (void)state;
    assert_int_equal(pipe(gate), 0);
    pid = fork();
    if (pid == 0) {
        if (read(gate[0], &byte, 1) != 1 || connect_raw() < 0)
            _exit(1);
        pause();
        _exit(0);
    }
    turn(e, 10);
    assert_false(endpoint_is_open(e)); /* nobody is expected yet */
    endpoint_expect(e, pid, geteuid());
    for (int i = 0; i < 5; i++) {
        int fd = connect_raw();

        turn(e, 1000);
        close(fd);
    }
    assert_false(endpoint_is_open(e));
    assert_int_equal(endpoint_refused(e), 6);
    assert_int_equal(write(gate[1], "x", 1), 1);
    for (int i = 0; i < 100 && !endpoint_is_open(e); i++)
        turn(e, 50);
    assert_true(endpoint_is_open(e));
    assert_int_equal(connect_raw(), -1); /* and now nobody at all */
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    endpoint_destroy(e);
    close(early);
    close(gate[0]);
    close(gate[1]);
}

static void
queue_is_bounded(void **state)
{
    static uint8_t bytes[MAX_MESSAGE + 1];
    unsigned sent = 0;
    int peer;
    struct endpoint *e = open_for_self(&peer);

    (void)state;
    assert_false(
        channel_send(endpoint_channel(e), (struct span){bytes, sizeof bytes}));
    while (channel_send(endpoint_channel(e), (struct span){bytes, 60000}))
        sent++;
    assert_in_range(sent, MAX_QUEUE / 60000 - 1, MAX_QUEUE / 60000 + 20);
    assert_true(endpoint_queued(e) <= MAX_QUEUE);
    assert_null(endpoint_failure(e));
    for (int i = 0; i < 2000 && endpoint_queued(e) > 0; i++) {
        if (recv(peer, bytes, sizeof bytes, MSG_DONTWAIT) == 0)
            break;
        turn(e, 1);
    }
    assert_int_equal(endpoint_queued(e), 0);
    endpoint_destroy(e);
    close(peer);
}

/* A peer that sends without being read is made to wait by the kernel. */
static void
unread_input_is_bounded(void **state)
{
    static uint8_t frame[9 + 1000] = {1, 0, 0,         0,          0,
                                      0, 0, 1000 >> 8, 1000 & 0xFF};
    struct span message;
    unsigned taken = 0, put_in = 0;
    int peer;
    struct endpoint *e = open_for_self(&peer);

    (void)state;
    put(peer, header, sizeof header);
    for (int i = 0; i < 1000; i++) {
        if (send(peer, frame, sizeof frame, MSG_DONTWAIT | MSG_NOSIGNAL) ==
            (ssize_t)sizeof frame)
            put_in++;
        else
            break;
        turn(e, 0);
    }
    assert_in_range(put_in, 100, 999); /* it was stopped */
    while (next(e, &message) && ++taken < put_in)
        assert_int_equal(message.size, 1000);
    assert_int_equal(taken, put_in);
    endpoint_destroy(e);
    close(peer);
}

/* Random streams: nothing but messages within bounds, or the end. */
static void
garbage_is_survived(void **state)
{
    uint32_t random = 0x2545F491;

    (void)state;
    for (int round = 0; round < 300; round++) {
        uint8_t bytes[256];
        struct span message;
        int peer;
        struct endpoint *e = open_for_self(&peer);

        put(peer, header, sizeof header);
        for (size_t i = 0; i < sizeof bytes; i++) {
            random = random * 1664525 + 1013904223;
            /* Mostly zeros and ones, so that sizes are sometimes small. */
            bytes[i] = random >> 30 ? (uint8_t)(random >> 29 & 1)
                                    : (uint8_t)(random >> 16);
        }
        bytes[0] = 1;
        put(peer, bytes, sizeof bytes);
        close(peer);
        while (next(e, &message))
            assert_true(message.size <= sizeof bytes);
        assert_non_null(endpoint_failure(e));
        endpoint_destroy(e);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(speaks_with_nanomsg),
        cmocka_unit_test(nanomsg_aborts_where_endpoint_survives),
        cmocka_unit_test(malformed_bytes_close),
        cmocka_unit_test(messages_before_the_end_are_kept),
        cmocka_unit_test(bytes_may_trickle),
        cmocka_unit_test(half_a_header_waits),
        cmocka_unit_test(urgent_byte_does_no_harm),
        cmocka_unit_test(passed_descriptors_are_not_kept),
        cmocka_unit_test(strangers_are_turned_away),
        cmocka_unit_test(queue_is_bounded),
        cmocka_unit_test(unread_input_is_bounded),
        cmocka_unit_test(garbage_is_survived),
    };
    int failed;

    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(path, sizeof path, "%s/s", folder);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    rmdir(folder);
    return failed;
}
