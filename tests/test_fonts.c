/*
 * test_fonts.c - the font broker answers with readable fonts, and takes any
 * name.
 *
 * Process: none; it tests the browser's.  Without any font installed the
 * tests that need one skip.
 */
#include "fonts.h"
#include "buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int
find(const char *family, uint32_t code, uint64_t *file)
{
    unsigned index = 0;

    *file = 0;
    return fonts_find(span_of(family), 400, false, code, &index, file);
}

static void
need_fonts(void)
{
    uint64_t file;
    int fd = find("sans-serif", 0, &file);

    if (fd < 0) {
        print_message("no fonts are installed: skipped\n");
        skip();
    }
    close(fd);
}

static void
test_generic_names(void **state)
{
    static const char *const names[] = {"serif",     "sans-serif", "monospace",
                                        "system-ui", "emoji",      "cursive",
                                        "fantasy",   "ui-serif",   ""};

    (void)state;
    need_fonts();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        uint64_t file;
        uint8_t start[4];
        int fd = find(names[i], 0, &file);

        assert_true(fd >= 0);
        assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
        assert_int_equal(fcntl(fd, F_GETFL) & O_ACCMODE, O_RDONLY);
        assert_int_equal(read(fd, start, sizeof start), 4);
        assert_true(file != 0);
        close(fd);
    }
}

static void
test_equal_files_equal_numbers(void **state)
{
    uint64_t first, second, mono;
    int a, b, c;

    (void)state;
    need_fonts();
    a = find("sans-serif", 0, &first);
    b = find("sans-serif", 'A', &second);
    c = find("monospace", 0, &mono);
    assert_int_equal(first, second);
    assert_true(a != b);
    assert_true(c >= 0);
    close(a);
    close(b);
    close(c);
}

static void
test_lists(void **state)
{
    uint64_t plain, list;
    int a, b;

    (void)state;
    need_fonts();
    a = find("monospace", 0, &plain);
    b = find(" 'No Such Family 123' , \"Nor This\", monospace", 0, &list);
    assert_true(a >= 0 && b >= 0);
    assert_int_equal(plain, list);
    close(a);
    close(b);
}

static void
test_missing_character(void **state)
{
    uint64_t file;

    (void)state;
    need_fonts();
    assert_int_equal(find("sans-serif", 0x10FFFF, &file), -1);
    assert_int_equal(find("sans-serif", 0x10FFFF, &file), -1); /* cached */
    assert_int_equal(find("sans-serif", 0x110000, &file), -1);
    assert_int_equal(find("sans-serif", 0xFFFFFFFF, &file), -1);
}

/* More names than the cache holds, of any bytes. */
static void
test_hostile_names(void **state)
{
    struct buf big = {0};
    uint64_t file;
    int fd;

    (void)state;
    need_fonts();
    for (int i = 0; i < 100000; i++)
        buf_add_text(&big, ",\"\xFF:=-\\");
    fd = find(buf_text(&big), 0, &file);
    assert_true(fd >= 0);
    close(fd);
    buf_finish(&big);
    for (int i = 0; i < 3500; i++) {
        char name[64];

        snprintf(name, sizeof name, "%%n%d:file=/etc/passwd:\\,'%c", i,
                 i % 255 + 1);
        fd = find(name, 0, &file);
        assert_true(fd >= 0);
        close(fd);
    }
    fd = find("serif", 0, &file);
    assert_true(fd >= 0);
    close(fd);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_generic_names),
        cmocka_unit_test(test_equal_files_equal_numbers),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_missing_character),
        cmocka_unit_test(test_hostile_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
