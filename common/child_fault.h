/*
 * child_fault.h - the last words of a child that crashes, and crashes on
 * demand.
 *
 * Process: renderer, plugin, gpu; the zygotes prepare it.
 *
 * The kernel tells the browser which signal a child died of, and nothing more:
 * address and instruction reach only the child itself.  So a handler, which
 * needs no system call but write, puts them into one line on the log pipe and
 * then dies of the same signal.  The line is a claim: browser/fault_report.c
 * believes it only where the kernel agrees.
 */
#ifndef BULKHEAD_CHILD_FAULT_H
#define BULKHEAD_CHILD_FAULT_H

#include "messages.h"

/* The line begins with this byte, which no other line can hold, and "fault ";
 * then signal, code, address, instruction, stack pointer (all hexadecimal), 1
 * if the address space is used up, and MODULE+OFFSET or "?". */
#define FAULT_MARK "\001fault "

/* Zygote, once: the handler is inherited by every child. */
void child_fault_open(void);

/* Before lock-down: which shared objects lie where.  Cheap when nothing was
 * loaded since the last call. */
void child_fault_note_modules(void);

/* Misbehaves as asked (FAULT_); does not return. */
_Noreturn void child_fault_commit(choice_t kind);

#endif
