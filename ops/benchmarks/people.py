# SPDX-License-Identifier: Apache-2.0
"""A person who signs in as a browser without scripts would."""

import base64
import hashlib
import html.parser
import http.cookiejar
import json
import secrets
import ssl
import urllib.error
import urllib.parse
import urllib.request


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


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *unused):
        return None


class Browser:
    """Cookies, forms, and redirects that are looked at one by one."""

    def __init__(self, server):
        self.issuer = server.issuer()
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=server.authority)),
            urllib.request.HTTPCookieProcessor(self.cookies), _Stay())

    def ask(self, url, form=None, headers=None):
        """Status, Location and body."""
        body = None if form is None else urllib.parse.urlencode(form).encode()
        asked = urllib.request.Request(urllib.parse.urljoin(self.issuer, url), body, headers or {})
        try:
            with self._opener.open(asked, timeout=20) as reply:
                return reply.status, reply.headers.get("Location"), reply.read().decode()
        except urllib.error.HTTPError as reply:
            return reply.code, reply.headers.get("Location"), reply.read().decode()

    def submit(self, page, **more):
        form = _Form(page)
        return self.ask(form.action, {**form.fields, **more}, {"Origin": self.issuer})


def sign_in(server, browser=None, scope="openid profile email"):
    """The tokens of a code flow by the demo's web client and its person."""
    browser = browser or Browser(server)
    client, person = server.demo["web"], server.demo["user"]
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    status, location, page = browser.ask("/oauth/v2/authorize?" + urllib.parse.urlencode({
        "response_type": "code", "client_id": client["client_id"], "redirect_uri": client["redirect_uri"],
        "scope": scope, "state": "s", "nonce": "n", "code_challenge": challenge,
        "code_challenge_method": "S256"}))
    for _ in range(6):
        if location and location.startswith(client["redirect_uri"]):
            break
        if location:
            status, location, page = browser.ask(location)
        elif 'type="password"' in page:
            status, location, page = browser.submit(page, user_name=person["user_name"],
                                                    password=person["password"])
        else:
            status, location, page = browser.submit(page)
    else:
        raise RuntimeError(f"the code flow stopped with status {status}")
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)["code"][0]
    pair = base64.b64encode(f"{client['client_id']}:{client['client_secret']}".encode()).decode()
    status, _, answer = browser.ask("/oauth/v2/token", {
        "grant_type": "authorization_code", "code": code, "redirect_uri": client["redirect_uri"],
        "code_verifier": verifier}, {"Authorization": f"Basic {pair}"})
    if status != 200:
        raise RuntimeError(f"the code was not redeemed: status {status}")
    return json.loads(answer)


def userinfo(server, token):
    """The bytes of the answer."""
    _, _, answer = Browser(server).ask("/oauth/v2/userinfo", None, {"Authorization": f"Bearer {token}"})
    return answer.encode()
