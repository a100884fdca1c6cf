# SPDX-License-Identifier: Apache-2.0
"""What is measured: each row a function from a run to its results."""

import base64
import time
import urllib.parse
import urllib.request

import baselines
import load
import people
from processes import resident_megabytes
from server import fresh_server
from table import Result

ROWS = {}


def row(name):
    def enter(function):
        ROWS[name] = function
        return function
    return enter


def caught_up(server, slug="demo"):
    """Waits until every read model of the workspace has folded its whole journal."""
    for _ in range(200):
        told = server.muniment("projections", "status", "-w", slug)
        if all(each["folded"] == each["head"] for each in told):
            return
    raise RuntimeError("the read models do not catch up")


def batches(server):
    """Events and commits of the hub so far."""
    with urllib.request.urlopen(f"http://127.0.0.1:{server.operations}/metrics", timeout=10) as reply:
        lines = reply.read().decode().splitlines()
    def value(name):
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))
    return value("muniment_journal_events_total"), value("muniment_hub_commits_total")


def basic(client):
    pair = ":".join(urllib.parse.quote_plus(client[each]) for each in ("client_id", "client_secret"))
    return base64.b64encode(pair.encode()).decode()


def tokens(run, server, name, algorithm, judge):
    """client_credentials by a service client of an algorithm; `judge` makes ratio, target and verdict."""
    [client] = server.muniment("client", "create", "-w", "demo", "--type", "service", "--name", name,
                             "--algorithm", algorithm)
    for connections in run.connections:
        before = batches(server)
        seen = load.measure(server, server.issuer() + "/oauth/v2/token", "post.lua",
                            ["grant_type=client_credentials", basic(client)], connections, run.seconds,
                            lambda: caught_up(server))
        after = batches(server)
        note = f"{(after[0] - before[0]) / max(1, after[1] - before[1]):.1f} events a commit"
        yield judge(Result(name, connections, load=seen, note=note))


@row("token-rs256")
def token_rs256(run):
    """An access token signed with RS256, beside the signature alone."""
    sign, _ = run.signature("rsa2048")

    def judge(result):
        share = sign / result.load.server
        result.baseline, result.ratio, result.target = sign, f"{share:.0%}", "≥ 80%"
        result.met = share >= 0.80
        return result
    yield from tokens(run, run.server, "token-rs256", "RS256", judge)


@row("token-es256")
def token_es256(run):
    """An access token signed with ES256."""
    sign, _ = run.signature("ecdsap256")

    def judge(result):
        result.baseline, result.ratio, result.target = sign, f"{sign / result.load.server:.0%}", "≤ 60 µs"
        result.met = result.load.server <= 60
        return result
    yield from tokens(run, run.server, "token-es256", "ES256", judge)


@row("jwks")
def jwks(run):
    """The key set, beside nginx with the same bytes."""
    body = run.server.get("/oauth/v2/keys")
    for connections in run.connections:
        base = baselines.nginx_micros(run.server, body, connections, run.seconds)
        seen = load.measure(run.server, run.server.issuer() + "/oauth/v2/keys", "get.lua", [], connections,
                            run.seconds)
        ratio = seen.server / base
        yield Result("jwks", connections, f"{ratio:.2f}×", "≤ 1.50×", ratio <= 1.5, seen, base)


@row("userinfo")
def userinfo(run):
    """Who the token is about, beside nginx with the same bytes and one RS256 verification."""
    _, verify = run.signature("rsa2048")
    token = people.sign_in(run.server)["access_token"]
    body = people.userinfo(run.server, token)
    for connections in run.connections:
        base = baselines.nginx_micros(run.server, body, connections, run.seconds) + verify
        seen = load.measure(run.server, run.server.issuer() + "/oauth/v2/userinfo", "get.lua", [token],
                            connections, run.seconds)
        share = base / seen.server
        yield Result("userinfo", connections, f"{share:.0%}", "≥ 60%", share >= 0.6, seen, base)


@row("idle")
def idle(run):
    """Resident memory after the start, and the time from the start to the proven address."""
    del run
    with fresh_server() as server:
        first = server.seconds_to_first_answer
        server.stop()
        began = time.monotonic()
        server.start()
        again = time.monotonic() - began
        resident = resident_megabytes(server.pid)
        yield Result("idle", ratio=f"{resident:.0f} MB", target="≤ 40 MB", met=resident <= 40,
                     note=f"first start {first:.1f} s, again {again:.1f} s, the address tried included")
