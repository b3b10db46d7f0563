/*
 * test_trace_tools.c - the subcommands of `bulkhead trace` on random, cut,
 * damaged and hostile traces; their exports, read by cJSON, tshark and protoc.
 *
 * Process: test.
 */
#include "trace_script.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

/* Every subcommand; whatever comes, none may crash.  True if all took it. */
static bool
run_all(const char *path)
{
    const char *out = trace_path("all");
    bool good = true;

    good = trace_run(NULL, path, NULL) == 0 && good;
    good = trace_run(NULL, "stats", path, NULL) == 0 && good;
    good = trace_run(NULL, "seq", path, "-o", out, NULL) == 0 && good;
    good =
        trace_run(NULL, "export", "--json", path, "-o", out, NULL) == 0 && good;
    good = trace_run(NULL, "export", "--pcapng", path, "-o", out, NULL) == 0 &&
           good;
    good =
        trace_run(NULL, "export", "--perfetto", path, "-o", out, NULL) == 0 &&
        good;
    good = trace_run(NULL, "diff", path, path, NULL) == 0 && good;
    trace_run(NULL, "check", path, NULL);
    return good;
}

/* ---- tests ---------------------------------------------------------------*/

static void
cut_traces_end_cleanly(void **state)
{
    struct buf file = {0};
    struct trace_log log;
    uint32_t whole;
    size_t begin;

    (void)state;
    trace_make(&file);
    trace_write_file(trace_path("whole"), buf_span(&file));
    assert_true(run_all(trace_path("whole")));
    assert_true(trace_log_open(&log, trace_path("whole")));
    whole = log.count;
    assert_true(whole > MESSAGES);
    assert_false(log.damaged);
    begin = file.size - 20000;
    trace_log_close(&log);
    for (size_t size = begin; size < file.size; size += 1 + trace_below(200)) {
        trace_write_file(trace_path("cut"), (struct span){file.data, size});
        assert_true(trace_log_open(&log, trace_path("cut")));
        assert_false(log.damaged);
        assert_true(log.count < whole);
        trace_log_close(&log);
    }
    assert_true(run_all(trace_path("cut")));
    buf_finish(&file);
}

static void
damaged_traces_crash_nothing(void **state)
{
    struct buf file = {0};

    (void)state;
    for (int round = 0; round < 60; round++) {
        trace_make(&file);
        for (uint64_t n = 1 + trace_below(20); n > 0; n--)
            file.data[trace_below(round % 2 ? file.size : file.size - 3000) +
                      (round % 2 ? 0 : 3000)] = (uint8_t)trace_below(256);
        trace_write_file(trace_path("bad"), buf_span(&file));
        run_all(trace_path("bad"));
    }
    buf_finish(&file);
}

/* Markup in a trace is text in the picture. */
static void
picture_is_clean(void **state)
{
    struct buf file = {0}, svg = {0};

    (void)state;
    trace_make(&file);
    trace_write_file(trace_path("whole"), buf_span(&file));
    assert_int_equal(trace_run(&svg, "seq", trace_path("whole"), NULL), 0);
    assert_null(strstr(buf_text(&svg), "<script"));
    assert_null(strstr(buf_text(&svg), "<b>"));
    assert_non_null(strstr(buf_text(&svg), "&lt;b&gt;killed"));
    assert_non_null(strstr(buf_text(&svg), ">renderer#2</text>"));
    assert_non_null(strstr(buf_text(&svg), "</svg>\n"));
    assert_int_equal(trace_run(&svg, "seq", trace_path("whole"),
                               "message==ping && page==99", NULL),
                     0);
    assert_non_null(strstr(buf_text(&svg), "Nothing matches."));
    buf_finish(&file);
    buf_finish(&svg);
}

/* What is said in several messages is one arrow, unless all are wanted. */
static void
picture_is_folded(void **state)
{
    struct script s;
    struct buf svg = {0};

    (void)state;
    script_begin(&s);
    SAY(&s, fetch_head, 1, 7, 200, span_of("http://x/"), span_of(""),
        span_of(""));
    SAY(&s, fetch_data, 1, 7, span_of("abc"));
    SAY(&s, fetch_data, 1, 7, span_of("def"));
    SAY(&s, fetch_end, 1, 7, 0);
    SAY(&s, fetch_head, 1, 8, 200, span_of("http://y/"), span_of(""),
        span_of(""));
    SAY(&s, fetch_data, 1, 9, span_of("of another"));
    SAY(&s, tile, 1, 0, 0, 1, 0, 0, 9, 9);
    SAY(&s, tile, 1, 0, 0, 2, 0, 0, 9, 9);
    SAY(&s, commit, 1, 1, 1, 10, 10, 0, true);
    trace_write_file(trace_path("folded"), buf_span(&s.file));
    assert_int_equal(trace_run(&svg, "seq", trace_path("folded"), NULL), 0);
    assert_non_null(strstr(buf_text(&svg), ">fetch_head\xE2\x80\xA6"
                                           "end \xC3\x97"
                                           "4<"));
    assert_non_null(strstr(buf_text(&svg), ">fetch_head<"));
    assert_non_null(strstr(buf_text(&svg), ">fetch_data<"));
    assert_non_null(strstr(buf_text(&svg), ">tile\xE2\x80\xA6"
                                           "commit \xC3\x97"
                                           "3<"));
    assert_int_equal(
        trace_run(&svg, "seq", "--all", trace_path("folded"), NULL), 0);
    assert_null(strstr(buf_text(&svg), "\xE2\x80\xA6"));
    assert_non_null(strstr(buf_text(&svg), ">fetch_end<"));
    script_finish(&s);
    buf_finish(&svg);
}

static void
json_is_parsed_back(void **state)
{
    struct buf file = {0}, json = {0};
    struct trace_log log;
    cJSON *root, *records, *one;
    uint32_t n = 0;

    (void)state;
    trace_make(&file);
    trace_write_file(trace_path("whole"), buf_span(&file));
    assert_int_equal(
        trace_run(&json, "export", "--json", trace_path("whole"), NULL), 0);
    root = cJSON_ParseWithLength((char *)json.data, json.size);
    assert_non_null(root);
    records = cJSON_GetObjectItem(root, "records");
    assert_true(trace_log_open(&log, trace_path("whole")));
    assert_int_equal(cJSON_GetArraySize(records), log.count);
    cJSON_ArrayForEach(one, records)
    {
        const struct trace_entry *e = &log.entries[n++];
        const cJSON *fields = cJSON_GetObjectItem(one, "fields");

        assert_int_equal(cJSON_GetObjectItem(one, "ns")->valuedouble, e->r.ns);
        if (!trace_is_message(&e->r))
            continue;
        assert_string_equal(cJSON_GetObjectItem(one, "message")->valuestring,
                            routes[e->id].name);
        assert_int_equal(cJSON_GetArraySize(fields), routes[e->id].fields);
    }
    trace_log_close(&log);
    cJSON_Delete(root);
    buf_finish(&file);
    buf_finish(&json);
}

/* ---- tshark --------------------------------------------------------------*/

static bool
is_installed(const char *program)
{
    char command[100];

    snprintf(command, sizeof command, "command -v %s >/dev/null", program);
    if (system(command) == 0)
        return true;
    print_message("skipped: %s is not installed\n", program);
    return false;
}

/* tshark shows control characters in ways of its own. */
static bool has_controls;

static bool
add_expected(void *data, const struct message_field *f)
{
    struct buf *out = data;

    for (size_t i = 0; strcmp(f->kind, "text") == 0 && i < f->bytes.size; i++)
        has_controls =
            has_controls || f->bytes.data[i] < 0x20 || f->bytes.data[i] >= 0x7F;

    buf_printf(out, " %s=", f->name);
    if (strcmp(f->kind, "text") == 0)
        buf_add_span(out, f->bytes);
    else if (strcmp(f->kind, "blob") == 0 && f->bytes.size > 0)
        buf_printf(out, "<%zu bytes>", f->bytes.size);
    else if (strcmp(f->kind, "u64") == 0)
        buf_printf(out, "%" PRIu64, (uint64_t)f->number);
    else if (strcmp(f->kind, "blob") != 0)
        buf_printf(out, "%" PRId64, f->number);
    return true;
}

/* The lines of tshark about every packet of the file. */
static void
run_tshark(const char *path, struct buf *lines)
{
    char command[1000];

    assert_int_equal(trace_run(NULL, "export", "--pcapng", path, "-o",
                               trace_path("pcapng"), NULL),
                     0);
    snprintf(command, sizeof command,
             "HOME=%s tshark -X lua_script:%s/../share/bulkhead/bulkhead.lua "
             "-r %s -T fields -E separator='|' -e bulkhead.message "
             "-e bulkhead.surface -e bulkhead.malformed "
             "-e _ws.expert.severity -e _ws.col.Info > %s 2> %s",
             trace_folder, BINARY_DIR, trace_path("pcapng"),
             trace_path("lines"), trace_path("tshark.log"));
    if (system(command) != 0) {
        trace_read_file(trace_path("tshark.log"), lines);
        fail_msg("tshark: %s", buf_text(lines));
    }
    trace_read_file(trace_path("lines"), lines);
}

static char *
next_column(char **line)
{
    return strsep(line, "|");
}

/* Our decoder and the dissector's agree about one message. */
static void
compare_packet(char *line, struct span message)
{
    char *name = next_column(&line), *surface = next_column(&line);
    char *malformed = next_column(&line);
    struct buf wanted = {0};
    bool good;

    next_column(&line); /* the severity */
    has_controls = false;
    good = message_each_field(message, add_expected, &wanted);
    if (good != (malformed[0] == 0))
        fail_msg("decodes: %d, but tshark says: %s %s", good, name, line);
    if (good) {
        enum message_id id = MSG_COUNT;
        struct reader r;

        assert_true(message_open(message, &id, &r));
        assert_string_equal(name, routes[id].name);
        assert_memory_equal(line, name, strlen(name));
        if (!has_controls &&
            strcmp(line + strlen(name), buf_text(&wanted)) != 0)
            fail_msg("%s:\n%s\nis not\n%s", name, line + strlen(name),
                     buf_text(&wanted));
        if (routes[id].claims_surface)
            assert_int_equal(strtoul(surface, NULL, 10),
                             r.at[0] | (uint32_t)r.at[1] << 8 |
                                 (uint32_t)r.at[2] << 16 |
                                 (uint32_t)r.at[3] << 24);
    }
    buf_finish(&wanted);
}

static void
wireshark_agrees(void **state)
{
    struct buf file = {0}, lines = {0}, message = {0};
    struct trace_log log;
    char *rest, *line;

    (void)state;
    if (!is_installed("tshark"))
        skip();
    trace_put_header(&file, 1000, 1700000000000000000);
    for (uint32_t i = 0; i < 1000; i++) {
        message.size = 0;
        trace_make_message(&message, (enum message_id)(i % MSG_COUNT));
        if (i >= 300) { /* spoilt: bytes changed, cut, or left over */
            for (uint64_t n = trace_below(3); n > 0; n--)
                message.data[2 + trace_below(message.size - 2)] =
                    (uint8_t)trace_below(256);
            if (trace_below(4) == 0)
                message.size -= trace_below(message.size - 1);
            else if (trace_below(4) == 0)
                buf_add_char(&message, 'x');
        }
        trace_put_random(&file, i, buf_span(&message), i + 1);
    }
    trace_write_file(trace_path("whole"), buf_span(&file));
    run_tshark(trace_path("whole"), &lines);
    assert_true(trace_log_open(&log, trace_path("whole")));
    rest = (char *)lines.data;
    for (uint32_t i = 0; i < log.count; i++) {
        if (!trace_is_message(&log.entries[i].r))
            continue;
        line = strsep(&rest, "\n");
        assert_non_null(line);
        compare_packet(line, log.entries[i].r.payload);
    }
    trace_log_close(&log);
    buf_finish(&file);
    buf_finish(&lines);
    buf_finish(&message);
}

/* ---- protoc --------------------------------------------------------------*/

struct seen {
    unsigned processes, threads, begins, ends, instants;
    unsigned flows, flow_ends;
    uint64_t sum, end_sum; /* of the flows' ids */
};

/* Counts what `protoc --decode_raw` prints: the fields that matter have
 * numbers of their own at their depth. */
static void
count_line(struct seen *s, const char *line)
{
    unsigned long long id;
    unsigned type;

    s->processes += strcmp(line, "    3 {") == 0;
    s->threads += strncmp(line, "      5: \"", 10) == 0; /* its name */
    if (sscanf(line, "    9: %u", &type) == 1) {
        s->begins += type == 1;
        s->ends += type == 2;
        s->instants += type == 3;
    }
    if (sscanf(line, "    47: 0x%llx", &id) == 1) {
        s->flows++;
        s->sum += id;
    } else if (sscanf(line, "    48: 0x%llx", &id) == 1) {
        s->flow_ends++;
        s->end_sum += id;
    }
}

static void
perfetto_is_parsed_back(void **state)
{
    struct buf file = {0}, text = {0};
    struct seen s = {0};
    char command[600], *rest, *line;

    (void)state;
    if (!is_installed("protoc"))
        skip();
    trace_make(&file);
    trace_write_file(trace_path("whole"), buf_span(&file));
    assert_int_equal(trace_run(NULL, "export", "--perfetto",
                               trace_path("whole"), "-o",
                               trace_path("perfetto"), NULL),
                     0);
    snprintf(command, sizeof command, "protoc --decode_raw < %s > %s",
             trace_path("perfetto"), trace_path("lines"));
    assert_int_equal(system(command), 0);
    trace_read_file(trace_path("lines"), &text);
    for (rest = (char *)text.data; (line = strsep(&rest, "\n")) != NULL;)
        count_line(&s, line);
    assert_int_equal(s.processes, 4); /* browser, renderer, plugin, gpu */
    assert_int_equal(s.threads, 4);
    assert_int_equal(s.begins, MESSAGES);
    assert_int_equal(s.ends, MESSAGES);
    assert_int_equal(s.flows, MESSAGES);
    assert_int_equal(s.flow_ends, MESSAGES);
    assert_int_equal(s.sum, s.end_sum);
    assert_int_equal(s.instants, MESSAGES + 4); /* and the four events */
    buf_finish(&file);
    buf_finish(&text);
}

/* ---- arguments --------------------------------------------------*/

static void
arguments_are_read(void **state)
{
    static const char *const commands[] = {"show",   "record", "stats", "seq",
                                           "export", "check",  "diff",  "last"};
    struct buf out = {0}, file = {0};

    (void)state;
    trace_make(&file);
    trace_write_file(trace_path("whole"), buf_span(&file));
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        assert_int_equal(trace_run(&out, commands[i], "--help", NULL), 0);
        assert_memory_equal(out.data, "usage: bulkhead trace ", 22);
        if (strcmp(commands[i], "record") != 0)
            assert_int_equal(trace_run(NULL, commands[i], "--what", NULL), 2);
    }
    assert_int_equal(trace_run(&out, "--help", NULL), 0);
    assert_int_equal(trace_run(NULL, NULL), 2);
    assert_int_equal(trace_run(NULL, "stats", NULL), 2);
    assert_int_equal(trace_run(NULL, "diff", trace_path("whole"), NULL), 2);
    assert_int_equal(trace_run(NULL, "export", trace_path("whole"), NULL), 2);
    assert_int_equal(trace_run(NULL, trace_path("whole"), "size>", NULL), 2);
    assert_int_equal(trace_run(NULL, trace_path("whole"), "--from=x", NULL), 2);
    assert_int_equal(trace_run(NULL, "stats", trace_path("missing"), NULL), 1);
    assert_int_equal(trace_run(&out, trace_path("whole"), "message==ping",
                               "process==renderer", "--to=0.0002", NULL),
                     0);
    assert_non_null(strstr(buf_text(&out), "records shown"));
    assert_int_equal(trace_run(&out, "stats", trace_path("whole"), NULL), 0);
    assert_non_null(strstr(buf_text(&out), "400 messages, "));
    buf_finish(&out);
    buf_finish(&file);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_traces_end_cleanly),
        cmocka_unit_test(damaged_traces_crash_nothing),
        cmocka_unit_test(picture_is_clean),
        cmocka_unit_test(picture_is_folded),
        cmocka_unit_test(json_is_parsed_back),
        cmocka_unit_test(wireshark_agrees),
        cmocka_unit_test(perfetto_is_parsed_back),
        cmocka_unit_test(arguments_are_read),
    };

    return cmocka_run_group_tests(tests, trace_make_folder,
                                  trace_remove_folder);
}
