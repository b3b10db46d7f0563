/*
 * layout_bench.c - a page from HTML text to laid out boxes, for tests.
 *
 * Process: test programs.
 */
#include "layout_bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define DEJAVU "/usr/share/fonts/truetype/dejavu/DejaVuSans"

enum { AHEM_FILE = 100 };

static struct {
    const uint8_t *data;
    size_t size;
} files[4], ahem;

static const uint8_t *
map_file(const char *path, size_t *size)
{
    struct stat st;
    void *data = MAP_FAILED;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return NULL;
    if (fstat(fd, &st) == 0 && st.st_size > 0)
        data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (data == MAP_FAILED)
        return NULL;
    *size = (size_t)st.st_size;
    return data;
}

bool
page_use_ahem(const char *path)
{
    ahem.data = map_file(path, &ahem.size);
    return ahem.data != NULL;
}

static bool
contains(struct span text, const char *word)
{
    size_t size = strlen(word);

    for (size_t i = 0; i + size <= text.size; i++)
        if (memcmp(text.data + i, word, size) == 0)
            return true;
    return false;
}

static bool
find_font(struct span family, int weight, bool italic, uint32_t code,
          const uint8_t **data, size_t *size, unsigned *index, uint64_t *file)
{
    static const char *const paths[] = {DEJAVU ".ttf", DEJAVU "-Bold.ttf",
                                        DEJAVU "Mono.ttf",
                                        DEJAVU "Mono-Bold.ttf"};
    unsigned i = (contains(family, "mono") ? 2u : 0u) + (weight >= 600);

    (void)italic;
    *index = 0;
    if (ahem.data != NULL && contains(family, "Ahem") && code == 0) {
        *data = ahem.data;
        *size = ahem.size;
        *file = AHEM_FILE;
        return true;
    }
    if (files[i].data == NULL)
        files[i].data = map_file(paths[i], &files[i].size);
    *data = files[i].data;
    *size = files[i].size;
    *file = i + 1;
    return *data != NULL;
}

static bool
natural_size(const struct node *n, const char *url, unit_t *width,
             unit_t *height, void *data)
{
    const struct span *text = n != NULL ? node_attribute(n, "natural") : NULL;
    int w, h;

    (void)data;
    (void)url;
    if (text == NULL || sscanf((const char *)text->data, "%dx%d", &w, &h) != 2)
        return false;
    *width = w * UNIT;
    *height = h * UNIT;
    return true;
}

static double
seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
add_sheets(struct page *p)
{
    struct buf imports = {0}, text = {0};
    unsigned place = 0;

    for (struct node *n = p->dom->document->first; n != NULL;
         n = node_walk(n, p->dom->document, false)) {
        if (!node_is(n, TAG_style))
            continue;
        text.size = 0;
        node_add_text(&text, n);
        sheets_set(p->sheets, place++, buf_span(&text), "https://test/",
                   span_of(""), &imports);
    }
    buf_finish(&text);
    buf_finish(&imports);
}

static void
place(struct page *p, int width, int height)
{
    p->layout = layout_document(p->dom, &p->memory, width * UNIT, height * UNIT,
                                natural_size, NULL);
}

static void
print_difference(const char *first, const char *again)
{
    while (first != NULL && again != NULL) {
        size_t one = strcspn(first, "\n"), other = strcspn(again, "\n");

        if (one != other || strncmp(first, again, one) != 0) {
            fprintf(stderr, "placed again it differs:\n- %.*s\n+ %.*s\n",
                    (int)one, first, (int)other, again);
            return;
        }
        first = first[one] != 0 ? first + one + 1 : NULL;
        again = again[other] != 0 ? again + other + 1 : NULL;
    }
}

void
page_load(struct page *p, struct span html, int width, int height)
{
    struct style_context context = {.viewport_width = width * UNIT,
                                    .viewport_height = height * UNIT,
                                    .zoom = 1,
                                    .base_url = "https://test/",
                                    .font_units = font_units};

    struct buf first = {0}, again = {0};

    *p = (struct page){.dom = dom_parse_html(html), .sheets = sheets_create()};
    font_set_source(find_font);
    add_sheets(p);
    style_document(p->sheets, p->dom, &context, &p->styles);
    p->layout_seconds = seconds();
    place(p, width, height);
    p->layout_seconds = seconds() - p->layout_seconds;
    layout_dump(&first, p->layout);
    place(p, width / 2 + 7, height * 2);
    p->placed_seconds = seconds();
    place(p, width, height);
    p->placed_seconds = seconds() - p->placed_seconds;
    layout_dump(&again, p->layout);
    p->is_same = span_equal(buf_span(&first), buf_span(&again));
    if (!p->is_same)
        print_difference(buf_text(&first), buf_text(&again));
    buf_finish(&first);
    buf_finish(&again);
}

void
page_finish(struct page *p)
{
    sheets_destroy(p->sheets);
    dom_destroy(p->dom);
    layout_forget(&p->memory);
    arena_finish(&p->styles);
}

const struct box *
page_box(const struct page *p, const char *id)
{
    const struct node *n = dom_by_id(p->dom, span_of(id));

    return n != NULL ? n->box : NULL;
}
