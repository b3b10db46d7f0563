/*
 * url_host.c - the host parser of the WHATWG URL standard.
 *
 * Process: browser, renderer.  Distrusts: the address.
 *
 * Domains go through UTS #46 of ICU with the standard's settings: not
 * transitional, CheckBidi and CheckJoiners on, CheckHyphens, STD3 rules and
 * length limits off.
 */
#include "url_host.h"
#include "url.h"
#include "log.h"

#include <unicode/uidna.h>

enum { PIECES = 8, MAX_DOMAIN = 16 * 1024 };

int
url_hex_value(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if ((c | 32) >= 'a' && (c | 32) <= 'f')
        return (c | 32) - 'a' + 10;
    return -1;
}

static bool
is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool
forbidden_in_host(int c)
{
    return c == 0 || strchr("\t\n\r #/:<>?@[\\]^|", c) != NULL;
}

static bool
forbidden_in_domain(int c)
{
    return forbidden_in_host(c) || c <= 0x1f || c == '%' || c == 0x7f;
}

/* -- IPv4 -- */

/* Decimal, 0 octal or 0x hexadecimal; values over 32 bits stay over. */
static bool
ipv4_number(struct span s, uint64_t *value)
{
    unsigned radix = 10;
    size_t i = 0;

    if (s.size == 0)
        return false;
    if (s.size >= 2 && s.data[0] == '0') {
        radix = (s.data[1] | 32) == 'x' ? 16 : 8;
        i = radix == 16 ? 2 : 1;
    }
    for (*value = 0; i < s.size; i++) {
        int digit = url_hex_value(s.data[i]);

        if (digit < 0 || (unsigned)digit >= radix)
            return false;
        if (*value <= UINT32_MAX)
            *value = *value * radix + (unsigned)digit;
    }
    return true;
}

/* The standard's "ends in a number": such a host is IPv4 or nothing. */
static bool
ends_in_number(struct span host)
{
    struct span last;
    size_t start, end = host.size;
    bool digits = true;
    uint64_t ignored;

    if (end > 0 && host.data[end - 1] == '.')
        end--;
    for (start = end; start > 0 && host.data[start - 1] != '.';)
        start--;
    last = (struct span){host.data + start, end - start};
    if (last.size == 0)
        return false;
    for (size_t i = 0; i < last.size; i++)
        digits = digits && is_digit(last.data[i]);
    return digits || ipv4_number(last, &ignored);
}

static bool
parse_ipv4(struct span host, uint32_t *address)
{
    uint64_t parts[4], sum = 0;
    size_t count = 0, start = 0, end = host.size;

    if (end > 0 && host.data[end - 1] == '.')
        end--;
    for (size_t i = 0; i <= end; i++) {
        if (i < end && host.data[i] != '.')
            continue;
        if (count == 4 ||
            !ipv4_number((struct span){host.data + start, i - start},
                         &parts[count]))
            return false;
        count++;
        start = i + 1;
    }
    for (size_t i = 0; i + 1 < count; i++) {
        if (parts[i] > 255)
            return false;
        sum |= parts[i] << (24 - 8 * i);
    }
    if (parts[count - 1] >= (uint64_t)1 << (8 * (5 - count)))
        return false;
    *address = (uint32_t)(sum | parts[count - 1]);
    return true;
}

/* -- IPv6 -- */

struct ipv6 {
    uint16_t pieces[PIECES];
    size_t count;
    int compress; /* index of the piece after "::", or -1 */
};

static int
byte_at(struct span s, size_t i)
{
    return i < s.size ? s.data[i] : -1;
}

/* The dotted tail of an address such as ::ffff:192.0.2.1. */
static bool
parse_ipv6_tail(struct ipv6 *a, struct span s, size_t i)
{
    if (a->count > PIECES - 2)
        return false;
    for (int seen = 0; seen < 4; seen++) {
        unsigned value = 0;
        size_t start;

        if (seen > 0 && byte_at(s, i++) != '.')
            return false;
        for (start = i; is_digit(byte_at(s, i)); i++) {
            if (i > start && value == 0)
                return false;
            value = value * 10 + (unsigned)(byte_at(s, i) - '0');
            if (value > 255)
                return false;
        }
        if (i == start)
            return false;
        a->pieces[a->count] = (uint16_t)(a->pieces[a->count] * 256 + value);
        if (seen == 1 || seen == 3)
            a->count++;
    }
    return i == s.size;
}

static bool
parse_ipv6_pieces(struct ipv6 *a, struct span s)
{
    size_t i = 0;

    if (byte_at(s, 0) == ':') {
        if (byte_at(s, 1) != ':')
            return false;
        i = 2;
        a->compress = (int)++a->count;
    }
    while (i < s.size) {
        unsigned value = 0;
        size_t start = i;

        if (a->count == PIECES)
            return false;
        if (s.data[i] == ':') {
            if (a->compress >= 0)
                return false;
            i++;
            a->compress = (int)++a->count;
            continue;
        }
        for (; i < start + 4 && url_hex_value(byte_at(s, i)) >= 0; i++)
            value = value * 16 + (unsigned)url_hex_value(s.data[i]);
        if (byte_at(s, i) == '.')
            return i > start && parse_ipv6_tail(a, s, start);
        if (byte_at(s, i) == ':') {
            if (++i == s.size)
                return false;
        } else if (i < s.size) {
            return false;
        }
        a->pieces[a->count++] = (uint16_t)value;
    }
    return true;
}

static bool
parse_ipv6(struct ipv6 *a, struct span s)
{
    *a = (struct ipv6){.compress = -1};
    if (!parse_ipv6_pieces(a, s))
        return false;
    if (a->compress < 0)
        return a->count == PIECES;
    for (size_t swaps = a->count - (size_t)a->compress, to = PIECES - 1;
         to > 0 && swaps > 0; to--, swaps--) {
        size_t from = (size_t)a->compress + swaps - 1;
        uint16_t piece = a->pieces[from];

        a->pieces[from] = a->pieces[to];
        a->pieces[to] = piece;
    }
    return true;
}

/* RFC 5952: the first longest run of two or more zero pieces becomes "::". */
static void
add_ipv6(struct buf *out, const struct ipv6 *a)
{
    size_t best = PIECES, best_size = 1;

    for (size_t i = 0; i < PIECES; i++) {
        size_t end = i;

        while (end < PIECES && a->pieces[end] == 0)
            end++;
        if (end - i > best_size) {
            best = i;
            best_size = end - i;
        }
        if (end > i)
            i = end;
    }
    buf_add_char(out, '[');
    for (size_t i = 0; i < PIECES; i++) {
        if (i == best) {
            buf_add_text(out, i > 0 ? ":" : "::");
            i += best_size - 1;
        } else {
            buf_printf(out, i + 1 < PIECES ? "%x:" : "%x", a->pieces[i]);
        }
    }
    buf_add_char(out, ']');
}

/* -- domains -- */

static const UIDNA *
idna(void)
{
    static UIDNA *handle;
    UErrorCode error = U_ZERO_ERROR;

    if (handle == NULL)
        handle = uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                                     UIDNA_NONTRANSITIONAL_TO_ASCII |
                                     UIDNA_NONTRANSITIONAL_TO_UNICODE,
                                 &error);
    if (U_FAILURE(error)) {
        log_warn("url: no IDNA: %s", u_errorName(error));
        handle = NULL;
    }
    return handle;
}

/* Replaces the domain by its ASCII form.  One that is ASCII is not checked
 * further, xn-- labels neither: so says the standard. */
static bool
domain_to_ascii(struct buf *domain)
{
    const uint32_t allowed =
        UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG |
        UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | UIDNA_ERROR_LEADING_HYPHEN |
        UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UErrorCode error = U_ZERO_ERROR;
    struct buf ascii = {0};
    bool plain = true;
    size_t room;
    int32_t size;

    for (size_t i = 0; i < domain->size; i++) {
        uint8_t *c = &domain->data[i];

        if (*c >= 'A' && *c <= 'Z')
            *c |= 32;
        plain = plain && *c < 0x80;
    }
    if (plain)
        return domain->size > 0;
    if (domain->size > MAX_DOMAIN || idna() == NULL)
        return false;
    room = domain->size * 6 + 64;
    size = uidna_nameToASCII_UTF8(
        idna(), (const char *)domain->data, (int32_t)domain->size,
        (char *)buf_reserve(&ascii, room), (int32_t)room, &info, &error);
    if (U_FAILURE(error) || (info.errors & ~allowed) != 0 || size <= 0) {
        buf_finish(&ascii);
        return false;
    }
    ascii.size = (size_t)size;
    buf_finish(domain);
    *domain = ascii;
    return true;
}

static bool
parse_domain(struct buf *out, struct span text)
{
    struct buf domain = {0};
    uint32_t address;
    bool ok = false;

    url_add_decoded(&domain, text);
    if (!domain_to_ascii(&domain))
        goto out;
    for (size_t i = 0; i < domain.size; i++)
        if (forbidden_in_domain(domain.data[i]))
            goto out;
    ok = true;
    if (!ends_in_number(buf_span(&domain)))
        buf_add_span(out, buf_span(&domain));
    else if ((ok = parse_ipv4(buf_span(&domain), &address)))
        buf_printf(out, "%u.%u.%u.%u", address >> 24, address >> 16 & 255,
                   address >> 8 & 255, address & 255);
out:
    buf_finish(&domain);
    return ok;
}

bool
url_host_parse(struct buf *out, struct span text, bool opaque)
{
    struct ipv6 address;

    if (text.size > 0 && text.data[0] == '[') {
        if (text.data[text.size - 1] != ']' ||
            !parse_ipv6(&address, (struct span){text.data + 1, text.size - 2}))
            return false;
        add_ipv6(out, &address);
        return true;
    }
    if (!opaque)
        return parse_domain(out, text);
    for (size_t i = 0; i < text.size; i++)
        if (forbidden_in_host(text.data[i]))
            return false;
    url_add_encoded(out, text, URL_SET_C0);
    return true;
}
