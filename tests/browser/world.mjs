// SPDX-License-Identifier: Apache-2.0
// What the suites share: the demo workspace, a relying party's listener, a browser that trusts the CA.
import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import * as oidc from 'openid-client';
import { demo, enterWorkspace, issuer, muniment } from '../support/demo.mjs';

export { demo, enterWorkspace, issuer, muniment };

const chain = readFileSync(new URL('server.pem', `file://${process.env.NODE_EXTRA_CA_CERTS}`), 'utf8');
const leaf = new X509Certificate(chain);
const pin = createHash('sha256')
  .update(leaf.publicKey.export({ type: 'spki', format: 'der' }))
  .digest('base64');

/** A Chromium that takes this one server key and no other unknown one. */
export async function launch(more = {}) {
  return chromium.launch({
    ...more,
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', `--ignore-certificate-errors-spki-list=${pin}`],
  });
}

/** How long a test waits for what should come at once, in milliseconds. */
export const patience = 15_000;

/** What comes in time. */
function within(arrival) {
  let alarm;
  const late = new Promise((_, reject) => {
    alarm = setTimeout(() => reject(new Error('nobody came to the redirect URI')), patience);
  });
  return Promise.race([arrival, late]).finally(() => clearTimeout(alarm));
}

/** Where the demo clients let the browser be sent after a logout. */
export const signedOutUri = new URL('/signed-out', demo.web.redirect_uri).href;

/** Answers at the demo clients' redirect URIs and keeps the addresses it was called at. */
export async function relyingParty() {
  const calls = [];
  const waiting = [];
  const { port } = new URL(demo.web.redirect_uri);
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><html lang="en"><title>Callback</title><h1>Signed in</h1>');
    if (!/^\/(callback|signed-out)/.test(request.url)) return;
    const url = new URL(request.url, demo.web.redirect_uri);
    const waiter = waiting.shift();
    if (waiter) waiter(url);
    else calls.push(url);
  });
  await new Promise((done) => server.listen(port, 'localhost', done));
  return {
    /**
     * The next call, or one that has come already; fails when none comes. With a page, as soon as that shows
     * the answer: while it is still on its way there, it cannot be told to go elsewhere.
     */
    async called(page) {
      const url = calls.length ? calls.shift() : await within(new Promise((done) => waiting.push(done)));
      await page?.waitForURL(url.href);
      return url;
    },
    close: () => new Promise((done) => server.close(done)).then(() => server.closeAllConnections()),
  };
}

/** Has a page of the relying party's, which is another site, post a form. */
export async function postedByParty(page, address, members) {
  await page.goto(new URL('/page', demo.web.redirect_uri).href);
  await page.evaluate(([action, pairs]) => {
    const form = Object.assign(document.createElement('form'), { method: 'post', action });
    for (const [name, value] of Object.entries(pairs))
      form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
    document.body.append(form);
    form.submit();
  }, [address, members]);
}

/** The library's view of the issuer as one of the demo clients. */
export async function configuration(client) {
  return client === 'web'
    ? oidc.discovery(new URL(issuer), demo.web.client_id, demo.web.client_secret,
                     oidc.ClientSecretBasic(demo.web.client_secret))
    : oidc.discovery(new URL(issuer), demo.spa.client_id, undefined, oidc.None());
}

/** An authorization request with everything that has to be checked afterwards. */
export async function authorizationRequest(config, more = {}) {
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: demo.web.redirect_uri,
    scope: 'openid profile email',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...more,
  });
  return { url, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce } };
}

/** A client as the command line enters one; what it said, with `client_secret`. */
export const enterClient = (...more) =>
  muniment('client', 'create', '--type', 'web', '--redirect', demo.web.redirect_uri, ...more)[0];

/** The library's view of the issuer as a client that was entered. */
export function configurationOf(client, authentication = oidc.ClientSecretBasic(client.client_secret)) {
  return oidc.discovery(new URL(issuer), client.client_id, client.client_secret, authentication);
}

/** The library's view of the issuer as a new client that acts for itself. */
export function serviceClient(...more) {
  return configurationOf(muniment('client', 'create', '--type', 'service', '--name', 'Robot', ...more)[0]);
}

export async function signIn(page, password = demo.user.password, userName = demo.user.user_name) {
  await page.getByLabel('User name').fill(userName);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The same without a mouse, from where the page begins. */
export async function signInByKeyboard(page, password = demo.user.password, userName = demo.user.user_name) {
  await page.locator('#user_name:focus').waitFor();
  await page.keyboard.type(userName);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds against the page. */
export async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  return found.violations.map((each) => `${each.id}: ${each.help}`);
}

/** What differs from run to run. */
const passing = [
  [/\/url: "?http:.*/g, '/url: <redirect URI with the answer>'],
  [/[0-9a-f]{24}/g, '<reference>'],
  [/\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d UTC/g, '<moment>'],
  [/\d+ seconds?/g, '<wait>'],
  [/request=[\w-]+/g, 'request=<login>'],
];

/**
 * Compares all that a screen reader is given, from the title on, with outlines/<name>.txt. With
 * OUTLINES=write the file is written instead, for somebody to read.
 */
export async function readsAs(page, name) {
  let outline = `title: ${await page.title()}\n${await page.locator('body').ariaSnapshot()}\n`;
  for (const [pattern, stands] of passing) outline = outline.replace(pattern, stands);
  const file = new URL(`outlines/${name}.txt`, import.meta.url);
  if (process.env.OUTLINES === 'write') {
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, outline);
  }
  assert.ok(existsSync(file), `outlines/${name}.txt is missing; OUTLINES=write writes it`);
  assert.equal(outline, readFileSync(file, 'utf8'));
}
