/*
 * fuzz_main.c - for fuzzers built without libFuzzer: runs their seeds, and a
 * fixed set of mutated ones, the same each time.
 *
 * Process: test.  fuzz_NAME FOLDER [ROUNDS].  With FUZZ_INPUT=FILE in the
 * environment each input is kept there before it runs: the one that was under
 * way when the program died can be looked at.
 */
#include "buf.h"
#include "log.h"
#include "random.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#ifndef FUZZ

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_SEEDS = 512 };

static struct buf seeds[MOST_SEEDS];
static size_t seed_count;
static uint64_t state = 1;

static void
read_seed(const char *folder, const char *name)
{
    char path[4096];
    struct buf *b = &seeds[seed_count];
    FILE *f;
    size_t got;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "rb");
    if (f == NULL)
        fatal("fuzz: cannot read %s", path);
    do {
        got = fread(buf_reserve(b, 65536), 1, 65536, f);
        b->size += got;
    } while (got > 0);
    fclose(f);
    seed_count++;
}

static void
read_seeds(const char *folder)
{
    struct dirent **names;
    int count = scandir(folder, &names, NULL, alphasort);

    for (int i = 0; i < count; i++) {
        if (names[i]->d_name[0] != '.' && seed_count < MOST_SEEDS)
            read_seed(folder, names[i]->d_name);
        free(names[i]);
    }
    if (count >= 0)
        free(names);
    if (seed_count == 0)
        fatal("fuzz: no seeds in %s", folder);
}

static void
keep(const uint8_t *bytes, size_t size)
{
    const char *path = getenv("FUZZ_INPUT");
    FILE *f = path != NULL ? fopen(path, "wb") : NULL;

    if (f == NULL)
        return;
    fwrite(bytes, 1, size, f);
    fclose(f);
}

/* Runs one input at the very end of a heap block, where a sanitizer sees every
 * read beyond. */
static void
run(const uint8_t *bytes, size_t size)
{
    uint8_t *exact = malloc(size ? size : 1);

    if (exact == NULL)
        fatal("fuzz: out of memory");
    if (size > 0)
        memcpy(exact, bytes, size);
    keep(exact, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

/* Some piece of a seed, at most this long. */
static struct span
piece(size_t most)
{
    struct span s = buf_span(&seeds[random_next(&state) % seed_count]);
    size_t at = (size_t)random_up_to(&state, s.size);
    size_t size = (size_t)random_up_to(&state, s.size - at);

    return (struct span){s.data + at, size < most ? size : most};
}

static void
mutate(struct buf *b)
{
    size_t at = (size_t)random_up_to(&state, b->size);
    struct buf rest = {NULL, 0, 0};
    struct span s = piece(256);

    switch (random_next(&state) % 4) {
    case 0: /* a bit */
        if (at < b->size)
            b->data[at] ^= (uint8_t)(1U << random_next(&state) % 8);
        return;
    case 1: /* overwritten */
        if (s.size <= b->size - at && s.size > 0)
            memcpy(b->data + at, s.data, s.size);
        return;
    case 2: /* cut out */
        s.size = s.size < b->size - at ? s.size : b->size - at;
        memmove(b->data + at, b->data + at + s.size, b->size - at - s.size);
        b->size -= s.size;
        return;
    default: /* put in */
        buf_add(&rest, b->data + at, b->size - at);
        b->size = at;
        buf_add_span(b, s);
        buf_add_span(b, buf_span(&rest));
        buf_finish(&rest);
    }
}

int
main(int argc, char **argv)
{
    long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 0;

    if (argc < 2)
        fatal("fuzz: say which folder has the seeds");
    read_seeds(argv[1]);
    for (size_t i = 0; i < seed_count; i++)
        run(seeds[i].data, seeds[i].size);
    for (long i = 0; i < rounds; i++) {
        struct buf b = {NULL, 0, 0};

        buf_add_span(&b, buf_span(&seeds[(size_t)i % seed_count]));
        for (uint64_t n = 1 + random_next(&state) % 6; n > 0; n--)
            mutate(&b);
        run(b.data, b.size);
        buf_finish(&b);
    }
    printf("%zu seeds, %ld changed inputs, no finding\n", seed_count, rounds);
    for (size_t i = 0; i < seed_count; i++)
        buf_finish(&seeds[i]);
    return 0;
}

#else

typedef int no_main; /* libFuzzer brings it */

#endif
