# processes.sh - about:processes: what it shows, and what its links do.
. "$(dirname "$0")/lib.sh"
width=1200
display_start
red=$(page red '#c00000')

# The rows of links at the right edge, top to bottom: "X Y" of each first one.
# They are the children, in the order of their start: gpu, renderer #2, ...
rows() {
    pixels_of '#1A5FB4' 180x560+1005+140 |
        awk '{ y[$2] = 1; if (!($2 in x) || $1 < x[$2]) x[$2] = $1 }
             END { for (r = 140; r < 700; r++) if (r in y) {
                 if (!open) { top = r; left = x[r] }
                 if (x[r] < left) left = x[r]
                 open = 1
             } else if (open) {
                 print left, int((top + r) / 2); open = 0
             } }'
}
has_rows() { [ "$(rows | wc -l)" -ge "$1" ]; }
row() { rows | sed -n "$1p"; }
# press ROW RIGHT: clicks so far right of the row's first link.
press() {
    local x y
    read -r x y < <(row "$1")
    xdotool mousemove $((x + $2)) "$y" click 1
    xdotool mousemove 400 400
}
# pressed_until CONDITION ROW RIGHT: a click that falls into the moment in which
# the page is made anew is lost, as for a person.
pressed_until() {
    press "$2" "$3"
    deadline=3 waits_for "$1"
}
title_is() { xdotool getwindowname "$window" | grep -q "$1"; }
darkened() { ! screen_is "$middle_x" "$middle_y" '#C00000'; }

# The accelerated way, if it measures faster, takes over and moves the rows.
browser_start --disable-gpu "$red" about:processes
shows '#C00000' "a page"
[ "$(children_of renderer | wc -l)" -ge 1 ] || fail "it has no renderer"
victim=$(children_of renderer | head -n 1)
keys ctrl+2
until_true "the processes" title_is Processes
until_true "with links for each child" has_rows 3
[ -n "${E2E_SHOTS:-}" ] && import -window root "$E2E_SHOTS/processes.png"

stopped() { grep -q '^State:.T' "/proc/$victim/status"; }
runs() { ! stopped; }
until_true "Stop stops the page's renderer" pressed_until stopped 2 42
until_true "Continue lets it go on" pressed_until runs 2 42
ended() { dead "$victim"; }
until_true "End ends it" pressed_until ended 2 8
expect_alive
keys ctrl+1
until_true "its tab shows the sad page" darkened
"$binaries/bulkhead" crashes --user-data-dir="$work/profile" |
    grep -q 'ended by you in about:processes' || fail "no record says so"
step "a record says so"
keys F5
shows '#C00000' "reload brings it back"
browser_quit
