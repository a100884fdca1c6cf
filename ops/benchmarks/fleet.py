# SPDX-License-Identifier: Apache-2.0
"""A server with many workspaces, and the first request to each of them."""

import concurrent.futures
import json
import os
import time

import clients
from browser import Browser
from people import basic

_KEYS = "/oauth/v2/keys"
# A token of the operator lives for five minutes.
_LOT = 50


def _operator_token(server):
    with open(os.path.join(server.data, "operator.json"), encoding="utf-8") as file:
        operator = json.load(file)
    asking = Browser(server, "system")
    status, _, answer = asking.ask("/oauth/v2/token", {
        "grant_type": "client_credentials", "scope": "admin:read admin:write",
        "resource": operator["control"]}, {"Authorization": f"Basic {basic(operator)}"})
    asking.close()
    if status != 200:
        raise RuntimeError(f"the operator got no token: status {status}")
    return json.loads(answer)["access_token"]


def _create(control, slug, headers):
    """Asks again where there was too much to do; it may have been made all the same."""
    body = json.dumps({"slug": slug, "algorithm": "ES256"})
    for tried in range(5):
        status, _, told = control.ask("/control/workspaces", body, headers)
        if status == 201 or (status == 409 and tried):
            return
        if status != 503:
            break
        time.sleep(1)
    raise RuntimeError(f"workspace {slug} was not created: status {status}, {told}")


def _create_lot(server, slugs):
    control = Browser(server, "api")
    headers = {"Authorization": f"Bearer {_operator_token(server)}", "Content-Type": "application/json"}
    for slug in slugs:
        _create(control, slug, headers)
    control.close()


def create_workspaces(server, count):
    """So many, with ES256 keys, which are made quickly; their slugs."""
    slugs = [f"bench-{each}" for each in range(count)]
    lots = [slugs[at:at + _LOT] for at in range(0, count, _LOT)]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda lot: _create_lot(server, lot), lots))
    return slugs


def _time_answer(browser):
    began = time.monotonic()
    status, _, _ = browser.ask(_KEYS)
    if status != 200:
        raise RuntimeError(f"status {status}")
    return (time.monotonic() - began) * 1e6


def _first_and_second(server, slug):
    """µs to the first answer of a workspace and to the second, TLS being up already."""
    browser = Browser(server, slug)
    try:
        browser.connect()
        return _time_answer(browser), _time_answer(browser)
    except (RuntimeError, OSError):
        return None
    finally:
        browser.close()


def wake(server, slugs, width):
    """Asks each once, `width` at a time: what `load.measure` wants, and µs of the second answers."""
    before, began = time.process_time(), time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(width) as pool:
        told = list(pool.map(lambda slug: _first_and_second(server, slug), slugs))
    micros, spent = (time.monotonic() - began) * 1e6, time.process_time() - before
    good = [each for each in told if each]
    return (clients.summary([first for first, _ in good], len(told) - len(good), micros, spent),
            sorted(second for _, second in good))
