/*
 * test_gpu_choice.c - which way of drawing is chosen.
 *
 * Process: test.  Distrusts: nothing.
 */
#include "compositor.h"
#include "gpu_choice.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

static void
faster_acceleration_takes_over(void **state)
{
    struct gpu_choice c;

    (void)state;
    gpu_choice_init(&c, GPU_AUTO, false);
    assert_false(gpu_choice_hardware(&c, false));
    assert_false(gpu_choice_wants_probe(&c)); /* nothing to compare with */
    assert_false(gpu_choice_measured(&c, false, false, 1000));
    assert_true(gpu_choice_wants_probe(&c));
    assert_true(gpu_choice_hardware(&c, true));
    assert_true(gpu_choice_measured(&c, true, true, 300));
    assert_true(gpu_choice_hardware(&c, false));
    assert_false(gpu_choice_wants_probe(&c));
}

static void
slower_acceleration_does_not(void **state)
{
    static const struct {
        bool accelerated;
        uint32_t us;
    } probes[] = {
        {true, 4900}, {true, 1000}, {true, UINT32_MAX}, {false, 1}, {false, 0}};

    (void)state;
    for (size_t i = 0; i < sizeof probes / sizeof *probes; i++) {
        struct gpu_choice c;

        gpu_choice_init(&c, GPU_AUTO, false);
        gpu_choice_measured(&c, false, false, 1000);
        assert_false(
            gpu_choice_measured(&c, true, probes[i].accelerated, probes[i].us));
        assert_false(gpu_choice_hardware(&c, false));
        assert_false(gpu_choice_wants_probe(&c));
    }
}

static void
a_figure_of_zero_is_one(void **state)
{
    struct gpu_choice c;

    (void)state;
    gpu_choice_init(&c, GPU_AUTO, false);
    gpu_choice_measured(&c, false, false, 0);
    assert_true(gpu_choice_wants_probe(&c));
    assert_false(gpu_choice_measured(&c, true, true, 1));
}

static void
deaths_fall_back_and_climb(void **state)
{
    struct gpu_choice c;

    (void)state;
    gpu_choice_init(&c, GPU_AUTO, false);
    gpu_choice_measured(&c, false, false, 1000);
    gpu_choice_measured(&c, true, true, 300);
    assert_true(gpu_choice_fall_back(&c));
    assert_false(gpu_choice_fall_back(&c)); /* it was already */
    assert_false(gpu_choice_hardware(&c, false));
    assert_false(gpu_choice_wants_probe(&c));
    gpu_choice_recover(&c);
    assert_true(gpu_choice_wants_probe(&c));
    assert_true(gpu_choice_measured(&c, true, true, 300));
    assert_true(gpu_choice_hardware(&c, false));
}

static void
software_has_nowhere_to_fall(void **state)
{
    struct gpu_choice c;

    (void)state;
    gpu_choice_init(&c, GPU_AUTO, false);
    gpu_choice_measured(&c, false, false, 1000);
    assert_false(gpu_choice_fall_back(&c));
    assert_false(gpu_choice_wants_probe(&c));
}

static void
enabled_comes_back_to_hardware(void **state)
{
    struct gpu_choice c;

    (void)state;
    gpu_choice_init(&c, GPU_ENABLED, false);
    assert_true(gpu_choice_hardware(&c, false));
    gpu_choice_measured(&c, false, true, 5000);
    assert_false(gpu_choice_wants_probe(&c));
    assert_true(gpu_choice_fall_back(&c));
    assert_false(gpu_choice_hardware(&c, false));
    gpu_choice_measured(&c, false, false, 1000);
    assert_false(gpu_choice_wants_probe(&c));
    gpu_choice_recover(&c);
    assert_true(gpu_choice_wants_probe(&c));
    assert_true(gpu_choice_measured(&c, true, true, 5000)); /* though slower */
    assert_false(gpu_choice_wants_probe(&c));
}

static void
disabled_and_headless_never_try(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct gpu_choice c;

        gpu_choice_init(&c, i == 0 ? GPU_DISABLED : i - 1, i > 0);
        assert_false(gpu_choice_hardware(&c, false));
        gpu_choice_measured(&c, false, false, 1000);
        assert_false(gpu_choice_wants_probe(&c));
        gpu_choice_fall_back(&c);
        gpu_choice_recover(&c);
        assert_false(gpu_choice_wants_probe(&c));
        assert_false(gpu_choice_hardware(&c, false));
    }
}

static void
reasons_differ(void **state)
{
    struct gpu_choice c;
    const char *before, *slow;

    (void)state;
    gpu_choice_init(&c, GPU_AUTO, false);
    before = gpu_choice_reason(&c);
    gpu_choice_measured(&c, false, false, 1000);
    gpu_choice_measured(&c, true, true, 2000);
    slow = gpu_choice_reason(&c);
    assert_string_not_equal(before, slow);
    gpu_choice_fall_back(&c);
    assert_non_null(strstr(gpu_choice_reason(&c), "died"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faster_acceleration_takes_over),
        cmocka_unit_test(slower_acceleration_does_not),
        cmocka_unit_test(a_figure_of_zero_is_one),
        cmocka_unit_test(deaths_fall_back_and_climb),
        cmocka_unit_test(software_has_nowhere_to_fall),
        cmocka_unit_test(enabled_comes_back_to_hardware),
        cmocka_unit_test(disabled_and_headless_never_try),
        cmocka_unit_test(reasons_differ),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
