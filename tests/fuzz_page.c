/*
 * fuzz_page.c - any bytes as a whole HTML page: tree, styles, layout, tiles,
 * and then what a person does with it.
 *
 * Process: test.  See fuzz_main.c.
 */
#include "page_bench.h"

#include "dispatch.h"
#include "text/font.h"

#include <stdlib.h>

enum { SURFACE = 7, WIDTH = 400, HEIGHT = 300, SLOTS = 64, STEPS = 400 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
work(void)
{
    for (int n = 0; n < STEPS && bench_step(); n++)
        continue;
}

static void
use(unsigned what, int x, int y)
{
    static const uint32_t keys[] = {'\t', '\b',       '\r',
                                    ' ',  0x4000004F, 0x40000052};

    switch (what % 10) {
    case 0:
    case 1:
        bench_click(x, y);
        break;
    case 2:
        renderer_on_text_input(
            &(struct msg_text_input){SURFACE, span_of("a\xC3\xA4 ")});
        break;
    case 3:
        renderer_on_key(
            &(struct msg_key){SURFACE, keys[x % 6], (uint32_t)y % 4, true});
        break;
    case 4:
        renderer_on_find(&(struct msg_find){
            SURFACE, bench.document, (choice_t)(x % FIND), span_of("e")});
        break;
    case 5:
        renderer_on_edit(
            &(struct msg_edit){SURFACE, bench.document, (choice_t)(x % EDIT)});
        break;
    case 6:
        bench.scale = 25 + (unsigned)x;
        bench_scroll(x, y * 16);
        break;
    case 7:
        bench_pointer(POINTER_DOWN, BUTTON_LEFT, 1, 1, 0);
        bench_pointer(POINTER_MOVE, BUTTON_NONE, x, y, 0);
        bench_pointer(POINTER_UP, BUTTON_LEFT, x, y, 0);
        break;
    case 8:
        bench.width = 50 + x;
        bench_scroll(0, y);
        break;
    default:
        renderer_on_print(&(struct msg_print){SURFACE, bench.document, 300, 200,
                                              (uint32_t)x % 90});
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool begun;
    size_t uses = size < 9 ? 0 : 3;

    if (!begun) {
        font_set_source(bench_find_font);
        begun = true;
    }
    bench_open(WIDTH, HEIGHT, 100, SLOTS);
    bench.hurry = true;
    renderer_on_focus(&(struct msg_focus){SURFACE, true});
    bench_load("https://test/", "text/html", (struct span){data, size});
    work();
    /* The last bytes are also what the person does. */
    for (size_t i = 0; i < uses; i++) {
        const uint8_t *at = data + size - 3 * (i + 1);

        use(at[0], at[1], at[2]);
        work();
    }
    bench_close();
    return 0;
}
