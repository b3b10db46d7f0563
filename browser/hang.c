/*
 * hang.c - what a person is told of a page that does not answer.
 *
 * Process: browser.  Distrusts: pages' titles, which the toolbar cleans.
 */
#include "hang.h"
#include "utf8.h"

enum { TITLE_SHOWN = 60 }; /* bytes of a title in the question */

static const struct child *
slower(const struct child *a, const struct child *b)
{
    if (b == NULL || !supervisor_is_slow(b))
        return a;
    return a == NULL || supervisor_waited(b) > supervisor_waited(a) ? b : a;
}

struct child *
hang_of_tab(const struct tab *t)
{
    const struct child *found = NULL;
    struct page *const pages[] = {t->page, t->next};

    for (int i = 0; i < 2; i++) {
        const struct page *p = pages[i];

        if (p == NULL)
            continue;
        found = slower(found, p->renderer);
        for (int e = 0; e < MAX_EMBEDS; e++)
            if (p->embeds[e].in_use && p->embeds[e].frame != NULL)
                found = slower(found, hang_of_tab(p->embeds[e].frame));
            else if (p->embeds[e].in_use)
                found = slower(found, p->embeds[e].child);
    }
    return (struct child *)(uintptr_t)found;
}

/* What it means for the person. */
static const char *
advice(enum condition condition)
{
    switch (condition) {
    case CONDITION_BUSY:
        return "it is busy and gets on, and may answer yet";
    case CONDITION_SPINNING:
        return "it computes without getting anywhere";
    case CONDITION_BLOCKED:
        return "it stands still, without computing";
    case CONDITION_STOPPED:
        return "its process was stopped from outside";
    case CONDITION_ANSWERS:
        break;
    }
    return "it has just begun to answer";
}

void
hang_describe(struct buf *out, const struct tab *t, const struct child *c)
{
    struct span title = utf8_prefix(span_of(tab_title(t)), TITLE_SHOWN);

    buf_add_text(out, c->role == PLUGIN ? "A plugin on \xE2\x80\x9C"
                                        : "\xE2\x80\x9C");
    buf_add_span(out, title);
    if (title.size < strlen(tab_title(t)))
        buf_add_text(out, "\xE2\x80\xA6");
    buf_add_text(out, "\xE2\x80\x9D");
    if (c->site != NULL && c->site[0] != 0)
        buf_printf(out, " (%.80s)", c->site);
    buf_printf(out, " does not answer: %s.", advice(supervisor_state(c)));
}

void
hang_answer(struct child *c, bool stop)
{
    if (stop)
        child_kill(c, "stopped by you because it did not answer (%s)",
                   condition_name(supervisor_state(c)));
    else
        supervisor_wait(c);
}
