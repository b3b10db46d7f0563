/*
 * export.c - `bulkhead trace export`: for other programs to read.
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte.
 */
#include "trace/args.h"
#include "trace/commands.h"

static const char help[] =
    "usage: bulkhead trace export --pcapng|--perfetto|--json FILE\n"
    "           [-o OUT] [EXPRESSION...]\n"
    "\n"
    "  --pcapng    for Wireshark and tshark, which read the messages by\n"
    "              share/bulkhead/bulkhead.lua:\n"
    "                  wireshark -X lua_script:bulkhead.lua OUT\n"
    "  --perfetto  for https://ui.perfetto.dev and trace_processor: a track\n"
    "              for each process, a slice for each handler, an arrow for\n"
    "              each message.  All of it stays in your browser\n"
    "  --json      every record, with all fields of the messages\n"
    "  -o OUT      where to; the standard output if not given\n"
    "  --process, --message, --from, --to and EXPRESSION choose as in\n"
    "  bulkhead trace show --help\n";

int
trace_export_command(int argc, char **argv)
{
    struct buf out = {0};
    struct trace_log log;
    struct trace_args a;
    int status;

    if (!trace_args_read(&a, argc, argv,
                         TAKES_FILTER | TAKES_OUT | TAKES_FORMAT, help,
                         &status))
        goto out;
    status = STATUS_FAILED;
    if (!trace_log_open(&log, a.file))
        goto out;
    if (strcmp(a.format, "pcapng") == 0)
        trace_export_pcapng(&out, &log, &a.choice);
    else if (strcmp(a.format, "perfetto") == 0)
        trace_export_perfetto(&out, &log, &a.choice);
    else
        trace_export_json(&out, &log, &a.choice);
    status = trace_write(a.out, &out);
    if (log.damaged)
        status = STATUS_FAILED;
    trace_log_close(&log);
out:
    buf_finish(&out);
    trace_args_finish(&a);
    return status;
}
