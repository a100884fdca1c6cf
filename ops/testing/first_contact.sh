#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A newcomer's first contact: `ops/up` by an account that has sudo, then by root, for whom it makes the
# account that PostgreSQL runs under. Each time it must start, answer, end by Ctrl-C, resume, and start
# again after a `kill -9` that left a PostgreSQL behind.
# It changes the machine (packages, accounts, /var/lib/muniment): only for a root that is thrown away.
# Its last line is "N passed, N failed".
set -u -o pipefail
cd "$(dirname "$0")/../.." || exit 1
source ops/testing/checks.sh

folder=$(mktemp -d "${TMPDIR:-/tmp}/muniment-first-contact-XXXXXX")
chmod 711 "$folder"
server=

end() {
  [ -z "$server" ] || kill -KILL "$server" 2>/dev/null
  rm -rf "$folder"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

postmasters() {
  local process
  for process in $(processes_of postgres); do
    [[ $(readlink "/proc/$(awk '/^PPid/{print $2}' "/proc/$process/status")/exe") == */postgres ]] || echo "$process"
  done
}

nothing_runs() { [ -z "$(processes_of postgres)$(processes_of muniment)" ]; }
one_postmaster_of() { [ "$(postmasters | wc -l)" = 1 ] && [ "$(stat -c %U "/proc/$(postmasters)")" = "$1" ]; }

# As a shell does before it hands a program to the terminal: a background job ignores Ctrl-C otherwise.
start() {
  log="$folder/$1.log"
  : >"$log" # it is read at once
  shift
  perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV or die' -- "$@" ops/up >"$log" 2>&1 &
  server=$!
}

ready() {
  timeout 3000 grep -q -m 1 'Ctrl-C stops' <(tail -f -n +1 --pid="$server" "$log" 2>/dev/null) && return 0
  tail -n 60 "$log"
  return 1
}

shown() { sed -n "s/^  $1  *//p" "$log"; }

answers() {
  curl --silent --show-error --fail --max-time 20 --cacert "$(shown trust)" \
    "$(shown issuer)/.well-known/openid-configuration" | grep "\"issuer\":\"$(shown issuer)\"" >/dev/null
}

ends_by_interrupt() {
  kill -INT "$server"
  wait "$server"
  local status=$?
  server=
  [ $status = 0 ] && [ "$(tail -n 1 "$log")" = Stopped. ]
}

killed_at_once() {
  kill -KILL "$server"
  wait "$server" 2>/dev/null
  server=
}

# contact WHO ACCOUNT PREFIX...: ACCOUNT is who PostgreSQL must run as.
contact() {
  local who=$1 account=$2 greeting
  shift 2
  echo "ops/up as $who"
  start "$who-first" "$@"
  check "starts" ready
  grep '^\.\.\.' "$log"
  check "its address answers" answers
  check "PostgreSQL runs as $account" one_postmaster_of "$account"
  greeting=$(shown 'sign in as')
  check "ends by Ctrl-C" ends_by_interrupt
  check "nothing is left running" nothing_runs
  start "$who-second" "$@"
  check "resumes" ready
  check "with the same credentials" [ -n "$greeting" -a "$greeting" = "$(shown 'sign in as')" ]
  killed_at_once
  check "a kill leaves PostgreSQL behind, or the rest proves nothing" one_postmaster_of "$account"
  start "$who-third" "$@"
  check "starts after a kill" ready
  check "its address answers" answers
  check "one PostgreSQL runs" one_postmaster_of "$account"
  check "ends by Ctrl-C" ends_by_interrupt
  check "nothing is left running" nothing_runs
}

[ "$(id -u)" = 0 ] || { echo "0 passed, 1 failed"; exit 1; }
MUNIMENT_LISTEN_PORT=$(free_port)
MUNIMENT_OPERATIONS_PORT=$(free_port)
export MUNIMENT_LISTEN_PORT MUNIMENT_OPERATIONS_PORT

useradd --create-home newcomer
echo 'newcomer ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/newcomer
chown -R newcomer: .
contact newcomer newcomer setpriv --reuid=newcomer --regid=newcomer --init-groups \
  env -u XDG_DATA_HOME HOME=/home/newcomer TMPDIR=/tmp
chown -R root: .
contact root muniment
echo "$passed passed, $failed failed"
