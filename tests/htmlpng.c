/*
 * htmlpng.c - a page to a picture: the whole renderer in one process, without
 * sandbox.
 *
 * Process: test programs.
 *
 *   htmlpng FILE WIDTH HEIGHT OUT.png [SCALE]
 * HEIGHT 0 is the whole page, up to 8192 px.  FILE may be followed by
 * #FRAGMENT.  Fonts come from fontconfig, or with DEJAVU=1 in the environment
 * only from DejaVu, as in the unit tests.
 */
#include "page_bench.h"

#include "text/font.h"
#include "url.h"

#include <fontconfig/fontconfig.h>
#include <limits.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MOST_FILES = 256 };

static struct {
    char *path;
    const uint8_t *data;
    size_t size;
} files[MOST_FILES];

static bool
map_font(const char *path, const uint8_t **data, size_t *size, uint64_t *file)
{
    int i = 0;

    while (i < MOST_FILES - 1 && files[i].path != NULL &&
           strcmp(files[i].path, path) != 0)
        i++;
    if (files[i].path == NULL) {
        files[i].path = strdup(path);
        files[i].data = bench_map(path, &files[i].size);
    }
    *data = files[i].data;
    *size = files[i].size;
    *file = (uint64_t)i + 1;
    return *data != NULL;
}

static bool
find_font(struct span family, int weight, bool italic, uint32_t code,
          const uint8_t **data, size_t *size, unsigned *index, uint64_t *file)
{
    FcPattern *p = FcPatternCreate(), *found;
    FcCharSet *set = FcCharSetCreate();
    FcResult result;
    FcChar8 *path = NULL;
    char names[1024], *rest = names, *name;
    int face = 0;
    bool ok = false;

    snprintf(names, sizeof names, "%.*s", (int)family.size,
             (const char *)family.data);
    while ((name = strsep(&rest, ",")) != NULL) {
        name += strspn(name, " \"'");
        name[strcspn(name, "\"'")] = 0;
        FcPatternAddString(p, FC_FAMILY, (const FcChar8 *)name);
    }
    FcPatternAddInteger(p, FC_WEIGHT, FcWeightFromOpenType(weight));
    FcPatternAddInteger(p, FC_SLANT, italic ? FC_SLANT_ITALIC : FC_SLANT_ROMAN);
    FcPatternAddBool(p, FC_SCALABLE, FcTrue);
    if (code != 0) {
        FcCharSetAddChar(set, code);
        FcPatternAddCharSet(p, FC_CHARSET, set);
    }
    FcConfigSubstitute(NULL, p, FcMatchPattern);
    FcDefaultSubstitute(p);
    found = FcFontMatch(NULL, p, &result);
    if (found != NULL &&
        FcPatternGetString(found, FC_FILE, 0, &path) == FcResultMatch) {
        FcPatternGetInteger(found, FC_INDEX, 0, &face);
        *index = (unsigned)face & 0xFFFF;
        ok = map_font((const char *)path, data, size, file);
    }
    if (found != NULL)
        FcPatternDestroy(found);
    FcCharSetDestroy(set);
    FcPatternDestroy(p);
    return ok;
}

static bool
write_png(const char *path, const uint32_t *pixels, int width, int height)
{
    png_image i = {.version = PNG_IMAGE_VERSION,
                   .width = (png_uint_32)width,
                   .height = (png_uint_32)height,
                   .format = PNG_FORMAT_BGRA};

    return png_image_write_to_file(&i, path, 0, pixels, width * 4, NULL) != 0;
}

static const char *
mime_of(const char *path)
{
    const char *end = strrchr(path, '.');

    if (end != NULL && strcmp(end, ".txt") == 0)
        return "text/plain";
    if (end != NULL && (strcmp(end, ".png") == 0 || strcmp(end, ".jpg") == 0))
        return "image/png";
    return "text/html";
}

static double
seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
    char path[PATH_MAX], *url, *hash;
    struct buf href = {NULL, 0, 0};
    const uint8_t *data;
    uint32_t *picture;
    size_t size = 0;
    int width, height;
    double start;
    bool ok;

    if (argc < 5) {
        fprintf(stderr, "htmlpng FILE WIDTH HEIGHT OUT.png [SCALE]\n");
        return 64;
    }
    hash = strchr(argv[1], '#');
    if (hash != NULL)
        *hash++ = 0;
    if (realpath(argv[1], path) == NULL ||
        (data = bench_map(path, &size)) == NULL) {
        perror(argv[1]);
        return 1;
    }
    width = atoi(argv[2]);
    height = atoi(argv[3]);
    font_set_source(getenv("DEJAVU") != NULL ? bench_find_font : find_font);
    buf_printf(&href, "file://%s%s%s", path, hash != NULL ? "#" : "",
               hash != NULL ? hash : "");
    url = strdup(buf_text(&href));
    start = seconds();
    bench_open(width, height > 0 ? height : 768,
               argc > 5 ? (unsigned)atoi(argv[5]) : 100, MAX_SLOTS);
    bench_load(url, mime_of(path), (struct span){data, size});
    ok = bench_run();
    if (ok && height == 0) {
        bench.height = bench.page_height < 8192 ? bench.page_height : 8192;
        bench_scroll(0, 0);
        bench_run();
    }
    printf("%s: %dx%d, %u frames, %u tiles, %u failed, %.0f ms\n",
           ok ? "complete" : "NOT COMPLETE", bench.page_width,
           bench.page_height, bench.frames, bench.tiles, bench.failed,
           (seconds() - start) * 1000);
    picture = bench_picture();
    if (!write_png(argv[4], picture, bench.width, bench.height))
        ok = false;
    free(picture);
    free(url);
    buf_finish(&href);
    bench_close();
    return !ok;
}
