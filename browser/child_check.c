/*
 * child_check.c - what the kernel says about a child, without asking it.
 *
 * Process: browser.  Distrusts: the child's own word in ready; /proc is the
 * kernel's.
 */
#include "child_check.h"
#include "log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The value of one line of a status file, or NULL. */
static const char *
find_line(const char *status, const char *name)
{
    const char *at = strstr(status, name);

    return at != NULL ? at + strlen(name) : NULL;
}

static bool
is_number(const char *value, unsigned long long wanted, int base)
{
    return value != NULL && strtoull(value, NULL, base) == wanted;
}

/* "NSpid: 4711 1": in a namespace of its own a child is number 1 of it. */
static bool
is_first(const char *value, const char *thread, pid_t pid)
{
    char *at;

    if (value == NULL)
        return false;
    strtol(value, &at, 10);
    while (*at == '\t' || *at == ' ')
        at++;
    if (*at < '0' || *at > '9')
        return false; /* no second number: the browser's own namespace */
    return atoi(thread) != (int)pid || strtol(at, NULL, 10) == 1;
}

/* 2 is "by a filter"; 3 is what is left to one whom its filter has just killed,
 * until it is a zombie. */
static bool
is_filtered(const char *mode)
{
    return is_number(mode, 2, 10) || is_number(mode, 3, 10);
}

static const char *
check_status(const char *status, const char *thread, pid_t pid, uint32_t layers)
{
    const char *state = find_line(status, "\nState:\t");

    if (state != NULL && (*state == 'Z' || *state == 'X'))
        return NULL; /* it has ended; nothing of it can be seen any more */
    if (layers & LAYER_SECCOMP && !is_filtered(find_line(status, "\nSeccomp:")))
        return "a thread without its system call filter";
    if (layers & LAYER_NO_NEW_PRIVS &&
        !is_number(find_line(status, "\nNoNewPrivs:"), 1, 10))
        return "a thread without no-new-privs";
    if (layers & LAYER_CAPABILITIES &&
        (!is_number(find_line(status, "\nCapEff:"), 0, 16) ||
         !is_number(find_line(status, "\nCapPrm:"), 0, 16)))
        return "a thread with capabilities";
    if (layers & LAYER_PID_NS &&
        !is_first(find_line(status, "\nNSpid:"), thread, pid))
        return "a thread in the browser's pid namespace";
    return NULL;
}

static const char *
check_thread(int tasks, const char *thread, pid_t pid, uint32_t layers)
{
    char path[64], status[8192];
    ssize_t size;
    int fd;

    snprintf(path, sizeof path, "%.20s/status", thread);
    fd = openat(tasks, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? NULL : "an unreadable thread"; /* it ended */
    size = read(fd, status, sizeof status - 1);
    close(fd);
    if (size <= 0)
        return errno == ESRCH ? NULL : "an unreadable thread";
    status[size] = 0;
    return check_status(status, thread, pid, layers);
}

bool
child_check(pid_t pid, uint32_t layers, char *why, size_t size)
{
    const char *wrong = NULL;
    struct dirent *entry;
    unsigned count = 0;
    char path[64];
    DIR *tasks;

    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    tasks = opendir(path);
    while (tasks != NULL && wrong == NULL && (entry = readdir(tasks)) != NULL)
        if (entry->d_name[0] != '.') {
            wrong = check_thread(dirfd(tasks), entry->d_name, pid, layers);
            count++;
        }
    if (tasks != NULL)
        closedir(tasks);
    if (wrong == NULL && count == 0)
        wrong = "no threads to look at";
    if (wrong != NULL)
        snprintf(why, size, "%s", wrong);
    return wrong == NULL;
}

long
child_oom_kills(void)
{
    static char text[16384];
    int fd = open("/proc/vmstat", O_RDONLY | O_CLOEXEC);
    ssize_t size;
    const char *value;

    if (fd < 0)
        return -1;
    size = read(fd, text, sizeof text - 1);
    close(fd);
    text[size > 0 ? size : 0] = 0;
    value = find_line(text, "\noom_kill ");
    return value != NULL ? strtol(value, NULL, 10) : -1;
}

void
child_describe_end(int signal, int status, char *out, size_t size)
{
    const char *name = signal > 0 ? sigabbrev_np(signal) : NULL;

    if (signal == 0)
        snprintf(out, size,
                 status == EXIT_MEMORY ? "ran out of memory (status %d)"
                                       : "ended with status %d",
                 status);
    else if (name != NULL && strcmp(name, "SYS") == 0)
        snprintf(out, size,
                 "killed by the sandbox: a forbidden system call (signal %d, "
                 "SIGSYS)",
                 signal);
    else if (name != NULL)
        snprintf(out, size, "killed by signal %d (SIG%s)", signal, name);
    else
        snprintf(out, size, "killed by signal %d", signal);
}
