# SPDX-License-Identifier: Apache-2.0
"""The least that makes events durable: rows of the same bytes, by one prepared INSERT from arrays, a
transaction for each batch, into a table with the columns and keys of the journal's."""

import dataclasses
import functools
import secrets
import struct
import time

import clients
import libpq
from processes import own_seconds

_INT8, _TIMESTAMPTZ, _INT4, _INT2, _UUID, _BYTEA = 20, 1184, 23, 21, 2950, 17
_INSERT = ("INSERT INTO bench.journal SELECT * FROM unnest($1::int8[], $2::timestamptz[], $3::int4[], "
           "$4::int2[], $5::int2[], $6::uuid[], $7::uuid[], $8::uuid[], $9::bytea[])")


@dataclasses.dataclass
class Bare:
    """µs for each event, but the percentiles, which are of a batch."""
    backend: float
    wall: float
    p50: float
    p99: float


def array(of_type, values):
    """An array in PostgreSQL's binary format: dimensions, no nulls, type, length, from 1."""
    return struct.pack(">iiIii", 1, 0, of_type, len(values), 1) + b"".join(
        struct.pack(">i", len(each)) + each for each in values)


class _Batch:
    """Parameters of batches of one size; what may be the same in all of them is made once."""

    def __init__(self, size, octets):
        self.size = size
        one = [struct.pack(">h", 1)] * size
        ids = array(_UUID, [secrets.token_bytes(16) for _ in range(size)])
        self._before = [array(_TIMESTAMPTZ, [struct.pack(">q", 8 * 10**14)] * size),
                        array(_INT4, [struct.pack(">i", 1)] * size), array(_INT2, one), array(_INT2, one)]
        self._after = [ids, ids, array(_BYTEA, [secrets.token_bytes(octets) for _ in range(size)])]

    def after(self, position):
        positions = [struct.pack(">q", position + each) for each in range(1, self.size + 1)]
        # Streams of traffic have ids in the order of time.
        streams = [each + b"8 octets" for each in positions]
        return libpq.Parameters([array(_INT8, positions), *self._before, array(_UUID, streams),
                                 *self._after])


def _sizes(mean):
    """Whole sizes around a mean, for ever, that have that mean."""
    owed = 0.0
    while True:
        owed += mean
        size = max(1, int(owed))
        owed -= size
        yield size


def _table_like(database, schema):
    database.ask("CREATE SCHEMA IF NOT EXISTS bench")
    database.ask("DROP TABLE IF EXISTS bench.journal")
    database.ask(f"CREATE TABLE bench.journal (LIKE {schema}.events INCLUDING ALL)")


def _append(database, mean, octets, seconds):
    """How long each batch took in µs, and how many events they were."""
    batch_of = functools.cache(lambda size: _Batch(size, octets))
    taken, position = [], 0
    until = time.monotonic() + seconds
    for size in _sizes(mean):
        if time.monotonic() >= until:
            return taken, position
        parameters = batch_of(size).after(position)
        began = time.monotonic()
        database.run("append", parameters)
        taken.append((time.monotonic() - began) * 1e6)
        position += size


def measure(server, mean, octets, seconds):
    """Bare appends of `mean` rows at once with bodies of `octets`."""
    with libpq.connection(server.dsn) as database:
        _table_like(database, server.schema(database))
        database.prepare("append", _INSERT)
        before = own_seconds(database.backend)
        taken, events = _append(database, mean, octets, seconds)
        spent = (own_seconds(database.backend) - before) * 1e6
        database.ask("DROP TABLE bench.journal")
    taken.sort()
    return Bare(spent / events, sum(taken) / events, clients.percentile(taken, 0.50),
                clients.percentile(taken, 0.99))
