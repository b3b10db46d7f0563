/*
 * intercept_rules.h - which messages are intercepted, and how; intercept.c
 * only.
 *
 * Process: browser.
 */
#ifndef BULKHEAD_INTERCEPT_RULES_H
#define BULKHEAD_INTERCEPT_RULES_H

#include "intercept.h"

struct intercept_judgement {
    bool matched;
    enum intercept_action action; /* of the first rule but edits */
    unsigned rule;
    int delay_ms;
    bool edited; /* the new message is in the buffer */
    char note[160];
};

/* Applies the rules to a message; edits are written to edited, which is empty.
 * Judged message by message, in the order of the rules. */
void intercept_judge(const struct child *c, bool inward, struct span message,
                     struct buf *edited, struct intercept_judgement *out);

/* Why an action may not be done to it, or NULL. */
const char *intercept_refusal(enum intercept_action action, bool inward,
                              struct span message);

/* Changes a message, unless that is refused. */
bool intercept_change(struct buf *out, bool inward, struct span message,
                      const char *changes, char *why, size_t why_size);

bool intercept_has_rules(void);
void intercept_rules_close(void);

#endif
