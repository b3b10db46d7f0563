/*
 * test_trace.c - the flight recorder, trace files and `bulkhead trace`.
 *
 * Process: test.
 */
#include "trace.h"
#include "trace_command.h"
#include "trace_file.h"
#include "trace_filter.h"
#include "trace_ring.h"
#include "random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/bulkhead-test-trace-XXXXXX";

static const char *
path_of(const char *name)
{
    static char path[200];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* One end of the wire, made on demand. */
static struct trace_peer *
peer(enum role role, uint32_t number)
{
    static struct trace_peer peers[10];

    peers[number].role = role;
    peers[number].number = number;
    return &peers[number];
}

static void
message_ping(uint32_t number, uint32_t serial)
{
    uint8_t bytes[64];
    struct writer w = {bytes, bytes + sizeof bytes, true};

    assert_true(encode_ping(&w, &(struct msg_ping){.serial = serial}));
    trace_message(TRACE_SENT, peer(RENDERER, number),
                  (struct span){bytes, (size_t)(w.at - bytes)});
}

static void
message_data(uint32_t number, size_t size)
{
    static uint8_t body[MAX_CHUNK], bytes[MAX_MESSAGE];
    struct writer w = {bytes, bytes + sizeof bytes, true};
    struct msg_document_data m = {5, 6, {body, size}};

    assert_true(encode_document_data(&w, &m));
    trace_message(TRACE_SENT, peer(RENDERER, number),
                  (struct span){bytes, (size_t)(w.at - bytes)});
}

/* Runs `bulkhead trace` on a file with one more argument, if not NULL;
 * returns its status and what it printed to standard output. */
static int
run_command(const char *path, const char *option, struct buf *out)
{
    char *arguments[] = {"trace", (char *)(uintptr_t)path,
                         (char *)(uintptr_t)option, NULL};
    char name[200];
    int saved = dup(STDOUT_FILENO), status;
    size_t n;
    FILE *f;

    snprintf(name, sizeof name, "%s/out", folder);
    fflush(stdout);
    assert_non_null(freopen(name, "w", stdout));
    status = trace_command(option ? 3 : 2, arguments);
    fflush(stdout);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    f = fopen(name, "r");
    assert_non_null(f);
    out->size = 0;
    while ((n = fread(buf_reserve(out, 4096), 1, 4096, f)) > 0)
        out->size += n;
    fclose(f);
    return status;
}

static void
write_file(const char *path, struct span bytes)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes.data, 1, bytes.size, f), bytes.size);
    fclose(f);
}

static void
read_file(const char *path, struct buf *out)
{
    FILE *f = fopen(path, "r");
    size_t n;

    assert_non_null(f);
    out->size = 0;
    while ((n = fread(buf_reserve(out, 4096), 1, 4096, f)) > 0)
        out->size += n;
    fclose(f);
}

static void
recorder_keeps_the_last(void **state)
{
    struct buf out = {0};

    (void)state;
    trace_last(&out, 1, 10);
    assert_int_equal(out.size, 0);
    assert_true(trace_open(NULL));
    trace_event(TRACE_BIRTH, peer(RENDERER, 1), "pid 77");
    for (uint32_t i = 0; i < 50000; i++)
        message_ping(1 + i % 2, i);
    trace_event(TRACE_DEATH, peer(RENDERER, 1), "killed by signal 11");
    trace_add(&(struct trace_record){
        .number = 1, .seq = 1, .phase = TRACE_CLAIM_HANDLED, .role = RENDERER});
    trace_last(&out, 1, 3);
    buf_text(&out);
    assert_non_null(
        strstr(buf_text(&out), "browser -> renderer#1 ping serial=49996\n"));
    assert_non_null(strstr(buf_text(&out), "ping serial=49998\n"));
    assert_null(strstr(buf_text(&out), "ping serial=49994\n"));
    assert_null(strstr(buf_text(&out), "renderer#2"));
    assert_non_null(
        strstr(buf_text(&out), "renderer#1 died: \"killed by signal 11\"\n"));
    out.size = 0;
    trace_last(&out, 0, 1000000);
    assert_non_null(strstr(buf_text(&out), "renderer#2"));
    trace_close();
    out.size = 0;
    trace_last(&out, 1, 3);
    assert_int_equal(out.size, 0);
    buf_finish(&out);
}

static void
recorder_names_large_messages(void **state)
{
    struct buf out = {0};

    (void)state;
    assert_true(trace_open(NULL));
    message_data(3, 2000);
    message_data(3, MAX_CHUNK);
    /* Overwrites all payloads of the ring, but not its records. */
    for (int i = 0; i < 2000; i++)
        message_data(4, 2000);
    trace_last(&out, 3, 2);
    assert_non_null(
        strstr(buf_text(&out), "renderer#3 document_data <2014 bytes>\n"));
    assert_non_null(
        strstr(buf_text(&out), "renderer#3 document_data <61454 bytes>\n"));
    out.size = 0;
    trace_last(&out, 4, 1);
    assert_non_null(strstr(buf_text(&out), "document_data surface=#5 "
                                           "document=6 bytes=<2000 bytes>\n"));
    trace_close();
    buf_finish(&out);
}

static struct trace_place
place_of_five(uint32_t surface)
{
    return surface == 5 ? (struct trace_place){2, true}
                        : (struct trace_place){0};
}

/* What a reader of the ring gets, also when it is too slow. */
static void
ring_is_read(void **state)
{
    uint8_t payload[TRACE_MOST_PAYLOAD];
    uint64_t cursor, lost = 0, n = 0;
    struct trace_record r;

    (void)state;
    assert_true(trace_open(NULL));
    trace_set_places(place_of_five);
    *peer(RENDERER, 1) = (struct trace_peer){0};
    cursor = trace_next();
    message_ping(1, 7);
    message_data(1, 100);
    trace_message(TRACE_RECEIVED, peer(RENDERER, 1),
                  (struct span){(const uint8_t *)"\xff\xff", 2});
    trace_handled(peer(RENDERER, 1), 5000);

    assert_true(trace_read(&cursor, &r, payload, &lost));
    assert_int_equal(r.seq, 1);
    assert_int_equal(r.page, 0);
    assert_int_equal(trace_message_id(&r), MSG_ping);
    assert_true(trace_read(&cursor, &r, payload, &lost));
    assert_int_equal(r.seq, 2);
    assert_int_equal(r.page, 2);
    assert_true(r.own && trace_is_whole(&r));
    assert_int_equal(r.length, 114);
    assert_true(trace_read(&cursor, &r, payload, &lost));
    assert_int_equal(r.seq, 1);
    assert_int_equal(trace_message_id(&r), MSG_COUNT);
    assert_true(trace_read(&cursor, &r, payload, &lost));
    assert_int_equal(r.phase, TRACE_HANDLED);
    assert_int_equal(r.arg, 5000);
    assert_false(trace_read(&cursor, &r, payload, &lost));
    assert_int_equal(lost, 0);

    for (uint32_t i = 0; i < 100000; i++)
        message_ping(1, i);
    while (trace_read(&cursor, &r, payload, &lost))
        n++;
    assert_int_equal(lost + n, 100000);
    assert_true(lost > 0 && n > 1000);
    trace_set_places(NULL);
    trace_close();
}

static void
match(const char *expression, bool expected)
{
    static uint8_t payload[TRACE_MOST_PAYLOAD];
    uint64_t cursor = trace_next() - 1, lost = 0;
    struct trace_record r;
    char why[200];
    struct trace_filter *f = trace_filter_create(expression, why, sizeof why);

    if (f == NULL)
        fail_msg("%s: %s", expression, why);
    assert_true(trace_read(&cursor, &r, payload, &lost));
    if (trace_filter_match(f, &r) != expected)
        fail_msg("%s is not %d", expression, expected);
    trace_filter_destroy(f);
}

/* Expressions that hold for the navigate message below, that do not, and
 * that are none. */
static const char *const yes[] = {"",
                                  "process==renderer",
                                  "process == renderer#3",
                                  "message==navigate",
                                  "page==2",
                                  "dir==in",
                                  "size>10 && size<1k",
                                  "url~\"EXAMPLE\"",
                                  "disposition==NEW_TAB",
                                  "!(url~nothing)",
                                  "surface==5",
                                  "surface==#5 || page==9",
                                  "message!=tile && by_person==1",
                                  "text~example",
                                  "phase==received",
                                  "document>=6"};
static const char *const no[] = {"process==gpu",
                                 "process==renderer#4",
                                 "message==tile",
                                 "page!=2",
                                 "dir==out",
                                 "size<=10",
                                 "url==example",
                                 "disposition!=NEW_TAB",
                                 "!surface==5",
                                 "took>1ms",
                                 "width>0",
                                 "width<=0 || column==0",
                                 "page==2 && dir==out || size<3"};
static const char *const wrong[] = {
    "x",
    "process",
    "process==",
    "==1",
    "nofield==1",
    "(page==1",
    "page==1 page==2",
    "page==1 &&",
    "message==tilt",
    "url==\"open",
    "!",
    "&&",
    "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((("
    "((((((((((((((((((((page==1"};

static void
filters_choose(void **state)
{
    uint8_t bytes[200];
    struct writer w = {bytes, bytes + sizeof bytes, true};
    struct msg_navigate m = {
        5,    6,          span_of("http://example.org/"), DISPOSITION_NEW_TAB,
        true, span_of("")};
    char why[200];

    (void)state;
    assert_true(trace_open(NULL));
    trace_set_places(place_of_five);
    assert_true(encode_navigate(&w, &m));
    trace_message(TRACE_RECEIVED, peer(RENDERER, 3),
                  (struct span){bytes, (size_t)(w.at - bytes)});
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        match(yes[i], true);
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        match(no[i], false);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_null(trace_filter_create(wrong[i], why, sizeof why));
        assert_non_null(strstr(why, "expected"));
    }
    trace_handled(peer(RENDERER, 3), 2000000);
    match("took>1ms && took<1s && dir==in", true);
    trace_event(TRACE_DEATH, peer(RENDERER, 3), "killed by signal 11");
    match("phase==died && text~signal", true);
    trace_set_places(NULL);
    trace_close();
}

/* A file is as large as it may be, and without "payload" keeps heads only. */
static void
file_is_bounded(void **state)
{
    struct buf out = {0};
    char spec[300], path[200], old[220];
    struct stat st;

    (void)state;
    snprintf(path, sizeof path, "%s", path_of("bounded"));
    snprintf(old, sizeof old, "%s.1", path);
    snprintf(spec, sizeof spec, "%s,max=0", path);
    assert_false(trace_open(spec));
    snprintf(spec, sizeof spec, "%s,what", path);
    assert_false(trace_open(spec));
    snprintf(spec, sizeof spec, "%s,max=8k", path);
    assert_true(trace_open(spec));
    assert_false(trace_keeps_payloads());
    for (int i = 0; i < 1000; i++) {
        message_data(3, 1000);
        trace_flush();
    }
    trace_close();
    assert_int_equal(stat(path, &st), 0);
    assert_in_range(st.st_size, 8192, 8192 + 100);
    assert_int_equal(run_command(path, NULL, &out), 0);
    assert_non_null(strstr(buf_text(&out), "document_data <1014 bytes>\n"));

    snprintf(spec, sizeof spec, "%s,payload,max=8k,rotate", path);
    assert_true(trace_open(spec));
    assert_true(trace_keeps_payloads());
    for (int i = 0; i < 1000; i++) {
        message_data(3, 1000);
        trace_flush();
    }
    trace_close();
    assert_int_equal(stat(old, &st), 0);
    assert_in_range(st.st_size, 8192, 8192 + 1100);
    assert_int_equal(run_command(old, NULL, &out), 0);
    assert_non_null(strstr(buf_text(&out), "bytes=<1000 bytes>\n"));
    assert_int_equal(run_command(path, NULL, &out), 0);
    unlink(path);
    unlink(old);
    buf_finish(&out);
}

static void
file_is_printed(void **state)
{
    struct buf out = {0};
    char path[200], spec[220];
    struct stat st;

    (void)state;
    snprintf(path, sizeof path, "%s", path_of("good"));
    snprintf(spec, sizeof spec, "%s,payload", path);
    assert_true(trace_open(spec));
    trace_event(TRACE_BIRTH, peer(RENDERER, 3), "pid 77\x1b[2J");
    trace_event(TRACE_READY, peer(GPU, 4), NULL);
    message_ping(3, 8);
    message_data(3, MAX_CHUNK);
    trace_message(TRACE_RECEIVED, peer(RENDERER, 3),
                  (struct span){(const uint8_t *)"\xff\xff", 2});
    trace_event(TRACE_DROPPED, peer(RENDERER, 3), "no such message");
    trace_event(TRACE_DEATH, peer(RENDERER, 3), "sent nonsense");
    trace_flush();

    /* All there before trace_close: what a kill -9 would leave. */
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(run_command(path, NULL, &out), 0);
    assert_non_null(
        strstr(buf_text(&out), " renderer#3 born: \"pid 77\\x1b[2J\"\n"));
    assert_non_null(strstr(buf_text(&out), " gpu#4 ready\n"));
    assert_non_null(
        strstr(buf_text(&out), " browser -> renderer#3 ping serial=8\n"));
    assert_non_null(strstr(buf_text(&out), "bytes=<61440 bytes>\n"));
    assert_non_null(strstr(buf_text(&out),
                           " renderer#3 -> browser <no message: 2 bytes>\n"));
    assert_non_null(strstr(buf_text(&out), " renderer#3 refused: "));
    assert_non_null(strstr(buf_text(&out), " renderer#3 died: "));
    assert_non_null(strstr(buf_text(&out), "# 7 of 7 records shown\n"));
    trace_close();

    assert_int_equal(run_command(path, "--process=gpu", &out), 0);
    assert_non_null(strstr(buf_text(&out), "# 1 of 7 records shown\n"));
    assert_int_equal(run_command(path, "--process=renderer#4", &out), 0);
    assert_non_null(strstr(buf_text(&out), "# 0 of 7 records shown\n"));
    assert_int_equal(run_command(path, "--message=ping", &out), 0);
    assert_non_null(strstr(buf_text(&out), "# 1 of 7 records shown\n"));
    assert_int_equal(run_command(path, "--message=pinh", &out), 2);
    assert_int_equal(run_command(path, "--process=cat", &out), 2);
    assert_int_equal(run_command(path, "--process=gpu#x", &out), 2);
    assert_int_equal(run_command(path, "--what", &out), 2);
    buf_finish(&out);
}

/* A cut anywhere keeps all whole records before it. */
static void
cut_files_are_read(void **state)
{
    struct buf bytes = {0};
    struct span rest;
    struct trace_header header;
    struct trace_record record;
    size_t head;

    (void)state;
    trace_put_header(&bytes, 1, 2);
    head = bytes.size;
    for (uint32_t i = 0; i < 3; i++) {
        record = (struct trace_record){.ns = i,
                                       .number = 9,
                                       .phase = TRACE_BIRTH,
                                       .role = PLUGIN,
                                       .length = 7,
                                       .payload = span_of("payload")};
        trace_put_record(&bytes, &record);
    }
    for (size_t size = 0; size <= bytes.size; size++) {
        uint32_t n = 0;
        enum trace_read got;

        rest = (struct span){bytes.data, size};
        got = trace_get_header(&rest, &header);
        assert_int_equal(got, size < head ? TRACE_READ_MORE : TRACE_READ_OK);
        if (got != TRACE_READ_OK)
            continue;
        while ((got = trace_get_record(&rest, &record)) == TRACE_READ_OK) {
            assert_int_equal(record.ns, n);
            assert_true(span_is(record.payload, "payload"));
            n++;
        }
        assert_int_equal(got, TRACE_READ_MORE);
        assert_int_equal(n, (size - head) / (TRACE_RECORD_SIZE + 7));
    }
    buf_finish(&bytes);
}

static void
hostile_files_are_refused(void **state)
{
    struct buf bytes = {0}, out = {0};
    char path[200];
    size_t head;

    (void)state;
    snprintf(path, sizeof path, "%s", path_of("bad"));
    assert_int_equal(run_command(path_of("missing"), NULL, &out), 1);
    write_file(path, span_of("GIF89a"));
    assert_int_equal(run_command(path, NULL, &out), 1);
    write_file(path, span_of(""));
    assert_int_equal(run_command(path, NULL, &out), 1);

    trace_put_header(&bytes, 1, 2);
    head = bytes.size;
    bytes.data[12] = bytes.data[13] = bytes.data[14] = 0xFF; /* names' size */
    write_file(path, buf_span(&bytes));
    assert_int_equal(run_command(path, NULL, &out), 1);
    bytes.size = 0;
    trace_put_header(&bytes, 1, 2);
    for (int i = 0; i < TRACE_RECORD_SIZE; i++)
        buf_add_char(&bytes, (char)0xFF);
    write_file(path, buf_span(&bytes));
    assert_int_equal(run_command(path, NULL, &out), 1);
    bytes.data[8] = 1; /* the first version */
    write_file(path, buf_span(&bytes));
    assert_int_equal(run_command(path, NULL, &out), 1);
    bytes.data[8] = 2;
    bytes.size = head;

    /* Every single damaged byte: any outcome but a crash. */
    trace_put_record(&bytes,
                     &(struct trace_record){.ns = 1,
                                            .number = 2,
                                            .phase = TRACE_SENT,
                                            .role = GPU,
                                            .length = 7,
                                            .payload = span_of("\x02zzzzzz")});
    for (size_t i = 0; i < bytes.size; i += i < 48 || i > head ? 1 : 37) {
        bytes.data[i] ^= 0xFF;
        write_file(path, buf_span(&bytes));
        assert_in_range(run_command(path, NULL, &out), 0, 1);
        bytes.data[i] ^= 0xFF;
    }
    buf_finish(&bytes);
    buf_finish(&out);
}

static void
foreign_schema_shows_names(void **state)
{
    struct buf out = {0}, bytes = {0};
    char path[200];

    (void)state;
    snprintf(path, sizeof path, "%s", path_of("foreign"));
    assert_true(trace_open(path));
    message_ping(3, 8);
    trace_close();
    read_file(path, &bytes);
    bytes.data[16] ^= 1; /* the schema's hash */
    write_file(path, buf_span(&bytes));
    assert_int_equal(run_command(path, NULL, &out), 0);
    assert_non_null(
        strstr(buf_text(&out), "browser -> renderer#3 ping <6 bytes>\n"));
    assert_int_equal(run_command(path, "--message=ping", &out), 0);
    assert_non_null(strstr(buf_text(&out), "# 1 of 1 records shown\n"));
    buf_finish(&bytes);
    buf_finish(&out);
}

/* What a killed browser leaves becomes a trace, whatever was half written or
 * spoilt. */
static void
flight_recorder_outlives(void **state)
{
    struct buf out = {0}, bytes = {0};
    char kept[200], last[200];
    uint64_t seed = 5;

    (void)state;
    snprintf(kept, sizeof kept, "%s", path_of("kept"));
    snprintf(last, sizeof last, "%s", path_of("last"));
    assert_false(trace_kept_save(kept, last));
    assert_true(trace_open(NULL));
    message_ping(3, 1); /* before it is kept */
    assert_true(trace_keep(kept));
    trace_event(TRACE_BIRTH, peer(RENDERER, 4), "pid 77");
    for (uint32_t i = 2; i < 40000; i++)
        message_ping(3, i);
    message_data(3, 1000);
    read_file(kept, &bytes); /* as after a kill -9 */
    trace_close();
    assert_int_equal(access(kept, F_OK), -1);

    write_file(kept, buf_span(&bytes));
    assert_true(trace_kept_save(kept, last));
    assert_int_equal(access(kept, F_OK), -1);
    assert_int_equal(run_command(last, NULL, &out), 0);
    assert_non_null(strstr(buf_text(&out), "ping serial=39999\n"));
    assert_non_null(strstr(buf_text(&out), "bytes=<1000 bytes>\n"));
    assert_non_null(strstr(buf_text(&out), "# 32768 of 32768 records"));
    assert_null(strstr(buf_text(&out), "ping serial=2\n"));

    for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 2000; i++)
            bytes.data[random_next(&seed) % (round < 10 ? 200 : bytes.size)] =
                (uint8_t)random_next(&seed);
        write_file(kept, (struct span){bytes.data, round == 19 ? bytes.size / 2
                                                               : bytes.size});
        if (trace_kept_save(kept, last))
            assert_in_range(run_command(last, NULL, &out), 0, 1);
        assert_int_equal(access(kept, F_OK), -1);
    }
    unlink(last);
    buf_finish(&out);
    buf_finish(&bytes);
}

static void
unwritable_file_is_said(void **state)
{
    (void)state;
    assert_false(trace_open(folder));
    message_ping(1, 1); /* closed: does nothing */
}

static int
make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int
remove_folder(void **state)
{
    static const char *const names[] = {"out", "good", "bad", "foreign"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(path_of(names[i]));
    return rmdir(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recorder_keeps_the_last),
        cmocka_unit_test(recorder_names_large_messages),
        cmocka_unit_test(ring_is_read),
        cmocka_unit_test(filters_choose),
        cmocka_unit_test(file_is_bounded),
        cmocka_unit_test(file_is_printed),
        cmocka_unit_test(cut_files_are_read),
        cmocka_unit_test(hostile_files_are_refused),
        cmocka_unit_test(foreign_schema_shows_names),
        cmocka_unit_test(flight_recorder_outlives),
        cmocka_unit_test(unwritable_file_is_said),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
