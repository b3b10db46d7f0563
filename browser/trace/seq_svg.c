/*
 * seq_svg.c - the drawing of a sequence diagram.
 *
 * Process: `bulkhead trace`.  Distrusts: every text it is given.
 */
#include "trace/seq_svg.h"
#include "utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    LEFT = 92, /* the times' column */
    LANE = 232,
    TOP = 118,
    ROW = 30,
    BOX = 26,
    BAR = 10,       /* a handler's bar */
    CHARACTER = 66, /* width of one of 11 px, in tenths of a pixel */
    RIGHT = 60
};

static const struct {
    uint64_t most_ns;
    const char *colour, *meaning;
} latencies[] = {
    {0, "#64748b", "not known"},        {100000, "#15803d", "up to 0.1 ms"},
    {1000000, "#2563eb", "up to 1 ms"}, {10000000, "#b45309", "up to 10 ms"},
    {UINT64_MAX, "#dc2626", "longer"},
};

enum { LATENCIES = sizeof latencies / sizeof *latencies };

static const char *
colour_of(uint64_t ns)
{
    size_t i = 0;

    while (ns > latencies[i].most_ns)
        i++;
    return latencies[i].colour;
}

static int
x_of(int lane)
{
    return LEFT + lane * LANE + LANE / 2;
}

/* At most this many characters, controls as spaces, escaped. */
static void
add_text(struct buf *out, const char *text, int most)
{
    struct buf clean = {0};
    const uint8_t *at, *end;
    int n = 0;

    utf8_add_clean(&clean, span_of(text));
    at = clean.data;
    end = clean.data + clean.size;
    while (at < end) {
        const uint8_t *begin = at;
        uint32_t code = utf8_next(&at, end);

        if (n++ >= most - 1 && at < end) {
            buf_add_text(out, "\xE2\x80\xA6");
            break;
        }
        /* XML has no controls, and no U+FFFE and U+FFFF. */
        if (code < 0x20 || code == 0x7F || code == 0xFFFE || code == 0xFFFF)
            buf_add_char(out, ' ');
        else
            buf_add_html(out, (struct span){begin, (size_t)(at - begin)});
    }
    buf_finish(&clean);
}

void
svg_begin(struct svg *s, const char *title, int lanes)
{
    *s = (struct svg){.lanes = lanes, .y = TOP + ROW};
    s->title = strdup(title);
    for (int i = 0; i < SVG_MOST_LANES; i++)
        s->lane[i].from = -1;
}

static void
add_box(struct buf *out, const struct svg *s, int lane, int y)
{
    bool hub = strcmp(s->lane[lane].name, "browser") == 0;

    buf_printf(out,
               "<rect x=\"%d\" y=\"%d\" width=\"150\" height=\"%d\" rx=\"5\" "
               "fill=\"%s\" stroke=\"#334155\"/><text x=\"%d\" y=\"%d\" "
               "class=\"lane\" fill=\"%s\">",
               x_of(lane) - 75, y, BOX, hub ? "#1e293b" : "#f1f5f9", x_of(lane),
               y + 18, hub ? "#ffffff" : "#0f172a");
    add_text(out, s->lane[lane].name, 24);
    buf_add_text(out, "</text>\n");
}

void
svg_lane(struct svg *s, int lane, const char *name, bool is_hub)
{
    (void)is_hub;
    snprintf(s->lane[lane].name, sizeof s->lane[lane].name, "%s", name);
    add_box(&s->body, s, lane, TOP - BOX);
}

void
svg_alive(struct svg *s, int lane)
{
    if (s->lane[lane].from < 0)
        s->lane[lane].from = s->y > TOP + ROW ? s->y : TOP;
}

static void
end_line(struct svg *s, int lane)
{
    if (s->lane[lane].from < 0)
        return;
    buf_printf(&s->lines,
               "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" "
               "stroke=\"#94a3b8\" stroke-width=\"1.5\"/>\n",
               x_of(lane), s->lane[lane].from, x_of(lane), s->y);
    s->lane[lane].from = -1;
}

static void
add_when(struct svg *s, uint64_t ns)
{
    buf_printf(&s->body, "<text x=\"%d\" y=\"%d\" class=\"when\">%.6f</text>\n",
               LEFT - 12, s->y + 4, (double)ns / 1e9);
}

/* The bar of the receiver's handler; wider for a longer one. */
static void
add_bar(struct svg *s, const struct svg_arrow *a)
{
    int height = 6;

    for (uint64_t ns = 100000; ns < a->took_ns && height < ROW - 8; ns *= 10)
        height += 5;
    if (a->took_ns > 0)
        buf_printf(&s->body,
                   "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
                   "fill=\"%s\"/>\n",
                   x_of(a->to) - BAR / 2, s->y - 3, BAR, height,
                   colour_of(a->took_ns));
}

static void
add_took(struct buf *out, uint64_t ns)
{
    if (ns >= 1000000)
        buf_printf(out, "%.1f ms", (double)ns / 1e6);
    else if (ns > 0)
        buf_printf(out, "%.0f \xC2\xB5s", (double)ns / 1e3);
}

static void
add_label(struct svg *s, const struct svg_arrow *a, int x1, int x2)
{
    int middle = (x1 + x2) / 2, room = abs(x2 - x1) * 10 / CHARACTER;
    struct buf took = {0};
    int used;

    add_took(&took, a->took_ns);
    /* The name comes first, then what there is room for. */
    used = (int)strlen(a->name) + (int)took.size + 1;
    if (a->count > 1)
        used += 8;
    buf_printf(&s->body,
               "<text x=\"%d\" y=\"%d\" class=\"label\"><tspan "
               "class=\"name\">",
               middle, s->y - 5);
    add_text(&s->body, a->name, 40);
    if (a->count > 1)
        buf_printf(&s->body, " \xC3\x97%" PRIu32, a->count);
    buf_add_text(&s->body, "</tspan>");
    if (a->detail[0] != 0 && room - used > 6) {
        buf_add_char(&s->body, ' ');
        add_text(&s->body, a->detail, room - used - 2);
    }
    buf_printf(&s->body, "<tspan dx=\"6\" fill=\"%s\">%s</tspan></text>\n",
               colour_of(a->took_ns), buf_text(&took));
    buf_finish(&took);
}

void
svg_add_arrow(struct svg *s, const struct svg_arrow *a)
{
    int direction = a->to > a->from ? 1 : -1;
    int x1 = x_of(a->from), x2 = x_of(a->to) - direction * (BAR / 2 + 1);
    const char *colour = colour_of(a->took_ns);

    svg_alive(s, a->from);
    svg_alive(s, a->to);
    add_when(s, a->ns);
    if (a->count > 1) /* a run: a second line below */
        buf_printf(&s->body,
                   "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" "
                   "stroke=\"%s\" stroke-width=\"1.6\"/>\n",
                   x1, s->y + 3, x2 - direction * 7, s->y + 3, colour);
    buf_printf(&s->body,
               "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" "
               "stroke-width=\"1.6\"/><path d=\"M%d %d l%d -4 v8 z\" "
               "fill=\"%s\"/>\n",
               x1, s->y, x2 - direction * 7, s->y, colour, x2, s->y,
               -direction * 9, colour);
    add_bar(s, a);
    add_label(s, a, x1, x2);
    s->y += ROW;
}

static void
add_cross(struct svg *s, int x)
{
    buf_printf(&s->body,
               "<path d=\"M%d %d l14 14 m0 -14 l-14 14\" stroke=\"#dc2626\" "
               "stroke-width=\"3\"/>\n",
               x - 7, s->y - 7);
}

void
svg_add_mark(struct svg *s, int lane, enum svg_mark mark, uint64_t ns,
             const char *text)
{
    static const struct {
        const char *verb, *colour;
    } looks[] = {{"born", "#15803d"},
                 {"ready", "#15803d"},
                 {"died", "#dc2626"},
                 {"refused", "#dc2626"}};
    int x = x_of(lane);
    bool end_of_row = lane == s->lanes - 1;

    svg_alive(s, lane);
    add_when(s, ns);
    if (mark == SVG_DIED) {
        end_line(s, lane);
        add_cross(s, x);
    } else {
        buf_printf(&s->body,
                   "<circle cx=\"%d\" cy=\"%d\" r=\"6\" fill=\"%s\" "
                   "stroke=\"%s\" stroke-width=\"2\"/>\n",
                   x, s->y, mark == SVG_READY ? looks[mark].colour : "#ffffff",
                   looks[mark].colour);
    }
    /* Beside the line; at the right edge there is less room. */
    buf_printf(&s->body,
               "<text x=\"%d\" y=\"%d\" class=\"mark\" fill=\"%s\">%s", x + 13,
               s->y + 4, looks[mark].colour, looks[mark].verb);
    if (text[0] != 0) {
        buf_add_text(&s->body, ": ");
        add_text(&s->body, text, end_of_row ? 19 : 46);
    }
    buf_add_text(&s->body, "</text>\n");
    s->y += ROW;
}

void
svg_gap(struct svg *s, uint64_t ns)
{
    int width = LEFT + s->lanes * LANE;

    buf_printf(&s->body,
               "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" "
               "stroke=\"#cbd5e1\" stroke-dasharray=\"3 5\"/><text x=\"%d\" "
               "y=\"%d\" class=\"when\">%.0f ms</text>\n",
               LEFT, s->y - 8, width, s->y - 8, LEFT - 12, s->y - 4,
               (double)ns / 1e6);
    s->y += ROW * 2 / 3;
}

static void
add_legend(struct buf *out)
{
    int x = LEFT;

    buf_printf(out,
               "<text x=\"%d\" y=\"60\" class=\"mark\" "
               "fill=\"#475569\">The receiver took</text>\n",
               x);
    x += 112;
    for (int i = 1; i <= LATENCIES; i++) {
        int which = i % LATENCIES; /* the unknown last */

        buf_printf(out,
                   "<rect x=\"%d\" y=\"51\" width=\"12\" height=\"10\" "
                   "fill=\"%s\"/><text x=\"%d\" y=\"60\" class=\"mark\" "
                   "fill=\"#334155\">%s</text>\n",
                   x, latencies[which].colour, x + 17,
                   latencies[which].meaning);
        x += 30 + (int)strlen(latencies[which].meaning) * 7;
    }
}

void
svg_end(struct svg *s, struct buf *out, const char *note)
{
    int width = LEFT + s->lanes * LANE + RIGHT, height;

    if (width < 720) /* the legend's */
        width = 720;
    s->y += ROW / 3;
    for (int i = 0; i < s->lanes; i++) {
        bool lives = s->lane[i].from >= 0;

        end_line(s, i);
        if (lives)
            add_box(&s->body, s, i, s->y);
    }
    height = s->y + BOX + (note[0] != 0 ? 44 : 16);
    buf_printf(out,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
               "height=\"%d\" viewBox=\"0 0 %d %d\">\n<style>text{font-family:"
               "'DejaVu Sans',Verdana,sans-serif;font-size:11px}"
               ".lane{font-size:13px;font-weight:bold;text-anchor:middle}"
               ".when{font-size:10px;text-anchor:end;fill:#64748b}"
               ".label{text-anchor:middle;fill:#475569;paint-order:stroke;"
               "stroke:#ffffff;stroke-width:3px}"
               ".name{font-weight:bold;fill:#0f172a}"
               ".mark{text-anchor:start}"
               ".title{font-size:16px;font-weight:bold;fill:#0f172a}</style>\n"
               "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n"
               "<text x=\"%d\" y=\"34\" class=\"title\">",
               width, height, width, height, LEFT);
    add_text(out, s->title, 80);
    buf_add_text(out, "</text>\n");
    add_legend(out);
    buf_add_span(out, buf_span(&s->lines));
    buf_add_span(out, buf_span(&s->body));
    if (note[0] != 0) {
        buf_printf(out,
                   "<text x=\"%d\" y=\"%d\" class=\"mark\" "
                   "fill=\"#475569\">",
                   LEFT, height - 14);
        add_text(out, note, 120);
        buf_add_text(out, "</text>\n");
    }
    buf_add_text(out, "</svg>\n");
    free(s->title);
    buf_finish(&s->body);
    buf_finish(&s->lines);
}
