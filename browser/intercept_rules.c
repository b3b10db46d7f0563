/*
 * intercept_rules.c - which messages are intercepted, and how.
 *
 * Process: browser.  Distrusts: the messages.
 */
#include "intercept_rules.h"
#include "message_edit.h"
#include "surfaces.h"
#include "trace_filter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_RULES = 64, MOST_DELAY = 3600 * 1000 /* ms */ };

struct rule {
    unsigned number;
    enum intercept_action action;
    char *argument, *text;
    struct trace_filter *filter;
    bool no_gpu;
    int delay_ms;
    uint64_t hits;
};

static struct {
    struct rule rules[MOST_RULES];
    unsigned count, number;
} self;

const char *
intercept_action_name(enum intercept_action action)
{
    static const char *const names[INTERCEPT_ACTION_COUNT] = {
        "break", "drop", "delay", "duplicate", "reorder", "edit"};

    return names[action];
}

bool
intercept_action_find(struct span name, enum intercept_action *action)
{
    for (int i = 0; i < INTERCEPT_ACTION_COUNT; i++)
        if (span_is(name, intercept_action_name((enum intercept_action)i))) {
            *action = (enum intercept_action)i;
            return true;
        }
    return false;
}

/* ---- the table -----------------------------------------------------------*/

static bool
read_delay(const char *text, int *ms)
{
    char *end;
    long value = strtol(text, &end, 10);

    if (end == text || *end != 0 || value < 1 || value > MOST_DELAY)
        return false;
    *ms = (int)value;
    return true;
}

static bool
check_argument(struct rule *r, const char *argument, char *why, size_t size)
{
    if (r->action == INTERCEPT_DELAY && !read_delay(argument, &r->delay_ms)) {
        snprintf(why, size, "delay wants milliseconds, 1 to %d", MOST_DELAY);
        return false;
    }
    if (r->action == INTERCEPT_EDIT && strchr(argument, '=') == NULL) {
        snprintf(why, size, "edit wants field=value");
        return false;
    }
    return true;
}

unsigned
intercept_rule_add(enum intercept_action action, const char *argument,
                   const char *filter, bool no_gpu, char *why, size_t why_size)
{
    struct rule r = {.action = action, .no_gpu = no_gpu};

    if (self.count == MOST_RULES) {
        snprintf(why, why_size, "there are %d rules: remove one first",
                 MOST_RULES);
        return 0;
    }
    if (!check_argument(&r, argument, why, why_size))
        return 0;
    r.filter = trace_filter_create(filter, why, why_size);
    if (r.filter == NULL)
        return 0;
    r.number = ++self.number;
    r.argument = strdup(argument);
    r.text = strdup(filter);
    self.rules[self.count++] = r;
    return r.number;
}

static void
finish_rule(struct rule *r)
{
    trace_filter_destroy(r->filter);
    free(r->argument);
    free(r->text);
}

bool
intercept_rule_remove(unsigned number)
{
    for (unsigned i = 0; i < self.count; i++)
        if (self.rules[i].number == number) {
            finish_rule(&self.rules[i]);
            self.count--;
            memmove(&self.rules[i], &self.rules[i + 1],
                    (self.count - i) * sizeof *self.rules);
            return true;
        }
    return false;
}

void
intercept_rules_close(void)
{
    while (self.count > 0)
        finish_rule(&self.rules[--self.count]);
    self.number = 0;
}

bool
intercept_rule_at(unsigned place, struct intercept_rule *out)
{
    const struct rule *r = &self.rules[place];

    if (place >= self.count)
        return false;
    *out = (struct intercept_rule){r->number, r->action, r->argument,
                                   r->text,   r->no_gpu, r->hits};
    return true;
}

bool
intercept_has_rules(void)
{
    return self.count > 0;
}

/* ---- one message ---------------------------------------------------------*/

const char *
intercept_refusal(enum intercept_action action, bool inward,
                  struct span message)
{
    enum message_id id;
    struct reader r;

    if (action == INTERCEPT_BREAK || action == INTERCEPT_DELAY ||
        !message_open(message, &id, &r))
        return NULL;
    if (routes[id].moment == GREETING && action != INTERCEPT_DROP)
        return "it proves who was launched: it can be held and dropped, no "
               "more";
    if (!inward && message_has_lane(id) && action != INTERCEPT_EDIT)
        return "a descriptor goes beside it, which would be left behind";
    return NULL;
}

/* The descriptor is beside it or is not, whatever the message now says. */
static bool
keeps_descriptor(struct span before, struct span after)
{
    struct msg_font_reply a, b;
    enum message_id id;
    struct reader one, other;

    return !message_open(before, &id, &one) || id != MSG_font_reply ||
           !message_open(after, &id, &other) || !decode_font_reply(&one, &a) ||
           !decode_font_reply(&other, &b) || a.found == b.found;
}

bool
intercept_change(struct buf *out, bool inward, struct span message,
                 const char *changes, char *why, size_t why_size)
{
    const char *refusal = intercept_refusal(INTERCEPT_EDIT, inward, message);

    if (refusal != NULL) {
        snprintf(why, why_size, "%s", refusal);
        return false;
    }
    if (!message_edit(out, message, span_of(changes), why, why_size))
        return false;
    if (keeps_descriptor(message, buf_span(out)))
        return true;
    out->size = 0;
    snprintf(why, why_size,
             "found: the font's descriptor is beside the message or is not; "
             "that cannot be changed");
    return false;
}

static bool
matches(struct rule *r, const struct child *c, const struct trace_record *m)
{
    return !(r->no_gpu && c->role == GPU &&
             (r->action == INTERCEPT_BREAK || r->action == INTERCEPT_DELAY)) &&
           trace_filter_match(r->filter, m);
}

/* What cannot be done to a message holds it, so that the person sees why. */
static void
hold_instead(struct intercept_judgement *out, const struct rule *r,
             const struct child *c, const char *why)
{
    if (r->no_gpu && c->role == GPU)
        return;
    out->matched = true;
    out->action = INTERCEPT_BREAK;
    out->rule = r->number;
    snprintf(out->note, sizeof out->note, "%s was refused: %s",
             intercept_action_name(r->action), why);
}

/* The tab of the surface that a message names first. */
static uint32_t
page_of(struct span message)
{
    enum message_id id;
    struct reader r;

    return message_open(message, &id, &r) && routes[id].claims_surface
               ? surface_place(get_surface(&r, UINT32_MAX)).page
               : 0;
}

void
intercept_judge(const struct child *c, bool inward, struct span message,
                struct buf *edited, struct intercept_judgement *out)
{
    struct trace_record m = {.ns = trace_clock_ns() - trace_start_ns(),
                             .number = c->number,
                             .page = page_of(message),
                             .role = c->role,
                             .phase = inward ? TRACE_RECEIVED : TRACE_SENT,
                             .length = (uint32_t)message.size,
                             .payload = message};

    *out = (struct intercept_judgement){0};
    for (unsigned i = 0; i < self.count && !out->matched; i++) {
        struct rule *r = &self.rules[i];
        const char *refusal;
        char why[128];

        if (!matches(r, c, &m))
            continue;
        r->hits++;
        if (r->action == INTERCEPT_EDIT) {
            struct buf changed = {0};

            if (intercept_change(&changed, inward, m.payload, r->argument, why,
                                 sizeof why)) {
                buf_finish(edited);
                *edited = changed;
                m.payload = buf_span(edited);
                m.length = (uint32_t)edited->size;
                out->edited = true;
            } else {
                buf_finish(&changed);
                hold_instead(out, r, c, why);
            }
            continue;
        }
        refusal = intercept_refusal(r->action, inward, m.payload);
        if (refusal != NULL) {
            hold_instead(out, r, c, refusal);
            return;
        }
        out->matched = true;
        out->action = r->action;
        out->rule = r->number;
        out->delay_ms = r->delay_ms;
    }
}
