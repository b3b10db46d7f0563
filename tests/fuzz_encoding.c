/*
 * fuzz_encoding.c - any bytes as a text of an unknown and of each encoding:
 * what comes out must be well-formed, and must go back.
 *
 * Process: test.  See fuzz_main.c.  The first byte chooses the label.
 */
#include "html/encoding.h"
#include "log.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const labels[] = {"",
                                         "utf-8",
                                         "utf-16be",
                                         "utf-16le",
                                         "windows-1252",
                                         "gb18030",
                                         "big5",
                                         "iso-2022-jp",
                                         "euc-jp",
                                         "shift_jis",
                                         "euc-kr",
                                         "x-user-defined",
                                         "replacement",
                                         "koi8-r",
                                         "ibm866",
                                         "hz-gb-2312"};
    struct span bytes = {data, size};
    struct buf text = {NULL, 0, 0}, back = {NULL, 0, 0};
    const char *name;

    if (size == 0)
        return 0;
    bytes = (struct span){data + 1, size - 1};
    encoding_decode(&text, bytes, encoding_sniff(bytes, labels[data[0] % 16]));
    if (text.size > 0 && (!utf8_is_text(buf_span(&text)) ||
                          memchr(text.data, 0, text.size) != NULL))
        fatal("fuzz: a text that is none");
    name = encoding_by_label(bytes);
    if (name == NULL)
        name = encoding_sniff(bytes, labels[data[0] % 16]);
    encoding_encode(&back, buf_span(&text), encoding_for_output(name));
    encoding_prescan(bytes);
    buf_finish(&text);
    buf_finish(&back);
    return 0;
}
