/*
 * fuzz_protocol.c - any bytes through every decoder of the wire and of trace
 * files.
 *
 * Process: test.  Built with -DFUZZ=ON and clang it is a libFuzzer target;
 * otherwise a program that runs a fixed number of mutated messages, the same
 * ones each time: fuzz_protocol [ROUNDS].
 */
#include "log.h"
#include "messages.h"
#include "random.h"
#include "trace_file.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
stop(const char *what, const char *name)
{
    fatal("fuzz: %s: %s", name, what);
}

/* What decodes must encode to the same bytes: there is one spelling only. */
static void
fuzz_message(struct span message)
{
    static uint8_t bytes[MAX_MESSAGE];
    struct buf text = {0};
    enum message_id id;
    struct reader r;
    struct writer w = {bytes, bytes + sizeof bytes, true};

    message_show(&text, message);
    buf_finish(&text);
    if (message.size > MAX_MESSAGE || !message_open(message, &id, &r))
        return;
    switch (id) {
#define MESSAGE(from, to, name, moment, rate, purpose)                 \
    case MSG_##name: {                                                 \
        struct msg_##name m;                                           \
        if (!decode_##name(&r, &m))                                    \
            return;                                                    \
        if (!encode_##name(&w, &m))                                    \
            stop("what was decoded cannot be encoded", #name);         \
        if (!span_equal(message,                                       \
                        (struct span){bytes, (size_t)(w.at - bytes)})) \
            stop("decoded and encoded differ", #name);                 \
        break;                                                         \
    }
#define FIELD(kind, name, limit)
#define END(name)
#include "protocol.def"
    case MSG_COUNT:
        break;
    }
}

static bool
ignore_field(void *unused, const struct message_field *f)
{
    (void)unused;
    (void)f;
    return true;
}

static void
fuzz_trace(struct span bytes)
{
    struct buf text = {0};
    struct trace_header header;
    struct trace_record record;

    if (trace_get_header(&bytes, &header) == TRACE_READ_OK)
        trace_name(header.names, 3);
    else
        header.names = (struct span){NULL, 0};
    while (trace_get_record(&bytes, &record) == TRACE_READ_OK) {
        message_each_field(record.payload, ignore_field, NULL);
        trace_show(&text, &record, header.names);
        text.size = 0;
    }
    buf_finish(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 'B')
        fuzz_trace((struct span){data, size});
    fuzz_message((struct span){data, size});
    return 0;
}

#ifndef FUZZ

enum { ROUNDS = 400000, MOST = 600 };

static uint64_t seed = 1;

/* Bytes that often are a message: an id, then fields of small numbers. */
static size_t
make_message(uint8_t *at)
{
    size_t size = (size_t)random_up_to(&seed, 64);

    at[0] = (uint8_t)(random_next(&seed) % (MSG_COUNT + 1));
    at[1] = 0;
    for (size_t i = 2; i < size; i++)
        at[i] = random_next(&seed) % 3 ? 0 : (uint8_t)random_next(&seed) % 8;
    return size;
}

static size_t
make_trace(uint8_t *at)
{
    struct buf bytes = {0};
    uint8_t payload[64];
    size_t size;

    trace_put_header(&bytes, 1, 2);
    bytes.data[12] = bytes.data[13] = 0; /* no names: room for records */
    bytes.size = TRACE_HEADER_SIZE;
    for (int i = 0; i < 4; i++) {
        struct trace_record r = {.ns = (uint64_t)i,
                                 .number = 1,
                                 .role = RENDERER,
                                 .payload = {payload, make_message(payload)}};

        r.length = (uint32_t)r.payload.size;
        r.phase = (enum trace_phase)(random_next(&seed) % TRACE_PHASE_COUNT);
        trace_put_record(&bytes, &r);
    }
    size = bytes.size < MOST ? bytes.size : MOST;
    memcpy(at, bytes.data, size);
    buf_finish(&bytes);
    return size;
}

/* Runs one input at the very end of a heap block, where a sanitizer sees every
 * read beyond. */
static void
run(const uint8_t *bytes, size_t size)
{
    uint8_t *exact = malloc(size ? size : 1);

    if (exact == NULL)
        fatal("fuzz: out of memory");
    memcpy(exact, bytes, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

int
main(int argc, char **argv)
{
    long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : ROUNDS;
    uint8_t bytes[MOST];

    for (long i = 0; i < rounds; i++) {
        size_t size = i % 8 ? make_message(bytes) : make_trace(bytes);

        for (uint64_t n = random_next(&seed) % 4; n > 0 && size > 0; n--)
            bytes[random_next(&seed) % size] ^=
                (uint8_t)(1U << random_next(&seed) % 8);
        run(bytes, size);
    }
    printf("%ld inputs, no finding\n", rounds);
    return 0;
}

#endif
