/*
 * ipc.h - about:ipc, the wire as it is now: what its parts share.
 *
 * Process: browser.  Distrusts: the query, which a link may carry; payloads,
 * which are hostile bytes and are escaped.
 *
 * All that can be seen stands in the address, so that back, reload and a
 * bookmark show the same.
 */
#ifndef BULKHEAD_IPC_H
#define BULKHEAD_IPC_H

#include "trace_filter.h"

enum ipc_part { IPC_LIVE, IPC_MESSAGES, IPC_COST, IPC_PART_COUNT };

enum { IPC_FILTER = 512 /* bytes of an expression */ };

struct ipc_query {
    enum ipc_part part;
    char filter[IPC_FILTER];
    char sort[16];
    uint64_t end; /* records before this one are shown; UINT64_MAX: up to now */
    uint64_t show; /* the record whose fields are shown; UINT64_MAX: none */
    bool own;      /* show about:ipc's own messages too */
    bool list;     /* show the live part as a list, not as a chart */
    struct trace_filter *chosen; /* of filter, if it is an expression */
    char why[200];               /* why it is none, or "" */
};

/* Registers about:ipc and about:protocol. */
void ipc_register(void);

/* Looks at what the frame that was just presented has cost; does nothing while
 * nobody looks at that part. */
void ipc_cost_presented(uint32_t frame);

/* ---- for the parts ---- */

/* Appends the address of a query, as it may stand in an attribute. */
void ipc_address(struct buf *html, const struct ipc_query *q);

void ipc_chart(struct buf *html, const struct ipc_query *q);
void ipc_lanes(struct buf *html, const struct ipc_query *q);
void ipc_details(struct buf *html, const struct ipc_query *q);
void ipc_messages(struct buf *html, const struct ipc_query *q);
void ipc_cost(struct buf *html, const struct ipc_query *q);

/* Appends "renderer#3". */
void ipc_add_process(struct buf *html, enum role role, uint32_t number);

/* Appends a time span as "12 µs" or "3.4 ms"; a size as "512 B" or "3.4 kB". */
void ipc_add_time(struct buf *html, uint64_t ns);
void ipc_add_size(struct buf *html, uint64_t bytes);

/* What became of a message. */
struct ipc_fate {
    uint32_t took;   /* ns; 0: not known */
    uint32_t waited; /* ns until the child says it took it up; 0: not known */
    bool has_waited;
    char refused[160]; /* why, or "" */
};

/* One look at a message, on its way from a child to its handler. */
struct ipc_check {
    const char *what, *where;
    bool passed, refused; /* neither: it did not come so far, or nobody knows */
};
typedef void ipc_check_fn(void *data, const struct ipc_check *check);

/* A message by its serial, while the trace has it; payload as trace_read's. */
bool ipc_record(uint64_t serial, struct trace_record *r, uint8_t *payload);
void ipc_find_fate(const struct trace_record *of, struct ipc_fate *fate);
/* In the order in which they are made. */
void ipc_each_check(const struct trace_record *r, const struct ipc_fate *fate,
                    ipc_check_fn *fn, void *data);

#endif
