/*
 * test_tab_bounds.c - what a page can make its tab keep, and which frames it
 * may send elsewhere by their names.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "frames.h"
#include "tabs.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* What stays for going back is bounded: a page sends form after form. */
static void
history_holds_one_form_of_the_largest(void **state)
{
    static uint8_t bytes[16 << 20];
    struct tab *t = calloc(1, sizeof *t);

    (void)state;
    t->count = 8;
    t->current = 7;
    for (int i = 0; i < t->count; i++) {
        t->entries[i].url = strdup("http://a/");
        if (i == 3)
            continue;
        t->entries[i].body = request_body_create(span_of("text/plain"));
        request_body_add(t->entries[i].body,
                         (struct span){bytes, sizeof bytes});
    }
    tab_bound_bodies(t);
    assert_int_equal(t->count, 5);
    assert_int_equal(t->current, 4);
    assert_null(t->entries[0].body);
    for (int i = 1; i < 5; i++)
        assert_non_null(t->entries[i].body);
    assert_null(t->entries[5].url);
    for (int i = 0; i < t->count; i++)
        entry_finish(&t->entries[i]);
    free(t);
}

/* A tab with a page of this address. */
struct place {
    struct tab tab;
    struct page page;
};

static void
place_init(struct place *p, const char *url, const char *site,
           struct embed *host)
{
    p->page.url = (char *)(uintptr_t)url;
    p->page.site = (char *)(uintptr_t)site;
    p->page.tab = &p->tab;
    p->tab.page = &p->page;
    p->tab.host = host;
}

static struct embed *
frame_in(struct place *outer, int number, const char *name, struct place *inner)
{
    struct embed *e = &outer->page.embeds[number];

    e->in_use = e->is_frame = true;
    e->page = &outer->page;
    e->name = (char *)(uintptr_t)name;
    e->frame = &inner->tab;
    return e;
}

/* A bank's page with its login and an advertisement, which has a frame of its
 * own. */
static void
frames_are_named_by_who_knows_them(void **state)
{
    struct place *bank = calloc(4, sizeof *bank);
    struct place *login = bank + 1, *ad = bank + 2, *inner = bank + 3;

    (void)state;
    place_init(bank, "https://bank.example/", "https://bank.example", NULL);
    place_init(login, "https://id.example/", "https://id.example",
               frame_in(bank, 0, "login", login));
    place_init(ad, "https://ad.example/", "https://ad.example",
               frame_in(bank, 1, "ad", ad));
    place_init(inner, "https://ad.example/2", "https://ad.example",
               frame_in(ad, 0, "inner", inner));
    assert_ptr_equal(frame_by_name(&bank->tab, span_of("login")), &login->tab);
    assert_ptr_equal(frame_by_name(&bank->tab, span_of("inner")), &inner->tab);
    assert_ptr_equal(frame_by_name(&ad->tab, span_of("inner")), &inner->tab);
    assert_ptr_equal(frame_by_name(&inner->tab, span_of("ad")), &ad->tab);
    assert_ptr_equal(frame_by_name(&login->tab, span_of("login")), &login->tab);
    assert_null(frame_by_name(&ad->tab, span_of("login")));
    assert_null(frame_by_name(&inner->tab, span_of("login")));
    assert_null(frame_by_name(&login->tab, span_of("ad")));
    assert_ptr_equal(frame_by_name(&ad->tab, span_of("_top")), &bank->tab);
    login->page.url = (char *)(uintptr_t) "https://bank.example/login";
    assert_ptr_equal(frame_by_name(&login->tab, span_of("ad")), &ad->tab);
    free(bank);
}

/* Files have no origin to speak of; those of a folder know each other. */
static void
files_of_a_folder_know_each_other(void **state)
{
    struct place *outer = calloc(3, sizeof *outer);
    struct place *a = outer + 1, *b = outer + 2;

    (void)state;
    place_init(outer, "file:///x/o.html", "file:///x/", NULL);
    place_init(a, "file:///x/a.html", "file:///x/", frame_in(outer, 0, "a", a));
    place_init(b, "file:///y/b.html", "file:///y/", frame_in(outer, 1, "b", b));
    assert_ptr_equal(frame_by_name(&a->tab, span_of("b")), &b->tab);
    assert_null(frame_by_name(&b->tab, span_of("a")));
    free(outer);
}

/* What the person asked for has come, but is not yet seen: the page before it
 * does not take its place, though a key was pressed in it just now. */
static void
what_the_person_waits_for_comes(void **state)
{
    struct msg_navigate m = {.url = span_of("http://a/2"),
                             .disposition = DISPOSITION_REPLACE,
                             .by_person = false};
    struct page next = {.url = NULL};
    struct place p = {.tab = {.next = NULL}};

    (void)state;
    place_init(&p, "http://a/", "http://a", NULL);
    p.tab.next = &next;
    page_note_input(&p.page);
    tab_on_navigate(&p.tab, &p.page, &m);
    assert_null(p.tab.navigation);
    assert_ptr_equal(p.tab.next, &next);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(history_holds_one_form_of_the_largest),
        cmocka_unit_test(frames_are_named_by_who_knows_them),
        cmocka_unit_test(files_of_a_folder_know_each_other),
        cmocka_unit_test(what_the_person_waits_for_comes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
