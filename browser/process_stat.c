/*
 * process_stat.c - what the kernel says a process uses.
 *
 * Process: browser.  Distrusts: nothing but the format, which may grow.
 */
#include "process_stat.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
read_file(pid_t pid, const char *name, char *text, size_t size)
{
    char path[64];
    ssize_t got;
    int fd;

    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    got = read(fd, text, size - 1);
    close(fd);
    text[got > 0 ? got : 0] = 0;
    return got > 0;
}

/* The sum of the numbers in the lines that begin so. */
static uint64_t
sum_of(const char *text, const char *name)
{
    uint64_t sum = 0;
    size_t size = strlen(name);

    for (const char *at = text; at != NULL && *at != 0;
         at = strchr(at, '\n') != NULL ? strchr(at, '\n') + 1 : NULL)
        if (strncmp(at, name, size) == 0) {
            const char *value = strchr(at, ':');

            if (value != NULL)
                sum += strtoull(value + 1, NULL, 10);
        }
    return sum;
}

/* Since Linux 6.2 the size of the folder is the count, for anybody to see. */
static unsigned
count_fds(pid_t pid)
{
    char path[64];
    unsigned count = 0;
    struct stat st;
    DIR *folder;

    snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
    if (stat(path, &st) == 0 && st.st_size > 0)
        return (unsigned)st.st_size;
    folder = opendir(path);
    if (folder == NULL)
        return 0;
    while (readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count > 2 ? count - 2 : 0; /* . and .. */
}

/* Pages: the whole size, the resident ones, those of them that are a file's. */
static void
read_bounds(pid_t pid, struct process_stat *out)
{
    unsigned long long resident = 0, of_files = 0;
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    char text[256];

    if (!read_file(pid, "statm", text, sizeof text) ||
        sscanf(text, "%*u %llu %llu", &resident, &of_files) != 2 ||
        of_files > resident)
        return;
    out->at_most = true;
    out->pss = resident * page;
    out->private_bytes = (resident - of_files) * page;
}

/* proc(5): the name in parentheses may hold anything; state is field 3, utime
 * and stime 14 and 15. */
static bool
read_stat(pid_t pid, struct process_stat *out)
{
    char text[1024], *at;
    unsigned long long user = 0, kernel = 0;
    char state = 0;

    if (!read_file(pid, "stat", text, sizeof text) ||
        (at = strrchr(text, ')')) == NULL)
        return false;
    if (sscanf(at + 1, " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu",
               &state, &user, &kernel) != 3)
        return false;
    out->cpu_ms =
        (user + kernel) * 1000 / (unsigned long long)sysconf(_SC_CLK_TCK);
    out->stopped = state == 'T' || state == 't';
    return state != 'Z';
}

bool
process_stat_read(pid_t pid, struct process_stat *out)
{
    char text[4096];

    *out = (struct process_stat){0};
    if (pid <= 0 || !read_stat(pid, out))
        return false;
    out->fds = count_fds(pid);
    if (read_file(pid, "smaps_rollup", text, sizeof text)) {
        out->pss = sum_of(text, "Pss:") * 1024;
        out->private_bytes = sum_of(text, "Private_") * 1024;
    } else {
        read_bounds(pid, out);
    }
    return true;
}

/* schedstat begins with the time on a processor in ns. */
static void
add_thread(pid_t pid, const char *thread, struct process_time *out)
{
    char text[4096], name[64];

    snprintf(name, sizeof name, "task/%.20s/schedstat", thread);
    if (read_file(pid, name, text, sizeof text))
        out->cpu_ns += strtoull(text, NULL, 10);
    snprintf(name, sizeof name, "task/%.20s/status", thread);
    if (read_file(pid, name, text, sizeof text))
        out->switches += sum_of(text, "voluntary_ctxt_switches") +
                         sum_of(text, "nonvoluntary_ctxt_switches");
}

bool
process_time_read(pid_t pid, struct process_time *out)
{
    char path[64];
    struct dirent *entry;
    DIR *folder;

    *out = (struct process_time){0};
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    folder = pid > 0 ? opendir(path) : NULL;
    if (folder == NULL)
        return false;
    while ((entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.')
            add_thread(pid, entry->d_name, out);
    closedir(folder);
    return true;
}

void
process_each_child(process_fn *fn, void *data)
{
    DIR *list = opendir("/proc");
    struct dirent *entry;

    while (list != NULL && (entry = readdir(list)) != NULL) {
        pid_t pid = (pid_t)atoi(entry->d_name);
        int parent = 0, group = 0;
        char text[1024], *at;

        if (pid > 0 && read_file(pid, "stat", text, sizeof text) &&
            (at = strrchr(text, ')')) != NULL &&
            sscanf(at + 1, " %*c %d %d", &parent, &group) == 2 &&
            parent == getpid())
            fn(pid, group, data);
    }
    if (list != NULL)
        closedir(list);
}
