/*
 * crash_record.c - one text file for each death that was a fault, kept in the
 * profile.
 *
 * Process: browser; crashes_command.c is a command of its own.  Distrusts:
 * sites, causes and messages, in which no control character is left.
 */
#include "crash_record.h"
#include "trace.h"
#include "version.h"

#include "log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

enum { TRIES = 8 }; /* another browser may take the same number */

static char *folder; /* NULL: nothing is kept */

void
crash_records_open(const char *profile)
{
    struct buf path = {0};

    if (profile == NULL)
        return;
    buf_printf(&path, "%s/crashes", profile);
    folder = strdup(buf_text(&path));
    buf_finish(&path);
}

void
crash_records_close(void)
{
    free(folder);
    folder = NULL;
}

/* ---- what is there -------------------------------------------------------*/

/* The number of "NUMBER.txt", 0 for any other name. */
static unsigned
number_of(const char *name)
{
    char *end;
    unsigned long number = strtoul(name, &end, 10);

    return name[0] >= '1' && name[0] <= '9' && strcmp(end, ".txt") == 0 &&
                   number < UINT_MAX
               ? (unsigned)number
               : 0;
}

static int
newer(const void *a, const void *b)
{
    unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

    return x < y ? 1 : x > y ? -1 : 0;
}

/* All numbers, newest first, as an array in a buffer; false without a folder.
 */
static bool
read_numbers(const char *path, struct buf *out)
{
    DIR *list = opendir(path);
    struct dirent *entry;

    if (list == NULL)
        return false;
    while ((entry = readdir(list)) != NULL) {
        unsigned number = number_of(entry->d_name);

        if (number != 0)
            buf_add(out, &number, sizeof number);
    }
    closedir(list);
    if (out->size > 0)
        qsort(out->data, out->size / sizeof(unsigned), sizeof(unsigned), newer);
    return true;
}

int
crash_records_list(const char *profile, unsigned numbers[CRASHES_KEPT])
{
    struct buf path = {0}, all = {0};
    int count = -1;

    buf_printf(&path, "%s/crashes", profile);
    if (read_numbers(buf_text(&path), &all)) {
        count = (int)(all.size / sizeof *numbers);
        if (count > CRASHES_KEPT)
            count = CRASHES_KEPT;
        if (count > 0)
            memcpy(numbers, all.data, (size_t)count * sizeof *numbers);
    } else if (errno == ENOENT) {
        count = 0;
    }
    buf_finish(&path);
    buf_finish(&all);
    return count;
}

bool
crash_record_read(struct buf *out, const char *profile, unsigned number,
                  const char *path)
{
    struct buf own = {0};
    ssize_t got = -1;
    int fd;

    if (path == NULL) {
        buf_printf(&own, "%s/crashes/%u.txt", profile, number);
        path = buf_text(&own);
    }
    fd = open(path, O_RDONLY | O_CLOEXEC);
    buf_finish(&own);
    if (fd < 0)
        return false;
    while (out->size < CRASH_SIZE &&
           (got = read(fd, buf_reserve(out, 4096), 4096)) > 0)
        out->size += (size_t)got;
    close(fd);
    return got >= 0;
}

/* ---- what is written -----------------------------------------------------*/

static void
add_line(struct buf *out, const char *name, const char *value)
{
    buf_printf(out, "%-12s ", name);
    for (; *value != 0; value++)
        buf_add_char(
            out, (unsigned char)*value < 0x20 || *value == 0x7F ? ' ' : *value);
    buf_add_char(out, '\n');
}

static void
add_times(struct buf *out, const struct child *c)
{
    struct buf text = {0};
    time_t now = time(NULL);
    char clock[64] = "?";
    struct tm when;

    if (localtime_r(&now, &when) != NULL)
        strftime(clock, sizeof clock, "%Y-%m-%d %H:%M:%S %z", &when);
    add_line(out, "time:", clock);
    buf_printf(&text, "%.1f s", (double)(loop_now_ms() - c->started_ms) / 1000);
    add_line(out, "age:", buf_text(&text));
    buf_finish(&text);
}

static void
add_end(struct buf *out, const struct death *why)
{
    const char *name = why->signal > 0 ? sigabbrev_np(why->signal) : NULL;
    char text[64];

    add_line(out, "cause:", why->cause);
    if (why->where[0] != 0)
        add_line(out, "where:", why->where);
    if (why->signal > 0)
        snprintf(text, sizeof text, "%d SIG%s%s", why->signal,
                 name != NULL ? name : "?",
                 why->by_browser ? ", sent by the browser" : "");
    else
        snprintf(text, sizeof text, "exit status %d", why->status);
    add_line(out, "end:", text);
}

static void
add_machine(struct buf *out, const struct child *c, const struct death *why)
{
    struct buf text = {0};
    struct utsname m;

    buf_printf(&text, "bulkhead %s, messages %016" PRIx64, BULKHEAD_VERSION,
               schema_hash());
    add_line(out, "build:", buf_text(&text));
    if (uname(&m) == 0) {
        text.size = 0;
        buf_printf(&text, "%s %s %s", m.sysname, m.release, m.machine);
        add_line(out, "system:", buf_text(&text));
    }
    text.size = 0;
    if (c->ready_ms != 0)
        child_missing_layers(c, &text);
    add_line(out, "sandbox:",
             c->ready_ms == 0 ? "not yet finished"
             : text.size > 0  ? buf_text(&text)
                              : "all layers");
    text.size = 0;
    buf_printf(&text, "address space %u MiB", policy_of(c->role)->memory_mib);
    add_line(out, "limits:", buf_text(&text));
    if (why->limit[0] != 0)
        add_line(out, "reached:", why->limit + strlen("Limit reached: "));
    buf_finish(&text);
}

static void
compose(struct buf *out, const struct child *c, const struct death *why)
{
    char process[64];

    snprintf(process, sizeof process, "%s #%u (pid %d)", role_name(c->role),
             c->number, (int)c->pid);
    add_line(out, "process:", process);
    if (c->site != NULL)
        add_line(out, "site:", c->site);
    add_times(out, c);
    add_end(out, why);
    add_line(out, "doing:", condition_clause(supervisor_state(c)));
    add_machine(out, c, why);
    buf_add_text(out, "\nlast messages:\n");
    trace_last(out, c->number, CRASH_MESSAGES);
}

/* ---- the files -----------------------------------------------------------*/

static void
remove_old(const struct buf *numbers)
{
    const unsigned *all = (const unsigned *)(const void *)numbers->data;
    size_t count = numbers->size / sizeof *all;
    struct buf path = {0};

    for (size_t i = CRASHES_KEPT - 1; i < count; i++) {
        path.size = 0;
        buf_printf(&path, "%s/%u.txt", folder, all[i]);
        unlink(buf_text(&path));
    }
    buf_finish(&path);
}

/* Opens the file of the next free number. */
static int
create_next(const struct buf *numbers, unsigned *number)
{
    struct buf path = {0};
    int fd = -1;

    *number = 0;
    if (numbers->size > 0)
        memcpy(number, numbers->data, sizeof *number);
    for (int i = 0; i < TRIES && fd < 0; i++) {
        path.size = 0;
        buf_printf(&path, "%s/%u.txt", folder, ++*number);
        fd = open(buf_text(&path), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC,
                  0600);
        if (fd < 0 && errno != EEXIST)
            break;
    }
    buf_finish(&path);
    return fd;
}

unsigned
crash_record_write(const struct child *c, const struct death *why)
{
    struct buf text = {0}, numbers = {0};
    unsigned number = 0;
    bool written = false;
    int fd = -1;

    if (folder == NULL)
        return 0;
    if (!read_numbers(folder, &numbers))
        mkdir(folder, 0700);
    fd = create_next(&numbers, &number);
    if (fd >= 0) {
        compose(&text, c, why);
        written = write(fd, text.data, text.size) == (ssize_t)text.size;
        close(fd);
        remove_old(&numbers);
    }
    if (!written)
        log_warn("cannot keep a crash record in %s: %s", folder,
                 strerror(errno));
    buf_finish(&text);
    buf_finish(&numbers);
    return written ? number : 0;
}
