/*
 * toolbar.c - tab strip, buttons, address bar: state, layout and input.
 *
 * Process: browser.  Distrusts: titles and addresses of pages: copied, cut and
 * cleaned as they come in.
 *
 * It paints into a picture of its own, only what was damaged, and hands out a
 * copy; so whoever presents it may do with the pixels what they like.
 */
#include "toolbar_parts.h"
#include "limits.h"
#include "log.h"
#include "utf8.h"
#include "window.h"

#include <stdlib.h>

struct toolbar *
toolbar_create(struct loop *l, const struct toolbar_events *events, void *owner)
{
    struct toolbar *t = calloc(1, sizeof *t);

    if (t == NULL || (t->url = strdup("")) == NULL ||
        (t->notice = strdup("")) == NULL || (t->wanted = strdup("")) == NULL)
        fatal_memory("out of memory for the toolbar");
    t->loop = l;
    t->events = events;
    t->owner = owner;
    t->zoom = 100;
    t->follow = true;
    return t;
}

static void
free_tabs(struct tab *tabs, int count)
{
    for (int i = 0; i < count; i++)
        free(tabs[i].title);
    free(tabs);
}

void
toolbar_destroy(struct toolbar *t)
{
    if (t == NULL)
        return;
    loop_cancel(t->blink);
    loop_cancel(t->spin);
    free_tabs(t->tabs, t->tab_count);
    address_finish(&t->address);
    free(t->url);
    free(t->notice);
    free(t->wanted);
    free(t->kept.data);
    free(t);
}

void
toolbar_add_damage(struct toolbar *t, struct rect r)
{
    r = rect_intersect(r, (struct rect){0, 0, t->kept.width, t->kept.height});
    if (rect_is_empty(r) && t->kept.data != NULL)
        return;
    t->damage = rect_union(t->damage, r);
    t->events->changed(t->owner);
}

/* A copy without what could disguise it, at most MAX_TITLE bytes. */
static char *
visible_copy(const char *text)
{
    struct buf out = {0};
    char *copy;

    text_add_visible(&out, utf8_prefix(span_of(text), MAX_TITLE));
    copy = strdup(buf_text(&out));
    if (copy == NULL)
        fatal_memory("out of memory for a title");
    buf_finish(&out);
    return copy;
}

static void
damage_tab(struct toolbar *t, const struct layout *l, int index)
{
    struct rect r = tabstrip_tab(t, l, index);

    toolbar_add_damage(t,
                       (struct rect){r.x - 8, 0, r.width + 16, STRIP_HEIGHT});
}

static bool
same_tab(const struct tab *a, const struct tab *b)
{
    return strcmp(a->title, b->title) == 0 && a->loading == b->loading &&
           a->dead == b->dead && a->unresponsive == b->unresponsive;
}

static void
show_tabs(struct toolbar *t, const struct toolbar_state *state,
          const struct layout *l)
{
    int count = state->tab_count < 0 ? 0 : state->tab_count, old = t->tab_count;
    struct tab *tabs = calloc((size_t)count + 1, sizeof *tabs),
               *before = t->tabs;

    if (tabs == NULL)
        fatal_memory("out of memory for the tabs");
    for (int i = 0; i < count; i++)
        tabs[i] = (struct tab){visible_copy(state->tabs[i].title),
                               state->tabs[i].loading, state->tabs[i].dead,
                               state->tabs[i].unresponsive};
    t->tabs = tabs;
    t->tab_count = count;
    if (count != old || state->active != t->active) {
        t->follow = true;
        t->active = state->active;
        toolbar_add_damage(t, (struct rect){0, 0, 1 << 20, STRIP_HEIGHT});
    } else {
        for (int i = 0; i < count; i++)
            if (!same_tab(&tabs[i], &before[i]))
                damage_tab(t, l, i);
    }
    free_tabs(before, old);
}

static void
spun(void *data)
{
    struct toolbar *t = data;
    struct layout l = toolbar_layout(t, t->kept.width);
    bool busy = t->loading && t->progress < 0;

    t->spin = NULL;
    t->turn++;
    if (busy)
        toolbar_add_damage(t, toolbar_progress_rect(t->kept.width));
    for (int i = 0; i < t->tab_count; i++)
        if (t->tabs[i].loading) {
            busy = true;
            toolbar_add_damage(
                t, rect_intersect(tabstrip_spinner(t, &l, i), l.tabs));
        }
    if (busy)
        t->spin = loop_after(t->loop, SPIN, spun, t);
}

static bool
keep_text(char **kept, const char *text)
{
    if (strcmp(*kept, text) == 0)
        return false;
    free(*kept);
    *kept = strdup(text);
    if (*kept == NULL)
        fatal_memory("out of memory for a text");
    return true;
}

static bool
keep_notice(struct toolbar *t, const struct toolbar_state *state)
{
    bool asks = state->question != NULL, differs = asks != t->asking;
    const char *text = asks ? state->question : state->notice;
    char *clean = visible_copy(text != NULL ? text : "");

    t->asking = asks;
    t->answers[0] = state->answers[0];
    t->answers[1] = state->answers[1];
    differs = keep_text(&t->notice, clean) || differs;
    free(clean);
    return differs;
}

/* A person's editing outlives a change of the page's address.  A switch to
 * another tab ends it, unless the focus was asked for along with the switch
 * (a new tab). */
static void
show_url(struct toolbar *t, const char *url, bool other_tab)
{
    bool all = t->focused && t->address.text.size > 0 &&
               address_selection(&t->address).size == t->address.text.size;

    if (!keep_text(&t->url, url) && !other_tab)
        return;
    if (other_tab && !t->just_focused)
        field_blur(t);
    if (t->focused && !t->finding && (other_tab || !t->address.edited)) {
        address_set(&t->address, t->url);
        if (all || other_tab)
            address_select_all(&t->address);
        field_changed(t);
    }
}

void
toolbar_show(struct toolbar *t, const struct toolbar_state *state)
{
    struct layout l = toolbar_layout(t, t->kept.width);
    struct rect bar = {0, STRIP_HEIGHT, 1 << 20, BAR_HEIGHT};
    bool other = state->active != t->active;
    bool bar_differs =
        strcmp(t->url, state->url) != 0 || t->security != state->security ||
        t->can_back != state->can_back || t->zoom != state->zoom ||
        t->can_forward != state->can_forward || t->loading != state->loading ||
        t->bookmarked != state->bookmarked;

    show_tabs(t, state, &l);
    show_url(t, state->url, other);
    t->security = state->security;
    t->can_back = state->can_back;
    t->can_forward = state->can_forward;
    t->loading = state->loading;
    t->bookmarked = state->bookmarked;
    t->zoom = state->zoom;
    if (bar_differs)
        toolbar_add_damage(t, bar);
    if (t->progress < state->progress || t->progress > state->progress) {
        t->progress = state->progress;
        toolbar_add_damage(t, toolbar_progress_rect(t->kept.width));
    }
    if (keep_notice(t, state))
        toolbar_add_damage(t, (struct rect){0, 0, 1 << 20, 1 << 20});
    if (t->spin == NULL)
        spun(t);
}

int
toolbar_notice_text_width(const struct toolbar *t, int width)
{
    if (!t->asking)
        return width - 84;
    return width < ANSWERS_BELOW ? width - 48
                                 : width - 38 - 2 * ANSWER_WIDTH - 34;
}

int
toolbar_notice_height(const struct toolbar *t, int width)
{
    struct span rest = span_of(t->notice);
    int lines = 0;

    if (rest.size == 0)
        return 0;
    while (rest.size > 0 && lines < NOTICE_LINES) {
        size_t skip,
            size = text_wrap(TEXT_UI, LABEL_SIZE, rest,
                             (float)toolbar_notice_text_width(t, width), &skip);

        rest.data += size + skip;
        rest.size -= size + skip;
        lines++;
    }
    if (t->asking && width < ANSWERS_BELOW)
        return lines * NOTICE_LINE + 14 + ANSWER_HEIGHT + 4;
    if (t->asking && lines < 2)
        return ANSWER_HEIGHT + 14;
    return lines * NOTICE_LINE + 14;
}

static void
layout_notice(const struct toolbar *t, struct layout *l, int width)
{
    int height = toolbar_notice_height(t, width);
    int top = STRIP_HEIGHT + BAR_HEIGHT, y;

    if (height == 0)
        return;
    l->notice = (struct rect){0, top, width, height};
    if (!t->asking) {
        l->notice_close = (struct rect){width - 32, top + 5, 22, 22};
        return;
    }
    y = width < ANSWERS_BELOW ? top + height - ANSWER_HEIGHT - 7
                              : top + (height - ANSWER_HEIGHT) / 2;
    l->stop = (struct rect){width - ANSWER_WIDTH - 10, y, ANSWER_WIDTH,
                            ANSWER_HEIGHT};
    l->wait = l->stop;
    l->wait.x -= ANSWER_WIDTH + 8;
}

int
toolbar_height(const struct toolbar *t, int width)
{
    return STRIP_HEIGHT + BAR_HEIGHT + toolbar_notice_height(t, width);
}

static void
layout_field(const struct toolbar *t, struct layout *l)
{
    struct rect f = l->field;
    enum security s =
        t->focused && t->address.edited ? SECURITY_NONE : t->security;
    const char *label = t->finding ? "Find" : toolbar_chip_label(s);
    int right = f.x + f.width - 4, chip = 28;

    l->chip_label = label[0] != '\0' && f.width >= 300;
    if (l->chip_label)
        chip = 27 + 12 + (int)text_width(TEXT_UI, 12, span_of(label));
    l->chip = (struct rect){f.x + 4, f.y + 4, chip, f.height - 8};
    if (t->finding) {
        l->zoom = (struct rect){right - 92, f.y + (f.height - 22) / 2, 92, 22};
        right = l->zoom.x - 6;
    }
    if (f.width >= 140 && !t->finding) {
        l->star = (struct rect){right - 26, f.y + (f.height - 26) / 2, 26, 26};
        right = l->star.x - 4;
    }
    if (t->zoom != 100 && f.width >= 200 && !t->finding) {
        int size = t->zoom >= 100 ? 56 : 50;

        l->zoom =
            (struct rect){right - size, f.y + (f.height - 22) / 2, size, 22};
        right = l->zoom.x - 6;
    }
    l->text.x = l->chip.x + chip + (l->chip_label ? 8 : 2);
    l->text.y = f.y;
    l->text.width = right - l->text.x > 20 ? right - l->text.x : 20;
    l->text.height = f.height;
}

struct layout
toolbar_layout(const struct toolbar *t, int width)
{
    struct layout l = {0};
    int y = STRIP_HEIGHT + (BAR_HEIGHT - 32) / 2;

    tabstrip_layout(t, width, &l);
    l.back = (struct rect){6, y, 32, 32};
    l.forward = (struct rect){40, y, 32, 32};
    l.reload = (struct rect){74, y, 32, 32};
    l.field = (struct rect){112, y, width - 112 - 10, 32};
    layout_field(t, &l);
    layout_notice(t, &l, width);
    return l;
}

static void
keep_pixels(struct toolbar *t, int width, int height)
{
    if (t->kept.data != NULL && t->kept.width == width &&
        t->kept.height == height)
        return;
    free(t->kept.data);
    t->kept = (struct pixels){NULL, width, height, width * 4};
    t->kept.data = calloc((size_t)height, (size_t)t->kept.stride);
    if (t->kept.data == NULL)
        fatal_memory("out of memory for the toolbar's picture");
    t->damage = (struct rect){0, 0, width, height};
}

static void
paint_damage(struct toolbar *t, struct rect damage)
{
    struct canvas *c = canvas_create(&t->kept);
    struct layout l = toolbar_layout(t, t->kept.width);
    int width = t->kept.width;
    struct rect bar = {0, STRIP_HEIGHT, width, BAR_HEIGHT};

    if (c == NULL)
        return;
    canvas_clip(c, damage);
    if (damage.y < STRIP_HEIGHT)
        tabstrip_paint(t, &l, c, damage);
    if (!rect_is_empty(rect_intersect(damage, bar)))
        toolbar_paint_bar(t, &l, c, width);
    if (!rect_is_empty(rect_intersect(damage, l.notice)))
        toolbar_paint_notice(t, &l, c);
    canvas_unclip(c);
    canvas_destroy(c);
}

struct rect
toolbar_paint(struct toolbar *t, struct pixels *pixels)
{
    struct rect damage;
    struct layout l;

    if (pixels->width <= 0 || pixels->height <= 0)
        return (struct rect){0, 0, 0, 0};
    keep_pixels(t, pixels->width, pixels->height);
    l = toolbar_layout(t, pixels->width);
    tabstrip_follow(t, &l);
    t->just_focused = false;
    damage = t->damage;
    t->damage = (struct rect){0, 0, 0, 0};
    if (!rect_is_empty(damage))
        paint_damage(t, damage);
    for (int y = 0; y < pixels->height; y++)
        memcpy(pixels->data + (size_t)y * (size_t)pixels->stride,
               t->kept.data + (size_t)y * (size_t)t->kept.stride,
               (size_t)t->kept.stride);
    return damage;
}

static enum part
hit(const struct toolbar *t, const struct layout *l, int x, int y, int *index)
{
    const struct {
        struct rect r;
        enum part part;
    } parts[] = {
        {l->back, PART_BACK},
        {l->forward, PART_FORWARD},
        {l->reload, PART_RELOAD},
        {l->star, PART_STAR},
        {l->zoom, PART_ZOOM},
        {l->field, PART_FIELD},
        {l->notice_close, PART_NOTICE_CLOSE},
        {l->wait, PART_WAIT},
        {l->stop, PART_STOP},
        {l->notice, PART_NOTICE},
    };

    if (y < STRIP_HEIGHT)
        return tabstrip_hit(t, l, x, y, index);
    *index = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (rect_contains(parts[i].r, x, y))
            return parts[i].part;
    return PART_NONE;
}

static void
damage_part(struct toolbar *t, const struct layout *l, enum part part,
            int index)
{
    switch (part) {
    case PART_TAB:
    case PART_TAB_CLOSE:
        if (index < t->tab_count)
            damage_tab(t, l, index);
        break;
    case PART_NEW_TAB:
        toolbar_add_damage(t, l->new_tab);
        break;
    case PART_SCROLL_LEFT:
        toolbar_add_damage(t, l->scroll_left);
        break;
    case PART_SCROLL_RIGHT:
        toolbar_add_damage(t, l->scroll_right);
        break;
    case PART_BACK:
        toolbar_add_damage(t, l->back);
        break;
    case PART_FORWARD:
        toolbar_add_damage(t, l->forward);
        break;
    case PART_RELOAD:
        toolbar_add_damage(t, l->reload);
        break;
    case PART_FIELD:
    case PART_STAR:
    case PART_ZOOM:
        toolbar_add_damage(t, l->field);
        break;
    case PART_NOTICE_CLOSE:
        toolbar_add_damage(t, l->notice_close);
        break;
    case PART_WAIT:
        toolbar_add_damage(t, l->wait);
        break;
    case PART_STOP:
        toolbar_add_damage(t, l->stop);
        break;
    case PART_NONE:
    case PART_NOTICE:
        break;
    }
}

static void
set_hot(struct toolbar *t, const struct layout *l, enum part part, int index)
{
    enum part old = t->hot;
    int old_index = t->hot_index;

    if (old == part && old_index == index)
        return;
    t->hot = part;
    t->hot_index = index;
    damage_part(t, l, old, old_index);
    damage_part(t, l, part, index);
}

static void
pressed(struct toolbar *t, const struct layout *l, enum part part, int index,
        int button)
{
    if (part == PART_TAB && button == BUTTON_LEFT && index != t->active)
        t->events->select_tab(t->owner, index);
    if (button == BUTTON_LEFT && part == PART_SCROLL_LEFT)
        tabstrip_scroll(t, l, -l->tabs.width * 2 / 3);
    if (button == BUTTON_LEFT && part == PART_SCROLL_RIGHT)
        tabstrip_scroll(t, l, l->tabs.width * 2 / 3);
}

static void
clicked(struct toolbar *t, enum part part, int index, unsigned modifiers)
{
    static const enum command commands[] = {
        [PART_NEW_TAB] = COMMAND_NEW_TAB, [PART_BACK] = COMMAND_BACK,
        [PART_FORWARD] = COMMAND_FORWARD, [PART_STAR] = COMMAND_BOOKMARK,
        [PART_ZOOM] = COMMAND_ZOOM_RESET, [PART_RELOAD] = COMMAND_RELOAD,
        [PART_STOP] = COMMAND_NONE,
    };
    enum command command = commands[part];

    if (part == PART_TAB_CLOSE)
        t->events->close_tab(t->owner, index);
    else if (part == PART_NOTICE_CLOSE)
        t->events->dismiss_notice(t->owner);
    else if (part == PART_WAIT || part == PART_STOP)
        t->events->answer(t->owner, part == PART_STOP);
    else if (part == PART_RELOAD && t->loading)
        command = COMMAND_STOP;
    else if (part == PART_RELOAD && (modifiers & MODIFIER_SHIFT))
        command = COMMAND_RELOAD_HARD;
    if ((part == PART_BACK && !t->can_back) ||
        (part == PART_FORWARD && !t->can_forward))
        return;
    if (command != COMMAND_NONE)
        t->events->command(t->owner, command);
}

/* A double click on the strip's empty part makes a tab, as everywhere. */
static void
press(struct toolbar *t, const struct layout *l, enum part part, int index,
      int button, int x, int y, unsigned modifiers, int clicks)
{
    t->pressed = button == BUTTON_RIGHT ? PART_NONE : part;
    t->pressed_index = index;
    damage_part(t, l, part, index);
    if (part == PART_FIELD) {
        field_down(t, l, button, x, modifiers, clicks);
        return;
    }
    field_blur(t);
    if (part == PART_NONE && y < STRIP_HEIGHT && button == BUTTON_LEFT &&
        clicks == 2)
        t->events->command(t->owner, COMMAND_NEW_TAB);
    else
        pressed(t, l, part, index, button);
}

static void
release(struct toolbar *t, const struct layout *l, enum part part, int index,
        int button, int x, unsigned modifiers)
{
    enum part was = t->pressed;

    t->pressed = PART_NONE;
    damage_part(t, l, was, t->pressed_index);
    if (t->dragging) {
        field_up(t, x);
        return;
    }
    if (was == PART_NONE || was != part || index != t->pressed_index)
        return;
    if (button == BUTTON_MIDDLE && (part == PART_TAB || part == PART_TAB_CLOSE))
        t->events->close_tab(t->owner, index);
    else if (button == BUTTON_LEFT)
        clicked(t, part, index, modifiers);
}

bool
toolbar_pointer(struct toolbar *t, int action, int button, int x, int y,
                unsigned modifiers, int clicks)
{
    struct layout l = toolbar_layout(t, t->kept.width);
    bool held = t->pressed != PART_NONE || t->dragging;
    bool inside = x >= 0 && y >= 0 && y < t->kept.height && x < t->kept.width;
    int index = 0;
    enum part part = inside ? hit(t, &l, x, y, &index) : PART_NONE;

    switch (action) {
    case POINTER_LEAVE:
        set_hot(t, &l, PART_NONE, 0);
        return held;
    case POINTER_MOVE:
        if (t->dragging)
            field_drag(t, &l, x);
        else
            set_hot(t, &l, part, index);
        return held || inside;
    case POINTER_DOWN:
        if (!inside)
            return false;
        press(t, &l, part, index, button, x, y, modifiers, clicks);
        return true;
    case POINTER_UP:
        release(t, &l, part, index, button, x, modifiers);
        return held || inside;
    default:
        return false;
    }
}

bool
toolbar_key(struct toolbar *t, uint32_t code, unsigned modifiers)
{
    return t->focused && field_key(t, code, modifiers);
}

bool
toolbar_text(struct toolbar *t, const char *utf8)
{
    const char *typed;

    if (!t->focused)
        return false;
    address_insert(&t->address, utf8_prefix(span_of(utf8), MAX_TEXT_INPUT));
    typed = t->finding ? NULL : address_wants(&t->address);
    if (typed != NULL)
        address_complete(&t->address, t->events->complete(t->owner, typed));
    field_changed(t);
    return true;
}

void
toolbar_focus_address(struct toolbar *t)
{
    if (t->finding)
        field_blur(t);
    field_focus(t);
    address_select_all(&t->address);
    t->just_focused = true;
    field_changed(t);
}

void
toolbar_find(struct toolbar *t)
{
    if (!t->finding) {
        field_focus(t);
        t->finding = true;
        t->found_shown = t->found_places = 0;
        address_set(&t->address, t->wanted);
        if (t->wanted[0] != 0)
            t->events->find(t->owner, t->wanted, FIND_START);
    }
    address_select_all(&t->address);
    field_changed(t);
}

void
toolbar_find_step(struct toolbar *t, int how)
{
    if (t->wanted[0] == 0)
        toolbar_find(t);
    else
        t->events->find(t->owner, t->wanted, how);
}

void
toolbar_found(struct toolbar *t, unsigned shown, unsigned places)
{
    t->found_shown = shown;
    t->found_places = places;
    if (t->finding)
        toolbar_add_damage(t, toolbar_layout(t, t->kept.width).zoom);
}

void
toolbar_blur(struct toolbar *t)
{
    field_blur(t);
}

bool
toolbar_has_focus(const struct toolbar *t)
{
    return t->focused;
}

int
toolbar_cursor(const struct toolbar *t)
{
    return t->hot == PART_FIELD || t->dragging ? CURSOR_TEXT : CURSOR_ARROW;
}
