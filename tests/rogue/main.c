/*
 * main.c - a hostile renderer, plugin or gpu, by the name it is started under.
 *
 * Process: renderer, plugin, gpu (as an attacker who has taken one over).
 *
 * It goes through the very launch of the real ones: zygote, namespaces,
 * Landlock, seccomp, hello and ready.  Its launch argument then says what it
 * tries: "probe INDEX VICTIM BROWSER FOLDER" one row of probes.def, "lie KIND
 * NAME" one lie to the browser (lie.h).
 */
#include "lie.h"
#include "rogue.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

struct target target = {.tile = -1, .socket = -1, .epoll = -1};

static struct child_ops ops;
static unsigned probe;

/* nanomsg's own descriptors are learnt here: its calls bind to these two
 * before the C library's. */
int
connect(int fd, __CONST_SOCKADDR_ARG address, socklen_t size)
{
    target.socket = fd;
    return (int)syscall(SYS_connect, fd, address.__sockaddr__, size);
}

int
epoll_create1(int flags)
{
    target.epoll = (int)syscall(SYS_epoll_create1, flags);
    return target.epoll;
}

int
epoll_create(int size)
{
    (void)size;
    return epoll_create1(0);
}

static bool
prepare(const char *argument)
{
    if (strncmp(argument, "lie ", 4) == 0) {
        ops.start = NULL;
        return lie_prepare(ops.role, argument);
    }
    return sscanf(argument, "probe %u %d %d %255s", &probe, &target.victim,
                  &target.browser, target.folder) == 4 &&
           probe_prepare();
}

static void
start(void)
{
    probe_run(probe);
}

static bool
attach(const char *argument)
{
    (void)argument;
    return liar.kind[0] == 0 || lie_attach();
}

int
main(int argc, char **argv)
{
    ops = (struct child_ops){
        .role = RENDERER,
        .prepare = prepare,
        .start = start,
        .attach = attach,
        .dispatch = lie_dispatch,
    };
    if (argc == 3 && strcmp(argv[1], "--victim") == 0)
        return victim_main(argv[2]);
    if (strstr(argv[0], "-gpu") != NULL)
        ops.role = GPU;
    else if (strstr(argv[0], "-plugin") != NULL)
        ops.role = PLUGIN;
    return child_main(argc, argv, &ops);
}
