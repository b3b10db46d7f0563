/*
 * wire_panel.c - the details of one message, beside or below the chart.
 *
 * Process: plugin.  Distrusts: nothing new.
 */
#include "wire_panel.h"
#include "trace_stream.h"
#include "wire_chart.h"

#include <stdio.h>
#include <string.h>

enum { COLUMNS = 3, LINE = 18, EDGE = 14 };

/* Cuts a line at its tabs; missing columns are "". */
static void
split(char *line, char *columns[COLUMNS])
{
    for (int i = 0; i < COLUMNS; i++) {
        char *tab = strchr(line, '\t');

        columns[i] = line;
        if (tab == NULL) {
            line += strlen(line);
        } else {
            *tab = 0;
            line = tab + 1;
        }
    }
}

/* A text over several lines within a width; the height taken. */
static int
wrap(const struct wire_paint *p, enum wire_face face, int x, int y, int width,
     const char *text, uint32_t color)
{
    int height = 0;

    do {
        char line[256];
        size_t fits = wire_text_fits(p->model, face, text, (float)width);
        size_t size = fits < sizeof line - 1 ? fits : sizeof line - 1;

        if (text[0] != 0 && size == 0)
            return height + LINE; /* no room for one character */
        if (text[size] != 0)
            for (size_t i = size; i > size / 2; i--)
                if (text[i] == ' ') {
                    size = i;
                    break;
                }
        memcpy(line, text, size);
        line[size] = 0;
        wire_text(p, face, (float)x, y + height + 13, line, color);
        text += size;
        while (*text == ' ')
            text++;
        height += LINE;
    } while (*text != 0);
    return height;
}

static int
paint_row(const struct wire_paint *p, const struct wire_panel *panel, int y,
          char *columns[COLUMNS])
{
    int left = panel->left + EDGE, middle = left + 92;
    int right = panel->right - EDGE, height;
    float note = wire_text_width(p->model, WIRE_UI, columns[2]);
    int value = right - middle - (note > 0 ? (int)note + 12 : 0);

    wire_text_cut(p, WIRE_UI, (float)left, y + 13, columns[0], 86, WIRE_QUIET);
    if (value < 60) { /* the note goes below */
        height =
            wrap(p, WIRE_UI, middle, y, right - middle, columns[1], WIRE_INK);
        return height + wrap(p, WIRE_UI, middle, y + height, right - middle,
                             columns[2], WIRE_QUIET);
    }
    height = wrap(p, WIRE_UI, middle, y, value, columns[1], WIRE_INK);
    wire_text(p, WIRE_UI, (float)right - note, y + 13, columns[2], WIRE_QUIET);
    return height;
}

static int
paint_check(const struct wire_paint *p, const struct wire_panel *panel, int y,
            char *columns[COLUMNS])
{
    int left = panel->left + EDGE;
    float x = (float)left + 5, middle = (float)y + 9;

    if (columns[0][0] == '+')
        wire_disc(p, x, middle, 3.5f, WIRE_GREEN);
    else if (columns[0][0] == '-')
        wire_cross(p, x, middle, 4, WIRE_RED);
    else
        wire_disc(p, x, middle, 2, WIRE_RAIL);
    wire_text(p, WIRE_UI, (float)left + 16, y + 13, columns[1],
              columns[0][0] == '-' ? WIRE_RED : WIRE_INK);
    return wrap(p, WIRE_UI, left + 92, y, panel->right - EDGE - left - 92,
                columns[2], WIRE_QUIET);
}

static int
paint_link(const struct wire_paint *p, struct wire_panel *panel, int y,
           char *columns[COLUMNS])
{
    int left = panel->left + EDGE;
    int right = left + (int)wire_text_width(p->model, WIRE_UI, columns[0]) + 4;

    if (panel->link_count < WIRE_PANEL_LINKS) {
        int i = panel->link_count++;

        panel->links[i].left = left;
        panel->links[i].top = y;
        panel->links[i].right = right;
        panel->links[i].bottom = y + LINE;
        snprintf(panel->links[i].action, sizeof panel->links[i].action, "%s",
                 columns[1]);
    }
    wire_text(p, WIRE_UI, (float)left, y + 13, columns[0], WIRE_LINK);
    if (panel->pointer_x >= left && panel->pointer_x < right &&
        panel->pointer_y >= y && panel->pointer_y < y + LINE)
        wire_rect(p, (float)left, (float)y + 15, (float)right - 4,
                  (float)y + 16, WIRE_LINK, 255);
    return LINE;
}

static int
paint_line(const struct wire_paint *p, struct wire_panel *panel, int y,
           char kind, char *text)
{
    int left = panel->left + EDGE, width = panel->right - EDGE - left;
    char *columns[COLUMNS];

    split(text, columns);
    switch (kind) {
    case DETAIL_TITLE:
        wire_text_cut(p, WIRE_BOLD, (float)left, y + 14, columns[0],
                      (float)(width - 24), WIRE_INK);
        return LINE + 6;
    case DETAIL_HEAD:
        wire_text_cut(p, WIRE_BOLD, (float)left, y + 22, columns[0],
                      (float)width, WIRE_QUIET);
        return LINE + 12;
    case DETAIL_CHECK:
        return paint_check(p, panel, y, columns);
    case DETAIL_HEX:
        wire_text(p, WIRE_MONO, (float)left, y + 12, columns[0], WIRE_INK);
        return LINE - 2;
    case DETAIL_LINK:
        return paint_link(p, panel, y, columns);
    default:
        return paint_row(p, panel, y, columns);
    }
}

void
wire_panel_paint(struct wire_panel *panel, const struct wire_paint *paint,
                 const struct wire_model *m)
{
    struct wire_paint p = *paint;
    const char *at = m->details != NULL ? m->details : "";
    int y;

    wire_clip(&p, panel->left, panel->top, panel->right, panel->bottom);
    wire_rect(&p, (float)panel->left, (float)panel->top, (float)panel->right,
              (float)panel->bottom, 0xFAFBFC, 255);
    wire_rect(&p, (float)panel->left, (float)panel->top, (float)panel->left + 1,
              (float)panel->bottom, WIRE_RAIL, 255);
    wire_rect(&p, (float)panel->left, (float)panel->top, (float)panel->right,
              (float)panel->top + 1, WIRE_RAIL, 255);
    panel->link_count = 0;
    y = panel->top + 12 - panel->scroll;
    while (*at != 0) {
        size_t size = strcspn(at, "\n");
        char line[400];
        size_t kept = size < sizeof line - 1 ? size : sizeof line - 1;

        memcpy(line, at, kept);
        line[kept] = 0;
        if (kept > 0)
            y += paint_line(&p, panel, y, line[0], line + 1);
        at += size + (at[size] == '\n');
    }
    panel->height = y + panel->scroll - panel->top + 10;
    panel->close_left = panel->right - 30;
    panel->close_top = panel->top + 6;
    wire_rect(&p, (float)panel->close_left, (float)panel->close_top,
              (float)panel->close_left + 24, (float)panel->close_top + 24,
              0xFAFBFC, 255);
    wire_cross(&p, (float)panel->close_left + 12, (float)panel->close_top + 12,
               5, WIRE_QUIET);
}

const char *
wire_panel_click(const struct wire_panel *panel, int x, int y)
{
    if (x >= panel->close_left && x < panel->close_left + 24 &&
        y >= panel->close_top && y < panel->close_top + 24)
        return "";
    for (int i = 0; i < panel->link_count; i++)
        if (x >= panel->links[i].left && x < panel->links[i].right &&
            y >= panel->links[i].top && y < panel->links[i].bottom)
            return panel->links[i].action;
    return NULL;
}
