# SPDX-License-Identifier: Apache-2.0
"""See ops/bench."""

import argparse
import contextlib
import functools
import os
import signal
import sys

import baselines
import people
from browser import Browser
from fleet import create_workspaces
from rows import COSTS, ROWS, SLOW
from server import fresh_server
from table import Result, show, verdict


class Run:
    """What rows share: one server, the baselines, how long and how wide loads are."""

    def __init__(self, wished, stack):
        self.seconds, self.connections = wished.seconds, wished.connections
        self.events, self.workspaces, self.awake = wished.events, wished.workspaces, wished.awake
        self._stack = stack
        self._people, self._browsers = [], []

    @functools.cached_property
    def server(self):
        return self._stack.enter_context(fresh_server())

    @functools.cached_property
    def fleet(self):
        """A server with many workspaces, `system` and `demo` among them, and the slugs of the others."""
        server = self._stack.enter_context(fresh_server())
        return server, create_workspaces(server, self.workspaces - 2)

    def people(self, count):
        """So many people. Of one alone few passwords are checked at once."""
        while len(self._people) < count:
            self._people.append(people.enter_person(self.server, f"bench-{len(self._people)}"))
        return self._people[:count]

    def signed_in(self, count):
        """So many browsers, each with a session of another person."""
        for person in self.people(count)[len(self._browsers):]:
            browser = Browser(self.server)
            people.sign_in(self.server, self.server.demo["web"], browser=browser, person=person)
            self._browsers.append(browser)
        return self._browsers[:count]

    @functools.lru_cache
    def signature(self, algorithm):
        return baselines.signature_micros(algorithm, 3)


def read_arguments():
    parser = argparse.ArgumentParser(prog="ops/bench")
    parser.add_argument("rows", nargs="*", metavar="ROW")
    parser.add_argument("--list", action="store_true", help="name the rows")
    parser.add_argument("--strict", action="store_true", help="a missed target is a failure too")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--connections", type=lambda text: [int(each) for each in text.split(",")],
                        default=[1, 16, 64])
    parser.add_argument("--events", type=int, default=400_000, help="in the journal that is rebuilt")
    parser.add_argument("--workspaces", type=int, default=1000, help="of the rows about many")
    parser.add_argument("--awake", type=int, default=100, help="so many of them")
    wished = parser.parse_args()
    unknown = [each for each in wished.rows if each not in ROWS]
    if unknown:
        parser.error(f"no such row: {', '.join(unknown)}")
    return wished


def names_of(wished):
    return wished.rows or [each for each in ROWS if each not in SLOW]


def results_of(name, run):
    print(f"... {name}", file=sys.stderr, flush=True)
    try:
        yield from ROWS[name](run)
    except Exception as fault:  # pylint: disable=broad-except
        # Whatever a row lacks, the others are measured, and the run ends badly.
        yield Result(name, failed=f"{type(fault).__name__}: {fault}")


def main():
    wished = read_arguments()
    if wished.list:
        print("\n".join(f"{name:14} {function.__doc__}{' (only when named)' * (name in SLOW)}"
                        for name, function in ROWS.items()))
        return 0
    # Servers are stopped and their directories removed then too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with contextlib.ExitStack() as stack:
        run = Run(wished, stack)
        results = [each for name in names_of(wished) for each in results_of(name, run)]
    print(f"{os.cpu_count()} cores, {wished.seconds} s a load; "
          f"CPU µs per operation, from process accounting")
    show(results, COSTS)
    missed = wished.strict and any(verdict(each) in ("missed", "errors") for each in results)
    return 1 if missed or any(each.failed for each in results) else 0


sys.exit(main())
