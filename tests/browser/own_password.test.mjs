// SPDX-License-Identifier: Apache-2.0
// Somebody who is signed in and puts another password in place of theirs.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { issuer, launch, muniment, signIn, violations } from './world.mjs';
import { picture } from './pictures.mjs';

const own = 'four words of mine';
const another = 'five other words of mine';

describe('a password of one\'s own', () => {
  let browser;
  let people = 0;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  async function atLogin(options) {
    const page = await (await browser.newContext(options)).newPage();
    await page.goto(`${issuer}/account`);
    return page;
  }

  /** Somebody new who has chosen one, on their account page. */
  async function settled(options) {
    const name = `settled-${++people}`;
    muniment('user', 'create', '--user-name', name);
    const page = await atLogin(options);
    await signIn(page, muniment('user', 'set-password', name)[0].password, name);
    await page.getByLabel('New password').fill(own);
    await page.getByLabel('The same again').fill(own);
    await page.getByRole('button', { name: 'Keep and sign in' }).click();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    return { page, name };
  }

  async function fillIn(page, current, chosen) {
    await page.getByLabel('Current password').fill(current);
    await page.getByLabel('New password').fill(chosen);
    await page.getByLabel('The same again').fill(chosen);
    await page.getByRole('button', { name: 'Change password' }).click();
  }

  const changed = (page) => page.getByRole('heading', { name: 'Your password was changed' }).waitFor();

  it('is changed by keyboard alone, from the account page', async () => {
    const { page } = await settled({});
    await page.keyboard.press('Tab');
    await page.getByRole('link', { name: 'Change your password' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('#current_password:focus').waitFor();
    for (const [at, each] of [own, another, another].entries()) {
      if (at > 0) await page.keyboard.press('Tab');
      await page.keyboard.type(each);
    }
    await page.keyboard.press('Enter');
    await changed(page);
    assert.equal(new URL(page.url()).pathname, '/account');
    await page.goto(`${issuer}/account`);
    assert.equal(await page.getByText('Your password was changed').count(), 0, 'it is said once');
    await page.context().close();
  });

  it('is changed without JavaScript', async () => {
    const { page } = await settled({ javaScriptEnabled: false });
    await page.getByRole('link', { name: 'Change your password' }).click();
    await fillIn(page, own, another);
    await changed(page);
    await page.context().close();
  });

  it('signs out every other browser, and opens nothing any more', async () => {
    const { page, name } = await settled({});
    const elsewhere = await atLogin({});
    await signIn(elsewhere, own, name);
    await elsewhere.getByRole('heading', { name: 'Your account' }).waitFor();
    await page.goto(`${issuer}/account/password`);
    await fillIn(page, own, another);
    await changed(page);
    await elsewhere.reload();
    await elsewhere.getByRole('heading', { name: 'Sign in' }).waitFor();
    await signIn(elsewhere, own, name);
    await elsewhere.getByRole('alert').waitFor();
    await signIn(elsewhere, another, name);
    await elsewhere.getByRole('heading', { name: 'Your account' }).waitFor();
    await elsewhere.context().close();
    await page.context().close();
  });

  it('is asked for again when the current one is wrong, from the first field on', async () => {
    const { page } = await settled({});
    await page.goto(`${issuer}/account/password`);
    await fillIn(page, 'not mine at all', another);
    assert.match(await page.getByRole('alert').innerText(), /The current password is wrong/);
    assert.match(await page.title(), /^Error: /);
    await page.locator('#current_password:focus').waitFor();
    for (const name of ['Current password', 'New password', 'The same again'])
      assert.equal(await page.getByLabel(name).inputValue(), '', name);
    await fillIn(page, own, own);
    await page.getByText('That is the password you have').waitFor();
    await fillIn(page, own, another);
    await changed(page);
    await page.context().close();
  });

  it('is filled in by a password manager, and never cut', async () => {
    const { page } = await settled({});
    await page.goto(`${issuer}/account/password`);
    const given = (name) =>
      page.locator(name).evaluate((at) => [at.autocomplete, at.minLength, at.maxLength]);
    assert.deepEqual(await given('#user_name'), ['username', -1, -1]);
    assert.deepEqual(await given('#current_password'), ['current-password', -1, -1]);
    for (const name of ['#new_password', '#repeated'])
      assert.deepEqual(await given(name), ['new-password', 15, -1]);
    await page.context().close();
  });

  for (const colorScheme of ['light', 'dark'])
    it(`has, ${colorScheme}, nothing that axe finds when it is wrong and when it is changed`, async () => {
      const { page } = await settled({ colorScheme, viewport: { width: 360, height: 740 } });
      await page.goto(`${issuer}/account/password`);
      await fillIn(page, 'not mine at all', another);
      await page.getByRole('alert').waitFor();
      assert.deepEqual(await violations(page), []);
      await picture(page, `change-password-refused-${colorScheme}-360`);
      await fillIn(page, own, another);
      await changed(page);
      assert.deepEqual(await violations(page), []);
      await picture(page, `password-changed-${colorScheme}-360`);
      await page.context().close();
    });
});
