/*
 * document_print.c - a document on paper: laid out anew for it, cut into
 * pages, sent as PDF.
 *
 * Process: renderer.  Distrusts: the page; the number of pages is bounded.
 *
 * While it is under way the document is styled and laid out for paper and
 * nothing is painted for the screen, which keeps its last frame.  A page is
 * one slice of work.
 */
#include "document_print.h"
#include "child.h"
#include "paint/pdf.h"
#include "text/units.h"

#include "log.h"

#include <stdlib.h>

/* CSS Values 4, 6.2: 96 px are an inch, as 72 points are. */
static const double POINTS_A_PX = 72.0 / 96.0;

struct printing {
    int width, height, margin; /* points */
    struct pdf *pdf;           /* NULL: not begun */
    int at;                    /* px: the next page begins there */
    uint32_t pages;
    uint64_t sent;
};

static void
send_end(const struct document *d, uint32_t pages)
{
    send_print_end(child_browser(),
                   &(struct msg_print_end){d->surface, d->number, pages});
}

void
document_print(struct document *d, const struct msg_print *m)
{
    if (d->printing != NULL || m->width <= 2 * m->margin ||
        m->height <= 2 * m->margin) {
        send_end(d, 0);
        return;
    }
    d->printing = calloc(1, sizeof *d->printing);
    if (d->printing == NULL)
        fatal_memory("out of memory for a PDF");
    d->printing->width = (int)m->width;
    d->printing->height = (int)m->height;
    d->printing->margin = (int)m->margin;
    d->dirty_style = true;
}

void
document_print_area(const struct document *d, int *width, int *height)
{
    const struct printing *p = d->printing;

    *width = (int)((p->width - 2 * p->margin) / POINTS_A_PX);
    *height = (int)((p->height - 2 * p->margin) / POINTS_A_PX);
    if (*width < 1)
        *width = 1;
    if (*height < 1)
        *height = 1;
}

/* ---- where pages end -----------------------------------------------------*/

struct cut {
    int from, most, at; /* px: at moves up from most, never above from */
    bool moved;
};

/* Moves the cut above what reaches from top to bottom, if it can be kept in
 * one piece. */
static void
keep_whole(struct cut *c, unit_t y, unit_t height)
{
    int top = (int)(y / UNIT), bottom = (int)((y + height + UNIT - 1) / UNIT);

    if (top < c->at && bottom > c->at && top > c->from &&
        bottom - top <= c->most - c->from) {
        c->at = top;
        c->moved = true;
    }
}

static void
cut_above(struct cut *c, const struct box *b)
{
    if (b->kind == BOX_REPLACED || b->kind == BOX_ROW)
        keep_whole(c, b->y, b->height);
    for (const struct line *l = b->lines; l != NULL; l = l->next)
        keep_whole(c, l->y, l->height);
    for (const struct box *child = b->first; child != NULL; child = child->next)
        cut_above(c, child);
}

int
document_print_break(const struct layout *l, int from, int height)
{
    struct cut c = {from, from + height, from + height, true};

    /* Moving above one thing may cut another beside it. */
    for (int tries = 0; c.moved && l->root != NULL && tries < 8; tries++) {
        c.moved = false;
        cut_above(&c, l->root);
    }
    return c.at;
}

/* ---- pages ---------------------------------------------------------------*/

static void
send_piece(struct span bytes, void *data)
{
    struct document *d = data;

    d->printing->sent += bytes.size;
    if (d->printing->sent > MAX_PRINT)
        return; /* told at the end */
    for (size_t at = 0; at < bytes.size; at += MAX_CHUNK) {
        size_t left = bytes.size - at;

        send_print_data(
            child_browser(),
            &(struct msg_print_data){
                d->surface,
                d->number,
                {bytes.data + at, left < MAX_CHUNK ? left : MAX_CHUNK}});
    }
}

static void
print_page(struct document *d, int height, int width)
{
    struct printing *p = d->printing;
    struct paint_context c;
    int end = document_print_break(d->layout, p->at, height);

    document_paint_context(d, &c);
    /* What is fixed stands on every page. */
    layout_set_view(d->layout, 0, p->at * UNIT);
    paint_list_destroy(d->list);
    d->list = paint_list_create(d->layout, 0, p->at);
    c.list = d->list;
    c.viewport_width = width * UNIT;
    c.viewport_height = height * UNIT;
    c.zoom = 1;
    pdf_page(p->pdf, &c, (struct rect){0, p->at, width, end - p->at}, p->margin,
             p->margin, POINTS_A_PX);
    p->at = end;
    p->pages++;
}

void
document_print_step(struct document *d)
{
    struct printing *p = d->printing;
    int width, height;
    int64_t bottom = ((int64_t)d->layout->height + UNIT - 1) / UNIT;
    bool ok;

    document_print_area(d, &width, &height);
    if (p->pdf == NULL)
        p->pdf = pdf_create(p->width, p->height, d->title, send_piece, d);
    if ((p->at == 0 || p->at < bottom) && p->pages < MAX_PAPER_PAGES) {
        print_page(d, height, width);
        return;
    }
    ok = pdf_finish(p->pdf) && p->sent <= MAX_PRINT;
    send_end(d, ok ? p->pages : 0);
    free(p);
    d->printing = NULL;
    d->dirty_style = true;
}

void
document_print_drop(struct document *d)
{
    if (d->printing == NULL)
        return;
    if (d->printing->pdf != NULL)
        pdf_abandon(d->printing->pdf);
    free(d->printing);
    d->printing = NULL;
}
