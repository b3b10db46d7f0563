# forms_edit.sh - clipboard, undo, the mouse in a field, selects.
. "$(dirname "$0")/lib.sh"

sent() { grep -qF -- "$1" "$work/echo" 2>/dev/null; }

# submit EXPECTED: presses Enter in a field and goes back.
submit() {
    keys Return
    until_true "arrived: $1" sent "$1"
    shows '#0000FF'
    keys alt+Left
    shows '#00FF00' "back"
}

cat > "$work/edit.html" <<'END'
<!DOCTYPE html><title>edit</title>
<style>body{background:#00ff00;margin:0;font:16px/30px sans-serif}
input,textarea,select{position:absolute;left:10px;width:300px;font-size:16px}</style>
<form action="/echo"><input name=a autofocus style="top:10px">
<input name=b style="top:60px" value="one two three">
<textarea name=t rows=4 style="top:110px"></textarea>
<select name=s style="top:220px;height:30px"><option>Ash<option>Beech<option
disabled>Birch<option>Cedar</select><input type=submit style="top:300px"></form>
END
server_start
display_start
browser_start "$server/edit.html"
shows '#00FF00'
top=$(($(xdotool getwindowgeometry "$window" | awk '/Position/ {
    split($2, at, ","); print at[2] }') + 84))

step "cut and paste, undo and redo"
xdotool type --delay 10 'alpha'
keys ctrl+a ctrl+x ctrl+v ctrl+v
submit 'a=alphaalpha&'
xdotool type --delay 10 'beta'
keys ctrl+a
xdotool type --delay 10 'x'
keys ctrl+z ctrl+z ctrl+y
submit 'a=beta&'

step "two clicks select a word, what is typed replaces it"
xdotool mousemove 50 $((top + 74)) click --repeat 2 --delay 50 1
xdotool type --delay 10 'X'
submit 'b=one+X+three&'

step "the middle button pastes what the mouse has selected"
xdotool mousemove 50 $((top + 74)) click --repeat 3 --delay 50 1
until_true "it is selected" colour_on_screen '#B5D2FC'
before=$(screen_sum)
xdotool mousemove 100 $((top + 24)) click 2
until_true "no longer" no_colour_on_screen '#B5D2FC'
submit 'a=one+two+three&'

step "a text area: lines, and moving between them"
xdotool mousemove 50 $((top + 124)) click 1
xdotool type --delay 10 'one'
keys Return
xdotool type --delay 10 'two'
keys Up Home
xdotool type --delay 10 '>'
keys Down
xdotool type --delay 10 '|'
keys Tab Tab
submit 't=%3Eone%0D%0At%7Cwo&'

step "a select by mouse, arrows and letters"
before=$(screen_sum)
xdotool mousemove 100 $((top + 234)) click 1
until_true "its list opens" screen_differs "$before"
xdotool mousemove 100 $((top + 286))
keys Tab Tab
xdotool mousemove 100 $((top + 234)) click 1
keys Down Down Return Tab
submit '&s=Cedar'
xdotool mousemove 100 $((top + 234)) click 1
keys Escape
xdotool type 'b'
keys Tab
submit '&s=Beech'
expect_alive
browser_quit
