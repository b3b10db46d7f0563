/*
 * page_form.c - what a page's forms send, and the files a person chose for
 * them.
 *
 * Process: browser.  Distrusts: the renderer.
 */
#include "page_form.h"
#include "dispatch.h"
#include "mime.h"
#include "navigation.h"
#include "tabs.h"

#include "log.h"
#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct grant {
    int fd;
    uint64_t size;
    char *name;
};

struct page_form {
    /* the form under way; body NULL: none */
    struct request_body *body;
    char *url, *target;
    int disposition;
    size_t text;    /* bytes of the body that the renderer sent */
    unsigned files; /* parts of it that are files: each is a descriptor */

    struct grant grants[MAX_GRANTS]; /* by number, from 1 */
    unsigned grant_count;
    uint32_t control; /* that files were asked for last */
    bool asked;
};

static page_choose_fn *listener;

void
page_form_listen(page_choose_fn *choose)
{
    listener = choose;
}

static struct page_form *
form_of(struct page *p)
{
    if (p->form == NULL)
        p->form = calloc(1, sizeof *p->form);
    if (p->form == NULL)
        fatal_memory("out of memory for a form");
    return p->form;
}

static void
end_post(struct page_form *f)
{
    request_body_drop(f->body);
    free(f->url);
    free(f->target);
    f->body = NULL;
    f->url = f->target = NULL;
}

void
page_form_drop(struct page *p)
{
    struct page_form *f = p->form;

    if (f == NULL)
        return;
    end_post(f);
    for (unsigned i = 0; i < f->grant_count; i++) {
        close(f->grants[i].fd);
        free(f->grants[i].name);
    }
    free(f);
    p->form = NULL;
}

/* ---- the body ------------------------------------------------------------*/

static char *
copy(struct span s)
{
    char *text =
        s.size > 0 ? strndup((const char *)s.data, s.size) : strdup("");

    if (text == NULL)
        fatal_memory("out of memory for a form");
    return text;
}

/* The page with this document, or NULL: messages cross. */
static struct page *
page_with(uint32_t surface, uint32_t document)
{
    struct page *p = page_of_surface(surface);

    return p != NULL && p->document == document ? p : NULL;
}

/* The type stands in a header. */
static bool
is_header_text(struct span s)
{
    for (size_t i = 0; i < s.size; i++)
        if (s.data[i] < ' ' || s.data[i] > '~')
            return false;
    return true;
}

void
browser_on_post_begin(struct child *c, const struct msg_post_begin *m)
{
    struct page *p = page_with(m->surface, m->document);
    struct page_form *f;

    if (p == NULL)
        return;
    if (!is_header_text(m->type)) {
        child_kill(c, "sent a post_begin whose type is no header");
        return;
    }
    f = form_of(p);
    end_post(f);
    f->body = request_body_create(m->type);
    f->url = copy(m->url);
    f->target = copy(m->target);
    f->disposition = (int)m->disposition;
    f->text = 0;
    f->files = 0;
}

/* What the forms of all pages of the renderer hold, those it has not finished
 * and those on their way to a server. */
static uint64_t
held_for(const struct child *c)
{
    uint64_t held = 0;

    for (const struct page *p = pages_first(); p != NULL; p = p->next) {
        if (p->renderer != c)
            continue;
        if (p->form != NULL && p->form->body != NULL)
            held += p->form->text;
        if (p == p->tab->page)
            held += navigation_held(p->tab->navigation);
    }
    return held;
}

/* The form under way on the page, or NULL after ending a liar. */
static struct page_form *
form_with_room(struct child *c, struct page *p, size_t size)
{
    struct page_form *f = p->form;

    if (f == NULL || f->body == NULL) {
        child_kill(c, "sent a piece of a form that was not begun");
        return NULL;
    }
    f->text += size;
    if (f->text > MAX_POST) {
        child_kill(c, "sent a form of more than %d MiB", MAX_POST >> 20);
        return NULL;
    }
    if (held_for(c) > MAX_POSTS) {
        child_kill(c, "sent forms of more than %d MiB at once",
                   MAX_POSTS >> 20);
        return NULL;
    }
    return f;
}

void
browser_on_post_data(struct child *c, const struct msg_post_data *m)
{
    struct page *p = page_with(m->surface, m->document);
    struct page_form *f =
        p != NULL ? form_with_room(c, p, m->bytes.size) : NULL;

    if (f != NULL)
        request_body_add(f->body, m->bytes);
}

/* What may stand between the quotes of a part's header. */
static void
add_quoted(struct buf *out, struct span s)
{
    for (size_t i = 0; i < s.size; i++)
        if (s.data[i] == '"' || s.data[i] < ' ')
            buf_printf(out, "%%%02X", s.data[i]);
        else
            buf_add_char(out, (char)s.data[i]);
}

void
browser_on_post_file(struct child *c, const struct msg_post_file *m)
{
    struct page *p = page_with(m->surface, m->document);
    struct page_form *f =
        p != NULL ? form_with_room(c, p, m->boundary.size + m->name.size)
                  : NULL;
    struct buf part = {0};
    struct grant *g;
    const char *type;
    int fd;

    if (f == NULL)
        return;
    if (m->grant == 0 || m->grant > f->grant_count ||
        !is_header_text(m->boundary)) {
        child_kill(c, "named a file that nobody chose for its page");
        return;
    }
    if (++f->files > MAX_GRANTS) {
        child_kill(c, "sent a form of more than %d files", MAX_GRANTS);
        return;
    }
    g = &f->grants[m->grant - 1];
    type = mime_of_name(span_of(g->name));
    fd = fcntl(g->fd, F_DUPFD_CLOEXEC, 0);
    buf_printf(&part, "--%.*s\r\nContent-Disposition: form-data; name=\"",
               (int)m->boundary.size, (const char *)m->boundary.data);
    add_quoted(&part, m->name);
    buf_add_text(&part, "\"; filename=\"");
    add_quoted(&part, span_of(g->name));
    buf_printf(&part, "\"\r\nContent-Type: %s\r\n\r\n",
               type != NULL ? type : "application/octet-stream");
    request_body_add(f->body, buf_span(&part));
    if (fd >= 0)
        request_body_add_file(f->body, fd, g->size);
    request_body_add(f->body, span_of("\r\n"));
    buf_finish(&part);
}

void
browser_on_post_end(struct child *c, const struct msg_post_end *m)
{
    struct page *p = page_with(m->surface, m->document);
    struct page_form *f = p != NULL ? form_with_room(c, p, 0) : NULL;
    struct request_body *body;
    char *url, *target;

    if (f == NULL)
        return;
    body = f->body;
    url = f->url;
    target = f->target;
    f->body = NULL;
    f->url = f->target = NULL;
    tab_on_post(p->tab, p, url, f->disposition, span_of(target), body);
    request_body_drop(body);
    free(url);
    free(target);
}

/* ---- files ---------------------------------------------------------------*/

void
browser_on_choose_files(struct child *c, const struct msg_choose_files *m)
{
    struct page *p = page_with(m->surface, m->document);

    (void)c;
    if (p == NULL || listener == NULL || !page_take_input(p))
        return;
    form_of(p)->control = m->control;
    form_of(p)->asked = true;
    listener(p, m->many);
}

/* Opens a file as the next grant. */
static bool
add_grant(struct page_form *f, const char *path)
{
    int fd = f->grant_count < MAX_GRANTS
                 ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
                 : -1;
    const char *slash = strrchr(path, '/');
    struct buf name = {0};
    struct stat st;

    if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
        log_warn("%s cannot be chosen: %s", path,
                 fd < 0 ? strerror(errno) : "it is not a file");
        if (fd >= 0)
            close(fd);
        return false;
    }
    utf8_add_clean(&name, span_of(slash != NULL ? slash + 1 : path));
    f->grants[f->grant_count++] =
        (struct grant){fd, (uint64_t)st.st_size,
                       copy(utf8_prefix(buf_span(&name), MAX_FILE_NAME))};
    buf_finish(&name);
    return true;
}

unsigned
page_form_choose(struct page *p, char *const paths[], unsigned count)
{
    struct page_form *f = form_of(p);
    bool first = true;
    unsigned failed = 0;

    if (!f->asked || p->surface == NULL || p->renderer == NULL ||
        p->renderer->state != CHILD_LIVE)
        return count;
    f->asked = false;
    for (unsigned i = 0; i < count; i++) {
        if (!add_grant(f, paths[i])) {
            failed++;
            continue;
        }
        send_file_chosen(p->renderer->channel,
                         &(struct msg_file_chosen){
                             p->surface->id, p->document, f->control, first,
                             f->grant_count,
                             span_of(f->grants[f->grant_count - 1].name)});
        first = false;
    }
    return failed;
}
