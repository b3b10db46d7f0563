/*
 * sandbox.h - the layers between a child and the machine, one call each.
 *
 * Process: zygote and children; sandbox_can_change_uid, sandbox_denied_call
 * also the browser.
 *
 * The order of the calls is measured and matters; child.c is the one caller.
 * Each call that puts a layer in place sets its bit in layers; a layer that
 * cannot be had is left out, and the browser judges by policy.def what that
 * means.  Files: sandbox_namespaces.c, sandbox_root.c, sandbox_privileges.c,
 * sandbox_landlock.c, sandbox_seccomp.c.
 */
#ifndef BULKHEAD_SANDBOX_H
#define BULKHEAD_SANDBOX_H

#include "policy.h"

#include <sys/types.h>

/* The numbers a child's inherited descriptors have from the fork on; 0 and 1
 * are /dev/null. */
enum { FD_LOG = 2, FD_DIRECTORY = 3, FD_LANE = 4, FD_INHERITED = 5 };

/* The host user ids of children when the browser is root's: one each, so that
 * they are strangers to each other for the kernel. */
enum { CHILD_UID_FIRST = 61000, CHILD_UIDS = 4000 };

struct sandbox {
    const struct policy *policy;
    uint32_t uid;           /* as the browser sees it */
    uint32_t layers;        /* in place so far */
    uint32_t without;       /* left out on purpose (--layers) */
    uint32_t landlock_abi;  /* 0: this kernel has no Landlock */
    uint32_t syscalls;      /* allowed after lock-down */
    int maps;               /* /proc/self/maps, or -1 */
    struct span xauthority; /* the display's key, read by the zygote */
};

/* Whether children can be given host user ids of their own: root, and not in a
 * container that has no such ids. */
bool sandbox_can_change_uid(void);

/* Forks a child of our parent, the browser, into as many new namespaces as
 * the kernel grants; the first child that lacks one logs it.  In the zygote
 * returns the pid and sets *pidfd, or returns -1 with errno; in the child
 * returns 0 when its user ids are in place. */
pid_t sandbox_fork(struct sandbox *s, int *pidfd);

/* Bounds the child's life by the browser's: SIGKILL when it dies.  False when
 * it is dead already. */
bool sandbox_follow_browser(void);

/* Leaves exactly the descriptors named above: fds are socket directory, lane
 * and log pipe, in this order. */
bool sandbox_set_descriptors(struct sandbox *s, const int fds[3]);

/* Forbids further namespaces inside the own one, then exchanges the root for
 * what policy.def says. */
void sandbox_enter_root(struct sandbox *s);

/* User id where no user namespace gave one, capabilities, no-new-privs,
 * dumpable, W^X, resource limits.  To be called before the first thread. */
void sandbox_drop_privileges(struct sandbox *s);

/* Landlock: reading below / and the render nodes; nothing at all. */
void sandbox_landlock_display(struct sandbox *s);
void sandbox_landlock_nothing(struct sandbox *s);

/* Takes write permission from the pages that are both writable and
 * executable, which Mesa leaves behind. */
void sandbox_fix_pages(struct sandbox *s);

/* No more threads or processes. */
void sandbox_stop_threads(struct sandbox *s);

/* The last layer: the system call filter, for all threads.  Returns the
 * listener on which the browser hears of a denied call, -1 when the kernel
 * has none and a denied call kills by SIGSYS. */
int sandbox_lock(struct sandbox *s);

/* Browser: takes the next denied call from a listener that is readable and
 * says what it means for the child, as "killed by the sandbox: forbidden
 * system call openat(...)" or "aborted ...".  False when there is none. */
bool sandbox_denied_call(int listener, char *out, size_t size);

#endif
