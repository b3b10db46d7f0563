/*
 * child_bench.c - starting probe children through the real children.c.
 *
 * Process: browser (in tests).
 */
#include "child_bench.h"
#include "log.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];
static struct bench *current;

static void
on_ready(struct child *c, void *owner)
{
    struct bench *b = owner;

    b->ready = true;
    b->pid = c->pid;
    b->layers = c->layers;
    b->syscalls = c->syscalls;
}

static void
on_drained(struct child *c, void *owner)
{
    struct bench *b = owner;

    (void)c;
    b->drained++;
}

static void
on_gone(struct child *c, void *owner, const struct death *why)
{
    struct bench *b = owner;

    (void)c;
    b->gone = true;
    b->child = NULL;
    b->why = *why;
}

static const struct child_events events = {on_ready, on_drained, on_gone};

static bool
dispatch(struct child *c, struct span message)
{
    enum message_id id;
    struct reader r, again;

    (void)c;
    if (!message_open(message, &id, &r))
        return false;
    again = r;
    current->messages++;
    if (id == MSG_title) {
        struct msg_title title;

        if (!decode_title(&r, &title))
            return false;
        snprintf(current->title, sizeof current->title, "%.*s",
                 (int)title.title.size, (const char *)title.title.data);
    }
    if (current->on_message != NULL)
        current->on_message(current, id, &again);
    return true;
}

static void
on_timeout(void *data)
{
    struct bench *b = data;

    b->timeout = true;
}

struct wish {
    struct bench *bench;
    bool (*done)(struct bench *b);
};
static struct wish awaited;

static void
look(void *data)
{
    struct loop *l = data;

    if (awaited.done != NULL &&
        (awaited.bench->timeout || awaited.done(awaited.bench)))
        loop_stop(l, 0);
}

/* Children have other user ids: each step down to the binaries must be open
 * to them. */
static void
copy_probe(void)
{
    static const char *const names[] = {"renderer", "gpu", "plugin"};
    char command[512];

    snprintf(folder, sizeof folder, "/tmp/probe-XXXXXX");
    assert_non_null(mkdtemp(folder));
    chmod(folder, 0755);
    for (int i = 0; i < 3; i++) {
        snprintf(command, sizeof command, "cp %s/probe_child %s/bulkhead-%s",
                 getenv("PROBE") ? getenv("PROBE") : BINARY_DIR, folder,
                 names[i]);
        assert_int_equal(system(command), 0);
    }
}

void
bench_open(struct bench *b)
{
    *b = (struct bench){.loop = loop_create()};
    current = b;
    if (getenv("SHOW_TRACE") != NULL)
        log_set_level(LOG_DEBUG);
    loop_before_sleep(b->loop, look, b->loop);
    copy_probe();
    assert_true(children_open(b->loop, folder, dispatch, false));
}

void
bench_remove_binaries(void)
{
    char command[128];

    snprintf(command, sizeof command, "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
}

void
bench_close(struct bench *b)
{
    children_close();
    loop_destroy(b->loop);
    bench_remove_binaries();
}

bool
bench_run(struct bench *b, bool (*done)(struct bench *b), int ms)
{
    struct loop_timer *timer = loop_after(b->loop, ms, on_timeout, b);

    b->timeout = false;
    awaited = (struct wish){b, done};
    loop_run(b->loop);
    if (!b->timeout)
        loop_cancel(timer);
    return done(b);
}

bool
bench_is_ready(struct bench *b)
{
    return b->ready || b->gone;
}

bool
bench_is_gone(struct bench *b)
{
    return b->gone;
}

bool
bench_has_title(struct bench *b)
{
    return b->title[0] != 0 || b->gone;
}

void
bench_begin(struct bench *b, enum role role, const char *argument)
{
    b->ready = b->gone = false;
    b->title[0] = 0;
    b->messages = b->drained = 0;
    b->child = child_start(role, argument, &events, b);
}

void
bench_start(struct bench *b, enum role role, const char *argument)
{
    bench_begin(b, role, argument);
    if (b->child != NULL)
        bench_run(b, bench_is_ready, 20000);
}
