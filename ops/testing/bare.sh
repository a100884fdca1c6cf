# SPDX-License-Identifier: Apache-2.0
# Sourced by ops/test --bare: a Debian 12 that has never seen us.

# The root is entered in mount and process namespaces of its own: whatever ends this script, the
# kernel unmounts and kills all that was in them. It is moved to /: in a mere chroot nobody may make
# user namespaces, which a sandbox needs.
enter_root() {
  exec unshare --mount --pid --fork --kill-child --mount-proc="$1/proc" sh -ec '
    root=$1
    shift
    mount --rbind "$root" "$root"
    cd "$root"
    mount -t tmpfs -o mode=1777 shm dev/shm
    mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 devpts dev/pts
    ln -sf pts/ptmx dev/ptmx
    mount --move . /
    exec chroot . "$@"' sh "$@"
}

# From the machine's own package sources and apt settings: its network may reach no other.
make_root() {
  local root=$1 sources
  mapfile -t sources < <(ls -d /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} 2>/dev/null)
  mmdebstrap --quiet --variant=minbase --include=ca-certificates,git,sudo \
    --setup-hook='cd /etc/apt && for part in apt.conf apt.conf.d auth.conf.d keyrings trusted.gpg trusted.gpg.d; do
        [ ! -e $part ] || cp -a $part "$1/etc/apt/"; done' \
    bookworm "$root" "${sources[@]}" || return 1
  cp /etc/resolv.conf /etc/hosts "$root/etc/"
  trust_alike "$root" || return 1
  mkdir -p "$root/dev/shm" "$root/dev/pts" "$root/proc"
}

# A network that npm reaches only through somebody else's certificates or registry is the machine's
# business too, not the project's.
trust_alike() {
  local root=$1 file
  [ ! -d /usr/local/share/ca-certificates ] ||
    cp -a /usr/local/share/ca-certificates "$root/usr/local/share/" || return 1
  chroot "$root" update-ca-certificates >/dev/null 2>&1 || return 1
  for file in /etc/npmrc "$HOME/.npmrc"; do
    [ ! -r "$file" ] || install -D -m 0600 "$file" "$root${file/#$HOME//root}" || return 1
  done
}

# From a clone, as a newcomer has it: what is not committed takes no part.
copy_repository() {
  git clone --quiet --no-hardlinks . "$1/srv/muniment" &&
    git -C "$1/srv/muniment" checkout --quiet --detach "$(git rev-parse HEAD)"
}

end_bare() {
  [ -z "$job" ] || kill -KILL "$job" 2>/dev/null
  rm -rf --one-file-system "$root"
}

run_bare() {
  local there=()
  [ $# != 0 ] || there=(--first-contact --package)
  [ "$(id -u)" = 0 ] || exec sudo -E "$PWD/ops/test" --bare "$@"
  ops/deps --bare || exit 1
  root=$(mktemp -d "${TMPDIR:-/tmp}/muniment-bare-XXXXXX")
  trap end_bare EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  say "making a bare Debian 12 in $root"
  if ! make_root "$root" || ! copy_repository "$root"; then
    echo "0 passed, 1 failed"
    exit 1
  fi
  enter_root "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
    ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
    /srv/muniment/ops/test "${there[@]}" "$@" &
  job=$!
  wait "$job"
  local status=$?
  job=
  exit $status
}
