/*
 * resources.h - style sheets, pictures and fonts of one document, each address
 * once.
 *
 * Process: renderer.  Distrusts: the page's number of addresses (bounded
 * here) and every byte that comes; the browser's word is taken, but answers
 * may cross with what was cancelled.
 */
#ifndef BULKHEAD_RESOURCES_H
#define BULKHEAD_RESOURCES_H

#include "messages.h"
#include "paint/image.h"
#include "text/web_fonts.h"

enum resource_state {
    RESOURCE_WAITING, /* not asked for yet: MAX_FETCHES_AT_ONCE are */
    RESOURCE_RUNNING,
    RESOURCE_ARRIVED, /* to be decoded by resources_work */
    RESOURCE_READY,
    RESOURCE_FAILED
};

struct resource {
    char *url;
    char *final_url; /* after redirections; url until the head came */
    char *mime, *charset;
    enum resource_state state;
    choice_t kind; /* RESOURCE_STYLE, RESOURCE_IMAGE or RESOURCE_FONT */
    uint32_t fetch;
    struct buf bytes;            /* RESOURCE_STYLE: UTF-8 once it is ready */
    struct image *image;         /* RESOURCE_IMAGE, ready */
    const struct web_file *font; /* RESOURCE_FONT, ready */
    int64_t next_ms; /* of an animation: when its next picture is due */
    uint32_t hash;
    struct resource *next, *next_in_bucket;
};

struct resources;

/* surface and document are what requests name. */
struct resources *resources_create(uint32_t surface, uint32_t document);

/* Cancels what is running. */
void resources_destroy(struct resources *r);

/* The name of the document's encoding, which style sheets that come from now
 * on have if they tell none; UTF-8 before.  The name is kept. */
void resources_set_encoding(struct resources *r, const char *name);

/* The resource of an absolute URL, asked for if it is new; NULL over the
 * document's limit or for no URL. */
struct resource *resources_want(struct resources *r, const char *url,
                                choice_t kind);
struct resource *resources_find(struct resources *r, const char *url,
                                choice_t kind); /* or NULL */

/* Answers of the browser; fetches that are not running are ignored. */
void resources_head(struct resources *r, const struct msg_fetch_head *m);
void resources_data(struct resources *r, const struct msg_fetch_data *m);
void resources_end(struct resources *r, const struct msg_fetch_end *m);

/* Starts what waits and decodes at most one picture or font; true if more is
 * left to decode. */
bool resources_work(struct resources *r);

/* Moves animations on whose next picture is due, and calls moved for each.
 * Returns the ms until the next is, -1 for none. */
int resources_animate(struct resources *r, int64_t now_ms,
                      void (*moved)(const struct resource *i, void *data),
                      void *data);

/* How many have not ended; of one kind, or of all (kind RESOURCE). */
unsigned resources_pending(const struct resources *r, choice_t kind);
unsigned resources_failed(const struct resources *r);

/* Counts up whenever a resource of the kind ended. */
unsigned resources_version(const struct resources *r, choice_t kind);

#endif
