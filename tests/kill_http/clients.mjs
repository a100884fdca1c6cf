// SPDX-License-Identifier: Apache-2.0
// The load: people at the login form, service clients, an operator who enters people. Each does one
// step after the other. A new kind of client is a class with a `step` and its row in `crowd`.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { cookieSet } from '../support/ask.mjs';

const sessionCookie = '__Host-session';
const visitorCookie = '__Host-visitor';

const base64url = (octets) => octets.toString('base64url');
const basic = (id, secret) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
const hidden = (page, name) => page.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? '';

/** Signs in with the form, exchanges codes, asks who it is. */
class Person {
  constructor(world, { name, password }) {
    Object.assign(this, { world, name, password });
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
    const { web } = this.world.demo;
    return `${this.world.issuer}/oauth/v2/authorize?${new URLSearchParams({
      response_type: 'code',
      client_id: web.client_id,
      redirect_uri: web.redirect_uri,
      scope: 'openid profile',
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

  /** The code that the redirection carries; nothing when it leads elsewhere. */
  async code(url) {
    const codeIn = (reply) => new URL(reply.headers.location ?? '', this.world.issuer).searchParams.get('code');
    const { reply } = await this.world.operate('code', 'GET', url, {
      headers: this.cookies(),
      judge: (told) => (codeIn(told) ? 'acknowledged' : 'refused'),
    });
    this.session = cookieSet(reply, sessionCookie) ?? this.session;
    return codeIn(reply);
  }

  async exchange(code) {
    const { client_id, client_secret, redirect_uri } = this.world.demo.web;
    const { reply, operation } = await this.world.operate('exchange', 'POST', `${this.world.issuer}/oauth/v2/token`, {
      headers: { authorization: basic(client_id, client_secret) },
      form: { grant_type: 'authorization_code', code, redirect_uri, code_verifier: this.verifier },
    });
    if (operation.outcome !== 'acknowledged') return;
    this.token = reply.json().access_token;
    const { jti, sid } = claimsOf(this.token);
    operation.named.push(['grant.token_issued', jti], ['session.started', sid]);
    this.login.named = [['session.started', sid]];
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

/** Takes tokens of its own, one after the other. */
class Service {
  constructor(world, { client_id, client_secret }) {
    this.world = world;
    this.headers = { authorization: basic(client_id, client_secret) };
  }

  async step() {
    await this.world.operate('service', 'POST', `${this.world.issuer}/oauth/v2/token`, {
      headers: this.headers,
      form: { grant_type: 'client_credentials' },
      judge: (reply, operation) => {
        if (reply.status !== 200) return 'refused';
        operation.named.push(['service_token.issued', claimsOf(reply.json().access_token).jti]);
        return 'acknowledged';
      },
    });
  }
}

/** Enters people; whoever it got no answer about is entered again under the same name. */
class Registrar {
  constructor(world) {
    this.world = world;
  }

  async step() {
    this.name ??= `kill-${randomUUID()}`;
    const { operation } = await this.world.operate('register', 'POST', `${this.world.issuer}/admin/users`, {
      headers: await this.world.admin(),
      json: { user_name: this.name },
      attempt: this.name,
      judge: (reply, told) => {
        told.exists = reply.status === 409;
        if (reply.status !== 201) return 'refused';
        told.named.push(['user.registered', reply.json().id]);
        return 'acknowledged';
      },
    });
    if (operation.outcome !== 'unknown') this.name = undefined;
  }
}

/** Enters those who are there from the beginning; everybody who will load the server. */
export async function crowd(world) {
  const service = await world.administer('POST', '/clients', { name: 'Kill', type: 'service', scopes: ['orders:read'] });
  const people = [];
  for (let count = 0; count < 26; ++count) {
    const person = { name: `person-${count}`, password: base64url(randomBytes(15)) };
    await world.administer('POST', '/users', { user_name: person.name, password: person.password });
    people.push(new Person(world, person));
  }
  return [
    ...people,
    ...Array.from({ length: 6 }, () => new Registrar(world)),
    ...Array.from({ length: 64 }, () => new Service(world, service)),
  ];
}
