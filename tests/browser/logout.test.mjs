// SPDX-License-Identifier: Apache-2.0
// Logout that a relying party begins, and what is left afterwards.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as oidc from 'openid-client';
import {
  authorizationRequest, configuration, demo, issuer, launch, postedByParty, relyingParty, signedOutUri, signIn,
} from './world.mjs';

describe('logout', () => {
  let browser, party;
  before(async () => {
    browser = await launch();
    party = await relyingParty();
  });
  after(async () => {
    await browser?.close();
    await party?.close();
  });

  /** A browser that somebody signed in at, and the client's tokens. */
  async function signedIn(client = 'spa') {
    const config = await configuration(client);
    const { url, checks } = await authorizationRequest(config, { scope: 'openid offline_access' });
    const page = await (await browser.newContext()).newPage();
    await page.goto(url.href);
    await signIn(page);
    const tokens = await oidc.authorizationCodeGrant(config, await party.called(page), checks);
    return { config, page, tokens };
  }

  async function silently(config, page) {
    const { url } = await authorizationRequest(config, { prompt: 'none' });
    await page.goto(url.href);
    return (await party.called(page)).searchParams;
  }

  it('with an ID token leads back at once and ends session and tokens', async () => {
    const { config, page, tokens } = await signedIn();
    const url = oidc.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token, post_logout_redirect_uri: signedOutUri, state: 'bye',
    });
    await page.goto(url.href);
    const back = await party.called(page);
    assert.equal(back.pathname, '/signed-out');
    assert.deepEqual(Object.fromEntries(back.searchParams), { state: 'bye' });
    assert.equal((await silently(config, page)).get('error'), 'login_required');
    await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token), { error: 'invalid_grant' });
    await assert.rejects(oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub));
    await page.context().close();
  });

  it('by a form from the relying party\'s page does so too', async () => {
    const { config, page, tokens } = await signedIn('web');
    await postedByParty(page, config.serverMetadata().end_session_endpoint, {
      id_token_hint: tokens.id_token, post_logout_redirect_uri: signedOutUri,
    });
    assert.equal((await party.called(page)).pathname, '/signed-out');
    assert.equal((await silently(config, page)).get('error'), 'login_required');
    await page.context().close();
  });

  it('without one asks the person, who may stay, by keyboard alone', async () => {
    const { config, page } = await signedIn();
    const { end_session_endpoint } = config.serverMetadata();
    await page.goto(end_session_endpoint);
    await page.getByRole('heading', { name: 'Sign out?' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${issuer}/account`);
    await page.goto(end_session_endpoint);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    assert.equal((await silently(config, page)).get('error'), 'login_required');
    await page.context().close();
  });

  it('leads to no address that is not registered', async () => {
    const { config, page, tokens } = await signedIn();
    for (const uri of ['https://evil.example/', `${signedOutUri}/`, `${signedOutUri}?x`, demo.spa.redirect_uri]) {
      const url = oidc.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri: uri });
      assert.equal((await page.goto(url.href)).status(), 400, uri);
    }
    assert.ok((await silently(config, page)).get('code'));
    await page.context().close();
  });
});
