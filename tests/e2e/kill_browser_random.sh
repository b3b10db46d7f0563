# kill_browser_random.sh - kill -9 of the browser at random moments: no process
# outlives it, the next start cleans up, the profile is whole, the session is
# offered; and a second browser on a profile knows that the first one lives.
#
# KILL_ROUNDS=200 KILL_SEED=7 tests/e2e/kill_browser_random.sh build/bin
. "$(dirname "$0")/lib.sh"
need sqlite3
display_start
RANDOM=${KILL_SEED:-4}
rounds=${KILL_ROUNDS:-12}
red=$(page red '#c00000')
life=$(page life '#a0d0a0' \
    '<embed type="application/x-bulkhead-life" width=200 height=100>')

# orphans: processes of this scenario's browsers, whoever their parent is now.
orphans() {
    local pid
    for pid in /proc/[0-9]*; do
        case $(cat "$pid/comm" 2>/dev/null) in
        bulkhead*) grep -qa "$work/run" "$pid/environ" 2>/dev/null &&
            alive "${pid#/proc/}" && echo "${pid#/proc/}" ;;
        esac
    done
}
no_orphans() { [ -z "$(orphans)" ]; }

# profile QUERY: of a copy, so that nothing is repaired by looking.
profile() {
    rm -rf "$work/copy" && cp -r "$work/profile" "$work/copy"
    sqlite3 "$work/copy/profile.db" "$1" 2>&1
}

for round in $(seq 1 "$rounds"); do
    "$binaries/bulkhead" --user-data-dir="$work/profile" "$red" "$life" \
        >> "$work/browser.log" 2>&1 &
    browser=$!
    started+=("$browser")
    ms=$((RANDOM % 2000))
    sleep "$((ms / 1000)).$(printf %03d $((ms % 1000)))" # the moment itself
    all=$(family | tr '\n' ' ')
    kill -9 "$browser"
    wait "$browser" 2>/dev/null
    deadline=20
    for pid in $all; do
        until dead "$pid"; do
            deadline=$((deadline - 1))
            [ $deadline -gt 0 ] || fail "round $round: $pid lives on"
            sleep 0.1
        done
    done
    until no_orphans; do
        deadline=$((deadline - 1))
        [ $deadline -gt 0 ] ||
            fail "round $round, $ms ms: orphans $(orphans | tr '\n' ' ')"
        sleep 0.1
    done
    if [ -e "$work/profile/profile.db" ]; then
        whole=$(profile 'PRAGMA integrity_check')
        [ "$whole" = ok ] || fail "round $round, $ms ms: $whole"
    fi
done
deadline=20
step "$rounds times killed: no orphan, the profile is whole"
! ls "$work/profile" | grep -q damaged ||
    fail "a database was moved aside: $(ls "$work/profile")"

browser_start "$red"
shows '#C00000' "a browser after that"
[ "$(ls "$work/run" | wc -l)" = 1 ] || fail "left behind: $(ls "$work/run")"
step "what the dead left is removed"
saved() {
    [ "$(profile "SELECT count(*) FROM session WHERE url='about:running'
        OR url='$red'")" = 2 ]
}
until_true "the session is stored" saved
kill -9 "$browser"
wait "$browser" 2>/dev/null

title_is() { xdotool getwindowname "$window" | grep -q "$1"; }
browser_start
until_true "the session is offered" title_is 'ended unexpectedly'
go "$red"
shows '#C00000' "a page"
until_true "and stored again" saved

# ---- a second browser on the same profile ----
first=$browser first_window=$window
"$binaries/bulkhead" --user-data-dir="$work/profile" "$life" \
    > "$work/second.log" 2>&1 &
browser=$!
started+=("$browser")
until_true "a second browser says that the first has the profile" \
    grep -q "Another bulkhead (process $first) has this profile" \
    "$work/second.log"
until_true "and has a window" browser_window
kill -TERM "$browser"
wait "$browser" 2>/dev/null
browser=$first window=$first_window
expect_alive
saved || fail "the second browser spoilt the first one's session"
xdotool windowfocus --sync "$window"
browser_quit
browser_start
until_true "after an orderly end nothing is offered" title_is 'New tab'
browser_quit
