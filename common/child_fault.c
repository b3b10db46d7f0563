/*
 * child_fault.c - the last words of a child that crashes, and crashes on
 * demand.
 *
 * Process: renderer, plugin, gpu; the zygotes prepare it.  Distrusts: its own
 * memory, once the handler runs: it reads only what was noted before, and the
 * browser takes the line for a claim.
 */
#include "child_fault.h"
#include "child.h"
#include "log.h"
#include "sandbox.h"

#include <link.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

enum {
    MODULES = 96,           /* the gpu's drivers bring some seventy */
    STACK_SIZE = 32 * 1024, /* with room for AVX-512's registers */
    LINE_SIZE = 256,
    NAME_SIZE = 64, /* of a module, cut */
    /* If not even this much can be had, memory is what was lacking. */
    LEAST_FREE = 16 << 20
};

struct module {
    uintptr_t start, end; /* of its code */
    uintptr_t base;
    const char *name; /* as long as it is loaded, which is for ever */
};

#ifdef __SANITIZE_ADDRESS__ /* whose own reports say more */
enum { CATCHES = false };
#else
enum { CATCHES = true };
#endif

static struct {
    struct module modules[MODULES];
    unsigned count;
    unsigned long long loads; /* dlpi_adds when they were noted */
} self;

static uint8_t stack[STACK_SIZE];
static volatile int *volatile nowhere; /* to be written through */

/* ---- where the code lies -------------------------------------------------*/

static void
add_module(const struct dl_phdr_info *info)
{
    struct module *m = &self.modules[self.count];
    const char *slash = strrchr(info->dlpi_name, '/');

    *m = (struct module){.base = info->dlpi_addr,
                         .name = slash != NULL ? slash + 1 : info->dlpi_name};
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *p = &info->dlpi_phdr[i];
        uintptr_t start = info->dlpi_addr + p->p_vaddr;

        if (p->p_type != PT_LOAD || !(p->p_flags & PF_X))
            continue;
        if (m->start == 0 || start < m->start)
            m->start = start;
        if (start + p->p_memsz > m->end)
            m->end = start + p->p_memsz;
    }
    if (m->start != 0)
        self.count++;
}

static int
on_module(struct dl_phdr_info *info, size_t size, void *data)
{
    bool *begun = data;

    (void)size;
    if (!*begun && info->dlpi_adds == self.loads)
        return 1; /* nothing was loaded since */
    if (!*begun)
        self.count = 0;
    *begun = true;
    self.loads = info->dlpi_adds;
    if (self.count < MODULES)
        add_module(info);
    return 0;
}

void
child_fault_note_modules(void)
{
    bool begun = false;

    dl_iterate_phdr(on_module, &begun);
}

/* ---- the handler: nothing here may lock or allocate ----------------------*/

struct line {
    char text[LINE_SIZE];
    size_t size;
};

static void
add_text(struct line *l, const char *text, size_t most)
{
    for (size_t i = 0; i < most && text[i] != 0; i++)
        if (l->size < LINE_SIZE - 1)
            l->text[l->size++] = text[i];
}

static void
add_hex(struct line *l, uint64_t value)
{
    int shift = 60;

    while (shift > 0 && value >> shift == 0)
        shift -= 4;
    for (; shift >= 0; shift -= 4)
        add_text(l, &"0123456789abcdef"[value >> shift & 15], 1);
    add_text(l, " ", 1);
}

static void
read_context(const ucontext_t *c, uint64_t *instruction, uint64_t *sp)
{
#if defined __x86_64__
    *instruction = (uint64_t)c->uc_mcontext.gregs[REG_RIP];
    *sp = (uint64_t)c->uc_mcontext.gregs[REG_RSP];
#elif defined __aarch64__
    *instruction = c->uc_mcontext.pc;
    *sp = c->uc_mcontext.sp;
#else
    (void)c;
    *instruction = *sp = 0;
#endif
}

static void
add_module_name(struct line *l, uintptr_t at)
{
    for (unsigned i = 0; i < self.count; i++) {
        const struct module *m = &self.modules[i];

        if (at < m->start || at >= m->end)
            continue;
        add_text(l, m->name[0] != 0 ? m->name : "self", NAME_SIZE);
        add_text(l, "+", 1);
        add_hex(l, at - m->base);
        return;
    }
    add_text(l, "?", 1);
}

static bool
is_full(void)
{
    void *room = mmap(NULL, LEAST_FREE, PROT_NONE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (room == MAP_FAILED)
        return true;
    munmap(room, LEAST_FREE);
    return false;
}

/* SA_RESETHAND has brought the default back: doing the like again kills by
 * the same signal.  To return would need rt_sigreturn, which is not allowed.
 */
static _Noreturn void
die_of(int signal, const siginfo_t *info)
{
    volatile int zero = 0;

    if (signal == SIGBUS && info->si_code > 0)
        nowhere[0] = *(volatile char *)info->si_addr;
    if (signal == SIGFPE)
        zero = 1 / zero;
    if (signal == SIGILL)
        __builtin_trap();
    nowhere[0] = zero;
    _exit(128 + signal);
}

static void
on_fault(int signal, siginfo_t *info, void *context)
{
    uint64_t instruction, sp;
    struct line l;

    l.size = 0;
    read_context(context, &instruction, &sp);
    add_text(&l, FAULT_MARK, sizeof FAULT_MARK);
    add_hex(&l, (uint64_t)signal);
    add_hex(&l, (uint32_t)info->si_code);
    add_hex(&l, info->si_code > 0 ? (uintptr_t)info->si_addr : 0);
    add_hex(&l, instruction);
    add_hex(&l, sp);
    add_hex(&l, is_full());
    add_module_name(&l, (uintptr_t)instruction);
    add_text(&l, "\n", 1);
    if (write(FD_LOG, l.text, l.size) < 0)
        l.size = 0; /* nobody is left to tell */
    die_of(signal, info);
}

void
child_fault_open(void)
{
    static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE};
    struct sigaction action = {.sa_sigaction = on_fault,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK |
                                           (int)SA_RESETHAND | SA_NODEFER};
    stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};

    if (CATCHES)
        sigaltstack(&alternate, NULL);
    for (size_t i = 0; CATCHES && i < sizeof signals / sizeof *signals; i++)
        sigaction(signals[i], &action, NULL);
    child_fault_note_modules();
}

/* ---- faults on demand ----------------------------------------------------*/

/* Never a tail call: each level needs its part of the stack. */
static int
fall(volatile int *above)
{
    volatile int room[1024];

    room[0] = *above + 1;
    if (room[0] > 0)
        room[1] = fall(room);
    return room[0] + room[1];
}

/* As much as may be had is asked for and never touched: the process's own
 * limit ends this, not the machine's memory. */
static _Noreturn void
use_up_memory(void)
{
    size_t size = 64 << 20;

    for (;;) {
        volatile char *block = malloc(size);

        if (block == NULL)
            fatal_memory("out of memory: as the browser demanded");
        block[0] = 1;
    }
}

static _Noreturn void
flood(void)
{
    for (uint32_t i = 0;; i++)
        send_progress(child_browser(), &(struct msg_progress){i});
}

_Noreturn void
child_fault_commit(choice_t kind)
{
    volatile int depth = 0, turning = 1;

    switch (kind) {
    case FAULT_CRASH:
        nowhere[0] = 1;
        break;
    case FAULT_ABORT:
        abort();
    case FAULT_STACK:
        depth = fall(&depth);
        break;
    case FAULT_MEMORY:
        use_up_memory();
    case FAULT_SPIN:
        while (turning)
            continue;
        break;
    case FAULT_BLOCK:
        for (;;)
            poll(NULL, 0, -1);
    case FAULT_EXIT:
        _exit(3);
    case FAULT_CALL:
        syscall(SYS_openat, -1, "/etc/passwd", 0);
        break;
    case FAULT_FLOOD:
        flood();
    }
    _exit(3);
}
