# SPDX-License-Identifier: Apache-2.0
"""Load over TLS keep-alive, and what it cost whom."""

import dataclasses
import json
import os
import resource
import subprocess
import time

from processes import own_seconds, tree_seconds

SCRIPTS = os.path.join(os.path.dirname(__file__), "scripts")


@dataclasses.dataclass
class Load:
    """What one load did. Times are µs for each operation that ended as expected; `batch` is how many
    events the hub committed at once, nothing where none were."""
    connections: int
    requests: int
    errors: int
    wall: float
    server: float
    postgres: float
    client: float
    p50: float
    p99: float
    batch: float


def warm_up(connections):
    """Seconds in which connections are made and what is needed is read for the first time."""
    return 1 + connections / 32


def wrk(url, script, arguments, connections, seconds, at_start=lambda: None, threads=1):
    """Runs wrk; the script's `done` prints one line of JSON about what ended after the warm-up, when
    `at_start` is called. One thread is enough for requests that know nothing of each other; flows
    want a thread for each connection."""
    warm = warm_up(connections)
    start = time.monotonic() + warm
    environment = {**os.environ, "LUA_PATH": f"{SCRIPTS}/?.lua;;", "BENCH_FROM": f"{start:.6f}"}
    command = ["wrk", "--threads", str(threads), "--connections", str(connections), "--duration",
               f"{round(warm) + seconds}s", "--timeout", "10s", "--script", os.path.join(SCRIPTS, script),
               url, "--", *arguments]
    before = _children_seconds()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        time.sleep(max(0, start - time.monotonic()))
        at_start()
        warming = own_seconds(process.pid)
        told = process.communicate()[0]
    line = next((line for line in told.splitlines() if line.startswith("{")), None)
    if line is None:
        raise RuntimeError(f"{script} told nothing: {told.strip()}")
    return {**json.loads(line), "client": _children_seconds() - before - warming}


def _children_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


_WAKING = 0.02
"""Seconds that it takes at most, on a busy machine, until who slept until a moment goes on."""


class _Meter:
    """What was spent and done until now, each time it is read."""

    def __init__(self, server):
        self._server, self._postmaster = server, server.postmaster
        self.noting = 0
        self.before = self.now()

    def now(self):
        return (own_seconds(self._server.pid), tree_seconds(self._postmaster), *self._server.batches())

    def start(self):
        began = time.monotonic()
        self.before = self.now()
        self.noting = time.monotonic() - began + _WAKING

    def since(self):
        return [now - then for now, then in zip(self.now(), self.before)]


def measure(server, connections, drive, events_each=0):
    """What `drive` did from the moment it calls its argument, and the CPU time of the server and of
    PostgreSQL meanwhile and until every read model has caught up: the work that a load left behind
    belongs to it. Fails if an operation left fewer events than `events_each`."""
    server.come_to_rest()
    meter = _Meter(server)
    told = drive(meter.start)
    server.catch_up()
    spent, spent_postgres, events, commits = meter.since()
    good = told["requests"] - told["errors"]
    if good < 1:
        raise RuntimeError(f"no operation ended as expected, {told['errors']} otherwise")
    # What was under way at the start, or ended while that was noted, may have left its events before.
    early = connections + good * meter.noting / (told["micros"] / 1e6)
    if events < (good - early) * events_each:
        raise RuntimeError(f"{good} operations left {events:.0f} events")
    each = 1e6 / good
    return Load(connections, good, told["errors"], told["micros"] / good, spent * each,
                spent_postgres * each, told["client"] * each, told["p50"], told["p99"],
                events / commits if commits else None)
