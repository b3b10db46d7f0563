/*
 * gpu_watch.c - a gpu process that does not get on is ended.
 *
 * Process: browser.  Distrusts: the gpu process, by the supervisor's evidence.
 */
#include "gpu_watch.h"
#include "supervisor.h"

enum {
    ANSWER_WITHIN = 15000, /* ms for a scene or a picture: else it hangs */
    LOOK_AFTER = 3000,     /* ms: sooner, if it is stopped or stands still */
    LOOK_AGAIN = 1000      /* ms until the next look at it */
};

static struct {
    struct loop *loop;
    struct child *gpu;
    struct loop_timer *timer;
} self;

static void look(void *unused);

static void
watch(struct loop *l, struct child *gpu, int after)
{
    loop_cancel(self.timer);
    self.loop = l;
    self.gpu = gpu;
    self.timer = loop_after(l, after, look, NULL);
}

/* One that is stopped or stands still is replaced; one that gets on has more
 * time. */
static void
look(void *unused)
{
    int waited = supervisor_waited(self.gpu);
    enum condition condition = supervisor_state(self.gpu);

    (void)unused;
    self.timer = NULL;
    if (waited == 0)
        return;
    if (waited < ANSWER_WITHIN && condition <= CONDITION_BUSY)
        watch(self.loop, self.gpu, LOOK_AGAIN);
    else
        child_kill(self.gpu, "did not answer for %d s: %s", waited / 1000,
                   condition_clause(condition));
}

void
gpu_watch_expect(struct loop *l, struct child *gpu)
{
    supervisor_expect(gpu);
    watch(l, gpu, LOOK_AFTER);
}

void
gpu_watch_answered(struct child *gpu)
{
    supervisor_answered(gpu);
    gpu_watch_gone(NULL);
}

void
gpu_watch_changed(struct loop *l, struct child *c)
{
    if (c->role == GPU && c->state == CHILD_LIVE && self.timer == NULL &&
        supervisor_waited(c) > 0)
        watch(l, c, LOOK_AFTER);
}

void
gpu_watch_gone(const struct child *c)
{
    if (c != NULL && c != self.gpu)
        return;
    loop_cancel(self.timer);
    self.timer = NULL;
}
