/*
 * control.h - a form control: what kind it is, what it holds now, which states
 * it is in (HTML standard 4.10).
 *
 * Process: renderer.  Distrusts: the page's attributes.
 *
 * The tree holds what the page said; what the person made of it is in struct
 * control, which outlives the tree when the page is parsed again.  A node
 * without one (node->control NULL) answers by its attributes alone.
 */
#ifndef BULKHEAD_FORM_CONTROL_H
#define BULKHEAD_FORM_CONTROL_H

#include "form/editor.h"
#include "html/dom.h"

enum control_type {
    CONTROL_NONE, /* not a control */

    /* one line of text */
    CONTROL_TEXT,
    CONTROL_SEARCH,
    CONTROL_TEL,
    CONTROL_URL,
    CONTROL_EMAIL,
    CONTROL_PASSWORD,
    CONTROL_DATE, /* and the other times: typed as text */
    CONTROL_MONTH,
    CONTROL_WEEK,
    CONTROL_TIME,
    CONTROL_DATETIME,
    CONTROL_NUMBER,
    CONTROL_COLOR,
    CONTROL_TEXTAREA, /* the last of those with an editor */

    CONTROL_RANGE,
    CONTROL_CHECKBOX,
    CONTROL_RADIO,
    CONTROL_FILE,
    CONTROL_SUBMIT,
    CONTROL_IMAGE,
    CONTROL_RESET,
    CONTROL_BUTTON,
    CONTROL_HIDDEN,
    CONTROL_SELECT,
    CONTROL_OPTION
};

/* A file the person chose: the browser's number for it, and its name. */
struct chosen_file {
    uint32_t grant;
    char *name;
    struct chosen_file *next;
};

struct control {
    enum control_type type;
    struct node *node;     /* in the current tree */
    struct node *form;     /* its form owner, or NULL */
    uint32_t number;       /* its place among the document's controls */
    char *name;            /* the attribute, or "" */
    struct editor *editor; /* of text, or NULL */
    struct chosen_file *files;
    bool checked;           /* or, of an option, selected */
    bool dirty;             /* no longer what the page said */
    bool reported;          /* was told to be invalid, or was tried */
    int scroll_x, scroll_y; /* of its text, in layout's units */
};

enum control_type control_type(const struct node *n);

static inline bool
control_is_text(enum control_type type)
{
    return type >= CONTROL_TEXT && type <= CONTROL_TEXTAREA;
}

/* The button of a form: submit, image, reset or plain. */
bool control_is_button(enum control_type type);

/* Whether the control's own value takes part in submission and validation:
 * all but options. */
bool control_is_listed(enum control_type type);

/* ---- states, for selectors, painting, submission ------------------------ */

bool control_is_disabled(const struct node *n); /* also by fieldset */
bool control_is_read_write(const struct node *n);
bool control_is_checked(const struct node *n); /* also a selected option */
bool control_shows_placeholder(const struct node *n);

/* ---- what it holds ------------------------------------------------------ */

/* Appends the value as it would be submitted (not of files and selects). */
void control_add_value(struct buf *out, const struct node *n);

/* Appends what a control of text, a button or a file control shows. */
void control_add_shown(struct buf *out, const struct node *n);

/* The text of an option (label, or its contents with white space collapsed),
 * and its value. */
void control_add_option_text(struct buf *out, const struct node *option);
void control_add_option_value(struct buf *out, const struct node *option);

/* The next option of a select after n (NULL: the first), or NULL. */
struct node *control_next_option(const struct node *select,
                                 const struct node *n);

/* The select an option belongs to, or NULL. */
struct node *control_select_of(const struct node *option);

/* Whether the select shows several rows; how many. */
bool control_is_list(const struct node *select);
int control_rows(const struct node *select);

/* Whether an option, or the group around it, is disabled. */
bool control_is_option_disabled(const struct node *option);

/* Stands before a file control's files, as its button. */
#define CONTROL_FILE_BUTTON "Choose File"
#define CONTROL_FILE_LABEL CONTROL_FILE_BUTTON "     "

/* ---- attributes --------------------------------------------------------- */

/* Whether the attribute is there with this value, letter case aside. */
bool control_attribute_is(const struct node *n, const char *name,
                          const char *value);

/* A whole number from an attribute, or otherwise. */
int control_attribute_number(const struct node *n, const char *name,
                             int otherwise);

#endif
