/*
 * fault_pages.c - about:crash, about:hang and their like: deaths on demand.
 *
 * Process: browser.  Distrusts: nothing; the person typed the address.
 */
#include "fault_pages.h"
#include "compositor.h"
#include "fetch_about.h"
#include "pages.h"

#include "log.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>

enum { BY_KILL = FAULT }; /* not a message: kill -9 */

static const struct fault_page {
    const char *name, *what;
    int kind; /* FAULT_ or BY_KILL */
    bool gpu;
} faults[] = {
    {"crash", "makes the page\xE2\x80\x99s renderer write where it may not",
     FAULT_CRASH, false},
    {"hang", "makes it compute without end", FAULT_SPIN, false},
    {"block", "makes it wait without end, without computing", FAULT_BLOCK,
     false},
    {"oom", "makes it use up its memory", FAULT_MEMORY, false},
    {"abort", "makes it find an error in itself", FAULT_ABORT, false},
    {"stack", "makes it use up its stack", FAULT_STACK, false},
    {"syscall", "makes it ask the kernel for a file, which is forbidden",
     FAULT_CALL, false},
    {"flood", "makes it send messages without end", FAULT_FLOOD, false},
    {"kill", "kills it from outside, as kill -9 does", BY_KILL, false},
    {"gpucrash", "makes the GPU process write where it may not", FAULT_CRASH,
     true},
    {"gpuhang", "makes the GPU process compute without end", FAULT_SPIN, true},
    {"gpukill", "kills the GPU process from outside", BY_KILL, true},
};

static void
explain(struct buf *html, const char *query, void *data)
{
    const struct fault_page *f = data;

    (void)query;
    pages_begin(html, "Type it to do it");
    buf_printf(html,
               "<p>about:%s %s, to show what the browser makes of that.</p>\n"
               "<p class=\"quiet\">It acts on what a tab shows, and only when "
               "its name is typed into the address bar; no link or page can "
               "do it.</p>\n",
               f->name, f->what);
    pages_end(html);
}

void
fault_pages_register(void)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        fetch_about_add(faults[i].name, explain, (void *)(uintptr_t)&faults[i]);
}

static void
commit(struct child *c, int kind)
{
    bool done =
        c != NULL && (kind == BY_KILL ? child_signal(c, SIGKILL)
                                      : supervisor_fault(c, (choice_t)kind));

    if (!done)
        log_warn("there is no such process to be harmed now");
}

static void
perform(struct tab *t, struct page *p, const struct fault_page *f)
{
    if (f->gpu) {
        compositor_when_live(commit, f->kind);
        return;
    }
    /* It will not be done with its document again. */
    p->document_done = false;
    commit(p->renderer, f->kind);
    tabs_listener->changed(t);
}

bool
fault_page_take(struct tab *t, const char *url)
{
    const struct page *p = t->page;

    if (strncmp(url, "about:", 6) != 0)
        return false;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        if (strcmp(url + 6, faults[i].name) != 0)
            continue;
        if (faults[i].gpu ? p != NULL
                          : p != NULL && p->renderer != NULL && !p->dead &&
                                p->renderer->state == CHILD_LIVE) {
            perform(t, t->page, &faults[i]);
        } else {
            t->fault = (int)i + 1;
            tab_navigate(t, "about:blank", "", NAVIGATE_NEW, 0);
        }
        return true;
    }
    return false;
}

void
fault_page_loaded(struct tab *t, struct page *p)
{
    int fault = t->fault;

    t->fault = 0;
    if (fault != 0)
        perform(t, p, &faults[fault - 1]);
}
