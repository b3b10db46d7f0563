# trace_diff.sh - `bulkhead trace diff` on real recordings: of one page there is
# no difference, of others only the true ones.
. "$(dirname "$0")/lib.sh"
server_start
trace() { "$binaries/bulkhead" trace "$@"; }

# record FILE ADDRESS
record() {
    headless --trace="$work/$1,payload" --screenshot="$work/x.png" "$2"
    [ "$status" = 0 ] || fail "status $status for $2"
}
# differs STATUS WHAT [OPTION]: of a and b.
differs() {
    trace diff ${3:-} "$work/a" "$work/b" > "$work/diff.log" 2> "$work/err.log"
    status=$?
    [ "$status" = "$1" ] || fail "status $status, not $1: $2
$(cat "$work/diff.log")"
    step "$2"
}
names() {
    grep -qE -- "$1" "$work/diff.log" || fail "not named: $1
$(cat "$work/diff.log")"
}
names_not() {
    ! grep -qE -- "$1" "$work/diff.log" || fail "named: $1
$(cat "$work/diff.log")"
}

# ---- the same page ----
convert -size 40x40 xc:red "$work/red.png" 2> /dev/null ||
    cp "$source_dir/assets/tour/ship.png" "$work/red.png"
echo 'h1 { color: #006000 }' > "$work/style.css"
page many '#ffffff' '<link rel=stylesheet href=style.css><h1>Many</h1>
    <img src=red.png><img src="/drip?bytes=3000&ms=5"><img src=none.png>
    <iframe src="/echo"></iframe>' > /dev/null
tour=$source_dir/assets/tour
for address in "file://$tour/index.html" "file://$tour/pages.html" \
    "$server/many.html"; do
    record a "$address"
    record b "$address"
    differs 0 "twice ${address##*/}: no difference"
    names ' 0 changed, 0 only in [^ ]*a, 0 only in [^ ]*b'
    names_not '^[-+~]'
done
pages=$source_dir/../shared/suites/pages
if [ -e "$pages/pages.tsv" ]; then
    for path in $(grep -v '^#' "$pages/pages.tsv" | cut -f 2 |
        awk 'NR % 3 == 0' | head -n "${TRACE_DIFF_PAGES:-5}"); do
        record a "file://$(readlink -f "$pages")/$path"
        record b "file://$(readlink -f "$pages")/$path"
        differs 0 "twice $path"
    done
fi

# ---- another page ----
record a "file://$tour/index.html"
record b "file://$tour/pages.html"
differs 1 "two pages differ"
names '^\+ .* fetch_start .*ship.png'
names '^~ .* title .*title="Bulkhead"'
names '^~ the picture of .*index.html and .*pages.html: .* tiles differ'

# ---- the same with one thing changed ----
record a "$(page one '#ffffff' '<p>text')"
record b "$(page one '#ffffff' '<p>next')"
differs 1 "one word differs"
names '^~ .* document_data'
names '^~ the picture of .*one.html: 1 of [0-9]* tiles differ'
[ "$(grep -c '^[-+~]' "$work/diff.log")" = 2 ] || fail "more than that:
$(cat "$work/diff.log")"

record a "$server/many.html"
mv "$work/style.css" "$work/gone.css"
record b "$server/many.html"
differs 1 "its style sheet is gone"
names '^~ .* fetch_head .*style.css'
names '404'
names_not ' fetch_start '
