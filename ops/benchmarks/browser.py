# SPDX-License-Identifier: Apache-2.0
"""As much of a browser as signing in takes: cookies, forms, one connection that is kept."""

import functools
import html.parser
import http.client
import re
import ssl
import urllib.parse


class _Form(html.parser.HTMLParser):
    """The first form of a page: where it goes and its hidden fields."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields = None, {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form" and self.action is None:
            self.action = told.get("action", "")
        if tag in ("input", "button") and told.get("name") and told.get("value") is not None:
            self.fields.setdefault(told["name"], told["value"])


def _onward(page):
    """Where a page leads on by itself, as the answer to a form does on the way to a client."""
    found = re.search('<meta http-equiv="refresh" content="0; url=([^"]*)">', page)
    return html.unescape(found[1]) if found else None


@functools.cache
def _trust(authority):
    return ssl.create_default_context(cafile=authority)


class Browser:
    """Redirects are looked at one by one."""

    def __init__(self, server, slug="demo"):
        self.issuer = server.issuer(slug)
        self.cookies = {}
        at = urllib.parse.urlsplit(self.issuer)
        self._connection = http.client.HTTPSConnection(at.hostname, at.port, timeout=20,
                                                       context=_trust(server.authority))

    def connect(self):
        self._connection.connect()

    def close(self):
        self._connection.close()

    def ask(self, url, form=None, headers=None, method=None):
        """Status, where the browser goes on at once, and body. A form may be text that is encoded
        already."""
        at = urllib.parse.urlsplit(urllib.parse.urljoin(self.issuer, url))
        told = dict(headers or {})
        if self.cookies:
            told["Cookie"] = self.cookie_line()
        if isinstance(form, dict):
            form = urllib.parse.urlencode(form)
            told["Content-Type"] = "application/x-www-form-urlencoded"
        path = (at.path or "/") + (f"?{at.query}" if at.query else "")
        self._connection.request(method or ("GET" if form is None else "POST"), path, form, told)
        reply = self._connection.getresponse()
        self._keep(reply.headers.get_all("Set-Cookie") or [])
        page = reply.read().decode()
        return reply.status, reply.headers.get("Location") or _onward(page), page

    def _keep(self, given):
        for each in given:
            first, *terms = [part.strip() for part in each.split(";")]
            name, _, value = first.partition("=")
            if "max-age=0" in (term.lower() for term in terms):
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value

    def cookie_line(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def submit(self, page, **more):
        form = _Form(page)
        return self.ask(form.action, {**form.fields, **more}, {"Origin": self.issuer})
