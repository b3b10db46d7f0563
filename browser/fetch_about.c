/*
 * fetch_about.c - about: pages, from a table.
 *
 * Process: browser.  Distrusts: the address.
 */
#include "fetch_about.h"
#include "fetch_scheme.h"
#include "log.h"

enum { PAGES = 32 };

static struct {
    struct {
        const char *name;
        fetch_about_fn *produce;
        void *data;
    } pages[PAGES];
    size_t count;
} self;

void
fetch_about_add(const char *name, fetch_about_fn *produce, void *data)
{
    if (self.count == PAGES)
        fatal("more than %d about: pages", PAGES);
    self.pages[self.count].name = name;
    self.pages[self.count].produce = produce;
    self.pages[self.count++].data = data;
}

const char *
fetch_about_name(size_t index)
{
    return index < self.count ? self.pages[index].name : NULL;
}

static void
start(struct fetch *f)
{
    const struct fetch_response response = {
        .status = 200,
        .type = span_of("text/html;charset=utf-8"),
        .length = -1,
        .nosniff = true,
    };
    struct span name = url_path(&f->url);
    struct buf query = {0}, html = {0};
    bool found = span_is(name, "blank");

    buf_add_span(&query, url_query(&f->url));
    for (size_t i = 0; i < self.count && !found; i++)
        if (span_is(name, self.pages[i].name)) {
            self.pages[i].produce(&html, buf_text(&query), self.pages[i].data);
            found = true;
        }
    if (found) {
        fetch_head_arrived(f, &response);
        fetch_data_arrived(f, buf_span(&html));
        fetch_ended(f, LOAD_RESULT_OK, NULL);
    } else {
        fetch_ended(f, LOAD_RESULT_FAILED,
                    "There is no page about:%.*s; about:about lists them all.",
                    name.size < 100 ? (int)name.size : 100,
                    (const char *)name.data);
    }
    buf_finish(&query);
    buf_finish(&html);
}

const struct fetch_scheme fetch_about = {"about", start, NULL, NULL};
