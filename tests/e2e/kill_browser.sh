# kill_browser.sh - kill -9 of the browser: no process outlives it, the next
# start removes its directory, the profile is whole.
. "$(dirname "$0")/lib.sh"
display_start
red=$(page red '#c00000')
for round in 1 2; do
    browser_start "$red"
    shows '#C00000' "round $round: the page"
    all=$(family | tr '\n' ' ')
    [ -n "$all" ] || fail "the browser has no children"
    kill -9 "$browser"
    wait "$browser" 2>/dev/null
    expect_gone "$all"
done
[ -e "$work/profile/flight-recorder" ] || fail "no flight recorder is left"
browser_start "$red"
shows '#C00000' "a browser after that"
"$binaries/bulkhead" trace last --user-data-dir="$work/profile" > "$work/last.log" ||
    fail "the killed browser's record cannot be read"
for line in 'renderer#[0-9]* born' 'document_begin .*red.html' ' commit '; do
    grep -q "$line" "$work/last.log" || fail "not in its record: $line"
done
step "what the killed browser did last is known"
[ "$(ls "$work/run" | wc -l)" -le 1 ] ||
    fail "stale directories stay: $(ls "$work/run")"
step "the directories of the dead are removed"
go about:history
until_true "the history is there" \
    eval "! screen_is $middle_x $middle_y '#C00000'"
browser_quit

browser_start "$red"
shows '#C00000'
all=$(family | tr '\n' ' ')
kill -TERM "$browser"
until_true "SIGTERM ends it" dead "$browser"
expect_gone "$all"
[ ! -e "$work/profile/flight-recorder" ] ||
    fail "the flight recorder is left after SIGTERM"
runtime_empty || fail "left behind after SIGTERM: $(ls -A "$work/run")"
