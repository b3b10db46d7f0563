/*
 * broker.c - fonts from the browser.
 *
 * Process: renderer.  The browser's word is taken.
 */
#include "broker.h"
#include "child.h"
#include "log.h"
#include "utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Files of one process; fonts of this many scripts fit in its address
 * space. */
enum { MAX_FILES = 256, MAX_MAPPED = 512 << 20 };

static struct mapped {
    uint64_t file;
    const uint8_t *data;
    size_t size;
} files[MAX_FILES];

static unsigned file_count;
static size_t mapped_bytes;
static uint32_t last_request;

static const struct mapped *
find(uint64_t file)
{
    for (unsigned i = 0; i < file_count; i++)
        if (files[i].file == file)
            return &files[i];
    return NULL;
}

static const struct mapped *
map(const struct msg_font_reply *m, int fd)
{
    void *data;

    if (file_count == MAX_FILES || m->size == 0 ||
        mapped_bytes + m->size > MAX_MAPPED) {
        log_warn("no room for another font");
        return NULL;
    }
    data = mmap(NULL, m->size, PROT_READ, MAP_SHARED, fd, 0);
    if (data == MAP_FAILED) {
        log_error("cannot map a font: %s", strerror(errno));
        return NULL;
    }
    mapped_bytes += m->size;
    files[file_count] = (struct mapped){m->file, data, m->size};
    return &files[file_count++];
}

/* Waits for the answer to the request. */
static bool
receive(uint32_t request, struct msg_font_reply *m)
{
    do {
        struct span message = child_wait_for(MSG_font_reply);
        enum message_id id;
        struct reader r;

        if (!message_open(message, &id, &r) || !decode_font_reply(&r, m)) {
            log_error("cannot take a font_reply");
            return false;
        }
    } while (m->request != request);
    return true;
}

bool
broker_find_font(struct span family, int weight, bool italic, uint32_t code,
                 const uint8_t **data, size_t *size, unsigned *index,
                 uint64_t *file)
{
    struct msg_font_request ask = {.request = ++last_request,
                                   .family = utf8_prefix(family, MAX_FAMILY),
                                   .weight = weight < 1      ? 1
                                             : weight > 1000 ? 1000
                                                             : (uint32_t)weight,
                                   .slant =
                                       italic ? SLANT_ITALIC : SLANT_NORMAL,
                                   .code = code};
    struct msg_font_reply m;
    const struct mapped *found;
    int fd;

    if (!utf8_is_text(ask.family) ||
        !send_font_request(child_browser(), &ask) ||
        !receive(ask.request, &m) || !m.found)
        return false;
    fd = child_take_descriptor();
    found = find(m.file);
    if (found == NULL)
        found = map(&m, fd);
    close(fd);
    if (found == NULL)
        return false;
    *data = found->data;
    *size = found->size;
    *index = m.index;
    *file = m.file;
    return true;
}
