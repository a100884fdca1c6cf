# SPDX-License-Identifier: Apache-2.0
# Sourced by suites in Node: a fresh `muniment up` for them, and nothing left behind however they end.
# MUNIMENT_BUILD names another build than build/release.

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
binary=${MUNIMENT_BUILD:-$repository/build/release}/bin/muniment
unset MUNIMENT_BUILD # The server takes what begins so for its settings.
folder=
server=
suites=

end() {
  [ -z "$suites" ] || kill -TERM -- "-$suites" 2>/dev/null # and what a suite that broke left running
  [ -z "$server" ] || { kill -INT "$server" 2>/dev/null; wait "$server" 2>/dev/null; }
  [ -z "$folder" ] || rm -rf "$folder"
}

give_up() {
  echo "$1"
  echo "0 passed, 1 failed"
  exit 1
}

# begin NAME: a folder of the run's own, the binary, Node.
begin() {
  trap end EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  [ -x "$binary" ] || give_up "build the release first: $binary is missing"
  "$repository/ops/deps" --node || give_up "Node cannot be installed"
  [ ! -x "$repository/.deps/bin/node" ] || PATH="$repository/.deps/bin:$PATH"
  folder=$(mktemp -d "${TMPDIR:-/tmp}/muniment-$1-XXXXXX")
  chmod 711 "$folder"
}

free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

# Until the log has grown, or a moment has passed.
wait_a_moment() { timeout 0.2 tail -n 0 -f "$folder/up.log" >/dev/null || true; }

start_server() {
  local port operations redirect account=()
  port=$(free_port) operations=$(free_port) redirect=$(free_port)
  [ "$(id -u)" != 0 ] || account=(--postgres-account postgres)
  "$binary" up --data-dir "$folder/data" --listen-port "$port" --operations-port "$operations" \
    --demo-port "$redirect" "${account[@]}" >"$folder/up.log" 2>&1 &
  server=$!
  until grep -q "Ctrl-C stops" "$folder/up.log"; do
    kill -0 "$server" 2>/dev/null || { cat "$folder/up.log"; give_up "the server did not start"; }
    wait_a_moment
  done
  export DEMO="$folder/data/demo.json" NODE_EXTRA_CA_CERTS="$folder/data/tls/ca.pem"
  export MUNIMENT="$binary" MUNIMENT_OPERATOR_CREDENTIAL="$folder/data/operator.json"
}

# The sums out of node's TAP: tests that are not suites.
count() {
  awk '/^# pass /{p=$3} /^# fail /{f=$3} /^# cancelled /{c=$3}
       END{ if (p == "") { print "0 passed, 1 failed" } else print p " passed, " f + c " failed" }' "$1"
}

# run_suites [SUITE...]: every suite of the folder it is called in, or those that are named, one after
# the other.
run_suites() {
  [ $# -gt 0 ] || set -- ./*.test.mjs
  TMPDIR="$folder" setsid node --test --test-concurrency=1 --test-reporter=tap "$@" >"$folder/tap" 2>&1 &
  suites=$!
  wait "$suites"
  grep -vE '^ *(---|\.\.\.|duration_ms:|type:)' "$folder/tap"
  count "$folder/tap"
}
