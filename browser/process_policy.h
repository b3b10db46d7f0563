/*
 * process_policy.h - which documents may share a renderer process.
 *
 * Process: browser.  The models and their names are Chromium's
 * (docs/process_model_and_site_isolation.md there).
 */
#ifndef BULKHEAD_PROCESS_POLICY_H
#define BULKHEAD_PROCESS_POLICY_H

#include "children.h"

struct tab;

enum process_model {
    PROCESS_SITE_INSTANCE, /* documents of one site within one tab */
    PROCESS_SITE,          /* documents of one site in all tabs */
    PROCESS_TAB,           /* all that one tab shows, frames included */
    PROCESS_SINGLE,        /* everything but the browser's own pages */
    PROCESS_MODEL_COUNT
};

/* "site-instance", "site", "tab", "single". */
const char *process_model_name(enum process_model model);
bool process_model_find(const char *name, enum process_model *model);

/* Counts for processes asked for from now on. */
void process_policy_set(enum process_model model);
enum process_model process_policy(void);

/* As soon as so many renderers run, tabs of one site share one; 0: the
 * default.  It is soft: another site still gets its own. */
void process_policy_set_limit(unsigned renderers);
unsigned process_policy_limit(void);

/* The running renderer that a document of this site in this tab (or frame of
 * it) is to share, or NULL: it gets one of its own. */
struct child *process_policy_share(const struct tab *t, const char *site);

#endif
