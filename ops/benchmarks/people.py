# SPDX-License-Identifier: Apache-2.0
"""A person who signs in as a browser without scripts would, and what their clients ask."""

import base64
import hashlib
import json
import secrets
import urllib.parse

from browser import Browser


def enter_person(server, name):
    """A person with a password of their own."""
    password = secrets.token_urlsafe(16)
    server.muniment("user", "create", "-w", "demo", "--user-name", name, "--password-stdin",
                    typed=f"{password}\n")
    return {"user_name": name, "password": password}


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


def own_tokens(server, client, count):
    """Tokens of a client for itself."""
    browser = Browser(server)
    return [_asked_for_tokens(browser, client, {"grant_type": "client_credentials"})["access_token"]
            for _ in range(count)]


def code_for(browser, client, person, scope):
    """The code of a flow, with a login if there is no session."""
    status, location, page = browser.ask(
        "/oauth/v2/authorize?" + urllib.parse.urlencode(authorization_request(client, scope)))
    for _ in range(6):
        if status >= 400:
            break
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


def sign_in(server, client, scope="openid profile email", browser=None, person=None):
    """The tokens of a code flow, by the demo's person if nobody else is named."""
    browser = browser or Browser(server)
    try:
        code = code_for(browser, client, person or server.demo["user"], scope)
        return _asked_for_tokens(browser, client, {**redemption(client), "code": code})
    finally:
        # The server would hang up on it before it is used again.
        browser.close()


def refreshed(server, client, given):
    return _asked_for_tokens(Browser(server), client, {"grant_type": "refresh_token",
                                                       "refresh_token": given["refresh_token"]})


def userinfo(server, token):
    """The bytes of the answer."""
    status, _, answer = Browser(server).ask("/oauth/v2/userinfo", None, {"Authorization": f"Bearer {token}"})
    if status != 200:
        raise RuntimeError(f"nobody was told of: status {status}")
    return answer.encode()


def introspected(server, client, token):
    """The bytes of the answer."""
    _, _, answer = Browser(server).ask("/oauth/v2/introspect", {"token": token},
                                       {"Authorization": f"Basic {basic(client)}"})
    if not json.loads(answer)["active"]:
        raise RuntimeError("the token is not good")
    return answer.encode()
