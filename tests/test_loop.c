/*
 * test_loop.c - the event loop's hooks before it sleeps.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "loop.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

enum { PATIENCE = 60000 };

struct turns {
    struct loop *loop;
    int painted, events; /* calls of paint; events that come */
    bool dirty;
};

static void
paint(void *data)
{
    struct turns *t = data;

    if (!t->dirty)
        return;
    t->dirty = false;
    if (++t->painted == 3)
        loop_stop(t->loop, 0);
}

static void
take_event(void *data)
{
    struct turns *t = data;

    if (t->events == 0)
        return;
    t->events--;
    t->dirty = true;
    loop_go_round(t->loop);
}

static void
give_up(void *data)
{
    struct turns *t = data;

    loop_stop(t->loop, 1);
}

/* The queue of a library is emptied last; what its events changed is painted
 * before the loop sleeps. */
static void
goes_round_before_it_sleeps(void **state)
{
    struct turns t = {.loop = loop_create(), .events = 3};

    (void)state;
    loop_before_sleep(t.loop, paint, &t);
    loop_before_sleep(t.loop, take_event, &t);
    loop_after(t.loop, PATIENCE, give_up, &t);
    assert_int_equal(loop_run(t.loop), 0);
    assert_int_equal(t.painted, 3);
    loop_destroy(t.loop);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goes_round_before_it_sleeps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
