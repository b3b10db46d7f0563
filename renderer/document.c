/*
 * document.c - one document: the stages from bytes to a display list.
 *
 * Process: renderer.  Distrusts: the page.
 */
#include "document.h"
#include "document_form.h"
#include "document_scroll.h"
#include "document_print.h"
#include "document_reading.h"
#include "child.h"
#include "css/style.h"
#include "html/encoding.h"
#include "text/font.h"
#include "text/units.h"
#include "url.h"
#include "log.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

enum {
    FIRST_PARSE = 32 * 1024, /* bytes */
    BLOCK_MOST = 5000,       /* ms that sheets may hold back the page */
    TRICKLE = 100            /* ms between layouts for late pictures */
};

int64_t
document_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static char *
copy(struct span s)
{
    char *text = strndup(s.size > 0 ? (const char *)s.data : "", s.size);

    if (text == NULL)
        fatal_memory("out of memory");
    return text;
}

struct document *
document_create(const struct msg_document_begin *m)
{
    struct document *d = calloc(1, sizeof *d);

    if (d == NULL)
        fatal_memory("out of memory");
    d->surface = m->surface;
    d->number = m->document;
    d->url = copy(m->url);
    d->base = copy(m->url);
    d->mime = copy(m->mime);
    d->charset = copy(m->charset);
    d->resources = resources_create(d->surface, d->number);
    d->scale = 100;
    d->asked_y = -1;
    return d;
}

static void
drop_layout(struct document *d)
{
    document_reading_drop(d);
    document_popup_drop(d);
    paint_list_destroy(d->list);
    d->list = NULL;
    d->layout = NULL;
    layout_forget_places(&d->boxes);
}

/* Before their nodes or styles go. */
static void
drop_boxes(struct document *d)
{
    drop_layout(d);
    layout_forget(&d->boxes);
}

static void
drop_tree(struct document *d)
{
    document_forget_pointer(d);
    drop_boxes(d);
    arena_finish(&d->styles);
    if (d->dom != NULL)
        dom_destroy(d->dom);
    d->dom = NULL;
}

void
document_destroy(struct document *d)
{
    if (d == NULL)
        return;
    document_print_drop(d);
    document_reading_destroy(d);
    drop_tree(d);
    document_form_destroy(d);
    document_fonts_drop(d);
    font_use(NULL);
    sheets_destroy(d->sheets);
    resources_destroy(d->resources);
    buf_finish(&d->bytes);
    for (unsigned i = 0; i < d->embed_count; i++) {
        free(d->embeds[i].mime);
        free(d->embeds[i].url);
        free(d->embeds[i].params);
    }
    free(d->url);
    free(d->base);
    free(d->mime);
    free(d->charset);
    free(d->title);
    free(d->refresh_url);
    free(d->hovered_url);
    free(d->tooltip);
    free(d);
}

static bool
is_picture(const struct document *d)
{
    return strncmp(d->mime, "image/", 6) == 0;
}

void
document_data(struct document *d, struct span bytes)
{
    if (d->ended || d->bytes.size + bytes.size > MAX_DOCUMENT)
        return;
    if (is_picture(d))
        return; /* its page asks for it again, as a picture */
    buf_add_span(&d->bytes, bytes);
}

void
document_end(struct document *d, choice_t result)
{
    d->ended = true;
    d->result = result;
}

/* What is fixed or sticky stands where the view is. */
static bool
place_still(struct document *d)
{
    return layout_set_view(d->layout, unit_clamp((int64_t)d->scroll_x * UNIT),
                           unit_clamp((int64_t)d->scroll_y * UNIT));
}

void
document_renew_list(struct document *d)
{
    paint_list_destroy(d->list);
    d->list = paint_list_create(d->layout, d->scroll_x, d->scroll_y);
    d->paint_version++;
}

void
document_set_view(struct document *d, const struct msg_view *m)
{
    bool resized =
        (int)m->width != d->view_width || (int)m->height != d->view_height;

    if (m->scale != d->scale || (resized && d->sees_viewport))
        d->dirty_style = d->dirty_fonts = true;
    else if (resized)
        d->dirty_places = true;
    d->view_width = (int)m->width;
    d->view_height = (int)m->height;
    if ((int)m->scroll_x != d->scroll_x || (int)m->scroll_y != d->scroll_y) {
        d->scroll_x = (int)m->scroll_x;
        d->scroll_y = (int)m->scroll_y;
        if (d->scroll_y == d->asked_y)
            d->asked_from = d->asked_y;
        if (d->list != NULL && (place_still(d) || paint_list_is_fixed(d->list)))
            document_renew_list(d);
    }
    d->scale = m->scale > 0 ? m->scale : 100;
}

/* ---- stages --------------------------------------------------------------*/

static bool
is_markup(const struct document *d)
{
    return d->mime[0] == 0 || strncmp(d->mime, "text/html", 9) == 0 ||
           strncmp(d->mime, "application/xhtml+xml", 21) == 0;
}

static bool
wants_parse(const struct document *d)
{
    if (is_picture(d))
        return d->dom == NULL;
    if (d->ended)
        return d->dom == NULL || d->parsed != d->bytes.size;
    return d->bytes.size >= FIRST_PARSE && d->bytes.size / 2 >= d->parsed;
}

static void
parse(struct document *d)
{
    struct buf text = {NULL, 0, 0};

    drop_tree(d);
    if (is_picture(d)) {
        d->dom = dom_image_page(d->url);
    } else {
        encoding_decode(&text, buf_span(&d->bytes), document_encoding(d));
        d->dom = is_markup(d) ? dom_parse_html(buf_span(&text))
                              : dom_parse_plain(buf_span(&text));
    }
    resources_set_encoding(d->resources, document_encoding(d));
    d->parsed = d->bytes.size;
    buf_finish(&text);
    document_form_scan(d);
    document_scan(d);
    d->dirty_sheets = true;
}

static void
want_style_image(const char *url, void *data)
{
    struct document *d = data;

    resources_want(d->resources, url, RESOURCE_IMAGE);
}

/* What is laid out for, in px: the view or the paper.  Returns the zoom. */
static float
layout_area(const struct document *d, int *width, int *height)
{
    if (d->printing != NULL) {
        document_print_area(d, width, height);
        return 1;
    }
    *width = d->view_width;
    *height = d->view_height;
    return (float)d->scale / 100;
}

void
document_style_context(const struct document *d, struct style_context *c)
{
    int width, height;
    float zoom = layout_area(d, &width, &height);

    *c = (struct style_context){
        .viewport_width =
            unit_clamp((int64_t)lround(width * (double)UNIT / (double)zoom)),
        .viewport_height =
            unit_clamp((int64_t)lround(height * (double)UNIT / (double)zoom)),
        .zoom = zoom,
        .print = d->printing != NULL,
        .base_url = d->base,
        .font_units = font_units};
}

static void
restyle(struct document *d)
{
    struct style_context c;

    document_style_context(d, &c);
    c.sees_viewport = &d->sees_viewport;
    drop_boxes(d);
    arena_finish(&d->styles);
    if (d->dirty_fonts)
        document_fonts_collect(d, &c);
    style_document(d->sheets, d->dom, &c, &d->styles);
    style_each_image(d->dom, want_style_image, d);
    d->dirty_style = false;
    d->dirty_layout = true;
}

static bool
natural_size(const struct node *n, const char *url, unit_t *width,
             unit_t *height, void *data)
{
    const struct document *d = data;
    const struct element *e = n != NULL ? n->extra : NULL;
    const struct resource *r =
        n == NULL   ? resources_find(d->resources, url, RESOURCE_IMAGE)
        : e != NULL ? e->image
                    : NULL;
    const struct image *i = r != NULL ? r->image : NULL;
    int64_t scale = d->printing != NULL ? 100 : d->scale;

    if (e != NULL && e->embed != NULL) {
        /* CSS 2.1, 10.3.2: what has no size of its own is 300 by 150 */
        *width = unit_clamp((int64_t)300 * UNIT * scale / 100);
        *height = unit_clamp((int64_t)150 * UNIT * scale / 100);
        return true;
    }
    if (i == NULL)
        return false;
    *width = unit_clamp((int64_t)i->width * UNIT * scale / 100);
    *height = unit_clamp((int64_t)i->height * UNIT * scale / 100);
    return true;
}

static void
relayout(struct document *d)
{
    int64_t start = document_now(), cost;
    int width, height;

    if (d->dirty_layout)
        drop_boxes(d);
    else
        drop_layout(d);
    layout_area(d, &width, &height);
    d->layout = layout_document(d->dom, &d->boxes, width * UNIT, height * UNIT,
                                natural_size, d);
    place_still(d);
    document_form_laid_out(d);
    d->list = paint_list_create(d->layout, d->scroll_x, d->scroll_y);
    d->dirty_layout = d->dirty_places = false;
    if (d->printing != NULL)
        return;
    document_reading_renew(d);
    d->layout_version++;
    d->paint_version++;
    cost = document_now() - start;
    d->next_layout = document_now() + (cost > TRICKLE / 4 ? 4 * cost : TRICKLE);
    /* Late pictures may move the fragment that the view still shows, or will
     * as soon as it has been asked for and the browser has answered. */
    if (!d->scrolled)
        d->scrolled = document_find_fragment(d) || d->ended;
    else if (d->wants_scroll ||
             (d->asked_y > 0 &&
              (d->scroll_y == d->asked_y || d->scroll_y == d->asked_from)))
        document_find_fragment(d);
}

/* ---- work ----------------------------------------------------------------*/

/* Whether style sheets still hold back the first picture of this tree. */
static bool
is_blocked(struct document *d, int64_t now)
{
    if (resources_pending(d->resources, RESOURCE_STYLE) == 0) {
        d->blocked_since = 0;
        return false;
    }
    if (d->blocked_since == 0)
        d->blocked_since = now;
    return now - d->blocked_since < BLOCK_MOST;
}

/* Notes which stages the arrived resources make necessary. */
static void
see_resources(struct document *d)
{
    unsigned styles = resources_version(d->resources, RESOURCE_STYLE);
    unsigned images = resources_version(d->resources, RESOURCE_IMAGE);

    if (styles != d->styles_seen) {
        d->styles_seen = styles;
        d->dirty_sheets = true;
    }
    if (images != d->images_seen) {
        d->images_seen = images;
        if (document_scan_embeds(d))
            d->dirty_style = true;
        d->dirty_layout = true;
    }
}

/* One stage of what brings the layout up to date; false: it is. */
static bool
lay_out(struct document *d)
{
    if (d->dirty_sheets) {
        document_fonts_drop(d); /* its rules are the sheets' */
        document_load_sheets(d);
        d->dirty_sheets = false;
        d->dirty_fonts = d->dirty_style = true;
    } else if (d->dirty_style) {
        restyle(d);
    } else if (d->dirty_layout || d->dirty_places) {
        relayout(d);
    } else {
        return false;
    }
    return true;
}

void
document_ready_for_input(struct document *d)
{
    if (d->layout != NULL || d->dom == NULL || d->view_width == 0 ||
        is_blocked(d, document_now()))
        return;
    font_use(&d->fonts);
    while (d->layout == NULL && lay_out(d))
        continue;
}

static void
finish(struct document *d)
{
    if (d->is_done)
        return;
    d->is_done = true;
    send_load_done(
        child_browser(),
        &(struct msg_load_done){d->surface, d->number,
                                resources_failed(d->resources) < MAX_FETCHES
                                    ? resources_failed(d->resources)
                                    : MAX_FETCHES});
}

static int
refresh(struct document *d, int64_t now)
{
    if (d->refresh_at == 0)
        return -1;
    if (now < d->refresh_at)
        return (int)(d->refresh_at - now);
    if (d->pressed != NULL ||
        (strncmp(d->url, "about:", 6) == 0 && document_form_is_typing(d)))
        return -1; /* a click, or a text in a live page, would be lost */
    d->refresh_at = 0;
    send_navigate(
        child_browser(),
        &(struct msg_navigate){d->surface, d->number, span_of(d->refresh_url),
                               DISPOSITION_REPLACE, false, span_of("")});
    return -1;
}

static int
earlier(int a, int b)
{
    return a < 0 ? b : b < 0 || a < b ? a : b;
}

/* Whether more pictures will want a new layout soon. */
static bool
is_trickling(const struct document *d)
{
    return d->dirty_layout && !d->dirty_places && !d->dirty_style &&
           d->layout != NULL &&
           resources_pending(d->resources, RESOURCE_IMAGE) > 0;
}

int
document_work(struct document *d)
{
    int64_t now = document_now();

    if (d->view_width == 0)
        return -1; /* nobody has said yet how large it is */
    font_use(&d->fonts);
    if (wants_parse(d)) {
        parse(d);
        return 0;
    }
    if (d->dom == NULL)
        return -1;
    if (resources_work(d->resources))
        return 0;
    see_resources(d);
    if (d->dirty_sheets && lay_out(d))
        return 0;
    if (d->layout != NULL && document_fonts_work(d))
        return 0;
    if (d->layout == NULL && is_blocked(d, now))
        return (int)(d->blocked_since + BLOCK_MOST - now);
    if (is_trickling(d) && now < d->next_layout)
        return (int)(d->next_layout - now);
    if (lay_out(d))
        return 0;
    if (d->printing != NULL && document_is_settled(d)) {
        document_print_step(d);
        return 0;
    }
    if (document_is_settled(d))
        finish(d);
    return earlier(refresh(d, now), earlier(document_form_work(d, now),
                                            document_popup_work(d, now)));
}

bool
document_is_settled(const struct document *d)
{
    return d->ended && d->layout != NULL && d->parsed == d->bytes.size &&
           !d->dirty_sheets && !d->dirty_style && !d->dirty_layout &&
           !d->dirty_places && resources_pending(d->resources, RESOURCE) == 0 &&
           !d->fonts.asked &&
           resources_version(d->resources, RESOURCE_FONT) == d->fonts_seen &&
           resources_version(d->resources, RESOURCE_STYLE) == d->styles_seen &&
           resources_version(d->resources, RESOURCE_IMAGE) == d->images_seen;
}

/* ---- for painting --------------------------------------------------------*/

void
document_size(const struct document *d, int *width, int *height)
{
    int64_t w = ((int64_t)d->layout->width + UNIT - 1) / UNIT;
    int64_t h = ((int64_t)d->layout->height + UNIT - 1) / UNIT;

    *width = w < d->view_width ? d->view_width : (int)w;
    *height = h < d->view_height ? d->view_height : (int)h;
    if (*width > MAX_CONTENT)
        *width = MAX_CONTENT;
    if (*height > MAX_CONTENT)
        *height = MAX_CONTENT;
}

static const struct image *
find_image(const struct node *n, const char *url, void *data)
{
    struct document *d = data;
    const struct element *e = n != NULL ? n->extra : NULL;
    const struct resource *r = NULL;

    if (n == NULL)
        r = resources_find(d->resources, url, RESOURCE_IMAGE);
    else if (e != NULL)
        r = e->image;
    return r != NULL ? r->image : NULL;
}

static enum paint_stand_in
stand_in(const struct node *n, const char **text, void *data)
{
    const struct element *e = n->extra;
    static char label[MAX_MIME + 32];

    (void)data;
    if (node_is(n, TAG_embed) || node_is(n, TAG_object)) {
        if (e == NULL || e->embed == NULL ||
            e->embed->state != EMBED_STATE_UNKNOWN_TYPE)
            return PAINT_FRAME;
        strcpy(label, "No plugin for ");
        strncat(label, e->embed->mime, MAX_MIME);
        *text = label;
        return PAINT_FRAME;
    }
    if (node_is(n, TAG_img) && e != NULL && e->image != NULL &&
        e->image->state == RESOURCE_FAILED)
        return PAINT_FRAME;
    return PAINT_NOTHING;
}

void
document_paint_context(struct document *d, struct paint_context *c)
{
    font_use(&d->fonts);
    *c =
        (struct paint_context){.layout = d->layout,
                               .list = d->list,
                               .image = find_image,
                               .stand_in = stand_in,
                               .marks = document_marks,
                               .caret = document_form_caret,
                               .popup = d->form != NULL ? d->form->popup : NULL,
                               .data = d,
                               .viewport_width = d->view_width * UNIT,
                               .viewport_height = d->view_height * UNIT,
                               .zoom = (float)d->scale / 100};
    c->bar_count = d->printing == NULL ? document_scroll_bars(d, c->bars) : 0;
}

/* ---- requests of the browser ---------------------------------------------*/

void
document_fragment(struct document *d, struct span url)
{
    free(d->url);
    d->url = copy(url);
    if (d->layout != NULL)
        document_find_fragment(d);
    else
        d->scrolled = false; /* the next layout's */
}

const char *
document_encoding(const struct document *d)
{
    return is_picture(d) ? "UTF-8"
                         : encoding_sniff(buf_span(&d->bytes), d->charset);
}

void
document_send_scroll(const struct document *d, int x, int y)
{
    send_scroll_to(child_browser(),
                   &(struct msg_scroll_to){d->surface, d->number,
                                           (uint32_t)(x > 0 ? x : 0),
                                           (uint32_t)(y > 0 ? y : 0)});
}

void
document_dump(struct document *d)
{
    struct buf out = {NULL, 0, 0};

    if (d->view_width > 0 && wants_parse(d))
        parse(d);
    if (d->dom != NULL)
        dom_serialize(&out, d->dom);
    for (size_t at = 0; at < out.size; at += MAX_CHUNK) {
        size_t size = out.size - at < MAX_CHUNK ? out.size - at : MAX_CHUNK;

        send_dump_data(child_browser(),
                       &(struct msg_dump_data){
                           d->surface, d->number, {out.data + at, size}});
    }
    send_dump_end(child_browser(),
                  &(struct msg_dump_end){d->surface, d->number});
    buf_finish(&out);
}
