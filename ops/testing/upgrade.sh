#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# An upgrade as it happens to a deployment of `muniment up`, and to one of `muniment database prepare` and
# `muniment serve` over a PostgreSQL of somebody else's: the program of another commit makes it, and the
# one of build/release (or MUNIMENT_BUILD) goes on with it (tests/upgrade).
#   ops/testing/upgrade.sh [COMMIT]   without: the commit before this one
# The other program is built in a work tree of its own, which is removed afterwards, with what ccache
# knows. Its last line is "N passed, N failed".
set -u -o pipefail
cd "$(dirname "$0")/../.." || exit 1
source ops/testing/ccache.sh
source ops/testing/checks.sh
source ops/testing/external_server.sh
after=${MUNIMENT_BUILD:-$PWD/build/release}/bin/muniment
unset MUNIMENT_BUILD # The server takes what begins so for its settings.
folder=$(mktemp -d "${TMPDIR:-/tmp}/muniment-before-XXXXXX")
chmod 711 "$folder"
export TMPDIR=$folder
tree=$folder/tree
export CCACHE_STATSLOG=$folder/ccache.log

end() {
  stop_server
  rm -rf "$folder"
  git worktree prune
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

give_up() {
  echo "$1"
  echo "0 passed, 1 failed"
  exit 1
}

# A commit says whom it follows even where the clone does not reach so far.
has_parent() { git cat-file commit HEAD | sed '/^$/q' | grep '^parent ' >/dev/null; }

# find_before [COMMIT]
find_before() {
  if ! has_parent && [ $# = 0 ]; then
    echo "skipped: no commit is before this one"
    echo "0 passed, 0 failed"
    exit
  fi
  before=$(git rev-parse --verify --quiet "${1:-HEAD~1}^{commit}") && return
  [ $# = 0 ] || give_up "there is no commit $1 in this clone"
  give_up "the commit before this one is not in this shallow clone: git fetch --deepen=1"
}

# Its program alone; what did not change since comes out of the compiler's cache.
build_before() {
  git worktree add --quiet --detach "$tree" "$before" && ln -s "$PWD/.deps" "$tree/.deps" || return
  (cd "$tree" && use_ccache && cmake --preset release "${with_ccache[@]}" &&
    cmake --build build/release -j "$(nproc)" --target muniment) >"$folder/build.log" 2>&1
}

[ -x "$after" ] || give_up "build the release first: $after is missing"
ops/deps --node || give_up "Node cannot be installed"
[ ! -x .deps/bin/node ] || PATH="$PWD/.deps/bin:$PATH"
find_before "$@"
echo "before: $(git log -1 --format='%h %s' "$before")"
if ! build_before; then
  grep -E -A3 'error|FAILED' "$folder/build.log" | head -n 40
  give_up "the program of $before could not be built"
fi
echo "built in $SECONDS s; $(told_by_ccache)"
{ start_server && certify "$folder/https" id.localhost '*.id.localhost' >"$folder/certify.log" 2>&1; } ||
  give_up "the PostgreSQL of somebody else's does not run"
PATH=$binaries:$PATH OWNER_PASSWORD=${passwords[owner]} ADMINISTRATOR_PASSWORD=${passwords[administrator]} \
  node tests/upgrade/upgrade.mjs --before "$tree/build/release/bin/muniment" --after "$after" \
  --server "$(place)" --tls "$folder/https"
