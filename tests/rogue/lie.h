/*
 * lie.h - how a hostile child lies to the browser.
 *
 * Process: renderer, plugin, gpu (as an attacker who has taken one over).
 *
 * The launch argument is "lie KIND NAME": KIND says what lies.def calls an
 * act, or how a message of protocol.def is spoilt.
 */
#ifndef BULKHEAD_LIE_H
#define BULKHEAD_LIE_H

#include "child.h"

/* What the browser has told the liar. */
struct liar {
    enum role role;
    char kind[32], name[96];
    uint32_t surface, document, frame;
    int arena; /* the surface's memory, or -1 */
    uint32_t slots;
    bool told;
};
extern struct liar liar;

/* For ops: the argument, the last step before the lock-down, each message. */
bool lie_prepare(enum role role, const char *argument);
bool lie_attach(void);
bool lie_dispatch(enum message_id id, struct reader *r);

/* The acts of lies.def with this name and our role; those of handshake.c are
 * done by lie_attach, all others once there is a document, a plugin's surface
 * or a scene.  False: there is none. */
bool lie_act(void);
bool lie_shake(void);

/* One message as these bytes. */
void say_bytes(const char *bytes, size_t size);

/* Bytes behind nanomsg's back, into its socket. */
void push(const char *bytes, size_t size);

/* Never returns, never reads. */
_Noreturn void rest(void);

#endif
