/*
 * sandbox_notice.c - what is missing of the sandbox, said aloud.
 *
 * Process: browser.  Distrusts: the layers a child reports; children.c has
 * checked from outside what can be seen from there.
 */
#include "sandbox_notice.h"

#include "log.h"

#include <stdio.h>
#include <string.h>

static struct {
    bool no_sandbox;
    uint32_t without;
    bool told[ROLE_COUNT];
    char line[512];
} self;

void
sandbox_notice_open(bool no_sandbox, uint32_t without)
{
    self.no_sandbox = no_sandbox;
    self.without = without;
}

/* Layers that no child of its kind has here: a separate user takes root, and
 * the gpu's GL drivers hold writable code until they are warm. */
static uint32_t
out_of_reach(enum role role)
{
    uint32_t layers = LAYER_UID | (role == GPU ? LAYER_WRITE_XOR_EXEC : 0u);

    return layers & ~self.without;
}

const char *
sandbox_notice(const struct child *c)
{
    struct buf missing = {0};
    const char *line = NULL;

    if (self.told[c->role] ||
        (LAYERS_ALL & ~c->layers & ~out_of_reach(c->role)) == 0)
        return NULL;
    self.told[c->role] = true;
    child_missing_layers(c, &missing);
    snprintf(self.line, sizeof self.line, "The %s sandbox lacks layers%s: %s.",
             role_name(c->role),
             self.without ? " (--layers, for debugging)" : " on this machine",
             buf_text(&missing));
    log_warn("%s", self.line);
    line = self.line;
    buf_finish(&missing);
    return line;
}

const char *
sandbox_refusal(const struct child *c, const char *url)
{
    static char text[512];
    struct buf missing = {0};
    bool complete = child_missing_layers(c, &missing);

    if (!complete)
        snprintf(text, sizeof text,
                 "The sandbox of the %s process lacks layers that are "
                 "required to load pages: %s. Start bulkhead with "
                 "--no-sandbox to load them all the same.",
                 role_name(c->role), buf_text(&missing));
    buf_finish(&missing);
    if (complete || self.no_sandbox || strncmp(url, "about:", 6) == 0)
        return NULL;
    return text;
}
