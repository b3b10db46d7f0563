/*
 * fetch_client.h - fetches to the end, for tests; and starts tests/serve.c.
 *
 * Process: test.
 */
#ifndef BULKHEAD_TEST_FETCH_CLIENT_H
#define BULKHEAD_TEST_FETCH_CLIENT_H

#include "fetch.h"

#include <sys/types.h>

/* What the owner of a fetch saw. */
struct seen {
    int heads, ends, status, result;
    char url[2048], mime[128], charset[64], picture[64], filename[256],
        message[1024];
    int64_t length;
    bool attachment, secure, inside_start;
    struct buf body;
};

/* How to behave as an owner; zeroed: take everything. */
struct manner {
    const char *profile;
    bool subresource, cors;
    int refusals;        /* answer so many data events with 0 and resume */
    bool cancel_in_head; /* then the loop stops */
    bool cancel_in_data;
    int cancel_after_ms; /* when > 0 */
};

/* Fetches url in a loop of its own until the end, or until cancelled.  The
 * answer is valid until the next call.  Ends the test after 30 s. */
struct seen *fetch_whole(const char *url, const char *initiator,
                         const struct manner *manner);

/* Starts serve; certificate and key are NULL for plain HTTP.  Returns its
 * port; it dies with this process or by serve_stop. */
int serve_start(const char *program, const char *folder,
                const char *certificate, const char *key, pid_t *pid);
void serve_stop(pid_t pid);

#endif
