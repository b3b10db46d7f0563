# kill_gpu.sh - the gpu process dies: another shows the same picture; after
# several deaths one that draws in software, and the person is told.
. "$(dirname "$0")/lib.sh"
display_start
browser_start "$(page orange '#ffa500')"
shows '#FFA500' "the page"
for round in 1 2 3; do
    victims=$(children_of gpu | tr '\n' ' ')
    [ -n "$victims" ] || fail "there is no gpu process"
    # shellcheck disable=SC2086
    kill_all $victims
    until_true "round $round: another gpu process" \
        has_other_child gpu "$victims"
    expect_alive
    shows '#FFA500' "the page is painted again"
    go "$(page "next$round" "#0000${round}0")"
    shows "#0000${round}0" "and the next one"
    keys alt+Left
    shows '#FFA500' "and back"
done
browser_quit

# Where the accelerated way was chosen it is left, and a bar says so by itself.
browser_start --enable-gpu "$(page orange '#ffa500')"
shows '#FFA500' "the page, accelerated"
# Three deaths within ten seconds; a slow machine may need more of them.
for round in $(seq 12); do
    victims=$(children_of gpu | tr '\n' ' ')
    # shellcheck disable=SC2086
    kill_all $victims
    until_true "death $round: another gpu process" \
        has_other_child gpu "$victims"
    [ "$round" -lt 3 ] || ! colour_on_screen '#FFF4D6' || break
done
until_true "a bar says that it is drawn in software now" \
    colour_on_screen '#FFF4D6'
shows '#FFA500' "the page is painted again"
# The cross of the bar, below the toolbar.
xdotool mousemove --sync $((width - 20)) 100 click 1
until_true "the bar goes when it was read" no_colour_on_screen '#FFF4D6'
browser_quit
