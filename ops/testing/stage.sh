# SPDX-License-Identifier: Apache-2.0
# Sourced by ops/test: stages with their wall time, the two sums, and nothing left behind.

passed=0
failed=0
times=()
broken=()
skipped=()
job=

say() { printf '\n== %s\n' "$*"; }

# Everything the run makes or starts lives under a temporary directory of its own, which is how what
# is left of it can be found. Every account must be able to pass through.
begin_run() {
  TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/muniment-run-XXXXXX")
  chmod 711 "$TMPDIR"
  export TMPDIR
  trap 'abort 130' INT
  trap 'abort 143' TERM HUP
  trap 'rm -rf "$TMPDIR"' EXIT
}

abort() {
  [ -z "$job" ] || kill -TERM -- "-$job" 2>/dev/null
  kill_left_behind
  exit "$1"
}

# bounded SECONDS COMMAND...: timeout gives the command a process group of its own, so that an
# interrupt of this script reaches all of it.
bounded() {
  timeout --kill-after=30 "$@" &
  job=$!
  wait "$job"
  local status=$?
  job=
  return $status
}

# stage NAME COMMAND...: a stage that breaks counts as one failed.
stage() {
  local name=$1 began=$SECONDS status=0
  shift
  say "$name"
  "$@" || status=$?
  times+=("$(printf '%5d s  %s' $((SECONDS - began)) "$name")")
  [ $status = 0 ] && return 0
  broken+=("$name")
  failed=$((failed + 1))
  return $status
}

count() {
  passed=$((passed + $1))
  failed=$((failed + $2))
}

# Whatever a run starts, also a browser or Node, has the name of its directory in its environment; the
# script itself was started before there was one. A server that somebody else runs out of the same
# build is none of our business.
belongs_to_run() {
  case $(readlink "$1/cwd" 2>/dev/null) in "$TMPDIR"/*) return 0 ;; esac
  grep -qzF -- "$TMPDIR" "$1/environ" 2>/dev/null
}

left_behind() {
  local process
  for process in /proc/[0-9]*; do
    belongs_to_run "$process" && echo "$process"
  done
  return 0
}

kill_left_behind() {
  left_behind | while read -r process; do kill -KILL "${process#/proc/}" 2>/dev/null; done
}

nothing_left_behind() {
  local left
  left=$(left_behind)
  [ -z "$left" ] && return 0
  echo "left behind and now killed:"
  for process in $left; do echo "${process#/proc/} $(tr '\0' ' ' <"$process/cmdline")"; done
  kill_left_behind
  return 1
}

# As long as a change may take; only where somebody says so, since machines differ.
in_time() {
  echo "$SECONDS s of ${MOST_SECONDS:-any number of} s"
  [ "$SECONDS" -le "${MOST_SECONDS:-$SECONDS}" ]
}

end_run() {
  stage "nothing left behind" nothing_left_behind
  stage "in time" in_time
  say "wall time by stage"
  printf '%s\n' "${times[@]}"
  [ ${#skipped[@]} = 0 ] || printf 'skipped: %s\n' "${skipped[@]}"
  [ ${#broken[@]} = 0 ] || printf 'broken: %s\n' "${broken[@]}"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
  exit
}
