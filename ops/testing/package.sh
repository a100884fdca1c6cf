#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The Debian package, as who runs a deployment meets it: made twice alike, installed by apt, prepared
# over Debian's PostgreSQL, served by its own unit under a systemd of our own, updated, removed, purged
# and installed again. Where no such systemd can run, its account runs the unit's command without the
# sandbox, and the last lines say so.
#   ops/testing/package.sh [FILE]    FILE: a package made elsewhere, instead of making one of the
#                                    program in build/release, or in MUNIMENT_BUILD
# It changes the machine (packages, accounts, /etc, /var/lib): only for a root that is thrown away.
# Its last line is "N passed, N failed".
set -u -o pipefail
cd "$(dirname "$0")/../.." || exit 1
source ops/testing/checks.sh
source ops/testing/own_systemd.sh
source ops/testing/package_parts.sh
source ops/testing/package_server.sh

folder=$(mktemp -d "${TMPDIR:-/tmp}/muniment-package-test-XXXXXX")
chmod 711 "$folder"
server=
postgres=

end() {
  [ -z "$server" ] || kill -KILL "$server" 2>/dev/null
  stop_systemd
  [ -z "$postgres" ] || { kill -INT "$postgres"; wait "$postgres"; } 2>/dev/null
  rm -rf --one-file-system "$folder"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

build=${MUNIMENT_BUILD:-build/release}
unset MUNIMENT_BUILD # The server takes what begins so for its settings.
data=/var/lib/muniment
keys=/var/lib/muniment-keys
unit=/lib/systemd/system/muniment.service

apt() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 --no-install-recommends "$@" \
    >"$folder/apt.log" 2>&1 && return 0
  tail -n 40 "$folder/apt.log"
  return 1
}

install_package() { apt install "$package"; }

keeps_data() {
  [ "$(stat -c '%U %a' $data $keys | uniq)" = 'muniment 700' ] && [ "$(kept_files)" = "$files_before" ]
}

keeps_settings_and_data() { [ -e /etc/muniment/muniment.toml ] && keeps_data; }

kept_files() { find $data $keys -type f ! -name lock -print0 | sort -z | xargs -0 sha256sum; }

installs() {
  echo "installing"
  check "apt installs it with what it needs" install_package
  check "every library is found" libraries_are_found
  check "the account can sign in nowhere" has_account
  check "nothing runs, and nothing will at the next start" nothing_is_enabled
  check "settings are open to all, data to the account alone" has_modes
  check "every line of the example is a setting" example_is_read
  check "every link among its documents leads somewhere" links_lead_somewhere
  check "where bash, zsh and fish look lies what the program completes them with" completions_are_there
  check "every command of the production guide exists" guide_commands_exist
  check "systemd takes the unit" unit_is_taken
  check "and has little left to say against it" unit_is_safe
}

serves() {
  echo "serving"
  check "muniment database prepare" prepare_database
  check "the unit starts it, and it says that it is ready" start_server
  [ -z "$systemd" ] || check "under what the unit asks for" is_confined
  check "muniment workspace create" makes_workspace
  check "discovery answers over TLS" discovery_answers
  [ -z "$systemd" ] || check "a new certificate is taken by reload" reloads
  [ -z "$systemd" ] || check "it comes back after a kill" comes_back
  check "every metric of the production guide is there" guide_metrics_exist
  check "doctor finds nothing wrong" doctor_is_content
  check "an update leaves it running" updates
  check "it stops cleanly" stop_server
  [ -z "$systemd" ] || check "the master key may be a credential, which doctor finds" serves_with_credential
  [ -z "$systemd" ] || check "a port below 1024 may be served" serves_below_1024
}

leaves() {
  echo "leaving"
  files_before=$(kept_files)
  check "is removed" apt remove muniment
  check "settings and data are kept" keeps_settings_and_data
  check "installed over them, it says that nothing starts it" says_that_nothing_starts_it
  cp -a /etc/muniment "$folder/settings"
  check "is purged" apt purge muniment
  check "settings are gone" [ ! -e /etc/muniment/muniment.toml ]
  check "keys, logins and credential are kept, and whose they are" keeps_data
  check "is installed again" install_package
  cp -aT "$folder/settings" /etc/muniment
  check "and serves" start_server
  check "what was there" still_serves_workspace
  check "it stops cleanly" stop_server
}

[ "$(id -u)" = 0 ] || { echo "0 passed, 1 failed"; exit 1; }
# What `muniment up` kept there is another deployment.
[ ! -e $data ] || mv -T $data "$(mktemp -d $data-before-XXXXXX)"
package=${1:+$(realpath "$1")}
[ -n "$package" ] || makes
[ -r "$package" ] || { echo "0 passed, 1 failed"; exit 1; }
installs
prepare_world
if ! start_systemd; then
  echo "  SKIPPED no systemd runs here: $(tail -n 1 "$folder/systemd.log")"
  stop_systemd
fi
serves
leaves
[ -n "$systemd" ] || echo "not proven here: that it serves under the unit's sandbox"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
