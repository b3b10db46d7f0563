# kill_renderer.sh - a renderer dies: its page is lost, nothing else.
. "$(dirname "$0")/lib.sh"
display_start
browser_start "$(page purple '#800080')"
shows '#800080' "the page"
sad_tab() {
    import -window root -crop 40x40+0+0 -depth 8 txt:- | grep -qiE '#[BC][0-9A-F][2-5][0-9A-F][2-5][0-9A-F]'
}
happy_tab() { ! sad_tab; }
for round in 1 2 3; do
    victims=$(children_of renderer | tr '\n' ' ')
    [ -n "$victims" ] || fail "there is no renderer"
    # shellcheck disable=SC2086
    kill_all $victims
    until_true "round $round: the sad page is drawn" \
        eval "! screen_is $middle_x $middle_y '#800080'"
    expect_alive
    until_true "its tab is marked" sad_tab
    keys F5
    shows '#800080' "the page is back"
    until_true "its tab is no longer marked" happy_tab
    has_other_child renderer "$victims" || fail "no new renderer"
done
go "$(page teal '#008080')"
shows '#008080' "other pages load"

# A page that loads while nobody looks paints nothing; it takes its place all
# the same, and the process of the one before ends.
server_start
before=$(children_of renderer | tr '\n' ' ')
go "$server/slow?ms=3000"
keys ctrl+t
until_true "another tab covers it" eval "! screen_is $middle_x $middle_y '#008080'"
one_is_gone() {
    local pid
    for pid in $before; do
        dead "$pid" && return 0
    done
    return 1
}
until_true "what was there before is given up" one_is_gone
keys ctrl+shift+Tab
shows '#FFFFFF' "the page that came is there"
browser_quit
