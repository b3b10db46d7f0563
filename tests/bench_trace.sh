#!/usr/bin/env bash
# bench_trace.sh - what recording costs: page loads without the recorder, with
# it, with a file, and with a file and payloads, in turns.
#
#   tests/bench_trace.sh FOLDER_OF_THE_BINARIES [ROUNDS [ADDRESS]]
# Prints, per way, the median CPU time of the browser and its children, the
# median of the time it took, and the median of the rounds' ratios to the first
# way.  For a person: on a busy machine look at the ratios of CPU time only.
set -eu
binaries=$(readlink -f "${1:?usage: bench_trace.sh FOLDER [ROUNDS [ADDRESS]]}")
top=$(readlink -f "$(dirname "$0")/..")
rounds=${2:-15} address=${3:-file://$top/assets/tour/index.html}
work=$(mktemp -d /tmp/bh-bench-XXXXXX)
trap 'rm -rf "$work"' EXIT
ways=(without memory file payload)

# once WAY: appends "seconds cpu" to its file.
once() {
    local program=bulkhead option=() TIMEFORMAT='%R %U %S'
    case $1 in
    without) program=bulkhead-untraced ;;
    file) option=(--trace="$work/t") ;;
    payload) option=(--trace="$work/t,payload") ;;
    esac
    { time "$binaries/$program" --headless --screenshot="$work/x.png" \
        "${option[@]}" "$address" > /dev/null 2>&1; } 2> "$work/time"
    awk '{ print $1, $2 + $3 }' "$work/time" >> "$work/$1"
}

for round in $(seq 0 "$rounds"); do
    # Each way comes first as often as any other; round 0 only warms.
    for i in 0 1 2 3; do
        once "${ways[(i + round) % 4]}"
    done
    [ "$round" != 0 ] || rm "$work"/{without,memory,file,payload}
done

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
printf '%-8s %8s %8s %10s %10s\n' way 'CPU s' 'time s' 'CPU ratio' 'time ratio'
for way in "${ways[@]}"; do
    printf '%-8s %8s %8s %10s %10s\n' "$way" \
        "$(cut -d' ' -f2 "$work/$way" | median)" \
        "$(cut -d' ' -f1 "$work/$way" | median)" \
        "$(paste -d' ' "$work/$way" "$work/without" |
            awk '{ printf "%.3f\n", $2 / $4 }' | median)" \
        "$(paste -d' ' "$work/$way" "$work/without" |
            awk '{ printf "%.3f\n", $1 / $3 }' | median)"
done
