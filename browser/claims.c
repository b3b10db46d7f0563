/*
 * claims.c - may this child speak for this surface?
 *
 * Process: browser.  Distrusts: the number a child sends.
 */
#include "claims.h"
#include "surfaces.h"

bool
claim_surface_of(const struct child *c, uint32_t surface, bool *stale)
{
    const struct surface *s = surface_find(surface);

    *stale = false;
    if (s != NULL)
        return s->painter == c;
    /* Numbers are given out once and upwards; one that this child was once
     * given and that is gone may still be on its way here. */
    *stale = surface_was_of(surface, c);
    return *stale;
}
