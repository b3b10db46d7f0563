/*
 * places.c - where things are: binaries, plugins, assets, the profile.
 *
 * Process: browser.  Distrusts: nothing; the environment is the person's.
 */
#include "places.h"

#include "log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder that holds path, in place. */
static void
cut_last(char *path)
{
    char *slash = strrchr(path, '/');

    if (slash != NULL && slash != path)
        *slash = 0;
}

static bool
exists(const char *path)
{
    return access(path, R_OK) == 0;
}

/* BINARIES/../lib and .../share as installed, or the source tree next to a
 * build folder. */
static void
find_shared(struct places *p)
{
    char root[PATH_MAX];

    snprintf(root, sizeof root, "%s", p->binaries);
    cut_last(root);
    snprintf(p->plugins, sizeof p->plugins, "%.*s/lib/bulkhead/plugins",
             PATH_MAX - 32, root);
    snprintf(p->tour, sizeof p->tour, "%.*s/share/bulkhead/tour/index.html",
             PATH_MAX - 64, root);
    if (!exists(p->tour)) {
        cut_last(root);
        snprintf(p->tour, sizeof p->tour, "%.*s/assets/tour/index.html",
                 PATH_MAX - 64, root);
    }
    if (exists(p->tour)) {
        memmove(p->tour + 7, p->tour, strlen(p->tour) + 1);
        memcpy(p->tour, "file://", 7);
    } else {
        snprintf(p->tour, sizeof p->tour, "about:about");
    }
}

/* Makes a folder and those above it. */
static bool
make_folder(char *path)
{
    for (char *at = path + 1; *at != 0; at++)
        if (*at == '/') {
            *at = 0;
            mkdir(path, 0700);
            *at = '/';
        }
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return true;
    log_error("cannot make the profile folder %s: %s", path, strerror(errno));
    return false;
}

bool
places_find(struct places *p, const char *user_data_dir, bool headless)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    ssize_t size;

    *p = (struct places){0};
    size = readlink("/proc/self/exe", p->binaries, sizeof p->binaries - 1);
    if (size <= 0) {
        log_error("cannot find the folder of the program: %s", strerror(errno));
        return false;
    }
    cut_last(p->binaries);
    find_shared(p);
    if (user_data_dir != NULL)
        snprintf(p->profile_path, sizeof p->profile_path, "%s", user_data_dir);
    else if (headless)
        return true;
    else if (data != NULL && data[0] == '/')
        snprintf(p->profile_path, sizeof p->profile_path, "%s/bulkhead", data);
    else if (home != NULL && home[0] == '/')
        snprintf(p->profile_path, sizeof p->profile_path,
                 "%s/.local/share/bulkhead", home);
    else
        return true;
    p->profile = p->profile_path;
    return make_folder(p->profile_path);
}
