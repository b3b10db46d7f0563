# trace.sh - --trace=FILE and its reader.
. "$(dirname "$0")/lib.sh"
headless --trace="$work/t,payload" --screenshot="$work/x.png" \
    "$(page red '#ff0000' '<p>text')"
expect_status 0 "a page is recorded"

"$binaries/bulkhead" trace "$work/t" > "$work/out.log" 2> "$work/err.log" ||
    fail "the record cannot be read"
[ ! -s "$work/err.log" ] || fail "it complains: $(cat "$work/err.log")"
for line in 'renderer#[0-9]* born' 'renderer#[0-9]* ready' \
    'browser -> renderer#[0-9]* hello' 'renderer#[0-9]* -> browser ready' \
    'browser -> renderer#[0-9]* document_begin .*red.html' \
    'browser -> renderer#[0-9]* document_data' \
    'renderer#[0-9]* -> browser title .*"red"' \
    'renderer#[0-9]* -> browser commit' 'browser -> gpu#[0-9]* scene_end' \
    'gpu#[0-9]* -> browser presented'; do
    grep -qE " $line" "$work/out.log" || fail "no line with: $line"
    step "$line"
done
! grep -qE 'malformed|no message' "$work/out.log" || fail "unreadable messages"

"$binaries/bulkhead" trace --message=title "$work/t" > "$work/title.log"
[ "$(grep -vc '^#' "$work/title.log")" = "$(grep -c ' title ' "$work/title.log")" ] ||
    fail "--message shows others"
"$binaries/bulkhead" trace --process=gpu "$work/t" > "$work/gpu.log"
! grep -q 'renderer#' "$work/gpu.log" || fail "--process shows others"
step "filters"

head -c $(($(stat -c %s "$work/t") - 3)) "$work/t" > "$work/cut"
"$binaries/bulkhead" trace "$work/cut" | tail -n 1 | grep -q 'cut short' ||
    fail "a cut record is not read"
step "a record that was cut"
head -c 4096 /dev/urandom > "$work/noise"
! "$binaries/bulkhead" trace "$work/noise" 2> "$work/err.log" ||
    fail "noise is read as a record"
grep -q 'not a bulkhead trace' "$work/err.log" || fail "noise is not named"
! "$binaries/bulkhead" trace "$work/none" 2> /dev/null ||
    fail "a missing record is read"
: > "$work/none"
! trace_empty=$("$binaries/bulkhead" trace "$work/none" 2>&1) ||
    fail "an empty record is read"
echo "$trace_empty" | grep -q 'nothing was recorded' || fail "emptiness: $trace_empty"
step "no records"

# ---- the tour's structure, whatever its times ----
headless --trace="$work/tour,payload" --screenshot="$work/x.png" \
    "file://$source_dir/assets/tour/index.html"
expect_status 0 "the tour is recorded"
trace() { "$binaries/bulkhead" trace "$@"; }
# said PROCESS DIRECTION: the messages in their order; what depends on fonts
# and on time is left out, and runs are one.
said() {
    trace export --json "$work/tour" "process==$1 && dir==$2" |
        grep -o '"phase":"[a-z]*".*"message":"[a-z_]*"' |
        grep -v '"handled"' | sed 's/.*"message":"//; s/"//' |
        grep -vE '^(font_|tile|commit|frame_done|surface_tile|gpu_info)' |
        uniq | tr '\n' ' '
}
expect_said() {
    local is
    is=$(said "$1" "$2")
    [ "$is" = "$3 " ] || fail "$1 $2: '$is' in place of '$3'"
    step "what went $2 of $1"
}
expect_said renderer out "hello surface_create view document_begin \
document_data document_end fetch_head fetch_data fetch_end surface_destroy"
expect_said renderer in "ready title fetch_start load_done"
trace check "$work/tour" > "$work/check.log" ||
    fail "check: $(cat "$work/check.log")"
for rule in ways moments requests fences owners tabs cookies; do
    grep -q "^$rule *ok, [1-9]" "$work/check.log" ||
        fail "not checked: $rule: $(cat "$work/check.log")"
done
step "the tour breaks no rule"
"$binaries/bulkhead" --headless --trace="$work/heads" --dump-dom \
    "file://$source_dir/assets/tour/index.html" > "$work/out.log" 2> "$work/err.log"
trace check "$work/heads" > "$work/check.log" ||
    fail "heads only: $(cat "$work/check.log")"
grep -q '^fences *not checked' "$work/check.log" || fail "fences, of heads"
step "nor without payload, where less can be known"
trace stats "$work/tour" | grep -qE '^tile +in ' || fail "no statistics"
trace seq "$work/tour" -o "$work/tour.svg" || fail "no diagram"
if command -v rsvg-convert > /dev/null; then
    rsvg-convert "$work/tour.svg" -o "$work/tour.png" || fail "no picture of it"
fi
step "statistics and a diagram"

# ---- cookies: their marks, not their values ----
server_start
jar() { # FILE ADDRESS
    headless --user-data-dir="$work/profile" --trace="$work/$1,payload" \
        --dump-dom "$2"
    trace check "$work/$1" > "$work/check.log"
    status=$?
    grep -q 'the values of 1 cookies were looked for' "$work/check.log" ||
        fail "no value is looked for in $1: $(cat "$work/check.log")"
}
jar set "$server/cookie?secret=1"
[ "$status" = 0 ] || fail "$(cat "$work/check.log")"
! grep -qa 'only-server-and-browser' "$work/set" ||
    fail "the recording has the cookie's value"
jar said "$server/echo-headers"
[ "$status" = 0 ] || fail "$(cat "$work/check.log")"
grep -q '1 times a server said its own' "$work/check.log" ||
    fail "the server has not said it: $(cat "$work/check.log")"
page spy '#ffffff' 'only-server-and-browser' > /dev/null
jar spied "${server/127.0.0.1/localhost}/spy.html"
[ "$status" = 1 ] || fail "not found in another site's page"
grep -q 'a cookie of 127.0.0.1 (HttpOnly) goes to a child' "$work/check.log" ||
    fail "not named: $(cat "$work/check.log")"
step "a cookie's mark is recorded, and its value nowhere"

# ---- as it is written ----
trace record -o "$work/live" --payload --headless --dump-dom \
    "$(page blue '#0000ff')" > "$work/out.log" 2> "$work/err.log" ||
    fail "record does not start a browser"
"$binaries/bulkhead" trace show -f "$work/live" 'message==title' > "$work/follow.log" &
started+=($!)
until_true "a followed file is shown" grep -q 'title.*"blue"' "$work/follow.log"
trace record -o "$work/live2" --headless --dump-dom \
    "$(page green '#00ff00')" > "$work/out.log" 2> "$work/err.log"
mv "$work/live2" "$work/live"
until_true "and the file that takes its place" \
    grep -q 'title.*"green"' "$work/follow.log"

# ---- what is copied, a person asked for ----
display_start
browser_start --trace="$work/copy,payload" \
    "$(page copy '#ffffff' '<p style="font-size:60px">Some words to copy')"
until_true "a page in a window" eval 'xdotool getwindowname "$window" | grep -q copy'
copied() { grep -qE "$1" <(trace show "$work/copy" 'message==copied'); }
# The page may not be there yet.
copy_all() {
    keys ctrl+a ctrl+c
    deadline=2 waits_for copied 'Some words to copy'
}
copy_word() {
    xdotool mousemove 100 180 click --repeat 2 1
    deadline=2 waits_for copied '"(Some|words)"'
}
until_true "all of it is copied" copy_all
until_true "and a word that the mouse chose" copy_word
browser_quit
trace check "$work/copy" > "$work/check.log" || fail "$(cat "$work/check.log")"
grep -q '^person *ok, [4-9]' "$work/check.log" || fail "$(cat "$work/check.log")"
step "person: both after an act"
