/*
 * trace_maker.c - random traces, and `bulkhead trace` run on them.
 *
 * Process: test.
 */
#include "trace_maker.h"
#include "random.h"
#include "trace_command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

char trace_folder[] = "/tmp/bulkhead-test-tools-XXXXXX";
static uint64_t seed = 7;

const char *
trace_path(const char *name)
{
    static char paths[4][200];
    static unsigned next;
    char *path = paths[next++ % 4];

    snprintf(path, 200, "%s/%s", trace_folder, name);
    return path;
}

uint64_t
trace_below(uint64_t n)
{
    return n == 0 ? 0 : random_next(&seed) % n;
}

static uint64_t
up_to(uint64_t limit)
{
    return limit == UINT64_MAX ? random_next(&seed) : trace_below(limit + 1);
}

static struct span
random_text(uint64_t limit)
{
    static const char letters[] = "abc<>&\"' xyz/.:";
    static char pool[16][24];
    static unsigned next;
    char *text = pool[next++ % 16];
    size_t size = (size_t)trace_below(limit < 20 ? limit + 1 : 20);

    for (size_t i = 0; i < size; i++)
        text[i] = letters[trace_below(sizeof letters - 1)];
    return (struct span){(uint8_t *)text, size};
}

#define make_u32(limit) (uint32_t) up_to(limit)
#define make_u64(limit) up_to(limit)
#define make_i32(limit) ((int32_t)up_to(limit) * (trace_below(2) ? 1 : -1))
#define make_flag(limit) (up_to(limit) == 1)
#define make_choice(limit) (uint32_t) trace_below(limit)
#define make_color(limit) (uint32_t) up_to(limit)
#define make_surface(limit) (uint32_t)(trace_below(3) + ((limit) > 0))
#define make_text(limit) random_text(limit)
#define make_blob(limit) random_text(limit)

/* A message of the kind with random fields within their bounds. */
void
trace_make_message(struct buf *out, enum message_id id)
{
    uint8_t *bytes = buf_reserve(out, 4096);
    struct writer w = {bytes, bytes + 4096, true};

    switch (id) {
#define MESSAGE(from, to, name, moment, rate, purpose) \
    case MSG_##name: {                                 \
        struct msg_##name m;
#define FIELD(kind, name, limit) m.name = make_##kind((uint64_t)(limit));
#define END(name)                       \
    assert_true(encode_##name(&w, &m)); \
    break;                              \
    }
#include "protocol.def"
    case MSG_COUNT:
        break;
    }
    out->size += (size_t)(w.at - bytes);
}

/* Adds a record about the message, as the browser would. */
void
trace_put_random(struct buf *file, uint64_t ns, struct span message,
                 uint32_t seq)
{
    enum message_id id =
        message.size > 1 && message.data[1] == 0 && message.data[0] < MSG_COUNT
            ? (enum message_id)message.data[0]
            : MSG_ping;
    enum role other =
        routes[id].from == BROWSER ? routes[id].to : routes[id].from;
    struct trace_record r = {.ns = ns,
                             .seq = seq,
                             .page = 1,
                             .length = (uint32_t)message.size,
                             .payload = message};

    r.role = other == GPU || other == PLUGIN ? other : RENDERER;
    r.number = r.role + 1;
    r.phase = routes[id].from == BROWSER ? TRACE_SENT : TRACE_RECEIVED;
    trace_put_record(file, &r);
    if (r.phase == TRACE_RECEIVED)
        trace_put_record(file, &(struct trace_record){.ns = ns + 10,
                                                      .number = r.number,
                                                      .seq = seq,
                                                      .role = r.role,
                                                      .phase = TRACE_HANDLED,
                                                      .arg = 10});
}

void
trace_put_event(struct buf *file, enum trace_phase phase, enum role role,
                const char *text)
{
    trace_put_record(file,
                     &(struct trace_record){.number = role + 1,
                                            .phase = phase,
                                            .role = role,
                                            .length = (uint32_t)strlen(text),
                                            .payload = span_of(text)});
}

/* A trace of random messages of every kind. */
void
trace_make(struct buf *file)
{
    struct buf message = {0};

    file->size = 0;
    trace_put_header(file, 1000, 1700000000000000000);
    trace_put_event(file, TRACE_BIRTH, RENDERER, "pid 77");
    trace_put_event(file, TRACE_READY, RENDERER, "");
    trace_put_event(file, TRACE_NOTE, RENDERER,
                    "<script>alert(1)</script>\x01\xff");
    for (uint32_t i = 0; i < MESSAGES; i++) {
        message.size = 0;
        trace_make_message(
            &message, i < MSG_COUNT ? (enum message_id)i
                                    : (enum message_id)trace_below(MSG_COUNT));
        trace_put_random(file, 100 + i * 1000, buf_span(&message), i + 1);
    }
    trace_put_event(file, TRACE_DEATH, RENDERER, "<b>killed</b> by SIGSEGV");
    buf_finish(&message);
}

void
trace_write_file(const char *path, struct span bytes)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes.data, 1, bytes.size, f), bytes.size);
    fclose(f);
}

void
trace_read_file(const char *path, struct buf *out)
{
    FILE *f = fopen(path, "r");
    size_t n;

    assert_non_null(f);
    out->size = 0;
    while ((n = fread(buf_reserve(out, 4096), 1, 4096, f)) > 0)
        out->size += n;
    fclose(f);
    buf_text(out);
}

/* Runs `bulkhead trace ...`, a NULL ends the arguments; what it prints goes to
 * out, if not NULL. */
int
trace_run(struct buf *out, ...)
{
    char *arguments[12] = {(char *)(uintptr_t) "trace"}, name[200];
    int count = 1, saved = dup(STDOUT_FILENO), status;
    va_list list;

    va_start(list, out);
    while ((arguments[count] = va_arg(list, char *)) != NULL)
        count++;
    va_end(list);
    snprintf(name, sizeof name, "%s/out", trace_folder);
    fflush(stdout);
    assert_non_null(freopen(name, "w", stdout));
    status = trace_command(count, arguments);
    fflush(stdout);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    if (out != NULL)
        trace_read_file(name, out);
    return status;
}

int
trace_make_folder(void **state)
{
    (void)state;
    return mkdtemp(trace_folder) == NULL;
}

int
trace_remove_folder(void **state)
{
    char command[100];

    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", trace_folder);
    return system(command);
}
