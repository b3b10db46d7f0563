/*
 * fuzz_font.c - any bytes as a web font: what is unpacked must be a font's
 * tables, and some of its glyphs are looked at.
 *
 * Process: test.  See fuzz_main.c.
 */
#include "text/woff.h"

#include "log.h"

#include <ft2build.h>
#include FT_FREETYPE_H

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FT_Library library;
    struct buf font = {NULL, 0, 0};
    FT_Face face;

    if (library == NULL && FT_Init_FreeType(&library) != 0)
        fatal("fuzz: FreeType does not start");
    if (woff_decode(&font, (struct span){data, size}) == NULL) {
        if (font.size > MAX_WEB_FONT || font.size < 12)
            fatal("fuzz: a font of %zu bytes", font.size);
        if (FT_New_Memory_Face(library, font.data, (FT_Long)font.size, 0,
                               &face) == 0) {
            for (FT_UInt g = 0; g < 16; g++)
                FT_Load_Glyph(face, g, FT_LOAD_NO_SCALE);
            FT_Done_Face(face);
        }
    }
    buf_finish(&font);
    return 0;
}
