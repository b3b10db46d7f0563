/*
 * display.c - where the picture goes: the browser's X11 window, or memory.
 *
 * Process: gpu.  Distrusts: nothing.
 */
#include "display.h"
#include "child.h"
#include "log.h"

#include <SDL2/SDL.h>
#include <SDL2/SDL_syswm.h>
#include <X11/Xlib.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { GL_RENDERER_NAME = 0x1F01 };

/* The number behind "name=" in the argument, or 0. */
static unsigned long
option_number(const char *argument, const char *name)
{
    size_t size = strlen(name);

    for (const char *at = argument; (at = strstr(at, name)) != NULL; at += size)
        if ((at == argument || at[-1] == ' ') && at[size] == '=')
            return strtoul(at + size + 1, NULL, 0);
    return 0;
}

static void
set_hints(bool hardware)
{
    static const char *const hints[][2] = {
        {SDL_HINT_VIDEODRIVER, "x11"},
        {SDL_HINT_NO_SIGNAL_HANDLERS, "1"},
        {SDL_HINT_VIDEO_X11_NET_WM_PING, "0"},
        /* The window surface must not be a texture in disguise. */
        {SDL_HINT_FRAMEBUFFER_ACCELERATION, "0"},
        {SDL_HINT_RENDER_BATCHING, "1"},
        {SDL_HINT_RENDER_SCALE_QUALITY, "0"},
        /* Where a driver has no vsync SDL sleeps instead, by a system call
         * that is not there after lock-down. */
        {SDL_HINT_RENDER_VSYNC, "0"},
    };

    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        SDL_SetHint(hints[i][0], hints[i][1]);
    SDL_SetHint(SDL_HINT_VIDEO_FOREIGN_WINDOW_OPENGL, hardware ? "1" : "0");
    SDL_SetHint(SDL_HINT_RENDER_DRIVER, hardware ? "opengl" : "software");
    /* Mesa's cache on disk is files and a thread; input methods and D-Bus are
     * further connections.  None is wanted in here. */
    setenv("MESA_SHADER_CACHE_DISABLE", "true", 1);
    setenv("MESA_GLSL_CACHE_DISABLE", "true", 1);
    setenv("XMODIFIERS", "@im=none", 1);
    unsetenv("SDL_IM_MODULE");
    unsetenv("DBUS_SESSION_BUS_ADDRESS");
}

static void
describe(struct display *d)
{
    const unsigned char *(*get_string)(unsigned) = NULL;
    const unsigned char *gl = NULL;
    SDL_RendererInfo info;
    void *symbol;

    if (SDL_GetRendererInfo(d->renderer, &info) < 0)
        return;
    d->accelerated = (info.flags & SDL_RENDERER_ACCELERATED) != 0;
    if (d->accelerated) {
        symbol = SDL_GL_GetProcAddress("glGetString");
        memcpy(&get_string, &symbol, sizeof symbol);
        if (get_string != NULL)
            gl = get_string(GL_RENDERER_NAME);
    }
    if (gl == NULL)
        snprintf(d->name, sizeof d->name, "%s", info.name);
    else
        snprintf(d->name, sizeof d->name, "%s, %.400s", info.name,
                 (const char *)gl);
}

/* SDL asks for no events of a window it did not make. */
static bool
listen_to_window(struct display *d)
{
    SDL_SysWMinfo info;

    SDL_VERSION(&info.version);
    if (!SDL_GetWindowWMInfo(d->window, &info) ||
        info.subsystem != SDL_SYSWM_X11) {
        log_error("the window is not one of X11: %s", SDL_GetError());
        return false;
    }
    XSelectInput(info.info.x11.display, info.info.x11.window,
                 ExposureMask | StructureNotifyMask);
    XFlush(info.info.x11.display);
    d->fd = ConnectionNumber(info.info.x11.display);
    return true;
}

/* The browser makes the window while this process connects to the display. */
static uint64_t
wait_for_window(void)
{
    int pipe = child_take_descriptor();
    uint64_t window = 0;

    if (read(pipe, &window, sizeof window) != sizeof window)
        window = 0;
    close(pipe);
    return window;
}

static bool
open_window(struct display *d, bool hardware)
{
    uint64_t window;

    set_hints(hardware);
    if (SDL_Init(SDL_INIT_VIDEO) < 0) {
        log_error("no display: %s", SDL_GetError());
        return false;
    }
    window = wait_for_window();
    d->window = SDL_CreateWindowFrom((const void *)(uintptr_t)window);
    if (d->window == NULL) {
        log_error("cannot draw in window 0x%llx: %s",
                  (unsigned long long)window, SDL_GetError());
        return false;
    }
    d->renderer = SDL_CreateRenderer(d->window, -1,
                                     hardware ? (Uint32)SDL_RENDERER_ACCELERATED
                                              : (Uint32)SDL_RENDERER_SOFTWARE);
    if (d->renderer == NULL) {
        log_error("no %s renderer: %s", hardware ? "hardware" : "software",
                  SDL_GetError());
        return false;
    }
    return listen_to_window(d);
}

bool
display_open(struct display *d, const char *argument)
{
    unsigned long width = option_number(argument, "width");
    unsigned long height = option_number(argument, "height");
    bool hardware = strstr(argument, "renderer=hardware") != NULL;

    *d = (struct display){.fd = -1};
    if (strncmp(argument, "window ", 7) == 0) {
        if (!open_window(d, hardware))
            goto failed;
    } else if (strncmp(argument, "headless", 8) == 0) {
        if (width == 0 || width > MAX_WINDOW)
            width = 1280;
        if (height == 0 || height > MAX_WINDOW)
            height = 800;
        if (!display_resize(d, (int)width, (int)height))
            goto failed;
    } else {
        log_error("neither window nor headless in '%s'", argument);
        return false;
    }
    describe(d);
    return true;

failed:
    display_close(d);
    return false;
}

void
display_close(struct display *d)
{
    if (d->renderer != NULL)
        SDL_DestroyRenderer(d->renderer);
    SDL_FreeSurface(d->picture);
    if (d->window != NULL)
        SDL_DestroyWindow(d->window);
    *d = (struct display){.fd = -1};
}

void
display_size(const struct display *d, int *width, int *height)
{
    if (SDL_GetRendererOutputSize(d->renderer, width, height) < 0)
        *width = *height = 0;
}

bool
display_fits(const struct display *d, int width, int height)
{
    return d->picture == NULL ||
           (d->picture->w == width && d->picture->h == height);
}

bool
display_resize(struct display *d, int width, int height)
{
    SDL_Surface *picture = SDL_CreateRGBSurfaceWithFormat(
        0, width, height, 32, SDL_PIXELFORMAT_ARGB8888);
    SDL_Renderer *renderer = NULL;

    if (picture != NULL)
        renderer = SDL_CreateSoftwareRenderer(picture);
    if (renderer == NULL) {
        log_error("no picture of %d x %d: %s", width, height, SDL_GetError());
        SDL_FreeSurface(picture);
        return false;
    }
    if (d->renderer != NULL)
        SDL_DestroyRenderer(d->renderer);
    SDL_FreeSurface(d->picture);
    d->picture = picture;
    d->renderer = renderer;
    return true;
}

void
display_present(struct display *d)
{
    SDL_RenderPresent(d->renderer);
}

bool
display_pump(struct display *d, bool *lost)
{
    SDL_Event event;
    bool redraw = false;

    *lost = false;
    if (d->window == NULL)
        return false;
    while (SDL_PollEvent(&event) > 0) {
        if (event.type == SDL_WINDOWEVENT)
            redraw |= event.window.event == SDL_WINDOWEVENT_EXPOSED ||
                      event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED;
        else if (event.type == SDL_RENDER_DEVICE_RESET)
            redraw = *lost = true;
    }
    return redraw;
}

bool
display_read(struct display *d, void *pixels, int width, int height)
{
    SDL_Rect area = {0, 0, width, height};
    int w, h;

    display_size(d, &w, &h);
    area.w = w < width ? w : width;
    area.h = h < height ? h : height;
    if (area.w <= 0 || area.h <= 0)
        return true;
    if (SDL_RenderReadPixels(d->renderer, &area, SDL_PIXELFORMAT_ARGB8888,
                             pixels, width * 4) < 0) {
        log_warn("cannot read the picture back: %s", SDL_GetError());
        return false;
    }
    /* What alpha a window's memory holds depends on its visual. */
    for (int y = 0; y < area.h; y++) {
        uint32_t *row = (uint32_t *)pixels + (size_t)y * (size_t)width;

        for (int x = 0; x < area.w; x++)
            row[x] |= 0xFF000000U;
    }
    return true;
}
