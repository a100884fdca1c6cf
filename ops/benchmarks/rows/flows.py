# SPDX-License-Identifier: Apache-2.0
"""Operations of several requests, each client on a connection and with a state of its own."""

import urllib.parse

import load
import people
from rows.registry import row
from table import Result


def new_client(run, name, algorithm, *more):
    [client] = run.server.muniment(
        "client", "create", "-w", "demo", "--type", "web", "--name", name, "--algorithm", algorithm,
        "--first-party", "--redirect", "http://localhost:3000/callback", "--scope", "openid", "--scope",
        "profile", "--scope", "email", *more)
    return {**client, "redirect_uri": "http://localhost:3000/callback"}


def measure_flow(run, script, arguments, connections, events_each):
    """A thread of the client for each connection: what a script remembers belongs to both."""
    return load.measure(run.server, connections, lambda at_start: load.wrk(
        run.server.issuer(), script, arguments, connections, run.seconds, at_start, connections), events_each)


def signatures_take(base, target):
    """The reason that signatures alone are most of what an operation may take, or more; nothing where they
    are not."""
    if base <= target / 2:
        return ""
    return (f"the signatures alone, which are the baseline, take {base:,.0f} of the {target:,} µs on this "
            "machine")


def code_flow(run, algorithm, sign):
    name = f"code-{algorithm.lower()}"
    client = new_client(run, name, algorithm)
    asked = people.authorization_request(client, "openid profile email")
    form = urllib.parse.urlencode(people.redemption(client))
    for connections in run.connections:
        cookies = [each.cookie_line() for each in run.signed_in(connections)]
        arguments = [urllib.parse.urlencode(asked), form, people.basic(client), *cookies]
        # That a grant began, and that its code was redeemed.
        seen = measure_flow(run, "code.lua", arguments, connections, 2)
        base = 2 * sign
        yield Result(name, connections, f"{base / seen.server:.0%}", "≤ 1,200 µs", seen.server <= 1200,
                     seen, base, reason=signatures_take(base, 1200))


_COMMITS = "at one connection nobody shares a commit, and each waits for its own"
_SIGNATURES = f"what the row with ES256 takes, and signatures that cost more; {_COMMITS}"


@row("code-rs256", costs=_SIGNATURES)
def code_rs256(run):
    """Authorize with a session, code, RS256 tokens; beside the two signatures alone."""
    yield from code_flow(run, "RS256", run.signature("rsa2048")[0])


@row("code-es256", costs=_COMMITS)
def code_es256(run):
    """Authorize with a session, code, ES256 tokens; beside the two signatures alone."""
    yield from code_flow(run, "ES256", run.signature("ecdsap256")[0])


def refresh(run, algorithm, sign):
    name = f"refresh-{algorithm.lower()}"
    client = new_client(run, name, algorithm, "--scope", "offline_access")
    for connections in run.connections:
        given = [people.sign_in(run.server, client, "openid offline_access", each)
                 for each in run.signed_in(connections)]
        signatures = 2 if "id_token" in people.refreshed(run.server, client, given[0]) else 1
        given[0] = people.sign_in(run.server, client, "openid offline_access", run.signed_in(1)[0])
        arguments = [people.basic(client), *(each["refresh_token"] for each in given)]
        seen = measure_flow(run, "refresh.lua", arguments, connections, 1)
        base = signatures * sign
        yield Result(name, connections, f"{base / seen.server:.0%}", "≤ 700 µs", seen.server <= 700, seen,
                     base, note=f"{signatures} signatures each", reason=signatures_take(base, 700))


@row("refresh-rs256", costs=_SIGNATURES)
def refresh_rs256(run):
    """A rotation of a refresh token, RS256; each client a family of its own."""
    yield from refresh(run, "RS256", run.signature("rsa2048")[0])


@row("refresh-es256", costs=_COMMITS)
def refresh_es256(run):
    """A rotation of a refresh token, ES256; each client a family of its own."""
    yield from refresh(run, "ES256", run.signature("ecdsap256")[0])
