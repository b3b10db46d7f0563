/*
 * loop.c - the browser's event loop over epoll.
 *
 * Process: browser.  Distrusts: nothing; it moves no data.
 *
 * Watches and timers removed inside a callback are only marked and freed
 * after the turn, since the turn's events may still name them.
 */
#include "loop.h"
#include "log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 64, HOOKS = 8 };

struct loop_watch {
    struct loop *loop;
    struct loop_watch *next_dead;
    loop_watch_fn *fn;
    void *data;
    int fd;
    bool dead;
};

struct loop_timer {
    struct loop *loop;
    struct loop_timer *next;
    int64_t due; /* ms */
    loop_timer_fn *fn;
    void *data;
};

struct loop {
    int epoll;
    struct loop_watch *dead;
    struct loop_timer *timers; /* soonest first */
    struct {
        loop_timer_fn *fn;
        void *data;
    } hooks[HOOKS];
    int hook_count;
    bool goes_round; /* once more before it sleeps */
    bool stopped;
    int status;
};

int64_t
loop_now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t
loop_now_ms(void)
{
    return loop_now_ns() / 1000000;
}

struct loop *
loop_create(void)
{
    struct loop *l = calloc(1, sizeof *l);

    if (l == NULL || (l->epoll = epoll_create1(EPOLL_CLOEXEC)) < 0)
        fatal("cannot create the event loop: %s", strerror(errno));
    return l;
}

static void
bury(struct loop *l)
{
    for (struct loop_watch *w = l->dead, *next; w != NULL; w = next) {
        next = w->next_dead;
        free(w);
    }
    l->dead = NULL;
}

void
loop_destroy(struct loop *l)
{
    if (l == NULL)
        return;
    while (l->timers != NULL)
        loop_cancel(l->timers);
    bury(l);
    close(l->epoll);
    free(l);
}

static uint32_t
epoll_bits(int events)
{
    return (events & LOOP_READ ? EPOLLIN : 0u) |
           (events & LOOP_WRITE ? EPOLLOUT : 0u);
}

struct loop_watch *
loop_watch(struct loop *l, int fd, int events, loop_watch_fn *fn, void *data)
{
    struct loop_watch *w = calloc(1, sizeof *w);
    struct epoll_event e = {.events = epoll_bits(events), .data.ptr = w};

    if (w == NULL)
        fatal_memory("out of memory for a watch");
    *w = (struct loop_watch){l, NULL, fn, data, fd, false};
    if (epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &e) < 0)
        log_error("cannot watch descriptor %d: %s", fd, strerror(errno));
    return w;
}

void
loop_rewatch(struct loop_watch *w, int events)
{
    struct epoll_event e = {.events = epoll_bits(events), .data.ptr = w};

    epoll_ctl(w->loop->epoll, EPOLL_CTL_MOD, w->fd, &e);
}

void
loop_unwatch(struct loop_watch *w)
{
    if (w == NULL || w->dead)
        return;
    epoll_ctl(w->loop->epoll, EPOLL_CTL_DEL, w->fd, NULL);
    w->dead = true;
    w->next_dead = w->loop->dead;
    w->loop->dead = w;
}

struct loop_timer *
loop_after(struct loop *l, int ms, loop_timer_fn *fn, void *data)
{
    struct loop_timer *t = calloc(1, sizeof *t), **at = &l->timers;

    if (t == NULL)
        fatal_memory("out of memory for a timer");
    *t = (struct loop_timer){l, NULL, loop_now_ms() + (ms > 0 ? ms : 0), fn,
                             data};
    while (*at != NULL && (*at)->due <= t->due)
        at = &(*at)->next;
    t->next = *at;
    *at = t;
    return t;
}

void
loop_cancel(struct loop_timer *t)
{
    struct loop_timer **at;

    if (t == NULL)
        return;
    for (at = &t->loop->timers; *at != NULL; at = &(*at)->next)
        if (*at == t) {
            *at = t->next;
            free(t);
            return;
        }
}

void
loop_before_sleep(struct loop *l, loop_timer_fn *fn, void *data)
{
    if (l->hook_count == HOOKS)
        fatal("more than %d hooks in the loop", HOOKS);
    l->hooks[l->hook_count].fn = fn;
    l->hooks[l->hook_count++].data = data;
}

/* At most as many as were pending: one that starts itself anew with 0 ms must
 * not keep the descriptors waiting. */
static void
run_timers(struct loop *l)
{
    int64_t now = loop_now_ms();
    int budget = 0;

    for (struct loop_timer *t = l->timers; t != NULL; t = t->next)
        budget++;
    while (budget-- > 0 && l->timers != NULL && l->timers->due <= now &&
           !l->stopped) {
        struct loop_timer *t = l->timers;
        loop_timer_fn *fn = t->fn;
        void *data = t->data;

        l->timers = t->next;
        free(t);
        fn(data);
    }
}

static int
sleep_time(const struct loop *l)
{
    int64_t left;

    if (l->timers == NULL)
        return -1;
    left = l->timers->due - loop_now_ms();
    return left < 0 ? 0 : left > 60000 ? 60000 : (int)left;
}

static int
loop_bits(uint32_t events)
{
    return (events & EPOLLIN ? LOOP_READ : 0) |
           (events & EPOLLOUT ? LOOP_WRITE : 0) |
           (events & (EPOLLHUP | EPOLLERR) ? LOOP_CLOSED : 0);
}

void
loop_go_round(struct loop *l)
{
    l->goes_round = true;
}

int
loop_run(struct loop *l)
{
    struct epoll_event events[EVENTS];

    while (!l->stopped) {
        int count;

        for (int i = 0; i < l->hook_count; i++)
            l->hooks[i].fn(l->hooks[i].data);
        if (l->stopped)
            break;
        count = epoll_wait(l->epoll, events, EVENTS,
                           l->goes_round ? 0 : sleep_time(l));
        l->goes_round = false;
        for (int i = 0; i < count && !l->stopped; i++) {
            struct loop_watch *w = events[i].data.ptr;

            if (!w->dead)
                w->fn(w->data, loop_bits(events[i].events));
        }
        run_timers(l);
        bury(l);
    }
    l->stopped = false; /* it may run again */
    return l->status;
}

void
loop_stop(struct loop *l, int status)
{
    l->stopped = true;
    l->status = status;
}
