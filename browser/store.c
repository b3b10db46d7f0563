/*
 * store.c - the profile's database; the only file that knows SQLite.
 *
 * Process: browser.  Distrusts: the file, which may be damaged.
 */
#include "store.h"
#include "buf.h"
#include "log.h"

#include <sqlite3.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BUSY_TIMEOUT = 1000 /* ms */ };

static sqlite3 *db;

/* bare is the address without its scheme and "www.", for completion; times
 * are in ms, so that visits of one second keep their order. */
static const char schema[] =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = NORMAL;"
    "PRAGMA trusted_schema = OFF;"
    "CREATE TABLE IF NOT EXISTS history ("
    " url TEXT PRIMARY KEY NOT NULL, bare TEXT NOT NULL,"
    " title TEXT NOT NULL, time INTEGER NOT NULL, visits INTEGER NOT NULL);"
    "CREATE INDEX IF NOT EXISTS history_time ON history (time);"
    "CREATE TABLE IF NOT EXISTS bookmarks ("
    " id INTEGER PRIMARY KEY, url TEXT UNIQUE NOT NULL, bare TEXT NOT NULL,"
    " title TEXT NOT NULL, time INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS session ("
    " position INTEGER PRIMARY KEY, url TEXT NOT NULL, title TEXT NOT NULL,"
    " active INTEGER NOT NULL);"
    /* The oldest beyond what anybody looks up. */
    "DELETE FROM history WHERE url IN"
    " (SELECT url FROM history ORDER BY time DESC LIMIT -1 OFFSET 100000);";

const char *
store_version(void)
{
    return sqlite3_libversion();
}

/* -- statements -- */

static bool
run(const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    log_warn("store: %s", sqlite3_errmsg(db));
    return false;
}

static sqlite3_stmt *
prepare(const char *sql)
{
    sqlite3_stmt *s = NULL;

    if (db != NULL && sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        log_warn("store: %s", sqlite3_errmsg(db));
    return s;
}

static void
bind_text(sqlite3_stmt *s, int index, const char *text)
{
    sqlite3_bind_text(s, index, text != NULL ? text : "", -1, SQLITE_TRANSIENT);
}

/* Runs and frees a statement that returns nothing. */
static bool
finish(sqlite3_stmt *s)
{
    int result = s != NULL ? sqlite3_step(s) : SQLITE_ERROR;

    if (s != NULL && result != SQLITE_DONE)
        log_warn("store: %s", sqlite3_errmsg(db));
    sqlite3_finalize(s);
    return result == SQLITE_DONE;
}

static const char *
column(sqlite3_stmt *s, int index)
{
    const unsigned char *text = sqlite3_column_text(s, index);

    return text != NULL ? (const char *)text : "";
}

/* Runs and frees a statement with the columns url, title, time, visits. */
static void
each(sqlite3_stmt *s, store_each_fn *fn, void *data)
{
    bool go_on = s != NULL;

    while (go_on && sqlite3_step(s) == SQLITE_ROW) {
        const struct store_entry e = {
            .url = column(s, 0),
            .title = column(s, 1),
            .time = sqlite3_column_int64(s, 2) / 1000,
            .visits = sqlite3_column_int(s, 3),
        };

        go_on = fn(&e, data);
    }
    sqlite3_finalize(s);
}

static int64_t
now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static const char *
bare(const char *url)
{
    const char *colon = strstr(url, "://");

    if (colon != NULL)
        url = colon + 3;
    return strncmp(url, "www.", 4) == 0 ? url + 4 : url;
}

/* -- opening -- */

static bool
make_folders(const char *folder)
{
    char path[4096];

    if (snprintf(path, sizeof path, "%s", folder) >= (int)sizeof path)
        return false;
    for (char *at = path + 1; *at != '\0'; at++)
        if (*at == '/') {
            *at = '\0';
            mkdir(path, 0700);
            *at = '/';
        }
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

/* SQLite's own check: SQLITE_OK, SQLITE_CORRUPT or why it could not run. */
static int
check(void)
{
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &s, NULL);

    if (code == SQLITE_OK && (code = sqlite3_step(s)) == SQLITE_ROW)
        code = strcmp(column(s, 0), "ok") == 0 ? SQLITE_OK : SQLITE_CORRUPT;
    sqlite3_finalize(s);
    return code;
}

/* SQLITE_OK, or what is wrong; db may be open all the same. */
static int
open_file(const char *path)
{
    int fd, code;

    if (strcmp(path, ":memory:") != 0) {
        /* The mode, which SQLite gives to its other files too. */
        fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (fd >= 0)
            close(fd);
    }
    code = sqlite3_open_v2(
        path, &db,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK)
        return code;
    sqlite3_busy_timeout(db, BUSY_TIMEOUT);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    code = check();
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, schema, NULL, NULL, NULL);
    return code;
}

static void
move_aside(const char *path)
{
    static const char *const parts[] = {"-wal", "-shm", ""};
    struct buf from = {0}, to = {0};
    long now = (long)time(NULL);

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        from.size = to.size = 0;
        buf_printf(&from, "%s%s", path, parts[i]);
        buf_printf(&to, "%s.damaged-%ld%s", path, now, parts[i]);
        rename(buf_text(&from), buf_text(&to));
    }
    log_warn("store: %s is damaged; it is now %s", path, buf_text(&to));
    buf_finish(&from);
    buf_finish(&to);
}

bool
store_open(const char *folder)
{
    struct buf path = {0};
    int code;

    if (folder == NULL) {
        buf_add_text(&path, ":memory:");
    } else {
        if (!make_folders(folder))
            log_warn("store: cannot make %s: %s", folder, strerror(errno));
        buf_printf(&path, "%s/profile.db", folder);
    }
    code = open_file(buf_text(&path));
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
        store_close();
        move_aside(buf_text(&path));
        code = open_file(buf_text(&path));
    }
    if (code != SQLITE_OK) {
        log_error("store: cannot open %s: %s", buf_text(&path),
                  sqlite3_errstr(code));
        store_close();
    }
    buf_finish(&path);
    return code == SQLITE_OK;
}

void
store_close(void)
{
    sqlite3_close(db);
    db = NULL;
}

/* -- history -- */

void
store_visit(const char *url, const char *title)
{
    sqlite3_stmt *s = prepare(
        "INSERT INTO history VALUES (?1, ?2, ?3, ?4, 1)"
        " ON CONFLICT (url) DO UPDATE SET time = ?4, visits = visits + 1,"
        " title = CASE WHEN ?3 = '' THEN title ELSE ?3 END");

    if (s == NULL)
        return;
    bind_text(s, 1, url);
    bind_text(s, 2, bare(url));
    bind_text(s, 3, title);
    sqlite3_bind_int64(s, 4, now_ms());
    finish(s);
}

void
store_set_title(const char *url, const char *title)
{
    sqlite3_stmt *s = prepare("UPDATE history SET title = ?2 WHERE url = ?1");

    if (s == NULL)
        return;
    bind_text(s, 1, url);
    bind_text(s, 2, title);
    finish(s);
}

/* '%' text '%' for LIKE with the escape '\'. */
static void
bind_pattern(sqlite3_stmt *s, int index, const char *text, bool anywhere)
{
    struct buf pattern = {0};

    if (anywhere)
        buf_add_char(&pattern, '%');
    for (; *text != '\0'; text++) {
        if (*text == '%' || *text == '_' || *text == '\\')
            buf_add_char(&pattern, '\\');
        buf_add_char(&pattern, *text);
    }
    buf_add_char(&pattern, '%');
    bind_text(s, index, buf_text(&pattern));
    buf_finish(&pattern);
}

void
store_each_history(int limit, const char *query, store_each_fn *fn, void *data)
{
    sqlite3_stmt *s =
        prepare("SELECT url, title, time, visits FROM history"
                " WHERE url LIKE ?1 ESCAPE '\\' OR title LIKE ?1 ESCAPE '\\'"
                " ORDER BY time DESC LIMIT ?2");

    if (s == NULL)
        return;
    bind_pattern(s, 1, query != NULL ? query : "", true);
    sqlite3_bind_int(s, 2, limit);
    each(s, fn, data);
}

void
store_clear_history(void)
{
    if (db != NULL)
        run("DELETE FROM history");
}

void
store_complete(const char *typed, int limit, store_each_fn *fn, void *data)
{
    sqlite3_stmt *s;

    if (*bare(typed) == '\0')
        return;
    s = prepare(
        "SELECT url, max(title), max(time), max(visits),"
        " min(bare NOT LIKE ?1 ESCAPE '\\') AS late FROM"
        " (SELECT url, bare, title, time, visits FROM history UNION ALL"
        "  SELECT url, bare, title, time, 1 FROM bookmarks)"
        " WHERE bare LIKE ?2 ESCAPE '\\' OR title LIKE ?2 ESCAPE '\\'"
        " GROUP BY url ORDER BY late, max(visits) DESC, max(time) DESC, url"
        " LIMIT ?3");
    if (s == NULL)
        return;
    bind_pattern(s, 1, bare(typed), false);
    bind_pattern(s, 2, bare(typed), true);
    sqlite3_bind_int(s, 3, limit);
    each(s, fn, data);
}

/* -- bookmarks -- */

bool
store_bookmark_is(const char *url)
{
    sqlite3_stmt *s = prepare("SELECT 1 FROM bookmarks WHERE url = ?1");
    bool found;

    if (s == NULL)
        return false;
    bind_text(s, 1, url);
    found = sqlite3_step(s) == SQLITE_ROW;
    sqlite3_finalize(s);
    return found;
}

bool
store_bookmark_toggle(const char *url, const char *title)
{
    bool was = store_bookmark_is(url);
    sqlite3_stmt *s =
        was ? prepare("DELETE FROM bookmarks WHERE url = ?1")
            : prepare("INSERT INTO bookmarks (url, bare, title, time)"
                      " VALUES (?1, ?2, ?3, ?4)");

    if (s == NULL)
        return was;
    bind_text(s, 1, url);
    if (!was) {
        bind_text(s, 2, bare(url));
        bind_text(s, 3, title);
        sqlite3_bind_int64(s, 4, now_ms());
    }
    return finish(s) ? !was : was;
}

void
store_bookmark_each(store_each_fn *fn, void *data)
{
    each(prepare("SELECT b.url, b.title, b.time, coalesce(h.visits, 0)"
                 " FROM bookmarks b LEFT JOIN history h ON h.url = b.url"
                 " ORDER BY b.id"),
         fn, data);
}

/* -- the session -- */

bool
store_session_save(const struct store_tab *tabs, size_t count)
{
    bool ok = db != NULL && run("BEGIN IMMEDIATE");

    if (!ok)
        return false;
    ok = run("DELETE FROM session");
    for (size_t i = 0; i < count && ok; i++) {
        sqlite3_stmt *s =
            prepare("INSERT INTO session VALUES (?1, ?2, ?3, ?4)");

        if (s == NULL) {
            ok = false;
            break;
        }
        sqlite3_bind_int64(s, 1, (sqlite3_int64)i);
        bind_text(s, 2, tabs[i].url);
        bind_text(s, 3, tabs[i].title);
        sqlite3_bind_int(s, 4, tabs[i].active);
        ok = finish(s);
    }
    ok = ok && run("COMMIT");
    if (!ok)
        run("ROLLBACK");
    return ok;
}

void
store_session_each(store_tab_fn *fn, void *data)
{
    sqlite3_stmt *s =
        prepare("SELECT url, title, active FROM session ORDER BY position");
    bool go_on = s != NULL;

    while (go_on && sqlite3_step(s) == SQLITE_ROW) {
        const struct store_tab tab = {column(s, 0), column(s, 1),
                                      sqlite3_column_int(s, 2) != 0};

        go_on = fn(&tab, data);
    }
    sqlite3_finalize(s);
}
