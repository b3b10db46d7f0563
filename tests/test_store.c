/*
 * test_store.c - history, bookmarks and session, also after a violent death.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "store.h"
#include "buf.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/bulkhead-store-XXXXXX";

static int
setup(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
    char command[300];

    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static bool
list(const struct store_entry *e, void *data)
{
    buf_printf(data, "%s|%s|%d\n", e->url, e->title, e->visits);
    return true;
}

static bool
first_only(const struct store_entry *e, void *data)
{
    list(e, data);
    return false;
}

static bool
list_tab(const struct store_tab *t, void *data)
{
    buf_printf(data, "%s|%s|%d\n", t->url, t->title, t->active);
    return true;
}

static void
assert_list(struct buf *got, const char *wanted)
{
    assert_string_equal(buf_text(got), wanted);
    got->size = 0;
}

/* Visits within one ms would have no order. */
static void
visit(const char *url, const char *title)
{
    store_visit(url, title);
    usleep(3000);
}

static void
history(void **state)
{
    struct buf b = {0};

    (void)state;
    assert_true(store_open(NULL));
    visit("https://www.example.org/", "Example");
    visit("http://b/50%_x", "");
    visit("https://www.example.org/", "");
    store_set_title("http://b/50%_x", "B 'quoted'");
    store_each_history(10, NULL, list, &b);
    assert_list(&b, "https://www.example.org/|Example|2\n"
                    "http://b/50%_x|B 'quoted'|1\n");
    store_each_history(1, NULL, list, &b);
    assert_list(&b, "https://www.example.org/|Example|2\n");
    store_each_history(10, NULL, first_only, &b);
    assert_list(&b, "https://www.example.org/|Example|2\n");
    store_each_history(10, "0%_", list, &b);
    assert_list(&b, "http://b/50%_x|B 'quoted'|1\n");
    store_each_history(10, "QUOTED", list, &b);
    assert_list(&b, "http://b/50%_x|B 'quoted'|1\n");
    store_clear_history();
    store_each_history(10, NULL, list, &b);
    assert_list(&b, "");
    store_close();
    buf_finish(&b);
}

static void
completion(void **state)
{
    struct buf b = {0};

    (void)state;
    assert_true(store_open(NULL));
    visit("https://www.example.org/", "One");
    visit("https://other/example", "Two");
    visit("https://other/example", "Two");
    visit("http://example.com/", "Three");
    visit("http://example.com/", "Three");
    store_bookmark_toggle("https://exact.example/", "Mark");
    store_complete("exam", 10, list, &b);
    assert_list(&b, "http://example.com/|Three|2\n"
                    "https://www.example.org/|One|1\n"
                    "https://other/example|Two|2\n"
                    "https://exact.example/|Mark|1\n");
    store_complete("https://www.exa", 2, list, &b);
    assert_list(&b, "http://example.com/|Three|2\n"
                    "https://exact.example/|Mark|1\n");
    store_complete("mark", 10, list, &b);
    assert_list(&b, "https://exact.example/|Mark|1\n");
    store_complete("", 10, list, &b);
    store_complete("%", 10, list, &b);
    assert_list(&b, "");
    store_close();
    buf_finish(&b);
}

static void
bookmarks(void **state)
{
    struct buf b = {0};

    (void)state;
    assert_true(store_open(NULL));
    assert_false(store_bookmark_is("http://a/"));
    assert_true(store_bookmark_toggle("http://a/", "A"));
    assert_true(store_bookmark_toggle("http://b/", "B"));
    visit("http://b/", "");
    assert_true(store_bookmark_is("http://a/"));
    store_bookmark_each(list, &b);
    assert_list(&b, "http://a/|A|0\nhttp://b/|B|1\n");
    assert_false(store_bookmark_toggle("http://a/", "A"));
    assert_false(store_bookmark_is("http://a/"));
    store_close();
    buf_finish(&b);
}

static void
session(void **state)
{
    const struct store_tab tabs[] = {{"http://a/", "A", false},
                                     {"about:blank", "", true}};
    struct buf b = {0};
    struct stat st;
    char path[300];

    (void)state;
    assert_true(store_open(folder));
    assert_true(store_session_save(tabs, 2));
    store_close();
    assert_true(store_open(folder));
    store_session_each(list_tab, &b);
    assert_list(&b, "http://a/|A|0\nabout:blank||1\n");
    assert_true(store_session_save(tabs, 1));
    store_session_each(list_tab, &b);
    assert_list(&b, "http://a/|A|0\n");
    assert_true(store_session_save(NULL, 0));
    store_session_each(list_tab, &b);
    assert_list(&b, "");
    store_close();
    snprintf(path, sizeof path, "%s/profile.db", folder);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    buf_finish(&b);
}

static void
closed(void **state)
{
    struct buf b = {0};

    (void)state;
    store_visit("http://a/", "");
    store_set_title("http://a/", "");
    store_each_history(1, NULL, list, &b);
    store_complete("a", 1, list, &b);
    store_clear_history();
    assert_false(store_bookmark_toggle("http://a/", ""));
    assert_false(store_session_save(NULL, 0));
    store_close();
    assert_int_equal(b.size, 0);
}

/* The child saves sessions of two tabs, both with the round's number. */
static void
save_for_ever(const char *place)
{
    if (!store_open(place))
        _exit(1);
    for (int round = 0;; round++) {
        char url[64];
        struct store_tab tabs[2];

        snprintf(url, sizeof url, "http://round/%d", round);
        tabs[0] = tabs[1] = (struct store_tab){url, "", false};
        store_session_save(tabs, 2);
        store_visit(url, "");
    }
}

struct pair {
    int count;
    char urls[2][64];
};

static bool
note_tab(const struct store_tab *t, void *data)
{
    struct pair *p = data;

    if (p->count < 2)
        snprintf(p->urls[p->count], sizeof p->urls[0], "%s", t->url);
    p->count++;
    return true;
}

static bool
count(const struct store_entry *e, void *data)
{
    (void)e;
    ++*(int *)data;
    return true;
}

static void
killed(void **state)
{
    char place[300], pattern[400];
    glob_t found;

    (void)state;
    snprintf(place, sizeof place, "%s/killed/deep", folder);
    for (int i = 0; i < 12; i++) {
        struct pair p = {0};
        int visits = 0;
        pid_t pid = fork();

        assert_true(pid >= 0);
        if (pid == 0)
            save_for_ever(place);
        usleep(30000 + (useconds_t)i * 7001);
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        assert_true(store_open(place));
        store_session_each(note_tab, &p);
        store_each_history(1000000, NULL, count, &visits);
        store_close();
        /* A whole session or, when killed at the very start, none. */
        assert_true(p.count == 2 || (p.count == 0 && visits == 0));
        assert_string_equal(p.urls[0], p.urls[1]);
    }
    snprintf(pattern, sizeof pattern, "%s/*damaged*", place);
    assert_int_equal(glob(pattern, 0, NULL, &found), GLOB_NOMATCH);
}

static void
damaged(void **state)
{
    static const char *const wrecks[] = {
        "this is no database at all, whatever it says",
        "SQLite format 3",
    };
    char place[300], path[400], pattern[400];

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        glob_t found = {0};
        char page[8192];
        int fd;

        snprintf(place, sizeof place, "%s/damaged%zu", folder, i);
        snprintf(path, sizeof path, "%s/profile.db", place);
        snprintf(pattern, sizeof pattern, "%s/profile.db.damaged-*", place);
        mkdir(place, 0700);
        memset(page, (int)('x' + i), sizeof page);
        memcpy(page, wrecks[i], strlen(wrecks[i]) + 1);
        fd = open(path, O_WRONLY | O_CREAT, 0600);
        assert_int_equal(write(fd, page, sizeof page), sizeof page);
        close(fd);
        assert_true(store_open(place));
        store_visit("http://a/", "A");
        store_close();
        assert_int_equal(glob(pattern, 0, NULL, &found), 0);
        globfree(&found);
    }
}

static void
bad_place(void **state)
{
    (void)state;
    assert_false(store_open("/proc/nowhere"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(history),   cmocka_unit_test(completion),
        cmocka_unit_test(bookmarks), cmocka_unit_test(session),
        cmocka_unit_test(closed),    cmocka_unit_test(killed),
        cmocka_unit_test(damaged),   cmocka_unit_test(bad_place),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
