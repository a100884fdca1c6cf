// SPDX-License-Identifier: Apache-2.0
// A browser as a server sees it: cookies, forms, redirections that are not followed; and the clients
// whose flows it carries.
import assert from 'node:assert/strict';
import { createHash, randomInt } from 'node:crypto';
import { leadsTo } from '../support/ask.mjs';
import { ask, at, basic, issuerOf, random } from './world.mjs';

export const sha256 = (text) => createHash('sha256').update(text).digest('base64url');
export const hidden = (page, name) => page.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1];

/** An address of this machine that nobody else has: what an attacker does from one is told to nobody elsewhere. */
export const somewhere = () => `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`;

export class Browser {
  cookies = new Map();

  constructor(slug = 'demo', from = somewhere()) {
    this.issuer = issuerOf(slug);
    this.from = from;
  }

  async ask(method, path, { headers = {}, ...more } = {}) {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    const all = { ...(cookie && { cookie }), ...headers };
    const reply = await ask(method, at(path, this.issuer), { headers: all, from: this.from, ...more });
    for (const field of reply.headers['set-cookie'] ?? []) {
      const [, name, value] = field.match(/^([^=]+)=([^;]*)/);
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return reply;
  }

  get(path, more) {
    return this.ask('GET', path, more);
  }

  /** As a page of this origin posts its form. */
  post(path, form, headers = {}) {
    return this.ask('POST', path, { form, headers: { origin: this.issuer, ...headers } });
  }

  /** The login page that a path leads to, with what its form carries. */
  async loginForm(path = '/account') {
    const { headers: { location } } = await this.get(path);
    assert.match(location ?? '', /^\/login\?/, 'nobody is asked to sign in');
    const page = await this.get(location);
    return { page, request: hidden(page.text, 'request'), token: hidden(page.text, 'token') };
  }

  async submit({ request, token }, { user_name, password }, headers) {
    return this.post('/login', { request, token, user_name, password }, headers);
  }

  async signIn(who) {
    const reply = await this.submit(await this.loginForm(), who);
    assert.equal(reply.status, 303, reply.text);
    return this;
  }

  async signedIn() {
    return (await this.get('/account')).status === 200;
  }
}

/** An authorization request of a client, and what only the client knows of it. */
export function authorizationRequest(client, more = {}) {
  const verifier = random(32);
  const parameters = {
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: client.redirect_uri,
    scope: 'openid',
    state: random(),
    nonce: random(),
    code_challenge: sha256(verifier),
    code_challenge_method: 'S256',
    ...more,
  };
  for (const name of Object.keys(parameters)) if (parameters[name] === undefined) delete parameters[name];
  return { parameters, verifier, path: `/oauth/v2/authorize?${new URLSearchParams(parameters)}` };
}

/**
 * The parameters at the redirect URI, to which the reply must lead and to nowhere else; behind a form by
 * a page.
 */
export function answerAt(reply, redirect_uri, status = 303) {
  assert.equal(reply.status, status, reply.text);
  const location = leadsTo(reply);
  assert.equal(location?.slice(0, redirect_uri.length), redirect_uri);
  assert.match(location.slice(redirect_uri.length), redirect_uri.includes('?') ? /^&/ : /^\?/);
  return Object.fromEntries(new URLSearchParams(location.slice(redirect_uri.length + 1)));
}

/** The page on which whoever is signed in says as whom to go on, and no way to the client. */
export function asksAsWhom(reply, what) {
  assert.equal(reply.status, 200, `${what} ${reply.text}`);
  assert.match(reply.text, /action="\/select-account"/, what);
  assert.equal(leadsTo(reply), undefined, what);
}

/** A code, got by a browser that somebody is signed in at. */
export async function codeFor(browser, client, more) {
  const request = authorizationRequest(client, more);
  const reply = await browser.get(request.path);
  const { code } = answerAt(reply, request.parameters.redirect_uri);
  assert.ok(code, reply.headers.location);
  const form = { code, redirect_uri: request.parameters.redirect_uri, code_verifier: request.verifier };
  return { ...request, code, form: { grant_type: 'authorization_code', ...form } };
}

/** At the token endpoint, as the client is registered. */
export function askToken(client, form, base = client.issuer, path = '/oauth/v2/token') {
  const { client_id, client_secret } = client;
  return client_secret
    ? ask('POST', at(path, base), { form, headers: { authorization: basic(client_id, client_secret) } })
    : ask('POST', at(path, base), { form: { client_id, ...form } });
}

export async function tokensFor(browser, client, more) {
  const { form } = await codeFor(browser, client, more);
  const reply = await askToken(client, form);
  assert.equal(reply.status, 200, reply.text);
  return { ...reply.json(), code: form.code, form };
}

export const refresh = (client, refresh_token, more = {}) =>
  askToken(client, { grant_type: 'refresh_token', refresh_token, ...more });

/** Whether the tokens still do anything, as a resource server is told. */
export async function isActive(api, token) {
  const reply = await askToken(api, { token }, api.issuer, '/oauth/v2/introspect');
  assert.equal(reply.status, 200, reply.text);
  return reply.json().active;
}
