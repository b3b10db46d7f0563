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

typedef const struct bulkhead_plugin *entry_fn(uint32_t abi);

static struct instances instances;

/* The text behind "name=" in the argument, to its end or the next space when
 * to_space; empty if there is none. */
static struct span
option(const char *argument, const char *name, bool to_space)
{
    const char *at = strstr(argument, name);
    struct span value = {NULL, 0};

    if (at == NULL)
        return value;
    value = span_of(at + strlen(name));
    if (to_space)
        value.size = strcspn((const char *)value.data, " ");
    return value;
}

/* Names come from plugins.def; a path in one would load anything. */
static bool
name_is_plain(struct span name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";

    for (size_t i = 0; i < name.size; i++)
        if (memchr(allowed, name.data[i], sizeof allowed - 1) == NULL)
            return false;
    return name.size > 0;
}

/* argument: "plugin=NAME dir=FOLDER"; the folder may have spaces. */
static bool
prepare(const char *argument)
{
    struct span name = option(argument, "plugin=", true);
    struct span folder = option(argument, " dir=", false);
    entry_fn *entry = NULL;
    char path[1024];
    void *object, *symbol;

    if (!name_is_plain(name) || folder.size == 0) {
        log_error("'%s' names no plugin", argument);
        return false;
    }
    snprintf(path, sizeof path, "%.*s/%.*s.so", (int)folder.size,
             (const char *)folder.data, (int)name.size,
             (const char *)name.data);
    object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    symbol = object == NULL ? NULL : dlsym(object, "bulkhead_plugin_entry");
    if (symbol == NULL) {
        log_error("cannot load a plugin: %s", dlerror());
        return false;
    }
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
