/*
 * shell_page.c - what a person does with a page as text or paper: select,
 * copy, find, look at the source, print.
 *
 * Process: browser.  Distrusts: nothing of its own; page_text.c and print.c
 * hear the renderer.
 */
#include "page_text.h"
#include "print.h"
#include "shell_input.h"

#include <stdio.h>
#include <stdlib.h>

static void
on_printed(struct page *p, const char *path, uint32_t pages, void *unused)
{
    struct tab *t = p->tab;

    (void)unused;
    if (pages > 0)
        snprintf(t->notice, sizeof t->notice, "Printed to %s: %u page%s", path,
                 pages, pages > 1 ? "s" : "");
    else
        snprintf(t->notice, sizeof t->notice,
                 "The page could not be printed; the log says why.");
    shell.toolbar_dirty = true;
    compositor_damage();
}

static void
print_tab(struct tab *t)
{
    if (t->page == NULL ||
        !print_to_downloads(t->page, tab_title(t), on_printed, NULL))
        snprintf(t->notice, sizeof t->notice, "There is nothing to print.");
    shell.toolbar_dirty = true;
}

/* Only into a field: a page that has none must not read the clipboard. */
static void
paste(struct page *p, char *text)
{
    if (p != NULL && text != NULL &&
        (p->editing == EDITING_LINE || p->editing == EDITING_AREA)) {
        page_note_input(p);
        page_type(p, text);
    }
    free(text);
}

static void
open_source(struct tab *t)
{
    struct buf url = {0};

    if (t->current < 0)
        return;
    buf_printf(&url, "view-source:%s", tab_url(t));
    tab_activate(tab_create(buf_text(&url), t));
    buf_finish(&url);
}

static void
on_copied(enum copy_target target, const char *text)
{
    if (target == COPY_CLIPBOARD)
        window_clipboard_set(text);
    else
        window_primary_set(text);
}

static void
on_found(struct page *p, uint32_t shown, uint32_t places)
{
    if (tab_active() != NULL && tab_active()->page == p)
        toolbar_found(shell.toolbar, shown, places);
}

void
shell_find(void *owner, const char *text, int how)
{
    (void)owner;
    if (tab_active() != NULL)
        page_find(tab_active()->page, how, text);
}

static void
on_paste(struct page *p)
{
    paste(p, window_primary_get());
}

static const struct page_text_events text_events = {on_copied, on_found,
                                                    on_paste};

void
shell_page_open(void)
{
    page_text_listen(&text_events);
}

bool
shell_page_command(struct tab *t, enum command command)
{
    switch (command) {
    case COMMAND_PRINT:
        print_tab(t);
        break;
    case COMMAND_VIEW_SOURCE:
        open_source(t);
        break;
    case COMMAND_COPY:
    case COMMAND_CUT:
        page_copy(shell_focused_page(), COPY_CLIPBOARD, command == COMMAND_CUT);
        break;
    case COMMAND_PASTE:
        paste(shell_focused_page(), window_clipboard_get());
        break;
    case COMMAND_SELECT_ALL:
        page_edit(shell_focused_page(), EDIT_SELECT_ALL);
        break;
    case COMMAND_UNDO:
        page_edit(shell_focused_page(), EDIT_UNDO);
        break;
    case COMMAND_REDO:
        page_edit(shell_focused_page(), EDIT_REDO);
        break;
    case COMMAND_FIND:
        toolbar_find(shell.toolbar);
        break;
    case COMMAND_FIND_NEXT:
        toolbar_find_step(shell.toolbar, FIND_NEXT);
        break;
    case COMMAND_FIND_PREVIOUS:
        toolbar_find_step(shell.toolbar, FIND_PREVIOUS);
        break;
    default:
        return false;
    }
    return true;
}
