# ipc.sh - about:ipc: messages are seen while they go, a death is, a message
# opens, and it stands still when told to.
. "$(dirname "$0")/lib.sh"
display_start
red=$(page red '#c00000')

# Rows of the screen with the colour, below the legend.
rows_of() { # COLOUR
    pixels_of "$1" "${width}x$((height - 270))+0+270" | sed 's/.* //' | sort -nu
}
has_rows() { [ "$(rows_of "$1" | wc -l)" -ge "$2" ]; }

browser_start "$red" 'about:ipc?list=1'
shows '#C00000' "a page"
keys ctrl+2
until_true "arrows, green as what is dealt with at once" has_rows '#18794E' 6
[ -n "${E2E_SHOTS:-}" ] && import -window root "$E2E_SHOTS/ipc.png"

go 'about:ipc?list=1&filter=message==pong'
until_true "only one kind" has_rows '#18794E' 2
y=$(($(rows_of '#18794E' | tail -n 1) - 8))
opens() {
    xdotool mousemove $((width / 4)) "$y" click 1
    deadline=3 waits_for colour_on_screen '#F2F4F6'
}
until_true "a click opens one, with its bytes" opens
[ -n "${E2E_SHOTS:-}" ] && import -window root "$E2E_SHOTS/ipc-one.png"

go 'about:ipc?list=1&filter=phase==died'
victim=$(for pid in $(children_of renderer); do
    tr '\0' ' ' < "/proc/$pid/cmdline" | grep -q '#2 *$' && echo "$pid"
done)
[ -n "$victim" ] || fail "which renderer is the page's?"
kill_all "$victim"
until_true "a death is seen" has_rows '#C62828' 6
expect_alive

go 'about:ipc?end=100'
until_true "the past" has_rows '#18794E' 6
sum=$(screen_sum)
go 'about:ipc?part=messages'
until_true "statistics" screen_differs "$sum"
go 'about:ipc?part=cost'
until_true "what frames cost" colour_on_screen '#EEF1F4'
[ -n "${E2E_SHOTS:-}" ] && import -window root "$E2E_SHOTS/ipc-cost.png"
go about:protocol
until_true "the protocol" screen_differs "$sum"
browser_quit

# It is the browser's own: no page gets there, and its address is no secret.
page link '#00c000' '<iframe src="about:ipc"></iframe>
    <meta http-equiv="refresh" content="0;url=about:ipc">' > /dev/null
headless --dump-dom "file://$work/link.html"
! grep -q 'The wire' "$work/out.log" || fail "a page shows about:ipc"
step "no page gets there"
headless --dump-dom about:ipc
grep -q '<title>The wire' "$work/out.log" || fail "not there in headless"
step "in headless too"
exit 0
