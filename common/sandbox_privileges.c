/*
 * sandbox_privileges.c - descriptors, user id, capabilities, limits.
 *
 * Process: renderer, plugin, gpu, before the first thread: no-new-privs,
 * capabilities and W^X are per thread or inherited by later threads only.
 * Distrusts: nothing.
 */
#include "sandbox.h"
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef PR_SET_MDWE /* Linux 6.3 */
#define PR_SET_MDWE 65
#define PR_MDWE_REFUSE_EXEC_GAIN 1
#endif

bool
sandbox_set_descriptors(struct sandbox *s, const int fds[3])
{
    static const int targets[3] = {FD_DIRECTORY, FD_LANE, FD_LOG};
    enum { AWAY = 64 };
    int null, away[3];

    /* First out of the way of the final numbers, then onto them. */
    for (int i = 0; i < 3; i++) {
        away[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, AWAY);
        if (away[i] < 0)
            return false;
    }
    for (int i = 0; i < 3; i++)
        if (dup3(away[i], targets[i], O_CLOEXEC) < 0)
            return false;
    null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null >= 0) {
        dup2(null, 0);
        dup2(null, 1);
    } else {
        close(0);
        close(1);
    }
    if (s->without & LAYER_DESCRIPTORS)
        return true;
    if (syscall(SYS_close_range, FD_INHERITED, ~0u, 0) < 0) {
        log_warn("close_range: %s", strerror(errno));
        return true; /* lives on without the layer */
    }
    s->layers |= LAYER_DESCRIPTORS;
    return true;
}

/* For root on a kernel without user namespaces. */
static void
change_uid(struct sandbox *s)
{
    if (s->layers & LAYER_USER_NS || s->without & LAYER_UID ||
        !sandbox_can_change_uid() || s->uid == 0)
        return;
    if (syscall(SYS_setgroups, 0, NULL) < 0 ||
        syscall(SYS_setresgid, s->uid, s->uid, s->uid) < 0 ||
        syscall(SYS_setresuid, s->uid, s->uid, s->uid) < 0)
        _exit(96); /* the browser waits for a peer with this id */
    s->layers |= LAYER_UID;
}

static bool
drop_capabilities(void)
{
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};

    return syscall(SYS_capset, &head, none) == 0;
}

/* So that no later change of ids could bring capabilities back. */
static void
lock_capabilities(void)
{
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    for (unsigned long c = 0; c < 64; c++)
        if (prctl(PR_CAPBSET_DROP, c, 0, 0, 0) < 0 && errno == EINVAL)
            break;
    prctl(PR_SET_SECUREBITS,
          SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP_LOCKED |
              SECBIT_KEEP_CAPS_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE |
              SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED,
          0, 0, 0);
}

static bool
limit(int resource, rlim_t value)
{
    struct rlimit now, l = {value, value};

    if (getrlimit((__rlimit_resource_t)resource, &now) == 0 &&
        now.rlim_max < value)
        l.rlim_cur = l.rlim_max = now.rlim_max;
    return setrlimit((__rlimit_resource_t)resource, &l) == 0;
}

static bool
set_limits(const struct policy *policy)
{
    /* What stays writable for the display's libraries is memory (memfd) that
     * counts as a file. */
    bool files = policy->root == ROOT_DISPLAY;
    bool ok = limit(RLIMIT_CORE, 0) && limit(RLIMIT_MEMLOCK, 0) &&
              limit(RLIMIT_MSGQUEUE, 0) && limit(RLIMIT_NICE, 0) &&
              limit(RLIMIT_RTPRIO, 0) && limit(RLIMIT_SIGPENDING, 16) &&
              limit(RLIMIT_NOFILE, files ? 256 : 128);

#ifndef __SANITIZE_ADDRESS__ /* its shadow alone is terabytes */
    ok = limit(RLIMIT_AS, (rlim_t)policy->memory_mib << 20) && ok;
#endif
    return (files || limit(RLIMIT_FSIZE, 0)) && ok;
}

void
sandbox_drop_privileges(struct sandbox *s)
{
    bool caps = !(s->without & LAYER_CAPABILITIES);

    if (caps)
        lock_capabilities();
    change_uid(s);
    if (caps && drop_capabilities())
        s->layers |= LAYER_CAPABILITIES;
    if (!(s->without & LAYER_NO_NEW_PRIVS) &&
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
        s->layers |= LAYER_NO_NEW_PRIVS;
    if (!(s->without & LAYER_NOT_DUMPABLE) &&
        prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
        s->layers |= LAYER_NOT_DUMPABLE;
    /* A display's libraries generate code until the lock-down; there
     * sandbox_fix_pages and the filter take this layer's place. */
    if (s->policy->root == ROOT_EMPTY && !(s->without & LAYER_WRITE_XOR_EXEC) &&
        prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0) == 0)
        s->layers |= LAYER_WRITE_XOR_EXEC;
    if (!(s->without & LAYER_RLIMITS) && set_limits(s->policy))
        s->layers |= LAYER_RLIMITS;
    /* A change of ids has cleared the parent-death signal. */
    if (!sandbox_follow_browser())
        _exit(0);
}

/* Parses "start-end rwxp" of one line of /proc/self/maps and fixes it. */
static bool
fix_line(const char *line)
{
    char *at;
    unsigned long start = strtoul(line, &at, 16), end;

    if (*at != '-')
        return true;
    end = strtoul(at + 1, &at, 16);
    if (strncmp(at, " rwx", 4) != 0)
        return true;
    return mprotect((void *)start, end - start, PROT_READ | PROT_EXEC) == 0;
}

void
sandbox_fix_pages(struct sandbox *s)
{
    struct buf text = {0};
    ssize_t got;
    bool ok = true;

    if (s->maps < 0 || s->without & LAYER_WRITE_XOR_EXEC)
        return;
    while ((got = read(s->maps, buf_reserve(&text, 4096), 4096)) > 0)
        text.size += (size_t)got;
    close(s->maps);
    s->maps = -1;
    for (const char *line = buf_text(&text); line != NULL && *line != 0;) {
        ok = fix_line(line) && ok;
        line = strchr(line, '\n');
        line = line != NULL ? line + 1 : NULL;
    }
    buf_finish(&text);
    if (ok && got == 0)
        s->layers |= LAYER_WRITE_XOR_EXEC;
}

void
sandbox_stop_threads(struct sandbox *s)
{
    if (s->policy->threads == 0 && !(s->without & LAYER_RLIMITS) &&
        !limit(RLIMIT_NPROC, 0))
        s->layers &= ~(uint32_t)LAYER_RLIMITS;
}
