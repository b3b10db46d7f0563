/*
 * show.c - `bulkhead trace show`: the records, a line each, and as they come.
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte.
 */
#include "trace/args.h"
#include "trace/commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_EVERY = 100 }; /* ms, at a file that is followed */

static const char help[] =
    "usage: bulkhead trace [show] [-f] [--process=NAME[#N]] [--message=NAME]\n"
    "           [--from=S] [--to=S] FILE [EXPRESSION...]\n"
    "\n"
    "Prints a trace, a line for each record: seconds since the start, who\n"
    "speaks to whom, the message and its fields.\n"
    "\n"
    "  -f, --follow     go on as the file grows, until interrupted\n"
    "  --process=NAME   only this kind of process, or one: renderer#3\n"
    "  --message=NAME   only this message\n"
    "  --from=S --to=S  only between these seconds\n"
    "  EXPRESSION       only what it matches, as\n"
    "                       message==tile && page==2 && dir==in\n"
    "                       took>1ms || url~\"example.org\" || !(size<100)\n"
    "                   Names: process message page dir size took phase text,\n"
    "                   and the fields of the messages (docs/protocol.md).\n"
    "\n"
    "FILE is what --trace=FILE wrote, or - for the standard input.\n";

struct printer {
    struct trace_input in;
    const struct trace_choice *choice;
    struct buf line;
    uint64_t shown;
};

static void
print_start(const struct trace_header *header)
{
    time_t seconds = (time_t)(header->wall_ns / 1000000000);
    struct tm t;
    char text[64] = "an unknown time";

    if (gmtime_r(&seconds, &t) != NULL)
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &t);
    printf("# begun at %s; times in seconds since then\n", text);
}

/* All records there are; how it ended. */
static enum trace_read
print_records(struct printer *p)
{
    enum trace_read state = TRACE_READ_MORE;
    struct trace_record r;

    while (!ferror(stdout) &&
           (state = trace_input_next(&p->in, &r)) == TRACE_READ_OK) {
        if (!trace_choice_has(p->choice, &p->in, &r))
            continue;
        p->shown++;
        p->line.size = 0;
        buf_printf(&p->line, "%12.6f ", (double)r.ns / 1e9);
        trace_show(&p->line, &r, trace_input_names(&p->in));
        buf_add_char(&p->line, '\n');
        fwrite(p->line.data, 1, p->line.size, stdout);
    }
    return state;
}

/* Whether another file has taken the path: --trace's rotate. */
static bool
is_replaced(const struct trace_input *in)
{
    struct stat now, read;

    return stat(in->path, &now) == 0 && fstat(in->fd, &read) == 0 &&
           (now.st_ino != read.st_ino || now.st_dev != read.st_dev);
}

static void
wait_a_little(void)
{
    nanosleep(&(struct timespec){.tv_nsec = LOOK_EVERY * 1000000L}, NULL);
}

/* Whether there is a new file to go on with. */
static bool
open_next(struct printer *p)
{
    const char *path = p->in.path;

    trace_input_close(&p->in);
    if (!trace_input_open(&p->in, path))
        return false;
    print_start(&p->in.header);
    return true;
}

static enum trace_read
follow(struct printer *p)
{
    enum trace_read state;

    while ((state = print_records(p)) == TRACE_READ_MORE) {
        bool replaced = is_replaced(&p->in);

        if (fflush(stdout) != 0)
            break;
        if (!replaced)
            wait_a_little();
        else if (print_records(p) != TRACE_READ_MORE || !open_next(p))
            break;
    }
    return state;
}

int
trace_print(const char *path, const struct trace_choice *choice, bool go_on)
{
    struct printer p = {.choice = choice};
    enum trace_read state;

    if (!trace_input_open(&p.in, path))
        return STATUS_FAILED;
    print_start(&p.in.header);
    state = go_on ? follow(&p) : print_records(&p);
    if (state == TRACE_READ_BAD)
        trace_input_damaged(&p.in);
    else
        printf("# %" PRIu64 " of %" PRIu64 " records shown%s\n", p.shown,
               p.in.records,
               trace_input_is_cut(&p.in) ? "; the last one was cut short" : "");
    trace_input_close(&p.in);
    buf_finish(&p.line);
    return state == TRACE_READ_BAD ? STATUS_FAILED : STATUS_OK;
}

int
trace_show_command(int argc, char **argv)
{
    struct trace_args a;
    int status;

    if (trace_args_read(&a, argc, argv, TAKES_FILTER | TAKES_FOLLOW, help,
                        &status))
        status = trace_print(a.file, &a.choice, a.follow);
    trace_args_finish(&a);
    return status;
}
