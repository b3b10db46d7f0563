# headless.sh - one page without a window: picture, tree, exit status.
. "$(dirname "$0")/lib.sh"
need convert

headless --screenshot="$work/tour.png" --window-size=900,600 \
    "file://$source_dir/assets/tour/index.html"
expect_status 0 "the tour is pictured"
[ "$(identify -format '%wx%h' "$work/tour.png")" = 900x600 ] ||
    fail "the picture is $(identify "$work/tour.png")"
[ "$(identify -format '%k' "$work/tour.png")" -gt 50 ] ||
    fail "the tour's picture has hardly any colours"

headless --screenshot="$work/red.png" --window-size=300,200 \
    "$(page red '#ff0000')"
expect_status 0 "a red page is pictured"
expect_pixel "$work/red.png" 0 0 '#FF0000'
expect_pixel "$work/red.png" 299 199 '#FF0000'

headless --dump-dom "$(page tree white '<p id=a>b<i>c')"
expect_status 0 "a tree is printed"
grep -qF '<p id="a">b<i>c</i></p>' "$work/out.log" ||
    fail "not the tree: $(cat "$work/out.log")"
grep -qF '<title>tree</title>' "$work/out.log" || fail "no title in the tree"

headless --dump-dom 'data:text/html,<p>x%2By'
expect_status 0 "a data: address"
grep -qF '<p>x+y</p>' "$work/out.log" || fail "not the tree of data:"

headless --screenshot="$work/none.png" "file://$work/missing.html"
[ "$status" != 0 ] || fail "status 0 for a missing file"
grep -q missing.html "$work/err.log" || fail "the missing file is not named"
step "a missing file: status $status"

headless --screenshot="$work/none.png" http://bulkhead.invalid/
[ "$status" != 0 ] || fail "status 0 for an unknown host"
step "an unknown host: status $status"

headless --screenshot="$work/missing/x.png" "file://$work/red.html"
[ "$status" != 0 ] || fail "status 0 for a picture that cannot be written"
step "a picture that cannot be written: status $status"

headless --window-size=0,0 "file://$work/red.html"
expect_status 2 "a senseless size"
headless --cat "file://$work/red.html"
expect_status 2 "an unknown flag"
"$binaries/bulkhead" --version | grep -q '^bulkhead [0-9]' ||
    fail "--version says nothing"
runtime_empty || fail "left behind: $(ls -A "$work/run")"
step "nothing is left behind"
