/*
 * lies.c - a browser with two tabs, one of which is lied from.
 *
 * Process: browser.  Distrusts: the liar.
 *
 * For each lie: a tab (or a plugin in it, or the gpu process) gets the hostile
 * binary in place of the real one; the lie is told; its effects are looked
 * for; then the other tab, which is honest, loads a page of a new colour, and
 * the window's picture must show it.
 */
#include "lies.h"
#include "dispatch.h"
#include "stage.h"
#include "tabs.h"

#include <stdio.h>
#include <string.h>

enum {
    WIDTH = 200,
    HEIGHT = 150,
    DONE = 0xD0E,        /* tests/rogue/lies.c */
    SETTLES_WITHIN = 20, /* ms for what a told lie might bring about */
    QUIET_FOR = 300,     /* ms that a quiet lie may work */
    QUIET_WAITS = 50,    /* as often while it is being started */
    FAILS_AFTER = 15000  /* ms for anything */
};

static struct {
    struct loop *loop;
    const struct lie *lies;
    unsigned count, at;
    void (*each_done)(const struct lie *lie, const struct lie_result *result);
    void (*ended)(void);

    struct tab *honest, *liar;
    struct loop_timer *timer;
    struct lie_result result;
    bool telling, checking, reading, dead, done;
    unsigned waits;
    uint32_t buried; /* number of the last liar that was done away with */
    uint32_t color;
} self;

static void begin(void *unused);
static void judge(void *unused);

static void
later(int ms, void (*what)(void *unused))
{
    loop_cancel(self.timer);
    self.timer = loop_after(self.loop, ms, what, NULL);
}

static void
say(bool ok, const char *what)
{
    self.result.ok = self.result.ok && ok;
    snprintf(self.result.what, sizeof self.result.what, "%s", what);
}

static void
next(void)
{
    self.checking = self.reading = false;
    self.each_done(&self.lies[self.at], &self.result);
    self.at++;
    later(0, begin);
}

/* ---- the honest tab ------------------------------------------------------ */

static void
take_picture(const uint8_t *pixels, int width, int height, void *unused)
{
    uint32_t pixel = 0;

    (void)unused;
    if (!self.checking)
        return;
    if (pixels != NULL)
        memcpy(&pixel, pixels + ((size_t)height / 2 * (size_t)width) * 4 + 40,
               sizeof pixel);
    if ((pixel & 0xFFFFFF) != self.color)
        say(false, "the other tab shows something else afterwards");
    next();
}

static void
on_too_late(void *unused)
{
    (void)unused;
    self.timer = NULL;
    say(false, "the other tab did not paint afterwards");
    next();
}

static void
check_honest(void)
{
    char url[128];

    self.checking = true;
    self.reading = false;
    self.color = (self.at * 0x050B17 + 0x123456) & 0xFFFFFF;
    snprintf(url, sizeof url,
             "data:text/html,<body style='background:%%23%06X'>%u", self.color,
             self.at);
    tab_activate(self.honest);
    tab_navigate(self.honest, url, "", NAVIGATE_REPLACE, 0);
    later(FAILS_AFTER, on_too_late);
}

static void
on_damaged(struct tab *t)
{
    struct page *p = t->page;

    compositor_damage();
    if (t != self.honest || !self.checking || self.reading || p == NULL ||
        p->dead || !p->complete || !p->document_done ||
        p->surface->background != (self.color | 0xFF000000))
        return;
    self.reading = true;
    compositor_read_back(take_picture, NULL);
}

static void
on_changed(struct tab *t)
{
    (void)t;
}

static void
on_failed(struct tab *t, const char *message)
{
    (void)message;
    on_damaged(t);
}

static void
on_notice(const char *line)
{
    (void)line;
}

static void
stage(void)
{
    stage_content(tab_active(), (struct rect){0, 0, WIDTH, HEIGHT}, false);
}

/* ---- the lie ------------------------------------------------------------- */

static struct child *
find_rogue(void)
{
    struct child *c = children_first();

    while (c != NULL && (!c->rogue || c->state == CHILD_DEAD))
        c = c->next;
    return c;
}

static void
on_rogue_gone(const struct child *c, const struct death *why)
{
    if (!c->rogue || !self.telling || c->number <= self.buried)
        return; /* an earlier one, which took its time to die */
    self.dead = true;
    self.result.number = c->number;
    say(true, why->cause);
    later(0, judge);
}

bool
lies_dispatch(struct child *c, struct span message)
{
    enum message_id id;
    struct reader r;
    struct msg_pong pong;

    if (c->rogue && message_open(message, &id, &r) && id == MSG_pong &&
        decode_pong(&r, &pong) && pong.serial == DONE) {
        self.done = true;
        self.result.number = c->number;
        later(SETTLES_WITHIN, judge);
        return true;
    }
    return browser_dispatch(c, message);
}

/* What no lie may bring about. */
static const char *
find_effect(void)
{
    if (tabs_count() != (self.liar != NULL ? 2 : 1))
        return "it opened a tab";
    /* An error page keeps the address that did not load. */
    if (self.liar != NULL && !self.liar->failed &&
        strncmp(tab_url(self.liar), "data:", 5) != 0)
        return "it left its address";
    return NULL;
}

static void
clean_up(void)
{
    struct child *c = find_rogue();

    self.telling = false;
    if (c != NULL) {
        self.buried = c->number;
        child_dismiss(c, "has told its lie");
    }
    while (tabs_first()->following != NULL)
        tab_close(tabs_first()->following);
    self.liar = NULL;
}

static void
judge(void *unused)
{
    const struct lie *lie = &self.lies[self.at];
    struct child *c = find_rogue();
    const char *effect = find_effect();

    (void)unused;
    self.timer = NULL;
    if (lie->expected == LIE_QUIET && !self.dead &&
        (c == NULL || c->state != CHILD_LIVE) && self.waits++ < QUIET_WAITS) {
        later(QUIET_FOR, judge); /* it has not begun yet */
        return;
    }
    if (c != NULL)
        self.result.number = c->number;
    if (self.result.number == 0)
        say(false, "it was never started");
    else if (lie->expected == LIE_DEAD && !self.dead)
        say(false, self.done ? "it was believed" : "it waits for ever");
    else if (lie->expected != LIE_DEAD && self.dead &&
             strcmp(self.result.what, "its page was closed") != 0)
        self.result.ok = false; /* what it died of stands there already */
    else if (effect != NULL)
        say(false, effect);
    else if (!self.dead)
        say(true, "nothing came of it");
    clean_up();
    check_honest();
}

static void
begin(void *unused)
{
    const struct lie *lie = &self.lies[self.at];
    char argument[192];

    (void)unused;
    self.timer = NULL;
    if (self.at == self.count) {
        self.ended();
        return;
    }
    self.result = (struct lie_result){.ok = true};
    self.telling = true;
    self.dead = self.done = false;
    self.waits = 0;
    snprintf(argument, sizeof argument, "lie %s %s", lie->kind, lie->name);
    children_stand_in(lie->role, argument);
    if (lie->role == GPU) {
        for (struct child *c = children_first(); c != NULL; c = c->next)
            if (c->role == GPU)
                child_dismiss(c, "makes room for a rogue");
    } else {
        self.liar = tab_create(
            lie->role == PLUGIN
                ? "data:text/html,<embed type=application/x-bulkhead-life "
                  "width=90 height=90>"
                : "data:text/html,<p>victim",
            NULL);
        tab_activate(self.liar);
    }
    later(lie->expected == LIE_QUIET ? QUIET_FOR : FAILS_AFTER, judge);
}

void
lies_run(struct loop *l, const struct lie *lies, unsigned count,
         void (*each_done)(const struct lie *lie,
                           const struct lie_result *result),
         void (*ended)(void))
{
    static const struct tabs_events events = {
        on_changed, on_damaged, on_damaged, on_damaged, on_failed, on_notice};

    static const struct children_observer observer = {.gone = on_rogue_gone};

    children_observe(&observer);
    self.loop = l;
    self.lies = lies;
    self.count = count;
    self.each_done = each_done;
    self.ended = ended;
    tabs_open(l, &events);
    tabs_set_view(WIDTH, HEIGHT);
    compositor_open(l, true, WIDTH, HEIGHT, GPU_DISABLED, stage);
    self.honest = tab_create("data:text/html,<p>honest", NULL);
    later(0, begin);
}

void
lies_close(void)
{
    loop_cancel(self.timer);
    children_observe(NULL);
    compositor_close();
    tabs_close_all();
}
