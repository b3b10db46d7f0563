/*
 * effects.c - blurred shadows of boxes and text.
 *
 * Process: renderer.  Distrusts: blur radii; a shadow's memory is at most the
 * visible part and twice MAX_BLUR around it.
 */
#include "paint/painter.h"
#include "log.h"

#include <cairo.h>
#include <stdlib.h>

enum { MAX_BLUR = 150, MAX_SHADOWS = 32 };

struct shadow_group {
    cairo_surface_t *mask; /* A8 */
    cairo_t *picture;      /* what was painted to before */
    struct rect area;
    int blur;
};

/* One box blur of a line of count pixels, step bytes apart. */
static void
blur_line(uint8_t *at, int count, int step, int radius, uint8_t *copy)
{
    int sum = 0, size = 2 * radius + 1;

    for (int i = 0; i < count; i++)
        copy[i] = at[i * step];
    for (int i = 0; i <= radius && i < count; i++)
        sum += copy[i];
    for (int i = 0; i < count; i++) {
        at[i * step] = (uint8_t)(sum / size);
        if (i + radius + 1 < count)
            sum += copy[i + radius + 1];
        if (i - radius >= 0)
            sum -= copy[i - radius];
    }
}

/* Three box blurs come close to a Gaussian of half the CSS blur radius. */
static void
blur_mask(cairo_surface_t *mask, int blur)
{
    int width = cairo_image_surface_get_width(mask);
    int height = cairo_image_surface_get_height(mask);
    int stride = cairo_image_surface_get_stride(mask);
    uint8_t *data = cairo_image_surface_get_data(mask);
    int radius = blur * 47 / 100;
    uint8_t *copy = malloc((size_t)(width > height ? width : height));

    if (copy == NULL)
        fatal_memory("out of memory");
    if (radius < 1)
        radius = 1;
    for (int pass = 0; pass < 3; pass++) {
        for (int y = 0; y < height; y++)
            blur_line(data + y * stride, width, 1, radius, copy);
        for (int x = 0; x < width; x++)
            blur_line(data + x, height, stride, radius, copy);
    }
    free(copy);
    cairo_surface_mark_dirty(mask);
}

struct shadow_group *
shadow_begin(struct painter *p, struct rect area, int blur)
{
    struct shadow_group *g;

    if (blur > MAX_BLUR)
        blur = MAX_BLUR;
    area = rect_intersect(rect_grow(area, 2 * blur),
                          rect_grow(p->visible, 2 * blur));
    if (rect_is_empty(area) || area.width > 4096 || area.height > 4096)
        return NULL;
    g = calloc(1, sizeof *g);
    if (g == NULL)
        fatal_memory("out of memory");
    *g = (struct shadow_group){
        cairo_image_surface_create(CAIRO_FORMAT_A8, area.width, area.height),
        p->cr, area, blur};
    p->cr = cairo_create(g->mask);
    cairo_translate(p->cr, -area.x, -area.y);
    return g;
}

void
shadow_end(struct painter *p, struct shadow_group *g, rgba_t color)
{
    cairo_destroy(p->cr);
    p->cr = g->picture;
    cairo_surface_flush(g->mask);
    if (g->blur > 0)
        blur_mask(g->mask, g->blur);
    set_color(p, color);
    cairo_mask_surface(p->cr, g->mask, g->area.x, g->area.y);
    cairo_surface_destroy(g->mask);
    free(g);
}

/* ---- boxes ---------------------------------------------------------------*/

/* The shadow's outline: the box grown by spread, radii with it. */
static void
shadow_path(struct painter *p, const struct decoration *d, struct rect r,
            int spread)
{
    struct decoration grown = *d;
    double none[4] = {0};

    for (int c = 0; c < 4; c++)
        for (int axis = 0; axis < 2; axis++)
            if (grown.radius[c][axis] > 0) {
                grown.radius[c][axis] += spread;
                if (grown.radius[c][axis] < 0)
                    grown.radius[c][axis] = 0;
            }
    if (d->square)
        rect_path(p, r);
    else
        round_path(p, &grown, r, none);
}

static void
outer_shadow(struct painter *p, const struct decoration *d,
             const struct shadow *s)
{
    int spread = px(s->spread), blur = px(s->blur);
    struct rect r = rect_grow(d->outer, spread), around;
    double none[4] = {0};

    r.x += px(s->x);
    r.y += px(s->y);
    around = rect_grow(r, 2 * blur + 1);
    if (rect_is_empty(r) || !rect_touches(around, p->visible))
        return;
    cairo_save(p->cr);
    /* The shadow is not seen through the box (7.2). */
    cairo_new_path(p->cr);
    rect_path(p, rect_union(around, d->outer));
    if (d->square)
        rect_path(p, d->outer);
    else
        round_path(p, d, d->outer, none);
    cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_clip(p->cr);
    cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_WINDING);
    cairo_new_path(p->cr);
    if (blur == 0) {
        set_color(p, s->color);
        shadow_path(p, d, r, spread);
        cairo_fill(p->cr);
    } else {
        struct shadow_group *g = shadow_begin(p, r, blur);

        if (g != NULL) {
            shadow_path(p, d, r, spread);
            cairo_fill(p->cr);
            shadow_end(p, g, s->color);
        }
    }
    cairo_restore(p->cr);
}

static void
inner_shadow(struct painter *p, const struct decoration *d,
             const struct shadow *s)
{
    int blur = px(s->blur), spread = px(s->spread);
    struct rect inner = rect_inset(d->outer, d->border), hole;
    struct rect around = rect_grow(inner, 2 * blur + 1);
    struct shadow_group *g = NULL;

    if (rect_is_empty(inner) || !rect_touches(inner, p->visible))
        return;
    hole = rect_grow(inner, -spread);
    hole.x += px(s->x);
    hole.y += px(s->y);
    cairo_save(p->cr);
    clip_to(p, d, d->outer, d->border);
    cairo_new_path(p->cr);
    if (blur > 0) {
        g = shadow_begin(p, inner, blur);
        if (g == NULL)
            goto out;
    } else {
        set_color(p, s->color);
    }
    rect_path(p, rect_union(around, hole));
    if (!rect_is_empty(hole))
        shadow_path(p, d, hole, -spread);
    cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_fill(p->cr);
    if (g != NULL)
        shadow_end(p, g, s->color);
out:
    cairo_restore(p->cr);
}

/* Bottom shadow first: the first in the list is on top. */
void
paint_box_shadows(struct painter *p, const struct decoration *d, bool inset)
{
    const struct shadow *all[MAX_SHADOWS];
    int count = 0;

    for (const struct shadow *s = d->style->box_shadow;
         s != NULL && count < MAX_SHADOWS; s = s->next)
        if (s->inset == inset && s->color >> 24 != 0)
            all[count++] = s;
    while (count-- > 0)
        if (inset)
            inner_shadow(p, d, all[count]);
        else
            outer_shadow(p, d, all[count]);
}
