/*
 * main.c - the browser process from its command line to its end.
 *
 * Process: browser.  Distrusts: everything outside it; see docs/trust.md.
 */
#include "attack_page.h"
#include "children.h"
#include "crash_record.h"
#include "crashes_command.h"
#include "debugger.h"
#include "dispatch.h"
#include "fault_pages.h"
#include "fetch.h"
#include "flight.h"
#include "headless.h"
#include "intercept.h"
#include "intercept_page.h"
#include "ipc/ipc.h"
#include "options.h"
#include "pages.h"
#include "places.h"
#include "processes_page.h"
#include "profile_lock.h"
#include "rogue_command.h"
#include "sandbox_notice.h"
#include "shell.h"
#include "stage.h"
#include "status_pages.h"
#include "store.h"
#include "surfaces.h"
#include "trace_command.h"

#include "log.h"
#include "trace.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

static void
flush_trace(void *unused)
{
    (void)unused;
    children_take_claims();
    trace_flush();
}

/* SIGINT and SIGTERM end the browser in order: nothing is left behind. */
static void
on_signal(void *data, int events)
{
    struct loop *l = data;

    (void)events;
    loop_stop(l, 130);
}

static struct loop_watch *
watch_signals(struct loop *l)
{
    sigset_t set;
    int fd;

    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return fd >= 0 ? loop_watch(l, fd, LOOP_READ, on_signal, l) : NULL;
}

/* Children, tiles and sockets want descriptors: take what the system gives. */
static void
raise_limits(void)
{
    struct rlimit r;

    if (getrlimit(RLIMIT_NOFILE, &r) == 0 && r.rlim_cur < r.rlim_max) {
        r.rlim_cur = r.rlim_max < 65536 ? r.rlim_max : 65536;
        setrlimit(RLIMIT_NOFILE, &r);
    }
}

static int
run_window(struct loop *l, const struct options *o, const char *home,
           const char *shared)
{
    struct shell_options s = {o->width,           o->height, o->gpu,
                              o->hide_scrollbars, home,      shared};
    int status;

    if (!shell_open(l, &s, o->urls, o->url_count)) {
        fputs("bulkhead: there is no display to open a window on; "
              "--headless works without one\n",
              stderr);
        return 1;
    }
    if (o->chaos.wanted)
        chaos_open_window(l, &o->chaos);
    status = loop_run(l);
    if (o->chaos.wanted && status == 0)
        status = chaos_end_window();
    shell_close();
    return status;
}

static int
run_headless(struct loop *l, const struct options *o)
{
    int status;

    if (o->chaos.wanted) {
        chaos_open_headless(l, &o->chaos, o->width, o->height, o->urls,
                            o->url_count);
        status = loop_run(l);
        chaos_close_headless();
        return status;
    }
    headless_open(l, o);
    status = loop_run(l);
    headless_close();
    return status;
}

/* The pages of about:. */
static void
register_pages(struct loop *l)
{
    pages_register();
    attack_page_open(l);
    status_pages_register();
    processes_page_register();
    ipc_register();
    fault_pages_register();
    intercept_page_register();
}

/* Another browser may have the profile: then shared says so. */
static void
take_profile(const struct places *places, char *shared, size_t size)
{
    pid_t owner;

    shared[0] = 0;
    if (!profile_lock_take(places->profile, &owner)) {
        snprintf(shared, size,
                 "Another bulkhead (process %d) has this profile open: this "
                 "one keeps history and bookmarks in it, but no session and no "
                 "cookies.",
                 (int)owner);
        log_warn("%s", shared);
    } else if (places->profile != NULL) {
        flight_keep(places->profile);
    }
}

static int
run(struct loop *l, const struct options *o)
{
    struct places places;
    char shared[160];
    int status = 1;

    if (!places_find(&places, o->user_data_dir, o->headless))
        return 1;
    if (!trace_open(o->trace))
        return 1;
    trace_set_places(surface_place);
    stage_set_recording(o->trace);
    take_profile(&places, shared, sizeof shared);
    if (o->break_count > 0 && !debugger_open(l, o->breaks, o->break_count)) {
        status = 2;
        goto out;
    }
    embeds_open(l, places.plugins);
    crash_records_open(places.profile);
    if (!children_open(l, places.binaries, browser_dispatch, o->no_sandbox))
        goto out;
    children_leave_out(o->without);
    process_policy_set(o->process_model);
    process_policy_set_limit((unsigned)o->renderer_limit);
    sandbox_notice_open(o->no_sandbox, o->without);
    loop_before_sleep(l, flush_trace, NULL);
    intercept_open(l);
    store_open(places.profile);
    fetch_open(l, shared[0] == 0 ? places.profile : NULL);
    if (o->file_access)
        fetch_set_file_root("/");
    register_pages(l);
    status = o->headless ? run_headless(l, o)
                         : run_window(l, o, places.tour, shared);
    attack_page_close();
    fetch_close();
    store_close();
out:
    debugger_close();
    intercept_close();
    children_close();
    crash_records_close();
    trace_close(); /* its file is in the profile */
    profile_lock_drop();
    return status;
}

/* `bulkhead trace --break=...` is the browser with a debugger. */
static bool
wants_debugger(int argc, char **argv)
{
    for (int i = 2; i < argc; i++)
        if (strncmp(argv[i], "--break", 7) == 0)
            return strcmp(argv[1], "trace") == 0;
    return false;
}

int
main(int argc, char **argv)
{
    struct loop_watch *signals;
    struct options o;
    struct loop *l;
    int status;

    log_open("browser", 0);
    if (wants_debugger(argc, argv)) {
        argv++;
        argc--;
    } else if (argc > 1 && strcmp(argv[1], "trace") == 0) {
        return trace_command(argc - 1, argv + 1);
    }
    if (argc > 1 && strcmp(argv[1], "rogue") == 0)
        return rogue_command(argc - 1, argv + 1);
    if (argc > 1 && strcmp(argv[1], "crashes") == 0)
        return crashes_command(argc - 1, argv + 1);
    switch (options_read(&o, argc, argv)) {
    case OPTIONS_DONE:
        return 0;
    case OPTIONS_WRONG:
        return 2;
    case OPTIONS_RUN:
        break;
    }
    if (o.verbose)
        log_set_level(LOG_DEBUG);
    raise_limits();
    l = loop_create();
    signals = watch_signals(l);
    status = run(l, &o);
    loop_unwatch(signals);
    loop_destroy(l);
    return status;
}
