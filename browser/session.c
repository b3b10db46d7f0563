/*
 * session.c - the open tabs, kept in the profile and offered again.
 *
 * Process: browser.  Distrusts: titles and addresses in the profile, which
 * pages chose; they are only shown, escaped.
 *
 * The mark of a run that has not ended is a row of its own in the stored
 * session: it comes and goes with the tabs, in one transaction.
 */
#include "session.h"
#include "pages.h"
#include "store.h"
#include "tabs.h"

#include "log.h"

#include <stdlib.h>
#include <string.h>

enum { SAVE_AFTER = 1000 /* ms */ };

static const char running_mark[] = "about:running";

static struct {
    struct loop *loop; /* NULL: nothing is kept (headless) */
    struct loop_timer *timer;
    struct buf last; /* rows of a table: the tabs of the last run */
    unsigned last_count;
    bool was_cut;
} session;

/* What is nothing to go back to. */
static bool
is_empty(const char *url)
{
    return url[0] == 0 || strcmp(url, "about:blank") == 0 ||
           strcmp(url, "about:session") == 0;
}

static bool
take_tab(const struct store_tab *tab, void *unused)
{
    struct buf *rows = &session.last;

    (void)unused;
    if (strcmp(tab->url, running_mark) == 0) {
        session.was_cut = true;
        return true;
    }
    if (is_empty(tab->url))
        return true;
    session.last_count++;
    buf_add_text(rows, "<tr><td class=\"name\"><a href=\"");
    pages_text(rows, span_of(tab->url));
    buf_add_text(rows, "\">");
    pages_text(rows, span_of(tab->title[0] != 0 ? tab->title : tab->url));
    buf_printf(rows, "</a>%s<br><span class=\"address\">",
               tab->active ? " <span class=\"quiet\">(in front)</span>" : "");
    pages_text(rows, span_of(tab->url));
    buf_add_text(rows, "</span></td></tr>\n");
    return true;
}

static void
save(bool running)
{
    struct store_tab *rows =
        calloc((size_t)tabs_count() + 1, sizeof(struct store_tab));
    size_t count = 0;

    if (rows == NULL)
        fatal_memory("out of memory for the session");
    for (struct tab *t = tabs_first(); t != NULL; t = t->following)
        rows[count++] =
            (struct store_tab){tab_url(t), tab_title(t), t == tab_active()};
    if (running)
        rows[count++] = (struct store_tab){running_mark, "", false};
    store_session_save(rows, count);
    free(rows);
}

/* As long as nothing new was opened the last session is worth more. */
static void
on_timer(void *unused)
{
    struct tab *t = tabs_first();

    (void)unused;
    session.timer = NULL;
    while (t != NULL && is_empty(tab_url(t)))
        t = t->following;
    if (t != NULL || session.last_count == 0)
        save(true);
}

void
session_open(struct loop *l)
{
    session.loop = l;
    store_session_each(take_tab, NULL);
    session_changed();
}

bool
session_was_cut(void)
{
    return session.was_cut && session.last_count > 0;
}

void
session_changed(void)
{
    if (session.loop != NULL && session.timer == NULL)
        session.timer = loop_after(session.loop, SAVE_AFTER, on_timer, NULL);
}

void
session_close(void)
{
    if (session.loop == NULL)
        return;
    loop_cancel(session.timer);
    session.timer = NULL;
    session.loop = NULL;
    save(false);
    buf_finish(&session.last);
    session.last_count = 0;
    session.was_cut = false;
}

void
session_page(struct buf *html, const char *query, void *data)
{
    (void)query;
    (void)data;
    pages_begin(html, session_was_cut() ? "Your last session ended unexpectedly"
                                        : "The last session");
    if (session.last_count > 0) {
        buf_add_text(html, "<p>These tabs were open. Each link opens one "
                           "again.</p>\n<table>\n");
        buf_add_span(html, buf_span(&session.last));
        buf_add_text(html, "</table>\n");
    } else {
        buf_add_text(html, "<p class=\"quiet\">It had no tabs to go back "
                           "to.</p>\n");
    }
    pages_end(html);
}
