/*
 * test_session.c - the tabs of the last run, after an end in order and after
 * one that was none.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "session.h"
#include "store.h"
#include "tabs.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* In place of tabs.c. */
static struct tab tabs[3];
static int count;

int
tabs_count(void)
{
    return count;
}

struct tab *
tabs_first(void)
{
    return count > 0 ? &tabs[0] : NULL;
}

struct tab *
tab_active(void)
{
    return tabs_first();
}

const char *
tab_url(const struct tab *t)
{
    return t->entries[0].url;
}

const char *
tab_title(const struct tab *t)
{
    return t->entries[0].title;
}

static void
open_tabs(int wanted, const char *const urls[])
{
    count = wanted;
    for (int i = 0; i < count; i++) {
        tabs[i].entries[0].url = (char *)(uintptr_t)urls[i];
        tabs[i].entries[0].title = (char *)(uintptr_t) "A <b> title";
        tabs[i].following = i + 1 < count ? &tabs[i + 1] : NULL;
    }
}

static void
stop(void *data)
{
    loop_stop(data, 0);
}

/* A run with these tabs: long enough that they are saved, then an end. */
static void
run(const char *folder, int wanted, const char *const urls[], bool in_order,
    bool *was_cut, struct buf *page)
{
    struct loop *l = loop_create();

    assert_true(store_open(folder));
    open_tabs(wanted, urls);
    session_open(l);
    *was_cut = session_was_cut();
    page->size = 0;
    session_page(page, "", NULL);
    loop_after(l, 1010, stop, l); /* behind the saving: timers keep order */
    loop_run(l);
    if (in_order)
        session_close();
    store_close();
    /* What is left is a process's own that ends here. */
    if (!in_order)
        session_close();
    loop_destroy(l);
}

static void
ends(void **state)
{
    static const char *const two[] = {"https://example.org/?a=1&b=<",
                                      "about:history"};
    static const char *const blank[] = {"about:session", "about:blank"};
    char folder[] = "/tmp/bulkhead-session-XXXXXX", command[64];
    struct buf page = {0};
    bool cut;

    (void)state;
    assert_non_null(mkdtemp(folder));
    run(folder, 2, two, false, &cut, &page);
    assert_false(cut); /* there was none before */
    assert_non_null(strstr(buf_text(&page), "no tabs"));
    run(folder, 2, blank, false, &cut, &page);
    assert_true(cut);
    assert_non_null(strstr(buf_text(&page), "ended unexpectedly"));
    assert_non_null(strstr(buf_text(&page),
                           "href=\"https://example.org/?a=1&amp;b=&lt;\""));
    assert_non_null(strstr(buf_text(&page), "A &lt;b&gt; title"));
    assert_non_null(strstr(buf_text(&page), "about:history"));
    assert_null(strstr(buf_text(&page), "about:running"));
    /* Nothing new was opened in that run: the old tabs are still offered. */
    run(folder, 1, two, true, &cut, &page);
    assert_true(cut);
    assert_non_null(strstr(buf_text(&page), "about:history"));
    run(folder, 1, blank, true, &cut, &page);
    assert_false(cut);
    assert_null(strstr(buf_text(&page), "unexpectedly"));
    assert_non_null(strstr(buf_text(&page), "example.org"));
    assert_null(strstr(buf_text(&page), "about:history"));
    buf_finish(&page);
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ends)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
