/*
 * toolbar_paint.c - the bar's buttons, the progress line, the notice.
 *
 * Process: browser.  Distrusts: nothing; texts were cleaned by toolbar_show.
 */
#include "toolbar_parts.h"

static void
paint_button(const struct toolbar *t, struct canvas *c, enum part part,
             enum icon icon, struct rect r, bool possible)
{
    if (rect_is_empty(r))
        return;
    if (t->hot == part && possible)
        canvas_round(c, r, 16,
                     t->pressed == part ? COLOUR_PRESSED : COLOUR_HOT);
    icon_draw(c, icon, r.x + r.width / 2.0, r.y + r.height / 2.0, 18,
              possible ? 0xFF3B4454 : 0xFFBCC3CF);
}

struct rect
toolbar_progress_rect(int width)
{
    return (struct rect){0, STRIP_HEIGHT + BAR_HEIGHT - 3, width, 3};
}

static void
paint_progress(const struct toolbar *t, struct canvas *c, int width)
{
    struct rect r = toolbar_progress_rect(width);

    if (!t->loading)
        return;
    if (t->progress >= 0) {
        float part = t->progress > 1 ? 1 : t->progress;

        r.width = (int)((float)width * part);
        canvas_rect(c, r, COLOUR_ACCENT);
        return;
    }
    /* Unknown: a piece that wanders from left to right. */
    int piece = width / 4, way = width + piece;

    canvas_rect(c, r, 0x281A5FC8);
    r.x = (int)((int64_t)way * (t->turn % 36) / 36) - piece;
    r.width = piece;
    canvas_rect(c, r, COLOUR_ACCENT);
}

void
toolbar_paint_bar(struct toolbar *t, const struct layout *l, struct canvas *c,
                  int width)
{
    struct rect bar = {0, STRIP_HEIGHT, width, BAR_HEIGHT};

    canvas_rect(c, bar, COLOUR_BAR);
    canvas_rect(c, (struct rect){0, STRIP_HEIGHT + BAR_HEIGHT - 1, width, 1},
                COLOUR_EDGE);
    paint_button(t, c, PART_BACK, ICON_BACK, l->back, t->can_back);
    paint_button(t, c, PART_FORWARD, ICON_FORWARD, l->forward, t->can_forward);
    paint_button(t, c, PART_RELOAD, t->loading ? ICON_CLOSE : ICON_RELOAD,
                 l->reload, true);
    field_paint(t, l, c);
    paint_progress(t, c, width);
}

static void
paint_answer(const struct toolbar *t, struct canvas *c, enum part part,
             struct rect r, const char *label, colour face, colour ink)
{
    int width = (int)text_width(TEXT_UI, LABEL_SIZE, span_of(label));

    canvas_round(c, r, r.height / 2.0, face);
    if (t->hot == part)
        canvas_round(c, r, r.height / 2.0,
                     t->pressed == part ? 0x40000000 : 0x1C000000);
    if (ink != 0xFFFFFFFF)
        canvas_round_line(c, r, r.height / 2.0, 1, 0xFFD9BF70);
    canvas_text(c, TEXT_UI, LABEL_SIZE, r.x + (r.width - width) / 2,
                canvas_baseline(TEXT_UI, LABEL_SIZE, r.y, r.height),
                span_of(label), ink);
}

static void
paint_answers(const struct toolbar *t, const struct layout *l, struct canvas *c)
{
    paint_answer(t, c, PART_WAIT, l->wait, t->answers[0], 0xFFFFFBEC,
                 0xFF4A3A10);
    paint_answer(t, c, PART_STOP, l->stop, t->answers[1], COLOUR_ALARM,
                 0xFFFFFFFF);
}

void
toolbar_paint_notice(struct toolbar *t, const struct layout *l,
                     struct canvas *c)
{
    struct span rest = span_of(t->notice);
    struct rect r = l->notice, shut = l->notice_close;
    int width = toolbar_notice_text_width(t, r.width), y = r.y + 7;

    if (rect_is_empty(r))
        return;
    if (t->asking && r.height == ANSWER_HEIGHT + 14)
        y = r.y + (r.height - NOTICE_LINE) / 2;
    canvas_rect(c, r, COLOUR_NOTICE);
    canvas_rect(c, (struct rect){r.x, r.y + r.height - 1, r.width, 1},
                COLOUR_NOTICE_EDGE);
    icon_draw(c, ICON_WARNING, 21, y + NOTICE_LINE / 2.0, 17, COLOUR_WARN);
    for (int i = 0; i < NOTICE_LINES && rest.size > 0; i++) {
        int baseline = canvas_baseline(TEXT_UI, LABEL_SIZE, y, NOTICE_LINE);
        size_t skip,
            size = text_wrap(TEXT_UI, LABEL_SIZE, rest, (float)width, &skip);

        if (i == NOTICE_LINES - 1) {
            canvas_text_cut(c, TEXT_UI, LABEL_SIZE, 38, baseline, rest, width,
                            0xFF4A3A10);
            break;
        }
        canvas_text(c, TEXT_UI, LABEL_SIZE, 38, baseline,
                    (struct span){rest.data, size}, 0xFF4A3A10);
        rest.data += size + skip;
        rest.size -= size + skip;
        y += NOTICE_LINE;
    }
    if (t->asking) {
        paint_answers(t, l, c);
        return;
    }
    if (t->hot == PART_NOTICE_CLOSE)
        canvas_round(c, shut, 11,
                     t->pressed == PART_NOTICE_CLOSE ? 0x40604000 : 0x20604000);
    icon_draw(c, ICON_CLOSE, shut.x + shut.width / 2.0,
              shut.y + shut.height / 2.0, 12, 0xFF6B5620);
}
