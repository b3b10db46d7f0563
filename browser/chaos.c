/*
 * chaos.c - --chaos from the first page to the scorecard.
 *
 * Process: browser.  Distrusts: nothing of its own.
 *
 *   load, picture, rest, look | faults | settle, go home, picture, rest, look
 */
#include "chaos.h"
#include "chaos_pictures.h"
#include "compositor.h"
#include "session.h"
#include "stage.h"
#include "store.h"

#include "log.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    STEP = 10,               /* ms */
    DEFAULT_COUNT = 100,     /* faults */
    LOADS_WITHIN = 60000,    /* ms, all the pages */
    SETTLES_WITHIN = 120000, /* ms, all faults: a full memory takes its time */
    RESTS_WITHIN = 20000,    /* ms */
    QUIET_FOR = 1500         /* ms: the session is stored by then */
};

enum phase {
    LOAD,
    PICTURE,
    REST,
    FAULTS,
    SETTLE,
    GO_HOME,
    REPICTURE,
    REREST,
    DONE
};

static struct {
    struct loop *loop;
    struct chaos_options options;
    struct rect area;
    struct loop_timer *timer;
    enum phase phase;
    int64_t until_ms, quiet_ms, began_ms;
    bool window, hopeless, failed;
    char stuck[200];
    struct chaos_score score;
    unsigned first_frame, first_late;
} self;

bool
chaos_read(struct chaos_options *o, const char *text)
{
    char *end;

    *o = (struct chaos_options){.count = DEFAULT_COUNT};
    errno = 0;
    o->seed = strtoull(text, &end, 10);
    if (end == text || *end != ',')
        return false;
    text = end + 1;
    o->rate = strtod(text, &end);
    if (end == text || !(o->rate >= 0.01 && o->rate <= 1000))
        return false;
    if (*end == ',') {
        unsigned long count;

        text = end + 1;
        count = strtoul(text, &end, 10);
        if (end == text || *text == '-' || count < 1 || count > CHAOS_MOST)
            return false;
        o->count = (unsigned)count;
    }
    o->wanted = *end == 0 && errno == 0;
    return o->wanted;
}

static void
enter(enum phase phase, int within)
{
    self.phase = phase;
    self.until_ms = loop_now_ms() + within;
    self.quiet_ms = 0;
}

/* Nothing has happened for a while, and nothing is missing. */
static bool
rests(void)
{
    page_keep_spare();
    if (!chaos_score_is_quiet())
        self.quiet_ms = 0;
    else if (self.quiet_ms == 0)
        self.quiet_ms = loop_now_ms();
    return self.quiet_ms != 0 && loop_now_ms() - self.quiet_ms > QUIET_FOR;
}

static void
look(struct chaos_holdings *h)
{
    malloc_trim(0); /* what is free is not held */
    chaos_score_look(h);
}

static void
begin_faults(void)
{
    look(&self.score.before);
    self.first_frame = compositor_facts()->frames;
    self.first_late = compositor_facts()->late;
    self.began_ms = loop_now_ms();
    chaos_faults_open(self.loop, self.options.seed, self.options.rate,
                      self.options.count);
    enter(FAULTS, 0);
}

static void
end_faults(void)
{
    self.score.ms = loop_now_ms() - self.began_ms;
    self.score.frames = compositor_facts()->frames - self.first_frame;
    self.score.late = compositor_facts()->late - self.first_late;
    chaos_faults_stop();
    enter(SETTLE, SETTLES_WITHIN);
}

static void
finish(void)
{
    struct chaos_score *s = &self.score;
    uint64_t over;

    look(&s->after);
    s->seed = self.options.seed;
    s->rate = self.options.rate;
    s->reloads = chaos_person_reloads();
    s->loads = chaos_person_loads();
    s->not_loaded = chaos_person_waits_for();
    fetch_counts(&s->requests, &over);
    if (!self.window) {
        chaos_person_check(&s->data);
        chaos_pictures_result(&s->pictures, &s->pictures_differ,
                              &s->pictures_move);
    }
    s->stuck = self.stuck[0] != 0 ? self.stuck : NULL;
    self.failed = !chaos_score_print(s);
    self.phase = DONE;
    if (!self.window)
        loop_stop(self.loop, self.failed ? 1 : 0);
}

static void
settle(bool is_late)
{
    struct buf what = {0};
    unsigned open = chaos_faults_open_count(&what);

    chaos_person_mend();
    if (open > 0 && is_late)
        snprintf(self.stuck, sizeof self.stuck,
                 "%u faults did not come to an end, the first: %s", open,
                 buf_text(&what));
    buf_finish(&what);
    if (open > 0 && !is_late)
        return;
    if (!self.window)
        chaos_person_go_home();
    enter(GO_HOME, LOADS_WITHIN);
}

static void
give_up(void)
{
    fprintf(stderr, "bulkhead: --chaos: the pages do not load even without "
                    "faults\n");
    self.failed = true;
    self.phase = DONE;
    loop_stop(self.loop, 1);
}

/* Before the first fault. */
static void
prepare(bool is_late)
{
    switch (self.phase) {
    case LOAD:
        if (chaos_person_waits_for() == 0) {
            chaos_pictures_begin(self.area);
            enter(PICTURE, 0);
        } else if (is_late) {
            give_up();
        }
        break;
    case PICTURE:
        if (chaos_pictures_step())
            enter(REST, RESTS_WITHIN);
        break;
    default:
        if (rests() || is_late)
            begin_faults();
        break;
    }
}

/* After the last. */
static void
conclude(bool is_late)
{
    switch (self.phase) {
    case SETTLE:
        settle(is_late);
        break;
    case GO_HOME:
        chaos_person_mend();
        if (chaos_person_waits_for() > 0 && !is_late)
            break;
        if (!self.window)
            chaos_pictures_begin(self.area);
        enter(self.window ? REREST : REPICTURE, RESTS_WITHIN);
        break;
    case REPICTURE:
        if (chaos_pictures_step())
            enter(REREST, RESTS_WITHIN);
        break;
    default:
        if (rests() || is_late)
            finish();
        break;
    }
}

static void
on_step(void *unused)
{
    bool is_late = loop_now_ms() > self.until_ms;

    (void)unused;
    self.timer = loop_after(self.loop, STEP, on_step, NULL);
    if (self.phase > REST && self.phase < REPICTURE)
        chaos_faults_step();
    if (self.phase < FAULTS) {
        prepare(is_late);
    } else if (self.phase == FAULTS) {
        if (!self.window) {
            chaos_person_step();
            chaos_person_mend();
        }
        if (chaos_faults_are_committed())
            end_faults();
    } else if (self.phase < DONE) {
        conclude(is_late);
    } else {
        loop_cancel(self.timer);
        self.timer = NULL;
    }
}

/* ---- without a window -----------------------------------------------------
 */

static void
on_changed(struct tab *t)
{
    (void)t;
    session_changed();
}

static void
on_damaged(struct tab *t)
{
    if (t == tab_active())
        compositor_damage();
}

static void
on_complete(struct tab *t)
{
    (void)t;
}

static void
on_failed(struct tab *t, const char *message)
{
    log_info("tab %u: %s: %s", t->id, tab_url(t), message);
}

static void
on_notice(const char *line)
{
    (void)line; /* it was logged */
}

static void
stage(void)
{
    stage_content(tab_active(), self.area, false);
}

void
chaos_open_headless(struct loop *l, const struct chaos_options *o, int width,
                    int height, char *const urls[], int count)
{
    static const struct tabs_events events = {
        on_changed, on_damaged, on_damaged, on_complete, on_failed, on_notice};

    self.loop = l;
    self.options = *o;
    self.area = (struct rect){0, 0, width, height};
    supervisor_open(l, NULL);
    tabs_open(l, &events);
    tabs_set_view(width, height);
    compositor_open(l, true, width, height, GPU_DISABLED, stage);
    session_open(l);
    chaos_person_open(o->seed, urls, count);
    enter(LOAD, LOADS_WITHIN);
    self.timer = loop_after(l, STEP, on_step, NULL);
}

void
chaos_close_headless(void)
{
    loop_cancel(self.timer);
    self.timer = NULL;
    chaos_faults_close();
    session_close();
    compositor_close();
    tabs_close_all();
    chaos_person_close();
    chaos_pictures_close();
    supervisor_close();
}

/* ---- beside a person ------------------------------------------------------
 */

void
chaos_open_window(struct loop *l, const struct chaos_options *o)
{
    self.loop = l;
    self.options = *o;
    self.window = true;
    enter(REST, RESTS_WITHIN);
    self.timer = loop_after(l, STEP, on_step, NULL);
}

int
chaos_end_window(void)
{
    loop_cancel(self.timer);
    self.timer = NULL;
    if (self.phase > REST && self.phase < DONE) {
        if (self.phase == FAULTS)
            end_faults();
        snprintf(self.stuck, sizeof self.stuck,
                 "the browser was closed before all was over");
        finish();
    }
    chaos_faults_close();
    return self.failed ? 1 : 0;
}
