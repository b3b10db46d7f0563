/*
 * bench_wire.c - round trips over the wire: the browser's own end against
 * libnanomsg at both ends, in turn, in one run.
 *
 * Process: browser (in tests).  Prints medians and their ratio; asserts
 * nothing.  usage: bench-wire [ROUNDS]
 */
#include "endpoint.h"
#include "loop.h"

#include <nanomsg/nn.h>
#include <nanomsg/pair.h>

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PASSES = 9, LARGEST = 60000 };

static char folder[] = "/tmp/bench-wire-XXXXXX";
static char path[64], address[80];

/* The child: libnanomsg, sends back what it gets. */
static pid_t
start_echo(void)
{
    pid_t pid = fork();
    int s, most = 1 << 20;

    if (pid != 0)
        return pid;
    s = nn_socket(AF_SP, NN_PAIR);
    nn_setsockopt(s, NN_SOL_SOCKET, NN_RCVMAXSIZE, &most, sizeof most);
    nn_connect(s, address);
    for (;;) {
        void *body;
        int size = nn_recv(s, &body, NN_MSG, 0);

        if (size < 0 || nn_send(s, &body, NN_MSG, 0) < 0)
            _exit(1);
    }
}

static void
wait_for(struct endpoint *e)
{
    struct pollfd p = {endpoint_fd(e), POLLIN, 0};

    if (endpoint_events(e) & LOOP_WRITE)
        p.events |= POLLOUT;
    poll(&p, 1, 1000);
    endpoint_step(e, (p.revents & POLLIN ? LOOP_READ : 0) |
                         (p.revents & POLLOUT ? LOOP_WRITE : 0));
}

static void
nothing(void *data)
{
    (void)data;
}

/* Microseconds a round trip. */
static double
own_end(const uint8_t *body, size_t size, int rounds)
{
    struct endpoint *e = endpoint_create(path, nothing, NULL);
    pid_t pid = start_echo();
    struct span message;
    int64_t start;

    endpoint_expect(e, pid, getuid());
    while (!endpoint_is_open(e))
        wait_for(e);
    start = loop_now_ns();
    for (int i = 0; i < rounds; i++) {
        while (!channel_send(endpoint_channel(e), (struct span){body, size}))
            wait_for(e);
        while (!endpoint_next(e, &message))
            wait_for(e);
    }
    start = loop_now_ns() - start;
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    endpoint_destroy(e);
    return (double)start / 1000 / rounds;
}

static double
nanomsg_end(const uint8_t *body, size_t size, int rounds)
{
    pid_t pid = start_echo();
    int s = nn_socket(AF_SP, NN_PAIR);
    int64_t start = 0;

    nn_bind(s, address);
    for (int i = -1; i < rounds; i++) {
        void *back;

        if (i == 0)
            start = loop_now_ns(); /* the first waited for the connection */
        nn_send(s, body, size, 0);
        nn_recv(s, &back, NN_MSG, 0);
        nn_freemsg(back);
    }
    start = loop_now_ns() - start;
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    nn_close(s);
    unlink(path);
    return (double)start / 1000 / rounds;
}

static int
compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* A fresh process for each: libnanomsg cannot be forked once it is used. */
static double
in_child(double (*measure)(const uint8_t *, size_t, int), size_t size,
         int rounds)
{
    static uint8_t body[LARGEST];
    double result = 0;
    int ends[2];
    pid_t pid;

    if (pipe(ends) < 0 || (pid = fork()) < 0)
        exit(1);
    if (pid == 0) {
        result = measure(body, size, rounds);
        _exit(write(ends[1], &result, sizeof result) < 0);
    }
    if (read(ends[0], &result, sizeof result) < 0)
        exit(1);
    waitpid(pid, NULL, 0);
    close(ends[0]);
    close(ends[1]);
    return result;
}

int
main(int argc, char **argv)
{
    static const size_t sizes[] = {64, 4096, LARGEST};
    int rounds = argc > 1 ? atoi(argv[1]) : 2000;

    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(path, sizeof path, "%s/s", folder);
    snprintf(address, sizeof address, "ipc://%s", path);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        double own[PASSES], nanomsg[PASSES];

        for (int p = 0; p < PASSES; p++) {
            own[p] = in_child(own_end, sizes[i], rounds);
            nanomsg[p] = in_child(nanomsg_end, sizes[i], rounds);
        }
        qsort(own, PASSES, sizeof *own, compare);
        qsort(nanomsg, PASSES, sizeof *nanomsg, compare);
        printf("%6zu bytes: own end %6.1f us [%.1f-%.1f], libnanomsg at both "
               "ends %6.1f us [%.1f-%.1f], ratio %.2f\n",
               sizes[i], own[PASSES / 2], own[0], own[PASSES - 1],
               nanomsg[PASSES / 2], nanomsg[0], nanomsg[PASSES - 1],
               own[PASSES / 2] / nanomsg[PASSES / 2]);
    }
    rmdir(folder);
    return 0;
}
