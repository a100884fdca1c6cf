// SPDX-License-Identifier: Apache-2.0
// What a third party is allowed, once and for all or until it is asked anew; and who goes on.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as oidc from 'openid-client';
import {
  authorizationRequest, configuration, configurationOf, demo, enterClient, launch, relyingParty, signIn,
  signInByKeyboard,
} from './world.mjs';

/** Presses a button by keyboard alone, to which so many Tabs lead from where the page begins. */
async function press(page, name, tabs) {
  const button = page.getByRole('button', { name, exact: true });
  await button.waitFor();
  for (let at = 0; at < tabs; ++at) await page.keyboard.press('Tab');
  await button.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
}

describe('consent', () => {
  let browser, party;
  before(async () => {
    browser = await launch();
    party = await relyingParty();
  });
  after(async () => {
    await browser?.close();
    await party?.close();
  });

  it('is asked of a third party once for the same scopes', async () => {
    const config = await configurationOf(enterClient('--name', 'Third Party'));
    const page = await (await browser.newContext()).newPage();
    const ask = async (more) => page.goto((await authorizationRequest(config, more)).url.href);
    const allow = page.getByRole('button', { name: 'Allow', exact: true });
    await ask({ scope: 'openid' });
    await signIn(page);
    await allow.click();
    assert.ok((await party.called(page)).searchParams.get('code'));
    await ask({ scope: 'openid', prompt: 'none' });
    assert.ok((await party.called(page)).searchParams.get('code'), 'not asked again');
    await ask({ scope: 'openid email', prompt: 'none' });
    assert.equal((await party.called(page)).searchParams.get('error'), 'consent_required');
    await ask({ scope: 'openid email' });
    await allow.click();
    assert.ok((await party.called(page)).searchParams.get('code'));
    await ask({ scope: 'openid', prompt: 'none' });
    assert.ok((await party.called(page)).searchParams.get('code'), 'what was allowed before still is');
    await ask({ scope: 'openid', prompt: 'consent' });
    await page.getByRole('button', { name: 'Do not allow' }).click();
    assert.equal((await party.called(page)).searchParams.get('error'), 'access_denied');
    await page.context().close();
  });

  /** What a new third party is answered when somebody signs in and presses that button, all by keyboard. */
  async function answeredByKeyboard(name, tabs) {
    const config = await configurationOf(enterClient('--name', 'Third Party'));
    const { url, checks } = await authorizationRequest(config, { scope: 'openid' });
    const page = await (await browser.newContext()).newPage();
    await page.goto(url.href);
    await signInByKeyboard(page);
    await press(page, name, tabs);
    const callback = await party.called(page);
    await page.context().close();
    return { config, callback, checks };
  }

  it('is given by keyboard alone', async () => {
    const { config, callback, checks } = await answeredByKeyboard('Allow', 1);
    const tokens = await oidc.authorizationCodeGrant(config, callback, checks);
    assert.equal(tokens.claims().aud, config.clientMetadata().client_id);
    assert.equal(tokens.scope, 'openid');
  });

  it('is refused by keyboard alone', async () => {
    const { callback, checks } = await answeredByKeyboard('Do not allow', 2);
    const told = ['error', 'state', 'code'].map((name) => callback.searchParams.get(name));
    assert.deepEqual(told, ['access_denied', checks.expectedState, null]);
  });

  it('is not asked of a first party', async () => {
    const config = await configuration('web');
    const { url, checks } = await authorizationRequest(config, { scope: 'openid offline_access' });
    const page = await (await browser.newContext()).newPage();
    await page.goto(url.href);
    await signIn(page);
    const tokens = await oidc.authorizationCodeGrant(config, await party.called(page), checks);
    assert.ok(tokens.refresh_token);
    await page.context().close();
  });
});

describe('a choice of account', () => {
  let browser, party;
  before(async () => {
    browser = await launch();
    party = await relyingParty();
  });
  after(async () => {
    await browser?.close();
    await party?.close();
  });

  it('goes on as who is signed in, or lets somebody else sign in', async () => {
    const config = await configuration('spa');
    const page = await (await browser.newContext()).newPage();
    const ask = async (more) => page.goto((await authorizationRequest(config, more)).url.href);
    await ask({ prompt: 'select_account' });
    await signIn(page);
    assert.ok((await party.called(page)).searchParams.get('code'), 'there was no choice yet');
    await ask({ prompt: 'select_account' });
    await page.getByRole('button', { name: /^Continue as / }).click();
    assert.ok((await party.called(page)).searchParams.get('code'));
    await ask({ prompt: 'select_account' });
    await page.getByRole('button', { name: 'Use another account' }).click();
    await page.getByLabel('User name').fill(demo.user.user_name);
    await signIn(page);
    assert.ok((await party.called(page)).searchParams.get('code'));
    await page.context().close();
  });

  it('is made by keyboard alone', async () => {
    const config = await configuration('spa');
    const page = await (await browser.newContext()).newPage();
    const ask = async () => page.goto((await authorizationRequest(config, { prompt: 'select_account' })).url.href);
    const hasCode = async () => assert.ok((await party.called(page)).searchParams.get('code'));
    await ask();
    await signInByKeyboard(page);
    await hasCode();
    await ask();
    await press(page, /^Continue as /, 1);
    await hasCode();
    await ask();
    await press(page, 'Use another account', 2);
    await signInByKeyboard(page);
    await hasCode();
    await page.context().close();
  });

  it('is as every hint no obstacle: display, ui_locales, login_hint, acr_values', async () => {
    const config = await configuration('spa');
    const { url } = await authorizationRequest(config, {
      display: 'popup', ui_locales: 'fr-CA fr en', claims_locales: 'de', acr_values: 'a b', login_hint: demo.user.user_name,
    });
    const page = await (await browser.newContext()).newPage();
    await page.goto(url.href);
    assert.equal(await page.getByLabel('User name').inputValue(), demo.user.user_name);
    await page.context().close();
  });
});
