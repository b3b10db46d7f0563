# hang.sh - a page that does not answer: the person is asked, and told in which
# way it hangs; other tabs go on.
. "$(dirname "$0")/lib.sh"
display_start
browser_start "$(page olive '#808000')"
shows '#808000' "the page"

# asked: the notice with its two buttons stands below the toolbar.
asked() { screen_is 400 86 '#FFF4D6' && screen_is $((width - 30)) 100 '#B3261E'; }
not_asked() { ! asked; }
stop_it() { xdotool mousemove --sync $((width - 30)) 105 click 1; }
wait_a_while() { xdotool mousemove --sync $((width - 120)) 105 click 1; }
press() { xdotool mousemove --sync 500 400 click 1; }
sad() { ! screen_is "$middle_x" "$middle_y" "$1"; }

# ---- stopped, then continued: nothing is lost ----
all=$(children_of renderer)
kill -STOP $all
press
until_true "a stopped page: the person is asked" asked
[ -n "${E2E_SHOTS:-}" ] && import -window root "$E2E_SHOTS/hang-stopped.png"
kill -CONT $all
until_true "it goes on: the question is gone" not_asked
expect_alive
shows '#808000' "the page is as it was"

# ---- spinning: Wait, later Stop; another tab works meanwhile ----
go about:hang
press
until_true "a spinning page: the person is asked" asked
[ -n "${E2E_SHOTS:-}" ] && import -window root "$E2E_SHOTS/hang-spins.png"
wait_a_while
until_true "Wait takes the question away" not_asked
alive "$browser" || fail "the browser is gone"
keys ctrl+t
go "$(page teal '#008080')"
shows '#008080' "another tab works"
keys ctrl+1
shows '#808000' "the hanging page still shows its picture"
spinning=$(children_of renderer | tr '\n' ' ')
deadline=40 until_true "the person is asked again" asked
stop_it
until_true "Stop: the sad page" sad '#808000'
[ -n "${E2E_SHOTS:-}" ] && import -window root "$E2E_SHOTS/hang-stop.png"
"$binaries/bulkhead" crashes --user-data-dir="$work/profile" |
    grep -q 'stopped by you because it did not answer (spinning)' ||
    fail "the record does not say so: $("$binaries/bulkhead" crashes \
        --user-data-dir="$work/profile")"
step "the record says so"
keys F5
shows '#808000' "reload brings it back"
# It may have taken the spare one, which is then replaced in its turn.
until_true "a new renderer" has_other_child renderer "$spinning"

# ---- a stopped gpu process is replaced without asking ----
gpus=$(children_of gpu | tr '\n' ' ')
kill -STOP $gpus
keys ctrl+2
until_true "another gpu process" has_other_child gpu "$gpus"
shows '#008080' "and it shows the page"
browser_quit
