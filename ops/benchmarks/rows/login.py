# SPDX-License-Identifier: Apache-2.0
"""Logins, beside the hash of the password alone."""

import argon2
import clients
import load
import people
from browser import Browser
from rows.registry import row
from table import Result


def logging_in(server, browser, person):
    """Authorize without a session, the page, the password, the code: on one connection."""
    client = server.demo["web"]

    def once():
        browser.cookies.clear()
        people.code_for(browser, client, person, "openid")
    return once


@row("login")
def login(run):
    """A login with a password in a code flow, up to the code; beside the Argon2id hash alone."""
    base = argon2.hash_micros(run.seconds)
    for connections in run.connections:
        browsers = [Browser(run.server) for _ in range(connections)]
        operations = [logging_in(run.server, *each) for each in zip(browsers, run.people(connections))]
        seen = load.measure(run.server, connections, lambda at_start, each=operations: clients.drive(
            each, run.seconds, at_start), events_each=1)
        for each in browsers:
            each.close()
        yield Result("login", connections, f"{base / seen.server:.0%}", load=seen, baseline=base)
