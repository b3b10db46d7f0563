/*
 * launch.c - the zygotes: one process per kind of child, which forks them.
 *
 * Process: browser.  Distrusts: the zygotes as little as possible: their
 * children run hostile content, they themselves read only requests.
 *
 * posix_spawn and not fork: it costs the same whatever the browser's size, and
 * tells at once that a binary is missing.
 */
#include "launch.h"
#include "lane.h"
#include "log.h"
#include "process_stat.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Started this often within so many ms, a zygote is broken. */
enum { MOST_STARTS = 5, STARTS_WITHIN = 10000 };

struct zygote {
    pid_t pid; /* 0: does not run */
    int control;
    struct loop_watch *watch;
    unsigned starts;
    int64_t first_start; /* ms, of the counted ones */
    enum role role;
    bool rogue;
};

static struct {
    struct loop *loop;
    const char *binaries;
    const struct launch_events *events;
    struct zygote zygotes[ROLE_COUNT][2]; /* [1]: rogue */
} self;

extern char **environ;

static const char rogue_binary[] = "bulkhead-rogue";

void
launch_open(struct loop *l, const char *binaries,
            const struct launch_events *events)
{
    self.loop = l;
    self.binaries = binaries;
    self.events = events;
}

/* Takes one answer; false when there is none, and *gone when there will be
 * none. */
static bool
take_answer(struct zygote *z, bool *gone)
{
    struct zygote_answer answer;
    int pidfd;
    ssize_t size = lane_receive(z->control, &answer, sizeof answer, &pidfd, 1);

    *gone = size >= 0 ? size != sizeof answer : errno != EAGAIN;
    if (size != sizeof answer)
        return false;
    if (answer.pid > 0)
        z->starts = 0; /* it works: whatever kills it, it is worth a start */
    self.events->answered(&answer, pidfd);
    return true;
}

/* One that died between fork and answer has left a child that nobody will ever
 * know.  It is the browser's own child and in the zygote's process group. */
static void
reap_untold(pid_t pid, pid_t group, void *data)
{
    const struct zygote *z = data;

    if (group != z->pid || pid == z->pid || self.events->knows(pid))
        return;
    log_info("process %d of a dead zygote is ended", (int)pid);
    kill(pid, SIGKILL);
    while (waitpid(pid, NULL, __WALL) < 0 && errno == EINTR)
        continue;
}

static void
bury_zygote(struct zygote *z)
{
    bool gone;

    kill(z->pid, SIGKILL);
    while (waitpid(z->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    /* Children it has made and told of are alive and must be known. */
    while (take_answer(z, &gone))
        continue;
    process_each_child(reap_untold, z);
    loop_unwatch(z->watch);
    z->watch = NULL;
    close(z->control);
    z->pid = 0;
}

static void
on_control(void *data, int events)
{
    struct zygote *z = data;
    bool gone;

    (void)events;
    if (take_answer(z, &gone) || !gone)
        return;
    log_error("the zygote %s is dead", policy_of(z->role)->binary);
    bury_zygote(z);
    self.events->lost(z->role, z->rogue);
}

/* The arguments leave room for the children's titles (child.c). */
static int
spawn_zygote(const char *path, const char *name, int control, pid_t *pid)
{
    char mode[] = "--zygote",
         room[] = "                                        ";
    char *arguments[] = {(char *)(uintptr_t)name, mode, room, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    int error;

    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, 0); /* reap_untold */
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawn_file_actions_adddup2(&actions, control, ZYGOTE_CONTROL);
    posix_spawn_file_actions_addclosefrom_np(&actions, ZYGOTE_CONTROL + 1);
    error = posix_spawn(pid, path, &actions, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

/* A binary that dies at its start must not be started for ever. */
static bool
may_start(struct zygote *z)
{
    int64_t now = loop_now_ms();

    if (z->starts == 0 || now - z->first_start > STARTS_WITHIN) {
        z->starts = 0;
        z->first_start = now;
    }
    return z->starts++ < MOST_STARTS;
}

const char *
launch_rogue(void)
{
    static char path[4096];

    snprintf(path, sizeof path, "%s/%s", self.binaries, rogue_binary);
    return access(path, X_OK) == 0 ? path : NULL;
}

bool
launch_zygote(enum role role, bool rogue)
{
    struct zygote *z = &self.zygotes[role][rogue];
    const char *name = policy_of(role)->binary;
    char path[4096], stand_in[64];
    int ends[2], error;

    if (z->pid != 0)
        return true;
    z->role = role;
    z->rogue = rogue;
    if (!may_start(z)) {
        log_error("%s keeps dying: not started again for now", name);
        return false;
    }
    snprintf(path, sizeof path, "%s/%s", self.binaries,
             rogue ? rogue_binary : name);
    if (rogue) {
        /* The one binary takes its role from its name. */
        snprintf(stand_in, sizeof stand_in, "%s-%s", rogue_binary,
                 role_name(role));
        name = stand_in;
    }
    if (!lane_create(ends)) {
        log_error("cannot make a socket pair: %s", strerror(errno));
        return false;
    }
    error = spawn_zygote(path, name, ends[1], &z->pid);
    close(ends[1]);
    if (error != 0) {
        log_error("cannot start %s: %s", path, strerror(error));
        close(ends[0]);
        z->pid = 0;
        return false;
    }
    z->control = ends[0];
    z->watch = loop_watch(self.loop, z->control, LOOP_READ, on_control, z);
    return true;
}

bool
launch_request(enum role role, bool rogue, const struct zygote_request *request,
               const int fds[ZYGOTE_FDS])
{
    if (!launch_zygote(role, rogue))
        return false;
    if (lane_send(self.zygotes[role][rogue].control, request, sizeof *request,
                  fds, ZYGOTE_FDS))
        return true;
    log_error("cannot ask %s for a child: %s", policy_of(role)->binary,
              strerror(errno));
    return false;
}

pid_t
launch_zygote_pid(enum role role)
{
    return self.zygotes[role][0].pid;
}

void
launch_end_rogues(void)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        if (self.zygotes[i][1].pid != 0)
            bury_zygote(&self.zygotes[i][1]);
}

void
launch_close(void)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        for (int rogue = 0; rogue < 2; rogue++)
            if (self.zygotes[i][rogue].pid != 0)
                bury_zygote(&self.zygotes[i][rogue]);
    memset(self.zygotes, 0, sizeof self.zygotes);
}
