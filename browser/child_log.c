/*
 * child_log.c - what a child writes to its descriptor 2.
 *
 * Process: browser.  Distrusts: every byte of it: control characters are
 * replaced, the name before each line is the browser's, lines are cut, counted
 * and beyond the rate dropped; a child that writes more still has to wait.  How
 * many were dropped is said a second later, or at its end.
 */
#include "child_log.h"
#include "limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum {
    LINE_SIZE = 1024,          /* longer ones are cut */
    READ_SIZE = 4096,          /* per turn of the loop */
    BYTES_A_SECOND = 64 * 1024 /* then the pipe is left full */
};

static void
write_line(const struct child_log *log, struct span text)
{
    struct buf out = {0};
    size_t name = strlen(log->name);

    /* log.c in the child has put the name there already; a lie stays visible
     * behind the true one. */
    if (text.size > name && memcmp(text.data, log->name, name) == 0 &&
        text.data[name] == ' ') {
        text.data += name + 1;
        text.size -= name + 1;
    }
    buf_printf(&out, "%s ", log->name);
    for (size_t i = 0; i < text.size; i++)
        buf_add_char(&out, text.data[i] < 0x20 || text.data[i] == 0x7F
                               ? ' '
                               : (char)text.data[i]);
    buf_add_char(&out, '\n');
    if (write(2, out.data, out.size) < 0)
        out.size = 0; /* nobody is left to tell */
    buf_finish(&out);
}

static void
start_second(struct child_log *log)
{
    int64_t now = loop_now_ms() / 1000;

    if (now == log->second)
        return;
    if (log->dropped > 0) {
        char text[64];

        snprintf(text, sizeof text, "(%u more lines dropped)", log->dropped);
        write_line(log, span_of(text));
    }
    log->second = now;
    log->lines = log->dropped = 0;
    log->bytes = 0;
}

static bool
takes_line(struct child_log *log)
{
    if (log->lines < MAX_LOG_RATE) {
        log->lines++;
        return true;
    }
    log->dropped++;
    return false;
}

static void
end_line(struct child_log *log)
{
    if (fault_report_read(&log->fault, buf_span(&log->line))) {
        log->line.size = 0;
        return;
    }
    if (takes_line(log))
        write_line(log, buf_span(&log->line));
    log->line.size = 0;
}

static void
take_bytes(struct child_log *log, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] == '\n')
            end_line(log);
        else if (log->line.size < LINE_SIZE)
            buf_add_char(&log->line, bytes[i]);
}

/* Reads once; false when there is nothing more. */
static bool
read_some(struct child_log *log)
{
    char bytes[READ_SIZE];
    ssize_t got = read(log->fd, bytes, sizeof bytes);

    if (got <= 0)
        return false;
    start_second(log);
    log->bytes += (size_t)got;
    take_bytes(log, bytes, (size_t)got);
    return true;
}

static void on_resume(void *data);

static void
look_in_a_second(struct child_log *log)
{
    if (log->resume == NULL)
        log->resume = loop_after(log->loop, 1000, on_resume, log);
}

static void
on_readable(void *data, int events)
{
    struct child_log *log = data;

    if (!read_some(log) && events & LOOP_CLOSED) {
        loop_unwatch(log->watch);
        log->watch = NULL;
    } else if (log->bytes > BYTES_A_SECOND || log->dropped > 0) {
        loop_unwatch(log->watch);
        log->watch = NULL;
        look_in_a_second(log);
    }
}

static void
on_resume(void *data)
{
    struct child_log *log = data;

    log->resume = NULL;
    start_second(log);
    if (log->watch == NULL)
        log->watch =
            loop_watch(log->loop, log->fd, LOOP_READ, on_readable, log);
}

void
child_log_add(struct child_log *log, enum log_level level, const char *text)
{
    if (log->fd < 0 || !log_shows(level))
        return;
    start_second(log);
    if (!takes_line(log))
        look_in_a_second(log);
    else if (level >= LOG_WARN)
        log_warn("%s: %s", log->name, text);
    else
        log_info("%s: %s", log->name, text);
}

int
child_log_open(struct child_log *log, struct loop *l, const char *role,
               uint32_t number)
{
    int ends[2];

    *log = (struct child_log){.loop = l, .fd = -1};
    snprintf(log->name, sizeof log->name, "%s#%u", role, number);
    if (pipe2(ends, O_CLOEXEC) < 0 || fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0) {
        log_error("cannot make a pipe: %s", strerror(errno));
        return -1;
    }
    log->fd = ends[0];
    log->watch = loop_watch(l, log->fd, LOOP_READ, on_readable, log);
    return ends[1];
}

void
child_log_close(struct child_log *log)
{
    if (log->fd < 0)
        return;
    /* A dead child's pipe holds 64 KiB at most. */
    for (int i = 0; i < 16 && read_some(log); i++)
        continue;
    if (log->line.size > 0)
        end_line(log);
    log->second = 0;
    start_second(log);
    loop_unwatch(log->watch);
    loop_cancel(log->resume);
    close(log->fd);
    buf_finish(&log->line);
    log->watch = NULL;
    log->resume = NULL;
    log->fd = -1;
}
