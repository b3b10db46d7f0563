/*
 * test_sandbox.c - the sandbox seen from outside, and under attack from
 * inside.
 *
 * Process: browser (in tests).
 */
#include "child_bench.h"
#include "child_check.h"
#include "process_stat.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

static struct bench b;

static int
set_up(void **state)
{
    (void)state;
    bench_open(&b);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    bench_close(&b);
    return 0;
}

/* The value of a line of /proc/PID/task/TID/status; "" if there is none. */
static const char *
status_value(const char *path, const char *name)
{
    static char line[256];
    FILE *f = fopen(path, "r");
    char *found = NULL;

    assert_non_null(f);
    while (found == NULL && fgets(line, sizeof line, f) != NULL)
        if (strncmp(line, name, strlen(name)) == 0)
            found = line + strlen(name);
    fclose(f);
    return found != NULL ? found : "";
}

static void
check_task(pid_t pid, const char *tid, uint32_t layers)
{
    char path[300];

    snprintf(path, sizeof path, "/proc/%d/task/%s/status", (int)pid, tid);
    assert_int_equal(atoi(status_value(path, "Seccomp:")), 2);
    assert_int_equal(atoi(status_value(path, "NoNewPrivs:")), 1);
    assert_int_equal(strtoull(status_value(path, "CapEff:"), NULL, 16), 0);
    assert_int_equal(strtoull(status_value(path, "CapBnd:"), NULL, 16), 0);
    if (layers & LAYER_PID_NS && atoi(tid) == pid) {
        const char *value = status_value(path, "NSpid:");
        int outer = 0, inner = 0;

        assert_int_equal(sscanf(value, "%d %d", &outer, &inner), 2);
        assert_int_equal(inner, 1);
    }
    if (layers & LAYER_UID)
        assert_in_range(atoi(status_value(path, "Uid:")), 61000, 64999);
}

static unsigned
check_tasks(pid_t pid, uint32_t layers)
{
    struct dirent *entry;
    unsigned count = 0;
    char path[64];
    DIR *tasks;

    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    tasks = opendir(path);
    assert_non_null(tasks);
    while ((entry = readdir(tasks)) != NULL)
        if (entry->d_name[0] != '.') {
            check_task(pid, entry->d_name, layers);
            count++;
        }
    closedir(tasks);
    return count;
}

static void
every_thread_is_locked(void **state)
{
    static const enum role roles[] = {RENDERER, PLUGIN, GPU};

    (void)state;
    for (int i = 0; i < 3; i++) {
        bench_start(&b, roles[i], "");
        assert_true(b.ready);
        /* The main one and nanomsg's worker. */
        assert_int_equal(check_tasks(b.pid, b.layers), 2);
    }
}

static unsigned
count_lines(const char *path)
{
    FILE *f = fopen(path, "r");
    unsigned count = 0;
    int c;

    assert_non_null(f);
    while ((c = fgetc(f)) != EOF)
        count += c == '\n';
    fclose(f);
    return count;
}

static void
root_is_empty(void **state)
{
    char path[64];

    (void)state;
    bench_start(&b, RENDERER, "");
    assert_true(b.ready);
    if (!(b.layers & LAYER_ROOT)) {
        print_message("skipped: no mount namespaces here\n");
        skip();
    }
    snprintf(path, sizeof path, "/proc/%d/mountinfo", (int)b.pid);
    assert_int_equal(count_lines(path), 1);
    snprintf(path, sizeof path, "/proc/%d/net/dev", (int)b.pid);
    assert_int_equal(count_lines(path), 3); /* two of headings, and lo */
}

/* As another user the child's memory and descriptors are closed books. */
static void
no_one_can_look_inside(void **state)
{
    char path[64];

    (void)state;
    if (geteuid() == 0) {
        print_message("skipped: root may look\n");
        skip();
    }
    bench_start(&b, RENDERER, "");
    snprintf(path, sizeof path, "/proc/%d/mem", (int)b.pid);
    assert_int_equal(open(path, O_RDONLY), -1);
    assert_int_equal(errno, EACCES);
}

static void
forbidden_calls_kill(void **state)
{
    static const char *const names[] = {
        "openat", "execve",       "clone",    "ptrace",    "kill",
        "mmap",   "prctl",        "unshare",  "seccomp",   "io_uring_setup",
        "write",  "memfd_create", "mprotect", "setrlimit", "getdents64"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char argument[64], wanted[96];

        snprintf(argument, sizeof argument, "call %s", names[i]);
        snprintf(wanted, sizeof wanted, "forbidden system call %s(", names[i]);
        bench_start(&b, RENDERER, argument);
        assert_true(bench_run(&b, bench_has_title, 5000));
        if (!b.gone)
            fail_msg("%s: %s", names[i], b.title);
        if (strstr(b.why.cause, wanted) == NULL && b.why.signal != 31)
            fail_msg("%s: %s", names[i], b.why.cause);
    }
}

static void
gpu_is_forbidden_the_same(void **state)
{
    static const char *const names[] = {"openat", "execve", "ptrace",
                                        "mprotect", "mmap"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char argument[64];

        snprintf(argument, sizeof argument, "call %s", names[i]);
        bench_start(&b, GPU, argument);
        assert_true(bench_run(&b, bench_is_gone, 5000));
        assert_non_null(strstr(b.why.cause, names[i]));
    }
}

static void
socket_is_refused_quietly(void **state)
{
    char wanted[64];

    (void)state;
    snprintf(wanted, sizeof wanted, "returned -1 errno %d", EACCES);
    bench_start(&b, RENDERER, "call socket");
    assert_true(bench_run(&b, bench_has_title, 5000));
    assert_false(b.gone);
    assert_string_equal(b.title, wanted);
}

static void
lies_about_layers_are_seen(void **state)
{
    char why[128] = "";

    (void)state;
    assert_true(child_check(getpid(), 0, why, sizeof why));
    assert_false(child_check(getpid(), LAYER_SECCOMP, why, sizeof why));
    assert_string_equal(why, "a thread without its system call filter");
    assert_false(child_check(getpid(), LAYER_PID_NS, why, sizeof why));
    assert_false(child_check(0x7FFFFFF, 0, why, sizeof why));
}

/* A process that its filter kills, held where it has not yet ended. */
static void
die_by_filter(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

    ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    if (filter == NULL ||
        seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(getppid), 0) !=
            0 ||
        seccomp_load(filter) != 0)
        _exit(1);
    raise(SIGSTOP);
    getppid();
    _exit(2);
}

static void
one_killed_by_its_filter_had_it(void **state)
{
    char why[128] = "";
    int status = 0;
    pid_t pid = fork();

    (void)state;
    if (pid == 0)
        die_by_filter();
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSTOPPED(status));
    assert_int_equal(ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACEEXIT),
                     0);
    ptrace(PTRACE_CONT, pid, NULL, NULL);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status >> 8, SIGTRAP | PTRACE_EVENT_EXIT << 8);
    assert_true(child_check(pid, LAYER_SECCOMP, why, sizeof why));
    assert_string_equal(why, "");
    ptrace(PTRACE_CONT, pid, NULL, NULL);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(WTERMSIG(status), SIGSYS);
}

/* 0 when a process that nobody may look into has bounds for its memory and a
 * count of its descriptors; called by an ordinary user. */
static int
look_at_a_closed_one(void)
{
    struct process_stat use;
    int wrong = 0, end[2];
    pid_t pid;
    char byte;

    if (pipe(end) != 0)
        return 1;
    pid = fork();
    if (pid == 0) {
        prctl(PR_SET_DUMPABLE, 0);
        byte = 'x';
        if (write(end[1], &byte, 1) != 1)
            _exit(1);
        pause();
    }
    if (read(end[0], &byte, 1) != 1 || !process_stat_read(pid, &use))
        wrong = 2;
    else if (!use.at_most || use.pss < 4096 || use.private_bytes > use.pss)
        wrong = 3;
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    return wrong;
}

static void
memory_of_a_closed_one_is_bounded(void **state)
{
    int status = 0;
    pid_t pid = fork();

    (void)state;
    if (pid == 0)
        _exit(getuid() == 0 && setuid(65534) != 0 ? 4 : look_at_a_closed_one());
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

static void
missing_layers_are_named(void **state)
{
    struct child c = {.role = RENDERER, .layers = LAYERS_ALL};
    struct buf text = {0};

    (void)state;
    assert_true(child_missing_layers(&c, &text));
    assert_int_equal(text.size, 0);
    c.layers &= ~(uint32_t)(LAYER_USER_NS | LAYER_UID);
    assert_true(child_missing_layers(&c, &text));
    assert_string_equal(buf_text(&text), "user-ns, uid");
    c.layers &= ~(uint32_t)LAYER_SECCOMP;
    assert_false(child_missing_layers(&c, &text));
    buf_finish(&text);
}

#define WITH_BENCH(test) \
    cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_BENCH(every_thread_is_locked),
        WITH_BENCH(root_is_empty),
        WITH_BENCH(no_one_can_look_inside),
        WITH_BENCH(forbidden_calls_kill),
        WITH_BENCH(gpu_is_forbidden_the_same),
        WITH_BENCH(socket_is_refused_quietly),
        cmocka_unit_test(lies_about_layers_are_seen),
        cmocka_unit_test(one_killed_by_its_filter_had_it),
        cmocka_unit_test(memory_of_a_closed_one_is_bounded),
        cmocka_unit_test(missing_layers_are_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
