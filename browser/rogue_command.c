/*
 * rogue_command.c - `bulkhead rogue`, the attacks on this machine's sandbox.
 *
 * Process: browser, without a window or pages.  Distrusts: the rogues.
 */
#include "rogue_command.h"
#include "dispatch.h"
#include "fetch.h"
#include "lies.h"
#include "page.h"
#include "pages.h"
#include "places.h"
#include "rogue.h"

#include "log.h"
#include "trace.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NOT_BUILT = 77, MOST = 6 };

/* The layers that are peeled off together, one column each. */
static const struct {
    const char *title;
    uint32_t without;
} peels[] = {
    {"-seccomp", LAYER_SECCOMP},
    {"-seccomp -landlock", LAYER_SECCOMP | LAYER_LANDLOCK},
    {"-seccomp -namespaces", LAYER_SECCOMP | LAYERS_NAMESPACES | LAYER_ROOT},
};
enum { PEELS = sizeof peels / sizeof *peels };

static const char usage[] =
    "usage: bulkhead rogue [--process=renderer|plugin|gpu] [--peel]\n"
    "                      [--layers=-NAME,...] [--lies]\n";

static const char help[] =
    "\nHas hostile processes of our own attack this machine's sandbox, and "
    "prints\nattack x layer: what stopped each. Nothing that comes through "
    "does "
    "harm.\nThe status is 1 if anything did.\n\n"
    "  --process=KIND      only from a renderer, a plugin or a gpu process\n"
    "  --peel              also without the outer layers, a column each, to "
    "see\n"
    "                      what those behind them stop\n"
    "  --layers=-NAME,...  without these layers: -seccomp, -landlock, ... "
    "(the\n"
    "                      names are those of about:sandbox)\n"
    "  --lies              instead, every lie over the wire: what it did to "
    "the\n"
    "                      liar and whether another tab still painted\n";

struct command {
    struct loop *loop;
    struct rogue_run *run;
    struct rogue_column columns[MOST];
    const char *titles[MOST];
    unsigned count;
    uint32_t without;
    bool peel, lies, help;
    int role; /* -1: all */
};

static bool
ignore_message(struct child *c, struct span message)
{
    (void)c;
    (void)message;
    return true;
}

static void
on_changed(void *data)
{
    struct command *m = data;

    if (rogue_run_is_done(m->run))
        loop_stop(m->loop, 0);
}

static void
add_column(struct command *m, enum role role, const char *title,
           uint32_t without)
{
    if (m->role >= 0 && m->role != (int)role)
        return;
    m->titles[m->count] = title;
    m->columns[m->count++] =
        (struct rogue_column){.role = role, .without = without | m->without};
}

static void
add_columns(struct command *m)
{
    if (!m->peel) {
        add_column(m, RENDERER, "renderer", 0);
        add_column(m, PLUGIN, "plugin", 0);
        add_column(m, GPU, "gpu", 0);
        return;
    }
    if (m->role < 0)
        m->role = RENDERER;
    add_column(m, (enum role)m->role, role_name((enum role)m->role), 0);
    for (int i = 0; i < PEELS; i++)
        add_column(m, (enum role)m->role, peels[i].title, peels[i].without);
}

static void
print_cell(const struct rogue_result *r)
{
    char text[64];
    const char *name = r->error != 0 ? strerrorname_np(r->error) : NULL;

    snprintf(text, sizeof text, "%s%s%s", rogue_stop_name(r->stop),
             name != NULL ? " " : "", name != NULL ? name : "");
    printf("  %-22s", text);
}

static void
print_matrix(const struct rogue_column *columns, unsigned count,
             const char *const *titles)
{
    printf("%-4s %-9s %-36s %-9s", "", "group", "attack", "Chromium");
    for (unsigned i = 0; i < count; i++)
        printf("  %-22s", titles[i]);
    putchar('\n');
    for (unsigned row = 0; row < rogue_probe_count; row++) {
        const struct rogue_probe *p = &rogue_probes[row];

        printf("%-4u %-9s %-36s %-9s", row + 1, p->group, p->name, p->chromium);
        for (unsigned i = 0; i < count; i++)
            print_cell(&columns[i].results[row]);
        putchar('\n');
    }
}

/* Returns how many got out. */
static unsigned
print_summary(const struct rogue_column *columns, unsigned count,
              const char *const *titles)
{
    unsigned escaped = 0;

    putchar('\n');
    for (unsigned i = 0; i < count; i++) {
        unsigned stopped[STOP_COUNT];

        rogue_count(&columns[i], stopped);
        escaped += stopped[STOP_ESCAPED] + stopped[STOP_FAILED];
        printf("%-22s %3u of %u stopped:", titles[i],
               rogue_probe_count - stopped[STOP_ESCAPED] - stopped[STOP_FAILED],
               rogue_probe_count);
        for (int s = STOP_SECCOMP; s < STOP_COUNT; s++)
            if (stopped[s] > 0)
                printf(" %s %u", rogue_stop_name((enum rogue_stop)s),
                       stopped[s]);
        printf("; %u system calls left\n", columns[i].syscalls);
    }
    return escaped;
}

static bool
read_arguments(struct command *m, int argc, char **argv)
{
    static const struct option known[] = {
        {"layers", required_argument, NULL, 'l'},
        {"process", required_argument, NULL, 'p'},
        {"peel", no_argument, NULL, 'e'},
        {"lies", no_argument, NULL, 'i'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0}};
    int option;

    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        if (option == 'l' && policy_read_without(optarg, &m->without))
            continue;
        if (option == 'e') {
            m->peel = true;
            continue;
        }
        if (option == 'i') {
            m->lies = true;
            continue;
        }
        if (option == 'h') {
            m->help = true;
            continue;
        }
        for (int i = 0; option == 'p' && i < ROLE_COUNT; i++)
            if ((i == RENDERER || i == PLUGIN || i == GPU) &&
                strcmp(optarg, role_name((enum role)i)) == 0)
                m->role = i;
        if (option != 'p' || m->role < 0)
            return false;
    }
    return optind == argc;
}

/* Attacks that come through would reach the machine: as root with its
 * capabilities that is umount of /, the clock, the host's name. */
static bool
may_peel(uint32_t without)
{
    if (!(without & (LAYER_CAPABILITIES | LAYER_NO_NEW_PRIVS)))
        return true;
    fputs("bulkhead rogue: capabilities and no-new-privs stay: without them "
          "an attack could harm this machine\n",
          stderr);
    return false;
}

/* ---- lies ---------------------------------------------------------------- */

static struct {
    struct loop *loop;
    unsigned total, dead, failed;
} told;

static void
on_lie(const struct lie *lie, const struct lie_result *r)
{
    told.total++;
    told.dead += lie->expected == LIE_DEAD;
    told.failed += !r->ok;
    printf("%-4u %-6s %s#%u %s%s%s: %s\n", told.total, r->ok ? "ok" : "FAILED",
           role_name(lie->role), r->number,
           strcmp(lie->kind, "act") == 0 ? "" : lie->kind,
           strcmp(lie->kind, "act") == 0 ? "" : " ", lie->name, r->what);
}

static void
on_lies_ended(void)
{
    loop_stop(told.loop, 0);
}

static int
run_lies(struct command *m, const char *plugins)
{
    unsigned count, kept = 0;
    struct lie *lies = lies_list(&count);

    for (unsigned i = 0; i < count; i++)
        if (m->role < 0 || m->role == (int)lies[i].role)
            lies[kept++] = lies[i];
    told.loop = m->loop;
    embeds_open(m->loop, plugins);
    log_set_level(LOG_INFO); /* one line for each liar */
    fetch_open(m->loop, NULL);
    lies_run(m->loop, lies, kept, on_lie, on_lies_ended);
    loop_run(m->loop);
    lies_close();
    fetch_close();
    free(lies);
    printf("\n%u lies: %u ended the liar, %u came to nothing, %u failed; the "
           "other tab painted after each that did not\n",
           told.total, told.dead, told.total - told.dead, told.failed);
    return told.failed > 0 ? 1 : 0;
}

static int
run_command(struct command *m)
{
    const struct rogue_column *columns;
    unsigned escaped = 1;

    m->run = rogue_run_create(m->loop, m->columns, m->count, on_changed, m);
    if (m->run == NULL)
        return NOT_BUILT;
    loop_run(m->loop);
    rogue_run_columns(m->run, &columns);
    print_matrix(columns, m->count, m->titles);
    escaped = print_summary(columns, m->count, m->titles);
    rogue_run_destroy(m->run);
    return escaped > 0 && !m->peel && m->without == 0 ? 1 : 0;
}

int
rogue_command(int argc, char **argv)
{
    struct command m = {.role = -1};
    struct places places;
    int status = 1;

    if (!read_arguments(&m, argc, argv)) {
        fputs(usage, stderr);
        return 2;
    }
    if (m.help) {
        printf("%s%s", usage, help);
        return 0;
    }
    if (!may_peel(m.without))
        return 2;
    signal(SIGPIPE, SIG_IGN);
    log_set_level(LOG_WARN);
    add_columns(&m);
    m.loop = loop_create();
    if (!places_find(&places, NULL, true) || !trace_open(NULL))
        goto out;
    if (!children_open(m.loop, places.binaries,
                       m.lies ? lies_dispatch : ignore_message, !m.lies))
        goto close;
    status = m.lies ? run_lies(&m, places.plugins) : run_command(&m);
    children_close();
close:
    trace_close();
out:
    loop_destroy(m.loop);
    return status;
}
