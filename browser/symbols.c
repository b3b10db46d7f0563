/*
 * symbols.c - the name of the function at an offset of one of our binaries.
 *
 * Process: browser.  Distrusts: the file's numbers; each is checked against
 * the file's size.
 */
#include "symbols.h"

#include <elf.h>
#include <fcntl.h>
#include <inttypes.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct file {
    const uint8_t *data;
    size_t size;
};

/* The bytes of a section, NULL if they are not all in the file. */
static const void *
section_data(const struct file *f, const ElfW(Shdr) * s)
{
    if (s->sh_type == SHT_NOBITS || s->sh_offset > f->size ||
        s->sh_size > f->size - s->sh_offset)
        return NULL;
    return f->data + s->sh_offset;
}

static bool
search_table(const struct file *f, const ElfW(Shdr) * table,
             const ElfW(Shdr) * names, uint64_t offset, char *out, size_t size)
{
    const ElfW(Sym) *symbols = section_data(f, table);
    const char *texts = section_data(f, names);
    size_t count = table->sh_size / sizeof *symbols;

    if (symbols == NULL || texts == NULL || names->sh_size == 0 ||
        texts[names->sh_size - 1] != 0)
        return false;
    for (size_t i = 0; i < count; i++) {
        const ElfW(Sym) *s = &symbols[i];

        if ((s->st_info & 0xF) != STT_FUNC || offset < s->st_value ||
            offset - s->st_value >= s->st_size || s->st_name >= names->sh_size)
            continue;
        snprintf(out, size, "%s+0x%" PRIx64, texts + s->st_name,
                 (uint64_t)(offset - s->st_value));
        return true;
    }
    return false;
}

static bool
search(const struct file *f, uint64_t offset, char *out, size_t size)
{
    const ElfW(Ehdr) *head = (const void *)f->data;
    const ElfW(Shdr) * sections;

    if (f->size < sizeof *head || memcmp(head->e_ident, ELFMAG, SELFMAG) != 0 ||
        head->e_shentsize != sizeof *sections || head->e_shoff % 8 != 0 ||
        head->e_shoff > f->size ||
        (f->size - head->e_shoff) / sizeof *sections < head->e_shnum)
        return false;
    sections = (const void *)(f->data + head->e_shoff);
    for (unsigned i = 0; i < head->e_shnum; i++)
        if (sections[i].sh_type == SHT_SYMTAB &&
            sections[i].sh_link < head->e_shnum &&
            search_table(f, &sections[i], &sections[sections[i].sh_link],
                         offset, out, size))
            return true;
    return false;
}

bool
symbols_find(const char *path, uint64_t offset, char *out, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct file f = {NULL, 0};
    void *data = MAP_FAILED;
    struct stat st;
    bool found = false;

    if (fd < 0)
        return false;
    if (fstat(fd, &st) == 0 && st.st_size > 0)
        data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (data == MAP_FAILED)
        return false;
    f = (struct file){data, (size_t)st.st_size};
    found = search(&f, offset, out, size);
    munmap(data, f.size);
    return found;
}
