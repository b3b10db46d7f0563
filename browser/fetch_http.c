/*
 * fetch_http.c - http: and https: by libcurl; fetch_cookies.c is the only other
 * file that knows it.
 *
 * Process: browser.  Distrusts: servers, names, the network.
 *
 * curl's multi interface is driven by our loop.  Redirects are followed here,
 * so that every hop is parsed by our own URL parser and judged again by the
 * initiator rules.  curl's callbacks only fill buffers.
 */
#include "fetch_scheme.h"
#include "fetch_cookies.h"
#include "limits.h"
#include "log.h"
#include "version.h"

#include <curl/curl.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

enum {
    CONNECT_TIMEOUT = 15, /* s */
    LOW_SPEED_TIME = 30,  /* s without a byte */
    HOST_CONNECTIONS = 6,
    TOTAL_CONNECTIONS = 48,
    REDIRECT_BODY = 64 * 1024, /* read and dropped, at most */
};

static struct {
    struct loop *loop;
    char *profile;
    CURLM *multi; /* NULL until the first http: fetch */
    struct loop_timer *timer;
} self;

/* f->state of a fetch. */
struct http {
    struct fetch *fetch;
    CURL *easy;
    struct curl_slist *headers;
    char error[CURL_ERROR_SIZE];
    struct buf type, disposition, location, readers;
    size_t dropped;
    uint64_t uploaded;
    int redirects;
    long status; /* of the last answer */
    bool nosniff, encoded, head_done, redirecting, running;
    enum framing framing;
};

/* -- curl and the loop -- */

static void check_done(void);

static void
on_socket(void *data, int events)
{
    int running, fd = (int)(intptr_t)data;
    int bits = (events & LOOP_READ ? CURL_CSELECT_IN : 0) |
               (events & LOOP_WRITE ? CURL_CSELECT_OUT : 0) |
               (events & LOOP_CLOSED ? CURL_CSELECT_ERR : 0);

    curl_multi_socket_action(self.multi, fd, bits, &running);
    check_done();
}

static int
socket_wanted(CURL *easy, curl_socket_t fd, int what, void *data, void *mark)
{
    struct loop_watch *watch = mark;
    int events = (what & CURL_POLL_IN ? LOOP_READ : 0) |
                 (what & CURL_POLL_OUT ? LOOP_WRITE : 0);

    (void)easy;
    (void)data;
    if (what == CURL_POLL_REMOVE) {
        loop_unwatch(watch);
        curl_multi_assign(self.multi, fd, NULL);
    } else if (watch != NULL) {
        loop_rewatch(watch, events);
    } else {
        watch =
            loop_watch(self.loop, fd, events, on_socket, (void *)(intptr_t)fd);
        curl_multi_assign(self.multi, fd, watch);
    }
    return 0;
}

static void
on_timer(void *data)
{
    int running;

    (void)data;
    self.timer = NULL;
    curl_multi_socket_action(self.multi, CURL_SOCKET_TIMEOUT, 0, &running);
    check_done();
}

static int
timer_wanted(CURLM *multi, long ms, void *data)
{
    (void)multi;
    (void)data;
    loop_cancel(self.timer);
    self.timer = ms < 0 ? NULL
                        : loop_after(self.loop, (int)(ms < 60000 ? ms : 60000),
                                     on_timer, NULL);
    return 0;
}

static bool
ensure_multi(void)
{
    if (self.multi != NULL)
        return true;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
        (self.multi = curl_multi_init()) == NULL) {
        log_error("http: curl does not start");
        return false;
    }
    curl_multi_setopt(self.multi, CURLMOPT_SOCKETFUNCTION, socket_wanted);
    curl_multi_setopt(self.multi, CURLMOPT_TIMERFUNCTION, timer_wanted);
    curl_multi_setopt(self.multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                      (long)HOST_CONNECTIONS);
    curl_multi_setopt(self.multi, CURLMOPT_MAX_TOTAL_CONNECTIONS,
                      (long)TOTAL_CONNECTIONS);
    fetch_cookies_open(self.loop, self.profile);
    return true;
}

void
fetch_http_open(struct loop *l, const char *profile)
{
    self.loop = l;
    self.profile = profile != NULL ? strdup(profile) : NULL;
}

void
fetch_http_close(void)
{
    if (self.multi != NULL) {
        fetch_cookies_close();
        curl_multi_cleanup(self.multi);
        loop_cancel(self.timer);
        curl_global_cleanup();
    }
    free(self.profile);
    self.multi = NULL;
    self.timer = NULL;
    self.profile = NULL;
}

const char *
fetch_http_version(void)
{
    return curl_version();
}

/* -- the response -- */

static bool
header_is(struct span line, const char *name, struct span *value)
{
    size_t size = strlen(name);

    if (line.size <= size || line.data[size] != ':' ||
        strncasecmp((const char *)line.data, name, size) != 0)
        return false;
    *value = (struct span){line.data + size + 1, line.size - size - 1};
    while (value->size > 0 && value->data[0] <= ' ') {
        value->data++;
        value->size--;
    }
    while (value->size > 0 && value->data[value->size - 1] <= ' ')
        value->size--;
    return true;
}

static void
keep(struct buf *to, struct span value)
{
    to->size = 0;
    buf_add_span(to, value);
}

static bool
is_redirect(long status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 ||
           status == 308;
}

/* The empty line after the headers. */
static void
head_complete(struct http *h)
{
    struct fetch_response r = {
        .nosniff = h->nosniff, .length = -1, .framing = h->framing};
    curl_off_t length = -1;
    long status = 0;

    curl_easy_getinfo(h->easy, CURLINFO_RESPONSE_CODE, &status);
    if (status / 100 == 1)
        return;
    h->head_done = true;
    h->status = status;
    if (is_redirect(status) && h->location.size > 0) {
        h->redirecting = true;
        return;
    }
    if (!h->encoded)
        curl_easy_getinfo(h->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    r.status = status <= MAX_STATUS ? (int)status : 0;
    r.type = buf_span(&h->type);
    r.disposition = buf_span(&h->disposition);
    r.readers = buf_span(&h->readers);
    r.length = length;
    h->fetch->secure = url_is(&h->fetch->url, "https");
    fetch_head_arrived(h->fetch, &r);
}

static size_t
on_header(char *data, size_t size, size_t count, void *user)
{
    struct http *h = user;
    struct span line = {(const uint8_t *)data, size * count}, value;
    const char *url = "";

    if (h->head_done) /* a trailer */
        return size * count;
    if (line.size >= 5 && memcmp(line.data, "HTTP/", 5) == 0) {
        h->type.size = h->disposition.size = h->location.size = 0;
        h->readers.size = 0;
        h->nosniff = h->encoded = false;
        h->framing = FRAMING_ANY;
    } else if (line.size <= 2 &&
               (line.data[0] == '\r' || line.data[0] == '\n')) {
        head_complete(h);
    } else if (header_is(line, "content-type", &value)) {
        keep(&h->type, value);
    } else if (header_is(line, "content-disposition", &value)) {
        keep(&h->disposition, value);
    } else if (header_is(line, "location", &value)) {
        keep(&h->location, value);
    } else if (header_is(line, "access-control-allow-origin", &value)) {
        keep(&h->readers, value);
    } else if (header_is(line, "content-encoding", &value)) {
        h->encoded = !span_is(value, "identity");
    } else if (header_is(line, "x-content-type-options", &value)) {
        h->nosniff = value.size == 7 &&
                     strncasecmp((const char *)value.data, "nosniff", 7) == 0;
    } else if (header_is(line, "x-frame-options", &value)) {
        h->framing = framing_x_frame_options(h->framing, value);
    } else if (header_is(line, "content-security-policy", &value)) {
        h->framing = framing_policy(h->framing, value);
    } else if (header_is(line, "set-cookie", &value)) {
        curl_easy_getinfo(h->easy, CURLINFO_EFFECTIVE_URL, &url);
        fetch_cookies_changed(url, value);
    }
    return size * count;
}

static size_t
on_body(char *data, size_t size, size_t count, void *user)
{
    struct http *h = user;

    size *= count;
    if (h->redirecting) {
        h->dropped += size;
        return h->dropped <= REDIRECT_BODY ? size : 0;
    }
    if (h->fetch->body.size >= FETCH_ROOM)
        return CURL_WRITEFUNC_PAUSE;
    fetch_data_arrived(h->fetch, (struct span){(const uint8_t *)data, size});
    return size;
}

/* -- what went wrong -- */

static void
fail_to_connect(struct http *h, const char *host)
{
    long number = 0;

    curl_easy_getinfo(h->easy, CURLINFO_OS_ERRNO, &number);
    switch (number) {
    case ECONNREFUSED:
        fetch_ended(h->fetch, LOAD_RESULT_FAILED, "%s refused the connection.",
                    host);
        break;
    case ENETUNREACH:
    case EHOSTUNREACH:
        fetch_ended(h->fetch, LOAD_RESULT_FAILED,
                    "%s cannot be reached: there is no way to it from this "
                    "network.",
                    host);
        break;
    default:
        fetch_ended(h->fetch, LOAD_RESULT_FAILED,
                    "A connection to %s could not be made.", host);
    }
}

/* curl's "SSL certificate problem: self-signed certificate" without what the
 * sentence around it already says. */
static const char *
certificate_reason(const struct http *h)
{
    const char *colon = strstr(h->error, "problem: ");

    if (colon != NULL)
        return colon + sizeof "problem: " - 1;
    return h->error[0] != '\0' ? h->error : "it could not be verified";
}

/* Sentences with one %s, for the host's name. */
static const char *
sentence(CURLcode code, const char *error)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return "The name %s could not be found.";
    case CURLE_COULDNT_RESOLVE_PROXY:
        return "The name of the proxy server before %s could not be found.";
    case CURLE_OPERATION_TIMEDOUT:
        return "%s took too long to answer.";
    case CURLE_GOT_NOTHING:
        return "%s closed the connection without an answer.";
    case CURLE_PARTIAL_FILE:
        return "The connection to %s ended before everything had arrived.";
    case CURLE_BAD_CONTENT_ENCODING:
        return "%s sent a body whose compression is damaged.";
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
        return "%s did not answer in HTTP.";
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return "%s broke the rules of HTTP/2.";
    case CURLE_RECV_ERROR:
    case CURLE_OUT_OF_MEMORY:
        if (strstr(error, "header") != NULL || code == CURLE_OUT_OF_MEMORY)
            return "%s sent headers that are too large.";
        return "The connection to %s was lost.";
    case CURLE_SEND_ERROR:
        return "The connection to %s was lost.";
    default:
        return NULL;
    }
}

static void
fail(struct http *h, CURLcode code)
{
    struct buf host = {0}, text = {0};
    const char *format = sentence(code, h->error);

    buf_add_span(&host, url_host(&h->fetch->url));
    if (code == CURLE_COULDNT_CONNECT) {
        fail_to_connect(h, buf_text(&host));
    } else if (code == CURLE_PEER_FAILED_VERIFICATION) {
        fetch_ended(h->fetch, LOAD_RESULT_FAILED,
                    "The certificate of %s is not trusted: %s.",
                    buf_text(&host), certificate_reason(h));
    } else if (code == CURLE_SSL_CONNECT_ERROR) {
        fetch_ended(h->fetch, LOAD_RESULT_FAILED,
                    "A secure connection to %s could not be made: %s.",
                    buf_text(&host), h->error);
    } else if (format != NULL) {
        const char *gap = strstr(format, "%s");

        buf_add(&text, format, (size_t)(gap - format));
        buf_add_span(&text, buf_span(&host));
        buf_add_text(&text, gap + 2);
        fetch_ended(h->fetch, LOAD_RESULT_FAILED, "%s", buf_text(&text));
    } else {
        fetch_ended(h->fetch, LOAD_RESULT_FAILED,
                    "The exchange with %s failed: %s.", buf_text(&host),
                    curl_easy_strerror(code));
    }
    buf_finish(&host);
    buf_finish(&text);
}

/* -- the request -- */

/* curl asks for what is uploaded; a file that has shrunk ends the request. */
static size_t
on_upload(char *to, size_t size, size_t count, void *user)
{
    struct http *h = user;
    long got =
        request_body_read(h->fetch->upload, h->uploaded, to, size * count);

    if (got < 0)
        return CURL_READFUNC_ABORT;
    h->uploaded += (uint64_t)got;
    return (size_t)got;
}

static int
on_seek(void *user, curl_off_t offset, int origin)
{
    struct http *h = user;

    if (origin != SEEK_SET || offset < 0)
        return CURL_SEEKFUNC_CANTSEEK;
    h->uploaded = (uint64_t)offset;
    return CURL_SEEKFUNC_OK;
}

static void
add_header(struct http *h, const char *text)
{
    h->headers = curl_slist_append(h->headers, text);
}

/* Tells the server who asks (Fetch, "append a request Origin header"). */
static void
add_origin(struct http *h)
{
    struct buf text = {0};

    buf_add_text(&text, "Origin: ");
    url_add_origin(&text, &h->fetch->initiator);
    add_header(h, buf_text(&text));
    buf_finish(&text);
}

static void
set_upload(struct http *h)
{
    struct fetch *f = h->fetch;
    struct buf text = {0};

    h->uploaded = 0;
    curl_easy_setopt(h->easy, CURLOPT_POST, 1L);
    curl_easy_setopt(h->easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     (curl_off_t)request_body_size(f->upload));
    curl_easy_setopt(h->easy, CURLOPT_READFUNCTION, on_upload);
    curl_easy_setopt(h->easy, CURLOPT_READDATA, h);
    curl_easy_setopt(h->easy, CURLOPT_SEEKFUNCTION, on_seek);
    curl_easy_setopt(h->easy, CURLOPT_SEEKDATA, h);
    buf_printf(&text, "Content-Type: %s", request_body_type(f->upload));
    add_header(h, buf_text(&text));
    add_header(h, "Expect:");
    if (f->initiator.href.size > 0)
        add_origin(h);
    buf_finish(&text);
}

/* Without cookies, as nothing here asks for credentials. */
static void
set_cors(struct http *h)
{
    bool crosses = fetch_crosses(h->fetch);

    if (crosses)
        add_origin(h);
    curl_easy_setopt(h->easy, CURLOPT_SHARE,
                     crosses ? NULL : fetch_cookies_share());
}

static void
set_headers(struct http *h)
{
    curl_slist_free_all(h->headers);
    h->headers = NULL;
    add_header(h, h->fetch->navigation
                      ? "Accept: text/html,application/xhtml+xml,*/*;q=0.8"
                      : "Accept: */*");
    add_header(h, "Accept-Language: en");
    if (h->fetch->bypass_cache)
        add_header(h, "Cache-Control: no-cache");
    if (h->fetch->cors)
        set_cors(h);
    if (h->fetch->upload != NULL)
        set_upload(h);
    else
        curl_easy_setopt(h->easy, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(h->easy, CURLOPT_HTTPHEADER, h->headers);
}

static void
send_request(struct http *h)
{
    struct fetch *f = h->fetch;
    struct buf address = {0};
    struct span all = buf_span(&f->url.href);

    if (f->url.has_fragment)
        all.size -= url_fragment(&f->url).size + 1;
    buf_add_span(&address, all);
    curl_easy_setopt(h->easy, CURLOPT_URL, buf_text(&address));
    buf_finish(&address);
    set_headers(h);
    h->error[0] = '\0';
    h->dropped = 0;
    h->head_done = h->redirecting = false;
    h->running = curl_multi_add_handle(self.multi, h->easy) == CURLM_OK;
    if (!h->running)
        fetch_ended(f, LOAD_RESULT_FAILED, "curl does not take the request.");
}

/* A redirection without a fragment inherits that of the address before. */
static void
keep_fragment(struct url *next, const struct url *old)
{
    struct buf text = {0};
    struct url whole;

    if (next->has_fragment || !old->has_fragment)
        return;
    buf_add_char(&text, '#');
    buf_add_span(&text, url_fragment(old));
    if (url_parse(&whole, buf_span(&text), next)) {
        url_finish(next);
        *next = whole;
    }
    buf_finish(&text);
}

/* Goes to h->location, of an answer that has come to its end. */
static void
follow(struct http *h)
{
    struct fetch *f = h->fetch;
    struct url next;

    if (++h->redirects > MAX_REDIRECTS) {
        fetch_ended(f, LOAD_RESULT_FAILED,
                    "%.*s leads in circles: more than %d redirections.",
                    (int)url_host(&f->url).size,
                    (const char *)url_host(&f->url).data, MAX_REDIRECTS);
        return;
    }
    if (!url_parse(&next, buf_span(&h->location), &f->url)) {
        fetch_ended(f, LOAD_RESULT_FAILED,
                    "%.*s redirects to something that is not an address.",
                    (int)url_host(&f->url).size,
                    (const char *)url_host(&f->url).data);
        return;
    }
    if (!url_is(&next, "http") && !url_is(&next, "https")) {
        fetch_ended(
            f, LOAD_RESULT_REFUSED,
            "%.*s redirects to an address of %.*s:, which no site "
            "may.",
            (int)url_host(&f->url).size, (const char *)url_host(&f->url).data,
            (int)url_scheme(&next).size, (const char *)url_scheme(&next).data);
        url_finish(&next);
        return;
    }
    keep_fragment(&next, &f->url);
    /* Fetch, HTTP-redirect fetch, step 12: only 307 and 308 send it again. */
    if (h->status != 307 && h->status != 308) {
        request_body_drop(f->upload);
        f->upload = NULL;
    }
    url_finish(&f->url);
    f->url = next;
    if (fetch_may_have(f, &f->url))
        send_request(h);
}

/* Runs outside of curl's callbacks. */
static void
check_done(void)
{
    CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(self.multi, &left)) != NULL) {
        CURLcode code = message->data.result;
        struct http *h = NULL;

        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &h);
        curl_multi_remove_handle(self.multi, h->easy);
        h->running = false;
        if (h->redirecting)
            follow(h);
        else if (code != CURLE_OK)
            fail(h, code);
        else
            fetch_ended(h->fetch, LOAD_RESULT_OK, NULL);
    }
}

static void
set_options(struct http *h)
{
    CURL *easy = h->easy;
    const char *authorities = getenv("SSL_CERT_FILE");

    curl_easy_setopt(easy, CURLOPT_PRIVATE, h);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, h->error);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, h);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, h);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    /* Or cancelling would wait for the name server. */
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "bulkhead/" BULKHEAD_VERSION);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_TIMEOUT);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)LOW_SPEED_TIME);
    if (authorities != NULL && authorities[0] != '\0')
        curl_easy_setopt(easy, CURLOPT_CAINFO, authorities);
    curl_easy_setopt(easy, CURLOPT_SHARE, fetch_cookies_share());
    curl_easy_setopt(easy, CURLOPT_COOKIEFILE, ""); /* or it ignores them */
}

static void
start(struct fetch *f)
{
    struct http *h = calloc(1, sizeof *h);

    if (h == NULL)
        fatal_memory("out of memory for a request");
    h->fetch = f;
    f->state = h;
    if (!ensure_multi() || (h->easy = curl_easy_init()) == NULL) {
        fetch_ended(f, LOAD_RESULT_FAILED, "curl does not start.");
        return;
    }
    set_options(h);
    send_request(h);
}

static void
more(struct fetch *f)
{
    struct http *h = f->state;

    /* Does nothing to a transfer that is not paused. */
    if (h->running)
        curl_easy_pause(h->easy, CURLPAUSE_CONT);
}

static void
stop(struct fetch *f)
{
    struct http *h = f->state;

    if (h->running)
        curl_multi_remove_handle(self.multi, h->easy);
    curl_easy_cleanup(h->easy);
    curl_slist_free_all(h->headers);
    buf_finish(&h->type);
    buf_finish(&h->disposition);
    buf_finish(&h->location);
    buf_finish(&h->readers);
    free(h);
}

const struct fetch_scheme fetch_http = {"http", start, more, stop};
const struct fetch_scheme fetch_https = {"https", start, more, stop};
