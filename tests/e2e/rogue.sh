# rogue.sh - every attack of probes.def from inside a renderer, a plugin and a
# gpu process: as whoever runs this, as an ordinary user, and where there are
# no user namespaces.
. "$(dirname "$0")/lib.sh"
[ -x "$binaries/bulkhead-rogue" ] || skip "bulkhead-rogue is not built"

# attack WHAT COMMAND...: runs `bulkhead rogue` by the command.
attack() {
    local what=$1
    shift
    timeout -k 5 60 "$@" "$binaries/bulkhead" rogue \
        > "$work/out.log" 2> "$work/err.log" ||
        fail "$what: status $?: $(grep -E 'ALLOWED|not tried' "$work/out.log")"
    [ "$(grep -c '180 of 180 stopped' "$work/out.log")" = 3 ] ||
        fail "$what: $(tail -n 3 "$work/out.log")"
    step "$what: all 180 are stopped, three times"
}

# calls_left KIND MOST
calls_left() {
    local left
    left=$(sed -n "s/^$1 .*; \([0-9]*\) system calls left$/\1/p" \
        "$work/out.log")
    [ -n "$left" ] && [ "$left" -gt 0 ] && [ "$left" -le "$2" ] ||
        fail "a $1 has $left system calls left, more than $2"
    step "a $1 has $left system calls left"
}

attack "as $(id -un)" env
calls_left renderer 20
calls_left plugin 20
calls_left gpu 26

"$binaries/bulkhead" rogue --help | grep -q -- '^  --peel  ' ||
    fail "--help does not explain --peel"

# Without seccomp the layers behind it are seen, and each does something.
"$binaries/bulkhead" rogue --peel > "$work/out.log" 2> "$work/err.log" ||
    fail "--peel: status $?"
for layer in namespace capability rlimit w^x seal; do
    grep -qF -- "$layer" "$work/out.log" || fail "--peel: no $layer"
done
grep -q -- '^-seccomp .* ALLOWED' "$work/out.log" ||
    fail "without seccomp nothing more is possible"
step "without seccomp the layers behind it are seen"
"$binaries/bulkhead" rogue --layers=-capabilities > /dev/null 2> "$work/err.log"
[ $? = 2 ] || fail "an attack with capabilities was run"
step "capabilities cannot be peeled off"

[ "$(id -u)" = 0 ] || { step "skipped: the rest is run by root"; exit 0; }
command -v setpriv > /dev/null || { step "skipped: no setpriv"; exit 0; }
chmod 755 "$work"
user=(setpriv --reuid 65534 --regid 65534 --clear-groups
    env -u XDG_RUNTIME_DIR HOME=/)
"${user[@]}" test -x "$binaries/bulkhead-rogue" ||
    { step "skipped: another user cannot reach $binaries"; exit 0; }
attack "as an ordinary user" "${user[@]}"
"${user[@]}" unshare -Ur true 2> /dev/null ||
    { step "skipped: no user namespaces to forbid"; exit 0; }
# shellcheck disable=SC2016
none=("${user[@]}" unshare -Ur sh -c '
    echo 0 > /proc/sys/user/max_user_namespaces
    exec setpriv --bounding-set=-all --inh-caps=-all "$@"' sh)
attack "without user namespaces" "${none[@]}"
calls_left renderer 20
calls_left gpu 26
timeout -k 5 60 "${none[@]}" "$binaries/bulkhead" --headless \
    --dump-dom about:version > "$work/out.log" 2> "$work/err.log" ||
    fail "the browser does not run without user namespaces"
grep -q 'renderer sandbox lacks layers on this machine: user-ns, pid-ns' \
    "$work/err.log" || fail "headless does not name what is missing"
step "what is missing is named on stderr"
timeout -k 5 60 "${none[@]}" "$binaries/bulkhead" --headless \
    --dump-dom 'data:text/html,web' > "$work/out.log" 2> "$work/err.log" ||
    fail "pages do not load, though no required layer is missing"
step "pages load: no required layer is missing"

# --layers in browsing: loud, and a required layer needs --no-sandbox.
headless --dump-dom --layers=-landlock 'data:text/html,web'
expect_status 0 "--layers=-landlock still loads pages"
grep -q 'lacks layers (--layers, for debugging): landlock' "$work/err.log" ||
    fail "--layers is not loud"
headless --dump-dom --layers=-seccomp 'data:text/html,<p>web'
grep -q 'required to load pages: seccomp' "$work/out.log" ||
    fail "a page was loaded without seccomp"
step "without seccomp no page is loaded"
headless --dump-dom --no-sandbox --layers=-seccomp 'data:text/html,<p>web'
grep -q '<p>web' "$work/out.log" || fail "--no-sandbox does not load"
step "with --no-sandbox it is"
headless --layers=-nothing about:blank
expect_status 2 "an unknown layer is an error"
