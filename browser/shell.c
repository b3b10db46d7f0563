/*
 * shell.c - the window as a whole: toolbar, content, commands.
 *
 * Process: browser.  Distrusts: pages' titles and addresses, which it only
 * shows.
 */
#include "shell.h"
#include "gpu_watch.h"
#include "hang.h"
#include "session.h"
#include "shell_input.h"
#include "stage.h"
#include "store.h"
#include "window.h"

#include "log.h"
#include "trace_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct shell shell;

/* The browser's own pages come at once; those that are made anew all the time
 * would only flicker. */
static bool
shows_loading(const struct tab *t)
{
    const struct page *p = t->next != NULL ? t->next : t->page;
    const char *to = t->typed != NULL ? t->typed : p != NULL ? p->url : NULL;

    return tab_is_loading(t) && (to == NULL || strncmp(to, "about:", 6) != 0);
}

/* What the address bar shows is noted in the trace, where `bulkhead trace
 * check` compares it with what was loaded. */
static void
note_address(const struct tab *t, const char *url)
{
    static unsigned last_tab;
    static char last[MAX_DETAIL];
    char text[MAX_DETAIL];

    snprintf(text, sizeof text, "tab %u is %s", t->id, url);
    if (t->id == last_tab && strcmp(text, last) == 0)
        return;
    last_tab = t->id;
    memcpy(last, text, sizeof last);
    trace_add(&(struct trace_record){.page = t->id,
                                     .phase = TRACE_NOTE,
                                     .length = (uint32_t)strlen(text),
                                     .payload = span_of(text)});
}

static void
show_toolbar(void)
{
    static struct toolbar_tab shown[MAX_TABS];
    static char notice[1024];
    const char *of_gpu = compositor_notice(&shell.gpu_notice);
    struct tab *active = tab_active();
    struct toolbar_state s = {.tabs = shown, .zoom = 100, .progress = -1};
    const struct child *hung;
    struct buf question = {0};
    int i = 0;

    for (struct tab *t = tabs_first(); t != NULL; t = t->following, i++) {
        shown[i] = (struct toolbar_tab){.title = tab_title(t),
                                        .loading = shows_loading(t),
                                        .dead = t->page && t->page->dead,
                                        .unresponsive = hang_of_tab(t) != NULL};
        if (t == active)
            s.active = i;
    }
    s.tab_count = i;
    if (active == NULL)
        return;
    hung = hang_of_tab(active);
    s.url = active->current >= 0 ? active->entries[active->current].url : "";
    if (strcmp(s.url, "about:blank") == 0)
        s.url = "";
    note_address(active, s.url);
    s.security = shell_security(active);
    s.can_back = active->current > 0;
    s.can_forward = active->current + 1 < active->count;
    s.loading = shows_loading(active);
    s.bookmarked = s.url[0] != 0 && store_bookmark_is(s.url);
    s.zoom = active->scale;
    snprintf(notice, sizeof notice, "%s",
             active->notice[0] != 0 ? active->notice
             : of_gpu[0] != 0       ? of_gpu
                                    : shell.notice);
    s.notice = notice;
    if (hung != NULL && supervisor_should_ask(hung)) {
        hang_describe(&question, active, hung);
        s.question = buf_text(&question);
        s.answers[0] = "Wait";
        s.answers[1] = "Stop";
    } else if (active->asks_resend) {
        s.question = "This page answered a form. To show it again, what you "
                     "entered must be sent again.";
        s.answers[0] = "Cancel";
        s.answers[1] = "Send again";
    }
    toolbar_show(shell.toolbar, &s);
    window_set_title(tab_title(active));
    buf_finish(&question);
}

enum security
shell_security(const struct tab *t)
{
    const char *url = tab_url(t);

    if (t->failed) /* what did not load is neither; a bad certificate is */
        return strncmp(url, "https:", 6) == 0 ? SECURITY_ERROR : SECURITY_NONE;
    if (t->secure)
        return SECURITY_SECURE;
    if (strncmp(url, "http", 4) == 0)
        return SECURITY_INSECURE;
    if (strncmp(url, "file:", 5) == 0)
        return SECURITY_LOCAL;
    return strncmp(url, "about:", 6) == 0 ? SECURITY_INTERNAL : SECURITY_NONE;
}

/* Before each sleep: whatever changed in the turn is painted once. */
static void
update(void *unused)
{
    unsigned gpu_notice;
    int height;

    (void)unused;
    shell_tell_keyboard();
    shell_show_cursor();
    compositor_notice(&gpu_notice);
    if (shell.toolbar_dirty || gpu_notice != shell.gpu_notice) {
        shell.toolbar_dirty = false;
        show_toolbar();
        height = toolbar_height(shell.toolbar, shell.width);
        if (height != shell.content.y)
            shell_layout();
        shell.bar_dirty = true;
    }
    if (shell.bar_dirty) {
        struct rect damage;

        shell.bar_dirty = false;
        own_surface_resize(&shell.bar, shell.width, shell.content.y);
        damage = toolbar_paint(shell.toolbar, &shell.bar.pixels);
        own_surface_commit(&shell.bar, damage);
    }
}

void
shell_layout(void)
{
    int top = toolbar_height(shell.toolbar, shell.width);

    shell.content = (struct rect){0, top, shell.width,
                                  shell.height > top ? shell.height - top : 1};
    own_surface_resize(&shell.bar, shell.width, top);
    shell.bar_dirty = true;
    tabs_set_view(shell.content.width, shell.content.height);
    compositor_damage();
}

static void
stage(void)
{
    struct tab *t = tab_active();
    struct rect top = {0, 0, shell.width, shell.content.y};

    stage_content(t, shell.content, !shell.hide_scrollbars);
    shell_stage_status(t);
    shell_stage_tooltip();
    if (shell.bar.surface != NULL)
        compositor_layer(shell.bar.surface, top, 0, 0);
}

/* ---- commands ----------------------------------------------------------- */

static void
open_tab(const char *url)
{
    struct tab *t = tab_create(url, NULL);

    if (t == NULL)
        return;
    tab_activate(t);
    if (url == NULL || strcmp(url, "about:blank") == 0)
        toolbar_focus_address(shell.toolbar);
}

void
shell_close_tab(struct tab *t)
{
    if (t->current >= 0) {
        free(shell.closed[CLOSED_TABS - 1]);
        memmove(shell.closed + 1, shell.closed,
                (CLOSED_TABS - 1) * sizeof *shell.closed);
        shell.closed[0] = strdup(tab_url(t));
    }
    tab_close(t);
    session_changed();
    if (tabs_count() == 0) {
        loop_stop(shell.loop, 0);
        return;
    }
    shell.toolbar_dirty = true;
    compositor_damage();
}

static void
reopen_tab(void)
{
    char *url = shell.closed[0];

    if (url == NULL)
        return;
    memmove(shell.closed, shell.closed + 1,
            (CLOSED_TABS - 1) * sizeof *shell.closed);
    shell.closed[CLOSED_TABS - 1] = NULL;
    open_tab(url);
    free(url);
}

static struct tab *
nth_tab(int n)
{
    struct tab *t = tabs_first();

    while (t != NULL && n-- > 0)
        t = t->following;
    return t;
}

static void
step_tab(int distance)
{
    int n = 0, count = tabs_count();

    for (struct tab *t = tabs_first(); t != tab_active(); t = t->following)
        n++;
    tab_activate(nth_tab((n + distance + count) % count));
}

static void
zoom(struct tab *t, int direction)
{
    static const int steps[] = {25,  33,  50,  67,  75,  80,  90,  100, 110,
                                125, 150, 175, 200, 250, 300, 400, 500};
    int count = (int)(sizeof steps / sizeof *steps), i = 0;

    while (i < count - 1 && steps[i] < t->scale)
        i++;
    i += direction;
    tab_set_scale(t, steps[i < 0 ? 0 : i >= count ? count - 1 : i]);
}

static void
navigate_to(struct tab *t, const char *url)
{
    toolbar_blur(shell.toolbar);
    tab_navigate(t, url, "", NAVIGATE_NEW, 0);
}

/* The commands that need no tab of their own and those of the strip. */
static bool
run_tab_command(enum command command)
{
    switch (command) {
    case COMMAND_NEW_TAB:
        open_tab("about:blank");
        return true;
    case COMMAND_CLOSE_TAB:
        shell_close_tab(tab_active());
        return true;
    case COMMAND_REOPEN_TAB:
        reopen_tab();
        return true;
    case COMMAND_NEXT_TAB:
        step_tab(1);
        return true;
    case COMMAND_PREVIOUS_TAB:
        step_tab(-1);
        return true;
    case COMMAND_LAST_TAB:
        tab_activate(nth_tab(tabs_count() - 1));
        return true;
    case COMMAND_HISTORY:
        open_tab("about:history");
        return true;
    case COMMAND_BOOKMARKS:
        open_tab("about:bookmarks");
        return true;
    case COMMAND_ADDRESS:
        toolbar_focus_address(shell.toolbar);
        return true;
    case COMMAND_QUIT:
        loop_stop(shell.loop, 0);
        return true;
    default:
        if (command >= COMMAND_TAB_1 && command <= COMMAND_TAB_8) {
            struct tab *t = nth_tab((int)command - COMMAND_TAB_1);

            if (t != NULL)
                tab_activate(t);
            return true;
        }
        return false;
    }
}

void
shell_run(enum command command)
{
    struct tab *t = tab_active();

    if (command == COMMAND_COPY || command == COMMAND_CUT)
        trace_add(
            &(struct trace_record){.phase = TRACE_NOTE,
                                   .length = sizeof TRACE_PERSON_COPIES - 1,
                                   .payload = span_of(TRACE_PERSON_COPIES)});
    if (t == NULL || run_tab_command(command) || shell_page_command(t, command))
        return;
    switch (command) {
    case COMMAND_BACK:
        tab_go(t, -1);
        break;
    case COMMAND_FORWARD:
        tab_go(t, 1);
        break;
    case COMMAND_RELOAD:
    case COMMAND_RELOAD_HARD:
        tab_reload(t, command == COMMAND_RELOAD_HARD);
        break;
    case COMMAND_STOP:
        tab_stop(t);
        break;
    case COMMAND_HOME:
        navigate_to(t, shell.home);
        break;
    case COMMAND_BOOKMARK:
        if (t->current >= 0)
            store_bookmark_toggle(tab_url(t), tab_title(t));
        shell.toolbar_dirty = true;
        break;
    case COMMAND_ZOOM_IN:
        zoom(t, 1);
        break;
    case COMMAND_ZOOM_OUT:
        zoom(t, -1);
        break;
    case COMMAND_ZOOM_RESET:
        tab_set_scale(t, 100);
        break;
    default:
        shell_scroll_command(command);
        break;
    }
}

/* ---- what the toolbar says ---------------------------------------------- */

static void
bar_command(void *owner, enum command command)
{
    (void)owner;
    shell_run(command);
}

static void
bar_select(void *owner, int index)
{
    struct tab *t = nth_tab(index);

    (void)owner;
    if (t != NULL)
        tab_activate(t);
}

static void
bar_close(void *owner, int index)
{
    struct tab *t = nth_tab(index);

    (void)owner;
    if (t != NULL)
        shell_close_tab(t);
}

static void
bar_enter(void *owner, const char *text, bool new_tab)
{
    struct buf url = {0};
    struct tab *t = tab_active();

    (void)owner;
    if (new_tab && (t = tab_create(NULL, t)) != NULL)
        tab_activate(t);
    if (t == NULL)
        return;
    if (tab_address(&url, text))
        navigate_to(t, buf_text(&url));
    else
        navigate_to(t, text);
    buf_finish(&url);
}

/* An address as a person would type it: without scheme and "www." unless the
 * typed text has them. */
static const char *
as_typed(const char *url, const char *typed)
{
    static const char *const heads[] = {"http://", "https://", "www."};

    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        size_t size = strlen(heads[i]);

        if (strncmp(typed, heads[i],
                    size < strlen(typed) ? size : strlen(typed)) &&
            strncmp(url, heads[i], size) == 0)
            url += size;
    }
    return url;
}

struct completion {
    const char *typed;
    char best[MAX_URL + 1];
    bool found;
};

static bool
take_completion(const struct store_entry *entry, void *data)
{
    struct completion *c = data;
    const char *text = as_typed(entry->url, c->typed);

    if (strncasecmp(text, c->typed, strlen(c->typed)) == 0) {
        snprintf(c->best, sizeof c->best, "%s", text);
        c->found = true;
    }
    return !c->found;
}

static const char *
bar_complete(void *owner, const char *text)
{
    static struct completion c;

    (void)owner;
    c.typed = text;
    c.found = false;
    store_complete(text, 8, take_completion, &c);
    return c.found ? c.best : NULL;
}

static void
bar_dismiss(void *owner)
{
    struct tab *t = tab_active();
    unsigned serial;

    (void)owner;
    if (t != NULL && t->notice[0] != 0)
        t->notice[0] = 0;
    else if (compositor_notice(&serial)[0] != 0)
        compositor_dismiss_notice();
    else
        shell.notice[0] = 0;
    shell.toolbar_dirty = true;
}

static void
bar_answer(void *owner, bool other)
{
    struct child *hung = tab_active() ? hang_of_tab(tab_active()) : NULL;

    (void)owner;
    if (hung != NULL && supervisor_should_ask(hung))
        hang_answer(hung, other);
    else if (tab_active() != NULL && tab_active()->asks_resend)
        tab_resend(tab_active(), other);
    shell.toolbar_dirty = true;
}

static void
bar_changed(void *owner)
{
    (void)owner;
    shell.bar_dirty = true;
}

/* ---- what tabs say ------------------------------------------------------ */

/* A badge, the question, or the end of both. */
static void
on_supervised(struct child *c)
{
    gpu_watch_changed(shell.loop, c);
    shell.toolbar_dirty = true;
}

static void
keep_spare(void *unused)
{
    (void)unused;
    shell.spare = NULL;
    page_keep_spare();
}

static void
on_changed(struct tab *t)
{
    (void)t;
    shell.toolbar_dirty = true;
    session_changed();
    if (shell.spare == NULL) /* later: first what the person waits for */
        shell.spare = loop_after(shell.loop, SPARE_AFTER, keep_spare, NULL);
}

static void
on_damaged(struct tab *t)
{
    if (t == tab_active())
        compositor_damage();
}

/* What was dead or slow in the tab's place is so no longer. */
static void
on_shown(struct tab *t)
{
    shell.toolbar_dirty = true;
    on_damaged(t);
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

static const struct tabs_events tab_events = {
    on_changed, on_damaged, on_shown, on_complete, on_failed, shell_set_notice};
static const struct toolbar_events bar_events = {
    bar_command, bar_select,  bar_close,  bar_enter,  bar_complete,
    shell_find,  bar_dismiss, bar_answer, bar_changed};

void
shell_set_notice(const char *text)
{
    size_t size = strlen(shell.notice);

    if (strstr(shell.notice, text) != NULL)
        return;
    snprintf(shell.notice + size, sizeof shell.notice - size, "%s%s",
             size > 0 ? " " : "", text);
    shell.toolbar_dirty = true;
}

static void
open_first_tabs(char *const urls[], int count)
{
    for (int i = 0; i < count; i++) {
        struct buf url = {0};
        struct tab *t;

        t = tab_create(tab_argument(&url, urls[i]) ? buf_text(&url) : urls[i],
                       NULL);
        buf_finish(&url);
        if (t != NULL && i == 0)
            tab_activate(t);
    }
    if (count == 0)
        open_tab(session_was_cut() ? "about:session" : "about:blank");
    else if (session_was_cut())
        shell_set_notice("The last session ended unexpectedly: about:session "
                         "has its tabs.");
}

static void
close_all(void)
{
    compositor_close();
    tabs_close_all();
    loop_cancel(shell.spare);
    shell.spare = NULL;
    supervisor_close();
    own_surface_finish(&shell.bar);
    shell_close_bubbles();
    toolbar_destroy(shell.toolbar);
    shell.toolbar = NULL;
    window_close();
}

/* The window comes last: while X makes it, the children start. */
bool
shell_open(struct loop *l, const struct shell_options *options,
           char *const urls[], int count)
{
    int width, height;

    shell.loop = l;
    shell.width = options->width;
    shell.height = options->height;
    shell.hide_scrollbars = options->hide_scrollbars;
    shell.home = options->home;
    supervisor_open(l, on_supervised);
    tabs_open(l, &tab_events);
    shell_page_open();
    shell_open_bubbles();
    if (options->shared[0] == 0)
        session_open(l);
    else
        shell_set_notice(options->shared);
    /* Before the compositor's hook: what it paints goes out in this turn. */
    loop_before_sleep(l, update, NULL);
    compositor_open(l, false, shell.width, shell.height, options->gpu, stage);
    shell.toolbar = toolbar_create(l, &bar_events, NULL);
    shell_layout();
    open_first_tabs(urls, count);
    if (!window_open(l, shell.width, shell.height, &shell_window_events,
                     NULL)) {
        close_all(); /* the stored session stays as it is */
        return false;
    }
    window_size(&width, &height);
    if (width != shell.width || height != shell.height) {
        shell.width = width;
        shell.height = height;
        compositor_resize(width, height);
        shell_layout();
    }
    compositor_set_window(window_number());
    return true;
}

void
shell_close(void)
{
    session_close();
    close_all();
}
