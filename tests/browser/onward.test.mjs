// SPDX-License-Identifier: Apache-2.0
// From a form of ours to a client whose callback redirects on to another origin, as a broker's does:
// Chromium holds every hop that follows a form to the policy of the form's page.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import * as oidc from 'openid-client';
import { authorizationRequest, configurationOf, issuer, launch, muniment, signIn } from './world.mjs';

/** A server at an origin of its own. */
async function listening(answer) {
  const server = createServer(answer);
  await new Promise((done) => server.listen(0, 'localhost', done));
  return {
    origin: `http://localhost:${server.address().port}`,
    close: () => new Promise((done) => server.close(done)).then(() => server.closeAllConnections()),
  };
}

describe('a client that redirects on to another origin', () => {
  let browser, broker, application;
  before(async () => {
    browser = await launch();
    application = await listening((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><html lang="en"><title>Application</title><h1>Arrived</h1>');
    });
    broker = await listening((request, response) => {
      response.writeHead(302, { location: application.origin + request.url }).end();
    });
  });
  after(async () => {
    await browser?.close();
    await broker?.close();
    await application?.close();
  });

  /** Its redirect URI holds what a refresh could be thought to end at. */
  const callback = () => `${broker.origin}/call'back;v=1`;

  /** A new client of it, at the first page of an authorization request. */
  async function opened(...more) {
    const [client] = muniment('client', 'create', '--type', 'web', '--name', 'Broker', '--redirect', callback(),
                              '--post-logout-redirect', `${broker.origin}/bye`, ...more);
    const config = await configurationOf(client);
    const page = await (await browser.newContext()).newPage();
    const ask = async (wish) => {
      const parameters = { redirect_uri: callback(), scope: 'openid', ...wish };
      const { url, checks } = await authorizationRequest(config, parameters);
      await page.goto(url.href);
      return checks;
    };
    return { client, config, page, ask, checks: await ask({}) };
  }

  /** Where the broker was called, once the browser has come to the other origin. */
  async function called(page) {
    await page.waitForURL(`${application.origin}/**`);
    const { pathname, search } = new URL(page.url());
    return new URL(pathname + search, broker.origin);
  }

  it('gets a code that is good, from the login', async () => {
    const { page, config, checks } = await opened('--first-party');
    await signIn(page);
    const tokens = await oidc.authorizationCodeGrant(config, await called(page), checks);
    assert.equal(tokens.claims().iss, issuer);
    await page.context().close();
  });

  it('gets the answer of a consent, be it yes or no', async () => {
    const { page, ask } = await opened();
    await signIn(page);
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    assert.ok((await called(page)).searchParams.get('code'));
    await ask({ prompt: 'consent' });
    await page.getByRole('button', { name: 'Do not allow' }).click();
    assert.equal((await called(page)).searchParams.get('error'), 'access_denied');
    await page.context().close();
  });

  it('gets a code from a choice of account', async () => {
    const { page, ask } = await opened('--first-party');
    await signIn(page);
    await called(page);
    await ask({ prompt: 'select_account' });
    await page.getByRole('button', { name: /^Continue as / }).click();
    assert.ok((await called(page)).searchParams.get('code'));
    await page.context().close();
  });

  it('gets a code when somebody has chosen a password', async () => {
    const { page } = await opened('--first-party');
    muniment('user', 'create', '--user-name', 'onward');
    const [{ password }] = muniment('user', 'set-password', 'onward');
    await page.getByLabel('User name').fill('onward');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    for (const field of ['New password', 'The same again'])
      await page.getByLabel(field).fill('four words of mine');
    await page.getByRole('button', { name: 'Keep and sign in' }).click();
    assert.ok((await called(page)).searchParams.get('code'));
    await page.context().close();
  });

  it('has the browser back from a logout that the person is asked about', async () => {
    const { page, client } = await opened('--first-party');
    await signIn(page);
    await called(page);
    await page.goto(`${issuer}/oauth/v2/end_session?${new URLSearchParams({
      client_id: client.client_id, post_logout_redirect_uri: `${broker.origin}/bye`, state: 'bye',
    })}`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    assert.equal((await called(page)).href, `${broker.origin}/bye?state=bye`);
    await page.context().close();
  });

  it('is left by the back button for the form, with nothing between', async () => {
    const { page } = await opened('--first-party');
    await signIn(page);
    await called(page);
    await page.goBack();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.match(page.url(), /\/login\?/);
    await page.context().close();
  });
});

describe('a native application', () => {
  const redirect_uri = 'com.example.app:/back';
  let browser, page, config;
  before(async () => {
    browser = await launch();
    page = await (await browser.newContext()).newPage();
    const [client] = muniment('client', 'create', '--type', 'native', '--name', 'App', '--first-party',
                              '--redirect', redirect_uri);
    config = await configurationOf(client, oidc.None());
  });
  after(() => browser?.close());

  /** Sends the browser there, and has the code from the link back once the person has answered. */
  async function asksFor(answer) {
    const { url, checks } = await authorizationRequest(config, { redirect_uri, scope: 'openid' });
    await page.goto(url.href);
    await answer();
    const back = new URL(await page.getByRole('link', { name: 'Continue to App' }).getAttribute('href'));
    assert.equal(back.href.split('?')[0], redirect_uri);
    assert.equal(back.searchParams.get('state'), checks.expectedState);
    assert.ok(back.searchParams.get('code'));
  }

  it('whose scheme the browser does not open by itself is a link away', () => asksFor(() => signIn(page)));

  it('has the person asked each time, though they are signed in (RFC 8252 section 8.6)', () =>
    asksFor(() => page.getByRole('button', { name: /^Continue as / }).click()));
});
