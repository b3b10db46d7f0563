/*
 * keywords.c - the keywords of properties and what they compute to.
 *
 * Process: renderer.
 */
#include "css/properties.h"

const struct keyword no_keywords[] = {{NULL, 0}};

const struct keyword font_size_keywords[] = {{"xx-small", 1},
                                             {"x-small", 2},
                                             {"small", 3},
                                             {"medium", 4},
                                             {"large", 5},
                                             {"x-large", 6},
                                             {"xx-large", 7},
                                             {"xxx-large", 8},
                                             {"larger", 9},
                                             {"smaller", 10},
                                             {"-webkit-xxx-large", 8},
                                             {NULL, 0}};

const struct keyword font_weight_keywords[] = {
    {"normal", 400}, {"bold", 700}, {"bolder", -1}, {"lighter", -2}, {NULL, 0}};

const struct keyword font_style_keywords[] = {
    {"normal", 0}, {"italic", 1}, {"oblique", 1}, {NULL, 0}};

const struct keyword caps_keywords[] = {
    {"normal", 0},          {"small-caps", 1},
    {"all-small-caps", 1},  {"petite-caps", 1},
    {"all-petite-caps", 1}, {"unicase", 0},
    {"titling-caps", 0},    {NULL, 0}};

const struct keyword direction_keywords[] = {
    {"ltr", DIRECTION_LTR}, {"rtl", DIRECTION_RTL}, {NULL, 0}};

const struct keyword display_keywords[] = {
    {"none", DISPLAY_NONE},
    {"contents", DISPLAY_CONTENTS},
    {"block", DISPLAY_BLOCK},
    {"inline", DISPLAY_INLINE},
    {"inline-block", DISPLAY_INLINE_BLOCK},
    {"list-item", DISPLAY_LIST_ITEM},
    {"flow-root", DISPLAY_FLOW_ROOT},
    {"table", DISPLAY_TABLE},
    {"inline-table", DISPLAY_INLINE_TABLE},
    {"table-row-group", DISPLAY_TABLE_ROW_GROUP},
    {"table-header-group", DISPLAY_TABLE_HEADER_GROUP},
    {"table-footer-group", DISPLAY_TABLE_FOOTER_GROUP},
    {"table-row", DISPLAY_TABLE_ROW},
    {"table-cell", DISPLAY_TABLE_CELL},
    {"table-column", DISPLAY_TABLE_COLUMN},
    {"table-column-group", DISPLAY_TABLE_COLUMN_GROUP},
    {"table-caption", DISPLAY_TABLE_CAPTION},
    {"flex", DISPLAY_FLEX},
    {"inline-flex", DISPLAY_INLINE_FLEX},
    {"grid", DISPLAY_GRID},
    {"inline-grid", DISPLAY_INLINE_GRID},
    {"-webkit-flex", DISPLAY_FLEX},
    {"-webkit-inline-flex", DISPLAY_INLINE_FLEX},
    {"flow", DISPLAY_BLOCK},
    {"ruby", DISPLAY_INLINE},
    {NULL, 0}};

const struct keyword position_keywords[] = {{"static", POSITION_STATIC},
                                            {"relative", POSITION_RELATIVE},
                                            {"absolute", POSITION_ABSOLUTE},
                                            {"fixed", POSITION_FIXED},
                                            {"sticky", POSITION_STICKY},
                                            {"-webkit-sticky", POSITION_STICKY},
                                            {NULL, 0}};

const struct keyword float_keywords[] = {
    {"none", FLOAT_NONE},        {"left", FLOAT_LEFT},
    {"right", FLOAT_RIGHT},      {"inline-start", FLOAT_LEFT},
    {"inline-end", FLOAT_RIGHT}, {NULL, 0}};

const struct keyword clear_keywords[] = {{"none", CLEAR_NONE},
                                         {"left", CLEAR_LEFT},
                                         {"right", CLEAR_RIGHT},
                                         {"both", CLEAR_BOTH},
                                         {"inline-start", CLEAR_LEFT},
                                         {"inline-end", CLEAR_RIGHT},
                                         {NULL, 0}};

const struct keyword overflow_keywords[] = {{"visible", OVERFLOW_VISIBLE},
                                            {"hidden", OVERFLOW_HIDDEN},
                                            {"scroll", OVERFLOW_SCROLL},
                                            {"auto", OVERFLOW_AUTO},
                                            {"clip", OVERFLOW_CLIP},
                                            {"overlay", OVERFLOW_AUTO},
                                            {NULL, 0}};

const struct keyword visibility_keywords[] = {{"visible", VISIBILITY_VISIBLE},
                                              {"hidden", VISIBILITY_HIDDEN},
                                              {"collapse", VISIBILITY_COLLAPSE},
                                              {NULL, 0}};

const struct keyword box_sizing_keywords[] = {
    {"content-box", BOX_SIZING_CONTENT},
    {"border-box", BOX_SIZING_BORDER},
    {NULL, 0}};

const struct keyword border_width_keywords[] = {
    {"thin", 1}, {"medium", 3}, {"thick", 5}, {NULL, 0}};

const struct keyword border_style_keywords[] = {{"none", BORDER_NONE},
                                                {"hidden", BORDER_HIDDEN},
                                                {"dotted", BORDER_DOTTED},
                                                {"dashed", BORDER_DASHED},
                                                {"solid", BORDER_SOLID},
                                                {"double", BORDER_DOUBLE},
                                                {"groove", BORDER_GROOVE},
                                                {"ridge", BORDER_RIDGE},
                                                {"inset", BORDER_INSET},
                                                {"outset", BORDER_OUTSET},
                                                {NULL, 0}};

const struct keyword outline_style_keywords[] = {{"none", BORDER_NONE},
                                                 {"auto", BORDER_SOLID},
                                                 {"dotted", BORDER_DOTTED},
                                                 {"dashed", BORDER_DASHED},
                                                 {"solid", BORDER_SOLID},
                                                 {"double", BORDER_DOUBLE},
                                                 {"groove", BORDER_GROOVE},
                                                 {"ridge", BORDER_RIDGE},
                                                 {"inset", BORDER_INSET},
                                                 {"outset", BORDER_OUTSET},
                                                 {NULL, 0}};

const struct keyword background_x_keywords[] = {{"left", 0},    {"center", 50},
                                                {"right", 100}, {"x-start", 0},
                                                {"x-end", 100}, {NULL, 0}};

const struct keyword background_y_keywords[] = {{"top", 0},      {"center", 50},
                                                {"bottom", 100}, {"y-start", 0},
                                                {"y-end", 100},  {NULL, 0}};

const struct keyword repeat_keywords[] = {{"repeat", REPEAT_TILE},
                                          {"no-repeat", REPEAT_NONE},
                                          {"space", REPEAT_SPACE},
                                          {"round", REPEAT_ROUND},
                                          {NULL, 0}};

const struct keyword attachment_keywords[] = {
    {"scroll", 0}, {"fixed", 1}, {"local", 0}, {NULL, 0}};

const struct keyword background_box_keywords[] = {
    {"border-box", BACKGROUND_BORDER_BOX},
    {"padding-box", BACKGROUND_PADDING_BOX},
    {"content-box", BACKGROUND_CONTENT_BOX},
    {NULL, 0}};

const struct keyword cursor_keywords[] = {
    {"auto", CSS_CURSOR_AUTO},           {"default", CSS_CURSOR_DEFAULT},
    {"pointer", CSS_CURSOR_POINTER},     {"hand", CSS_CURSOR_POINTER},
    {"text", CSS_CURSOR_TEXT},           {"vertical-text", CSS_CURSOR_TEXT},
    {"wait", CSS_CURSOR_WAIT},           {"progress", CSS_CURSOR_WAIT},
    {"crosshair", CSS_CURSOR_CROSSHAIR}, {"cell", CSS_CURSOR_CROSSHAIR},
    {"none", CSS_CURSOR_DEFAULT},        {"context-menu", CSS_CURSOR_DEFAULT},
    {"help", CSS_CURSOR_DEFAULT},        {"alias", CSS_CURSOR_DEFAULT},
    {"copy", CSS_CURSOR_DEFAULT},        {"move", CSS_CURSOR_DEFAULT},
    {"no-drop", CSS_CURSOR_DEFAULT},     {"not-allowed", CSS_CURSOR_DEFAULT},
    {"grab", CSS_CURSOR_DEFAULT},        {"grabbing", CSS_CURSOR_DEFAULT},
    {"e-resize", CSS_CURSOR_DEFAULT},    {"n-resize", CSS_CURSOR_DEFAULT},
    {"ne-resize", CSS_CURSOR_DEFAULT},   {"nw-resize", CSS_CURSOR_DEFAULT},
    {"s-resize", CSS_CURSOR_DEFAULT},    {"se-resize", CSS_CURSOR_DEFAULT},
    {"sw-resize", CSS_CURSOR_DEFAULT},   {"w-resize", CSS_CURSOR_DEFAULT},
    {"ew-resize", CSS_CURSOR_DEFAULT},   {"ns-resize", CSS_CURSOR_DEFAULT},
    {"nesw-resize", CSS_CURSOR_DEFAULT}, {"nwse-resize", CSS_CURSOR_DEFAULT},
    {"col-resize", CSS_CURSOR_DEFAULT},  {"row-resize", CSS_CURSOR_DEFAULT},
    {"all-scroll", CSS_CURSOR_DEFAULT},  {"zoom-in", CSS_CURSOR_DEFAULT},
    {"zoom-out", CSS_CURSOR_DEFAULT},    {NULL, 0}};

const struct keyword object_fit_keywords[] = {
    {"fill", OBJECT_FIT_FILL},
    {"contain", OBJECT_FIT_CONTAIN},
    {"cover", OBJECT_FIT_COVER},
    {"none", OBJECT_FIT_NONE},
    {"scale-down", OBJECT_FIT_SCALE_DOWN},
    {NULL, 0}};

const struct keyword white_space_keywords[] = {
    {"normal", WHITE_SPACE_NORMAL},
    {"pre", WHITE_SPACE_PRE},
    {"nowrap", WHITE_SPACE_NOWRAP},
    {"pre-wrap", WHITE_SPACE_PRE_WRAP},
    {"pre-line", WHITE_SPACE_PRE_LINE},
    {"break-spaces", WHITE_SPACE_BREAK_SPACES},
    {"-moz-pre-wrap", WHITE_SPACE_PRE_WRAP},
    {NULL, 0}};

const struct keyword text_align_last_keywords[] = {
    {"auto", TEXT_ALIGN_AUTO},       {"start", TEXT_ALIGN_START},
    {"end", TEXT_ALIGN_END},         {"left", TEXT_ALIGN_LEFT},
    {"right", TEXT_ALIGN_RIGHT},     {"center", TEXT_ALIGN_CENTER},
    {"justify", TEXT_ALIGN_JUSTIFY}, {NULL, 0}};

const struct keyword text_align_keywords[] = {
    {"start", TEXT_ALIGN_START},
    {"end", TEXT_ALIGN_END},
    {"left", TEXT_ALIGN_LEFT},
    {"right", TEXT_ALIGN_RIGHT},
    {"center", TEXT_ALIGN_CENTER},
    {"justify", TEXT_ALIGN_JUSTIFY},
    {"-webkit-left", TEXT_ALIGN_HTML_LEFT},
    {"-webkit-right", TEXT_ALIGN_HTML_RIGHT},
    {"-webkit-center", TEXT_ALIGN_HTML_CENTER},
    {"-moz-left", TEXT_ALIGN_HTML_LEFT},
    {"-moz-right", TEXT_ALIGN_HTML_RIGHT},
    {"-moz-center", TEXT_ALIGN_HTML_CENTER},
    {"match-parent", -1},
    {"-internal-th", -2},
    {NULL, 0}};

const struct keyword text_transform_keywords[] = {
    {"none", TEXT_TRANSFORM_NONE},
    {"uppercase", TEXT_TRANSFORM_UPPERCASE},
    {"lowercase", TEXT_TRANSFORM_LOWERCASE},
    {"capitalize", TEXT_TRANSFORM_CAPITALIZE},
    {NULL, 0}};

const struct keyword vertical_align_keywords[] = {
    {"baseline", VERTICAL_ALIGN_BASELINE},
    {"sub", VERTICAL_ALIGN_SUB},
    {"super", VERTICAL_ALIGN_SUPER},
    {"top", VERTICAL_ALIGN_TOP},
    {"text-top", VERTICAL_ALIGN_TEXT_TOP},
    {"middle", VERTICAL_ALIGN_MIDDLE},
    {"bottom", VERTICAL_ALIGN_BOTTOM},
    {"text-bottom", VERTICAL_ALIGN_TEXT_BOTTOM},
    {"-webkit-baseline-middle", VERTICAL_ALIGN_MIDDLE},
    {NULL, 0}};

const struct keyword decoration_keywords[] = {
    {"underline", DECORATION_UNDERLINE},
    {"overline", DECORATION_OVERLINE},
    {"line-through", DECORATION_LINE_THROUGH},
    {"blink", 0},
    {NULL, 0}};

const struct keyword decoration_style_keywords[] = {
    {"solid", BORDER_SOLID},   {"double", BORDER_DOUBLE},
    {"dotted", BORDER_DOTTED}, {"dashed", BORDER_DASHED},
    {"wavy", BORDER_WAVY},     {NULL, 0}};

const struct keyword skip_ink_keywords[] = {
    {"auto", 0}, {"all", 0}, {"none", 1}, {NULL, 0}};

const struct keyword image_rendering_keywords[] = {
    {"auto", 0},
    {"smooth", 0},
    {"high-quality", 0},
    {"optimizequality", 0},
    {"optimizespeed", 0},
    {"-webkit-optimize-contrast", 0},
    {"crisp-edges", 1},
    {"pixelated", 1},
    {"-moz-crisp-edges", 1},
    {NULL, 0}};

const struct keyword unicode_bidi_keywords[] = {
    {"normal", UNICODE_BIDI_NORMAL},
    {"embed", UNICODE_BIDI_EMBED},
    {"isolate", UNICODE_BIDI_ISOLATE},
    {"bidi-override", UNICODE_BIDI_OVERRIDE},
    {"isolate-override", UNICODE_BIDI_ISOLATE_OVERRIDE},
    {"plaintext", UNICODE_BIDI_PLAINTEXT},
    {NULL, 0}};

const struct keyword overflow_wrap_keywords[] = {
    {"normal", OVERFLOW_WRAP_NORMAL},
    {"break-word", OVERFLOW_WRAP_BREAK_WORD},
    {"anywhere", OVERFLOW_WRAP_ANYWHERE},
    {NULL, 0}};

const struct keyword word_break_keywords[] = {
    {"normal", WORD_BREAK_NORMAL},
    {"break-all", WORD_BREAK_BREAK_ALL},
    {"keep-all", WORD_BREAK_KEEP_ALL},
    {"break-word", WORD_BREAK_NORMAL},
    {NULL, 0}};

const struct keyword text_overflow_keywords[] = {
    {"clip", 0}, {"ellipsis", 1}, {NULL, 0}};

const struct keyword list_style_keywords[] = {
    {"none", LIST_NONE},
    {"disc", LIST_DISC},
    {"circle", LIST_CIRCLE},
    {"square", LIST_SQUARE},
    {"decimal", LIST_DECIMAL},
    {"decimal-leading-zero", LIST_DECIMAL_LEADING_ZERO},
    {"lower-alpha", LIST_LOWER_ALPHA},
    {"lower-latin", LIST_LOWER_ALPHA},
    {"upper-alpha", LIST_UPPER_ALPHA},
    {"upper-latin", LIST_UPPER_ALPHA},
    {"lower-roman", LIST_LOWER_ROMAN},
    {"upper-roman", LIST_UPPER_ROMAN},
    {"lower-greek", LIST_LOWER_GREEK},
    {"disclosure-open", LIST_DISCLOSURE_OPEN},
    {"disclosure-closed", LIST_DISCLOSURE_CLOSED},
    {"armenian", LIST_DECIMAL},
    {"georgian", LIST_DECIMAL},
    {"hebrew", LIST_DECIMAL},
    {"hiragana", LIST_DECIMAL},
    {"katakana", LIST_DECIMAL},
    {"cjk-ideographic", LIST_DECIMAL},
    {NULL, 0}};

const struct keyword list_position_keywords[] = {
    {"outside", 0}, {"inside", 1}, {NULL, 0}};

const struct keyword table_layout_keywords[] = {
    {"auto", TABLE_LAYOUT_AUTO}, {"fixed", TABLE_LAYOUT_FIXED}, {NULL, 0}};

const struct keyword border_collapse_keywords[] = {
    {"separate", BORDER_SEPARATE}, {"collapse", BORDER_COLLAPSE}, {NULL, 0}};

const struct keyword caption_side_keywords[] = {
    {"top", CAPTION_TOP}, {"bottom", CAPTION_BOTTOM}, {NULL, 0}};

const struct keyword empty_cells_keywords[] = {
    {"show", EMPTY_CELLS_SHOW}, {"hide", EMPTY_CELLS_HIDE}, {NULL, 0}};

const struct keyword column_span_keywords[] = {
    {"none", 0}, {"all", 1}, {NULL, 0}};

const struct keyword break_inside_keywords[] = {{"auto", 0},
                                                {"avoid", 1},
                                                {"avoid-page", 0},
                                                {"avoid-column", 1},
                                                {NULL, 0}};

const struct keyword flex_direction_keywords[] = {
    {"row", FLEX_ROW},
    {"row-reverse", FLEX_ROW_REVERSE},
    {"column", FLEX_COLUMN},
    {"column-reverse", FLEX_COLUMN_REVERSE},
    {NULL, 0}};

const struct keyword flex_wrap_keywords[] = {
    {"nowrap", FLEX_NOWRAP},
    {"wrap", FLEX_WRAP},
    {"wrap-reverse", FLEX_WRAP_REVERSE},
    {NULL, 0}};

const struct keyword content_alignment_keywords[] = {
    {"normal", ALIGN_NORMAL},
    {"stretch", ALIGN_STRETCH},
    {"start", ALIGN_START},
    {"end", ALIGN_END},
    {"flex-start", ALIGN_FLEX_START},
    {"flex-end", ALIGN_FLEX_END},
    {"center", ALIGN_CENTER},
    {"baseline", ALIGN_BASELINE},
    {"space-between", ALIGN_SPACE_BETWEEN},
    {"space-around", ALIGN_SPACE_AROUND},
    {"space-evenly", ALIGN_SPACE_EVENLY},
    {"left", ALIGN_START},
    {"right", ALIGN_END},
    {NULL, 0}};

const struct keyword self_alignment_keywords[] = {
    {"auto", ALIGN_AUTO},         {"normal", ALIGN_NORMAL},
    {"stretch", ALIGN_STRETCH},   {"start", ALIGN_START},
    {"end", ALIGN_END},           {"self-start", ALIGN_START},
    {"self-end", ALIGN_END},      {"flex-start", ALIGN_FLEX_START},
    {"flex-end", ALIGN_FLEX_END}, {"center", ALIGN_CENTER},
    {"baseline", ALIGN_BASELINE}, {NULL, 0}};
