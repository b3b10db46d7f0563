/*
 * toolbar.h - tab strip, buttons, address bar: what they look like and what a
 * person does with them.
 *
 * Process: browser.  Distrusts: titles and addresses of pages, which are only
 * ever drawn, cut to fit, with control and bidi-override characters removed.
 *
 * Paints into plain memory; compositor.c brings it to the gpu as a surface
 * like any other.
 */
#ifndef BULKHEAD_TOOLBAR_H
#define BULKHEAD_TOOLBAR_H

#include "keys.h"
#include "loop.h"
#include "pixels.h"
#include "rect.h"

enum security {
    SECURITY_NONE,
    SECURITY_SECURE,
    SECURITY_INSECURE,
    SECURITY_LOCAL,
    SECURITY_INTERNAL,
    SECURITY_ERROR
};

struct toolbar_tab {
    const char *title; /* UTF-8; borrowed until the next toolbar_show */
    bool loading, dead, unresponsive;
};

/* All the toolbar shows; borrowed until the next toolbar_show. */
struct toolbar_state {
    const struct toolbar_tab *tabs;
    int tab_count, active;
    const char *url; /* of the active tab, as committed */
    enum security security;
    bool can_back, can_forward, loading, bookmarked;
    int zoom;             /* per cent */
    float progress;       /* 0..1 of the load, or < 0: unknown */
    const char *notice;   /* a line below the bar (sandbox layers missing, gpu
                             fell back), or "" */
    const char *question; /* with two buttons, in the notice's place; or NULL */
    const char *answers[2]; /* on the buttons: the cautious and the other one;
                               they last as long as the program */
};

struct toolbar_events {
    void (*command)(void *owner, enum command command);
    void (*select_tab)(void *owner, int index);
    void (*close_tab)(void *owner, int index);
    /* Text a person entered in the address bar; new_tab with Alt+Return. */
    void (*enter)(void *owner, const char *text, bool new_tab);
    /* Best completion of what was typed, or NULL; borrowed until the next
     * call. */
    const char *(*complete)(void *owner, const char *text);
    /* A text to find in the page, or (FIND_) the next or previous place of it;
     * "" when finding ends. */
    void (*find)(void *owner, const char *text, int how);
    void (*dismiss_notice)(void *owner);
    /* The question's cautious answer, or the other. */
    void (*answer)(void *owner, bool other);
    /* Something changed: paint again soon (caret, hover, typing). */
    void (*changed)(void *owner);
};

struct toolbar;

struct toolbar *toolbar_create(struct loop *l,
                               const struct toolbar_events *events,
                               void *owner);
void toolbar_destroy(struct toolbar *t);

/* Takes over the state; keeps the address a person is editing. */
void toolbar_show(struct toolbar *t, const struct toolbar_state *state);

/* Height in pixels at this width (tab strip, bar, notice if any). */
int toolbar_height(const struct toolbar *t, int width);

/* Paints all of it; pixels->height is toolbar_height.  Returns the damage
 * since the last call with the same size. */
struct rect toolbar_paint(struct toolbar *t, struct pixels *pixels);

/* Input.  pointer: window pixels; true if it was over the toolbar or belongs
 * to a drag that began there.  key and text: true if the address bar has the
 * focus and used it. */
bool toolbar_pointer(struct toolbar *t, int action, int button, int x, int y,
                     unsigned modifiers, int clicks);
bool toolbar_key(struct toolbar *t, uint32_t code, unsigned modifiers);
bool toolbar_text(struct toolbar *t, const char *utf8);

/* Focuses the address bar and selects its text (Ctrl+L), or leaves it. */
void toolbar_focus_address(struct toolbar *t);
/* Ctrl+F: the field takes a text to find until it is left.  step (FIND_NEXT,
 * FIND_PREVIOUS): asks for that place of the last text at once, if there is
 * one. */
void toolbar_find(struct toolbar *t);
void toolbar_find_step(struct toolbar *t, int how);

/* What was found: which place is shown (from 1; 0: none), of how many. */
void toolbar_found(struct toolbar *t, unsigned shown, unsigned places);
void toolbar_blur(struct toolbar *t);
bool toolbar_has_focus(const struct toolbar *t);

/* The pointer shape over the toolbar: CURSOR_. */
int toolbar_cursor(const struct toolbar *t);

#endif
