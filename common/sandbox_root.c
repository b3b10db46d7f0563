/*
 * sandbox_root.c - a root directory without the machine's files.
 *
 * Process: renderer, plugin, gpu.  Distrusts: nothing.
 *
 * EMPTY is a read-only tmpfs of one inode.  DISPLAY holds what a display's
 * libraries open while they start: libraries, the X socket, render nodes.
 */
#include "sandbox.h"
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Where the key of the display lies in the new root. */
static const char xauthority_path[] = "/xauthority";

/* A second barrier behind seccomp: even with unshare(2) there would be none
 * to get. */
static void
forbid_namespaces(void)
{
    static const char *const kinds[] = {"user", "mnt", "net",   "pid",
                                        "ipc",  "uts", "cgroup"};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char path[64];
        int fd;

        snprintf(path, sizeof path, "/proc/sys/user/max_%s_namespaces",
                 kinds[i]);
        fd = open(path, O_WRONLY | O_CLOEXEC);
        if (fd < 0)
            continue;
        if (write(fd, "0", 1) != 1)
            log_debug("%s: %s", path, strerror(errno));
        close(fd);
    }
}

/* Makes the working directory, a mount of its own, the root and forgets the
 * old one. */
static bool
pivot(unsigned long flags)
{
    return syscall(SYS_pivot_root, ".", ".") == 0 &&
           umount2(".", MNT_DETACH) == 0 && chdir("/") == 0 &&
           mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | flags,
                 NULL) == 0;
}

static bool
enter_empty(void)
{
    return mount("none", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC,
                 "size=4k,nr_inodes=1,mode=0555") == 0 &&
           chdir("/tmp") == 0 && pivot(MS_NOSUID | MS_NODEV | MS_NOEXEC);
}

/* Makes the folders above path, which is relative. */
static void
make_folders(const char *path)
{
    char part[256];

    snprintf(part, sizeof part, "%s", path);
    for (char *at = strchr(part, '/'); at != NULL; at = strchr(at + 1, '/')) {
        *at = 0;
        mkdir(part, 0755);
        *at = '/';
    }
}

/* Shows the old root's path read-only at the same place of the new one, which
 * is the working directory.  What does not exist is left out. */
static void
show(const char *path, unsigned long flags)
{
    const char *here = path + 1;
    char target[256];
    struct stat st;
    ssize_t size;

    if (lstat(path, &st) < 0)
        return;
    make_folders(here);
    if (S_ISLNK(st.st_mode)) { /* /lib -> usr/lib */
        size = readlink(path, target, sizeof target - 1);
        target[size > 0 ? size : 0] = 0;
        if (size > 0 && symlink(target, here) < 0)
            log_debug("sandbox root: %s: %s", path, strerror(errno));
        return;
    }
    if (S_ISDIR(st.st_mode))
        mkdir(here, 0755);
    else
        close(open(here, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
    flags |= MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID;
    if (mount(path, here, NULL, MS_BIND | MS_REC, NULL) < 0)
        log_warn("sandbox root: %s: %s", path, strerror(errno));
    /* Flags the host's mount has locked must be named again. */
    else if (mount(NULL, here, NULL, flags, NULL) < 0 &&
             mount(NULL, here, NULL, flags | MS_NODEV | MS_NOEXEC | MS_RELATIME,
                   NULL) < 0)
        log_warn("sandbox root: %s stays writable: %s", path, strerror(errno));
}

static void
put_xauthority(struct span key)
{
    int fd;

    if (key.size == 0)
        return;
    fd = open(xauthority_path + 1, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC,
              0400);
    if (fd >= 0 && write(fd, key.data, key.size) == (ssize_t)key.size)
        setenv("XAUTHORITY", xauthority_path, 1);
    else
        log_warn("sandbox root: the display's key: %s", strerror(errno));
    if (fd >= 0)
        close(fd);
}

static bool
enter_display(const struct sandbox *s)
{
    static const char *const places[] = {"/mnt", "/media", "/srv", "/opt"};
    size_t i = 0, count = sizeof places / sizeof *places;

    while (i < count && mount("none", places[i], "tmpfs", MS_NOSUID | MS_NODEV,
                              "size=256k,mode=0755") < 0)
        i++;
    if (i == count || chdir(places[i]) < 0)
        return false;
    show("/usr", MS_NODEV);
    show("/lib", MS_NODEV);
    show("/lib64", MS_NODEV);
    show("/etc/ld.so.cache", MS_NODEV);
    show("/etc/drirc", MS_NODEV);
    show("/tmp/.X11-unix", MS_NODEV);
    show("/dev/null", 0);
    show("/dev/urandom", 0);
    show("/sys/devices/system/cpu", MS_NODEV);
    if (access("/dev/dri", F_OK) == 0) {
        show("/dev/dri", 0);
        show("/sys/dev/char", MS_NODEV); /* where libdrm looks devices up */
        show("/sys/devices", MS_NODEV);
    }
    put_xauthority(s->xauthority);
    return pivot(MS_NOSUID | MS_NODEV);
}

void
sandbox_enter_root(struct sandbox *s)
{
    bool ok;

    s->maps = s->policy->root == ROOT_DISPLAY
                  ? open("/proc/self/maps", O_RDONLY | O_CLOEXEC)
                  : -1;
    if (s->layers & LAYER_USER_NS)
        forbid_namespaces();
    if (!(s->layers & LAYER_MOUNT_NS) || s->without & LAYER_ROOT)
        return;
    ok = mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         (s->policy->root == ROOT_EMPTY ? enter_empty() : enter_display(s));
    if (ok)
        s->layers |= LAYER_ROOT;
    else
        log_warn("the sandbox has no root of its own: %s", strerror(errno));
}
