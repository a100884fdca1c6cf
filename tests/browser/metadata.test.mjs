// SPDX-License-Identifier: Apache-2.0
// What the issuer says of itself, and what it answers to requests that no library would send.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { authorizationRequest, configuration, demo, issuer } from './world.mjs';

const discovery = `${issuer}/.well-known/openid-configuration`;

describe('metadata', () => {
  it('is reached by its printed address with curl and with Node', async () => {
    const text = execFileSync('curl', ['--silent', '--show-error', '--cacert', process.env.NODE_EXTRA_CA_CERTS, discovery]);
    assert.equal(JSON.parse(text).issuer, issuer);
    assert.equal((await (await fetch(discovery)).json()).issuer, issuer);
  });

  // OpenID Connect Discovery and RFC 8414 would let them differ: each has members that the other does not know.
  it('is the same under both well-known names, as a whole', async () => {
    const [one, other] = await Promise.all(
      [discovery, `${issuer}/.well-known/oauth-authorization-server`].map(async (url) => (await fetch(url)).json()));
    assert.equal(one.issuer, issuer);
    assert.deepEqual(other, one);
  });

  const unauthenticated = ['POST', 401, `Basic realm="${issuer}"`, /^{"error":"invalid_client",/];
  /** How each is asked, and what it must answer to a request without a parameter: status, field and body. */
  const endpoints = {
    authorization_endpoint: ['GET', 400, null, /<code>invalid_request<\/code>[^]*client_id is missing\./],
    end_session_endpoint: ['GET', 303, '/account/signed-out', /^$/],
    introspection_endpoint: unauthenticated,
    jwks_uri: ['GET', 200, null, /^{"keys":\[{/],
    revocation_endpoint: unauthenticated,
    token_endpoint: unauthenticated,
    userinfo_endpoint: ['GET', 401, `Bearer realm="${issuer}"`, /^{}$/],
  };

  it('names endpoints that answer a request without a parameter as they must, and no others', async () => {
    const document = await (await fetch(discovery)).json();
    const named = Object.keys(document).filter((key) => /_endpoint$|_uri$/.test(key));
    assert.deepEqual(named.sort(), Object.keys(endpoints));
    for (const [name, [method, status, field, body]] of Object.entries(endpoints)) {
      const form = method === 'POST' ? { body: new URLSearchParams() } : {};
      const reply = await fetch(document[name], { method, redirect: 'manual', ...form });
      assert.equal(reply.status, status, name);
      assert.equal(reply.headers.get('www-authenticate') ?? reply.headers.get('location'), field, name);
      assert.match(await reply.text(), body, name);
    }
  });

  it('publishes keys with an ETag that spares a second reading', async () => {
    const first = await fetch(`${issuer}/oauth/v2/keys`);
    const { keys } = await first.json();
    assert.ok(keys.length > 0 && keys.every((key) => key.kid && key.alg && !('d' in key)));
    const again = await fetch(`${issuer}/oauth/v2/keys`, { headers: { 'if-none-match': first.headers.get('etag') } });
    assert.equal(again.status, 304);
  });

  it('is not there for a workspace that is not there', async () => {
    const reply = await fetch(discovery.replace('//demo.', '//nobody.'));
    assert.equal(reply.status, 404);
    assert.equal((await reply.json()).code, 'tenant_not_found');
  });
});

describe('an authorization request', () => {
  const changed = async (change) => {
    const { url } = await authorizationRequest(await configuration('spa'));
    change(url.searchParams);
    return fetch(url, { redirect: 'manual' });
  };
  const redirected = (reply) => new URL(reply.headers.get('location')).searchParams;

  it('of an unknown client is an error page and no redirect', async () => {
    const reply = await changed((q) => q.set('client_id', 'nobody'));
    assert.equal(reply.status, 400);
    assert.equal(reply.headers.get('location'), null);
    assert.match(reply.headers.get('content-type'), /^text\/html/);
  });

  it('with a redirect URI that is not registered is an error page and no redirect', async () => {
    for (const uri of ['https://evil.example/', `${demo.spa.redirect_uri}/`, `${demo.spa.redirect_uri}?x`]) {
      const reply = await changed((q) => q.set('redirect_uri', uri));
      assert.equal(reply.status, 400, uri);
      assert.equal(reply.headers.get('location'), null, uri);
    }
  });

  it('without PKCE, or with plain, is refused at the redirect URI', async () => {
    for (const change of [(q) => q.delete('code_challenge'), (q) => q.set('code_challenge_method', 'plain')]) {
      const answer = redirected(await changed(change));
      assert.equal(answer.get('error'), 'invalid_request');
      assert.equal(answer.get('iss'), issuer);
    }
  });

  it('for another response type is refused', async () => {
    const answer = redirected(await changed((q) => q.set('response_type', 'token')));
    assert.equal(answer.get('error'), 'unsupported_response_type');
  });
});
