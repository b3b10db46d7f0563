# rogue_lies.sh - hostile children lie to the browser in every way; after each
# lie the other tab still loads and paints, and the log names the liar once.
. "$(dirname "$0")/lib.sh"
[ -x "$binaries/bulkhead-rogue" ] || skip "bulkhead-rogue is not built"
timeout -k 5 200 "$binaries/bulkhead" rogue --lies \
    > "$work/out.log" 2> "$work/err.log"
status=$?
grep FAILED "$work/out.log"
! grep -qE 'Sanitizer|runtime error' "$work/err.log" || fail "a sanitizer spoke"
[ $status = 0 ] || fail "status $status: $(tail -n 1 "$work/out.log")"
told=$(grep -c ' ok ' "$work/out.log")
[ "$told" -ge 300 ] || fail "only $told lies were told"
step "$(tail -n 1 "$work/out.log")"

# "12   ok     renderer#34 NAME: WHAT", and "browser renderer#34 WHAT" on stderr.  The
# one that floods its log is the exception; that is cut by MAX_LOG_RATE.
wrong=$(awk 'NR == FNR { if ($2 ~ /#[0-9]+$/) seen[$2]++; next }
    $2 == "ok" && seen[$3] != 1 && !/flood of its log/ { print seen[$3] + 0, $0 }
    ' "$work/err.log" "$work/out.log" | head -n 5)
[ -z "$wrong" ] || fail "not exactly one line names the liar: $wrong"
step "the log has one line for each liar"
