# window.sh - a window, driven by keyboard and mouse like a person does.
. "$(dirname "$0")/lib.sh"
display_start
red=$(page red '#c00000')
green=$(page green '#008000')
blue=$(page blue '#0000c0')

browser_start "$red"
shows '#C00000' "the first page"
go "$green"
shows '#008000' "an address that was typed"
keys alt+Left
shows '#C00000' "back"
keys alt+Right
shows '#008000' "forward"

keys ctrl+t
until_true "a new tab covers the page" \
    eval "! screen_is $middle_x $middle_y '#008000'"
go "$blue"
shows '#0000C0' "a page in the new tab"
keys ctrl+1
shows '#008000' "the first tab again"
keys ctrl+Tab
shows '#0000C0' "the next tab"
keys ctrl+w
shows '#008000' "the tab is closed"
keys ctrl+shift+t
shows '#0000C0' "the tab is open again"
keys ctrl+w
shows '#008000'

# A page changes on the disk.
page green '#808000' > /dev/null
keys F5
shows '#808000' "reload"

# A link that fills the page.
link=$(page link '#00c0c0' \
    "<a href=\"$red\" style=\"display:block;height:900px\">.</a>")
go "$link"
shows '#00C0C0' "a page that is a link"
corner() { screen_is 4 $((height - 8)) "$1"; }
until_true "the lower corner is the page's" corner '#00C0C0'
xdotool mousemove --sync "$middle_x" 400
until_true "the link under the pointer is told there" \
    eval "! corner '#00C0C0'"
xdotool click 1
shows '#C00000' "the link was followed"
until_true "what was told is gone with its page" corner '#C00000'
browser_quit
