/*
 * child.h - the skeleton of every sandboxed main(): zygote, launch, lock-down,
 * greeting, loop.
 *
 * Process: renderer, plugin, gpu.  The browser's word is taken; what a child
 * distrusts is said by its own files.
 *
 * The binary is started once per kind as "BINARY --zygote" and forks one child
 * per request of the browser.  A child goes through, in this order:
 *   prepare  own namespaces, but still the old root: may open files
 *   attach   final root, no capabilities, read-only Landlock: may connect to a
 *            display and start threads
 *   (Landlock to nothing, nanomsg to the browser, seccomp, hello and ready)
 *   dispatch, work  locked down for good
 */
#ifndef BULKHEAD_CHILD_H
#define BULKHEAD_CHILD_H

#include "channel.h"
#include "messages.h"

struct child_ops {
    enum role role;

    /* Zygote, once, single-threaded: load what all children share.  NULL is
     * allowed, as for the next four. */
    void (*warm)(void);

    /* argument is the browser's launch argument ("" if none).  False ends the
     * child before it was ready; it has logged the cause. */
    bool (*prepare)(const char *argument);
    bool (*attach)(const char *argument);

    /* Called once, locked down, after ready was sent. */
    void (*start)(void);

    /* Hands one message to a handler; false for a message that does not
     * decode, which ends the child. */
    bool (*dispatch)(enum message_id id, struct reader *r);

    /* Does one slice of pending work (some ms at most).  Returns after how
     * many ms it wants to be called again without a message: 0 at once, -1
     * when only a message can bring work. */
    int (*work)(void);
};

/* main() of all three binaries.  Does not return before the child or zygote
 * ends. */
int child_main(int argc, char **argv, const struct child_ops *ops);

/* The channel to the browser, for send_x(); a failing send ends the child. */
struct channel *child_browser(void);

/* The next descriptor on the lane; it has been put there before the message
 * that announces it, so this does not wait in practice.  Owned by the caller.
 */
int child_take_descriptor(void);

/* Waits for the next message with this id, keeping all others for later in
 * their order.  The message is valid until the next call.  For requests whose
 * answer a child cannot work without (fonts). */
struct span child_wait_for(enum message_id id);

/* To be called now and then inside work that may take long in one piece
 * (layout): tells the browser twice a second that it gets on, so that a person
 * is told of a busy page and not of a hanging one.  Costs nanoseconds; does
 * nothing outside a running child. */
void child_progress(void);

/* A further descriptor that wakes the loop (the gpu's display); -1 for none.
 * To be set in attach. */
void child_also_watch(int fd);

#endif
