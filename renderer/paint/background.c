/*
 * background.c - background colours and layers (CSS Backgrounds 3).
 *
 * Process: renderer.  Distrusts: sizes and positions of the page; tiles of
 * pictures are bounded here.
 */
#include "paint/painter.h"

#include <cairo.h>
#include <math.h>

/* A copy up to SMALL_TILE px is drawn once and then repeated. */
enum { SMALL_TILE = 512, MAX_LAYERS_PAINTED = 64 };

/* Where copies are along one axis: number i at at + i * step. */
struct axis {
    bool repeat;
    double at, step, size;
};

/* One layer, measured. */
struct layer {
    const struct background *b;
    const struct image *image; /* NULL: gradient */
    bool pixelated;
    struct rect area; /* where it may paint */
    struct axis x, y;
};

static struct rect
background_area(const struct decoration *d, enum background_box which)
{
    switch (which) {
    case BACKGROUND_PADDING_BOX:
        return rect_inset(d->outer, d->border);
    case BACKGROUND_CONTENT_BOX:
        return rect_inset(rect_inset(d->outer, d->border), d->padding);
    default:
        return d->outer;
    }
}

/* The size of one copy (3.9). */
static void
layer_size(const struct background *b, double natural_w, double natural_h,
           const struct rect *origin, double *w, double *h)
{
    double ow = origin->width, oh = origin->height;

    *w = natural_w;
    *h = natural_h;
    if (b->size_cover || b->size_contain) {
        double rx = natural_w > 0 ? ow / natural_w : 1;
        double ry = natural_h > 0 ? oh / natural_h : 1;
        double by = b->size_cover ? fmax(rx, ry) : fmin(rx, ry);

        if (b->url == NULL) {
            *w = ow;
            *h = oh;
        } else {
            *w = natural_w * by;
            *h = natural_h * by;
        }
        return;
    }
    *w = length_of(&b->width, ow, -1);
    *h = length_of(&b->height, oh, -1);
    if (*w < 0 && *h < 0) {
        *w = natural_w;
        *h = natural_h;
    } else if (*w < 0) {
        *w = b->url != NULL && natural_h > 0 ? natural_w * *h / natural_h : ow;
    } else if (*h < 0) {
        *h = b->url != NULL && natural_w > 0 ? natural_h * *w / natural_w : oh;
    }
}

static int
whole(double v)
{
    if (!(v > -MAX_COORDINATE))
        return -MAX_COORDINATE;
    return v < MAX_COORDINATE ? (int)floor(v + 0.5) : MAX_COORDINATE;
}

/* "round": as many copies as nearly fit, made to fit (3.4); an automatic size
 * of the other axis keeps the proportions. */
static void
round_size(double *size, double whole_size, double *other, bool other_follows)
{
    double fitted = whole_size / fmax(1, floor(whole_size / *size + 0.5));

    if (!(fitted > 0))
        return;
    if (other_follows)
        *other *= fitted / *size;
    *size = fitted;
}

static struct axis
place_axis(enum background_repeat repeat, const struct length *position,
           int origin, int room, double size)
{
    struct axis a = {.repeat = repeat != REPEAT_NONE, .size = size};
    double count;

    if (repeat != REPEAT_ROUND)
        a.size = size < 1 ? 1 : fmin(whole(size), MAX_CONTENT);
    a.at = origin + whole(length_of(position, room - a.size, 0));
    a.step = a.size = fmax(a.size, 1);
    if (repeat == REPEAT_SPACE) {
        count = floor(room / a.size);
        a.repeat = count > 1;
        if (a.repeat) {
            a.at = origin;
            a.step = (room - a.size) / (count - 1);
        }
    }
    return a;
}

static bool
measure(struct painter *p, const struct background *b, bool pixelated,
        struct rect origin, struct layer *l)
{
    const struct paint_context *c = p->context;
    double w, h, natural_w = origin.width, natural_h = origin.height;
    bool by_keyword = b->size_cover || b->size_contain;
    bool follow_x = !by_keyword && b->width.kind == LENGTH_AUTO;
    bool follow_y = !by_keyword && b->height.kind == LENGTH_AUTO;

    l->b = b;
    l->pixelated = pixelated;
    l->image = NULL;
    if (b->url != NULL) {
        l->image = c->image == NULL ? NULL : c->image(NULL, b->url, c->data);
        if (l->image == NULL)
            return false;
        natural_w = l->image->width * (double)c->zoom;
        natural_h = l->image->height * (double)c->zoom;
    } else if (!b->gradient.is_set) {
        return false;
    }
    layer_size(b, natural_w, natural_h, &origin, &w, &h);
    if (!(w > 0) || !(h > 0))
        return false;
    if (b->repeat_x == REPEAT_ROUND)
        round_size(&w, origin.width, &h,
                   follow_y && b->repeat_y != REPEAT_ROUND);
    if (b->repeat_y == REPEAT_ROUND)
        round_size(&h, origin.height, &w,
                   follow_x && b->repeat_x != REPEAT_ROUND);
    l->x = place_axis(b->repeat_x, &b->x, origin.x, origin.width, w);
    l->y = place_axis(b->repeat_y, &b->y, origin.y, origin.height, h);
    return true;
}

/* ---- painting ------------------------------------------------------------*/

static struct rect
copy_at(const struct layer *l, int64_t column, int64_t row)
{
    double x = l->x.at + (double)column * l->x.step;
    double y = l->y.at + (double)row * l->y.step;
    int left = whole(x), top = whole(y);

    return (struct rect){left, top, whole(x + l->x.size) - left,
                         whole(y + l->y.size) - top};
}

static void
paint_copy(struct painter *p, const struct layer *l, struct rect tile)
{
    if (l->image != NULL)
        paint_image(p, l->image, tile.x, tile.y, tile.width, tile.height,
                    l->pixelated);
    else
        paint_gradient(p, l->b, tile, rect_intersect(tile, l->area));
}

/* Many small copies: one is drawn and repeated by cairo. */
static void
paint_pattern(struct painter *p, const struct layer *l, struct rect tile)
{
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_ARGB32,
                                                    tile.width, tile.height);
    struct rect at_zero = {0, 0, tile.width, tile.height}, area = l->area;
    struct painter one = *p;
    struct layer alone = *l;

    alone.area = one.visible = at_zero;
    one.cr = cairo_create(s);
    paint_copy(&one, &alone, at_zero);
    cairo_destroy(one.cr);
    cairo_set_source_surface(p->cr, s, tile.x, tile.y);
    cairo_pattern_set_extend(cairo_get_source(p->cr), CAIRO_EXTEND_REPEAT);
    cairo_pattern_set_filter(cairo_get_source(p->cr), CAIRO_FILTER_NEAREST);
    cairo_rectangle(p->cr, area.x, area.y, area.width, area.height);
    cairo_fill(p->cr);
    cairo_set_source_rgb(p->cr, 0, 0, 0);
    cairo_surface_destroy(s);
}

/* Whether the copies lie side by side on whole pixels. */
static bool
is_seamless(const struct axis *a, int size)
{
    return !a->repeat || (a->step == a->size && a->size == size);
}

/* The numbers of the copies that touch [low, high). */
static void
copies_in(const struct axis *a, int low, int high, int64_t *first,
          int64_t *last)
{
    *first = *last = 0;
    if (!a->repeat)
        return;
    *first = (int64_t)floor((low - a->at - a->size) / a->step);
    *last = (int64_t)ceil((high - a->at) / a->step);
}

static void
paint_copies(struct painter *p, const struct layer *l)
{
    struct rect area = l->area;
    int64_t left, right, top, bottom;

    copies_in(&l->x, area.x, area.x + area.width, &left, &right);
    copies_in(&l->y, area.y, area.y + area.height, &top, &bottom);
    cairo_save(p->cr);
    cairo_rectangle(p->cr, area.x, area.y, area.width, area.height);
    cairo_clip(p->cr);
    for (int64_t row = top; row <= bottom; row++)
        for (int64_t column = left; column <= right; column++) {
            struct rect tile = copy_at(l, column, row);
            if (rect_touches(tile, area))
                paint_copy(p, l, tile);
        }
    cairo_restore(p->cr);
}

static void
paint_layer(struct painter *p, struct layer *l)
{
    struct rect area = rect_intersect(l->area, p->visible);
    struct rect tile = copy_at(l, 0, 0);

    if (!l->x.repeat)
        area = rect_intersect(
            area, (struct rect){tile.x, area.y, tile.width, area.height});
    if (!l->y.repeat)
        area = rect_intersect(
            area, (struct rect){area.x, tile.y, area.width, tile.height});
    if (rect_is_empty(area))
        return;
    l->area = area;
    if ((l->x.repeat || l->y.repeat) && tile.width <= SMALL_TILE &&
        tile.height <= SMALL_TILE && is_seamless(&l->x, tile.width) &&
        is_seamless(&l->y, tile.height) &&
        (tile.width < area.width || tile.height < area.height))
        paint_pattern(p, l, tile);
    else
        paint_copies(p, l);
}

static void
paint_one(struct painter *p, const struct background *b,
          const struct decoration *d, const struct rect *canvas)
{
    const struct paint_context *c = p->context;
    struct rect origin = background_area(d, b->origin);
    int inset[4] = {0};
    struct layer l;

    if (b->fixed) {
        origin = px_rect(0, 0, c->viewport_width, c->viewport_height);
        origin.x = c->list->scroll_x;
        origin.y = c->list->scroll_y;
    }
    if (!measure(p, b, d->style->pixelated, origin, &l))
        return;
    l.area = canvas != NULL ? *canvas : background_area(d, b->clip);
    if (canvas != NULL || d->square) {
        paint_layer(p, &l);
        return;
    }
    if (b->clip != BACKGROUND_BORDER_BOX)
        for (int side = 0; side < 4; side++)
            inset[side] =
                d->border[side] +
                (b->clip == BACKGROUND_CONTENT_BOX ? d->padding[side] : 0);
    cairo_save(p->cr);
    clip_to(p, d, d->outer, inset);
    paint_layer(p, &l);
    cairo_restore(p->cr);
}

/* Bottom layer first; canvas is the area if it is not the box's. */
static void
paint_layers(struct painter *p, const struct background *b,
             const struct decoration *d, const struct rect *canvas)
{
    const struct background *all[MAX_LAYERS_PAINTED];
    int count = 0;

    for (; b != NULL && count < MAX_LAYERS_PAINTED; b = b->next)
        all[count++] = b;
    while (count-- > 0)
        paint_one(p, all[count], d, canvas);
}

/* Backgrounds of rows, columns and their groups are seen through cells only
 * (CSS 2.1, 17.5.1).  Adds those of table's cells that are on r. */
static void
cell_paths(struct painter *p, const struct box *table, struct rect r)
{
    const struct box *b = table->first;

    while (b != NULL) {
        struct rect own = px_rect(b->x, b->y, b->width, b->height);

        if (b->kind == BOX_CELL && !b->hides_empty && rect_touches(own, r))
            rect_path(p, rect_intersect(own, r));
        if ((b->kind == BOX_ROW_GROUP || b->kind == BOX_ROW) &&
            b->first != NULL && rect_touches(own, p->visible)) {
            b = b->first;
            continue;
        }
        while (b->next == NULL && b->parent != table)
            b = b->parent;
        b = b->next;
    }
}

/* Clips to the cells of a table's row, column or group; false: b is none. */
static bool
clip_to_cells(struct painter *p, const struct box *b, struct rect r)
{
    const struct box *table = b;

    if (b->kind != BOX_ROW && b->kind != BOX_ROW_GROUP &&
        b->kind != BOX_COLUMN && b->kind != BOX_COLUMN_GROUP)
        return false;
    while (table != NULL && table->kind != BOX_TABLE)
        table = table->parent;
    if (table == NULL || table->style->border_collapse == BORDER_COLLAPSE)
        return false;
    cairo_save(p->cr);
    cairo_new_path(p->cr);
    cell_paths(p, table, rect_intersect(r, p->visible));
    cairo_clip(p->cr);
    return true;
}

static void
paint_own_background(struct painter *p, const struct decoration *d)
{
    const struct style *s = d->style;
    struct rect area = background_area(d, s->color_clip);

    if (s->background_color >> 24 != 0 && !rect_is_empty(area)) {
        if (d->square) {
            fill_rect(p, area, s->background_color);
        } else {
            double inset[4] = {
                area.y - d->outer.y,
                d->outer.x + d->outer.width - area.x - area.width,
                d->outer.y + d->outer.height - area.y - area.height,
                area.x - d->outer.x};

            set_color(p, s->background_color);
            cairo_new_path(p->cr);
            round_path(p, d, d->outer, inset);
            cairo_fill(p->cr);
        }
    }
    paint_layers(p, s->backgrounds, d, NULL);
}

void
paint_background(struct painter *p, const struct decoration *d)
{
    /* The canvas has it already (CSS 2.1, 14.2). */
    if (d->box == p->context->layout->canvas_box ||
        !rect_touches(d->outer, p->visible) ||
        (d->style->background_color >> 24 == 0 &&
         d->style->backgrounds == NULL))
        return;
    if (clip_to_cells(p, d->box, d->outer) || clip_to_control(p, d)) {
        paint_own_background(p, d);
        cairo_restore(p->cr);
    } else {
        paint_own_background(p, d);
    }
}

void
paint_canvas(struct painter *p)
{
    const struct layout *l = p->context->layout;
    struct decoration d;

    if (l->canvas_style == NULL || l->canvas_style->backgrounds == NULL ||
        l->root == NULL)
        return;
    /* Positioned and sized by the root element, whoever's it is. */
    decoration_of_box(&d, l->root);
    paint_layers(p, l->canvas_style->backgrounds, &d, &p->visible);
}
