/*
 * compositor.c - scenes, frames, recovery: the browser's side of the gpu
 * process.
 *
 * Process: browser.  Distrusts: the gpu process.
 *
 * States of the gpu: none (dead, a start is due), starting, live.  A second,
 * the candidate, may be warming up the other way of drawing; if it measures
 * faster it takes over, which is the same as recovery after a death.
 */
#include "compositor.h"
#include "gpu_choice.h"
#include "gpu_watch.h"
#include "sandbox_notice.h"

#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    DEATHS_IN_A_ROW = 3, /* within RECENT: use software for a while */
    RECENT = 10000,      /* ms */
    CLIMB_BACK = 60000,  /* ms until the preferred way is tried again */
    PROBE_AFTER = 3000,  /* ms after the first frame */
    DELAY_FIRST = 100,   /* ms after one that has shown nothing; then more */
    DELAY_MOST = 1000,   /* ... and no more */
    DELAY_PROVEN = 200,  /* ... after one that has, if deaths are many */
    LATE = 34            /* ms from a change to its picture: two of 60 Hz */
};

static struct {
    struct loop *loop;
    compositor_stage_fn *stage;
    bool headless;
    uint64_t window; /* its X number; 0 while it is not open */
    int width, height;

    struct child *gpu, *candidate;
    struct gpu_choice choice;
    int64_t deaths[DEATHS_IN_A_ROW]; /* when, newest first */
    struct loop_timer *restart, *climb, *probe;

    bool dirty, staging, quiet; /* quiet: closing, no restarts */
    uint32_t scene;             /* number of the last scene sent */
    uint32_t presented;         /* ... and of the last one shown */
    bool in_flight, proven;     /* proven: this gpu has shown one */
    unsigned starts_failed;     /* gpus in a row that have shown nothing */
    /* When what is dirty, and what is in flight, was wanted; 0: nothing. */
    int64_t dirty_ms, flight_ms;
    bool own; /* the scene shows about:ipc: it is about itself */

    struct {
        uint32_t request;
        uint32_t scene; /* the first one that it may show */
        int memory;
        int width, height;
        compositor_picture_fn *done;
        void *data;
        bool wanted, sent;
    } picture;

    compositor_gpu_fn *when_live;
    int when_live_kind;
    struct compositor_facts facts;
    char notice[384];
    unsigned notices; /* set since the start */
} gpu;

static void start_gpu(void *unused);
static void send_scene(void *unused);

static struct channel *
live_channel(void)
{
    return gpu.gpu != NULL && gpu.gpu->state == CHILD_LIVE ? gpu.gpu->channel
                                                           : NULL;
}

/* A gpu that missed a message shows something else than the browser thinks:
 * only a new one mends that. */
static void
must(bool sent)
{
    if (!sent)
        child_kill(gpu.gpu, "does not take its messages");
}

static void
note_answer(void)
{
    if (!gpu.in_flight && !gpu.picture.sent && gpu.gpu != NULL)
        gpu_watch_answered(gpu.gpu);
}

/* ---- surfaces in the gpu ------------------------------------------------ */

static void
give_tile(struct channel *to, const struct surface *s, const struct msg_tile *m)
{
    if (m->width == 0)
        must(send_surface_tile_gone(
            to, &(struct msg_surface_tile_gone){s->id, m->column, m->row}));
    else
        must(send_surface_tile(
            to, &(struct msg_surface_tile){s->id, m->column, m->row, m->slot,
                                           m->x, m->y, m->width, m->height}));
}

void
compositor_tile(struct surface *s, const struct msg_tile *m)
{
    struct channel *to = live_channel();

    if (to != NULL && s->gpu == gpu.gpu->number)
        give_tile(to, s, m);
}

void
compositor_committed(struct surface *s)
{
    /* Nobody looks at it: its painter may go on.  What is on the screen is
     * acknowledged when the scene was presented. */
    if (!s->staged) {
        surface_acknowledge(s);
        return;
    }
    s->scene = gpu.scene + 1;
    compositor_damage();
}

static void
close_in_gpu(struct surface *s)
{
    struct channel *to = live_channel();

    if (to != NULL && s->gpu == gpu.gpu->number)
        send_surface_close(to, &(struct msg_surface_close){s->id});
    s->gpu = 0;
}

void
compositor_forget(struct surface *s)
{
    close_in_gpu(s);
    if (s->staged)
        compositor_damage();
}

static bool
open_in_gpu(struct surface *s)
{
    struct channel *to = live_channel();
    bool passed;
    int memory;

    if (to == NULL)
        return false;
    if (s->gpu == gpu.gpu->number)
        return true;
    memory = tiles_reopen_read_only(s->memory);
    if (memory < 0)
        return false;
    passed = child_pass(gpu.gpu, memory);
    close(memory);
    if (!passed)
        return false;
    must(send_surface_open(to, &(struct msg_surface_open){s->id, s->slots}));
    s->gpu = gpu.gpu->number;
    for (uint32_t i = 0; i < s->slots; i++)
        if (s->shown[i].used)
            give_tile(to, s,
                      &(struct msg_tile){s->id, s->shown[i].column,
                                         s->shown[i].row, i, 0, 0, TILE_SIZE,
                                         TILE_SIZE});
    return true;
}

/* ---- scenes ------------------------------------------------------------- */

static void
begin_stage(void)
{
    /* Until its layers tell, the scene is what the last one was. */
    gpu.gpu->peer.own = gpu.own;
    for (struct surface *s = surfaces_first(); s != NULL; s = s->next)
        s->staged = false;
    gpu.staging = true;
    gpu.own = false;
    send_scene_begin(live_channel(), &(struct msg_scene_begin){
                                         ++gpu.scene, (uint32_t)gpu.width,
                                         (uint32_t)gpu.height, 0xFFFFFFFF});
}

void
compositor_layer(struct surface *s, struct rect clip, int origin_x,
                 int origin_y)
{
    if (!gpu.staging || rect_is_empty(clip) || !open_in_gpu(s))
        return;
    s->staged = true;
    s->scene = gpu.scene;
    gpu.own = gpu.own || s->own;
    send_scene_layer(
        gpu.gpu->channel,
        &(struct msg_scene_layer){s->id, clip.x, clip.y, (uint32_t)clip.width,
                                  (uint32_t)clip.height, origin_x, origin_y});
}

void
compositor_solid(struct rect r, color_t color)
{
    if (gpu.staging && !rect_is_empty(r))
        send_scene_solid(gpu.gpu->channel,
                         &(struct msg_scene_solid){r.x, r.y, (uint32_t)r.width,
                                                   (uint32_t)r.height, color});
}

static void
end_stage(void)
{
    gpu.staging = false;
    gpu.gpu->peer.own = gpu.own;
    must(send_scene_end(gpu.gpu->channel, &(struct msg_scene_end){gpu.scene}));
    for (struct surface *s = surfaces_first(); s != NULL; s = s->next)
        if (!s->staged) {
            close_in_gpu(s);
            surface_acknowledge(s);
        }
}

static void
forget_picture(void)
{
    if (gpu.picture.memory >= 0)
        close(gpu.picture.memory);
    gpu.picture.memory = -1;
    gpu.picture.sent = false;
}

/* Sealed: a gpu that shrank it would kill the reader by SIGBUS. */
static int
picture_memory(size_t size)
{
    int fd = memfd_create("bulkhead-picture", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    if (fd >= 0 && ftruncate(fd, (off_t)size) == 0 &&
        fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
        return fd;
    log_error("no memory for a picture of the window: %s", strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

static void
ask_picture(void)
{
    forget_picture();
    gpu.picture.memory =
        picture_memory((size_t)gpu.width * (size_t)gpu.height * 4);
    if (gpu.picture.memory < 0) {
        gpu.picture.wanted = false;
        gpu.picture.done(NULL, 0, 0, gpu.picture.data);
        return;
    }
    gpu.picture.width = gpu.width;
    gpu.picture.height = gpu.height;
    gpu.picture.sent = true;
    gpu_watch_expect(gpu.loop, gpu.gpu);
    if (child_pass(gpu.gpu, gpu.picture.memory))
        must(send_readback(gpu.gpu->channel,
                           &(struct msg_readback){++gpu.picture.request,
                                                  (uint32_t)gpu.width,
                                                  (uint32_t)gpu.height}));
}

static void
send_scene(void *unused)
{
    (void)unused;
    if (live_channel() == NULL || gpu.in_flight)
        return;
    /* First the picture: a page that never stands still is always dirty. */
    if (gpu.picture.wanted && !gpu.picture.sent &&
        gpu.presented >= gpu.picture.scene) {
        ask_picture();
    } else if (gpu.dirty) {
        gpu.dirty = false;
        gpu.flight_ms = gpu.dirty_ms;
        gpu.dirty_ms = 0;
        gpu.in_flight = true;
        gpu_watch_expect(gpu.loop, gpu.gpu);
        begin_stage();
        gpu.stage();
        end_stage();
    }
}

void
compositor_damage(void)
{
    gpu.dirty = true;
    if (gpu.dirty_ms == 0)
        gpu.dirty_ms = loop_now_ms();
}

void
compositor_resize(int width, int height)
{
    gpu.width = width;
    gpu.height = height;
    compositor_damage();
}

/* ---- answers ------------------------------------------------------------ */

bool
compositor_on_presented(struct child *c, const struct msg_presented *m)
{
    if (c != gpu.gpu)
        return true; /* a candidate, or just replaced */
    if (!gpu.in_flight || m->frame != gpu.scene)
        return false;
    gpu.in_flight = false;
    gpu.proven = true;
    gpu.presented = m->frame;
    gpu.facts.frames++;
    gpu.facts.late += loop_now_ms() - gpu.flight_ms > LATE;
    note_answer();
    for (struct surface *s = surfaces_first(); s != NULL; s = s->next)
        if (s->staged && s->scene <= m->frame)
            surface_acknowledge(s);
    if (gpu.probe == NULL && gpu.candidate == NULL &&
        gpu_choice_wants_probe(&gpu.choice))
        gpu.probe = loop_after(gpu.loop, PROBE_AFTER, start_gpu, &gpu.probe);
    return true;
}

bool
compositor_on_readback(struct child *c, const struct msg_readback_done *m)
{
    compositor_picture_fn *done = gpu.picture.done;
    size_t size = (size_t)gpu.picture.width * (size_t)gpu.picture.height * 4;
    void *pixels = MAP_FAILED;

    if (c != gpu.gpu)
        return true;
    if (!gpu.picture.sent || m->request != gpu.picture.request)
        return false;
    if (m->ok)
        pixels = mmap(NULL, size, PROT_READ, MAP_SHARED, gpu.picture.memory, 0);
    gpu.picture.wanted = false;
    forget_picture();
    note_answer();
    done(pixels == MAP_FAILED ? NULL : pixels, gpu.picture.width,
         gpu.picture.height, gpu.picture.data);
    if (pixels != MAP_FAILED)
        munmap(pixels, size);
    return true;
}

void
compositor_read_back(compositor_picture_fn *done, void *data)
{
    gpu.picture.done = done;
    gpu.picture.data = data;
    gpu.picture.wanted = true;
    gpu.picture.sent = false;
    gpu.picture.scene = gpu.scene + 1;
    compositor_damage();
}

static void
take_facts(const struct msg_gpu_info *m)
{
    snprintf(gpu.facts.renderer, sizeof gpu.facts.renderer, "%.*s",
             (int)m->renderer.size, (const char *)m->renderer.data);
    gpu.facts.accelerated = m->accelerated;
    gpu.facts.frame_us = m->frame_us;
}

static void
forget_gpu_state(void)
{
    for (struct surface *s = surfaces_first(); s != NULL; s = s->next)
        s->gpu = 0;
    if (gpu.in_flight) /* its picture is still wanted, since then */
        gpu.dirty_ms = gpu.flight_ms;
    gpu.in_flight = false;
    forget_picture();
    gpu.picture.scene = gpu.scene + 1;
    note_answer();
    compositor_damage();
}

void
compositor_on_info(struct child *c, const struct msg_gpu_info *m)
{
    struct child *old = gpu.gpu;

    if (c == gpu.gpu) {
        gpu_choice_measured(&gpu.choice, false, m->accelerated, m->frame_us);
        take_facts(m);
        return;
    }
    if (c != gpu.candidate)
        return;
    gpu.candidate = NULL;
    if (!gpu_choice_measured(&gpu.choice, true, m->accelerated, m->frame_us)) {
        snprintf(gpu.facts.rejected, sizeof gpu.facts.rejected,
                 "%.*s: a screenful took %u us in its warm-up",
                 (int)m->renderer.size, (const char *)m->renderer.data,
                 m->frame_us);
        child_dismiss(c, "measured slower than the way in use");
        return;
    }
    gpu.gpu = c;
    loop_cancel(gpu.restart); /* the other one may just have died */
    gpu.restart = NULL;
    take_facts(m);
    forget_gpu_state();
    if (old != NULL)
        child_dismiss(old, "a faster way of drawing took over");
}

/* ---- life and death ----------------------------------------------------- */

static void
tell_live(void)
{
    compositor_gpu_fn *fn = gpu.when_live;

    if (fn == NULL || live_channel() == NULL)
        return;
    gpu.when_live = NULL;
    fn(gpu.gpu, gpu.when_live_kind);
}

static void
set_notice(const char *text)
{
    snprintf(gpu.notice, sizeof gpu.notice, "%s", text);
    gpu.notices++;
}

static void
gpu_ready(struct child *c, void *owner)
{
    const char *missing = sandbox_notice(c);

    (void)owner;
    if (missing != NULL && gpu.notice[0] == 0)
        set_notice(missing);
    if (c == gpu.gpu) {
        forget_gpu_state();
        tell_live();
    }
}

static void
gpu_drained(struct child *c, void *owner)
{
    (void)c;
    (void)owner;
}

static void
climb_back(void *unused)
{
    (void)unused;
    gpu.climb = NULL;
    set_notice("");
    gpu_choice_recover(&gpu.choice);
}

/* One that has shown a picture is worth another start: at once, or nearly, if
 * something kills it again and again.  Those that cannot even start must not
 * make a broken machine spin. */
static int
restart_delay(void)
{
    int64_t before = gpu.deaths[1];
    int delay = DELAY_FIRST;

    if (gpu.proven) {
        gpu.proven = false;
        gpu.starts_failed = 0;
        return before != 0 && loop_now_ms() - before < RECENT ? DELAY_PROVEN
                                                              : 0;
    }
    for (unsigned i = 0; i < gpu.starts_failed && delay < DELAY_MOST; i++)
        delay *= 4;
    gpu.starts_failed++;
    return delay < DELAY_MOST ? delay : DELAY_MOST;
}

/* Deaths within seconds of each other: software, until it has been quiet. */
static void
count_death(const struct death *why)
{
    int64_t now = loop_now_ms();

    gpu.facts.deaths++;
    memmove(gpu.deaths + 1, gpu.deaths, sizeof gpu.deaths - sizeof *gpu.deaths);
    gpu.deaths[0] = now;
    if (gpu.deaths[DEATHS_IN_A_ROW - 1] == 0 ||
        now - gpu.deaths[DEATHS_IN_A_ROW - 1] > RECENT)
        return;
    if (gpu_choice_fall_back(&gpu.choice)) {
        char text[sizeof gpu.notice];

        snprintf(text, sizeof text,
                 "The GPU process died repeatedly (%s): drawing in software.",
                 why->cause);
        set_notice(text);
    }
    loop_cancel(gpu.climb);
    gpu.climb = loop_after(gpu.loop, CLIMB_BACK, climb_back, NULL);
}

static void
gpu_gone(struct child *c, void *owner, const struct death *why)
{
    (void)owner;
    gpu_watch_gone(c);
    if (c == gpu.candidate) {
        gpu.candidate = NULL;
        gpu_choice_measured(&gpu.choice, true, false, UINT32_MAX);
        snprintf(gpu.facts.rejected, sizeof gpu.facts.rejected,
                 "the accelerated way did not start: %s", why->cause);
        return;
    }
    if (c != gpu.gpu)
        return;
    gpu.gpu = NULL;
    forget_gpu_state();
    if (gpu.quiet)
        return;
    count_death(why);
    if (gpu.restart == NULL)
        gpu.restart =
            loop_after(gpu.loop, restart_delay(), start_gpu, &gpu.restart);
}

/* The number goes down the lane, in a pipe: the process may have been started
 * before there was a window. */
static void
give_window(struct child *c)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) < 0) {
        child_kill(c, "could not be told the window: %s", strerror(errno));
        return;
    }
    if (write(ends[1], &gpu.window, sizeof gpu.window) == sizeof gpu.window)
        child_pass(c, ends[0]);
    close(ends[0]);
    close(ends[1]);
}

/* The timer's own handle says what is due: a restart or a probe. */
static void
start_gpu(void *timer)
{
    static const struct child_events events = {gpu_ready, gpu_drained,
                                               gpu_gone};
    bool is_probe = timer == &gpu.probe;
    bool hardware = gpu_choice_hardware(&gpu.choice, is_probe);
    struct child *c;
    char argument[128];

    if (is_probe)
        gpu.probe = NULL;
    else
        gpu.restart = NULL;
    if (gpu.headless)
        snprintf(argument, sizeof argument, "headless width=%d height=%d",
                 gpu.width, gpu.height);
    else
        snprintf(argument, sizeof argument, "window renderer=%s",
                 hardware ? "hardware" : "software");
    c = child_start(GPU, argument, &events, NULL);
    if (c != NULL && gpu.window != 0)
        give_window(c);
    if (is_probe)
        gpu.candidate = c;
    else
        gpu.gpu = c;
    if (c == NULL && !is_probe)
        gpu.restart = loop_after(gpu.loop, 500, start_gpu, &gpu.restart);
}

void
compositor_open(struct loop *l, bool headless, int width, int height,
                enum gpu_mode mode, compositor_stage_fn *stage)
{
    gpu.loop = l;
    gpu.headless = headless;
    gpu.window = 0;
    gpu.width = width;
    gpu.height = height;
    gpu.stage = stage;
    gpu.picture.memory = -1;
    gpu_choice_init(&gpu.choice, mode, headless);
    loop_before_sleep(l, send_scene, NULL);
    start_gpu(&gpu.restart);
}

void
compositor_set_window(uint64_t window)
{
    gpu.window = window;
    if (gpu.gpu != NULL)
        give_window(gpu.gpu);
}

void
compositor_close(void)
{
    gpu.quiet = true;
    loop_cancel(gpu.restart);
    loop_cancel(gpu.climb);
    loop_cancel(gpu.probe);
    gpu_watch_gone(NULL);
    gpu.restart = gpu.climb = gpu.probe = NULL;
    forget_picture();
}

void
compositor_when_live(compositor_gpu_fn *fn, int kind)
{
    gpu.when_live = fn;
    gpu.when_live_kind = kind;
    tell_live();
}

const struct compositor_facts *
compositor_facts(void)
{
    gpu.facts.reason = gpu_choice_reason(&gpu.choice);
    return &gpu.facts;
}

const char *
compositor_notice(unsigned *serial)
{
    *serial = gpu.notices;
    return gpu.notice;
}

void
compositor_dismiss_notice(void)
{
    set_notice("");
}
