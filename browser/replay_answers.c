/*
 * replay_answers.c - fonts and subresources of a replay.
 *
 * Process: `bulkhead trace replay`.  Distrusts: the recording and the renderer.
 *
 * Numbers of requests are the renderer's own, and follow the order in which it
 * happens to ask; what it asks for in which words does not.
 */
#include "replay_answers.h"
#include "fonts.h"

#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OWN_FILES = 1 << 20 /* numbers of files the recording does not have */ };

struct font {
    struct msg_font_request ask; /* borrowed from the recording */
    struct msg_font_reply reply;
    char *path; /* NULL: not answered, or not found */
    bool answered;
};

struct fetch {
    uint32_t number;
    char *url;
    bool seen; /* of the renderer; else of the recording */
};

static struct {
    struct font *fonts;
    size_t font_count;
    struct fetch *fetches;
    size_t fetch_count, fetch_room;
} self;

static void *
grown(void *array, size_t count, size_t size)
{
    void *more = realloc(array, count * size);

    if (more == NULL)
        fatal_memory("out of memory for a replay");
    return more;
}

/* ---- fonts ---------------------------------------------------------------*/

static void
learn_request(const struct replay_step *s)
{
    struct font f = {0};
    enum message_id id;
    struct reader r;

    if (!message_open(s->payload, &id, &r) || !decode_font_request(&r, &f.ask))
        return;
    self.fonts = grown(self.fonts, self.font_count + 1, sizeof *self.fonts);
    self.fonts[self.font_count++] = f;
}

static void
learn_reply(const struct replay_step *s, struct span path)
{
    struct msg_font_reply m;
    enum message_id id;
    struct reader r;

    if (!message_open(s->payload, &id, &r) || !decode_font_reply(&r, &m))
        return;
    for (size_t i = self.font_count; i-- > 0;)
        if (self.fonts[i].ask.request == m.request && !self.fonts[i].answered) {
            self.fonts[i].reply = m;
            self.fonts[i].answered = true;
            if (m.found && path.size > 0)
                self.fonts[i].path =
                    strndup((const char *)path.data, path.size);
            return;
        }
}

void
replay_answers_open(const struct replay_file *f)
{
    static const char lane[] = "lane: font ";
    const size_t length = sizeof lane - 1;
    struct span path = {NULL, 0};

    for (size_t i = 0; i < f->count; i++) {
        const struct replay_step *s = &f->steps[i];

        if (s->phase == TRACE_RECEIVED && s->id == MSG_font_request)
            learn_request(s);
        if (s->phase == TRACE_NOTE && s->payload.size > length &&
            memcmp(s->payload.data, lane, length) == 0)
            path = (struct span){s->payload.data + length,
                                 s->payload.size - length};
        if (s->phase == TRACE_SENT && s->id == MSG_font_reply) {
            learn_reply(s, path);
            path = (struct span){NULL, 0};
        }
    }
}

static const struct font *
find_font(const struct msg_font_request *m)
{
    for (size_t i = 0; i < self.font_count; i++) {
        const struct font *f = &self.fonts[i];

        if (f->answered && span_equal(f->ask.family, m->family) &&
            f->ask.weight == m->weight && f->ask.slant == m->slant &&
            f->ask.code == m->code)
            return f;
    }
    return NULL;
}

static int
open_font(const struct font *f, struct msg_font_reply *reply, char *why,
          size_t size)
{
    int fd = f->path != NULL ? open(f->path, O_RDONLY | O_CLOEXEC) : -1;
    struct stat st;

    if (f->path == NULL)
        snprintf(why, size,
                 "the recording does not say which font file it "
                 "passed");
    else if (fd < 0 || fstat(fd, &st) != 0)
        snprintf(why, size, "the font %s: %s", f->path, strerror(errno));
    else if (st.st_size != (off_t)f->reply.size)
        snprintf(why, size,
                 "the font %s is another one than when it was "
                 "recorded",
                 f->path);
    else
        return fd;
    reply->found = false;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* One that the recording has not: from the broker, under a number of its
 * own. */
static int
ask_broker(const struct msg_font_request *m, struct msg_font_reply *reply)
{
    unsigned index = 0;
    uint64_t file = 0;
    struct stat st;
    int fd = fonts_find(m->family, (int)m->weight, m->slant == SLANT_ITALIC,
                        m->code, &index, &file);

    reply->found = fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0 &&
                   st.st_size <= MAX_FONT_FILE;
    reply->index = index & 0xFFFF;
    reply->file = OWN_FILES + file;
    reply->size = reply->found ? (uint32_t)st.st_size : 0;
    return fd;
}

bool
replay_answer_font(struct child *c, const struct msg_font_request *m, char *why,
                   size_t why_size)
{
    const struct font *f = find_font(m);
    struct msg_font_reply reply = {0};
    bool known = true;
    int fd = -1;

    if (f == NULL) {
        fd = ask_broker(m, &reply);
    } else {
        reply = f->reply;
        if (reply.found) {
            fd = open_font(f, &reply, why, why_size);
            known = fd >= 0;
        }
    }
    reply.request = m->request;
    if (reply.found)
        child_pass(c, fd);
    if (fd >= 0)
        close(fd);
    send_font_reply(c->channel, &reply);
    return known;
}

/* ---- subresources --------------------------------------------------------*/

static void
add_fetch(const struct msg_fetch_start *m, bool seen)
{
    if (self.fetch_count == self.fetch_room) {
        self.fetch_room = self.fetch_room > 0 ? 2 * self.fetch_room : 64;
        self.fetches =
            grown(self.fetches, self.fetch_room, sizeof *self.fetches);
    }
    self.fetches[self.fetch_count++] = (struct fetch){
        m->fetch, strndup((const char *)m->url.data, m->url.size), seen};
}

void
replay_fetch_wanted(const struct msg_fetch_start *m)
{
    add_fetch(m, false);
}

void
replay_fetch_seen(const struct msg_fetch_start *m)
{
    add_fetch(m, true);
}

bool
replay_fetch_number(uint32_t recorded, uint32_t *number)
{
    const char *url = NULL;
    unsigned turn = 0;
    size_t at = self.fetch_count;

    while (at-- > 0 && url == NULL)
        if (!self.fetches[at].seen && self.fetches[at].number == recorded)
            url = self.fetches[at].url;
    if (url == NULL)
        return false;
    /* The n-th request for this address is the n-th there. */
    for (size_t i = 0; i <= at + 1 && i < self.fetch_count; i++)
        turn += !self.fetches[i].seen && strcmp(self.fetches[i].url, url) == 0;
    for (size_t i = 0; i < self.fetch_count; i++)
        if (self.fetches[i].seen && strcmp(self.fetches[i].url, url) == 0 &&
            --turn == 0) {
            *number = self.fetches[i].number;
            return true;
        }
    return false;
}

void
replay_answers_close(void)
{
    for (size_t i = 0; i < self.font_count; i++)
        free(self.fonts[i].path);
    for (size_t i = 0; i < self.fetch_count; i++)
        free(self.fetches[i].url);
    free(self.fonts);
    free(self.fetches);
    memset(&self, 0, sizeof self);
}
