/*
 * fetch_file.c - file: addresses: files in pieces, folders as pages.
 *
 * Process: browser.  Distrusts: addresses, file names, what lies in folders.
 *
 * Only regular files and folders are opened: a FIFO or a device could block
 * or act.  A page of a file may have what lies in its own folder or below,
 * and pictures, style sheets and fonts from everywhere; that is judged on the
 * descriptor that was opened, so that no symbolic link can be changed in
 * between.  It may be left for any other file, which another process shows.
 */
#include "fetch_scheme.h"
#include "limits.h"
#include "log.h"
#include "mime.h"
#include "pages.h"
#include "site.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PIECE = 256 * 1024, MAX_ENTRIES = 20000 };

struct entry {
    char *name;
    bool folder, other; /* other: neither folder nor file */
    int64_t size;
    time_t changed;
};

struct listing {
    struct entry *entries;
    size_t count, capacity;
    bool cut;
};

/* Pages below this folder may have everything below it. */
static char *root;

/* f->state is a pointer to the descriptor. */

void
fetch_set_file_root(const char *folder)
{
    free(root);
    root = folder != NULL ? realpath(folder, NULL) : NULL;
    if (folder != NULL && root == NULL)
        log_warn("fetch: %s: %s", folder, strerror(errno));
}

static void
fail(struct fetch *f, const char *path, int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        fetch_ended(f, LOAD_RESULT_FAILED, "There is no file %s.", path);
        break;
    case EACCES:
    case EPERM:
        fetch_ended(f, LOAD_RESULT_FAILED, "%s may not be read by you.", path);
        break;
    default:
        fetch_ended(f, LOAD_RESULT_FAILED, "%s cannot be read: %s.", path,
                    strerror(number));
    }
}

/* -- the rule -- */

/* The folder that holds the initiator, by its real name; for a folder itself
 * that folder. */
static bool
initiator_folder(const struct fetch *f, char folder[PATH_MAX], bool *is_folder)
{
    struct buf path = {0};
    struct stat st;
    char *slash;
    bool ok;

    url_add_decoded(&path, url_path(&f->initiator));
    ok = realpath(buf_text(&path), folder) != NULL && stat(folder, &st) == 0;
    buf_finish(&path);
    if (!ok)
        return false;
    *is_folder = S_ISDIR(st.st_mode);
    if (!*is_folder && (slash = strrchr(folder, '/')) != NULL)
        slash[slash == folder ? 1 : 0] = '\0';
    return true;
}

/* Both are real names. */
static bool
lies_below(const char *path, const char *folder)
{
    size_t depth = strcmp(folder, "/") == 0 ? 0 : strlen(folder);

    return strncmp(path, folder, depth) == 0 &&
           (path[depth] == '/' || path[depth] == '\0');
}

/* Kinds that hold nothing but what a page is made of. */
static bool
is_dressing(const char *path)
{
    const char *type = mime_of_name(span_of(strrchr(path, '/') + 1));

    return type != NULL &&
           (strncmp(type, "image/", 6) == 0 || strncmp(type, "font/", 5) == 0 ||
            strcmp(type, "text/css") == 0);
}

/* Whether going there from the initiator is going to another process. */
static bool
leaves_site(const struct fetch *f)
{
    struct buf from = {0}, to = {0};
    bool leaves;

    site_add(&from, &f->initiator);
    site_add(&to, &f->url);
    leaves = strcmp(buf_text(&from), buf_text(&to)) != 0;
    buf_finish(&from);
    buf_finish(&to);
    return leaves;
}

/* Whether the opened file is one the asking page may have. */
static bool
may_read(const struct fetch *f, int fd)
{
    char folder[PATH_MAX], link[64], real[PATH_MAX];
    ssize_t size;
    bool is_folder;

    if (!url_is(&f->initiator, "file"))
        return true; /* the person, or a page with power */
    if (f->navigation && leaves_site(f))
        return true;
    if (!initiator_folder(f, folder, &is_folder))
        return false;
    if (is_folder && f->navigation)
        return true; /* the links of a listing are our own */
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    size = readlink(link, real, sizeof real - 1);
    if (size < 0)
        return false;
    real[size] = '\0';
    return lies_below(real, folder) || (!f->navigation && is_dressing(real)) ||
           (root != NULL && lies_below(folder, root) && lies_below(real, root));
}

/* -- folders -- */

static int
by_name(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    if (x->folder != y->folder)
        return x->folder ? -1 : 1;
    return strcasecmp(x->name, y->name) != 0 ? strcasecmp(x->name, y->name)
                                             : strcmp(x->name, y->name);
}

static void
add_entry(struct listing *l, int folder, const char *name)
{
    struct entry e = {.other = true};
    struct stat st;

    if (fstatat(folder, name, &st, 0) == 0) {
        e.folder = S_ISDIR(st.st_mode);
        e.other = !e.folder && !S_ISREG(st.st_mode);
        e.size = st.st_size;
        e.changed = st.st_mtime;
    }
    if (l->count == l->capacity) {
        l->capacity = l->capacity ? l->capacity * 2 : 64;
        l->entries = realloc(l->entries, l->capacity * sizeof e);
    }
    if (l->entries == NULL || (e.name = strdup(name)) == NULL)
        fatal_memory("out of memory for a listing");
    l->entries[l->count++] = e;
}

static void
read_folder(struct listing *l, DIR *dir)
{
    struct dirent *found;

    while ((found = readdir(dir)) != NULL) {
        if (strcmp(found->d_name, ".") == 0 || strcmp(found->d_name, "..") == 0)
            continue;
        if (l->count == MAX_ENTRIES) {
            l->cut = true;
            break;
        }
        add_entry(l, dirfd(dir), found->d_name);
    }
    if (l->count > 0)
        qsort(l->entries, l->count, sizeof l->entries[0], by_name);
}

static void
add_size(struct buf *html, int64_t size)
{
    static const char *const units[] = {"KB", "MB", "GB", "TB"};
    double shown = (double)size;
    int unit = -1;

    while (shown >= 1000 && unit < 3) {
        shown /= 1000;
        unit++;
    }
    if (unit < 0)
        buf_printf(html, "%d B", (int)size);
    else
        buf_printf(html, shown < 10 ? "%.1f %s" : "%.0f %s", shown,
                   units[unit]);
}

static void
add_row(struct buf *html, const struct entry *e)
{
    const char *slash = e->folder ? "/" : "";
    struct tm when;
    char date[32] = "";

    if (localtime_r(&e->changed, &when) != NULL)
        strftime(date, sizeof date, "%Y-%m-%d %H:%M", &when);
    buf_add_text(html, "<tr><td class=\"name\">");
    if (!e->other) {
        buf_add_text(html, "<a href=\"./");
        url_add_encoded(html, span_of(e->name), URL_SET_COMPONENT);
        buf_printf(html, "%s\">", slash);
    }
    pages_text(html, span_of(e->name));
    buf_printf(html, "%s%s</td><td class=\"number\">", slash,
               e->other ? "" : "</a>");
    if (!e->folder && !e->other)
        add_size(html, e->size);
    buf_printf(html, "</td><td class=\"number\">%s</td></tr>\n",
               e->other ? "" : date);
}

static void
add_listing(struct buf *html, const char *path, const struct listing *l)
{
    struct buf title = {0};

    buf_printf(&title, "Files in %s", path);
    pages_begin(html, buf_text(&title));
    buf_finish(&title);
    if (strcmp(path, "/") != 0)
        buf_add_text(html, "<p><a href=\"../\">Parent folder</a></p>\n");
    if (l->count == 0)
        buf_add_text(html, "<p class=\"quiet\">This folder is empty.</p>\n");
    else
        buf_add_text(html, "<table><tr><th class=\"name\">Name</th>"
                           "<th class=\"number\">Size</th>"
                           "<th class=\"number\">Changed</th></tr>\n");
    for (size_t i = 0; i < l->count; i++)
        add_row(html, &l->entries[i]);
    if (l->count > 0)
        buf_add_text(html, "</table>\n");
    if (l->cut)
        buf_printf(html, "<p>Only the first %d are shown.</p>\n", MAX_ENTRIES);
    pages_end(html);
}

/* The address of a folder ends in a slash, or its links would not fit. */
static void
end_with_slash(struct fetch *f)
{
    struct span path = url_path(&f->url);
    struct buf slashed = {0};
    struct url u;

    if (path.size > 0 && path.data[path.size - 1] == '/')
        return;
    buf_add_span(&slashed, path);
    buf_add_char(&slashed, '/');
    if (url_parse(&u, buf_span(&slashed), &f->url)) {
        url_finish(&f->url);
        f->url = u;
    }
    buf_finish(&slashed);
}

/* Takes fd. */
static void
start_folder(struct fetch *f, const char *path, int fd)
{
    const struct fetch_response response = {
        .status = 200,
        .type = span_of("text/html;charset=utf-8"),
        .length = -1,
        .nosniff = true,
    };
    struct listing l = {0};
    struct buf html = {0};
    DIR *dir = fdopendir(fd);

    if (dir == NULL) {
        fail(f, path, errno);
        close(fd);
        return;
    }
    read_folder(&l, dir);
    closedir(dir);
    end_with_slash(f);
    add_listing(&html, path, &l);
    fetch_head_arrived(f, &response);
    fetch_data_arrived(f, buf_span(&html));
    fetch_ended(f, LOAD_RESULT_OK, NULL);
    for (size_t i = 0; i < l.count; i++)
        free(l.entries[i].name);
    free(l.entries);
    buf_finish(&html);
}

/* -- files -- */

static void
start_file(struct fetch *f, const char *path, int fd, int64_t size)
{
    const char *slash = strrchr(path, '/');
    const char *type = mime_of_name(span_of(slash != NULL ? slash + 1 : path));
    struct fetch_response response = {
        .status = 200,
        .type = span_of(type != NULL ? type : ""),
        .length = size,
        /* An extension is taken at its word, "text/plain" too. */
        .nosniff = type != NULL,
    };
    int *state = malloc(sizeof *state);

    if (state == NULL)
        fatal_memory("out of memory for a file");
    *state = fd;
    f->state = state;
    fetch_head_arrived(f, &response);
}

/* One piece per turn of the loop. */
static void
more(struct fetch *f)
{
    const int *fd = f->state;
    uint8_t *piece;
    ssize_t got;

    if (fd == NULL)
        return;
    piece = malloc(PIECE);
    if (piece == NULL)
        fatal_memory("out of memory for a piece of a file");
    got = read(*fd, piece, PIECE);
    if (got > 0)
        fetch_data_arrived(f, (struct span){piece, (size_t)got});
    else if (got == 0)
        fetch_ended(f, LOAD_RESULT_OK, NULL);
    else
        fetch_ended(f, LOAD_RESULT_FAILED, "Reading %.*s failed: %s.",
                    (int)url_path(&f->url).size,
                    (const char *)url_path(&f->url).data, strerror(errno));
    free(piece);
}

/* Opens path if it is a file or a folder; -1 after fetch_ended. */
static int
open_path(struct fetch *f, const char *path, struct stat *st)
{
    int fd;

    if (stat(path, st) < 0) {
        fail(f, path, errno);
        return -1;
    }
    if (!S_ISREG(st->st_mode) && !S_ISDIR(st->st_mode)) {
        fetch_ended(f, LOAD_RESULT_REFUSED,
                    "%s is neither a file nor a folder.", path);
        return -1;
    }
    fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0 || fstat(fd, st) < 0) {
        fail(f, path, errno);
    } else if (!S_ISREG(st->st_mode) && !S_ISDIR(st->st_mode)) {
        fetch_ended(f, LOAD_RESULT_REFUSED, "%s was exchanged.", path);
    } else if (!may_read(f, fd)) {
        fetch_ended(f, LOAD_RESULT_REFUSED,
                    "%s lies outside of the folder of the page that asks.",
                    path);
    } else {
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

static void
start(struct fetch *f)
{
    struct buf decoded = {0};
    struct stat st;
    const char *path;
    int fd;

    if (url_host(&f->url).size > 0) {
        fetch_ended(f, LOAD_RESULT_FAILED,
                    "Files of another computer (%.*s) cannot be opened.",
                    (int)url_host(&f->url).size,
                    (const char *)url_host(&f->url).data);
        return;
    }
    url_add_decoded(&decoded, url_path(&f->url));
    path = buf_text(&decoded);
    if (strlen(path) != decoded.size) {
        fetch_ended(f, LOAD_RESULT_FAILED,
                    "A file name cannot hold a zero byte.");
    } else if ((fd = open_path(f, path, &st)) >= 0) {
        if (S_ISDIR(st.st_mode))
            start_folder(f, path, fd);
        else
            start_file(f, path, fd, st.st_size);
    }
    buf_finish(&decoded);
}

static void
stop(struct fetch *f)
{
    int *fd = f->state;

    if (fd != NULL)
        close(*fd);
    free(fd);
}

const struct fetch_scheme fetch_file = {"file", start, more, stop};
