# SPDX-License-Identifier: Apache-2.0
# Sourced by ops/test: stages with their wall time, the two sums, and nothing left behind.

passed=0
failed=0
times=()
broken=()
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

belongs_to_run() {
  tr '\0' '\n' <"$1/environ" 2>/dev/null | grep -qxF "TMPDIR=$TMPDIR"
}

links_to() {
  find /proc -mindepth 2 -maxdepth 2 -name "$1" -lname "$2" 2>/dev/null | sed 's|/[a-z]*$||'
}

# Processes of this run: PostgreSQL works in the run's directory, our binaries carry its name in their
# environment. A server that somebody else runs out of the same build is none of our business.
left_behind() {
  local process
  links_to cwd "$TMPDIR/*"
  links_to exe "$PWD/build/*" | while read -r process; do
    belongs_to_run "$process" && echo "$process"
  done
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

end_run() {
  stage "nothing left behind" nothing_left_behind
  say "wall time by stage"
  printf '%s\n' "${times[@]}"
  [ ${#broken[@]} = 0 ] || printf 'broken: %s\n' "${broken[@]}"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
  exit
}
