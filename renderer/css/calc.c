/*
 * calc.c - calc(), min(), max() and clamp() (CSS Values 4, section 10).
 *
 * Process: renderer.  Distrusts: style sheets; nesting is bounded.
 *
 * The result is px + percent.  Where min() and its like compare a percentage
 * with a length, the percentage is taken of the viewport's width to choose;
 * what is chosen keeps its percentage.
 */
#include "css/values.h"

#include <math.h>

enum { MAX_CALC_DEPTH = 32, MAX_ARGUMENTS = 64, MAX_TREE_DEPTH = 256 };

enum operation { LEAF, SUM, PRODUCT, QUOTIENT, MINIMUM, MAXIMUM, CLAMP };

struct calc {
    enum operation operation;
    enum calc_type type;
    enum css_unit unit; /* of a LEAF */
    double number;
    const struct calc **arguments;
    unsigned count;
    unsigned depth; /* of the tree below: evaluation recurses */
};

static struct calc *parse_sum(struct css_input *in, unsigned depth);

bool
calc_at(const struct css_input *in)
{
    return tokens_at_function(&in->t, "calc") ||
           tokens_at_function(&in->t, "min") ||
           tokens_at_function(&in->t, "max") ||
           tokens_at_function(&in->t, "clamp") ||
           tokens_at_function(&in->t, "-webkit-calc") ||
           tokens_at_function(&in->t, "-moz-calc");
}

static struct calc *
make(struct css_input *in, enum operation operation, enum calc_type type,
     const struct calc *first, const struct calc *second)
{
    struct calc *c;
    unsigned depth = 0;

    if (first != NULL)
        depth = first->depth > second->depth ? first->depth : second->depth;
    if (depth >= MAX_TREE_DEPTH)
        return NULL;
    c = arena_alloc(in->arena, sizeof *c);
    c->depth = depth + 1;
    c->operation = operation;
    c->type = type;
    if (first != NULL) {
        c->arguments = arena_array(in->arena, 2, sizeof *c->arguments);
        c->arguments[0] = first;
        c->arguments[1] = second;
        c->count = 2;
    }
    return c;
}

/* The arguments of min(), max(), clamp(), all of one type. */
static struct calc *
parse_comparison(struct css_input *in, enum operation operation, unsigned depth)
{
    const struct calc *arguments[MAX_ARGUMENTS];
    struct calc *c;
    unsigned count = 0, depth_below = 0;

    do {
        if (count == MAX_ARGUMENTS)
            return NULL;
        arguments[count] = parse_sum(in, depth);
        if (arguments[count] == NULL ||
            arguments[count]->type != arguments[0]->type)
            return NULL;
        if (arguments[count]->depth > depth_below)
            depth_below = arguments[count]->depth;
        count++;
    } while (parse_comma(in));
    if (!parse_at_end(in) || (operation == CLAMP && count != 3))
        return NULL;
    c = make(in, operation, arguments[0]->type, NULL, NULL);
    c->arguments = arena_array(in->arena, count, sizeof *c->arguments);
    memcpy(c->arguments, arguments, count * sizeof *arguments);
    c->count = count;
    c->depth = depth_below + 1;
    return c;
}

static struct calc *
parse_function(struct css_input *in, unsigned depth)
{
    enum operation operation = SUM;
    struct css_input inner;
    struct calc *c;

    if (depth > MAX_CALC_DEPTH)
        return NULL;
    if (tokens_at_function(&in->t, "min"))
        operation = MINIMUM;
    else if (tokens_at_function(&in->t, "max"))
        operation = MAXIMUM;
    else if (tokens_at_function(&in->t, "clamp"))
        operation = CLAMP;
    inner = parse_enter(in);
    if (operation != SUM)
        return parse_comparison(&inner, operation, depth + 1);
    c = parse_sum(&inner, depth + 1);
    return c != NULL && parse_at_end(&inner) ? c : NULL;
}

static struct calc *
parse_leaf(struct css_input *in, unsigned depth)
{
    struct calc *c;
    double factor = 1;
    enum css_unit unit = CSS_PX;
    enum calc_type type = CALC_NUMBER;

    tokens_skip_space(&in->t);
    switch (tokens_type(&in->t)) {
    case TOKEN_NUMBER:
        break;
    case TOKEN_PERCENT:
        unit = CSS_PERCENT;
        type = CALC_LENGTH;
        break;
    case TOKEN_DIMENSION:
        type = CALC_LENGTH;
        if (!unit_by_name(token_span(in->t.at), &unit, &factor))
            return NULL;
        break;
    case TOKEN_OPEN:
        return parse_function(in, depth);
    case TOKEN_FUNCTION:
        return calc_at(in) ? parse_function(in, depth) : NULL;
    default:
        return NULL;
    }
    c = make(in, LEAF, type, NULL, NULL);
    c->unit = unit;
    c->number = in->t.at->number * factor;
    in->t.at++;
    return c;
}

static struct calc *
parse_product(struct css_input *in, unsigned depth)
{
    struct calc *left = parse_leaf(in, depth);

    while (left != NULL) {
        struct css_input copy = *in;
        enum operation operation = PRODUCT;
        struct calc *right;

        tokens_skip_space(&copy.t);
        if (tokens_at_delim(&copy.t, '/'))
            operation = QUOTIENT;
        else if (!tokens_at_delim(&copy.t, '*'))
            return left;
        copy.t.at++;
        right = parse_leaf(&copy, depth);
        if (right == NULL)
            return NULL;
        if (operation == QUOTIENT && right->type != CALC_NUMBER)
            return NULL;
        if (left->type != CALC_NUMBER && right->type != CALC_NUMBER)
            return NULL;
        enum calc_type type =
            left->type == CALC_NUMBER ? right->type : left->type;
        left = make(in, operation, type, left, right);
        *in = copy;
    }
    return left;
}

static struct calc *
parse_sum(struct css_input *in, unsigned depth)
{
    struct calc *left = parse_product(in, depth);

    while (left != NULL) {
        struct css_input copy = *in;
        struct calc *right;
        bool minus;

        /* Spaces are required around + and -. */
        if (tokens_type(&copy.t) != TOKEN_SPACE)
            return left;
        tokens_skip_space(&copy.t);
        minus = tokens_at_delim(&copy.t, '-');
        if (!minus && !tokens_at_delim(&copy.t, '+'))
            return left;
        copy.t.at++;
        if (tokens_type(&copy.t) != TOKEN_SPACE)
            return NULL;
        right = parse_product(&copy, depth);
        if (right == NULL || right->type != left->type)
            return NULL;
        if (minus) {
            struct calc *negative = make(in, LEAF, CALC_NUMBER, NULL, NULL);
            negative->number = -1;
            right = make(in, PRODUCT, right->type, right, negative);
            if (right == NULL)
                return NULL;
        }
        left = make(in, SUM, left->type, left, right);
        *in = copy;
    }
    return left;
}

const struct calc *
calc_parse(struct css_input *in, enum calc_type *type)
{
    struct calc *c = parse_function(in, 0);

    if (c == NULL)
        return NULL;
    *type = c->type;
    return c;
}

static double
size_of(double px, double percent, const struct length_base *base)
{
    if (percent != 0 && base->sees_viewport != NULL)
        *base->sees_viewport = true;
    return px + percent * base->viewport_width / 100;
}

static void
evaluate_choice(const struct calc *c, const struct length_base *base,
                double *px, double *percent)
{
    double low_px, low_percent, high_px, high_percent;

    calc_evaluate(c->arguments[0], base, px, percent);
    if (c->operation == CLAMP) {
        low_px = *px;
        low_percent = *percent;
        calc_evaluate(c->arguments[1], base, px, percent);
        calc_evaluate(c->arguments[2], base, &high_px, &high_percent);
        if (size_of(*px, *percent, base) >
            size_of(high_px, high_percent, base)) {
            *px = high_px;
            *percent = high_percent;
        }
        if (size_of(*px, *percent, base) < size_of(low_px, low_percent, base)) {
            *px = low_px;
            *percent = low_percent;
        }
        return;
    }
    for (unsigned i = 1; i < c->count; i++) {
        double other_px, other_percent, difference;

        calc_evaluate(c->arguments[i], base, &other_px, &other_percent);
        difference = size_of(other_px, other_percent, base) -
                     size_of(*px, *percent, base);
        if (c->operation == MINIMUM ? difference < 0 : difference > 0) {
            *px = other_px;
            *percent = other_percent;
        }
    }
}

void
calc_evaluate(const struct calc *c, const struct length_base *base, double *px,
              double *percent)
{
    double second_px, second_percent, scalar;

    *px = *percent = 0;
    switch (c->operation) {
    case LEAF:
        if (c->type == CALC_NUMBER)
            *px = c->number;
        else if (c->unit == CSS_PERCENT)
            *percent = c->number;
        else
            *px = unit_to_px(c->unit, c->number, base);
        break;
    case SUM:
        calc_evaluate(c->arguments[0], base, px, percent);
        calc_evaluate(c->arguments[1], base, &second_px, &second_percent);
        *px += second_px;
        *percent += second_percent;
        break;
    case PRODUCT:
    case QUOTIENT:
        calc_evaluate(c->arguments[0], base, px, percent);
        calc_evaluate(c->arguments[1], base, &second_px, &second_percent);
        scalar = second_px;
        if (c->arguments[1]->type != CALC_NUMBER) {
            scalar = *px;
            *px = second_px;
            *percent = second_percent;
        } else if (c->operation == QUOTIENT) {
            scalar = scalar == 0 ? 0 : 1 / scalar;
        }
        *px *= scalar;
        *percent *= scalar;
        break;
    case MINIMUM:
    case MAXIMUM:
    case CLAMP:
        evaluate_choice(c, base, px, percent);
        break;
    }
    if (!isfinite(*px))
        *px = 0;
    if (!isfinite(*percent))
        *percent = 0;
}
