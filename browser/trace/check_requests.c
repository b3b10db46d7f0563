/*
 * check_requests.c - whoever asks gets an answer, once.
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte.
 */
#include "trace/check.h"

#include <stdlib.h>

/* What is open at the end of the trace is no violation before this time. */
static const uint64_t patience_ns = UINT64_C(10000000000);

enum kind {
    ASKED_PONG,
    ASKED_FONT,
    ASKED_FETCH,
    ASKED_FOUND,
    ASKED_PRINT,
    ASKED_DUMP,
    ASKED_READBACK,
    ASKED_PRESENTED
};

/* The answers of these are expected of a surface's document: another one ends
 * the question. */
static bool
is_of_document(enum kind kind)
{
    return kind == ASKED_FETCH || kind == ASKED_FOUND || kind == ASKED_PRINT ||
           kind == ASKED_DUMP;
}

struct question {
    uint32_t number; /* the child */
    enum kind kind;
    uint32_t surface, id;
    uint32_t at; /* entry */
    struct question *next;
};

struct check_requests {
    struct question *first;
};

static void
ask(struct check *c, uint32_t at, enum kind kind, uint32_t surface, uint32_t id)
{
    struct question *q = calloc(1, sizeof *q);

    if (q == NULL)
        abort();
    c->checked[INVARIANT_REQUESTS]++;
    *q = (struct question){c->log.entries[at].r.number, kind, surface, id, at,
                           c->requests->first};
    c->requests->first = q;
}

/* Ends the questions for which the answer is; at_most: also older ones, whose
 * answer it is too. */
static bool
end(struct check *c, uint32_t number, enum kind kind, uint32_t surface,
    uint32_t id, bool at_most)
{
    struct question **at = &c->requests->first;
    bool any = false;

    while (*at != NULL) {
        struct question *q = *at;

        if (q->number == number && q->kind == kind && q->surface == surface &&
            (q->id == id || (at_most && q->id < id))) {
            any = true;
            *at = q->next;
            free(q);
        } else {
            at = &q->next;
        }
    }
    return any;
}

static void
answer(struct check *c, uint32_t at, enum kind kind, uint32_t surface,
       uint32_t id)
{
    uint32_t number = c->log.entries[at].r.number;
    bool at_most = kind == ASKED_PRESENTED;

    if (!end(c, number, kind, surface, id, at_most) && kind != ASKED_FETCH &&
        kind != ASKED_FOUND && !check_is_half_known(c, number))
        check_violated(c, INVARIANT_REQUESTS, at, "nobody asked for this");
}

/* surface 0: all of the child's. */
static void
forget(struct check *c, uint32_t number, uint32_t surface)
{
    struct question **at = &c->requests->first;

    while (*at != NULL) {
        struct question *q = *at;

        if (q->number == number &&
            (surface == 0 ||
             (q->surface == surface && is_of_document(q->kind)))) {
            *at = q->next;
            free(q);
        } else {
            at = &q->next;
        }
    }
}

/* What the browser says. */
static void
on_sent(struct check *c, uint32_t at, enum message_id id, struct reader *r)
{
    uint32_t number = c->log.entries[at].r.number;
    union {
        struct msg_ping ping;
        struct msg_font_reply font;
        struct msg_fetch_end fetch;
        struct msg_find find;
        struct msg_print print;
        struct msg_dump_dom dump;
        struct msg_readback readback;
        struct msg_scene_end scene;
        struct msg_document_begin begin;
        struct msg_surface_destroy destroy;
    } m;

    if (id == MSG_ping && decode_ping(r, &m.ping))
        ask(c, at, ASKED_PONG, 0, m.ping.serial);
    else if (id == MSG_font_reply && decode_font_reply(r, &m.font))
        answer(c, at, ASKED_FONT, 0, m.font.request);
    else if (id == MSG_fetch_end && decode_fetch_end(r, &m.fetch))
        answer(c, at, ASKED_FETCH, m.fetch.surface, m.fetch.fetch);
    else if (id == MSG_find && decode_find(r, &m.find)) {
        end(c, number, ASKED_FOUND, m.find.surface, m.find.document, false);
        if (m.find.text.size > 0)
            ask(c, at, ASKED_FOUND, m.find.surface, m.find.document);
    } else if (id == MSG_print && decode_print(r, &m.print))
        ask(c, at, ASKED_PRINT, m.print.surface, m.print.document);
    else if (id == MSG_dump_dom && decode_dump_dom(r, &m.dump))
        ask(c, at, ASKED_DUMP, m.dump.surface, m.dump.document);
    else if (id == MSG_readback && decode_readback(r, &m.readback))
        ask(c, at, ASKED_READBACK, 0, m.readback.request);
    else if (id == MSG_scene_end && decode_scene_end(r, &m.scene))
        ask(c, at, ASKED_PRESENTED, 0, m.scene.frame);
    else if (id == MSG_document_begin && decode_document_begin(r, &m.begin))
        forget(c, number, m.begin.surface);
    else if (id == MSG_surface_destroy && decode_surface_destroy(r, &m.destroy))
        forget(c, number, m.destroy.surface);
}

/* What a child says. */
static void
on_received(struct check *c, uint32_t at, enum message_id id, struct reader *r)
{
    uint32_t number = c->log.entries[at].r.number;
    union {
        struct msg_pong pong;
        struct msg_font_request font;
        struct msg_fetch_start fetch;
        struct msg_fetch_cancel cancel;
        struct msg_found found;
        struct msg_print_end print;
        struct msg_dump_end dump;
        struct msg_readback_done readback;
        struct msg_presented presented;
    } m;

    if (id == MSG_pong && decode_pong(r, &m.pong))
        answer(c, at, ASKED_PONG, 0, m.pong.serial);
    else if (id == MSG_font_request && decode_font_request(r, &m.font))
        ask(c, at, ASKED_FONT, 0, m.font.request);
    else if (id == MSG_fetch_start && decode_fetch_start(r, &m.fetch))
        ask(c, at, ASKED_FETCH, m.fetch.surface, m.fetch.fetch);
    else if (id == MSG_fetch_cancel && decode_fetch_cancel(r, &m.cancel))
        end(c, number, ASKED_FETCH, m.cancel.surface, m.cancel.fetch, false);
    else if (id == MSG_found && decode_found(r, &m.found))
        answer(c, at, ASKED_FOUND, m.found.surface, m.found.document);
    else if (id == MSG_print_end && decode_print_end(r, &m.print))
        answer(c, at, ASKED_PRINT, m.print.surface, m.print.document);
    else if (id == MSG_dump_end && decode_dump_end(r, &m.dump))
        answer(c, at, ASKED_DUMP, m.dump.surface, m.dump.document);
    else if (id == MSG_readback_done && decode_readback_done(r, &m.readback))
        answer(c, at, ASKED_READBACK, 0, m.readback.request);
    else if (id == MSG_presented && decode_presented(r, &m.presented))
        answer(c, at, ASKED_PRESENTED, 0, m.presented.frame);
}

void
check_requests_take(struct check *c, uint32_t at)
{
    const struct trace_entry *e = &c->log.entries[at];
    enum message_id id;
    struct reader r;

    if (c->requests == NULL &&
        (c->requests = calloc(1, sizeof *c->requests)) == NULL)
        abort();
    if (e->r.phase == TRACE_DEATH)
        forget(c, e->r.number, 0);
    if (!trace_is_message(&e->r) || !trace_is_whole(&e->r) ||
        !message_open(e->r.payload, &id, &r))
        return;
    if (e->r.phase == TRACE_SENT)
        on_sent(c, at, id, &r);
    else
        on_received(c, at, id, &r);
}

void
check_requests_finish(struct check *c)
{
    uint64_t last_ns = 0;

    for (uint32_t i = 0; i < c->log.count; i++)
        if (c->log.entries[i].r.ns > last_ns)
            last_ns = c->log.entries[i].r.ns;
    while (c->requests != NULL && c->requests->first != NULL) {
        struct question *q = c->requests->first;

        if (last_ns - c->log.entries[q->at].r.ns > patience_ns)
            check_violated(c, INVARIANT_REQUESTS, q->at, "was never answered");
        else
            c->open++;
        c->requests->first = q->next;
        free(q);
    }
    free(c->requests);
    c->requests = NULL;
}
