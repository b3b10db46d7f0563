/*
 * fetch_scheme.h - between fetch.c and the schemes it drives.
 *
 * Process: browser.  Distrusts: what the schemes bring.
 *
 * A scheme only ever fills the fetch's buffer; all events to the owner come
 * from a timer of fetch.c, so that neither can call into the other's half
 * done work.
 */
#ifndef BULKHEAD_FETCH_SCHEME_H
#define BULKHEAD_FETCH_SCHEME_H

#include "fetch.h"
#include "url.h"

enum { FETCH_ROOM = 256 * 1024 }; /* bytes waiting for an owner, about */

/* What a scheme knows before the body. */
struct fetch_response {
    int status;
    struct span type;        /* Content-Type, or empty */
    struct span disposition; /* Content-Disposition, or empty */
    int64_t length;          /* or -1 */
    bool nosniff;
    enum framing framing;
    struct span readers; /* Access-Control-Allow-Origin, or empty */
};

struct fetch_scheme {
    const char *name; /* "http" */
    /* Called from the loop. */
    void (*start)(struct fetch *f);
    /* There is room: go on.  Called also when nothing was held back.  NULL
     * for schemes that deliver at once. */
    void (*more)(struct fetch *f);
    /* Frees f->state; the last call.  NULL: there is none. */
    void (*stop)(struct fetch *f);
};

struct fetch {
    /* For the schemes. */
    struct loop *loop;
    struct url url;       /* changed by redirects */
    struct url initiator; /* empty href: the person */
    bool navigation, bypass_cache, cors;
    bool secure;                 /* set by the scheme before the head */
    struct request_body *upload; /* NULL: GET */
    void *state;                 /* the scheme's */

    /* fetch.c's own. */
    const struct fetch_scheme *scheme;
    const struct fetch_events *events;
    void *owner;
    char *address; /* as asked for, until it is parsed */
    struct fetch_response response;
    struct buf type, filename, body, message;
    bool attachment, head_known, head_sent, waiting, ended;
    bool busy, cancelled; /* inside an event; cancelled there */
    int result;
    struct loop_timer *timer;
    struct fetch *next, **link;
};

extern const struct fetch_scheme fetch_http, fetch_https, fetch_file,
    fetch_data, fetch_about;

void fetch_head_arrived(struct fetch *f, const struct fetch_response *r);

/* False when there is no room left: hold back until more is called. */
bool fetch_data_arrived(struct fetch *f, struct span bytes);

/* The scheme has done its part; with a sentence unless result is
 * LOAD_RESULT_OK, for which format is NULL.  Only the first call counts. */
void fetch_ended(struct fetch *f, int result, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Whether f's address, as redirected so far, is of another origin than its
 * initiator's. */
bool fetch_crosses(const struct fetch *f);

/* Whether f's initiator may have this address; if not, f has ended. */
bool fetch_may_have(struct fetch *f, const struct url *to);

/* fetch_http.c: cookies are in profile, NULL for memory. */
void fetch_http_open(struct loop *l, const char *profile);
void fetch_http_close(void);

/* "libcurl/7.88.1 OpenSSL/3.0.15 ..." */
const char *fetch_http_version(void);

#endif
