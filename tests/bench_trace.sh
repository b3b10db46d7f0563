#!/usr/bin/env bash
# bench_trace.sh - what recording costs: page loads, and seconds of a plugin's
# frames in a window, without the recorder, with it, with a file, and with a
# file and payloads, in turns.
#
#   tests/bench_trace.sh [--frames] FOLDER_OF_THE_BINARIES [ROUNDS [ADDRESS]]
# Prints, per way, the median CPU time of the browser and its children, the
# median of the time it took, and the median of the rounds' ratios to the first
# way.  For a person: on a busy machine look at the ratios of CPU time only; the
# frames come by the clock, so their time says nothing at all.
set -eu
frames=
[ "${1:-}" != --frames ] || { frames=yes; shift; }
binaries=$(readlink -f "${1:?usage: bench_trace.sh FOLDER [ROUNDS [ADDRESS]]}")
top=$(readlink -f "$(dirname "$0")/..")
rounds=${2:-15} address=${3:-file://$top/assets/tour/index.html}
work=$(mktemp -d /tmp/bh-bench-XXXXXX)
trap 'kill $(jobs -p) 2> /dev/null; rm -rf "$work"' EXIT
ways=(without memory file payload)
if [ -n "$frames" ]; then
    echo '<embed type=application/x-bulkhead-life width=600 height=400>' \
        > "$work/life.html"
    address=${3:-file://$work/life.html}
    Xvfb -displayfd 9 -screen 0 1280x800x24 -nolisten tcp -noreset \
        9> "$work/display" 2> /dev/null &
    until [ -s "$work/display" ]; do sleep 0.1; done
    DISPLAY=:$(cat "$work/display")
    export DISPLAY
fi

# once WAY: appends "seconds cpu" to its file.
once() {
    local program=bulkhead option=() TIMEFORMAT='%R %U %S'
    case $1 in
    without) program=bulkhead-untraced ;;
    file) option=(--trace="$work/t") ;;
    payload) option=(--trace="$work/t,payload") ;;
    esac
    local run=("$binaries/$program" --headless --screenshot="$work/x.png")
    [ -z "$frames" ] ||
        run=(timeout -s TERM 8 "$binaries/$program" --disable-gpu)
    { time "${run[@]}" "${option[@]}" --user-data-dir="$work/profile" \
        "$address" > /dev/null 2>&1 || [ -n "$frames" ]; } 2> "$work/time"
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
