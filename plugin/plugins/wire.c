/*
 * wire.c - the plugin of about:ipc: the wire as it is now, as a chart that
 * moves.
 *
 * Process: plugin.  Distrusts: the stream, sizes, input.
 *
 * Space or Pause stops time, + and - change how much of it is seen, dragging or
 * the arrow keys move it, Home goes back to now.  A click on an arrow shows its
 * message, one on a process's name chooses that process; Escape takes both
 * back.
 */
#include "trace_stream.h"
#include "wire_chart.h"
#include "wire_panel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FRAME_MS = 40,
    BEHIND = 120,       /* ms: what is later may still be on its way */
    SPAN_FIRST = 4000,  /* ms */
    PANEL_WIDTH = 340,  /* beside the chart ... */
    PANEL_BESIDE = 900, /* ... if it is so wide, else below */
    NARROW = 680,       /* pixels: the legend is shorter */
    KEY_RIGHT = 0x4000004F,
    KEY_LEFT = 0x40000050,
    KEY_DOWN = 0x40000051,
    KEY_UP = 0x40000052,
    KEY_HOME = 0x4000004A,
    KEY_ESCAPE = 27,
    STILL = 4, /* pixels: less is a click */
    /* Eighths of the time that is seen. */
    DOUBLE = 4,
    CLOSER = 6,
    FARTHER = 11,
    HALF = 16
};

/* ns */
#define SPAN_LEAST UINT64_C(2000000)
#define SPAN_MOST UINT64_C(60000000000)

enum button { PAUSE, LESS, MORE, OWN, ALL, BUTTONS };

struct wire {
    const struct bulkhead_host *host;
    void *handle;
    struct wire_model model;
    struct wire_chart chart;
    struct wire_panel panel;
    int width, height, cursor;
    bool paused, changed, open; /* open: the panel */
    struct {
        int left, right;
    } buttons[BUTTONS];
    bool pressed, dragging, on_panel;
    int press_x, press_y, press_scroll;
    uint64_t press_now;
};

static uint64_t
now_ns(const struct wire *w)
{
    uint64_t ns = w->host->now_ms(w->handle) * 1000000;

    return ns > w->model.start_ns ? ns - w->model.start_ns : 0;
}

static void
wake(struct wire *w)
{
    w->changed = true;
    w->host->request_frame(w->handle, 0);
}

static void
post(const struct wire *w, const char *text)
{
    w->host->post(w->handle, text);
}

/* ---- where everything stands --------------------------------------------- */

static void
lay_out(struct wire *w)
{
    struct wire_chart *c = &w->chart;
    bool beside = w->width >= PANEL_BESIDE;
    int bottom = w->height - WIRE_LEGEND;

    c->left = 0;
    c->top = WIRE_TOOLBAR;
    c->right = w->width;
    c->bottom = bottom;
    c->names = w->width >= 700 ? 190 : w->width / 4;
    w->panel.left = beside ? w->width - PANEL_WIDTH : 0;
    w->panel.right = w->width;
    w->panel.top = beside ? WIRE_TOOLBAR : w->height * 45 / 100;
    w->panel.bottom = bottom;
    if (!w->open)
        return;
    if (beside)
        c->right = w->panel.left;
    else
        c->bottom = w->panel.top;
}

static void
clamp_scroll(struct wire *w)
{
    int most = w->chart.height + WIRE_RULER + WIRE_LANE -
               (w->chart.bottom - w->chart.top);

    if (w->chart.scroll > most)
        w->chart.scroll = most;
    if (w->chart.scroll < 0)
        w->chart.scroll = 0;
    most = w->panel.height - (w->panel.bottom - w->panel.top);
    if (w->panel.scroll > most)
        w->panel.scroll = most;
    if (w->panel.scroll < 0)
        w->panel.scroll = 0;
}

static void
pause(struct wire *w, bool paused)
{
    w->paused = paused;
    wake(w);
}

/* Moves what is seen; that pauses, or a step into the future goes on. */
static void
move_to(struct wire *w, uint64_t now)
{
    uint64_t latest = now_ns(w);

    w->paused = now < latest;
    w->chart.now = now < latest ? now : latest;
    wake(w);
}

/* Makes the part of time that is seen by/8 of what it was; what is under the
 * pointer stays there. */
static void
zoom(struct wire *w, unsigned by)
{
    const struct wire_chart *c = &w->chart;
    uint64_t old = c->span, span = old / 8 * by;
    int left = c->left + c->names, width = c->right - left;
    double part = 0.5; /* of what is seen, from the right, that stays */

    span = span < SPAN_LEAST ? SPAN_LEAST : span > SPAN_MOST ? SPAN_MOST : span;
    if (c->pointer_x > left && c->pointer_y > c->top && width > 0)
        part = (double)(c->right - c->pointer_x) / width;
    w->chart.span = span;
    if (w->paused)
        move_to(w, (uint64_t)((double)c->now -
                              part * ((double)old - (double)span)));
    wake(w);
}

static void
select_serial(struct wire *w, uint64_t serial)
{
    char text[40];

    w->chart.selected = serial;
    w->open = serial != UINT64_MAX;
    w->panel.scroll = 0;
    free(w->model.details);
    w->model.details = NULL;
    lay_out(w);
    wake(w);
    if (!w->open)
        return;
    snprintf(text, sizeof text, "select %llu", (unsigned long long)serial);
    post(w, text);
}

static void
choose_lane(struct wire *w, uint32_t number)
{
    const struct wire_lane *l = wire_model_lane(&w->model, number);
    char text[100];

    if (l == NULL)
        return;
    snprintf(text, sizeof text, "filter process==%s", l->name);
    post(w, strcmp(text + 7, w->model.filter) == 0 ? "filter " : text);
}

/* ---- painting ------------------------------------------------------------ */

static int
paint_button(struct wire *w, const struct wire_paint *p, enum button button,
             int x, const char *text, bool on)
{
    int width = (int)wire_text_width(&w->model, WIRE_UI, text) + 20;
    bool over = w->chart.pointer_y >= 0 && w->chart.pointer_y < WIRE_TOOLBAR &&
                w->chart.pointer_x >= x && w->chart.pointer_x < x + width;

    wire_round(p, x, 6, x + width, 30,
               on     ? WIRE_LINK
               : over ? 0xD9DFE6
                      : 0xE8ECF0);
    wire_text(p, WIRE_UI, (float)x + 10, 22, text, on ? 0xFFFFFF : WIRE_INK);
    w->buttons[button].left = x;
    w->buttons[button].right = x + width;
    return x + width + 6;
}

static void
paint_toolbar(struct wire *w, const struct wire_paint *p)
{
    char text[WIRE_TEXT * 5], span[24];
    const char *says = text;
    uint32_t color = WIRE_QUIET;
    int x = 10;

    wire_rect(p, 0, 0, (float)w->width, WIRE_TOOLBAR, WIRE_SHADE, 255);
    wire_rect(p, 0, WIRE_TOOLBAR - 1, (float)w->width, WIRE_TOOLBAR, WIRE_LINE,
              255);
    for (int i = 0; i < BUTTONS; i++)
        w->buttons[i].left = w->buttons[i].right = 0;
    x = paint_button(w, p, PAUSE, x, w->paused ? "Go on" : "Pause", w->paused);
    x = paint_button(w, p, LESS, x + 6, "\xE2\x88\x92", false);
    wire_chart_time(span, sizeof span, w->chart.span);
    wire_text(p, WIRE_UI, (float)x, 22, span, WIRE_INK);
    x += 48;
    x = paint_button(w, p, MORE, x, "+", false);
    x = paint_button(w, p, OWN, x + 6, "Own", w->model.own);
    if (w->model.filter[0] != 0)
        x = paint_button(w, p, ALL, x, "Show all", false);
    if (w->model.wrong[0] != 0) {
        color = WIRE_RED;
        snprintf(text, sizeof text, "%s", w->model.wrong);
    } else if (w->model.filter[0] != 0) {
        snprintf(text, sizeof text, "%s", w->model.filter);
    } else if (w->model.left_out > 0) {
        color = WIRE_AMBER;
        snprintf(text, sizeof text, "%llu not shown: too many at once",
                 (unsigned long long)w->model.left_out);
    } else {
        says = w->paused ? "drag to move, click on an arrow" : "";
    }
    wire_text_cut(p, WIRE_UI, (float)x + 6, 22, says,
                  (float)(w->width - x - 16), color);
}

static void
paint_legend(const struct wire *w, const struct wire_paint *p)
{
    static const struct {
        struct wire_record like;
        const char *words, *fewer; /* where there is little room */
    } keys[] = {
        {{.flags = 0}, "to a process", "to a process"},
        {{.flags = RECORD_IN | RECORD_HANDLED, .took = 1},
         "to the browser: handled in < 0.1 ms",
         "from it: < 0.1"},
        {{.flags = RECORD_IN | RECORD_HANDLED, .took = 200000},
         "< 1 ms",
         "< 1"},
        {{.flags = RECORD_IN | RECORD_HANDLED, .took = 2000000},
         "< 10 ms",
         "< 10 ms"},
        {{.flags = RECORD_IN | RECORD_REFUSED},
         "longer, or refused",
         "more, refused"},
    };
    bool narrow = w->width < NARROW;
    int y = w->height - WIRE_LEGEND;
    float x = 12;

    wire_rect(p, 0, (float)y, (float)w->width, (float)w->height, WIRE_SHADE,
              255);
    wire_rect(p, 0, (float)y, (float)w->width, (float)y + 1, WIRE_LINE, 255);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        wire_rect(p, x, (float)y + 8, x + 9, (float)y + 17,
                  wire_chart_color(&keys[i].like), 255);
        x += 14;
        x += wire_text(p, WIRE_UI, x, y + 16,
                       narrow ? keys[i].fewer : keys[i].words, WIRE_QUIET) +
             (narrow ? 8 : 16);
    }
}

static void
paint_empty(const struct wire *w, const struct wire_paint *p)
{
    const char *says = w->model.broken ? "The browser's stream makes no sense."
                       : w->model.filter[0] != 0
                           ? "No message fits the filter yet."
                           : "Nothing yet. Open a page in another "
                             "tab.";
    float width = wire_text_width(&w->model, WIRE_UI, says);

    if (w->model.broken ||
        wire_model_from(&w->model, 0) == w->model.record_total)
        wire_text(p, WIRE_UI,
                  (float)(w->chart.left + w->chart.names + w->chart.right) / 2 -
                      width / 2,
                  (w->chart.top + w->chart.bottom) / 2, says, WIRE_QUIET);
}

static void
wire_paint(void *instance, const struct bulkhead_picture *picture,
           struct bulkhead_rect *damage)
{
    struct wire *w = instance;
    struct wire_paint p = {.to = picture, .model = &w->model};

    if (!w->changed || picture->width != w->width ||
        picture->height != w->height)
        return;
    w->changed = false;
    w->chart.live = !w->paused;
    clamp_scroll(w);
    wire_clip(&p, 0, 0, w->width, w->height);
    wire_rect(&p, 0, 0, (float)w->width, (float)w->height, WIRE_PAPER, 255);
    wire_chart_paint(&w->chart, &p, &w->model);
    paint_empty(w, &p);
    if (w->open)
        wire_panel_paint(&w->panel, &p, &w->model);
    paint_toolbar(w, &p);
    paint_legend(w, &p);
    damage->width = w->width;
    damage->height = w->height;
}

/* ---- the plugin's functions ---------------------------------------------- */

static void *
wire_create(const struct bulkhead_host *host, void *handle,
            const struct bulkhead_begin *begin)
{
    struct wire *w;

    if (host->size < sizeof *host)
        return NULL;
    w = calloc(1, sizeof *w);
    if (w == NULL || !wire_model_init(&w->model)) {
        free(w);
        return NULL;
    }
    w->host = host;
    w->handle = handle;
    w->width = begin->width;
    w->height = begin->height;
    w->cursor = BULKHEAD_CURSOR_ARROW;
    w->chart.span = UINT64_C(1000000) * SPAN_FIRST;
    w->chart.selected = UINT64_MAX;
    w->chart.pointer_x = w->chart.pointer_y = -1;
    w->panel.pointer_x = w->panel.pointer_y = -1;
    lay_out(w);
    return w;
}

static void
wire_destroy(void *instance)
{
    struct wire *w = instance;

    wire_model_finish(&w->model);
    free(w);
}

static void
wire_resize(void *instance, int32_t width, int32_t height)
{
    struct wire *w = instance;

    w->width = width;
    w->height = height;
    lay_out(w);
    wake(w);
}

static void
wire_tick(void *instance, uint64_t now)
{
    struct wire *w = instance;

    (void)now;
    if (w->paused || !w->model.begun)
        return;
    w->chart.now = now_ns(w);
    w->chart.now -= w->chart.now > UINT64_C(1000000) * BEHIND
                        ? UINT64_C(1000000) * BEHIND
                        : w->chart.now;
    w->changed = true;
    w->host->request_frame(w->handle, FRAME_MS);
}

static void
wire_stream_data(void *instance, const uint8_t *data, size_t size)
{
    struct wire *w = instance;

    wire_model_feed(&w->model, data, size);
    wake(w);
}

/* ---- input --------------------------------------------------------------- */

static void
press_button(struct wire *w, enum button button)
{
    switch (button) {
    case PAUSE:
        pause(w, !w->paused);
        break;
    case LESS:
        zoom(w, HALF);
        break;
    case MORE:
        zoom(w, DOUBLE);
        break;
    case OWN:
        post(w, w->model.own ? "own 0" : "own 1");
        break;
    case ALL:
        post(w, "filter ");
        break;
    case BUTTONS:
        break;
    }
}

static enum button
button_at(const struct wire *w, int x, int y)
{
    int i = 0;

    if (y < 0 || y >= WIRE_TOOLBAR)
        return BUTTONS;
    while (i < BUTTONS && (x < w->buttons[i].left || x >= w->buttons[i].right))
        i++;
    return (enum button)i;
}

static bool
is_on_panel(const struct wire *w, int x, int y)
{
    return w->open && x >= w->panel.left && y >= w->panel.top &&
           y < w->panel.bottom;
}

static void
click(struct wire *w, int x, int y)
{
    enum button button = button_at(w, x, y);
    uint32_t lane;
    const char *action;

    if (button != BUTTONS) {
        press_button(w, button);
    } else if (is_on_panel(w, x, y)) {
        action = wire_panel_click(&w->panel, x, y);
        if (action != NULL && action[0] == 0)
            select_serial(w, UINT64_MAX);
        else if (action != NULL)
            post(w, action);
    } else if (x < w->chart.names) {
        lane = wire_chart_lane_at(&w->chart, &w->model, y);
        if (lane != 0)
            choose_lane(w, lane);
    } else if (w->chart.has_hit) {
        w->paused = true;
        select_serial(w, w->chart.hit.serial);
    }
}

static void
drag(struct wire *w, int x, int y)
{
    int width = w->chart.right - w->chart.left - w->chart.names;
    int64_t moved;

    if (!w->dragging && abs(x - w->press_x) < STILL &&
        abs(y - w->press_y) < STILL)
        return;
    w->dragging = true;
    if (w->on_panel) {
        w->panel.scroll = w->press_scroll - (y - w->press_y);
    } else if (w->press_y > WIRE_TOOLBAR && width > 0) {
        w->chart.scroll = w->press_scroll - (y - w->press_y);
        moved =
            (int64_t)((double)(x - w->press_x) * (double)w->chart.span / width);
        if (w->paused || abs(x - w->press_x) >= 3 * STILL)
            move_to(w, moved > (int64_t)w->press_now
                           ? w->chart.span
                           : (uint64_t)((int64_t)w->press_now - moved));
    }
}

static void
show_cursor(struct wire *w, int x, int y)
{
    int cursor = BULKHEAD_CURSOR_ARROW;

    if (button_at(w, x, y) != BUTTONS || w->chart.has_hit ||
        (is_on_panel(w, x, y) && wire_panel_click(&w->panel, x, y) != NULL) ||
        (x < w->chart.names &&
         wire_chart_lane_at(&w->chart, &w->model, y) != 0))
        cursor = BULKHEAD_CURSOR_HAND;
    if (cursor != w->cursor)
        w->host->set_cursor(w->handle, cursor);
    w->cursor = cursor;
}

static void
wire_pointer(void *instance, const struct bulkhead_pointer *event)
{
    struct wire *w = instance;
    bool inside = event->action != BULKHEAD_POINTER_LEAVE &&
                  !is_on_panel(w, event->x, event->y);

    w->chart.pointer_x = inside ? event->x : -1;
    w->chart.pointer_y = inside ? event->y : -1;
    w->panel.pointer_x = event->x;
    w->panel.pointer_y = event->y;
    switch (event->action) {
    case BULKHEAD_POINTER_DOWN:
        w->pressed = event->button == BULKHEAD_BUTTON_LEFT;
        w->dragging = false;
        w->on_panel = is_on_panel(w, event->x, event->y);
        w->press_x = event->x;
        w->press_y = event->y;
        w->press_now = w->chart.now;
        w->press_scroll = w->on_panel ? w->panel.scroll : w->chart.scroll;
        break;
    case BULKHEAD_POINTER_MOVE:
        if (w->pressed)
            drag(w, event->x, event->y);
        show_cursor(w, event->x, event->y);
        break;
    case BULKHEAD_POINTER_UP:
        if (w->pressed && !w->dragging)
            click(w, event->x, event->y);
        w->pressed = w->dragging = false;
        break;
    default:
        break;
    }
    wake(w);
}

/* Over the names and the panel it scrolls, over time it zooms. */
static void
wire_wheel(void *instance, int32_t x, int32_t y, int32_t dx, int32_t dy)
{
    struct wire *w = instance;

    (void)dx;
    if (is_on_panel(w, x, y))
        w->panel.scroll += dy;
    else if (x < w->chart.left + w->chart.names)
        w->chart.scroll += dy;
    else if (dy != 0)
        zoom(w, dy < 0 ? CLOSER : FARTHER);
    wake(w);
}

static void
wire_key(void *instance, const struct bulkhead_key *event)
{
    struct wire *w = instance;
    uint64_t step = w->chart.span / 8;

    if (!event->down || event->modifiers & ~(uint32_t)BULKHEAD_SHIFT)
        return;
    switch (event->code) {
    case ' ':
        pause(w, !w->paused);
        break;
    case '+':
    case '=':
        zoom(w, DOUBLE);
        break;
    case '-':
        zoom(w, HALF);
        break;
    case KEY_LEFT:
        move_to(w, w->chart.now > step ? w->chart.now - step : 0);
        break;
    case KEY_RIGHT:
        move_to(w, w->chart.now + step);
        break;
    case KEY_HOME:
        pause(w, false);
        break;
    case KEY_UP:
    case KEY_DOWN:
        *(w->open ? &w->panel.scroll : &w->chart.scroll) +=
            event->code == KEY_UP ? -WIRE_LANE : WIRE_LANE;
        wake(w);
        break;
    case KEY_ESCAPE:
        if (w->open)
            select_serial(w, UINT64_MAX);
        else if (w->model.filter[0] != 0)
            post(w, "filter ");
        break;
    default:
        break;
    }
}

static const struct bulkhead_plugin wire = {
    .abi = BULKHEAD_PLUGIN_ABI,
    .size = sizeof wire,
    .title = "The wire",
    .create = wire_create,
    .destroy = wire_destroy,
    .paint = wire_paint,
    .tick = wire_tick,
    .resize = wire_resize,
    .pointer = wire_pointer,
    .key = wire_key,
    .stream_data = wire_stream_data,
    .wheel = wire_wheel,
};

const struct bulkhead_plugin *
bulkhead_plugin_entry(uint32_t abi)
{
    return abi == BULKHEAD_PLUGIN_ABI ? &wire : NULL;
}
