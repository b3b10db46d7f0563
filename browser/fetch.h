/*
 * fetch.h - one fetch from request to last byte, whatever the scheme.
 *
 * Process: browser.  Distrusts: servers, files, addresses.
 *
 * One place for http:, https:, file:, data: and about:.  A fetch reports to
 * its owner from the loop only, never from inside fetch_start.
 */
#ifndef BULKHEAD_FETCH_H
#define BULKHEAD_FETCH_H

#include "framing.h"
#include "loop.h"
#include "messages.h"
#include "request_body.h"

struct fetch;

/* What arrived before the body; valid during the call. */
struct fetch_head {
    int status;           /* HTTP status; 200 for other schemes' success */
    const char *url;      /* after redirects */
    const char *mime;     /* lower case essence, sniffed when absent or
                             text/plain for binary (MIME Sniffing) */
    const char *charset;  /* of the Content-Type, or "" */
    const char *picture;  /* of a subresource that says to be a picture or any
                             bytes: mime_picture of its first ones */
    int64_t length;       /* of the body, or -1 */
    const char *filename; /* Content-Disposition's, or "" */
    bool attachment;      /* to be saved, not shown */
    bool took_body;       /* the answer is to the body, not a redirection's */
    enum framing framing; /* whether it may be shown in a frame */
};

struct fetch_events {
    void (*head)(struct fetch *f, void *owner, const struct fetch_head *head);
    /* At most MAX_CHUNK bytes.  Returns how much was taken: all or, for not
     * now, 0; then nothing comes until fetch_resume. */
    size_t (*data)(struct fetch *f, void *owner, struct span bytes);
    /* The last call; the fetch is freed after it.  message says what failed,
     * on what, for a person; NULL on success. */
    void (*end)(struct fetch *f, void *owner, int result, const char *message);
};

struct fetch_request {
    const char *url;
    /* "" or the address of the document that asks, for the rules of
     * house.md 5: a web page gets no file: or about:, a file page only what
     * lies below its folder. A navigation by the person has "". */
    const char *initiator;
    bool navigation; /* a document, not a subresource */
    /* By CORS (Fetch 3.3): no cookies go to other origins, and only what names
     * the initiator's origin as a reader arrives. */
    bool cors;
    bool bypass_cache;
    struct request_body *body; /* to be sent by POST; NULL: GET */
};

/* Opens the fetcher; profile is a folder for cookies, or NULL for none. */
bool fetch_open(struct loop *l, const char *profile);
void fetch_close(void);

/* Pages of files may have what lies in their own folder or below.  Those below
 * this folder may have everything below it; NULL: there is none. */
void fetch_set_file_root(const char *folder);

/* Never fails here: what is wrong with the address comes as end with
 * LOAD_RESULT_FAILED or LOAD_RESULT_REFUSED. */
struct fetch *fetch_start(const struct fetch_request *request,
                          const struct fetch_events *events, void *owner);
void fetch_resume(struct fetch *f);
void fetch_cancel(struct fetch *f); /* no further calls; NULL is allowed */

/* How many there were, and how many of them have ended or were cancelled. */
void fetch_counts(uint64_t *started, uint64_t *over);

/* Says the security of the last hop for the toolbar: "secure" only for https
 * with a verified certificate. */
bool fetch_is_secure(const struct fetch *f);

#endif
