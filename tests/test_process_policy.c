/*
 * test_process_policy.c - which documents may share a renderer, in every model.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "process_policy.h"
#include "tabs.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>

static const char own[] = "about:", web[] = "https://a.example",
                  other_web[] = "https://b.example", files[] = "file:///x/",
                  other_files[] = "file:///y/";
static const char *const sites[] = {own, web, other_web, files, other_files};
enum { SITES = sizeof sites / sizeof *sites };

/* ---- in place of page.c and children.c ----------------------------------- */

static struct page *pages;

struct page *
pages_first(void)
{
    return pages;
}

struct child *
children_first(void)
{
    return NULL;
}

/* ---- the tests ------------------------------------------------------------
 */

/* Whether a document of the site, in this tab, would share the renderer of a
 * page of the tab that is there. */
static bool
shares(const char *there, const char *site, bool same_tab)
{
    static struct tab first, second;
    static struct child renderer = {.role = RENDERER, .state = CHILD_LIVE};
    struct page *p = calloc(1, sizeof *p);
    struct child *c;

    p->tab = &first;
    p->site = (char *)(uintptr_t)there;
    p->renderer = &renderer;
    pages = p;
    c = process_policy_share(same_tab ? &first : &second, site);
    pages = NULL;
    free(p);
    assert_true(c == NULL || c == &renderer);
    return c != NULL;
}

static bool
is_local(const char *site)
{
    return site == files || site == other_files;
}

/* A renderer that has seen the web must not come near a page whose address may
 * have files, be it one that only says that the file was refused. */
static void
files_are_not_for_the_web(void **state)
{
    unsigned asked = 0;

    (void)state;
    for (int model = 0; model < PROCESS_MODEL_COUNT; model++)
        for (int i = 0; i < SITES; i++)
            for (int k = 0; k < SITES; k++) {
                process_policy_set((enum process_model)model);
                if (is_local(sites[i]) == is_local(sites[k]))
                    continue;
                asked++;
                if (shares(sites[i], sites[k], true) ||
                    shares(sites[i], sites[k], false))
                    fail_msg("with --process-model=%s, %s shares with %s",
                             process_model_name((enum process_model)model),
                             sites[k], sites[i]);
            }
    assert_int_equal(asked, PROCESS_MODEL_COUNT * 12);
}

static void
pages_with_power_are_alone(void **state)
{
    (void)state;
    for (int model = 0; model < PROCESS_MODEL_COUNT; model++)
        for (int i = 0; i < SITES; i++) {
            process_policy_set((enum process_model)model);
            assert_false(shares(own, sites[i], true));
            assert_false(shares(sites[i], own, true));
        }
}

/* What the models are for. */
static void
others_share_by_the_model(void **state)
{
    (void)state;
    process_policy_set(PROCESS_SINGLE);
    assert_true(shares(web, other_web, false));
    assert_true(shares(files, other_files, false));
    process_policy_set(PROCESS_TAB);
    assert_true(shares(web, other_web, true));
    assert_false(shares(web, web, false));
    assert_true(shares(files, other_files, true));
    process_policy_set(PROCESS_SITE);
    assert_true(shares(web, web, false));
    assert_false(shares(web, other_web, true));
    process_policy_set(PROCESS_SITE_INSTANCE);
    assert_true(shares(web, web, true));
    assert_false(shares(web, web, false));
    assert_false(shares(files, other_files, true));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_not_for_the_web),
        cmocka_unit_test(pages_with_power_are_alone),
        cmocka_unit_test(others_share_by_the_model),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
