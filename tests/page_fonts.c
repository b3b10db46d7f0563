/*
 * page_fonts.c - the DejaVu fonts of the system, for tests of pages.
 *
 * Process: test programs.
 */
#include "page_bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FONTS "/usr/share/fonts/truetype/dejavu/"

const uint8_t *
bench_map(const char *path, size_t *size)
{
    struct stat st;
    void *data = MAP_FAILED;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return NULL;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
        data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (data == MAP_FAILED)
        return NULL;
    *size = (size_t)st.st_size;
    return data;
}

bool
bench_find_font(struct span family, int weight, bool italic, uint32_t code,
                const uint8_t **data, size_t *size, unsigned *index,
                uint64_t *file)
{
    static const char *const kinds[] = {"Sans", "SansMono", "Serif"};
    static const char *const styles[] = {
        "", "-Bold", "-Oblique", "-BoldOblique", "-Italic", "-BoldItalic"};
    static struct {
        const uint8_t *data;
        size_t size;
    } cache[3][6];
    char name[64], path[128];
    int kind = 0, style = (weight >= 600 ? 1 : 0) + (italic ? 2 : 0);

    (void)code;
    snprintf(name, sizeof name, "%.*s", (int)family.size,
             (const char *)family.data);
    if (strcasestr(name, "mono") != NULL || strcasestr(name, "courier") != NULL)
        kind = 1;
    else if (strcasestr(name, "serif") != NULL &&
             strcasestr(name, "sans") == NULL)
        kind = 2;
    else if (strcasestr(name, "times") != NULL)
        kind = 2;
    if (kind == 2 && italic)
        style += 2;
    if (cache[kind][style].data == NULL) {
        snprintf(path, sizeof path, FONTS "DejaVu%s%s.ttf", kinds[kind],
                 styles[style]);
        cache[kind][style].data = bench_map(path, &cache[kind][style].size);
    }
    *data = cache[kind][style].data;
    *size = cache[kind][style].size;
    *index = 0;
    *file = (uint64_t)(kind * 8 + style + 1);
    return *data != NULL;
}
