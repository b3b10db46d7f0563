# kill_plugin.sh - a plugin dies: the page around it lives.
. "$(dirname "$0")/lib.sh"
display_start
[ -n "$(find "$binaries/.." -name 'life.so' 2>/dev/null)" ] ||
    skip "no plugin is built"
body='<embed type="application/x-bulkhead-life" width=500 height=400>
<div style="height:3000px"></div>'
browser_start "$(page life '#a0d0a0' "$body")"
shows '#A0D0A0' "the page"
until_true "the plugin's process" has_child plugin
renderers=$(children_of renderer | tr '\n' ' ')
victims=$(children_of plugin | tr '\n' ' ')
no_colour_on_screen '#2F7D4F' || fail "the chart's colour is there before"
# shellcheck disable=SC2086
kill_all $victims
expect_gone "$victims"
expect_alive
shows '#A0D0A0' "the page is still there"
for pid in $renderers; do
    alive "$pid" || fail "renderer $pid died with the plugin"
done
until_true "in its place its last messages" colour_on_screen '#2F7D4F'
before=$(screen_sum)
xdotool mousemove --sync 500 500 click 5 click 5
until_true "the page scrolls" screen_differs "$before"
keys F5
until_true "after reload there is a new plugin process" \
    has_other_child plugin "$victims"
browser_quit
