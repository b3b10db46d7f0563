/*
 * options.c - the command line.
 *
 * Process: browser.  Distrusts: nothing; the person typed it.
 */
#include "options.h"
#include "policy.h"
#include "version.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    OPT_HEADLESS = 256,
    OPT_SCREENSHOT,
    OPT_PRINT_TO_PDF,
    OPT_WINDOW_SIZE,
    OPT_DUMP_DOM,
    OPT_HIDE_SCROLLBARS,
    OPT_TIMEOUT,
    OPT_USER_DATA_DIR,
    OPT_TRACE,
    OPT_BREAK,
    OPT_NO_SANDBOX,
    OPT_LAYERS,
    OPT_PROCESS_MODEL,
    OPT_RENDERER_LIMIT,
    OPT_FILE_ACCESS,
    OPT_CHAOS,
    OPT_ENABLE_GPU,
    OPT_DISABLE_GPU,
    OPT_VERBOSE,
    OPT_VERSION,
    OPT_HELP
};

static const char help[] =
    "usage: bulkhead [option...] [address...]\n"
    "       bulkhead trace FILE [EXPRESSION]\n"
    "       bulkhead trace record|stats|seq|export|check|diff ... (--help)\n"
    "       bulkhead trace --break=EXPR [option...] [address...]\n"
    "       bulkhead trace replay [--process=renderer#N] [--step] FILE\n"
    "       bulkhead rogue [--process=KIND] [--peel] [--lies]\n"
    "                      [--layers=-NAME,...]\n"
    "       bulkhead crashes [--user-data-dir=DIR] [NUMBER|FILE]\n"
    "\n"
    "Opens each address in a tab.  An address is a URL, a host or a path.\n"
    "\n"
    "  --user-data-dir=DIR   keep history, bookmarks and cookies in DIR\n"
    "                        (default: $XDG_DATA_HOME/bulkhead)\n"
    "  --window-size=W,H     size of the window, or of the headless page\n"
    "  --trace=FILE[,payload][,max=SIZE][,rotate]\n"
    "                        record every message between the processes, "
    "whole\n"
    "                        with payload; `bulkhead trace FILE` prints it\n"
    "  --break=EXPR          with `bulkhead trace`: hold the messages that "
    "match\n"
    "                        and take commands about them from the terminal\n"
    "  --enable-gpu          draw by the accelerated renderer only\n"
    "  --disable-gpu         draw by the software renderer only\n"
    "  --hide-scrollbars     draw none\n"
    "  --process-model=MODEL which documents share a renderer: those of a\n"
    "                        site in a tab (site-instance, the default), of a\n"
    "                        site, of a tab, or all (single)\n"
    "  --renderer-process-limit=N\n"
    "                        from N renderers on, tabs of one site share one\n"
    "  --no-sandbox          go on if a required layer of the sandbox is\n"
    "                        missing on this machine\n"
    "  --layers=-NAME,...    for debugging: leave these layers out of every\n"
    "                        sandbox; see about:sandbox\n"
    "  --allow-file-access-from-files\n"
    "                        file: pages may use files outside their folder\n"
    "  --chaos=SEED,RATE[,COUNT]\n"
    "                        kill, stop and starve processes, RATE times a\n"
    "                        second, COUNT times (100), then print a\n"
    "                        scorecard; --headless drives itself, with any\n"
    "                        number of addresses\n"
    "  --enable-logging      say more on stderr\n"
    "  --headless            no window: load one address, then exit.  Status\n"
    "                        0 only if it was loaded and painted\n"
    "  --screenshot=FILE     headless: write the page as a PNG file\n"
    "  --print-to-pdf=FILE   headless: write the document as pages of A4\n"
    "  --dump-dom            headless: print the document tree as HTML\n"
    "  --timeout=MS          headless: give up after so long (default 30000)\n"
    "  --version, --help\n";

static const struct option known[] = {
    {"headless", optional_argument, NULL, OPT_HEADLESS},
    {"screenshot", optional_argument, NULL, OPT_SCREENSHOT},
    {"print-to-pdf", optional_argument, NULL, OPT_PRINT_TO_PDF},
    {"window-size", required_argument, NULL, OPT_WINDOW_SIZE},
    {"dump-dom", no_argument, NULL, OPT_DUMP_DOM},
    {"hide-scrollbars", no_argument, NULL, OPT_HIDE_SCROLLBARS},
    {"timeout", required_argument, NULL, OPT_TIMEOUT},
    {"user-data-dir", required_argument, NULL, OPT_USER_DATA_DIR},
    {"trace", required_argument, NULL, OPT_TRACE},
    {"break", required_argument, NULL, OPT_BREAK},
    {"layers", required_argument, NULL, OPT_LAYERS},
    {"process-model", required_argument, NULL, OPT_PROCESS_MODEL},
    {"renderer-process-limit", required_argument, NULL, OPT_RENDERER_LIMIT},
    {"no-sandbox", no_argument, NULL, OPT_NO_SANDBOX},
    {"allow-file-access-from-files", no_argument, NULL, OPT_FILE_ACCESS},
    {"chaos", required_argument, NULL, OPT_CHAOS},
    {"enable-gpu", no_argument, NULL, OPT_ENABLE_GPU},
    {"disable-gpu", no_argument, NULL, OPT_DISABLE_GPU},
    {"enable-logging", optional_argument, NULL, OPT_VERBOSE},
    {"version", no_argument, NULL, OPT_VERSION},
    {"help", no_argument, NULL, OPT_HELP},
    {NULL, 0, NULL, 0}};

static bool
read_number(const char *text, const char **end, long most, int *out)
{
    char *after;
    long value = strtol(text, &after, 10);

    if (after == text || value < 1 || value > most)
        return false;
    *end = after;
    *out = (int)value;
    return true;
}

static bool
read_size(struct options *o, const char *text)
{
    const char *at = text;

    if (read_number(at, &at, MAX_WINDOW, &o->width) &&
        (*at == ',' || *at == 'x') &&
        read_number(at + 1, &at, MAX_WINDOW, &o->height) && *at == 0)
        return true;
    fprintf(stderr,
            "bulkhead: --window-size=%s: give width,height in pixels, at "
            "most %d\n",
            text, MAX_WINDOW);
    return false;
}

static bool
read_timeout(struct options *o, const char *text)
{
    const char *end = text;

    if (read_number(text, &end, 86400000, &o->timeout) && *end == 0)
        return true;
    fprintf(stderr, "bulkhead: --timeout=%s: give milliseconds\n", text);
    return false;
}

static bool
read_model(struct options *o, const char *text)
{
    if (process_model_find(text, &o->process_model))
        return true;
    fprintf(stderr,
            "bulkhead: --process-model=%s: give site-instance, site, tab or "
            "single\n",
            text);
    return false;
}

static bool
read_limit(struct options *o, const char *text)
{
    const char *end = text;
    int most = (int)policy_of(RENDERER)->most;

    if (read_number(text, &end, most, &o->renderer_limit) && *end == 0)
        return true;
    fprintf(stderr,
            "bulkhead: --renderer-process-limit=%s: give a number of "
            "processes, at most %d\n",
            text, most);
    return false;
}

static bool
read_layers(struct options *o, const char *text)
{
    if (policy_read_without(text, &o->without))
        return true;
    fprintf(stderr,
            "bulkhead: --layers=%s: give -NAME,... of about:sandbox's layers, "
            "or -namespaces\n",
            text);
    return false;
}

static bool
add_break(struct options *o, const char *filter)
{
    if (o->break_count < MOST_BREAKS) {
        o->breaks[o->break_count++] = filter;
        return true;
    }
    fprintf(stderr, "bulkhead: at most %d --break\n", MOST_BREAKS);
    return false;
}

static bool
read_chaos(struct options *o, const char *text)
{
    if (chaos_read(&o->chaos, text))
        return true;
    fprintf(stderr,
            "bulkhead: --chaos=%s: give a number as seed, faults a second "
            "(0.01 to 1000) and, if you like, how many faults: --chaos=1,5,100"
            "\n",
            text);
    return false;
}

/* The flags that only say yes; NULL for all others. */
static bool *
flag_of(struct options *o, int option)
{
    switch (option) {
    case OPT_HEADLESS:
        return &o->headless;
    case OPT_DUMP_DOM:
        return &o->dump_dom;
    case OPT_HIDE_SCROLLBARS:
        return &o->hide_scrollbars;
    case OPT_NO_SANDBOX:
        return &o->no_sandbox;
    case OPT_FILE_ACCESS:
        return &o->file_access;
    case OPT_VERBOSE:
        return &o->verbose;
    default:
        return NULL;
    }
}

static enum options_result
take(struct options *o, int option, const char *value)
{
    bool *flag = flag_of(o, option);

    if (flag != NULL) {
        *flag = true;
        return OPTIONS_RUN;
    }
    switch (option) {
    case OPT_SCREENSHOT:
        o->screenshot = value != NULL ? value : "screenshot.png";
        return OPTIONS_RUN;
    case OPT_PRINT_TO_PDF:
        o->pdf = value != NULL ? value : "output.pdf";
        return OPTIONS_RUN;
    case OPT_WINDOW_SIZE:
        return read_size(o, value) ? OPTIONS_RUN : OPTIONS_WRONG;
    case OPT_TIMEOUT:
        return read_timeout(o, value) ? OPTIONS_RUN : OPTIONS_WRONG;
    case OPT_USER_DATA_DIR:
        o->user_data_dir = value;
        return OPTIONS_RUN;
    case OPT_TRACE:
        o->trace = value;
        return OPTIONS_RUN;
    case OPT_BREAK:
        return add_break(o, value) ? OPTIONS_RUN : OPTIONS_WRONG;
    case OPT_PROCESS_MODEL:
        return read_model(o, value) ? OPTIONS_RUN : OPTIONS_WRONG;
    case OPT_RENDERER_LIMIT:
        return read_limit(o, value) ? OPTIONS_RUN : OPTIONS_WRONG;
    case OPT_LAYERS:
        return read_layers(o, value) ? OPTIONS_RUN : OPTIONS_WRONG;
    case OPT_CHAOS:
        return read_chaos(o, value) ? OPTIONS_RUN : OPTIONS_WRONG;
    case OPT_ENABLE_GPU:
    case OPT_DISABLE_GPU:
        o->gpu = option == OPT_ENABLE_GPU ? GPU_ENABLED : GPU_DISABLED;
        return OPTIONS_RUN;
    case OPT_VERSION:
        printf("bulkhead %s\n", BULKHEAD_VERSION);
        return OPTIONS_DONE;
    case OPT_HELP:
        fputs(help, stdout);
        return OPTIONS_DONE;
    default:
        fputs("Try bulkhead --help.\n", stderr);
        return OPTIONS_WRONG;
    }
}

enum options_result
options_read(struct options *o, int argc, char **argv)
{
    int option;

    *o = (struct options){.width = 1280, .height = 800};
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        enum options_result r = take(o, option, optarg);

        if (r != OPTIONS_RUN)
            return r;
    }
    o->urls = argv + optind;
    o->url_count = argc - optind;
    if (o->screenshot != NULL || o->pdf != NULL || o->dump_dom)
        o->headless = true;
    if (o->headless && o->chaos.wanted) {
        if (o->url_count >= 1)
            return OPTIONS_RUN;
        fputs("bulkhead: --chaos wants an address or several\n", stderr);
        return OPTIONS_WRONG;
    }
    if (o->headless && o->url_count != 1) {
        fputs("bulkhead: --headless wants one address\n", stderr);
        return OPTIONS_WRONG;
    }
    return OPTIONS_RUN;
}
