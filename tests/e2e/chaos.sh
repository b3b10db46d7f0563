# chaos.sh - --chaos: a short run of a fixed seed, whose scorecard must be
# clean, without a window and beside a person at one.
#
# CHAOS=1,4,3000 tests/e2e/chaos.sh build/bin: a long one
. "$(dirname "$0")/lib.sh"
chaos=${CHAOS:-7,8,70}

# What AddressSanitizer keeps of freed memory is no leak.
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:quarantine_size_mb=2"

lines=$(for i in $(seq 60); do
    echo "<p>Paragraph $i, <b>to be read</b> and <i>scrolled past</i>."
done)
life='<embed type="application/x-bulkhead-life" width=200 height=100>'
server_start
page long '#ddddee' "$lines" > /dev/null
page plugin '#ddeedd' "$life$lines" > /dev/null
page frames '#eedddd' "<iframe src=long.html width=300 height=200></iframe>
    <iframe src=$server/plugin.html width=300 height=200></iframe>$lines" \
    > /dev/null

"$binaries/bulkhead" --headless --chaos="$chaos" --window-size=800,600 \
    --user-data-dir="$work/profile" "file://$work/frames.html" \
    "$server/cookie" "$server/plugin.html" "file://$work/long.html" \
    > "$work/out.log" 2> "$work/err.log"
status=$?
[ -z "${CHAOS:-}" ] || cat "$work/out.log"
# What children say of crashes that were asked of them is no news.
grep -vE '^(renderer|plugin|gpu)#' "$work/err.log" |
    grep -qE 'Sanitizer|runtime error' && fail "a sanitizer spoke"
[ $status = 0 ] || fail "status $status: $(grep -E 'WRONG|browser deaths' \
    "$work/out.log" | tr '\n' ';')"
for what in 'browser deaths  *0 in' 'recovered  *from all' 'orphans  *0$' \
    'requests lost  *0 of' 'data lost  *0 of .*, 0 of 2 cookies' \
    'same pixels  *0 of 4'; do
    grep -qE "^ok  *$what" "$work/out.log" || fail "no \"$what\""
done
runtime_empty || fail "left behind: $(ls -A "$work/run")"
step "$(grep 'browser deaths' "$work/out.log")"
[ -z "${CHAOS:-}" ] || exit 0

for wrong in '' 1 x,5 1,0 1,5,0 1,5,x; do
    headless --chaos="$wrong" "file://$work/long.html"
    [ "$status" = 2 ] || fail "--chaos=$wrong: status $status"
done
headless --chaos=1,5
expect_status 2 "without an address, or with nonsense, it says what it wants"

# ---- beside a person ----
display_start
browser_start --chaos=3,8,16 "$server/plugin.html"
deadline=120 # it waits for hangs to be named, on a busy machine
until_true "the scorecard is printed" grep -q '^chaos: ' "$work/browser.log"
grep -q 'chaos: all is well' "$work/browser.log" ||
    fail "$(grep WRONG "$work/browser.log")"
expect_alive
go "$(page after '#00a000')"
shows '#00A000' "the window is the person's again"
browser_quit
