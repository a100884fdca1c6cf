# SPDX-License-Identifier: Apache-2.0
"""One table of results."""

import dataclasses
from typing import Optional

_HEAD = ("row", "conn", "ratio", "target", "", "server µs", "pg µs", "baseline µs", "client µs",
         "wall µs", "p50 µs", "p99 µs", "done", "errors", "batch", "note")


@dataclasses.dataclass
class Result:
    """A row, worth nothing where operations ended otherwise than expected. `met` is None where there is no
    target; `failed` says why there is no result, `reason` why the target was missed, where this run shows
    it."""
    name: str
    connections: Optional[int] = None
    ratio: str = ""
    target: str = ""
    met: Optional[bool] = None
    load: Optional[object] = None
    baseline: Optional[float] = None
    note: str = ""
    failed: str = ""
    reason: str = ""


def _number(value):
    if value is None:
        return ""
    return f"{value:,.1f}" if isinstance(value, float) and value < 10 else f"{value:,.0f}"


def verdict(result):
    """met, missed, errors, FAILED; nothing where there is no target and no error."""
    if result.failed:
        return "FAILED"
    if result.met is not False and result.load is not None and result.load.errors:
        return "errors"
    return {True: "met", False: "missed", None: ""}[result.met]


def _cells(result):
    seen = result.load
    of_load = ["", ""] if seen is None else [_number(seen.server), _number(seen.postgres)]
    timing = [""] * 7 if seen is None else [
        *(_number(each) for each in (seen.client, seen.wall, seen.p50, seen.p99, seen.requests, seen.errors)),
        "" if seen.batch is None else f"{seen.batch:.1f}"]
    return [result.name, _number(result.connections), result.ratio, result.target, verdict(result), *of_load,
            _number(result.baseline), *timing, result.failed or result.note]


def _show_reasons(results, costs):
    """What the run shows, or what a missed row has that its baseline has not, each row once."""
    missed = {each.name: each.reason for each in results if each.met is False}
    for name, reason in missed.items():
        print(f"missed: {name}: {reason or costs.get(name) or 'nobody has looked yet why'}")


def show(results, costs):
    """The table, and beneath it why targets were missed."""
    rows = [list(_HEAD), *(_cells(each) for each in results)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_HEAD))]
    for row in rows:
        print(" | ".join(cell.ljust(width) if at in (0, 4, len(_HEAD) - 1) else cell.rjust(width)
                         for at, (cell, width) in enumerate(zip(row, widths))).rstrip())
        if row is rows[0]:
            print("-|-".join("-" * width for width in widths))
    _show_reasons(results, costs)
