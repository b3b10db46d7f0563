/*
 * input.h - reading a trace file: record by record, or the whole at once with
 * what belongs together joined.
 *
 * Process: `bulkhead trace`.  Distrusts: the file, every byte.
 */
#ifndef BULKHEAD_TRACE_INPUT_H
#define BULKHEAD_TRACE_INPUT_H

#include "trace_file.h"
#include "trace_filter.h"

/* Exit statuses of every subcommand. */
enum { STATUS_OK, STATUS_FAILED, STATUS_USAGE };

struct trace_input {
    const char *path;
    int fd;
    struct buf bytes; /* read; those before at are dealt with */
    size_t at;
    struct trace_header header; /* names: in names */
    struct buf names;
    bool foreign; /* written by another build: only names can be told */
    uint64_t records;
};

/* Opens the file ("-": standard input) and reads its header.  False after
 * saying why on stderr. */
bool trace_input_open(struct trace_input *in, const char *path);
void trace_input_close(struct trace_input *in);

/* The next record, borrowed until the next call.  TRACE_READ_MORE: the file
 * ends here, perhaps inside a record (trace_input_is_cut). */
enum trace_read trace_input_next(struct trace_input *in,
                                 struct trace_record *r);
bool trace_input_is_cut(const struct trace_input *in);

/* Says on stderr that the file is damaged where it is read. */
void trace_input_damaged(const struct trace_input *in);

/* The names to give to trace_show. */
struct span trace_input_names(const struct trace_input *in);

/* The message's id in this build, found by name; MSG_COUNT for none. */
enum message_id trace_input_id(const struct trace_input *in,
                               const struct trace_record *r);

/* As trace_filter_match; of a foreign build's messages names only. */
bool trace_input_match(const struct trace_input *in,
                       const struct trace_filter *f,
                       const struct trace_record *r);

/* One record of a whole trace, with what others say about it. */
struct trace_entry {
    struct trace_record r; /* a message's arg: ns its handler took, 0 unknown */
    enum message_id id;    /* MSG_COUNT: no message of this build */
    uint32_t claim; /* a message's: index + 1 of the child's word on it; 0 */
    uint32_t truth; /* a claim's: index + 1 of the browser's; 0 */
};

struct trace_log {
    struct trace_input in;
    struct trace_entry *entries;
    uint32_t count;
    bool damaged; /* said on stderr; the entries are what was before */
};

/* Reads the whole file.  False after saying why. */
bool trace_log_open(struct trace_log *log, const char *path);
void trace_log_close(struct trace_log *log);

/* Whether an entry is wanted: by time (ns since the start, to 0: no end) and
 * by filter. */
struct trace_choice {
    uint64_t from_ns, to_ns;
    struct trace_filter *filter;
};
bool trace_choice_has(const struct trace_choice *c,
                      const struct trace_input *in,
                      const struct trace_record *r);

/* Whether the record is a message, in the browser's word. */
bool trace_is_message(const struct trace_record *r);

/* "tile", or "message 77" for what this build has no name of. */
void trace_add_name(struct buf *out, const struct trace_input *in,
                    const struct trace_record *r);

/* "renderer#3", "browser" for number 0. */
void trace_add_process(struct buf *out, const struct trace_record *r);

/* How long a message lay between its two ends, ns, by its receiver's word and
 * its sender's; false when the child claims nothing, or what cannot be. */
bool trace_queue_ns(const struct trace_log *log, const struct trace_entry *e,
                    uint64_t *ns);

#endif
