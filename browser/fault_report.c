/*
 * fault_report.c - where a child crashed, as its own last words have it.
 *
 * Process: browser.  Distrusts: the words.
 */
#include "fault_report.h"
#include "child_fault.h"
#include "children.h"
#include "symbols.h"

#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

enum {
    LINE_MOST = 256,
    /* A fault so close to the stack pointer is the stack's own. */
    STACK_NEAR = 64 * 1024
};

bool
fault_report_read(struct fault_report *f, struct span line)
{
    size_t mark = sizeof FAULT_MARK - 1;
    unsigned signal, code, full;
    char text[LINE_MOST];
    struct fault_report r = {.there = true};
    int used = 0;

    if (line.size < mark || memcmp(line.data, FAULT_MARK, mark) != 0)
        return false;
    if (line.size - mark >= sizeof text)
        return true; /* claims to be one and is none */
    memcpy(text, line.data + mark, line.size - mark);
    text[line.size - mark] = 0;
    if (sscanf(text, "%2x %8x %16" SCNx64 " %16" SCNx64 " %16" SCNx64 " %1x %n",
               &signal, &code, &r.address, &r.instruction, &r.stack, &full,
               &used) != 6)
        return true;
    r.signal = (int)signal;
    r.code = (int)code;
    r.full = full;
    if (sscanf(text + used, "%64[A-Za-z0-9._-]+%16" SCNx64, r.module,
               &r.offset) != 2)
        r.module[0] = 0;
    *f = r;
    return true;
}

static bool
is_stack_overflow(const struct fault_report *f)
{
    uint64_t low = f->address < f->stack ? f->address : f->stack;
    uint64_t high = f->address < f->stack ? f->stack : f->address;

    /* Below the guard nothing is mapped: the page above it was the last. */
    return f->signal == 11 && f->code > 0 && f->address != 0 &&
           high - low < STACK_NEAR;
}

static void
add_place(const struct fault_report *f, const char *folder, const char *binary,
          struct death *why)
{
    bool own = strcmp(f->module, "self") == 0;
    char path[PATH_MAX], symbol[96];

    if (f->module[0] == 0) {
        snprintf(why->where, sizeof why->where,
                 "at address 0x%" PRIx64 ", instruction 0x%" PRIx64, f->address,
                 f->instruction);
        return;
    }
    snprintf(path, sizeof path, "%s/%s", folder, binary);
    if (own && symbols_find(path, f->offset, symbol, sizeof symbol))
        snprintf(why->where, sizeof why->where,
                 "in %s (%s+0x%" PRIx64 "), at address 0x%" PRIx64, symbol,
                 binary, f->offset, f->address);
    else
        snprintf(why->where, sizeof why->where,
                 "in %s+0x%" PRIx64 ", at address 0x%" PRIx64,
                 own ? binary : f->module, f->offset, f->address);
}

void
fault_report_explain(const struct fault_report *f, const char *folder,
                     const char *binary, struct death *why)
{
    char before[sizeof why->cause];

    if (!f->there || why->signal == 0 || f->signal != why->signal)
        return;
    snprintf(before, sizeof before, "%s", why->cause);
    if (f->code == SI_USER) { /* wherever it was, that place is not to blame */
        snprintf(why->cause, sizeof why->cause, "%.200s, " FAULT_SENT, before);
        return;
    }
    add_place(f, folder, binary, why);
    if (f->full)
        snprintf(why->cause, sizeof why->cause, "ran out of memory: %.200s",
                 before);
    else if (is_stack_overflow(f))
        snprintf(why->cause, sizeof why->cause, "ran out of stack: %.200s",
                 before);
}
