# reading.sh - selecting, copying, finding in the page, its source, titles.
. "$(dirname "$0")/lib.sh"

page target '#00ff00' > /dev/null
{
    printf '<!DOCTYPE html><title>read</title><body style="margin:0;'
    printf 'background:#ff0000;font:20px/40px sans-serif">'
    printf '<div>file://%s/target.html</div>' "$work"
    for i in $(seq 60); do printf '<p>Line %d of it.' "$i"; done
    printf '<p>Zebra Crossing<p>the last line.'
} > "$work/read.html"

display_start
browser_start --enable-logging "file://$work/read.html"
shows '#FF0000'
top=$(($(xdotool getwindowgeometry "$window" | awk '/Position/ {
    split($2, at, ","); print at[2] }') + 84))

step "three clicks select the line, Ctrl+C copies it"
xdotool mousemove 60 $((top + 20)) click --repeat 3 --delay 60 1
until_true "the selection is shown" colour_on_screen '#B5D2FC'
keys ctrl+c
keys ctrl+l ctrl+v Return
shows '#00FF00' "what was copied is the line's address"

keys alt+Left
shows '#FF0000' "back"
keys ctrl+f
xdotool type --delay 20 'zebra crossing'
until_true "the place is found below and marked" colour_on_screen '#FF9E3D'
keys Escape
until_true "Escape takes the mark away" no_colour_on_screen '#FF9E3D'
keys F3
until_true "F3 finds it again" colour_on_screen '#FF9E3D'

step "a drag over a link selects and does not follow it"
printf '<!DOCTYPE html><title>l</title><body style="margin:0;background:#ff0000"><a href="target.html" style="font:30px/60px sans-serif">a link of some length</a>' \
    > "$work/link.html"
keys ctrl+l
xdotool type --delay 10 "file://$work/link.html"
keys Return
until_true "the link's page is there" no_colour_on_screen '#FF9E3D'
shows '#FF0000'
until_true "a drag selects" sh -c "xdotool mousemove 20 $((top + 30)) mousedown 1 \
    mousemove 60 $((top + 31)) mousemove 150 $((top + 31)) mouseup 1; sleep 0.2
    import -window root -depth 8 '$work/drag.ppm' &&
    convert '$work/drag.ppm' -fill black +opaque '#B5D2FC' -format '%[fx:maxima]' info: |
        grep -qv '^0$'"
shows '#FF0000' "the link was not followed"

keys ctrl+u
until_true "the source stands in a tab of its own" \
    sh -c "xdotool getwindowname $window | grep -q 'link.html'"
shows '#FFFFFF' "as plain text"
expect_alive

server_start
other=${server/127.0.0.1/localhost} # another site
bubble='#2A3140'
printf '<!DOCTYPE html><body title="of the frame" style="margin:0;
    height:100px;background:#0000ff">in it' \
    > "$work/framed.html"
printf '<!DOCTYPE html><title>titled</title><body style="margin:0;
    background:#ff0000"><p title="first line&#10;second" style="margin:0;
    height:100px">x</p><iframe style="display:block;border:0;width:300px;
    height:100px" src="%s/framed.html"></iframe><div style="height:3000px">' \
    "$other" > "$work/titled.html"
xdotool mousemove 500 $((top + 300))
go "$server/titled.html"
until_true "a page with titles is there" \
    sh -c "xdotool getwindowname $window | grep -q '^titled'"
shows '#FF0000'
until_true "its frame is there" colour_on_screen '#0000FF'
no_colour_on_screen "$bubble" || fail "something is said beforehand"

# rests X Y: the bubble's ground is just below that place of the page.
rests() {
    xdotool mousemove "$1" $((top + $2))
    until_true "a title is beside the pointer" \
        screen_is $(($1 + 4)) $((top + $2 + 24)) "$bubble"
}
step "a title goes when the pointer leaves, at a key, a button, the wheel"
rests 50 50
xdotool mousemove 500 $((top + 50 + 200))
until_true "off with the pointer" no_colour_on_screen "$bubble"
rests 50 50
keys F2
until_true "off at a key" no_colour_on_screen "$bubble"
rests 60 50
xdotool mousedown 1
until_true "off at a button" no_colour_on_screen "$bubble"
xdotool mouseup 1
rests 70 150
xdotool click 5
until_true "a frame's is off at the wheel" no_colour_on_screen "$bubble"
rests 60 20
xdotool mousemove 60 20
until_true "off over the toolbar" no_colour_on_screen "$bubble"

go "$server/titled.html?again"
until_true "the page is at its top again" \
    screen_is 200 $((top + 150)) '#0000FF'
rests 60 140
page_pid=$(sed -n "s|.*renderer#[0-9]*, process \([0-9]*\), is now of $(
    )http://127.0.0.1\$|\1|p" "$work/browser.log" | tail -n 1)
kill_all "$page_pid"
until_true "a frame's is off when the page around it dies" \
    no_colour_on_screen "$bubble"
expect_alive

headless --dump-dom "view-source:file://$work/target.html"
expect_status 0 "view-source: of a file"
grep -q '&lt;!DOCTYPE html' "$work/out.log" ||
    fail "not the source: $(cat "$work/out.log")"
printf '<meta http-equiv=refresh content="0;url=view-source:file://%s/target.html">' \
    "$work" > "$work/from-page.html"
headless --dump-dom --timeout=4000 "file://$work/from-page.html"
! grep -q '&lt;!DOCTYPE' "$work/out.log" || fail "a page may open view-source:"
step "a page cannot open it"
