#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The gtest suites that use PostgreSQL, over one that Muniment does not run: a server of this run's own,
# reached by TCP with verified TLS only, whose administrator is no superuser. What says nothing about it
# is left out by name, as tests/support/not_external.txt lists it. Its last line is "N passed, N failed".
#   ops/testing/external.sh [ROOM...]   test_<room> of build/release; without, all that use PostgreSQL
set -u -o pipefail
cd "$(dirname "$0")/../.." || exit 1
source ops/testing/checks.sh
source ops/testing/stage.sh
source ops/testing/stages.sh
source ops/testing/external_server.sh

every_room="storage actors_runtime projections_runtime http ops faults"
list=tests/support/not_external.txt
rooms=${*:-$every_room}

end() {
  stop_server
  rm -rf "$TMPDIR"
}

are_built() {
  local room
  for room in $rooms; do
    [ -x "build/release/bin/test_$room" ] || { echo "build the release first: test_$room is missing"; return 1; }
  done
}

# What it says is read again later.
run_room() {
  MUNIMENT_TEST_DSN=$(dsn_of administrator) run_binary release "test_$1" >"$TMPDIR/test_$1.log" 2>&1
  cat "$TMPDIR/test_$1.log"
}

left_out() { cat "$TMPDIR"/test_*.log | grep '^left out: '; }

# One that names no test leaves nothing out, and would hide that a test got another name.
every_line_names_a_test() {
  local pattern
  while read -r pattern _; do
    left_out | grep -F "left out: ${pattern%\*}" >/dev/null || { echo "there is no test $pattern"; return 1; }
  done < <(grep -v '^#' $list)
}

look_back() {
  check "nobody comes in without TLS" nobody_comes_without_tls
  check "nobody takes it for a server of another name" nobody_takes_it_for_another
  check "every connection was encrypted" every_connection_was_encrypted
  check "no superuser came" no_superuser_came
  check "many came, or the rest proves nothing" many_came
  check "nothing is left on the server" nothing_is_left
  [ "$rooms" != "$every_room" ] || check "every line of $list names a test" every_line_names_a_test
}

begin_run
trap end EXIT
if stage "what was built" are_built && stage "the server" start_server; then
  for room in $rooms; do stage "test_$room" run_room "$room"; done
  stage "what the server saw" look_back
  echo "left out: $(left_out | wc -l) tests"
  stop_server
fi
end_run
