/*
 * victim.c - an outside process for the rogue to reach at.
 *
 * Process: browser.  Distrusts: nothing; the victim is a program of ours.
 */
#include "victim.h"
#include "log.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct victim {
    struct loop_watch *watch;
    int fd; /* its descriptor 0: a byte when it is ready; its end ends it */
    pid_t pid;
    char folder[64];
    void (*ready)(void *data);
    void *data;
};

static void
on_ready(void *data, int events)
{
    struct victim *v = data;

    if (!(events & LOOP_READ))
        log_error("the victim of the attacks did not start");
    loop_unwatch(v->watch);
    v->watch = NULL;
    v->ready(v->data);
}

static bool
spawn(struct victim *v, const char *binary, int end)
{
    char name[] = "bulkhead-victim", mode[] = "--victim";
    char *arguments[] = {name, mode, v->folder, NULL};
    posix_spawn_file_actions_t actions;
    int error;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, end, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    error = posix_spawn(&v->pid, binary, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        log_error("cannot start %s: %s", binary, strerror(error));
    return error == 0;
}

struct victim *
victim_create(struct loop *l, const char *binary, void (*ready)(void *data),
              void *data)
{
    struct victim *v = calloc(1, sizeof *v);
    int ends[2] = {-1, -1};

    if (v == NULL)
        fatal_memory("out of memory for a victim");
    *v = (struct victim){.fd = -1, .ready = ready, .data = data};
    strcpy(v->folder, "/tmp/bulkhead-victim-XXXXXX");
    if (mkdtemp(v->folder) == NULL ||
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
        log_error("cannot make a victim: %s", strerror(errno));
        goto fail;
    }
    /* Open to all: what keeps the rogue out must be the sandbox. */
    if (chmod(v->folder, 0777) < 0 || !spawn(v, binary, ends[1])) {
        rmdir(v->folder);
        goto fail;
    }
    close(ends[1]);
    v->fd = ends[0];
    v->watch = loop_watch(l, v->fd, LOOP_READ, on_ready, v);
    return v;
fail:
    if (ends[0] >= 0)
        close(ends[0]);
    if (ends[1] >= 0)
        close(ends[1]);
    free(v);
    return NULL;
}

void
victim_destroy(struct victim *v)
{
    if (v == NULL)
        return;
    loop_unwatch(v->watch);
    close(v->fd);
    while (waitpid(v->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    free(v);
}

int
victim_pid(const struct victim *v)
{
    return (int)v->pid;
}

const char *
victim_folder(const struct victim *v)
{
    return v->folder;
}
