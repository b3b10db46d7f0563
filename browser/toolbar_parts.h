/*
 * toolbar_parts.h - what the files of the toolbar share: state, layout,
 * colours.
 *
 * Process: browser.  Private to toolbar.c, toolbar_paint.c, toolbar_field.c
 * and tabstrip.c.
 */
#ifndef BULKHEAD_TOOLBAR_PARTS_H
#define BULKHEAD_TOOLBAR_PARTS_H

#include "address.h"
#include "canvas.h"
#include "icons.h"
#include "toolbar.h"

#define COLOUR_STRIP 0xFFDCE3ED
#define COLOUR_BAR 0xFFFFFFFF
#define COLOUR_FIELD 0xFFEFF2F7
#define COLOUR_FIELD_HOT 0xFFE7EBF2
#define COLOUR_INK 0xFF1C2331
#define COLOUR_SOFT 0xFF566072
#define COLOUR_FAINT 0xFFAEB6C3
#define COLOUR_ACCENT 0xFF1A5FC8
#define COLOUR_SELECTION 0xFFB5D2FC
#define COLOUR_EDGE 0xFFD3D9E3
#define COLOUR_HOT 0x14203050
#define COLOUR_PRESSED 0x24203050
#define COLOUR_WARN 0xFFB06000
#define COLOUR_ALARM 0xFFB3261E
#define COLOUR_GOLD 0xFFE2A100
#define COLOUR_NOTICE 0xFFFFF4D6
#define COLOUR_NOTICE_EDGE 0xFFEEDCA8

enum {
    STRIP_HEIGHT = 40,
    BAR_HEIGHT = 44,
    TAB_TOP = 6,
    TAB_MOST = 232, /* width of a tab with room to spare */
    TAB_LEAST = 40, /* below this the strip scrolls */
    LABEL_SIZE = 13,
    NOTICE_LINE = 18,
    NOTICE_LINES = 4,
    ANSWER_WIDTH = 88,
    ANSWER_HEIGHT = 28,
    ANSWERS_BELOW = 480, /* in a narrower window they stand below the text */
    BLINK = 530,         /* ms */
    SPIN = 60            /* ms */
};

enum part {
    PART_NONE,
    PART_TAB,
    PART_TAB_CLOSE,
    PART_NEW_TAB,
    PART_SCROLL_LEFT,
    PART_SCROLL_RIGHT,
    PART_BACK,
    PART_FORWARD,
    PART_RELOAD,
    PART_FIELD,
    PART_STAR,
    PART_ZOOM,
    PART_NOTICE,
    PART_NOTICE_CLOSE,
    PART_WAIT,
    PART_STOP
};

struct tab {
    char *title;
    bool loading, dead, unresponsive;
};

struct toolbar {
    struct loop *loop;
    const struct toolbar_events *events;
    void *owner;

    /* Copies of what toolbar_show gave. */
    struct tab *tabs;
    int tab_count, active;
    char *url, *notice;
    bool asking; /* the notice is a question */
    const char *answers[2];
    enum security security;
    bool can_back, can_forward, loading, bookmarked;
    int zoom;
    float progress;

    bool finding; /* the field takes a text to find, not an address */
    char *wanted; /* the text last looked for */
    unsigned found_shown, found_places;

    struct address address;
    bool focused, dragging, select_on_release;
    bool just_focused; /* by toolbar_focus_address, not yet painted */
    int drag_x;
    float scroll;      /* pixels of the text left of the field */
    struct rect caret; /* where it was painted */
    bool caret_on;
    struct loop_timer *blink, *spin;
    int turn;

    int strip_scroll; /* pixels of tabs left of the strip */
    bool follow;      /* bring the active tab into view */
    enum part hot, pressed;
    int hot_index, pressed_index;

    struct rect damage;
    struct pixels kept; /* the toolbar as last painted */
};

/* Where everything is at a width. */
struct layout {
    struct rect tabs; /* the part of the strip that shows tabs */
    struct rect scroll_left, scroll_right, new_tab;
    struct rect back, forward, reload;
    struct rect field, chip, text, zoom, star; /* all but field inside it */
    struct rect notice, notice_close;          /* empty without a notice */
    struct rect wait, stop;                    /* of a question, else empty */
    bool overflow;                             /* the tabs do not fit */
    bool chip_label;
};

struct layout toolbar_layout(const struct toolbar *t, int width);
int toolbar_notice_height(const struct toolbar *t, int width);
int toolbar_notice_text_width(const struct toolbar *t, int width);
void toolbar_add_damage(struct toolbar *t, struct rect r);

/* The words beside the security icon ("" for none) and their colour. */
const char *toolbar_chip_label(enum security security);

/* tabstrip.c */
void tabstrip_layout(const struct toolbar *t, int width, struct layout *l);
struct rect tabstrip_tab(const struct toolbar *t, const struct layout *l,
                         int index);
struct rect tabstrip_close(const struct toolbar *t, const struct layout *l,
                           int index); /* empty: too narrow for one */
struct rect tabstrip_spinner(const struct toolbar *t, const struct layout *l,
                             int index);
void tabstrip_follow(struct toolbar *t, const struct layout *l);
void tabstrip_scroll(struct toolbar *t, const struct layout *l, int by);
enum part tabstrip_hit(const struct toolbar *t, const struct layout *l, int x,
                       int y, int *index);
void tabstrip_paint(struct toolbar *t, const struct layout *l, struct canvas *c,
                    struct rect damage);

/* toolbar_field.c */
void field_paint(struct toolbar *t, const struct layout *l, struct canvas *c);
void field_down(struct toolbar *t, const struct layout *l, int button, int x,
                unsigned modifiers, int clicks);
void field_drag(struct toolbar *t, const struct layout *l, int x);
void field_up(struct toolbar *t, int x);
void field_focus(struct toolbar *t);
void field_blur(struct toolbar *t);
void field_changed(struct toolbar *t); /* text or caret: paint, blink anew */
void field_find(struct toolbar *t, int how); /* tells what is wanted */
bool field_key(struct toolbar *t, uint32_t code, unsigned modifiers);

/* toolbar_paint.c */
void toolbar_paint_bar(struct toolbar *t, const struct layout *l,
                       struct canvas *c, int width);
void toolbar_paint_notice(struct toolbar *t, const struct layout *l,
                          struct canvas *c);
struct rect toolbar_progress_rect(int width);

#endif
