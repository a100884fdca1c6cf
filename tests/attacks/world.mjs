// SPDX-License-Identifier: Apache-2.0
// What the attackers share: a way to ask, the operator who prepares the victims, and what stands in the
// journal afterwards.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { asker, newTrace } from '../support/ask.mjs';
import { dice } from '../support/dice.mjs';
import { demo, issuer } from '../support/demo.mjs';

export { demo, dice, issuer, newTrace };
export const ask = asker(readFileSync(process.env.NODE_EXTRA_CA_CERTS));
export const operator = JSON.parse(readFileSync(process.env.MUNIMENT_OPERATOR_CREDENTIAL, 'utf8'));

export const at = (path, base = issuer) => new URL(path, base).href;
export const issuerOf = (slug) => issuer.replace('//demo.', `//${slug}.`);
export const random = (octets = 16) => randomBytes(octets).toString('base64url');
export const basic = (id, secret) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
export const bearer = (token) => ({ authorization: `Bearer ${token}` });
export const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());

/** Does `work` with each of the items, at most `width` at once; what came of them, in their order. */
export async function each(items, work, width = 16) {
  const results = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [place, item] of waiting) results[place] = await work(item, place);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}

/** What the operator holds at the control plane. */
export const controlToken = once(async () => {
  const reply = await ask('POST', at('/oauth/v2/token', operator.issuer), {
    headers: { authorization: basic(operator.client_id, operator.client_secret) },
    form: { grant_type: 'client_credentials', scope: 'admin:read admin:write', resource: operator.control },
  });
  return reply.json().access_token;
});

export async function exchange(subject_token, audience, more = {}) {
  return ask('POST', at('/control/token', operator.control), {
    form: {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      audience,
      ...more,
    },
  });
}

const tokens = new Map();

/** The operator's token for the admin API of a workspace; it outlives every suite here. */
export async function adminToken(slug = 'demo') {
  if (!tokens.has(slug))
    tokens.set(slug, controlToken().then((own) => exchange(own, slug)).then((reply) => reply.json().access_token));
  return tokens.get(slug);
}

export async function administer(method, path, json, slug = 'demo') {
  const headers = bearer(await adminToken(slug));
  const reply = await ask(method, at(`/admin${path}`, issuerOf(slug)), { headers, json });
  assert.ok(reply.status < 300, `${method} ${path}: ${reply.status} ${reply.text}`);
  return reply.json();
}

/** A neighbour under the same base domain, made when first asked for. */
export const neighbour = once(async () => {
  const headers = bearer(await controlToken());
  const slug = `neighbour-${randomBytes(4).toString('hex')}`;
  const reply = await ask('POST', at('/control/workspaces', operator.control), { headers, json: { slug } });
  assert.ok(reply.status < 300, reply.text);
  return slug;
});

/** Somebody who can sign in. */
export async function person(more = {}, slug = 'demo') {
  const wanted = { user_name: `victim-${randomBytes(6).toString('hex')}`, password: random(), ...more };
  const { id } = await administer('POST', '/users', wanted, slug);
  return { id, ...wanted };
}

/** A client as the admin API enters it, with its first redirect URI beside the list. */
export async function client(type, more = {}, slug = 'demo') {
  const wanted = { name: 'Target', type, third_party: false, ...more };
  if (type !== 'service') wanted.redirect_uris ??= ['https://app.example/callback'];
  const entered = await administer('POST', '/clients', wanted, slug);
  return { ...wanted, ...entered, issuer: issuerOf(slug), redirect_uri: wanted.redirect_uris?.[0] };
}

const journal = { events: [], after: undefined };

/** The events of this run's journal that some of these replies' requests left, in order. */
export async function written(...replies) {
  const traces = new Set(replies.map((reply) => reply.trace));
  for (let more = true; more;) {
    const { items } = await administer('GET', `/events?limit=200&after=${journal.after}`);
    journal.events.push(...items);
    journal.after = items.at(-1)?.position ?? journal.after;
    more = items.length === 200;
  }
  return journal.events.filter((event) => traces.has(event.correlation));
}

export const typesOf = (events) => events.map((event) => event.type);

/** No request left anything but, perhaps, that it was refused. */
export async function leftNothing(...replies) {
  const changes = typesOf(await written(...replies)).filter((type) => !type.startsWith('refusal.'));
  assert.deepEqual(changes, []);
}

/** An OAuth error or a problem, precisely, and no token beside it. */
export function refused(reply, status, error, what = '') {
  assert.equal(reply.status, status, `${what} ${reply.text}`);
  const told = reply.json();
  assert.equal(told.error ?? told.code, error, `${what} ${reply.text}`);
  for (const name of ['access_token', 'refresh_token', 'id_token']) assert.equal(told[name], undefined, what);
}

/** A page of ours that leads nowhere. */
export function stopped(reply, status = 400, what = undefined) {
  assert.equal(reply.status, status, what);
  assert.equal(reply.headers.location, undefined, what);
  assert.match(reply.headers['content-type'], /^text\/html/, what);
}

/** An answer without what differs from one to the next: moments, references, what is sealed. */
export function lasting({ status, headers, text }) {
  const passing = ['date', 'x-request-id', 'set-cookie', 'connection', 'content-length'];
  const still = (value) => String(value)
    .replace(/(request=|name="(?:request|token)" value=")[\w-]+/g, '$1…').replace(/\b[0-9a-f]{24}\b/g, '…');
  const fields = Object.entries(headers).filter(([name]) => !passing.includes(name));
  return JSON.stringify([status, fields.map(([name, value]) => [name, still(value)]), still(text)]);
}

function once(make) {
  let made;
  return () => (made ??= make());
}

journal.after = (await administer('GET', '/workspace')).position;
