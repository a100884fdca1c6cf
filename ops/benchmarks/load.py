# SPDX-License-Identifier: Apache-2.0
"""Load over TLS keep-alive, and what it cost whom."""

import dataclasses
import json
import os
import resource
import subprocess

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
    events: int


def wrk(url, script, arguments, connections, seconds, threads=1):
    """Runs wrk; the script's `done` prints one line of JSON. One thread is enough for requests that
    know nothing of each other; flows want a thread for each connection."""
    environment = {**os.environ, "LUA_PATH": f"{SCRIPTS}/?.lua;;"}
    command = ["wrk", "--threads", str(threads), "--connections", str(connections), "--duration",
               f"{seconds}s", "--timeout", "10s", "--script", os.path.join(SCRIPTS, script), url, "--",
               *arguments]
    before = _children_seconds()
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    line = next((line for line in done.stdout.splitlines() if line.startswith("{")), None)
    if line is None:
        raise RuntimeError(f"{script} told nothing: {(done.stderr or done.stdout).strip()}")
    return {**json.loads(line), "client": _children_seconds() - before}


def _children_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(server, connections, drive):
    """What `drive()` did, and the CPU time of the server and of PostgreSQL meanwhile and until every
    read model has caught up: the work that a load left behind belongs to it."""
    postmaster = server.postmaster
    server.catch_up()
    batches = server.batches()
    before = own_seconds(server.pid), tree_seconds(postmaster)
    told = drive()
    server.catch_up()
    after = own_seconds(server.pid), tree_seconds(postmaster)
    events, commits = (now - then for now, then in zip(server.batches(), batches))
    good = told["requests"] - told["errors"]
    if good < 1:
        raise RuntimeError("no operation ended as expected")
    each = 1e6 / good
    return Load(connections, good, told["errors"], told["micros"] / good, (after[0] - before[0]) * each,
                (after[1] - before[1]) * each, told["client"] * each, told["p50"], told["p99"],
                events / commits if commits else None, int(events))
