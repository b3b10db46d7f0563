/*
 * main.c - the renderer: pages of one site, from bytes to tiles.
 *
 * Process: renderer.  Distrusts: the page.  The browser's word is taken.
 */
#include "broker.h"
#include "child.h"
#include "css/style.h"
#include "dispatch.h"
#include "html/encoding.h"
#include "paint/paint.h"
#include "surface.h"
#include "text/breaking.h"
#include "text/font.h"

#include <stdlib.h>
#include <time.h>

/* Once in the zygote, so that every fork finds it done: cairo's tables, ICU's
 * data, its break iterators. */
static void
warm(void)
{
    static const char text[] = "Warm up: \xD7\xA9\xD7\x9C 1, \xE2\x80\xA6";
    uint8_t marks[sizeof text] = {0}, levels[sizeof text];
    struct span s = span_of(text);
    struct buf utf8 = {NULL, 0, 0};

    /* A PDF has its date in it, and the zone's file cannot be read later; a
     * page need not know where the person lives either. */
    setenv("TZ", "UTC0", 1);
    tzset();
    paint_warm();
    breaking_mark_lines(s, marks);
    breaking_mark_clusters(s, 0, s.size, marks);
    breaking_levels(s, -1, levels);
    encoding_decode(&utf8, span_of("caf\xE9"), "windows-1252");
    buf_finish(&utf8);
    sheets_destroy(sheets_create());
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
