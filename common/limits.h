/*
 * limits.h - every bound of the project, each with its reason.
 *
 * Process: all.  protocol.def, the decoders, the tests and the documents take
 * their numbers from here.
 */
/* The C library has a header of this name too, and asks for it by a search
 * that can come here first: hand the question on.  (system_header: include_next
 * is an extension.) */
#pragma GCC system_header
#include_next <limits.h>

#ifndef BULKHEAD_LIMITS_H
#define BULKHEAD_LIMITS_H

enum {
    /* -- the wire -- */
    MAX_MESSAGE = 64 * 1024,  /* one message: a chunk and its fields */
    MAX_CHUNK = 60 * 1024,    /* body bytes in one message */
    MAX_QUEUE = 1024 * 1024,  /* bytes waiting for one slow child */
    MAX_GPU_QUEUE = 16 << 20, /* ... for the gpu process, which gets the changes
                                 of all that may be on the window at once:
                                 tests/test_compositor.c adds them up */
    MAX_TURN = 32,            /* receives per child and turn of the loop */
    MAX_RATE = 20000,         /* messages a second from one child; a page of
                                 4,096 tiles in one frame still fits */
    MAX_LOOKUPS = 400,        /* fonts looked up a second for one child, at
                                 0.5 ms each: a fifth of the browser's time */
    MAX_ALL_LOOKUPS = 800,    /* ... for all children together; after that
                                 each still gets */
    MIN_LOOKUPS = 4,          /* ... so many */
    MAX_LOG_RATE = 20,        /* log lines a second from one child */
    TOKEN_SIZE = 16,          /* 128 bits name a launch */
    MAX_DETAIL = 512,         /* a sentence about a child's state */

    /* -- names and texts -- */
    MAX_URL = 32 * 1024,   /* longer than any server takes */
    MAX_TITLE = 1024,      /* shown in a tab; cut there */
    MAX_TOOLTIP = 1024,    /* eight lines of a bubble hold fewer */
    MAX_MIME = 256,        /* RFC 6838: 127 + 1 + 127 */
    MAX_CHARSET = 64,      /* longest WHATWG label is 19 */
    MAX_FAMILY = 256,      /* one font family name */
    MAX_PARAMS = 8 * 1024, /* attributes of an embed, as text */
    MAX_TEXT_INPUT = 4096, /* typed or pasted in one piece */
    MAX_POST_TEXT = 1024,  /* what a plugin says to the browser at once */
    MAX_STATUS = 999,      /* HTTP status: three digits */

    /* -- pixels -- */
    TILE_SIZE = 256,       /* pixels along a tile's edge */
    MAX_WINDOW = 8192,     /* a window's edge, pixels */
    MAX_CONTENT = 1 << 24, /* a page's edge, pixels */
    MAX_COLUMN = MAX_CONTENT / TILE_SIZE,
    MAX_SLOTS = 1024,         /* tiles of one surface: 256 MiB, sparse */
    MAX_WHEEL = 1 << 15,      /* px of one turn: 300 notches */
    MAX_COORDINATE = 1 << 25, /* positions: both signs, fits sums in int */
    MAX_SCALE = 500,          /* zoom, per cent */
    MAX_FRAMES_IN_FLIGHT = 2, /* committed and not yet presented */
    MAX_ITEMS = 512,          /* surfaces and rectangles in one scene */
    MAX_PAGE_ITEMS = 496,     /* ... of the page; the rest is the browser's */

    /* -- objects of one child -- */
    MAX_CHILDREN = 256,        /* processes of all kinds */
    MAX_TABS = 512,            /* open tabs */
    MAX_FETCHES = 1024,        /* unfinished requests of one document */
    MAX_FETCHES_AT_ONCE = 24,  /* running ones; the rest wait */
    MAX_FETCH_BYTES = 8 << 20, /* of the addresses of one renderer's fetches */
    MAX_EMBEDS = 64,           /* plugins and frames of one document */
    MAX_FRAME_SLOTS = 96,      /* tiles of a frame: 24 MiB, a large window; all
                                  MAX_FRAMES fit one renderer, policy.def */
    MAX_EMBED_SLOTS = 256,     /* tiles of a plugin: 64 MiB, that twice */
    MAX_EMBEDS_OF_PROCESS = 6, /* ... and so many fit its address space */
    MAX_FRAMES = 32,           /* frames of one tab, at all depths */
    MAX_FRAME_DEPTH = 8,       /* frames inside of each other */
    MAX_FRAME_NAME = 256,      /* bytes of the name that links aim at */
    MAX_REDIRECTS = 20,        /* as in the fetch standard */

    /* -- documents -- */
    MAX_DOCUMENT = 64 << 20,     /* bytes of one document */
    MAX_RESOURCE = 64 << 20,     /* bytes of one style sheet or picture */
    MAX_FONT_FILE = 256 << 20,   /* bytes of one font: CJK collections */
    MAX_WEB_FONT = 32 << 20,     /* bytes of one web font, unpacked */
    MAX_WEB_FONTS = 128 << 20,   /* bytes of all web fonts of a process */
    MAX_DEPTH = 512,             /* nesting of elements, as Chromium */
    MAX_NODES = 2000000,         /* nodes of one document */
    MAX_FIND = 512,              /* bytes of a text to find in a page */
    MAX_PLACES = 10000,          /* places of it that are counted */
    MAX_COPY = 16 << 20,         /* bytes copied from a page at once */
    MAX_PASTE = 512 * 1024,      /* bytes pasted into one: half a queue */
    MAX_POST = 64 << 20,         /* bytes of a form, without files */
    MAX_POSTS = 2 * MAX_POST,    /* ... of all that a renderer sends at once */
    MAX_BOUNDARY = 70,           /* RFC 2046, 5.1.1 */
    MAX_FIELD_NAME = 4096,       /* bytes of the name of a field with files */
    MAX_FILE_NAME = 255,         /* NAME_MAX */
    MAX_GRANTS = 256,            /* files chosen for one document */
    MAX_PAPER = 14400,           /* points along a printed page: PDF's own */
    MAX_PAPER_PAGES = 10000,     /* printed pages of one document */
    MAX_PRINT = 256 << 20,       /* bytes of one printed document */
    MAX_IMAGE_EDGE = 16384,      /* a picture's edge, pixels */
    MAX_IMAGE_PIXELS = 64 << 20, /* a picture's area, pixels */
    MAX_SVG_DRAWN = 50000,       /* elements of one SVG picture, with <use> */
    MAX_SVG_SEARCHED = 20000000, /* nodes looked at for its references */
    MAX_SVG_DEPTH = 64,          /* nested groups and <use> */
    MAX_SVG_EDGE = 4096,         /* pixels that a picture is drawn in */

    /* -- the trace -- */
    MAX_TRACE_NAMES = 64 * 1024, /* all message names of a foreign build */
    MAX_TRACE_LAST = 256,        /* lines asked of the flight recorder */

    /* -- time, ms -- */
    LAUNCH_TIMEOUT = 15000, /* from clone to ready */
};

#endif
