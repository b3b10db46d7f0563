/*
 * pdf.h - a laid out page on paper: cairo's PDF surface.
 *
 * Process: renderer.
 */
#ifndef BULKHEAD_PAINT_PDF_H
#define BULKHEAD_PAINT_PDF_H

#include "paint/paint.h"
#include "span.h"

struct pdf;

/* Takes bytes of the file, in order. */
typedef void pdf_write_fn(struct span bytes, void *data);

/* A file of pages of this size, in points (1/72 inch).  title may be NULL.
 * Never fails here: see pdf_finish. */
struct pdf *pdf_create(int width, int height, const char *title,
                       pdf_write_fn *write, void *data);

/* Adds a page that shows this part of the laid out one with its top left at
 * x, y (points), a px being scale points. */
void pdf_page(struct pdf *pdf, const struct paint_context *context,
              struct rect part, double x, double y, double scale);

/* Writes the rest and frees it; false when cairo could not make the file. */
bool pdf_finish(struct pdf *pdf);

/* Frees it without writing any more. */
void pdf_abandon(struct pdf *pdf);

#endif
