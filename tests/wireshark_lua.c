/*
 * wireshark_lua.c - writes bulkhead.lua, the Wireshark dissector, from
 * protocol.def and enums.def; run by the build.
 *
 * Process: none of the browser's.
 *
 * The dissector reads what `bulkhead trace export --pcapng` writes
 * (browser/trace/pcapng.h) and marks as malformed what our own decoders refuse.
 */
#include "messages.h"
#include "trace.h"
#include "trace/pcapng.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const char head[] =
    "-- bulkhead.lua - reads the messages between bulkhead's processes.\n"
    "-- Generated from common/protocol.def by the build; do not edit.\n"
    "--\n"
    "--   bulkhead trace export --pcapng FILE -o wire.pcapng\n"
    "--   wireshark -X lua_script:bulkhead.lua wire.pcapng\n"
    "\n"
    "local bulkhead = Proto(\"bulkhead\", \"Bulkhead message\")\n"
    "local malformed = ProtoExpert.new(\"bulkhead.malformed\", \"Malformed\",\n"
    "    expert.group.MALFORMED, expert.severity.ERROR)\n"
    "bulkhead.experts = { malformed }\n"
    "local f = {}\n"
    "\n";

static void
add_names(struct buf *out)
{
    static const char *const phases[TRACE_PHASE_COUNT] = {"sent",
                                                          "received",
                                                          "born",
                                                          "ready",
                                                          "died",
                                                          "refused",
                                                          "handled",
                                                          "claimed sent",
                                                          "claimed received",
                                                          "claimed handled",
                                                          "note",
                                                          "frame"};

    buf_add_text(out, "local phases = {");
    for (int i = 0; i < TRACE_PHASE_COUNT; i++)
        buf_printf(out, "%s[%d] = \"%s\"", i > 0 ? ", " : " ", i, phases[i]);
    buf_add_text(out, " }\nlocal roles = {");
    for (int i = 0; i < ROLE_COUNT; i++)
        buf_printf(out, "%s[%d] = \"%s\"", i > 0 ? ", " : " ", i,
                   role_name((enum role)i));
    buf_add_text(out, " }\nlocal names = {\n");
    for (int i = 0; i < MSG_COUNT; i++)
        buf_printf(out, "  [%d] = \"%s\",\n", i, routes[i].name);
    buf_add_text(out, "}\n\n");
}

static void
add_lists(struct buf *out)
{
    int n;

    buf_add_text(out, "local lists = {\n");
#define LIST(name) \
    n = 0;         \
    buf_printf(out, "  %s = {", #name);
#define VALUE(name, value) buf_printf(out, " [%d] = \"%s\",", n++, #value);
#define CLOSE(name) buf_add_text(out, " },\n");
#include "enums.def"
    buf_add_text(out, "}\n\n");
}

/* The fixed fields, in the order of pcapng.h. */
static void
add_fixed(struct buf *out)
{
    buf_add_text(
        out,
        "f.phase = ProtoField.uint8(\"bulkhead.phase\", \"Phase\", base.DEC, "
        "phases)\n"
        "f.role = ProtoField.uint8(\"bulkhead.role\", \"Process\", base.DEC, "
        "roles)\n"
        "f.own = ProtoField.bool(\"bulkhead.own\", \"about:ipc's own\")\n"
        "f.number = ProtoField.uint32(\"bulkhead.number\", \"Process "
        "number\")\n"
        "f.seq = ProtoField.uint32(\"bulkhead.seq\", \"Serial\")\n"
        "f.page = ProtoField.uint32(\"bulkhead.page\", \"Tab\")\n"
        "f.length = ProtoField.uint32(\"bulkhead.length\", \"Message bytes\")\n"
        "f.took = ProtoField.uint32(\"bulkhead.took\", \"Handler (ns)\")\n"
        "f.id = ProtoField.uint16(\"bulkhead.id\", \"Message number\")\n"
        "f.message = ProtoField.string(\"bulkhead.message\", \"Message\")\n"
        "f.source = ProtoField.string(\"bulkhead.from\", \"From\")\n"
        "f.target = ProtoField.string(\"bulkhead.to\", \"To\")\n"
        "f.event = ProtoField.string(\"bulkhead.text\", \"Text\")\n"
        "f.cut = ProtoField.bool(\"bulkhead.cut\", \"Not kept whole\")\n");
}

/* ---- the messages' fields: bulkhead.NAME, or, where another message has a
 * field of that name and another kind, bulkhead.NAME_KIND ---- */

struct known {
    const char *name, *kind, *list;
};

static struct known known[512];
static size_t known_count;

static const char *
list_of(const char *kind, const char *limit)
{
    return strcmp(kind, "choice") == 0 ? limit : "";
}

/* The key of a field in the table f, and behind "bulkhead." in filters. */
static void
key_of(struct buf *key, const char *name, const char *kind, const char *list)
{
    bool other = false;

    /* Those of the fixed fields are taken. */
    if (strcmp(name, "text") == 0)
        other = true;
    for (size_t i = 0; i < known_count; i++)
        if (strcmp(known[i].name, name) == 0) {
            other = other || strcmp(known[i].kind, kind) != 0 ||
                    strcmp(known[i].list, list) != 0;
            break;
        }
    key->size = 0;
    buf_add_text(key, name);
    if (other) {
        buf_add_char(key, '_');
        for (const char *c = list[0] != 0 ? list : kind; *c != 0; c++)
            buf_add_char(key, (char)(*c >= 'A' && *c <= 'Z' ? *c | 0x20 : *c));
    }
}

static void
add_field(struct buf *out, const char *name, const char *kind,
          const char *limit)
{
    const char *list = list_of(kind, limit);
    static const struct {
        const char *kind, *make, *more;
    } kinds[] = {
        {"u32", "uint32", ""},     {"u64", "uint64", ""},
        {"i32", "int32", ""},      {"flag", "bool", ""},
        {"choice", "uint32", ""},  {"color", "uint32", ", base.HEX"},
        {"surface", "uint32", ""}, {"text", "string", ", base.UNICODE"},
        {"blob", "bytes", ""}};
    struct buf key = {0};

    for (size_t i = 0; i < known_count; i++)
        if (strcmp(known[i].name, name) == 0 &&
            strcmp(known[i].kind, kind) == 0 &&
            strcmp(known[i].list, list) == 0)
            return;
    if (known_count == sizeof known / sizeof *known)
        abort();
    key_of(&key, name, kind, list);
    known[known_count++] = (struct known){name, kind, list};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].kind, kind) == 0) {
            buf_printf(out,
                       "f[\"field_%s\"] = ProtoField.%s(\"bulkhead.%s\", "
                       "\"%s\"",
                       buf_text(&key), kinds[i].make, buf_text(&key), name);
            if (list[0] != 0)
                buf_printf(out, ", base.DEC, lists.%s)\n", list);
            else
                buf_printf(out, "%s)\n", kinds[i].more);
        }
    buf_finish(&key);
}

static void
add_fields(struct buf *out)
{
#define MESSAGE(from, to, name, moment, rate, purpose)
#define FIELD(kind, name, limit) add_field(out, #name, #kind, #limit);
#define END(name)
#include "protocol.def"
    buf_add_text(out,
                 "\nlocal all = {}\nfor _, field in pairs(f) do all[#all + 1] "
                 "= field end\nbulkhead.fields = all\n\n");
}

static void
add_entry(struct buf *out, const char *name, const char *kind,
          const char *limit, uint64_t most)
{
    struct buf key = {0};

    key_of(&key, name, kind, list_of(kind, limit));
    buf_printf(out, "    { \"%s\", \"%s\", \"field_%s\", ", name, kind,
               buf_text(&key));
    if (most > UINT32_MAX) /* more than a number of Lua's: any */
        buf_add_text(out, "nil");
    else
        buf_printf(out, "%" PRIu64, most);
    buf_add_text(out, " },\n");
    buf_finish(&key);
}

static void
add_messages(struct buf *out)
{
    buf_add_text(out, "local messages = {\n");
#define MESSAGE(from, to, name, moment, rate, purpose) \
    buf_printf(out, "  [%d] = {\n", (int)MSG_##name);
#define FIELD(kind, name, limit) \
    add_entry(out, #name, #kind, #limit, (uint64_t)(limit));
#define END(name) buf_add_text(out, "  },\n");
#include "protocol.def"
    buf_add_text(out, "}\n\n");
}

/* As utf8_is_text. */
static const char checker[] =
    "-- Whether the bytes are UTF-8 without NUL.\n"
    "local function is_text(s)\n"
    "  local at, size = 1, #s\n"
    "  while at <= size do\n"
    "    local b, more, least = s:byte(at), 0, 1\n"
    "    if b >= 0xF0 and b <= 0xF4 then b, more, least = b - 0xF0, 3, "
    "0x10000\n"
    "    elseif b >= 0xE0 and b < 0xF0 then b, more, least = b - 0xE0, 2, "
    "0x800\n"
    "    elseif b >= 0xC2 and b < 0xE0 then b, more, least = b - 0xC0, 1, "
    "0x80\n"
    "    elseif b >= 0x80 then return false end\n"
    "    if at + more > size then return false end\n"
    "    for i = at + 1, at + more do\n"
    "      local c = s:byte(i)\n"
    "      if c < 0x80 or c >= 0xC0 then return false end\n"
    "      b = b * 64 + c - 0x80\n"
    "    end\n"
    "    if b < least or b > 0x10FFFF or (b >= 0xD800 and b < 0xE000) then\n"
    "      return false\n"
    "    end\n"
    "    at = at + more + 1\n"
    "  end\n"
    "  return true\n"
    "end\n"
    "\n";

static const char readers[] =
    "local sizes = { u32 = 4, u64 = 8, i32 = 4, flag = 1, choice = 4,\n"
    "  color = 4, surface = 4 }\n"
    "\n"
    "-- One field at offset at: the offset behind it and its value, or nil "
    "and\n"
    "-- what is wrong.\n"
    "local function read_field(tvb, at, tree, field)\n"
    "  local name, kind, key, most = field[1], field[2], field[3], field[4]\n"
    "  local left = tvb:len() - at\n"
    "  if kind == \"text\" or kind == \"blob\" then\n"
    "    if left < 4 then return nil, name .. \" is cut short\" end\n"
    "    local size = tvb(at, 4):le_uint()\n"
    "    if size > most then\n"
    "      return nil, name .. \" has \" .. size .. \" bytes, at most \" ..\n"
    "        most .. \" are allowed\"\n"
    "    end\n"
    "    if size > left - 4 then return nil, name .. \" is cut short\" end\n"
    "    if size == 0 then\n"
    "      if kind == \"text\" then tree:add(f[key], tvb(at, 4), \"\") end\n"
    "      return at + 4, \"\"\n"
    "    end\n"
    "    local range = tvb(at + 4, size)\n"
    "    if kind == \"blob\" then\n"
    "      tree:add(f[key], range)\n"
    "      return at + 4 + size, \"<\" .. size .. \" bytes>\"\n"
    "    end\n"
    "    local text = range:string(ENC_UTF_8)\n"
    "    if not is_text(range:bytes():raw()) then\n"
    "      return nil, name .. \" is no UTF-8\"\n"
    "    end\n"
    "    tree:add_packet_field(f[key], range, ENC_UTF_8)\n"
    "    return at + 4 + size, text\n"
    "  end\n"
    "  if left < sizes[kind] then return nil, name .. \" is cut short\" end\n"
    "  local range = tvb(at, sizes[kind])\n"
    "  local value\n"
    "  if kind == \"u64\" then value = range:le_uint64()\n"
    "  elseif kind == \"i32\" then value = range:le_int()\n"
    "  else value = range:le_uint() end\n"
    "  tree:add_le(f[key], range)\n"
    "  if most and kind ~= \"u64\" then\n"
    "    local over = kind == \"choice\" and value >= most or\n"
    "      kind ~= \"choice\" and math.abs(value) > most\n"
    "    if over then\n"
    "      return nil, name .. \" is \" .. tostring(value) ..\n"
    "        \", which is out of its bounds\"\n"
    "    end\n"
    "  end\n"
    "  return at + sizes[kind], tostring(value)\n"
    "end\n"
    "\n"
    "local function read_message(tvb, tree, info)\n"
    "  if tvb:len() < 2 then return \"has no number\" end\n"
    "  local id = tvb(0, 2):le_uint()\n"
    "  tree:add_le(f.id, tvb(0, 2))\n"
    "  tree:add(f.message, tvb(0, 2), names[id] or \"?\")\n"
    "  info:append(names[id] or (\"message \" .. id))\n"
    "  if not messages[id] then return \"there is no message \" .. id end\n"
    "  return nil, id\n"
    "end\n"
    "\n"
    "local function read_fields(tvb, tree, info, id)\n"
    "  local at = 2\n"
    "  for _, field in ipairs(messages[id]) do\n"
    "    local behind, value = read_field(tvb, at, tree, field)\n"
    "    if not behind then return value end\n"
    "    info:append(\" \" .. field[1] .. \"=\" .. value)\n"
    "    at = behind\n"
    "  end\n"
    "  if at < tvb:len() then\n"
    "    return (tvb:len() - at) .. \" bytes are left over\"\n"
    "  end\n"
    "end\n"
    "\n"
    "local function complain(tree, info, why)\n"
    "  tree:add_proto_expert_info(malformed, why)\n"
    "  info:append(\" [Malformed: \" .. why .. \"]\")\n"
    "end\n"
    "\n";

static void
add_dissector(struct buf *out)
{
    buf_printf(
        out,
        "function bulkhead.dissector(tvb, pinfo, root)\n"
        "  if tvb:len() < %d or tvb(0, 1):uint() ~= %d then return 0 end\n"
        "  local tree = root:add(bulkhead, tvb())\n"
        "  local phase, role = tvb(%d, 1):uint(), tvb(%d, 1):uint()\n"
        "  local number, length = tvb(%d, 4):le_uint(), tvb(%d, 4):le_uint()\n"
        "  local child = (roles[role] or \"?\") .. \"#\" .. number\n"
        "  if number == 0 then child = \"browser\" end\n"
        "  tree:add(f.phase, tvb(%d, 1))\n"
        "  tree:add(f.role, tvb(%d, 1))\n"
        "  tree:add(f.own, tvb(%d, 1))\n"
        "  tree:add_le(f.number, tvb(%d, 4))\n"
        "  tree:add_le(f.seq, tvb(%d, 4))\n"
        "  tree:add_le(f.page, tvb(%d, 4))\n"
        "  tree:add_le(f.length, tvb(%d, 4))\n"
        "  tree:add_le(f.took, tvb(%d, 4))\n",
        PCAPNG_HEAD, PCAPNG_VERSION, PCAPNG_PHASE, PCAPNG_ROLE, PCAPNG_NUMBER,
        PCAPNG_LENGTH, PCAPNG_PHASE, PCAPNG_ROLE, PCAPNG_OWN, PCAPNG_NUMBER,
        PCAPNG_SEQ, PCAPNG_PAGE, PCAPNG_LENGTH, PCAPNG_TOOK);
}

static void
add_columns(struct buf *out)
{
    buf_printf(out,
               "  pinfo.cols.protocol = \"BULKHEAD\"\n"
               "  local info = pinfo.cols.info\n"
               "  info:set(\"\")\n"
               "  local rest = tvb:len() > %d and tvb(%d):tvb() or nil\n"
               "  local down = phase == %d or phase == %d\n"
               "  local up = phase == %d or phase == %d\n"
               "  if not down and not up then\n"
               "    pinfo.cols.src = child\n"
               "    pinfo.cols.dst = \"\"\n"
               "    info:set(child .. \" \" .. (phases[phase] or \"?\"))\n"
               "    if rest and phase ~= %d then\n"
               "      tree:add_packet_field(f.event, rest(), ENC_UTF_8)\n"
               "      info:append(\": \" .. rest():string(ENC_UTF_8))\n"
               "    end\n"
               "    return tvb:len()\n"
               "  end\n",
               PCAPNG_HEAD, PCAPNG_HEAD, TRACE_SENT, TRACE_CLAIM_RECEIVED,
               TRACE_RECEIVED, TRACE_CLAIM_SENT, TRACE_FRAME);
    buf_printf(out,
               "  local source = down and \"browser\" or child\n"
               "  local target = down and child or \"browser\"\n"
               "  pinfo.cols.src = source\n"
               "  pinfo.cols.dst = target\n"
               "  tree:add(f.source, source):set_generated()\n"
               "  tree:add(f.target, target):set_generated()\n"
               "  if phase >= %d and phase <= %d then info:append(\"(claimed) "
               "\") end\n"
               "  if not rest then\n"
               "    complain(tree, info, \"is empty\")\n"
               "    return tvb:len()\n"
               "  end\n"
               "  local why, id = read_message(rest, tree, info)\n"
               "  if not why then\n"
               "    if rest:len() < length then\n"
               "      tree:add(f.cut, true):set_generated()\n"
               "      info:append(\" <\" .. length .. \" bytes>\")\n"
               "    else\n"
               "      why = read_fields(rest, tree, info, id)\n"
               "    end\n"
               "  end\n"
               "  if why then complain(tree, info, why) end\n"
               "  return tvb:len()\n"
               "end\n"
               "\n"
               "DissectorTable.get(\"wtap_encap\"):add(wtap.USER0, bulkhead)\n",
               TRACE_CLAIM_SENT, TRACE_CLAIM_RECEIVED);
}

int
main(int argc, char **argv)
{
    struct buf out = {0};
    FILE *f = argc == 2 ? fopen(argv[1], "w") : stdout;
    bool ok;

    buf_add_text(&out, head);
    add_names(&out);
    add_lists(&out);
    add_fixed(&out);
    add_fields(&out);
    add_messages(&out);
    buf_add_text(&out, checker);
    buf_add_text(&out, readers);
    add_dissector(&out);
    add_columns(&out);
    ok = f != NULL && fwrite(out.data, 1, out.size, f) == out.size &&
         fclose(f) == 0;
    if (!ok)
        perror(argc == 2 ? argv[1] : "standard output");
    buf_finish(&out);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
