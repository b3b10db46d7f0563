/*
 * test_fetch_http.c - http: and https: against tests/serve.c and its faults.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "fetch_client.h"
#include "limits.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef SERVE
#define SERVE BINARY_DIR "/serve"
#endif

static char folder[] = "/tmp/bulkhead-http-XXXXXX";
static pid_t server;
static int port;

static const char *
at(const char *path)
{
    static char url[1024];

    snprintf(url, sizeof url, "http://127.0.0.1:%d%s", port, path);
    return url;
}

static struct seen *
get(const char *path)
{
    struct seen *s = fetch_whole(at(path), "", NULL);

    assert_int_equal(s->ends, 1);
    assert_false(s->inside_start);
    return s;
}

static void
assert_ok(const struct seen *s, const char *body)
{
    assert_string_equal(s->message, "");
    assert_int_equal(s->result, LOAD_RESULT_OK);
    assert_int_equal(s->heads, 1);
    if (body != NULL) {
        assert_int_equal(s->body.size, strlen(body));
        assert_memory_equal(s->body.data, body, strlen(body));
    }
}

static void
assert_failed(const struct seen *s, const char *part)
{
    assert_int_equal(s->result, LOAD_RESULT_FAILED);
    if (strstr(s->message, part) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", part, s->message);
}

static void
write_file(const char *name, const char *text)
{
    char path[256];
    int fd;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

static int
setup(void **state)
{
    (void)state;
    setenv("no_proxy", "*", 1);
    if (mkdtemp(folder) == NULL)
        return -1;
    write_file("index.html", "<h1>index</h1>");
    write_file("x.css", "p{}");
    port = serve_start(SERVE, folder, NULL, NULL, &server);
    return 0;
}

static int
teardown(void **state)
{
    char command[300];

    (void)state;
    serve_stop(server);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static void
files(void **state)
{
    struct seen *s;

    (void)state;
    s = get("/#part");
    assert_ok(s, "<h1>index</h1>");
    assert_int_equal(s->status, 200);
    assert_string_equal(s->mime, "text/html");
    assert_string_equal(s->url, at("/#part"));
    assert_int_equal(s->length, 14);
    assert_false(s->secure);
    s = get("/x.css");
    assert_string_equal(s->mime, "text/css");
    s = get("/none");
    assert_ok(s, "<p>There is no such page.</p>");
    assert_int_equal(s->status, 404);
}

static void
redirections(void **state)
{
    struct seen *s;

    (void)state;
    s = get("/redirect?n=3#kept");
    assert_ok(s, "<p>arrived</p>");
    assert_string_equal(s->url, at("/redirect?n=0#kept"));
    assert_ok(get("/redirect?n=20"), "<p>arrived</p>");
    assert_failed(get("/redirect?n=21"), "circles");
    assert_failed(get("/redirect-loop"), "circles");
    assert_failed(get("/redirect?to=http://["), "not an address");
    s = get("/redirect?to=file:///etc/passwd");
    assert_int_equal(s->result, LOAD_RESULT_REFUSED);
    assert_int_equal(s->heads, 0);
    s = get("/redirect?to=about:version");
    assert_int_equal(s->result, LOAD_RESULT_REFUSED);
    s = get("/redirect?to=data:,x");
    assert_int_equal(s->result, LOAD_RESULT_REFUSED);
    s = get("/redirect?to=//127.0.0.1:1/");
    assert_failed(s, "127.0.0.1 refused the connection.");
}

static void
encodings(void **state)
{
    struct seen *s;

    (void)state;
    s = get("/gzip");
    assert_ok(s, "<p>packed</p>");
    assert_int_equal(s->length, -1);
    assert_failed(get("/gzip?bad=1"), "compression is damaged");
}

/* The type of the picture that a subresource of this type is. */
static const char *
picture(const char *query)
{
    char path[128];

    snprintf(path, sizeof path, "/headers?%s", query);
    return fetch_whole(at(path), "https://other.example/",
                       &(struct manner){.subresource = true})
        ->picture;
}

/* What a page wants as a picture is told apart by its first bytes, which the
 * head waits for: the type alone lets nothing into a renderer (orb.h). */
static void
pictures(void **state)
{
    (void)state;
    assert_string_equal(picture("mime=application/octet-stream&body=GIF89a_"),
                        "image/gif");
    assert_string_equal(
        picture("mime=application/octet-stream&nosniff=1&body=GIF89a_"),
        "image/gif");
    assert_string_equal(picture("mime=application/octet-stream&body=secret"),
                        "");
    assert_string_equal(picture("mime=image/png&nosniff=1&body=GIF89a_"),
                        "image/gif");
    assert_string_equal(picture("mime=image/png&body=secret"), "");
    assert_string_equal(
        fetch_whole(at("/drip?mime=application/octet-stream&begin=GIF89a"),
                    at("/"), &(struct manner){.subresource = true})
            ->picture,
        "image/gif");
    assert_string_equal(fetch_whole(at("/wrong-type"), at("/"),
                                    &(struct manner){.subresource = true})
                            ->picture,
                        "image/png");
}

static void
types(void **state)
{
    struct seen *s;

    (void)state;
    assert_string_equal(get("/wrong-type")->mime, "image/png");
    s = get("/headers?mime=TEXT/html&charset=Windows-1252");
    assert_string_equal(s->mime, "text/html");
    assert_string_equal(s->charset, "windows-1252");
    s = get("/headers?mime=text/plain&body=%01%02");
    assert_string_equal(s->mime, "application/octet-stream");
    s = get("/headers?mime=text/plain&nosniff=1&body=%01%02");
    assert_string_equal(s->mime, "text/plain");
    s = get("/headers?mime=rubbish&body=<!doctype%20html>");
    assert_string_equal(s->mime, "text/html");
    s = get("/download");
    assert_true(s->attachment);
    assert_string_equal(s->filename, "a b.bin");
}

static void
statuses(void **state)
{
    struct seen *s;

    (void)state;
    s = get("/status?code=500");
    assert_ok(s, "<p>status</p>");
    assert_int_equal(s->status, 500);
    s = get("/status?code=503&empty=1");
    assert_ok(s, "");
    assert_int_equal(s->status, 503);
    assert_ok(get("/empty"), "");
    assert_ok(get("/slow?ms=50"), "<p>slow</p>");
    assert_ok(get("/drip?bytes=5&ms=2"), ".....");
}

static void
broken_servers(void **state)
{
    struct seen *s;

    (void)state;
    s = get("/truncate");
    assert_failed(s, "ended before everything had arrived");
    assert_int_equal(s->heads, 1);
    assert_string_equal((const char *)s->body.data, "<p>only this");
    assert_failed(get("/dead"), "without an answer");
    assert_failed(get("/garbage"), "did not answer in HTTP");
    assert_failed(get("/long-header"), "headers that are too large");
    s = fetch_whole("http://127.0.0.1:1/", "", NULL);
    assert_failed(s, "127.0.0.1 refused the connection.");
    s = fetch_whole("http://", "", NULL);
    assert_failed(s, "not an address");
    s = fetch_whole("gopher://x/", "", NULL);
    assert_failed(s, "cannot be opened here");
}

static void
request_headers(void **state)
{
    struct seen *s = get("/echo-headers");
    const char *text = (const char *)s->body.data;

    (void)state;
    assert_non_null(strstr(text, "User-Agent: bulkhead/0.1\r\n"));
    assert_non_null(strstr(text, "Accept: text/html"));
    assert_non_null(strstr(text, "gzip"));
    s = fetch_whole(at("/echo-headers"), at("/"),
                    &(struct manner){.subresource = true});
    text = (const char *)s->body.data;
    assert_non_null(strstr(text, "Accept: */*\r\n"));
}

static bool
is_alphabet(const struct buf *b)
{
    for (size_t i = 0; i < b->size; i++)
        if (b->data[i] != 'a' + i % 26)
            return false;
    return true;
}

static void
backpressure(void **state)
{
    struct seen *s;

    (void)state;
    s = fetch_whole(at("/big?bytes=5000000"), "",
                    &(struct manner){.refusals = 40});
    assert_int_equal(s->result, LOAD_RESULT_OK);
    assert_int_equal(s->length, 5000000);
    assert_int_equal(s->body.size, 5000000);
    assert_true(is_alphabet(&s->body));
}

static void
cancelling(void **state)
{
    const struct manner manners[] = {
        {.cancel_in_head = true},
        {.cancel_in_data = true},
        {.cancel_after_ms = 30},
    };
    struct seen *s;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        s = fetch_whole(at("/big?bytes=1000000"), "", &manners[i]);
        assert_int_equal(s->heads, 1);
        assert_int_equal(s->ends, 0);
        assert_true(s->body.size <= MAX_CHUNK);
    }
    s = fetch_whole(at("/hang"), "", &manners[2]);
    assert_int_equal(s->heads, 0);
    assert_int_equal(s->ends, 0);
    assert_ok(get("/"), "<h1>index</h1>");
}

static void
cookies(void **state)
{
    const struct manner manner = {.profile = folder};
    struct seen *s;

    (void)state;
    assert_ok(fetch_whole(at("/cookie"), "", &manner), "ok");
    /* A new start of the browser: only the lasting cookie is left. */
    s = fetch_whole(at("/echo-headers"), "", &manner);
    assert_non_null(strstr((const char *)s->body.data, "taste=sweet"));
    assert_null(strstr((const char *)s->body.data, "brief"));
    s = get("/echo-headers");
    assert_null(strstr((const char *)s->body.data, "taste"));
}

/* Fonts come so: other origins are asked without cookies, and must agree. */
static void
cors(void **state)
{
    const struct manner manner = {
        .profile = folder, .subresource = true, .cors = true};
    struct seen *s;

    (void)state;
    assert_ok(fetch_whole(at("/cookie"), at("/"), &manner), "ok");
    s = fetch_whole(at("/echo-headers"), at("/"), &manner);
    assert_ok(s, NULL);
    assert_non_null(strstr((const char *)s->body.data, "taste=sweet"));
    assert_null(strstr((const char *)s->body.data, "Origin:"));
    s = fetch_whole(at("/echo-headers"), "https://other.example/", &manner);
    assert_int_equal(s->result, LOAD_RESULT_REFUSED);
    assert_int_equal(s->heads, 0);
    s = fetch_whole(at("/open"), "https://other.example/p", &manner);
    assert_ok(s, NULL);
    assert_non_null(strstr((const char *)s->body.data,
                           "Origin: https://other.example\r\n"));
    assert_null(strstr((const char *)s->body.data, "taste"));
    assert_ok(fetch_whole("data:text/plain,x", at("/"), &manner), "x");
}

static void
rules(void **state)
{
    struct seen *s;

    (void)state;
    s = fetch_whole("file:///etc/passwd", at("/"), NULL);
    assert_int_equal(s->result, LOAD_RESULT_REFUSED);
    assert_int_equal(s->heads, 0);
    s = fetch_whole(at("/"), "file:///tmp/x.html", NULL);
    assert_ok(s, NULL);
    s = fetch_whole(at("/"), "data:text/html,x", NULL);
    assert_ok(s, NULL);
    s = fetch_whole(at("/"), "about:history", NULL);
    assert_ok(s, NULL);
    s = fetch_whole(at("/"), "about:history",
                    &(struct manner){.subresource = true});
    assert_int_equal(s->result, LOAD_RESULT_REFUSED);
}

static void
secure(void **state)
{
    char certificate[256], key[256], command[1024], url[256];
    struct seen *s;
    pid_t pid;
    int number;

    (void)state;
    snprintf(certificate, sizeof certificate, "%s/cert.pem", folder);
    snprintf(key, sizeof key, "%s/key.pem", folder);
    snprintf(command, sizeof command,
             "openssl req -x509 -newkey rsa:2048 -nodes -days 2 "
             "-subj /CN=localhost -addext subjectAltName=DNS:localhost "
             "-keyout %s -out %s 2>/dev/null",
             key, certificate);
    if (system(command) != 0) {
        print_message("no openssl command: skipped\n");
        skip();
    }
    number = serve_start(SERVE, folder, certificate, key, &pid);
    snprintf(url, sizeof url, "https://localhost:%d/", number);
    s = fetch_whole(url, "", NULL);
    assert_failed(s, "The certificate of localhost is not trusted: self");
    setenv("SSL_CERT_FILE", certificate, 1);
    s = fetch_whole(url, "", NULL);
    assert_ok(s, "<h1>index</h1>");
    assert_true(s->secure);
    snprintf(url, sizeof url, "https://127.0.0.1:%d/", number);
    assert_failed(fetch_whole(url, "", NULL), "not trusted");
    unsetenv("SSL_CERT_FILE");
    serve_stop(pid);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files),          cmocka_unit_test(redirections),
        cmocka_unit_test(encodings),      cmocka_unit_test(types),
        cmocka_unit_test(pictures),       cmocka_unit_test(statuses),
        cmocka_unit_test(broken_servers), cmocka_unit_test(request_headers),
        cmocka_unit_test(backpressure),   cmocka_unit_test(cancelling),
        cmocka_unit_test(cookies),        cmocka_unit_test(cors),
        cmocka_unit_test(rules),          cmocka_unit_test(secure),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
