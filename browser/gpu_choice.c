/*
 * gpu_choice.c - which way of drawing the gpu process is started with.
 *
 * Process: browser.  Distrusts: the gpu's figures, which choose between two
 * correct ways and nothing else.
 */
#include "gpu_choice.h"
#include "compositor.h"

void
gpu_choice_init(struct gpu_choice *c, int mode, bool headless)
{
    *c = (struct gpu_choice){.mode = mode, .headless = headless};
    c->hardware = mode == GPU_ENABLED && !headless;
}

bool
gpu_choice_hardware(const struct gpu_choice *c, bool probe)
{
    return probe ? true : c->hardware && !c->fallen;
}

bool
gpu_choice_wants_probe(const struct gpu_choice *c)
{
    return c->mode != GPU_DISABLED && !c->headless && !c->probed &&
           !c->fallen && c->software_us != 0;
}

bool
gpu_choice_measured(struct gpu_choice *c, bool probe, bool accelerated,
                    uint32_t frame_us)
{
    if (!probe) {
        if (!accelerated)
            c->software_us = frame_us ? frame_us : 1;
        return false;
    }
    c->probed = true;
    c->hardware_us = frame_us;
    if (c->mode == GPU_ENABLED)
        return accelerated;
    c->hardware = accelerated && frame_us < c->software_us;
    return c->hardware;
}

bool
gpu_choice_fall_back(struct gpu_choice *c)
{
    bool changed = c->hardware && !c->fallen;

    c->fallen = true;
    return changed;
}

void
gpu_choice_recover(struct gpu_choice *c)
{
    c->fallen = false;
    c->probed = false;
}

const char *
gpu_choice_reason(const struct gpu_choice *c)
{
    if (c->headless)
        return "headless: there is no window, frames go to memory";
    if (c->mode == GPU_DISABLED)
        return "--disable-gpu was given";
    if (c->fallen)
        return "the gpu process died repeatedly; the other way is tried "
               "again after a quiet minute";
    if (c->mode == GPU_ENABLED)
        return "--enable-gpu was given";
    if (!c->probed)
        return "the quickest way to a first frame; the accelerated way has "
               "not been measured yet";
    return c->hardware ? "the accelerated way measured faster"
                       : "the software way measured faster";
}
