/*
 * serve.c - a small web server for the tests, with every fault on demand.
 *
 * Process: test.  Distrusts: nothing; it listens on the loopback interface
 * only.
 *
 *   serve [--tls CERTIFICATE KEY] FOLDER
 *
 * prints "port N" and serves FOLDER and the paths of the table below until
 * its parent dies.  One process for each connection.
 */
#include "buf.h"
#include "url.h"

#include <openssl/ssl.h>
#include <zlib.h>

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_REQUEST = 64 * 1024, MAX_BODY = 16 << 20 };

struct connection {
    int fd;
    SSL *ssl;
    struct buf in, body;
    const char *folder;
    char method[16], path[4096], query[8192], headers[MAX_REQUEST];
};

/* -- the wire -- */

static bool
put(struct connection *c, const void *data, size_t size)
{
    const char *at = data;

    while (size > 0) {
        ssize_t done =
            c->ssl != NULL
                ? SSL_write(c->ssl, at, size > 65536 ? 65536 : (int)size)
                : write(c->fd, at, size);

        if (done <= 0)
            return false;
        at += done;
        size -= (size_t)done;
    }
    return true;
}

static bool
put_text(struct connection *c, const char *text)
{
    return put(c, text, strlen(text));
}

static bool
get(struct connection *c)
{
    uint8_t *to = buf_reserve(&c->in, 4096);
    ssize_t got =
        c->ssl != NULL ? SSL_read(c->ssl, to, 4096) : read(c->fd, to, 4096);

    if (got > 0)
        c->in.size += (size_t)got;
    return got > 0 && c->in.size < MAX_BODY;
}

static bool
answer(struct connection *c, int status, const char *headers, const void *body,
       size_t size)
{
    struct buf out = {0};
    bool ok;

    buf_printf(&out, "HTTP/1.1 %d Test\r\nContent-Length: %zu\r\n%s\r\n",
               status, size, headers);
    if (strcmp(c->method, "HEAD") != 0)
        buf_add(&out, body, size);
    ok = put(c, out.data, out.size);
    buf_finish(&out);
    return ok;
}

static bool
answer_html(struct connection *c, int status, const char *body)
{
    return answer(c, status, "Content-Type: text/html\r\n", body, strlen(body));
}

/* The decoded value of a field of the query, "" when absent. */
static const char *
field(const struct connection *c, const char *name)
{
    static struct buf value;
    size_t size = strlen(name);

    value.size = 0;
    for (const char *at = c->query; at != NULL;
         at = strchr(at, '&') != NULL ? strchr(at, '&') + 1 : NULL)
        if (strncmp(at, name, size) == 0 && at[size] == '=') {
            const char *text = at + size + 1;

            url_add_decoded(&value, (struct span){(const uint8_t *)text,
                                                  strcspn(text, "&")});
            break;
        }
    return buf_text(&value);
}

/* -- the paths; false closes the connection -- */

static bool
on_redirect(struct connection *c)
{
    struct buf header = {0};
    int n = atoi(field(c, "n"));
    int code = atoi(field(c, "code"));
    bool ok;

    if (field(c, "to")[0] != '\0')
        buf_printf(&header, "Location: %s\r\n", field(c, "to"));
    else if (n > 0)
        buf_printf(&header, "Location: redirect?n=%d\r\n", n - 1);
    ok = header.size > 0
             ? answer(c, code > 0 ? code : 302, buf_text(&header), "moved", 5)
             : answer_html(c, 200, "<p>arrived</p>");
    buf_finish(&header);
    return ok;
}

static bool
on_redirect_loop(struct connection *c)
{
    return answer(c, 302, "Location: /redirect-loop\r\n", "", 0);
}

static bool
on_gzip(struct connection *c)
{
    static const char text[] = "<p>packed</p>";
    uint8_t packed[256];
    z_stream z = {0};
    size_t size;

    deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    z.next_in = (Bytef *)(uintptr_t)text;
    z.avail_in = sizeof text - 1;
    z.next_out = packed;
    z.avail_out = sizeof packed;
    deflate(&z, Z_FINISH);
    size = sizeof packed - z.avail_out;
    deflateEnd(&z);
    if (field(c, "bad")[0] != '\0')
        memset(packed + 10, 0xff, size - 10);
    return answer(c, 200,
                  "Content-Type: text/html\r\nContent-Encoding: gzip\r\n",
                  packed, size);
}

static bool
on_slow(struct connection *c)
{
    usleep((useconds_t)atoi(field(c, "ms")) * 1000);
    return answer_html(c, 200, "<p>slow</p>");
}

static bool
on_hang(struct connection *c)
{
    while (get(c))
        c->in.size = 0;
    return false;
}

static bool
on_truncate(struct connection *c)
{
    put_text(c, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                "Content-Length: 1000\r\n\r\n<p>only this");
    return false;
}

static bool
on_wrong_type(struct connection *c)
{
    static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    return answer(c, 200, "Content-Type: image/jpeg\r\n", png, sizeof png - 1);
}

static bool
on_big(struct connection *c)
{
    size_t size = strtoul(field(c, "bytes"), NULL, 10);
    char piece[4096];
    struct buf head = {0};
    bool ok;

    buf_printf(&head,
               "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=x\r\n"
               "Content-Length: %zu\r\n\r\n",
               size);
    ok = put(c, head.data, head.size);
    buf_finish(&head);
    for (size_t at = 0; at < size && ok; at += sizeof piece) {
        size_t left = size - at < sizeof piece ? size - at : sizeof piece;

        for (size_t i = 0; i < left; i++)
            piece[i] = (char)('a' + (at + i) % 26);
        ok = put(c, piece, left);
    }
    return ok;
}

static bool
on_status(struct connection *c)
{
    int code = atoi(field(c, "code"));

    if (field(c, "empty")[0] != '\0')
        return answer(c, code, "", "", 0);
    return answer_html(c, code, "<p>status</p>");
}

static bool
on_headers(struct connection *c)
{
    struct buf header = {0};
    bool ok;

    buf_printf(&header, "Content-Type: %s", field(c, "mime"));
    if (field(c, "charset")[0] != '\0')
        buf_printf(&header, "; charset=%s", field(c, "charset"));
    buf_add_text(&header, "\r\n");
    if (field(c, "nosniff")[0] != '\0')
        buf_add_text(&header, "X-Content-Type-Options: nosniff\r\n");
    if (field(c, "xfo")[0] != '\0')
        buf_printf(&header, "X-Frame-Options: %s\r\n", field(c, "xfo"));
    if (field(c, "csp")[0] != '\0')
        buf_printf(&header, "Content-Security-Policy: %s\r\n", field(c, "csp"));
    if (field(c, "body")[0] != '\0')
        ok = answer(c, 200, buf_text(&header), field(c, "body"),
                    strlen(field(c, "body")));
    else
        ok = answer(c, 200, buf_text(&header), "<p>headers</p>", 14);
    buf_finish(&header);
    return ok;
}

static bool
on_download(struct connection *c)
{
    return answer(c, 200,
                  "Content-Type: application/octet-stream\r\n"
                  "Content-Disposition: attachment; "
                  "filename=\"../../a b.bin\"\r\n",
                  "bytes", 5);
}

static bool
on_empty(struct connection *c)
{
    return answer(c, 200, "Content-Type: text/html\r\n", "", 0);
}

static bool
on_echo_headers(struct connection *c)
{
    return answer(c, 200, "Content-Type: text/plain; charset=us-ascii\r\n",
                  c->headers, strlen(c->headers));
}

/* The same, for every site to read. */
static bool
on_open(struct connection *c)
{
    return answer(c, 200,
                  "Content-Type: text/plain\r\n"
                  "Access-Control-Allow-Origin: *\r\n",
                  c->headers, strlen(c->headers));
}

static bool
on_cookie(struct connection *c)
{
    if (field(c, "secret")[0] != 0)
        return answer(c, 200,
                      "Content-Type: text/html\r\n"
                      "Set-Cookie: id=only-server-and-browser; HttpOnly; "
                      "Max-Age=3600\r\n",
                      "ok", 2);
    return answer(c, 200,
                  "Content-Type: text/html\r\n"
                  "Set-Cookie: taste=sweet; Max-Age=3600\r\n"
                  "Set-Cookie: brief=yes\r\n",
                  "ok", 2);
}

static bool
on_dead(struct connection *c)
{
    (void)c;
    return false;
}

static bool
on_garbage(struct connection *c)
{
    put_text(c, "this is not HTTP at all\r\n\r\n");
    return false;
}

static bool
on_long_header(struct connection *c)
{
    put_text(c, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 100; i++) {
        char line[8192];

        memset(line, 'x', sizeof line);
        memcpy(line, "X-Long: ", 8);
        memcpy(line + sizeof line - 2, "\r\n", 2);
        if (!put(c, line, sizeof line))
            return false;
    }
    put_text(c, "\r\nbody");
    return false;
}

static bool
on_drip(struct connection *c)
{
    int bytes = atoi(field(c, "bytes")), ms = atoi(field(c, "ms"));
    const char *begin;

    put_text(c, "HTTP/1.1 200 OK\r\nContent-Type: ");
    put_text(c, field(c, "mime")[0] != '\0' ? field(c, "mime") : "text/html");
    put_text(c, "\r\n\r\n");
    begin = field(c, "begin");
    for (int i = 0; i < (bytes > 0 ? bytes : 20); i++) {
        if (!put(c, *begin != '\0' ? begin++ : ".", 1))
            break;
        usleep((useconds_t)(ms > 0 ? ms : 10) * 1000);
    }
    return false;
}

/* Answers with what was sent, and leaves it in FOLDER/echo. */
static bool
on_echo(struct connection *c)
{
    struct buf text = {0}, html = {0}, path = {0}, fresh = {0};
    FILE *file;
    bool ok;

    buf_printf(&text, "%s %s?%s\n%s", c->method, c->path, c->query, c->headers);
    buf_add_span(&text, buf_span(&c->body));
    buf_printf(&path, "%s/echo", c->folder);
    buf_printf(&fresh, "%s/echo.new", c->folder);
    file = fopen(buf_text(&fresh), "w");
    if (file != NULL) {
        fwrite(text.data, 1, text.size, file);
        fclose(file);
        rename(buf_text(&fresh), buf_text(&path));
    }
    buf_add_text(&html, "<!DOCTYPE html><title>echo</title><body "
                        "style=\"background:#0000ff;color:white\"><pre>");
    buf_add_html(&html, buf_span(&text));
    ok = answer_html(c, 200, buf_text(&html));
    buf_finish(&text);
    buf_finish(&html);
    buf_finish(&path);
    buf_finish(&fresh);
    return ok;
}

static const struct {
    const char *path;
    bool (*serve)(struct connection *c);
} paths[] = {
    {"/redirect", on_redirect}, /* n=hops or to=address, code= */
    {"/echo", on_echo},         /* and leaves it in the file echo */
    {"/redirect-loop", on_redirect_loop},
    {"/gzip", on_gzip}, /* bad=1: damaged */
    {"/slow", on_slow}, /* ms= */
    {"/hang", on_hang},
    {"/truncate", on_truncate},
    {"/wrong-type", on_wrong_type}, /* a PNG called JPEG */
    {"/big", on_big},               /* bytes= */
    {"/status", on_status},         /* code=, empty=1 */
    {"/headers",
     on_headers}, /* mime=, charset=, nosniff=1, xfo=, csp=, body= */
    {"/download", on_download},
    {"/empty", on_empty},
    {"/echo-headers", on_echo_headers},
    {"/open", on_open},     /* /echo-headers, with CORS */
    {"/cookie", on_cookie}, /* secret=1: HttpOnly */
    {"/dead", on_dead},
    {"/garbage", on_garbage},
    {"/long-header", on_long_header},
    {"/drip", on_drip}, /* bytes=, ms=, mime=, begin= */
};

/* -- files -- */

static const char *
type_of(const char *path)
{
    static const struct {
        const char *end, *header;
    } types[] = {
        {".html", "Content-Type: text/html\r\n"},
        {".htm", "Content-Type: text/html\r\n"},
        {".css", "Content-Type: text/css\r\n"},
        {".png", "Content-Type: image/png\r\n"},
        {".jpg", "Content-Type: image/jpeg\r\n"},
        {".gif", "Content-Type: image/gif\r\n"},
        {".txt", "Content-Type: text/plain; charset=utf-8\r\n"},
    };
    const char *dot = strrchr(path, '.');

    for (size_t i = 0; i < sizeof types / sizeof types[0] && dot; i++)
        if (strcasecmp(dot, types[i].end) == 0)
            return types[i].header;
    return "";
}

static bool
serve_file(struct connection *c)
{
    struct buf path = {0}, body = {0};
    struct stat st;
    ssize_t got = 0;
    int fd = -1;
    bool ok;

    buf_add_text(&path, c->folder);
    url_add_decoded(&path, span_of(c->path));
    if (path.data[path.size - 1] == '/')
        buf_add_text(&path, "index.html");
    if (strstr(buf_text(&path), "/../") == NULL)
        fd = open(buf_text(&path), O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
        ok = answer_html(c, 404, "<p>There is no such page.</p>");
    } else {
        while ((got = read(fd, buf_reserve(&body, 65536), 65536)) > 0)
            body.size += (size_t)got;
        ok = answer(c, 200, type_of(buf_text(&path)), body.data, body.size);
    }
    if (fd >= 0)
        close(fd);
    buf_finish(&path);
    buf_finish(&body);
    return ok;
}

/* -- connections -- */

static bool
serve_request(struct connection *c)
{
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        if (strcmp(c->path, paths[i].path) == 0)
            return paths[i].serve(c);
    return serve_file(c);
}

/* Reads the body that the headers speak of. */
static bool
read_body(struct connection *c)
{
    const char *length = strcasestr(c->headers, "\r\nContent-Length:");
    size_t size = length != NULL ? strtoul(length + 17, NULL, 10) : 0;

    while (c->in.size < size)
        if (!get(c))
            return false;
    c->body.size = 0;
    buf_add(&c->body, c->in.data, size);
    buf_consume(&c->in, size);
    return true;
}

static bool
read_request(struct connection *c)
{
    const char *end;
    char target[8192], *mark;
    size_t size;

    while ((end = strstr(buf_text(&c->in), "\r\n\r\n")) == NULL)
        if (!get(c))
            return false;
    size = (size_t)(end - (const char *)c->in.data) + 4;
    if (size >= MAX_REQUEST)
        return false;
    if (sscanf((const char *)c->in.data, "%15s %8191s", c->method, target) != 2)
        return false;
    memcpy(c->headers, c->in.data, size);
    c->headers[size] = '\0';
    buf_consume(&c->in, size);
    mark = strchr(target, '?');
    snprintf(c->query, sizeof c->query, "%s", mark != NULL ? mark + 1 : "");
    if (mark != NULL)
        *mark = '\0';
    snprintf(c->path, sizeof c->path, "%.4000s", target);
    return read_body(c);
}

static void
serve_connection(int fd, SSL_CTX *tls, const char *folder)
{
    static struct connection c;

    c.fd = fd;
    c.folder = folder;
    if (tls != NULL) {
        c.ssl = SSL_new(tls);
        SSL_set_fd(c.ssl, fd);
        if (SSL_accept(c.ssl) <= 0)
            return;
    }
    while (read_request(&c) && serve_request(&c))
        ;
    if (c.ssl != NULL)
        SSL_shutdown(c.ssl);
}

static int
listen_somewhere(void)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
        listen(fd, 64) < 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) < 0) {
        perror("serve: listen");
        exit(1);
    }
    printf("port %d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

static SSL_CTX *
open_tls(const char *certificate, const char *key)
{
    SSL_CTX *tls = SSL_CTX_new(TLS_server_method());

    if (tls == NULL ||
        SSL_CTX_use_certificate_chain_file(tls, certificate) != 1 ||
        SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) != 1) {
        fprintf(stderr, "serve: cannot use %s and %s\n", certificate, key);
        exit(1);
    }
    return tls;
}

int
main(int argc, char **argv)
{
    SSL_CTX *tls = NULL;
    int listener;

    if (argc == 5 && strcmp(argv[1], "--tls") == 0) {
        tls = open_tls(argv[2], argv[3]);
    } else if (argc != 2) {
        fprintf(stderr, "usage: serve [--tls CERTIFICATE KEY] FOLDER\n");
        return 2;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGCHLD, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    listener = listen_somewhere();
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

        if (fd < 0)
            continue;
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            close(listener);
            serve_connection(fd, tls, argv[argc - 1]);
            _exit(0);
        }
        close(fd);
    }
}
