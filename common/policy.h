/*
 * policy.h - what policy.def means in C, and the names of the sandbox's
 * layers.
 *
 * Process: all.
 */
#ifndef BULKHEAD_POLICY_H
#define BULKHEAD_POLICY_H

#include "messages.h"

/* A layer is a bit in ready.layers. */
enum layer {
    LAYER_USER_NS = 1 << 0,
    LAYER_PID_NS = 1 << 1,
    LAYER_NET_NS = 1 << 2,
    LAYER_IPC_NS = 1 << 3,
    LAYER_MOUNT_NS = 1 << 4,
    LAYER_UTS_NS = 1 << 5,
    LAYER_CGROUP_NS = 1 << 6,
    LAYER_ROOT = 1 << 7,
    LAYER_CAPABILITIES = 1 << 8,
    LAYER_NO_NEW_PRIVS = 1 << 9,
    LAYER_NOT_DUMPABLE = 1 << 10,
    LAYER_LANDLOCK = 1 << 11,
    LAYER_SECCOMP = 1 << 12,
    LAYER_RLIMITS = 1 << 13,
    LAYER_WRITE_XOR_EXEC = 1 << 14,
    LAYER_UID = 1 << 15,
    LAYER_DESCRIPTORS = 1 << 16,
    LAYER_COUNT = 17,
    LAYERS_ALL = (1 << LAYER_COUNT) - 1,
    LAYERS_NAMESPACES = (1 << 7) - 1,
    /* What even a container without user namespaces can give. */
    LAYERS_CORE = LAYER_CAPABILITIES | LAYER_NO_NEW_PRIVS | LAYER_NOT_DUMPABLE |
                  LAYER_SECCOMP | LAYER_RLIMITS | LAYER_DESCRIPTORS
};

enum root_kind { ROOT_EMPTY, ROOT_DISPLAY };
enum death_answer { DEATH_SAD_PAGE, DEATH_PLACEHOLDER, DEATH_RESTART };

struct policy {
    enum role role;
    const char *binary;
    unsigned most;
    unsigned memory_mib;
    enum root_kind root;
    unsigned threads;
    enum death_answer on_death;
    uint32_t required; /* layers */
};

/* The row of RENDERER, PLUGIN or GPU. */
const struct policy *policy_of(enum role role);

/* Reads a list of layers to leave out, "-seccomp,-landlock", where
 * "-namespaces" is all of those, and adds them to *without; false for a name
 * that is none. */
bool policy_read_without(const char *list, uint32_t *without);

/* "user-ns", "seccomp", ...; index < LAYER_COUNT. */
const char *layer_name(unsigned index);

#endif
