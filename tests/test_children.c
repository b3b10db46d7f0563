/*
 * test_children.c - birth, talk and death of children, through the real zygote
 * and sandbox.
 *
 * Process: browser (in tests).
 */
#include "child_bench.h"
#include "child_record.h"
#include "launch.h"
#include "process_stat.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
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

static void
child_becomes_ready_and_answers(void **state)
{
    struct msg_dump_dom ask = {1, 1};

    (void)state;
    bench_start(&b, RENDERER, "");
    assert_true(b.ready);
    assert_int_equal(b.child->state, CHILD_LIVE);
    assert_true(b.layers & LAYER_SECCOMP);
    assert_in_range(b.syscalls, 1, 20);
    assert_true(send_dump_dom(b.child->channel, &ask));
    assert_true(bench_run(&b, bench_has_title, 5000));
    assert_string_equal(b.title, "dump");
}

static void
all_kinds_start(void **state)
{
    (void)state;
    bench_start(&b, PLUGIN, "");
    assert_true(b.ready);
    bench_start(&b, GPU, "headless");
    assert_true(b.ready);
    assert_in_range(b.syscalls, 1, 26);
}

static bool
has_message(struct bench *bench)
{
    return bench->messages > 0;
}

static void
ping_is_answered(void **state)
{
    struct msg_ping ping = {42};

    (void)state;
    bench_start(&b, RENDERER, "");
    assert_true(send_ping(b.child->channel, &ping));
    assert_true(bench_run(&b, has_message, 5000));
}

static void
descriptor_arrives(void **state)
{
    struct msg_surface_create create = {1, 4};
    uint32_t *pixels;
    int fd = (int)syscall(SYS_memfd_create, "arena", 1);

    (void)state;
    assert_int_equal(ftruncate(fd, 4096), 0);
    bench_start(&b, RENDERER, "");
    assert_true(child_pass(b.child, fd));
    assert_true(send_surface_create(b.child->channel, &create));
    assert_true(bench_run(&b, bench_has_title, 5000));
    assert_string_equal(b.title, "painted");
    pixels = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
    assert_int_equal(pixels[0], 0xFF00FF00);
    munmap(pixels, 4096);
    close(fd);
}

static unsigned dumps;
static bool font_came_first;

static void
answer_font(struct bench *bench, enum message_id id, struct reader *r)
{
    struct msg_font_request ask;
    struct msg_dump_dom dump = {1, 1};
    struct msg_font_reply reply = {.request = 5};

    if (id == MSG_title && strcmp(bench->title, "dump") == 0)
        dumps++;
    else if (id == MSG_title)
        font_came_first = dumps == 0 && strcmp(bench->title, "font 5") == 0;
    if (id != MSG_font_request)
        return;
    assert_true(decode_font_request(r, &ask));
    /* These come first and must wait for their turn. */
    send_dump_dom(bench->child->channel, &dump);
    send_dump_dom(bench->child->channel, &dump);
    send_font_reply(bench->child->channel, &reply);
}

static bool
has_two_dumps(struct bench *bench)
{
    return dumps == 2 || bench->gone;
}

static void
waiting_keeps_other_messages(void **state)
{
    struct msg_fragment ask = {1, 1, span_of("")};

    (void)state;
    dumps = 0;
    font_came_first = false;
    bench_start(&b, RENDERER, "");
    b.on_message = answer_font;
    assert_true(send_fragment(b.child->channel, &ask));
    assert_true(bench_run(&b, has_two_dumps, 5000));
    assert_true(font_came_first);
    assert_false(b.gone);
}

static void
kill_is_told_with_its_signal(void **state)
{
    (void)state;
    bench_start(&b, RENDERER, "");
    kill(b.pid, SIGKILL);
    assert_true(bench_run(&b, bench_is_gone, 5000));
    assert_int_equal(b.why.signal, SIGKILL);
    assert_false(b.why.by_browser);
    assert_string_equal(b.why.cause, "killed by signal 9 (SIGKILL)");
}

static void
causes_are_named(void **state)
{
    static const char *const causes[][2] = {
        {"exit", "ended with status 7"},
#ifndef __SANITIZE_ADDRESS__ /* which makes reports of these two */
        {"null", "killed by signal 11 (SIGSEGV)"},
        {"abort", "aborted"},
#endif
        {"wrong route", "sent a hello message, which is not its own"},
        {"fail", "ended with status 1 before it was ready"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++) {
        bench_start(&b, RENDERER, causes[i][0]);
        assert_true(bench_run(&b, bench_is_gone, 5000));
        if (strncmp(b.why.cause, causes[i][1], strlen(causes[i][1])) != 0)
            fail_msg("%s: %s", causes[i][0], b.why.cause);
    }
}

static void
owner_can_kill(void **state)
{
    struct msg_dump_dom ask = {1, 1};

    (void)state;
    bench_start(&b, RENDERER, "");
    child_kill(b.child, "tab %d was closed", 3);
    assert_false(send_dump_dom(b.child->channel, &ask));
    assert_false(child_pass(b.child, 0));
    assert_true(bench_run(&b, bench_is_gone, 5000));
    assert_true(b.why.by_browser);
    assert_string_equal(b.why.cause, "tab 3 was closed");
}

/* Killed while it is still being forked. */
static void
unborn_child_can_be_killed(void **state)
{
    static const struct child_events none = {NULL, NULL, NULL};
    struct child *c;

    (void)state;
    (void)none;
    bench_start(&b, RENDERER, "");
    b.gone = false;
    c = child_start(RENDERER, "", b.child->events, &b);
    assert_non_null(c);
    child_kill(c, "too late");
    assert_true(bench_run(&b, bench_is_gone, 5000));
    assert_string_equal(b.why.cause, "too late");
}

static void
too_many_rare_messages_kill(void **state)
{
    (void)state;
    bench_start(&b, RENDERER, "rare flood");
    assert_true(bench_run(&b, bench_is_gone, 30000));
    assert_string_equal(b.why.cause, "sent too many messages for too long");
    /* Burst, and as much again in each of the seconds it was let to. */
    assert_in_range(b.messages, 400, 2000);
}

static void
charge_first(struct bench *bench, enum message_id id, struct reader *r)
{
    struct child_record *record = (struct child_record *)bench->child;

    (void)id;
    (void)r;
    if (bench->messages != 1)
        return;
    for (int i = 1; i < MAX_LOOKUPS; i++)
        child_charge(bench->child);
    assert_false(record->paused);
    child_charge(bench->child);
    assert_true(record->paused);
}

static bool
has_many_messages(struct bench *bench)
{
    return bench->gone || bench->messages > MAX_LOOKUPS;
}

/* Costly answers make a child wait, and do not kill it. */
static void
costly_questions_wait(void **state)
{
    (void)state;
    b.on_message = charge_first;
    bench_start(&b, RENDERER, "flood");
    assert_true(bench_run(&b, has_many_messages, 20000));
    assert_false(b.gone);
}

static void
full_queue_drains(void **state)
{
    static uint8_t bytes[MAX_CHUNK];
    struct msg_document_data data = {1, 1, {bytes, sizeof bytes}};
    unsigned sent = 0;

    (void)state;
    bench_start(&b, RENDERER, "");
    kill(b.pid, SIGSTOP);
    while (send_document_data(b.child->channel, &data))
        sent++;
    assert_in_range(sent, MAX_QUEUE / sizeof bytes - 1, 200);
    assert_false(child_has_room(b.child, sizeof bytes));
    assert_int_equal(b.drained, 0);
    kill(b.pid, SIGCONT);
    while (b.drained == 0 && !b.gone && !b.timeout)
        bench_run(&b, bench_has_title, 200);
    for (int i = 0; b.drained == 0 && i < 50; i++)
        bench_run(&b, bench_has_title, 100);
    assert_int_equal(b.drained, 1);
    assert_true(child_has_room(b.child, sizeof bytes));
}

/* What all painters together tell it must have room. */
static void
gpu_has_a_longer_queue(void **state)
{
    struct msg_surface_tile tile = {.surface = 1, .width = 1, .height = 1};
    size_t sent = 0;

    (void)state;
    bench_start(&b, GPU, "");
    kill(b.pid, SIGSTOP);
    while (sent <= MAX_GPU_QUEUE && send_surface_tile(b.child->channel, &tile))
        sent += 43; /* with its frame */
    assert_in_range(sent, MAX_GPU_QUEUE - 43, SIZE_MAX);
    assert_int_equal(b.child->state, CHILD_LIVE);
}

/* ---- zygotes -------------------------------------------------------------*/

/* The first process whose command line begins with name and whose parent is
 * ours; 0 if none. */
static pid_t
find_process(const char *command, pid_t parent)
{
    DIR *list = opendir("/proc");
    struct dirent *entry;
    pid_t found = 0;

    while (found == 0 && (entry = readdir(list)) != NULL) {
        char path[300], line[512] = "";
        int pid = atoi(entry->d_name), ppid = 0;
        FILE *f;
        size_t size;

        if (pid <= 0)
            continue;
        snprintf(path, sizeof path, "/proc/%d/stat", pid);
        f = fopen(path, "r");
        if (f == NULL)
            continue;
        if (fscanf(f, "%*d (%*[^)]) %*c %d", &ppid) != 1)
            ppid = 0;
        fclose(f);
        snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
        f = fopen(path, "r");
        if (f == NULL || ppid != parent)
            goto next;
        size = fread(line, 1, sizeof line - 1, f);
        for (size_t i = 0; i + 1 < size; i++)
            if (line[i] == 0)
                line[i] = ' ';
        if (strncmp(line, command, strlen(command)) == 0)
            found = pid;
    next:
        if (f != NULL)
            fclose(f);
    }
    closedir(list);
    return found;
}

static void
children_survive_their_zygote(void **state)
{
    struct msg_dump_dom ask = {1, 1};
    struct child *first;
    char title[64];
    pid_t zygote;

    (void)state;
    bench_start(&b, RENDERER, "");
    first = b.child;
    zygote = find_process("bulkhead-renderer --zygote", getpid());
    assert_int_not_equal(zygote, 0);
    snprintf(title, sizeof title, "bulkhead-renderer --type=renderer #%u",
             first->number);
    assert_int_equal(find_process(title, getpid()), b.pid);
    kill(zygote, SIGKILL);
    bench_run(&b, has_message, 300);
    assert_true(send_dump_dom(first->channel, &ask));
    assert_true(bench_run(&b, bench_has_title, 5000));
    bench_start(&b, RENDERER, "");
    assert_true(b.ready);
    assert_int_equal(b.child->number, first->number + 1);
}

static void
count_process(pid_t pid, pid_t group, void *count)
{
    (void)group;
    *(unsigned *)count += pid != launch_zygote_pid(RENDERER) &&
                          pid != launch_zygote_pid(GPU) &&
                          pid != launch_zygote_pid(PLUGIN);
}

static void
note_gone(struct child *c, void *is_gone, const struct death *why)
{
    (void)c;
    (void)why;
    *(bool *)is_gone = true;
}

static void
note_ready(struct child *c, void *unused)
{
    (void)unused;
    child_dismiss(c, "is not needed");
}

static bool late_is_gone;

static bool
late_one_is_gone(struct bench *bench)
{
    (void)bench;
    return late_is_gone && launch_zygote_pid(RENDERER) == 0;
}

/* A zygote that dies between fork and answer: the child is nobody's. */
static void
zygote_killed_at_any_moment_leaves_nobody(void **state)
{
    static const struct child_events events = {note_ready, NULL, note_gone};

    (void)state;
    for (unsigned round = 0; round < 60; round++) {
        const struct timespec moment = {0, round * 40000L};
        unsigned strangers = 0;

        bench_start(&b, RENDERER, ""); /* its zygote is proven */
        child_dismiss(b.child, "is not needed");
        assert_true(bench_run(&b, bench_is_gone, 5000));
        late_is_gone = false;
        assert_non_null(child_start(RENDERER, "", &events, &late_is_gone));
        nanosleep(&moment, NULL); /* the moment itself */
        kill(launch_zygote_pid(RENDERER), SIGKILL);
        assert_true(bench_run(&b, late_one_is_gone, 5000));
        bench_start(&b, RENDERER, "");
        child_dismiss(b.child, "is not needed");
        assert_true(bench_run(&b, bench_is_gone, 5000));
        assert_null(children_first());
        process_each_child(count_process, &strangers);
        assert_int_equal(strangers, 0);
    }
}

static void
missing_binary_is_told(void **state)
{
    static const struct child_events none = {NULL, NULL, NULL};
    struct loop *l = loop_create();

    (void)state;
    assert_true(children_open(l, "/nowhere", NULL, false));
    assert_null(child_start(RENDERER, "", &none, NULL));
    assert_null(children_first());
    children_close();
    loop_destroy(l);
}

/* ---- nothing is left -----------------------------------------------------*/

static char runtime[] = "/tmp/runtime-XXXXXX";

static unsigned
count_folders(void)
{
    DIR *list = opendir(runtime);
    struct dirent *entry;
    unsigned count = 0;

    while ((entry = readdir(list)) != NULL)
        count += strncmp(entry->d_name, "bulkhead-", 9) == 0;
    closedir(list);
    return count;
}

static void
closing_leaves_nothing(void **state)
{
    unsigned before = count_folders();

    (void)state;
    bench_open(&b);
    bench_start(&b, RENDERER, "");
    assert_true(count_folders() > before);
    bench_close(&b);
    assert_int_equal(count_folders(), before);
    assert_int_equal(kill(b.pid, 0), -1);
    assert_int_equal(find_process("bulkhead-", getpid()), 0);
}

/* A browser of its own that says its child's pid and waits to be killed. */
static void
be_a_browser(int out)
{
    bench_open(&b);
    bench_start(&b, RENDERER, "");
    bench_remove_binaries();
    if (write(out, &b.pid, sizeof b.pid) < 0)
        _exit(1);
    for (;;)
        pause();
}

static void
killed_browser_leaves_no_child(void **state)
{
    unsigned before = count_folders();
    struct pollfd death = {.events = POLLIN};
    int ends[2];
    pid_t browser, child = 0;

    (void)state;
    assert_int_equal(pipe(ends), 0);
    browser = fork();
    if (browser == 0)
        be_a_browser(ends[1]);
    assert_int_equal(read(ends[0], &child, sizeof child), sizeof child);
    death.fd = (int)syscall(SYS_pidfd_open, child, 0);
    assert_true(death.fd >= 0);
    kill(browser, SIGKILL);
    waitpid(browser, NULL, 0);
    assert_int_equal(poll(&death, 1, 5000), 1);
    close(death.fd);
    close(ends[0]);
    close(ends[1]);
    /* The next browser clears its folder away. */
    assert_int_equal(count_folders(), before + 1);
    bench_open(&b);
    bench_close(&b);
    assert_int_equal(count_folders(), before);
}

#define WITH_BENCH(test) \
    cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_BENCH(child_becomes_ready_and_answers),
        WITH_BENCH(all_kinds_start),
        WITH_BENCH(ping_is_answered),
        WITH_BENCH(descriptor_arrives),
        WITH_BENCH(waiting_keeps_other_messages),
        WITH_BENCH(kill_is_told_with_its_signal),
        WITH_BENCH(causes_are_named),
        WITH_BENCH(owner_can_kill),
        WITH_BENCH(unborn_child_can_be_killed),
        WITH_BENCH(too_many_rare_messages_kill),
        WITH_BENCH(costly_questions_wait),
        WITH_BENCH(full_queue_drains),
        WITH_BENCH(gpu_has_a_longer_queue),
        WITH_BENCH(children_survive_their_zygote),
        WITH_BENCH(zygote_killed_at_any_moment_leaves_nobody),
        cmocka_unit_test(missing_binary_is_told),
        cmocka_unit_test(closing_leaves_nothing),
        cmocka_unit_test(killed_browser_leaves_no_child),
    };

    int failed;

    /* Other browsers' folders must not be counted. */
    if (mkdtemp(runtime) == NULL)
        return 1;
    setenv("XDG_RUNTIME_DIR", runtime, 1);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    rmdir(runtime);
    return failed;
}
