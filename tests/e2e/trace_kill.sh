# trace_kill.sh - kill -9 of the browser at random moments while it records: the
# file and the profile's flight recorder can be read, break no rule, and have
# all that was said up to the last moments.
#
# TRACE_KILL_ROUNDS=200 TRACE_KILL_SEED=7 tests/e2e/trace_kill.sh build/bin
. "$(dirname "$0")/lib.sh"
display_start
server_start
RANDOM=${TRACE_KILL_SEED:-5}
rounds=${TRACE_KILL_ROUNDS:-10}
recorder=$work/profile/flight-recorder
a_turn=$(sed -n 's/.*MAX_TURN = \([0-9]*\).*/\1/p' \
    "$source_dir/common/limits.h")
[ -n "$a_turn" ] || fail "how many messages does the browser take in a turn?"
trace() { "$binaries/bulkhead" trace "$@"; }

# Pages that go on by themselves; each says its number to the server, and a
# plugin paints at all times.
for n in $(seq -w 1 300); do
    page "step$n" '#a0d0a0' "<img src='/echo?n=$n'>
        <embed type='application/x-bulkhead-life' width=200 height=100>
        <meta http-equiv=refresh content='0;url=step$(printf %03d \
            $((10#$n % 300 + 1))).html'>" > /dev/null
done

# keys FILE...: what tells one record from the others, a line each.
keys() {
    local file
    for file in "$@"; do
        trace export --json "$file" |
            grep -o '^{"ns":[0-9]*,"phase":"[a-z ]*","process":"[^"]*","seq":[0-9]*'
    done
}

# reads FILE: all of it is a valid trace, but for a record cut at its end.
reads() {
    trace show "$1" > "$work/show.log" 2> "$work/err.log" ||
        fail "$where: ${1##*/} cannot be shown"
    [ ! -s "$work/err.log" ] || fail "$where: ${1##*/}: a complaint"
    ! grep -qE 'malformed|no message' "$work/show.log" ||
        fail "$where: ${1##*/}: unreadable messages"
    trace check "$1" > "$work/check.log" 2> "$work/err.log" ||
        fail "$where: ${1##*/}: $(cat "$work/check.log")"
}

# The recorder is memory that outlives its writer: it lacks nothing.  A file
# lacks what the last turn of the browser's loop had not yet written: at most
# so many messages of each child, and nothing between.
ends_within_a_turn() {
    awk -v most="$a_turn" -F '[:,]' '
        FILENAME == ARGV[1] { file[++n] = $0; next }
        { all[++m] = $0; of[m] = $4 "," $6 }
        END {
            at = 1
            while (n > 0 && at <= m && all[at] != file[1])
                at++
            for (i = 1; i <= n; i++)
                if (all[at + i - 1] != file[i]) {
                    print "record " i " is not the recorder'\''s: " file[i]
                    exit 1
                }
            for (i = at + n; i <= m; i++)
                if (of[i] ~ /received/ && ++late[of[i]] > most) {
                    print m - at - n + 1 " records are not in the file"
                    exit 1
                }
        }' "$@" > "$work/err.log" || fail "$where: the file has not all"
}

total=0 seen=0
for round in $(seq 1 "$rounds"); do
    rm -f "$work"/t "$work"/t.1 "$work/echo" "$recorder" "$recorder.last"
    case $((round % 3)) in
    0) how= ;;
    1) how=,payload ;;
    2) how=,payload,rotate,max=256k ;;
    esac
    "$binaries/bulkhead" --user-data-dir="$work/profile" --trace="$work/t$how" \
        "$server/step001.html" >> "$work/browser.log" 2>&1 &
    browser=$!
    started+=("$browser")
    ms=$((RANDOM % 3000))
    sleep "$((ms / 1000)).$(printf %03d $((ms % 1000)))" # the moment itself
    all=$(family | tr '\n' ' ')
    kill -9 "$browser"
    wait "$browser" 2>/dev/null
    where="round $round, $ms ms"
    for pid in $all; do
        waits_for dead "$pid" || fail "$where: $pid lives on"
    done
    head -c 8 "$recorder" 2> /dev/null | grep -q BHFLIGHT || continue
    trace last --user-data-dir="$work/profile" > /dev/null 2> "$work/err.log" ||
        fail "$where: the recorder cannot be read"
    reads "$recorder.last"
    keys "$recorder.last" > "$work/all"
    files=("$work/t")
    [ ! -e "$work/t.1" ] || files=("$work/t.1" "$work/t")
    for file in "${files[@]}"; do
        reads "$file"
    done
    keys "${files[@]}" > "$work/file"
    ends_within_a_turn "$work/file" "$work/all"
    total=$((total + $(wc -l < "$work/all")))

    # What another process knows to have happened.
    [ -e "$work/echo" ] || continue
    last=$(sed -n '1s/.*n=\([0-9]*\).*/\1/p' "$work/echo")
    trace show "$recorder.last" "message==fetch_start && url~\"echo?n=$last\"" |
        grep -q "n=$last" || fail "$where: the recorder has not page $last"
    seen=$((seen + 10#$last))
done
[ "$total" -gt 0 ] && [ "$seen" -gt 0 ] || fail "nothing was recorded"
step "$rounds times killed: $total records, $seen pages, none lost"
