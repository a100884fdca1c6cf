# SPDX-License-Identifier: Apache-2.0
# Sourced by ops/test: what its stages do.

source ops/testing/ccache.sh

shards=$PWD/ops/testing/shards.sh

pure_rooms="crypto events actors projections"
# What reads untrusted bytes or decides.
sanitized_rooms="$pure_rooms storage_formats http_front http_requests http_passwords http_oidc settings"

configure() {
  use_ccache
  cmake --preset "$1" "${with_ccache[@]}" >"$TMPDIR/configure.log" 2>&1 && return 0
  tail -30 "$TMPDIR/configure.log"
  return 1
}

# build PRESET [--target TARGET...]
build() {
  configure "$1" || return
  export CCACHE_STATSLOG=$TMPDIR/ccache.log
  rm -f "$CCACHE_STATSLOG"
  bounded 3600 cmake --build "build/$1" -j "$(nproc)" "${@:2}" && told_by_ccache
}

# How long somebody waits who changed an endpoint: the stage's time says it.
rebuild_for_one_file() {
  touch http/oidc/userinfo.cpp
  CCACHE_DISABLE=1 build release
}

# The test binaries of a preset; with a list of rooms, those of the rooms.
binaries_of() {
  local preset=$1 rooms=${2:-} binary
  [ -r "build/$preset/test_binaries.txt" ] || return 0
  while read -r binary; do
    [ -z "$rooms" ] || [[ " $rooms " == *" ${binary#test_} "* ]] || continue
    echo "$binary"
  done <"build/$preset/test_binaries.txt"
}

build_sanitized() {
  configure asan || return
  local targets
  mapfile -t targets < <(binaries_of asan "$sanitized_rooms")
  [ ${#targets[@]} = 0 ] || build asan --target "${targets[@]}"
}

check_format() {
  git ls-files '*.cpp' '*.hpp' | xargs -r clang-format-14 --dry-run --Werror
}

# The commit this work began at: the one that TIDY_BASE names, else where it left main, else the one before.
base_commit() {
  local base
  [ -z "${TIDY_BASE:-}" ] || { git rev-parse --verify --quiet "$TIDY_BASE^{commit}"; return; }
  base=$(git merge-base HEAD origin/main 2>/dev/null)
  [ -n "$base" ] && [ "$base" != "$(git rev-parse HEAD)" ] && { echo "$base"; return; }
  git rev-parse --verify --quiet HEAD~1
}

# What is clean as a whole and stays so.
always_tidy() {
  git ls-files 'crypto/*.cpp' 'events/*.cpp' 'actors/*.cpp' 'projections/*.cpp' |
    grep -v -e /runtime/ -e /policies/
}

# changed_units BASE: what changed since; a header is looked at through those that include it.
changed_units() {
  local base=$1 header
  git diff --name-only --diff-filter=d "$base" -- '*.cpp'
  git diff --name-only --diff-filter=d "$base" -- '*.hpp' | while read -r header; do
    git grep -lF "#include \"$header\"" -- '*.cpp'
  done
}

tidy_files() {
  local base
  base=$(base_commit) || {
    echo "what changed cannot be told: ${TIDY_BASE:-neither origin/main nor the commit before} is ${TIDY_BASE:+not }here" >&2
    return 1
  }
  { always_tidy && changed_units "$base"; } | sort -u
}

# How each file is compiled by itself; clang refuses the headers that GCC precompiled.
commands_for_tidy() {
  cmake --preset release -B "$TMPDIR/tidy" -D MUNIMENT_BATCHED=OFF >"$TMPDIR/configure.log" 2>&1 &&
    sed -i -E 's/ -Winvalid-pch -include [^ ]+//' "$TMPDIR/tidy/compile_commands.json"
}

check_tidy() {
  local files
  tidy_files >"$TMPDIR/tidy.files" || return
  mapfile -t files < <(sed "s|^|$PWD/|" "$TMPDIR/tidy.files")
  [ ${#files[@]} = 0 ] && return 0
  echo "${#files[@]} files"
  commands_for_tidy || return
  bounded 1500 run-clang-tidy-14 -quiet -p "$TMPDIR/tidy" -extra-arg=-Wno-unknown-warning-option -j "$(nproc)" "${files[@]/%/\$}" \
    >"$TMPDIR/tidy.log" 2>&1 && return 0
  grep -E -A6 '(warning|error):' "$TMPDIR/tidy.log" | head -200
  tail -3 "$TMPDIR/tidy.log"
  return 1
}

# Named again at the end, where whoever reads only the last lines finds them.
name_failed_gtests() {
  local report=$1 binary name
  binary=$(basename "$report" .xml)
  while read -r name; do broken+=("${binary#*.}: $name"); done < <(
    grep -B1 '<failure ' "$report" | sed -n 's/.*<testcase name="\([^"]*\)".* classname="\([^"]*\)".*/\2.\1/p')
}

# Nobody shall take a test that did not run for one that passed.
name_skipped_gtests() {
  local report=$1 binary name
  binary=$(basename "$report" .xml)
  while read -r name; do skipped+=("${binary#*.}: $name"); done < <(
    sed -n -E '/result="skipped"|status="notrun"/s/.*<testcase name="([^"]*)".* classname="([^"]*)".*/\2.\1/p' "$report")
}

# The test that a log begins last and does not end.
test_under_way() {
  sed -n -E '/^\[ RUN      \] /{s///;h};/^\[       OK \]|^\[  FAILED  \]|^\[  SKIPPED \]/{s/.*//;h};${g;/./p}' "$1"
}

# The sums out of GoogleTest's XML; a binary that crashed or hung wrote none and counts as one failed.
count_gtest() {
  local report=$1 status=$2 tests bad unrun under_way
  tests=$(sed -n 's/^<testsuites tests="\([0-9]*\)".*/\1/p' "$report" 2>/dev/null)
  if [ -z "$tests" ]; then
    under_way=$(test_under_way "${report%.xml}.log" 2>/dev/null)
    broken+=("$(basename "$report" .xml): ended with status $status and without a report${under_way:+, in $under_way}")
    count 0 1
    return
  fi
  bad=$(sed -n 's/^<testsuites .* failures="\([0-9]*\)".*/\1/p' "$report")
  unrun=$(grep -c -e 'result="skipped"' -e 'status="notrun"' "$report")
  [ "$bad" -gt 0 ] || [ "$status" = 0 ] || bad=1
  [ "$bad" = 0 ] || name_failed_gtests "$report"
  [ "$unrun" = 0 ] || name_skipped_gtests "$report"
  count $((tests - bad - unrun)) "$bad"
}

# Several times what the slowest binary takes; sanitizers make it ten times slower.
most_seconds_of() {
  [ "$1" = release ] && echo 900 || echo 3600
}

run_binary() {
  local preset=$1 binary=$2 report="$TMPDIR/$1.$2.xml" log="$TMPDIR/$1.$2.log" status=0
  bounded "$(most_seconds_of "$preset")" "build/$preset/bin/$binary" --gtest_output="xml:$report" >"$log" 2>&1 || status=$?
  grep -v -E '^\[( RUN      |       OK |----------)\]|^$' "$log"
  count_gtest "$report" $status
}

# run_shards PRESET BINARY: the same by twice as many processes as there are processors.
run_shards() {
  local preset=$1 binary=$2 count=$((2 * $(nproc))) report shard status
  report="$TMPDIR/$preset.$binary"
  bounded "$(most_seconds_of "$preset")" "$shards" "$count" "build/$preset/bin/$binary" "$report"
  for ((shard = 0; shard < count; shard++)); do
    grep -v -E '^\[( RUN      |       OK |----------)\]|^$' "$report.$shard.log"
    status=$(cat "$report.$shard.status" 2>/dev/null) || status=124
    count_gtest "$report.$shard.xml" "$status"
  done
}

# What takes minutes waits more than it computes.
run_suite() {
  case $2 in
    test_storage | test_http | test_ops) run_shards "$@" ;;
    *) run_binary "$@" ;;
  esac
}

each_test_binary() {
  local binary
  for binary in $(binaries_of "$@"); do stage "$binary ($1)" run_suite "$1" "$binary"; done
}

# A suite marks what failed in its own words; the first such lines are named again at the end.
name_failed_script() {
  local script=$1 log=$2
  while read -r line; do broken+=("$script: $line"); done < <(
    grep -E 'FAILED|BROKEN|^failed: |^ *not ok' "$log" | head -n 10)
}

run_script() {
  local log="$TMPDIR/script.log" last status=0
  bounded 3600 "$@" >"$log" 2>&1 || status=$?
  cat "$log"
  last=$(tail -n 1 "$log")
  if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    count "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
    [ "${BASH_REMATCH[2]}" = 0 ] || name_failed_script "$1" "$log"
    [ $status = 0 ] || [ "${BASH_REMATCH[2]}" -gt 0 ] && return 0
    echo "$1 ended with status $status"
    return 1
  else
    echo "$1 did not end with 'N passed, N failed'"
    return 1
  fi
}

# Suites that are not GoogleTest: any tests/*/run. One that cannot be executed fails.
each_script() {
  local script
  for script in tests/*/run; do stage "$script" run_script "$script"; done
  return 0
}
