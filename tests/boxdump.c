/*
 * boxdump.c - a page on standard input to the boxes of its layout.
 *
 * Process: test programs.
 *
 *   boxdump [WIDTH HEIGHT [AHEM.ttf]] < page.html
 * Only style elements count, no linked sheets.  Fonts are DejaVu, and Ahem if
 * its file is given.
 */
#include "layout_bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double
seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
print_sizes(const struct page *p)
{
    size_t nodes = 0, boxes = p->layout->box_count;
    size_t bytes = arena_used(&p->memory.boxes) + arena_used(&p->memory.places);

    for (const struct node *n = p->dom->document; n != NULL;
         n = node_walk(n, p->dom->document, false))
        nodes++;
    fprintf(stderr,
            "%zu nodes of %zu bytes each, %zu bytes of style, boxes and lines "
            "of %zu bytes a box\n",
            nodes, arena_used(&p->dom->arena) / (nodes + 1),
            arena_used(&p->styles), bytes / (boxes + 1));
}

int
main(int argc, char **argv)
{
    struct buf html = {0}, out = {0};
    struct page page;
    double start;
    ssize_t size;
    int status;

    do {
        size = read(0, buf_reserve(&html, 65536), 65536);
        if (size > 0)
            html.size += (size_t)size;
    } while (size > 0);
    if (argc > 3)
        page_use_ahem(argv[3]);
    start = seconds();
    page_load(&page, buf_span(&html), argc > 2 ? atoi(argv[1]) : 800,
              argc > 2 ? atoi(argv[2]) : 600);
    fprintf(stderr,
            "%u boxes, %.0f ms of %.0f ms in layout, %.0f ms placed again\n",
            page.layout->box_count, page.layout_seconds * 1000,
            (seconds() - start) * 1000, page.placed_seconds * 1000);
    print_sizes(&page);
    layout_dump(&out, page.layout);
    fwrite(out.data, 1, out.size, stdout);
    buf_finish(&out);
    status = page.is_same ? 0 : 1;
    page_finish(&page);
    buf_finish(&html);
    return status;
}
