// SPDX-License-Identifier: Apache-2.0
// An unmodified, certified relying-party library, with a person at a browser.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as oidc from 'openid-client';
import {
  authorizationRequest, configuration, demo, issuer, launch, postedByParty, relyingParty, signIn,
} from './world.mjs';

describe('code flow', () => {
  let browser, party;
  before(async () => {
    browser = await launch();
    party = await relyingParty();
  });
  after(async () => {
    await browser?.close();
    await party?.close();
  });

  /** A code, got by signing in with a browser that nobody is signed in at. */
  async function authorized(config, more) {
    const { url, checks } = await authorizationRequest(config, more);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(url.href);
    await signIn(page);
    const callback = await party.called();
    await context.close();
    return { callback, checks };
  }

  for (const client of ['web', 'spa']) {
    it(`gives the ${client} client tokens and the person's claims`, async () => {
      const config = await configuration(client);
      const { callback, checks } = await authorized(config);
      assert.equal(callback.searchParams.get('iss'), issuer);
      const tokens = await oidc.authorizationCodeGrant(config, callback, checks);
      const claims = tokens.claims();
      assert.equal(claims.iss, issuer);
      assert.equal(claims.aud, demo[client].client_id);
      assert.equal(tokens.token_type, 'bearer');
      assert.ok(tokens.expiresIn() > 0 && tokens.expiresIn() <= 600);
      const person = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
      assert.equal(person.email, 'demo@example.com');
      assert.equal(person.email_verified, true);
      assert.equal(person.preferred_username, demo.user.user_name);
    });
  }

  it('gives only what was asked for', async () => {
    const config = await configuration('spa');
    const { callback, checks } = await authorized(config, { scope: 'openid' });
    const tokens = await oidc.authorizationCodeGrant(config, callback, checks);
    const person = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
    assert.deepEqual(Object.keys(person), ['sub']);
  });

  it('brings a state of 2,048 octets back, whatever it holds', async () => {
    const config = await configuration('web');
    const state = '%&=+ "<>\u017e'.repeat(204) + '%'.repeat(8);
    assert.equal(Buffer.byteLength(state), 2048);
    const { callback, checks } = await authorized(config, { state });
    assert.ok((await oidc.authorizationCodeGrant(config, callback, { ...checks, expectedState: state })).access_token);
  });

  it('refuses a code that comes back, and revokes what it gave', async () => {
    const config = await configuration('web');
    const { callback, checks } = await authorized(config);
    const tokens = await oidc.authorizationCodeGrant(config, callback, checks);
    await assert.rejects(oidc.authorizationCodeGrant(config, callback, checks), { error: 'invalid_grant' });
    await assert.rejects(oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub),
                         (error) => error.cause?.[0]?.parameters?.error === 'invalid_token' || error.status === 401);
  });

  it('refuses a wrong verifier without burning the code', async () => {
    const config = await configuration('web');
    const { callback, checks } = await authorized(config);
    const wrong = { ...checks, pkceCodeVerifier: oidc.randomPKCECodeVerifier() };
    await assert.rejects(oidc.authorizationCodeGrant(config, callback, wrong), { error: 'invalid_grant' });
    assert.ok((await oidc.authorizationCodeGrant(config, callback, checks)).access_token);
  });

  it('refuses a wrong client secret', async () => {
    const config = await oidc.discovery(new URL(issuer), demo.web.client_id, 'wrong',
                                        oidc.ClientSecretBasic('wrong'));
    const { callback, checks } = await authorized(config);
    await assert.rejects(oidc.authorizationCodeGrant(config, callback, checks), (error) => error.status === 401);
  });

  it('asks nobody twice: a session gives a code at once', async () => {
    const config = await configuration('spa');
    const context = await browser.newContext();
    const page = await context.newPage();
    const first = await authorizationRequest(config);
    await page.goto(first.url.href);
    await signIn(page);
    await party.called(page);
    const second = await authorizationRequest(config, { prompt: 'none' });
    await page.goto(second.url.href);
    const callback = await party.called();
    assert.ok(await oidc.authorizationCodeGrant(config, callback, second.checks));
    const again = await authorizationRequest(config, { prompt: 'login' });
    await page.goto(again.url.href);
    assert.match(page.url(), /\/login\?/);
    await context.close();
  });

  // The session cookie does not come with the form; it does when the browser is sent on by GET.
  it('finds the session too when a form of the relying party\'s page asks', async () => {
    const config = await configuration('web');
    const page = await (await browser.newContext()).newPage();
    await page.goto((await authorizationRequest(config)).url.href);
    await signIn(page);
    await party.called(page);
    const { url, checks } = await authorizationRequest(config, { prompt: 'none' });
    const { authorization_endpoint } = config.serverMetadata();
    const posted = page.waitForRequest((request) => request.method() === 'POST');
    await postedByParty(page, authorization_endpoint, Object.fromEntries(url.searchParams));
    const callback = await party.called(page);
    assert.equal((await posted).url(), authorization_endpoint);
    assert.equal(await (await posted).headerValue('cookie'), null);
    assert.ok((await oidc.authorizationCodeGrant(config, callback, checks)).access_token);
    await page.context().close();
  });

  it('says login_required to prompt=none without a session', async () => {
    const config = await configuration('spa');
    const { url, checks } = await authorizationRequest(config, { prompt: 'none' });
    const reply = await fetch(url, { redirect: 'manual' });
    const target = new URL(reply.headers.get('location'));
    assert.equal(target.searchParams.get('error'), 'login_required');
    assert.equal(target.searchParams.get('state'), checks.expectedState);
    assert.equal(target.searchParams.get('iss'), issuer);
  });
});
