# SPDX-License-Identifier: Apache-2.0
"""The rows by name, in the order in which they are measured."""

ROWS = {}
SLOW = set()
COSTS = {}


def row(name, slow=False, costs=""):
    """A row is a function from a run to its results. A slow one runs only when it is asked for.
    `costs` says what it has that its baseline has not: the reason, where its target is missed."""
    def enter(function):
        ROWS[name] = function
        COSTS[name] = costs
        if slow:
            SLOW.add(name)
        return function
    return enter
