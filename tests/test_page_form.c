/*
 * test_page_form.c - what a renderer's form may make the browser hold.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "dispatch.h"
#include "page_form.h"
#include "tabs.h"

#include <dirent.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

/* ---- in place of page.c, tabs.c and children.c ----------------------------*/

static struct page page;
static struct page *first_page; /* of all pages */
static struct surface surface = {.id = 1};
static char cause[256];

struct page *
page_of_surface(uint32_t id)
{
    struct page *p = first_page;

    if (id == 1)
        return &page;
    while (p != NULL && (p->surface == NULL || p->surface->id != id))
        p = p->next;
    return p;
}

struct page *
pages_first(void)
{
    return first_page;
}

uint64_t
navigation_held(const struct navigation *n)
{
    return n != NULL ? MAX_POST : 0;
}

bool
page_take_input(struct page *p)
{
    (void)p;
    return true;
}

void
tab_on_post(struct tab *t, struct page *p, const char *url, int disposition,
            struct span target, struct request_body *body)
{
    (void)t;
    (void)p;
    (void)url;
    (void)disposition;
    (void)target;
    (void)body;
}

void
child_kill(struct child *c, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(cause, sizeof cause, format, arguments);
    va_end(arguments);
    c->state = CHILD_DEAD;
}

static bool
swallow(struct channel *channel, struct span message)
{
    (void)channel;
    (void)message;
    return true;
}

static void
choose(struct page *p, bool many)
{
    char *path[] = {SOURCE_DIR "/README.md"};

    (void)many;
    assert_int_equal(page_form_choose(p, path, 1), 0);
}

static unsigned
count_fds(void)
{
    DIR *list = opendir("/proc/self/fd");
    unsigned count = 0;

    while (readdir(list) != NULL)
        count++;
    closedir(list);
    return count;
}

/* One granted file, named in the form again and again: each is a descriptor of
 * the browser's. */
static void
one_file_fills_no_table(void **state)
{
    static const struct channel_ops ops = {swallow};
    struct channel channel = {&ops};
    struct child child = {.channel = &channel, .state = CHILD_LIVE};
    struct msg_post_begin begin = {.surface = 1, .type = span_of("text/plain")};
    struct msg_post_file file = {
        .surface = 1, .grant = 1, .boundary = span_of("b")};
    unsigned before = count_fds(), sent = 0;

    (void)state;
    page.surface = &surface;
    page.renderer = &child;
    page_form_listen(choose);
    browser_on_choose_files(&child, &(struct msg_choose_files){.surface = 1});
    browser_on_post_begin(&child, &begin);
    while (child.state == CHILD_LIVE && sent < 2000) {
        browser_on_post_file(&child, &file);
        sent++;
    }
    assert_int_equal(child.state, CHILD_DEAD);
    assert_string_equal(cause, "sent a form of more than 256 files");
    assert_int_equal(sent, MAX_GRANTS + 1);
    assert_in_range(count_fds(), before, before + MAX_GRANTS + 1);
    page_form_drop(&page);
    assert_int_equal(count_fds(), before);
}

/* The names of the files count as well as the bytes. */
static void
names_are_counted(void **state)
{
    static char name[MAX_FIELD_NAME];
    struct child child = {.state = CHILD_LIVE};
    struct msg_post_begin begin = {.surface = 1, .type = span_of("text/plain")};
    struct msg_post_data data = {.surface = 1};
    struct msg_post_file file = {.surface = 1,
                                 .boundary = span_of("b"),
                                 .name = {(uint8_t *)name, sizeof name}};
    static uint8_t bytes[MAX_CHUNK];

    (void)state;
    memset(name, 'x', sizeof name);
    page.renderer = &child;
    browser_on_post_begin(&child, &begin);
    for (size_t left = MAX_POST; left > 0; left -= data.bytes.size) {
        data.bytes = (struct span){bytes, left < MAX_CHUNK ? left : MAX_CHUNK};
        browser_on_post_data(&child, &data);
    }
    assert_int_equal(child.state, CHILD_LIVE);
    browser_on_post_file(&child, &file);
    assert_string_equal(cause, "sent a form of more than 64 MiB");
    page_form_drop(&page);
}

/* A page with frames in one renderer, each of which begins a form of the
 * largest and ends none; perhaps the first is sending one already. */
static unsigned
begin_forms(bool one_is_sent)
{
    enum { PAGES = 8 };
    static uint8_t bytes[MAX_CHUNK];
    struct child child = {.state = CHILD_LIVE};
    struct surface surfaces[PAGES] = {{0}};
    struct tab *tabs = calloc(PAGES, sizeof *tabs);
    struct page *pages = calloc(PAGES, sizeof *pages);
    unsigned whole = 0;

    for (unsigned i = 0; i < PAGES; i++) {
        surfaces[i].id = 10 + i;
        pages[i] = (struct page){.renderer = &child,
                                 .surface = &surfaces[i],
                                 .tab = &tabs[i],
                                 .next = first_page};
        tabs[i].page = first_page = &pages[i];
    }
    if (one_is_sent)
        tabs[0].navigation = (struct navigation *)tabs; /* only compared */
    for (unsigned i = 0; i < PAGES && child.state == CHILD_LIVE; i++) {
        struct msg_post_data data = {.surface = 10 + i};

        browser_on_post_begin(
            &child, &(struct msg_post_begin){.surface = 10 + i,
                                             .type = span_of("text/plain")});
        for (size_t left = MAX_POST; left > 0 && child.state == CHILD_LIVE;
             left -= data.bytes.size) {
            data.bytes =
                (struct span){bytes, left < MAX_CHUNK ? left : MAX_CHUNK};
            browser_on_post_data(&child, &data);
        }
        whole += child.state == CHILD_LIVE;
    }
    assert_string_equal(cause, "sent forms of more than 128 MiB at once");
    for (unsigned i = 0; i < PAGES; i++)
        page_form_drop(&pages[i]);
    first_page = NULL;
    free(pages);
    free(tabs);
    return whole;
}

static void
forms_of_a_renderer_are_counted_together(void **state)
{
    (void)state;
    assert_int_equal(begin_forms(false), MAX_POSTS / MAX_POST);
    assert_int_equal(begin_forms(true), MAX_POSTS / MAX_POST - 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_file_fills_no_table),
        cmocka_unit_test(names_are_counted),
        cmocka_unit_test(forms_of_a_renderer_are_counted_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
