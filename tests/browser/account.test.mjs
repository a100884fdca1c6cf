// SPDX-License-Identifier: Apache-2.0
// What a person opens without any relying party: who is signed in, and the way out.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  authorizationRequest, configuration, demo, issuer, launch, relyingParty, signIn, signInByKeyboard,
} from './world.mjs';

describe('the account page', () => {
  let browser, party;
  before(async () => {
    browser = await launch();
    party = await relyingParty();
  });
  after(async () => {
    await browser?.close();
    await party?.close();
  });

  const account = `${issuer}/account`;

  async function opened(options, address = account) {
    const page = await (await browser.newContext(options)).newPage();
    await page.goto(address);
    return page;
  }

  async function signedIn(options) {
    const page = await opened(options);
    await signIn(page);
    await page.waitForURL(account);
    return page;
  }

  async function signOut(page) {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  }

  it('is come to and left by keyboard alone, from the name of the host', async () => {
    const page = await opened({}, `${issuer}/`);
    await signInByKeyboard(page);
    await page.waitForURL(account);
    await page.keyboard.press('Tab');
    await page.locator('a:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.locator('button:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#user_name:focus').waitFor();
    await page.context().close();
  });

  it('works without JavaScript', async () => {
    const page = await signedIn({ javaScriptEnabled: false });
    await signOut(page);
    await page.context().close();
  });

  it('says who is signed in, since when and how', async () => {
    const page = await signedIn({});
    const text = await page.locator('main').innerText();
    for (const part of [demo.user.user_name, 'demo@example.com', 'verified', 'with your password'])
      assert.ok(text.includes(part), `${part} in ${text}`);
    const since = new Date(await page.locator('time').getAttribute('datetime'));
    assert.ok(Math.abs(Date.now() - since) < 60_000, `${since}`);
    await page.context().close();
  });

  // Where pages are frozen when they are left and thawed by the back button, as with people; the
  // other tests run without.
  it('shows nothing to the back button after a sign-out', async (t) => {
    const freezing = await launch({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });
    t.after(() => freezing.close());
    const page = await (await freezing.newContext()).newPage();
    await page.goto(account);
    await signIn(page);
    await page.waitForURL(account);
    await signOut(page);
    await page.goBack();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor({ timeout: 10_000 });
    assert.ok(!(await page.content()).includes('demo@example.com'));
  });

  it('keeps a browser signed in that tried a wrong password first', async () => {
    const page = await opened({});
    await signIn(page, 'wrong');
    await page.getByRole('alert').waitFor();
    await signIn(page);
    await page.waitForURL(account);
    await page.reload();
    assert.equal(page.url(), account);
    await page.context().close();
  });

  /** What an authorization request that may ask nobody anything is answered. */
  async function silently(page) {
    const config = await configuration('spa');
    const { url } = await authorizationRequest(config, { prompt: 'none' });
    await page.goto(url.href);
    return (await party.called()).searchParams;
  }

  it('begins a session that a client can use, and ends it', async () => {
    const page = await signedIn({});
    assert.ok((await silently(page)).get('code'));
    await page.goto(account);
    await signOut(page);
    assert.equal((await silently(page)).get('error'), 'login_required');
    await page.context().close();
  });

  it('ends the session itself, not only the cookie', async () => {
    const page = await signedIn({});
    const cookies = await page.context().cookies();
    await signOut(page);
    assert.deepEqual(await page.context().cookies(), []);
    await page.context().addCookies(cookies);
    await page.goto(account);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.context().close();
  });

  it('is told under the strictest fields', async () => {
    const page = await signedIn({});
    const fields = (await page.reload()).headers();
    assert.equal(fields['cache-control'], 'no-store');
    assert.equal(fields['cross-origin-opener-policy'], 'same-origin');
    assert.equal(fields['cross-origin-resource-policy'], 'same-origin');
    assert.equal(fields['x-content-type-options'], 'nosniff');
    assert.match(fields['content-security-policy'],
                 /^default-src 'none'; style-src 'sha256-[^']+'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'$/);
    const [session] = await page.context().cookies();
    assert.deepEqual([session.name, session.httpOnly, session.secure, session.sameSite, session.path],
                     ['__Host-session', true, true, 'Lax', '/']);
    await page.context().close();
  });

  it('signs nobody out from elsewhere', async () => {
    const page = await signedIn({});
    const token = await page.locator('input[name=token]').getAttribute('value');
    const cookie = (await page.context().cookies()).map((each) => `${each.name}=${each.value}`).join('; ');
    for (const origin of [undefined, 'null', issuer.replace('//demo.', '//system.')]) {
      const reply = await fetch(`${account}/sign-out`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ token }),
        headers: { cookie, ...(origin && { origin }) },
      });
      assert.equal(reply.status, 403, `${origin}`);
    }
    await page.reload();
    assert.equal(page.url(), account);
    await page.context().close();
  });
});
