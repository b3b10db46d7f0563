/*
 * shell_input.c - where a person's input goes: toolbar, scrollbars, buttons
 * of the sad page, plugins, the page.
 *
 * Process: browser.  Distrusts: nothing here comes from a child.
 */
#include "shell_input.h"
#include "page_text.h"
#include "stage.h"
#include "supervisor.h"

#include <math.h>
#include <stdio.h>

enum { NOTCH = 53, LINE = 40, TRACK_WIDTH = 12 }; /* pixels */
/* A child that does not read misses moves of the pointer before all else. */
enum { MOVE_ROOM = MAX_QUEUE / 2 };

static void
redraw(void)
{
    compositor_damage();
}

static struct page *
active_page(void)
{
    struct tab *t = tab_active();

    return t != NULL ? t->page : NULL;
}

static bool
is_live(const struct child *c)
{
    return c != NULL && c->state == CHILD_LIVE;
}

/* ---- what is where ------------------------------------------------------ */

/* What a place in the window belongs to: the innermost page, and the plugin or
 * dead frame in it, if it is one's. */
struct target {
    struct page *page;
    struct embed *embed;     /* or NULL */
    struct rect area, place; /* of the page, of the embed */
};

static struct embed *
embed_at(struct page *p, struct rect area, int x, int y)
{
    for (int i = 0; p != NULL && i < MAX_EMBEDS; i++) {
        struct embed *e = &p->embeds[i];

        if (e->in_use && e->placed && (e->plugin != NULL || e->is_frame) &&
            rect_contains(stage_embed_place(e, area), x, y))
            return e;
    }
    return NULL;
}

static struct target
target_at(int x, int y)
{
    struct target t = {.page = active_page(), .area = shell.content};

    while ((t.embed = embed_at(t.page, t.area, x, y)) != NULL) {
        t.place = stage_embed_place(t.embed, t.area);
        if (t.embed->frame == NULL || t.embed->dead ||
            t.embed->frame->page == NULL)
            break;
        t.page = t.embed->frame->page;
        t.area = t.place;
    }
    return t;
}

/* ---- scrolling ---------------------------------------------------------- */

/* False when the page stays where it is: it is as far as it goes. */
static bool
scroll_page(struct page *p, int dx, int dy)
{
    int width, height;

    if (p == NULL || p->surface == NULL)
        return false;
    p->restore_x = p->restore_y = -1;
    tab_view(p->tab, &width, &height);
    if (!page_scroll_to(p, p->scroll_x + dx, p->scroll_y + dy, width, height))
        return false;
    tab_send_views(p->tab);
    redraw();
    return true;
}

/* A frame that is as far as it goes moves the page around it. */
static void
scroll_chain(struct page *p, int dx, int dy)
{
    while (p != NULL && !scroll_page(p, dx, dy))
        p = p->tab->host != NULL ? p->tab->host->page : NULL;
}

/* The page that the keyboard is for: the window's, or of a frame in it. */
struct page *
shell_focused_page(void)
{
    struct page *p = shell.focused_surface != 0
                         ? page_of_surface(shell.focused_surface)
                         : NULL;

    return p != NULL && tab_top(p->tab) == tab_active() ? p : active_page();
}

static void
scroll_by(int dx, int dy)
{
    scroll_chain(shell_focused_page(), dx, dy);
}

void
shell_scroll_command(enum command command)
{
    int width, page = LINE;

    if (shell_focused_page() != NULL)
        tab_view(shell_focused_page()->tab, &width, &page);
    page -= LINE;
    switch (command) {
    case COMMAND_SCROLL_UP:
        scroll_by(0, -LINE);
        break;
    case COMMAND_SCROLL_DOWN:
        scroll_by(0, LINE);
        break;
    case COMMAND_SCROLL_LEFT:
        scroll_by(-LINE, 0);
        break;
    case COMMAND_SCROLL_RIGHT:
        scroll_by(LINE, 0);
        break;
    case COMMAND_PAGE_UP:
        scroll_by(0, -(page > LINE ? page : LINE));
        break;
    case COMMAND_PAGE_DOWN:
        scroll_by(0, page > LINE ? page : LINE);
        break;
    case COMMAND_TOP:
        scroll_by(0, -MAX_CONTENT);
        break;
    case COMMAND_BOTTOM:
        scroll_by(0, MAX_CONTENT);
        break;
    default:
        break;
    }
}

static int
wheel_bound(int by)
{
    return by > MAX_WHEEL ? MAX_WHEEL : by < -MAX_WHEEL ? -MAX_WHEEL : by;
}

/* A plugin of the browser's own has it for itself. */
static bool
give_embed_wheel(const struct target *at, int x, int y, int dx, int dy)
{
    struct embed *e = at->embed;

    if (!e->is_ours || e->surface == NULL || !is_live(e->child))
        return false;
    if ((dx != 0 || dy != 0) && child_has_room(e->child, MOVE_ROOM))
        send_wheel(e->child->channel,
                   &(struct msg_wheel){e->surface->id, x - at->place.x,
                                       y - at->place.y, wheel_bound(dx),
                                       wheel_bound(dy)});
    return true;
}

/* To a box in the page, if its renderer wants it and gets on: a page that
 * hangs is scrolled without it. */
static bool
give_wheel(const struct target *at, int x, int y, int dx, int dy)
{
    struct page *p = at->page;

    if (at->embed != NULL)
        return give_embed_wheel(at, x, y, dx, dy);
    if (p == NULL || !p->wheel_is_pages || p->surface == NULL ||
        !is_live(p->renderer) || supervisor_is_slow(p->renderer))
        return false;
    if ((dx != 0 || dy != 0) && child_has_room(p->renderer, MOVE_ROOM))
        send_wheel(p->renderer->channel,
                   &(struct msg_wheel){p->surface->id,
                                       x - at->area.x + p->scroll_x,
                                       y - at->area.y + p->scroll_y,
                                       wheel_bound(dx), wheel_bound(dy)});
    return true;
}

static void
on_wheel(void *owner, float dx, float dy, int x, int y, unsigned modifiers)
{
    float whole_x, whole_y;

    struct target at;

    (void)owner;
    shell_tooltip_drop();
    if (modifiers & MODIFIER_CTRL) {
        shell_run(dy < 0 ? COMMAND_ZOOM_IN : COMMAND_ZOOM_OUT);
        return;
    }
    if (y < shell.content.y)
        return;
    if (modifiers & MODIFIER_SHIFT) {
        dx = dy;
        dy = 0;
    }
    shell.wheel_x = modff(shell.wheel_x + dx * NOTCH, &whole_x);
    shell.wheel_y = modff(shell.wheel_y + dy * NOTCH, &whole_y);
    at = target_at(x, y);
    if (!give_wheel(&at, x, y, (int)whole_x, (int)whole_y))
        scroll_chain(at.page, (int)whole_x, (int)whole_y);
}

/* Drags the thumb so that the pointer keeps its place on it. */
static void
drag_thumb(int x, int y)
{
    struct page *p = page_of_surface(shell.grabbed_surface);
    struct rect area;
    struct scrollbar b;
    int at, length;
    int64_t room, hidden;

    if (p == NULL)
        return;
    area = stage_page_area(p, shell.content);
    b = stage_scrollbar(p, area, shell.thumb_vertical);
    at = (shell.thumb_vertical ? y - area.y : x - area.x) - shell.thumb_offset;
    length = shell.thumb_vertical ? area.height : area.width;
    room = length - b.length;
    if (!b.is_needed || room <= 0)
        return;
    if (shell.thumb_vertical) {
        hidden = (int)p->surface->height - area.height;
        scroll_page(p, 0, (int)(at * hidden / room) - p->scroll_y);
    } else {
        hidden = (int)p->surface->width - area.width;
        scroll_page(p, (int)(at * hidden / room) - p->scroll_x, 0);
    }
}

/* A press on a scrollbar: on the thumb it drags, beside it, it pages. */
static bool
press_scrollbar(const struct target *t, int x, int y)
{
    struct rect area = t->area;
    struct page *p = t->page;

    for (int vertical = 1; vertical >= 0; vertical--) {
        struct scrollbar b = stage_scrollbar(p, area, vertical);
        int along = vertical ? y - area.y : x - area.x;
        int across =
            vertical ? area.x + area.width - x : area.y + area.height - y;

        if (!b.is_needed || across > TRACK_WIDTH || shell.hide_scrollbars)
            continue;
        if (along < b.start || along >= b.start + b.length) {
            int page = vertical ? area.height : area.width;
            int step = along < b.start ? -page : page;

            scroll_page(p, vertical ? 0 : step, vertical ? step : 0);
            return true;
        }
        shell.grab = GRAB_THUMB;
        shell.grabbed_surface = p->surface->id;
        shell.thumb_vertical = vertical;
        shell.thumb_offset = along - b.start;
        return true;
    }
    return false;
}

/* ---- the pointer comes and goes ----------------------------------------- */

static void
leave(uint32_t surface)
{
    struct surface *s = surface_find(surface);

    if (s != NULL && is_live(s->painter))
        send_pointer(
            s->painter->channel,
            &(struct msg_pointer){.surface = surface, .action = POINTER_LEAVE});
}

static void
enter(uint32_t surface)
{
    if (shell.hovered_surface == surface)
        return;
    if (shell.hovered_surface != 0)
        leave(shell.hovered_surface);
    shell.hovered_surface = surface;
}

/* ---- buttons of the dead ------------------------------------------------ */

static bool
over_button(struct rect place, struct rect button, int x, int y)
{
    return rect_contains(button, x - place.x, y - place.y);
}

static void
hover_button(bool *hover, bool now)
{
    if (*hover != now) {
        *hover = now;
        redraw();
    }
}

/* What replays this death, for a terminal. */
static void
copy_replay(struct page *p)
{
    struct buf command = {0};

    if (stage_replay_command(&command, p->autopsy.number)) {
        window_clipboard_set(buf_text(&command));
        snprintf(p->tab->notice, sizeof p->tab->notice,
                 "Copied; paste it into a terminal to replay what %s #%u was "
                 "told.",
                 p->autopsy.role, p->autopsy.number);
        shell.toolbar_dirty = true;
        redraw();
    }
    buf_finish(&command);
}

/* True if the pointer is the sad page's. */
static bool
use_sad_page(struct page *p, int action, int button, int x, int y)
{
    bool over, copies, clicked;

    if (!p->dead)
        return false;
    over = over_button(shell.content, p->button, x, y);
    copies = over_button(shell.content, p->copy, x, y);
    clicked = action == POINTER_UP && button == BUTTON_LEFT;
    hover_button(&p->button_hover, over);
    hover_button(&p->copy_hover, copies);
    window_set_cursor(over || copies ? CURSOR_HAND : CURSOR_ARROW);
    if (copies && clicked)
        copy_replay(p);
    else if (over && clicked)
        shell_run(COMMAND_RELOAD);
    return true;
}

static bool
use_dead_embed(struct embed *e, struct rect place, int action, int button,
               int x, int y)
{
    bool over = over_button(place, e->button, x, y);

    if (!e->dead)
        return false;
    enter(0);
    hover_button(&e->button_hover, over);
    if (over && action == POINTER_UP && button == BUTTON_LEFT)
        embed_reload(e);
    window_set_cursor(over ? CURSOR_HAND : CURSOR_ARROW);
    return true;
}

/* ---- pages and plugins -------------------------------------------------- */

/* The embed a surface belongs to, if it still does. */
static struct embed *
embed_still(uint32_t surface)
{
    return surface != 0 ? embed_of_surface(surface) : NULL;
}

/* Plugins are told here, pages by shell_tell_keyboard. */
static void
tell_focus(uint32_t surface, bool focused)
{
    struct embed *e = embed_still(surface);

    if (e != NULL && is_live(e->child))
        send_focus(e->child->channel, &(struct msg_focus){surface, focused});
}

/* surface: of a plugin or a frame's page; 0: the tab's page. */
static void
give_focus(uint32_t surface)
{
    if (surface == shell.focused_surface)
        return;
    tell_focus(shell.focused_surface, false);
    shell.focused_surface = surface;
    tell_focus(surface, true);
}

static void
point_embed(struct embed *e, struct rect place, int action, int button, int x,
            int y, unsigned modifiers, int clicks)
{
    if (e->surface == NULL || !is_live(e->child))
        return;
    enter(e->surface->id);
    if (action == POINTER_MOVE && !child_has_room(e->child, MOVE_ROOM))
        return;
    if (action == POINTER_DOWN)
        give_focus(e->surface->id);
    send_pointer(e->child->channel,
                 &(struct msg_pointer){
                     e->surface->id, (choice_t)action, (choice_t)button,
                     x - place.x, y - place.y, modifiers, (uint32_t)clicks});
}

static void
point_page(struct page *p, struct rect area, int action, int button, int x,
           int y, unsigned modifiers, int clicks)
{
    if (p->surface == NULL || !is_live(p->renderer))
        return;
    enter(p->surface->id);
    if (action == POINTER_DOWN)
        give_focus(p == active_page() ? 0 : p->surface->id);
    if (action == POINTER_MOVE && !child_has_room(p->renderer, MOVE_ROOM))
        return;
    if (action == POINTER_DOWN || action == POINTER_UP)
        page_note_input(p);
    send_pointer(p->renderer->channel,
                 &(struct msg_pointer){
                     p->surface->id, (choice_t)action, (choice_t)button,
                     x - area.x + p->scroll_x, y - area.y + p->scroll_y,
                     modifiers, (uint32_t)clicks});
    if (action == POINTER_UP || action == POINTER_DOWN)
        p->may_paste = action == POINTER_UP && button == BUTTON_MIDDLE;
    if (action == POINTER_UP && button == BUTTON_LEFT)
        page_copy(p, COPY_PRIMARY,
                  false); /* X's way: what is selected is copied */
}

/* While a button is held all goes to where it was pressed. */
static struct target
grabbed_or_at(int x, int y)
{
    struct target t = {NULL, NULL, {0, 0, 0, 0}, {0, 0, 0, 0}};

    if (shell.grab != GRAB_PAGE && shell.grab != GRAB_EMBED)
        return target_at(x, y);
    if (shell.grab == GRAB_EMBED) {
        t.embed = embed_still(shell.grabbed_surface);
        t.page = t.embed != NULL ? t.embed->page : NULL;
    } else {
        t.page = page_of_surface(shell.grabbed_surface);
    }
    if (t.page != NULL)
        t.area = stage_page_area(t.page, shell.content);
    if (t.embed != NULL)
        t.place = stage_embed_place(t.embed, t.area);
    return t;
}

static void
point_content(int action, int button, int x, int y, unsigned modifiers,
              int clicks)
{
    struct page *active = active_page();
    struct target t;

    if (active == NULL)
        return;
    if (use_sad_page(active, action, button, x, y))
        return;
    t = grabbed_or_at(x, y);
    if (t.page == NULL)
        return;
    if (t.embed == NULL && action == POINTER_DOWN && button == BUTTON_LEFT &&
        press_scrollbar(&t, x, y))
        return;
    if (t.embed != NULL &&
        use_dead_embed(t.embed, t.place, action, button, x, y))
        return;
    if (t.embed != NULL && t.embed->surface != NULL) {
        if (action == POINTER_DOWN) {
            shell.grab = GRAB_EMBED;
            shell.grabbed_surface = t.embed->surface->id;
        }
        point_embed(t.embed, t.place, action, button, x, y, modifiers, clicks);
    } else if (t.embed == NULL && t.page->surface != NULL) {
        if (action == POINTER_DOWN) {
            shell.grab = GRAB_PAGE;
            shell.grabbed_surface = t.page->surface->id;
        }
        point_page(t.page, t.area, action, button, x, y, modifiers, clicks);
    }
}

/* The page under the pointer, as far as it was told so. */
static struct page *
hovered_page(void)
{
    struct embed *e = embed_still(shell.hovered_surface);

    if (e != NULL)
        return e->page;
    return shell.hovered_surface != 0 ? page_of_surface(shell.hovered_surface)
                                      : NULL;
}

static void
give_pointer(int action, int button, int x, int y, unsigned modifiers,
             int clicks)
{
    bool inside = action != POINTER_LEAVE && rect_contains(shell.content, x, y);

    if (action == POINTER_DOWN && (button == BUTTON_NONE))
        return;
    if (shell.grab == GRAB_THUMB) {
        if (action == POINTER_UP)
            shell.grab = GRAB_NONE;
        else
            drag_thumb(x, y);
        return;
    }
    if (shell.grab <= GRAB_TOOLBAR &&
        toolbar_pointer(shell.toolbar, action, button, x, y, modifiers,
                        clicks)) {
        shell.grab = action == POINTER_DOWN ? GRAB_TOOLBAR
                     : action == POINTER_UP ? GRAB_NONE
                                            : shell.grab;
        window_set_cursor(toolbar_cursor(shell.toolbar));
        enter(0);
        return;
    }
    if (action == POINTER_DOWN)
        toolbar_blur(shell.toolbar);
    if (inside || shell.grab == GRAB_PAGE || shell.grab == GRAB_EMBED)
        point_content(action, button, x, y, modifiers, clicks);
    else
        enter(0);
    if (action == POINTER_UP)
        shell.grab = GRAB_NONE;
    if (inside && hovered_page() != NULL)
        window_set_cursor(hovered_page()->cursor);
}

static void
on_pointer(void *owner, int action, int button, int x, int y,
           unsigned modifiers, int clicks)
{
    (void)owner;
    give_pointer(action, button, x, y, modifiers, clicks);
    if (action == POINTER_MOVE && shell.grab == GRAB_NONE)
        shell_tooltip_point(x, y);
    else
        shell_tooltip_drop();
}

void
shell_cursor_changed(const struct page *p)
{
    if (shell.toolbar != NULL && hovered_page() == p)
        shell.cursor_dirty = true;
}

void
shell_show_cursor(void)
{
    const struct page *p = hovered_page();

    if (shell.cursor_dirty && p != NULL && !p->dead)
        window_set_cursor(p->cursor);
    shell.cursor_dirty = false;
}

/* ---- the keyboard ------------------------------------------------------- */

static void
on_key(void *owner, uint32_t code, unsigned modifiers, bool down)
{
    struct embed *e = embed_still(shell.focused_surface);
    struct page *p = shell_focused_page();
    bool page_first = false;
    enum command command = key_command(code, modifiers, &page_first);

    (void)owner;
    if (down)
        shell_tooltip_drop();
    if (down && command != COMMAND_NONE && !page_first) {
        shell_run(command);
        return;
    }
    if (toolbar_has_focus(shell.toolbar)) {
        if (down && !toolbar_key(shell.toolbar, code, modifiers) &&
            command == COMMAND_STOP)
            shell_run(command);
        return;
    }
    if (e != NULL && is_live(e->child)) {
        send_key(e->child->channel, &(struct msg_key){shell.focused_surface,
                                                      code, modifiers, down});
        return;
    }
    if (command != COMMAND_NONE &&
        (p == NULL || !page_first ||
         !key_is_pages(p->editing, code, modifiers))) {
        if (down)
            shell_run(command);
        return;
    }
    if (p == NULL || p->surface == NULL || !is_live(p->renderer))
        return;
    if (down) /* what is let go may have been pressed in the address bar */
        page_note_input(p);
    send_key(p->renderer->channel,
             &(struct msg_key){p->surface->id, code, modifiers, down});
}

static void
on_text(void *owner, const char *utf8)
{
    struct embed *e = embed_still(shell.focused_surface);
    struct page *p = shell_focused_page();

    (void)owner;
    if (toolbar_text(shell.toolbar, utf8))
        return;
    if (e != NULL && is_live(e->child))
        send_text_input(
            e->child->channel,
            &(struct msg_text_input){shell.focused_surface, span_of(utf8)});
    else if (p != NULL) {
        page_note_input(p);
        page_type(p, utf8);
    }
}

/* ---- the window --------------------------------------------------------- */

static void
on_resized(void *owner, int width, int height)
{
    (void)owner;
    shell.width = width < 1 ? 1 : width > MAX_WINDOW ? MAX_WINDOW : width;
    shell.height = height < 1 ? 1 : height > MAX_WINDOW ? MAX_WINDOW : height;
    compositor_resize(shell.width, shell.height);
    shell_layout();
}

static void
on_exposed(void *owner)
{
    (void)owner;
    redraw();
}

static void
on_closed(void *owner)
{
    (void)owner;
    loop_stop(shell.loop, 0);
}

static void
on_focused(void *owner, bool focused)
{
    (void)owner;
    shell_tooltip_drop();
    shell.focused = focused;
}

void
shell_tell_keyboard(void)
{
    bool has = shell.focused && !toolbar_has_focus(shell.toolbar) &&
               embed_still(shell.focused_surface) == NULL;

    for (struct page *p = pages_first(); p != NULL; p = p->next)
        page_send_keyboard(p, has && p == shell_focused_page());
}

const struct window_events shell_window_events = {
    on_resized, on_exposed, on_closed, on_focused,
    on_pointer, on_wheel,   on_key,    on_text};
