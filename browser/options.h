/*
 * options.h - the command line; flags have Chromium's names where it has one.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_OPTIONS_H
#define BULKHEAD_OPTIONS_H

#include "chaos.h"
#include "compositor.h"
#include "process_policy.h"

enum { MOST_BREAKS = 16 };

struct options {
    bool headless, dump_dom, hide_scrollbars, no_sandbox, verbose;
    bool file_access;          /* file: pages may use any file */
    const char *screenshot;    /* file, or NULL */
    const char *pdf;           /* file, or NULL */
    const char *user_data_dir; /* NULL: the default one */
    const char *trace;         /* file, or NULL */
    int width, height;         /* of the window; headless: of the page */
    int timeout;               /* ms; 0: none */
    enum gpu_mode gpu;
    enum process_model process_model;
    int renderer_limit;              /* soft; 0: the default */
    uint32_t without;                /* layers of the sandbox to leave out */
    const char *breaks[MOST_BREAKS]; /* filters; see debugger.h */
    int break_count;
    struct chaos_options chaos;
    char **urls;
    int url_count;
};

enum options_result { OPTIONS_RUN, OPTIONS_DONE, OPTIONS_WRONG };

/* Reads argv.  OPTIONS_DONE: --help or --version was answered.  OPTIONS_WRONG
 * after saying on stderr what is wrong. */
enum options_result options_read(struct options *o, int argc, char **argv);

#endif
