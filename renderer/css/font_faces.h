/*
 * font_faces.h - the @font-face rules of style sheets (CSS Fonts 4, 4).
 *
 * Process: renderer.  Distrusts: style sheets; numbers are bounded here.
 */
#ifndef BULKHEAD_FONT_FACES_H
#define BULKHEAD_FONT_FACES_H

#include "css/style.h"

struct font_source {
    const char *url;   /* absolute; NULL: local */
    const char *local; /* a font's name */
};

struct font_range {
    uint32_t first, last; /* characters */
};

enum {
    MAX_FONT_SOURCES = 16, /* of one rule; real ones have up to six */
    MAX_FONT_RANGES = 512, /* of one rule; CJK slices have some 300 */
    MAX_FONT_FACES = 2048  /* rules of one document */
};

struct font_face_rule {
    const char *family;
    const struct font_source *sources; /* what can be read, best first */
    unsigned source_count;
    const struct font_range *ranges; /* none: all characters */
    unsigned range_count;
    int weight_low, weight_high;
    bool italic; /* or oblique */
};

/* Calls fn for each rule that holds, in the order of the sheets.  The rules
 * live as long as the sheets. */
struct sheets;
typedef void font_face_fn(const struct font_face_rule *rule, void *data);
void sheets_each_font_face(struct sheets *s, const struct style_context *c,
                           font_face_fn *fn, void *data);

#endif
