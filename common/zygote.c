/*
 * zygote.c - forks children on request.
 *
 * Process: zygote.  Distrusts: nothing; only the browser can write to it.
 */
#include "zygote.h"
#include "lane.h"
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { MAX_XAUTHORITY = 64 * 1024 };

/* The key is read here because a child of root's browser, having another user
 * id by then, could not read it. */
static struct span
read_xauthority(void)
{
    const char *path = getenv("XAUTHORITY"), *home = getenv("HOME");
    struct buf key = {0};
    char other[512];
    ssize_t got;
    int fd;

    if (path == NULL || *path == 0) {
        snprintf(other, sizeof other, "%s/.Xauthority", home ? home : "");
        path = other;
    }
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return (struct span){NULL, 0};
    while (key.size < MAX_XAUTHORITY &&
           (got = read(fd, buf_reserve(&key, 4096), 4096)) > 0)
        key.size += (size_t)got;
    close(fd);
    return buf_span(&key);
}

static void
serve(struct sandbox *s, const struct zygote_request *request,
      const int fds[ZYGOTE_FDS], zygote_child_fn *child)
{
    struct zygote_answer answer = {.number = request->number};
    int pidfd = -1;

    s->uid = request->uid;
    s->without = request->without;
    answer.pid = sandbox_fork(s, &pidfd);
    if (answer.pid == 0) {
        child(s, request, fds);
        _exit(0);
    }
    if (answer.pid < 0)
        answer.error = errno;
    answer.uid = sandbox_can_change_uid() && !(s->without & LAYER_UID)
                     ? request->uid
                     : geteuid();
    if (!lane_send(ZYGOTE_CONTROL, &answer, sizeof answer, &pidfd,
                   answer.pid > 0 ? 1 : 0))
        log_warn("zygote: cannot answer: %s", strerror(errno));
    if (pidfd >= 0)
        close(pidfd);
}

_Noreturn void
zygote_run(const struct policy *policy, zygote_child_fn *child)
{
    struct sandbox s = {.policy = policy, .maps = -1};
    struct zygote_request request;
    int fds[ZYGOTE_FDS];

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (policy->root == ROOT_DISPLAY)
        s.xauthority = read_xauthority();
    for (;;) {
        ssize_t size = lane_receive(ZYGOTE_CONTROL, &request, sizeof request,
                                    fds, ZYGOTE_FDS);

        if (size != sizeof request)
            _exit(size == 0 ? 0 : 71);
        request.argument[ZYGOTE_ARGUMENT - 1] = 0;
        if (fds[ZYGOTE_FDS - 1] >= 0)
            serve(&s, &request, fds, child);
        for (int i = 0; i < ZYGOTE_FDS; i++)
            if (fds[i] >= 0)
                close(fds[i]);
    }
}
