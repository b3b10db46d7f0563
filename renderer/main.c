/*
 * main.c - the renderer: pages of one site, from bytes to tiles.
 *
 * Process: renderer.  Distrusts: the page.  The browser's word is taken.
 */
#include "broker.h"
#include "child.h"
#include "dispatch.h"
#include "paint/paint.h"
#include "surface.h"
#include "text/font.h"

/* Once in the zygote, so that every fork finds it done. */
static void
warm(void)
{
    paint_warm();
    font_set_source(broker_find_font);
}

static const struct child_ops ops = {
    .role = RENDERER,
    .warm = warm,
    .dispatch = renderer_dispatch,
    .work = surfaces_work,
};

int
main(int argc, char **argv)
{
    return child_main(argc, argv, &ops);
}
