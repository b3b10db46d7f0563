/*
 * print.c - a page to a PDF file.
 *
 * Process: browser.  Distrusts: the renderer; the file's size is bounded.
 *
 * The bytes go to PATH.part, which is renamed when all have come: no half file
 * stands under the name that was asked for.
 */
#include "print.h"
#include "dispatch.h"

#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    A4_WIDTH = 595, /* points: ISO 216, 210 x 297 mm */
    A4_HEIGHT = 842,
    MARGIN = 28, /* 1 cm, as Chromium */
    NAME_MOST = 96,
    TRIES = 1000
};

struct print {
    int fd;
    uint64_t size;
    char *path, *part;
    print_done_fn *done;
    void *data;
};

static void
end(struct page *p, uint32_t pages)
{
    struct print *job = p->print;

    p->print = NULL;
    if (close(job->fd) != 0 && pages > 0) {
        log_error("cannot write %s: %s", job->part, strerror(errno));
        pages = 0;
    }
    if (pages > 0 && rename(job->part, job->path) != 0) {
        log_error("cannot name %s: %s", job->path, strerror(errno));
        pages = 0;
    }
    if (pages == 0)
        unlink(job->part);
    job->done(p, pages > 0 ? job->path : NULL, pages, job->data);
    free(job->path);
    free(job->part);
    free(job);
}

void
print_cancel(struct page *p, const char *why)
{
    if (p->print == NULL)
        return;
    log_error("%s was not printed: %s", p->url, why);
    end(p, 0);
}

bool
print_start(struct page *p, const char *path, print_done_fn *done, void *data)
{
    struct print *job;
    size_t size = strlen(path) + sizeof ".part";

    if (p->print != NULL || p->surface == NULL || p->renderer == NULL ||
        p->renderer->state != CHILD_LIVE) {
        log_error("%s cannot be printed now",
                  p->url != NULL ? p->url : "an empty page");
        return false;
    }
    job = calloc(1, sizeof *job);
    if (job == NULL)
        fatal_memory("out of memory for printing");
    job->path = strdup(path);
    job->part = malloc(size);
    if (job->path == NULL || job->part == NULL)
        fatal_memory("out of memory for printing");
    snprintf(job->part, size, "%s.part", path);
    job->fd = open(job->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (job->fd < 0) {
        log_error("cannot write %s: %s", job->part, strerror(errno));
        free(job->path);
        free(job->part);
        free(job);
        return false;
    }
    job->done = done;
    job->data = data;
    p->print = job;
    send_print(p->renderer->channel,
               &(struct msg_print){p->surface->id, p->document, A4_WIDTH,
                                   A4_HEIGHT, MARGIN});
    return true;
}

/* ---- the download folder ------------------------------------------------ */

/* A title as a file's name: no folders, nothing hidden, no control
 * characters. */
static void
file_name(char out[NAME_MOST + 1], const char *title)
{
    size_t n = 0;

    for (const char *c = title; *c != 0 && n < NAME_MOST; c++) {
        bool bad = (unsigned char)*c < 32 || *c == '/' || *c == '\\' ||
                   *c == 127 || (*c == '.' && n == 0);

        out[n++] = bad ? '_' : *c;
    }
    /* not in the middle of a character */
    while (n > 0 && n == NAME_MOST &&
           ((unsigned char)out[n - 1] & 0xC0) == 0x80)
        n--;
    if (n == NAME_MOST && (unsigned char)out[n - 1] >= 0xC0)
        n--;
    if (n == 0)
        out[n++] = '_';
    out[n] = 0;
}

bool
print_to_downloads(struct page *p, const char *title, print_done_fn *done,
                   void *data)
{
    const char *home = getenv("HOME");
    char folder[512], name[NAME_MOST + 1], path[sizeof folder + NAME_MOST + 32];
    struct stat st;

    if (home == NULL)
        home = ".";
    snprintf(folder, sizeof folder, "%s/Downloads", home);
    if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode))
        snprintf(folder, sizeof folder, "%s", home);
    file_name(name, title);
    snprintf(path, sizeof path, "%s/%s.pdf", folder, name);
    for (int i = 2; lstat(path, &st) == 0 && i < TRIES; i++)
        snprintf(path, sizeof path, "%s/%s (%d).pdf", folder, name, i);
    return print_start(p, path, done, data);
}

/* ---- from the renderer -------------------------------------------------- */

/* The page that is being printed and this document of it, or NULL for one that
 * it no longer has: messages cross. */
static struct page *
printed(struct child *c, uint32_t surface, uint32_t document, const char *name)
{
    struct page *p = page_of_surface(surface);

    if (p == NULL || p->document != document)
        return NULL;
    if (p->print == NULL)
        child_kill(c, "sent a %s that nobody asked for", name);
    return p->print != NULL ? p : NULL;
}

void
browser_on_print_data(struct child *c, const struct msg_print_data *m)
{
    struct page *p = printed(c, m->surface, m->document, "print_data");
    const uint8_t *at = m->bytes.data;
    size_t left = m->bytes.size;

    if (p == NULL)
        return;
    p->print->size += left;
    if (p->print->size > MAX_PRINT) {
        child_kill(c, "sent more than %d MiB of PDF", MAX_PRINT >> 20);
        return;
    }
    while (left > 0) {
        ssize_t n = write(p->print->fd, at, left);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            print_cancel(p, strerror(errno));
            return;
        }
        at += n;
        left -= (size_t)n;
    }
}

void
browser_on_print_end(struct child *c, const struct msg_print_end *m)
{
    struct page *p = printed(c, m->surface, m->document, "print_end");

    if (p == NULL)
        return;
    if (m->pages == 0)
        log_error("the renderer could not print %s", p->url);
    end(p, m->pages);
}
