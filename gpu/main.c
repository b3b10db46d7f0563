/*
 * main.c - the gpu process: attach to the window, warm up, lock down,
 * composite.
 *
 * Process: gpu.  Distrusts: pixels; the browser's word is taken.
 */
#include "gpu.h"
#include "child.h"
#include "warmup.h"

static struct gpu gpu;

static bool
attach(const char *argument)
{
    if (!display_open(&gpu.display, argument))
        return false;
    textures_init(&gpu.textures, gpu.display.renderer);
    gpu.frame_us = warmup_run(&gpu.display, &gpu.textures);
    child_also_watch(gpu.display.fd);
    return true;
}

static void
start(void)
{
    struct msg_gpu_info info = {
        .renderer = span_of(gpu.display.name),
        .accelerated = gpu.display.accelerated,
        .frame_us = gpu.frame_us,
    };

    send_gpu_info(child_browser(), &info);
}

static bool
dispatch(enum message_id id, struct reader *r)
{
    return gpu_dispatch(&gpu, id, r);
}

/* Only the display can have something to say; messages do their work when they
 * come. */
static int
work(void)
{
    bool lost;

    if (!display_pump(&gpu.display, &lost))
        return -1;
    if (lost)
        textures_forget(&gpu.textures);
    gpu_redraw(&gpu);
    return -1;
}

int
main(int argc, char **argv)
{
    static const struct child_ops ops = {
        .role = GPU,
        .attach = attach,
        .start = start,
        .dispatch = dispatch,
        .work = work,
    };

    return child_main(argc, argv, &ops);
}
