# scroll.sh - wheel and keys move a long page.
. "$(dirname "$0")/lib.sh"
display_start
rows=
for i in $(seq 1 60); do
    rows="$rows<div style=\"height:100px;background:rgb($((i * 4)),90,$((255 - i * 4)))\">$i</div>"
done
browser_start "$(page long '#ffffff' "$rows")"
until_true "the page is painted" eval "! screen_is $middle_x $middle_y '#FFFFFF'"
xdotool mousemove --sync 500 400

# moves KEYS WHAT: something changes.
moves() {
    local before
    before=$(screen_sum)
    if [ "$1" = wheel ]; then
        xdotool click 5 click 5 click 5
    else
        keys "$1"
    fi
    until_true "$2" screen_differs "$before"
}

settled() {
    local a
    a=$(screen_sum)
    sleep 0.2
    [ "$a" = "$(screen_sum)" ]
}

until_true "the page has settled" settled
top=$(screen_sum)
moves wheel "the wheel scrolls"
moves Down "the arrow scrolls"
moves Next "the page key scrolls"
moves space "the space bar scrolls"
moves End "to the end"
keys Home
until_true "back at the top, every pixel" screen_same "$top"
browser_quit
