/*
 * fuzz_url.c - any bytes as an address: what is parsed must be spelled in one
 * way only, and parse to itself.
 *
 * Process: test.  See fuzz_main.c.  "BASE\nADDRESS", or the address alone.
 */
#include "log.h"
#include "url.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_again(const struct url *u)
{
    struct url again = {0};

    if (!url_parse(&again, buf_span(&u->href), NULL) ||
        !span_equal(buf_span(&again.href), buf_span(&u->href)))
        fatal("fuzz: an address does not parse to itself");
    if (!url_same_document(u, &again))
        fatal("fuzz: an address is not the same as itself");
    url_finish(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *line = size > 0 ? memchr(data, '\n', size) : NULL;
    struct span text = {data, size};
    struct url base = {0}, u = {0};
    struct buf out = {NULL, 0, 0};
    bool based = false;

    if (line != NULL) {
        struct span first = {data, (size_t)(line - data)};

        text = (struct span){line + 1, size - first.size - 1};
        based = url_parse(&base, first, NULL);
    }
    if (url_parse(&u, text, based ? &base : NULL)) {
        check_again(&u);
        if (!utf8_is_text(buf_span(&u.href)) && u.href.size == 0)
            fatal("fuzz: an address without text");
        url_add_origin(&out, &u);
        url_add_decoded(&out, url_path(&u));
        url_add_encoded(&out, url_query(&u), URL_SET_COMPONENT);
    }
    buf_finish(&out);
    url_finish(&u);
    url_finish(&base);
    return 0;
}
