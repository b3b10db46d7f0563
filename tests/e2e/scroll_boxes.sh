# scroll_boxes.sh - boxes in a page scroll by wheel, bar and keys; what is
# sticky or fixed stands, and can be clicked where it is seen.
. "$(dirname "$0")/lib.sh"

# The top left place of a colour, "X Y".
place_of() {
    import -window root -depth 8 "$work/screen.ppm" &&
        convert "$work/screen.ppm" -fill black +opaque "$1" -trim \
            -format '%X %Y' info: | tr -d +
}

# until_true with these: does something again until the colour is (not) there.
turned() {
    colour_on_screen "$1" && return
    xdotool click "$2"
    false
}
turned_away() {
    no_colour_on_screen "$1" && return
    xdotool click "$2"
    false
}
pressed() {
    colour_on_screen "$1" && return
    keys "$2"
    false
}
gone_by() {
    no_colour_on_screen "$1" && return
    keys "$2"
    false
}
# While the page moves, what is fixed may be seen elsewhere for a frame.
stands() { [ "$(place_of "$1")" = "$(place_of "$1")" ]; }

display_start
inner=
for color in ff0000 00ff00 0000ff ffff00; do
    inner="$inner<div style=\"height:150px;background:#$color\"></div>"
done
browser_start "$(page boxes '#ffffff' "
<style>body{margin:0}</style>
<div style=\"position:sticky;top:0;height:30px;background:#880088\"></div>
<div style=\"height:5px;background:#008800\"></div>
<div style=\"overflow:auto;height:150px;width:400px\">$inner</div>
<a href=\"#end\" style=\"position:fixed;right:0;top:60px;width:80px;height:80px;background:#008888\"></a>
<div style=\"height:3000px;background:#cccccc\"></div>
<div id=\"end\" style=\"height:600px;background:#123456\"></div>")"

until_true "the box shows its first" colour_on_screen '#FF0000'
read -r x y <<<"$(place_of '#FF0000')"
xdotool mousemove --sync $((x + 50)) $((y + 60))
xdotool mousemove --sync $((x + 52)) $((y + 62))

until_true "the wheel scrolls the box" turned '#00FF00' 5
until_true "the page stands" screen_is $((x + 500)) $((y + 200)) '#CCCCCC'
until_true "to its end" turned '#FFFF00' 5
until_true "then the page goes on" turned_away '#008800' 5
xdotool mousemove --sync $((x + 500)) $((y + 200)) click 1
keys Home
until_true "the page is back" colour_on_screen '#008800'
until_true "the box is where it was" colour_on_screen '#FFFF00'

step "keys"
xdotool mousemove --sync $((x + 50)) $((y + 60)) click 1
until_true "Home is for the box that was clicked" pressed '#FF0000' Home
until_true "and so is End" pressed '#FFFF00' End

step "sticky and fixed"
xdotool mousemove --sync $((x + 500)) $((y + 200)) click 1
until_true "the page scrolls away" gone_by '#FFFF00' Next
until_true "what is sticky stands" colour_on_screen '#880088'
until_true "so is what is fixed" colour_on_screen '#008888'
until_true "and it stands" stands '#008888'
read -r fx fy <<<"$(place_of '#008888')"
xdotool mousemove --sync $((fx + 20)) $((fy + 20)) click 1
until_true "what is fixed is clicked where it is" colour_on_screen '#123456'
browser_quit
