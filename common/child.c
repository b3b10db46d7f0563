/*
 * child.c - the skeleton of every sandboxed main(): zygote, launch, lock-down,
 * greeting, loop.
 *
 * Process: renderer, plugin, gpu.  Distrusts: nothing; the browser's word is
 * taken.  A message that does not decode still ends the child: it can only
 * mean that the two are not of one build.
 */
#include "child.h"
#include "channel_nanomsg.h"
#include "child_fault.h"
#include "claim_ring.h"
#include "lane.h"
#include "log.h"
#include "zygote.h"

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

/* How long a child sleeps before it looks whether the browser is there; the
 * parent-death signal normally comes first. */
enum { LOOK_AGAIN = 5000 };

/* child_progress: as often a message at most, ms, and as many calls between
 * two looks at the clock. */
enum { PROGRESS_EVERY = 500, PROGRESS_CALLS = 64 };

/* A message kept for later by child_wait_for. */
struct kept {
    struct span message;
    int fd; /* its descriptor, or -1 */
    uint32_t seq;
    struct kept *next;
};

static struct {
    const struct child_ops *ops;
    const struct policy *policy;
    struct channel channel; /* what child_browser gives out */
    struct channel_nanomsg nanomsg;
    struct kept *first, **last;
    int kept_fd;        /* of the kept message being handled, or -1 */
    struct span waited; /* the last answer of child_wait_for */
    int watch;
    char *title; /* argv's memory, shown by ps */
    size_t title_size;
    uint8_t token[TOKEN_SIZE];
    int64_t turn_ms, progress_ms; /* when the turn began; the last message */
    unsigned progress_calls;
    bool running;                      /* the loop */
    uint32_t sent, received, handling; /* serials of messages */
} self = {.watch = -1, .kept_fd = -1};

static bool
send_or_end(struct channel *c, struct span message)
{
    (void)c;
    /* Before it goes: the browser may have it before this returns. */
    claim_ring_add(CLAIM_SENT_IT, ++self.sent, message, (uint32_t)message.size);
    if (!channel_send(&self.nanomsg.channel, message)) {
        log_error("the browser cannot be reached");
        _exit(1);
    }
    return true;
}

static const struct channel_ops browser_ops = {send_or_end};

struct channel *
child_browser(void)
{
    return &self.channel;
}

int
child_take_descriptor(void)
{
    char byte;
    int fd = self.kept_fd;

    self.kept_fd = -1;
    if (fd >= 0)
        return fd;
    if (lane_receive(FD_LANE, &byte, sizeof byte, &fd, 1) <= 0 || fd < 0) {
        log_error("the lane brought no descriptor");
        _exit(1);
    }
    return fd;
}

void
child_also_watch(int fd)
{
    self.watch = fd;
}

/* ---- messages ------------------------------------------------------------*/

/* Opens a message that may be handled here; otherwise the child ends. */
static enum message_id
open_or_end(struct span message, enum moment moment, struct reader *r)
{
    enum message_id id;

    if (!message_open(message, &id, r) || routes[id].moment != moment ||
        routes[id].from != BROWSER || !role_is(self.ops->role, routes[id].to)) {
        log_error("a message of %zu bytes is not for here", message.size);
        _exit(1);
    }
    return id;
}

static void
end_for(enum message_id id)
{
    log_error("cannot take a %s", routes[id].name);
    _exit(1);
}

/* Receives one message. */
static bool
receive(struct span *message, enum message_id *id, struct reader *r)
{
    if (!channel_nanomsg_receive(&self.nanomsg, message))
        return false;
    claim_ring_add(CLAIM_TOOK_IT, ++self.received, *message,
                   (uint32_t)message->size);
    *id = open_or_end(*message, LIVE, r);
    return true;
}

/* What the browser says to children of every kind.  A ping waits its turn: its
 * answer says that all before it was dealt with. */
static bool
dispatch(enum message_id id, struct reader *r)
{
    struct msg_ping ping;
    struct msg_fault fault;

    switch (id) {
    case MSG_ping:
        return decode_ping(r, &ping) &&
               send_pong(&self.channel, &(struct msg_pong){ping.serial});
    case MSG_fault:
        if (decode_fault(r, &fault))
            child_fault_commit(fault.kind);
        return false;
    default:
        return self.ops->dispatch(id, r);
    }
}

/* The next message: those kept first. */
static bool
next_message(struct span *message, enum message_id *id, struct reader *r)
{
    struct kept *k = self.first;

    if (k == NULL) {
        bool came = receive(message, id, r);

        self.handling = self.received;
        return came;
    }
    *message = k->message;
    self.handling = k->seq;
    self.kept_fd = k->fd;
    self.first = k->next;
    if (self.first == NULL)
        self.last = &self.first;
    free(k);
    *id = open_or_end(*message, LIVE, r);
    return true;
}

/* The lane is in the order of the messages: what one kept brings must be
 * taken off it before the next is handled. */
static void
keep(struct span message, enum message_id id)
{
    struct kept *k = malloc(sizeof *k);

    if (k == NULL)
        fatal_memory("out of memory for a message");
    *k = (struct kept){message,
                       id == MSG_surface_create ? child_take_descriptor() : -1,
                       self.received, NULL};
    *self.last = k;
    self.last = &k->next;
}

static void
wait_message(int ms)
{
    if (!channel_nanomsg_wait(&self.nanomsg, ms) &&
        !channel_nanomsg_connected(&self.nanomsg))
        _exit(0); /* the browser is gone */
}

struct span
child_wait_for(enum message_id wanted)
{
    if (self.waited.data != NULL)
        channel_nanomsg_release(self.waited);
    self.waited = (struct span){NULL, 0};
    for (;;) {
        struct span message;
        enum message_id id;
        struct reader r;

        if (!receive(&message, &id, &r)) {
            wait_message(LOOK_AGAIN);
        } else if (id == wanted) {
            self.waited = message;
            return message;
        } else {
            keep(message, id);
        }
    }
}

/* ---- the loop ------------------------------------------------------------*/

/* At most MAX_TURN messages; whether there may be more. */
static bool
handle_messages(void)
{
    for (int i = 0; i < MAX_TURN; i++) {
        struct span message;
        enum message_id id;
        struct reader r;
        uint64_t began, took;

        if (!next_message(&message, &id, &r))
            return false;
        began = trace_clock_ns();
        if (!dispatch(id, &r))
            end_for(id);
        took = trace_clock_ns() - began;
        claim_ring_add(CLAIM_DONE, self.handling, message,
                       took < UINT32_MAX ? (uint32_t)took : UINT32_MAX);
        channel_nanomsg_release(message);
    }
    return true;
}

static void
sleep_until(int ms)
{
    struct pollfd p[] = {{self.nanomsg.receive_fd, POLLIN, 0},
                         {self.watch, POLLIN, 0}};
    bool look = ms < 0 || ms > LOOK_AGAIN;

    if (poll(p, self.watch < 0 ? 1 : 2, look ? LOOK_AGAIN : ms) == 0 && look &&
        !channel_nanomsg_connected(&self.nanomsg))
        _exit(0);
}

static int64_t
now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
child_progress(void)
{
    int64_t now;

    if (++self.progress_calls % PROGRESS_CALLS != 0 || !self.running)
        return;
    now = now_ms();
    if (now - self.progress_ms < PROGRESS_EVERY)
        return;
    self.progress_ms = now;
    send_progress(&self.channel,
                  &(struct msg_progress){(uint32_t)(now - self.turn_ms)});
}

static _Noreturn void
run_loop(void)
{
    self.running = true;
    for (;;) {
        self.turn_ms = self.progress_ms = now_ms();
        bool more = handle_messages();
        int wait = self.ops->work != NULL ? self.ops->work() : -1;

        /* Work may have waited for an answer and kept what came before. */
        if (!more && self.first == NULL)
            sleep_until(wait);
    }
}

/* ---- the launch ----------------------------------------------------------*/

static void
show_title(uint32_t number)
{
    char name[64];

    prctl(PR_SET_NAME, self.policy->binary, 0, 0, 0);
    if (self.title_size == 0)
        return;
    memset(self.title, 0, self.title_size);
    snprintf(name, sizeof name, "%s --type=%s #%u", self.policy->binary,
             role_name(self.ops->role), number);
    strncpy(self.title, name, self.title_size - 1);
}

/* Connects and takes the greeting, which proves the build. */
static void
greet(void)
{
    struct msg_hello hello;
    struct span message;
    struct reader r;

    if (fchdir(FD_DIRECTORY) < 0 ||
        !channel_nanomsg_open(&self.nanomsg, "ipc://s"))
        _exit(1);
    if (!channel_nanomsg_wait(&self.nanomsg, LAUNCH_TIMEOUT) ||
        !channel_nanomsg_receive(&self.nanomsg, &message)) {
        log_error("no greeting came");
        _exit(1);
    }
    if (chdir("/") < 0)
        _exit(1);
    close(FD_DIRECTORY);
    if (open_or_end(message, GREETING, &r) != MSG_hello ||
        !decode_hello(&r, &hello) || hello.schema != schema_hash() ||
        hello.token.size != TOKEN_SIZE) {
        log_error("the browser is of another build");
        _exit(1);
    }
    memcpy(self.token, hello.token.data, TOKEN_SIZE);
    claim_ring_open(child_take_descriptor());
    claim_ring_add(CLAIM_TOOK_IT, ++self.received, message,
                   (uint32_t)message.size);
    channel_nanomsg_release(message);
}

static void
report_ready(const struct sandbox *s, int listener)
{
    struct msg_ready ready = {.schema = schema_hash(),
                              .token = {self.token, TOKEN_SIZE},
                              .layers = s->layers,
                              .landlock_abi = s->landlock_abi,
                              .syscalls = s->syscalls};

    /* Before ready, so that it is there when ready is read. */
    if (listener >= 0) {
        if (!lane_send(FD_LANE, "l", 1, &listener, 1))
            log_warn("denied calls cannot be named: %s", strerror(errno));
        close(listener);
    }
    send_ready(&self.channel, &ready);
}

static void
run_child(struct sandbox *s, const struct zygote_request *request,
          const int fds[ZYGOTE_FDS])
{
    const struct child_ops *ops = self.ops;

    if (!sandbox_set_descriptors(s, fds) || !sandbox_follow_browser())
        _exit(0);
    log_open(role_name(ops->role), request->number);
    show_title(request->number);
    if (ops->prepare != NULL && !ops->prepare(request->argument))
        _exit(1);
    sandbox_enter_root(s);
    sandbox_drop_privileges(s);
    if (s->policy->root == ROOT_DISPLAY)
        sandbox_landlock_display(s);
    else
        sandbox_landlock_nothing(s);
    if (ops->attach != NULL && !ops->attach(request->argument))
        _exit(1);
    if (s->policy->root == ROOT_DISPLAY) {
        sandbox_landlock_nothing(s);
        sandbox_fix_pages(s);
    }
    child_fault_note_modules();
    greet();
    sandbox_stop_threads(s);
    report_ready(s, sandbox_lock(s));
    if (ops->start != NULL)
        ops->start();
    run_loop();
}

int
child_main(int argc, char **argv, const struct child_ops *ops)
{
    self.ops = ops;
    self.policy = policy_of(ops->role);
    self.channel.ops = &browser_ops;
    self.last = &self.first;
    log_open(self.policy->binary, 0);
    if (argc < 2 || strcmp(argv[1], "--zygote") != 0) {
        log_error("is started by bulkhead, not by hand");
        return 64;
    }
    self.title = argv[0];
    self.title_size =
        (size_t)(argv[argc - 1] + strlen(argv[argc - 1]) + 1 - argv[0]);
    /* One heap for all threads: others would need mprotect to grow. */
    mallopt(M_ARENA_MAX, 1);
    if (ops->warm != NULL)
        ops->warm();
    child_fault_open();
    zygote_run(self.policy, run_child);
}
