/*
 * overlay.c - what the browser itself draws over a page: the sad page, the
 * placeholder of a dead plugin or frame, the status line, the tooltip.
 *
 * Process: browser.  Distrusts: titles, URLs and log lines, which are cleaned
 * here and cut to their place.
 */
#include "overlay.h"
#include "icons.h"
#include "limits.h"
#include "utf8.h"

#define DIM 0xB0182030
#define INK 0xFF1C2331
#define SOFT 0xFF566072
#define ACCENT 0xFF1A5FC8
#define ACCENT_HOT 0xFF134A9E
#define ALARM 0xFFA8321F

enum {
    CARD_MOST = 560,
    SHIP = 76,
    BUTTON_HEIGHT = 36,
    STATUS_SIZE = 12,
    STATUS_HEIGHT = 24,
    TIP_SIZE = 12,
    TIP_LEADING = 17,
    TIP_BESIDE = 9, /* between its edge and its words */
    TIP_ABOVE = 5
};

/* A paragraph: at most so many lines of a width, the last one cut.  Draws if c
 * is there; returns the height. */
static int
paragraph(struct canvas *c, enum text_face face, int size, int leading, int x,
          int y, int width, int lines, const char *text, colour ink)
{
    struct buf clean = {0};
    struct span rest;
    int done = 0;

    text_add_visible(&clean, utf8_prefix(span_of(text), MAX_TITLE));
    rest = buf_span(&clean);
    for (; rest.size > 0 && done < lines; done++) {
        int baseline = canvas_baseline(face, size, y + done * leading, leading);
        size_t skip, part = text_wrap(face, size, rest, (float)width, &skip);

        if (c != NULL && done == lines - 1)
            canvas_text_cut(c, face, size, x, baseline, rest, width, ink);
        else if (c != NULL)
            canvas_text(c, face, size, x, baseline,
                        (struct span){rest.data, part}, ink);
        rest.data += part + skip;
        rest.size -= part + skip;
    }
    buf_finish(&clean);
    return done * leading;
}

/* A button as wide as its words; quiet: it is not the main one. */
static struct rect
draw_labelled(struct canvas *c, struct rect r, const char *words, bool quiet,
              bool hover)
{
    struct span label = span_of(words);
    int size = r.height < BUTTON_HEIGHT ? 13 : 14;

    r.width = (int)text_width(TEXT_BOLD, size, label) + 44;
    if (c != NULL && quiet) {
        canvas_round(c, r, r.height / 2.0, hover ? 0xFFE3EAF6 : 0xFFFFFFFF);
        canvas_round_line(c, r, r.height / 2.0, 1, 0xFFB4BDCA);
        canvas_text(c, TEXT_BOLD, size, r.x + 22,
                    canvas_baseline(TEXT_BOLD, size, r.y, r.height), label,
                    ACCENT);
    } else if (c != NULL) {
        canvas_round(c, r, r.height / 2.0, hover ? ACCENT_HOT : ACCENT);
        canvas_text(c, TEXT_BOLD, size, r.x + 22,
                    canvas_baseline(TEXT_BOLD, size, r.y, r.height), label,
                    0xFFFFFFFF);
    }
    return r;
}

static struct rect
draw_button(struct canvas *c, int x, int y, int height, bool hover)
{
    return draw_labelled(c, (struct rect){x, y, 0, height}, "Reload", false,
                         hover);
}

/* Beside Reload, if there is room. */
static void
draw_copy(struct canvas *c, const struct sad_page *what, struct rect reload,
          int right)
{
    struct rect r = {reload.x + reload.width + 12, reload.y, 0, reload.height};

    if (what->copy == NULL)
        return;
    r = draw_labelled(NULL, r, "Copy the command", true, false);
    *what->copy = (struct rect){0, 0, 0, 0};
    if (r.x + r.width > right)
        return;
    draw_labelled(c, r, "Copy the command", true, what->copy_hover);
    *what->copy = r;
}

/* What of the card is left out where there is little room. */
struct card {
    int padding;
    unsigned messages; /* of the chart */
    bool ship, place, comfort, replay;
    int x, y, width;
};

/* How to learn more; returns the height. */
static int
add_replay(struct canvas *c, int x, int y, int width,
           const struct sad_page *what)
{
    struct buf more = {0};
    int height;

    if (what->record != 0)
        buf_printf(&more, "More: bulkhead crashes %u", what->record);
    height = paragraph(c, TEXT_UI, 12, 18, x, y + 2, width, 1, buf_text(&more),
                       SOFT);
    height += paragraph(c, TEXT_UI, 12, 18, x, y + 2 + height, width, 2,
                        what->replay, SOFT);
    buf_finish(&more);
    return height + 4;
}

/* Lays the card's content out; draws if c is there.  Returns its height. */
static int
card_content(struct canvas *c, const struct card *card,
             const struct sad_page *what, bool hover, struct rect *button)
{
    int x = card->x + card->padding, y = card->y + card->padding,
        width = card->width - 2 * card->padding;
    int chart = autopsy_height(what->autopsy, card->messages);
    struct buf place = {0};

    if (card->ship) {
        if (c != NULL)
            icon_ship(c, x + SHIP / 2.0 - 2, y + SHIP / 2.0, SHIP);
        y += SHIP + 14;
    }
    y += paragraph(c, TEXT_BOLD, 20, 26, x, y, width, 2,
                   "This page\xE2\x80\x99s process died", INK) +
         6;
    y += paragraph(c, TEXT_UI, 14, 20, x, y, width, 3, what->cause, INK) + 4;
    if (card->place && what->where[0] != 0)
        y += paragraph(c, TEXT_UI, 12, 18, x, y, width, 2, what->where, SOFT) +
             4;
    if (what->limit[0] != 0)
        y += paragraph(c, TEXT_UI, 12, 18, x, y, width, 2, what->limit, ALARM) +
             4;
    if (what->looping)
        y += paragraph(c, TEXT_UI, 14, 20, x, y, width, 2,
                       "It died again right after it was reloaded, so "
                       "reloading may not help.",
                       ALARM) +
             4;
    if (card->comfort)
        y += paragraph(c, TEXT_UI, 14, 20, x, y, width, 2,
                       "Your other pages are not affected. What you see behind "
                       "this is the page\xE2\x80\x99s last picture.",
                       SOFT) +
             4;
    if (card->place) {
        buf_printf(&place, "%s  \xC2\xB7  %s", what->process, what->title);
        y += paragraph(c, TEXT_UI, 12, 18, x, y, width, 1, buf_text(&place),
                       SOFT);
        y += paragraph(c, TEXT_UI, 12, 18, x, y, width, 1, what->url, SOFT) + 4;
    }
    if (chart > 0 && card->messages > 0) {
        if (c != NULL)
            autopsy_draw(c, what->autopsy, card->messages,
                         (struct rect){x, y + 4, width, chart});
        y += chart + 8;
    }
    if (card->replay)
        y += add_replay(c, x, y, width, what);
    y += card->padding >= 24 ? 12 : 6;
    *button =
        draw_button(c, x, y, card->padding >= 24 ? BUTTON_HEIGHT : 30, hover);
    if (card->replay)
        draw_copy(c, what, *button, x + width);
    else if (what->copy != NULL)
        *what->copy = (struct rect){0, 0, 0, 0};
    y += button->height + card->padding;
    buf_finish(&place);
    return y - card->y;
}

/* The first arrangement that fits, from all to the least. */
static struct card
fit_card(const struct pixels *area, const struct sad_page *what, int *height)
{
    static const struct card choices[] = {
        {28, 8, .ship = true, .place = true, .comfort = true, .replay = true},
        {28, 6, .ship = true, .place = true, .comfort = true, .replay = true},
        {24, 6, .place = true, .comfort = true, .replay = true},
        {24, 4, .place = true, .replay = true},
        {24, 3, .place = true},
        {16, 1, .place = true},
        {16, 0, .place = true},
        {.padding = 12},
    };
    int count = (int)(sizeof choices / sizeof *choices);
    int margin = area->width < 480 ? 10 : 24;
    struct card card = {0};

    for (int i = 0; i < count; i++) {
        struct rect button;

        card = choices[i];
        card.width = area->width - 2 * margin;
        if (card.width > CARD_MOST)
            card.width = CARD_MOST;
        *height = card_content(NULL, &card, what, false, &button);
        if (*height <= area->height - 2 * margin)
            break;
    }
    card.x = (area->width - card.width) / 2;
    card.y = (area->height - *height) * 2 / 5;
    if (card.y < 4)
        card.y = 4;
    return card;
}

void
overlay_sad_page(struct pixels *area, const struct sad_page *what,
                 bool button_hover, struct rect *button)
{
    struct canvas *c = canvas_create(area);
    struct card card;
    struct rect r;
    int height;

    *button = (struct rect){0, 0, 0, 0};
    if (c == NULL)
        return;
    canvas_set(c, (struct rect){0, 0, area->width, area->height}, DIM);
    card = fit_card(area, what, &height);
    r = (struct rect){card.x, card.y, card.width, height};
    canvas_shadow(c, r, 12, 14, 0x50000000);
    canvas_round(c, r, 12, 0xFFFFFFFF);
    card_content(c, &card, what, button_hover, button);
    canvas_destroy(c);
}

static void
draw_small_embed(struct canvas *c, struct rect all, bool hover)
{
    double x = all.width / 2.0, y = all.height / 2.0;

    canvas_set(c, all, hover ? 0xFFDDE5F1 : 0xFFE9EDF3);
    icon_draw(c, ICON_SAD, x, all.height >= 72 ? y - 12 : y - 9, 22, SOFT);
    icon_draw(c, ICON_RELOAD, x, all.height >= 72 ? y + 16 : y + 12, 16,
              hover ? ACCENT : SOFT);
}

/* What stands in an embed's place. */
struct embed_card {
    const char *head, *cause;
    const struct autopsy *autopsy; /* or NULL */
};

/* How many messages fit below the words; 0: no chart. */
static unsigned
messages_for(const struct autopsy *a, struct rect all, int height)
{
    unsigned count = AUTOPSY_MOST;

    if (a == NULL || a->count == 0 || all.width < 300)
        return 0;
    while (count > 0 && height + autopsy_height(a, count) + 24 > all.height)
        count--;
    return count >= 2 ? count : 0;
}

/* The words as a block in the middle; returns the button's place. */
static struct rect
draw_embed_card(struct canvas *c, struct rect all, const struct embed_card *e,
                bool hover)
{
    int most = all.width - 24 < 380 ? all.width - 24 : 380, x, y, height;
    int width = (int)text_width(TEXT_BOLD, 14, span_of(e->head)) + 1,
        second = (int)text_width(TEXT_UI, 13, span_of(e->cause)) + 1;
    unsigned messages;
    bool face;

    width = second > width ? second : width;
    width = width > most ? most : width;
    height = paragraph(NULL, TEXT_BOLD, 14, 20, 0, 0, width, 2, e->head, INK) +
             paragraph(NULL, TEXT_UI, 13, 18, 0, 0, width, 2, e->cause, SOFT) +
             44;
    messages = messages_for(e->autopsy, all, height);
    if (messages > 0) {
        width = most;
        height += autopsy_height(e->autopsy, messages) + 8;
    }
    x = (all.width - width) / 2;
    face = all.height >= height + 64;
    if (face)
        height += 42;
    y = (all.height - height) / 2;
    if (face) {
        icon_draw(c, ICON_SAD, x + 12, y + 14, 30, ALARM);
        y += 42;
    }
    y += paragraph(c, TEXT_BOLD, 14, 20, x, y, width, 2, e->head, INK);
    y += paragraph(c, TEXT_UI, 13, 18, x, y, width, 2, e->cause, SOFT);
    if (messages > 0) {
        int chart = autopsy_height(e->autopsy, messages);

        autopsy_draw(c, e->autopsy, messages,
                     (struct rect){x, y + 8, width, chart});
        y += chart + 8;
    }
    return draw_button(c, x, y + 12, 30, hover);
}

void
overlay_dead_embed(struct pixels *area, const char *head, const char *cause,
                   const struct autopsy *autopsy, bool button_hover,
                   struct rect *button)
{
    struct canvas *c = canvas_create(area);
    struct rect all = {0, 0, area->width, area->height};
    const struct embed_card card = {head, cause, autopsy};

    *button = (struct rect){0, 0, 0, 0};
    if (c == NULL)
        return;
    if (area->width < 150 || area->height < 120) {
        draw_small_embed(c, all, button_hover);
        *button = all;
    } else {
        canvas_set(c, all, 0xFFE9EDF3);
        *button = draw_embed_card(c, all, &card, button_hover);
    }
    canvas_round_line(c, all, 0.5, 1, 0xFFC6CEDA);
    canvas_destroy(c);
}

void
overlay_status_size(const char *text, int most, int *width, int *height)
{
    struct buf clean = {0};

    text_add_visible(&clean, utf8_prefix(span_of(text), MAX_TITLE));
    *width = (int)text_width(TEXT_UI, STATUS_SIZE, buf_span(&clean)) + 21;
    if (*width > most)
        *width = most;
    *height = STATUS_HEIGHT;
    buf_finish(&clean);
}

void
overlay_status(struct pixels *area, const char *text)
{
    struct canvas *c = canvas_create(area);
    struct rect all = {0, 0, area->width, area->height};
    struct rect shape = {-8, 0, area->width + 8, area->height + 8};
    struct buf clean = {0};

    if (c == NULL)
        return;
    text_add_visible(&clean, utf8_prefix(span_of(text), MAX_TITLE));
    canvas_set(c, all, 0);
    canvas_round(c, shape, 6, 0xFFF3F5F9);
    canvas_round_line(c, shape, 6, 1, 0xFFC9D1DC);
    canvas_text_cut(c, TEXT_UI, STATUS_SIZE, 9,
                    canvas_baseline(TEXT_UI, STATUS_SIZE, 0, area->height),
                    buf_span(&clean), area->width - 18, 0xFF3F4858);
    buf_finish(&clean);
    canvas_destroy(c);
}

/* The next line of the attribute; its breaks are those of any system. */
static struct span
cut_line(struct span *rest)
{
    struct span line = {rest->data, 0};

    while (line.size < rest->size && line.data[line.size] != '\n' &&
           line.data[line.size] != '\r')
        line.size++;
    rest->data += line.size;
    rest->size -= line.size;
    if (rest->size > 1 && rest->data[0] == '\r' && rest->data[1] == '\n') {
        rest->data++;
        rest->size--;
    }
    if (rest->size > 0) {
        rest->data++;
        rest->size--;
    }
    return line;
}

/* All of the text that can be seen: lines without what disguises, and at most
 * one empty line between two. */
static void
add_visible_lines(struct buf *out, struct span text)
{
    size_t start = out->size;
    bool gap = false;

    while (text.size > 0) {
        struct buf clean = {0};

        text_add_visible(&clean, cut_line(&text));
        if (clean.size > 0 && out->size > start)
            buf_add(out, "\n\n", gap ? 2 : 1);
        gap = clean.size == 0;
        buf_add_span(out, buf_span(&clean));
        buf_finish(&clean);
    }
}

void
overlay_tooltip_lines(struct buf *out, struct span text, int most)
{
    static const char more[] = "\u2026";
    float width =
        (float)(most < TOOLTIP_WIDTH ? most : TOOLTIP_WIDTH) - 2 * TIP_BESIDE;
    struct buf clean = {0};
    struct span rest;

    add_visible_lines(&clean, utf8_prefix(text, MAX_TOOLTIP));
    rest = buf_span(&clean);
    for (int done = 1; rest.size > 0 && done <= TOOLTIP_LINES; done++) {
        size_t skip, part = text_wrap(TEXT_UI, TIP_SIZE, rest, width, &skip);
        bool cut = done == TOOLTIP_LINES && part + skip < rest.size;

        if (cut)
            part = text_wrap(
                TEXT_UI, TIP_SIZE, rest,
                width - text_width(TEXT_UI, TIP_SIZE, span_of(more)), &skip);
        if (done > 1)
            buf_add_char(out, '\n');
        buf_add_span(out, (struct span){rest.data, part});
        if (cut)
            buf_add_span(out, span_of(more));
        rest.data += part + skip;
        rest.size -= part + skip;
    }
    buf_finish(&clean);
}

void
overlay_tooltip_size(struct span lines, int *width, int *height)
{
    *width = 0;
    *height = 2 * TIP_ABOVE;
    while (lines.size > 0) {
        int wide = (int)text_width(TEXT_UI, TIP_SIZE, cut_line(&lines)) + 1;

        if (wide > *width)
            *width = wide;
        *height += TIP_LEADING;
    }
    *width += 2 * TIP_BESIDE;
}

/* Dark, unlike all that the browser says for itself. */
void
overlay_tooltip(struct pixels *area, struct span lines)
{
    struct canvas *c = canvas_create(area);
    struct rect all = {0, 0, area->width, area->height};

    if (c == NULL)
        return;
    canvas_set(c, all, 0);
    canvas_round(c, all, 5, 0xFF2A3140);
    canvas_round_line(c, all, 5, 1, 0xFF69748A);
    for (int y = TIP_ABOVE; lines.size > 0; y += TIP_LEADING)
        canvas_text(c, TEXT_UI, TIP_SIZE, TIP_BESIDE,
                    canvas_baseline(TEXT_UI, TIP_SIZE, y, TIP_LEADING),
                    cut_line(&lines), 0xFFF4F6FA);
    canvas_destroy(c);
}
