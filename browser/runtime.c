/*
 * runtime.c - the browser's own folder of sockets, gone when it is.
 *
 * Process: browser.  Distrusts: whoever else writes to /tmp; only folders of
 * the same user are looked at, and links are never followed.
 *
 * A living browser holds a lock (flock) on the file "lock" in its folder; the
 * kernel drops it at any death.  Process numbers would not do: another pid
 * namespace may share /tmp.
 */
#include "runtime.h"
#include "log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char prefix[] = "bulkhead-";
static const char new_lock[] = ".lock"; /* until it is held */
enum { SUFFIX = 6, NEWBORN = 60 /* seconds without a lock */ };

static struct {
    char path[RUNTIME_PATH];
    int folder, lock;
} self = {"", -1, -1};

/* A folder that is ours alone and leaves room for the rest of a path. */
static bool
is_usable(const char *path)
{
    struct stat st;

    return path != NULL && path[0] == '/' && strlen(path) < 64 &&
           stat(path, &st) == 0 && S_ISDIR(st.st_mode) &&
           st.st_uid == geteuid();
}

/* Removes what a browser makes in its folder: "lock" and, one level down,
 * folders with "s". */
static void
empty_folder(int folder)
{
    int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = copy >= 0 ? fdopendir(copy) : NULL;
    struct dirent *entry;

    if (list == NULL) {
        if (copy >= 0)
            close(copy);
        return;
    }
    while ((entry = readdir(list)) != NULL) {
        int inner;

        if (entry->d_name[0] == '.')
            continue;
        inner = openat(folder, entry->d_name,
                       O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (inner >= 0) {
            unlinkat(inner, "s", 0);
            close(inner);
            unlinkat(folder, entry->d_name, AT_REMOVEDIR);
        }
    }
    unlinkat(folder, new_lock, 0);
    unlinkat(folder, "lock", 0);
    closedir(list);
}

/* Whether the folder's browser is dead. */
static bool
is_stale(int folder)
{
    int lock = openat(folder, "lock", O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    struct stat st;
    bool stale;

    if (lock < 0) /* perhaps it is being made this moment */
        return fstat(folder, &st) == 0 && st.st_mtime + NEWBORN < time(NULL);
    stale = flock(lock, LOCK_EX | LOCK_NB) == 0;
    close(lock);
    return stale;
}

static void
remove_stale(const char *base)
{
    DIR *list = opendir(base);
    struct dirent *entry;

    while (list != NULL && (entry = readdir(list)) != NULL) {
        struct stat st;
        int folder;

        if (strncmp(entry->d_name, prefix, sizeof prefix - 1) != 0 ||
            strlen(entry->d_name) != sizeof prefix - 1 + SUFFIX)
            continue;
        folder = openat(dirfd(list), entry->d_name,
                        O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (folder < 0)
            continue;
        if (fstat(folder, &st) == 0 && st.st_uid == geteuid() &&
            is_stale(folder)) {
            log_info("removing %s/%s of a dead browser", base, entry->d_name);
            empty_folder(folder);
            unlinkat(dirfd(list), entry->d_name, AT_REMOVEDIR);
        }
        close(folder);
    }
    if (list != NULL)
        closedir(list);
}

/* The lock has its name once it is held: one that was not yet would be a dead
 * browser's to another that starts at the same moment. */
static bool
take_lock(void)
{
    self.lock =
        openat(self.folder, new_lock, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    return self.lock >= 0 && flock(self.lock, LOCK_EX | LOCK_NB) == 0 &&
           renameat(self.folder, new_lock, self.folder, "lock") == 0;
}

bool
runtime_open(void)
{
    const char *base = getenv("XDG_RUNTIME_DIR");

    if (!is_usable(base))
        base = "/tmp";
    remove_stale(base);
    snprintf(self.path, sizeof self.path, "%s/%sXXXXXX", base, prefix);
    if (mkdtemp(self.path) == NULL) {
        log_error("cannot make a folder in %s: %s", base, strerror(errno));
        self.path[0] = 0;
        return false;
    }
    self.folder = open(self.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (!take_lock()) {
        log_error("cannot lock %s: %s", self.path, strerror(errno));
        runtime_close();
        return false;
    }
    return true;
}

void
runtime_close(void)
{
    if (self.folder >= 0) {
        empty_folder(self.folder);
        close(self.folder);
    }
    if (self.path[0] != 0 && rmdir(self.path) < 0)
        log_warn("cannot remove %s: %s", self.path, strerror(errno));
    if (self.lock >= 0)
        close(self.lock);
    self.path[0] = 0;
    self.folder = self.lock = -1;
}

static void
name_of(uint32_t number, char name[16])
{
    snprintf(name, 16, "%u", number);
}

int
runtime_make(uint32_t number, char path[RUNTIME_PATH])
{
    char name[16];
    int folder = -1;

    name_of(number, name);
    if (mkdirat(self.folder, name, 0700) == 0)
        folder = openat(self.folder, name,
                        O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0)
        log_error("cannot make %s/%s: %s", self.path, name, strerror(errno));
    if (snprintf(path, RUNTIME_PATH, "%s/%s/s", self.path, name) >=
        RUNTIME_PATH) {
        log_error("%s is too long for sockets", self.path);
        runtime_drop(number);
        if (folder >= 0)
            close(folder);
        return -1;
    }
    return folder;
}

bool
runtime_give(uint32_t number, uint32_t uid)
{
    char name[24];

    snprintf(name, sizeof name, "%u/s", number);
    if (fchownat(self.folder, name, uid, uid, AT_SYMLINK_NOFOLLOW) == 0) {
        name_of(number, name);
        if (fchownat(self.folder, name, uid, uid, AT_SYMLINK_NOFOLLOW) == 0)
            return true;
    }
    log_error("cannot give %s/%s to user %u: %s", self.path, name, uid,
              strerror(errno));
    return false;
}

void
runtime_drop(uint32_t number)
{
    char name[24];

    snprintf(name, sizeof name, "%u/s", number);
    unlinkat(self.folder, name, 0);
    name_of(number, name);
    unlinkat(self.folder, name, AT_REMOVEDIR);
}

unsigned
runtime_count(void)
{
    int copy = openat(self.folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = copy >= 0 ? fdopendir(copy) : NULL;
    struct dirent *entry;
    unsigned count = 0;

    if (list == NULL) {
        if (copy >= 0)
            close(copy);
        return 0;
    }
    while ((entry = readdir(list)) != NULL)
        count += entry->d_name[0] != '.' && strcmp(entry->d_name, "lock") != 0;
    closedir(list);
    return count;
}
