/*
 * zygote.h - the process that forks children, and what the browser asks of it.
 *
 * Process: zygote; browser/launch.c uses the structs.
 *
 * A zygote is "BINARY --zygote" with a SOCK_SEQPACKET socket at descriptor 3.
 * It has one thread for ever, has loaded what its children share, and never
 * reads anything but requests.  Both structs cross the socket as they are:
 * both ends are the same build on the same machine.
 */
#ifndef BULKHEAD_ZYGOTE_H
#define BULKHEAD_ZYGOTE_H

#include "sandbox.h"

enum { ZYGOTE_CONTROL = 3, ZYGOTE_ARGUMENT = 512, ZYGOTE_FDS = 3 };

/* With it come ZYGOTE_FDS descriptors: the socket's folder (O_PATH), the
 * child's lane end, the writing end of its log pipe. */
struct zygote_request {
    uint32_t number;
    uint32_t uid;     /* host user id wanted, if that can be had */
    uint32_t without; /* layers of the sandbox to leave out */
    char argument[ZYGOTE_ARGUMENT];
};

/* With it comes the pidfd, unless pid is -1. */
struct zygote_answer {
    uint32_t number;
    int32_t pid;
    int32_t error; /* errno if pid is -1 */
    uint32_t uid;  /* the child's, as the browser sees it */
};

/* Runs in the forked child, in its namespaces, with nothing else done. */
typedef void zygote_child_fn(struct sandbox *s,
                             const struct zygote_request *request,
                             const int fds[ZYGOTE_FDS]);

/* Serves requests until the browser's end closes. */
_Noreturn void zygote_run(const struct policy *policy, zygote_child_fn *child);

#endif
