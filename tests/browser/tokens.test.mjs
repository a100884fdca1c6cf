// SPDX-License-Identifier: Apache-2.0
// Refreshing, introspection and revocation by an unmodified relying-party library.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as oidc from 'openid-client';
import {
  authorizationRequest, configuration, configurationOf, demo, enterClient, issuer, launch, relyingParty, signIn,
} from './world.mjs';

const offline = { scope: 'openid profile email offline_access', prompt: 'consent' };

describe('tokens', () => {
  let browser, party;
  before(async () => {
    browser = await launch();
    party = await relyingParty();
  });
  after(async () => {
    await browser?.close();
    await party?.close();
  });

  /** Tokens for somebody who signs in and allows what is asked. */
  async function tokensOf(config, more = offline) {
    const { url, checks } = await authorizationRequest(config, more);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(url.href);
    await signIn(page);
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    const tokens = await oidc.authorizationCodeGrant(config, await party.called(), checks);
    await context.close();
    return tokens;
  }

  const refused = (what) => assert.rejects(what, { error: 'invalid_grant' });

  for (const client of ['web', 'spa']) {
    it(`are refreshed by the ${client} client, again and again`, async () => {
      const config = await configuration(client);
      const first = await tokensOf(config);
      let newest = first;
      for (let i = 0; i < 3; ++i) {
        const next = await oidc.refreshTokenGrant(config, newest.refresh_token);
        assert.notEqual(next.refresh_token, newest.refresh_token);
        assert.equal(next.claims().sub, first.claims().sub);
        assert.equal(next.claims().auth_time, first.claims().auth_time);
        newest = next;
      }
      const person = await oidc.fetchUserInfo(config, newest.access_token, first.claims().sub);
      assert.equal(person.preferred_username, demo.user.user_name);
    });
  }

  it('are refreshed by nobody who did not ask to', async () => {
    const tokens = await tokensOf(await configuration('spa'), { prompt: 'consent' });
    assert.equal(tokens.refresh_token, undefined);
    assert.equal(tokens.scope, 'openid profile email');
  });

  it('of a family end when a token comes back that was replaced', async () => {
    const config = await configuration('spa');
    const first = await tokensOf(config);
    const second = await oidc.refreshTokenGrant(config, first.refresh_token);
    const third = await oidc.refreshTokenGrant(config, second.refresh_token);
    await refused(oidc.refreshTokenGrant(config, first.refresh_token));
    await refused(oidc.refreshTokenGrant(config, third.refresh_token));
  });

  it('come again for a reply that was lost, and for 64 askers at once', async () => {
    const config = await configuration('web');
    const { refresh_token } = await tokensOf(config);
    const all = await Promise.all(Array.from({ length: 64 }, () => oidc.refreshTokenGrant(config, refresh_token)));
    assert.equal(new Set(all.map((each) => each.refresh_token)).size, 1);
  });

  it('may be asked for with fewer scopes, and not with more', async () => {
    const config = await configuration('spa');
    const { refresh_token } = await tokensOf(config);
    await assert.rejects(oidc.refreshTokenGrant(config, refresh_token, { scope: 'openid admin:write' }),
                         { error: 'invalid_scope' });
    const fewer = await oidc.refreshTokenGrant(config, refresh_token, { scope: 'openid' });
    assert.equal(fewer.scope, 'openid');
    const person = await oidc.fetchUserInfo(config, fewer.access_token, fewer.claims().sub);
    assert.deepEqual(Object.keys(person), ['sub']);
  });

  it('are introspected by who may, until they are revoked', async () => {
    const api = await configurationOf(enterClient('--name', 'API', '--introspection'));
    const config = await configuration('web');
    const tokens = await tokensOf(config);
    for (const kind of ['access_token', 'refresh_token']) {
      const told = await oidc.tokenIntrospection(api, tokens[kind]);
      assert.equal(told.active, true, kind);
      assert.equal(told.client_id, demo.web.client_id);
      assert.equal(told.sub, tokens.claims().sub);
      assert.equal(told.scope, 'openid profile email offline_access');
    }
    await assert.rejects(oidc.tokenIntrospection(config, tokens.access_token), { error: 'unauthorized_client' });
    await oidc.tokenRevocation(config, tokens.refresh_token);
    for (const kind of ['access_token', 'refresh_token'])
      assert.deepEqual(await oidc.tokenIntrospection(api, tokens[kind]), { active: false });
    await refused(oidc.refreshTokenGrant(config, tokens.refresh_token));
    await oidc.tokenRevocation(config, 'nobody knows this');
  });

  it('are revoked by their own client only', async () => {
    const tokens = await tokensOf(await configuration('web'));
    await assert.rejects(oidc.tokenRevocation(await configuration('spa'), tokens.access_token),
                         { error: 'invalid_grant' });
  });

  it('are given for a secret in the body where that is registered, and only there', async () => {
    const client = enterClient('--name', 'Poster', '--auth-method', 'client_secret_post', '--first-party');
    const posting = await configurationOf(client, oidc.ClientSecretPost(client.client_secret));
    const basic = await configurationOf(client);
    const { url, checks } = await authorizationRequest(posting);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(url.href);
    await signIn(page);
    const callback = await party.called();
    await context.close();
    await assert.rejects(oidc.authorizationCodeGrant(basic, callback, checks), (error) => error.status === 401);
    assert.ok((await oidc.authorizationCodeGrant(posting, callback, checks)).access_token);
  });

  it('are for scripts of the client\'s origin, and of no other', async () => {
    const { refresh_token, access_token } = await tokensOf(await configuration('spa'));
    const page = await (await browser.newContext()).newPage();
    const fetched = async (base) => {
      await page.goto(base);
      return page.evaluate(async ([issuer, client_id, refresh_token, access_token]) => {
        const form = (more) => ({ method: 'POST', body: new URLSearchParams({ client_id, ...more }) });
        const told = {};
        for (const [name, url, options] of [
          ['discovery', '/.well-known/openid-configuration'],
          ['keys', '/oauth/v2/keys'],
          ['userinfo', '/oauth/v2/userinfo', { headers: { authorization: `Bearer ${access_token}` } }],
          ['denied', '/oauth/v2/userinfo', { headers: { authorization: 'Bearer x' } }],
          ['token', '/oauth/v2/token', form({ grant_type: 'refresh_token', refresh_token })],
          ['revoke', '/oauth/v2/revoke', form({ token: 'nothing' })],
        ]) told[name] = await fetch(issuer + url, options).then((reply) => reply.status, () => 'hidden');
        return told;
      }, [issuer, demo.spa.client_id, refresh_token, access_token]);
    };
    assert.deepEqual(await fetched(new URL('/page', demo.spa.redirect_uri).href),
                     { discovery: 200, keys: 200, userinfo: 200, denied: 401, token: 200, revoke: 200 });
    const hidden = await fetched('about:blank');
    assert.deepEqual(new Set(Object.values(hidden)), new Set(['hidden']));
    await page.context().close();
  });

  it('are taken from no address', async () => {
    const { access_token } = await tokensOf(await configuration('web'));
    for (const path of ['/oauth/v2/userinfo', '/oauth/v2/keys', '/admin/users', '/account']) {
      const reply = await fetch(`${issuer}${path}?access_token=${access_token}`, { redirect: 'manual' });
      assert.equal(reply.status, 400, path);
      const challenge = reply.headers.get('www-authenticate');
      const told = ['/oauth/v2/userinfo', '/admin/users'].includes(path);
      assert.equal(challenge, told ? `Bearer realm="${issuer}", error="invalid_request"` : null, path);
    }
  });
});
