/*
 * fetch_cookies.c - the cookies of all fetches: kept by curl, saved by us.
 *
 * Process: browser.  Distrusts: servers, whose cookies they are.
 */
#include "fetch_cookies.h"
#include "cookie_mark.h"

#include "buf.h"
#include "log.h"

#include <curl/curl.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { COOKIE_DELAY = 200 /* ms from a new cookie to the disk */ };

static struct {
    struct loop *loop;
    CURLSH *share; /* the cookies of all fetches */
    CURL *keeper;  /* does nothing but load and list them */
    char *jar;     /* their file; NULL: memory only */
    struct loop_timer *save_timer;
} self;

static bool
write_whole(int fd, struct span s)
{
    while (s.size > 0) {
        ssize_t put = write(fd, s.data, s.size);

        if (put < 0)
            return false;
        s.data += put;
        s.size -= (size_t)put;
    }
    return true;
}

/* A line of curl's list: domain, tail, path, secure, expires, name, value;
 * expires 0 is a cookie of this session only. */
static bool
is_lasting(const char *line)
{
    for (int tabs = 0; tabs < 4; tabs++) {
        line = strchr(line, '\t');
        if (line == NULL)
            return false;
        line++;
    }
    return strncmp(line, "0\t", 2) != 0;
}

/* Writes the cookies to a new file and moves it over the old one: the jar is
 * whole at any moment.  (CURLOPT_COOKIEJAR truncates first.) */
static void
save_cookies(void *data)
{
    struct curl_slist *list = NULL;
    struct buf text = {0}, path = {0};
    int fd;
    bool ok;

    (void)data;
    self.save_timer = NULL;
    curl_easy_getinfo(self.keeper, CURLINFO_COOKIELIST, &list);
    buf_add_text(&text, "# Netscape HTTP Cookie File\n");
    for (struct curl_slist *at = list; at != NULL; at = at->next)
        if (is_lasting(at->data))
            buf_printf(&text, "%s\n", at->data);
    curl_slist_free_all(list);
    buf_printf(&path, "%s.new", self.jar);
    fd = open(buf_text(&path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ok = fd >= 0 && write_whole(fd, buf_span(&text)) && fdatasync(fd) == 0;
    if (fd >= 0)
        close(fd);
    if (!ok || rename(buf_text(&path), self.jar) < 0)
        log_warn("http: cannot save cookies in %s: %s", self.jar,
                 strerror(errno));
    buf_finish(&text);
    buf_finish(&path);
}

void
fetch_cookies_changed(const char *url, struct span set_cookie)
{
    cookie_mark_header(url, set_cookie);
    if (self.jar != NULL && self.save_timer == NULL)
        self.save_timer =
            loop_after(self.loop, COOKIE_DELAY, save_cookies, NULL);
}

/* The profile's, for a recording. */
static void
mark_cookies(void)
{
    struct curl_slist *list = NULL;

    curl_easy_getinfo(self.keeper, CURLINFO_COOKIELIST, &list);
    for (struct curl_slist *at = list; at != NULL; at = at->next)
        cookie_mark_line(at->data);
    curl_slist_free_all(list);
}

void
fetch_cookies_open(struct loop *l, const char *profile)
{
    struct buf path = {0};

    self.loop = l;
    self.share = curl_share_init();
    self.keeper = curl_easy_init();
    if (self.share == NULL || self.keeper == NULL)
        fatal_memory("out of memory for cookies");
    curl_share_setopt(self.share, CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE);
    curl_easy_setopt(self.keeper, CURLOPT_SHARE, self.share);
    if (profile == NULL)
        return;
    buf_printf(&path, "%s/cookies.txt", profile);
    self.jar = strdup(buf_text(&path));
    buf_finish(&path);
    curl_easy_setopt(self.keeper, CURLOPT_COOKIEFILE, self.jar);
    curl_easy_setopt(self.keeper, CURLOPT_COOKIELIST, "RELOAD");
    mark_cookies();
}

void
fetch_cookies_close(void)
{
    if (self.save_timer != NULL) {
        loop_cancel(self.save_timer);
        save_cookies(NULL);
    }
    curl_easy_cleanup(self.keeper);
    curl_share_cleanup(self.share);
    free(self.jar);
    self.keeper = NULL;
    self.share = NULL;
    self.jar = NULL;
}

unsigned
fetch_cookies_count(void)
{
    struct curl_slist *list = NULL;
    unsigned count = 0;

    curl_easy_getinfo(self.keeper, CURLINFO_COOKIELIST, &list);
    for (struct curl_slist *at = list; at != NULL; at = at->next)
        count++;
    curl_slist_free_all(list);
    return count;
}

void *
fetch_cookies_share(void)
{
    return self.share;
}
