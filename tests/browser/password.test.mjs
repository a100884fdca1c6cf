// SPDX-License-Identifier: Apache-2.0
// Somebody whose password was given to them for one use, and chooses their own at the next sign-in.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { issuer, launch, muniment, readsAs, violations } from './world.mjs';
import { picture } from './pictures.mjs';

const own = 'four words of mine';

describe('a password for one use', () => {
  let browser;
  let people = 0;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  /** Somebody new with such a password, as the operator gives it. */
  function newcomer() {
    const name = `newcomer-${++people}`;
    muniment('user', 'create', '--user-name', name);
    return { name, password: muniment('user', 'set-password', name)[0].password };
  }

  async function type(page, ...words) {
    for (const [at, each] of words.entries()) {
      if (at > 0) await page.keyboard.press('Tab');
      await page.keyboard.type(each);
    }
    await page.keyboard.press('Enter');
  }

  /** At the page where it is chosen; who came there. */
  async function opened(options) {
    const who = newcomer();
    const page = await (await browser.newContext(options)).newPage();
    await page.goto(`${issuer}/account`);
    await page.locator('#user_name:focus').waitFor();
    await type(page, who.name, who.password);
    await page.getByRole('heading', { name: 'Choose your password' }).waitFor();
    return { page, who };
  }

  it('is replaced by keyboard alone, and signs in', async () => {
    const { page, who } = await opened({});
    await page.locator('#new_password:focus').waitFor();
    await type(page, own, own);
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    assert.equal(page.url(), `${issuer}/account`);
    const again = await (await browser.newContext()).newPage();
    await again.goto(`${issuer}/account`);
    await again.locator('#user_name:focus').waitFor();
    await type(again, who.name, own);
    await again.getByRole('heading', { name: 'Your account' }).waitFor();
    await again.context().close();
    await page.context().close();
  });

  it('is replaced without JavaScript', async () => {
    const { page } = await opened({ javaScriptEnabled: false });
    await page.getByLabel('New password').fill(own);
    await page.getByLabel('The same again').fill(own);
    await page.getByRole('button', { name: 'Keep and sign in' }).click();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    await page.context().close();
  });

  it('is asked for again when the two differ or it is the old one', async () => {
    const { page, who } = await opened({});
    await type(page, own, `${own}!`);
    assert.match(await page.getByRole('alert').innerText(), /The two differ/);
    await page.locator('#new_password:focus').waitFor();
    await type(page, who.password, who.password);
    await page.getByText('That is the password you were given').waitFor();
    await page.locator('#new_password:focus').waitFor();
    await type(page, own, own);
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    await page.context().close();
  });

  for (const [what, easy] of [
    ['common', () => 'passwordpassword'],
    ['of their own name', (who) => `${who.name} ${who.name}`],
  ])
    it(`is asked for again when it is ${what}`, async () => {
      const { page, who } = await opened({});
      await type(page, easy(who), easy(who));
      const notice = await page.getByRole('alert').innerText();
      assert.match(notice, /That is too easy to guess\s+It is common, a pattern, or made of the names/);
      await page.locator('#new_password:focus').waitFor();
      await type(page, own, own);
      await page.getByRole('heading', { name: 'Your account' }).waitFor();
      await page.context().close();
    });

  it('is held by the browser until it is long enough, and never cut', async () => {
    const { page } = await opened({});
    await page.locator('#new_password:focus').waitFor();
    await page.keyboard.type('only fourteen.');
    const field = page.locator('#new_password');
    assert.equal(await field.evaluate((at) => at.validity.tooShort), true);
    await page.keyboard.type('.');
    assert.equal(await field.evaluate((at) => at.validity.tooShort), false);
    for (const name of ['#new_password', '#repeated']) {
      const given = await page.locator(name).evaluate((at) => [at.minLength, at.maxLength, at.autocomplete]);
      assert.deepEqual(given, [15, -1, 'new-password']);
    }
    await page.context().close();
  });

  it('opens nothing by itself', async () => {
    const { page } = await opened({});
    await page.goto(`${issuer}/account`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.context().close();
  });

  for (const colorScheme of ['light', 'dark'])
    it(`has, ${colorScheme}, nothing that axe finds and fits a phone`, async () => {
      const { page } = await opened({ colorScheme, viewport: { width: 360, height: 740 } });
      assert.deepEqual(await violations(page), []);
      await picture(page, `new-password-${colorScheme}-360`);
      await page.context().close();
    });

  it('reads to a screen reader as a whole as it looks', async () => {
    const { page, who } = await opened({});
    await page.locator('#user_name').evaluate((field) => { field.value = 'newcomer'; });
    assert.ok(who.name);
    await readsAs(page, 'new-password');
    await page.context().close();
  });
});
