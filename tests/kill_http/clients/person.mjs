// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes } from 'node:crypto';
import { cookieSet, leadsTo } from '../../support/ask.mjs';
import { accessName, base64url, basic, claimsOf } from './words.mjs';

const sessionCookie = '__Host-session';
const visitorCookie = '__Host-visitor';

const hidden = (page, name) => page.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? '';

/** Signs in with the form, exchanges codes, asks who it is. */
export class Person {
  scope = 'openid profile';
  exchangeKind = 'exchange';

  constructor(world, { name, password }, client) {
    Object.assign(this, { world, name, password, client });
  }

  async step() {
    if (!this.session || this.world.random(8) === 0) return this.signIn();
    const code = await this.code(await this.authorizationRequest());
    if (code) await this.exchange(code);
    await this.userinfo();
  }

  cookies() {
    const held = [[sessionCookie, this.session], [visitorCookie, this.visitor]].filter(([, value]) => value);
    return held.length ? { cookie: held.map((each) => each.join('=')).join('; ') } : {};
  }

  async authorizationRequest(more = {}) {
    this.verifier = base64url(randomBytes(32));
    return `${this.world.issuer}/oauth/v2/authorize?${new URLSearchParams({
      response_type: 'code',
      client_id: this.client.client_id,
      redirect_uri: this.client.redirect_uri,
      scope: this.scope,
      state: base64url(randomBytes(12)),
      nonce: base64url(randomBytes(12)),
      code_challenge: base64url(createHash('sha256').update(this.verifier).digest()),
      code_challenge_method: 'S256',
      ...more,
    })}`;
  }

  async signIn() {
    const { world } = this;
    const asked = await world.operate('page', 'GET', await this.authorizationRequest({ prompt: 'login' }),
                                      { headers: this.cookies() });
    const form = new URL(asked.reply.headers.location ?? '', world.issuer);
    if (form.pathname !== '/login') return;
    const { reply: page } = await world.operate('page', 'GET', form, { headers: this.cookies() });
    this.visitor = cookieSet(page, visitorCookie) ?? this.visitor;
    // Whatever comes of it, the session before may end.
    this.token = undefined;
    const { reply, operation } = await world.operate('login', 'POST', `${world.issuer}/login`, {
      headers: { ...this.cookies(), origin: world.issuer },
      form: {
        request: hidden(page.text, 'request'),
        token: hidden(page.text, 'token'),
        user_name: this.name,
        password: this.password,
      },
      judge: (told) => (cookieSet(told, sessionCookie) ? 'acknowledged' : 'refused'),
    });
    if (operation.outcome !== 'acknowledged') return;
    this.session = cookieSet(reply, sessionCookie);
    this.visitor = undefined;
    this.login = operation;
    const code = await this.code(new URL(reply.headers.location, world.issuer));
    if (code) await this.exchange(code);
  }

  /** The code that the answer carries to the client; nothing when it leads elsewhere. */
  async code(url) {
    const codeIn = (reply) => new URL(leadsTo(reply) ?? '', this.world.issuer).searchParams.get('code');
    const { reply } = await this.world.operate('code', 'GET', url, {
      headers: this.cookies(),
      judge: (told) => (codeIn(told) ? 'acknowledged' : 'refused'),
    });
    this.session = cookieSet(reply, sessionCookie) ?? this.session;
    return codeIn(reply);
  }

  async exchange(code) {
    const { client_id, client_secret, redirect_uri } = this.client;
    const { reply, operation } = await this.world.operate(this.exchangeKind, 'POST', `${this.world.issuer}/oauth/v2/token`, {
      headers: { authorization: basic(client_id, client_secret) },
      form: { grant_type: 'authorization_code', code, redirect_uri, code_verifier: this.verifier },
    });
    if (operation.outcome !== 'acknowledged') return;
    this.received(reply.json(), operation);
    this.login.named = [['session.started', claimsOf(this.token).sid]];
  }

  /** Tokens came: what the journal must name from now on. */
  received({ access_token }, operation) {
    this.token = access_token;
    operation.named.push(accessName(access_token), ['session.started', claimsOf(access_token).sid]);
  }

  /** The token it holds was acknowledged and nothing ended it: a refusal is a violation. */
  async userinfo() {
    if (!this.token) return;
    const { sub, jti } = claimsOf(this.token);
    const { reply } = await this.world.operate('userinfo', 'GET', `${this.world.issuer}/oauth/v2/userinfo`,
                                               { headers: { authorization: `Bearer ${this.token}` } });
    const known = reply.status === 200 && reply.json().sub === sub;
    if (!known && reply.status < 500) this.world.complaints.push({ kind: 'forgotten', what: `token ${jti}` });
  }
}
