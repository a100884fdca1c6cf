// SPDX-License-Identifier: Apache-2.0
// The guide's web application, with an unmodified openid-client, as somebody begins with it.
import assert from 'node:assert/strict';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { commands, file, surroundings, type } from './guide.mjs';
import { freePort } from '../support/free_port.mjs';
import { started } from './programs.mjs';
import { demo, issuer, launch, signIn } from './world.mjs';

describe('the guide\'s web application', () => {
  let browser, application, origin;

  before(async () => {
    origin = `http://localhost:${await freePort()}`;
    const places = { 'http://localhost:3001': origin };
    const folder = mkdtempSync(join(tmpdir(), 'shop-'));
    symlinkSync(new URL('node_modules', import.meta.url).pathname, join(folder, 'node_modules'));
    writeFileSync(join(folder, 'shop.mjs'), file('shop.mjs', places));
    type(folder, '--client-id shop', places);
    const command = commands('node shop.mjs', places).replace('node shop.mjs', 'exec node shop.mjs');
    application = await started(['bash', ['-euc', command]], { cwd: folder, env: surroundings }, origin);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await application?.stop();
  });

  it('signs somebody in, knows them, and signs them out', async () => {
    const page = await (await browser.newContext()).newPage();
    const says = async (text) => assert.equal(await page.locator('body').innerText(), text);
    await page.goto(origin);
    await says('Nobody is signed in');
    await page.goto(`${origin}/sign-in`);
    await signIn(page);
    await page.waitForURL(`${origin}/`);
    await says(`Signed in as ${demo.user.user_name} <demo@example.com>`);
    await page.goto(`${origin}/sign-out`);
    await page.waitForURL(`${origin}/`);
    await says('Nobody is signed in');
    await page.goto(`${origin}/sign-in`);
    await page.getByLabel('Password').waitFor();
    await page.context().close();
  });

  it('takes no answer that its browser did not ask for', async () => {
    for (const answer of ['code=x&state=y', 'code=x', 'error=access_denied&state=y']) {
      const reply = await fetch(`${origin}/callback?${answer}&iss=${encodeURIComponent(issuer)}`);
      assert.deepEqual([reply.status, await reply.text()], [400, 'That did not work'], answer);
    }
  });
});
