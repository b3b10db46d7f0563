# lib.sh - what the scenarios share.  Sourced; $1 is the folder of the
# binaries.
#
# A scenario runs in a folder of its own that is also HOME and the place of
# the runtime directory, so that what is left behind can be seen.  Nothing
# sleeps for a fixed time: until_true polls with a deadline.
set -u
binaries=$(readlink -f "${1:?usage: SCENARIO.sh FOLDER_OF_THE_BINARIES}")
source_dir=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")/../..")
scenario=$(basename "$0" .sh)
work=$(mktemp -d "/tmp/bh-e2e-XXXXXX")
mkdir -m 700 "$work/run" "$work/profile"
export HOME="$work" XDG_RUNTIME_DIR="$work/run" LC_ALL=C.UTF-8
unset DISPLAY WAYLAND_DISPLAY XAUTHORITY XDG_DATA_HOME XDG_CONFIG_HOME
started=()
browser=
deadline=${E2E_DEADLINE:-20} # seconds for anything to become true

cleanup() {
    local pid
    exec 2> /dev/null # bash would report each kill
    for pid in "${started[@]}"; do
        kill -9 "$pid" 2>/dev/null
    done
    wait 2>/dev/null
    [ -n "${E2E_KEEP:-}" ] || rm -rf "$work"
}
trap cleanup EXIT

skip() {
    echo "skipped: $*"
    exit 77
}

fail() {
    echo "FAILED: $scenario: $*"
    for log in "$work"/{err,browser,serve,xvfb}.log; do
        [ -s "$log" ] && echo "--- ${log##*/}" && tail -n 30 "$log"
    done
    if [ -n "${E2E_SHOTS:-}" ] && [ -n "${DISPLAY:-}" ]; then
        import -window root "$E2E_SHOTS/$scenario.png"
    fi
    exit 1
}

step() { echo "  $*"; }

need() {
    local program
    for program in "$@"; do
        command -v "$program" >/dev/null || skip "$program is not installed"
    done
}

# until_true WHAT COMMAND...: polls the command; fails with WHAT.
until_true() {
    local what=$1 end=$((SECONDS + deadline))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] || fail "not within $deadline s: $what"
        sleep 0.05
    done
    step "$what"
}

# waits_for COMMAND...: as until_true, but it may fail.
waits_for() {
    local end=$((SECONDS + deadline))
    until "$@"; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.1
    done
}

[ -x "$binaries/bulkhead" ] || skip "$binaries/bulkhead is not built"

# ---- pages ----

# page NAME COLOUR [BODY]: a page of one colour; prints its address.
page() {
    printf '<!DOCTYPE html><title>%s</title><body style="background:%s">%s' \
        "$1" "$2" "${3:-}" > "$work/$1.html"
    echo "file://$work/$1.html"
}

# ---- headless ----

# headless ARGUMENT...: runs to the end; sets status; output in out.log,
# err.log.
headless() {
    timeout -k 5 60 "$binaries/bulkhead" --headless "$@" \
        > "$work/out.log" 2> "$work/err.log"
    status=$?
    ! grep -qE 'Sanitizer|runtime error' "$work/err.log" ||
        fail "a sanitizer spoke: $*"
}

expect_status() {
    [ "$status" = "$1" ] || fail "status $status instead of $1: $2"
    step "$2"
}

# picture_pixel FILE X Y: prints #RRGGBB.
picture_pixel() {
    convert "$1" -depth 8 -crop "1x1+$2+$3" txt:- |
        grep -oE '#[0-9A-Fa-f]{6}' | head -n 1 | tr a-f A-F
}

expect_pixel() {
    local is
    is=$(picture_pixel "$1" "$2" "$3")
    [ "$is" = "$4" ] || fail "$1 at $2,$3 is $is instead of $4"
    step "$1 at $2,$3 is $4" | sed "s|$work/||"
}

# ---- a display and a browser on it ----

width=1000 height=700

display_start() {
    need Xvfb xdotool import convert
    # -noreset: it would be deaf for a moment after each last window
    Xvfb -displayfd 9 -screen 0 "${width}x${height}x24" -nolisten tcp -noreset \
        9> "$work/display" > "$work/xvfb.log" 2>&1 &
    started+=($!)
    until_true "a display" test -s "$work/display"
    DISPLAY=:$(cat "$work/display")
    export DISPLAY
}

browser_window() {
    window=$(xdotool search --onlyvisible --pid "$browser" 2>/dev/null |
        head -n 1)
    [ -n "$window" ]
}

# browser_start ARGUMENT...: sets browser (its pid) and window, with focus.
browser_start() {
    "$binaries/bulkhead" --user-data-dir="$work/profile" \
        --window-size="$width,$height" "$@" \
        >> "$work/browser.log" 2>&1 &
    browser=$!
    started+=("$browser")
    until_true "the window is open" browser_window
    xdotool windowfocus --sync "$window"
}

keys() { xdotool key --clearmodifiers "$@"; }

alive() { [ -d "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status"; }

dead() { ! alive "$1"; }

expect_alive() {
    alive "$browser" || fail "the browser is gone"
    step "the browser lives"
}

# The colour in the window's place, where nothing but the page is drawn.
middle_x=$((width - 60)) middle_y=$((height - 60))

screen_is() {
    [ "$(import -window root -crop "1x1+$1+$2" -depth 8 txt:- |
        grep -oE '#[0-9A-Fa-f]{6}' | head -n 1 | tr a-f A-F)" = "$3" ]
}

# shows COLOUR WHAT: the page on the screen has the colour.
shows() {
    until_true "${2:-the page shows} ($1)" \
        screen_is "$middle_x" "$middle_y" "$1"
}

# pixels_of COLOUR [WIDTHxHEIGHT+X+Y]: "X Y" on the screen of each pixel that
# has the colour, row by row, in a part of it or all.
pixels_of() {
    local w h left top
    IFS='x+' read -r w h left top <<< "${2:-${width}x$height+0+0}"
    import -window root -crop "${w}x$h+$left+$top" -depth 8 rgb:- |
        LC_ALL=C grep -obUaP "\\x${1:1:2}\\x${1:3:2}\\x${1:5:2}" |
        LC_ALL=C awk -F: -v w="$w" -v left="$left" -v top="$top" \
            '$1 % 3 == 0 { i = $1 / 3; print i % w + left, int(i / w) + top }'
}

# colour_on_screen COLOUR [PART]: whether it is anywhere.
colour_on_screen() { [ -n "$(pixels_of "$@" | head -n 1)" ]; }
no_colour_on_screen() { ! colour_on_screen "$1"; }

# A number that changes when the page's pixels do (below the toolbar).
screen_sum() {
    import -window root -crop "${width}x$((height - 140))+0+140" -depth 8 \
        rgb:- | cksum
}

screen_differs() { [ "$(screen_sum)" != "$1" ]; }

screen_same() { [ "$(screen_sum)" = "$1" ]; }

# go ADDRESS: types it as a person does.
go() {
    keys ctrl+l
    xdotool type --clearmodifiers --delay 3 "$1"
    keys Return
}

# ---- processes ----

# family: all processes of the browser below it.
family() {
    local pid parent
    for pid in /proc/[0-9]*; do
        parent=$(sed -n 's/^PPid:\t//p' "$pid/status" 2>/dev/null)
        [ "$parent" = "$browser" ] && echo "${pid#/proc/}"
    done | sort -n
}

# children_of KIND: the pids of the renderers, plugins, gpus; not their zygotes.
children_of() {
    local pid
    for pid in $(family); do
        grep -qa -- "--type=$1" "/proc/$pid/cmdline" 2>/dev/null &&
            alive "$pid" && echo "$pid"
    done
}

has_child() { [ -n "$(children_of "$1")" ]; }

# has_other_child KIND PIDS: one that is not among them.
has_other_child() {
    local pid
    for pid in $(children_of "$1"); do
        case " $2 " in *" $pid "*) ;; *) return 0 ;; esac
    done
    return 1
}

kill_all() {
    local pid
    for pid in "$@"; do
        kill -9 "$pid" || fail "cannot kill $pid"
    done
}

runtime_empty() { [ -z "$(ls -A "$work/run")" ]; }

# expect_gone PIDS: after the browser's end.
expect_gone() {
    local pid
    for pid in $1; do
        until_true "process $pid is gone" dead "$pid"
    done
}

# browser_quit: Ctrl+Q, status 0, nothing left.
browser_quit() {
    local family status
    family=$(family)
    keys ctrl+q
    until_true "the browser has ended" dead "$browser"
    wait "$browser"
    status=$?
    [ "$status" = 0 ] || fail "the browser ended with status $status"
    expect_gone "$(echo "$family" | tr '\n' ' ')"
    runtime_empty || fail "left behind: $(ls -A "$work/run")"
    ! grep -qE 'Sanitizer|runtime error' "$work/browser.log" ||
        fail "a sanitizer spoke"
}

# ---- the faulty server ----

server_start() {
    need "$binaries/serve"
    "$binaries/serve" "$work" > "$work/serve.out" 2> "$work/serve.log" &
    started+=($!)
    until_true "a server" grep -q '^port ' "$work/serve.out"
    server="http://127.0.0.1:$(sed -n 's/^port //p' "$work/serve.out")"
}
