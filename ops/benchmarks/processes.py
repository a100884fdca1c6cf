# SPDX-License-Identifier: Apache-2.0
"""What processes have used, out of the kernel's accounting."""

import os

_TICKS = os.sysconf("SC_CLK_TCK")


def _fields(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
        return stat.read().rpartition(")")[2].split()


def children(pid):
    """The direct children of a process, in no order."""
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            if int(_fields(name)[1]) == pid:
                found.append(int(name))
        except (FileNotFoundError, ProcessLookupError):
            pass  # It ended while we looked.
    return found


def own_seconds(pid):
    """User and system time of one process, without its children."""
    fields = _fields(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS


def tree_seconds(pid):
    """User and system time of a process, of its living children and of those it has reaped."""
    fields = _fields(pid)
    total = sum(int(fields[at]) for at in (11, 12, 13, 14)) / _TICKS
    for child in children(pid):
        try:
            total += own_seconds(child)
        except (FileNotFoundError, ProcessLookupError):
            pass  # It ended between the list and the look: the parent reaps its time.
    return total


def resident_megabytes(pid):
    """Resident set of one process, as the kernel rolls it up."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as rollup:
        for line in rollup:
            if line.startswith("Rss:"):
                return int(line.split()[1]) / 1024
    raise ValueError("no Rss")
