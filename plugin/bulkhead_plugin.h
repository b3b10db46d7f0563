/*
 * bulkhead_plugin.h - the interface between bulkhead and a plugin: all that a
 * plugin's author needs.
 *
 * Process: plugin.
 *
 * A plugin is a shared object NAME.so with one visible function,
 * bulkhead_plugin_entry.  It is loaded into a process of its own that has no
 * files, no network, no threads and no display, only memory, a clock and what
 * this header offers; a system call outside of that ends the process and
 * nothing else.  In particular there is no open, no stdio on files, no
 * pthread_create, no localtime; malloc, string and mathematical functions work.
 *
 * One instance is made for each embed on a page.  All calls come from one
 * thread, and none may take long: while one runs, its page's embed neither
 * paints nor answers.  Strings are UTF-8 with a NUL; everything handed to a
 * function is borrowed until it returns.  What comes from the page (params,
 * url, stream, sizes) is hostile: expect anything.
 *
 * This header is C89 but for <stdint.h>, and usable from C++.
 */
#ifndef BULKHEAD_PLUGIN_H
#define BULKHEAD_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface.  New functions are appended to the structs,
 * and are only looked for in plugins that say they know them (size below); a
 * change to what is here counts the version up. */
#define BULKHEAD_PLUGIN_ABI 1

/* Shapes for set_cursor. */
enum bulkhead_cursor {
    BULKHEAD_CURSOR_ARROW,
    BULKHEAD_CURSOR_HAND,
    BULKHEAD_CURSOR_TEXT,
    BULKHEAD_CURSOR_WAIT,
    BULKHEAD_CURSOR_CROSSHAIR
};

enum bulkhead_pointer_action {
    BULKHEAD_POINTER_MOVE,
    BULKHEAD_POINTER_DOWN,
    BULKHEAD_POINTER_UP,
    BULKHEAD_POINTER_LEAVE
};

enum bulkhead_button {
    BULKHEAD_BUTTON_NONE,
    BULKHEAD_BUTTON_LEFT,
    BULKHEAD_BUTTON_MIDDLE,
    BULKHEAD_BUTTON_RIGHT
};

/* Bits of modifiers. */
enum bulkhead_modifier {
    BULKHEAD_SHIFT = 1,
    BULKHEAD_CONTROL = 2,
    BULKHEAD_ALT = 4,
    BULKHEAD_SUPER = 8
};

/* The mouse.  x and y are pixels of the surface and may lie outside of it
 * while a button is held. */
struct bulkhead_pointer {
    int32_t action; /* enum bulkhead_pointer_action */
    int32_t button; /* enum bulkhead_button: which went down or up */
    int32_t x, y;
    uint32_t modifiers;
    uint32_t clicks; /* 1, 2, 3 of a multiple click; with DOWN */
};

/* A key as SDL2's key codes have it: the character for keys that have one
 * (lower case), 0x40000000 | scan code for others. */
struct bulkhead_key {
    uint32_t code;
    uint32_t modifiers;
    int32_t down; /* 1: pressed or repeated, 0: released */
};

/* Half open: x <= pixel < x + width.  Empty if width or height is 0. */
struct bulkhead_rect {
    int32_t x, y, width, height;
};

/* Memory to paint into.  A pixel is 0xAARRGGBB in a word of the machine, its
 * colours multiplied by its alpha; a row begins every stride bytes.  The
 * memory keeps what was painted before, zero (transparent) after a resize. */
struct bulkhead_picture {
    uint32_t *pixels;
    size_t stride;
    int32_t width, height; /* 1 to 8192 */
};

/* What the process does for a plugin.  instance is the handle given to
 * create, never the plugin's own pointer. */
struct bulkhead_host {
    size_t size; /* of this struct, as the host knows it */

    /* A line for the browser's log; rate-limited. */
    void (*log)(void *instance, const char *text);

    /* Wants tick and paint to be called once, after_ms from now or later; the
     * earliest of several requests counts.  0: as soon as the screen can take
     * another frame.  Nothing is called while the surface cannot be seen; the
     * request waits. */
    void (*request_frame)(void *instance, uint32_t after_ms);

    /* Shape of the mouse pointer over the surface; a bulkhead_cursor. */
    void (*set_cursor)(void *instance, int32_t cursor);

    /* Milliseconds of a clock that only goes forward. */
    uint64_t (*now_ms)(void *instance);

    /* Says something to the browser: at most 1024 bytes, 100 times a second.
     * Only for the plugin of about:ipc, which is the browser's own; the process
     * of any other is ended for it. */
    void (*post)(void *instance, const char *text);
};

/* How an instance is to begin. */
struct bulkhead_begin {
    size_t size;        /* of this struct, as the host knows it */
    const char *mime;   /* the embed's type */
    const char *url;    /* where its content comes from; "" without content,
                           then no stream function will be called */
    const char *params; /* the embed's attributes: lines "name=value" */
    int32_t width, height;
};

/* What a plugin does.  Functions may be NULL except create, destroy, paint. */
struct bulkhead_plugin {
    uint32_t abi; /* BULKHEAD_PLUGIN_ABI */
    size_t size;  /* sizeof (struct bulkhead_plugin), as compiled */
    const char *title;

    /* A new instance, or NULL when there can be none.  host and handle stay
     * valid until destroy.  A first frame is requested by the host. */
    void *(*create)(const struct bulkhead_host *host, void *handle,
                    const struct bulkhead_begin *begin);
    void (*destroy)(void *instance);

    /* Paints what changed since the last call, and says where: everything
     * that differs must lie within damage, which is empty on entry. */
    void (*paint)(void *instance, const struct bulkhead_picture *picture,
                  struct bulkhead_rect *damage);

    /* Time passes; called before paint, with the clock of now_ms. */
    void (*tick)(void *instance, uint64_t now_ms);

    /* The surface has another size.  The picture is transparent now, and a
     * frame is requested by the host. */
    void (*resize)(void *instance, int32_t width, int32_t height);

    void (*pointer)(void *instance, const struct bulkhead_pointer *event);
    void (*key)(void *instance, const struct bulkhead_key *event);
    void (*text)(void *instance, const char *text);
    void (*focus)(void *instance, int32_t focused);

    /* The content: any number of pieces, then one end; ok is 1 when it
     * arrived whole.  After an end with ok 0, pieces already given stand. */
    void (*stream_data)(void *instance, const uint8_t *data, size_t size);
    void (*stream_end)(void *instance, int32_t ok);

    /* The mouse wheel, at pixels of the surface; dy < 0 is away from the
     * person.  Only a plugin of the browser's own pages gets it: elsewhere it
     * scrolls the page. */
    void (*wheel)(void *instance, int32_t x, int32_t y, int32_t dx,
                  int32_t dy);
};

/* The one function to define.  abi is the host's version; answer NULL if the
 * plugin cannot live with it.  The struct must stay valid for ever. */
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
const struct bulkhead_plugin *
bulkhead_plugin_entry(uint32_t abi);

#ifdef __cplusplus
}
#endif

#endif
