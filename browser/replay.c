/*
 * replay.c - a fresh renderer is fed what a recorded one was fed.
 *
 * Process: `bulkhead trace replay`.  Distrusts: the recording and the renderer.
 *
 * The browser's part in a conversation that is only a matter of time is played
 * here and not repeated: frames are done at once, fonts are answered when they
 * are asked for, pings ask whether the renderer has come to rest.  It may say
 * less on its way than in the recording (two frames in one): when it rests,
 * what is missing is waived, and counted.
 */
#include "replay.h"
#include "fault_report.h"
#include "replay_answers.h"
#include "replay_frames.h"

#include "log.h"

#include <stdio.h>
#include <string.h>

enum {
    QUIET = 100,       /* ms without a word: is it at rest? */
    ROUNDS = 3,        /* pings without another word: it is */
    RESTLESS = 4000,   /* ms of waiting for one that never rests */
    PATIENCE = 20000,  /* ms without an answer */
    SILENCE = 6000,    /* ms without an answer, of one that gave none */
    GRACE = 2000,      /* ms more than the page had in the recording */
    MOST_TIME = 20000, /* ms that it is given for what it does by itself */
    PING = 0x52504C59
};

static struct {
    struct loop *loop;
    const struct replay_file *file;
    struct child *child;
    size_t at;
    unsigned wanted[MSG_COUNT], seen[MSG_COUNT];
    struct loop_timer *quiet;
    int64_t waits_ms; /* since when at is waited for; 0: it is not */
    /* The document: when it was given, here and in the recording; and whether
     * it did something unasked there. */
    int64_t begun_ms;
    uint64_t begun_ns;
    bool moves;
    unsigned sent_at_frame; /* messages sent before the last recorded frame */
    int64_t pinged_ms;      /* 0: no ping is out */
    uint32_t serial;
    bool spoke;     /* since the ping */
    unsigned rests; /* pings in a row without another word */
    bool waived;    /* what is missing at at */
    bool stepped, ended;
    bool (*ask_step)(const struct child *c, size_t at, struct span message);
    struct replay_result result;
} self;

static void go_on(void);
static bool is_time_for(enum message_id id);

/* ---- the end -------------------------------------------------------------*/

static void
end(void)
{
    if (self.ended)
        return;
    self.ended = true;
    loop_cancel(self.quiet);
    self.quiet = NULL;
    if (self.result.ready && !self.result.died)
        self.result.different += replay_report(stdout, 0);
    loop_stop(self.loop, 0);
}

const struct replay_result *
replay_end(void)
{
    return &self.result;
}

/* ---- waiting -------------------------------------------------------------*/

static void on_quiet(void *unused);

static void
listen_for_quiet(void)
{
    loop_cancel(self.quiet);
    self.quiet = loop_after(self.loop, QUIET, on_quiet, NULL);
}

static void
on_quiet(void *unused)
{
    int64_t now = loop_now_ms();

    (void)unused;
    self.quiet = NULL;
    if (self.ended || self.child == NULL || self.child->state != CHILD_LIVE)
        return;
    if (self.pinged_ms == 0) {
        self.pinged_ms = now;
        self.spoke = false;
        send_ping(self.child->channel,
                  &(struct msg_ping){PING + ++self.serial});
    } else if (now - self.pinged_ms >
                   (self.result.should_hang ? SILENCE : PATIENCE) &&
               self.ask_step == NULL) {
        self.result.stuck = true;
        end();
        return;
    }
    listen_for_quiet();
}

/* The names of what it has not said that often. */
static void
describe_missing(char *out, size_t size)
{
    struct buf text = {0};

    for (int id = 0; id < MSG_COUNT; id++)
        if (self.seen[id] < self.wanted[id] && id != MSG_tile &&
            id != MSG_tile_gone && id != MSG_progress && id != MSG_pong &&
            id != MSG_ready)
            buf_printf(&text, "%s%s (%u of %u)", text.size > 0 ? ", " : "",
                       routes[id].name, self.seen[id], self.wanted[id]);
    snprintf(out, size, "%s",
             text.size > 0 ? buf_text(&text) : "frames as recorded");
    buf_finish(&text);
}

/* It is at rest, or will never be: what is missing will not come. */
static void
waive(void)
{
    if (self.waits_ms == 0)
        return;
    if (!is_time_for(self.at < self.file->count ? self.file->steps[self.at].id
                                                : MSG_COUNT) &&
        self.result.waived++ == 0)
        describe_missing(self.result.first_waived,
                         sizeof self.result.first_waived);
    self.waived = true;
    for (int i = 0; i < MSG_COUNT; i++)
        if (self.seen[i] < self.wanted[i])
            self.wanted[i] = self.seen[i];
    go_on();
}

/* A page that moves by itself, or leaves by itself, has the time that it had in
 * the recording. */
static bool
has_time(void)
{
    const struct replay_file *f = self.file;
    uint64_t ns = f->steps[self.at < f->count ? self.at : f->count - 1].ns;
    int64_t had =
        ns > self.begun_ns ? (int64_t)((ns - self.begun_ns) / 1000000) : 0;

    if (!self.moves && self.seen[MSG_navigate] >= self.wanted[MSG_navigate])
        return false;
    return loop_now_ms() - self.begun_ms <
           (had + GRACE < MOST_TIME ? had + GRACE : MOST_TIME);
}

static void
on_pong(uint32_t serial)
{
    if (serial != PING + self.serial || self.pinged_ms == 0)
        return;
    self.pinged_ms = 0;
    self.rests = self.spoke ? 0 : self.rests + 1;
    if (!has_time() &&
        (self.rests >= ROUNDS ||
         (self.waits_ms != 0 && loop_now_ms() - self.waits_ms > RESTLESS)))
        waive();
}

/* Messages whose number does not depend on how fast things come. */
static bool
counts(int id)
{
    switch (id) {
    case MSG_fetch_start:
    case MSG_embed_create:
    case MSG_load_done:
    case MSG_title:
    case MSG_navigate:
    case MSG_post_begin:
    case MSG_post_end:
    case MSG_choose_files:
    case MSG_dump_end:
    case MSG_print_end:
    case MSG_copied:
    case MSG_found:
        return true;
    default:
        return false;
    }
}

/* A person's act, or the end of a document: the picture it was made at. */
static bool
wants_picture(enum message_id id)
{
    switch (id) {
    case MSG_pointer:
    case MSG_key:
    case MSG_text_input:
    case MSG_edit:
    case MSG_find:
    case MSG_document_begin:
    case MSG_surface_destroy:
    case MSG_print:
    case MSG_dump_dom:
    case MSG_COUNT: /* the end of the recording */
        return true;
    default:
        return false;
    }
}

static bool
is_time_for(enum message_id id)
{
    if (self.waived)
        return true;
    for (int i = 0; i < MSG_COUNT; i++)
        if (counts(i) && self.seen[i] < self.wanted[i])
            return false;
    return self.seen[MSG_commit] >= self.wanted[MSG_commit]
               ? !wants_picture(id) || replay_is_equal(0)
               : replay_is_equal(0);
}

static bool
wait_for(enum message_id id)
{
    if (is_time_for(id))
        return false;
    if (self.waits_ms == 0)
        self.waits_ms = loop_now_ms();
    if (self.quiet == NULL)
        listen_for_quiet();
    return true;
}

/* ---- feeding -------------------------------------------------------------*/

static void
send_bytes(struct span message)
{
    channel_send(self.child->channel, message);
    self.result.sent++;
}

/* The numbers of subresources are the renderer's. */
static void
send_fetch(struct span message, enum message_id id)
{
    uint8_t *copy;
    uint32_t recorded = 0, number;
    size_t at = MESSAGE_ID_SIZE + 4; /* behind the surface */
    struct buf changed = {0};

    (void)id;
    buf_add_span(&changed, message);
    copy = changed.data;
    if (message.size >= at + 4) {
        for (size_t i = 0; i < 4; i++)
            recorded |= (uint32_t)copy[at + i] << (8 * i);
        if (replay_fetch_number(recorded, &number)) {
            for (size_t i = 0; i < 4; i++)
                copy[at + i] = (uint8_t)(number >> (8 * i));
            send_bytes(buf_span(&changed));
        }
    }
    buf_finish(&changed);
}

static bool
create_surface(const struct replay_step *s)
{
    struct msg_surface_create m;
    enum message_id id;
    struct reader r;
    int memory;

    if (!message_open(s->payload, &id, &r) || !decode_surface_create(&r, &m))
        return false;
    memory = replay_surface_create(m.surface, m.slots);
    return memory >= 0 && child_pass(self.child, memory);
}

/* The last word on the surface's document before it goes. */
static void
close_document(const struct replay_step *s)
{
    struct msg_document_begin m;
    struct msg_surface_destroy gone;
    enum message_id id;
    struct reader r;

    message_open(s->payload, &id, &r);
    if (id == MSG_document_begin && decode_document_begin(&r, &m)) {
        self.result.different += replay_report(stdout, m.surface);
        replay_want_document(m.surface, m.document, m.url);
        self.result.documents++;
        self.begun_ms = loop_now_ms();
        self.begun_ns = s->ns;
        self.moves = false;
    } else if (id == MSG_surface_destroy && decode_surface_destroy(&r, &gone)) {
        self.result.different += replay_report(stdout, gone.surface);
        replay_surface_destroy(gone.surface);
    }
}

static void
feed(const struct replay_step *s)
{
    switch (s->id) {
    case MSG_surface_create:
        if (create_surface(s))
            send_bytes(s->payload);
        break;
    case MSG_fetch_head:
    case MSG_fetch_data:
    case MSG_fetch_end:
        send_fetch(s->payload, s->id);
        break;
    case MSG_document_begin:
    case MSG_surface_destroy:
        close_document(s);
        send_bytes(s->payload);
        break;
    default:
        send_bytes(s->payload);
        break;
    }
}

/* What is played here and not repeated. */
static bool
is_played(enum message_id id)
{
    return id == MSG_hello || id == MSG_ping || id == MSG_frame_done ||
           id == MSG_font_reply || id == MSG_COUNT;
}

/* False when it has to wait. */
static bool
take_sent(const struct replay_step *s)
{
    if (is_played(s->id))
        return true;
    if (wait_for(s->id) || !child_has_room(self.child, s->payload.size))
        return false;
    if (self.ask_step != NULL && !self.stepped &&
        !self.ask_step(self.child, self.at, s->payload))
        return false;
    self.stepped = false;
    feed(s);
    return true;
}

static void
take_received(const struct replay_step *s)
{
    struct msg_fetch_start fetch;
    struct msg_tile_gone gone;
    enum message_id id;
    struct reader r;

    if (!message_open(s->payload, &id, &r))
        return;
    self.wanted[id]++;
    if (id == MSG_fetch_start && decode_fetch_start(&r, &fetch))
        replay_fetch_wanted(&fetch);
    else if (id == MSG_tile_gone && decode_tile_gone(&r, &gone))
        replay_want_gone(&gone);
}

/* Whether the renderer did not bring its end about, but was killed. */
static bool
is_from_outside(const char *cause)
{
    static const char *const causes[] = {"killed by signal 9",
                                         "killed by the kernel: the machine",
                                         "stopped by you", "ended by you"};

    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
        if (strncmp(cause, causes[i], strlen(causes[i])) == 0)
            return true;
    return strstr(cause, FAULT_SENT) != NULL;
}

static void
take_death(const struct replay_step *s)
{
    struct replay_result *r = &self.result;

    snprintf(r->recorded_end, sizeof r->recorded_end, "%.*s",
             (int)s->payload.size, (const char *)s->payload.data);
    if (strcmp(r->recorded_end, "its page was closed") == 0 ||
        strcmp(r->recorded_end, "the browser ended") == 0)
        return;
    r->was_killed = is_from_outside(r->recorded_end);
    r->should_die = !r->was_killed;
}

static void
take_frame(const struct replay_step *s)
{
    bool unasked = self.sent_at_frame == self.result.sent;

    self.sent_at_frame = self.result.sent;
    self.moves = self.moves || unasked;
    replay_want_frame(s->payload, unasked);
}

static bool
take_step(const struct replay_step *s)
{
    switch (s->phase) {
    case TRACE_SENT:
        return take_sent(s);
    case TRACE_RECEIVED:
        take_received(s);
        return true;
    case TRACE_FRAME:
        take_frame(s);
        return true;
    case TRACE_DEATH:
        take_death(s);
        return true;
    default:
        return true;
    }
}

static void
go_on(void)
{
    const struct replay_file *f = self.file;

    while (!self.ended && self.child != NULL &&
           self.child->state == CHILD_LIVE && self.at < f->count) {
        if (!take_step(&f->steps[self.at]))
            return;
        self.at++;
        self.rests = 0;
        self.waits_ms = 0;
        self.waived = false;
    }
    if (self.ended || self.at < f->count || wait_for(MSG_COUNT))
        return;
    if ((self.result.should_die || self.result.should_hang) &&
        !self.waived) { /* give it the time to */
        self.waits_ms = loop_now_ms();
        listen_for_quiet();
        return;
    }
    end();
}

void
replay_go_on(void)
{
    self.stepped = true;
    go_on();
}

/* ---- the renderer --------------------------------------------------------*/

static bool
refuse(struct child *c, const char *what)
{
    child_kill(c, "sent a %s that breaks the rules", what);
    return false;
}

static bool
on_frame(struct child *c, struct reader *r)
{
    struct msg_commit m;

    if (!decode_commit(r, &m) || !replay_on_commit(&m))
        return refuse(c, "commit");
    send_frame_done(c->channel, &(struct msg_frame_done){m.surface, m.frame});
    return true;
}

static bool
on_font(struct child *c, struct reader *r)
{
    struct msg_font_request m;
    char why[200];

    if (!decode_font_request(r, &m))
        return refuse(c, "font_request");
    if (!replay_answer_font(c, &m, why, sizeof why) && self.result.font[0] == 0)
        snprintf(self.result.font, sizeof self.result.font, "%s", why);
    return true;
}

static bool
on_message(struct child *c, enum message_id id, struct reader *r)
{
    struct msg_fetch_start fetch;
    struct msg_tile_gone gone;
    struct msg_tile tile;
    struct msg_pong pong;

    switch (id) {
    case MSG_tile:
        return (decode_tile(r, &tile) && replay_on_tile(&tile)) ||
               refuse(c, "tile");
    case MSG_tile_gone:
        return (decode_tile_gone(r, &gone) && replay_on_tile_gone(&gone)) ||
               refuse(c, "tile_gone");
    case MSG_commit:
        return on_frame(c, r);
    case MSG_font_request:
        return on_font(c, r);
    case MSG_fetch_start:
        if (!decode_fetch_start(r, &fetch))
            return refuse(c, "fetch_start");
        replay_fetch_seen(&fetch);
        return true;
    case MSG_pong:
        if (!decode_pong(r, &pong))
            return refuse(c, "pong");
        on_pong(pong.serial);
        return true;
    default:
        return true;
    }
}

bool
replay_dispatch(struct child *c, struct span message)
{
    enum message_id id;
    struct reader r;

    if (!message_open(message, &id, &r))
        return false;
    self.seen[id]++;
    if (id != MSG_pong && id != MSG_progress) {
        self.spoke = true;
        listen_for_quiet();
    }
    if (!on_message(c, id, &r))
        return c->state != CHILD_DEAD;
    go_on();
    return true;
}

static void
on_ready(struct child *c, void *owner)
{
    (void)c;
    (void)owner;
    self.result.ready = true;
    go_on();
}

static void
on_drained(struct child *c, void *owner)
{
    (void)c;
    (void)owner;
    go_on();
}

static void
on_gone(struct child *c, void *owner, const struct death *why)
{
    (void)c;
    (void)owner;
    self.child = NULL;
    self.result.died = true;
    self.result.why = *why;
    for (size_t i = self.at; i < self.file->count; i++)
        if (self.file->steps[i].phase == TRACE_DEATH)
            take_death(&self.file->steps[i]);
    end();
}

static const struct child_events events = {on_ready, on_drained, on_gone};

bool
replay_start(struct loop *l, const struct replay_file *f,
             bool (*ask_step)(const struct child *c, size_t at,
                              struct span message))
{
    self.loop = l;
    self.file = f;
    self.ask_step = ask_step;
    self.result.should_hang = replay_file_hangs(f);
    self.child = child_start(RENDERER, "", &events, NULL);
    return self.child != NULL;
}
