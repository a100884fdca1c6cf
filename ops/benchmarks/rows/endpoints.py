# SPDX-License-Identifier: Apache-2.0
"""Answers that change nothing, beside nginx with the same bytes."""

import tempfile

import baselines
import load
import people
from rows.registry import row
from table import Result


def beside_nginx(run, name, script, path, prepare, more, judge, note=""):
    """A load at each width; the baseline is nginx and `more` µs. `prepare` gives the arguments of the
    script and what asks for the bytes of the answer, which raises if it is not the good one: a load
    sees the status alone, so it is asked again afterwards. They are new at each width, since a token
    does not last for all of them. `judge` takes the CPU time of the server and of the baseline."""
    for connections in run.connections:
        arguments, answer = prepare()
        base = baselines.nginx_micros(run.server, answer(), connections, run.seconds) + more
        seen = load.measure(
            run.server, connections, lambda at_start, given=arguments, width=connections: load.wrk(
                run.server.issuer() + path, script, given, width, run.seconds, at_start))
        answer()
        yield Result(name, connections, *judge(seen.server, base), seen, base, note)


def share_of_server(server, base):
    return f"{base / server:.0%}", "≥ 60%", base / server >= 0.6


# A server remembers the claims of 4,096 tokens (docs/decisions/0034-a-token-is-verified-once.md).
_MORE_THAN_REMEMBERED = 5000
_ONE_TOKEN = "one token, which is verified once"


def asking_client(run, name):
    """A service client that may introspect."""
    [client] = run.server.muniment("client", "create", "-w", "demo", "--type", "service", "--name", name,
                                   "--introspection")
    return client


def new_token(run):
    return people.sign_in(run.server, run.server.demo["web"])["access_token"]


_LOOK_UPS = ("what stands beside the row jwks, whose document is made already: the token is found again by its digest, "
             "session, client, grant and user are looked up, and the reply is built anew each time; no one of these "
             "takes much (of a request for userinfo, by `perf record --call-graph dwarf` of the server under this row: "
             "opening what is sealed of a person a twelfth, digest and claims of the token a twentieth)")


@row("jwks", costs=("each request has a coroutine for itself, so that a late handler does not hold back the reply, and "
                    "TLS goes through memory that nginx lets OpenSSL do without"))
def jwks(run):
    """The key set, beside nginx with the same bytes."""
    def judge(server, base):
        return f"{server / base:.2f}×", "≤ 1.50×", server / base <= 1.5
    path = "/oauth/v2/keys"

    def prepare():
        return [], lambda: run.server.get(path)
    yield from beside_nginx(run, "jwks", "get.lua", path, prepare, 0, judge)


@row("userinfo", costs=_LOOK_UPS)
def userinfo(run):
    """Who the token is about, beside nginx with the same bytes and one RS256 verification."""
    _, verify = run.signature("rsa2048")

    def prepare():
        token = new_token(run)
        return [token], lambda: people.userinfo(run.server, token)
    yield from beside_nginx(run, "userinfo", "get.lua", "/oauth/v2/userinfo", prepare, verify,
                            share_of_server, _ONE_TOKEN)


@row("introspection", costs=_LOOK_UPS)
def introspection(run):
    """What a user's token allows, beside nginx with the same bytes and one RS256 verification."""
    _, verify = run.signature("rsa2048")
    asking = asking_client(run, "introspection")

    def prepare():
        token = new_token(run)
        return ([f"token={token}", people.basic(asking)],
                lambda: people.introspected(run.server, asking, token))
    yield from beside_nginx(run, "introspection", "post.lua", "/oauth/v2/introspect", prepare, verify,
                            share_of_server, _ONE_TOKEN)


@row("introspection-new", costs=(
    "a token seen for the first time is verified, parsed and kept; and whether a service's token stands, which no read "
    "model holds, is asked of its aggregate, for which a thread is woken there and back"))
def introspection_new(run):
    """What a service's token allows where none is remembered, beside the same as above."""
    _, verify = run.signature("rsa2048")
    asking = asking_client(run, "introspection-new")
    tokens = people.own_tokens(run.server, asking, _MORE_THAN_REMEMBERED)
    with tempfile.NamedTemporaryFile("w", suffix=".tokens") as file:
        file.write("".join(f"{each}\n" for each in tokens))
        file.flush()

        def prepare():
            return ([people.basic(asking), file.name],
                    lambda: people.introspected(run.server, asking, tokens[0]))
        yield from beside_nginx(run, "introspection-new", "introspect.lua", "/oauth/v2/introspect", prepare,
                                verify, share_of_server, f"{len(tokens)} tokens, one after the other")
