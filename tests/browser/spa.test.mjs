// SPDX-License-Identifier: Apache-2.0
// The guide's single-page application with an unmodified oidc-client-ts: sign-in, renewal, logout.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { singlePage } from './single_page.mjs';
import { authorizationRequest, configuration, demo, issuer, launch, signIn } from './world.mjs';

const signedIn = `Signed in as ${demo.user.user_name}`;

describe('oidc-client-ts', () => {
  let browser, application;
  before(async () => {
    browser = await launch();
    application = await singlePage('notes');
  });
  after(async () => {
    await browser?.close();
    await application?.close();
  });

  const says = (page, text) => page.locator('#person').getByText(text, { exact: true }).waitFor();

  async function opened(at = application) {
    const page = await (await browser.newContext()).newPage();
    await page.clock.install(); // Goes on as ever, until a test lets minutes pass.
    await page.goto(at.origin);
    await says(page, 'Nobody is signed in');
    return page;
  }

  async function signedInAt(at = application) {
    const page = await opened(at);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await signIn(page);
    await says(page, signedIn);
    return page;
  }

  /** In the page, with its `users`. */
  const within = (page, act, more) => page.evaluate(
    async ([text, given]) => (await eval(`(${text})`))((await import('/notes.js')).users, given), [`${act}`, more]);

  const tokensOf = (page) => within(page, async (users) => {
    const user = await users.getUser();
    return { ...user, expires_in: user.expires_in };
  });

  it('signs somebody in and knows their claims', async () => {
    const page = await signedInAt();
    const user = await tokensOf(page);
    assert.equal(user.profile.iss, issuer);
    assert.equal(user.profile.email, 'demo@example.com');
    assert.equal(user.scope, 'openid profile email offline_access');
    assert.equal(page.url(), `${application.origin}/`);
    await page.context().close();
  });

  it('renews by itself, by refresh token, before the access token ends', async () => {
    const page = await signedInAt();
    const first = await tokensOf(page);
    const renewed = page.waitForResponse((reply) => reply.url() === `${issuer}/oauth/v2/token`);
    await page.clock.fastForward((first.expires_in - 30) * 1000);
    const reply = await renewed;
    assert.equal(reply.status(), 200);
    assert.equal(new URLSearchParams(reply.request().postData()).get('grant_type'), 'refresh_token');
    await page.waitForFunction(
      async (old) => (await (await import('/notes.js')).users.getUser()).access_token !== old, first.access_token);
    const second = await tokensOf(page);
    assert.notEqual(second.refresh_token, first.refresh_token);
    assert.equal(second.profile.sub, first.profile.sub);
    await page.context().close();
  });

  it('knows when the session ended elsewhere and nothing is renewed', async () => {
    const page = await signedInAt();
    const { expires_in } = await tokensOf(page);
    const account = await page.context().newPage();
    await account.goto(`${issuer}/account`);
    await account.getByRole('button', { name: 'Sign out' }).click();
    await account.getByRole('heading', { name: 'You are signed out' }).waitFor();
    const renewed = page.waitForResponse((reply) => reply.url() === `${issuer}/oauth/v2/token`);
    await page.clock.fastForward((expires_in - 30) * 1000);
    assert.equal((await renewed).status(), 400);
    await page.clock.fastForward(60_000);
    await says(page, 'Nobody is signed in');
    await page.context().close();
  });

  /** What the library gets that has no refresh token and so asks in a hidden frame. */
  const inFrame = (page) => within(page, async (users) => {
    const asker = new window.oidc.UserManager({ ...users.settings, scope: 'openid', automaticSilentRenew: false });
    await asker.removeUser();
    return asker.signinSilent().then((user) => ({ sub: user.profile.sub }), ({ error }) => ({ error }));
  });

  it('is told login_required in a frame, where no browser sends the session of another site', async () => {
    const page = await signedInAt();
    assert.deepEqual(await inFrame(page), { error: 'login_required' });
    await page.context().close();
  });

  it('renews in a frame at an application of the same site', async (t) => {
    const near = await singlePage('notes-near', 'https', 'notes.muniment.localhost');
    t.after(() => near.close());
    const page = await signedInAt(near);
    const { profile } = await tokensOf(page);
    assert.deepEqual(await inFrame(page), { sub: profile.sub });
    await page.context().close();
  });

  it('learns in a new tab who is signed in, and asks nobody', async () => {
    const page = await signedInAt();
    const tab = await page.context().newPage();
    await tab.goto(application.origin);
    await says(tab, 'Nobody is signed in');
    await within(tab, (users) => void users.signinRedirect({ prompt: 'none' }));
    await says(tab, signedIn);
    await page.context().close();
  });

  it('shows no page of the issuer in a frame', async () => {
    const page = await opened();
    const refused = page.waitForEvent('console', (said) => said.text().includes('frame-ancestors'));
    const { url } = await authorizationRequest(await configuration('spa'));
    await page.evaluate((address) => {
      document.body.append(Object.assign(document.createElement('iframe'), { src: address }));
    }, url.href);
    await refused;
    await page.context().close();
  });

  it('signs out everywhere: the page, the session and the tokens', async () => {
    const page = await signedInAt();
    const { access_token, refresh_token } = await tokensOf(page);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await says(page, 'Nobody is signed in');
    assert.equal(page.url(), `${application.origin}/`);
    const person = await fetch(`${issuer}/oauth/v2/userinfo`, { headers: { authorization: `Bearer ${access_token}` } });
    assert.equal(person.status, 401);
    const refreshed = await fetch(`${issuer}/oauth/v2/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token', client_id: 'notes', refresh_token }),
    });
    assert.equal((await refreshed.json()).error, 'invalid_grant');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Password').waitFor();
    await page.context().close();
  });
});
