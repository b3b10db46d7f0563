# replay_life.sh - replays of pages that move by themselves, of plugins, and of
# renderers that died or hung: they work, or it is said why not.
. "$(dirname "$0")/lib.sh"
display_start

replay() {
    timeout -k 5 60 "$binaries/bulkhead" trace replay "$@" \
        > "$work/replay.log" 2> "$work/err.log"
    status=$?
    ! grep -qE 'Sanitizer|runtime error' "$work/err.log" ||
        fail "a sanitizer spoke: $*"
}
says() { # STATUS WORDS
    [ "$status" = "$1" ] && grep -qF -- "$2" "$work/replay.log" "$work/err.log" ||
        fail "status $status, not $1 with: $2
$(cat "$work/replay.log" "$work/err.log")"
    step "status $1: $2"
}
# record NAME ADDRESS: a window with a recording of it.
record() {
    browser_start --trace="$work/$1,payload" "$2" > /dev/null
    until_true "$1 is shown" eval \
        "xdotool getwindowname '$window' | grep -q '$1' &&
            has '$1' 1 message==title"
}
# has NAME COUNT EXPRESSION: so many records are in the recording.
has() {
    [ "$("$binaries/bulkhead" trace show "$work/$1" "$3" |
        grep -vc '^#')" -ge "$2" ]
}
end() {
    keys ctrl+q
    waits_for dead "$browser" || fail "the browser does not end"
}

# ---- what moves by itself ----
colours="xc:red xc:green xc:blue xc:yellow xc:cyan xc:magenta xc:black"
# shellcheck disable=SC2086
convert -size 80x80 -delay 7 -loop 0 $colours "$work/fast.gif"
convert -size 80x80 -delay 90 -loop 1 xc:red xc:green xc:blue "$work/slow.gif"
record fast "$(page fast '#ffffff' '<img src=fast.gif>')"
until_true "20 frames of an animation" has fast 20 phase==frame
end
replay "$work/fast"
says 0 '1 of them moving'
record slow "$(page slow '#ffffff' '<img src=slow.gif>')"
until_true "all frames of one that ends" has slow 3 phase==frame
end
replay "$work/slow"
says 0 '; 3 of 3 recorded frames came by)'
record caret "$(page caret '#ffffff' \
    '<input style="width:300px;font-size:40px" value=text>')"
click_field() {
    xdotool mousemove 200 120 click 1
    deadline=2 waits_for has caret 1 "message==editing"
}
until_true "its field has the focus" click_field
xdotool type abc
until_true "a caret that blinks" has caret 10 phase==frame
end
replay "$work/caret"
says 0 'equal ('
page there '#0000c0' > /dev/null
record there "$(page here '#c0c000' \
    '<meta http-equiv=refresh content="1;url=there.html">')"
end
replay "$work/there"
says 0 ', 2 documents: as recorded'
! grep -q 'waited' "$work/replay.log" || fail "it was not waited for:
$(cat "$work/replay.log")"

# ---- plugins ----
record life "$(page life '#a0d0a0' \
    '<embed type="application/x-bulkhead-life" width=200 height=100>')"
until_true "a plugin that paints" has life 3 \
    'process==plugin && message==commit'
end
replay "$work/life"
says 0 'equal ('
plugin=$("$binaries/bulkhead" trace show "$work/life" 'process==plugin' |
    grep -o 'plugin#[0-9]*' | head -n 1)
replay --process="$plugin" "$work/life"
says 2 'only renderers can be replayed, as renderer#3: a plugin and'

# ---- deaths ----
record oom "$(page oom '#c00000')"
go about:oom
until_true "it has no memory left" has oom 1 'process==renderer && phase==died'
end
replay "$work/oom"
says 0 'as in the recording: ran out of memory'
sed 's/ran out of memory/ran out of m0ney!/' "$work/oom" > "$work/other"
replay "$work/other"
says 1 'NOT as in the recording, where it died: ran out of m0ney!'

# renderer_of NAME: the process that has the page.
renderer_of() {
    local pid number
    number=$("$binaries/bulkhead" trace show "$work/$1" message==title |
        sed -n 's/.* renderer#\([0-9]*\) -> .*/\1/p' | head -n 1)
    for pid in $(children_of renderer); do
        tr '\0' ' ' < "/proc/$pid/cmdline" | grep -q "#$number *$" && echo "$pid"
    done
}
for signal in SEGV KILL; do
    record "sig$signal" "$(page "sig$signal" '#c00000')"
    kill -"$signal" "$(renderer_of "sig$signal")"
    until_true "it was killed" has "sig$signal" 1 \
        'process==renderer && phase==died'
    end
    replay "$work/sig$signal"
    says 1 'its end is not to be replayed, which came from outside: killed by'
done
"$binaries/bulkhead" trace show "$work/sigSEGV" phase==died |
    grep -q 'SIGSEGV), sent by another process' || fail "who sent SIGSEGV?"

# ---- one that hangs ----
asked() { screen_is 400 86 '#FFF4D6' && screen_is $((width - 30)) 100 '#B3261E'; }
record hang "$(page hang '#c00000')"
go about:hang
xdotool mousemove --sync 500 400 click 1
until_true "it hangs: the person is asked" asked
xdotool mousemove --sync $((width - 30)) 105 click 1
until_true "and stops it" has hang 1 'process==renderer && phase==died'
end
replay "$work/hang"
says 0 'as in the recording: it does not answer any more; there it was stopped'
