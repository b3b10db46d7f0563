/*
 * page_text.h - the text of a page: selecting, copying, finding.
 *
 * Process: browser.  Distrusts: the renderer: what it says goes to the
 * clipboard only when the person has asked for it.
 */
#ifndef BULKHEAD_PAGE_TEXT_H
#define BULKHEAD_PAGE_TEXT_H

#include "page.h"

enum copy_target {
    COPY_NOWHERE,   /* nobody asked */
    COPY_CLIPBOARD, /* Ctrl+C */
    COPY_PRIMARY    /* X's selection, after the mouse has selected */
};

/* Asks for the selected text; nothing selected leaves the target alone.  cut:
 * and takes it out of the field it stands in. */
void page_copy(struct page *p, enum copy_target target, bool cut);

/* Another command to the field that has the focus, or the page: EDIT_. */
void page_edit(struct page *p, int command);

/* Types a text into the field that has the focus. */
void page_type(struct page *p, const char *text);

/* Finds a text, or the next or previous place of it: FIND_.  "" ends it. */
void page_find(struct page *p, int how, const char *text);

/* What the shell wants to know. */
struct page_text_events {
    void (*copied)(enum copy_target target, const char *text);
    void (*found)(struct page *p, uint32_t shown, uint32_t places);
    void (*paste)(struct page *p); /* X's selection, into its field */
};
void page_text_listen(const struct page_text_events *events);

#endif
