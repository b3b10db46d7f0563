# bad_input.sh - files nobody should have written.  Whatever a page is, the
# browser ends in order: loaded, or a failure in words.
. "$(dirname "$0")/lib.sh"

# try STATUSES WHAT FILE
try() {
    headless --timeout=40000 --screenshot="$work/shot.png" --dump-dom \
        "file://$work/$3"
    case " $1 " in
    *" $status "*) ;;
    *) fail "$2: status $status, expected one of: $1" ;;
    esac
    [ "$status" = 0 ] || [ -s "$work/err.log" ] || fail "$2: nothing was said"
    step "$2: status $status"
}

cd "$work" || exit 1
: > empty.html
try 0 "an empty file" empty.html
head -c 200000 /dev/urandom > noise.html
try 0 "noise called HTML" noise.html
{ printf '<p>a'; head -c 100000 /dev/zero; printf '</p>'; } > zeros.html
try 0 "NUL bytes" zeros.html
{ printf '<!DOCTYPE html>'; yes '<p>One line of a very long page.</p>' |
    head -c 3000000; } > long.html
try 0 "85,000 paragraphs" long.html
{ printf '<!DOCTYPE html>'; yes '<p>One line of a very long page.</p>' |
    head -c 6000000; } > longer.html
try "0 1" "six megabytes, which may be more than a renderer has" \
    longer.html
{ printf '<!DOCTYPE html>'; yes '<div>' | head -n 100000 | tr -d '\n'; } \
    > deep.html
try 0 "a hundred thousand nested elements" deep.html
printf '<p style="color:red;%s' "$(yes '((((' | head -n 20000 | tr -d '\n')" \
    > css.html
try 0 "a style that never ends" css.html
printf '<table>%s' "$(yes '<td colspan=99999 rowspan=99999>' |
    head -n 300 | tr -d '\n')" > table.html
try 0 "a table of enormous spans" table.html
printf '<body style="width:1e30px;margin:-1e30px;font-size:1e9px">a' > huge.html
try 0 "enormous lengths" huge.html

printf '\211PNG\r\n\032\nbroken' > broken.png
head -c 3000 /dev/urandom > noise.jpg
printf '<img src=broken.png width=50><img src=noise.jpg><img src=none.png>' \
    > images.html
try 0 "broken and missing pictures" images.html
printf '<embed type=application/x-nothing width=90 height=50>after' > embed.html
try 0 "an embed of an unknown type" embed.html
printf '<link rel=stylesheet href=none.css><link rel=stylesheet href=css.html>' \
    > styles.html
try 0 "missing and wrong style sheets" styles.html
printf '<a href="file:///etc/passwd">x</a><img src="file:///etc/passwd">' \
    > reach.html
try 0 "a reach for another file" reach.html

try 1 "a missing file" missing.html
mkdir folder
headless --dump-dom "file://$work/folder/"
[ "$status" -le 1 ] || fail "a folder: status $status"
step "a folder: status $status"
if [ "$(id -u)" != 0 ]; then
    : > secret.html
    chmod 000 secret.html
    try 1 "an unreadable file" secret.html
fi
mkfifo pipe.html
headless --timeout=3000 --dump-dom "file://$work/pipe.html"
[ "$status" != 0 ] || fail "a pipe was loaded"
step "a pipe: status $status"
runtime_empty || fail "left behind: $(ls -A "$work/run")"
