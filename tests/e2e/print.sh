# print.sh - a page on paper: --print-to-pdf and Ctrl+P.
. "$(dirname "$0")/lib.sh"
need pdftotext pdfinfo pdftoppm convert

{
    printf '<!DOCTYPE html><title>Report</title><style>'
    printf '@media print{.s{display:none}}@media screen{.p{display:none}}'
    printf 'body{background:#fff}p{line-height:30px;margin:0}</style>'
    printf '<div class=s>for screens</div><div class=p>for paper</div>'
    for i in $(seq 100); do printf '<p>line %d.' "$i"; done
} > "$work/long.html"

headless --print-to-pdf="$work/long.pdf" "file://$work/long.html"
expect_status 0 "a page is printed"
pdfinfo "$work/long.pdf" > "$work/info" || fail "not a PDF"
grep -q '^Title: *Report' "$work/info" || fail "no title: $(cat "$work/info")"
grep -q '^Page size: *595 x 842 pts (A4)' "$work/info" || fail "not A4"
pages=$(awk '/^Pages:/ {print $2}' "$work/info")
# 100 lines of 30 px and one above, on paper 1047 px high inside its margins
[ "$pages" = 3 ] || fail "$pages pages instead of 3"
pdftotext -layout "$work/long.pdf" "$work/text"
grep -q 'for paper' "$work/text" || fail "the print styles do not hold"
! grep -q 'for screens' "$work/text" || fail "the screen's styles hold"
[ "$(grep -c 'line [0-9]*\.' "$work/text")" = 100 ] ||
    fail "lines are lost or cut in two: $(grep -c line "$work/text")"
step "three pages with every line once"

# A picture or row that fits a page is not cut: what is blue is on page 2.
printf '<!DOCTYPE html><body style="margin:0"><div style="height:900px">a</div>%s' \
    '<table cellspacing=0><tr><td style="height:300px;width:300px;background:#00f">x</table>' \
    > "$work/row.html"
headless --print-to-pdf="$work/row.pdf" "file://$work/row.html"
expect_status 0 "a row at the page's end"
pdftoppm -r 72 -png "$work/row.pdf" "$work/row"
expect_pixel "$work/row-1.png" 60 760 '#FFFFFF'
expect_pixel "$work/row-2.png" 60 60 '#0000FF'

# The screen's own picture comes back, and both can be asked for at once.
headless --print-to-pdf="$work/both.pdf" --screenshot="$work/both.png" \
    --window-size=300,200 "$(page both '#ff0000')"
expect_status 0 "picture and paper of one page"
expect_pixel "$work/both.png" 10 190 '#FF0000'

headless --print-to-pdf="$work/missing/x.pdf" "file://$work/long.html"
[ "$status" != 0 ] || fail "status 0 for paper that cannot be written"
[ -z "$(ls "$work"/*.part 2>/dev/null)" ] || fail "half a file is left"
step "paper that cannot be written: status $status"

mkdir "$work/Downloads"
display_start
browser_start "$(page window '#00ff00' '<p>in the window')"
shows '#00FF00'
keys ctrl+p
until_true "Ctrl+P writes to the download folder" \
    test -s "$work/Downloads/window.pdf"
pdftotext "$work/Downloads/window.pdf" - | grep -q 'in the window' ||
    fail "not the page: $(pdftotext "$work/Downloads/window.pdf" -)"
shows '#00FF00' "the page is on the screen as before"
keys ctrl+p
until_true "a second time under another name" \
    test -s "$work/Downloads/window (2).pdf"
expect_alive
