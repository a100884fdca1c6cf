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

    def cookie_line(self):
        return "; ".join(f"{each.name}={each.value}" for each in self.cookies)

    def submit(self, page, **more):
        form = _Form(page)
        return self.ask(form.action, {**form.fields, **more}, {"Origin": self.issuer})


def basic(client):
    pair = ":".join(urllib.parse.quote_plus(client[each]) for each in ("client_id", "client_secret"))
    return base64.b64encode(pair.encode()).decode()


# One for all: what it costs the server does not depend on it.
_VERIFIER = secrets.token_urlsafe(48)


def authorization_request(client, scope):
    challenge = base64.urlsafe_b64encode(hashlib.sha256(_VERIFIER.encode()).digest()).rstrip(b"=").decode()
    return {"response_type": "code", "client_id": client["client_id"],
            "redirect_uri": client["redirect_uri"], "scope": scope, "state": "s", "nonce": "n",
            "code_challenge": challenge, "code_challenge_method": "S256"}


def redemption(client):
    """The form that redeems a code, without the code."""
    return {"grant_type": "authorization_code", "redirect_uri": client["redirect_uri"],
            "code_verifier": _VERIFIER}


def _asked_for_tokens(browser, client, form):
    status, _, answer = browser.ask("/oauth/v2/token", form, {"Authorization": f"Basic {basic(client)}"})
    if status != 200:
        raise RuntimeError(f"no tokens were given: status {status}")
    return json.loads(answer)


def _code(browser, client, person, scope):
    """The code of a flow, with a login if there is no session."""
    status, location, page = browser.ask(
        "/oauth/v2/authorize?" + urllib.parse.urlencode(authorization_request(client, scope)))
    for _ in range(6):
        if location and location.startswith(client["redirect_uri"]):
            return urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)["code"][0]
        if location:
            status, location, page = browser.ask(location)
        elif 'type="password"' in page:
            status, location, page = browser.submit(page, user_name=person["user_name"],
                                                    password=person["password"])
        else:
            status, location, page = browser.submit(page)
    raise RuntimeError(f"the code flow stopped with status {status}")


def sign_in(server, client, scope="openid profile email", browser=None):
    """The tokens of a code flow by the demo's person."""
    browser = browser or Browser(server)
    code = _code(browser, client, server.demo["user"], scope)
    return _asked_for_tokens(browser, client, {**redemption(client), "code": code})


def refreshed(server, client, given):
    return _asked_for_tokens(Browser(server), client, {"grant_type": "refresh_token",
                                                       "refresh_token": given["refresh_token"]})


def userinfo(server, token):
    """The bytes of the answer."""
    _, _, answer = Browser(server).ask("/oauth/v2/userinfo", None, {"Authorization": f"Bearer {token}"})
    return answer.encode()


def introspected(server, client, token):
    """The bytes of the answer."""
    _, _, answer = Browser(server).ask("/oauth/v2/introspect", {"token": token},
                                       {"Authorization": f"Basic {basic(client)}"})
    if not json.loads(answer)["active"]:
        raise RuntimeError("the token is not good")
    return answer.encode()
