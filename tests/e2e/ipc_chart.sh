# ipc_chart.sh - about:ipc's chart: arrows, pause, a message's details, one
# process, its death; and that no other page gets it.
. "$(dirname "$0")/lib.sh"
display_start
[ -n "$(find "$binaries/.." -name 'wire.so' 2>/dev/null)" ] ||
    skip "the plugin is not built"
red=$(page red '#c00000')
thief=$(page thief '#a0d0a0' \
    '<embed type="application/x-bulkhead-wire" width=600 height=300>')
sent='#7A6FB0' panel='#FAFBFC' on='#1A5FB4'

title_is() { xdotool getwindowname "$window" | grep -q "$1"; }
# arrows: "X Y" of the pixels of messages to processes, in the lanes.
arrows() { pixels_of "$sent" 740x250+225+330; }
has_arrows() { [ "$(arrows | wc -l)" -gt 20 ]; }
is_on() { screen_is 42 228 "$on"; }
press_pause() { xdotool mousemove 60 238 click 1; deadline=2 waits_for "$1"; }
is_off() { ! is_on; }

browser_start "$red" about:ipc
shows '#C00000' "a page"
keys ctrl+2
until_true "the wire" title_is 'The wire'
until_true "the chart's process" has_child plugin
keys ctrl+1
shows '#C00000' "the page again"
# They leave the chart after four seconds.
reload_is_seen() { keys ctrl+1 F5 ctrl+2; deadline=3 waits_for has_arrows; }
until_true "its messages are arrows" reload_is_seen
until_true "Pause stops time" press_pause is_on
has_arrows || {
    press_pause is_off
    until_true "arrows anew" reload_is_seen
    until_true "Pause stops time" press_pause is_on
}

# The details are at the right edge.
has_panel() { screen_is 900 560 "$panel"; }
click_arrow() {
    local x y
    read -r x y < <(arrows | shuf -n 1)
    xdotool mousemove "$x" "$y" click 1
    deadline=2 waits_for has_panel
}
until_true "a click on an arrow shows its message" click_arrow
[ -n "${E2E_SHOTS:-}" ] && import -window root "$E2E_SHOTS/ipc_chart.png"
keys Escape
no_panel() { ! has_panel; }
until_true "Escape closes it" no_panel

# "Show all" is there while something is chosen.
is_chosen() { screen_is 318 228 '#E8ECF0'; }
choose() { xdotool mousemove 90 "$1" click 1; deadline=2 waits_for is_chosen; }
until_true "a click on a name chooses a process" choose 345
keys Escape
not_chosen() { ! is_chosen; }
until_true "Escape shows all again" not_chosen

# ---- the wheel, and a process that hangs ----
press_pause is_on || press_pause is_on || fail "time does not stop"
chart_sum() {
    import -window root -crop "740x330+225+260" -depth 8 rgb:- | cksum
}
sum=$(chart_sum)
chart_differs() { [ "$(chart_sum)" != "$sum" ]; }
turn_wheel() {
    xdotool mousemove 600 400 click 4
    deadline=2 waits_for chart_differs
}
until_true "the wheel over the chart zooms" turn_wheel
press_pause is_off
keys ctrl+1
go about:hang
xdotool mousemove 500 400 click 1
keys ctrl+2
until_true "a process that hangs is marked in its lane" \
    colour_on_screen '#B26A00' 740x330+225+260

victims=$(children_of plugin | tr '\n' ' ')
# shellcheck disable=SC2086
kill_all $victims
expect_gone "$victims"
expect_alive
until_true "the page around the chart lives" title_is 'The wire'
keys F5
until_true "after reload there is a chart again" \
    has_other_child plugin "$victims"

go "$thief"
shows '#A0D0A0' "a page that asks for the chart"
no_plugin() { ! has_child plugin; }
until_true "does not get it" no_plugin
browser_quit
