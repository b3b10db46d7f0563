# forms.sh - typing, ticking, Tab and Enter in a page, and what arrives.
. "$(dirname "$0")/lib.sh"

# sent WORDS: the server has received a request with these in it.
sent() { grep -qF -- "$1" "$work/echo" 2>/dev/null; }

green='background:#00ff00;margin:0;font:20px/40px sans-serif'
cat > "$work/get.html" <<END
<!DOCTYPE html><title>get</title><body style="$green">
<form action="/echo"><input name=a autofocus> <input name=b value=old>
<label><input type=checkbox name=c> tick</label>
<input type=radio name=r value=1 checked> <input type=radio name=r value=2>
<input type=submit name=go value=Go></form>
END

server_start
display_start
browser_start "$server/get.html"
shows '#00FF00'

step "typing, Tab, Space and arrows; Enter submits"
xdotool type --delay 10 'J & co'
keys Tab
xdotool type --delay 10 'new'
keys Tab space Tab Down Return
until_true "the form has arrived" \
    sent 'GET /echo?a=J+%26+co&b=new&c=on&r=2&go=Go'
shows '#0000FF' "the answer shows"

step "back, and a click on the button"
keys alt+Left
shows '#00FF00'
keys Tab
xdotool type --delay 10 'x'
keys BackSpace
xdotool type --delay 10 'yz'
keys shift+Left
xdotool type --delay 10 'w'
keys Tab Tab Tab space
until_true "pressed by Space" sent 'b=yw&r=1&go=Go'
expect_alive
browser_quit
