#!/usr/bin/env bash
# house_rules.sh - what docs/architecture.md promises of the tree, checked.
#
#   tests/house_rules.sh [FOLDER OF THE BINARIES]
# Prints every violation as FILE:LINE: RULE and fails if there is any.
# Exceptions stand in tests/house_exceptions.txt, each with its reason.
set -u
export LC_ALL=C.UTF-8
cd "$(dirname "$(readlink -f "$0")")/.." || exit 1
binaries=${1:-}
exceptions=tests/house_exceptions.txt
violations=0

# violation RULE FILE:LINE MESSAGE; an exception is "RULE FILE[:NAME] reason".
violation() {
    echo "$2: $1: $3"
    violations=$((violations + 1))
}

excepted() { grep -q "^$1 $2 ." "$exceptions"; }

folders="common browser renderer gpu plugin"
mapfile -t sources < <(find $folders tests -name '*.[ch]' | sort)
mapfile -t ours < <(find $folders -name '*.[ch]' | sort)

sizes() {
    local file lines most
    for file in "${sources[@]}"; do
        lines=$(wc -l < "$file")
        case $file in *.h) most=200 ;; *) most=700 ;; esac
        [ "$lines" -le "$most" ] || excepted file-size "$file" ||
            violation file-size "$file:$most" "$lines lines, at most $most"
    done
    while IFS=: read -r file line _; do
        violation line-length "$file:$line" "more than 80 columns"
    done < <(grep -nE '^.{81,}' "${sources[@]}")
}

functions() {
    if ! command -v ctags >/dev/null; then
        violation function-size ctags:0 "universal-ctags is not installed"
        return
    fi
    while read -r lines name line file; do
        excepted function-size "$file:$name" ||
            violation function-size "$file:$line" \
                "$name has $lines lines, at most 60"
    done < <(ctags -x --_xformat='%{end} %n %N %F' --kinds-C=f \
        --fields=+ne --languages=C -o - "${sources[@]}" 2>/dev/null |
        awk '$1 ~ /^[0-9]+$/ && $1 - $2 + 1 > 60 {
            print $1 - $2 + 1, $3, $2, $4 }')
}

head_comments() {
    local file base
    for file in "${sources[@]}"; do
        base=${file##*/}
        [ "$(head -n 1 "$file")" = "/*" ] &&
            sed -n 2p "$file" | grep -qF -- " * $base - " ||
            violation head "$file:1" "does not begin with '/* $base - '"
        head -n 40 "$file" | grep -qE '^ \* .*Process:|^ \* Process' ||
            violation head "$file:1" "its head does not name its Process:"
    done
}

# A file sees its own folder and common, nothing else.
includes() {
    local file line name folder
    while IFS=: read -r file line name; do
        name=${name#*\"}
        name=${name%%\"*}
        folder=${file%%/*}
        [ -e "$folder/$name" ] || [ -e "${file%/*}/$name" ] ||
            [ -e "common/$name" ] ||
            violation include "$file:$line" \
                "\"$name\" is neither in $folder/ nor in common/"
        case $name in
        *../*) violation include "$file:$line" "\"$name\" leaves its folder" ;;
        esac
    done < <(grep -nE '^#include "' "${ours[@]}")
}

# Which files may include a library's headers: library, pattern, files.
third_party() {
    local what pattern allowed=() one found file line rest
    while read -r what pattern rest; do
        set -f
        allowed=($rest)
        set +f
        while IFS=: read -r file line rest; do
            found=
            for one in "${allowed[@]}"; do
                # shellcheck disable=SC2053
                [[ $file == $one ]] && found=1
            done
            [ -n "$found" ] || violation library "$file:$line" \
                "$what belongs to: ${allowed[*]}"
        done < <(grep -nE "^#include <($pattern)" "${ours[@]}")
    done < tests/house_libraries.txt
    while IFS=: read -r file line rest; do
        violation library "$file:$line" "$rest is in no row of \
tests/house_libraries.txt"
    done < <(grep -nE '^#include <' "${ours[@]}" |
        grep -vE "<($(awk '{ printf "%s%s", n++ ? "|" : "", $2 }' \
            tests/house_libraries.txt))" |
        grep -vE '<(sys|linux|netinet|arpa|net)/' |
        grep -vE '<(assert|ctype|dirent|dlfcn|elf|errno|fcntl|getopt|grp|inttypes|libgen|limits|link|locale|malloc|math|netdb|poll|pthread|pwd|sched|setjmp|signal|spawn|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string|strings|time|ucontext|unistd)\.h>')
}

# common's levels: a header may only be included from its level upwards.
level_of() {
    case $1 in
    span.h | buf.* | arena.* | log.* | utf8.* | rect.h | url* | limits.h | input.h) echo 0 ;;
    channel.h | wire* | message* | policy.* | *.def) echo 1 ;;
    tiles.* | channel_* | lane.* | loop.* | trace* | claim_ring.*) echo 2 ;;
    sandbox* | zygote.* | child*) echo 3 ;;
    *) echo unknown ;;
    esac
}

levels() {
    local file line name mine theirs
    for file in common/*; do
        [ "$(level_of "${file#common/}")" != unknown ] ||
            violation level "$file:1" "has no level in tests/house_rules.sh"
    done
    while IFS=: read -r file line name; do
        name=${name#*\"}
        name=${name%%\"*}
        mine=$(level_of "${file#common/}")
        theirs=$(level_of "$name")
        [ "$mine" = unknown ] || [ "$theirs" = unknown ] ||
            [ "$theirs" -le "$mine" ] ||
            violation level "$file:$line" "level $mine includes \"$name\", \
level $theirs"
    done < <(grep -nE '^#include "' common/*.[ch])
}

limits() {
    local line name
    while IFS=: read -r line name; do
        grep -rqwF --include='*.[ch]' --include='*.def' --exclude=limits.h \
            "$name" $folders || grep -qE "[=(].*\b$name\b" common/limits.h ||
            violation limit "common/limits.h:$line" "$name is used nowhere"
    done < <(grep -noE '^    [A-Z][A-Z_]+ =' common/limits.h | tr -d ' =')
}

words() {
    local file line rest
    while IFS=: read -r file line rest; do
        violation word "$file:$line" "unfinished: $rest"
    done < <(grep -rnwE 'TODO|FIXME|XXX|HACK' $folders run tests/*.[ch] \
        tests/e2e CMakeLists.txt tests/CMakeLists.txt README.md docs 2>/dev/null)
    while IFS=: read -r file line rest; do
        violation stdio "$file:$line" "a child has no stdio: $rest"
    done < <(grep -nwE '(printf|fprintf|puts|perror|fopen|getenv) ?\(' \
        $(find renderer gpu plugin -name '*.c'))
}

# Every test and scenario is registered; every path a document names exists.
registered() {
    local file name line path
    for file in tests/test_*.c; do
        name=${file#tests/test_}
        grep -qE "bulkhead_test\(${name%.c}[ )]" tests/CMakeLists.txt ||
            violation registered "$file:1" "not in tests/CMakeLists.txt"
    done
    for file in tests/e2e/*.sh; do
        name=${file##*/}
        [ "$name" = lib.sh ] ||
            grep -qE "bulkhead_scenario\(${name%.sh}[ )]" \
                tests/CMakeLists.txt ||
            violation registered "$file:1" "not in tests/CMakeLists.txt"
    done
    while IFS=: read -r file line path; do
        path=${path//\`/}
        [ -e "$path" ] ||
            violation document "$file:$line" "$path does not exist"
    done < <(grep -noE \
        '`(common|browser|renderer|gpu|plugin|tests|docs|assets)/[a-z0-9_./-]+`' \
        README.md docs/*.md)
}

# linked PROCESS LIBRARY...: none of these is in what the binary loads.
linked() {
    local binary="$binaries/$1" libraries name
    shift
    [ -e "$binary" ] || {
        violation ldd "$binary:0" "does not exist"
        return
    }
    libraries=$(ldd "$binary")
    for name in "$@"; do
        ! grep -q "lib$name" <<< "$libraries" ||
            violation ldd "$binary:0" "loads lib$name"
    done
}

# directly PROCESS LIBRARY...: the same for what it asks for itself (cairo
# brings fontconfig and X11 along).
directly() {
    local binary="$binaries/$1" libraries name
    shift
    [ -e "$binary" ] || return
    libraries=$(objdump -p "$binary" | grep NEEDED)
    for name in "$@"; do
        ! grep -q "lib$name" <<< "$libraries" ||
            violation ldd "$binary:0" "is linked with lib$name"
    done
}

sizes
functions
head_comments
includes
third_party
levels
limits
words
registered
if [ -n "$binaries" ]; then
    linked bulkhead gumbo nanomsg
    linked bulkhead-renderer curl SDL2 sqlite3 psl
    directly bulkhead-renderer fontconfig X11
    linked bulkhead-gpu gumbo curl sqlite3 psl cairo harfbuzz fontconfig
    linked bulkhead-plugin gumbo curl sqlite3 psl SDL2 X11
fi
echo "$violations violations in ${#sources[@]} files"
[ "$violations" = 0 ]
