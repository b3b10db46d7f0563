# replay.sh - a recorded renderer once more: equal frames, and the same death.
. "$(dirname "$0")/lib.sh"

replay() {
    timeout -k 5 60 "$binaries/bulkhead" trace replay "$@" \
        > "$work/replay.log" 2> "$work/err.log"
    status=$?
    ! grep -qE 'Sanitizer|runtime error' "$work/err.log" ||
        fail "a sanitizer spoke: $*"
    [ -z "$(ls -A "$work/run")" ] || fail "left behind: $(ls -A "$work/run")"
}
replay_says() {
    grep -q "$1" "$work/replay.log" "$work/err.log" || {
        cat "$work/replay.log"
        fail "it does not say: $1"
    }
    step "it says: $1"
}

# ---- the tour ----
tour=$source_dir/assets/tour
for name in "$tour"/*.html; do
    headless --trace="$work/wire,payload" --screenshot="$work/page.png" \
        "file://$name"
    expect_status 0 "${name##*/} is recorded"
    replay "$work/wire" -o "$work/again.png"
    [ "$status" = 0 ] || {
        cat "$work/replay.log" "$work/err.log"
        fail "${name##*/} is not the same"
    }
    grep -q ': equal (' "$work/replay.log" || fail "no frame was compared"
    step "and comes to the same frames"
done
if command -v convert >/dev/null; then
    expect_pixel "$work/again.png" 5 5 "$(picture_pixel "$work/page.png" 5 5)"
fi

# ---- ten real pages ----
pages=$source_dir/../shared/suites/pages
if [ -e "$pages/pages.tsv" ]; then
    while read -r name path; do
        headless --trace="$work/wire,payload" --screenshot="$work/page.png" \
            "file://$(readlink -f "$pages")/$path"
        expect_status 0 "$name is recorded"
        replay "$work/wire"
        [ "$status" = 0 ] || {
            cat "$work/replay.log" "$work/err.log"
            fail "$name is not the same"
        }
        step "and comes to the same frames"
    done < <(grep -v '^#' "$pages/pages.tsv" | cut -f 1,2 | tr '\t' ' ' |
        awk 'NR % 2 == 0' | head -n 10)
else
    step "no real pages: ../shared/suites/pages is not there"
fi

# ---- what cannot be replayed says so ----
page() {
    printf '<!DOCTYPE html><title>%s</title><p>%s' "$1" "$1" > "$work/$1.html"
    echo "file://$work/$1.html"
}
one=$(page one)
headless --trace="$work/wire" --screenshot="$work/page.png" "$one"
replay "$work/wire"
[ "$status" = 1 ] || fail "a trace without payloads was replayed"
replay_says 'record with --trace=FILE,payload'
replay "$work/one.html"
[ "$status" = 1 ] || fail "a page was taken for a trace"
replay_says 'this is not a bulkhead trace'
replay "$work/nothing"
[ "$status" = 1 ] || fail "a file that is not there was replayed"
replay --process=gpu#1 "$work/wire"
[ "$status" = 2 ] || fail "a gpu process was replayed"
replay_says 'only renderers'

# ---- a recording that was changed is not the same ----
headless --trace="$work/wire,payload" --screenshot="$work/page.png" "$one"
expect_status 0 "a page is recorded"
sed -i 's/<p>one/<p>two/' "$work/wire"
replay "$work/wire"
[ "$status" = 1 ] || fail "another text is said to be equal"
replay_says 'DIFFERENT'

# ---- one that was damaged ends in words, whatever became of it ----
size=$(stat -c %s "$work/wire")
for part in 3 30 50 70 90 99; do
    head -c $((size * part / 100)) "$work/wire" > "$work/cut"
    replay "$work/cut"
    [ "$status" -le 1 ] || fail "status $status for $part per cent of a trace"
    cp "$work/wire" "$work/cut"
    head -c 64 /dev/urandom | dd of="$work/cut" bs=1 conv=notrunc \
        seek=$((size * part / 100)) 2> /dev/null
    replay "$work/cut"
    [ "$status" -le 1 ] || fail "status $status for a damaged trace"
done
step "cut and damaged ones are survived"

# ---- stepping ----
timeout 60 "$binaries/bulkhead" trace replay --step "$work/wire" \
    < <(yes '' | head -n 100) > "$work/replay.log" 2> "$work/err.log"
replay_says 'process [0-9]*  browser -> renderer#1 document_begin'

# ---- a death ----
display_start
browser_start --trace="$work/crash,payload" "$(page red)"
until_true "the page's title" eval \
    'xdotool getwindowname "$window" | grep -q red'
go about:crash
until_true "its renderer has crashed" \
    grep -rq SIGSEGV "$work/profile/crashes"
[ -n "${E2E_SHOTS:-}" ] && import -window root "$E2E_SHOTS/autopsy.png"

# The sad page's second button copies the command; here it goes into a field.
hover_button() {
    local y
    for y in $(seq 500 6 640); do
        xdotool mousemove --sync 460 "$y"
        deadline=1 waits_for colour_on_screen '#E3EAF6' && return
    done
    return 1
}
until_true "the button to copy the command" hover_button
xdotool click 1
printf '<!DOCTYPE html><title>field</title><textarea style="%s"></textarea>' \
    'width:900px;height:500px' > "$work/field.html"
go "file://$work/field.html"
until_true "a page with a field" eval \
    'xdotool getwindowname "$window" | grep -q field'
pasted() {
    xdotool mousemove 300 300 click 1
    keys ctrl+v
    "$binaries/bulkhead" trace show "$work/crash" message==text_input |
        sed -n "s/.*text=\"\(bulkhead trace replay .*\)\"$/\1/p" |
        head -n 1 > "$work/command"
    deadline=2 waits_for test -s "$work/command"
}
until_true "it is pasted" pasted
browser_quit
command=$(cat "$work/command")
[ "$command" = "bulkhead trace replay '$work/crash' --process=renderer#2" ] ||
    fail "copied was: $command"
step "copied was what replays it"
eval "$binaries/$command" > "$work/replay.log" 2> "$work/err.log"
status=$?
[ "$status" = 0 ] || {
    cat "$work/replay.log" "$work/err.log"
    fail "it does not die again"
}
replay_says 'the renderer died: killed by signal 11 (SIGSEGV)'
replay_says 'in child_fault_commit'
replay_says 'as in the recording: killed by signal 11'
