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
step "no records"
