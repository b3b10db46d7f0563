/*
 * store.h - the profile's database: history, bookmarks, the session.
 *
 * Process: browser.  Distrusts: the file, which may be damaged.
 *
 * SQLite in WAL mode: what a call has stored survives the death of the
 * browser at any later moment; a lost power line may cost the last seconds.
 * All texts are UTF-8; the ones given to callbacks are valid during the call.
 * Without an open store every call does nothing.
 */
#ifndef BULKHEAD_STORE_H
#define BULKHEAD_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store_entry {
    const char *url, *title; /* title may be "" */
    int64_t time;            /* last visit, or when added; s since 1970 */
    int visits;              /* 0 for a bookmark never visited */
};

/* False ends the listing. */
typedef bool store_each_fn(const struct store_entry *entry, void *data);

/* Opens profile.db in folder, which is created with mode 0700; NULL: in
 * memory.  A damaged file is moved aside and a new one begun.  False after
 * logging when even that fails. */
bool store_open(const char *folder);
void store_close(void);

/* -- history: one row for each address -- */

void store_visit(const char *url, const char *title);
void store_set_title(const char *url, const char *title);

/* Newest first, at most limit; query: only those whose address or title
 * contains it, or NULL. */
void store_each_history(int limit, const char *query, store_each_fn *fn,
                        void *data);
void store_clear_history(void);

/* History and bookmarks for what was typed into the address bar, best first:
 * addresses that begin so (scheme and "www." do not count), then those that
 * contain it, each by visits and age. */
void store_complete(const char *typed, int limit, store_each_fn *fn,
                    void *data);

/* -- bookmarks -- */

/* Adds or removes; true when it is a bookmark afterwards. */
bool store_bookmark_toggle(const char *url, const char *title);
bool store_bookmark_is(const char *url);
void store_bookmark_each(store_each_fn *fn, void *data); /* oldest first */

/* -- the session: the open tabs in their order -- */

struct store_tab {
    const char *url, *title;
    bool active;
};

typedef bool store_tab_fn(const struct store_tab *tab, void *data);

/* Replaces the old session at once or, on failure, not at all. */
bool store_session_save(const struct store_tab *tabs, size_t count);
void store_session_each(store_tab_fn *fn, void *data);

/* SQLite's version. */
const char *store_version(void);

#endif
