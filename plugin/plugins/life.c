/*
 * life.c - the plugin for application/x-bulkhead-life: a Game of Life to watch
 * and to draw in.
 *
 * Process: plugin.  Distrusts: attributes, content, sizes.
 *
 * Attributes: cell (a cell's edge in pixels, 2 to 64), speed (generations a
 * second, 1 to 60), seed (of the random start).  Content: a pattern in RLE.
 * Mouse: draw, erase on living cells or with the right button.  Keys: space
 * pauses, r starts anew, c clears, . makes one generation, + and - change the
 * speed.
 */
#include "bulkhead_plugin.h"
#include "life_grid.h"
#include "life_paint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FRAME_MS = 66,          /* 15 frames a second */
    SETTLE_FRAMES = 30,     /* until the last fading has ended */
    MOST_PATTERN = 1 << 20, /* bytes of RLE */
    MOST_CATCH_UP = 4,      /* generations in one frame */
    FAR = 8192,             /* cells off the grid; no grid is as large */
    QUIET = 120,            /* generations of standstill before new life */
    BAR_MIN_WIDTH = 330,
    BAR_MIN_HEIGHT = 120,
};

enum button { PAUSE, STEP, RESEED, CLEAR, BUTTONS };

static const struct {
    const char *text, *other; /* other: when paused */
    int width;
} buttons[BUTTONS] = {{"PAUSE", "PLAY", 42},
                      {"STEP", "STEP", 36},
                      {"RESET", "RESET", 42},
                      {"CLEAR", "CLEAR", 42}};

struct life {
    const struct bulkhead_host *host;
    void *handle;
    struct life_grid grid;
    struct life_paint paint;
    int width, height, cell, wanted_cell, speed;
    uint64_t seed, next_step; /* next_step 0: not known yet */
    uint8_t *pattern;         /* RLE, or NULL: random */
    size_t pattern_size;
    bool waiting; /* for the pattern */
    bool paused, changed, drawing, drawing_alive;
    int last_column, last_row, settle, cursor;
};

static bool
has_bar(const struct life *l)
{
    return l->width >= BAR_MIN_WIDTH && l->height >= BAR_MIN_HEIGHT;
}

static int
grid_height(const struct life *l)
{
    return has_bar(l) ? l->height - LIFE_BAR : l->height;
}

/* Something is to be seen that was not there before. */
static void
wake(struct life *l)
{
    l->changed = true;
    l->settle = SETTLE_FRAMES;
    l->host->request_frame(l->handle, 0);
}

static void
start_anew(struct life *l)
{
    if (l->pattern == NULL || l->pattern_size == 0 ||
        !life_rle_place(&l->grid, l->pattern, l->pattern_size)) {
        l->grid.random = l->seed * 2 + 1;
        l->seed = l->seed * UINT64_C(6364136223846793005) + 1442695040888963407;
        if (l->waiting)
            life_grid_clear(&l->grid);
        else
            life_grid_seed(&l->grid);
    }
    wake(l);
}

/* A cell's edge: as wanted, smaller if a pattern would not fit, larger if
 * there would be too many cells. */
static int
choose_cell(const struct life *l)
{
    int cell = l->wanted_cell, columns, rows;

    if (l->pattern != NULL &&
        life_rle_size(l->pattern, l->pattern_size, &columns, &rows))
        while (cell > 2 && (l->width / cell < columns + columns / 4 ||
                            grid_height(l) / cell < rows + rows / 4))
            cell--;
    while (cell < LIFE_MOST_CELL &&
           (l->width / cell + 1) * (grid_height(l) / cell + 1) >
               LIFE_MOST_CELLS)
        cell++;
    return cell;
}

static void
lay_out(struct life *l)
{
    int columns, rows;

    l->cell = choose_cell(l);
    columns = l->width / l->cell;
    rows = grid_height(l) / l->cell;
    life_paint_finish(&l->paint);
    life_grid_finish(&l->grid);
    if (!life_grid_init(&l->grid, columns > 0 ? columns : 1,
                        rows > 0 ? rows : 1) ||
        !life_paint_init(&l->paint, &l->grid, l->cell, l->width,
                         grid_height(l)))
        l->host->log(l->handle, "no memory for the cells");
    start_anew(l);
}

/* The number of a line "name=..." of params within bounds, or fallback. */
static uint64_t
parameter(const char *params, const char *name, uint64_t low, uint64_t high,
          uint64_t fallback)
{
    size_t size = strlen(name);
    const char *at = params;
    char *end;

    while (at != NULL && (strncmp(at, name, size) != 0 || at[size] != '=')) {
        at = strchr(at, '\n');
        at = at == NULL ? NULL : at + 1;
    }
    if (at != NULL && at[size + 1] >= '0' && at[size + 1] <= '9') {
        uint64_t value = strtoull(at + size + 1, &end, 10);

        return value < low ? low : value > high ? high : value;
    }
    return fallback;
}

/* ---- the plugin's functions ---------------------------------------------- */

static void *
life_create(const struct bulkhead_host *host, void *handle,
            const struct bulkhead_begin *begin)
{
    struct life *l = calloc(1, sizeof *l);

    if (l == NULL)
        return NULL;
    l->host = host;
    l->handle = handle;
    l->wanted_cell =
        (int)parameter(begin->params, "cell", 2, LIFE_MOST_CELL, 8);
    l->speed = (int)parameter(begin->params, "speed", 1, 60, 8);
    l->seed = parameter(begin->params, "seed", 0, UINT64_MAX / 4,
                        host->now_ms(handle));
    l->waiting = begin->url[0] != 0;
    l->width = begin->width;
    l->height = begin->height;
    l->cursor = BULKHEAD_CURSOR_ARROW;
    lay_out(l);
    return l;
}

static void
life_destroy(void *instance)
{
    struct life *l = instance;

    life_paint_finish(&l->paint);
    life_grid_finish(&l->grid);
    free(l->pattern);
    free(l);
}

static void
life_resize(void *instance, int32_t width, int32_t height)
{
    struct life *l = instance;

    l->width = width;
    l->height = height;
    l->drawing = false;
    lay_out(l);
}

static void
advance_generations(struct life *l, uint64_t now)
{
    uint64_t interval = 1000 / (uint64_t)l->speed;

    if (l->next_step == 0)
        l->next_step = now + interval;
    for (int i = 0; i < MOST_CATCH_UP && now >= l->next_step; i++) {
        life_grid_step(&l->grid);
        l->next_step += interval;
    }
    if (now >= l->next_step)
        l->next_step = now + interval; /* too slow for its speed: no debts */
    if (l->grid.quiet >= QUIET && l->pattern == NULL)
        life_grid_spark(&l->grid);
}

static void
life_tick(void *instance, uint64_t now)
{
    struct life *l = instance;
    bool running = !l->paused && !l->waiting && !l->drawing;

    if (running)
        advance_generations(l, now);
    else
        l->next_step = 0;
    life_paint_advance(&l->paint, &l->grid);
    if (!running && l->settle == 0)
        return;
    l->settle -= l->settle > 0;
    l->changed = true;
    l->host->request_frame(l->handle, FRAME_MS);
}

/* Where a button stands, from the right. */
static int
button_left(const struct life *l, int button)
{
    int x = l->width - 4;

    for (int i = BUTTONS - 1; i >= button; i--)
        x -= buttons[i].width + 4;
    return x + 4;
}

static void
paint_bar(const struct life *l, const struct bulkhead_picture *to)
{
    int top = grid_height(l);
    char text[96];

    life_paint_box(to, 0, top, l->width, LIFE_BAR, 0x10141F);
    life_paint_box(to, 0, top, l->width, 1, 0x1D2436);
    snprintf(text, sizeof text, "GEN %u  CELLS %u", l->grid.generation,
             l->grid.population);
    life_paint_text(to, 8, top + 9, text, 0x8A97B4);
    for (int i = 0; i < BUTTONS; i++) {
        const char *name = l->paused ? buttons[i].other : buttons[i].text;
        int x = button_left(l, i), size = (int)strlen(name) * 6 - 1;

        life_paint_box(to, x, top + 4, buttons[i].width, LIFE_BAR - 7,
                       0x1E2639);
        life_paint_text(to, x + (buttons[i].width - size) / 2, top + 9, name,
                        i == PAUSE && l->paused ? 0xFFDC96 : 0xC3CDE4);
    }
}

static void
life_paint(void *instance, const struct bulkhead_picture *picture,
           struct bulkhead_rect *damage)
{
    struct life *l = instance;

    if (!l->changed || picture->width != l->width ||
        picture->height != l->height)
        return;
    l->changed = false;
    life_paint_grid(&l->paint, &l->grid, picture, grid_height(l));
    if (has_bar(l))
        paint_bar(l, picture);
    damage->width = l->width;
    damage->height = l->height;
}

static void
press_button(struct life *l, int button)
{
    if (button == PAUSE)
        l->paused = !l->paused;
    else if (button == STEP) {
        l->paused = true;
        life_grid_step(&l->grid);
    } else if (button == RESEED)
        start_anew(l);
    else {
        life_grid_clear(&l->grid);
        l->paused = true;
    }
    wake(l);
}

/* The button under a point, or BUTTONS. */
static int
button_at(const struct life *l, int x, int y)
{
    int button = 0;

    if (!has_bar(l) || y < grid_height(l))
        return BUTTONS;
    while (button < BUTTONS &&
           (x < button_left(l, button) ||
            x >= button_left(l, button) + buttons[button].width))
        button++;
    return button;
}

/* Cells from the last to this one, so that a quick stroke has no holes. */
static void
draw_line(struct life *l, int column, int row)
{
    int dx = column - l->last_column, dy = row - l->last_row;
    int steps = abs(dx) > abs(dy) ? abs(dx) : abs(dy);

    for (int i = 0; i <= steps; i++)
        life_grid_set(
            &l->grid, l->last_column + (steps == 0 ? 0 : dx * i / steps),
            l->last_row + (steps == 0 ? 0 : dy * i / steps), l->drawing_alive);
    l->last_column = column;
    l->last_row = row;
    wake(l);
}

/* a / b rounded down, kept where its products are harmless. */
static int
cell_at(int a, int b)
{
    int cell = a >= 0 ? a / b : -1 - (-1 - a) / b;

    return cell < -FAR ? -FAR : cell > FAR ? FAR : cell;
}

static void
show_cursor(struct life *l, int x, int y)
{
    int cursor = BULKHEAD_CURSOR_CROSSHAIR;

    if (button_at(l, x, y) != BUTTONS)
        cursor = BULKHEAD_CURSOR_HAND;
    else if (y >= grid_height(l))
        cursor = BULKHEAD_CURSOR_ARROW;
    if (cursor != l->cursor)
        l->host->set_cursor(l->handle, cursor);
    l->cursor = cursor;
}

static void
life_pointer(void *instance, const struct bulkhead_pointer *event)
{
    struct life *l = instance;
    int column = cell_at(event->x - l->paint.left, l->cell);
    int row = cell_at(event->y - l->paint.top, l->cell);
    int button = button_at(l, event->x, event->y);

    switch (event->action) {
    case BULKHEAD_POINTER_DOWN:
        if (button != BUTTONS) {
            press_button(l, button);
            break;
        }
        if (event->y >= grid_height(l))
            break;
        l->drawing = true;
        l->drawing_alive = event->button != BULKHEAD_BUTTON_RIGHT &&
                           !life_grid_get(&l->grid, column, row);
        l->last_column = column;
        l->last_row = row;
        draw_line(l, column, row);
        break;
    case BULKHEAD_POINTER_MOVE:
        show_cursor(l, event->x, event->y);
        if (l->drawing)
            draw_line(l, column, row);
        break;
    default:
        l->drawing = false;
        wake(l);
    }
}

static void
life_key(void *instance, const struct bulkhead_key *event)
{
    struct life *l = instance;

    if (!event->down || (event->modifiers & ~(uint32_t)BULKHEAD_SHIFT) != 0)
        return;
    switch (event->code) {
    case ' ':
        press_button(l, PAUSE);
        break;
    case '.':
        press_button(l, STEP);
        break;
    case 'r':
        press_button(l, RESEED);
        break;
    case 'c':
        press_button(l, CLEAR);
        break;
    case '+':
    case '=':
        l->speed = l->speed * 3 / 2 + 1 > 60 ? 60 : l->speed * 3 / 2 + 1;
        break;
    case '-':
        l->speed = l->speed * 2 / 3 < 1 ? 1 : l->speed * 2 / 3;
        break;
    default:
        break;
    }
}

static void
life_stream_data(void *instance, const uint8_t *data, size_t size)
{
    struct life *l = instance;
    uint8_t *more;

    if (size > MOST_PATTERN - l->pattern_size)
        size = MOST_PATTERN - l->pattern_size;
    if (size == 0)
        return;
    more = realloc(l->pattern, l->pattern_size + size);
    if (more == NULL)
        return;
    memcpy(more + l->pattern_size, data, size);
    l->pattern = more;
    l->pattern_size += size;
}

static void
life_stream_end(void *instance, int32_t ok)
{
    struct life *l = instance;
    int columns, rows;

    l->waiting = false;
    if (!ok || l->pattern == NULL ||
        !life_rle_size(l->pattern, l->pattern_size, &columns, &rows)) {
        free(l->pattern);
        l->pattern = NULL;
        l->pattern_size = 0;
        l->host->log(l->handle, "the content is no pattern in RLE");
    }
    lay_out(l);
}

static const struct bulkhead_plugin life = {
    .abi = BULKHEAD_PLUGIN_ABI,
    .size = sizeof life,
    .title = "Game of Life",
    .create = life_create,
    .destroy = life_destroy,
    .paint = life_paint,
    .tick = life_tick,
    .resize = life_resize,
    .pointer = life_pointer,
    .key = life_key,
    .stream_data = life_stream_data,
    .stream_end = life_stream_end,
};

const struct bulkhead_plugin *
bulkhead_plugin_entry(uint32_t abi)
{
    return abi == BULKHEAD_PLUGIN_ABI ? &life : NULL;
}
