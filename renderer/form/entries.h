/*
 * entries.h - what a form sends: its entry list, and the list as a query or a
 * body (HTML standard 4.10.22.4 to 4.10.22.9).
 *
 * Process: renderer.  Distrusts: the page.
 */
#ifndef BULKHEAD_FORM_ENTRIES_H
#define BULKHEAD_FORM_ENTRIES_H

#include "form/set.h"

enum form_coding { CODING_URL, CODING_MULTIPART, CODING_PLAIN };

/* Names and values are in the form's encoding, with CR LF. */
struct form_entry {
    struct buf name, value;
    bool is_file;
    uint32_t grant; /* of a chosen file; 0: none was chosen */
};

struct form_entries {
    struct form_entry *all;
    unsigned count, capacity;
    const char *encoding; /* its name; borrowed from encoding.h */
};

/* The entries of a form.  submitter: the button that was pressed, at a place
 * of its picture, or NULL.  encoding is the document's. */
void form_entries_init(struct form_entries *e, const struct form_set *s,
                       const struct node *form, const struct node *submitter,
                       int x, int y, const char *encoding);
void form_entries_finish(struct form_entries *e);

/* application/x-www-form-urlencoded, for a query or a body. */
void form_entries_add_url(struct buf *out, const struct form_entries *e);

/* text/plain */
void form_entries_add_plain(struct buf *out, const struct form_entries *e);

/* multipart/form-data but for the contents of files: the entry's part up to
 * its contents.  A chosen file's part is the browser's to write. */
void form_entry_add_part(struct buf *out, const struct form_entry *e,
                         const char *boundary);

/* Appends a name as it stands between the quotes of a part's header. */
void form_entry_add_quoted(struct buf *out, struct span name);

#endif
