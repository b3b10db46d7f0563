# frames.sh - documents inside of documents: which process has them, what the
# pointer and the keys do in them, and what is left when one dies.
. "$(dirname "$0")/lib.sh"
server_start
display_start
other=${server/127.0.0.1/localhost} # another site
tall='<div style="height:2000px"></div>'

page third '#c000c0' > /dev/null
page same '#00c000' "$tall" > /dev/null
page inner '#e0e000' '<a href="third.html" style="position:absolute;left:0;
    top:0;width:150px;height:100px">in here</a><a href="third.html"
    target="_top" style="position:absolute;left:150px;top:0;width:150px;
    height:100px">everywhere</a>' > /dev/null
style='position:absolute;border:0;width:300px;height:200px'
page outer '#008080' "<iframe style='$style;left:100px;top:50px'
    src='$other/inner.html'></iframe><iframe style='$style;left:500px;top:50px'
    src='same.html'></iframe>$tall" > /dev/null

# ---- headless ----
headless --screenshot="$work/shot.png" --window-size=1000,400 \
    --hide-scrollbars "$server/outer.html"
expect_status 0 "a page with frames"
expect_pixel "$work/shot.png" 300 200 '#E0E000'
expect_pixel "$work/shot.png" 600 200 '#00C000'
expect_pixel "$work/shot.png" 450 200 '#008080'

page itself '#402010' '<iframe src="itself.html"></iframe>' > /dev/null
headless --screenshot="$work/shot.png" "$server/itself.html"
expect_status 0 "a page in itself"
page deep '#402010' '<iframe src="deep.html?"></iframe>' > /dev/null
for i in 1 2 3 4 5 6 7 8 9 10; do
    page "deep$i" '#402010' "<iframe src='deep$((i + 1)).html'></iframe>" \
        > /dev/null
done
headless --screenshot="$work/shot.png" "$server/deep1.html"
expect_status 0 "a page in a page in a page"
many=$(printf '<iframe src="third.html"></iframe>%.0s' $(seq 100))
page many '#402010' "$many" > /dev/null
headless --screenshot="$work/shot.png" "$server/many.html"
expect_status 0 "a hundred frames"

refused() { # HEADERS WHAT
    page refused '#ffffff' "<body style='margin:0'><iframe
        style='border:0;width:300px;height:200px' src='$1'></iframe>" > /dev/null
    headless --screenshot="$work/shot.png" --hide-scrollbars \
        "$server/refused.html"
    expect_status 0 "$2"
    [ "$(picture_pixel "$work/shot.png" 290 190)" != '#123456' ] ||
        fail "shown all the same: $2"
}
body='body=%3Cbody%20style=background:%23123456%3E&mime=text/html'
refused "$other/headers?$body&xfo=DENY" "X-Frame-Options: DENY"
refused "$other/headers?$body&xfo=SAMEORIGIN" "SAMEORIGIN, in another"
refused "$server/headers?$body&csp=frame-ancestors%20'none'" "frame-ancestors"
page allowed '#ffffff' "<body style='margin:0'><iframe
    style='border:0;width:300px;height:200px'
    src='$server/headers?$body&xfo=SAMEORIGIN'></iframe>" > /dev/null
headless --screenshot="$work/shot.png" --hide-scrollbars "$server/allowed.html"
expect_pixel "$work/shot.png" 290 190 '#123456'

# ---- what another origin's answer may be ----
printf '{"secret": "as a picture"}' > "$work/secret.json"
page reader '#ffffff' "<img src='$other/secret.json'>" > /dev/null
headless --enable-logging --screenshot="$work/shot.png" "$server/reader.html"
grep -q 'secret.json is of another origin' "$work/err.log" ||
    fail "a foreign JSON file went into the renderer"
step "a foreign JSON file does not"

# ---- in the window ----
# place_of COLOUR: sets x, y to the first pixel of a colour.
place_of() { read -r x y < <(pixels_of "$1"); }
click() { xdotool mousemove "$1" "$2" click 1; }
renderers() { children_of renderer | wc -l; }
renderers_are() { [ "$(renderers)" = "$1" ]; }

browser_start --enable-logging "$server/outer.html"
until_true "the frame of another site" colour_on_screen '#E0E000'
until_true "the frame of the same site" colour_on_screen '#00C000'
until_true "two renderers, and one spare" renderers_are 3
place_of '#E0E000'
frame_x=$x frame_y=$y
place_of '#00C000'
xdotool mousemove $((x + 50)) $((y + 50)) click 5
sum=$(screen_sum)
for _ in $(seq 60); do xdotool click 5; done
until_true "at its end a frame moves the page around it" screen_differs "$sum"
go "$server/outer.html"
until_true "the page once more" colour_on_screen '#E0E000'

# The newest living process that the browser says is of the other site.
frame_process() {
    frame_pid=$(sed -n "s|.*renderer#[0-9]*, process \([0-9]*\), is now of $(
        )http://localhost\$|\1|p" "$work/browser.log" | tail -n 1)
    [ -n "$frame_pid" ] && alive "$frame_pid"
}
until_true "the other site has a process of its own" frame_process
kill_all "$frame_pid"
until_true "its colour goes" no_colour_on_screen '#E0E000'
expect_alive
colour_on_screen '#008080' || fail "the page died with its frame"
step "the page lives without its frame"
[ -n "${E2E_SHOTS:-}" ] && import -window root "$E2E_SHOTS/frames-sad.png"
keys F5
until_true "the frame is back" colour_on_screen '#E0E000'

click $((frame_x + 50)) $((frame_y + 50))
until_true "a link in the frame moves the frame" colour_on_screen '#C000C0'
colour_on_screen '#008080' || fail "the page moved with it"
keys F5
until_true "the frame as it was" colour_on_screen '#E0E000'
click $((frame_x + 200)) $((frame_y + 50))
until_true "_top moves the page" no_colour_on_screen '#008080'
shows '#C000C0' "the page of the link"
browser_quit

# ---- a tab behind ----
page counted '#00c000' '<img src="/echo?n=counted">' > /dev/null
page behind '#008080' "<iframe src='$other/counted.html'></iframe>" > /dev/null
page front '#ffa500' '<a href="behind.html" style="position:absolute;left:0;
    top:0;width:100%;height:300px"></a>' > /dev/null
browser_start "$server/front.html"
shows '#FFA500'
xdotool mousemove --sync 300 250 click 2
until_true "what is in a tab behind loads there" \
    grep -q 'n=counted' "$work/echo"
shows '#FFA500' "the tab before it stays"
browser_quit

# ---- the models ----
for model in tab:2 single:2 site:3; do
    browser_start --process-model="${model%:*}" "$server/outer.html"
    until_true "${model%:*}: the frame of another site" colour_on_screen '#E0E000'
    until_true "${model%:*}: ${model#*:} renderers with the spare" \
        renderers_are "${model#*:}"
    browser_quit
done
timeout 20 "$binaries/bulkhead" --process-model=none > /dev/null 2>&1 &&
    fail "a model that does not exist"
step "a model that does not exist"
exit 0
