/*
 * test_claim_ring.c - what a child says of its messages, honestly or not.
 *
 * Process: test (both ends).
 */
#include "claim_ring.h"
#include "random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct claim_reader reader;
static const struct trace_peer peer = {.role = RENDERER, .number = 3};
static const uint8_t ping[] = {MSG_ping, 0, 1, 0, 0, 0};
static const struct span message = {ping, sizeof ping};

static int
begin(void **state)
{
    int fd;

    (void)state;
    if (!trace_open(NULL) || !claim_reader_open(&reader, &fd))
        return 1;
    claim_ring_open(fd); /* takes it */
    return claim_ring_memory() == NULL;
}

static int
end(void **state)
{
    (void)state;
    claim_reader_close(&reader);
    trace_close();
    return 0;
}

/* Reads all new records of the trace; the last one into r. */
static unsigned
records(uint64_t from, struct trace_record *r)
{
    static uint8_t payload[TRACE_MOST_PAYLOAD];
    uint64_t lost = 0;
    unsigned n = 0;

    while (trace_read(&from, r, payload, &lost))
        n++;
    assert_int_equal(lost, 0);
    return n;
}

/* The writer is one a process: its place in the ring goes on from test to test,
 * so the reader starts where it stands. */
static void
start_there(void)
{
    struct claim *ring = claim_ring_memory();

    for (int i = 0; i < CLAIMS; i++)
        if (ring[i].commit > reader.cursor)
            reader.cursor = ring[i].commit;
}

static void
honest_claims_arrive(void **state)
{
    struct trace_record r;
    uint64_t from = trace_next();

    (void)state;
    claim_ring_add(CLAIM_TOOK_IT, 7, message, 6);
    start_there();
    claim_ring_add(CLAIM_TOOK_IT, 8, message, 6);
    claim_reader_drain(&reader, &peer);
    assert_int_equal(records(from, &r), 1);
    assert_int_equal(r.phase, TRACE_CLAIM_RECEIVED);
    assert_int_equal(r.seq, 8);
    assert_int_equal(r.number, 3);
    assert_int_equal(r.length, 6);
    claim_ring_add(CLAIM_DONE, 8, message, 1234);
    claim_ring_add(CLAIM_SENT_IT, 2, message, 6);
    claim_reader_drain(&reader, &peer);
    assert_int_equal(records(from, &r), 3);
    assert_int_equal(r.phase, TRACE_CLAIM_SENT);
    claim_reader_drain(&reader, &peer);
    assert_int_equal(records(from, &r), 3);
}

/* A reader that is late loses the overwritten ones and goes on. */
static void
late_reader_goes_on(void **state)
{
    struct trace_record r;
    uint64_t from;
    unsigned n;

    (void)state;
    claim_ring_add(CLAIM_TOOK_IT, 1, message, 6);
    start_there();
    for (uint32_t i = 1; i <= 5 * CLAIMS + 3; i++)
        claim_ring_add(CLAIM_TOOK_IT, i, message, 6);
    from = trace_next();
    for (int i = 0; i < 100; i++)
        claim_reader_drain(&reader, &peer);
    n = records(from, &r);
    assert_in_range(n, 1, CLAIMS);
    claim_ring_add(CLAIM_TOOK_IT, 77777, message, 6);
    for (int i = 0; i < 100; i++)
        claim_reader_drain(&reader, &peer);
    records(from, &r);
    assert_int_equal(r.seq, 77777);
    assert_false(reader.lied);
}

static void
nonsense(const struct claim *c)
{
    struct trace_record r;
    uint64_t from = trace_next();

    reader.lied = false;
    reader.cursor = 0;
    memset(claim_ring_memory(), 0, CLAIMS * sizeof *c);
    claim_ring_memory()[0] = *c;
    claim_reader_drain(&reader, &peer);
    assert_true(reader.lied);
    assert_int_equal(records(from, &r), 1);
    assert_int_equal(r.phase, TRACE_NOTE);
    claim_reader_drain(&reader, &peer);
    assert_int_equal(records(from, &r), 1);
}

static void
nonsense_is_noted_once(void **state)
{
    const struct claim good = {.commit = 1,
                               .ns = trace_clock_ns(),
                               .seq = 1,
                               .value = 6,
                               .id = MSG_ping,
                               .kind = CLAIM_TOOK_IT};
    struct claim c = good;

    (void)state;
    c.kind = CLAIM_KINDS;
    nonsense(&c);
    c = good;
    c.id = MSG_COUNT;
    nonsense(&c);
    c = good;
    c.seq = 0;
    nonsense(&c);
    c = good;
    c.ns = UINT64_MAX; /* the future */
    nonsense(&c);
    c.ns = 1; /* before the browser */
    nonsense(&c);
    c = good;
    c.value = MAX_MESSAGE + 1;
    nonsense(&c);
}

/* Whatever stands there: bounded work, and nothing but claims and notes. */
static void
any_bytes_do_no_harm(void **state)
{
    uint64_t seed = 5;
    uint8_t *bytes = (uint8_t *)claim_ring_memory();

    (void)state;
    for (int round = 0; round < 300; round++) {
        struct trace_record r;
        uint64_t from = trace_next();

        for (size_t i = 0; i < CLAIMS * sizeof(struct claim); i++)
            bytes[i] =
                random_next(&seed) % 4 ? bytes[i] : (uint8_t)random_next(&seed);
        reader.lied = false;
        claim_reader_drain(&reader, &peer);
        assert_in_range(records(from, &r), 0, 256);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(honest_claims_arrive, begin, end),
        cmocka_unit_test_setup_teardown(late_reader_goes_on, begin, end),
        cmocka_unit_test_setup_teardown(nonsense_is_noted_once, begin, end),
        cmocka_unit_test_setup_teardown(any_bytes_do_no_harm, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
