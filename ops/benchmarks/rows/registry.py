# SPDX-License-Identifier: Apache-2.0
"""The rows by name, in the order in which they are measured."""

ROWS = {}
SLOW = set()


def row(name, slow=False):
    """A row is a function from a run to its results. A slow one runs only when it is asked for."""
    def enter(function):
        ROWS[name] = function
        if slow:
            SLOW.add(name)
        return function
    return enter
