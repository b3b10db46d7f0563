/*
 * chaos_person.c - a person at a browser without a window, for --chaos.
 *
 * Process: browser.  Distrusts: nothing of its own.
 *
 * Each visit has an address of its own ("?chaos=7"), so that it can be asked
 * for afterwards in the history.
 */
#include "chaos_person.h"
#include "fetch_cookies.h"
#include "frames.h"
#include "store.h"

#include "log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MEND_EVERY = 300,    /* ms: as long as a person takes for Reload */
    MOST_VISITS = 65536, /* that are remembered */
    BOOKMARK_EACH = 4    /* so many visits */
};

struct place {
    char *home;
    struct tab *tab;
    char visiting[MAX_URL + 32]; /* "", or the address on its way */
    unsigned visit;
};

static struct {
    struct place places[CHAOS_TABS];
    int count;
    uint64_t random;
    int64_t mended_ms;
    unsigned visits, reloads, loads, cookies;
    uint8_t was_visited[MOST_VISITS], was_marked[MOST_VISITS];
} self;

static uint32_t
any(uint32_t below)
{
    return chaos_random(&self.random, below);
}

int
chaos_person_tabs(struct tab *tabs[CHAOS_TABS])
{
    for (int i = 0; i < self.count; i++)
        tabs[i] = self.places[i].tab;
    return self.count;
}

/* ---- what a person does ---------------------------------------------------
 */

static bool
has_visits(const char *url)
{
    return (strncmp(url, "http", 4) == 0 || strncmp(url, "file:", 5) == 0) &&
           strchr(url, '#') == NULL;
}

static void
go_elsewhere(void)
{
    struct place *p = &self.places[any((uint32_t)self.count)];

    if (!has_visits(p->home) || self.visits + 1 >= MOST_VISITS)
        return;
    p->visit = ++self.visits;
    snprintf(p->visiting, sizeof p->visiting, "%s%cchaos=%u", p->home,
             strchr(p->home, '?') != NULL ? '&' : '?', p->visit);
    self.loads++;
    tab_navigate(p->tab, p->visiting, "", NAVIGATE_NEW, 0);
}

static void
go_back(void)
{
    tab_go(self.places[any((uint32_t)self.count)].tab, any(2) ? -1 : 1);
}

static void
reload(void)
{
    self.loads++;
    tab_reload(tab_active(), any(4) == 0);
}

static void
change_tab(void)
{
    struct tab *t = tab_active()->following;

    tab_activate(t != NULL ? t : tabs_first());
}

static void
scroll(void)
{
    struct tab *t = tab_active();
    int width, height, by = (int)any(400) - 170;

    if (t->page == NULL)
        return;
    tabs_view(&width, &height);
    if (page_scroll_to(t->page, t->page->scroll_x, t->page->scroll_y + by,
                       width, height)) {
        tab_send_views(t);
        tab_damaged(t);
    }
}

static void
point(struct page *p, choice_t action, int x, int y)
{
    if (p != NULL && p->surface != NULL && p->renderer != NULL &&
        p->renderer->state == CHILD_LIVE)
        send_pointer(
            p->renderer->channel,
            &(struct msg_pointer){
                .surface = p->surface->id, .action = action, .x = x, .y = y});
}

static void
move_pointer(void)
{
    int width, height;

    tabs_view(&width, &height);
    point(tab_active()->page, POINTER_MOVE, (int)any((uint32_t)width),
          (int)any((uint32_t)height));
}

static void
reopen_tab(void)
{
    struct place *p = &self.places[any((uint32_t)self.count)];
    struct tab *fresh;

    if (self.count < 2)
        return;
    self.loads++;
    fresh = tab_create(p->home, p->tab);
    if (fresh == NULL)
        return;
    tab_close(p->tab);
    p->tab = fresh;
    p->visiting[0] = 0;
}

static struct {
    void (*act)(void);
    int every; /* ms, on average */
    int64_t due;
} acts[] = {{scroll, 40, 0},        {move_pointer, 90, 0}, {change_tab, 700, 0},
            {go_elsewhere, 350, 0}, {go_back, 1100, 0},    {reload, 1500, 0},
            {reopen_tab, 3000, 0}};

/* What arrived is in the history by now; some of it is bookmarked. */
static void
note_visits(void)
{
    for (int i = 0; i < self.count; i++) {
        struct place *p = &self.places[i];

        if (p->visiting[0] == 0 || p->tab->failed || p->tab->current < 0 ||
            strcmp(tab_url(p->tab), p->visiting) != 0)
            continue;
        self.was_visited[p->visit] = 1;
        if (p->visit % BOOKMARK_EACH == 0 && !store_bookmark_is(p->visiting))
            self.was_marked[p->visit] =
                store_bookmark_toggle(p->visiting, tab_title(p->tab));
        p->visiting[0] = 0;
    }
}

void
chaos_person_step(void)
{
    int64_t now = loop_now_ms();

    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        if (acts[i].due > now)
            continue;
        if (acts[i].due != 0)
            acts[i].act();
        acts[i].due = now + 1 + any((uint32_t)(2 * acts[i].every));
    }
    note_visits();
}

/* ---- the dead -------------------------------------------------------------
 */

static void
mend_embeds(struct tab *t, void *unused)
{
    (void)unused;
    for (int i = 0; t->page != NULL && !t->page->dead && i < MAX_EMBEDS; i++) {
        struct embed *e = &t->page->embeds[i];

        if (e->in_use && e->dead && (e->plugin != NULL || e->is_frame) &&
            !(e->frame != NULL && tab_is_loading(e->frame))) {
            self.reloads++;
            embed_reload(e);
        }
    }
}

/* One that was never in front has not painted, so its page is still next. */
static bool
is_lost(const struct tab *t)
{
    const struct page *p = t->next != NULL ? t->next : t->page;

    return !tab_is_loading(t) && (p == NULL || p->dead || t->failed);
}

void
chaos_person_mend(void)
{
    int64_t now = loop_now_ms();

    if (now - self.mended_ms < MEND_EVERY)
        return;
    self.mended_ms = now;
    for (struct tab *t = tabs_first(); t != NULL; t = t->following) {
        frames_each(t, mend_embeds, NULL);
        if (!is_lost(t))
            continue;
        self.reloads++;
        self.loads++;
        if (t->current >= 0)
            tab_reload(t, false);
        for (int i = 0; t->current < 0 && i < self.count; i++)
            if (self.places[i].tab == t)
                tab_navigate(t, self.places[i].home, "", NAVIGATE_NEW, 0);
    }
}

unsigned
chaos_person_reloads(void)
{
    return self.reloads;
}

unsigned
chaos_person_loads(void)
{
    return self.loads;
}

/* ---- at the end -----------------------------------------------------------
 */

void
chaos_person_go_home(void)
{
    for (int i = 0; i < self.count; i++) {
        struct place *p = &self.places[i];

        point(p->tab->page, POINTER_LEAVE, 0, 0);
        p->visiting[0] = 0;
        self.loads++;
        tab_navigate(p->tab, p->home, "", NAVIGATE_NEW, 0);
    }
}

unsigned
chaos_person_waits_for(void)
{
    unsigned count = 0;

    for (struct tab *t = tabs_first(); t != NULL; t = t->following)
        count += tab_is_loading(t) || is_lost(t);
    return count;
}

bool
chaos_is_whole(const struct tab *t)
{
    const struct page *p = t->page;

    if (p == NULL || t->next != NULL || tab_is_loading(t) || is_lost(t) ||
        !p->complete || !embeds_are_painted(p) || !frames_are_complete(p))
        return false;
    for (int i = 0; i < MAX_EMBEDS; i++)
        if (p->embeds[i].in_use && p->embeds[i].dead &&
            (p->embeds[i].plugin != NULL || p->embeds[i].is_frame))
            return false;
    return true;
}

/* ---- the profile ----------------------------------------------------------
 */

static uint8_t found[MOST_VISITS];

static bool
find_visit(const struct store_entry *entry, void *unused)
{
    const char *at = strstr(entry->url, "chaos=");
    unsigned long visit = at != NULL ? strtoul(at + 6, NULL, 10) : 0;

    (void)unused;
    if (visit < MOST_VISITS)
        found[visit] = 1;
    return true;
}

static void
compare(const uint8_t *written, unsigned *count, unsigned *lost)
{
    *count = *lost = 0;
    for (unsigned i = 1; i <= self.visits; i++)
        if (written[i]) {
            ++*count;
            *lost += !found[i];
        }
}

struct tabs_seen {
    struct tab *next;
    unsigned seen, right;
};

static bool
check_tab(const struct store_tab *tab, void *data)
{
    struct tabs_seen *s = data;

    if (strcmp(tab->url, "about:running") == 0)
        return true;
    s->seen++;
    if (s->next != NULL) {
        s->right += strcmp(tab->url, tab_url(s->next)) == 0;
        s->next = s->next->following;
    }
    return true;
}

void
chaos_person_check(struct chaos_data *d)
{
    struct tabs_seen s = {.next = tabs_first()};
    unsigned cookies = fetch_cookies_count();

    memset(found, 0, sizeof found);
    store_each_history(INT32_MAX, "chaos=", find_visit, NULL);
    compare(self.was_visited, &d->history, &d->history_lost);
    memset(found, 0, sizeof found);
    store_bookmark_each(find_visit, NULL);
    compare(self.was_marked, &d->bookmarks, &d->bookmarks_lost);
    store_session_each(check_tab, &s);
    d->tabs = (unsigned)tabs_count();
    d->tabs_lost = s.seen == d->tabs ? d->tabs - s.right : d->tabs;
    d->cookies = self.cookies > cookies ? self.cookies : cookies;
    d->cookies_lost = d->cookies - cookies;
    self.cookies = d->cookies;
}

void
chaos_person_open(uint64_t seed, char *const urls[], int count)
{
    self.random = ~seed;
    self.count = count < CHAOS_TABS ? count : CHAOS_TABS;
    for (int i = 0; i < self.count; i++) {
        struct place *p = &self.places[i];
        struct buf url = {0};

        p->home =
            strdup(tab_argument(&url, urls[i]) ? buf_text(&url) : urls[i]);
        buf_finish(&url);
        if (p->home == NULL)
            fatal_memory("out of memory for an address");
        self.loads++;
        p->tab = tab_create(p->home, NULL);
    }
}

void
chaos_person_close(void)
{
    for (int i = 0; i < self.count; i++)
        free(self.places[i].home);
    self.count = 0;
}
