# kill_gpu.sh - the gpu process dies: another shows the same picture.
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
