/*
 * debugger.c - the debugger of the wire on a terminal.
 *
 * Process: browser.  Distrusts: nothing it reads.
 *
 * On a terminal a command acts at once.  In a script, commands that need a
 * held message wait until there is one, so that a script is a list of what to
 * do at each stop.
 */
#include "debugger.h"
#include "intercept.h"
#include "message_edit.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LINE = 128 * 1024, READ_SIZE = 4096, SAID = 512 };

static struct {
    struct loop *loop;
    struct loop_watch *watch;
    struct loop_timer *soon;
    struct buf input; /* read and not yet done */
    char repeat[16];  /* what an empty line means */
    bool open, terminal, ended;
} self;

static void prepare_soon(void);

/* ---- what is said --------------------------------------------------------*/

static void
prompt(void)
{
    if (self.terminal && !self.ended)
        fputs("(wire) ", stdout);
    fflush(stdout);
}

static void
print_held(const struct intercept_held *h)
{
    struct buf text = {0};
    const char *child = role_name(h->child->role);

    buf_printf(&text, "[%u] ", h->number);
    if (h->inward)
        buf_printf(&text, "%s#%" PRIu32 " -> browser ", child,
                   h->child->number);
    else
        buf_printf(&text, "browser -> %s#%" PRIu32 " ", child,
                   h->child->number);
    message_show(&text, h->message);
    if (h->rule != 0)
        buf_printf(&text, "  (rule %u)", h->rule);
    if (h->waiting > 0)
        buf_printf(&text, "  (%u wait behind it)", h->waiting);
    if (h->note[0] != 0)
        buf_printf(&text, "\n     %s", h->note);
    puts(buf_text(&text));
    buf_finish(&text);
}

static void
on_held(const struct intercept_held *h, void *data)
{
    (void)data;
    if (self.terminal)
        putchar('\n');
    print_held(h);
    prompt();
    prepare_soon();
}

static void
on_lost(unsigned number, void *data)
{
    (void)data;
    printf("[%u] is gone: its process died\n", number);
    prompt();
}

static const struct intercept_events events = {on_held, on_lost, NULL};

/* ---- commands ------------------------------------------------------------*/

static const char help[] =
    "A message that a rule holds waits here, and the later ones of its\n"
    "channel and direction behind it.  N is its number; without one the first\n"
    "is meant.\n"
    "  continue [N]       let it go on          (c)\n"
    "  step [N]           ... and hold the next one of that process  (s)\n"
    "  drop [N]           as if it had not been sent\n"
    "  dup [N]            let it come twice\n"
    "  edit [N] FIELD=VALUE ...\n"
    "                     change it; it stays held\n"
    "  show [N]           its fields;  held: all that is held\n"
    "  pause              hold the next one, whosever it is\n"
    "  break EXPR         hold what matches, as message==navigate,\n"
    "                     process==renderer#3 && dir==in, size>1000\n"
    "  rule drop EXPR, rule duplicate EXPR, rule reorder EXPR,\n"
    "  rule delay MS if EXPR, rule edit FIELD=VALUE ... if EXPR\n"
    "                     do that to what matches\n"
    "  rules              list them;  delete N: remove one\n"
    "  inject to #CHILD MESSAGE [FIELD=VALUE ...]\n"
    "  inject from #CHILD MESSAGE [FIELD=VALUE ...]\n"
    "                     make one up; from: as if that process had sent it\n"
    "  quit               end the browser\n"
    "The end of the input (Ctrl+D) removes all rules; the browser goes on.\n";

/* Takes a word off the front of a line. */
static struct span
take_word(char **line)
{
    char *at = *line + strspn(*line, " \t"), *end = at + strcspn(at, " \t");
    struct span word = {(uint8_t *)at, (size_t)(end - at)};

    *line = end + strspn(end, " \t");
    return word;
}

/* The number at the front of a line, or of the first held; 0: none. */
static unsigned
take_number(char **line)
{
    struct intercept_held h;
    char *end;
    unsigned long number = strtoul(*line, &end, 10);

    if (isdigit((unsigned char)**line) &&
        (*end == 0 || *end == ' ' || *end == '\t')) {
        *line = end + strspn(end, " \t");
        return number < UINT32_MAX ? (unsigned)number : 0;
    }
    return intercept_held_at(0, &h) ? h.number : 0;
}

static void
say(bool ok, const char *done, const char *why)
{
    printf("%s\n", ok ? done : why);
}

static void
do_continue(char *line)
{
    char why[SAID] = "nothing is held";

    if (!intercept_continue(take_number(&line), why, sizeof why))
        puts(why);
}

static void
do_step(char *line)
{
    char why[SAID];

    if (!intercept_step(take_number(&line), why, sizeof why))
        puts(why);
}

static void
do_drop(char *line)
{
    char why[SAID];
    bool ok = intercept_drop(take_number(&line), why, sizeof why);

    say(ok, "dropped", why);
}

static void
do_double(char *line)
{
    char why[SAID];
    bool ok = intercept_double(take_number(&line), why, sizeof why);

    say(ok, "one goes on, one is held", why);
}

static bool
print_field(void *data, const struct message_field *f)
{
    (void)data;
    printf("     %-14s %-9s ", f->name, f->kind);
    if (f->list != NULL)
        printf("%-20s", f->list);
    else if (f->limit < UINT32_MAX)
        printf("up to %-14" PRIu64, f->limit);
    else
        printf("%-20s", "");
    printf(" %s\n", f->shown);
    return true;
}

static void
do_show(char *line)
{
    struct intercept_held h;

    if (!intercept_held_find(take_number(&line), &h)) {
        puts("nothing is held");
        return;
    }
    print_held(&h);
    message_each_field(h.message, print_field, NULL);
}

static void
do_held(char *line)
{
    struct intercept_held h;
    unsigned i = 0;

    (void)line;
    for (; intercept_held_at(i, &h); i++)
        print_held(&h);
    if (i == 0)
        puts("nothing is held");
}

static void
do_edit(char *line)
{
    struct intercept_held h;
    char why[SAID];
    unsigned number = take_number(&line);

    if (!intercept_edit(number, line, why, sizeof why))
        puts(why);
    else if (intercept_held_find(number, &h))
        print_held(&h);
}

static void
add_rule(enum intercept_action action, const char *argument, const char *filter)
{
    char why[SAID];
    unsigned number =
        intercept_rule_add(action, argument, filter, false, why, sizeof why);

    if (number != 0)
        printf("rule %u: %s%s%s%s\n", number, intercept_action_name(action),
               argument[0] != 0 ? " " : "", argument,
               argument[0] != 0 ? " if" : "");
    else
        puts(why);
}

static void
do_break(char *line)
{
    add_rule(INTERCEPT_BREAK, "", line);
}

/* ACTION EXPR, or ACTION ARGUMENT if EXPR. */
static void
do_rule(char *line)
{
    enum intercept_action action;
    char *filter = line;

    if (!intercept_action_find(take_word(&line), &action)) {
        puts("a rule is break, drop, delay, duplicate, reorder or edit");
        return;
    }
    if (action != INTERCEPT_DELAY && action != INTERCEPT_EDIT) {
        add_rule(action, "", line);
        return;
    }
    filter = strstr(line, " if ");
    if (filter == NULL) {
        printf("%s wants \"%s if EXPR\"\n", intercept_action_name(action),
               action == INTERCEPT_DELAY ? "MS" : "FIELD=VALUE");
        return;
    }
    *filter = 0;
    add_rule(action, line, filter + 4);
}

static void
do_rules(char *line)
{
    struct intercept_rule r;
    unsigned i = 0;

    (void)line;
    for (; intercept_rule_at(i, &r); i++)
        printf("%u  %s %s%s%s  (%" PRIu64 " so far)\n", r.number,
               intercept_action_name(r.action), r.argument,
               r.argument[0] != 0 ? " if " : "", r.filter, r.hits);
    if (i == 0)
        puts("there are no rules");
}

static void
do_delete(char *line)
{
    say(intercept_rule_remove((unsigned)strtoul(line, NULL, 10)), "removed",
        "there is no such rule");
}

static void
do_pause(char *line)
{
    (void)line;
    intercept_pause();
}

static void
do_inject(char *line)
{
    struct span way = take_word(&line), child = take_word(&line);
    const char *hash = memchr(child.data, '#', child.size);
    bool inward = span_is(way, "from");
    char why[SAID];
    bool ok;

    if ((!inward && !span_is(way, "to")) || hash == NULL) {
        puts("inject to #CHILD MESSAGE ..., or inject from #CHILD ...");
        return;
    }
    ok = intercept_inject((uint32_t)strtoul(hash + 1, NULL, 10), inward, line,
                          why, sizeof why);
    say(ok, inward ? "taken as if it had come" : "sent", why);
}

static void
do_help(char *line)
{
    (void)line;
    fputs(help, stdout);
}

static void
do_quit(char *line)
{
    (void)line;
    loop_stop(self.loop, 0);
}

static const struct command {
    const char *name, *letter;
    void (*run)(char *line);
    bool wants_held, repeats;
} commands[] = {
    {"continue", "c", do_continue, true, true},
    {"step", "s", do_step, true, true},
    {"drop", "d", do_drop, true, false},
    {"dup", "", do_double, true, false},
    {"edit", "e", do_edit, true, false},
    {"show", "", do_show, true, false},
    {"held", "", do_held, false, false},
    {"break", "b", do_break, false, false},
    {"rule", "", do_rule, false, false},
    {"rules", "", do_rules, false, false},
    {"delete", "", do_delete, false, false},
    {"pause", "", do_pause, false, false},
    {"inject", "", do_inject, false, false},
    {"help", "h", do_help, false, false},
    {"quit", "q", do_quit, false, false},
};

static const struct command *
find_command(struct span word)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (span_is(word, commands[i].name) ||
            (word.size > 0 && span_is(word, commands[i].letter)))
            return &commands[i];
    return NULL;
}

/* ---- reading -------------------------------------------------------------*/

/* False when the command has to wait. */
static bool
do_line(char *line)
{
    char *rest = line;
    struct span word;
    const struct command *c;
    struct intercept_held h;

    if (line[strspn(line, " \t")] == 0)
        rest = self.repeat;
    word = take_word(&rest);
    c = find_command(word);
    if (c != NULL && c->wants_held && !self.terminal &&
        !intercept_held_at(0, &h))
        return false;
    if (c == NULL && word.size > 0 && word.data[0] != '#')
        printf("there is no command \"%.*s\"; help lists them\n",
               word.size < 40 ? (int)word.size : 40, (const char *)word.data);
    if (c == NULL)
        return true;
    if (!self.terminal)
        printf("> %.*s\n", word.size < 40 ? (int)word.size : 40,
               (const char *)word.data);
    c->run(rest);
    snprintf(self.repeat, sizeof self.repeat, "%s", c->repeats ? c->name : "");
    return true;
}

static void
end_input(void)
{
    loop_unwatch(self.watch);
    self.watch = NULL;
    self.ended = true;
    if (self.terminal)
        puts("\nno more rules; the browser goes on");
    for (struct intercept_rule r; intercept_rule_at(0, &r);)
        intercept_rule_remove(r.number);
    intercept_continue_all();
    fflush(stdout);
}

/* Does the lines that are there.  One act at a time: what it lets go moves
 * from the loop. */
static void
do_lines(void *unused)
{
    uint8_t *newline;

    (void)unused;
    self.soon = NULL;
    if (!self.open)
        return;
    newline = memchr(self.input.data, '\n', self.input.size);
    if (newline == NULL && self.watch == NULL && self.input.size > 0) {
        buf_add_char(&self.input, '\n'); /* the last line of a script */
        newline = self.input.data + self.input.size - 1;
    }
    if (newline == NULL) {
        if (self.watch == NULL && !self.ended)
            end_input();
        return;
    }
    *newline = 0;
    if (!do_line((char *)self.input.data)) {
        *newline = '\n'; /* until a message is held */
        return;
    }
    buf_consume(&self.input, (size_t)(newline + 1 - self.input.data));
    prompt();
    prepare_soon();
}

static void
prepare_soon(void)
{
    if (self.soon == NULL && self.open)
        self.soon = loop_after(self.loop, 0, do_lines, NULL);
}

/* Reads once; false at the end of the input. */
static bool
read_some(void)
{
    ssize_t n;

    do
        n = read(STDIN_FILENO, buf_reserve(&self.input, READ_SIZE), READ_SIZE);
    while (n < 0 && errno == EINTR);
    if (n > 0)
        self.input.size += (size_t)n;
    return n > 0 && self.input.size < MOST_LINE;
}

static void
on_input(void *data, int on)
{
    (void)data;
    (void)on;
    if (!read_some()) {
        loop_unwatch(self.watch);
        self.watch = NULL;
    }
    prepare_soon();
}

/* A file is always ready, which no loop can watch: it is read at once. */
static void
begin_reading(void)
{
    struct stat st;

    self.terminal = isatty(STDIN_FILENO);
    if (fstat(STDIN_FILENO, &st) != 0 ||
        (!self.terminal && !S_ISFIFO(st.st_mode) && !S_ISSOCK(st.st_mode))) {
        while (read_some())
            continue;
        prepare_soon();
        return;
    }
    self.watch = loop_watch(self.loop, STDIN_FILENO, LOOP_READ, on_input, NULL);
}

bool
debugger_open(struct loop *l, const char *const *filters, int count)
{
    char why[SAID];

    for (int i = 0; i < count; i++)
        if (intercept_rule_add(INTERCEPT_BREAK, "", filters[i], false, why,
                               sizeof why) == 0) {
            fprintf(stderr, "bulkhead trace: --break=%s: %s\n", filters[i],
                    why);
            return false;
        }
    self.loop = l;
    self.open = true;
    intercept_listen(&events);
    begin_reading();
    if (self.terminal)
        puts("The wire's debugger; help lists its commands.");
    prompt();
    return true;
}

void
debugger_close(void)
{
    if (!self.open)
        return;
    self.open = false;
    intercept_listen(NULL);
    loop_unwatch(self.watch);
    loop_cancel(self.soon);
    self.watch = NULL;
    self.soon = NULL;
    buf_finish(&self.input);
    fflush(stdout);
}
