/*
 * window.c - the browser's window: SDL2 video, input, clipboard, cursor.
 *
 * Process: browser.  Distrusts: nothing but the size of what other programs
 * put into the clipboard.
 *
 * The window is made without OpenGL, which would cost 70 ms here; the gpu
 * process attaches to it by its number, and Mesa's default visual will do.
 */
#include "window.h"
#include "keys.h"
#include "limits.h"
#include "log.h"
#include "utf8.h"

#include <SDL.h>
#include <SDL_syswm.h>

#include <stdlib.h>

_Static_assert((int)KEY_RETURN == (int)SDLK_RETURN, "return");
_Static_assert((int)KEY_ESCAPE == (int)SDLK_ESCAPE, "escape");
_Static_assert((int)KEY_BACKSPACE == (int)SDLK_BACKSPACE, "backspace");
_Static_assert((int)KEY_TAB == (int)SDLK_TAB, "tab");
_Static_assert((int)KEY_SPACE == (int)SDLK_SPACE, "space");
_Static_assert((int)KEY_DELETE == (int)SDLK_DELETE, "delete");
_Static_assert((int)KEY_F4 == (int)SDLK_F4, "f4");
_Static_assert((int)KEY_F5 == (int)SDLK_F5, "f5");
_Static_assert((int)KEY_F6 == (int)SDLK_F6, "f6");
_Static_assert((int)KEY_F12 == (int)SDLK_F12, "f12");
_Static_assert((int)KEY_INSERT == (int)SDLK_INSERT, "insert");
_Static_assert((int)KEY_HOME == (int)SDLK_HOME, "home");
_Static_assert((int)KEY_PAGE_UP == (int)SDLK_PAGEUP, "page up");
_Static_assert((int)KEY_END == (int)SDLK_END, "end");
_Static_assert((int)KEY_PAGE_DOWN == (int)SDLK_PAGEDOWN, "page down");
_Static_assert((int)KEY_RIGHT == (int)SDLK_RIGHT, "right");
_Static_assert((int)KEY_LEFT == (int)SDLK_LEFT, "left");
_Static_assert((int)KEY_DOWN == (int)SDLK_DOWN, "down");
_Static_assert((int)KEY_UP == (int)SDLK_UP, "up");
_Static_assert((int)KEY_KEYPAD_ENTER == (int)SDLK_KP_ENTER, "keypad enter");
_Static_assert((int)KEY_KEYPAD_MINUS == (int)SDLK_KP_MINUS, "keypad minus");
_Static_assert((int)KEY_KEYPAD_PLUS == (int)SDLK_KP_PLUS, "keypad plus");
_Static_assert((int)KEY_KEYPAD_0 == (int)SDLK_KP_0, "keypad 0");

enum { LEAST_WIDTH = 320, LEAST_HEIGHT = 240 };

static struct {
    SDL_Window *sdl;
    uint64_t number;
    const struct window_events *events;
    void *owner;
    struct loop_watch *watch;
    bool hooked;
    int width, height, cursor;
    SDL_Cursor *cursors[CURSOR];
    bool moved; /* a pointer move waits to be told */
    int x, y;
    bool lost;           /* somebody destroyed the window */
    char *own_clipboard; /* stands in when there is no window */
} window;

static unsigned
modifiers_of(SDL_Keymod mod)
{
    /* AltGr makes characters and is no modifier. */
    unsigned alt = mod & KMOD_MODE ? KMOD_LALT : KMOD_ALT;

    return (mod & KMOD_SHIFT ? MODIFIER_SHIFT : 0u) |
           (mod & KMOD_CTRL ? MODIFIER_CTRL : 0u) |
           (mod & alt ? MODIFIER_ALT : 0u) |
           (mod & KMOD_GUI ? MODIFIER_META : 0u);
}

static unsigned
modifiers_now(void)
{
    return modifiers_of(SDL_GetModState());
}

/* A queue of pointer moves is told as its last. */
static void
tell_move(void)
{
    if (!window.moved)
        return;
    window.moved = false;
    window.events->pointer(window.owner, POINTER_MOVE, BUTTON_NONE, window.x,
                           window.y, modifiers_now(), 0);
}

static void
tell_resize(int width, int height)
{
    if (width == window.width && height == window.height)
        return;
    window.width = width;
    window.height = height;
    window.events->resized(window.owner, width, height);
}

static void
tell_window(const SDL_WindowEvent *e)
{
    switch (e->event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        tell_resize(e->data1, e->data2);
        break;
    case SDL_WINDOWEVENT_EXPOSED:
        window.events->exposed(window.owner);
        break;
    case SDL_WINDOWEVENT_CLOSE:
        window.events->closed(window.owner);
        break;
    case SDL_WINDOWEVENT_FOCUS_GAINED:
    case SDL_WINDOWEVENT_FOCUS_LOST:
        window.events->focused(window.owner,
                               e->event == SDL_WINDOWEVENT_FOCUS_GAINED);
        break;
    case SDL_WINDOWEVENT_LEAVE:
        window.events->pointer(window.owner, POINTER_LEAVE, BUTTON_NONE, -1, -1,
                               modifiers_now(), 0);
        break;
    }
}

static void
tell_button(const SDL_MouseButtonEvent *e)
{
    int button = e->button == SDL_BUTTON_LEFT     ? BUTTON_LEFT
                 : e->button == SDL_BUTTON_MIDDLE ? BUTTON_MIDDLE
                 : e->button == SDL_BUTTON_RIGHT  ? BUTTON_RIGHT
                                                  : BUTTON_NONE;
    bool down = e->type == SDL_MOUSEBUTTONDOWN;

    if (button != BUTTON_NONE) {
        window.events->pointer(window.owner, down ? POINTER_DOWN : POINTER_UP,
                               button, e->x, e->y, modifiers_now(),
                               e->clicks < 3 ? e->clicks : 3);
    } else if (e->button == SDL_BUTTON_X1 || e->button == SDL_BUTTON_X2) {
        /* The side buttons are back and forward, like their keys. */
        window.events->key(window.owner,
                           e->button == SDL_BUTTON_X1 ? KEY_LEFT : KEY_RIGHT,
                           MODIFIER_ALT, down);
    }
}

static void
tell_wheel(const SDL_MouseWheelEvent *e)
{
    float dx = e->preciseX, dy = -e->preciseY;
    unsigned modifiers = modifiers_now();
    int x, y;

    if (e->direction == SDL_MOUSEWHEEL_FLIPPED) {
        dx = -dx;
        dy = -dy;
    }
    if ((modifiers & MODIFIER_SHIFT) && dx > -0.01f && dx < 0.01f) {
        dx = dy;
        dy = 0;
    }
    SDL_GetMouseState(&x, &y);
    window.events->wheel(window.owner, dx, dy, x, y, modifiers);
}

static void
tell_key(const SDL_KeyboardEvent *e)
{
    unsigned modifiers = modifiers_of((SDL_Keymod)e->keysym.mod);
    uint32_t code = (uint32_t)e->keysym.sym;
    SDL_Scancode place = e->keysym.scancode;

    /* On a layout without Latin letters a shortcut goes by the key's place. */
    if (code > 0x7F && (code & KEY_SCANCODE) == 0 &&
        (modifiers & (MODIFIER_CTRL | MODIFIER_ALT)) != 0 &&
        place >= SDL_SCANCODE_A && place <= SDL_SCANCODE_Z)
        code = 'a' + (uint32_t)(place - SDL_SCANCODE_A);
    window.events->key(window.owner, code, modifiers, e->type == SDL_KEYDOWN);
}

static void
tell(const SDL_Event *e)
{
    switch (e->type) {
    case SDL_WINDOWEVENT:
        tell_window(&e->window);
        break;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        tell_button(&e->button);
        break;
    case SDL_MOUSEWHEEL:
        tell_wheel(&e->wheel);
        break;
    case SDL_KEYDOWN:
    case SDL_KEYUP:
        tell_key(&e->key);
        break;
    case SDL_TEXTINPUT:
        /* X gives a text for Alt+D too; that is a command, not a letter. */
        if ((modifiers_now() &
             (MODIFIER_CTRL | MODIFIER_ALT | MODIFIER_META)) == 0)
            window.events->text(window.owner, e->text.text);
        break;
    }
}

/* Xlib's own handler would end the browser, and with it all pages, as soon as
 * another X client (the gpu process is one) destroys the window. */
static int
x_error(Display *display, XErrorEvent *e)
{
    (void)display;
    if (e->error_code == BadWindow && e->resourceid == window.number)
        window.lost = true;
    log_warn("X error %d of request %d.%d", e->error_code, e->request_code,
             e->minor_code);
    return 0;
}

static void
drain(void *data)
{
    struct loop *l = data;
    SDL_Event e;

    if (window.lost && window.sdl != NULL) {
        window.lost = false;
        log_error("the window was destroyed");
        window.events->closed(window.owner);
    }
    while (window.sdl != NULL && SDL_PollEvent(&e)) {
        loop_go_round(l); /* to be painted; and SDL may have read more */
        if (e.type == SDL_MOUSEMOTION) {
            window.moved = true;
            window.x = e.motion.x;
            window.y = e.motion.y;
            continue;
        }
        tell_move();
        tell(&e);
    }
    if (window.sdl != NULL)
        tell_move();
}

static void
readable(void *data, int events)
{
    (void)data;
    (void)events; /* the hook before the next sleep drains the queue */
}

static void
set_hints(void)
{
    /* Under Wayland through XWayland: native Wayland has no foreign windows,
     * which the gpu process needs. */
    setenv("SDL_VIDEODRIVER", "x11", 0);
    setenv("SDL_VIDEO_X11_WMCLASS", "bulkhead", 1);
    /* Without a session bus libdbus would start one, which takes long. */
    setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 0);
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
    SDL_SetHint(SDL_HINT_QUIT_ON_LAST_WINDOW_CLOSE, "0");
}

/* The number, and the two attributes against flicker: no background is
 * painted, and old pixels stay where they are when the window grows. */
static bool
reach_x(struct loop *l)
{
    SDL_SysWMinfo info;
    XSetWindowAttributes attributes = {0};

    SDL_VERSION(&info.version);
    if (!SDL_GetWindowWMInfo(window.sdl, &info)) {
        log_error("the window has no number: %s", SDL_GetError());
        return false;
    }
    if (info.subsystem != SDL_SYSWM_X11) {
        log_error("SDL's driver %s is not x11", SDL_GetCurrentVideoDriver());
        return false;
    }
    window.number = info.info.x11.window;
    window.lost = false;
    XSetErrorHandler(x_error);
    attributes.background_pixmap = None;
    attributes.bit_gravity = NorthWestGravity;
    XChangeWindowAttributes(info.info.x11.display, info.info.x11.window,
                            CWBackPixmap | CWBitGravity, &attributes);
    XFlush(info.info.x11.display);
    window.watch = loop_watch(l, ConnectionNumber(info.info.x11.display),
                              LOOP_READ, readable, NULL);
    return true;
}

bool
window_open(struct loop *l, int width, int height,
            const struct window_events *events, void *owner)
{
    set_hints();
    if (SDL_Init(SDL_INIT_VIDEO) != 0) {
        log_error("no display: %s", SDL_GetError());
        return false;
    }
    window.events = events;
    window.owner = owner;
    window.cursor = CURSOR_ARROW;
    window.sdl = SDL_CreateWindow("bulkhead", SDL_WINDOWPOS_UNDEFINED,
                                  SDL_WINDOWPOS_UNDEFINED, width, height,
                                  SDL_WINDOW_RESIZABLE);
    if (window.sdl == NULL) {
        log_error("no window: %s", SDL_GetError());
        window_close();
        return false;
    }
    SDL_SetWindowMinimumSize(window.sdl, LEAST_WIDTH, LEAST_HEIGHT);
    SDL_GetWindowSize(window.sdl, &window.width, &window.height);
    if (!reach_x(l)) {
        window_close();
        return false;
    }
    SDL_StartTextInput();
    if (!window.hooked)
        loop_before_sleep(l, drain, l);
    window.hooked = true;
    return true;
}

void
window_close(void)
{
    loop_unwatch(window.watch);
    window.watch = NULL;
    for (int i = 0; i < CURSOR; i++) {
        if (window.cursors[i] != NULL)
            SDL_FreeCursor(window.cursors[i]);
        window.cursors[i] = NULL;
    }
    if (window.sdl != NULL)
        SDL_DestroyWindow(window.sdl);
    window.sdl = NULL;
    window.number = 0;
    SDL_Quit();
    free(window.own_clipboard);
    window.own_clipboard = NULL;
}

uint64_t
window_number(void)
{
    return window.number;
}

void
window_size(int *width, int *height)
{
    *width = window.width;
    *height = window.height;
}

void
window_set_title(const char *title)
{
    if (window.sdl != NULL)
        SDL_SetWindowTitle(window.sdl, title);
}

void
window_set_cursor(int cursor)
{
    static const SDL_SystemCursor shapes[CURSOR] = {
        [CURSOR_ARROW] = SDL_SYSTEM_CURSOR_ARROW,
        [CURSOR_HAND] = SDL_SYSTEM_CURSOR_HAND,
        [CURSOR_TEXT] = SDL_SYSTEM_CURSOR_IBEAM,
        [CURSOR_WAIT] = SDL_SYSTEM_CURSOR_WAIT,
        [CURSOR_CROSSHAIR] = SDL_SYSTEM_CURSOR_CROSSHAIR,
    };

    if (window.sdl == NULL || cursor < 0 || cursor >= CURSOR ||
        cursor == window.cursor)
        return;
    if (window.cursors[cursor] == NULL)
        window.cursors[cursor] = SDL_CreateSystemCursor(shapes[cursor]);
    if (window.cursors[cursor] != NULL)
        SDL_SetCursor(window.cursors[cursor]);
    window.cursor = cursor;
}

/* Text of another program as clean UTF-8 of bounded size. */
static char *
clean_copy(const char *text)
{
    struct buf out = {0};

    if (text != NULL)
        utf8_add_clean(&out, utf8_prefix(span_of(text), MAX_URL));
    return (char *)(uintptr_t)buf_text(&out);
}

char *
window_clipboard_get(void)
{
    char *text, *copy;

    if (window.sdl == NULL)
        return clean_copy(window.own_clipboard);
    text = SDL_GetClipboardText();
    copy = clean_copy(text);
    SDL_free(text);
    return copy;
}

void
window_clipboard_set(const char *text)
{
    if (window.sdl != NULL) {
        SDL_SetClipboardText(text);
        return;
    }
    free(window.own_clipboard);
    window.own_clipboard = strdup(text);
}

void
window_primary_set(const char *text)
{
#if SDL_VERSION_ATLEAST(2, 26, 0)
    if (window.sdl != NULL)
        SDL_SetPrimarySelectionText(text);
#else
    (void)text;
#endif
}

char *
window_primary_get(void)
{
#if SDL_VERSION_ATLEAST(2, 26, 0)
    if (window.sdl != NULL) {
        char *text = SDL_GetPrimarySelectionText();
        char *copy = clean_copy(text);

        SDL_free(text);
        return copy;
    }
#endif
    return window_clipboard_get();
}
