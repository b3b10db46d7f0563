/*
 * fuzz_image.c - any bytes as a picture, and its next pictures if it moves.
 *
 * Process: test.  See fuzz_main.c.
 */
#include "paint/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *why;
    struct image *i = image_decode((struct span){data, size}, &why);
    volatile uint32_t last;

    for (int n = 0; i != NULL && i->animation != NULL && n < 8; n++)
        if (image_advance(i) < 0)
            break;
    if (i != NULL) {
        const struct image *seen = image_at(i, 64, 48);

        last = seen->pixels[(size_t)seen->width * (size_t)seen->height - 1];
    }
    (void)last;
    image_destroy(i);
    return 0;
}
