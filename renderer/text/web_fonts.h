/*
 * web_fonts.h - the fonts that a document brings with it: which of its
 * @font-face rules stands for a family, weight, style and character (CSS Fonts
 * 4, 5).
 *
 * Process: renderer.  Distrusts: font files.
 */
#ifndef BULKHEAD_WEB_FONTS_H
#define BULKHEAD_WEB_FONTS_H

#include "css/font_faces.h"
#include "text/font_face.h"

/* A font file in memory, unpacked; kept for the life of the process, each
 * content once. */
struct web_file {
    const uint8_t *data;
    size_t size;
    uint64_t number; /* as font_source_fn's file */
};

/* The file for these bytes; NULL, with *why set, if there is none in them or
 * the process has taken MAX_WEB_FONTS bytes. */
const struct web_file *web_file_take(struct span bytes, const char **why);

struct web_face {
    const struct font_face_rule *rule;
    struct web_file file; /* data NULL: not there yet */
    unsigned index;       /* of the face in its file */
    bool wanted;          /* a character of it was asked for */
};

/* The faces of one document.  A change of what is there needs a new number. */
struct web_fonts {
    struct web_face *faces;
    unsigned count;
    uint32_t number;
    bool asked; /* some face became wanted */
};

/* One name of a family list: a face of the document, or the system's font for
 * that name. */
struct web_candidate {
    struct web_face *web; /* NULL: face is the system's */
    struct face *face;    /* NULL: not opened yet */
    bool tried;
};

enum { WEB_CANDIDATES = 256 };

/* The candidates for a family list, best first; as many as out has room for
 * (WEB_CANDIDATES), or 0 if no name of the list is the document's.  system
 * opens the system's font for one name, NULL if it has none of that name. */
typedef struct face *web_system_fn(struct span name, int weight, bool italic);
unsigned web_candidates(const struct web_fonts *fonts, const char *families,
                        int weight, bool italic, web_system_fn *system,
                        struct web_candidate *out);

/* The candidate's face if it has the character and the file is there; marks
 * what is wanted. */
struct face *web_candidate_face(struct web_fonts *fonts,
                                struct web_candidate *c, uint32_t code,
                                int weight, bool italic);

#endif
