/*
 * page_action.c - links on the browser's own pages that do something.
 *
 * Process: browser.  Distrusts: the query.
 */
#include "page_action.h"
#include "url.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { SECRET = 16, TURNS = 4096 /* links that are remembered as unused */ };

static struct {
    char secret[2 * SECRET + 1]; /* "" until the first link */
    uint64_t next;               /* number of the next link */
    bool used[TURNS];            /* of the last TURNS links */
} self;

static bool
make_secret(void)
{
    uint8_t bytes[SECRET];

    if (self.secret[0] != 0)
        return true;
    if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
        return false;
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(self.secret + 2 * i, 3, "%02x", bytes[i]);
    return true;
}

/* Appends "SECRET.NUMBER", good for one use. */
static bool
add_token(struct buf *html)
{
    if (!make_secret())
        return false;
    self.used[self.next % TURNS] = false;
    buf_printf(html, "%s.%llu", self.secret, (unsigned long long)self.next++);
    return true;
}

bool
page_action_add(struct buf *html, const char *page, const char *what)
{
    if (!make_secret())
        return false;
    buf_printf(html, "about:%s?act=", page);
    add_token(html);
    buf_printf(html, "&amp;%s", what);
    return true;
}

bool
page_action_add_field(struct buf *html)
{
    if (!make_secret())
        return false;
    buf_add_text(html, "<input type=hidden name=act value=\"");
    add_token(html);
    buf_add_text(html, "\">");
    return true;
}

bool
page_action_field(const char *what, const char *name, struct buf *out)
{
    size_t length = strlen(name);
    struct buf plain = {0};

    out->size = 0;
    for (; *what != 0; what += what[strcspn(what, "&")] == '&') {
        size_t size = strcspn(what, "&");

        if (strncmp(what, name, length) == 0 && what[length] == '=') {
            for (const char *c = what + length + 1; c < what + size; c++)
                buf_add_char(&plain, *c == '+' ? ' ' : *c);
            url_add_decoded(out, buf_span(&plain));
            buf_finish(&plain);
            return true;
        }
        what += size;
    }
    return false;
}

/* In time that does not tell how much of it is right. */
static bool
is_secret(const char *text)
{
    unsigned differs = 0;

    if (self.secret[0] == 0 || strlen(text) < sizeof self.secret - 1)
        return false;
    for (size_t i = 0; i < sizeof self.secret - 1; i++)
        differs |= (unsigned)(text[i] ^ self.secret[i]);
    return differs == 0;
}

bool
page_action_take(const char *query, const char **what)
{
    unsigned long long turn;
    char *end;

    if (strncmp(query, "act=", 4) != 0 || !is_secret(query + 4) ||
        query[4 + sizeof self.secret - 1] != '.')
        return false;
    turn = strtoull(query + 4 + sizeof self.secret, &end, 10);
    if (*end != '&' || turn >= self.next || self.next - turn > TURNS ||
        self.used[turn % TURNS])
        return false;
    self.used[turn % TURNS] = true;
    *what = end + 1;
    return true;
}
