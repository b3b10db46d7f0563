/*
 * sandbox_seccomp.c - the system calls a child may still make.
 *
 * Process: renderer, plugin, gpu; sandbox_denied_call: browser.
 * Distrusts: everything that may run in the child after lock-down.
 *
 * An allow-list; wherever it helps, arguments are checked too, so that read,
 * write, sendmsg and recvmsg only reach descriptors open at lock-down.  A call
 * that is not listed stops its thread and is told to the browser, which names
 * it and kills the child; without a browser it fails.
 */
#include "sandbox.h"
#include "log.h"

#include <seccomp.h>

#include <errno.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST_FDS = 32, MOST_CALLS = 64 };
enum { NOTIFY_AND_TSYNC = 6 }; /* seccomp_api_get(): Linux 5.7 */

/* The descriptors open at lock-down, by kind. */
struct fd_list {
    int fds[MOST_FDS];
    int count;
};

struct filter {
    scmp_filter_ctx context;
    bool ok;
    int calls[MOST_CALLS]; /* allowed so far, each once */
    uint32_t call_count;
    struct fd_list sockets, epolls, events;
};

static void
add_fd(struct fd_list *list, int fd)
{
    if (list->count < MOST_FDS)
        list->fds[list->count++] = fd;
}

/* Without /proc, which is gone: a socket is a socket, an epoll answers
 * epoll_wait, what else has no file type is an eventfd. */
static void
sort_fds(struct filter *f)
{
    struct rlimit most;
    struct stat st;

    if (getrlimit(RLIMIT_NOFILE, &most) < 0 || most.rlim_cur > 1024)
        most.rlim_cur = 1024;
    for (int fd = FD_LOG + 1; fd < (int)most.rlim_cur; fd++) {
        struct epoll_event event;

        if (fstat(fd, &st) < 0)
            continue;
        if (S_ISSOCK(st.st_mode))
            add_fd(&f->sockets, fd);
        else if ((st.st_mode & S_IFMT) != 0)
            continue;
        else if (epoll_wait(fd, &event, 1, 0) >= 0)
            add_fd(&f->epolls, fd);
        else
            add_fd(&f->events, fd);
    }
}

static void
count_call(struct filter *f, int call)
{
    for (uint32_t i = 0; i < f->call_count; i++)
        if (f->calls[i] == call)
            return;
    if (f->call_count < MOST_CALLS)
        f->calls[f->call_count++] = call;
}

static struct scmp_arg_cmp
is(unsigned argument, uint32_t value)
{
    return (struct scmp_arg_cmp){argument, SCMP_CMP_EQ, value, 0};
}

static struct scmp_arg_cmp
masked(unsigned argument, uint32_t mask, uint32_t value)
{
    return (struct scmp_arg_cmp){argument, SCMP_CMP_MASKED_EQ, mask, value};
}

/* One way in which a call is allowed; further ways are further rules. */
static void
allow(struct filter *f, int call, unsigned count,
      const struct scmp_arg_cmp *checks)
{
    count_call(f, call);
    if (seccomp_rule_add_array(f->context, SCMP_ACT_ALLOW, call, count,
                               checks) < 0)
        f->ok = false;
}

static void
allow_always(struct filter *f, int call)
{
    allow(f, call, 0, NULL);
}

static void
allow_on(struct filter *f, int call, const struct fd_list *list)
{
    for (int i = 0; i < list->count; i++) {
        struct scmp_arg_cmp on = is(0, (uint32_t)list->fds[i]);

        allow(f, call, 1, &on);
    }
}

/* Fails without harm: libraries try these and live with a refusal. */
static void
refuse(struct filter *f, int call, int error)
{
    if (seccomp_rule_add(f->context, SCMP_ACT_ERRNO((uint32_t)error), call, 0) <
        0)
        f->ok = false;
}

/* Locks, conditions: nanomsg and its worker; never the priority-inheriting
 * operations, which have been a way into kernels. */
static void
add_futex(struct filter *f)
{
    static const int operations[] = {FUTEX_WAIT,        FUTEX_WAKE,
                                     FUTEX_WAIT_BITSET, FUTEX_WAKE_OP,
                                     FUTEX_REQUEUE,     FUTEX_CMP_REQUEUE};
    const uint32_t mask =
        ~(uint32_t)(FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME);

    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        struct scmp_arg_cmp check = masked(1, mask, (uint32_t)operations[i]);

        allow(f, SCMP_SYS(futex), 1, &check);
    }
}

/* The vDSO answers mostly; these ids are the fallback. */
static void
add_clocks(struct filter *f)
{
    static const clockid_t ids[] = {
        CLOCK_REALTIME,           CLOCK_MONOTONIC,        CLOCK_MONOTONIC_RAW,
        CLOCK_REALTIME_COARSE,    CLOCK_MONOTONIC_COARSE, CLOCK_BOOTTIME,
        CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID};

    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        struct scmp_arg_cmp check = is(0, (uint32_t)ids[i]);

        allow(f, SCMP_SYS(clock_gettime), 1, &check);
    }
}

static void
add_memory(struct filter *f)
{
    static const int flags[] = {MAP_PRIVATE | MAP_ANONYMOUS,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE |
                                    MAP_STACK,
                                MAP_PRIVATE, /* a font of the lane */
                                MAP_SHARED /* an arena of the lane */};

    /* Memory is never made executable: neither here nor by mprotect. */
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        struct scmp_arg_cmp checks[] = {masked(2, (uint32_t)PROT_EXEC, 0),
                                        is(3, (uint32_t)flags[i])};

        allow(f, SCMP_SYS(mmap), 2, checks);
    }
    for (int i = 0; i < 2; i++) {
        struct scmp_arg_cmp advice =
            is(2, (uint32_t)(i ? MADV_FREE : MADV_DONTNEED));

        allow(f, SCMP_SYS(madvise), 1, &advice); /* malloc gives back */
    }
    struct scmp_arg_cmp move = is(3, MREMAP_MAYMOVE);
    allow(f, SCMP_SYS(mremap), 1, &move); /* realloc of large blocks */
    allow_always(f, SCMP_SYS(munmap));    /* free, and arenas that go */
    allow_always(f, SCMP_SYS(brk));       /* malloc; cannot bear an errno */
}

/* What nanomsg's worker and both its ends do on descriptors it opened. */
static void
add_channel(struct filter *f)
{
    struct fd_list log = {{FD_LOG}, 1};

    for (int i = 0; i < f->epolls.count; i++)
        for (int add = 0; add < 2; add++) {
            struct scmp_arg_cmp checks[] = {
                is(0, (uint32_t)f->epolls.fds[i]),
                is(1, add ? EPOLL_CTL_MOD : EPOLL_CTL_DEL)};

            allow(f, SCMP_SYS(epoll_ctl), 2, checks); /* read, write or none */
        }
    allow_on(f, SCMP_SYS(epoll_wait), &f->epolls); /* the worker's sleep */
    allow_on(f, SCMP_SYS(read), &f->events);       /* take a wake-up */
    allow_on(f, SCMP_SYS(write), &f->events);      /* wake the other thread */
    allow_on(f, SCMP_SYS(write), &log);            /* log.c */
    allow_on(f, SCMP_SYS(recvmsg), &f->sockets);   /* messages; descriptors */
    for (int i = 0; i < f->sockets.count; i++) {
        struct scmp_arg_cmp checks[] = {is(0, (uint32_t)f->sockets.fds[i]),
                                        is(2, MSG_NOSIGNAL)};

        allow(f, SCMP_SYS(sendmsg), 2, checks); /* messages; the listener */
    }
    allow_always(f, SCMP_SYS(poll)); /* the child's sleep */
}

static void
add_rest(struct filter *f, const struct policy *policy)
{
    allow_always(f, SCMP_SYS(close));           /* descriptors of the lane */
    allow_always(f, SCMP_SYS(lseek));           /* the size of a font file */
    allow_always(f, SCMP_SYS(exit));            /* a thread's end */
    allow_always(f, SCMP_SYS(exit_group));      /* the end */
    allow_always(f, SCMP_SYS(restart_syscall)); /* poll after SIGCONT */

    refuse(f, SCMP_SYS(socket), EACCES);    /* nanomsg's reconnect */
    refuse(f, SCMP_SYS(clone3), ENOSYS);    /* glibc then tries clone */
    refuse(f, SCMP_SYS(newfstatat), EPERM); /* stdio's first look */
    refuse(f, SCMP_SYS(sysinfo), EPERM);    /* qsort's size of memory */
    refuse(f, SCMP_SYS(getuid), EPERM);

    /* abort() on its way to the tgkill that tells the browser of it. */
    refuse(f, SCMP_SYS(rt_sigprocmask), EPERM);
    refuse(f, SCMP_SYS(gettid), EPERM);
    if (policy->root != ROOT_DISPLAY)
        refuse(f, SCMP_SYS(getpid), EPERM);
}

/* SDL's two renderers over X11, and llvmpipe, after their warm-up. */
static void
add_display(struct filter *f)
{
    struct scmp_arg_cmp no_exec = masked(2, (uint32_t)PROT_EXEC, 0);

    allow_on(f, SCMP_SYS(writev), &f->sockets);   /* xcb's requests */
    allow_on(f, SCMP_SYS(recvfrom), &f->sockets); /* xcb's large answers */
    for (int i = 0; i < f->sockets.count; i++) {
        struct scmp_arg_cmp checks[] = {is(0, (uint32_t)f->sockets.fds[i]),
                                        is(2, 0)};

        allow(f, SCMP_SYS(sendmsg), 2, checks); /* xcb's own flags */
    }
    allow_always(f, SCMP_SYS(getpid));         /* libglvnd: was there a fork? */
    allow_always(f, SCMP_SYS(sched_yield));    /* llvmpipe's threads */
    allow(f, SCMP_SYS(mprotect), 1, &no_exec); /* malloc of other threads */

    /* No shared memory with the display: its namespace is not ours. */
    refuse(f, SCMP_SYS(shmget), ENOSYS);
    refuse(f, SCMP_SYS(shmat), EPERM);
    refuse(f, SCMP_SYS(shmdt), EPERM);
    refuse(f, SCMP_SYS(shmctl), EPERM);
}

/* What AddressSanitizer needs in builds for testing: its allocator maps at
 * fixed places; its hook runs before _exit. */
static void
add_sanitizer(struct filter *f)
{
#ifdef __SANITIZE_ADDRESS__
    struct scmp_arg_cmp no_exec = masked(2, (uint32_t)PROT_EXEC, 0);

    allow(f, SCMP_SYS(mmap), 1, &no_exec);
    allow_always(f, SCMP_SYS(madvise));
    allow_always(f, SCMP_SYS(sigaltstack));
    refuse(f, SCMP_SYS(readlink), EPERM); /* before it prints a report */
    refuse(f, SCMP_SYS(ioctl), ENOTTY);
#else
    (void)f;
#endif
}

static bool
build(struct filter *f, uint32_t denied)
{
    f->context = seccomp_init(denied);
    if (f->context == NULL)
        return false;
    f->call_count = 0;
    f->ok = seccomp_attr_set(f->context, SCMP_FLTATR_CTL_TSYNC, 1) == 0 &&
            seccomp_attr_set(f->context, SCMP_FLTATR_CTL_NNP, 0) == 0 &&
            seccomp_attr_set(f->context, SCMP_FLTATR_ACT_BADARCH,
                             SCMP_ACT_KILL_PROCESS) == 0;
    seccomp_attr_set(f->context, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    return f->ok;
}

static void
fill(struct filter *f, const struct policy *policy)
{
    add_futex(f);
    add_clocks(f);
    add_memory(f);
    add_channel(f);
    add_rest(f, policy);
    add_sanitizer(f);
    if (policy->root == ROOT_DISPLAY)
        add_display(f);
}

int
sandbox_lock(struct sandbox *s)
{
    struct filter f = {0};
    bool notify = seccomp_api_get() >= NOTIFY_AND_TSYNC;
    int listener = -1, error = 0;

    if (s->without & LAYER_SECCOMP)
        return -1;
    sort_fds(&f);
    for (; listener < 0; notify = false) {
        if (build(&f, notify ? SCMP_ACT_NOTIFY : SCMP_ACT_KILL_PROCESS))
            fill(&f, s->policy);
        error = f.ok ? seccomp_load(f.context) : -EINVAL;
        if (error == 0) {
            s->layers |= LAYER_SECCOMP;
            s->syscalls = f.call_count;
            listener = notify ? seccomp_notify_fd(f.context) : -1;
        }
        if (error == 0 || !notify)
            break;
        seccomp_release(f.context);
    }
    /* After a successful load the context is kept: it owns the listener. */
    if (error != 0)
        log_warn("the sandbox has no seccomp: %s", strerror(-error));
    return listener;
}

/* abort() ends in the tgkill that is denied like any other. */
static void
describe(const struct seccomp_data *call, char *out, size_t size)
{
    char *name = seccomp_syscall_resolve_num_arch(call->arch, call->nr);

    if (call->nr == SCMP_SYS(tgkill) && (int)call->args[2] == SIGABRT)
        snprintf(out, size, "aborted: it found an error in itself (SIGABRT)");
    else if (name != NULL)
        snprintf(out, size,
                 "killed by the sandbox: forbidden system call "
                 "%s(0x%llx, 0x%llx, 0x%llx)",
                 name, (unsigned long long)call->args[0],
                 (unsigned long long)call->args[1],
                 (unsigned long long)call->args[2]);
    else
        snprintf(out, size,
                 "killed by the sandbox: forbidden system call number %d",
                 call->nr);
    free(name);
}

bool
sandbox_denied_call(int listener, char *out, size_t size)
{
    struct seccomp_notif *request = NULL;
    struct seccomp_notif_resp *response = NULL;
    bool ok = false;

    if (seccomp_notify_alloc(&request, &response) < 0)
        return false;
    memset(request, 0, sizeof *request);
    ok = seccomp_notify_receive(listener, request) == 0;
    if (ok)
        describe(&request->data, out, size);
    seccomp_notify_free(request, response);
    return ok;
}
