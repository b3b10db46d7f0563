/*
 * document.h - one document in a surface: bytes in, a painted layout out.
 *
 * Process: renderer.  Distrusts: the page.
 *
 * Stages, each done by document_work when the one before has changed:
 * bytes -> tree -> sheets -> styles -> layout -> display list.  The prefix
 * that has arrived is parsed again whenever it has doubled.
 */
#ifndef BULKHEAD_DOCUMENT_H
#define BULKHEAD_DOCUMENT_H

#include "messages.h"
#include "paint/paint.h"
#include "resources.h"

/* A plugin's place in the page. */
struct embed {
    uint32_t number;
    choice_t kind;
    char *mime, *url, *params;
    choice_t state;
    const struct node *node; /* in the current tree, or NULL */
    struct rect place;       /* last told, px */
    bool told;
};

/* What node->extra of an img, input, embed or object points to. */
struct element {
    struct resource *image;
    struct embed *embed;
};

struct printing;
struct document_reading;
struct document_form;

struct document {
    uint32_t surface, number;
    char *url, *base, *mime, *charset, *title;
    struct buf bytes;
    size_t parsed;       /* bytes of the last parse */
    bool ended, is_done; /* is_done: load_done was sent */
    choice_t result;

    struct dom *dom;
    struct sheets *sheets;
    struct resources *resources;
    struct web_fonts fonts; /* of the sheets' @font-face rules */
    struct arena styles;
    struct layout_memory boxes;
    struct layout *layout; /* NULL: nothing to show yet */
    struct paint_list *list;
    bool dirty_sheets, dirty_fonts, dirty_style, dirty_layout;
    bool dirty_places;   /* as dirty_layout, but the boxes are the same */
    bool sees_viewport;  /* its styles depend on the size of the view */
    bool has_value_rule; /* some sheet's depends on what a field holds */
    unsigned styles_seen, images_seen; /* versions in the sheets and layout */
    unsigned fonts_seen;
    int64_t blocked_since; /* ms; 0: not waiting for sheets */
    int64_t next_layout;   /* not before, for pictures that trickle in */

    int view_width, view_height, scroll_x, scroll_y; /* surface px */
    unsigned scale;                                  /* per cent */

    unsigned layout_version; /* counts layouts */
    unsigned paint_version;  /* counts layouts and new pictures */
    struct rect damage;      /* page px: to be painted anew in this version */

    struct embed embeds[MAX_EMBEDS];
    unsigned embed_count;

    int64_t refresh_at; /* ms; 0: no meta refresh */
    char *refresh_url;

    bool wants_scroll; /* to scroll_to, once committed */
    struct rect scroll_to;
    bool scrolled;  /* the URL's fragment was found, or will never be */
    int asked_y;    /* where the view was sent last, or -1 ... */
    int asked_from; /* ... and from where, until it is there */

    struct document_reading *reading; /* document_reading.c's, or NULL */
    struct document_form *form;       /* document_form.c's, or NULL */
    struct printing *printing;        /* document_print.c's; NULL: none */

    struct { /* document_scroll.c's */
        struct node *hovered, *dragged, *keys;
        bool told, vertical; /* of the bar that is dragged ... */
        int offset;          /* ... the pointer on its thumb, px */
    } scroll;

    struct node *hovered, *pressed; /* elements under the pointer */
    int press_x, press_y;           /* where the button went down ... */
    bool press_lost;                /* ... in a tree that has gone since */
    char *hovered_url, *tooltip;    /* told last, or NULL */
    choice_t cursor;
};

struct document *document_create(const struct msg_document_begin *m);
void document_destroy(struct document *d); /* NULL is allowed */

/* Milliseconds that only grow. */
int64_t document_now(void);

void document_data(struct document *d, struct span bytes);
void document_end(struct document *d, choice_t result);

/* The visible part, in surface px; scale is in per cent. */
void document_set_view(struct document *d, const struct msg_view *m);

/* The layout has changed without being done again: paints it anew, in
 * d->damage, or everywhere if that is empty. */
void document_renew_list(struct document *d);

/* One step of pending work.  Returns when to call again: 0 at once, ms, or
 * -1. */
int document_work(struct document *d);

/* What styles are computed for. */
struct style_context;
void document_style_context(const struct document *d, struct style_context *c);

/* The address that an <img> or <input> means, by its picture, srcset or src;
 * empty if none. */
struct span document_image_source(const struct document *d,
                                  const struct node *n);

/* document_fonts.c: takes the rules of the sheets; fetches the fonts that text
 * has asked for, and is true if there was anything to do (styles are dirty when
 * some have come); drops all. */
void document_fonts_collect(struct document *d, const struct style_context *c);
bool document_fonts_work(struct document *d);
void document_fonts_drop(struct document *d);

/* Moves the pictures on that move.  Returns the ms until the next does, -1 for
 * none. */
int document_animate(struct document *d);

/* Nothing but moving pictures will change without a message: all arrived and
 * laid out. */
bool document_is_settled(const struct document *d);

/* The page's size in px, at least the view's; needs a layout. */
void document_size(const struct document *d, int *width, int *height);

/* Fills the context to paint the current layout with. */
void document_paint_context(struct document *d, struct paint_context *c);

/* The document's own URL with another fragment: scroll there. */
void document_fragment(struct document *d, struct span url);

/* The name of the encoding the document came in. */
const char *document_encoding(const struct document *d);

/* Asks the browser to scroll. */
void document_send_scroll(const struct document *d, int x, int y);

/* Sends the serialized tree. */
void document_dump(struct document *d);

/* ---- document_scan.c ----------------------------------------------------*/

/* After a parse: title, base, refresh, pictures, embeds of the new tree. */
void document_scan(struct document *d);

/* Makes the sheets anew from style and link elements; asks for those that
 * are missing. */
void document_load_sheets(struct document *d);

/* The URL, resolved against the base, allocated; NULL when it is none. */
char *document_resolve(const struct document *d, struct span text);

/* ---- document_embeds.c --------------------------------------------------*/

/* Gives every embed and object below the root its picture, its plugin or its
 * fallback.  True when one of them has changed its kind. */
bool document_scan_embeds(struct document *d);
void document_embed_state(struct document *d, uint32_t embed, choice_t state);

/* Tells the browser where embeds stand, if that changed; before a commit. */
void document_place_embeds(struct document *d);

/* To be called before what a person did is given to the document: between the
 * stages of its work there may be no layout, and a click would hit nothing.
 * Makes the one that will be shown next; not before the first can be. */
void document_ready_for_input(struct document *d);

/* ---- document_pointer.c -------------------------------------------------*/
void document_pointer(struct document *d, const struct msg_pointer *m);

/* The tree is about to go: forgets what is under the pointer. */
void document_forget_pointer(struct document *d);

/* Finds the fragment's element and asks for its position. */
bool document_find_fragment(struct document *d);

#endif
