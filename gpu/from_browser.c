/*
 * from_browser.c - what the gpu process does for each of the browser's
 * messages.
 *
 * Process: gpu.  Distrusts: pixels only.
 */
#include "gpu.h"
#include "child.h"
#include "log.h"

#include <errno.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static uint64_t
now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

void
gpu_redraw(struct gpu *g)
{
    if (compositor_draw(&g->compositor, &g->display, &g->textures))
        display_present(&g->display);
}

void
gpu_on_surface_open(struct gpu *g, const struct msg_surface_open *m)
{
    int fd = child_take_descriptor();
    struct tiles arena;

    if (fd < 0) {
        log_error("surface %u came without its memory", m->surface);
        return;
    }
    if (tiles_map(&arena, fd, m->slots, false))
        textures_open(&g->textures, m->surface, arena);
    close(fd);
}

void
gpu_on_surface_close(struct gpu *g, const struct msg_surface_close *m)
{
    textures_close(&g->textures, m->surface);
}

void
gpu_on_surface_tile(struct gpu *g, const struct msg_surface_tile *m)
{
    struct rect damage = {(int)m->x, (int)m->y, (int)m->width, (int)m->height};

    if (!textures_tile(&g->textures, m->surface, m->column, m->row, m->slot,
                       damage))
        log_warn("tile %u,%u of surface %u in slot %u is refused", m->column,
                 m->row, m->surface, m->slot);
}

void
gpu_on_surface_tile_gone(struct gpu *g, const struct msg_surface_tile_gone *m)
{
    textures_tile_gone(&g->textures, m->surface, m->column, m->row);
}

void
gpu_on_scene_begin(struct gpu *g, const struct msg_scene_begin *m)
{
    compositor_begin(&g->compositor, m->frame, (int)m->width, (int)m->height,
                     m->background);
}

void
gpu_on_scene_layer(struct gpu *g, const struct msg_scene_layer *m)
{
    struct scene_item item = {
        .area = {m->x, m->y, (int)m->width, (int)m->height},
        .surface = m->surface,
        .origin_x = m->origin_x,
        .origin_y = m->origin_y,
    };

    compositor_add(&g->compositor, item);
}

void
gpu_on_scene_solid(struct gpu *g, const struct msg_scene_solid *m)
{
    struct scene_item item = {
        .area = {m->x, m->y, (int)m->width, (int)m->height},
        .solid = true,
        .color = m->color,
    };

    compositor_add(&g->compositor, item);
}

void
gpu_on_scene_end(struct gpu *g, const struct msg_scene_end *m)
{
    uint64_t start = now_us();
    struct msg_presented answer = {.frame = m->frame};

    /* Answered in any case: the painters' slots depend on it. */
    if (compositor_end(&g->compositor, m->frame))
        gpu_redraw(g);
    answer.cost_us = (uint32_t)(now_us() - start);
    send_presented(child_browser(), &answer);
}

void
gpu_on_readback(struct gpu *g, const struct msg_readback *m)
{
    int fd = child_take_descriptor();
    size_t size = (size_t)m->width * m->height * 4;
    struct msg_readback_done answer = {.request = m->request};
    void *memory = MAP_FAILED;

    if (fd >= 0 && size > 0)
        memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED) {
        log_error("no memory for a copy of the window: %s", strerror(errno));
        goto out;
    }
    /* What was drawn before the last present is gone from the display. */
    answer.ok =
        compositor_draw(&g->compositor, &g->display, &g->textures) &&
        display_read(&g->display, memory, (int)m->width, (int)m->height);
    munmap(memory, size);
out:
    if (fd >= 0)
        close(fd);
    send_readback_done(child_browser(), &answer);
}
