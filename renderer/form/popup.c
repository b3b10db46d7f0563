/*
 * popup.c - what stands over the page for a moment: lists and sentences.
 *
 * Process: renderer.  Distrusts: the page's texts; MAX_ROWS bounds them.
 */
#include "form/popup.h"

#include "layout/box.h"
#include "log.h"
#include "text/units.h"

#include <stdlib.h>

enum {
    MAX_ROWS = 5000,
    ROWS_SHOWN = 20,
    PADDING = 8, /* px beside a row's text */
    ABOVE = 3,   /* px above and below a row's text */
    INDENT = 12
};

static struct popup *
create(struct control *c)
{
    struct popup *p = calloc(1, sizeof *p);
    const struct font_metrics *m;
    struct style *s;

    if (p == NULL)
        fatal_memory("out of memory for a list");
    s = arena_alloc(&p->arena, sizeof *s);
    *s = *c->node->style;
    s->color = 0xFF101828; /* on our own ground */
    s->text_align = TEXT_ALIGN_LEFT;
    s->direction = DIRECTION_LTR;
    s->white_space = WHITE_SPACE_PRE;
    s->visibility = VISIBILITY_VISIBLE;
    s->text_shadow = NULL;
    m = font_metrics(font_primary(s));
    p->style = s;
    p->control = c;
    p->hot = -1;
    p->row_height = (int)((m->ascent + m->descent) / UNIT) + 2 * ABOVE;
    return p;
}

void
popup_destroy(struct popup *p)
{
    if (p == NULL)
        return;
    arena_finish(&p->arena);
    free(p->rows);
    free(p);
}

static void
add_row(struct popup *p, struct node *option, struct span text, bool disabled,
        int indent)
{
    struct paragraph *text_of;

    if (p->count == MAX_ROWS)
        return;
    if ((p->count & (p->count - 1)) == 0) {
        unsigned room = p->count > 0 ? 2 * p->count : 1;

        p->rows = realloc(p->rows, room * sizeof *p->rows);
        if (p->rows == NULL)
            fatal_memory("out of memory for a list");
    }
    text_of = paragraph_create(&p->arena, p->style);
    paragraph_add_text(text_of, NULL, p->style, text);
    paragraph_finish(text_of, &p->arena);
    p->rows[p->count++] = (struct popup_row){option, text_of, disabled, indent};
}

static int
widest(const struct popup *p)
{
    int64_t most = 0;

    for (unsigned i = 0; i < p->count; i++) {
        const struct paragraph *text = p->rows[i].text;
        int64_t width = (int64_t)p->rows[i].indent * UNIT;

        for (unsigned n = 0; n < text->piece_count; n++)
            width += text->pieces[n].width;
        most = width > most ? width : most;
    }
    return (int)(most / UNIT) + 1;
}

/* Below the box or, where there is more room, above it. */
static void
place(struct popup *p, struct rect view, int least_width)
{
    const struct box *b = p->control->node->box;
    int top = (int)(b->y / UNIT), bottom = (int)((b->y + b->height) / UNIT);
    int below = view.y + view.height - bottom, above = top - view.y;
    int room = below >= above ? below : above, fits;
    struct rect r = {(int)(b->x / UNIT), 0, widest(p) + 2 * PADDING + 2, 0};

    if (r.width < least_width)
        r.width = least_width;
    if (r.width > view.width)
        r.width = view.width;
    p->shown = p->count < ROWS_SHOWN ? p->count : ROWS_SHOWN;
    if ((int)p->shown * p->row_height + 2 <= below)
        room = below;
    fits = (room - 2) / p->row_height;
    if ((int)p->shown > fits)
        p->shown = fits > 1 ? (unsigned)fits : 1;
    r.height = (int)p->shown * p->row_height + 2;
    r.y = room == below ? bottom : top - r.height;
    if (r.x + r.width > view.x + view.width)
        r.x = view.x + view.width - r.width;
    if (r.x < view.x)
        r.x = view.x;
    p->rect = r;
}

struct popup *
popup_list(struct control *select, struct rect view)
{
    struct popup *p = create(select);
    const struct node *root = select->node;
    int hot = -1;

    p->is_list = true;
    for (struct node *n = root->first; n != NULL;
         n = node_walk(n, root, false)) {
        struct buf text = {0};
        const struct span *label = node_attribute(n, "label");

        if (node_is(n, TAG_option)) {
            bool inner = node_is(n->parent, TAG_optgroup);

            control_add_option_text(&text, n);
            if (control_is_checked(n))
                hot = (int)p->count;
            add_row(p, n, buf_span(&text), control_is_option_disabled(n),
                    inner ? INDENT : 0);
        } else if (node_is(n, TAG_optgroup)) {
            add_row(p, NULL, label != NULL ? *label : span_of(""), false, 0);
        }
        buf_finish(&text);
    }
    place(p, view, (int)(root->box->width / UNIT));
    if (hot >= 0)
        popup_show_row(p, hot);
    return p;
}

struct popup *
popup_sentence(struct control *c, const char *text, struct rect view)
{
    struct popup *p = create(c);

    add_row(p, NULL, span_of(text), false, 0);
    p->row_height += 2 * ABOVE;
    place(p, view, 0);
    p->rect.y += p->rect.y < (int)(c->node->box->y / UNIT) ? -ABOVE : ABOVE;
    return p;
}

int
popup_row_at(const struct popup *p, int x, int y)
{
    int row;

    if (!p->is_list || !rect_contains(p->rect, x, y))
        return -1;
    row = (int)p->first + (y - p->rect.y - 1) / p->row_height;
    return row < (int)p->count ? row : -1;
}

void
popup_show_row(struct popup *p, int row)
{
    p->hot = row;
    if (row < 0)
        return;
    if ((unsigned)row < p->first)
        p->first = (unsigned)row;
    if ((unsigned)row >= p->first + p->shown)
        p->first = (unsigned)row - p->shown + 1;
}

int
popup_step(const struct popup *p, int steps)
{
    int direction = steps < 0 ? -1 : 1, best = p->hot;

    for (int at = p->hot + direction;
         steps != 0 && at >= 0 && at < (int)p->count; at += direction)
        if (p->rows[at].option != NULL && !p->rows[at].disabled) {
            best = at;
            steps -= direction;
        }
    return best;
}
