# SPDX-License-Identifier: Apache-2.0
"""Clients in this process, a thread each, for operations that cost the server far more than them."""

import concurrent.futures
import http.client
import time

import load


def _repeat(operation, start, until):
    """How long each operation took in µs, and how many did not end as expected, of those that ended
    after `start`."""
    taken, wrong = [], 0
    while (began := time.monotonic()) < until:
        try:
            operation()
            good = True
        except (RuntimeError, OSError, http.client.HTTPException):
            good = False
        if (ended := time.monotonic()) < start:
            continue
        if good:
            taken.append((ended - began) * 1e6)
        else:
            wrong += 1
    return taken, wrong


def percentile(ascending, share):
    return ascending[min(len(ascending) - 1, int(len(ascending) * share))] if ascending else 0


def summary(taken, wrong, micros, client):
    """What `load.measure` wants to be told."""
    ascending = sorted(taken)
    return {"requests": len(ascending) + wrong, "errors": wrong, "micros": micros, "client": client,
            "p50": percentile(ascending, 0.50), "p99": percentile(ascending, 0.99)}


def drive(operations, seconds, at_start):
    """Each operation again and again in a thread of its own; `at_start` is called after the warm-up."""
    start = time.monotonic() + load.warm_up(len(operations))
    with concurrent.futures.ThreadPoolExecutor(len(operations)) as pool:
        under_way = [pool.submit(_repeat, each, start, start + seconds) for each in operations]
        time.sleep(max(0, start - time.monotonic()))
        at_start()
        before = time.process_time()
        told = [each.result() for each in under_way]
    micros = (time.monotonic() - start) * 1e6
    return summary([each for taken, _ in told for each in taken], sum(wrong for _, wrong in told), micros,
                   time.process_time() - before)
