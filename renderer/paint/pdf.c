/*
 * pdf.c - a laid out page on paper: cairo's PDF surface.
 *
 * Process: renderer.  Everything is kept in memory until it is written:
 * cairo's PDF surface opens no file of its own.
 */
#include "paint/pdf.h"
#include "paint/painter.h"

#include "log.h"

#include <cairo-pdf.h>
#include <cairo.h>

#include <stdlib.h>

struct pdf {
    cairo_surface_t *surface;
    pdf_write_fn *write;
    void *data;
};

static cairo_status_t
write_piece(void *closure, const unsigned char *bytes, unsigned size)
{
    struct pdf *pdf = closure;

    if (pdf->write != NULL)
        pdf->write((struct span){bytes, size}, pdf->data);
    return CAIRO_STATUS_SUCCESS;
}

struct pdf *
pdf_create(int width, int height, const char *title, pdf_write_fn *write,
           void *data)
{
    struct pdf *pdf = calloc(1, sizeof *pdf);

    if (pdf == NULL)
        fatal_memory("out of memory for a PDF");
    pdf->write = write;
    pdf->data = data;
    pdf->surface =
        cairo_pdf_surface_create_for_stream(write_piece, pdf, width, height);
    if (title != NULL)
        cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_TITLE,
                                       title);
    cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_CREATOR,
                                   "bulkhead");
    return pdf;
}

void
pdf_page(struct pdf *pdf, const struct paint_context *context, struct rect part,
         double x, double y, double scale)
{
    struct painter p = {context, cairo_create(pdf->surface), part};

    cairo_translate(p.cr, x, y);
    cairo_scale(p.cr, scale, scale);
    cairo_rectangle(p.cr, 0, 0, part.width, part.height);
    cairo_clip(p.cr);
    cairo_translate(p.cr, -part.x, -part.y);
    if (paint_canvas_color(context->layout) != 0xFFFFFFFF)
        fill_rect(&p, part, paint_canvas_color(context->layout));
    paint_canvas(&p);
    paint_list_items(&p, part);
    cairo_destroy(p.cr);
    cairo_surface_show_page(pdf->surface);
}

bool
pdf_finish(struct pdf *pdf)
{
    cairo_status_t status;

    cairo_surface_finish(pdf->surface);
    status = cairo_surface_status(pdf->surface);
    if (status != CAIRO_STATUS_SUCCESS)
        log_error("cannot make the PDF: %s", cairo_status_to_string(status));
    cairo_surface_destroy(pdf->surface);
    free(pdf);
    return status == CAIRO_STATUS_SUCCESS;
}

void
pdf_abandon(struct pdf *pdf)
{
    pdf->write = NULL;
    cairo_surface_destroy(pdf->surface);
    free(pdf);
}
