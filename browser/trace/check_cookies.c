/*
 * check_cookies.c - what the browser knows as a cookie stays in the browser.
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte.
 *
 * A recording with whole messages has marks of the cookies' values
 * (cookie_mark.h).  No value may be in a message to a child, but for what a
 * site's own server says to its own documents, in an address or a body: that
 * is not the browser's doing, and is counted.
 */
#include "trace/check.h"
#include "cookie_mark.h"
#include "site.h"

#include <stdlib.h>
#include <strings.h>

enum { MOST_MARKS = 4096, BUCKETS = 256 };

/* The end of a body so far: a value may be cut between two pieces. */
struct tail {
    uint32_t number, id;
    uint64_t body; /* surface, and document or fetch */
    uint8_t bytes[COOKIE_MARK_MOST - 1];
    uint32_t size;
};

/* Whose document a surface shows. */
struct shown {
    uint32_t surface;
    struct url url;
    struct shown *next;
};

struct check_cookies {
    struct cookie_mark marks[MOST_MARKS]; /* by length */
    uint32_t count;
    struct shown *shown[BUCKETS];
    struct tail tails[BUCKETS];
};

/* ---- by name -------------------------------------------------------------*/

static bool
has_cookie_header(struct span text)
{
    static const char *const headers[] = {"cookie:", "set-cookie:"};

    for (size_t h = 0; h < sizeof headers / sizeof *headers; h++) {
        size_t length = strlen(headers[h]);

        for (size_t i = 0; length <= text.size && i <= text.size - length; i++)
            if ((i == 0 || text.data[i - 1] == '\n') &&
                strncasecmp((const char *)text.data + i, headers[h], length) ==
                    0)
                return true;
    }
    return false;
}

/* A body may speak of cookies, but not begin as a response does. */
static bool
is_response_with_cookie(struct span bytes)
{
    static const uint8_t begin[] = {'H', 'T', 'T', 'P', '/'};
    const uint8_t *end = memmem(bytes.data, bytes.size, "\r\n\r\n", 4);
    size_t head = end != NULL ? (size_t)(end - bytes.data) : bytes.size;

    return bytes.size > sizeof begin &&
           memcmp(bytes.data, begin, sizeof begin) == 0 &&
           has_cookie_header((struct span){bytes.data, head});
}

/* ---- by value ------------------------------------------------------------*/

static void
add_mark(struct check_cookies *s, const struct cookie_mark *m)
{
    uint32_t at = s->count;

    if (s->count == MOST_MARKS)
        return;
    while (at > 0 && s->marks[at - 1].length > m->length) {
        s->marks[at] = s->marks[at - 1];
        at--;
    }
    s->marks[at] = *m;
    s->count++;
}

static struct shown *
find_shown(struct check_cookies *s, uint32_t surface, bool create)
{
    struct shown **at = &s->shown[surface % BUCKETS], *new;

    while (*at != NULL && (*at)->surface != surface)
        at = &(*at)->next;
    if (*at != NULL || !create)
        return *at;
    new = calloc(1, sizeof *new);
    if (new == NULL)
        abort();
    new->surface = surface;
    *at = new;
    return new;
}

struct search {
    struct check *check;
    const struct cookie_mark *first, *end; /* those of one length */
    struct span domain; /* of the document that gets the message */
    bool servers_word;
    const struct cookie_mark *found; /* that must not be there */
};

static bool
on_run(void *data, uint64_t mark)
{
    struct search *s = data;

    for (const struct cookie_mark *m = s->first; m < s->end; m++) {
        if (m->mark != mark)
            continue;
        if (!span_equal(m->domain, s->domain) ||
            (m->http_only && !s->servers_word))
            s->found = m;
        else if (s->servers_word)
            s->check->servers_words++;
    }
    return s->found == NULL;
}

static void
search(struct search *s, struct span bytes)
{
    const struct check_cookies *all = s->check->cookies;
    uint32_t i = 0;

    while (i < all->count && s->found == NULL) {
        uint32_t k = i;

        while (k < all->count && all->marks[k].length == all->marks[i].length)
            k++;
        s->first = &all->marks[i];
        s->end = &all->marks[k];
        cookie_mark_each(bytes, all->marks[i].length, on_run, s);
        i = k;
    }
}

/* ---- a message -----------------------------------------------------------*/

struct look {
    struct search search;
    struct tail *tail; /* of the body whose piece this is, or NULL */
    bool header;
};

/* Looks where two pieces meet, then keeps the end of the second. */
static void
join(struct look *l, struct span piece)
{
    uint8_t seam[2 * (COOKIE_MARK_MOST - 1)];
    struct tail *t = l->tail;
    size_t most = COOKIE_MARK_MOST - 1;
    size_t more = piece.size < most ? piece.size : most;
    size_t kept;

    memcpy(seam, t->bytes, t->size);
    if (more > 0)
        memcpy(seam + t->size, piece.data, more);
    if (t->size > 0)
        search(&l->search, (struct span){seam, t->size + more});
    if (piece.size >= most) {
        memcpy(t->bytes, piece.data + piece.size - most, most);
        t->size = (uint32_t)most;
        return;
    }
    kept = t->size + more < most ? t->size + more : most;
    memcpy(t->bytes, seam + t->size + more - kept, kept);
    t->size = (uint32_t)kept;
}

static bool
look_at_field(void *data, const struct message_field *f)
{
    struct look *l = data;
    bool text;

    if (f->is_number)
        return true;
    text = strcmp(f->kind, "text") == 0;
    l->header =
        text ? has_cookie_header(f->bytes) : is_response_with_cookie(f->bytes);
    l->search.servers_word = !text || strcmp(f->name, "url") == 0;
    search(&l->search, f->bytes);
    if (!text && l->tail != NULL)
        join(l, f->bytes);
    return !l->header && l->search.found == NULL;
}

static uint64_t
get(const uint8_t *at, unsigned size)
{
    uint64_t value = 0;

    while (size-- > 0)
        value = value << 8 | at[size];
    return value;
}

/* Of the pieces of a body; a body that another took the place of is looked at
 * piece by piece. */
static struct tail *
tail_of(struct check_cookies *s, const struct trace_entry *e)
{
    unsigned most = (unsigned)(e->r.payload.size - MESSAGE_ID_SIZE);
    uint64_t body =
        get(e->r.payload.data + MESSAGE_ID_SIZE, most < 8 ? most : 8);
    struct tail *t;

    if (e->id != MSG_document_data && e->id != MSG_fetch_data)
        return NULL;
    t = &s->tails[(body ^ body >> 32) % BUCKETS];
    if (t->number != e->r.number || t->id != (uint32_t)e->id || t->body != body)
        *t = (struct tail){
            .number = e->r.number, .id = (uint32_t)e->id, .body = body};
    return t;
}

/* What the surface shows from now on. */
static void
take_document(struct check_cookies *s, const struct trace_record *r)
{
    struct msg_document_begin m;
    enum message_id id;
    struct reader in;
    struct shown *shown;

    if (!message_open(r->payload, &id, &in) || id != MSG_document_begin ||
        !decode_document_begin(&in, &m))
        return;
    shown = find_shown(s, m.surface, true);
    url_finish(&shown->url);
    shown->url = (struct url){0};
    if (!url_parse(&shown->url, m.url, NULL))
        shown->url = (struct url){0};
}

/* The document of the message's surface, or NULL. */
static const struct shown *
shown_by(struct check_cookies *s, const struct trace_entry *e)
{
    if (e->id == MSG_COUNT || !routes[e->id].claims_surface ||
        e->r.payload.size < MESSAGE_ID_SIZE + 4)
        return NULL;
    return find_shown(s, (uint32_t)get(e->r.payload.data + MESSAGE_ID_SIZE, 4),
                      false);
}

/* A page of the browser's own, as about:ipc, may show what there is. */
static bool
is_own_page(const struct shown *shown)
{
    return shown != NULL && url_is(&shown->url, "about") &&
           !span_is(url_path(&shown->url), "blank");
}

static void
look_at_message(struct check *c, uint32_t at)
{
    struct trace_entry *e = &c->log.entries[at];
    struct look l = {.search.check = c};
    const struct shown *shown;

    if (!trace_is_whole(&e->r)) {
        c->unseen++;
        return;
    }
    c->checked[INVARIANT_COOKIES]++;
    take_document(c->cookies, &e->r);
    shown = shown_by(c->cookies, e);
    if (is_own_page(shown))
        return;
    if (shown != NULL)
        l.search.domain = site_domain(&shown->url);
    l.tail = tail_of(c->cookies, e);
    message_each_field(e->r.payload, look_at_field, &l);
    if (l.header)
        check_violated(c, INVARIANT_COOKIES, at,
                       "a Cookie or Set-Cookie header goes to a child");
    else if (l.search.found != NULL)
        check_violated(c, INVARIANT_COOKIES, at,
                       "the value of a cookie of %.*s%s goes to a child",
                       (int)l.search.found->domain.size,
                       (const char *)l.search.found->domain.data,
                       l.search.found->http_only ? " (HttpOnly)" : "");
}

void
check_cookies_take(struct check *c, uint32_t at)
{
    const struct trace_record *r = &c->log.entries[at].r;
    struct cookie_mark m;

    if (c->cookies == NULL &&
        (c->cookies = calloc(1, sizeof *c->cookies)) == NULL)
        abort();
    if (r->phase == TRACE_NOTE && r->number == 0 &&
        cookie_mark_read(r->payload, &m)) {
        add_mark(c->cookies, &m);
        c->marks = c->cookies->count;
    } else if (r->phase == TRACE_SENT && r->role != GPU) {
        look_at_message(c, at);
    }
}

void
check_cookies_finish(struct check *c)
{
    for (int i = 0; c->cookies != NULL && i < BUCKETS; i++)
        while (c->cookies->shown[i] != NULL) {
            struct shown *s = c->cookies->shown[i];

            c->cookies->shown[i] = s->next;
            url_finish(&s->url);
            free(s);
        }
    free(c->cookies);
    c->cookies = NULL;
}
