# SPDX-License-Identifier: Apache-2.0
"""A fresh `muniment up` in a temporary directory, and its command line."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import urllib.request

import libpq
from processes import children, own_seconds, tree_seconds

# What begins with MUNIMENT_ the server takes for its settings.
BINARY = os.path.join(os.environ.pop("MUNIMENT_BUILD", "build/release"), "bin", "muniment")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A running server. `settings` are MUNIMENT_<NAME> values."""

    def __init__(self, folder, settings=None):
        self.data = os.path.join(folder, "data")
        self.port, self.operations = free_port(), free_port()
        # All clients share an address, where each login counts as long as it is under way.
        self._settings = {"LOGIN_ADDRESS_FREE_FAILURES": 1000, **(settings or {})}
        self._process = None
        self.first_answer = self.told_ready = self.spent_by_then = None

    def start(self):
        command = [BINARY, "up", "--data-dir", self.data, "--listen-port", str(self.port),
                   "--operations-port", str(self.operations)]
        if os.geteuid() == 0:
            command += ["--postgres-account", "postgres"]
        environment = {**os.environ, **{f"MUNIMENT_{k}": str(v) for k, v in self._settings.items()}}
        began = time.monotonic()
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        watch = threading.Thread(target=self._watch_for_answer, args=(began, self._process))
        watch.start()
        self._await_ready()
        self.told_ready = time.monotonic() - began
        watch.join()
        with open(os.path.join(self.data, "demo.json"), encoding="utf-8") as file:
            self.demo = json.load(file)
        return self

    def _await_ready(self):
        for line in self._process.stdout:
            if line.startswith("Ctrl-C stops"):
                return
        raise RuntimeError("the server did not start")

    def _watch_for_answer(self, began, process):
        """Asks until there is an answer, and notes when that was and what was spent by then."""
        while process.poll() is None:
            try:
                self.get("/oauth/v2/keys")
            except (OSError, http.client.HTTPException):
                # Often enough to tell the time, seldom enough not to be the load.
                time.sleep(0.01)
                continue
            self.first_answer = time.monotonic() - began
            self.spent_by_then = own_seconds(self.pid), tree_seconds(self.postmaster)
            return

    def stop(self):
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        self._process.communicate(timeout=60)
        self._process = None

    @property
    def pid(self):
        return self._process.pid

    @property
    def postmaster(self):
        return next(pid for pid in children(self.pid)
                    if os.readlink(f"/proc/{pid}/exe").endswith("/postgres"))

    @property
    def authority(self):
        return os.path.join(self.data, "tls", "ca.pem")

    def issuer(self, slug="demo"):
        return f"https://{slug}.muniment.localhost:{self.port}"

    def muniment(self, *words, typed=None):
        """What the command line answers: an object for each line of JSON."""
        environment = {**os.environ,
                       "MUNIMENT_OPERATOR_CREDENTIAL": os.path.join(self.data, "operator.json")}
        done = subprocess.run([BINARY, *words, "--json"], env=environment, check=True,
                              input=typed, capture_output=True, text=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def metrics(self):
        """Each series with its value."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.operations}/metrics", timeout=10) as reply:
            lines = reply.read().decode().splitlines()
        return {name: float(value) for name, _, value in
                (line.rpartition(" ") for line in lines if line and not line.startswith("#"))}

    def batches(self):
        """Events and commits of the hub so far."""
        now = self.metrics()
        return now["muniment_journal_events_total"], now["muniment_hub_commits_total"]

    @property
    def dsn(self):
        """PostgreSQL as its superuser: for baselines beside the server, and to look."""
        secrets = os.path.join(self.data, "postgres.pgpass")
        with open(secrets, encoding="utf-8") as file:
            user = file.readline().split(":")[3]
        return (f"host={self.data}/socket user={user} dbname=muniment passfile={secrets} "
                "options=-cclient_min_messages=warning")

    def schema(self, database, slug="demo"):
        """Where the journal of a workspace lies."""
        [[name]] = database.ask(f"SELECT schema FROM muniment.workspaces WHERE slug = '{slug}'")
        return name

    def catch_up(self, slug="demo"):
        """Waits until every read model has folded the whole journal and the audit is written down.
        Asks nothing that would be an event itself."""
        with libpq.connection(self.dsn) as database:
            schema = self.schema(database, slug)
            for _ in range(1200):
                lag = sum(value for name, value in self.metrics().items()
                          if name.startswith("muniment_projection_lag_events"))
                [[behind]] = database.ask(f"SELECT h.position - c.position FROM {schema}.head h, "
                                          f"{schema}.checkpoints c WHERE c.projection = 'audit'")
                if lag == 0 and int(behind) <= 0:
                    return
                time.sleep(0.05)
        raise RuntimeError(f"the read models do not catch up: {lag:.0f} events to fold, {behind} to write")

    def come_to_rest(self):
        """Waits until every algorithm that signs has its next key, and nothing is left to fold: the
        making of a key would be charged to the load that meets it."""
        for _ in range(1200):
            if all(self._has_next_keys(slug) for slug in ("demo", "system")):
                return self.catch_up()
            time.sleep(0.05)
        raise RuntimeError("the next signing keys are not made")

    def _has_next_keys(self, slug):
        algorithms = [key["alg"] for key in json.loads(self.get("/oauth/v2/keys", slug))["keys"]]
        return all(algorithms.count(each) > 1 for each in algorithms)

    def get(self, path, slug="demo"):
        context = ssl.create_default_context(cafile=self.authority)
        with urllib.request.urlopen(self.issuer(slug) + path, context=context, timeout=20) as reply:
            return reply.read()


@contextlib.contextmanager
def fresh_server(settings=None):
    """A server that has never been used; all of it is gone afterwards."""
    folder = tempfile.mkdtemp(prefix="muniment-bench-")
    os.chmod(folder, 0o711)
    server = Server(folder, settings)
    try:
        yield server.start()
    finally:
        server.stop()
        shutil.rmtree(folder)
