# faults.sh - about:crash and its like: each death is named, kept in a record,
# and only what was typed acts.
. "$(dirname "$0")/lib.sh"
profile=(--user-data-dir="$work/profile")

# named ADDRESS STATUS TEXT
named() {
    headless "${profile[@]}" "$1"
    expect_status "$2" "$1 has status $2"
    grep -qE "$3" "$work/err.log" ||
        fail "$1 is not named as $3: $(cat "$work/err.log")"
}

named about:crash 1 'signal 11 .SIGSEGV.'
grep -q 'in child_fault_commit+0x' "$work/err.log" ||
    fail "the place of the crash is not told"
named about:stack 1 'ran out of stack'
named about:oom 1 'ran out of memory'
named about:abort 1 'found an error in itself'
named about:syscall 1 'forbidden system call openat'
named about:flood 1 'too many messages'
named about:kill 1 'signal 9 .SIGKILL.'
headless "${profile[@]}" --timeout=6000 about:hang
expect_status 124 "about:hang is given up"
grep -q 'computes without getting anywhere' "$work/err.log" ||
    fail "the hang is not named: $(cat "$work/err.log")"
headless "${profile[@]}" --timeout=6000 about:block
expect_status 124 "about:block is given up"
grep -q 'neither computes nor answers' "$work/err.log" ||
    fail "the block is not named: $(cat "$work/err.log")"
for address in about:gpucrash about:gpukill about:gpuhang; do
    headless "${profile[@]}" --screenshot="$work/gpu.png" "$address"
    expect_status 0 "the picture is taken in spite of $address"
done

"$binaries/bulkhead" crashes "${profile[@]}" > "$work/list"
[ "$(wc -l < "$work/list")" = 10 ] ||
    fail "not the 7 renderers and 3 gpus: $(cat "$work/list")"
sed -n '$p' "$work/list" | grep -qE '^ +1 .*renderer.*SIGSEGV' ||
    fail "the first record is not the oldest: $(cat "$work/list")"
[ "$(stat -c %a "$work/profile/crashes/1.txt")" = 600 ] ||
    fail "others may read the record"
"$binaries/bulkhead" crashes "${profile[@]}" 1 > "$work/one"
for name in process cause where end build sandbox limits; do
    grep -q "^$name: " "$work/one" || fail "no $name in $(cat "$work/one")"
done
grep -q 'fault kind=' "$work/one" || fail "no messages in $(cat "$work/one")"
step "the records are there"
for i in $(seq 11 14); do
    : > "$work/profile/crashes/$((i + 20)).txt"
done
named about:kill 1 SIGKILL
for i in $(seq 1 12); do
    : > "$work/profile/crashes/$((i + 40)).txt"
done
named about:kill 1 SIGKILL
[ "$(ls "$work/profile/crashes" | wc -l)" = 20 ] ||
    fail "kept: $(ls "$work/profile/crashes")"
step "the newest 20 are kept"

# A page's link, and its refresh, do nothing.
headless "${profile[@]}" --dump-dom \
    "$(page meta white '<meta http-equiv=refresh content="0;url=about:crash">')"
! grep -q SIGSEGV "$work/err.log" || fail "a page could crash its tab"
step "a page's refresh does not act"
headless "${profile[@]}" --dump-dom about:about
grep -q 'about:crash' "$work/out.log" || fail "about:about does not list them"
runtime_empty || fail "left behind: $(ls -A "$work/run")"
