/*
 * log.c - one line on stderr per event, the process's name first.
 *
 * Process: all.  Distrusts: nothing; control characters are replaced, so that
 * a page's text cannot drive the person's terminal.
 */
#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { LINE_SIZE = 1024 };

static struct {
    const char *name;
    unsigned number;
    enum log_level level;
} self = {"bulkhead", 0, LOG_WARN};

void
log_open(const char *name, unsigned number)
{
    self.name = name;
    self.number = number;
}

void
log_set_level(enum log_level level)
{
    self.level = level;
}

bool
log_shows(enum log_level level)
{
    return level >= self.level;
}

static void
write_line(enum log_level level, const char *format, va_list arguments)
{
    static const char *const words[] = {"debug: ", "", "warning: ", "error: "};
    char line[LINE_SIZE];
    int size, room = (int)sizeof line - 1;

    if (!log_shows(level))
        return;
    size = self.number == 0
               ? snprintf(line, (size_t)room, "%s %s", self.name, words[level])
               : snprintf(line, (size_t)room, "%s#%u %s", self.name,
                          self.number, words[level]);
    size += vsnprintf(line + size, (size_t)(room - size), format, arguments);
    if (size >= room)
        size = room - 1;
    for (int i = 0; i < size; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = ' ';
    line[size++] = '\n';
    if (write(2, line, (size_t)size) < 0)
        return; /* nobody is left to tell */
}

#define WRITE(level)                          \
    do {                                      \
        va_list arguments;                    \
        va_start(arguments, format);          \
        write_line(level, format, arguments); \
        va_end(arguments);                    \
    } while (0)

void
log_debug(const char *format, ...)
{
    WRITE(LOG_DEBUG);
}

void
log_info(const char *format, ...)
{
    WRITE(LOG_INFO);
}

void
log_warn(const char *format, ...)
{
    WRITE(LOG_WARN);
}

void
log_error(const char *format, ...)
{
    WRITE(LOG_ERROR);
}

_Noreturn void
fatal(const char *format, ...)
{
    WRITE(LOG_ERROR);
    _exit(70);
}

_Noreturn void
fatal_memory(const char *format, ...)
{
    WRITE(LOG_ERROR);
    _exit(EXIT_MEMORY);
}
