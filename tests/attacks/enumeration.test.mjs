// SPDX-License-Identifier: Apache-2.0
// Asking who and what there is: every no is the same no, in words, fields and time.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { askToken, authorizationRequest, Browser, codeFor, isActive, tokensFor } from './browser.mjs';
import {
  administer, adminToken, ask, at, basic, bearer, client, each, issuerOf, lasting, neighbour, person, random,
} from './world.mjs';

/** All the same, and as the first of them. */
function alike(answers) {
  const [[first, expected], ...others] = Object.entries(answers);
  for (const [name, answer] of others) assert.equal(answer, expected, `${name} is told from ${first}`);
}

async function answers(asked, asking) {
  const told = await each(Object.entries(asked), async ([name, one]) => [name, lasting(await asking(one))], 1);
  return Object.fromEntries(told);
}

describe('the login form', () => {
  const rounds = 12;
  let people;

  async function refusing(user_name, password = random()) {
    const browser = new Browser();
    const form = await browser.loginForm();
    const began = performance.now();
    const reply = await browser.submit(form, { user_name, password });
    return { reply, took: performance.now() - began };
  }

  before(async () => {
    const known = await each(Array.from({ length: rounds }), () => person());
    const [locked, disabled, erased, once] = await each([{}, {}, {}, { one_time: true }], (more) => person(more));
    await each(Array.from({ length: 6 }), () => refusing(locked.user_name), 1);
    await administer('POST', `/users/${disabled.id}/disable`);
    await administer('POST', `/users/${erased.id}/erase`);
    people = { known, locked, disabled, erased, once };
  });

  it('says of nobody whether there is such a name (CVE-2024-41952, CVE-2026-23511)', async () => {
    const { known: [someone, other], locked, disabled, erased, once } = people;
    alike(await answers({
      'a wrong password': [someone.user_name], 'an unknown name': [random()], 'a locked account': [locked.user_name],
      'a locked account\'s own password': [locked.user_name, locked.password],
      'a disabled account': [disabled.user_name],
      'a disabled account\'s own password': [disabled.user_name, disabled.password],
      'an erased one': [erased.user_name],
      'an erased one\'s password': [erased.user_name, erased.password], 'a one-time password': [once.user_name],
      'a name in capitals': [other.user_name.toUpperCase()], 'no name': [''],
      'no password': [someone.user_name, ''], 'a long name': ['n'.repeat(3000)], 'a user\'s id': [someone.id],
    }, async ([name, password]) => (await refusing(name, password)).reply));
  });

  it('takes the time of a password for every name (CVE-2025-54999)', async () => {
    const { known, locked, disabled, erased } = people;
    const kinds = {
      known: (round) => [known[round].user_name], unknown: () => [random()], locked: () => [locked.user_name],
      disabled: () => [disabled.user_name], erased: () => [erased.user_name],
    };
    const fastest = {}; // What else the machine does only makes it slower.
    for (let round = 0; round < rounds; ++round)
      for (const [kind, name] of Object.entries(kinds))
        fastest[kind] = Math.min(fastest[kind] ?? Infinity, (await refusing(...name(round))).took);
    for (const [kind, took] of Object.entries(fastest)) {
      const ratio = took / fastest.known; // A name whose password is not hashed takes a tenth.
      assert.ok(ratio > 0.4 && ratio < 2.5, `${kind} takes ${ratio.toFixed(2)} times as long as a wrong password`);
    }
  });

  it('is the same form whoever is hinted at', async () => {
    const { known: [someone], locked } = people;
    const spa = await client('spa');
    const names = { someone: someone.user_name, locked: locked.user_name, nobody: 'victim-nobody' };
    const shown = await answers(names, async (login_hint) => {
      const { page } = await new Browser().loginForm(authorizationRequest(spa, { login_hint }).path);
      return { ...page, text: page.text.replaceAll(login_hint, '…') };
    });
    alike(shown);
  });
});

describe('the token endpoint', () => {
  it('says of nobody whether there is such a client', async () => {
    const [web, spa, gone] = await each(['web', 'spa', 'web'], (type) => client(type));
    await administer('POST', `/clients/${gone.client_id}/delete`);
    const form = { grant_type: 'authorization_code', code: 'x', redirect_uri: 'x', code_verifier: 'x' };
    const asking = ([id, secret]) =>
      ask('POST', at('/oauth/v2/token'), { headers: { authorization: basic(id, secret) }, form });
    alike(await answers({
      'a wrong secret': [web.client_id, random()],
      'an unknown client': [random(), random()],
      'no secret': [web.client_id, ''],
      'a public one\'s secret': [spa.client_id, random()],
      'a deleted one\'s own secret': [gone.client_id, gone.client_secret],
      'a secret of the operator\'s': ['operator', random()],
    }, asking));
  });

  it('says the same of codes that never were and codes of somebody else\'s workspace', async () => {
    const slug = await neighbour();
    const [web, theirs] = await Promise.all([client('web'), client('web', {}, slug)]);
    const { code: live, form } = await codeFor(await new Browser(slug).signIn(await person({}, slug)), theirs);
    alike(await answers({
      'made up': random(48), 'made up too': random(48), short: 'x', long: random(600), 'a neighbour\'s': live,
    }, (code) => askToken(web, { ...form, code })));
    const reply = await askToken(theirs, form);
    assert.equal(reply.status, 200, reply.text);
  });
});

describe('introspection', () => {
  it('says only that a token is not active', async () => {
    const scopes = ['openid', 'offline_access'];
    const [api, web] = await Promise.all([client('web', { may_introspect: true }), client('web', { scopes })]);
    const browser = await new Browser().signIn(await person());
    const [live, over] = await each([0, 0], () => tokensFor(browser, web, { scope: scopes.join(' ') }), 1);
    await askToken(web, { token: over.refresh_token }, web.issuer, '/oauth/v2/revoke');
    assert.equal(await isActive(api, live.access_token), true);
    alike(await answers({
      nothing: 'x',
      revoked: over.access_token,
      'revoked, to refresh': over.refresh_token,
      'an ID token': live.id_token,
      'a neighbour\'s': await adminToken('system'),
      forged: `${live.access_token.slice(0, -6)}AAAAAA`,
      code: live.code,
      random: random(48), long: random(10_000),
    }, (token) => askToken(api, { token }, api.issuer, '/oauth/v2/introspect')));
  });
});

describe('the admin API', () => {
  it('says to nobody without a token what there is', async () => {
    const someone = await person();
    const { id } = someone;
    for (const headers of [{}, bearer('x'), bearer(await adminToken(await neighbour()))])
      alike(await answers({
        someone: `/admin/users/${id}`,
        nobody: '/admin/users/00000000-0000-4000-8000-000000000000',
        all: '/admin/users',
        named: `/admin/users?user_name=${someone.user_name}`,
        client: '/admin/clients/demo-web',
        unknown: '/admin/clients/nobody',
      }, (path) => ask('GET', at(path), { headers })));
  });
});

describe('a host', () => {
  it('says the same of every name that is of no workspace', async () => {
    alike(await answers({ unknown: 'nobody', other: 'nobody-else', reserved: 'www', admin: 'admin', mail: 'mail' },
                        (slug) => ask('GET', at('/account', issuerOf(slug)))));
  });

  it('serves no measurements to the world (CVE-2024-52307)', async () => {
    alike(await answers({
      nothing: '/nothing', metrics: '/metrics', healthz: '/healthz', readyz: '/readyz', debug: '/debug',
    }, (path) => ask('GET', at(path))));
  });
});
