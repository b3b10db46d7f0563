/*
 * page.h - one document view: a renderer, its surface, what it loads and
 * embeds.
 *
 * Process: browser.  Distrusts: the renderer; pages keep the browser's own
 * record of what it was given.
 *
 * A page is bound to one site and one renderer process for its life.  A tab
 * shows one page, and holds a second while a navigation to another site is
 * under way.  A frame in a page is a tab of its own, and its host the embed.
 */
#ifndef BULKHEAD_PAGE_H
#define BULKHEAD_PAGE_H

#include "autopsy.h"
#include "fetch.h"
#include "own_surface.h"
#include "surfaces.h"

struct tab;
struct page;
struct print;
struct page_form;
struct ipc_feed;

/* A subresource on its way into a renderer. */
struct subfetch {
    struct page *page;
    uint32_t number; /* the renderer's */
    char *url;
    struct fetch *fetch; /* NULL: it waits until others have ended */
    uint64_t size;
    bool paused;
    choice_t resource; /* RESOURCE_ */
    struct subfetch *next;
};

/* The place of a plugin or a frame in a page. */
struct embed {
    struct page *page;
    uint32_t number; /* the renderer's */
    bool in_use, is_frame, dead, placed;
    int64_t died_ms; /* 0: never */
    char *mime, *url, *params;
    const char *plugin, *title; /* of plugins.def; NULL: nothing can show it */
    bool is_ours;               /* the plugin is one of about:ipc's */
    struct ipc_feed *feed;      /* what it is fed with, or NULL */
    struct tab *frame;          /* frames.h; NULL also if refused */
    char *name;                 /* of the frame, or NULL */
    struct child *child;
    struct surface *surface;
    struct fetch *fetch;
    struct rect place, next_place; /* in the page; next: of the next commit */
    struct msg_view told;          /* the plugin, last */
    struct death why;
    uint32_t dead_number;       /* of the plugin that died */
    struct autopsy autopsy;     /* of that */
    struct own_surface placard; /* over a dead one */
    struct rect button;         /* Reload, relative to place */
    bool button_hover, button_was_hover;
};

/* A document on its way into the page's renderer.  Bytes wait in body until
 * the renderer is ready and has room. */
struct load {
    struct fetch *fetch; /* NULL: all has arrived */
    struct buf body;
    char *url, *mime, *charset;
    bool wanted, begun, ended, paused;
    bool refused; /* by the sandbox: the rest is dropped */
    int result;
};

struct page {
    struct tab *tab;
    struct child *renderer;  /* NULL: dead */
    struct surface *surface; /* NULL until the renderer is ready */
    char *site;
    char *url;         /* of the document it was given last */
    uint32_t document; /* number of that document */
    struct load load;
    bool document_done; /* load_done came */
    bool painted;       /* the current document has committed a frame */
    bool complete;      /* ... with everything on it */
    uint32_t failed;    /* subresources that did not load */
    int scroll_x, scroll_y;
    int restore_x, restore_y; /* wanted once the page is tall enough; -1 */
    struct rect sent_view;    /* last view sent: width, height, scroll */
    int sent_scale;
    bool sent_visible;
    int cursor;          /* CURSOR_ */
    int editing;         /* EDITING_: which keys the focused element wants */
    bool wheel_is_pages; /* the pointer is over a box that scrolls */
    bool has_keyboard;   /* told last */
    bool may_paste;      /* the middle button was let go in it, and no more */
    char *hover, *tooltip;
    bool dead, looping;
    bool is_news; /* its tab does not yet know that it is dead */
    struct death why;
    struct autopsy autopsy;     /* of the renderer that died */
    struct own_surface placard; /* the sad page */
    struct rect button;         /* its Reload, in the content area */
    bool button_hover, button_was_hover;
    struct rect copy; /* its "Copy the command" */
    bool copy_hover, copy_was_hover;
    struct subfetch *fetches; /* oldest first */
    unsigned fetch_count, fetches_running;
    size_t fetch_bytes;   /* of the fetches' addresses */
    int64_t input_ms;     /* a person's last click or key in it; 0: used up */
    int64_t any_input_ms; /* the same, but it stays */
    struct embed embeds[MAX_EMBEDS];
    struct buf dump; /* of dump_dom */
    int copy_to;     /* enum copy_target of what was asked for */
    struct buf copied;
    struct page_form *form; /* page_form.c's, or NULL */
    struct print *print;    /* under way to a file (print.c), or NULL */
    void (*dumped)(struct page *p, struct span html);
    struct page *next;
};

/* A page for a site, in the renderer that process_policy.h says, or a new one
 * (or the warm spare); it is usable at once: what it is given waits until the
 * renderer is ready.  NULL when no renderer can be started. */
struct page *page_create(struct tab *tab, const char *site);
void page_destroy(struct page *p); /* NULL is allowed */

/* Starts giving the page a document: url, type, then bytes by page_feed and
 * the end by page_finish. */
void page_begin(struct page *p, const char *url, const char *mime,
                const char *charset);
/* Takes bytes; false when enough wait and the source should pause until
 * page_events wants more (navigation_resume is called). */
bool page_feed(struct page *p, struct span bytes);
void page_finish(struct page *p, int result);

/* Ends subresources under way. */
void page_stop(struct page *p);

/* A person clicked or typed in the page: for a few seconds it may do once what
 * needs a person's wish.  take: uses that up; false if there is none. */
void page_note_input(struct page *p);
bool page_take_input(struct page *p);

/* Whether there was any of late, used up or not. */
bool page_had_input(const struct page *p);

/* Tells the renderer what is seen of the page. */
void page_send_view(struct page *p, int width, int height, int scale,
                    bool visible);

/* Tells the renderer whether the page gets the keys. */
void page_send_keyboard(struct page *p, bool has);

/* Scrolls to a position within the page's bounds; true if it moved. */
bool page_scroll_to(struct page *p, int x, int y, int width, int height);

/* The page that a surface of a renderer belongs to, or NULL. */
struct page *page_of_surface(uint32_t surface);

struct page *pages_first(void);

/* The embed whose plugin paints this surface, or NULL. */
struct embed *embed_of_surface(uint32_t surface);

/* Messages of the page's renderer (from_renderer.c), already claimed. */
void page_on_fetch_start(struct page *p, const struct msg_fetch_start *m);
void page_on_fetch_cancel(struct page *p, const struct msg_fetch_cancel *m);
bool page_on_embed_create(struct page *p, const struct msg_embed_create *m,
                          const char **why);
bool page_on_embed_place(struct page *p, const struct msg_embed_place *m,
                         const char **why);

/* Once, before all others; folder: where the plugins' shared objects are. */
void embeds_open(struct loop *l, const char *folder);

/* Starts a dead plugin or frame anew. */
void embed_reload(struct embed *e);
void embeds_destroy(struct page *p);
void embeds_send_views(struct page *p); /* shown or hidden */
void embeds_commit(struct page *p);     /* the page committed: places are new */

/* Whether all plugins with a place on the page that are not dead have painted.
 * Frames are frames.h's. */
bool embeds_are_painted(const struct page *p);

/* Starts the spare renderer if there is none. */
void page_keep_spare(void);

#endif
