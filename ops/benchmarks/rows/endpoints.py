# SPDX-License-Identifier: Apache-2.0
"""Answers that change nothing, beside nginx with the same bytes."""

import baselines
import load
import people
from rows.registry import row
from table import Result


def beside_nginx(run, name, body, script, path, arguments, more, judge):
    """A load at each width; the baseline is nginx and `more` µs. `judge` takes the CPU time of the
    server and of the baseline."""
    for connections in run.connections:
        base = baselines.nginx_micros(run.server, body, connections, run.seconds) + more
        seen = load.measure(run.server, connections, lambda at_start, width=connections: load.wrk(
            run.server.issuer() + path, script, arguments, width, run.seconds, at_start))
        yield Result(name, connections, *judge(seen.server, base), seen, base)


def share_of_server(server, base):
    return f"{base / server:.0%}", "≥ 60%", base / server >= 0.6


@row("jwks")
def jwks(run):
    """The key set, beside nginx with the same bytes."""
    def judge(server, base):
        return f"{server / base:.2f}×", "≤ 1.50×", server / base <= 1.5
    path = "/oauth/v2/keys"
    yield from beside_nginx(run, "jwks", run.server.get(path), "get.lua", path, [], 0, judge)


@row("userinfo")
def userinfo(run):
    """Who the token is about, beside nginx with the same bytes and one RS256 verification."""
    _, verify = run.signature("rsa2048")
    token = people.sign_in(run.server, run.server.demo["web"])["access_token"]
    yield from beside_nginx(run, "userinfo", people.userinfo(run.server, token), "get.lua",
                            "/oauth/v2/userinfo", [token], verify, share_of_server)


@row("introspection")
def introspection(run):
    """What a user's token allows, beside nginx with the same bytes and one RS256 verification."""
    _, verify = run.signature("rsa2048")
    [asking] = run.server.muniment("client", "create", "-w", "demo", "--type", "service", "--name",
                                   "introspection", "--introspection")
    token = people.sign_in(run.server, run.server.demo["web"])["access_token"]
    body = people.introspected(run.server, asking, token)
    yield from beside_nginx(run, "introspection", body, "post.lua", "/oauth/v2/introspect",
                            [f"token={token}", people.basic(asking)], verify, share_of_server)
