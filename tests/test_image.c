/*
 * test_image.c - decoding pictures: every kind, cut short, broken, too large.
 *
 * Process: test programs.
 */
#include "paint/image.h"
#include "picture_maker.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

static uint32_t
pixel(const struct image *i, int x, int y)
{
    return i->pixels[y * i->width + x];
}

static struct image *
decode(const struct buf *file)
{
    const char *why = NULL;
    struct image *i = image_decode(buf_span(file), &why);

    if (i == NULL)
        assert_non_null(why);
    return i;
}

/* Whether two colours differ by at most a few steps in each channel. */
static bool
is_near(uint32_t a, uint32_t b)
{
    for (int shift = 0; shift < 32; shift += 8) {
        int d = (int)(a >> shift & 0xFF) - (int)(b >> shift & 0xFF);

        if (d < -12 || d > 12)
            return false;
    }
    return true;
}

/* ---- PNG -----------------------------------------------------------------*/

static void
png_kinds(void **state)
{
    (void)state;
    for (int interlaced = 0; interlaced < 2; interlaced++)
        for (int kind = PNG_RGB; kind <= PNG_PALETTE_TRNS; kind++) {
            struct buf file = {NULL, 0, 0};
            struct image *i;

            make_png(&file, (enum png_kind)kind, 15, 9, interlaced != 0);
            i = decode(&file);
            assert_non_null(i);
            assert_int_equal(i->width, 15);
            assert_int_equal(i->height, 9);
            assert_int_equal(i->opaque,
                             kind != PNG_RGBA && kind != PNG_PALETTE_TRNS);
            if (kind == PNG_RGB)
                assert_int_equal(pixel(i, 3, 2), 0xFF302080);
            if (kind == PNG_GRAY || kind == PNG_GRAY_16)
                assert_int_equal(pixel(i, 5, 8), 0xFF505050);
            if (kind == PNG_PALETTE_TRNS) {
                assert_int_equal(pixel(i, 0, 0), 0xFFFF0000);
                assert_int_equal(pixel(i, 1, 0), 0);
                assert_int_equal(pixel(i, 2, 0), 0xFF0000FF);
            }
            image_destroy(i);
            buf_finish(&file);
        }
}

static void
png_is_premultiplied(void **state)
{
    struct buf file = {NULL, 0, 0};
    struct image *i;

    (void)state;
    make_png(&file, PNG_RGBA, 12, 12, false);
    i = decode(&file);
    assert_non_null(i);
    /* alpha 255 - 80 = 175: red 160 -> 110, green 64 -> 44, blue 128 -> 88 */
    assert_int_equal(pixel(i, 10, 4), 0xAF6E2C58);
    image_destroy(i);
    buf_finish(&file);
}

/* Cut at every byte: never a crash; rows that came are right. */
static void
png_cut_short(void **state)
{
    (void)state;
    for (int interlaced = 0; interlaced < 2; interlaced++) {
        struct buf file = {NULL, 0, 0};
        int shown = 0;

        make_png(&file, PNG_RGB, 16, 16, interlaced != 0);
        for (size_t size = 0; size < file.size; size++) {
            const char *why = NULL;
            struct image *i =
                image_decode((struct span){file.data, size}, &why);

            if (i != NULL) {
                assert_int_equal(pixel(i, 0, 0), 0xFF000080);
                shown++;
            }
            image_destroy(i);
        }
        assert_true(shown > 0);
        assert_true((size_t)shown < file.size / 2);
        buf_finish(&file);
    }
}

static void
png_broken(void **state)
{
    struct buf file = {NULL, 0, 0};
    unsigned refused = 0;

    (void)state;
    make_png(&file, PNG_RGBA, 16, 16, false);
    for (size_t at = 8; at < file.size - 12; at++) {
        struct image *i;

        file.data[at] ^= 0x5A;
        i = decode(&file);
        refused += i == NULL;
        image_destroy(i);
        file.data[at] ^= 0x5A;
    }
    /* checksums find nearly every change */
    assert_true(refused * 10 > (file.size - 20) * 8);
    buf_finish(&file);
}

static void
put_u32(uint8_t *at, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(v >> 8 * (3 - i));
}

static void
png_too_large(void **state)
{
    static const uint32_t sizes[][2] = {{MAX_IMAGE_EDGE + 1, 1},
                                        {1, 0x7FFFFFFF},
                                        {MAX_IMAGE_EDGE, MAX_IMAGE_EDGE},
                                        {0, 4}};

    (void)state;
    for (size_t n = 0; n < sizeof sizes / sizeof *sizes; n++) {
        struct buf file = {NULL, 0, 0};

        make_png(&file, PNG_RGB, 4, 4, false);
        put_u32(file.data + 16, sizes[n][0]);
        put_u32(file.data + 20, sizes[n][1]);
        assert_null(decode(&file));
        buf_finish(&file);
    }
}

/* ---- JPEG ----------------------------------------------------------------*/

static void
jpeg_kinds(void **state)
{
    static const uint32_t left[] = {0xFFE02020, 0xFF404040, 0xFFFF0000};
    static const uint32_t right[] = {0xFF2020E0, 0xFFC0C0C0, 0xFF0000FF};

    (void)state;
    for (int progressive = 0; progressive < 2; progressive++)
        for (int kind = JPEG_RGB; kind <= JPEG_CMYK; kind++) {
            struct buf file = {NULL, 0, 0};
            struct image *i;

            make_jpeg(&file, (enum jpeg_kind)kind, 64, 32, progressive != 0, 0);
            i = decode(&file);
            assert_non_null(i);
            assert_int_equal(i->width, 64);
            assert_int_equal(i->height, 32);
            assert_true(i->opaque);
            assert_true(is_near(pixel(i, 8, 16), left[kind]));
            assert_true(is_near(pixel(i, 56, 16), right[kind]));
            image_destroy(i);
            buf_finish(&file);
        }
}

static void
jpeg_orientation(void **state)
{
    /* where the left (red) half goes */
    static const struct {
        int x, y;
    } red[] = {{8, 16}, {8, 16}, {56, 16}, {56, 16}, {8, 16},
               {16, 8}, {16, 8}, {16, 56}, {16, 56}};

    (void)state;
    for (unsigned o = 1; o <= 8; o++) {
        struct buf file = {NULL, 0, 0};
        struct image *i;

        make_jpeg(&file, JPEG_RGB, 64, 32, false, o);
        i = decode(&file);
        assert_non_null(i);
        assert_int_equal(i->width, o >= 5 ? 32 : 64);
        assert_true(is_near(pixel(i, red[o].x, red[o].y), 0xFFE02020));
        image_destroy(i);
        buf_finish(&file);
    }
}

static void
jpeg_cut_short(void **state)
{
    (void)state;
    for (int progressive = 0; progressive < 2; progressive++) {
        struct buf file = {NULL, 0, 0};
        int shown = 0;

        make_jpeg(&file, JPEG_RGB, 96, 96, progressive != 0, 1);
        for (size_t size = 0; size < file.size; size++) {
            const char *why = NULL;
            struct image *i =
                image_decode((struct span){file.data, size}, &why);

            shown += i != NULL;
            image_destroy(i);
        }
        assert_true(shown > 0);
        assert_true((size_t)shown < file.size);
        buf_finish(&file);
    }
}

static void
jpeg_broken(void **state)
{
    struct buf file = {NULL, 0, 0};

    (void)state;
    make_jpeg(&file, JPEG_RGB, 48, 48, true, 6);
    for (size_t at = 0; at < file.size; at++)
        for (int bit = 0; bit < 8; bit += 3) {
            file.data[at] ^= (uint8_t)(1 << bit);
            image_destroy(decode(&file));
            file.data[at] ^= (uint8_t)(1 << bit);
        }
    buf_finish(&file);
}

/* ---- GIF -----------------------------------------------------------------*/

/* 3x2: red, green, blue / blue, transparent, red, behind a comment. */
static const uint8_t gif[] = {
    'G', 'I',  'F',  '8',  '9',  'a',  3,    0,    2,    0,    0x81, 0,
    0,   0xFF, 0,    0,    0,    0xFF, 0,    0,    0,    0xFF, 9,    9,
    9,   0x21, 0xFE, 2,    'h',  'i',  0,    0x21, 0xF9, 4,    1,    0,
    0,   3,    0,    0x2C, 0,    0,    0,    0,    3,    0,    2,    0,
    0,   2,    4,    0x44, 0x24, 0x03, 0x05, 0,    0x3B};

static void
gif_kinds(void **state)
{
    struct image *i;
    const char *why;
    int shown = 0;

    (void)state;
    for (size_t size = 0; size <= sizeof gif; size++) {
        i = image_decode((struct span){gif, size}, &why);
        shown += i != NULL;
        image_destroy(i);
    }
    assert_in_range(shown, 1, 8);
    i = image_decode((struct span){gif, sizeof gif}, &why);
    assert_non_null(i);
    assert_int_equal(i->width, 3);
    assert_int_equal(i->height, 2);
    assert_false(i->opaque);
    assert_int_equal(pixel(i, 0, 0), 0xFFFF0000);
    assert_int_equal(pixel(i, 1, 0), 0xFF00FF00);
    assert_int_equal(pixel(i, 2, 0), 0xFF0000FF);
    assert_int_equal(pixel(i, 0, 1), 0xFF0000FF);
    assert_int_equal(pixel(i, 1, 1), 0);
    assert_int_equal(pixel(i, 2, 1), 0xFFFF0000);
    image_destroy(i);
}

static void
gif_broken(void **state)
{
    uint8_t file[sizeof gif];
    const char *why;

    (void)state;
    for (size_t at = 6; at < sizeof gif; at++)
        for (int value = 0; value < 256; value += 5) {
            memcpy(file, gif, sizeof gif);
            file[at] = (uint8_t)value;
            image_destroy(image_decode((struct span){file, sizeof file}, &why));
        }
}

static void
unknown_formats(void **state)
{
    static const char *const files[] = {"", "x", "\xFF\xD8", "\x89PNG",
                                        "<svh/>"};
    const char *why;

    (void)state;
    for (size_t n = 0; n < sizeof files / sizeof *files; n++)
        assert_null(image_decode(span_of(files[n]), &why));
}

/* ---- pictures by others --------------------------------------------------*/

static bool
read_file(const char *path, struct buf *out)
{
    FILE *f = fopen(path, "rb");
    uint8_t block[4096];
    size_t size;

    if (f == NULL)
        return false;
    while ((size = fread(block, 1, sizeof block, f)) > 0)
        buf_add(out, block, size);
    fclose(f);
    return true;
}

/* PngSuite: names that begin with x are broken files, the others must show. */
static void
png_suite(void **state)
{
    static const char folder[] = SOURCE_DIR "/../shared/suites/images/pngsuite";
    DIR *d = opendir(folder);
    int good = 0;

    (void)state;
    if (d == NULL) {
        print_message("../shared/suites is not here\n");
        skip();
    }
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        struct buf file = {NULL, 0, 0};
        char path[512];
        struct image *i;

        if (strstr(e->d_name, ".png") == NULL)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        assert_true(read_file(path, &file));
        i = decode(&file);
        if ((i != NULL) != (e->d_name[0] != 'x'))
            fail_msg("%s: %s", e->d_name, i != NULL ? "shown" : "refused");
        good += i != NULL;
        image_destroy(i);
        buf_finish(&file);
    }
    closedir(d);
    assert_true(good > 50);
}

/* Hostile pictures: no crash is all that is asked. */
static void
hostile_folder(const char *folder)
{
    DIR *d = opendir(folder);

    if (d == NULL)
        return;
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        struct buf file = {NULL, 0, 0};
        char path[1024];

        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (e->d_name[0] == '.')
            continue;
        if (e->d_type == DT_DIR)
            hostile_folder(path);
        else if (read_file(path, &file))
            image_destroy(decode(&file));
        buf_finish(&file);
    }
    closedir(d);
}

static void
hostile_pictures(void **state)
{
    (void)state;
    hostile_folder(SOURCE_DIR "/../shared/suites/adversarial");
    hostile_folder(SOURCE_DIR "/../shared/suites/images");
}

/* ---- animations ----------------------------------------------------------*/

/* A 2 by 1 GIF, black and white, that shows its pictures twice: one white
 * pixel at x each, for delay/100 s. */
static void
begin_gif(struct buf *out, bool loops)
{
    static const uint8_t head[] = {'G', 'I', 'F', '8',  '9', 'a', 2,
                                   0,   1,   0,   0x80, 0,   0,   0,
                                   0,   0,   255, 255,  255};
    static const uint8_t twice[] = {0x21, 0xFF, 11,  'N', 'E', 'T', 'S',
                                    'C',  'A',  'P', 'E', '2', '.', '0',
                                    3,    1,    2,   0,   0};

    buf_add(out, head, sizeof head);
    if (loops)
        buf_add(out, twice, sizeof twice);
}

static void
add_frame(struct buf *out, uint8_t x, uint8_t delay, uint8_t disposal)
{
    const uint8_t frame[] = {0x21, 0xF9, 4, (uint8_t)(disposal << 2), delay, 0,
                             0, 0, 0x2C, x, 0, 0, 0, 1, 0, 1, 0, 0,
                             /* LZW: clear, 1, end */
                             2, 2, 0x4C, 1, 0};

    buf_add(out, frame, sizeof frame);
}

static void
gif_animation(void **state)
{
    struct buf file = {NULL, 0, 0};
    struct image *i;

    (void)state;
    begin_gif(&file, true);
    add_frame(&file, 0, 5, 1); /* stays */
    add_frame(&file, 1, 0, 2); /* is cleared */
    add_frame(&file, 0, 7, 3); /* what was before comes back */
    i = decode(&file);
    assert_non_null(i);
    assert_non_null(i->animation);
    for (int turn = 0; turn < 2; turn++) {
        assert_int_equal(i->delay, 50);
        assert_int_equal(pixel(i, 0, 0), 0xFFFFFFFF);
        assert_int_equal(pixel(i, 1, 0), 0);
        assert_int_equal(image_advance(i), 100); /* too fast */
        assert_int_equal(pixel(i, 0, 0), 0xFFFFFFFF);
        assert_int_equal(pixel(i, 1, 0), 0xFFFFFFFF);
        assert_int_equal(image_advance(i), 70);
        assert_int_equal(pixel(i, 1, 0), 0);
        assert_int_equal(image_advance(i), turn == 0 ? 50 : -1);
    }
    assert_null(i->animation);
    image_destroy(i);
    buf_finish(&file);
}

/* Without pauses and repetition the pictures are parts of one. */
static void
gif_of_parts(void **state)
{
    struct buf file = {NULL, 0, 0};
    struct image *i;

    (void)state;
    begin_gif(&file, false);
    add_frame(&file, 0, 0, 0);
    add_frame(&file, 1, 0, 0);
    i = decode(&file);
    assert_non_null(i);
    assert_null(i->animation);
    assert_int_equal(pixel(i, 0, 0), 0xFFFFFFFF);
    assert_int_equal(pixel(i, 1, 0), 0xFFFFFFFF);
    image_destroy(i);
    buf_finish(&file);
}

/* ---- BMP, ICO, WebP ------------------------------------------------------*/

static void
bmp_kinds(void **state)
{
    static const uint8_t rgb[] = {'B', 'M', 62, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0,
                                  0, 40, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0,
                                  24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                  /* bottom row first: blue, then red */
                                  255, 0, 0, 0, 0, 0, 255, 0};
    struct buf file = {NULL, 0, 0};
    struct image *i;

    (void)state;
    buf_add(&file, rgb, sizeof rgb);
    i = decode(&file);
    assert_non_null(i);
    assert_int_equal(i->height, 2);
    assert_int_equal(pixel(i, 0, 0), 0xFFFF0000);
    assert_int_equal(pixel(i, 0, 1), 0xFF0000FF);
    image_destroy(i);
    /* An icon: the same without its file header, with a mask. */
    for (int masked = 0; masked < 2; masked++) {
        uint8_t icon[22 + 40 + 4 + 4] = {0, 0, 1, 0, 1, 0, 1, 1};

        icon[14] = 48;
        icon[18] = 22;
        memcpy(icon + 22, rgb + 14, 44);
        icon[22 + 8] = 2; /* twice its height */
        icon[22 + 44] = masked ? 0x80 : 0;
        file.size = 0;
        buf_add(&file, icon, sizeof icon);
        i = decode(&file);
        assert_non_null(i);
        assert_int_equal(i->height, 1);
        assert_int_equal(pixel(i, 0, 0), masked ? 0 : 0xFF0000FF);
        image_destroy(i);
    }
    buf_finish(&file);
}

/* One red pixel without loss, as cwebp makes it. */
static void
webp(void **state)
{
    static const uint8_t red[] = {
        'R', 'I',  'F',  'F',  28,   0,    0,    0,    'W',  'E',  'B',  'P',
        'V', 'P',  '8',  'L',  15,   0,    0,    0,    0x2F, 0,    0,    0,
        0,   0x07, 0x10, 0xFD, 0x8F, 0xFE, 0x07, 0x22, 0xA2, 0xFF, 0x01, 0};
    struct buf file = {NULL, 0, 0};
    struct image *i;

    (void)state;
    buf_add(&file, red, sizeof red);
    i = decode(&file);
    assert_non_null(i);
    assert_int_equal(i->width, 1);
    assert_int_equal(pixel(i, 0, 0), 0xFFFF0000);
    image_destroy(i);
    file.size -= 12;
    assert_null(decode(&file));
    buf_finish(&file);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(png_kinds),
        cmocka_unit_test(png_is_premultiplied),
        cmocka_unit_test(png_cut_short),
        cmocka_unit_test(png_broken),
        cmocka_unit_test(png_too_large),
        cmocka_unit_test(jpeg_kinds),
        cmocka_unit_test(jpeg_orientation),
        cmocka_unit_test(jpeg_cut_short),
        cmocka_unit_test(jpeg_broken),
        cmocka_unit_test(unknown_formats),
        cmocka_unit_test(gif_kinds),
        cmocka_unit_test(gif_broken),
        cmocka_unit_test(png_suite),
        cmocka_unit_test(hostile_pictures),
        cmocka_unit_test(gif_animation),
        cmocka_unit_test(gif_of_parts),
        cmocka_unit_test(bmp_kinds),
        cmocka_unit_test(webp),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
