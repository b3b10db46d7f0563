/*
 * probe_child.c - a child that does what tests ask: a renderer, plugin or gpu
 * by the name it is started under.
 *
 * Process: renderer, plugin, gpu (as a test's stand-in).
 *
 * Its launch argument "call NAME" makes it try one forbidden act as soon as it
 * is locked down; without one it answers messages.
 */
#include "child.h"
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static char argument[512];
static struct child_ops ops;
static volatile int *volatile nothing; /* to be written through */

/* ---- forbidden acts ------------------------------------------------------*/

static long
call_openat(void)
{
    return open("/etc/passwd", O_RDONLY);
}

static long
call_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0);
}

static long
call_execve(void)
{
    char *none[] = {NULL};

    return execve("/bin/true", none, none);
}

static long
call_clone(void)
{
    return syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
}

static long
call_ptrace(void)
{
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static long
call_kill(void)
{
    return kill(1, 0);
}

static long
call_mprotect(void)
{
    static char page[8192];

    return mprotect((void *)(((uintptr_t)page + 4095) & ~(uintptr_t)4095), 4096,
                    PROT_READ | PROT_EXEC);
}

static long
call_mmap(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
               ? -1
               : 0;
}

static long
call_prctl(void)
{
    return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

static long
call_unshare(void)
{
    return unshare(CLONE_NEWUSER);
}

static long
call_memfd_create(void)
{
    return (long)syscall(SYS_memfd_create, "x", 0);
}

static long
call_seccomp(void)
{
    return syscall(SYS_seccomp, 0, 0, NULL);
}

static long
call_io_uring_setup(void)
{
    return syscall(SYS_io_uring_setup, 1, NULL);
}

static long
call_write(void)
{
    return write(0, "x", 1); /* only 2 and the channel's are allowed */
}

static long
call_setrlimit(void)
{
    return syscall(SYS_setrlimit, 0, NULL);
}

static long
call_getdents64(void)
{
    return syscall(SYS_getdents64, 0, NULL, 0);
}

static const struct {
    const char *name;
    long (*call)(void);
} calls[] = {
    {"openat", call_openat},
    {"socket", call_socket},
    {"execve", call_execve},
    {"clone", call_clone},
    {"ptrace", call_ptrace},
    {"kill", call_kill},
    {"mprotect", call_mprotect},
    {"mmap", call_mmap},
    {"prctl", call_prctl},
    {"unshare", call_unshare},
    {"memfd_create", call_memfd_create},
    {"seccomp", call_seccomp},
    {"io_uring_setup", call_io_uring_setup},
    {"write", call_write},
    {"setrlimit", call_setrlimit},
    {"getdents64", call_getdents64},
};

static void
say(const char *format, long result)
{
    struct msg_title title = {.surface = 1, .document = 1};
    char text[96];

    snprintf(text, sizeof text, format, result, errno);
    title.title = span_of(text);
    send_title(child_browser(), &title);
}

/* ---- acts without a system call of their own ------------------------------*/

static void
flood(bool rare)
{
    struct msg_pong pong = {.serial = 1};
    struct msg_hover hover = {.surface = 1, .url = span_of("")};

    for (;;)
        if (rare)
            send_pong(child_browser(), &pong);
        else
            send_hover(child_browser(), &hover);
}

static void
start(void)
{
    if (strcmp(argument, "abort") == 0)
        abort();
    if (strcmp(argument, "null") == 0)
        *nothing = 1;
    if (strcmp(argument, "exit") == 0)
        _exit(7);
    if (strcmp(argument, "rare flood") == 0)
        flood(true);
    if (strcmp(argument, "flood") == 0)
        flood(false);
    if (strcmp(argument, "log") == 0)
        for (int i = 0; i < 200; i++)
            log_warn("line %d \033[31m of many", i);
    if (strcmp(argument, "wrong route") == 0)
        channel_send(child_browser(),
                     (struct span){(const uint8_t *)"\0\0", 2});
    if (strncmp(argument, "call ", 5) != 0)
        return;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (strcmp(argument + 5, calls[i].name) == 0)
            say("returned %ld errno %d", calls[i].call());
}

static bool
prepare(const char *text)
{
    snprintf(argument, sizeof argument, "%s", text);
    if (strcmp(text, "fail") == 0)
        return false;
    if (strcmp(text, "hang") == 0)
        pause();
    return true;
}

/* ---- messages ------------------------------------------------------------*/

/* Writes into the memory of the lane, as a painter does. */
static bool
on_surface_create(struct reader *r)
{
    struct msg_surface_create m;
    uint32_t *pixels;
    int fd;

    if (!decode_surface_create(r, &m))
        return false;
    fd = child_take_descriptor();
    pixels = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (pixels == MAP_FAILED)
        return false;
    pixels[0] = 0xFF00FF00;
    munmap(pixels, 4096);
    close(fd);
    say("painted", 0);
    return true;
}

/* Asks and waits, while other messages come first. */
static bool
on_fragment(void)
{
    struct msg_font_request ask = {.request = 5, .family = span_of("Sans")};
    struct msg_font_reply reply;
    enum message_id id;
    struct reader r;

    send_font_request(child_browser(), &ask);
    if (!message_open(child_wait_for(MSG_font_reply), &id, &r) ||
        !decode_font_reply(&r, &reply))
        return false;
    say("font %ld", (long)reply.request);
    return true;
}

static bool
dispatch(enum message_id id, struct reader *r)
{
    switch (id) {
    case MSG_surface_create:
        return on_surface_create(r);
    case MSG_fragment:
        return on_fragment();
    case MSG_dump_dom:
        say("dump", 0);
        return true;
    default:
        return true;
    }
}

int
main(int argc, char **argv)
{
    ops = (struct child_ops){
        .role = RENDERER,
        .prepare = prepare,
        .start = start,
        .dispatch = dispatch,
    };
    if (strstr(argv[0], "gpu") != NULL)
        ops.role = GPU;
    else if (strstr(argv[0], "plugin") != NULL)
        ops.role = PLUGIN;
    return child_main(argc, argv, &ops);
}
