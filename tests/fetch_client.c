/*
 * fetch_client.c - fetches to the end, for tests; and starts tests/serve.c.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "fetch_client.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static struct {
    struct loop *loop;
    struct fetch *fetch;
    struct seen seen;
    struct manner manner;
    bool starting;
} self;

static void
give_up(const char *what)
{
    fprintf(stderr, "fetch_client: %s\n", what);
    abort();
}

static void
cancel(void *data)
{
    (void)data;
    fetch_cancel(self.fetch);
    self.fetch = NULL;
    loop_stop(self.loop, 0);
}

static void
on_head(struct fetch *f, void *owner, const struct fetch_head *head)
{
    struct seen *s = owner;

    s->inside_start = s->inside_start || self.starting;
    if (s->heads++ > 0 || s->ends > 0)
        give_up("a second head");
    s->status = head->status;
    snprintf(s->url, sizeof s->url, "%s", head->url);
    snprintf(s->mime, sizeof s->mime, "%s", head->mime);
    snprintf(s->charset, sizeof s->charset, "%s", head->charset);
    snprintf(s->picture, sizeof s->picture, "%s", head->picture);
    snprintf(s->filename, sizeof s->filename, "%s", head->filename);
    s->length = head->length;
    s->attachment = head->attachment;
    s->secure = fetch_is_secure(f);
    if (self.manner.cancel_in_head)
        cancel(NULL);
}

static void
resume(void *data)
{
    (void)data;
    fetch_resume(self.fetch);
}

static size_t
on_data(struct fetch *f, void *owner, struct span bytes)
{
    struct seen *s = owner;

    (void)f;
    s->inside_start = s->inside_start || self.starting;
    if (s->heads != 1 || s->ends > 0 || bytes.size == 0)
        give_up("data out of order");
    if (self.manner.refusals > 0) {
        self.manner.refusals--;
        loop_after(self.loop, 5, resume, NULL);
        return 0;
    }
    buf_add_span(&s->body, bytes);
    if (self.manner.cancel_in_data)
        cancel(NULL);
    return bytes.size;
}

static void
on_end(struct fetch *f, void *owner, int result, const char *message)
{
    struct seen *s = owner;

    (void)f;
    s->inside_start = s->inside_start || self.starting;
    if (s->ends++ > 0)
        give_up("a second end");
    if ((message == NULL) != (result == LOAD_RESULT_OK))
        give_up("an end with result and message that do not fit");
    s->result = result;
    snprintf(s->message, sizeof s->message, "%s", message ? message : "");
    self.fetch = NULL;
    loop_stop(self.loop, 0);
}

static void
on_timeout(void *data)
{
    (void)data;
    give_up("a fetch did not end within 30 s");
}

struct seen *
fetch_whole(const char *url, const char *initiator, const struct manner *manner)
{
    static const struct fetch_events events = {on_head, on_data, on_end};
    struct fetch_request request = {.url = url, .initiator = initiator};

    buf_finish(&self.seen.body);
    self.seen = (struct seen){.length = -2};
    self.manner = manner != NULL ? *manner : (struct manner){0};
    request.navigation = !self.manner.subresource;
    request.cors = self.manner.cors;
    self.loop = loop_create();
    fetch_open(self.loop, self.manner.profile);
    loop_after(self.loop, 30000, on_timeout, NULL);
    if (self.manner.cancel_after_ms > 0)
        loop_after(self.loop, self.manner.cancel_after_ms, cancel, NULL);
    self.starting = true;
    self.fetch = fetch_start(&request, &events, &self.seen);
    self.starting = false;
    loop_run(self.loop);
    fetch_close();
    loop_destroy(self.loop);
    buf_text(&self.seen.body);
    return &self.seen;
}

int
serve_start(const char *program, const char *folder, const char *certificate,
            const char *key, pid_t *pid)
{
    char line[64] = "";
    int out[2], port = 0;
    size_t size = 0;

    if (pipe(out) < 0 || (*pid = fork()) < 0)
        give_up("no pipe or process for serve");
    if (*pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(out[1], 1);
        close(out[0]);
        close(out[1]);
        if (certificate != NULL)
            execl(program, program, "--tls", certificate, key, folder,
                  (char *)NULL);
        else
            execl(program, program, folder, (char *)NULL);
        fprintf(stderr, "fetch_client: %s: %s\n", program, strerror(errno));
        _exit(1);
    }
    close(out[1]);
    while (size < sizeof line - 1 && strchr(line, '\n') == NULL) {
        ssize_t got = read(out[0], line + size, 1);

        if (got <= 0)
            break;
        size += (size_t)got;
    }
    close(out[0]);
    if (sscanf(line, "port %d", &port) != 1)
        give_up("serve did not start");
    return port;
}

void
serve_stop(pid_t pid)
{
    if (pid <= 0)
        return;
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}
