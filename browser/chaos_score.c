/*
 * chaos_score.c - what the browser holds, and the scorecard.
 *
 * Process: browser.  Distrusts: nothing; /proc is the kernel's.
 */
#include "chaos_score.h"
#include "children.h"
#include "fetch.h"
#include "launch.h"
#include "process_stat.h"
#include "runtime.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { GROWTH_MOST = 16 << 20 /* bytes that are no leak: pools, history */ };

/* ---- holdings -------------------------------------------------------------
 */

static bool
is_web(int fd)
{
    int domain;
    socklen_t size = sizeof domain;

    return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 &&
           domain != AF_UNIX;
}

static unsigned
count_fds(void)
{
    DIR *list = opendir("/proc/self/fd");
    struct dirent *entry;
    unsigned count = 0;

    if (list == NULL)
        return 0;
    while ((entry = readdir(list)) != NULL)
        count += entry->d_name[0] != '.' && !is_web(atoi(entry->d_name));
    closedir(list);
    return count - 1; /* the folder's own */
}

static void
count_maps(struct chaos_holdings *h)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    char line[512];

    while (maps != NULL && fgets(line, sizeof line, maps) != NULL)
        if (strchr(line, '\n') != NULL) {
            h->maps++;
            h->shared_maps += strstr(line, "/memfd:bulkhead") != NULL;
        }
    if (maps != NULL)
        fclose(maps);
}

static bool
is_known(pid_t pid)
{
    for (const struct child *c = children_first(); c != NULL; c = c->next)
        if (c->pid == pid)
            return true;
    for (int role = 0; role < ROLE_COUNT; role++)
        if (launch_zygote_pid((enum role)role) == pid)
            return true;
    return false;
}

static void
count_stranger(pid_t pid, pid_t group, void *count)
{
    (void)group;
    *(unsigned *)count += !is_known(pid);
}

void
chaos_score_look(struct chaos_holdings *h)
{
    struct process_stat use;
    uint64_t started, over;

    *h = (struct chaos_holdings){0};
    for (const struct child *c = children_first(); c != NULL; c = c->next)
        h->children++;
    process_each_child(count_stranger, &h->strangers);
    h->fds = count_fds();
    for (int role = 0; role < ROLE_COUNT; role++) /* a zygote's socket */
        h->fds -= launch_zygote_pid((enum role)role) != 0;
    count_maps(h);
    h->folders = runtime_count();
    if (process_stat_read(getpid(), &use))
        h->private_bytes = use.private_bytes;
    fetch_counts(&started, &over);
    h->requests = started - over;
}

bool
chaos_score_is_quiet(void)
{
    uint64_t started, over;

    fetch_counts(&started, &over);
    if (started != over)
        return false;
    for (const struct child *c = children_first(); c != NULL; c = c->next)
        if (c->state != CHILD_LIVE || supervisor_is_slow(c))
            return false;
    return true;
}

/* ---- the table of faults --------------------------------------------------
 */

static int
compare(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

    return (x > y) - (x < y);
}

/* "12.3  45.6  78.9" or dashes, in ms; sorts the samples. */
static void
print_times(int32_t *us, unsigned count)
{
    if (count == 0) {
        printf(" %8s %8s %8s", "-", "-", "-");
        return;
    }
    qsort(us, count, sizeof *us, compare);
    printf(" %8.1f %8.1f %8.1f", us[count / 2] / 1e3,
           us[(count * 99 + 99) / 100 - 1] / 1e3, us[count - 1] / 1e3);
}

/* row, role: CHAOS_ROWS, ROLE_COUNT: all. */
static void
print_row(const struct chaos_record *records, unsigned count, unsigned row,
          unsigned role, int32_t *noticed, int32_t *recovered)
{
    unsigned n = 0, with_notice = 0, with_recovery = 0;

    for (unsigned i = 0; i < count; i++) {
        const struct chaos_record *r = &records[i];

        if ((row != CHAOS_ROWS && r->row != row) ||
            (role != ROLE_COUNT && r->role != role))
            continue;
        n++;
        if (r->noticed_us >= 0)
            noticed[with_notice++] = r->noticed_us;
        if (r->recovered_us >= 0)
            recovered[with_recovery++] = r->recovered_us;
    }
    if (n == 0)
        return;
    printf(
        "%-16s %-9s %6u %6u", row == CHAOS_ROWS ? "all" : chaos_row_name(row),
        role == ROLE_COUNT ? "" : role_name((enum role)role), n, with_notice);
    print_times(noticed, with_notice);
    print_times(recovered, with_recovery);
    putchar('\n');
}

static unsigned
print_faults(void)
{
    unsigned count, missed;
    const struct chaos_record *records = chaos_faults_records(&count, &missed);
    int32_t *noticed = calloc(count + 1, sizeof *noticed);
    int32_t *recovered = calloc(count + 1, sizeof *recovered);

    printf("%-16s %-9s %6s %6s %26s %26s\n", "", "", "", "", "noticed in, ms",
           "recovered in, ms");
    printf("%-16s %-9s %6s %6s %8s %8s %8s %8s %8s %8s\n", "fault", "process",
           "faults", "told", "median", "99 %", "most", "median", "99 %",
           "most");
    if (noticed != NULL && recovered != NULL) {
        for (unsigned row = 0; row < CHAOS_ROWS; row++)
            for (unsigned role = 0; role < ROLE_COUNT; role++)
                print_row(records, count, row, role, noticed, recovered);
        print_row(records, count, CHAOS_ROWS, ROLE_COUNT, noticed, recovered);
    }
    printf("%u more found nobody to hit\n\n", missed);
    free(noticed);
    free(recovered);
    return count;
}

/* ---- the scorecard --------------------------------------------------------
 */

static bool
judge(bool good, const char *name)
{
    printf("%-6s %-22s ", good ? "ok" : "WRONG", name);
    return good;
}

static bool
print_holdings(const struct chaos_holdings *a, const struct chaos_holdings *b)
{
    bool same = a->children == b->children, ok;

    ok = judge(b->strangers == 0, "orphans");
    printf("%u\n", b->strangers);
    ok &= judge(same, "processes");
    printf("%u before, %u after\n", a->children, b->children);
    ok &= judge(a->fds == b->fds, "descriptors");
    printf("%u before, %u after\n", a->fds, b->fds);
    ok &= judge(a->shared_maps == b->shared_maps, "shared memory mapped");
    printf("%u before, %u after (of %u and %u mappings)\n", a->shared_maps,
           b->shared_maps, a->maps, b->maps);
    ok &= judge(b->folders == b->children, "files left");
    printf("%u folders of sockets for %u processes\n", b->folders, b->children);
    ok &= judge(b->private_bytes <= a->private_bytes + GROWTH_MOST, "memory");
    printf("%.1f MB before, %.1f MB after\n", (double)a->private_bytes / 1e6,
           (double)b->private_bytes / 1e6);
    return ok;
}

static bool
print_data(const struct chaos_data *d)
{
    bool ok = judge(d->history_lost + d->bookmarks_lost + d->tabs_lost +
                            d->cookies_lost ==
                        0,
                    "data lost");

    printf("%u of %u addresses, %u of %u bookmarks, %u of %u tabs of the "
           "session, %u of %u cookies\n",
           d->history_lost, d->history, d->bookmarks_lost, d->bookmarks,
           d->tabs_lost, d->tabs, d->cookies_lost, d->cookies);
    return ok;
}

bool
chaos_score_print(const struct chaos_score *s)
{
    unsigned faults;
    bool ok;

    printf("bulkhead: chaos with seed %" PRIu64 " at %g faults a second\n\n",
           s->seed, s->rate);
    faults = print_faults();
    ok = judge(faults > 0, "browser deaths");
    printf("0 in %u faults and %.1f s\n", faults, (double)s->ms / 1e3);
    ok &= judge(s->stuck == NULL, "recovered");
    printf("%s\n", s->stuck == NULL ? "from all" : s->stuck);
    ok &= judge(s->not_loaded == 0, "pages back");
    printf("%u loads, %u of them after a death; %u not loaded at the end\n",
           s->loads, s->reloads, s->not_loaded);
    ok &= print_holdings(&s->before, &s->after);
    ok &= judge(s->after.requests == 0, "requests lost");
    printf("%" PRIu64 " of %" PRIu64 "\n", s->after.requests, s->requests);
    ok &= print_data(&s->data);
    ok &= judge(s->pictures_differ == 0, "same pixels");
    printf("%u of %u pages differ from before the faults (plugins left out)",
           s->pictures_differ, s->pictures);
    if (s->pictures_move > 0)
        printf("; %u more move by themselves", s->pictures_move);
    printf("\n       %-22s %u of %u\n\n%s\n", "frames late", s->late, s->frames,
           ok ? "chaos: all is well" : "chaos: something is WRONG");
    fflush(stdout);
    return ok;
}
