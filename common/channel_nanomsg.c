/*
 * channel_nanomsg.c - a child's end of its channel, carried by nanomsg.
 *
 * Process: renderer, plugin, gpu.  Distrusts: nothing; the browser's word is
 * taken.  The only file that knows nanomsg.
 *
 * After lock-down only send, receive and the statistics are used: nn_close
 * needs system calls that are denied by then, so a child ends by _exit.
 */
#include "channel_nanomsg.h"
#include "limits.h"
#include "log.h"

#include <nanomsg/nn.h>
#include <nanomsg/pair.h>

#include <errno.h>
#include <poll.h>

/* How long one wait for room lasts before the connection is looked at. */
enum { SEND_SLICE = 1000 };

static bool
wait_readable(int fd, int ms)
{
    struct pollfd p = {fd, POLLIN, 0};

    return poll(&p, 1, ms) > 0;
}

static bool
send_message(struct channel *channel, struct span message)
{
    struct channel_nanomsg *c = (struct channel_nanomsg *)channel;

    if (message.size > MAX_MESSAGE)
        return false;
    while (nn_send(c->socket, message.data, message.size, NN_DONTWAIT) < 0) {
        if (nn_errno() != EAGAIN && nn_errno() != EINTR)
            return false;
        if (!wait_readable(c->send_fd, SEND_SLICE) &&
            !channel_nanomsg_connected(c))
            return false;
    }
    return true;
}

static const struct channel_ops nanomsg_ops = {send_message};

static bool
set_option(int socket, int option, int value)
{
    return nn_setsockopt(socket, NN_SOL_SOCKET, option, &value, sizeof value) ==
           0;
}

static bool
get_option(int socket, int option, int *value)
{
    size_t size = sizeof *value;

    return nn_getsockopt(socket, NN_SOL_SOCKET, option, value, &size) == 0;
}

bool
channel_nanomsg_open(struct channel_nanomsg *c, const char *address)
{
    c->channel.ops = &nanomsg_ops;
    c->socket = nn_socket(AF_SP, NN_PAIR);
    if (c->socket < 0 || !set_option(c->socket, NN_RCVMAXSIZE, MAX_MESSAGE) ||
        !get_option(c->socket, NN_RCVFD, &c->receive_fd) ||
        !get_option(c->socket, NN_SNDFD, &c->send_fd) ||
        nn_connect(c->socket, address) < 0) {
        log_error("nanomsg: %s: %s", address, nn_strerror(nn_errno()));
        return false;
    }
    return true;
}

bool
channel_nanomsg_receive(struct channel_nanomsg *c, struct span *message)
{
    void *bytes = NULL;
    int size = nn_recv(c->socket, &bytes, NN_MSG, NN_DONTWAIT);

    if (size < 0)
        return false;
    *message = (struct span){bytes, (size_t)size};
    return true;
}

void
channel_nanomsg_release(struct span message)
{
    /* The library takes its own buffer back; the span is const only for the
     * readers in between. */
    nn_freemsg((void *)(uintptr_t)message.data);
}

bool
channel_nanomsg_wait(struct channel_nanomsg *c, int ms)
{
    return wait_readable(c->receive_fd, ms);
}

bool
channel_nanomsg_connected(const struct channel_nanomsg *c)
{
    return nn_get_statistic(c->socket, NN_STAT_CURRENT_CONNECTIONS) > 0;
}
