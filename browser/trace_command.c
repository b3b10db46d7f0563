/*
 * trace_command.c - `bulkhead trace`: which subcommand is meant.
 *
 * Process: a command of its own.  Distrusts: nothing; the files are read by
 * trace/input.c.
 */
#include "trace_command.h"
#include "replay_command.h"
#include "trace/commands.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name, *purpose;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"show", "print a trace, or follow it as it is written",
     trace_show_command},
    {"record", "start a browser that writes one", trace_record_command},
    {"last", "print what a killed browser did last", trace_last_command},
    {"stats", "counts, bytes and times of each message", trace_stats_command},
    {"seq", "draw a sequence diagram (SVG)", trace_seq_command},
    {"export", "for Wireshark, Perfetto, or as JSON", trace_export_command},
    {"check", "look for what must not be in a trace", trace_check_command},
    {"diff", "compare two traces", trace_diff_command},
    {"replay", "show a recording to a fresh renderer again", replay_command},
};

enum { COMMANDS = sizeof commands / sizeof *commands };

static void
print_help(FILE *out)
{
    fputs("usage: bulkhead trace COMMAND [ARGUMENT...]\n"
          "       bulkhead trace FILE [EXPRESSION...]\n"
          "\n"
          "What the processes of a browser said to each other, from a file\n"
          "that was recorded with --trace=FILE.\n"
          "\n",
          out);
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].purpose);
    fputs("\nbulkhead trace COMMAND --help says more; docs/trace.md all.\n",
          out);
}

int
trace_command(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return STATUS_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return STATUS_OK;
    }
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    return trace_show_command(argc, argv);
}
