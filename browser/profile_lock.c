/*
 * profile_lock.c - which browser a profile belongs to, while it runs.
 *
 * Process: browser.  Distrusts: the file's text, which is only shown.
 *
 * An flock, which the kernel drops at any death: nothing stale can stay.
 */
#include "profile_lock.h"
#include "buf.h"

#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static int held = -1;

static pid_t
read_owner(int fd)
{
    char text[16];
    ssize_t size = pread(fd, text, sizeof text - 1, 0);

    text[size > 0 ? size : 0] = 0;
    return atoi(text) > 0 ? atoi(text) : 0;
}

bool
profile_lock_take(const char *folder, pid_t *owner)
{
    struct buf path = {0};
    bool taken;
    int fd;

    *owner = 0;
    if (folder == NULL)
        return true;
    buf_printf(&path, "%s/lock", folder);
    fd = open(buf_text(&path), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        log_warn("cannot open %s: %s", buf_text(&path), strerror(errno));
        buf_finish(&path);
        return true; /* a profile that cannot be written has no session */
    }
    buf_finish(&path);
    taken = flock(fd, LOCK_EX | LOCK_NB) == 0;
    if (!taken) {
        *owner = read_owner(fd);
        close(fd);
        return false;
    }
    held = fd;
    if (ftruncate(fd, 0) < 0 || dprintf(fd, "%d\n", (int)getpid()) < 0)
        log_warn("cannot write the profile's lock: %s", strerror(errno));
    return true;
}

void
profile_lock_drop(void)
{
    if (held >= 0)
        close(held);
    held = -1;
}
