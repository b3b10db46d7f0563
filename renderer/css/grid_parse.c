/*
 * grid_parse.c - the grid properties' values from tokens (CSS Grid 1).
 *
 * Process: renderer.  Distrusts: style sheets: how many tracks there are is
 * bounded by MAX_GRID_TRACKS.
 *
 * A track list becomes a VALUE_LIST of
 *   VALUE_TEXT            a line's name
 *   VALUE_FUNCTION, 'm'   minmax(): two breadths
 *   VALUE_FUNCTION, 'f'   fit-content(): one length
 *   VALUE_FUNCTION, 'r'   what auto-fill repeats: a list; number 1: auto-fit
 * and a breadth is a length, a keyword (enum length_kind) or a number (fr).
 */
#include "css/grid.h"
#include "css/grid_values.h"

/* A plain number of fr; not below 0. */
static bool
parse_fr(struct css_input *in, struct value *out)
{
    tokens_skip_space(&in->t);
    if (tokens_type(&in->t) != TOKEN_DIMENSION ||
        !span_is_nocase(token_span(in->t.at), "fr") || !(in->t.at->number >= 0))
        return false;
    *out = (struct value){
        .kind = VALUE_NUMBER,
        .number = in->t.at->number < 1e6 ? (float)in->t.at->number : 1e6f};
    in->t.at++;
    return true;
}

static bool
parse_breadth(struct css_input *in, struct value *out)
{
    struct css_input start = *in;

    if (parse_fr(in, out))
        return true;
    if (parse_length_value(in, ALLOW_PERCENT | ALLOW_AUTO | ALLOW_SIZES, out) &&
        (out->kind != VALUE_KEYWORD || out->keyword != LENGTH_FIT_CONTENT))
        return true;
    *in = start;
    return false;
}

/* A breadth, minmax() or fit-content(). */
static bool
parse_track(struct css_input *in, struct value *out)
{
    struct value *items = arena_array(in->arena, 2, sizeof *items);
    struct css_input start = *in, inner;
    bool ok = false;

    tokens_skip_space(&in->t);
    if (tokens_at_function(&in->t, "minmax")) {
        inner = parse_enter(in);
        ok = parse_breadth(&inner, &items[0]) &&
             items[0].kind != VALUE_NUMBER && parse_comma(&inner) &&
             parse_breadth(&inner, &items[1]) && parse_at_end(&inner);
    } else if (tokens_at_function(&in->t, "fit-content")) {
        inner = parse_enter(in);
        ok = parse_length_value(&inner, ALLOW_PERCENT, &items[0]) &&
             parse_at_end(&inner);
        if (ok)
            *out = (struct value){.kind = VALUE_FUNCTION,
                                  .unit = 'f',
                                  .keyword = 1,
                                  .items = items};
    } else if (parse_breadth(in, &items[1])) {
        ok = true;
        items[0] = items[1].kind == VALUE_NUMBER ? value_keyword(LENGTH_AUTO)
                                                 : items[1];
    }
    if (!ok)
        *in = start;
    else if (items[1].kind != VALUE_NONE)
        *out = (struct value){
            .kind = VALUE_FUNCTION, .unit = 'm', .keyword = 2, .items = items};
    return ok;
}

/* [name name]: appends the names; false if the brackets hold anything else. */
static bool
parse_names(struct css_input *in, struct buf *list)
{
    struct tokens inner;

    tokens_skip_space(&in->t);
    while (tokens_type(&in->t) == TOKEN_OPEN_SQUARE) {
        inner = tokens_trim(tokens_enter(&in->t));
        for (; inner.at < inner.end; tokens_skip_space(&inner)) {
            struct value name = {.kind = VALUE_TEXT};

            if (tokens_type(&inner) != TOKEN_IDENT ||
                tokens_at_ident(&inner, "span") ||
                tokens_at_ident(&inner, "auto"))
                return false;
            name.text = arena_text(in->arena, token_span(inner.at));
            buf_add(list, &name, sizeof name);
            inner.at++;
        }
        tokens_skip_space(&in->t);
    }
    return true;
}

/* Names and tracks; *tracks counts the latter. */
static bool
parse_plain_list(struct css_input *in, struct buf *list, unsigned *tracks)
{
    struct value track;

    *tracks = 0;
    do {
        if (!parse_names(in, list))
            return false;
        if (!parse_track(in, &track))
            break;
        ++*tracks;
        buf_add(list, &track, sizeof track);
    } while (true);
    return true;
}

/* Repeats what times says; what does not fit below the bound is left out. */
static void
expand(struct buf *list, const struct buf *part, int times, unsigned tracks,
       unsigned *count)
{
    size_t most = 4 * MAX_GRID_TRACKS * sizeof(struct value); /* with names */

    for (int i = 0; i < times && *count + tracks <= MAX_GRID_TRACKS &&
                    list->size + part->size <= most;
         i++) {
        buf_add(list, part->data, part->size);
        *count += tracks;
    }
}

static bool
parse_repeat(struct css_input *in, struct buf *list, unsigned *count,
             bool *has_auto)
{
    struct css_input inner = parse_enter(in);
    struct value times, repeat = {.kind = VALUE_FUNCTION, .unit = 'r'};
    struct buf part = {0};
    bool fit = parse_ident(&inner, "auto-fit");
    bool automatic = fit || parse_ident(&inner, "auto-fill");
    unsigned tracks;
    bool ok = (automatic ? !*has_auto
                         : parse_integer(&inner, NULL, &times) &&
                               times.keyword > 0) &&
              parse_comma(&inner) && parse_plain_list(&inner, &part, &tracks) &&
              tracks > 0 && parse_at_end(&inner);

    if (ok && automatic && part.size / sizeof times <= MAX_GRID_TRACKS) {
        struct value items = value_list(in->arena, &part);

        repeat.keyword = items.keyword;
        repeat.items = items.items;
        repeat.number = fit ? 1 : 0;
        *has_auto = true;
        buf_add(list, &repeat, sizeof repeat);
    } else if (ok) {
        expand(list, &part, times.keyword, tracks, count);
    }
    buf_finish(&part);
    return ok;
}

bool
grid_parse_tracks(struct css_input *in, struct value *out, bool repeats)
{
    struct buf list = {0};
    struct value track;
    unsigned count = 0;
    bool ok = true, any = false, has_auto = false;

    while (ok) {
        ok = parse_names(in, &list);
        if (ok && repeats && tokens_at_function(&in->t, "repeat")) {
            ok = parse_repeat(in, &list, &count, &has_auto);
        } else if (ok && parse_track(in, &track)) {
            if (count++ < MAX_GRID_TRACKS)
                buf_add(&list, &track, sizeof track);
        } else {
            break;
        }
        any = true;
    }
    *out = value_list(in->arena, &list);
    buf_finish(&list);
    return ok && any;
}

bool
parse_grid_template(struct css_input *in, const struct property *p,
                    struct value *out)
{
    (void)p;
    if (parse_ident(in, "none")) {
        *out = (struct value){.kind = VALUE_NONE};
        return true;
    }
    return grid_parse_tracks(in, out, true);
}

bool
parse_grid_auto_tracks(struct css_input *in, const struct property *p,
                       struct value *out)
{
    (void)p;
    return grid_parse_tracks(in, out, false);
}

/* ---- areas -------------------------------------------------------------- */

bool
parse_grid_areas(struct css_input *in, const struct property *p,
                 struct value *out)
{
    struct buf list = {0};
    struct value row;
    bool ok;

    (void)p;
    *out = (struct value){.kind = VALUE_NONE};
    if (parse_ident(in, "none"))
        return true;
    while (parse_text_value(in, &row))
        buf_add(&list, &row, sizeof row);
    ok = list.size > 0;
    *out = value_list(in->arena, &list);
    return ok && grid_areas_make(in->arena, out) != NULL;
}

/* ---- flow and placement ------------------------------------------------- */

bool
parse_grid_auto_flow(struct css_input *in, const struct property *p,
                     struct value *out)
{
    bool row = false, column = false, dense = false, any = false;

    (void)p;
    for (;; any = true)
        if (!row && !column && parse_ident(in, "row"))
            row = true;
        else if (!row && !column && parse_ident(in, "column"))
            column = true;
        else if (!dense && parse_ident(in, "dense"))
            dense = true;
        else
            break;
    *out = value_keyword((column ? 1 : 0) + (dense ? 2 : 0));
    return any;
}

/* auto, name, number and name, span with either: 'l' or 's' with the number
 * in keyword and the name in text. */
bool
parse_grid_line(struct css_input *in, const struct property *p,
                struct value *out)
{
    bool span = false, has_number = false, has_name = false;
    struct value number;

    (void)p;
    *out = (struct value){.kind = VALUE_NONE};
    if (parse_ident(in, "auto"))
        return true;
    out->kind = VALUE_FUNCTION;
    while (!parse_at_end(in)) {
        if (!span && parse_ident(in, "span")) {
            span = true;
        } else if (!has_number && parse_integer(in, NULL, &number)) {
            has_number = true;
            out->keyword = number.keyword > MAX_GRID_LINE    ? MAX_GRID_LINE
                           : number.keyword < -MAX_GRID_LINE ? -MAX_GRID_LINE
                                                             : number.keyword;
        } else if (!has_name && tokens_type(&in->t) == TOKEN_IDENT &&
                   !tokens_at_ident(&in->t, "auto")) {
            out->text = arena_text(in->arena, token_span(in->t.at));
            in->t.at++;
            has_name = true;
        } else {
            break;
        }
    }
    out->unit = span ? 's' : 'l';
    if (has_number && (out->keyword == 0 || (span && out->keyword < 0)))
        return false;
    return has_number || has_name;
}

/* legacy left, and what the others take. */
bool
parse_justify_items(struct css_input *in, const struct property *p,
                    struct value *out)
{
    if (parse_ident(in, "legacy") && parse_at_end(in)) {
        *out = value_keyword(ALIGN_NORMAL);
        return true;
    }
    return parse_alignment(in, p, out);
}
