# SPDX-License-Identifier: Apache-2.0
"""Starts, memory and waking, with few workspaces and with many."""

import time

import clients
import fleet
import load
from processes import resident_megabytes
from rows.registry import row
from server import fresh_server
from table import Result

_MOST_IDLE_MEGABYTES = 40
# A workspace sleeps after ten minutes without use, and looks every ten minutes whether it may.
_UNTIL_ASLEEP = 25 * 60


def started(server, what):
    """From the program's start to its first answer over TLS; CPU time is what was spent until then."""
    seen = load.Load(None, 1, 0, server.first_answer * 1e6, *(each * 1e6 for each in server.spent_by_then),
                     None, None, None, None)
    return Result("start", ratio=f"{server.first_answer:.2f} s", load=seen,
                  note=f"{what}; told ready after {server.told_ready:.2f} s")


def population(server):
    now = server.metrics()
    return int(now["muniment_workspaces_known"]), int(now["muniment_workspaces_awake"])


def memory(server, what, judged):
    """Resident memory of the server alone, once it has come to rest."""
    time.sleep(3)
    known, awake = population(server)
    resident = resident_megabytes(server.pid)
    result = Result("idle", ratio=f"{resident:.0f} MB", note=f"{what}; {known} in memory, {awake} awake")
    if judged:
        result.target, result.met = f"≤ {_MOST_IDLE_MEGABYTES} MB", resident <= _MOST_IDLE_MEGABYTES
    return result


@row("idle")
def idle(run):
    """Time from start to first answer, and resident memory, with two workspaces."""
    del run
    with fresh_server() as server:
        yield started(server, "first start, in an empty directory")
        server.stop()
        server.start()
        yield started(server, "again")
        yield memory(server, "2 workspaces", True)


def woken(server, slugs, width):
    """Workspaces that sleep are asked for the first time; the baseline is their second answer."""
    awake, seconds = population(server)[1], []

    def drive(at_start):
        at_start()
        told, second = fleet.wake(server, slugs, width)
        seconds.extend(second)
        return told
    seen = load.measure(server, width, drive)
    if population(server)[1] - awake != len(slugs):
        raise RuntimeError("those that were to be woken were awake, or did not wake")
    base = clients.percentile(seconds, 0.50)
    return Result("waking", width, f"{seen.p50 / base:.1f}×", load=seen, baseline=base,
                  note="beside p50 of the second answer; CPU with a TLS handshake")


@row("fleet")
def many(run):
    """Start, memory and waking with many workspaces: none, some, then all of them awake."""
    server, slugs = run.fleet
    server.stop()
    server.start()
    yield started(server, f"{len(slugs)} workspaces")
    yield memory(server, f"{len(slugs)} workspaces, restarted", True)
    some = run.awake - population(server)[1]
    yield woken(server, slugs[:some], 1)
    yield memory(server, f"{len(slugs)} workspaces, restarted", False)
    yield woken(server, slugs[some:], 16)
    yield memory(server, f"{len(slugs)} workspaces", False)


@row("idle-known", slow=True)
def idle_known(run):
    """Memory with many known to the process and some awake: waits until all sleep, 20 minutes."""
    server, slugs = run.fleet
    fleet.wake(server, slugs, 16)
    until = time.monotonic() + _UNTIL_ASLEEP
    while population(server)[1] > 0:
        if time.monotonic() > until:
            raise RuntimeError(f"{population(server)[1]} workspaces stay awake")
        time.sleep(5)
    fleet.wake(server, slugs[:run.awake], 1)
    if population(server)[0] < len(slugs) or population(server)[1] != run.awake:
        raise RuntimeError("{} in memory, {} awake".format(*population(server)))
    yield memory(server, f"{len(slugs)} workspaces, all of which were awake", False)
