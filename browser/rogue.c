/*
 * rogue.c - the sandbox attacked from inside, row by row of probes.def.
 *
 * Process: browser.  Distrusts: the rogue like any child.
 */
#include "rogue.h"
#include "launch.h"
#include "victim.h"

#include "log.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    AT_ONCE = 2, /* of a column; the gpu's policy allows no more */
    MOST_COLUMNS = 8,
    STATUS_ALLOWED = 200 /* tests/rogue/rogue.h */
};

enum { BY_SANDBOX = 0, BY_BROWSER = 1 };

#define PROBE(group, stop, name, chromium, call) {#group, name, chromium, stop},
const struct rogue_probe rogue_probes[] = {
#include "probes.def"
};
const unsigned rogue_probe_count = sizeof rogue_probes / sizeof *rogue_probes;

struct attempt {
    struct rogue_run *run;
    struct rogue_column *column;
    unsigned probe;
    uint32_t layers; /* of its child */
    struct child *child;
    struct attempt *next;
};

struct rogue_run {
    struct loop *loop;
    struct loop_timer *turn;
    struct rogue_column columns[MOST_COLUMNS];
    unsigned next[MOST_COLUMNS], count;
    struct attempt *running;
    struct victim *victim;
    void (*changed)(void *data);
    void *data;
};

const char *
rogue_stop_name(enum rogue_stop stop)
{
    static const char *const names[STOP_COUNT] = {
        "",    "seccomp", "Landlock", "namespace", "capability", "rlimit",
        "w^x", "seal",    "browser",  "kernel",    "ALLOWED",    "not tried"};

    return names[stop];
}

/* ---- which layer was it? ------------------------------------------------ */

static bool
is_group(const struct rogue_probe *p, const char *group)
{
    return strcmp(p->group, group) == 0;
}

static bool
names(const struct rogue_probe *p, const char *word)
{
    return strstr(p->name, word) != NULL;
}

/* A refusal by the kernel behind the filter, told apart by its errno: the
 * empty root has no such file, Landlock denies it, other pids do not exist. */
static enum rogue_stop
behind_the_filter(const struct rogue_probe *p, int error, uint32_t layers)
{
    if (names(p, "sealed tile") || names(p, "ADD_SEALS"))
        return STOP_SEAL;
    switch (error) {
    case ENOENT:
    case EROFS:
    case ECONNREFUSED:
        return layers & LAYER_ROOT ? STOP_NAMESPACE : STOP_KERNEL;
    case ESRCH:
    case ECHILD:
        return layers & LAYER_PID_NS ? STOP_NAMESPACE : STOP_KERNEL;
    case EMFILE:
    case ENOMEM:
    case EAGAIN:
    case EFBIG:
    case ENOSPC:
        return layers & LAYER_RLIMITS ? STOP_RLIMIT : STOP_KERNEL;
    case EACCES:
        if (is_group(p, "MEMORY"))
            return STOP_WRITE_XOR_EXEC;
        if (is_group(p, "RESOURCE") || names(p, "mq_open") ||
            names(p, "setpriority"))
            return STOP_RLIMIT;
        return layers & LAYER_LANDLOCK ? STOP_LANDLOCK : STOP_KERNEL;
    case EPERM:
        if (is_group(p, "IPC") && names(p, "abstract"))
            return STOP_LANDLOCK; /* its scope of abstract sockets */
        if (names(p, "mlock") || names(p, "NOFILE"))
            return STOP_RLIMIT;
        return STOP_CAPABILITY;
    default:
        return STOP_KERNEL;
    }
}

static enum rogue_stop
judge(const struct rogue_probe *p, const struct death *why, uint32_t layers)
{
    if (why->denied || why->signal == SIGSYS)
        return STOP_SECCOMP;
    if (why->by_browser && why->signal == SIGKILL)
        return p->by_browser ? STOP_BROWSER : STOP_FAILED;
    if (why->signal == SIGXFSZ)
        return STOP_RLIMIT;
    if (why->signal != 0)
        return STOP_KERNEL;
    if (why->status == STATUS_ALLOWED)
        return STOP_ESCAPED;
    if (why->status == 0 || why->status > STATUS_ALLOWED)
        return STOP_FAILED;
    if (p->by_browser)
        return STOP_BROWSER; /* it told the kernel to refuse descriptors */
    /* Some calls the filter refuses without a death; those it allows fail
     * for want of memory only. */
    if (layers & LAYER_SECCOMP && why->status != ENOMEM)
        return STOP_SECCOMP;
    return behind_the_filter(p, why->status, layers);
}

/* ---- the run ------------------------------------------------------------ */

static void
drop(struct attempt *a)
{
    struct attempt **at = &a->run->running;

    while (*at != a)
        at = &(*at)->next;
    *at = a->next;
    free(a);
}

static void on_turn(void *data);

static void
go_on(void *data)
{
    struct rogue_run *run = data;

    if (run->turn == NULL)
        run->turn = loop_after(run->loop, 0, on_turn, run);
}

static void
on_ready(struct child *c, void *owner)
{
    struct attempt *a = owner;

    if (a == NULL)
        return;
    a->layers = a->column->layers = c->layers;
    a->column->syscalls = c->syscalls;
}

static void
on_gone(struct child *c, void *owner, const struct death *why)
{
    struct attempt *a = owner;
    struct rogue_run *run;
    struct rogue_result *r;

    (void)c;
    if (a == NULL)
        return; /* the run was stopped */
    run = a->run;
    r = &a->column->results[a->probe];
    /* One that ended as it began was buried before its ready was read. */
    r->stop =
        judge(&rogue_probes[a->probe], why,
              a->layers != 0 ? a->layers : LAYERS_ALL & ~a->column->without);
    r->signal = why->signal;
    r->error =
        why->signal == 0 && why->status < STATUS_ALLOWED ? why->status : 0;
    a->column->done++;
    drop(a);
    go_on(run);
}

static const struct child_events events = {on_ready, NULL, on_gone};

static bool
start_one(struct rogue_run *run, unsigned column)
{
    struct rogue_column *c = &run->columns[column];
    struct attempt *a = calloc(1, sizeof *a);
    char argument[400];

    if (a == NULL)
        fatal_memory("out of memory for an attack");
    *a = (struct attempt){run, c, run->next[column]++, 0, NULL, run->running};
    run->running = a;
    snprintf(argument, sizeof argument, "probe %u %d %d %s", a->probe,
             victim_pid(run->victim), (int)getpid(),
             victim_folder(run->victim));
    a->child = child_start_rogue(c->role, argument, c->without, &events, a);
    if (a->child != NULL)
        return true;
    c->results[a->probe].stop = STOP_FAILED;
    c->done++;
    drop(a);
    return false;
}

static unsigned
running_in(const struct rogue_run *run, enum role role)
{
    unsigned count = 0;

    for (const struct attempt *a = run->running; a != NULL; a = a->next)
        count += a->column->role == role;
    return count;
}

static void
on_turn(void *data)
{
    struct rogue_run *run = data;

    run->turn = NULL;
    for (unsigned i = 0; i < run->count; i++)
        while (run->next[i] < rogue_probe_count &&
               running_in(run, run->columns[i].role) < AT_ONCE)
            if (!start_one(run, i))
                go_on(run);
    if (rogue_run_is_done(run)) {
        victim_destroy(run->victim);
        run->victim = NULL;
        launch_end_rogues();
    }
    run->changed(run->data);
}

struct rogue_run *
rogue_run_create(struct loop *l, const struct rogue_column *columns,
                 unsigned count, void (*changed)(void *data), void *data)
{
    struct rogue_run *run;

    if (launch_rogue() == NULL) {
        log_error("the hostile binary bulkhead-rogue was not built");
        return NULL;
    }
    run = calloc(1, sizeof *run);
    if (run == NULL)
        fatal_memory("out of memory for an attack");
    *run = (struct rogue_run){.loop = l, .changed = changed, .data = data};
    run->victim = victim_create(l, launch_rogue(), go_on, run);
    if (run->victim == NULL) {
        free(run);
        return NULL;
    }
    run->count = count < MOST_COLUMNS ? count : MOST_COLUMNS;
    for (unsigned i = 0; i < run->count; i++) {
        run->columns[i] = columns[i];
        run->columns[i].results =
            calloc(rogue_probe_count, sizeof(struct rogue_result));
        if (run->columns[i].results == NULL)
            fatal_memory("out of memory for an attack");
    }
    return run;
}

void
rogue_run_destroy(struct rogue_run *run)
{
    if (run == NULL)
        return;
    loop_cancel(run->turn);
    for (struct attempt *a = run->running; a != NULL; a = a->next)
        if (a->child != NULL) {
            a->child->owner = NULL;
            child_dismiss(a->child, "the attack was stopped");
        }
    while (run->running != NULL)
        drop(run->running);
    victim_destroy(run->victim);
    for (unsigned i = 0; i < run->count; i++)
        free(run->columns[i].results);
    free(run);
}

bool
rogue_run_is_done(const struct rogue_run *run)
{
    for (unsigned i = 0; i < run->count; i++)
        if (run->columns[i].done < rogue_probe_count)
            return false;
    return true;
}

unsigned
rogue_run_columns(const struct rogue_run *run,
                  const struct rogue_column **columns)
{
    *columns = run->columns;
    return run->count;
}

void
rogue_count(const struct rogue_column *column, unsigned out[STOP_COUNT])
{
    memset(out, 0, STOP_COUNT * sizeof *out);
    for (unsigned i = 0; i < rogue_probe_count; i++)
        out[column->results[i].stop]++;
}
