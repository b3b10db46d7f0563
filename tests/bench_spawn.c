/*
 * bench_spawn.c - from the wish for a child to its `ready`: forked by a zygote
 * that waits, and by one that must be executed first, in turns, in one run;
 * beside them the bare fork and exec of the same binary, without a sandbox.
 *
 * Process: browser (in tests).  Prints medians and ratios; asserts nothing.
 * usage: bench_spawn [ROUNDS] 2>/dev/null (each killed zygote is an error
 * there)
 */
#include "children.h"
#include "launch.h"
#include "log.h"
#include "process_stat.h"

#include <libgen.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST = 1000, KINDS = 2, WAYS = 3 };

static const enum role kinds[KINDS] = {RENDERER, GPU};
static const char *const ways[WAYS] = {
    "fork+exec, no sandbox", "zygote executed first", "zygote waiting"};

static char folder[4096];
static struct loop *loop;
static struct process_stat blank; /* the last renderer, ready and idle */
static enum { STARTING, READY, GONE } state;

static uint64_t
now(void)
{
    return trace_clock_ns();
}

static void
on_ready(struct child *c, void *owner)
{
    (void)c;
    (void)owner;
    state = READY;
    loop_stop(loop, 0);
}

static void
on_drained(struct child *c, void *owner)
{
    (void)c;
    (void)owner;
}

static void
on_gone(struct child *c, void *owner, const struct death *why)
{
    (void)c;
    (void)owner;
    if (state == STARTING) {
        fprintf(stderr, "bench_spawn: the child did not start: %s\n",
                why->cause);
        exit(1);
    }
    state = GONE;
    loop_stop(loop, 0);
}

static const struct child_events events = {on_ready, on_drained, on_gone};

static void
on_zygote_gone(enum role role)
{
    (void)role;
    loop_stop(loop, 0);
}

static const struct children_observer observer = {.zygote_gone =
                                                      on_zygote_gone};

static bool
take_message(struct child *c, struct span message)
{
    (void)c;
    (void)message;
    return true;
}

/* Milliseconds until a child of the kind is ready; it is ended again. */
static double
spawn(enum role role)
{
    uint64_t start = now();
    struct child *c =
        child_start(role, role == GPU ? "headless width=1280 height=800" : "",
                    &events, NULL);
    double ms;

    if (c == NULL)
        exit(1);
    state = STARTING;
    loop_run(loop);
    ms = (double)(now() - start) / 1e6;
    if (role == RENDERER)
        process_stat_read(c->pid, &blank);
    child_dismiss(c, "was measured");
    while (state != GONE)
        loop_run(loop);
    return ms;
}

static void
end_zygote(enum role role)
{
    pid_t pid = launch_zygote_pid(role);

    if (pid == 0)
        return;
    kill(pid, SIGKILL);
    loop_run(loop);
}

/* Started by hand, the binary says so and ends: this is what executing and
 * linking it takes. */
static double
execute(enum role role)
{
    char path[sizeof folder + 32], *argv[] = {path, NULL}, *env[] = {NULL};
    posix_spawn_file_actions_t quiet;
    uint64_t start;
    pid_t pid;

    snprintf(path, sizeof path, "%s/%s", folder, policy_of(role)->binary);
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", 1, 0);
    start = now();
    if (posix_spawn(&pid, path, &quiet, NULL, argv, env) != 0)
        exit(1);
    waitpid(pid, NULL, 0);
    posix_spawn_file_actions_destroy(&quiet);
    return (double)(now() - start) / 1e6;
}

static int
compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void
print_kind(enum role role, double ms[WAYS][MOST], int rounds)
{
    double of_zygote;

    for (int w = 0; w < WAYS; w++)
        qsort(ms[w], (size_t)rounds, sizeof(double), compare);
    of_zygote = ms[WAYS - 1][rounds / 2];
    for (int w = 0; w < WAYS; w++)
        printf("%-9s %-22s %7.2f ms [%.2f to %.2f]  %5.1f\n", role_name(role),
               ways[w], ms[w][rounds / 2], ms[w][0], ms[w][rounds - 1],
               ms[w][rounds / 2] / of_zygote);
}

static void
measure(enum role role, double ms[WAYS][MOST], int rounds)
{
    spawn(role); /* warms */
    for (int i = 0; i < rounds; i++) {
        ms[0][i] = execute(role);
        end_zygote(role);
        ms[1][i] = spawn(role);
        ms[2][i] = spawn(role);
    }
}

int
main(int argc, char **argv)
{
    static double ms[WAYS][MOST];
    int rounds = argc > 1 ? atoi(argv[1]) : 20;

    if (rounds < 1 || rounds > MOST ||
        readlink("/proc/self/exe", folder, sizeof folder - 1) < 0)
        return 2;
    dirname(folder);
    log_set_level(LOG_ERROR);
    loop = loop_create();
    if (!children_open(loop, folder, take_message, true))
        return 1;
    children_observe(&observer);
    printf("from the wish to ready, median of %d [least to most], ratio to the "
           "waiting zygote\n",
           rounds);
    for (int k = 0; k < KINDS; k++) {
        measure(kinds[k], ms, rounds);
        print_kind(kinds[k], ms, rounds);
    }
    printf("a blank renderer: %.2f MB of its own%s\n",
           (double)blank.private_bytes / 1e6, blank.at_most ? " at most" : "");
    children_close();
    loop_destroy(loop);
    return 0;
}
