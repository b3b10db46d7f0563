/*
 * args.c - the arguments of `bulkhead trace`'s subcommands.
 *
 * Process: `bulkhead trace`.  Distrusts: nothing; the person typed them.
 */
#include "trace/args.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct reading {
    struct trace_args *args;
    unsigned takes;
    struct buf expression;
};

/* "1.5" seconds since the start. */
static bool
read_time(const char *text, uint64_t *ns)
{
    char *end;
    double seconds = strtod(text, &end);

    if (end == text || (*end != 0 && strcmp(end, "s") != 0) ||
        !(seconds >= 0 && seconds < 1e9)) {
        fprintf(stderr,
                "bulkhead trace: %s: a time is in seconds since the start, as "
                "1.5\n",
                text);
        return false;
    }
    *ns = (uint64_t)(seconds * 1e9);
    return true;
}

static void
add_clause(struct reading *r, const char *before, const char *text,
           const char *after)
{
    if (r->expression.size > 0)
        buf_add_text(&r->expression, " && ");
    buf_add_text(&r->expression, before);
    buf_add_text(&r->expression, text);
    buf_add_text(&r->expression, after);
}

static const char *
value_of(const char *argument, const char *name)
{
    size_t length = strlen(name);

    return strncmp(argument, name, length) == 0 && argument[length] == '='
               ? argument + length + 1
               : NULL;
}

/* 1: understood; 0: not an option of this command; -1: wrong, and said. */
static int
take_choice(struct reading *r, const char *argument)
{
    const char *value;

    if ((value = value_of(argument, "--process")) != NULL)
        add_clause(r, "process==", value, "");
    else if ((value = value_of(argument, "--message")) != NULL)
        add_clause(r, "message==", value, "");
    else if ((value = value_of(argument, "--from")) != NULL)
        return read_time(value, &r->args->choice.from_ns) ? 1 : -1;
    else if ((value = value_of(argument, "--to")) != NULL)
        return read_time(value, &r->args->choice.to_ns) ? 1 : -1;
    else
        return 0;
    return 1;
}

static int
take_option(struct reading *r, int argc, char **argv, int *i)
{
    struct trace_args *a = r->args;
    const char *argument = argv[*i], *value;

    if (r->takes & TAKES_FOLLOW &&
        (strcmp(argument, "-f") == 0 || strcmp(argument, "--follow") == 0)) {
        a->follow = true;
        return 1;
    }
    if (r->takes & TAKES_ALL && strcmp(argument, "--all") == 0) {
        a->all = true;
        return 1;
    }
    if (r->takes & TAKES_OUT && strcmp(argument, "-o") == 0 && *i + 1 < argc) {
        a->out = argv[++*i];
        return 1;
    }
    if (r->takes & TAKES_FORMAT && (strcmp(argument, "--pcapng") == 0 ||
                                    strcmp(argument, "--perfetto") == 0 ||
                                    strcmp(argument, "--json") == 0)) {
        a->format = argument + 2;
        return 1;
    }
    if (r->takes & TAKES_PROFILE &&
        (value = value_of(argument, "--user-data-dir")) != NULL) {
        a->profile = value;
        return 1;
    }
    return r->takes & TAKES_FILTER ? take_choice(r, argument) : 0;
}

static bool
take_word(struct reading *r, const char *word)
{
    struct trace_args *a = r->args;

    if (a->file == NULL && !(r->takes & TAKES_PROFILE))
        a->file = word;
    else if (a->other == NULL && r->takes & TAKES_TWO)
        a->other = word;
    else if (r->takes & TAKES_FILTER)
        add_clause(r, "(", word, ")");
    else
        return false;
    return true;
}

/* The first line of the help is how it is used. */
static void
print_usage(const char *help)
{
    fprintf(stderr, "%.*s\n", (int)strcspn(help, "\n"), help);
}

static bool
take_all(struct reading *r, int argc, char **argv)
{
    bool options = true;

    for (int i = 1; i < argc; i++) {
        int taken = 0;

        if (options && strcmp(argv[i], "--") == 0) {
            options = false;
            continue;
        }
        if (options && argv[i][0] == '-' && argv[i][1] != 0)
            taken = take_option(r, argc, argv, &i);
        else
            taken = take_word(r, argv[i]);
        if (taken == 0)
            fprintf(stderr, "bulkhead trace %s: %s is not understood\n",
                    argv[0], argv[i]);
        if (taken <= 0)
            return false;
    }
    return true;
}

static bool
make_filter(struct reading *r)
{
    char why[200];

    if (r->expression.size == 0)
        return true;
    r->args->choice.filter =
        trace_filter_create(buf_text(&r->expression), why, sizeof why);
    if (r->args->choice.filter == NULL)
        fprintf(stderr, "bulkhead trace: %s: %s\n", buf_text(&r->expression),
                why);
    return r->args->choice.filter != NULL;
}

static bool
is_complete(const struct reading *r, const char *command, const char *help)
{
    const struct trace_args *a = r->args;
    const char *missing = NULL;

    if (a->file == NULL && !(r->takes & TAKES_PROFILE))
        missing = "a trace file";
    else if (a->other == NULL && r->takes & TAKES_TWO)
        missing = "a second trace file";
    else if (a->format == NULL && r->takes & TAKES_FORMAT)
        missing = "--pcapng, --perfetto or --json";
    if (missing == NULL)
        return true;
    fprintf(stderr, "bulkhead trace %s: %s is missing\n", command, missing);
    print_usage(help);
    return false;
}

bool
trace_args_read(struct trace_args *a, int argc, char **argv, unsigned takes,
                const char *help, int *status)
{
    struct reading r = {a, takes, {0}};
    bool ok;

    *a = (struct trace_args){.file = NULL};
    *status = STATUS_USAGE;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            fputs(help, stdout);
            *status = STATUS_OK;
            return false;
        }
    ok = take_all(&r, argc, argv);
    if (!ok)
        print_usage(help);
    ok = ok && is_complete(&r, argv[0], help) && make_filter(&r);
    buf_finish(&r.expression);
    return ok;
}

void
trace_args_finish(struct trace_args *a)
{
    trace_filter_destroy(a->choice.filter);
    a->choice.filter = NULL;
}

int
trace_write(const char *path, const struct buf *bytes)
{
    bool to_file = path != NULL && strcmp(path, "-") != 0;
    FILE *f = to_file ? fopen(path, "we") : stdout;
    bool ok = f != NULL;

    if (ok && bytes->size > 0)
        ok = fwrite(bytes->data, 1, bytes->size, f) == bytes->size;
    if (f != NULL)
        ok = (to_file ? fclose(f) : fflush(f)) == 0 && ok;
    if (!ok)
        fprintf(stderr, "bulkhead trace: %s: %s\n",
                to_file ? path : "the output", strerror(errno));
    return ok ? STATUS_OK : STATUS_FAILED;
}
