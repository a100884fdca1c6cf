// SPDX-License-Identifier: Apache-2.0
// Debian's mod_auth_openidc, unmodified, between a browser and a page.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as oidc from 'openid-client';
import { apache } from './apache.mjs';
import { demo, issuer, launch, muniment, serviceClient, signIn } from './world.mjs';

describe('mod_auth_openidc', () => {
  let browser, server;
  before(async () => {
    browser = await launch();
    server = await apache();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function opened() {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${server.origin}/`);
    return page;
  }

  const known = `Signed in as ${demo.user.user_name} <demo@example.com>`;

  async function signedIn() {
    const page = await opened();
    await signIn(page);
    await page.getByText(known).waitFor();
    return page;
  }

  it('shows its page only to somebody who signs in, and knows their claims', async () => {
    const page = await opened();
    assert.equal(new URL(page.url()).origin, issuer);
    await signIn(page);
    await page.getByText(known).waitFor();
    assert.equal(page.url(), `${server.origin}/`);
    await page.context().close();
  });

  it('asks nobody who is signed in already', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${issuer}/account`);
    await signIn(page);
    await page.waitForURL(`${issuer}/account`);
    await page.goto(`${server.origin}/`);
    await page.getByText(known).waitFor();
    await page.context().close();
  });

  it('signs out of itself and of the issuer', async () => {
    const page = await signedIn();
    await page.getByRole('link', { name: 'Sign out' }).click();
    await page.waitForURL(`${server.origin}/signed-out.html`);
    await page.goto(`${issuer}/account`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`${server.origin}/`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.context().close();
  });

  const refreshes = () => muniment('events', 'show').filter(({ type }) => type === 'grant.refresh_issued').length;

  it('refreshes with each token that it was given in place of the last', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${server.api}/fresh`);
    await signIn(page);
    await page.getByText('Fresh').waitFor();
    const before = refreshes();
    for (let i = 0; i < 3; ++i) assert.equal((await page.reload()).status(), 200);
    assert.equal(refreshes(), before + 3);
    await page.context().close();
  });

  const orders = (token) => fetch(`${server.api}/orders`, { headers: { authorization: `Bearer ${token}` } });

  it('lets programs in by introspection, with the scope and until the token is revoked', async () => {
    const robot = await serviceClient('--scope', 'orders', '--scope', 'stock');
    const { access_token: token } = await oidc.clientCredentialsGrant(robot, { scope: 'orders' });
    const { access_token: other } = await oidc.clientCredentialsGrant(robot, { scope: 'stock' });
    const reply = await orders(token);
    assert.equal(reply.status, 200);
    assert.equal(await reply.text(), `Orders for ${robot.clientMetadata().client_id}`);
    for (const refused of [other, 'made-up']) assert.equal((await orders(refused)).status, 401);
    await oidc.tokenRevocation(robot, token);
    assert.equal((await orders(token)).status, 401);
  });
});
