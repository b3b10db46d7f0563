/*
 * fault_report.h - where a child crashed, as its own last words have it.
 *
 * Process: browser.  Distrusts: the words, which are only believed where the
 * kernel says that the child died of that very signal.
 */
#ifndef BULKHEAD_FAULT_REPORT_H
#define BULKHEAD_FAULT_REPORT_H

#include "span.h"

#include <stdbool.h>
#include <stdint.h>

struct death;

/* What common/child_fault.c wrote. */
struct fault_report {
    bool there;
    int signal, code;
    uint64_t address, instruction, stack;
    bool full;       /* its address space was used up */
    char module[65]; /* file name, "self" for the child's own; or "" */
    uint64_t offset; /* of the instruction in it */
};

/* Stands in the cause when the signal was not the child's own doing. */
#define FAULT_SENT "sent by another process"

/* Reads one line of a child's log; false when it is no such report. */
bool fault_report_read(struct fault_report *f, struct span line);

/* Adds to why what the report knows: names a stack that overflowed and memory
 * that ran out, a signal that was sent, and says where.  folder and binary tell
 * the child's own file, whose symbols are looked up.  Without a report of the
 * same signal nothing is changed. */
void fault_report_explain(const struct fault_report *f, const char *folder,
                          const char *binary, struct death *why);

#endif
