# SPDX-License-Identifier: Apache-2.0
# Sourced by ops/testing/package.sh: what is in the package, and what installing it makes.

# Other folders, times, habits and accounts of who makes it shall not show.
made_alike() {
  package=$(ops/package "$folder/one") &&
    (umask 077; TZ=Pacific/Auckland LC_ALL=C TMPDIR=$folder ops/package "$folder/two") >"$folder/two.log" &&
    cmp "$package" "$(cat "$folder/two.log")"
}

another_program_shows() {
  mkdir -p "$folder/build/bin" && cp "${MUNIMENT_BUILD:-build/release}/bin/muniment" "$folder/build/bin/" &&
    strip "$folder/build/bin/muniment" && printf '\0' >>"$folder/build/bin/muniment" &&
    MUNIMENT_BUILD=$folder/build ops/package "$folder/three" >/dev/null && ! cmp -s "$package" "$folder"/three/*.deb
}

makes() {
  echo "making"
  check "what it takes is there" ops/deps --package
  check "made twice, it is the same" made_alike
  check "with another program it is another" another_program_shows
  check "lintian finds no error" lintian --fail-on error --suppress-tags-from-file /dev/null "$package"
}

libraries_are_found() { ! ldd /usr/bin/muniment | grep 'not found' && muniment --version >/dev/null; }

has_account() {
  [ "$(getent passwd muniment | cut -d : -f 6,7)" = /nonexistent:/usr/sbin/nologin ] &&
    [ "$(getent shadow muniment | cut -d : -f 2 | cut -c 1)" = '!' ]
}

nothing_is_enabled() {
  [ -z "$(processes_of muniment)" ] && [ "$(systemctl is-enabled muniment.service)" = disabled ]
}

has_modes() {
  [ "$(stat -c '%U %G %a' /etc/muniment/muniment.toml)" = 'root root 644' ] &&
    [ "$(stat -c '%U %G %a' $data)" = 'muniment muniment 700' ] && [ -z "$(ls -A $data)" ]
}

# Without its comments the example gets as far as the certificate, which is not there.
example_is_read() {
  sed 's/^#\([a-z_]* = \)/\1/' /etc/muniment/muniment.toml >"$folder/example.toml"
  [ "$(grep -c '^[a-z_]* = ' "$folder/example.toml")" -ge 9 ] &&
    [[ $(muniment serve --config "$folder/example.toml" 2>&1) == *'the certificate is not at /etc/muniment/tls/'* ]]
}

# Of the units it refers to, those of this machine may be missing.
unit_is_taken() { systemd-analyze verify --man=no --recursive-errors=no $unit; }

# From 0 for what can do nothing to 100 for what may do everything.
unit_is_safe() { systemd-analyze security --offline=true --threshold=11 --no-pager $unit >"$folder/security.log" ||
  { tail -n 1 "$folder/security.log"; return 1; }; }
