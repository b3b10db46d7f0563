/*
 * process_policy.c - which documents may share a renderer process.
 *
 * Process: browser.
 */
#include "process_policy.h"
#include "tabs.h"

#include <string.h>

enum { DEFAULT_LIMIT = 64 /* half of what policy.def allows */ };

static struct {
    enum process_model model;
    unsigned limit;
} policy = {PROCESS_SITE_INSTANCE, DEFAULT_LIMIT};

static const char *const names[PROCESS_MODEL_COUNT] = {
    [PROCESS_SITE_INSTANCE] = "site-instance",
    [PROCESS_SITE] = "site",
    [PROCESS_TAB] = "tab",
    [PROCESS_SINGLE] = "single"};

const char *
process_model_name(enum process_model model)
{
    return names[model];
}

bool
process_model_find(const char *name, enum process_model *model)
{
    for (int i = 0; i < PROCESS_MODEL_COUNT; i++)
        if (strcmp(names[i], name) == 0) {
            *model = (enum process_model)i;
            return true;
        }
    return false;
}

void
process_policy_set(enum process_model model)
{
    policy.model = model;
}

enum process_model
process_policy(void)
{
    return policy.model;
}

void
process_policy_set_limit(unsigned renderers)
{
    policy.limit = renderers > 0 ? renderers : DEFAULT_LIMIT;
}

unsigned
process_policy_limit(void)
{
    return policy.limit;
}

/* The browser's own pages have powers that no other document may come near,
 * whatever the model. */
static bool
has_power(const char *site)
{
    return strcmp(site, "about:") == 0;
}

/* Files are not for the web, nor for a renderer that has seen it. */
static bool
is_local(const char *site)
{
    return strncmp(site, "file:", 5) == 0;
}

static unsigned
count_renderers(void)
{
    unsigned count = 0;

    for (const struct child *c = children_first(); c != NULL; c = c->next)
        count += c->role == RENDERER && c->state != CHILD_DEAD && !c->rogue;
    return count;
}

struct child *
process_policy_share(const struct tab *t, const char *site)
{
    bool crowded = count_renderers() >= policy.limit;

    if (has_power(site))
        return NULL;
    for (const struct page *p = pages_first(); p != NULL; p = p->next) {
        bool same_tab = tab_top(p->tab) == tab_top(t);
        bool same_site = strcmp(p->site, site) == 0;

        if (p->renderer == NULL || p->renderer->state == CHILD_DEAD ||
            has_power(p->site) || is_local(p->site) != is_local(site))
            continue;
        switch (policy.model) {
        case PROCESS_SINGLE:
            return p->renderer;
        case PROCESS_TAB:
            if (same_tab)
                return p->renderer;
            break;
        case PROCESS_SITE:
            if (same_site)
                return p->renderer;
            break;
        case PROCESS_SITE_INSTANCE:
        default:
            if (same_site && (same_tab || crowded))
                return p->renderer;
            break;
        }
    }
    return NULL;
}
