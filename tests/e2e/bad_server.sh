# bad_server.sh - servers that break every promise.
. "$(dirname "$0")/lib.sh"
server_start

# try STATUSES WHAT PATH
try() {
    headless --timeout="${4:-15000}" --dump-dom "$server$3"
    case " $1 " in
    *" $status "*) ;;
    *) fail "$2: status $status, expected one of: $1" ;;
    esac
    [ "$status" = 0 ] || [ -s "$work/err.log" ] || fail "$2: nothing was said"
    step "$2: status $status"
}

page good white '<p>fetched' > /dev/null
try 0 "a good page" /good.html
grep -q '<p>fetched</p>' "$work/out.log" || fail "it was not fetched"
try 0 "a redirect" '/redirect?n=3'
try 1 "redirects without end" /redirect-loop
try 124 "a server that never answers" /hang 2000
try "0 1" "an answer cut short" /truncate
try 0 "a picture with the wrong type" /wrong-type
try 0 "two megabytes" '/big?bytes=2000000' 50000
try "0 1" "ten megabytes" '/big?bytes=10000000' 50000
try "0 1 124" "sixty megabytes, given up in the middle" '/big?bytes=60000000' 4000
try "0 1" "a page that is not there" '/status?code=404'
try "0 1" "an error without a page" '/status?code=500&empty=1'
try "0 1" "zero bytes" /empty
try 1 "no HTTP at all" /garbage
try 1 "a connection that dies" /dead
try "0 1" "damaged compression" '/gzip?bad=1'
try "0 1" "a header that is too long" /long-header
try 0 "a slow answer" '/slow?ms=500'
headless --dump-dom http://127.0.0.1:1/
expect_status 1 "a port where nobody listens"
runtime_empty || fail "left behind: $(ls -A "$work/run")"
