/*
 * main.c - the plugin process: load one plugin, lock down, run its instances.
 *
 * Process: plugin.  Distrusts: the plugin; from lock-down on, the sandbox is
 * all that holds it.  Its shared object is the person's own, installed beside
 * the browser, and its constructors run before that.
 */
#include "plugin.h"
#include "child.h"
#include "log.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef const struct bulkhead_plugin *entry_fn(uint32_t abi);

static struct instances instances;

/* The shared object comes as a descriptor on the lane: it may lie where this
 * process's user cannot go. */
static bool
prepare(const char *argument)
{
    entry_fn *entry = NULL;
    char path[32];
    void *object, *symbol;
    int fd = child_take_descriptor();

    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    symbol = object == NULL ? NULL : dlsym(object, "bulkhead_plugin_entry");
    if (symbol == NULL) {
        log_error("cannot load the plugin %s: %s", argument, dlerror());
        return false;
    }
    close(fd);
    memcpy(&entry, &symbol, sizeof symbol);
    return instances_init(&instances, entry(BULKHEAD_PLUGIN_ABI));
}

static void
start(void)
{
    instances.browser = child_browser();
}

static bool
dispatch(enum message_id id, struct reader *r)
{
    return plugin_dispatch(&instances, id, r);
}

static int
work(void)
{
    return instances_work(&instances);
}

int
main(int argc, char **argv)
{
    static const struct child_ops ops = {
        .role = PLUGIN,
        .prepare = prepare,
        .start = start,
        .dispatch = dispatch,
        .work = work,
    };

    return child_main(argc, argv, &ops);
}
