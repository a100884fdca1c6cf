# SPDX-License-Identifier: Apache-2.0
"""Rebuilds of read models, beside the journal copied out of the same tables."""

import re
import subprocess

import libpq
import load
from people import basic
from processes import own_seconds, tree_seconds
from rows.registry import row
from table import Result

# Rows of few events, of some, of every event.
_PROJECTIONS = ("users", "grants", "audit")


def fill_journal(run):
    """Token events until the journal is long enough for the fixed costs of a rebuild to weigh little."""
    [client] = run.server.muniment("client", "create", "-w", "demo", "--type", "service", "--name", "rebuild",
                                   "--algorithm", "ES256")
    before = -1
    while True:
        with libpq.connection(run.server.dsn) as database:
            schema = run.server.schema(database)
            [[there]] = database.ask(f"SELECT position FROM {schema}.head")
        if int(there) >= run.events:
            return schema
        if int(there) == before:
            raise RuntimeError(f"the journal stays at {there} events")
        before = int(there)
        load.wrk(run.server.issuer() + "/oauth/v2/token", "post.lua",
                 ["grant_type=client_credentials", basic(client)], max(run.connections), run.seconds)


def copy_micros(server, schema, rounds=3):
    """Wall µs of one event in `COPY … BINARY` of what a rebuild reads, by psql: the best of some."""
    copied = (f"COPY (SELECT position, body FROM (TABLE {schema}.events UNION ALL TABLE {schema}.traffic) u "
              f"ORDER BY position) TO STDOUT (FORMAT binary)")
    done = subprocess.run(
        ["psql", "--no-psqlrc", server.dsn, "--quiet", "--command", r"\timing on", "--command",
         r"\o /dev/null", *(["--command", copied] * rounds), "--command", r"\o", "--command",
         f"SELECT 'events:' || position FROM {schema}.head"],
        check=True, capture_output=True, text=True)
    taken = [float(each) * 1000 for each in re.findall(r"Time: ([\d.]+) ms", done.stdout)][:rounds]
    return min(taken) / int(re.search(r"events:(\d+)", done.stdout)[1])


def rebuilt(server, projection):
    """A rebuild by the command line: what the server says of it, and the CPU µs of an event."""
    before = own_seconds(server.pid), tree_seconds(server.postmaster)
    [told] = server.muniment("projections", "rebuild", "-w", "demo", projection)
    each = 1e6 / told["position"]
    spent = own_seconds(server.pid) - before[0], tree_seconds(server.postmaster) - before[1]
    return load.Load(None, told["position"], 0, told["took_ms"] * 1000 / told["position"], spent[0] * each,
                     spent[1] * each, None, None, None, None), told["rows"]


@row("rebuild", costs=(
    "the baseline reads, a rebuild also writes: of grants and the audit many rows, with their indices, which are read "
    "back and compared"))
def rebuild(run):
    """Rebuild rate, proof included, beside COPY … BINARY of the columns that it reads."""
    schema = fill_journal(run)
    run.server.catch_up()
    for projection in _PROJECTIONS:
        base = copy_micros(run.server, schema)
        seen, rows = rebuilt(run.server, projection)
        share = base / seen.wall
        yield Result("rebuild", ratio=f"{share:.0%}", target="≥ 50%", met=share >= 0.5, load=seen,
                     baseline=base, note=f"{projection}: {seen.requests:,} events to {rows:,} rows; wall µs")
