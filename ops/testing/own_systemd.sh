# SPDX-License-Identifier: Apache-2.0
# Sourced by ops/testing/package.sh: a systemd of our own, process 1 of namespaces of its own over this
# root, so that a unit runs under what it asks for. It has the network, and no right over the machine's
# clock, modules and kernel settings. Needs root, and a kernel that lets us mount cgroup2.

systemd=
init=
groups=
group=

# In the new namespaces: its own /tmp, since it empties that; its own control groups, below one of ours.
become_init='
  mount -t proc proc /proc
  mount --bind /proc/sys /proc/sys
  mount -o remount,bind,ro /proc/sys
  mount --rbind /dev /dev
  mount -t tmpfs -o mode=755 run /run
  mount -t tmpfs -o mode=1777 tmp /tmp
  mount -t sysfs -o ro sysfs /sys
  mount -t cgroup2 cgroup2 /sys/fs/cgroup
  echo $$ >"/sys/fs/cgroup/$1/cgroup.procs"
  umount /sys/fs/cgroup
  exec unshare --cgroup sh -ec "$2" sh'
run_init='
  mount -t cgroup2 cgroup2 /sys/fs/cgroup
  mount --make-rshared /
  exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin container=muniment \
    setpriv --bounding-set -sys_module,-sys_time,-sys_rawio,-sys_boot,-syslog \
    /lib/systemd/systemd --unit=basic.target </dev/null'

# in_systemd COMMAND...: there, as its root.
in_systemd() {
  nsenter --target "$init" --mount --pid --cgroup --root --wd=/ "$@"
}

systemd_is_up() {
  init=$(cat "/proc/$systemd/task/$systemd/children" 2>/dev/null) && init=${init%% *} && [ -n "$init" ] &&
    in_systemd systemctl is-system-running --wait 2>/dev/null | grep -qx -e running -e degraded
}

# Fails where the kernel or who runs us does not allow it, with the reason in $folder/systemd.log.
start_systemd() {
  local end=$((SECONDS + 60))
  groups=$folder/groups
  { mkdir "$groups" && mount -t cgroup2 cgroup2 "$groups"; } 2>"$folder/systemd.log" || return 1
  group=$(cd "$groups" && mktemp -d muniment-package-XXXXXX) 2>"$folder/systemd.log" || return 1
  unshare --mount --pid --uts --ipc --fork --kill-child \
    sh -ec "$become_init" sh "$group" "$run_init" >"$folder/systemd.log" 2>&1 &
  systemd=$!
  until systemd_is_up; do
    [ $SECONDS -lt $end ] && kill -0 $systemd 2>/dev/null || return 1
  done
}

# With process 1 all others there end; what the kernel still holds of the groups is gone soon after.
stop_systemd() {
  local end=$((SECONDS + 10))
  [ -z "$systemd" ] || { kill -KILL "$systemd"; wait "$systemd"; } 2>/dev/null
  systemd=
  [ -d "$groups" ] || return 0
  until [ -z "$group" ] || [ ! -d "$groups/$group" ] || [ $SECONDS -ge $end ]; do
    find "$groups/$group" -depth -type d -exec rmdir {} + 2>/dev/null
  done
  umount "$groups" 2>/dev/null
}
