/*
 * autopsy.c - the last messages of a dead child as a small chart: a line for
 * the browser, one for the child, and an arrow for each message.
 *
 * Process: browser.
 */
#include "autopsy.h"
#include "intercept.h"
#include "trace.h"

#include <stdio.h>

enum { HEAD = 20, ROW = 18, END = 20, SIZE = 11, PADDING = 10, TIMES = 62 };
enum { LOOKED_AT = 1 << 14 /* records, for one child's last messages */ };

static const colour paper = 0xFFF2F4F8, line_ink = 0xFFB4BDCA, ink = 0xFF3F4858,
                    soft = 0xFF7A8494, out_ink = 0xFF1A5FC8,
                    in_ink = 0xFF2F7D4F, alarm = 0xFFC03A22;

/* ---- what there is ------------------------------------------------------- */

static void
add(struct autopsy *a, const struct autopsy_message *m)
{
    struct autopsy_message *last =
        a->count > 0 ? &a->messages[a->count - 1] : NULL;

    if (last != NULL && last->name == m->name && last->inward == m->inward &&
        last->made_up == m->made_up) {
        last->times++;
        last->before_ns = m->before_ns;
        return;
    }
    if (a->count == AUTOPSY_MOST) {
        memmove(a->messages, a->messages + 1,
                (AUTOPSY_MOST - 1) * sizeof *a->messages);
        a->count--;
    }
    a->messages[a->count++] = *m;
}

static void
add_message(struct autopsy *a, const struct trace_record *r)
{
    enum message_id id;
    struct reader fields;
    bool known = message_open(r->payload, &id, &fields);

    add(a, &(struct autopsy_message){.before_ns = (int64_t)r->ns,
                                     .name =
                                         known ? routes[id].name : "no message",
                                     .inward = r->phase == TRACE_RECEIVED,
                                     .times = 1});
}

/* What the person has said in its name is in the trace as a note. */
static void
add_made_up(struct autopsy *a, const struct trace_record *r)
{
    size_t length = strlen(INTERCEPT_MADE_UP);

    if (r->payload.size <= length ||
        memcmp(r->payload.data, INTERCEPT_MADE_UP, length) != 0)
        return;
    for (int id = 0; id < MSG_COUNT; id++) {
        size_t size = strlen(routes[id].name);

        if (r->payload.size > length + size &&
            memcmp(r->payload.data + length, routes[id].name, size) == 0 &&
            r->payload.data[length + size] == ' ')
            add(a, &(struct autopsy_message){.before_ns = (int64_t)r->ns,
                                             .name = routes[id].name,
                                             .inward = true,
                                             .made_up = true,
                                             .times = 1});
    }
}

/* The last one from the child, apart from those before it. */
static void
mark_refused(struct autopsy *a)
{
    unsigned i = a->count;

    while (i > 0 && !a->messages[i - 1].inward)
        i--;
    if (i == 0)
        return;
    if (a->messages[i - 1].times > 1 && a->count < AUTOPSY_MOST) {
        memmove(&a->messages[i], &a->messages[i - 1],
                (a->count - i + 1) * sizeof *a->messages);
        a->messages[i - 1].times--;
        a->messages[i].times = 1;
        a->count++;
        i++;
    }
    a->messages[i - 1].refused = true;
}

void
autopsy_take(struct autopsy *a, enum role role, uint32_t number,
             const struct death *why)
{
    uint64_t next = trace_next(), lost = 0,
             cursor = next > LOOKED_AT ? next - LOOKED_AT : 0;
    uint8_t payload[TRACE_MOST_PAYLOAD];
    struct trace_record r;
    int64_t death = loop_now_ns();

    *a = (struct autopsy){.role = role_name(role), .number = number};
    while (trace_read(&cursor, &r, payload, &lost)) {
        if (r.number != number)
            continue;
        if (r.phase == TRACE_SENT || r.phase == TRACE_RECEIVED)
            add_message(a, &r);
        else if (r.phase == TRACE_NOTE)
            add_made_up(a, &r);
        else if (r.phase == TRACE_DEATH)
            death = (int64_t)r.ns;
    }
    for (unsigned i = 0; i < a->count; i++)
        a->messages[i].before_ns = death - a->messages[i].before_ns;
    if (why->by_browser && strncmp(why->cause, "sent ", 5) == 0)
        mark_refused(a);
}

/* ---- the chart ----------------------------------------------------------- */

static unsigned
shown(const struct autopsy *a, unsigned count)
{
    return count < a->count ? count : a->count;
}

int
autopsy_height(const struct autopsy *a, unsigned count)
{
    unsigned rows = shown(a, count);

    return rows > 0 ? HEAD + (int)rows * ROW + END + 4 : 0;
}

/* "-12 ms", as short as it says enough. */
static void
format_before(char *out, size_t size, int64_t ns)
{
    double ms = (double)ns / 1e6;

    if (ms < 1)
        snprintf(out, size, "\xE2\x88\x92%.0f \xC2\xB5s", ms * 1000);
    else if (ms < 1000)
        snprintf(out, size, "\xE2\x88\x92%.*f ms", ms < 9.95 ? 1 : 0, ms);
    else if (ms < 120000)
        snprintf(out, size, "\xE2\x88\x92%.*f s", ms < 10000 ? 1 : 0,
                 ms / 1000);
    else
        snprintf(out, size, "\xE2\x88\x92%.0f min", ms / 60000);
}

static void
draw_centred(struct canvas *c, enum text_face face, int x, int y, int most,
             const char *text, colour tint)
{
    struct span s = span_of(text);
    int width = (int)text_width(face, SIZE, s) + 1;

    if (width > most)
        width = most;
    canvas_text_cut(c, face, SIZE, x - width / 2.0,
                    canvas_baseline(face, SIZE, y, ROW), s, width, tint);
}

static void
draw_arrow(struct canvas *c, double from, double to, double y, colour tint)
{
    double back = to > from ? -5 : 5;

    canvas_move(c, from, y);
    canvas_to(c, to, y);
    canvas_stroke(c, 1.5, tint);
    canvas_move(c, to, y);
    canvas_to(c, to + back, y - 3.5);
    canvas_to(c, to + back, y + 3.5);
    canvas_shut(c);
    canvas_fill(c, tint);
}

static void
draw_cross(struct canvas *c, double x, double y)
{
    canvas_move(c, x - 4, y - 4);
    canvas_to(c, x + 4, y + 4);
    canvas_stroke(c, 2, alarm);
    canvas_move(c, x - 4, y + 4);
    canvas_to(c, x + 4, y - 4);
    canvas_stroke(c, 2, alarm);
}

static void
draw_time(struct canvas *c, struct rect box, int y, int64_t ns)
{
    char text[32];
    int width;

    format_before(text, sizeof text, ns);
    width = (int)text_width(TEXT_UI, SIZE, span_of(text)) + 1;
    canvas_text(c, TEXT_UI, SIZE, box.x + PADDING + TIMES - width,
                canvas_baseline(TEXT_UI, SIZE, y, ROW), span_of(text), soft);
}

static void
draw_message(struct canvas *c, const struct autopsy_message *m, int browser,
             int child, int y)
{
    double middle = y + ROW / 2.0;
    colour tint = m->refused ? alarm : m->inward ? in_ink : out_ink;
    int most = child - browser - 44, width;
    char text[96];

    snprintf(text, sizeof text, m->times > 1 ? "%s \xC3\x97%u" : "%s", m->name,
             m->times);
    if (m->made_up)
        strncat(text, " (made up)", sizeof text - strlen(text) - 1);
    if (m->refused)
        strncat(text, ", refused", sizeof text - strlen(text) - 1);
    draw_arrow(c, m->inward ? child : browser,
               !m->inward   ? child
               : m->refused ? browser + 12
                            : browser,
               middle, tint);
    if (m->refused)
        draw_cross(c, browser + 6, middle);
    width =
        (int)text_width(m->refused ? TEXT_BOLD : TEXT_UI, SIZE, span_of(text)) +
        9;
    width = width < most ? width : most;
    canvas_rect(c, (struct rect){(browser + child - width) / 2, y, width, ROW},
                paper);
    draw_centred(c, m->refused ? TEXT_BOLD : TEXT_UI, (browser + child) / 2, y,
                 most - 8, text, m->refused ? alarm : ink);
}

static void
draw_lanes(struct canvas *c, int browser, int child, int top, int end)
{
    canvas_move(c, browser, top);
    canvas_to(c, browser, end + END);
    canvas_stroke(c, 1.5, line_ink);
    canvas_move(c, child, top);
    canvas_to(c, child, end + END / 2.0);
    canvas_stroke(c, 1.5, line_ink);
    draw_cross(c, child, end + END / 2.0);
}

void
autopsy_draw(struct canvas *c, const struct autopsy *a, unsigned count,
             struct rect box)
{
    unsigned rows = shown(a, count);
    int browser = box.x + PADDING + TIMES + 26,
        child = box.x + box.width - PADDING - 34;
    int y = box.y + HEAD;
    char name[32];

    snprintf(name, sizeof name, "%s #%u", a->role, a->number);
    canvas_round(c, box, 6, paper);
    canvas_clip(c, box);
    draw_centred(c, TEXT_BOLD, browser, box.y + 2, 80, "browser", soft);
    draw_centred(c, TEXT_BOLD, child - 4, box.y + 2, 78, name, soft);
    draw_lanes(c, browser, child, y, y + (int)rows * ROW);
    for (unsigned i = a->count - rows; i < a->count; i++, y += ROW) {
        draw_time(c, box, y, a->messages[i].before_ns);
        draw_message(c, &a->messages[i], browser, child, y);
    }
    draw_centred(c, TEXT_BOLD, child - 26, y + 1, 60, "died", alarm);
    canvas_unclip(c);
}
