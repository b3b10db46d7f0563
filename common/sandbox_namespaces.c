/*
 * sandbox_namespaces.c - the fork into namespaces of one's own.
 *
 * Process: zygote.  Distrusts: nothing; kernels and containers differ in what
 * they grant, so every set of namespaces may be refused.
 *
 * The child is made with CLONE_PARENT: it is the browser's own child, which
 * outlives the zygote, is waited for by the browser, and gets its
 * parent-death signal from the browser.  exit_signal must then be 0; the
 * kernel gives it the zygote's, SIGCHLD.
 *
 * System calls that set ids are made raw: after a raw clone glibc's own would
 * ask threads to follow that do not exist in the child, and wait for ever.
 */
#include "sandbox.h"
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct {
    uint64_t flag;
    uint32_t layer;
} kinds[] = {
    {CLONE_NEWUSER, LAYER_USER_NS},     {CLONE_NEWPID, LAYER_PID_NS},
    {CLONE_NEWNET, LAYER_NET_NS},       {CLONE_NEWIPC, LAYER_IPC_NS},
    {CLONE_NEWNS, LAYER_MOUNT_NS},      {CLONE_NEWUTS, LAYER_UTS_NS},
    {CLONE_NEWCGROUP, LAYER_CGROUP_NS},
};
enum { KINDS = sizeof kinds / sizeof *kinds, SETS = 4 };

/* Set when a user namespace came but its ids could not be mapped. */
static bool maps_refused;

static bool
has_capability(unsigned capability)
{
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];

    if (syscall(SYS_capget, &head, data) < 0)
        return false;
    return data[capability / 32].effective >> (capability % 32) & 1;
}

/* Whether one line of a user namespace's map covers the children's ids. */
static bool
has_child_ids(const char *path)
{
    char text[4096];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;

    if (fd >= 0)
        close(fd);
    text[size > 0 ? size : 0] = 0;
    for (char *at = text; *at != 0;) {
        unsigned long first = strtoul(at, &at, 10);
        unsigned long count;

        strtoul(at, &at, 10);
        count = strtoul(at, &at, 10);
        if (first <= CHILD_UID_FIRST &&
            count >= CHILD_UID_FIRST - first + CHILD_UIDS)
            return true;
        if (*at != '\n')
            return false;
        at++;
    }
    return false;
}

bool
sandbox_can_change_uid(void)
{
    static int mapped = -1;

    if (mapped < 0)
        mapped = has_child_ids("/proc/self/uid_map") &&
                 has_child_ids("/proc/self/gid_map");
    return mapped && has_capability(CAP_SETUID) && has_capability(CAP_SETGID) &&
           has_capability(CAP_CHOWN) && has_capability(CAP_SYS_ADMIN);
}

static bool
write_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool ok;

    if (fd < 0)
        return false;
    ok = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    close(fd);
    return ok;
}

static bool
map_ids(pid_t pid, const struct sandbox *s)
{
    bool change = s->layers & LAYER_UID;
    char path[64], line[64];
    bool ok = true;

    if (!change) {
        /* The kernel's condition for a map by the unprivileged. */
        snprintf(path, sizeof path, "/proc/%d/setgroups", (int)pid);
        write_file(path, "deny");
    }
    snprintf(path, sizeof path, "/proc/%d/uid_map", (int)pid);
    snprintf(line, sizeof line, "0 %u 1\n", change ? s->uid : geteuid());
    ok = write_file(path, line) && ok;
    snprintf(path, sizeof path, "/proc/%d/gid_map", (int)pid);
    snprintf(line, sizeof line, "0 %u 1\n", change ? s->uid : getegid());
    return write_file(path, line) && ok;
}

/* The child's first steps: nothing of it runs before its ids are mapped. */
static void
enter_ids(const struct sandbox *s, const int gate[2])
{
    char mapped = 0;

    close(gate[1]);
    if (read(gate[0], &mapped, 1) != 1)
        _exit(96);
    close(gate[0]);
    if (!(s->layers & LAYER_USER_NS))
        return;
    if (s->layers & LAYER_UID && syscall(SYS_setgroups, 0, NULL) < 0)
        _exit(96);
    if (syscall(SYS_setresgid, 0, 0, 0) < 0 ||
        syscall(SYS_setresuid, 0, 0, 0) < 0)
        _exit(96);
}

static long
clone_once(uint64_t flags, int *pidfd)
{
    struct clone_args a = {.flags = flags | CLONE_PARENT | CLONE_PIDFD,
                           .pidfd = (uint64_t)(uintptr_t)pidfd};
    long pid = syscall(SYS_clone3, &a, sizeof a);

    /* Container runtimes answer so for calls whose flags they cannot see. */
    if (pid < 0 && errno == ENOSYS)
        pid = syscall(SYS_clone, a.flags, NULL, pidfd, NULL, NULL);
    return pid;
}

/* Which sets of namespaces to ask for, best first. */
static int
list_sets(const struct sandbox *s, uint64_t sets[SETS])
{
    uint64_t all = 0;
    int count = 0;

    for (int i = 0; i < KINDS; i++)
        if (!(s->without & kinds[i].layer))
            all |= kinds[i].flag;
    if (!maps_refused) {
        sets[count++] = all;
        sets[count++] = all & ~(uint64_t)CLONE_NEWCGROUP;
    }
    if (has_capability(CAP_SYS_ADMIN))
        sets[count++] = all & ~(uint64_t)CLONE_NEWUSER;
    sets[count++] = 0;
    return count;
}

static void
set_layers(struct sandbox *s, uint64_t flags)
{
    s->layers = 0;
    for (int i = 0; i < KINDS; i++)
        if (flags & kinds[i].flag)
            s->layers |= kinds[i].layer;
    if (flags & CLONE_NEWUSER && sandbox_can_change_uid() &&
        !(s->without & LAYER_UID))
        s->layers |= LAYER_UID;
}

static void
report_missing(uint32_t layers, int reason)
{
    static uint32_t reported;

    for (unsigned i = 0; i < KINDS; i++) {
        uint32_t layer = kinds[i].layer;

        if (layers & layer || reported & layer)
            continue;
        reported |= layer;
        log_warn("the sandbox has no %s: %s", layer_name(i), strerror(reason));
    }
}

pid_t
sandbox_fork(struct sandbox *s, int *pidfd)
{
    uint64_t sets[SETS];
    int gate[2], count = list_sets(s, sets), reason = maps_refused ? EPERM : 0;
    long pid = -1;

    if (pipe2(gate, O_CLOEXEC) < 0)
        return -1;
    for (int i = 0; i < count && pid < 0; i++) {
        set_layers(s, sets[i]);
        pid = clone_once(sets[i], pidfd);
        if (pid == 0) {
            enter_ids(s, gate);
            return 0;
        }
        if (pid < 0) {
            reason = errno;
            if (reason == EAGAIN || reason == ENOMEM)
                break; /* no room for a process of any kind */
        }
    }
    if (pid > 0) {
        report_missing(s->layers | s->without, reason);
        if (s->layers & LAYER_USER_NS && !map_ids((pid_t)pid, s)) {
            log_warn("cannot map ids of a user namespace: %s", strerror(errno));
            maps_refused = true; /* the gate stays shut: the child ends */
        } else if (write(gate[1], "x", 1) < 0) {
            log_warn("a child was gone before its start");
        }
    }
    close(gate[0]);
    close(gate[1]);
    if (pid < 0)
        errno = reason;
    return (pid_t)pid;
}

bool
sandbox_follow_browser(void)
{
    struct pollfd lane = {FD_LANE, POLLIN, 0};

    /* getppid() would say 0 here; the browser's end of the lane is the
     * witness that it lived after the signal was set. */
    return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && poll(&lane, 1, 0) >= 0 &&
           !(lane.revents & (POLLHUP | POLLERR));
}
