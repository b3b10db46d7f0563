# hostile.sh - pages, pictures and servers that mean harm, from ../shared: no
# crash, no frozen window, bounded memory, and the next page still works.
# HOSTILE_ALL=1 takes all of them instead of a sample (half an hour).
. "$(dirname "$0")/lib.sh"
suites=$(readlink -f "$source_dir/../shared/suites")

# ---- a page that goes on to itself all the time lets the person go ----
echo '<meta http-equiv=refresh content=0><body style="background:red">' \
    > "$work/refresh.html"
display_start
browser_start "file://$work/refresh.html"
shows '#FF0000'
for colour in '#00FF00' '#00FFFF'; do
    go "$(page "free" "$colour")"
    shows "$colour" "the person gets away"
    go "file://$work/refresh.html"
    shows '#FF0000' "and back"
done
[ -d "$suites/adversarial" ] || {
    echo "the rest is left out: ../shared/suites is not beside the tree"
    exit 0
}
need python3 curl
every=${HOSTILE_ALL:+1}
memory=3000000 # KiB of data that any process may have

# some EVERY: every so manieth line, or all of them.
some() { awk -v n="${every:-$1}" 'NR % n == 0'; }

python3 "$suites/hostile_server.py" \
    --scenarios "$suites/adversarial/http_scenarios.json" \
    > "$work/serve.log" 2>&1 &
started+=($!)
until_true "the hostile server listens" grep -q listening "$work/serve.log"
server=$(grep -oE 'http://[0-9.:]+' "$work/serve.log" | head -n 1)

no_crash() {
    ! find "$work/profile" "$work/attacked" -path '*crash*' -type f \
        -exec grep -lE 'signal|system call' {} + | grep -q . ||
        fail "$1: $(cat "$work"/*/crash*/*)"
    ! grep -qE 'Sanitizer|runtime error' "$work/err.log" ||
        fail "$1: a sanitizer spoke"
}

# attack ADDRESS: alone and headless; any end but a crash is a good one.
attack() {
    (
        ulimit -d $memory
        timeout -k 5 60 "$binaries/bulkhead" --headless --timeout=15000 \
            --user-data-dir="$work/attacked" \
            --screenshot="$work/picture.png" "$1"
    ) > "$work/out.log" 2> "$work/err.log"
    status=$?
    case $status in
    0 | 1 | 124) ;;
    *) fail "$1: status $status" ;;
    esac
    no_crash "$1"
}

count=0
while read -r file; do
    attack "file://$file"
    count=$((count + 1))
done < <(find "$suites/adversarial/generated-small" -type f \
    ! -name cases.tsv ! -path '*/eof-everywhere/*' | sort | some 4)
step "$count made-up pages and pictures"

count=0
while read -r file; do
    attack "file://$file"
    count=$((count + 1))
done < <(find "$suites/adversarial/corpus" -type f -path '*/html-*' |
    sort | some 60)
step "$count pages that broke other programs"

if [ -n "$every" ]; then
    mkdir "$work/made"
    python3 "$suites/adversarial/gen_pathological.py" --out "$work/made" \
        > /dev/null 2>&1
    while read -r file; do
        attack "file://$file"
    done < <(find "$work/made" -type f ! -name cases.tsv \
        ! -path '*/eof-everywhere/*' | sort)
    step "and all the large ones"
fi

# ---- servers, at the window, each followed by an ordinary page ----
asked() { curl -s "$server/_log" | grep -qF "$1"; }

colours=('#00FF00' '#00FFFF')
count=0
while read -r path; do
    curl -s "$server/_log?clear" > /dev/null
    go "$server$path"
    until_true "$path is asked for" asked "$path"
    colour=${colours[$((count % 2))]}
    go "$(page "good$((count % 2))" "$colour")"
    shows "$colour" "after $path a page shows"
    count=$((count + 1))
done < <(echo /meta/1; python3 - "$suites/adversarial/http_scenarios.json" << 'END' | some 9
import json, sys
for s in json.load(open(sys.argv[1])):
    print(s["path"] + ("1" if s.get("prefix") else ""))
END
)
expect_alive
: > "$work/err.log"
no_crash "a hostile server"
step "$count hostile servers"
