/*
 * log.h - one line on stderr per event, the process's name first.
 *
 * Process: all.  Works inside every sandbox: one write(2) to descriptor 2, no
 * stdio, no time zone.  In children descriptor 2 is a pipe to the browser,
 * which limits the rate and prints.
 */
#ifndef BULKHEAD_LOG_H
#define BULKHEAD_LOG_H

#include <stdbool.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* name is borrowed for ever, as "browser" or "renderer"; number 0 is not
 * shown. */
void log_open(const char *name, unsigned number);

/* Lines below the level are dropped; LOG_WARN at the start. */
void log_set_level(enum log_level level);

/* Whether lines of the level are not dropped. */
bool log_shows(enum log_level level);

#define LOG_FORMAT __attribute__((format(printf, 1, 2)))
void log_debug(const char *format, ...) LOG_FORMAT;
void log_info(const char *format, ...) LOG_FORMAT;
void log_warn(const char *format, ...) LOG_FORMAT;
void log_error(const char *format, ...) LOG_FORMAT;

/* Logs and ends the process with status 70 (EX_SOFTWARE).  In the browser
 * only before its loop starts. */
_Noreturn void fatal(const char *format, ...) LOG_FORMAT;

/* The same for memory that could not be had, with status EXIT_MEMORY, which
 * tells the browser so. */
enum { EXIT_MEMORY = 71 };
_Noreturn void fatal_memory(const char *format, ...) LOG_FORMAT;

#endif
