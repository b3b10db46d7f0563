/*
 * grid_shorthands.c - grid-area, grid-row, grid-column, grid-template and grid
 * (CSS Grid 1, 7.4, 7.8, 8.4).
 *
 * Process: renderer.  Distrusts: style sheets.
 */
#include "css/grid_values.h"

/* ---- placement ---------------------------------------------------------- */

/* What stands for a line that is not given: the same name, or auto. */
static struct value
opposite(const struct value *v)
{
    if (v->kind == VALUE_FUNCTION && v->unit == 'l' && v->keyword == 0)
        return *v;
    return (struct value){.kind = VALUE_NONE};
}

/* Two or four lines with slashes between; longhands are the starts, then the
 * ends, as in grid-area. */
bool
parse_grid_placement(struct css_input *in, const struct shorthand *s,
                     struct longhand_values *out)
{
    struct value v[4];
    int most = 0, count = 0;

    while (s->longhands[most] != PROP_CUSTOM)
        most++;
    do
        if (count == most ||
            !shorthand_longhand(in, s->longhands[count], &v[count]))
            return false;
        else
            count++;
    while (parse_slash(in));
    for (; count < most; count++)
        v[count] = opposite(&v[count < 2 ? 0 : count - 2]);
    for (int i = 0; i < most; i++)
        shorthand_emit(out, s->longhands[i], v[i]);
    return true;
}

/* ---- templates ---------------------------------------------------------- */

/* [names] "row" size? [names] ... / columns */
static bool
parse_rows_of_text(struct css_input *in, struct value *rows,
                   struct value *areas)
{
    struct buf lines = {0}, texts = {0};
    struct value text;
    bool ok = true;

    while (ok && !parse_at_end(in)) {
        const struct token *from = in->t.at;
        struct css_input part = *in;

        /* One string at a time; what stands around it is a track list. */
        while (in->t.at < in->t.end && in->t.at->type != TOKEN_STRING &&
               !tokens_at_delim(&in->t, '/'))
            tokens_next(&in->t);
        part.t = (struct tokens){from, in->t.at};
        part.t = tokens_trim(part.t);
        if (part.t.at < part.t.end) {
            struct value list;
            ok = grid_parse_tracks(&part, &list, false) || list.keyword > 0;
            ok = ok && parse_at_end(&part);
            if (ok)
                buf_add(&lines, list.items,
                        (size_t)list.keyword * sizeof *list.items);
        }
        if (!ok || in->t.at == in->t.end || in->t.at->type != TOKEN_STRING)
            break;
        parse_text_value(in, &text);
        buf_add(&texts, &text, sizeof text);
        buf_add(&lines, &text, sizeof text); /* a mark: where a row starts */
    }
    *areas = value_list(in->arena, &texts);
    *rows = value_list(in->arena, &lines);
    return ok && areas->keyword > 0;
}

static struct value
auto_track(struct arena *a)
{
    struct value *items = arena_array(a, 2, sizeof *items);

    items[0] = items[1] = value_keyword(LENGTH_AUTO);
    return (struct value){
        .kind = VALUE_FUNCTION, .unit = 'm', .keyword = 2, .items = items};
}

/* Replaces the marks by auto tracks where no size follows. */
static void
place_rows(struct arena *a, struct value *rows, const struct value *areas)
{
    struct buf list = {0};
    struct value automatic = auto_track(a);
    bool open = false;
    int next = 0;

    for (int i = 0; i < rows->keyword; i++) {
        const struct value *v = &rows->items[i];
        bool mark = v->kind == VALUE_TEXT && next < areas->keyword &&
                    v->text == areas->items[next].text;

        /* A size is the row's only right behind its string. */
        if (open && v->kind == VALUE_TEXT)
            buf_add(&list, &automatic, sizeof automatic);
        open = mark;
        if (mark)
            next++;
        else
            buf_add(&list, v, sizeof *v);
    }
    if (open)
        buf_add(&list, &automatic, sizeof automatic);
    *rows = value_list(a, &list);
}

static bool
parse_template(struct css_input *in, struct value *rows, struct value *columns,
               struct value *areas)
{
    struct css_input start = *in;
    const struct value none = {.kind = VALUE_NONE};

    *rows = *columns = *areas = none;
    if (parse_ident(in, "none"))
        return parse_at_end(in);
    if (shorthand_longhand(in, PROP_grid_template_rows, rows) &&
        parse_slash(in))
        return shorthand_longhand(in, PROP_grid_template_columns, columns);
    *in = start;
    if (!parse_rows_of_text(in, rows, areas) ||
        grid_areas_make(in->arena, areas) == NULL)
        return false;
    place_rows(in->arena, rows, areas);
    return !parse_slash(in) || grid_parse_tracks(in, columns, false);
}

bool
parse_grid_template_shorthand(struct css_input *in, const struct shorthand *s,
                              struct longhand_values *out)
{
    struct value rows, columns, areas;

    (void)s;
    if (!parse_template(in, &rows, &columns, &areas))
        return false;
    shorthand_emit(out, PROP_grid_template_rows, rows);
    shorthand_emit(out, PROP_grid_template_columns, columns);
    shorthand_emit(out, PROP_grid_template_areas, areas);
    return true;
}

/* "auto-flow dense?" and the sizes of implicit tracks. */
static bool
parse_flow(struct css_input *in, unsigned tracks, struct value *flow,
           struct value *sizes)
{
    bool first_dense = parse_ident(in, "dense");

    if (!parse_ident(in, "auto-flow"))
        return false;
    *flow = value_keyword(tracks == PROP_grid_auto_columns ? 1 : 0);
    if (parse_ident(in, "dense") || first_dense)
        flow->keyword |= 2;
    *sizes = (struct value){.kind = VALUE_INITIAL};
    shorthand_longhand(in, tracks, sizes);
    return true;
}

bool
parse_grid(struct css_input *in, const struct shorthand *s,
           struct longhand_values *out)
{
    const struct value initial = {.kind = VALUE_INITIAL};
    struct value rows = initial, columns = initial, areas = initial;
    struct value flow = initial, auto_rows = initial, auto_columns = initial;
    struct css_input start = *in;
    bool ok = false;

    (void)s;
    if (parse_flow(in, PROP_grid_auto_rows, &flow, &auto_rows)) {
        ok = parse_slash(in) &&
             shorthand_longhand(in, PROP_grid_template_columns, &columns);
    } else {
        *in = start;
        ok = shorthand_longhand(in, PROP_grid_template_rows, &rows) &&
             parse_slash(in) &&
             parse_flow(in, PROP_grid_auto_columns, &flow, &auto_columns);
        if (!ok) {
            *in = start;
            flow = auto_columns = initial;
            ok = parse_template(in, &rows, &columns, &areas);
        }
    }
    shorthand_emit(out, PROP_grid_template_rows, rows);
    shorthand_emit(out, PROP_grid_template_columns, columns);
    shorthand_emit(out, PROP_grid_template_areas, areas);
    shorthand_emit(out, PROP_grid_auto_flow, flow);
    shorthand_emit(out, PROP_grid_auto_rows, auto_rows);
    shorthand_emit(out, PROP_grid_auto_columns, auto_columns);
    return ok;
}
