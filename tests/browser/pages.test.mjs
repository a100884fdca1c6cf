// SPDX-License-Identifier: Apache-2.0
// The pages a person sees: by mouse, by keyboard, without JavaScript, on a phone, to a screen reader.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import {
  authorizationRequest, configuration, configurationOf, demo, enterClient, enterWorkspace, issuer, launch, muniment,
  readsAs, relyingParty, signIn, signInByKeyboard, violations,
} from './world.mjs';
import { picture } from './pictures.mjs';

describe('pages', () => {
  let browser, party;
  before(async () => {
    browser = await launch();
    party = await relyingParty();
  });
  after(async () => {
    await browser?.close();
    await party?.close();
  });

  async function fresh(options) {
    return (await browser.newContext(options)).newPage();
  }

  /** At the first page of an authorization request. */
  async function opened(options, more) {
    const { url } = await authorizationRequest(await configuration('spa'), more);
    const page = await fresh(options);
    await page.goto(url.href);
    return page;
  }

  async function signedIn(options) {
    const page = await fresh(options);
    await page.goto(`${issuer}/account`);
    await signIn(page);
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    return page;
  }

  /**
   * At the page that leads on, once it has led on: the client answers that there is nothing to show, so the
   * browser stays.
   */
  async function staying(page, leave) {
    const callback = `${demo.web.redirect_uri}?**`;
    await page.route(callback, (route) => route.fulfill({ status: 204 }), { times: 1 });
    const led = page.waitForRequest(callback);
    await leave(page);
    await led;
    await page.getByRole('link', { name: /^Continue to / }).waitFor();
    return page;
  }

  /** Every page there is, and how to come to it. */
  const kinds = {
    login: (options) => opened(options),
    refused: async (options) => {
      const page = await opened(options);
      await signIn(page, 'wrong');
      await page.getByRole('alert').waitFor();
      return page;
    },
    // At a name that nobody has, so that nobody else's sign-in is paused with it.
    paused: async (options) => {
      const page = await opened(options);
      const nobody = `nobody-${randomUUID()}`;
      for (let tries = 0; tries < 7; ++tries) {
        const loaded = page.waitForEvent('load');
        await signInByKeyboard(page, 'wrong', nobody);
        await loaded;
      }
      await page.getByRole('heading', { name: 'Sign-in is paused' }).waitFor();
      return page;
    },
    consent: async (options) => {
      const page = await opened(options, { prompt: 'consent' });
      await signIn(page);
      await page.getByRole('button', { name: 'Do not allow' }).waitFor();
      return page;
    },
    onward: async (options) => staying(await opened(options), signIn),
    'choose-account': async (options) => {
      const page = await signedIn(options);
      const { url } = await authorizationRequest(await configuration('spa'), { prompt: 'select_account' });
      await page.goto(url.href);
      await page.getByRole('heading', { name: 'Choose an account' }).waitFor();
      return page;
    },
    'sign-out': async (options) => {
      const page = await signedIn(options);
      await page.goto(`${issuer}/oauth/v2/end_session?client_id=${demo.spa.client_id}`);
      await page.getByRole('heading', { name: 'Sign out?' }).waitFor();
      return page;
    },
    error: (options) => opened(options, { client_id: 'nobody' }),
    'not-allowed': async (options) => {
      const page = await fresh(options);
      assert.equal((await page.goto(`${issuer}/consent`)).status(), 405);
      return page;
    },
    'account-login': async (options) => {
      const page = await fresh(options);
      await page.goto(`${issuer}/account`);
      return page;
    },
    account: signedIn,
    'change-password': async (options) => {
      const page = await signedIn(options);
      await page.getByRole('link', { name: 'Change your password' }).click();
      await page.getByRole('heading', { name: 'Change your password' }).waitFor();
      return page;
    },
    'signed-out': async (options) => {
      const page = await signedIn(options);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
      return page;
    },
  };

  for (const [name, come] of Object.entries(kinds)) {
    for (const colorScheme of ['light', 'dark']) {
      it(`${name}, ${colorScheme}, has nothing that axe finds and fits a phone`, async () => {
        const page = await come({ colorScheme, viewport: { width: 360, height: 740 } });
        assert.deepEqual(await violations(page), []);
        await picture(page, `${name}-${colorScheme}-360`);
        await page.setViewportSize({ width: 1280, height: 800 });
        await picture(page, `${name}-${colorScheme}-1280`);
        await page.context().close();
      });
    }
    it(`${name} reads to a screen reader as a whole as it looks, without JavaScript`, async () => {
      const page = await come({ javaScriptEnabled: false });
      await readsAs(page, name);
      await page.context().close();
    });
  }

  it('fit a phone however long the names are that they tell', async () => {
    const phone = { viewport: { width: 360, height: 740 } };
    const name = 'W'.repeat(100);
    muniment('user', 'create', '--user-name', name, '--display-name', name, '--email', `${name}@example.com`);
    const { password } = muniment('user', 'set-password', name)[0];
    const page = await fresh(phone);
    const { url } = await authorizationRequest(await configurationOf(enterClient('--name', name)));
    await page.goto(url.href);
    await picture(page, 'login-long-360');
    await page.getByLabel('User name').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Choose your password' }).waitFor();
    await picture(page, 'new-password-long-360');
    await page.getByLabel('New password').fill('four words of mine');
    await page.getByLabel('The same again').fill('four words of mine');
    await page.getByRole('button', { name: 'Keep and sign in' }).click();
    await page.getByRole('button', { name: 'Do not allow' }).waitFor();
    await picture(page, 'consent-long-360');
    await staying(page, () => page.getByRole('button', { name: 'Allow', exact: true }).click());
    await picture(page, 'onward-long-360');
    url.searchParams.set('prompt', 'select_account');
    await page.goto(url.href);
    await page.getByRole('heading', { name: 'Choose an account' }).waitFor();
    await picture(page, 'choose-account-long-360');
    await page.goto(`${issuer}/account`);
    await picture(page, 'account-long-360');
    await page.goto(`${issuer}/account/password`);
    await picture(page, 'change-password-long-360');
    await page.context().close();
  });

  it('fit a phone however long the workspace is called', async () => {
    const page = await fresh({ viewport: { width: 360, height: 740 } });
    await page.goto(`${enterWorkspace('w'.repeat(50)).issuer}/account`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await picture(page, 'login-long-workspace-360');
    await page.context().close();
  });

  it('are not taken for shown when they are empty, or for fitting when they are too wide', async () => {
    const page = await fresh({ viewport: { width: 360, height: 740 } });
    await page.setContent('<!doctype html><body style="background: wheat">');
    await assert.rejects(picture(page, 'control'), /control is empty/);
    await page.setContent('<!doctype html><body style="margin: 0"><p style="width: 361px">Too wide');
    await assert.rejects(picture(page, 'control'), /361 pixels wide in a window of 360/);
    await page.context().close();
  });

  it('are left by keyboard alone', async () => {
    const page = await opened({});
    await signInByKeyboard(page);
    assert.ok((await party.called()).searchParams.get('code'));
    await page.context().close();
  });

  it('lead on by keyboard alone where the browser does not go by itself', async () => {
    const page = await kinds.onward({});
    await page.keyboard.press('Tab');
    await page.getByRole('link', { name: /^Continue to / }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    assert.ok((await party.called()).searchParams.get('code'));
    await page.context().close();
  });

  it('work without JavaScript', async () => {
    const page = await opened({ javaScriptEnabled: false }, { prompt: 'consent' });
    await signIn(page);
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    assert.ok((await party.called(page)).searchParams.get('code'));
    const { url } = await authorizationRequest(await configuration('spa'), { prompt: 'select_account' });
    await page.goto(url.href);
    await page.getByRole('button', { name: /^Continue as / }).click();
    assert.ok((await party.called(page)).searchParams.get('code'));
    await page.context().close();
  });

  it('say what was wrong and begin anew at the first field', async () => {
    const page = await opened({});
    await signIn(page, 'wrong');
    await page.getByRole('alert').waitFor();
    assert.equal(await page.getByLabel('Password').inputValue(), '');
    await signInByKeyboard(page);
    assert.ok((await party.called()).searchParams.get('code'));
    await page.context().close();
  });

  it('lead into a pause and back from it by keyboard alone', async () => {
    const page = await kinds.paused({});
    await page.keyboard.press('Tab');
    await page.getByRole('link', { name: 'Back to the sign-in form' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await signInByKeyboard(page);
    assert.ok((await party.called()).searchParams.get('code'));
    await page.context().close();
  });

  it('tell an unknown name and a wrong password alike', async () => {
    const told = [];
    for (const name of [demo.user.user_name, 'nobody-of-that-name']) {
      const page = await opened({});
      await page.getByLabel('User name').fill(name);
      await page.getByLabel('Password').fill('wrong');
      await page.getByRole('button', { name: 'Sign in' }).click();
      told.push(await page.getByRole('alert').innerText());
      await page.context().close();
    }
    assert.equal(told[0], told[1]);
  });
});
