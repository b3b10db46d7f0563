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
