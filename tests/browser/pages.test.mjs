// SPDX-License-Identifier: Apache-2.0
// The pages a person sees: by mouse, by keyboard, without JavaScript, on a phone, to a screen reader.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { authorizationRequest, configuration, demo, launch, picture, relyingParty, signIn } from './world.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

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

  async function opened(options, change = () => {}) {
    const { url } = await authorizationRequest(await configuration('spa'));
    change(url.searchParams);
    const page = await (await browser.newContext(options)).newPage();
    await page.goto(url.href);
    return page;
  }

  async function violations(page) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }));
    return found.violations.map((each) => `${each.id}: ${each.help}`);
  }

  const kinds = {
    login: (page) => page,
    refused: async (page) => {
      await signIn(page, 'wrong');
      await page.getByRole('alert').waitFor();
      return page;
    },
    error: (page) => page,
  };
  const unknown = (query) => query.set('client_id', 'nobody');

  for (const [name, prepare] of Object.entries(kinds)) {
    for (const colorScheme of ['light', 'dark']) {
      it(`${name}, ${colorScheme}, has nothing that axe finds and fits a phone`, async () => {
        const page = await opened({ colorScheme, viewport: { width: 360, height: 740 } },
                                  name === 'error' ? unknown : undefined);
        await prepare(page);
        assert.deepEqual(await violations(page), []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
        await picture(page, `${name}-${colorScheme}-360`);
        await page.setViewportSize({ width: 1280, height: 800 });
        await picture(page, `${name}-${colorScheme}-1280`);
        await page.context().close();
      });
    }
  }

  it('are left by keyboard alone', async () => {
    const page = await opened({});
    await page.locator('#user_name:focus').waitFor();
    await page.keyboard.type(demo.user.user_name);
    await page.keyboard.press('Tab');
    await page.keyboard.type(demo.user.password);
    await page.keyboard.press('Enter');
    assert.ok((await party.called()).searchParams.get('code'));
    await page.context().close();
  });

  it('work without JavaScript', async () => {
    const page = await opened({ javaScriptEnabled: false });
    await signIn(page);
    assert.ok((await party.called()).searchParams.get('code'));
    await page.context().close();
  });

  it('say what was wrong and begin anew at the first field', async () => {
    const page = await opened({});
    await signIn(page, 'wrong');
    await page.getByRole('alert').waitFor();
    assert.equal(await page.getByLabel('Password').inputValue(), '');
    await page.locator('#user_name:focus').waitFor();
    await page.keyboard.type(demo.user.user_name);
    await page.keyboard.press('Tab');
    await page.keyboard.type(demo.user.password);
    await page.keyboard.press('Enter');
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

  it('read to a screen reader as they look', async () => {
    const page = await opened({});
    const outline = await page.locator('body').ariaSnapshot();
    for (const line of ['- main:', '- heading "Sign in" [level=1]', '- textbox "User name"', '- textbox "Password"',
                        '- button "Sign in"'])
      assert.ok(outline.includes(line), `${line} in\n${outline}`);
    await page.context().close();
  });
});
