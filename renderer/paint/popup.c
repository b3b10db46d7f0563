/*
 * popup.c - paints what stands over the page: lists of selects, sentences.
 *
 * Process: renderer.  Distrusts: nothing; the texts are shaped already.
 */
#include "form/popup.h"
#include "paint/painter.h"

#include <cairo.h>

enum { BESIDE = 8 /* px beside a row's text */ };

static const rgba_t ground = 0xFFFFFFFF, line = 0xFF8A8F98,
                    hot_ground = 0xFF1A66D6, hot_ink = 0xFFFFFFFF,
                    ink = 0xFF101828, grey = 0xFF8A8F98,
                    sentence_ground = 0xFF25303F;

static void
paint_row(struct painter *p, const struct popup *popup,
          const struct popup_row *row, struct rect r, rgba_t color)
{
    const struct font_metrics *m = font_metrics(font_primary(popup->style));
    unit_t pen = (r.x + BESIDE + row->indent) * UNIT;
    unit_t baseline =
        r.y * UNIT + (r.height * UNIT - m->ascent - m->descent) / 2 + m->ascent;

    set_color(p, color);
    for (unsigned i = 0; i < row->text->piece_count; i++) {
        const struct piece *piece = &row->text->pieces[i];
        struct text_run run = {.font = piece->font,
                               .style = popup->style,
                               .glyphs = row->text->glyphs + piece->glyph,
                               .glyph_count = piece->glyph_count,
                               .x = pen,
                               .baseline = baseline,
                               .width = piece->width};

        if (piece->kind == PIECE_TEXT && piece->font != NULL)
            paint_glyphs(p, &run);
        pen += piece->width;
    }
}

void
paint_popup(struct painter *p, const struct popup *popup)
{
    struct rect r = popup->rect, inner = rect_grow(r, -1);

    if (!rect_touches(rect_grow(r, 3), p->visible))
        return;
    fill_rect(p, (struct rect){r.x + 2, r.y + 2, r.width, r.height},
              0x30000000);
    fill_rect(p, r, popup->is_list ? line : sentence_ground);
    cairo_save(p->cr);
    cairo_new_path(p->cr);
    rect_path(p, inner);
    cairo_clip(p->cr);
    if (popup->is_list)
        fill_rect(p, inner, ground);
    for (unsigned i = 0; i < popup->shown; i++) {
        const struct popup_row *row = &popup->rows[popup->first + i];
        struct rect at = {inner.x, inner.y + (int)i * popup->row_height,
                          inner.width, popup->row_height};
        bool hot = (int)(popup->first + i) == popup->hot;

        if (hot)
            fill_rect(p, at, hot_ground);
        paint_row(p, popup, row, at,
                  !popup->is_list || hot                 ? hot_ink
                  : row->disabled || row->option == NULL ? grey
                                                         : ink);
    }
    cairo_restore(p->cr);
}
