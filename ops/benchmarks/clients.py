# SPDX-License-Identifier: Apache-2.0
"""Clients in this process, a thread each, for operations that cost the server far more than them."""

import concurrent.futures
import http.client
import time


def _repeat(operation, until):
    """How long each operation took in µs, and how many did not end as expected."""
    taken, wrong = [], 0
    while (began := time.monotonic()) < until:
        try:
            operation()
            taken.append((time.monotonic() - began) * 1e6)
        except (RuntimeError, OSError, http.client.HTTPException):
            wrong += 1
    return taken, wrong


def percentile(ascending, share):
    return ascending[min(len(ascending) - 1, int(len(ascending) * share))] if ascending else 0


def summary(taken, wrong, micros, client):
    """What `load.measure` wants to be told."""
    ascending = sorted(taken)
    return {"requests": len(ascending) + wrong, "errors": wrong, "micros": micros, "client": client,
            "p50": percentile(ascending, 0.50), "p99": percentile(ascending, 0.99)}


def drive(operations, seconds):
    """Each operation again and again in a thread of its own."""
    before, began = time.process_time(), time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(len(operations)) as pool:
        told = list(pool.map(lambda each: _repeat(each, began + seconds), operations))
    micros = (time.monotonic() - began) * 1e6
    return summary([each for taken, _ in told for each in taken], sum(wrong for _, wrong in told), micros,
                   time.process_time() - before)
