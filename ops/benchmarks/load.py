# SPDX-License-Identifier: Apache-2.0
"""Load over TLS keep-alive, by wrk, and what it cost whom."""

import dataclasses
import json
import os
import subprocess

from processes import own_seconds, tree_seconds

SCRIPTS = os.path.join(os.path.dirname(__file__), "scripts")


@dataclasses.dataclass
class Load:
    """What one load did. Times are µs for each request that was answered as expected."""
    connections: int
    requests: int
    errors: int
    wall: float
    server: float
    postgres: float
    p50: float
    p99: float


def generate(url, script, arguments, connections, seconds):
    """Runs wrk; the script's `done` prints one line of JSON. One thread: the other core is the
    server's."""
    environment = {**os.environ, "LUA_PATH": f"{SCRIPTS}/?.lua;;"}
    command = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s",
               "--timeout", "10s", "--script", os.path.join(SCRIPTS, script), url, "--", *arguments]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    line = next(line for line in done.stdout.splitlines() if line.startswith("{"))
    return json.loads(line)


def measure(server, url, script, arguments, connections, seconds, settle=None):
    """A load, and the CPU time of the server and of PostgreSQL meanwhile. `settle` is called before
    the time is taken: the work that the load left behind belongs to it."""
    postmaster = server.postmaster
    before = own_seconds(server.pid), tree_seconds(postmaster)
    told = generate(url, script, arguments, connections, seconds)
    if settle:
        settle()
    after = own_seconds(server.pid), tree_seconds(postmaster)
    good = told["requests"] - told["errors"]
    if good < 1:
        raise RuntimeError(f"{script}: no request was answered as expected")
    each = 1e6 / good
    return Load(connections, good, told["errors"], told["micros"] / good, (after[0] - before[0]) * each,
                (after[1] - before[1]) * each, told["p50"], told["p99"])
