/*
 * document_fonts.c - the fonts of a document's @font-face rules: fetched when
 * text asks for them.
 *
 * Process: renderer.  Distrusts: the page.
 */
#include "document.h"
#include "css/style.h"
#include "log.h"
#include "text/font.h"

#include <stdlib.h>

/* Numbers of sets: never used twice by this process. */
static uint32_t last_number;

/* Takes the first source that is there, from the rule's list; asks for one that
 * may come.  True if the face's file is there now and was not. */
static bool
load(struct document *d, struct web_face *w)
{
    if (w->file.data != NULL)
        return false;
    for (unsigned i = 0; i < w->rule->source_count; i++) {
        const struct font_source *s = &w->rule->sources[i];
        const struct resource *r;

        if (s->local != NULL) {
            if (font_find_local(span_of(s->local), &w->file.data, &w->file.size,
                                &w->index, &w->file.number))
                return true;
            w->file.data = NULL;
            continue;
        }
        r = resources_want(d->resources, s->url, RESOURCE_FONT);
        if (r != NULL && r->state == RESOURCE_READY) {
            w->file = *r->font;
            return true;
        }
        if (r != NULL && r->state != RESOURCE_FAILED)
            return false; /* it may come */
    }
    return false;
}

static void
add_face(const struct font_face_rule *rule, void *data)
{
    struct document *d = data;
    struct web_fonts *f = &d->fonts;

    if (f->count < MAX_FONT_FACES)
        f->faces[f->count++] = (struct web_face){.rule = rule};
}

static void
count_face(const struct font_face_rule *rule, void *data)
{
    (void)rule;
    ++*(unsigned *)data;
}

static void
renumber(struct document *d)
{
    if (d->fonts.number != 0)
        font_forget(d->fonts.number);
    d->fonts.number = ++last_number;
}

void
document_fonts_drop(struct document *d)
{
    if (d->fonts.number != 0)
        font_forget(d->fonts.number);
    free(d->fonts.faces);
    d->fonts = (struct web_fonts){.count = 0};
}

void
document_fonts_collect(struct document *d, const struct style_context *c)
{
    unsigned count = 0;

    d->dirty_fonts = false;
    document_fonts_drop(d);
    sheets_each_font_face(d->sheets, c, count_face, &count);
    if (count == 0)
        return;
    count = count < MAX_FONT_FACES ? count : MAX_FONT_FACES;
    d->fonts.faces = calloc(count, sizeof *d->fonts.faces);
    if (d->fonts.faces == NULL)
        fatal_memory("out of memory for fonts");
    sheets_each_font_face(d->sheets, c, add_face, d);
    renumber(d);
    /* What has come for the sheets before needs no second asking. */
    for (unsigned i = 0; i < d->fonts.count; i++) {
        struct web_face *w = &d->fonts.faces[i];

        for (unsigned n = 0; n < w->rule->source_count; n++)
            w->wanted |= w->rule->sources[n].url != NULL &&
                         resources_find(d->resources, w->rule->sources[n].url,
                                        RESOURCE_FONT) != NULL;
        if (w->wanted)
            load(d, w);
    }
}

bool
document_fonts_work(struct document *d)
{
    unsigned version = resources_version(d->resources, RESOURCE_FONT);
    bool came = false;

    if (!d->fonts.asked && version == d->fonts_seen)
        return false;
    d->fonts.asked = false;
    d->fonts_seen = version;
    for (unsigned i = 0; i < d->fonts.count; i++)
        if (d->fonts.faces[i].wanted)
            came |= load(d, &d->fonts.faces[i]);
    if (came) {
        renumber(d);
        d->dirty_style = true; /* ex, ch, line heights */
    }
    return true;
}
