# SPDX-License-Identifier: Apache-2.0
"""Durable appends beside a bare loop of inserts, with the batch sizes and row bytes that the hub had."""

import time
import urllib.parse

import bare_appends
import clients
import libpq
import load
import people
from processes import own_seconds
from rows.registry import row
from table import Result


class _Journal:
    """What one load appends, and what the hub's backends in PostgreSQL spend on it."""

    def __init__(self, server):
        self._server = server
        self._database = libpq.Connection(server.dsn)
        self._schema = server.schema(self._database)
        self._head, self._backends = self._position(), self._spent()

    def _position(self):
        return int(self._database.ask(f"SELECT position FROM {self._schema}.head")[0][0])

    def _spent(self):
        found = self._database.ask("SELECT pid FROM pg_stat_activity WHERE usename = 'muniment_hub'")
        return {int(pid): own_seconds(int(pid)) for [pid] in found}

    def ended(self):
        """CPU µs of the hub's backends for an event since, and the octets of an event's body."""
        now = self._spent()
        if not self._backends or now.keys() != self._backends.keys():
            raise RuntimeError("the hub changed its connections under way")
        [[octets]] = self._database.ask(
            f"SELECT avg(octet_length(body))::int FROM (TABLE {self._schema}.events UNION ALL TABLE "
            f"{self._schema}.traffic) u WHERE position > {self._head}")
        spent = sum(now.values()) - sum(self._backends.values())
        events = self._position() - self._head
        self._database.close()
        return spent * 1e6 / events, int(octets)


def append_while(run, name, connections, drive):
    """The load, the CPU µs of the hub's backends for an event, and the bare loop of the same shape."""
    journal = _Journal(run.server)
    seen = load.measure(run.server, connections, drive, events_each=1)
    hub, octets = journal.ended()
    bare = bare_appends.measure(run.server, seen.batch, octets, run.seconds)
    note = (f"hub's backend {hub:.0f} µs an event; bare loop: {seen.batch:.1f} at once of {octets} octets, "
            f"{bare.backend:.0f} µs its backend, {bare.wall:.0f} µs wall, p50 {bare.p50:.0f} and p99 "
            f"{bare.p99:.0f} µs a batch")
    return Result(name, connections, load=seen, baseline=bare.backend, note=note), bare.backend / hub, bare


@row("appends", costs=(
    "each commit also moves the head under its fence, in a function that runs as the journal's owner with a search "
    "path of its own, which weighs less, the more events share it; that is not all of it, and nobody has looked at "
    "the rest yet (decision 38)"))
def appends(run):
    """Events of ES256 tokens: CPU of the hub's backends in PostgreSQL, beside a bare unnest loop."""
    [client] = run.server.muniment("client", "create", "-w", "demo", "--type", "service", "--name", "appends",
                                   "--algorithm", "ES256")
    for connections in run.connections:
        result, share, _ = append_while(
            run, "appends", connections, lambda at_start, width=connections: load.wrk(
                run.server.issuer() + "/oauth/v2/token", "post.lua",
                ["grant_type=client_credentials", people.basic(client)], width, run.seconds, at_start))
        result.ratio, result.target, result.met = f"{share:.0%}", "≥ 70%", share >= 0.70
        yield result


def consented_client(run):
    """A client with many grants of one person, under one consent."""
    there = {"redirect_uri": "http://localhost:3000/callback"}
    [client] = run.server.muniment("client", "create", "-w", "demo", "--type", "web", "--name", "many grants",
                                   "--algorithm", "ES256", "--redirect", there["redirect_uri"],
                                   "--scope", "openid")
    client |= there
    [browser] = run.signed_in(1)
    people.sign_in(run.server, client, "openid", browser)
    asked = urllib.parse.urlencode(people.authorization_request(client, "openid"))
    load.wrk(run.server.issuer(), "code.lua",
             [asked, urllib.parse.urlencode(people.redemption(client)), people.basic(client),
              browser.cookie_line()], 1, run.seconds)
    return client


def revoking(run, client):
    """One request that ends all grants of a client, each by a command and an event of its own."""
    [person] = run.people(1)

    def once(at_start):
        at_start()
        began = time.monotonic()
        [told] = run.server.muniment("consent", "revoke", "-w", "demo", "--user", person["user_name"],
                                     "--client", client["client_id"])
        micros = (time.monotonic() - began) * 1e6
        return clients.summary([micros / told["grants_ended"]] * told["grants_ended"], 0, micros, 0)
    return once


@row("append-alone")
def append_alone(run):
    """Grants ended one after the other within one request: wall time, beside a bare loop of one row."""
    client = consented_client(run)
    result, share, bare = append_while(run, "append-alone", 1, revoking(run, client))
    # All of one request: there is a mean and nothing else, and the client waits.
    result.load.p50 = result.load.p99 = result.load.client = None
    result.ratio, result.baseline = f"{bare.wall / result.load.wall:.0%}", bare.wall
    result.note += f"; backends {share:.0%}"
    yield result
