# SPDX-License-Identifier: Apache-2.0
"""What we are compared with, measured in the same run on the same machine."""

import contextlib
import os
import shutil
import subprocess
import tempfile

import load
from processes import children, own_seconds
from server import free_port


def signature_micros(algorithm, seconds):
    """CPU µs of one signature and of one verification, by `openssl speed`: rsa2048, ecdsap256."""
    done = subprocess.run(["openssl", "speed", "-mr", "-seconds", str(seconds), algorithm], check=True,
                          capture_output=True, text=True)
    for line in done.stdout.splitlines():
        if line.startswith(("+F2:", "+F4:")):
            each_sign, each_verify = line.split(":")[-2:]
            return 1e6 / float(each_sign), 1e6 / float(each_verify)
    raise RuntimeError("openssl speed printed no result")


_NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log {folder}/access.log;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  keepalive_requests 1000000000;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {chain};
    ssl_certificate_key {key};
    location = /bytes {{ root {folder}; default_type application/json; }}
  }}
}}
"""


@contextlib.contextmanager
def nginx(server, body):
    """nginx with one worker, an access log and the server's own certificate, at the URL it gives;
    beside it the worker's process."""
    folder = tempfile.mkdtemp(prefix="muniment-bench-nginx-")
    os.chmod(folder, 0o755)
    port = free_port()
    with open(os.path.join(folder, "bytes"), "wb") as file:
        file.write(body)
    tls = os.path.join(server.data, "tls")
    with open(os.path.join(folder, "nginx.conf"), "w", encoding="utf-8") as file:
        file.write(_NGINX.format(folder=folder, port=port, chain=os.path.join(tls, "server.pem"),
                                 key=os.path.join(tls, "server.key")))
    process = subprocess.Popen(["nginx", "-e", os.path.join(folder, "error.log"), "-c",
                                os.path.join(folder, "nginx.conf")])
    url = f"https://demo.muniment.localhost:{port}/bytes"
    try:
        subprocess.run(["curl", "--silent", "--fail", "--retry", "20", "--retry-connrefused", "--retry-delay",
                        "1", "--cacert", server.authority, "--output", os.devnull, url], check=True)
        yield url, children(process.pid)[0]
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)


def nginx_micros(server, body, connections, seconds):
    """CPU µs of nginx for one GET of the bytes."""
    with nginx(server, body) as (url, worker):
        before = []
        told = load.wrk(url, "get.lua", [], connections, seconds, lambda: before.append(own_seconds(worker)))
        # Its time for those would be charged to the others, and make it look dearer than it is.
        if told["requests"] < 1 or told["errors"] > 0:
            raise RuntimeError(f"nginx answered {told['requests']} times, {told['errors']} of them badly or not")
        return (own_seconds(worker) - before[0]) * 1e6 / told["requests"]
