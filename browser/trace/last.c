/*
 * last.c - `bulkhead trace last`: the flight recorder of a browser that was
 * killed.
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte.
 */
#include "flight.h"
#include "places.h"
#include "profile_lock.h"
#include "trace/args.h"
#include "trace/commands.h"

#include <stdio.h>
#include <unistd.h>

static const char help[] =
    "usage: bulkhead trace last [--user-data-dir=DIR] [EXPRESSION...]\n"
    "\n"
    "Prints the last messages of the last browser of this profile that did "
    "not\n"
    "end in order.  They are in DIR/flight-recorder.last, a trace file as any\n"
    "other: all other commands read it too.\n"
    "  --process, --message, --from, --to and EXPRESSION choose as in\n"
    "  bulkhead trace show --help\n";

int
trace_last_command(int argc, char **argv)
{
    char path[PATH_MAX + 32];
    struct places places;
    struct trace_args a;
    pid_t owner;
    int status;

    if (!trace_args_read(&a, argc, argv, TAKES_FILTER | TAKES_PROFILE, help,
                         &status))
        goto out;
    status = STATUS_FAILED;
    if (!places_find(&places, a.profile, false) || places.profile == NULL)
        goto out;
    /* Before another browser was started, it is still as it was left. */
    if (profile_lock_take(places.profile, &owner)) {
        flight_save(places.profile);
        profile_lock_drop();
    }
    flight_last_path(path, sizeof path, places.profile);
    if (access(path, F_OK) != 0)
        fprintf(stderr,
                "bulkhead trace last: no browser of %s was ended out of "
                "order, as far as is known\n",
                places.profile);
    else
        status = trace_print(path, &a.choice, false);
out:
    trace_args_finish(&a);
    return status;
}
