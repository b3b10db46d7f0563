/*
 * tiles.c - a surface's pixel memory: one sealed memfd cut into slots.
 *
 * Process: browser, renderer, plugin, gpu.  Distrusts: nothing; who maps trusts
 * the browser, which sized and sealed the memory.
 */
#include "tiles.h"
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8U /* Linux 6.3 */
#endif

int
tiles_create(uint32_t slots)
{
    unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
    int fd = memfd_create("bulkhead-tiles", flags | MFD_NOEXEC_SEAL);

    if (fd < 0 && errno == EINVAL)
        fd = memfd_create("bulkhead-tiles", flags);
    if (fd < 0) {
        log_error("cannot create tile memory: %s", strerror(errno));
        return -1;
    }
    if (ftruncate(fd, (off_t)slots * TILE_BYTES) < 0 ||
        fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) < 0) {
        log_error("cannot size and seal tile memory: %s", strerror(errno));
        close(fd);
        return -1;
    }
    return fd;
}

int
tiles_reopen_read_only(int fd)
{
    char path[32];
    int again;

    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    again = open(path, O_RDONLY | O_CLOEXEC);
    if (again < 0)
        log_error("cannot reopen tile memory: %s", strerror(errno));
    return again;
}

bool
tiles_map(struct tiles *t, int fd, uint32_t slots, bool writable)
{
    size_t size = (size_t)slots * TILE_BYTES;
    int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
    void *memory;

    *t = (struct tiles){NULL, 0};
    if (slots == 0 || slots > MAX_SLOTS) {
        log_error("tile memory of %u slots refused", slots);
        return false;
    }
    /* The size is the browser's promise: it sealed the memory.  A child may
     * not even ask (fstat is outside its allow-list). */
    memory = mmap(NULL, size, protection, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED) {
        log_error("cannot map tile memory: %s", strerror(errno));
        return false;
    }
    *t = (struct tiles){memory, slots};
    return true;
}

void
tiles_unmap(struct tiles *t)
{
    if (t->memory != NULL)
        munmap(t->memory, (size_t)t->slots * TILE_BYTES);
    *t = (struct tiles){NULL, 0};
}

void
tiles_wipe(int fd, uint32_t slots)
{
    if (fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0,
                  (off_t)slots * TILE_BYTES) < 0)
        log_error("cannot wipe tile memory: %s", strerror(errno));
}
