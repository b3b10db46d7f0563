/*
 * replay_command.c - `bulkhead trace replay`: a recorded renderer, once more.
 *
 * Process: a command of its own, which starts one renderer.  Distrusts: the
 * recording and that renderer.
 */
#include "replay_command.h"
#include "places.h"
#include "replay.h"
#include "replay_answers.h"
#include "replay_frames.h"

#include "log.h"
#include "trace.h"

#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { USAGE = 2, LAST_MESSAGES = 12, SHOWN = 2000 };

static const char help[] =
    "usage: bulkhead trace replay [option...] FILE\n"
    "\n"
    "Starts a fresh renderer in its full sandbox and feeds it what a renderer\n"
    "was fed in a recording (bulkhead --trace=FILE,payload), each message "
    "only\n"
    "after it has said what the recorded one had said before it.  Its frames\n"
    "must show the recorded pictures; if the recorded one died or hung, so "
    "must\n"
    "it.  A page that moves by itself has the time it had, up to 20 seconds; "
    "of\n"
    "what moves, each part must have come by as recorded.\n"
    "\n"
    "  --process=renderer#N  which; needed when several had documents\n"
    "  --step                print each message and wait for Enter before it\n"
    "                        is sent; says the process, for a debugger\n"
    "  -o FILE.png           save the last frame\n"
    "  --trace=FILE          record the replay\n"
    "  --no-sandbox          go on if a layer of the sandbox is missing\n"
    "\n"
    "Exit status: 0 as recorded; 1 not, or not to be replayed, as an end that\n"
    "came from outside (kill -9); 2 wrong arguments.\n";

static struct {
    const char *path, *picture, *trace;
    uint32_t number;
    bool step, no_sandbox;
    struct loop *loop;
    struct loop_watch *input;
    bool asked;
    unsigned lines; /* Enter was pressed so often before it was asked */
} self;

/* ---- arguments -----------------------------------------------------------*/

static bool
read_process(const char *text)
{
    const char *number = text;
    unsigned long value;
    char *end;

    if (strncmp(text, "renderer#", 9) == 0)
        number = text + 9;
    value = strtoul(number, &end, 10);
    if (end != number && *end == 0 && value > 0 && value <= UINT32_MAX) {
        self.number = (uint32_t)value;
        return true;
    }
    fprintf(stderr,
            "bulkhead trace replay: --process=%s: only renderers can be "
            "replayed, as renderer#3: a plugin and the gpu process go by their "
            "own clocks\n",
            text);
    return false;
}

/* -1: go on; else the exit status. */
static int
read_arguments(int argc, char **argv)
{
    static const struct option known[] = {
        {"process", required_argument, NULL, 'p'},
        {"step", no_argument, NULL, 's'},
        {"trace", required_argument, NULL, 't'},
        {"no-sandbox", no_argument, NULL, 'n'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0}};
    int option;

    while ((option = getopt_long(argc, argv, "o:", known, NULL)) != -1) {
        if (option == 'h') {
            fputs(help, stdout);
            return 0;
        }
        if (option == 's')
            self.step = true;
        else if (option == 'o')
            self.picture = optarg;
        else if (option == 't')
            self.trace = optarg;
        else if (option == 'n')
            self.no_sandbox = true;
        else if (option != 'p' || !read_process(optarg))
            return USAGE;
    }
    if (optind != argc - 1) {
        fputs("bulkhead trace replay: name one recording; --help says more\n",
              stderr);
        return USAGE;
    }
    self.path = argv[optind];
    return -1;
}

/* ---- stepping ------------------------------------------------------------*/

static void
on_input(void *data, int events)
{
    char bytes[256];
    ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);

    (void)data;
    (void)events;
    for (ssize_t i = 0; i < n; i++)
        self.lines += bytes[i] == '\n';
    if (n <= 0) {
        loop_unwatch(self.input);
        self.input = NULL;
    }
    if (self.asked && (self.input == NULL || self.lines > 0)) {
        self.asked = false;
        self.lines -= self.lines > 0;
        replay_go_on();
    }
}

/* Once nobody is there any more to press Enter, all are let go. */
static bool
ask_step(const struct child *c, size_t at, struct span message)
{
    struct buf text = {0};

    if (self.asked)
        return false;
    message_show(&text, message);
    printf("%5zu  process %d  browser -> renderer#%" PRIu32 " %.*s\n", at,
           (int)c->pid, c->number, text.size < SHOWN ? (int)text.size : SHOWN,
           buf_text(&text));
    buf_finish(&text);
    self.asked = self.input != NULL && self.lines == 0;
    self.lines -= self.lines > 0;
    if (self.asked)
        printf("       Enter sends it: ");
    fflush(stdout);
    return !self.asked;
}

/* ---- what came of it -----------------------------------------------------*/

/* As the sad page tells it. */
static void
report_death(const struct replay_result *r, uint32_t number)
{
    struct buf last = {0};

    printf("the renderer died: %s\n", r->why.cause);
    if (r->why.where[0] != 0)
        printf("  %s\n", r->why.where);
    if (r->why.limit[0] != 0)
        printf("  %s\n", r->why.limit);
    trace_last(&last, number, LAST_MESSAGES);
    printf("its last messages:\n%s", buf_text(&last));
    buf_finish(&last);
}

static void
report_waits(const struct replay_result *r)
{
    if (r->waived > 0)
        printf("waited %u time%s for what did not come, the first time for: "
               "%s\n",
               r->waived, r->waived > 1 ? "s" : "", r->first_waived);
    if (r->font[0] != 0)
        printf("%s\n", r->font);
    if (r->stuck && !r->should_hang)
        printf("STUCK: the renderer does not answer any more\n");
}

/* Of an address in brackets nothing is to be expected. */
static bool
is_same_end(const char *a, const char *b)
{
    size_t length = strcspn(a, "(");

    return strcspn(b, "(") == length && strncmp(a, b, length) == 0;
}

/* Whether the renderer's end is the recorded one's; says so. */
static bool
report_end(const struct replay_result *r)
{
    if (r->should_hang && (r->stuck || r->died)) {
        printf("%s in the recording: it does not answer any more%s%s\n",
               r->stuck ? "as" : "NOT as",
               r->was_killed ? "; there it was " : "",
               r->was_killed ? r->recorded_end : "");
        return r->stuck;
    }
    if (r->died &&
        (!r->should_die || !is_same_end(r->why.cause, r->recorded_end))) {
        printf("NOT as in the recording, where it %s%s\n",
               r->should_die ? "died: " : "lived",
               r->should_die ? r->recorded_end : "");
        return false;
    }
    if (r->died) {
        printf("as in the recording: %s\n", r->recorded_end);
    } else if (r->should_die) {
        printf("NOT as in the recording, where it died: %s\n", r->recorded_end);
        return false;
    } else if (r->was_killed) {
        printf("its end is not to be replayed, which came from outside: %s\n",
               r->recorded_end);
        return false;
    }
    return true;
}

static bool
report(const struct replay_result *r, uint32_t number)
{
    bool ok = r->ready && r->stuck <= r->should_hang && r->different == 0;

    report_waits(r);
    if (!r->ready)
        printf("the renderer did not come to life: %s\n", r->why.cause);
    else if (r->died)
        report_death(r, number);
    ok = report_end(r) && ok;
    printf("%u messages, %u document%s: %s\n", r->sent, r->documents,
           r->documents == 1 ? "" : "s",
           ok ? "as recorded" : "not as recorded");
    return ok;
}

static int
run(const struct replay_file *f, const struct places *places)
{
    bool ok = false;

    if (!children_open(self.loop, places->binaries, replay_dispatch,
                       self.no_sandbox))
        return 1;
    replay_answers_open(f);
    if (self.step) {
        self.input =
            loop_watch(self.loop, STDIN_FILENO, LOOP_READ, on_input, NULL);
        puts("A debugger attaches to the process named below: gdb -p PROCESS");
    }
    if (replay_start(self.loop, f, self.step ? ask_step : NULL)) {
        uint32_t number = children_first()->number;

        loop_run(self.loop);
        ok = report(replay_end(), number);
        if (self.picture != NULL)
            ok = replay_save(self.picture) && ok;
    }
    loop_unwatch(self.input);
    children_close();
    replay_frames_close();
    replay_answers_close();
    return ok ? 0 : 1;
}

int
replay_command(int argc, char **argv)
{
    struct replay_file file = {0};
    struct places places;
    int status = read_arguments(argc, argv);

    if (status >= 0)
        return status;
    status = 1;
    signal(SIGPIPE, SIG_IGN);
    log_set_level(LOG_WARN);
    self.loop = loop_create();
    if (replay_file_read(&file, self.path, self.number) &&
        places_find(&places, NULL, true) && trace_open(self.trace)) {
        status = run(&file, &places);
        trace_close();
    }
    replay_file_finish(&file);
    loop_destroy(self.loop);
    return status;
}
