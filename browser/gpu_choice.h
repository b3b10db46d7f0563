/*
 * gpu_choice.h - which way of drawing the gpu process is started with.
 *
 * Process: browser.
 *
 * Where GL is itself software (llvmpipe) it is the slow way, and slow to
 * start; so the first frames come from SDL's software renderer, the
 * accelerated one is warmed up beside it, and what measured faster stays.
 */
#ifndef BULKHEAD_GPU_CHOICE_H
#define BULKHEAD_GPU_CHOICE_H

#include <stdbool.h>
#include <stdint.h>

struct gpu_choice {
    int mode; /* enum gpu_mode */
    bool headless, hardware, probed, fallen;
    uint32_t software_us, hardware_us; /* of a screenful; 0: not measured */
};

void gpu_choice_init(struct gpu_choice *c, int mode, bool headless);

/* Whether the next gpu process (or the probe's) uses the accelerated way. */
bool gpu_choice_hardware(const struct gpu_choice *c, bool probe);

/* Whether the other way should be tried beside the running one. */
bool gpu_choice_wants_probe(const struct gpu_choice *c);

/* A gpu process says what a screenful cost it.  For a probe's: true if it is
 * to take over. */
bool gpu_choice_measured(struct gpu_choice *c, bool probe, bool accelerated,
                         uint32_t frame_us);

/* Repeated deaths: true if the choice changed to software. */
bool gpu_choice_fall_back(struct gpu_choice *c);
void gpu_choice_recover(struct gpu_choice *c);

/* A sentence for about:gpu. */
const char *gpu_choice_reason(const struct gpu_choice *c);

#endif
