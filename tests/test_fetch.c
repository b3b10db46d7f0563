/*
 * test_fetch.c - file:, data: and about: addresses, and the initiator rules.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "fetch_about.h"
#include "fetch_client.h"
#include "limits.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/bulkhead-file-XXXXXX";

static const char *
path_of(const char *name)
{
    static char path[2][512];
    static int turn;

    turn = !turn;
    snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
    return path[turn];
}

static const char *
url_of(const char *name)
{
    static char url[2][600];
    static int turn;

    turn = !turn;
    snprintf(url[turn], sizeof url[turn], "file://%s/%s", folder, name);
    return url[turn];
}

static void
write_file(const char *name, const void *data, size_t size)
{
    int fd = open(path_of(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, data, size), size);
    close(fd);
}

static void
write_text(const char *name, const char *text)
{
    write_file(name, text, strlen(text));
}

static struct seen *
get(const char *url)
{
    struct seen *s = fetch_whole(url, "", NULL);

    assert_int_equal(s->ends, 1);
    assert_false(s->inside_start);
    return s;
}

static void
assert_ok(const struct seen *s, const char *mime, const char *body)
{
    assert_string_equal(s->message, "");
    assert_int_equal(s->result, LOAD_RESULT_OK);
    assert_string_equal(s->mime, mime);
    assert_int_equal(s->body.size, strlen(body));
    assert_memory_equal(s->body.data, body, strlen(body));
}

static void
assert_ended(const struct seen *s, int result, const char *part)
{
    assert_int_equal(s->result, result);
    assert_int_equal(s->heads, 0);
    if (strstr(s->message, part) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", part, s->message);
}

static bool
has(const struct seen *s, const char *text)
{
    return memmem(s->body.data, s->body.size, text, strlen(text)) != NULL;
}

static int
setup(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL || mkdir(path_of("sub"), 0700) < 0 ||
        mkdir(path_of("sub/deep"), 0700) < 0 ||
        mkdir(path_of("bare"), 0700) < 0)
        return -1;
    write_text("page.html", "<p>page</p>");
    write_text("sub/below.css", "p{}");
    write_text("sub/index.html", "<p>sub</p>");
    write_text("nothing", "");
    write_text("plain", "words");
    write_text("markup", "<!DOCTYPE html><p>");
    write_text("<b>&\"' %23#?.txt", "odd");
    write_text("\xff\xfe.txt", "not UTF-8");
    if (mkfifo(path_of("pipe"), 0600) < 0 ||
        symlink("/etc/hostname", path_of("sub/out")) < 0 ||
        symlink("deep", path_of("sub/in")) < 0 ||
        symlink("/nowhere", path_of("dangling")) < 0)
        return -1;
    write_text("sub/deep/x.txt", "deep");
    return 0;
}

static int
teardown(void **state)
{
    char command[300];

    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static void
files(void **state)
{
    static char big[3000000];
    struct seen *s;

    (void)state;
    s = get(url_of("page.html#x"));
    assert_ok(s, "text/html", "<p>page</p>");
    assert_int_equal(s->status, 200);
    assert_int_equal(s->length, 11);
    assert_string_equal(s->url, url_of("page.html#x"));
    assert_ok(get(url_of("plain")), "text/plain", "words");
    assert_ok(get(url_of("markup")), "text/html", "<!DOCTYPE html><p>");
    assert_ok(get(url_of("nothing")), "text/plain", "");
    assert_ok(get(url_of("%3Cb%3E&%22'%20%2523%23%3F.txt")), "text/plain",
              "odd");
    for (size_t i = 0; i < sizeof big; i++)
        big[i] = (char)(i * 7 >> 3);
    write_file("big.bin", big, sizeof big);
    s = fetch_whole(url_of("big.bin"), "", &(struct manner){.refusals = 20});
    assert_int_equal(s->result, LOAD_RESULT_OK);
    assert_string_equal(s->mime, "application/octet-stream");
    assert_int_equal(s->body.size, sizeof big);
    assert_memory_equal(s->body.data, big, sizeof big);
}

static void
no_files(void **state)
{
    (void)state;
    assert_ended(get(url_of("none")), LOAD_RESULT_FAILED, "There is no file");
    assert_ended(get(url_of("plain/x")), LOAD_RESULT_FAILED, "There is no");
    assert_ended(get(url_of("dangling")), LOAD_RESULT_FAILED, "There is no");
    assert_ended(get(url_of("pipe")), LOAD_RESULT_REFUSED, "neither a file");
    assert_ended(get("file:///dev/zero"), LOAD_RESULT_REFUSED, "neither");
    assert_ended(get(url_of("a%00b")), LOAD_RESULT_FAILED, "zero byte");
    assert_ended(get("file://host/x"), LOAD_RESULT_FAILED,
                 "another computer (host)");
}

static void
listings(void **state)
{
    struct seen *s;

    (void)state;
    s = get(url_of(""));
    assert_string_equal(s->mime, "text/html");
    assert_string_equal(s->charset, "utf-8");
    assert_true(has(s, "<a href=\"./sub/\">sub/</a>"));
    assert_true(has(s, "<a href=\"../\">"));
    assert_true(has(s, "href=\"./%3Cb%3E%26%22%27%20%2523%23%3F.txt\">"
                       "&lt;b&gt;&amp;&quot;&#39; %23#?.txt</a>"));
    assert_true(has(s, "href=\"./%FF%FE.txt\">\xef\xbf\xbd\xef\xbf\xbd.txt"));
    assert_true(has(s, ">pipe</td>")); /* no link */
    assert_false(has(s, "<b>"));
    s = get(url_of("sub"));
    assert_string_equal(s->url, url_of("sub/"));
    assert_true(has(s, "below.css"));
    assert_true(has(get(url_of("bare/")), "This folder is empty"));
    assert_false(has(get("file:///"), "Parent folder"));
}

static void
data_addresses(void **state)
{
    static const struct {
        const char *url, *mime, *charset, *body; /* body NULL: fails */
    } cases[] = {
        {"data:,a%20b", "text/plain", "us-ascii", "a b"},
        {"data:text/html,<p>x#frag", "text/html", "", "<p>x"},
        {"data:text/html;charset=UTF-8,%C3%A9", "text/html", "utf-8",
         "\xc3\xa9"},
        {"data:;charset=latin1,x", "text/plain", "latin1", "x"},
        {"data:text/html;base64,PHA+", "text/html", "", "<p>"},
        {"data:text/html; base64 ,PH A+", "text/html", "", "<p>"},
        {"data:text/html;BASE64,YQ%3D%3D", "text/html", "", "a"},
        {"data:text/html;base64,YQ", "text/html", "", "a"},
        {"data:text/html;base64,YWI", "text/html", "", "ab"},
        {"data:text/html;base64,YWJj", "text/html", "", "abc"},
        {"data:text/html;base64,", "text/html", "", ""},
        {"data:rubbish,x", "text/plain", "us-ascii", "x"},
        {"data:text/plain;x=base64,YQ==", "text/plain", "", "YQ=="},
        {"data:text/html,a?b", "text/html", "", "a?b"},
        {"data:image/png,GIF89a", "image/gif", "", "GIF89a"},
        {"data:text/html;base64,Y", NULL, NULL, NULL},
        {"data:text/html;base64,YQ=", NULL, NULL, NULL},
        {"data:text/html;base64,YQ===", NULL, NULL, NULL},
        {"data:text/html;base64,Y!Q=", NULL, NULL, NULL},
        {"data:text/html;base64,YQ==YQ==", NULL, NULL, NULL},
        {"data:text/html", NULL, NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct seen *s = get(cases[i].url);

        if ((s->result == LOAD_RESULT_OK) != (cases[i].body != NULL))
            fail_msg("%s: result %d, %s", cases[i].url, s->result, s->message);
        if (cases[i].body == NULL)
            continue;
        assert_ok(s, cases[i].mime, cases[i].body);
        assert_string_equal(s->charset, cases[i].charset);
    }
}

static void
produce(struct buf *html, const char *query, void *data)
{
    buf_printf(html, "<p>%s %s</p>", query, (const char *)data);
}

static void
about_addresses(void **state)
{
    (void)state;
    fetch_about_add("test", produce, "mark");
    assert_ok(get("about:blank"), "text/html", "");
    assert_ok(get("about:blank#x"), "text/html", "");
    assert_ok(get("about:test?q=1"), "text/html", "<p>q=1 mark</p>");
    assert_ok(get("about:test"), "text/html", "<p> mark</p>");
    assert_ended(get("about:none"), LOAD_RESULT_FAILED,
                 "There is no page about:none");
}

/* Whether a page at initiator gets url. */
static bool
allowed(const char *initiator, const char *url, bool navigation)
{
    struct seen *s = fetch_whole(url, initiator,
                                 &(struct manner){.subresource = !navigation});

    assert_int_equal(s->ends, 1);
    if (s->result == LOAD_RESULT_REFUSED)
        assert_int_equal(s->heads, 0);
    else
        assert_int_equal(s->result, LOAD_RESULT_OK);
    return s->result == LOAD_RESULT_OK;
}

static void
rules(void **state)
{
    static const struct {
        const char *initiator, *url;
        bool subresource, navigation;
    } cases[] = {
        {"http://h/", "data:,x", true, true},
        {"http://h/", "about:blank", true, true},
        {"http://h/", "about:test", false, false},
        {"https://h/", "file:///etc/hostname", false, false},
        {"data:text/html,x", "data:,x", true, true},
        {"data:text/html,x", "file:///etc/hostname", false, false},
        {"data:text/html,x", "about:test", false, false},
        {"about:blank", "about:test", false, false},
        {"about:blank", "file:///etc/hostname", false, false},
        {"about:history", "about:test", true, true},
        {"about:history", "file:///etc/hostname", false, true},
        {"file:///etc/x.html", "about:test", false, false},
        {"strange:x", "file:///etc/hostname", false, false},
        {"no address", "data:,x", false, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (allowed(cases[i].initiator, cases[i].url, false) !=
                cases[i].subresource ||
            allowed(cases[i].initiator, cases[i].url, true) !=
                cases[i].navigation)
            fail_msg("%s asks for %s", cases[i].initiator, cases[i].url);
    }
}

static void
file_rules(void **state)
{
    (void)state;
    assert_true(allowed(url_of("page.html"), url_of("plain"), false));
    assert_true(allowed(url_of("page.html"), url_of("sub/below.css"), false));
    assert_true(allowed(url_of("page.html"), url_of("sub/in/x.txt"), false));
    assert_false(allowed(url_of("page.html"), url_of("sub/out"), false));
    assert_false(allowed(url_of("sub/index.html"), url_of("plain"), false));
    /* A link leads everywhere, but not by a detour into this process. */
    assert_true(allowed(url_of("sub/index.html"), url_of("plain"), true));
    assert_false(allowed(url_of("sub/index.html"), url_of("sub/out"), true));
    assert_false(
        allowed(url_of("sub/deep/x.txt"), "file:///etc/hostname", false));
    assert_false(allowed(url_of("none/x.html"), url_of("plain"), false));
    /* "sub" is not above "sub2". */
    mkdir(path_of("sub2"), 0700);
    write_text("sub2/x", "x");
    assert_false(allowed(url_of("sub/index.html"), url_of("sub2/x"), false));
    /* Pictures, style sheets and fonts, by their real name. */
    write_text("dress.css", "x");
    assert_true(allowed(url_of("sub/index.html"), url_of("dress.css"), false));
    assert_int_equal(symlink("../plain", path_of("sub/plain.css")), 0);
    assert_false(
        allowed(url_of("sub/index.html"), url_of("sub/plain.css"), false));
    fetch_set_file_root(folder);
    assert_true(allowed(url_of("sub/index.html"), url_of("plain"), false));
    assert_false(
        allowed(url_of("sub/index.html"), "file:///etc/hostname", false));
    fetch_set_file_root(NULL);
    assert_false(allowed(url_of("sub/index.html"), url_of("plain"), false));
    /* A listing leads everywhere and embeds nothing outside. */
    assert_true(allowed(url_of("sub/"), url_of(""), true));
    assert_false(allowed(url_of("sub/"), url_of("plain"), false));
}

static void
cancelling(void **state)
{
    struct seen *s;

    (void)state;
    s = fetch_whole(url_of("page.html"), "",
                    &(struct manner){.cancel_in_head = true});
    assert_int_equal(s->heads, 1);
    assert_int_equal(s->body.size + (size_t)s->ends, 0);
    s = fetch_whole(url_of("big.bin"), "",
                    &(struct manner){.cancel_in_data = true});
    assert_int_equal(s->ends, 0);
    assert_true(s->body.size > 0 && s->body.size <= MAX_CHUNK);
    /* Refused for ever: nothing more comes. */
    s = fetch_whole(
        url_of("big.bin"), "",
        &(struct manner){.refusals = 1000000, .cancel_after_ms = 50});
    assert_int_equal(s->ends, 0);
    assert_int_equal(s->body.size, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files),           cmocka_unit_test(no_files),
        cmocka_unit_test(listings),        cmocka_unit_test(data_addresses),
        cmocka_unit_test(about_addresses), cmocka_unit_test(rules),
        cmocka_unit_test(file_rules),      cmocka_unit_test(cancelling),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
