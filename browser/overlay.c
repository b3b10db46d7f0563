/*
 * overlay.c - what the browser itself draws over a page: the sad page, the
 * placeholder of a dead plugin, the status line.
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
    LOG_LINE = 17,
    LOG_LINES = 6,
    LOG_SIZE = 12,
    STATUS_SIZE = 12,
    STATUS_HEIGHT = 24
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

/* The last lines of a log, at most count; sets how many there are. */
static struct span
last_lines(const char *log, int count, int *lines)
{
    struct span s = span_of(log);
    size_t start;

    while (s.size > 0 && s.data[s.size - 1] == '\n')
        s.size--;
    *lines = 0;
    start = s.size;
    while (start > 0 && *lines < count) {
        start--;
        while (start > 0 && s.data[start - 1] != '\n')
            start--;
        (*lines)++;
    }
    return (struct span){s.data + start, s.size - start};
}

static void
draw_log(struct canvas *c, struct rect box, struct span lines)
{
    int y = box.y + 8;

    canvas_round(c, box, 6, 0xFFF2F4F8);
    canvas_clip(c, box);
    while (lines.size > 0) {
        const uint8_t *newline = memchr(lines.data, '\n', lines.size);
        size_t size =
            newline != NULL ? (size_t)(newline - lines.data) : lines.size;
        struct buf clean = {0};

        text_add_visible(
            &clean, utf8_prefix((struct span){lines.data, size}, MAX_DETAIL));
        canvas_text_cut(c, TEXT_MONO, LOG_SIZE, box.x + 10,
                        canvas_baseline(TEXT_MONO, LOG_SIZE, y, LOG_LINE),
                        buf_span(&clean), box.width - 20, 0xFF3F4858);
        buf_finish(&clean);
        y += LOG_LINE;
        size += newline != NULL;
        lines.data += size;
        lines.size -= size;
    }
    canvas_unclip(c);
}

static struct rect
draw_button(struct canvas *c, int x, int y, int height, bool hover)
{
    struct span label = span_of("Reload");
    int size = height < BUTTON_HEIGHT ? 13 : 14;
    float width = text_width(TEXT_BOLD, size, label);
    struct rect r = {x, y, (int)width + 44, height};

    if (c != NULL) {
        canvas_round(c, r, height / 2.0, hover ? ACCENT_HOT : ACCENT);
        canvas_text(c, TEXT_BOLD, size, r.x + 22,
                    canvas_baseline(TEXT_BOLD, size, r.y, r.height), label,
                    0xFFFFFFFF);
    }
    return r;
}

/* What of the card is left out where there is little room. */
struct card {
    int x, y, width, padding;
    int log_lines;
    bool ship, place, comfort;
};

/* Lays the card's content out; draws if c is there.  Returns its height. */
static int
card_content(struct canvas *c, const struct card *card,
             const struct sad_page *what, bool hover, struct rect *button)
{
    int x = card->x + card->padding, y = card->y + card->padding,
        width = card->width - 2 * card->padding, lines;
    struct span log = last_lines(what->log, card->log_lines, &lines);
    struct buf place = {0}, record = {0};

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
        if (what->record != 0)
            buf_printf(&record, "More: bulkhead crashes %u", what->record);
        y += paragraph(c, TEXT_UI, 12, 18, x, y, width, 1, buf_text(&place),
                       SOFT);
        y += paragraph(c, TEXT_UI, 12, 18, x, y, width, 1, what->url, SOFT);
        y += paragraph(c, TEXT_UI, 12, 18, x, y, width, 1, buf_text(&record),
                       SOFT) +
             4;
    }
    if (lines > 0) {
        if (c != NULL)
            draw_log(c, (struct rect){x, y + 4, width, lines * LOG_LINE + 16},
                     log);
        y += lines * LOG_LINE + 16 + 4;
    }
    y += card->padding >= 24 ? 12 : 6;
    *button =
        draw_button(c, x, y, card->padding >= 24 ? BUTTON_HEIGHT : 30, hover);
    y += button->height + card->padding;
    buf_finish(&place);
    buf_finish(&record);
    return y - card->y;
}

/* The first arrangement that fits, from all to the least. */
static struct card
fit_card(const struct pixels *area, const struct sad_page *what, int *height)
{
    static const struct card choices[] = {
        {.padding = 28,
         .log_lines = LOG_LINES,
         .ship = true,
         .place = true,
         .comfort = true},
        {.padding = 28,
         .log_lines = 3,
         .ship = true,
         .place = true,
         .comfort = true},
        {.padding = 24, .log_lines = 3, .place = true, .comfort = true},
        {.padding = 24, .log_lines = 2, .place = true},
        {.padding = 16, .log_lines = 1, .place = true},
        {.padding = 16, .place = true},
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
draw_small_plugin(struct canvas *c, struct rect all, bool hover)
{
    double x = all.width / 2.0, y = all.height / 2.0;

    canvas_set(c, all, hover ? 0xFFDDE5F1 : 0xFFE9EDF3);
    icon_draw(c, ICON_SAD, x, all.height >= 72 ? y - 12 : y - 9, 22, SOFT);
    icon_draw(c, ICON_RELOAD, x, all.height >= 72 ? y + 16 : y + 12, 16,
              hover ? ACCENT : SOFT);
}

/* The words as a block in the middle; returns the button's place. */
static struct rect
draw_plugin_card(struct canvas *c, struct rect all, const char *head,
                 const char *cause, bool hover)
{
    int most = all.width - 24 < 380 ? all.width - 24 : 380, x, y, height;
    int width = (int)text_width(TEXT_BOLD, 14, span_of(head)) + 1,
        second = (int)text_width(TEXT_UI, 13, span_of(cause)) + 1;
    bool face;

    width = second > width ? second : width;
    width = width > most ? most : width;
    x = (all.width - width) / 2;
    height = paragraph(NULL, TEXT_BOLD, 14, 20, 0, 0, width, 2, head, INK) +
             paragraph(NULL, TEXT_UI, 13, 18, 0, 0, width, 2, cause, SOFT) + 44;
    face = all.height >= height + 64;
    if (face)
        height += 42;
    y = (all.height - height) / 2;
    if (face) {
        icon_draw(c, ICON_SAD, x + 12, y + 14, 30, ALARM);
        y += 42;
    }
    y += paragraph(c, TEXT_BOLD, 14, 20, x, y, width, 2, head, INK);
    y += paragraph(c, TEXT_UI, 13, 18, x, y, width, 2, cause, SOFT);
    return draw_button(c, x, y + 12, 30, hover);
}

void
overlay_dead_plugin(struct pixels *area, const char *name, const char *cause,
                    bool button_hover, struct rect *button)
{
    struct canvas *c = canvas_create(area);
    struct rect all = {0, 0, area->width, area->height};
    struct buf head = {0};

    *button = (struct rect){0, 0, 0, 0};
    if (c == NULL)
        return;
    if (area->width < 150 || area->height < 120) {
        draw_small_plugin(c, all, button_hover);
        *button = all;
        goto out;
    }
    buf_printf(&head, "The plugin %s died", name);
    canvas_set(c, all, 0xFFE9EDF3);
    *button = draw_plugin_card(c, all, buf_text(&head), cause, button_hover);
out:
    canvas_round_line(c, all, 0.5, 1, 0xFFC6CEDA);
    buf_finish(&head);
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
