/*
 * sandbox_landlock.c - Landlock, the file system's second lock.
 *
 * Process: renderer, plugin, gpu.  Distrusts: nothing; older kernels know
 * fewer rights, so the ruleset is cut to what the ABI number says.
 *
 * By system call, since Debian 12's headers are older than its later kernels;
 * numbers from include/uapi/linux/landlock.h.
 */
#include "sandbox.h"
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    QUERY_VERSION = 1,
    RULE_PATH_BENEATH = 1,
    FS_WRITE_FILE = 1 << 1,
    FS_READ_FILE = 1 << 2,
    FS_READ_DIR = 1 << 3,
    FS_IOCTL_DEV = 1 << 15,
    SCOPE_ABSTRACT_UNIX = 1 << 0,
    SCOPE_SIGNAL = 1 << 1
};

struct ruleset {
    uint64_t fs, net, scoped;
};

static int
create_ruleset(struct sandbox *s)
{
    static const uint64_t rights[] = {0,      0x1FFF, 0x3FFF,
                                      0x7FFF, 0x7FFF, 0xFFFF};
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, QUERY_VERSION);
    struct ruleset r = {0, 0, 0};
    size_t size = sizeof r.fs;

    if (abi < 1)
        return -1;
    s->landlock_abi = (uint32_t)(abi < 64 ? abi : 64);
    r.fs = rights[abi < 5 ? abi : 5];
    if (abi >= 4) {
        r.net = 3; /* bind and connect of TCP */
        size = sizeof r.fs + sizeof r.net;
    }
    if (abi >= 6) {
        /* In the host's network namespace xcb tries the display's abstract
         * socket first and does not fall back when that is forbidden. */
        r.scoped = SCOPE_SIGNAL;
        if (s->policy->root == ROOT_EMPTY || s->layers & LAYER_NET_NS)
            r.scoped |= SCOPE_ABSTRACT_UNIX;
        size = sizeof r;
    }
    return (int)syscall(SYS_landlock_create_ruleset, &r, size, 0);
}

static void
allow_below(int ruleset, const char *path, uint64_t rights)
{
    struct {
        uint64_t rights;
        int32_t fd;
    } __attribute__((packed)) rule = {rights, open(path, O_PATH | O_CLOEXEC)};

    if (rule.fd < 0)
        return;
    if (syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0) <
        0)
        log_debug("landlock: %s: %s", path, strerror(errno));
    close(rule.fd);
}

static bool
restrict_self(int ruleset)
{
    bool ok = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;

    close(ruleset);
    return ok;
}

void
sandbox_landlock_display(struct sandbox *s)
{
    int ruleset = s->without & LAYER_LANDLOCK ? -1 : create_ruleset(s);
    uint64_t device = FS_READ_FILE | FS_WRITE_FILE;

    if (ruleset < 0)
        return;
    if (s->landlock_abi >= 5)
        device |= FS_IOCTL_DEV;
    allow_below(ruleset, "/", FS_READ_FILE | FS_READ_DIR);
    allow_below(ruleset, "/dev/dri", device);
    if (!restrict_self(ruleset))
        log_warn("landlock: %s", strerror(errno));
}

void
sandbox_landlock_nothing(struct sandbox *s)
{
    int ruleset = s->without & LAYER_LANDLOCK ? -1 : create_ruleset(s);

    if (ruleset >= 0 && restrict_self(ruleset))
        s->layers |= LAYER_LANDLOCK;
}
