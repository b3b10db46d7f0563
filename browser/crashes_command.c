/*
 * crashes_command.c - `bulkhead crashes`: lists and prints crash records.
 *
 * Process: a command of its own.  Distrusts: the files; control characters
 * are not printed.
 */
#include "crashes_command.h"
#include "crash_record.h"
#include "places.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: bulkhead crashes [--user-data-dir=DIR] [NUMBER|FILE]\n"
    "\n"
    "Lists the deaths of processes that were kept in the profile, the newest\n"
    "first, or prints one.  They are text files in DIR/crashes, of which the\n"
    "newest 20 are kept; none of them is ever sent anywhere.\n";

static void
print_clean(struct span text)
{
    for (size_t i = 0; i < text.size; i++)
        putchar((text.data[i] < 0x20 && text.data[i] != '\n') ||
                        text.data[i] == 0x7F
                    ? ' '
                    : text.data[i]);
}

static int
complain(const char *what)
{
    fprintf(stderr, "bulkhead crashes: %s: %s\n", what, strerror(errno));
    return 1;
}

/* The rest of the line that begins with name, or nothing. */
static struct span
value_of(const struct buf *text, const char *name)
{
    struct span rest = buf_span(text);
    size_t length = strlen(name);

    while (rest.size > 0) {
        const uint8_t *end = memchr(rest.data, '\n', rest.size);
        size_t size = end != NULL ? (size_t)(end - rest.data) : rest.size;

        if (size > length && memcmp(rest.data, name, length) == 0) {
            while (length < size && rest.data[length] == ' ')
                length++;
            return (struct span){rest.data + length, size - length};
        }
        size += end != NULL;
        rest.data += size;
        rest.size -= size;
    }
    return (struct span){NULL, 0};
}

static void
print_row(unsigned number, const struct buf *text)
{
    static const char *const columns[] = {
        "time:", "process:", "site:", "cause:"};

    printf("%4u", number);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        struct span value = value_of(text, columns[i]);

        if (value.size == 0)
            continue;
        fputs("  ", stdout);
        print_clean(value);
    }
    putchar('\n');
}

static int
list(const char *profile)
{
    unsigned numbers[CRASHES_KEPT];
    int count = crash_records_list(profile, numbers);

    if (count < 0)
        return complain(profile);
    if (count == 0)
        printf("No process has crashed, as far as %s knows.\n", profile);
    for (int i = 0; i < count; i++) {
        struct buf text = {0};

        if (crash_record_read(&text, profile, numbers[i], NULL))
            print_row(numbers[i], &text);
        buf_finish(&text);
    }
    return 0;
}

static int
print_one(const char *profile, const char *which)
{
    char *end;
    unsigned long number = strtoul(which, &end, 10);
    bool by_number = *which >= '0' && *which <= '9' && *end == 0;
    struct buf text = {0};
    int status = 0;

    if (crash_record_read(&text, profile, (unsigned)number,
                          by_number ? NULL : which))
        print_clean(buf_span(&text));
    else
        status = complain(which);
    buf_finish(&text);
    return status;
}

int
crashes_command(int argc, char **argv)
{
    static const char option[] = "--user-data-dir=";
    const char *folder = NULL, *which = NULL;
    struct places places;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            fputs(help, stdout);
            return 0;
        }
        if (strncmp(argv[i], option, sizeof option - 1) == 0) {
            folder = argv[i] + sizeof option - 1;
        } else if (argv[i][0] != '-' && which == NULL) {
            which = argv[i];
        } else {
            fprintf(stderr, "bulkhead crashes: %s is not understood\n%s",
                    argv[i], help);
            return 2;
        }
    }
    if (!places_find(&places, folder, false))
        return 1;
    if (places.profile == NULL) {
        fputs("bulkhead crashes: there is no profile\n", stderr);
        return 1;
    }
    return which != NULL ? print_one(places.profile, which)
                         : list(places.profile);
}
