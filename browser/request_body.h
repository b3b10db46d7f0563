/*
 * request_body.h - what a form sends: bytes of the page and files the person
 * chose, read in pieces while they are sent.
 *
 * Process: browser.  Distrusts: nothing; the bytes are only passed on.
 *
 * Shared by the navigation, its fetch and the tab's history, which may send it
 * again.
 */
#ifndef BULKHEAD_REQUEST_BODY_H
#define BULKHEAD_REQUEST_BODY_H

#include "buf.h"

struct request_body;

/* type is the Content-Type.  One reference is the caller's. */
struct request_body *request_body_create(struct span type);
struct request_body *request_body_keep(struct request_body *b);
void request_body_drop(struct request_body *b); /* NULL is allowed */

const char *request_body_type(const struct request_body *b);
uint64_t request_body_size(const struct request_body *b);
uint64_t request_body_held(const struct request_body *b); /* in memory */

void request_body_add(struct request_body *b, struct span bytes);

/* Appends size bytes of a file; takes the descriptor. */
void request_body_add_file(struct request_body *b, int fd, uint64_t size);

/* Reads at most size bytes from an offset; 0 at the end, -1 when a file has
 * become shorter or cannot be read. */
long request_body_read(const struct request_body *b, uint64_t at, void *to,
                       size_t size);

#endif
