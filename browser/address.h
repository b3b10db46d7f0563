/*
 * address.h - the text of the address bar: editing, undo, completion, and how
 * a committed address is shown.
 *
 * Process: browser.  Distrusts: what is typed or pasted (cleaned on the way
 * in) and the URLs of pages (shown so that the host cannot be faked).
 *
 * Positions are bytes and always lie between characters.
 */
#ifndef BULKHEAD_ADDRESS_H
#define BULKHEAD_ADDRESS_H

#include "text.h"

enum { ADDRESS_TEXT_SIZE = 14, ADDRESS_STATES = 64 };

enum address_move {
    ADDRESS_LEFT,
    ADDRESS_RIGHT,
    ADDRESS_WORD_LEFT,
    ADDRESS_WORD_RIGHT,
    ADDRESS_HOME,
    ADDRESS_END
};

struct address_state {
    char *text;
    size_t caret;
};

/* A zeroed one is empty and usable. */
struct address {
    struct buf text;
    size_t caret, anchor; /* the selection lies between them */
    bool edited;          /* differs by a person's doing from what was set */
    bool typing;          /* the last change was typing: joined in undo */
    struct address_state states[ADDRESS_STATES];
    int state_count, state; /* the states known; the present one's place */
};

void address_finish(struct address *a);

/* Replaces everything, forgets undo; caret at the end, nothing selected. */
void address_set(struct address *a, const char *text);

struct span address_text(const struct address *a);
struct span address_selection(const struct address *a);

/* Replaces the selection by the text, cleaned and bounded (MAX_URL). */
void address_insert(struct address *a, struct span text);
void address_paste(struct address *a, const char *text);

/* Deletes the selection, or from the caret to where the move leads. */
void address_erase(struct address *a, enum address_move how);
void address_move(struct address *a, enum address_move how, bool extend);
void address_place(struct address *a, size_t at, bool extend);
void address_select_all(struct address *a);
void address_select_word(struct address *a, size_t at);
void address_undo(struct address *a);
void address_redo(struct address *a);

/* What was typed, without a completed tail, if it may be completed now: the
 * caret at the end and nothing selected; else NULL. */
const char *address_wants(struct address *a);

/* Adds the rest of a completion, selected; one that does not start with what
 * was typed is ignored. */
void address_complete(struct address *a, const char *whole);

/* How a URL is shown while nobody edits it: no https:// or http://, no user
 * name, no lone slash at the end.  host gets the bytes of the host in out. */
void address_show(struct buf *out, const char *url, size_t *host_start,
                  size_t *host_end);

#endif
