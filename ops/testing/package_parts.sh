# SPDX-License-Identifier: Apache-2.0
# Sourced by ops/testing/package.sh: what is in the package, and what installing it makes.

# Other folders, times, habits and accounts of who makes it shall not show.
made_alike() {
  package=$(MUNIMENT_BUILD=$build ops/package "$folder/one") &&
    (umask 077; MUNIMENT_BUILD=$build TZ=Pacific/Auckland LC_ALL=C TMPDIR=$folder ops/package "$folder/two") >"$folder/two.log" &&
    cmp "$package" "$(cat "$folder/two.log")"
}

another_program_shows() {
  mkdir -p "$folder/build/bin" &&
    LC_ALL=C sed 's/User Commands/Used Commands/' "$build/bin/muniment" >"$folder/build/bin/muniment" &&
    chmod +x "$folder/build/bin/muniment" && MUNIMENT_BUILD=$folder/build ops/package "$folder/three" >/dev/null &&
    ! cmp -s "$package" "$folder"/three/*.deb
}

makes() {
  echo "making"
  check "what it takes is there" ops/deps --package
  check "made twice, it is the same" made_alike
  check "with another program it is another" another_program_shows
  check "lintian finds neither error nor warning" lintian --allow-root --fail-on error,warning "$package"
}

libraries_are_found() { ! ldd /usr/bin/muniment | grep 'not found' && muniment --version >/dev/null; }

has_account() {
  [ "$(getent passwd muniment | cut -d : -f 6,7)" = /nonexistent:/usr/sbin/nologin ] &&
    [ "$(getent shadow muniment | cut -d : -f 2 | cut -c 1)" = '!' ]
}

nothing_is_enabled() {
  [ -z "$(processes_of muniment)" ] && [ "$(systemctl is-enabled muniment.service)" = disabled ]
}

# The one before is in apt's log no more.
says_that_nothing_starts_it() { install_package && grep -q 'systemctl enable --now muniment' "$folder/apt.log"; }

has_modes() {
  [ "$(stat -c '%U %G %a' /etc/muniment/muniment.toml)" = 'root root 644' ] &&
    [ "$(stat -c '%U %G %a' $data $keys | uniq)" = 'muniment muniment 700' ] &&
    [ -z "$(find $data $keys -mindepth 1)" ]
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

documents=/usr/share/doc/muniment
guide=$documents/guides/production.md

# links_of FILE: those to other files, without what stands behind a #.
links_of() {
  sed '/^```/,/^```/d' "$1" | grep -oP '\]\(\K[^)#]+(?=(#[^)]*)?\))' | grep -v '^[a-z]*:'
}

links_lead_somewhere() {
  local file link seen=0
  while read -r file; do
    for link in $(links_of "$file"); do
      [ -e "${file%/*}/$link" ] || { echo "$file: there is no $link"; return 1; }
      seen=$((seen + 1))
    done
  done < <(find $documents -name '*.md')
  [ $seen -ge 5 ]
}

completions_are_there() {
  cmp <(muniment completion bash) /usr/share/bash-completion/completions/muniment &&
    cmp <(muniment completion zsh) /usr/share/zsh/vendor-completions/_muniment &&
    cmp <(muniment completion fish) /usr/share/fish/vendor_completions.d/muniment.fish
}

# What follows `muniment ` in a command of the guide, options in lines that go on included.
guide_commands() {
  sed -n '/^```sh/,/^```/p' $guide | sed -e ':more' -e '/\\$/{N; s/\\\n//; b more' -e '}' -e 's/ #.*//' |
    sed -n 's/^\(.* \)\?\(muniment [a-z].*\)/\2/p'
  grep -o '`muniment [a-z][^`]*`' $guide | tr -d '`'
}

# All of them, as completion knows them.
known_commands() { muniment completion bash | grep -m 1 "'muniment up'|" | grep -o "'[^']*'" | tr -d "'"; }

# exists COMMAND_LINE: the longest command that it begins with is no mere group, and has its options.
exists() {
  local known command= option
  while read -r known; do
    [[ "$1 " != "$known "* || ${#known} -le ${#command} ]] || command=$known
  done < <(known_commands)
  [ -n "$command" ] && ! known_commands | grep >/dev/null "^$command " || return
  for option in $(grep -oE -- ' --?[a-z][a-z-]*' <<<"$1"); do
    $command --help | grep -E -- "(^|[ ,])$option[ ,]" >/dev/null || return
  done
}

guide_commands_exist() {
  local line seen=0
  while read -r line; do
    exists "$line" || { echo "there is no: $line"; return 1; }
    seen=$((seen + 1))
  done < <(guide_commands)
  [ $seen -ge 10 ]
}

guide_metrics_exist() {
  local metrics name
  metrics=$(curl --silent --fail "http://127.0.0.1:$operations_port/metrics") || return
  for name in $(grep '^|' $guide | grep -o '`muniment_[a-z_]*' | tr -d '`'); do
    grep -q "^# TYPE $name " <<<"$metrics" || { echo "there is no $name"; return 1; }
  done
}
