/*
 * print.h - a page to a PDF file.
 *
 * Process: browser.  Distrusts: the renderer, which makes the bytes; they are
 * only written to the file that the person named.
 */
#ifndef BULKHEAD_PRINT_H
#define BULKHEAD_PRINT_H

#include "page.h"

/* Told once: with the file's path and its pages, or 0 pages and path NULL
 * after logging why. */
typedef void print_done_fn(struct page *p, const char *path, uint32_t pages,
                           void *data);

/* Asks the page's renderer for the document on A4 paper (Chromium's margins)
 * and writes it to path, which appears only once it is whole.  False after
 * logging; done is then not called. */
bool print_start(struct page *p, const char *path, print_done_fn *done,
                 void *data);

/* The same to a new file in the person's download folder, named by title. */
bool print_to_downloads(struct page *p, const char *title, print_done_fn *done,
                        void *data);

/* The document or its renderer is gone: done is told, if one was under way. */
void print_cancel(struct page *p, const char *why);

#endif
