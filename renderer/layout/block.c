/*
 * block.c - block formatting (CSS 2.1 9.4.1, 10.3, 10.6): one box below the
 * other, their margins collapsing, floats beside them.
 *
 * Process: renderer.  Distrusts: the page's numbers, by units.h; how often a
 * box may be laid out again, by layouter.work.
 */
#include "layout/columns.h"
#include "layout/contents.h"
#include "layout/floats.h"

#include "child.h"
#include "utf8.h"

enum { MAX_WORK = 20000 /* second tries beside floats, of a document */ };

/* Where a block container's children are being placed. */
struct cursor {
    struct float_job job;
    struct box *b;
    unit_t y; /* bottom of what was placed, relative to b's border box */
    struct strut strut; /* margins that wait below it */
    bool at_top;        /* nothing was placed, and margins join b's own */
    bool separate;      /* clearance keeps strut from b's bottom margin */
};

unit_t
margin_box_width(const struct box *b)
{
    return unit_add(b->width,
                    unit_add(b->margin[SIDE_LEFT], b->margin[SIDE_RIGHT]));
}

void
float_measure(const struct float_job *job, struct box *b)
{
    box_layout(job->l, b,
               &(struct space){.width = job->width,
                               .height = job->height,
                               .fixed_width = INDEFINITE,
                               .fixed_height = INDEFINITE,
                               .shrink = true});
}

void
float_put(const struct float_job *job, struct box *b, unit_t top)
{
    unit_t left = unit_add(job->flow_x, job->left), x, y;
    unit_t height = unit_add(
        b->height, unit_add(b->margin[SIDE_TOP], b->margin[SIDE_BOTTOM]));
    enum clear clear = b->style->clear;

    top = unit_add(top, job->flow_y);
    if (clear != CLEAR_NONE)
        top = unit_max(top, floats_clear(job->flow, clear));
    floats_place(job->flow, job->l->arena, b->style->floating == FLOAT_RIGHT,
                 margin_box_width(b), height, top, left,
                 unit_add(left, job->width), &x, &y);
    b->x = unit_add(unit_sub(x, job->flow_x), b->margin[SIDE_LEFT]);
    b->y = unit_add(unit_sub(y, job->flow_y), b->margin[SIDE_TOP]);
}

/* -- horizontal place (10.3.3) -- */

/* The border box's x in a containing block at left; sets auto margins. */
static unit_t
find_x(const struct box *parent, struct box *b, unit_t left, unit_t width)
{
    const struct box_data *data = data_of(b);
    bool rtl = parent->style->direction == DIRECTION_RTL;
    bool auto_left = data->auto_margin[SIDE_LEFT];
    bool auto_right = data->auto_margin[SIDE_RIGHT];
    unit_t free = unit_sub(width, margin_box_width(b));

    if (auto_left || auto_right) {
        if (free > 0) {
            if (auto_left)
                b->margin[SIDE_LEFT] = auto_right ? free / 2 : free;
            if (auto_right)
                b->margin[SIDE_RIGHT] = free - b->margin[SIDE_LEFT];
        }
    } else if (free > 0) {
        enum text_align align = parent->style->text_align;

        if (align == TEXT_ALIGN_HTML_CENTER)
            return unit_add(left, b->margin[SIDE_LEFT] + free / 2);
        if (align == TEXT_ALIGN_HTML_RIGHT)
            return unit_add(left, b->margin[SIDE_LEFT] + free);
        if (align == TEXT_ALIGN_HTML_LEFT)
            rtl = false;
    }
    if (rtl)
        return unit_sub(unit_add(left, width),
                        unit_add(b->margin[SIDE_RIGHT], b->width));
    return unit_add(left, b->margin[SIDE_LEFT]);
}

/* -- children -- */

static unit_t
current_y(const struct cursor *c)
{
    return c->at_top ? c->y : unit_add(c->y, strut_sum(&c->strut));
}

static struct space
child_space(const struct cursor *c)
{
    return (struct space){.width = c->job.width,
                          .height = c->job.height,
                          .fixed_width = INDEFINITE,
                          .fixed_height = INDEFINITE};
}

/* A box whose contents see the floats around it. */
static void
layout_plain(struct cursor *c, struct box *child, unit_t y)
{
    struct space s = child_space(c);

    sizes_edges(child, s.width);
    child->width = sizes_used_width(c->job.l, child, &s);
    child->x = find_x(c->b, child, c->job.left, c->job.width);
    child->y = y;
    s.fixed_width = child->width;
    s.flow = c->job.flow;
    s.flow_x = unit_add(c->job.flow_x, child->x);
    s.flow_y = unit_add(c->job.flow_y, y);
    box_layout(c->job.l, child, &s);
    /* box_layout sets the edges again. */
    child->x = find_x(c->b, child, c->job.left, c->job.width);
}

/* What floats leave free for the border box of child at y, relative to the
 * container. */
static bool
free_band(const struct cursor *c, unit_t y, unit_t height, unit_t *left,
          unit_t *right)
{
    unit_t from = unit_add(c->job.flow_x, c->job.left);
    unit_t to = unit_add(from, c->job.width);
    bool narrowed = floats_band(c->job.flow, unit_add(c->job.flow_y, y), height,
                                &from, &to);

    *left = unit_sub(from, c->job.flow_x);
    *right = unit_sub(to, c->job.flow_x);
    return narrowed;
}

static unit_t
margin_overlap(unit_t taken, unit_t margin)
{
    return taken > 0 ? taken - unit_min(taken, unit_max(margin, 0)) : 0;
}

/* Lays a box with a formatting context of its own out beside the floats there
 * are at y for a height. */
static void
try_beside(const struct cursor *c, struct box *child, unit_t y, unit_t height)
{
    unit_t left, right, own_left = c->job.left;
    unit_t own_right = unit_add(c->job.left, c->job.width);
    struct space s = child_space(c);

    sizes_edges(child, s.width);
    s.shrink = child->kind == BOX_TABLE || data_of(child)->is_table_wrapper;
    if (free_band(c, y, height, &left, &right))
        s.narrowing = unit_add(
            margin_overlap(left - own_left, child->margin[SIDE_LEFT]),
            margin_overlap(own_right - right, child->margin[SIDE_RIGHT]));
    box_layout(c->job.l, child, &s);
}

static void
place_beside(const struct cursor *c, struct box *child, unit_t left,
             unit_t right)
{
    bool any_auto = data_of(child)->auto_margin[SIDE_LEFT] ||
                    data_of(child)->auto_margin[SIDE_RIGHT];

    if (any_auto) {
        child->x = find_x(c->b, child, left, right - left);
        return;
    }
    child->x = find_x(c->b, child, c->job.left, c->job.width);
    if (left != c->job.left || right - left != c->job.width) {
        if (unit_add(child->x, child->width) > right)
            child->x = unit_sub(right, child->width);
        child->x = unit_max(child->x, left);
    }
}

/* Such a box must not overlap floats: it stands beside them if it fits, or
 * below (9.5).  Returns its y. */
static unit_t
layout_apart(struct cursor *c, struct box *child, unit_t y)
{
    unit_t left, right, next, height = 1;
    struct layouter *l = c->job.l;

    for (;;) {
        try_beside(c, child, y, height);
        if (!free_band(c, y, child->height, &left, &right) ||
            child->width <= right - left || l->work++ > MAX_WORK)
            break;
        if (child->height > height) { /* narrower, at the same place */
            height = child->height;
            continue;
        }
        next = unit_sub(
            floats_next(c->job.flow, unit_add(c->job.flow_y, y), child->height),
            c->job.flow_y);
        if (next <= y)
            break;
        y = next;
        height = 1;
    }
    child->y = y;
    place_beside(c, child, left, right);
    return y;
}

static void
set_static(const struct cursor *c, struct box *child)
{
    struct box_data *data = data_of(child);

    data->static_x = c->b->style->direction == DIRECTION_RTL
                         ? unit_add(c->job.left, c->job.width)
                         : c->job.left;
    data->static_y = current_y(c);
}

/* Where child's border box stands, its margins joined with those waiting, or
 * moved by clearance (9.5.2). */
static unit_t
find_y(struct cursor *c, struct box *child, struct strut *strut)
{
    struct margin_walk walk = {.l = c->job.l, .flow = c->job.flow};
    struct box_data *data = data_of(child);
    enum clear clear = child->style->clear;
    unit_t y = c->y;

    walk.base = unit_add(c->job.flow_y, c->y);
    if (c->at_top && !data->is_cleared) {
        /* Decided, with all below, when the container was placed. */
        sizes_edges(child, c->job.width);
        return y;
    }
    *strut = c->at_top ? (struct strut){0, 0} : c->strut;
    margins_top(&walk, child, c->job.width, strut);
    if (!c->at_top)
        data->is_cleared = clear != CLEAR_NONE &&
                           floats_clear(c->job.flow, clear) >
                               unit_add(walk.base, strut_sum(&walk.above));
    y = unit_add(y, strut_sum(strut));
    c->at_top = false;
    if (data->is_cleared)
        y = unit_max(unit_sub(floats_clear(c->job.flow, clear), c->job.flow_y),
                     -UNIT_LIMIT);
    return y;
}

static void
place_in_flow(struct cursor *c, struct box *child)
{
    struct layouter *l = c->job.l;
    struct strut strut = c->strut;
    unit_t y = find_y(c, child, &strut);
    bool through = margins_through(l, child);

    if (data_of(child)->new_context)
        y = layout_apart(c, child, y);
    else
        layout_plain(c, child, y);
    if (through && !data_of(child)->is_cleared) {
        c->strut = strut;
        return;
    }
    c->at_top = false;
    c->y = unit_add(y, child->height);
    c->strut = data_of(child)->end;
    c->separate = through;
    if (through) {
        /* Its margins collapse to one, in which its border box stands, but
         * not with the container's bottom margin (8.3.1). */
        c->y = unit_sub(y, unit_max(0, child->margin[SIDE_TOP]));
        c->strut = (struct strut){0, 0};
        strut_add(&c->strut, child->margin[SIDE_TOP]);
        strut_add(&c->strut, child->margin[SIDE_BOTTOM]);
    }
}

static void
note_baselines(struct box *b, const struct box *child)
{
    const struct box_data *inner = data_of(child);
    struct box_data *data = data_of(b);
    bool is_table =
        child->kind == BOX_TABLE || data_of(child)->is_table_wrapper;

    if (is_scroll_container(child) && !is_table) {
        /* What scrolls inside must not move the line around b. */
        data->last_baseline = unit_add(unit_add(child->y, child->height),
                                       child->margin[SIDE_BOTTOM]);
        if (data->first_baseline == NO_BASELINE &&
            inner->first_baseline == NO_BASELINE)
            data->first_baseline = data->last_baseline;
    }
    if (inner->first_baseline != NO_BASELINE &&
        data->first_baseline == NO_BASELINE)
        data->first_baseline = unit_add(child->y, inner->first_baseline);
    /* Tables are passed over for the baseline of an inline-block. */
    if (inner->last_baseline != NO_BASELINE && !is_scroll_container(child) &&
        !is_table)
        data->last_baseline = unit_add(child->y, inner->last_baseline);
}

static void
place_child(struct cursor *c, struct box *child)
{
    const struct layout_frame *frame = data_of(c->b)->frame;

    if (frame != NULL && child == frame->legend)
        return;
    if (child->is_positioned) {
        set_static(c, child);
    } else if (child->is_float) {
        float_measure(&c->job, child);
        float_put(&c->job, child, current_y(c));
    } else {
        place_in_flow(c, child);
        note_baselines(c->b, child);
    }
}

static void
place_children(struct cursor *c)
{
    for (struct box *child = c->b->first; child != NULL; child = child->next)
        place_child(c, child);
}

/* ---- columns ------------------------------------------------------------ */

static bool
spans_columns(const struct box *b)
{
    return b->style->column_span_all && !is_out_of_flow(b);
}

/* Nothing collapses through the edges of columns. */
static void
close_margins(struct cursor *c)
{
    c->y = unit_add(c->y, strut_sum(&c->strut));
    c->strut = (struct strut){0, 0};
    c->at_top = false;
}

/* Children in columns, those that span all of them in between. */
static void
place_in_columns(struct cursor *c, const struct columns *columns)
{
    unit_t width = c->job.width, left = c->job.left;
    struct box *child = c->b->first;

    if (c->b->style->direction == DIRECTION_RTL)
        left = unit_sub(unit_add(left, width), columns->width);
    while (child != NULL) {
        struct box *first = child;
        unit_t top;

        c->job.left = left;
        c->job.width = columns->width;
        close_margins(c);
        top = c->y;
        for (; child != NULL && !spans_columns(child); child = child->next)
            place_child(c, child);
        close_margins(c);
        if (first != child)
            c->y = unit_add(top,
                            columns_spread(c->job.l, c->b, first, child,
                                           columns, top, c->y, c->job.height));
        c->job.left = c->b->border[SIDE_LEFT] + c->b->padding[SIDE_LEFT];
        c->job.width = width;
        for (; child != NULL && spans_columns(child); child = child->next)
            place_child(c, child);
    }
}

static void
layout_columns(struct cursor *c)
{
    struct columns columns = columns_of(c->b, c->job.width);
    unit_t top = c->y, width = c->job.width;

    data_of(c->b)->rules = NULL;
    if (!data_of(c->b)->inline_content) {
        place_in_columns(c, &columns);
        return;
    }
    if (c->b->style->direction == DIRECTION_RTL)
        c->job.left = unit_sub(unit_add(c->job.left, width), columns.width);
    c->job.width = columns.width;
    c->y = inline_layout(&c->job, c->b, c->y);
    c->y = unit_add(top, columns_spread(c->job.l, c->b, NULL, NULL, &columns,
                                        top, c->y, c->job.height));
}

/* -- list markers -- */

/* A marker stands outside the border box, on the first line's baseline. */
static void
place_marker(struct layouter *l, struct box *b)
{
    struct box_data *data = data_of(b);
    struct span text = span_of(data->marker_text);
    const uint8_t *at = text.data;
    uint32_t first = text.size > 0 ? utf8_next(&at, at + text.size) : 'x';
    struct font *font = font_for(b->style, first);
    const struct font_metrics *m = font_metrics(font);
    struct text_run *run = arena_alloc(l->arena, sizeof *run);
    bool rtl = b->style->direction == DIRECTION_RTL;
    struct buf glyphs = {0};
    unit_t gap; /* from its far side to the box: of bullets, browsers' */

    run->box = b;
    run->font = font;
    run->style = b->style;
    run->text = text;
    run->rtl = rtl;
    run->glyph_count =
        (unsigned)font_shape(font, text, 0, text.size, rtl, &glyphs);
    run->glyphs = arena_alloc(l->arena, glyphs.size + 1);
    if (glyphs.size > 0)
        memcpy((void *)(uintptr_t)run->glyphs, glyphs.data, glyphs.size);
    buf_finish(&glyphs);
    for (unsigned i = 0; i < run->glyph_count; i++)
        run->width = unit_add(run->width, run->glyphs[i].x_advance);
    gap = first >= 0x80 ? (m->ascent / UNIT * 2 / 3 + 7) * UNIT : run->width;
    run->x = rtl ? b->width + gap - run->width : -gap;
    run->baseline = data->first_baseline;
    if (run->baseline == NO_BASELINE) {
        run->baseline = b->border[SIDE_TOP] + b->padding[SIDE_TOP] + m->ascent;
        data->first_baseline = data->last_baseline = run->baseline;
    }
    b->marker = font != NULL ? run : NULL;
}

/* The line an empty list item has for its marker's sake. */
static unit_t
marker_height(const struct box *b)
{
    const struct font_metrics *m = font_metrics(font_primary(b->style));

    return b->style->line_height_normal
               ? unit_add(m->ascent + m->descent, m->line_gap)
               : b->style->line_height;
}

/* -- one block container -- */

static bool
passes_height(const struct layouter *l, const struct box *b)
{
    bool anonymous = b->node == NULL && b->kind == BOX_BLOCK;

    return anonymous ||
           (l->quirks && b->kind == BOX_BLOCK &&
            b->style->height.kind == LENGTH_AUTO && !is_out_of_flow(b));
}

/* The height of the content box that percentages of children refer to. */
static unit_t
definite_height(const struct layouter *l, const struct box *b,
                const struct space *s)
{
    unit_t height;

    if (s->fixed_height != INDEFINITE)
        return unit_max(0, unit_sub(s->fixed_height, sizes_edge_height(b)));
    if (sizes_height(b, &b->style->height, s->height, &height)) {
        height = sizes_clamp_height(b, s->height, height);
        return unit_sub(height, sizes_edge_height(b));
    }
    return passes_height(l, b) ? s->height : INDEFINITE;
}

unit_t
block_fill_viewport(const struct layouter *l, const struct box *b,
                    unit_t height)
{
    const struct box *parent = b->parent;
    bool is_root = parent == NULL;
    bool is_body = parent != NULL && parent->parent == NULL &&
                   b->node != NULL && b->node->tag == TAG_body;
    unit_t most = l->viewport_height;

    if (!l->quirks || (!is_root && !is_body) || is_out_of_flow(b))
        return height;
    most =
        unit_sub(most, unit_add(b->margin[SIDE_TOP], b->margin[SIDE_BOTTOM]));
    if (is_body)
        most = unit_sub(most, unit_add(sizes_edge_height(parent),
                                       unit_add(parent->margin[SIDE_TOP],
                                                parent->margin[SIDE_BOTTOM])));
    return unit_max(height, most);
}

/* Sets b's height from its contents' bottom, and the margins that go on
 * collapsing below it. */
static void
finish_height(const struct cursor *c, const struct space *s)
{
    struct box *b = c->b;
    struct box_data *data = data_of(b);
    const struct style *style = b->style;
    unit_t below = unit_add(b->border[SIDE_BOTTOM], b->padding[SIDE_BOTTOM]);
    unit_t bottom = c->y, content, fixed;
    bool joins = !data->new_context && below == 0 && !c->at_top && !c->separate;
    bool is_auto = false;

    if (!joins && !c->at_top)
        bottom = unit_add(bottom, strut_sum(&c->strut));
    if (data->new_context && c->job.flow->any)
        bottom = unit_max(bottom, floats_clear(c->job.flow, CLEAR_BOTH));
    if (data->is_control)
        bottom = unit_max(bottom,
                          unit_add(b->border[SIDE_TOP] + b->padding[SIDE_TOP],
                                   data->natural_height));
    content = unit_max(unit_add(bottom, below), sizes_edge_height(b));
    if (s->fixed_height != INDEFINITE) {
        b->height = s->fixed_height;
    } else if (sizes_height(b, &style->height, s->height, &fixed)) {
        b->height = sizes_clamp_height(b, s->height, fixed);
    } else {
        is_auto = true;
        if (style->aspect_ratio > 0)
            content = unit_max(
                content,
                unit_clamp((int64_t)((double)b->width / style->aspect_ratio)));
        b->height = sizes_clamp_height(
            b, s->height, block_fill_viewport(c->job.l, b, content));
    }
    data->end = joins && is_auto && b->height == content ? c->strut
                                                         : (struct strut){0, 0};
    strut_add(&data->end, b->margin[SIDE_BOTTOM]);
}

static void
layout_container(struct layouter *l, struct box *b, const struct space *s)
{
    struct box_data *data = data_of(b);
    struct flow own = {0};
    struct cursor c = {.b = b};
    bool shares = !data->new_context && s->flow != NULL;

    child_progress();
    b->width = sizes_used_width(l, b, s);
    fieldset_place_legend(l, b);
    data->first_baseline = data->last_baseline = NO_BASELINE;
    c.job = (struct float_job){
        .l = l,
        .flow = shares ? s->flow : &own,
        .flow_x = shares ? s->flow_x : 0,
        .flow_y = shares ? s->flow_y : 0,
        .left = unit_add(b->border[SIDE_LEFT], b->padding[SIDE_LEFT]),
        .width = unit_max(0, unit_sub(b->width, sizes_edge_width(b))),
        .height = definite_height(l, b, s)};
    c.y = unit_add(b->border[SIDE_TOP], b->padding[SIDE_TOP]);
    if (has_columns(b->style) &&
        (b->kind == BOX_BLOCK || b->kind == BOX_CELL)) {
        layout_columns(&c);
    } else if (data->inline_content) {
        c.y = inline_layout(&c.job, b, c.y);
    } else {
        c.at_top = margins_join_top(b);
        place_children(&c);
        if (data->marker_text != NULL && data->first_baseline == NO_BASELINE) {
            c.at_top = false;
            c.y = unit_add(c.y, marker_height(b));
        }
    }
    finish_height(&c, s);
    control_center(b);
    if (data->marker_text != NULL)
        place_marker(l, b);
}

static bool
same_space(const struct space *a, const struct space *b)
{
    return a->width == b->width && a->height == b->height &&
           a->fixed_width == b->fixed_width &&
           a->fixed_height == b->fixed_height && a->narrowing == b->narrowing &&
           a->shrink == b->shrink;
}

/* Lays b out: sets its width, height and edges, and the places of all below
 * it relative to it.  b->x, y are the caller's. */
void
box_layout(struct layouter *l, struct box *b, const struct space *s)
{
    struct box_data *data = data_of(b);

    sizes_edges(b, s->width);
    if (data->is_laid && data->new_context && same_space(&data->laid, s))
        return;
    data->laid = *s;
    data->is_laid = true;
    data->containing_width = s->width;
    data->containing_height = s->height;
    data->end = (struct strut){0, 0};
    strut_add(&data->end, b->margin[SIDE_BOTTOM]);
    switch (b->kind) {
    case BOX_REPLACED:
        replaced_size(l, b, s, &b->width, &b->height);
        break;
    case BOX_TABLE:
        table_layout(l, b, s);
        break;
    case BOX_FLEX:
        flex_layout(l, b, s);
        break;
    case BOX_GRID:
        grid_layout(l, b, s);
        break;
    default:
        if (data->is_table_wrapper)
            table_wrapper_layout(l, b, s);
        else
            layout_container(l, b, s);
    }
}
