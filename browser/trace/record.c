/*
 * record.c - `bulkhead trace record`: a browser that writes a trace.
 *
 * Process: `bulkhead trace`, which becomes the browser.
 */
#include "trace/commands.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char help[] =
    "usage: bulkhead trace record [-o FILE] [-p] [--max=SIZE] [--rotate]\n"
    "           [BROWSER'S OPTION...] [ADDRESS...]\n"
    "\n"
    "Starts a browser that writes every message between its processes to FILE\n"
    "(bulkhead.trace).  The same as bulkhead --trace=FILE,...\n"
    "\n"
    "  -o FILE        where to\n"
    "  -p, --payload  keep whole messages; else their first 24 bytes\n"
    "  --max=SIZE     end there, as 64M; 1G if not given\n"
    "  --rotate       go on in place of ending: the full one is FILE.1\n";

int
trace_record_command(int argc, char **argv)
{
    const char *file = "bulkhead.trace";
    struct buf option = {0}, words = {0};
    char **arguments = calloc((size_t)argc + 2, sizeof *arguments);
    int n = 2, status = STATUS_FAILED;

    if (arguments == NULL)
        abort();
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            fputs(help, stdout);
            status = STATUS_OK;
            goto out;
        }
        if (strcmp(argv[i], "-o") == 0 && i + 1 < argc)
            file = argv[++i];
        else if (strcmp(argv[i], "-p") == 0 ||
                 strcmp(argv[i], "--payload") == 0)
            buf_add_text(&words, ",payload");
        else if (strncmp(argv[i], "--max=", 6) == 0)
            buf_printf(&words, ",%s", argv[i] + 2);
        else if (strcmp(argv[i], "--rotate") == 0)
            buf_add_text(&words, ",rotate");
        else
            arguments[n++] = argv[i];
    }
    buf_printf(&option, "--trace=%s%s", file, buf_text(&words));
    arguments[0] = (char *)(uintptr_t) "bulkhead";
    arguments[1] = (char *)(uintptr_t)buf_text(&option);
    execv("/proc/self/exe", arguments);
    fprintf(stderr, "bulkhead trace record: %s\n", strerror(errno));
out:
    buf_finish(&option);
    buf_finish(&words);
    free(arguments);
    return status;
}
