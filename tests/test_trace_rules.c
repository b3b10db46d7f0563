/*
 * test_trace_rules.c - `bulkhead trace check` on random recordings: those that
 * keep all rules are good; one that breaks a rule at any moment is found to
 * break this rule and no other.
 *
 * Process: test.
 */
#include "trace_script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { STEPS = 40, ROUNDS = 12 };

struct walk {
    struct script s;
    uint32_t frame, request, fetch, serial;
};

/* ---- what browsers and children do ---------------------------------------*/

static void
say_frame(struct walk *w)
{
    uint32_t frame = ++w->frame;

    SAY(&w->s, tile, 1, 0, 0, frame % 4, 0, 0, 9, 9);
    SAY(&w->s, commit, 1, 1, frame, 10, 10, 0, true);
    SAY(&w->s, frame_done, 1, frame);
}

static void
say_font(struct walk *w)
{
    uint32_t request = ++w->request;

    SAY(&w->s, font_request, request, span_of("serif"), 400, 0, 65);
    SAY(&w->s, font_reply, request, true, 0, 9, 9);
}

static void
say_fetch(struct walk *w)
{
    uint32_t fetch = ++w->fetch;

    SAY(&w->s, fetch_start, 1, 1, fetch, RESOURCE_IMAGE, span_of("http://b/"));
    SAY(&w->s, fetch_head, 1, fetch, 200, span_of("http://b/"), span_of("x/y"),
        span_of(""));
    SAY(&w->s, fetch_data, 1, fetch, span_of("of the server of b"));
    SAY(&w->s, fetch_end, 1, fetch, 0);
}

static void
say_ping(struct walk *w)
{
    uint32_t serial = ++w->serial;

    SAY(&w->s, ping, serial);
    SAY(&w->s, pong, serial);
}

static void
say_selection(struct walk *w)
{
    SAY(&w->s, pointer, 1, POINTER_UP, BUTTON_LEFT, 1, 1, 0, 1);
    SAY(&w->s, edit, 1, 1, EDIT_COPY);
    SAY(&w->s, copied, 1, 1, span_of("text"), true);
}

static void
say_copy(struct walk *w)
{
    script_note(&w->s, TRACE_PERSON_COPIES);
    SAY(&w->s, edit, 1, 1, EDIT_CUT);
    SAY(&w->s, copied, 1, 1, span_of("text"), false);
    SAY(&w->s, copied, 1, 1, span_of(""), true);
}

static void
say_document(struct walk *w)
{
    script_note(&w->s, "tab 1 is http://a.org/");
    script_document(&w->s, 1, "http://a.org/");
    SAY(&w->s, title, 1, 1, span_of("a"));
    SAY(&w->s, document_data, 1, 1, span_of("you are 0123456789abcdef"));
}

static void (*const steps[])(struct walk *) = {
    say_frame, say_font,      say_fetch,   say_ping,
    say_copy,  say_selection, say_document};

/* ---- what must not be ----------------------------------------------------*/

static void
nobodys_way(struct walk *w)
{
    w->s.message.size = 0;
    trace_make_message(&w->s.message, MSG_ping);
    script_raw(&w->s, TRACE_RECEIVED, 2, 1);
}

static void
greeting_again(struct walk *w)
{
    SAY(&w->s, hello, 1, span_of("fedcba9876543210"), 1);
}

static void
answer_to_nothing(struct walk *w)
{
    SAY(&w->s, pong, 4000);
}

static void
font_to_nobody(struct walk *w)
{
    SAY(&w->s, font_reply, 4000, true, 0, 9, 9);
}

static void
done_before_it_came(struct walk *w)
{
    SAY(&w->s, frame_done, 1, w->frame + 1);
}

static void
slot_in_use(struct walk *w)
{
    say_frame(w);
    SAY(&w->s, tile, 1, 5, 5, w->frame % 4, 0, 0, 9, 9);
    SAY(&w->s, tile, 1, 0, 0, (w->frame + 1) % 4, 0, 0, 9, 9);
    SAY(&w->s, tile_gone, 1, 5, 5);
}

static void
foreign_surface(struct walk *w)
{
    SAY(&w->s, hover, 4000, span_of(""));
}

static void
to_another_tab(struct walk *w)
{
    trace_put_record(&w->s.file, &(struct trace_record){.number = 77,
                                                        .role = RENDERER,
                                                        .phase = TRACE_READY});
    w->s.message.size = 0;
    trace_make_message(&w->s.message, MSG_view);
    memcpy(w->s.message.data + MESSAGE_ID_SIZE, "\1\0\0\0", 4);
    script_raw(&w->s, TRACE_SENT, 77, 1);
}

static void
cookie_header(struct walk *w)
{
    SAY(&w->s, fetch_head, 1, 1, 200, span_of("http://b/"),
        span_of("text/css\nSet-Cookie: a=b"), span_of(""));
}

/* The value that say_document's server says, but in a header of another. */
static void
cookie_value(struct walk *w)
{
    SAY(&w->s, fetch_head, 1, 1, 200, span_of("http://b/"),
        span_of("text/css; 0123456789abcdef"), span_of(""));
}

static void
false_address(struct walk *w)
{
    script_note(&w->s, "tab 1 is http://bank/");
    script_note(&w->s, "tab 1 is http://a.org/");
}

static void
copy_unasked(struct walk *w)
{
    SAY(&w->s, edit, 1, 1, EDIT_COPY);
    SAY(&w->s, copied, 1, 1, span_of("text"), true);
}

static void
copied_unasked(struct walk *w)
{
    SAY(&w->s, copied, 1, 1, span_of("text"), true);
}

static void
claims_what_was_not_sent(struct walk *w)
{
    w->s.message.size = 0;
    trace_make_message(&w->s.message, MSG_ping);
    script_raw(&w->s, TRACE_CLAIM_RECEIVED, 2, 1000000);
}

static const struct {
    const char *rule;
    void (*commit)(struct walk *);
} breaches[] = {
    {"ways", nobodys_way},           {"moments", greeting_again},
    {"requests", answer_to_nothing}, {"requests", font_to_nobody},
    {"fences", done_before_it_came}, {"fences", slot_in_use},
    {"owners", foreign_surface},     {"tabs", to_another_tab},
    {"cookies", cookie_header},      {"cookies", cookie_value},
    {"address", false_address},      {"person", copy_unasked},
    {"person", copied_unasked},      {"claims", claims_what_was_not_sent}};

enum { BREACHES = sizeof breaches / sizeof *breaches };

/* ---- the test ------------------------------------------------------------*/

/* Checks what was walked; the rules that are said to be violated go to broken,
 * a blank behind each. */
static int
check(struct walk *w, char *broken, struct buf *out)
{
    int status;

    broken[0] = 0;
    trace_write_file(trace_path("walk"), buf_span(&w->s.file));
    status = trace_run(out, "check", trace_path("walk"), NULL);
    for (const char *line = buf_text(out); line != NULL;) {
        if (strncmp(line + 10, "VIOLATED", 8) == 0)
            strncat(strncat(broken, line, strcspn(line, " ")), " ", 2);
        line = strchr(line, '\n');
        if (line != NULL && strlen(++line) < 20)
            line = NULL;
    }
    return status;
}

static void
walk(unsigned breach, unsigned moment)
{
    struct walk w = {.frame = 0};
    struct buf out = {0};
    char broken[400], wanted[40] = "";
    int status;

    script_begin(&w.s);
    /* the mark of 0123456789abcdef */
    script_note(&w.s, "cookie of a.org, HttpOnly: 16 bytes, mark b7116f7f035b");
    SAY(&w.s, surface_create, 1, 4);
    say_document(&w);
    for (unsigned i = 0; i < STEPS; i++) {
        if (i == moment)
            breaches[breach].commit(&w);
        steps[trace_below(sizeof steps / sizeof *steps)](&w);
    }
    status = check(&w, broken, &out);
    if (moment < STEPS)
        snprintf(wanted, sizeof wanted, "%s ", breaches[breach].rule);
    if (strcmp(broken, wanted) != 0 || status != (moment < STEPS))
        fail_msg("status %d; broken: \"%s\", wanted \"%s\", step %u:\n%s",
                 status, broken, wanted, moment, buf_text(&out));
    buf_finish(&out);
    script_finish(&w.s);
}

static void
what_keeps_the_rules_is_good(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 2 * ROUNDS; i++)
        walk(0, STEPS);
}

static void
what_breaks_one_is_found(void **state)
{
    (void)state;
    for (unsigned breach = 0; breach < BREACHES; breach++)
        for (unsigned i = 0; i < ROUNDS; i++)
            walk(breach, (unsigned)trace_below(STEPS));
}

/* The second file of a recording has what a child claims to have received, its
 * first message, and the first file, which is gone, that it was sent. */
static void
what_the_first_file_had_is_not_missed(void **state)
{
    enum { TOLD = 2, SILENT = 3 };

    (void)state;
    for (unsigned late = 0; late < 2; late++) {
        struct walk w = {.frame = 0};
        struct buf out = {0};
        char broken[400];

        script_begin(&w.s);
        trace_make_message(&w.s.message, MSG_hello);
        script_raw(&w.s, TRACE_SENT, TOLD, late ? 50 : 1);
        script_raw(&w.s, TRACE_CLAIM_RECEIVED, SILENT, 1);
        check(&w, broken, &out);
        assert_int_equal(strstr(broken, "claims") == NULL, late);
        buf_finish(&out);
        script_finish(&w.s);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_keeps_the_rules_is_good),
        cmocka_unit_test(what_breaks_one_is_found),
        cmocka_unit_test(what_the_first_file_had_is_not_missed),
    };

    return cmocka_run_group_tests(tests, trace_make_folder,
                                  trace_remove_folder);
}
