/*
 * shell_input.c - where a person's input goes: toolbar, scrollbars, buttons
 * of the sad page, plugins, the page.
 *
 * Process: browser.  Distrusts: nothing here comes from a child.
 */
#include "shell_input.h"
#include "page_text.h"
#include "stage.h"

#include <math.h>

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

/* ---- scrolling ---------------------------------------------------------- */

static void
scroll_by(int dx, int dy)
{
    struct page *p = active_page();

    if (p == NULL || p->surface == NULL)
        return;
    p->restore_x = p->restore_y = -1;
    if (page_scroll_to(p, p->scroll_x + dx, p->scroll_y + dy,
                       shell.content.width, shell.content.height)) {
        tabs_set_view(shell.content.width, shell.content.height);
        redraw();
    }
}

void
shell_scroll_command(enum command command)
{
    int page = shell.content.height - LINE;

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

static void
on_wheel(void *owner, float dx, float dy, int x, int y, unsigned modifiers)
{
    float whole_x, whole_y;

    (void)owner;
    (void)x;
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
    scroll_by((int)whole_x, (int)whole_y);
}

/* Drags the thumb so that the pointer keeps its place on it. */
static void
drag_thumb(int x, int y)
{
    struct page *p = active_page();
    struct scrollbar b =
        stage_scrollbar(p, shell.content, shell.thumb_vertical);
    int at =
        (shell.thumb_vertical ? y - shell.content.y : x) - shell.thumb_offset;
    int length =
        shell.thumb_vertical ? shell.content.height : shell.content.width;
    int64_t room = length - b.length, hidden;

    if (!b.is_needed || room <= 0)
        return;
    if (shell.thumb_vertical) {
        hidden = (int)p->surface->height - shell.content.height;
        scroll_by(0, (int)(at * hidden / room) - p->scroll_y);
    } else {
        hidden = (int)p->surface->width - shell.content.width;
        scroll_by((int)(at * hidden / room) - p->scroll_x, 0);
    }
}

/* A press on a scrollbar: on the thumb it drags, beside it, it pages. */
static bool
press_scrollbar(int x, int y)
{
    struct rect area = shell.content;
    struct page *p = active_page();

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

            scroll_by(vertical ? 0 : step, vertical ? step : 0);
            return true;
        }
        shell.grab = GRAB_THUMB;
        shell.thumb_vertical = vertical;
        shell.thumb_offset = along - b.start;
        return true;
    }
    return false;
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

/* True if the pointer is the sad page's. */
static bool
use_sad_page(struct page *p, int action, int button, int x, int y)
{
    bool over;

    if (!p->dead)
        return false;
    over = over_button(shell.content, p->button, x, y);
    hover_button(&p->button_hover, over);
    if (over && action == POINTER_UP && button == BUTTON_LEFT)
        shell_run(COMMAND_RELOAD);
    window_set_cursor(over ? CURSOR_HAND : CURSOR_ARROW);
    return true;
}

static bool
use_dead_embed(struct embed *e, int action, int button, int x, int y)
{
    struct rect place = stage_embed_place(e, shell.content);
    bool over = over_button(place, e->button, x, y);

    if (!e->dead)
        return false;
    hover_button(&e->button_hover, over);
    if (over && action == POINTER_UP && button == BUTTON_LEFT)
        embed_reload(e);
    window_set_cursor(over ? CURSOR_HAND : CURSOR_ARROW);
    return true;
}

/* ---- pages and plugins -------------------------------------------------- */

static struct embed *
embed_at(struct page *p, int x, int y)
{
    for (int i = 0; i < MAX_EMBEDS; i++) {
        struct embed *e = &p->embeds[i];

        if (e->in_use && e->placed && e->plugin != NULL &&
            rect_contains(stage_embed_place(e, shell.content), x, y))
            return e;
    }
    return NULL;
}

/* The embed a surface belongs to, if it still does. */
static struct embed *
embed_still(uint32_t surface)
{
    return surface != 0 ? embed_of_surface(surface) : NULL;
}

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

static void
give_focus(struct embed *e)
{
    struct embed *old = embed_still(shell.focused_surface);
    uint32_t now = e != NULL && e->surface != NULL ? e->surface->id : 0;

    if (now == shell.focused_surface)
        return;
    if (old != NULL && is_live(old->child))
        send_focus(old->child->channel,
                   &(struct msg_focus){shell.focused_surface, false});
    shell.focused_surface = now;
    if (now != 0 && is_live(e->child))
        send_focus(e->child->channel, &(struct msg_focus){now, true});
}

static void
point_embed(struct embed *e, int action, int button, int x, int y,
            unsigned modifiers, int clicks)
{
    struct rect place = stage_embed_place(e, shell.content);

    if (e->surface == NULL || !is_live(e->child))
        return;
    enter(e->surface->id);
    if (action == POINTER_MOVE && !child_has_room(e->child, MOVE_ROOM))
        return;
    if (action == POINTER_DOWN)
        give_focus(e);
    send_pointer(e->child->channel,
                 &(struct msg_pointer){
                     e->surface->id, (choice_t)action, (choice_t)button,
                     x - place.x, y - place.y, modifiers, (uint32_t)clicks});
}

static void
point_page(struct page *p, int action, int button, int x, int y,
           unsigned modifiers, int clicks)
{
    if (p->surface == NULL || !is_live(p->renderer))
        return;
    enter(p->surface->id);
    if (action == POINTER_DOWN)
        give_focus(NULL);
    if (action == POINTER_MOVE && !child_has_room(p->renderer, MOVE_ROOM))
        return;
    if (action == POINTER_DOWN || action == POINTER_UP)
        page_note_input(p);
    send_pointer(p->renderer->channel,
                 &(struct msg_pointer){p->surface->id, (choice_t)action,
                                       (choice_t)button,
                                       x - shell.content.x + p->scroll_x,
                                       y - shell.content.y + p->scroll_y,
                                       modifiers, (uint32_t)clicks});
    if (action == POINTER_UP && button == BUTTON_LEFT)
        page_copy(p, COPY_PRIMARY); /* X's way: what is selected is copied */
}

static void
point_content(int action, int button, int x, int y, unsigned modifiers,
              int clicks)
{
    struct page *p = active_page();
    struct embed *e;

    if (p == NULL)
        return;
    if (use_sad_page(p, action, button, x, y))
        return;
    if (action == POINTER_DOWN && button == BUTTON_LEFT &&
        press_scrollbar(x, y))
        return;
    e = shell.grab == GRAB_EMBED  ? embed_still(shell.grabbed_surface)
        : shell.grab == GRAB_PAGE ? NULL
                                  : embed_at(p, x, y);
    if (e != NULL && use_dead_embed(e, action, button, x, y))
        return;
    if (e != NULL) {
        if (action == POINTER_DOWN && e->surface != NULL) {
            shell.grab = GRAB_EMBED;
            shell.grabbed_surface = e->surface->id;
        }
        point_embed(e, action, button, x, y, modifiers, clicks);
    } else if (shell.grab != GRAB_EMBED) {
        if (action == POINTER_DOWN)
            shell.grab = GRAB_PAGE;
        point_page(p, action, button, x, y, modifiers, clicks);
    }
}

static void
on_pointer(void *owner, int action, int button, int x, int y,
           unsigned modifiers, int clicks)
{
    bool inside = action != POINTER_LEAVE && rect_contains(shell.content, x, y);

    (void)owner;
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
    if (inside && active_page() != NULL && !active_page()->dead)
        window_set_cursor(active_page()->cursor);
}

void
shell_cursor_changed(const struct page *p)
{
    if (shell.toolbar != NULL && active_page() == p && !p->dead &&
        shell.hovered_surface != 0)
        window_set_cursor(p->cursor);
}

/* ---- the keyboard ------------------------------------------------------- */

static void
on_key(void *owner, uint32_t code, unsigned modifiers, bool down)
{
    struct embed *e = embed_still(shell.focused_surface);
    struct page *p = active_page();
    bool page_first = false;
    enum command command = key_command(code, modifiers, &page_first);

    (void)owner;
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
    if (down && command != COMMAND_NONE) {
        shell_run(command);
        return;
    }
    if (p == NULL || p->surface == NULL || !is_live(p->renderer))
        return;
    page_note_input(p);
    send_key(p->renderer->channel,
             &(struct msg_key){p->surface->id, code, modifiers, down});
}

static void
on_text(void *owner, const char *utf8)
{
    struct embed *e = embed_still(shell.focused_surface);
    struct page *p = active_page();

    (void)owner;
    if (toolbar_text(shell.toolbar, utf8))
        return;
    if (e != NULL && is_live(e->child))
        send_text_input(
            e->child->channel,
            &(struct msg_text_input){shell.focused_surface, span_of(utf8)});
    else if (p != NULL && p->surface != NULL && is_live(p->renderer))
        send_text_input(
            p->renderer->channel,
            &(struct msg_text_input){p->surface->id, span_of(utf8)});
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
    struct page *p = active_page();

    (void)owner;
    if (p != NULL && p->surface != NULL && is_live(p->renderer))
        send_focus(p->renderer->channel,
                   &(struct msg_focus){p->surface->id, focused});
}

const struct window_events shell_window_events = {
    on_resized, on_exposed, on_closed, on_focused,
    on_pointer, on_wheel,   on_key,    on_text};
