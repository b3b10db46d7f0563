/*
 * sheet.h - parsed style sheets inside css/: rules, conditions, imports.
 *
 * Process: renderer.  Distrusts: style sheets.
 */
#ifndef BULKHEAD_SHEET_H
#define BULKHEAD_SHEET_H

#include "css/font_faces.h"
#include "css/properties.h"
#include "css/selectors.h"

/* A media query list; all enclosing ones must hold too. */
struct media {
    struct tokens query;
    const struct media *outer;
    struct media *next; /* all of one sheet */
    bool holds;         /* for the context of the last style_document */
};

/* A cascade layer as one sheet names it; the sheet's are a list in the order
 * of their first mention. */
struct sheet_layer {
    const char *name; /* its last part; NULL: anonymous */
    struct sheet_layer *outer, *next;
    struct layer *layer; /* of the document, for the last index */
};

struct rule {
    struct selector_list selectors;
    const struct sheet_layer *layer;
    const struct block *block;
    const struct media *media;
};

struct sheet_font_face {
    struct font_face_rule rule;
    const struct media *media;
};

/* An @import, and its sheet once it is there. */
struct import {
    const char *url;
    const struct media *media;
    const struct sheet_layer *layer;
    struct sheet *sheet;
    struct import *next;
};

struct sheet {
    struct arena arena;
    const char *url;
    struct buf rules;      /* struct rule */
    struct buf font_faces; /* struct sheet_font_face */
    struct import *imports;
    struct media *medias;
    unsigned depth; /* of @import */
    struct sheet_layer *layers, *last_layer;
    unsigned layer_count, layers_before_imports;
};

enum {
    MAX_IMPORT_DEPTH = 8,
    MAX_SHEETS = 1024,       /* places and imports */
    MAX_RULES = 1000000,     /* of one sheet */
    MAX_RULE_NESTING = 32,   /* @media in @media, rules in rules */
    MAX_SHEET_LAYERS = 10000 /* of one sheet; rules beyond are in none */
};

/* rules.c: parses a sheet; never NULL. */
struct sheet *sheet_create(struct span text, const char *url, struct span media,
                           unsigned depth);
void sheet_destroy(struct sheet *s);

/* font_faces.c: adds the rule with these contents, if it is of use. */
void font_face_read(struct sheet *s, struct tokens contents,
                    const struct media *media);

/* media.c */
bool media_query_holds(struct tokens query, const struct style_context *c);
bool supports_holds(struct arena *a, struct tokens condition);

/* Sets holds of all conditions of the sheet. */
void media_update(struct sheet *s, const struct style_context *c);

/* layers.c: the layer of a dotted name (empty: a new one without) in another,
 * made if it is new. */
struct sheet_layer *layer_of(struct sheet *s, struct sheet_layer *outer,
                             struct tokens name);

/* ---- all sheets --------------------------------------------------------- */

enum origin { ORIGIN_AGENT, ORIGIN_HINT, ORIGIN_AUTHOR, ORIGIN_INLINE };

/* A layer of the document. */
struct layer {
    const char *name;
    struct layer *first, *last, *next;
    uint32_t number; /* higher: wins; what is in none has the highest */
};

/* One selector of one rule. */
struct index_entry {
    const struct selector *selector;
    const struct block *block;
    uint32_t order;
    const struct layer *layer;
    uint32_t next;      /* entry with the same slot, UINT32_MAX: none */
    uint32_t key;       /* the selector's, here for the sake of the cache */
    uint16_t filter[2]; /* counters that must not be 0; FILTER_SIZE: any */
    uint8_t origin;
};

struct rule_index {
    struct index_entry *entries; /* in the order of the cascade */
    struct arena arena;          /* layers */
    uint32_t count, capacity;
    uint32_t *heads; /* by key; heads[mask + 1]: rules for any element */
    uint32_t mask;
};

struct place {
    unsigned place;
    struct sheet *sheet;
};

struct sheets {
    struct sheet *agent, *agent_quirks;
    struct buf places;  /* struct place, by place */
    struct buf retired; /* struct sheet *: replaced, still used by styles */
    unsigned count;
};

/* layers.c: the sheet's layers from number from to to, in the document's. */
void layers_enter(struct arena *a, struct sheet *s, unsigned from, unsigned to,
                  struct layer *outer);
void layers_number(struct layer *root);

/* sheets.c */
void index_build(struct rule_index *index, struct sheets *s,
                 const struct style_context *c, bool quirks);
void index_finish(struct rule_index *index);

/* Ends sheets that were replaced; no computed style uses them any more. */
void sheets_forget_retired(struct sheets *s);

/* ua_sheet.c: pieces of a sheet, ending with NULL */
extern const char *const ua_sheet[], *const ua_sheet_quirks[];

#endif
