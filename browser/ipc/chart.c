/*
 * chart.c - about:ipc's live part: the place of the plugin that paints it.
 *
 * Process: browser.  Distrusts: the expression, which stands in an attribute.
 */
#include "ipc/ipc.h"
#include "pages.h"

#include <stdio.h>

void
ipc_chart(struct buf *html, const struct ipc_query *q)
{
    struct ipc_query list = *q;

    buf_add_text(html, "<style>embed{display:block;width:100%;height:"
                       "calc(100vh - 190px);min-height:330px;border:1px solid "
                       "#d5dae0}</style>\n"
                       "<embed type=\"application/x-bulkhead-wire\" own=");
    buf_printf(html, "%d filter=\"", q->own);
    if (q->why[0] == 0)
        pages_text(html, span_of(q->filter));
    list.list = true;
    buf_add_text(html, "\">\n<p class=bar style='margin:8px 0 0'><a href=\"");
    ipc_address(html, &list);
    buf_add_text(html,
                 "\">As a list</a> <span class=quiet>\xC2\xB7 Space: pause "
                 "\xC2\xB7 wheel, +, \xE2\x88\x92: zoom \xC2\xB7 drag: move in "
                 "time \xC2\xB7 click: a message, or one process"
                 "</span></p>\n");
}
