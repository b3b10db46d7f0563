/*
 * icons.c - the browser's pictograms, drawn as paths.
 *
 * Process: browser.  Distrusts: nothing.
 *
 * Each is designed on a grid of 16 around its centre; PEN maps it.
 */
#include "icons.h"

#include <math.h>

struct pen {
    struct canvas *c;
    double x, y, unit;
    colour ink;
};

static void
move(const struct pen *p, double x, double y)
{
    canvas_move(p->c, p->x + x * p->unit, p->y + y * p->unit);
}

static void
to(const struct pen *p, double x, double y)
{
    canvas_to(p->c, p->x + x * p->unit, p->y + y * p->unit);
}

static void
arc(const struct pen *p, double x, double y, double radius, double from,
    double until)
{
    canvas_arc(p->c, p->x + x * p->unit, p->y + y * p->unit, radius * p->unit,
               from, until);
}

static void
line(const struct pen *p, double width)
{
    canvas_stroke(p->c, width * p->unit, p->ink);
}

static void
draw_back(const struct pen *p)
{
    move(p, 5.5, 0);
    to(p, -5, 0);
    move(p, -0.5, -4.8);
    to(p, -5.3, 0);
    to(p, -0.5, 4.8);
    line(p, 1.6);
}

static void
draw_forward(const struct pen *p)
{
    struct pen mirrored = *p;

    move(p, -5.5, 0);
    to(p, 5, 0);
    move(p, 0.5, -4.8);
    to(p, 5.3, 0);
    to(p, 0.5, 4.8);
    line(&mirrored, 1.6);
}

static void
draw_reload(const struct pen *p)
{
    double end = 300 * 3.14159265358979 / 180;
    double x = 5.3 * cos(end), y = 5.3 * sin(end);

    canvas_move(p->c, p->x + 5.3 * cos(0.35) * p->unit,
                p->y + 5.3 * sin(0.35) * p->unit);
    arc(p, 0, 0, 5.3, 20, 300);
    line(p, 1.6);
    move(p, x - 1.0, y - 3.0);
    to(p, x + 2.9, y + 0.9);
    to(p, x - 2.3, y + 2.2);
    canvas_shut(p->c);
    canvas_fill(p->c, p->ink);
}

static void
draw_close(const struct pen *p)
{
    move(p, -4.4, -4.4);
    to(p, 4.4, 4.4);
    move(p, 4.4, -4.4);
    to(p, -4.4, 4.4);
    line(p, 1.6);
}

static void
draw_find(const struct pen *p)
{
    move(p, 3.2, -1.4);
    arc(p, -1.4, -1.4, 4.6, 0, 360);
    line(p, 1.6);
    move(p, 2.1, 2.1);
    to(p, 6, 6);
    line(p, 1.9);
}

static void
draw_plus(const struct pen *p)
{
    move(p, -5.2, 0);
    to(p, 5.2, 0);
    move(p, 0, -5.2);
    to(p, 0, 5.2);
    line(p, 1.6);
}

static void
draw_star(const struct pen *p, bool full)
{
    for (int i = 0; i < 10; i++) {
        double angle = (-90 + 36 * i) * 3.14159265358979 / 180;
        double radius = i % 2 == 0 ? 6.6 : 2.9;

        if (i == 0)
            move(p, radius * cos(angle), 0.5 + radius * sin(angle));
        else
            to(p, radius * cos(angle), 0.5 + radius * sin(angle));
    }
    canvas_shut(p->c);
    if (full)
        canvas_fill(p->c, p->ink);
    else
        line(p, 1.3);
}

static void
draw_lock(const struct pen *p)
{
    move(p, -2.8, -1);
    to(p, -2.8, -3);
    arc(p, 0, -3, 2.8, 180, 360);
    to(p, 2.8, -1);
    line(p, 1.5);
    move(p, -4.3, -1.2);
    to(p, 4.3, -1.2);
    to(p, 4.3, 5.6);
    to(p, -4.3, 5.6);
    canvas_shut(p->c);
    canvas_fill(p->c, p->ink);
}

static void
draw_warning(const struct pen *p)
{
    move(p, 0, -5.4);
    to(p, 6.2, 5.2);
    to(p, -6.2, 5.2);
    canvas_shut(p->c);
    line(p, 1.4);
    move(p, 0, -1.6);
    to(p, 0, 1.6);
    line(p, 1.4);
    arc(p, 0, 3.5, 0.85, 0, 360);
    canvas_fill(p->c, p->ink);
}

static void
draw_file(const struct pen *p)
{
    move(p, -4.4, -6);
    to(p, 1.2, -6);
    to(p, 4.4, -2.8);
    to(p, 4.4, 6);
    to(p, -4.4, 6);
    canvas_shut(p->c);
    line(p, 1.3);
    move(p, -2, 0.2);
    to(p, 2, 0.2);
    move(p, -2, 3);
    to(p, 2, 3);
    line(p, 1.2);
}

static void
draw_info(const struct pen *p)
{
    arc(p, 0, 0, 6, 0, 360);
    line(p, 1.3);
    move(p, 0, -0.4);
    to(p, 0, 3);
    line(p, 1.5);
    arc(p, 0, -2.9, 0.95, 0, 360);
    canvas_fill(p->c, p->ink);
}

static void
draw_globe(const struct pen *p)
{
    arc(p, 0, 0, 6, 0, 360);
    line(p, 1.2);
    move(p, -6, 0);
    to(p, 6, 0);
    line(p, 1.1);
    for (int side = -1; side <= 1; side += 2) {
        move(p, 0, -6);
        canvas_curve(p->c, p->x + side * 3.6 * p->unit, p->y - 3 * p->unit,
                     p->x + side * 3.6 * p->unit, p->y + 3 * p->unit, p->x,
                     p->y + 6 * p->unit);
        line(p, 1.1);
    }
}

static void
draw_mark(const struct pen *p)
{
    static const double walls[] = {-7, -2.4, 2.4, 7};

    /* Three compartments with the bulkheads as gaps. */
    for (int i = 0; i < 3; i++) {
        double left = walls[i] + (i > 0 ? 0.6 : 0),
               right = walls[i + 1] - (i < 2 ? 0.6 : 0);

        move(p, left, -2);
        to(p, right, -2);
        to(p, i == 2 ? 4.2 : right, 5);
        to(p, i == 0 ? -4.2 : left, 5);
        canvas_shut(p->c);
        canvas_fill(p->c, p->ink);
    }
    move(p, -3.4, -6);
    to(p, 3, -6);
    to(p, 3, -3.2);
    to(p, -3.4, -3.2);
    canvas_shut(p->c);
    canvas_fill(p->c, p->ink);
}

static void
draw_sad(const struct pen *p)
{
    arc(p, 0, 0, 6.2, 0, 360);
    line(p, 1.3);
    arc(p, -2.2, -1.6, 0.95, 0, 360);
    canvas_fill(p->c, p->ink);
    arc(p, 2.2, -1.6, 0.95, 0, 360);
    canvas_fill(p->c, p->ink);
    arc(p, 0, 4.6, 3, 220, 320);
    line(p, 1.3);
}

static void
draw_chevron(const struct pen *p, double side)
{
    move(p, -1.8 * side, -4);
    to(p, 2.2 * side, 0);
    to(p, -1.8 * side, 4);
    line(p, 1.6);
}

void
icon_draw(struct canvas *c, enum icon icon, double x, double y, double size,
          colour ink)
{
    struct pen p = {c, x, y, size / 16, ink};

    switch (icon) {
    case ICON_BACK:
        draw_back(&p);
        break;
    case ICON_FORWARD:
        draw_forward(&p);
        break;
    case ICON_RELOAD:
        draw_reload(&p);
        break;
    case ICON_CLOSE:
        draw_close(&p);
        break;
    case ICON_PLUS:
        draw_plus(&p);
        break;
    case ICON_STAR:
    case ICON_STAR_FULL:
        draw_star(&p, icon == ICON_STAR_FULL);
        break;
    case ICON_LOCK:
        draw_lock(&p);
        break;
    case ICON_WARNING:
        draw_warning(&p);
        break;
    case ICON_FILE:
        draw_file(&p);
        break;
    case ICON_INFO:
        draw_info(&p);
        break;
    case ICON_GLOBE:
        draw_globe(&p);
        break;
    case ICON_FIND:
        draw_find(&p);
        break;
    case ICON_MARK:
        draw_mark(&p);
        break;
    case ICON_SAD:
        draw_sad(&p);
        break;
    case ICON_LEFT:
    case ICON_RIGHT:
        draw_chevron(&p, icon == ICON_LEFT ? -1 : 1);
        break;
    case ICON_COUNT:
        break;
    }
}

void
icon_spinner(struct canvas *c, double x, double y, double size, int turn,
             colour ink)
{
    double from = turn % 12 * 30;

    canvas_arc(c, x, y, size / 2 - 1, 0, 360);
    canvas_stroke(c, 2, (ink & 0xFFFFFF) | 0x30000000);
    canvas_arc(c, x, y, size / 2 - 1, from, from + 100);
    canvas_stroke(c, 2, ink);
}

static void
draw_wave(const struct pen *p, double y, double shift, colour ink)
{
    move(p, -7.6 + shift, y);
    for (int i = 0; i < 4; i++) {
        double x = -7.6 + shift + i * 3.6;

        canvas_curve(p->c, p->x + (x + 1.2) * p->unit,
                     p->y + (y - 1.3) * p->unit, p->x + (x + 2.4) * p->unit,
                     p->y + (y + 1.3) * p->unit, p->x + (x + 3.6) * p->unit,
                     p->y + y * p->unit);
    }
    canvas_stroke(p->c, 0.55 * p->unit, ink);
}

static void
draw_hull(const struct pen *p)
{
    static const colour rooms[] = {0xFF2B4C7E, 0xFFC8503C, 0xFF2B4C7E};
    static const double walls[] = {-7.2, -3.3, 3.3, 7.2};

    for (int i = 0; i < 3; i++) {
        double left = walls[i] + (i > 0 ? 0.22 : 0),
               right = walls[i + 1] - (i < 2 ? 0.22 : 0);

        move(p, left, -1.4);
        to(p, right, -1.4);
        to(p, i == 2 ? 5 : right, 4.4);
        to(p, i == 0 ? -5 : left, 4.4);
        canvas_shut(p->c);
        canvas_fill(p->c, rooms[i]);
    }
}

void
icon_ship(struct canvas *c, double x, double y, double size)
{
    struct pen p = {c, x, y, size / 16, 0xFFFFFFFF};

    move(&p, -3, -5);
    to(&p, 2.6, -5);
    to(&p, 2.6, -1.9);
    to(&p, -3, -1.9);
    canvas_shut(c);
    canvas_fill(c, 0xFF9DB2CF);
    move(&p, -0.9, -7.4);
    to(&p, 1.1, -7.4);
    to(&p, 1.1, -5.4);
    to(&p, -0.9, -5.4);
    canvas_shut(c);
    canvas_fill(c, 0xFF2B4C7E);
    draw_hull(&p);
    arc(&p, -1.35, 0.4, 0.55, 0, 360);
    canvas_fill(c, p.ink);
    arc(&p, 1.35, 0.4, 0.55, 0, 360);
    canvas_fill(c, p.ink);
    arc(&p, 0, 3.9, 1.7, 220, 320);
    line(&p, 0.6);
    draw_wave(&p, 5.4, 0, 0xFF6FA3DB);
    draw_wave(&p, 7.1, 0.9, 0xFFA9C8EA);
}
