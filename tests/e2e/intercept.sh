# intercept.sh - the wire's debugger: from a terminal (here a pipe) and as the
# page about:intercept.
. "$(dirname "$0")/lib.sh"
display_start
red=$(page red '#c00000')
tall='<div style="position:absolute;left:0;top:0;width:100%;height:3000px;'
blue=$(page blue '#ffffff' "${tall}background:#0000c0\"></div>")
green=$(page green '#ffffff' "${tall}background:#00c000\"></div>")
link=$(page link '#c000c0' \
    "<a href=red.html style=\"${tall#*\"}background:#c000c0\">go</a>")

say() { echo "$*" >&7; }
says() { grep -qF -- "$1" "$work/debug.log"; }
said() { until_true "the debugger says: $1" says "$1"; }
title_is() { xdotool getwindowname "$window" | grep -qF "$1"; }

debug_start() {
    mkfifo "$work/in"
    : > "$work/debug.log"
    "$binaries/bulkhead" trace "$@" --user-data-dir="$work/profile" \
        --window-size="$width,$height" < "$work/in" \
        >> "$work/debug.log" 2>> "$work/browser.log" &
    browser=$!
    started+=("$browser")
    exec 7> "$work/in"
    until_true "the window is open" browser_window
    xdotool windowfocus --sync "$window"
}

# ---- from a terminal ----
debug_start --break='message==commit && process==renderer' "$red"
said 'commit surface='
screen_is "$middle_x" "$middle_y" '#C00000' && fail "the commit was not held"
step "the page waits while its commit is held"
say delete 1
say continue
shows '#C00000' "it is shown once the commit may go on"

say break message==title
go "$blue"
said 'title="blue"'
say edit title=Ahoy
said 'title="Ahoy"'
say continue
until_true "the tab has the title that was typed" title_is Ahoy
shows '#0000C0' "the page is shown"
say delete 2

say rule drop message==tile
say break message==frame_done
go "$green"
said 'frame_done surface='
until_true "the next page's title" title_is green
! screen_is "$middle_x" "$middle_y" '#00C000' || fail "its tiles were painted"
step "nothing of it is painted without its tiles"
say delete 3
say delete 4
say continue
go "$blue"
shows '#0000C0' "with tiles a page is"

say break message==document_begin
say edit nothing=1
go "$red"
said 'document_begin has no field nothing'
say show
said 'browser -> renderer'
say continue
shows '#C00000' "a script waits for what it speaks of"

say delete 5
say nonsense
said 'there is no command "nonsense"'
say inject to '#9999' ping
said 'there is no process #9999'
renderers=$(grep -o 'renderer#[0-9]*' "$work/debug.log" | tail -n 1)
say inject from "$renderers" presented frame=1
said 'taken as if it had come'
until_true "a lie in its name ends the page" \
    grep -rq 'presented message, which is not its own' "$work/profile/crashes"
keys F5
shows '#C00000' "reload brings it back"

# One that floods while it is held takes nothing from the others.
say break message==progress
go about:flood
said ' progress '
keys ctrl+t
go "$red"
shows '#C00000' "another tab, while a renderer floods and is held"
memory=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$browser/status")
[ "$memory" -lt 300000 ] || fail "the browser has grown to $memory KiB"
keys ctrl+w
say delete 6

# The end of the input ends breaking.
say break message==commit
said 'rule 7'
exec 7>&-
keys F5
shows '#C00000' "without a debugger the page is free"
browser_quit

# ---- the gpu process: the picture waits, and nobody is replaced for it ----
rm "$work/in"
debug_start --break='message==presented && process==gpu' --disable-gpu "$red"
said ' presented frame='
gpus=$(children_of gpu)
sleep 5 # longer than one that stands still is waited for
say held
[ "$(children_of gpu)" = "$gpus" ] || fail "the held gpu process was replaced"
step "the held gpu process is waited for"
say break message==scene_end
say delete 1
say continue
keys F5
said ' scene_end frame='
say delete 2
say continue
shows '#C00000' "the picture, once it may go on"
[ "$(children_of gpu)" = "$gpus" ] || fail "the gpu process was replaced"
exec 7>&-
browser_quit

# ---- the page ----
browser_start "$link" about:intercept
shows '#C000C0' "a page"
keys ctrl+2
until_true "the debugger's page" title_is Intercept
[ -n "${E2E_SHOTS:-}" ] && import -window root "$E2E_SHOTS/intercept.png"
# The fields in their order: action, argument, filter.
keys Tab Tab Tab
xdotool type --clearmodifiers --delay 5 'message==navigate'
keys Return
until_true "the rule is there" colour_on_screen '#1A5FB4'
keys ctrl+1
shows '#C000C0' "the page with a link"
xdotool mousemove 300 400 click 1
keys ctrl+2
until_true "the page shows what is held" colour_on_screen '#C8472B'
keys ctrl+1
shows '#C000C0' "the page waits for its navigation"
keys ctrl+2
until_true "it is still held" colour_on_screen '#C8472B'
[ -n "${E2E_SHOTS:-}" ] && import -window root "$E2E_SHOTS/held.png"
keys Tab Return
until_true "it is let go" no_colour_on_screen '#C8472B'
keys ctrl+1
shows '#C00000' "the page goes where its link led"
browser_quit
