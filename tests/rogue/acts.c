/*
 * acts.c - lies that are not a spoilt message: what common/lies.def calls.
 *
 * Process: renderer, plugin, gpu (as an attacker who has taken one over).
 */
#include "lie.h"

#include "claim_ring.h"
#include "log.h"
#include "rogue.h"
#include "sandbox.h"
#include "tiles.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ENOUGH = 3000 }; /* of what is told again and again */

static volatile int *volatile nothing; /* to be written through */

/* ---- bytes --------------------------------------------------------------- */

static void
put(const char *bytes, size_t size)
{
    struct iovec part = {(void *)(uintptr_t)bytes, size};
    struct msghdr h = {.msg_iov = &part, .msg_iovlen = 1};

    if (sendmsg(target.socket, &h, MSG_NOSIGNAL) < 0)
        _exit(1);
}

void
push(const char *bytes, size_t size)
{
    put(bytes, size);
    rest(); /* nanomsg would only go on where this stopped */
}

static void
push_and_die(const char *bytes, size_t size)
{
    struct iovec part = {(void *)(uintptr_t)bytes, size};
    struct msghdr h = {.msg_iov = &part, .msg_iovlen = 1};

    sendmsg(target.socket, &h, MSG_NOSIGNAL);
    _exit(1);
}

/* A whole pong, so that an older kernel's browser drops the descriptors and
 * takes the rest. */
static void
push_descriptors(int count)
{
    char control[CMSG_SPACE(60 * sizeof(int))] = {0};
    static const uint8_t frame[] = {1, 0,        0, 0, 0, 0, 0, 0,
                                    6, MSG_pong, 0, 1, 0, 0, 0};
    struct iovec part = {(void *)(uintptr_t)frame, sizeof frame};
    struct msghdr h = {.msg_iov = &part,
                       .msg_iovlen = 1,
                       .msg_control = control,
                       .msg_controllen =
                           CMSG_SPACE((size_t)count * sizeof(int))};
    struct cmsghdr *c = CMSG_FIRSTHDR(&h);

    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN((size_t)count * sizeof(int));
    memset(CMSG_DATA(c), 0, (size_t)count * sizeof(int)); /* /dev/null */
    sendmsg(target.socket, &h, MSG_NOSIGNAL);
}

static void
say_ready(void)
{
    send_ready(child_browser(), &(struct msg_ready){.layers = UINT32_MAX});
}

/* ---- floods, silence, death ---------------------------------------------- */

static _Noreturn void
flood_done(void)
{
    for (;;)
        send_load_done(child_browser(),
                       &(struct msg_load_done){liar.surface, liar.document, 0});
}

static _Noreturn void
flood_info(void)
{
    for (;;)
        send_gpu_info(child_browser(),
                      &(struct msg_gpu_info){span_of("x"), false, 1});
}

static _Noreturn void
flood_hover(void)
{
    for (;;)
        send_hover(child_browser(),
                   &(struct msg_hover){liar.surface, span_of("x")});
}

static _Noreturn void
flood_cursor(void)
{
    for (uint32_t i = 0;; i++)
        send_cursor(child_browser(),
                    &(struct msg_cursor){liar.surface, i % CURSOR});
}

static _Noreturn void
flood_titles(void)
{
    for (uint32_t i = 0;; i++) {
        char text[32];

        snprintf(text, sizeof text, "title %u", i);
        send_title(
            child_browser(),
            &(struct msg_title){liar.surface, liar.document, span_of(text)});
    }
}

/* Takes what has come on the lane, or the browser could not go on answering.
 */
static void
drain_lane(void)
{
    char byte, control[CMSG_SPACE(sizeof(int))];
    struct iovec part = {&byte, 1};
    struct msghdr h = {.msg_iov = &part, .msg_iovlen = 1};

    for (;;) {
        int fd;

        h.msg_control = control;
        h.msg_controllen = sizeof control;
        if (recvmsg(FD_LANE, &h, MSG_DONTWAIT) <= 0)
            return;
        if (h.msg_controllen < sizeof control)
            continue;
        memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&h)), sizeof fd);
        close(fd);
    }
}

/* Each another character: none of the answers is known yet. */
static _Noreturn void
flood_fonts(void)
{
    for (uint32_t code = 0x4E00;; code = (code + 1) % 0x110000) {
        drain_lane();
        send_font_request(child_browser(),
                          &(struct msg_font_request){.request = code,
                                                     .family = span_of("x"),
                                                     .weight = code % 1000,
                                                     .code = code});
    }
}

static _Noreturn void
flood_log(void)
{
    for (int i = 0;; i++)
        log_warn("line %d of many", i);
}

static void
flood_fetches(void)
{
    for (uint32_t i = 0; i < ENOUGH; i++)
        send_fetch_start(child_browser(),
                         &(struct msg_fetch_start){liar.surface, liar.document,
                                                   i, RESOURCE_IMAGE,
                                                   span_of("data:,x")});
}

static _Noreturn void
leave(void)
{
    _exit(3);
}

static _Noreturn void
fall(void)
{
    abort();
}

static void
write_null(void)
{
    *nothing = 1;
}

/* ---- what it says of itself ---------------------------------------------- */

static void
spoil_claims(void)
{
    memset(claim_ring_memory(), 0xFF, CLAIMS * sizeof(struct claim));
}

/* Each is good, and each promises more. */
static void
endless_claims(void)
{
    struct claim *ring = claim_ring_memory();

    for (int i = 0; i < CLAIMS; i++)
        ring[i] = (struct claim){.commit = UINT64_MAX - (uint64_t)i,
                                 .ns = trace_clock_ns(),
                                 .seq = 1,
                                 .kind = CLAIM_DONE};
}

/* ---- frames of pixels ---------------------------------------------------- */

static void
send_tile_of(uint32_t column, uint32_t slot, uint32_t x, uint32_t width)
{
    send_tile(child_browser(), &(struct msg_tile){liar.surface, column, 0, slot,
                                                  x, 0, width, TILE_SIZE});
}

static void
send_commit_of(uint32_t document, uint32_t frame, uint32_t edge)
{
    send_commit(child_browser(),
                &(struct msg_commit){liar.surface, document, frame, edge, edge,
                                     0xFFFF0000, 1});
}

static void
flood_tiles(void)
{
    for (uint32_t i = 0; i < ENOUGH; i++)
        send_tile_of(i, 0, 0, TILE_SIZE);
}

static void
say_commit(uint32_t frame)
{
    send_commit_of(liar.document, frame, 100);
}

static void
say_commit_twice(void)
{
    say_commit(1);
    say_commit(1);
}

/* Frames first to last in one piece: the browser has them all before any can
 * be presented. */
static void
push_commits(uint32_t first, uint32_t last)
{
    uint8_t bytes[2048], *end = bytes;

    for (uint32_t frame = first; frame <= last; frame++) {
        struct msg_commit m = {liar.surface, liar.document, frame, 100,
                               100,          0xFFFF0000,    1};
        struct writer w = {end + 9, bytes + sizeof bytes, true};

        if (!encode_commit(&w, &m))
            _exit(1);
        memset(end, 0, 9);
        end[0] = 1; /* SP: a message; then its size, big-endian */
        end[8] = (uint8_t)(w.at - end - 9);
        end = w.at;
    }
    put((const char *)bytes, (size_t)(end - bytes));
}

/* Until the surface is looked at, each frame is done with at once. */
static _Noreturn void
flood_commits(void)
{
    enum { AT_ONCE = 20 };

    for (uint32_t frame = 1;; frame += AT_ONCE) {
        push_commits(frame, frame + AT_ONCE - 1);
        poll(NULL, 0, 10);
    }
}

static void
say_tile(uint32_t column, uint32_t x, uint32_t slot, uint32_t width)
{
    send_tile_of(column, slot, x, x == 0 ? 0 : width);
}

static void
say_far_tile(void)
{
    send_tile_of(MAX_COLUMN, 0, 0, TILE_SIZE);
    say_commit(1);
}

static void
say_huge(void)
{
    send_commit_of(liar.document, 1, MAX_CONTENT);
}

static void
say_same_slot(void)
{
    for (uint32_t i = 0; i < 1000; i++)
        send_tile_of(i, 5, 0, TILE_SIZE);
    say_commit(1);
}

/* While the gpu may read them: it must not matter. */
static _Noreturn void
scribble(void)
{
    struct tiles tiles;

    if (liar.arena < 0 || !tiles_map(&tiles, liar.arena, liar.slots, true))
        _exit(1);
    send_tile_of(0, 0, 0, TILE_SIZE);
    say_commit(1);
    for (unsigned i = 0;; i++)
        memset(tiles_slot(&tiles, 0), (int)(i & 0xFF), TILE_BYTES);
}

/* ---- what is not its own ------------------------------------------------- */

/* 0: another's than its own, of about the same age. */
static void
say_surface(uint32_t surface)
{
    if (surface == 0)
        surface = liar.surface - 1;
    send_cursor(child_browser(), &(struct msg_cursor){surface, CURSOR_HAND});
}

static void
say_title(uint32_t document)
{
    send_title(child_browser(),
               &(struct msg_title){liar.surface, liar.document + document,
                                   span_of("\x01\x1b[31m\n\xe2\x80\xae")});
}

static void
say_old_commit(void)
{
    send_commit_of(liar.document + 1, 1, 100);
}

static void
say_done_often(void)
{
    for (int i = 0; i < 50; i++)
        send_load_done(
            child_browser(),
            &(struct msg_load_done){liar.surface, liar.document, MAX_FETCHES});
}

static void
say_cancel(void)
{
    for (uint32_t i = 0; i < 100; i++)
        send_fetch_cancel(child_browser(),
                          &(struct msg_fetch_cancel){liar.surface, i});
}

static void
start_fetch(uint32_t document, uint32_t number, const char *url)
{
    send_fetch_start(child_browser(),
                     &(struct msg_fetch_start){liar.surface, document, number,
                                               RESOURCE_STYLE, span_of(url)});
}

static void
say_fetch(const char *url)
{
    start_fetch(liar.document, 1, url);
}

static void
say_fetch_twice(void)
{
    for (int i = 0; i < 2; i++)
        say_fetch("data:,x");
    for (int i = 0; i < 3; i++)
        send_fetch_cancel(child_browser(),
                          &(struct msg_fetch_cancel){liar.surface, 1});
}

static void
say_old_fetch(void)
{
    start_fetch(liar.document + 1, 1, "data:,x");
}

static void
say_navigate(const char *url, choice_t disposition)
{
    send_navigate(child_browser(),
                  &(struct msg_navigate){liar.surface, liar.document,
                                         span_of(url), disposition, true,
                                         span_of("")});
}

static void
say_popups(void)
{
    for (int i = 0; i < 20; i++)
        say_navigate("data:,x", DISPOSITION_NEW_TAB);
}

static void
say_place(void)
{
    send_embed_place(child_browser(),
                     &(struct msg_embed_place){liar.surface, liar.document, 3,
                                               0, 0, 10, 10});
}

static void
say_embed(uint32_t document)
{
    send_embed_create(child_browser(),
                      &(struct msg_embed_create){
                          liar.surface, document, 3, EMBED_PLUGIN,
                          span_of("image/x-none"), span_of(""), span_of("")});
}

static void
say_embed_twice(void)
{
    say_embed(liar.document);
    say_embed(liar.document);
}

static void
say_old_embed(void)
{
    say_embed(liar.document + 1);
}

static void
say_dump_data(void)
{
    send_dump_data(child_browser(),
                   &(struct msg_dump_data){liar.surface, liar.document,
                                           span_of("<html>")});
}

static void
say_dump_end(void)
{
    send_dump_end(child_browser(),
                  &(struct msg_dump_end){liar.surface, liar.document});
}

static void
say_post_data(void)
{
    send_post_data(
        child_browser(),
        &(struct msg_post_data){liar.surface, liar.document, span_of("a=b")});
}

static void
say_post(const char *url, const char *type)
{
    send_post_begin(child_browser(),
                    &(struct msg_post_begin){
                        liar.surface, liar.document, span_of(url),
                        DISPOSITION_CURRENT_TAB, span_of(""), span_of(type)});
    say_post_data();
    send_post_end(child_browser(),
                  &(struct msg_post_end){liar.surface, liar.document});
}

static void
say_post_file(void)
{
    send_post_begin(
        child_browser(),
        &(struct msg_post_begin){liar.surface, liar.document,
                                 span_of("data:,x"), DISPOSITION_CURRENT_TAB,
                                 span_of(""), span_of("multipart/form-data")});
    send_post_file(child_browser(),
                   &(struct msg_post_file){liar.surface, liar.document, 1,
                                           span_of("b"), span_of("name")});
}

static void
say_choose(void)
{
    send_choose_files(
        child_browser(),
        &(struct msg_choose_files){liar.surface, liar.document, 0, true});
}

static void
say_paste(void)
{
    send_paste(child_browser(),
               &(struct msg_paste){liar.surface, liar.document});
}

/* ---- the gpu's ----------------------------------------------------------- */

static void
say_presented(uint32_t frame)
{
    send_presented(child_browser(), &(struct msg_presented){frame, 1});
}

static void
say_presented_twice(void)
{
    say_presented(liar.frame);
    say_presented(liar.frame);
}

static void
say_readback(void)
{
    send_readback_done(child_browser(), &(struct msg_readback_done){77, true});
}

static void
say_info(void)
{
    send_gpu_info(child_browser(),
                  &(struct msg_gpu_info){span_of("\x1b[2J"), true, 0});
}

#define SHAKE(role, name, act)
#define LIE(for_role, outcome, act_name, act)                        \
    if (liar.role == for_role && strcmp(liar.name, act_name) == 0) { \
        act;                                                         \
        return true;                                                 \
    }

bool
lie_act(void)
{
#include "lies.def"
    return false;
}
