/*
 * dump.c - the boxes as text, for tests.
 *
 * Process: renderer.  Distrusts: nothing.
 */
#include "layout/box.h"

static const char *const kinds[] = {
    [BOX_BLOCK] = "block",
    [BOX_INLINE] = "inline",
    [BOX_TEXT] = "text",
    [BOX_REPLACED] = "replaced",
    [BOX_TABLE] = "table",
    [BOX_ROW_GROUP] = "row-group",
    [BOX_ROW] = "row",
    [BOX_CELL] = "cell",
    [BOX_FLEX] = "flex",
    [BOX_GRID] = "grid",
    [BOX_BREAK] = "break",
    [BOX_COLUMN] = "column",
    [BOX_COLUMN_GROUP] = "column-group",
};

static double
px(unit_t value)
{
    return (double)value / UNIT;
}

static void
dump_run(struct buf *out, const char *what, const struct text_run *run,
         int depth)
{
    buf_printf(out, "%*s%s %g,%g %g \"", depth * 2, "", what, px(run->x),
               px(run->baseline), px(run->width));
    buf_add_span(out, run->text);
    buf_add_text(out, "\"\n");
}

static void
dump_line(struct buf *out, const struct line *line, int depth)
{
    buf_printf(out, "%*sline %g,%g %gx%g baseline %g\n", depth * 2, "",
               px(line->x), px(line->y), px(line->width), px(line->height),
               px(line->baseline));
    for (unsigned i = 0; i < line->run_count; i++)
        dump_run(out, "run", &line->runs[i], depth + 1);
    for (unsigned i = 0; i < line->fragment_count; i++) {
        const struct inline_fragment *f = &line->fragments[i];

        buf_printf(out, "%*sfragment %g,%g %gx%g\n", depth * 2 + 2, "",
                   px(f->x), px(f->y), px(f->width), px(f->height));
    }
}

static void
dump_box(struct buf *out, const struct box *b, int depth)
{
    const struct node *n = b->node;

    if (b->kind == BOX_TEXT)
        return; /* its runs tell */
    buf_printf(out, "%*s%s", depth * 2, "", kinds[b->kind]);
    if (n != NULL && n->type == NODE_ELEMENT)
        buf_printf(out, " <%s>", n->name);
    if (n != NULL && n->type == NODE_ELEMENT && n->id != NULL)
        buf_printf(out, " #%s", n->id);
    if (b->kind != BOX_INLINE && b->kind != BOX_BREAK)
        buf_printf(out, " %g,%g %gx%g", px(b->x), px(b->y), px(b->width),
                   px(b->height));
    if (b->is_float)
        buf_add_text(out, " float");
    if (b->is_positioned)
        buf_add_text(out, " positioned");
    buf_add_text(out, "\n");
    if (b->marker != NULL)
        dump_run(out, "marker", b->marker, depth + 1);
    for (unsigned i = 0; i < b->edge_count; i++)
        buf_printf(out, "%*sedge %g,%g %gx%g\n", depth * 2 + 2, "",
                   px(b->edges[i].x), px(b->edges[i].y), px(b->edges[i].width),
                   px(b->edges[i].height));
    for (const struct line *line = b->lines; line != NULL; line = line->next)
        dump_line(out, line, depth + 1);
    for (const struct box *c = b->first; c != NULL; c = c->next)
        dump_box(out, c, depth + 1);
}

void
layout_dump(struct buf *out, const struct layout *l)
{
    buf_printf(out, "page %gx%g\n", px(l->width), px(l->height));
    if (l->root != NULL)
        dump_box(out, l->root, 0);
}
