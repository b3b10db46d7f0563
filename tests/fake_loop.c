/*
 * fake_loop.c - a loop whose time is the test's, in place of loop.c.
 *
 * Process: test.
 */
#include "fake_loop.h"

#include <string.h>

enum { MOST = 64 };

struct loop_timer {
    bool used;
    int64_t at;
    loop_timer_fn *fn;
    void *data;
};

struct loop_watch {
    bool used;
    int fd;
    loop_watch_fn *fn;
    void *data;
};

static struct {
    int64_t now;
    struct loop_timer timers[MOST], hooks[MOST];
    struct loop_watch watches[MOST];
} self = {.now = 1000000};

int64_t
loop_now_ms(void)
{
    return self.now;
}

int64_t
loop_now_ns(void)
{
    return self.now * 1000000;
}

static struct loop_timer *
add(struct loop_timer *list, int ms, loop_timer_fn *fn, void *data)
{
    while (list->used)
        list++;
    *list = (struct loop_timer){true, self.now + ms, fn, data};
    return list;
}

struct loop_timer *
loop_after(struct loop *l, int ms, loop_timer_fn *fn, void *data)
{
    (void)l;
    return add(self.timers, ms, fn, data);
}

void
loop_cancel(struct loop_timer *t)
{
    if (t != NULL)
        t->used = false;
}

void
loop_before_sleep(struct loop *l, loop_timer_fn *fn, void *data)
{
    (void)l;
    add(self.hooks, 0, fn, data);
}

struct loop_watch *
loop_watch(struct loop *l, int fd, int events, loop_watch_fn *fn, void *data)
{
    struct loop_watch *w = self.watches;

    (void)l;
    (void)events;
    while (w->used)
        w++;
    *w = (struct loop_watch){true, fd, fn, data};
    return w;
}

void
loop_rewatch(struct loop_watch *w, int events)
{
    (void)w;
    (void)events;
}

void
loop_unwatch(struct loop_watch *w)
{
    if (w != NULL)
        w->used = false;
}

void
loop_stop(struct loop *l, int status)
{
    (void)l;
    (void)status;
}

/* The pending timer that is due first, NULL: there is none. */
static struct loop_timer *
next_timer(void)
{
    struct loop_timer *next = NULL;

    for (int i = 0; i < MOST; i++)
        if (self.timers[i].used &&
            (next == NULL || self.timers[i].at < next->at))
            next = &self.timers[i];
    return next;
}

void
fake_loop_pass(int ms)
{
    int64_t until = self.now + ms;
    struct loop_timer *t;

    while ((t = next_timer()) != NULL && t->at <= until) {
        self.now = t->at > self.now ? t->at : self.now;
        t->used = false;
        t->fn(t->data);
    }
    self.now = until;
}

void
fake_loop_turn(void)
{
    for (int i = 0; i < MOST; i++)
        if (self.hooks[i].used)
            self.hooks[i].fn(self.hooks[i].data);
}

bool
fake_loop_tell(int fd, int events)
{
    for (int i = 0; i < MOST; i++)
        if (self.watches[i].used && self.watches[i].fd == fd) {
            self.watches[i].fn(self.watches[i].data, events);
            return true;
        }
    return false;
}

void
fake_loop_reset(void)
{
    int64_t now = self.now;

    memset(&self, 0, sizeof self);
    self.now = now;
}
