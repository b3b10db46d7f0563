/*
 * victim.c - somebody else's process, for the rogue to reach at.
 *
 * Process: outside (in tests).
 */
#include "rogue.h"

#include <fcntl.h>
#include <stdio.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* abstract: the name without a file. */
static bool
listen_at(const char *name, bool abstract)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    socklen_t size;

    snprintf(a.sun_path + abstract, sizeof a.sun_path - abstract, "%s", name);
    size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + abstract +
                       strlen(name));
    return fd >= 0 &&
           bind(fd, (struct sockaddr *)&a, abstract ? size : sizeof a) == 0 &&
           listen(fd, 5) == 0;
}

int
victim_main(const char *folder)
{
    /* Its own, and what a rogue may have made. */
    static const char *const names[] = {"file", "socket", "x", "y",
                                        "l",    "h",      "d", "n"};
    char byte;
    int file;

    umask(0);
    if (chdir(folder) < 0)
        return 1;
    file = open("file", O_CREAT | O_WRONLY, 0666);
    if (file < 0 || write(file, "v", 1) != 1 || !listen_at("socket", false) ||
        !listen_at(folder, true))
        return 1;
    if (send(0, "r", 1, MSG_NOSIGNAL) == 1)
        while (read(0, &byte, 1) > 0)
            continue;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (unlink(names[i]) < 0)
            rmdir(names[i]);
    return rmdir(folder) < 0;
}
