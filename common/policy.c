/*
 * policy.c - the table built from policy.def.
 *
 * Process: all.  Distrusts: nothing.
 */
#include "policy.h"

static const struct policy policies[ROLE_COUNT] = {
#define PROCESS(role, binary, most, memory, root, threads, on_death, required) \
    [role] = {role, binary, most, memory, root, threads, on_death, required},
#include "policy.def"
};

const struct policy *
policy_of(enum role role)
{
    return &policies[role];
}

const char *
layer_name(unsigned index)
{
    static const char *const names[LAYER_COUNT] = {
        "user-ns",      "pid-ns",     "net-ns",  "ipc-ns",       "mount-ns",
        "uts-ns",       "cgroup-ns",  "root",    "capabilities", "no-new-privs",
        "not-dumpable", "landlock",   "seccomp", "rlimits",      "w^x",
        "uid",          "descriptors"};

    return names[index];
}
