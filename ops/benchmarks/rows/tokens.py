# SPDX-License-Identifier: Apache-2.0
"""Access tokens of service clients, each an event."""

import load
from people import basic, own_tokens
from rows.registry import row
from table import Result


def tokens(run, name, algorithm, baseline, judge):
    """client_credentials by a service client of an algorithm; `judge` gives ratio, target and
    verdict."""
    [client] = run.server.muniment("client", "create", "-w", "demo", "--type", "service", "--name", name,
                                   "--algorithm", algorithm)
    own_tokens(run.server, client, 1)  # The first of an algorithm makes its keys.
    for connections in run.connections:
        seen = load.measure(run.server, connections, lambda at_start, width=connections: load.wrk(
            run.server.issuer() + "/oauth/v2/token", "post.lua",
            ["grant_type=client_credentials", basic(client)], width, run.seconds, at_start),
            events_each=1)
        yield Result(name, connections, *judge(seen), seen, baseline)


_COSTS = ("beside its signature each token is a request over TLS (what the row jwks takes) and an event of its own: "
          "an actor's decision, a leaf of the tree, a share of a commit, for which two threads are woken; at one "
          "connection nobody shares the commit")


@row("token-rs256", costs=_COSTS)
def token_rs256(run):
    """An access token signed with RS256, beside the signature alone."""
    sign, _ = run.signature("rsa2048")

    def judge(seen):
        return f"{sign / seen.server:.0%}", "≥ 80%", sign / seen.server >= 0.80
    yield from tokens(run, "token-rs256", "RS256", sign, judge)


@row("token-es256", costs=_COSTS)
def token_es256(run):
    """An access token signed with ES256, beside the signature alone."""
    sign, _ = run.signature("ecdsap256")

    def judge(seen):
        return f"{sign / seen.server:.0%}", "≤ 60 µs", seen.server <= 60
    yield from tokens(run, "token-es256", "ES256", sign, judge)
