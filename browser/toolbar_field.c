/*
 * toolbar_field.c - the address field: painting, mouse and keys.
 *
 * Process: browser.  Distrusts: the page's URL, shown with its host standing
 * out and never scrolled out of sight.
 */
#include "toolbar_parts.h"
#include "window.h"
#include "limits.h"
#include "log.h"

#include <math.h>
#include <stdlib.h>

static const struct text_line *
field_line(const struct toolbar *t)
{
    return text_line(TEXT_UI, ADDRESS_TEXT_SIZE, address_text(&t->address));
}

const char *
toolbar_chip_label(enum security security)
{
    switch (security) {
    case SECURITY_INSECURE:
        return "Not secure";
    case SECURITY_ERROR:
        return "Not safe";
    case SECURITY_LOCAL:
        return "File";
    case SECURITY_INTERNAL:
        return "bulkhead";
    case SECURITY_NONE:
    case SECURITY_SECURE:
        break;
    }
    return "";
}

static void
paint_chip(const struct toolbar *t, const struct layout *l, struct canvas *c)
{
    static const struct {
        enum icon icon;
        colour ink;
    } looks[] = {
        [SECURITY_NONE] = {ICON_GLOBE, COLOUR_SOFT},
        [SECURITY_SECURE] = {ICON_LOCK, 0xFF3B4454},
        [SECURITY_INSECURE] = {ICON_WARNING, COLOUR_WARN},
        [SECURITY_LOCAL] = {ICON_FILE, COLOUR_SOFT},
        [SECURITY_INTERNAL] = {ICON_MARK, COLOUR_ACCENT},
        [SECURITY_ERROR] = {ICON_WARNING, COLOUR_ALARM},
    };
    enum security s =
        t->focused && t->address.edited ? SECURITY_NONE : t->security;
    const char *label = !l->chip_label ? ""
                        : t->finding   ? "Find"
                                       : toolbar_chip_label(s);
    enum icon icon = t->finding ? ICON_FIND : looks[s].icon;
    colour ink = t->finding ? COLOUR_ACCENT : looks[s].ink;
    struct rect r = l->chip;
    double middle = r.y + r.height / 2.0;

    if (label[0] != '\0') {
        canvas_round(c, r, r.height / 2.0, 0xFFFFFFFF);
        canvas_text(c, TEXT_UI, 12, r.x + 27,
                    canvas_baseline(TEXT_UI, 12, r.y, r.height), span_of(label),
                    ink);
    }
    icon_draw(c, icon, r.x + 14, middle, 15, ink);
}

/* Keeps the caret in sight and the text from ending before the field does. */
static void
follow_caret(struct toolbar *t, const struct text_line *line, int width)
{
    float x = line->carets[t->address.caret], most;

    if (x - t->scroll > (float)width - 2)
        t->scroll = x - (float)width + 2;
    if (x < t->scroll)
        t->scroll = x;
    most = line->width + 2 - (float)width;
    if (t->scroll > most)
        t->scroll = most;
    if (t->scroll < 0)
        t->scroll = 0;
}

static void
paint_fades(struct canvas *c, struct rect r, bool left, bool right,
            colour ground)
{
    if (left)
        canvas_fade(c, (struct rect){r.x, r.y + 2, 16, r.height - 4}, ground,
                    true);
    if (right)
        canvas_fade(
            c, (struct rect){r.x + r.width - 24, r.y + 2, 24, r.height - 4},
            ground, false);
}

static void
paint_editing(struct toolbar *t, const struct layout *l, struct canvas *c)
{
    const struct address *a = &t->address;
    const struct text_line *line = field_line(t);
    struct rect r = l->text;
    int baseline = canvas_baseline(TEXT_UI, ADDRESS_TEXT_SIZE, r.y, r.height);
    float caret, anchor;

    follow_caret(t, line, r.width);
    caret = (float)r.x + line->carets[a->caret] - t->scroll;
    anchor = (float)r.x + line->carets[a->anchor] - t->scroll;
    canvas_clip(c, (struct rect){r.x - 1, r.y, r.width + 2, r.height});
    if (a->caret != a->anchor) {
        int left = (int)floorf(fminf(caret, anchor)),
            right = (int)ceilf(fmaxf(caret, anchor));

        left = left < r.x - 2 ? r.x - 2 : left;
        right = right > r.x + r.width + 2 ? r.x + r.width + 2 : right;
        canvas_rect(c,
                    (struct rect){left, r.y + 5, right - left, r.height - 10},
                    COLOUR_SELECTION);
    }
    canvas_line(c, line, (double)((float)r.x - t->scroll), baseline,
                COLOUR_INK);
    t->caret = (struct rect){(int)roundf(caret), r.y + 6, 2, r.height - 12};
    if (t->caret_on)
        canvas_rect(c, t->caret, COLOUR_ACCENT);
    canvas_unclip(c);
    if (a->text.size == 0)
        canvas_text_cut(
            c, TEXT_UI, ADDRESS_TEXT_SIZE, r.x + 4, baseline,
            span_of(t->finding ? "Find in page" : "Enter an address"),
            r.width - 4, 0xFF697385);
}

static void
paint_shown(struct toolbar *t, const struct layout *l, struct canvas *c,
            colour ground)
{
    struct rect r = l->text;
    struct buf shown = {0};
    size_t start, end;
    int baseline = canvas_baseline(TEXT_UI, ADDRESS_TEXT_SIZE, r.y, r.height);
    float width[3], x = (float)r.x, skipped = 0;
    struct span parts[3];

    address_show(&shown, t->url, &start, &end);
    parts[0] = (struct span){shown.data, start};
    parts[1] = (struct span){shown.data + start, end - start};
    parts[2] = (struct span){shown.data + end, shown.size - end};
    for (int i = 0; i < 3; i++)
        width[i] = text_width(TEXT_UI, ADDRESS_TEXT_SIZE, parts[i]);
    /* Of a host too long for the field, its end counts: the owner. */
    if (width[0] + width[1] > (float)r.width)
        skipped = width[0] + width[1] - (float)r.width;
    canvas_clip(c, r);
    x -= skipped;
    for (int i = 0; i < 3; i++) {
        canvas_text(c, TEXT_UI, ADDRESS_TEXT_SIZE, (double)x, baseline,
                    parts[i], i == 1 ? COLOUR_INK : 0xFF5D6779);
        x += width[i];
    }
    paint_fades(c, r, skipped > 0, skipped <= 0 && x > (float)(r.x + r.width),
                ground);
    if (shown.size == 0)
        canvas_text_cut(c, TEXT_UI, ADDRESS_TEXT_SIZE, r.x + 2, baseline,
                        span_of("Enter an address"), r.width - 2, 0xFF697385);
    canvas_unclip(c);
    buf_finish(&shown);
}

static void
paint_zoom(const struct toolbar *t, const struct layout *l, struct canvas *c)
{
    struct buf text = {0};

    buf_printf(&text, "%d %%", t->zoom);
    canvas_round(c, l->zoom, 11, t->hot == PART_ZOOM ? 0xFFCBDDF8 : 0xFFDCE8FA);
    canvas_text(c, TEXT_UI, 12,
                l->zoom.x + (l->zoom.width -
                             (double)text_width(TEXT_UI, 12, buf_span(&text))) /
                                2,
                canvas_baseline(TEXT_UI, 12, l->zoom.y, l->zoom.height),
                buf_span(&text), 0xFF17499A);
    buf_finish(&text);
}

static void
paint_count(const struct toolbar *t, const struct layout *l, struct canvas *c)
{
    struct buf text = {0};
    struct rect r = l->zoom;
    float width;

    if (t->address.text.size == 0)
        return;
    if (t->found_places == 0)
        buf_add_text(&text, "not found");
    else
        buf_printf(&text, "%u of %u%s", t->found_shown, t->found_places,
                   t->found_places == MAX_PLACES ? "+" : "");
    width = text_width(TEXT_UI, 12, buf_span(&text));
    canvas_text(c, TEXT_UI, 12, r.x + r.width - 6 - (double)width,
                canvas_baseline(TEXT_UI, 12, r.y, r.height), buf_span(&text),
                t->found_places == 0 ? COLOUR_ALARM : COLOUR_SOFT);
    buf_finish(&text);
}

static void
paint_star(const struct toolbar *t, const struct layout *l, struct canvas *c)
{
    if (t->hot == PART_STAR)
        canvas_round(c, l->star, 12,
                     t->pressed == PART_STAR ? COLOUR_PRESSED : COLOUR_HOT);
    icon_draw(c, t->bookmarked ? ICON_STAR_FULL : ICON_STAR,
              l->star.x + l->star.width / 2.0, l->star.y + l->star.height / 2.0,
              17, t->bookmarked ? COLOUR_GOLD : COLOUR_SOFT);
}

void
field_paint(struct toolbar *t, const struct layout *l, struct canvas *c)
{
    struct rect r = l->field;
    bool hot =
        t->hot == PART_FIELD || t->hot == PART_STAR || t->hot == PART_ZOOM;
    colour ground = t->focused ? 0xFFFFFFFF
                    : hot      ? COLOUR_FIELD_HOT
                               : COLOUR_FIELD;

    canvas_round(c, r, r.height / 2.0, ground);
    if (t->focused)
        canvas_round_line(c, r, r.height / 2.0, 2, COLOUR_ACCENT);
    paint_chip(t, l, c);
    if (t->focused)
        paint_editing(t, l, c);
    else
        paint_shown(t, l, c, ground);
    if (t->finding)
        paint_count(t, l, c);
    else if (!rect_is_empty(l->zoom))
        paint_zoom(t, l, c);
    if (!rect_is_empty(l->star))
        paint_star(t, l, c);
}

static void
blinked(void *data)
{
    struct toolbar *t = data;

    t->caret_on = !t->caret_on;
    t->blink = loop_after(t->loop, BLINK, blinked, t);
    toolbar_add_damage(t, t->caret);
}

static struct rect
field_damage(const struct toolbar *t)
{
    struct rect r = toolbar_layout(t, t->kept.width).field;

    return (struct rect){r.x - 2, r.y - 2, r.width + 4, r.height + 4};
}

void
field_changed(struct toolbar *t)
{
    loop_cancel(t->blink);
    t->blink = NULL;
    t->caret_on = t->focused;
    if (t->focused)
        t->blink = loop_after(t->loop, BLINK, blinked, t);
    toolbar_add_damage(t, field_damage(t));
    if (t->finding && !span_is(address_text(&t->address), t->wanted))
        field_find(t, FIND_START);
}

void
field_find(struct toolbar *t, int how)
{
    struct span text = address_text(&t->address);

    free(t->wanted);
    t->wanted =
        strndup(text.size > 0 ? (const char *)text.data : "", text.size);
    if (t->wanted == NULL)
        fatal_memory("out of memory for a text to find");
    t->events->find(t->owner, t->wanted, how);
}

void
field_focus(struct toolbar *t)
{
    if (!t->focused) {
        t->focused = true;
        t->scroll = 0;
        address_set(&t->address, t->url);
    }
    field_changed(t);
}

void
field_blur(struct toolbar *t)
{
    if (!t->focused)
        return;
    t->focused = t->dragging = t->select_on_release = false;
    t->scroll = 0;
    if (t->finding) {
        t->finding = false;
        t->events->find(t->owner, "", FIND_START);
    }
    field_changed(t);
}

static size_t
byte_at(const struct toolbar *t, const struct layout *l, int x)
{
    return text_at(field_line(t), (float)(x - l->text.x) + t->scroll);
}

static void
paste(struct toolbar *t, char *text)
{
    address_paste(&t->address, text);
    free(text);
    field_changed(t);
}

void
field_down(struct toolbar *t, const struct layout *l, int button, int x,
           unsigned modifiers, int clicks)
{
    bool had = t->focused;
    struct address *a = &t->address;

    field_focus(t);
    if (button == BUTTON_MIDDLE) {
        if (had)
            address_place(a, byte_at(t, l, x), false);
        else
            address_select_all(a);
        paste(t, window_primary_get());
        return;
    }
    if (button != BUTTON_LEFT)
        return;
    t->dragging = true;
    t->drag_x = x;
    t->select_on_release = !had && clicks < 2;
    if (t->select_on_release)
        address_select_all(a);
    else if (clicks == 2)
        address_select_word(a, byte_at(t, l, x));
    else if (clicks > 2)
        address_select_all(a);
    else
        address_place(a, byte_at(t, l, x), modifiers & MODIFIER_SHIFT);
    t->dragging = t->select_on_release || clicks < 2;
    field_changed(t);
}

void
field_drag(struct toolbar *t, const struct layout *l, int x)
{
    if (t->select_on_release) {
        if (abs(x - t->drag_x) < 4)
            return;
        t->select_on_release = false;
        address_place(&t->address, byte_at(t, l, t->drag_x), false);
    }
    address_place(&t->address, byte_at(t, l, x), true);
    field_changed(t);
}

void
field_up(struct toolbar *t, int x)
{
    (void)x;
    t->dragging = t->select_on_release = false;
}

static void
copy(struct toolbar *t)
{
    struct buf text = {0};

    buf_add_span(&text, address_selection(&t->address));
    if (text.size > 0)
        window_clipboard_set(buf_text(&text));
    buf_finish(&text);
}

static void
erase(struct toolbar *t, enum address_move how)
{
    address_erase(&t->address, how);
    field_changed(t);
}

static bool
control_key(struct toolbar *t, uint32_t code, bool shift)
{
    struct address *a = &t->address;

    switch (code) {
    case 'a':
        address_select_all(a);
        break;
    case 'c':
    case KEY_INSERT:
        copy(t);
        break;
    case 'x':
        copy(t);
        if (a->caret != a->anchor)
            address_erase(a, ADDRESS_LEFT);
        break;
    case 'v':
        paste(t, window_clipboard_get());
        break;
    case 'z':
        if (shift)
            address_redo(a);
        else
            address_undo(a);
        break;
    case 'y':
        address_redo(a);
        break;
    case KEY_BACKSPACE:
        address_erase(a, ADDRESS_WORD_LEFT);
        break;
    case KEY_DELETE:
        address_erase(a, ADDRESS_WORD_RIGHT);
        break;
    case KEY_LEFT:
        address_move(a, ADDRESS_WORD_LEFT, shift);
        break;
    case KEY_RIGHT:
        address_move(a, ADDRESS_WORD_RIGHT, shift);
        break;
    case KEY_HOME:
        address_move(a, ADDRESS_HOME, shift);
        break;
    case KEY_END:
        address_move(a, ADDRESS_END, shift);
        break;
    default:
        return false;
    }
    field_changed(t);
    return true;
}

static void
enter(struct toolbar *t, bool new_tab)
{
    struct buf text = {0};

    buf_add_span(&text, address_text(&t->address));
    if (text.size > 0) {
        field_blur(t);
        t->events->enter(t->owner, buf_text(&text), new_tab);
    }
    buf_finish(&text);
}

/* First the address comes back, then the page gets the keys. */
static void
escape(struct toolbar *t)
{
    bool edited = t->address.edited;

    if (!edited || t->finding) {
        field_blur(t);
        return;
    }
    address_set(&t->address, t->url);
    address_select_all(&t->address);
    field_changed(t);
}

static void
move(struct toolbar *t, enum address_move how, bool shift)
{
    address_move(&t->address, how, shift);
    field_changed(t);
}

static bool
plain_key(struct toolbar *t, uint32_t code, bool shift)
{
    switch (code) {
    case KEY_RETURN:
    case KEY_KEYPAD_ENTER:
        if (t->finding)
            field_find(t, shift ? FIND_PREVIOUS : FIND_NEXT);
        else
            enter(t, false);
        break;
    case KEY_ESCAPE:
        escape(t);
        break;
    case KEY_TAB:
        field_blur(t);
        break;
    case KEY_BACKSPACE:
        erase(t, ADDRESS_LEFT);
        break;
    case KEY_DELETE:
        if (shift)
            return control_key(t, 'x', false);
        erase(t, ADDRESS_RIGHT);
        break;
    case KEY_INSERT:
        if (shift)
            paste(t, window_clipboard_get());
        break;
    case KEY_LEFT:
        move(t, ADDRESS_LEFT, shift);
        break;
    case KEY_RIGHT:
        move(t, ADDRESS_RIGHT, shift);
        break;
    case KEY_HOME:
    case KEY_UP:
    case KEY_PAGE_UP:
        move(t, ADDRESS_HOME, shift);
        break;
    case KEY_END:
    case KEY_DOWN:
    case KEY_PAGE_DOWN:
        move(t, ADDRESS_END, shift);
        break;
    default:
        /* Letters come as text; the function keys are the browser's. */
        return code < KEY_SCANCODE || code > KEY_F12;
    }
    return true;
}

bool
field_key(struct toolbar *t, uint32_t code, unsigned modifiers)
{
    unsigned strong = modifiers & ~(unsigned)MODIFIER_SHIFT;
    bool shift = (modifiers & MODIFIER_SHIFT) != 0;

    if (strong == MODIFIER_CTRL)
        return control_key(t, code, shift);
    if (strong == MODIFIER_ALT &&
        (code == KEY_RETURN || code == KEY_KEYPAD_ENTER)) {
        enter(t, true);
        return true;
    }
    return strong == 0 && plain_key(t, code, shift);
}
