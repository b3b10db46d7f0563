/*
 * lane.c - descriptors beside messages: a SOCK_SEQPACKET pair per child.
 *
 * Process: all.  Distrusts: the peer's control data; lane_receive takes
 * SCM_RIGHTS of at most the expected number and nothing else.
 */
#include "lane.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Aligned for struct cmsghdr and room for all descriptors of a packet. */
union control {
    char bytes[CMSG_SPACE(LANE_MOST * sizeof(int))];
    struct cmsghdr align;
};

bool
lane_create(int ends[2])
{
    int flags;

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return false;
    flags = fcntl(ends[0], F_GETFL);
    if (flags < 0 || fcntl(ends[0], F_SETFL, flags | O_NONBLOCK) < 0) {
        close(ends[0]);
        close(ends[1]);
        return false;
    }
    return true;
}

bool
lane_send(int socket, const void *data, size_t size, const int *fds,
          size_t count)
{
    union control control = {0};
    struct iovec part = {(void *)(uintptr_t)data, size};
    struct msghdr packet = {.msg_iov = &part, .msg_iovlen = 1};
    ssize_t sent;

    if (count > LANE_MOST) {
        errno = EINVAL;
        return false;
    }
    if (count > 0) {
        struct cmsghdr *head;

        packet.msg_control = control.bytes;
        packet.msg_controllen = CMSG_SPACE(count * sizeof *fds);
        head = CMSG_FIRSTHDR(&packet);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(count * sizeof *fds);
        memcpy(CMSG_DATA(head), fds, count * sizeof *fds);
    }
    do
        sent = sendmsg(socket, &packet, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)size;
}

ssize_t
lane_receive(int socket, void *data, size_t size, int *fds, size_t count)
{
    union control control;
    struct iovec part = {data, size};
    struct msghdr packet = {.msg_iov = &part, .msg_iovlen = 1};
    ssize_t received;

    for (size_t i = 0; i < count; i++)
        fds[i] = -1;
    if (count > 0 && count <= LANE_MOST) {
        packet.msg_control = control.bytes;
        packet.msg_controllen = CMSG_LEN(count * sizeof *fds);
    }
    do
        received = recvmsg(socket, &packet, MSG_CMSG_CLOEXEC);
    while (received < 0 && errno == EINTR);
    if (received <= 0 || packet.msg_controllen == 0)
        return received;
    for (struct cmsghdr *head = CMSG_FIRSTHDR(&packet); head != NULL;
         head = CMSG_NXTHDR(&packet, head)) {
        size_t bytes = head->cmsg_len - CMSG_LEN(0);

        if (head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS)
            memcpy(fds, CMSG_DATA(head),
                   bytes < count * sizeof *fds ? bytes : count * sizeof *fds);
    }
    return received;
}
