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

static uint32_t
layers_named(struct span name)
{
    if (span_is(name, "namespaces"))
        return LAYERS_NAMESPACES | LAYER_ROOT;
    for (unsigned i = 0; i < LAYER_COUNT; i++)
        if (span_is(name, layer_name(i)))
            return 1u << i;
    return 0;
}

bool
policy_read_without(const char *list, uint32_t *without)
{
    while (*list == '-') {
        size_t size = strcspn(++list, ",");
        uint32_t layers =
            layers_named((struct span){(const uint8_t *)list, size});

        if (layers == 0)
            return false;
        *without |= layers;
        list += size;
        list += *list == ',';
    }
    return *list == 0;
}
