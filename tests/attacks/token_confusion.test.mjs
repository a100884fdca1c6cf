// SPDX-License-Identifier: Apache-2.0
// Tokens that nobody signed here, or that were signed for something else, at every door that takes one.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { answerAt, askToken, authorizationRequest, Browser, isActive, tokensFor } from './browser.mjs';
import { forgeries, read } from './forgeries.mjs';
import {
  administer, adminToken, ask, at, basic, bearer, claimsOf, client, controlToken, each, exchange, issuer, issuerOf,
  leftNothing, neighbour, operator, person, refused,
} from './world.mjs';

const scopes = ['openid', 'profile', 'offline_access', 'admin:read', 'admin:write'];
const wanted = { scope: scopes.join(' ') };
let browser, api, by, leaving;

/** A client of each algorithm, and what it got. */
async function holders() {
  return Object.fromEntries(await each(['RS256', 'PS256', 'ES256', 'EdDSA'], async (algorithm) => {
    const one = await client('web', { algorithm, scopes, post_logout_redirect_uris: ['https://app.example/out'] });
    return [algorithm, { client: one, ...(await tokensFor(browser, one, wanted)) }];
  }));
}

before(async () => {
  const administrator = await person();
  await administer('POST', `/users/${administrator.id}/grant-role`, { project: 'default', role: 'workspace.admin' });
  [browser, api] = await Promise.all([new Browser().signIn(administrator), client('web', { may_introspect: true })]);
  by = await holders();
  leaving = await holders();
});

/** Every door: which of the tokens is for it, how it is tried, that it opened, and how it stays shut. */
const doors = {
  userinfo: {
    takes: 'access_token',
    tried: (token) => ask('GET', at('/oauth/v2/userinfo'), { headers: bearer(token) }),
    opened: (reply) => reply.status === 200,
    shut: (reply) => // 400 for what has not the shape of any token (RFC 6750 section 3.1).
      (reply.status === 400 ? refused(reply, 400, 'invalid_request') : refused(reply, 401, 'invalid_token')),
  },
  'the admin API': {
    takes: 'access_token',
    tried: (token) => ask('GET', at('/admin/users'), { headers: bearer(token) }),
    opened: (reply) => reply.status === 200,
    shut: (reply) => refused(reply, 401, 'unauthorized'),
  },
  introspection: {
    takes: 'access_token',
    tried: (token) => askToken(api, { token }, issuer, '/oauth/v2/introspect'),
    opened: (reply) => reply.json().active === true,
    shut: (reply) => assert.deepEqual([reply.status, reply.json()], [200, { active: false }]),
  },
  'token exchange': {
    takes: 'control',
    tried: (token) => exchange(token, 'demo'),
    opened: (reply) => reply.status === 200,
    shut: (reply) => refused(reply, 400, 'invalid_request'),
  },
  'the control plane': {
    takes: 'control',
    tried: (token) => ask('GET', at('/control/workspaces', operator.control), { headers: bearer(token) }),
    opened: (reply) => reply.status === 200,
    shut: (reply) => refused(reply, 401, 'unauthorized'),
  },
  'a hint at an authorization request': {
    takes: 'id_token',
    tried: (token, { client: one }) =>
      browser.get(authorizationRequest(one, { prompt: 'none', id_token_hint: token }).path),
    opened: (reply) => Boolean(answerAt(reply, 'https://app.example/callback').code),
    shut: (reply) => {
      const answer = answerAt(reply, 'https://app.example/callback');
      assert.deepEqual([answer.error, answer.code], ['invalid_request', undefined]);
    },
  },
  'a hint at a logout': { // It ends what its client got, so those are others.
    takes: 'id_token',
    of: () => leaving,
    tried: (token, { client: { client_id } }) => ask('GET', at(`/oauth/v2/end_session?${new URLSearchParams({
      client_id, id_token_hint: token, post_logout_redirect_uri: 'https://app.example/out' })}`)),
    opened: (reply) => reply.headers.location === 'https://app.example/out',
    shut: (reply) => assert.deepEqual([reply.status, reply.headers.location], [303, '/account/signed-out']),
  },
};

/** The token that a door takes, with each algorithm that there is one of. */
async function keysTo({ takes, of = () => by }) {
  if (takes === 'control') return [{ token: await controlToken() }];
  return Object.values(of()).map((given) => ({ ...given, token: given[takes] }));
}

const sets = new Map();
async function jwkOf({ header: { kid }, claims: { iss } }) {
  if (!sets.has(iss)) sets.set(iss, (await ask('GET', at('/oauth/v2/keys', iss))).json().keys);
  return sets.get(iss).find((key) => key.kid === kid);
}

/** What does not fit into a header field, or into an address, is refused before any door: framing. */
const fits = ({ takes }, token) =>
  (takes === 'id_token' ? encodeURIComponent(token).length < 6_000 : token.length < 15_000);

for (const [name, door] of Object.entries(doors))
  describe(`${name}`, () => {
    it('opens to the token that is for it, with every algorithm', async () => {
      for (const key of await keysTo(door)) assert.ok(door.opened(await door.tried(key.token, key)));
    });

    for (const [how, forge] of Object.entries(forgeries))
      it(`stays shut to a token ${how}`, async () => {
        for (const key of await keysTo(door)) {
          const genuine = read(key.token);
          const forged = forge(genuine, await jwkOf(genuine))
            .filter((token) => token !== key.token && fits(door, token));
          assert.notEqual(forged.length, 0, 'none of them fits this door');
          const tried = await each(forged, async (token) => {
            const reply = await door.tried(token, key);
            door.shut(reply);
            return reply;
          });
          await leftNothing(...tried);
        }
      });

    it('stays open to the genuine one afterwards', async () => {
      for (const key of await keysTo(door)) assert.ok(door.opened(await door.tried(key.token, key)));
    });
  });

describe('a token that was signed here for something else', () => {
  const resources = ['userinfo', 'the admin API'];
  const control = ['token exchange', 'the control plane'];
  const hints = ['a hint at an authorization request', 'a hint at a logout'];

  async function shutAt(names, token, given = by.RS256) {
    for (const name of names) doors[name].shut(await doors[name].tried(token, given));
  }

  it('opens no other door: ID, access and refresh token, code', async () => {
    for (const given of Object.values(by)) {
      for (const token of [given.id_token, given.refresh_token, given.code])
        await shutAt([...resources, ...control], token, given);
      await shutAt(['introspection'], given.id_token, given);
      for (const token of [given.access_token, given.refresh_token, given.code]) await shutAt(hints, token, given);
    }
  });

  it('under the key of another algorithm opens nothing', async () => {
    for (const given of Object.values(by))
      for (const other of Object.values(by)) {
        if (other === given) continue;
        const [, claims, signature] = given.access_token.split('.');
        const [header] = other.access_token.split('.');
        await shutAt([...resources, 'introspection'], `${header}.${claims}.${signature}`, given);
      }
  });

  it('for another client is no hint of this one', async () => {
    const { RS256: one, ES256: other } = by;
    await shutAt(['a hint at an authorization request'], other.id_token, one);
    const reply = await doors['a hint at a logout'].tried(other.id_token, one);
    assert.deepEqual([reply.status, reply.headers.location], [400, undefined]);
  });

  it('at the neighbour\'s opens nothing here', async () => {
    const slug = await neighbour();
    const there = await new Browser(slug).signIn(await person({}, slug));
    const one = await client('web', { scopes }, slug);
    const tokens = await tokensFor(there, one, wanted);
    await shutAt([...resources, ...control, 'introspection'], tokens.access_token);
    await shutAt(hints, tokens.id_token);
    await shutAt([...resources, ...control, 'introspection'], await adminToken(slug));
  });

  it('for another audience opens nothing (CVE-2026-55669)', async () => {
    const plain = await tokensFor(browser, by.RS256.client, { scope: 'openid' });
    await shutAt(['the admin API'], plain.access_token);
    await shutAt(['userinfo'], await adminToken());
    for (const token of [plain.access_token, by.RS256.access_token, await adminToken(), await adminToken('system')])
      await shutAt(control, token);
    await shutAt(['the admin API'], await controlToken());
    const headers = bearer(await controlToken());
    refused(await ask('GET', at('/admin/users', operator.issuer), { headers }), 401, 'unauthorized');
  });

  it('for a service is for its resource only', async () => {
    const service = await client('service', { scopes: ['orders', 'admin:read'] });
    const own = async (form) => askToken(service, { grant_type: 'client_credentials', ...form });
    const orders = (await own({ scope: 'orders' })).json().access_token;
    await shutAt([...resources, ...control], orders);
    for (const resource of [operator.control, issuerOf('system'), 'https://evil.example/', '*'])
      refused(await own({ scope: 'orders', resource }), 400, 'invalid_target', resource);
    for (const scope of ['admin:write', 'openid', 'orders admin:write', '*'])
      refused(await own({ scope }), 400, 'invalid_scope', scope);
  });

  it('gains no right by an exchange (CVE-2026-56668)', async () => {
    const headers = { authorization: basic(operator.client_id, operator.client_secret) };
    const form = { grant_type: 'client_credentials', scope: 'admin:read', resource: operator.control };
    const less = (await ask('POST', at('/oauth/v2/token', operator.issuer), { headers, form })).json().access_token;
    refused(await exchange(less, 'demo', { scope: 'admin:read admin:write' }), 400, 'invalid_scope');
    const reply = await exchange(less, 'demo');
    const { access_token, scope } = reply.json();
    assert.deepEqual([reply.status, scope, claimsOf(access_token).scope], [200, 'admin:read', 'admin:read']);
    const writing = (url, token, json) => ask('POST', url, { headers: bearer(token), json });
    refused(await writing(at('/admin/users'), access_token, { user_name: 'nobody' }), 403, 'insufficient_scope');
    const workspaces = at('/control/workspaces', operator.control);
    refused(await writing(workspaces, less, { slug: 'nobody' }), 403, 'insufficient_scope');
    refused(await exchange(access_token, 'system'), 400, 'invalid_request');
  });
});

describe('a logout by a hint alone', () => {
  it('ends what its client got, and neither the session nor what others got in it', async () => {
    const [one, other] = await each(['ES256', 'ES256'], async (algorithm) => {
      const made = await client('web', { algorithm, scopes, post_logout_redirect_uris: ['https://app.example/out'] });
      return { client: made, ...(await tokensFor(browser, made, wanted)) };
    });
    const door = doors['a hint at a logout'];
    assert.ok(door.opened(await door.tried(one.id_token, one)));
    assert.deepEqual(await each([one, other], (given) => isActive(api, given.access_token)), [false, true]);
    assert.ok((await tokensFor(browser, other.client, { ...wanted, prompt: 'none' })).access_token);
  });
});

describe('a revocation', () => {
  it('by a forged token ends nothing (CVE-2020-15223)', async () => {
    for (const given of Object.values(by)) {
      const genuine = read(given.access_token);
      const jwk = await jwkOf(genuine);
      const forged = Object.values(forgeries).flatMap((forge) => forge(genuine, jwk))
        .filter((token) => token !== given.access_token);
      const tried = await each(forged, (token) => askToken(given.client, { token }, issuer, '/oauth/v2/revoke'));
      assert.deepEqual([...new Set(tried.map((reply) => reply.status))], [200]);
      await leftNothing(...tried);
      assert.equal(await isActive(api, given.access_token), true);
    }
  });
});
