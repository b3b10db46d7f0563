# forms_post.sh - what POST sends in each coding, after redirections, and again.
. "$(dirname "$0")/lib.sh"

sent() { grep -qF -- "$1" "$work/echo" 2>/dev/null; }

# form NAME ACTION ENCTYPE: a page whose Enter posts.
form() {
    printf '<!DOCTYPE html><title>%s</title><body style="background:#00ff00">
<form method=post action="%s" enctype="%s"><input name=a value="x &amp; y" autofocus>
<input type=hidden name=h value="1&#10;2"><input type=submit name=s value=Go>
</form>' "$1" "$2" "$3" > "$work/$1.html"
}

form plain /echo text/plain
form url /echo ''
form multi /echo multipart/form-data
form see '/redirect?code=303&to=/echo' ''
form keep '/redirect?code=307&to=/echo' ''

server_start
display_start
browser_start "$server/url.html"
shows '#00FF00'
keys Return
until_true "urlencoded arrives" sent 'a=x+%26+y&h=1%0D%0A2&s=Go'
sent 'POST /echo' && sent 'Content-Type: application/x-www-form-urlencoded' &&
    sent "Origin: $server" || fail "not a POST: $(cat "$work/echo")"
shows '#0000FF' "the answer shows"

step "reloading asks before it sends again"
before=$(screen_sum)
rm "$work/echo"
keys F5
until_true "the question is there" screen_differs "$before"
[ ! -e "$work/echo" ] || fail "sent without being asked"
import -window root -depth 8 "$work/asked.ppm"
# the red button at the right, in the line below the toolbar
place=$(convert "$work/asked.ppm" -crop "300x60+$((width - 300))+70" +repage \
    -fill black -fuzz 5% +opaque '#B3261E' -trim -format '%X %Y %w %h' info:)
read -r x y w h <<< "$place"
xdotool mousemove $((width - 300 + x + w / 2)) $((70 + y + h / 2)) click 1
until_true "agreed: sent again" sent 'a=x+%26+y&h=1%0D%0A2&s=Go'

go "$server/plain.html"
shows '#00FF00'
keys Return
until_true "text/plain arrives" sent 'a=x & y'
shows '#0000FF'

go "$server/multi.html"
shows '#00FF00'
keys Return
until_true "multipart arrives" sent 'Content-Disposition: form-data; name="a"'
boundary=$(sed -n 's/.*boundary=\([^\r]*\).*/\1/p' "$work/echo")
sent "--$boundary--" || fail "no end of the parts: $(cat "$work/echo")"
shows '#0000FF'

go "$server/see.html"
shows '#00FF00'
keys Return
until_true "303 turns POST into GET" sent 'GET /echo'
! sent 'Content-Type' || fail "a body was sent to a 303: $(cat "$work/echo")"
shows '#0000FF'

go "$server/keep.html"
shows '#00FF00'
keys Return
until_true "307 sends it again" sent 'POST /echo'
sent 'a=x+%26+y&h=1%0D%0A2&s=Go' || fail "without its body: $(cat "$work/echo")"
expect_alive
browser_quit
