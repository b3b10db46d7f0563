/*
 * probes.c - what common/probes.def calls.
 *
 * Process: renderer, plugin, gpu (as an attacker who has taken one over).
 *
 * Raw system calls, so that no wrapper is in the way.  Everything here must
 * work with nothing but what the filter leaves: no stdio files, no time.
 */
#include "log.h"
#include "rogue.h"
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/perf_event.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum {
    ADD_SEALS = 1033, /* F_ADD_SEALS, F_SETPIPE_SZ: linux/fcntl.h clashes */
    SETPIPE_SZ = 1031,
    MOST_FDS = 5000,      /* more than any limit: duplicates */
    MOST_MIB = 16 * 1024, /* more than any limit: address space */
};

#define CALL0(call) syscall(SYS_##call)
#define CALL(call, ...) syscall(SYS_##call, __VA_ARGS__)

/* Two pages of our own, to be changed. */
static uint8_t pages[3 * 4096];

static uint8_t *
page(void)
{
    return (uint8_t *)(((uintptr_t)pages + 4095) & ~(uintptr_t)4095);
}

/* The path of a name in the victim's folder. */
static const char *
at(const char *name)
{
    static char paths[2][300];
    static unsigned next;
    char *path = paths[next++ % 2];

    snprintf(path, sizeof paths[0], "%s%s%s", target.folder, *name ? "/" : "",
             name);
    return path;
}

static long
try_socket(int domain, int type, int protocol)
{
    return CALL(socket, domain, type, protocol);
}

static long
try_connect(const char *name, int abstract)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    socklen_t size =
        (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name));
    long s = try_socket(AF_UNIX, SOCK_STREAM, 0);

    if (s < 0)
        return s;
    snprintf(a.sun_path + abstract, sizeof a.sun_path - (size_t)abstract, "%s",
             name);
    return CALL(connect, s, &a, abstract ? size : sizeof a);
}

static void *
run_thread(void *unused)
{
    return unused;
}

static long
try_thread(void)
{
    pthread_t thread;

    errno = pthread_create(&thread, NULL, run_thread, NULL);
    return errno == 0 ? 0 : -1;
}

static long
try_fork(unsigned long flags)
{
    long pid = CALL(clone, flags | SIGCHLD, NULL, NULL, NULL, NULL);

    if (pid == 0)
        _exit(0);
    return pid;
}

static long
try_clone3(void)
{
    struct clone_args a = {.exit_signal = SIGCHLD};
    long pid = CALL(clone3, &a, sizeof a);

    if (pid == 0)
        _exit(0);
    return pid;
}

static long
try_map(int protection, int flags, int fd)
{
    return CALL(mmap, NULL, 4096, protection, flags, fd, 0) == -1 ? -1 : 0;
}

static long
try_heap(int protection)
{
    return CALL(mprotect, page(), 4096, protection);
}

static long
try_text(void)
{
    return CALL(mprotect, (uintptr_t)try_text & ~(uintptr_t)4095, 4096,
                PROT_READ | PROT_WRITE | PROT_EXEC);
}

static long
try_ia32(void)
{
#ifdef __x86_64__
    long result;

    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory");
    if (result >= 0 || result < -4095)
        return result;
    errno = (int)-result;
#else
    errno = ENOSYS;
#endif
    return -1;
}

static long
try_hog(void)
{
    for (int mib = 0; mib < MOST_MIB; mib += 16)
        if (CALL(mmap, NULL, 16 << 20, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == -1)
            return -1;
    return 0;
}

static long
try_dup_bomb(void)
{
    for (int i = 0; i < MOST_FDS; i++)
        if (CALL(dup, target.tile) < 0)
            return -1;
    return 0;
}

/* The pipe holds 64 KiB: once it does not block, it drops instead. */
static long
try_log_flood(void)
{
    if (CALL(fcntl, FD_LOG, F_SETFL, O_NONBLOCK) < 0)
        return -1;
    for (int i = 0; i < 256; i++)
        if (CALL(write, FD_LOG, pages, 1024) < 0)
            return errno == EAGAIN ? 0 : -1;
    return 0;
}

/* One byte that begins no frame, with descriptors. */
static long
try_descriptors(int count)
{
    char control[CMSG_SPACE(60 * sizeof(int))] = {0};
    struct iovec byte = {(void *)(uintptr_t) "x", 1};
    struct msghdr h = {.msg_iov = &byte,
                       .msg_iovlen = 1,
                       .msg_control = control,
                       .msg_controllen =
                           CMSG_SPACE((size_t)count * sizeof(int))};
    struct cmsghdr *c = CMSG_FIRSTHDR(&h);

    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN((size_t)count * sizeof(int));
    for (int i = 0; i < count; i++)
        memcpy(CMSG_DATA(c) + (size_t)i * sizeof(int), &target.tile,
               sizeof(int));
    return CALL(sendmsg, target.socket, &h, MSG_NOSIGNAL);
}

static long
try_add_filter(void)
{
    struct sock_filter allow = {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW};
    struct sock_fprog program = {1, &allow};

    return CALL(seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

/* The victim is this very binary: its pages lie where ours do, or nowhere. */
static long
try_memory_of(bool write)
{
    char bytes[8] = "hacked!";
    struct iovec ours = {bytes, sizeof bytes}, theirs = {page(), sizeof bytes};

    return write
               ? CALL(process_vm_writev, target.victim, &ours, 1, &theirs, 1, 0)
               : CALL(process_vm_readv, target.victim, &ours, 1, &theirs, 1, 0);
}

static long
try_clock(int id)
{
    struct timespec t;

    return CALL(clock_gettime, id, &t);
}

static long
try_steal_fd(void)
{
    long pidfd = CALL(pidfd_open, target.victim, 0);

    return pidfd < 0 ? pidfd : CALL(pidfd_getfd, pidfd, 0, 0);
}

static long
try_sendto(void)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};

    snprintf(a.sun_path, sizeof a.sun_path, "%s", at("socket"));
    return CALL(sendto, target.socket, "x", 1, 0, &a, sizeof a);
}

static long
try_set_mm(void)
{
    return CALL(prctl, PR_SET_MM, PR_SET_MM_BRK, 0, 0, 0);
}

static long
try_epoll_add(void)
{
    struct epoll_event e = {.events = EPOLLIN};

    return CALL(epoll_ctl, target.epoll, EPOLL_CTL_ADD, FD_LANE, &e);
}

static long
try_openat2(void)
{
    struct {
        long flags, mode, resolve;
    } h = {O_RDONLY, 0, 0};

    return CALL(openat2, AT_FDCWD, "/", &h, 24);
}

static long
try_newfstatat_etc_passwd(void)
{
    struct stat s;

    return CALL(newfstatat, AT_FDCWD, "/etc/passwd", &s, 0);
}

static long
try_statx_etc_passwd(void)
{
    char b[256];

    return CALL(statx, AT_FDCWD, "/etc/passwd", 0, 0x7ff, b);
}

static long
try_readlink_proc_self_exe(void)
{
    char b[99];

    return CALL(readlink, "/proc/self/exe", b, 99);
}

static long
try_getcwd(void)
{
    char b[99];

    return CALL(getcwd, b, 99);
}

static long
try_getdents64_on_fd_0(void)
{
    char b[99];

    return CALL(getdents64, 0, b, 99);
}

static long
try_name_to_handle_at(void)
{
    struct {
        int n, t;
        char b[128];
    } h = {128, 0, {0}};
    int m;

    return CALL(name_to_handle_at, AT_FDCWD, "/", &h, &m, 0);
}

static long
try_open_by_handle_at(void)
{
    struct {
        int n, t;
        char b[8];
    } h = {8, 1, {2}};

    return CALL(open_by_handle_at, 0, &h, O_RDONLY);
}

static long
try_tcp_connect_127_0_0_1_80(void)
{
    long s = try_socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_port = htons(80),
                            .sin_addr = {htonl(INADDR_LOOPBACK)}};

    return s < 0 ? s : CALL(connect, s, &a, sizeof a);
}

static long
try_socketpair_af_unix(void)
{
    int s[2];

    return CALL(socketpair, AF_UNIX, SOCK_STREAM, 0, s);
}

static long
try_setsockopt_so_attach_filter(void)
{
    struct sock_filter f[] = {{6, 0, 0, 0}};
    struct sock_fprog p = {1, f};

    return CALL(setsockopt, target.socket, SOL_SOCKET, SO_ATTACH_FILTER, &p,
                sizeof p);
}

static long
try_getsockopt_so_peercred(void)
{
    struct ucred u;
    socklen_t l = sizeof u;

    return CALL(getsockopt, target.socket, SOL_SOCKET, SO_PEERCRED, &u, &l);
}

static long
try_getpeername(void)
{
    char b[128];
    socklen_t l = 128;

    return CALL(getpeername, target.socket, b, &l);
}

static long
try_vfork(void)
{
    long p = CALL0(vfork);

    if (p == 0)
        _exit(0);
    return p;
}

static long
try_execve_bin_true(void)
{
    const char *a[] = {"/bin/true", NULL};

    return CALL(execve, a[0], a, a + 1);
}

static long
try_execveat_memfd_tile(void)
{
    const char *a[] = {"x", NULL};

    return CALL(execveat, target.tile, "", a, a + 1, AT_EMPTY_PATH);
}

static long
try_rt_sigqueueinfo(void)
{
    siginfo_t i = {0};
    i.si_code = -1;

    return CALL(rt_sigqueueinfo, target.victim, 0, &i);
}

static long
try_prlimit64_victim(void)
{
    struct rlimit r;

    return CALL(prlimit64, target.victim, RLIMIT_CORE, 0, &r);
}

static long
try_sched_setaffinity(void)
{
    unsigned long m = 1;

    return CALL(sched_setaffinity, 0, 8, &m);
}

static long
try_wait4(void)
{
    int s;

    return CALL(wait4, -1, &s, 1, 0);
}

static long
try_rt_sigaction(void)
{
    struct sigaction s = {0};

    return CALL(rt_sigaction, SIGUSR1, &s, 0, 8);
}

static long
try_capset_all(void)
{
    unsigned h[2] = {0x20080522, 0}, d[6] = {~0u, ~0u, ~0u, ~0u, ~0u, ~0u};

    return CALL(capset, h, d);
}

static long
try_setrlimit_raise_nofile(void)
{
    struct rlimit r = {4096, 4096};

    return CALL(setrlimit, RLIMIT_NOFILE, &r);
}

static long
try_settimeofday(void)
{
    struct timeval t = {1, 1};

    return CALL(settimeofday, &t, 0);
}

static long
try_pkey_mprotect_rx(void)
{
    return CALL(pkey_mprotect, page(), 4096, 5, -1);
}

static long
try_mmap_map_fixed_at_0(void)
{
    return (long)CALL(mmap, 0, 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
                      -1, 0);
}

static long
try_mremap_mremap_fixed(void)
{
    return CALL(mremap, page(), 4096, 4096, 3, page() + 4096);
}

static long
try_mlock(void)
{
    return CALL(mlock, page(), 4096);
}

static long
try_madvise_madv_hwpoison(void)
{
    return CALL(madvise, page(), 4096, 100);
}

static long
try_madvise_madv_dontfork_mergeable(void)
{
    return CALL(madvise, page(), 4096, 12);
}

static long
try_bpf(void)
{
    union bpf_attr a;
    memset(&a, 0, sizeof a);

    return CALL(bpf, 0, &a, sizeof a);
}

static long
try_perf_event_open(void)
{
    struct perf_event_attr a;
    memset(&a, 0, sizeof a);
    a.size = sizeof a;
    a.exclude_kernel = 1;

    return CALL(perf_event_open, &a, 0, -1, -1, 0);
}

static long
try_io_uring_setup(void)
{
    char p[120] = {0};

    return CALL(io_uring_setup, 1, p);
}

static long
try_futex_lock_pi(void)
{
    int f = 0;
    struct timespec t = {0, 1};

    return CALL(futex, &f, FUTEX_LOCK_PI, 0, &t, 0, 0);
}

static long
try_futex_cmp_requeue_pi(void)
{
    int f = 0, g = 0;

    return CALL(futex, &f, FUTEX_CMP_REQUEUE_PI, 1, 1, &g, 0);
}

static long
try_timer_create(void)
{
    int t;

    return CALL(timer_create, 0, 0, &t);
}

static long
try_signalfd4(void)
{
    long m = 0;

    return CALL(signalfd4, -1, &m, 8, 0);
}

static long
try_pipe2_o_notification_pipe(void)
{
    int p[2];

    return CALL(pipe2, p, 0x80);
}

static long
try_ioctl_fionread_nn(void)
{
    int n;

    return CALL(ioctl, target.socket, 0x541B, &n);
}

static long
try_uname(void)
{
    char b[600];

    return CALL(uname, b);
}

static long
try_sysinfo(void)
{
    char b[300];

    return CALL(sysinfo, b);
}

static long
try_getcpu(void)
{
    unsigned a, b;

    return CALL(getcpu, &a, &b, 0);
}

static long
try_open_victim_tile_via_proc_pid_fd(void)
{
    char b[64];
    snprintf(b, sizeof b, "/proc/%d/fd/3", target.victim);

    return CALL(openat, AT_FDCWD, b, O_RDWR);
}

static long
try_sendmsg_raw_bad_frame(void)
{
    struct iovec i = {(void *)(uintptr_t) "\2", 1};
    struct msghdr h = {.msg_iov = &i, .msg_iovlen = 1};

    return CALL(sendmsg, target.socket, &h, MSG_NOSIGNAL);
}

static long
try_sendmsg_flag_msg_oob(void)
{
    struct iovec i = {(void *)(uintptr_t) "x", 1};
    struct msghdr h = {.msg_iov = &i, .msg_iovlen = 1};

    return CALL(sendmsg, target.socket, &h, MSG_OOB);
}

/* ---- the run ------------------------------------------------------------ */

#define PROBE(group, stop, name, chromium, call) \
    if (index-- == 0)                            \
        return call;

static long
attempt(unsigned index)
{
#include "probes.def"
    _exit(PROBE_UNKNOWN);
}

#define PROBE(group, stop, name, chromium, call) EXPECT_##stop,
enum { EXPECT_BY_SANDBOX, EXPECT_BY_BROWSER };
static const uint8_t expected[] = {
#include "probes.def"
};

bool
probe_prepare(void)
{
    target.tile = (int)CALL(memfd_create, "tile", 3u);
    return target.tile >= 0 && ftruncate(target.tile, 65536) == 0 &&
           fcntl(target.tile, ADD_SEALS, 1 | 2 | 4) == 0;
}

_Noreturn void
probe_run(unsigned index)
{
    long result;
    int error;

    errno = 0;
    result = attempt(index);
    error = errno;
    if (result < 0)
        _exit(error > 0 && error < PROBE_ALLOWED ? error : PROBE_UNKNOWN);
    /* It is the browser's now to answer. */
    if (expected[index] == EXPECT_BY_BROWSER)
        poll(NULL, 0, 3000);
    _exit(PROBE_ALLOWED);
}
