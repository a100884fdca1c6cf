// SPDX-License-Identifier: Apache-2.0
// Guessing passwords: many at once, under many spellings, from one place and from many, around a lockout.
// A browser is at an address of its own unless it is said where it is.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { authorizationRequest, Browser, hidden, refresh, somewhere, tokensFor } from './browser.mjs';
import { administer, client, each, lasting, leftNothing, person, random, typesOf, written } from './world.mjs';

const free = 5; // So many wrong guesses cost nothing; the next begins a lockout, or a pause where they came from.
const freeOfAll = 50; // At all names together, from one address.

/** A guess, which must fail as every other one does. */
async function guess(user_name, password = random(), browser = new Browser(), path = undefined) {
  const reply = await browser.submit(await browser.loginForm(path), { user_name, password });
  assert.equal(reply.status, 403, reply.text);
  assert.equal(browser.cookies.has('__Host-session'), false);
  return reply;
}

/** Why each guess was refused, as the journal has it. */
async function reasons(...replies) {
  const events = (await written(...replies)).filter((event) => event.type === 'refusal.recorded');
  const sums = {};
  for (const { payload: { code } } of events) sums[code] = (sums[code] ?? 0) + 1;
  return sums;
}

const lock = (name) => each(Array.from({ length: free + 1 }), () => guess(name), 1);

describe('an account', () => {
  it('is guessed at no oftener by 64 at once (CVE-2024-4629, CVE-2023-47111)', async () => {
    const victim = await person();
    const forms = await each(Array.from({ length: 64 }, () => new Browser()), async (browser) =>
      ({ browser, form: await browser.loginForm() }));
    const replies = await Promise.all(forms.map(({ browser, form }) =>
      browser.submit(form, { user_name: victim.user_name, password: random() })));
    const busy = replies.filter((reply) => reply.status === 503).length; // Refused before any was compared.
    assert.equal(replies.filter((reply) => reply.status === 403).length, 64 - busy);
    const sums = await reasons(...replies);
    assert.ok(sums.wrong_credentials <= free + 1, JSON.stringify(sums));
    assert.equal(sums.wrong_credentials + sums.locked + busy, 64);
    await guess(victim.user_name);
    await guess(victim.user_name, victim.password);
  });

  it('is one account under all its spellings (CVE-2025-24806, CVE-2025-55003, CVE-2025-54998)', async () => {
    const victim = await person();
    const name = victim.user_name;
    const spellings = [
      name.toUpperCase(), ` ${name}`, `${name} `, `\t${name}`, name.replace('v', 'V'), `  ${name.toUpperCase()}\t `,
    ];
    assert.equal(spellings.length, free + 1);
    const replies = await each(spellings, (spelling) => guess(spelling), 1);
    assert.deepEqual(await reasons(...replies), { wrong_credentials: free + 1 });
    const locked = await each([name, ...spellings], (spelling) => guess(spelling, victim.password));
    assert.deepEqual(await reasons(...locked), { locked: 7 });
  });

  it('is nobody under a name that only looks like it', async () => {
    const victim = await person({ email: `${random()}@example.com` });
    const name = victim.user_name;
    const others = [
      victim.email, name.replace('v', '\uff56'), `${name}\u00a0`, `${name}\u200b`, name.replace('v', 'v\u0301'),
      `${name}%20`, `${name}@example.com`, `${name}\u3000`, `${name}/`,
    ];
    const replies = await each(others, (other) => guess(other, victim.password), 1);
    assert.deepEqual(await reasons(...replies), { wrong_credentials: others.length });
    assert.ok(await new Browser().signIn(victim));
  });

  it('stays locked for every browser, client and way to the form', async () => {
    const victim = await person();
    const [web, spa] = await Promise.all([client('web'), client('spa')]);
    const paths = ['/account', authorizationRequest(web).path, authorizationRequest(spa, { prompt: 'login' }).path];
    const replies = await each(Array.from({ length: free + 1 }), (_, place) =>
      guess(victim.user_name, random(), new Browser(), paths[place % paths.length]), 1);
    const locked = await each(paths, (path) => guess(victim.user_name, victim.password, new Browser(), path));
    assert.deepEqual(await reasons(...locked), { locked: 3 });
    // It is written beside the reply, and before the credential is looked at again.
    assert.deepEqual(typesOf(await written(...replies)).filter((type) => type === 'credential.locked').length, 1);
    await leftNothing(...locked);
  });

  it('is guessed at no oftener with a session that was found, where a password is changed', async () => {
    const victim = await person();
    const owner = await new Browser().signIn(victim);
    const chosen = random(24);
    const change = async (current_password) => {
      const thief = new Browser(); // Each from an address of its own.
      thief.cookies = new Map(owner.cookies);
      const token = hidden((await thief.get('/account/password')).text, 'token');
      const form = { token, current_password, new_password: chosen, repeated: chosen };
      const reply = await thief.post('/account/password', form);
      assert.equal(reply.status, 403, reply.text);
      return reply;
    };
    const replies = await each(Array.from({ length: free + 1 }), () => change(random()), 1);
    assert.deepEqual(await reasons(...replies), { wrong_credentials: free + 1 });
    const locked = [await change(victim.password), await guess(victim.user_name, victim.password)];
    assert.deepEqual(await reasons(...locked), { locked: 2 });
    assert.equal(await owner.signedIn(), true);
  });

  it('is not unlocked by logins of somebody else between the guesses', async () => {
    const [victim, attacker] = await each([0, 0], () => person());
    const one = new Browser();
    for (let count = 0; count <= free; ++count) {
      await one.signIn(attacker);
      const other = new Browser();
      const reply = await other.submit(await other.loginForm(), { ...victim, password: random() });
      assert.equal(reply.status, 403);
      one.cookies.clear();
    }
    await guess(victim.user_name, victim.password);
  });

  it('is not unlocked by more guesses', async () => {
    const victim = await person();
    await lock(victim.user_name);
    const more = await lock(victim.user_name);
    assert.deepEqual(await reasons(...more), { locked: free + 1 });
    await guess(victim.user_name, victim.password);
  });

  it('that a stranger locks leaves those who are in their sessions and tokens', async () => {
    const victim = await person();
    const browser = await new Browser().signIn(victim);
    const scopes = ['openid', 'offline_access'];
    const web = await client('web', { scopes });
    const tokens = await tokensFor(browser, web, { scope: scopes.join(' ') });
    await lock(victim.user_name);
    assert.equal(await browser.signedIn(), true);
    assert.equal((await refresh(web, tokens.refresh_token)).status, 200);
  });

  it('is unlocked by the operator, and its password is good again at once', async () => {
    const victim = await person();
    await lock(victim.user_name);
    await guess(victim.user_name, victim.password);
    await administer('POST', `/users/${victim.id}/unlock`);
    assert.ok(await new Browser().signIn(victim));
  });

  it('is unlocked by a new password from the operator, and the old one is good no longer', async () => {
    const victim = await person();
    await lock(victim.user_name);
    const { password } = await administer('POST', `/users/${victim.id}/set-password`);
    await guess(victim.user_name, victim.password);
    const browser = new Browser();
    const page = await browser.submit(await browser.loginForm(), { ...victim, password });
    assert.equal(page.status, 200);
    assert.match(page.text, /<h1>Choose your password/);
  });

  it('is known by its whole password', async () => {
    const password = `${random(60)}Q`;
    const victim = await person({ password });
    const near = [password.slice(0, -1), `${password} `, ` ${password}`, password.toLowerCase(), `${password}\0`];
    assert.equal(near.length, free);
    await each(near, (one) => guess(victim.user_name, one), 1);
    assert.ok(await new Browser().signIn(victim));
  });
});

describe('an address', () => {
  /** What the next guess from there is told. */
  async function told(from, user_name, password = random(), headers = {}) {
    const browser = new Browser('demo', from);
    return browser.submit(await browser.loginForm(), { user_name, password }, headers);
  }

  /** A pause as everybody is shown it; it differs by the seconds that are left. */
  function pause(reply) {
    assert.equal(reply.status, 429, reply.text);
    assert.ok(reply.headers['retry-after'] >= 1 && reply.headers['retry-after'] <= 30);
    assert.equal(reply.headers['set-cookie'], undefined);
    return lasting(reply).replace(/("retry-after",")\d+|\d+ seconds?/g, '$1');
  }

  it('guesses at one name no oftener by 64 at once (CVE-2024-4629)', async () => {
    const victim = await person();
    const one = new Browser();
    const form = await one.loginForm();
    const spellings = [victim.user_name, victim.user_name.toUpperCase(), ` ${victim.user_name}`];
    const replies = await Promise.all(Array.from({ length: 64 }, (_, place) =>
      one.submit(form, { user_name: spellings[place % spellings.length], password: random() })));
    const paused = replies.filter((reply) => reply.status === 429);
    assert.equal(paused.length, 64 - free - 1);
    const sums = await reasons(...paused);
    assert.ok((sums.locked ?? 0) <= 1, `a pause is recorded once, not ${sums.locked} times`);
    assert.equal(sums.wrong_credentials, undefined, 'what is not let in is compared with nothing');
  });

  it('is told the same of every name, before a pause and in it', async () => {
    const [wrong, locked, disabled] = await each([0, 0, 0], () => person());
    await lock(locked.user_name);
    await administer('POST', `/users/${disabled.id}/disable`);
    const shown = await each([wrong, locked, disabled, { user_name: random() }], async ({ user_name, password }) => {
      const from = somewhere();
      const before = await each(Array.from({ length: free + 1 }), () => told(from, user_name), 1);
      for (const reply of before) assert.equal(reply.status, 403);
      const after = pause(await told(from, user_name, password ?? random()));
      return JSON.stringify([before.map(lasting), after]);
    }, 1);
    for (const one of shown) assert.equal(one, shown[0]);
  });

  it('is not another one by what it says of itself', async () => {
    const [from, name] = [somewhere(), random()];
    const claims = [
      {}, { 'x-forwarded-for': '203.0.113.9' }, { forwarded: 'for=203.0.113.9' }, { 'x-real-ip': '203.0.113.9' },
      { 'x-forwarded-for': 'not an address' }, { 'true-client-ip': '203.0.113.9' },
    ];
    assert.equal(claims.length, free + 1);
    await each(claims, async (headers) => assert.equal((await told(from, name, random(), headers)).status, 403), 1);
    for (const headers of claims) pause(await told(from, name, random(), headers));
  });

  it('buys no guesses at others with an account of its own', async () => {
    const own = await person();
    const from = somewhere();
    let guesses = 0;
    for (; guesses <= 2 * freeOfAll; ++guesses) {
      const right = await told(from, own.user_name, own.password);
      if (right.status === 429) break;
      assert.equal(right.status, 303);
      assert.equal((await told(from, random())).status, 403);
    }
    assert.equal(guesses, freeOfAll + 1);
    assert.ok(await new Browser().signIn(own), 'whoever is elsewhere is not kept out');
  });
});
