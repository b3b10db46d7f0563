/*
 * test_launch.c - how often a zygote that dies is started again.
 *
 * Process: test.  Distrusts: nothing.
 *
 * The zygotes here are processes that end at once; what they would have
 * answered is the test's.
 */
#include "launch.h"
#include "fake_loop.h"
#include "lane.h"
#include "zygote.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

enum { STARTS = 5, WITHIN = 10000 /* ms; launch.c's patience */ };

static int control;      /* the browser's end of the last zygote's socket */
static unsigned answers; /* that wait there */
static unsigned answered, lost;
static char folder[] = "/tmp/bulkhead-launch-XXXXXX";

/* ---- in place of lane.c ---------------------------------------------------
 */

bool
lane_create(int ends[2])
{
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    control = ends[0];
    return true;
}

bool
lane_send(int socket, const void *data, size_t size, const int *fds,
          size_t count)
{
    (void)socket;
    (void)data;
    (void)size;
    (void)fds;
    (void)count;
    return true;
}

ssize_t
lane_receive(int socket, void *data, size_t size, int *fds, size_t count)
{
    (void)socket;
    assert_int_equal(size, sizeof(struct zygote_answer));
    assert_int_equal(count, 1);
    if (answers == 0)
        return 0; /* it is gone */
    answers--;
    fds[0] = -1;
    *(struct zygote_answer *)data = (struct zygote_answer){.pid = 1};
    return (ssize_t)size;
}

/* ---- the tests ------------------------------------------------------------
 */

static void
on_answered(const struct zygote_answer *answer, int pidfd)
{
    (void)answer;
    (void)pidfd;
    answered++;
}

static void
on_lost(enum role role, bool rogue)
{
    assert_int_equal(role, RENDERER);
    assert_false(rogue);
    lost++;
}

static bool
knows(pid_t pid)
{
    (void)pid;
    return true;
}

static int
setup(void **state)
{
    static const struct launch_events events = {on_answered, on_lost, knows};
    char path[64];

    (void)state;
    answers = answered = lost = 0;
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(path, sizeof path, "%s/%s", folder, policy_of(RENDERER)->binary);
    launch_open(NULL, folder, &events);
    return symlink("/bin/true", path);
}

static int
teardown(void **state)
{
    char path[64];

    (void)state;
    launch_close();
    snprintf(path, sizeof path, "%s/%s", folder, policy_of(RENDERER)->binary);
    return unlink(path) | rmdir(folder);
}

/* The running zygote makes so many children, then dies. */
static void
live_and_die(unsigned children)
{
    unsigned before = lost;

    answers = children;
    while (lost == before)
        assert_true(fake_loop_tell(control, LOOP_READ));
    assert_int_equal(launch_zygote_pid(RENDERER), 0);
}

/* One that works is worth another start, however often something kills it. */
static void
working_one_is_always_started_again(void **state)
{
    (void)state;
    for (int i = 0; i < 10 * STARTS; i++) {
        assert_true(launch_zygote(RENDERER, false));
        live_and_die(1);
    }
    assert_int_equal(answered, 10 * STARTS);
    assert_int_equal(lost, 10 * STARTS);
}

/* One that dies at its start must not make the browser spin; but what was
 * wrong may be mended meanwhile. */
static void
broken_one_is_left_for_a_while(void **state)
{
    (void)state;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < STARTS; i++) {
            assert_true(launch_zygote(RENDERER, false));
            live_and_die(0);
        }
        assert_false(launch_zygote(RENDERER, false));
        fake_loop_pass(WITHIN / 2);
        assert_false(launch_zygote(RENDERER, false));
        fake_loop_pass(WITHIN);
    }
    assert_true(launch_zygote(RENDERER, false));
    live_and_die(1);
    assert_true(launch_zygote(RENDERER, false));
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(working_one_is_always_started_again),
        WITH_FOLDER(broken_one_is_left_for_a_while),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
