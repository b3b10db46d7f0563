/*
 * protocol_doc.c - writes docs/protocol.md from protocol.def, enums.def and
 * policy.def.
 *
 * Process: test.  protocol_doc prints it; protocol_doc --check FILE compares
 * and says how to refresh it.
 */
#include "messages.h"
#include "policy.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static void
add_title(struct buf *out)
{
    buf_add_text(
        out,
        "# The messages\n"
        "\n"
        "Generated from `common/protocol.def`, `common/enums.def` and "
        "`common/policy.def`; do not "
        "edit. To refresh:\n"
        "\n"
        "    build/bin/protocol_doc > docs/protocol.md\n"
        "\n"
        "A message is its number (u16) and its fields in this order, "
        "little-endian, nothing between and nothing after. `text` is a u32 "
        "length and that many bytes of UTF-8 without NUL, `blob` the same "
        "with any bytes, `flag` one byte, `choice` a u32 that numbers a list "
        "below, `surface` a u32. Sizes are bytes, all bounds inclusive. "
        "*claim*: the browser checks that the sender owns the surface before "
        "it looks further. A message out of its bounds, its direction or its "
        "moment ends the sender.\n"
        "\n"
        "moment: *greeting* is before the child said `ready`, *live* after "
        "it. rate, counted towards the browser only: *rare* is at most 100 a "
        "second from one child, *often* at most ");
    buf_printf(out, "%d.\n", MAX_RATE);
}

/* ---- one field's bound in words ---- */

static void
limit_u32(struct buf *out, uint64_t limit, const char *text)
{
    if (limit == UINT32_MAX || limit == UINT64_MAX)
        buf_add_text(out, "any");
    else
        buf_printf(out, "0 to %" PRIu64, limit);
    if (strncmp(text, "MAX_", 4) == 0 || strncmp(text, "TILE_", 5) == 0)
        buf_printf(out, " (`%s`)", text);
}

#define limit_u64 limit_u32

static void
limit_i32(struct buf *out, uint64_t limit, const char *text)
{
    buf_printf(out, "±%" PRIu64 " (`%s`)", limit, text);
}

static void
limit_flag(struct buf *out, uint64_t limit, const char *text)
{
    (void)limit;
    (void)text;
    buf_add_text(out, "0 or 1");
}

static void
limit_choice(struct buf *out, uint64_t limit, const char *text)
{
    (void)limit;
    buf_printf(out, "one of [%s](#list-", text);
    for (; *text != 0; text++)
        buf_add_char(out, (char)(*text | 0x20 * (*text != '_')));
    buf_add_char(out, ')');
}

static void
limit_color(struct buf *out, uint64_t limit, const char *text)
{
    (void)limit;
    (void)text;
    buf_add_text(out, "0xAARRGGBB");
}

static void
limit_surface(struct buf *out, uint64_t limit, const char *text)
{
    (void)limit;
    (void)text;
    buf_add_text(out, "any number the browser gave");
}

static void
limit_blob(struct buf *out, uint64_t limit, const char *text)
{
    buf_printf(out, "at most %" PRIu64 " bytes (`%s`)", limit, text);
}

#define limit_text limit_blob

/* ---- the parts ---- */

static void
add_overview(struct buf *out)
{
    buf_add_text(out, "\n## All\n\n"
                      "| # | message | from | to | moment | rate | what it "
                      "is |\n|--:|---|---|---|---|---|---|\n");
    for (int i = 0; i < MSG_COUNT; i++) {
        const struct route *r = &routes[i];

        buf_printf(out, "| %d | [%s](#%s) | %s | %s | %s | %s | %s |\n", i,
                   r->name, r->name, role_name(r->from), role_name(r->to),
                   r->moment == GREETING ? "greeting" : "live",
                   r->rate == RARE ? "rare" : "often", r->purpose);
    }
}

static void
add_message(struct buf *out, enum message_id id)
{
    const struct route *r = &routes[id];

    buf_printf(out,
               "\n### %s\n\n%s → %s: %s.\n\n"
               "| field | kind | bound |\n|---|---|---|\n",
               r->name, role_name(r->from), role_name(r->to), r->purpose);
}

static const char *
kind_name(enum message_id id, const char *kind)
{
    return strcmp(kind, "surface") == 0 && routes[id].to == BROWSER
               ? "surface, *claim*"
               : kind;
}

static void
add_messages(struct buf *out)
{
    enum message_id id;

    buf_add_text(out, "\n## Each\n");
#define MESSAGE(from, to, name, moment, rate, purpose) \
    id = MSG_##name;                                   \
    add_message(out, id);
#define FIELD(kind, name, limit)                                  \
    buf_printf(out, "| %s | %s | ", #name, kind_name(id, #kind)); \
    limit_##kind(out, (uint64_t)(limit), #limit);                 \
    buf_add_text(out, " |\n");
#define END(name)
#include "protocol.def"
}

static void
add_lists(struct buf *out)
{
    int n;

    buf_add_text(out, "\n## Lists\n");
#define LIST(name) \
    n = 0;         \
    buf_printf(out, "\n### list %s\n\n", #name);
#define VALUE(name, value) buf_printf(out, "- %d %s\n", n++, #value);
#define CLOSE(name)
#include "enums.def"
}

/* From policy.def. */
static void
add_processes(struct buf *out)
{
    static const enum role roles[] = {RENDERER, PLUGIN, GPU};
    static const char *const roots[] = {"empty", "display"};
    static const char *const answers[] = {"sad page", "placeholder",
                                          "another one is started"};

    buf_add_text(out, "\n## Processes\n\n"
                      "From `common/policy.def`; docs/trust.md says what it "
                      "means.\n\n"
                      "| process | at most | address space | root directory | "
                      "at its death | required layers |\n"
                      "|---|--:|--:|---|---|---|\n");
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        const struct policy *p = policy_of(roles[i]);
        const char *comma = "";

        buf_printf(out, "| %s | %u | %u MiB | %s | %s | ", p->binary, p->most,
                   p->memory_mib, roots[p->root], answers[p->on_death]);
        for (unsigned bit = 0; bit < LAYER_COUNT; bit++)
            if (p->required & 1U << bit) {
                buf_printf(out, "%s%s", comma, layer_name(bit));
                comma = ", ";
            }
        buf_add_text(out, " |\n");
    }
}

static bool
same_as_file(const char *path, struct span wanted)
{
    struct buf is = {0};
    FILE *f = fopen(path, "r");
    bool same = false;
    size_t n;

    if (f != NULL) {
        while ((n = fread(buf_reserve(&is, 65536), 1, 65536, f)) > 0)
            is.size += n;
        fclose(f);
        same = span_equal(buf_span(&is), wanted);
    }
    buf_finish(&is);
    return same;
}

int
main(int argc, char **argv)
{
    struct buf out = {0};
    int status = EXIT_SUCCESS;

    add_title(&out);
    add_overview(&out);
    add_messages(&out);
    add_lists(&out);
    add_processes(&out);
    if (argc == 3 && strcmp(argv[1], "--check") == 0) {
        if (!same_as_file(argv[2], buf_span(&out))) {
            fprintf(stderr,
                    "%s is not what protocol.def says; refresh it with\n"
                    "    build/bin/protocol_doc > docs/protocol.md\n",
                    argv[2]);
            status = EXIT_FAILURE;
        }
    } else {
        fwrite(out.data, 1, out.size, stdout);
    }
    buf_finish(&out);
    return status;
}
