// SPDX-License-Identifier: Apache-2.0
// Codes, tokens and forms in the wrong hands, with one bound thing changed, or twice.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import {
  askToken, asksAsWhom, authorizationRequest, Browser, codeFor, hidden, isActive, refresh, sha256, tokensFor,
} from './browser.mjs';
import {
  administer, ask, at, bearer, client, each, issuerOf, leftNothing, neighbour, person, random, refused, stopped,
  typesOf, written,
} from './world.mjs';

const offline = { scope: 'openid profile email offline_access' };
const second = 'https://app.example/second';
const uris = { redirect_uris: ['https://app.example/callback', second], scopes: offline.scope.split(' ') };

let browser, web, spa, other, api;
before(async () => {
  [web, spa, other, api] = await Promise.all([
    client('web', uris), client('spa', uris), client('web', uris), client('web', { may_introspect: true }),
  ]);
  browser = await new Browser().signIn(await person());
});

describe('a code', () => {
  const changed = {
    'retargeted to another client (CVE-2026-16089, CVE-2026-55672)': ({ form }) => [other, form],
    'retargeted to a public client': ({ form }) => [spa, form],
    'with another of the redirect URIs that are registered': ({ form }) => [web, { ...form, redirect_uri: second }],
    'with a redirect URI that ends in a slash more':
      ({ form }) => [web, { ...form, redirect_uri: `${form.redirect_uri}/` }],
    'with another verifier': ({ form }) => [web, { ...form, code_verifier: random(32) }],
    'with the challenge for its verifier (a downgrade to plain)':
      ({ form }) => [web, { ...form, code_verifier: sha256(form.code_verifier) }],
    'with a verifier that is longer by one':
      ({ form }) => [web, { ...form, code_verifier: `${form.code_verifier}A` }],
    'truncated by an octet (CVE-2026-27840)': ({ form }) => [web, { ...form, code: form.code.slice(0, -1) }],
    'truncated to the id in it': ({ form }) => [web, { ...form, code: form.code.slice(0, 22) }],
    'longer by an octet': ({ form }) => [web, { ...form, code: `${form.code}A` }],
    'with a changed secret': ({ form }) => [web, { ...form, code: `${form.code.slice(0, -4)}AAAA` }],
    'with padding': ({ form }) => [web, { ...form, code: `${form.code}=` }],
    'in another case': ({ form }) => [web, { ...form, code: form.code.toLowerCase() }],
    'with the secret of another one': async ({ form }) =>
      [web, { ...form, code: form.code.slice(0, 24) + (await codeFor(browser, web)).code.slice(24) }],
  };
  for (const [how, change] of Object.entries(changed))
    it(`${how} gives nothing, and is not used up by it`, async () => {
      const code = await codeFor(browser, web);
      const reply = await askToken(...(await change(code)));
      refused(reply, 400, 'invalid_grant');
      await leftNothing(reply);
      assert.equal((await askToken(web, code.form)).status, 200);
    });

  it('at the neighbour\'s token endpoint is unknown, even to a client of the same name', async () => {
    const { form } = await codeFor(browser, web);
    const slug = await neighbour();
    refused(await askToken(web, form, issuerOf(slug)), 401, 'invalid_client');
    const namesake = await client('web', { client_id: web.client_id, ...uris }, slug);
    refused(await askToken(namesake, form), 400, 'invalid_grant');
    assert.equal((await askToken(web, form)).status, 200);
  });

  const ends = {
    'has signed out': async (who, one) => {
      const token = hidden((await one.get('/account')).text, 'token');
      assert.equal((await one.post('/account/sign-out', { token })).status, 303);
    },
    'was disabled': (who) => administer('POST', `/users/${who.id}/disable`),
    'was erased': (who) => administer('POST', `/users/${who.id}/erase`),
  };
  for (const [how, end] of Object.entries(ends))
    it(`whose person ${how} before it is redeemed gives nothing`, async () => {
      const who = await person();
      const one = await new Browser().signIn(who);
      const { form } = await codeFor(one, web);
      await end(who, one);
      const reply = await askToken(web, form);
      refused(reply, 400, 'invalid_grant');
      await leftNothing(reply);
    });

  it('is no refresh token, no access token and no token to introspect', async () => {
    const { code } = await codeFor(browser, web, offline);
    refused(await refresh(web, code), 400, 'invalid_grant');
    refused(await ask('GET', at('/oauth/v2/userinfo'), { headers: bearer(code) }), 401, 'invalid_token');
    assert.equal(await isActive(api, code), false);
  });

  it('that comes twice revokes all it gave (RFC 6749 section 4.1.2)', async () => {
    const tokens = await tokensFor(browser, web, offline);
    assert.equal(await isActive(api, tokens.access_token), true);
    const again = await askToken(web, tokens.form);
    refused(again, 400, 'invalid_grant');
    const [ended, ...more] = await written(again);
    assert.deepEqual([ended.type, ended.payload.reason, more.length], ['grant.ended', 'code_replayed', 0]);
    assert.equal(await isActive(api, tokens.access_token), false);
    assert.equal(await isActive(api, tokens.refresh_token), false);
    refused(await refresh(web, tokens.refresh_token), 400, 'invalid_grant');
  });

  const mistakes = {
    'with a wrong verifier': { code_verifier: random(32) },
    'without a verifier': { code_verifier: '' },
    'with a verifier of no possible shape': { code_verifier: 'short' },
    'without a redirect URI': { redirect_uri: '' },
    'for another target': { resource: 'https://evil.example/' },
  };
  for (const [how, mistake] of Object.entries(mistakes))
    it(`that comes twice ${how} revokes all it gave too`, async () => {
      const tokens = await tokensFor(browser, web);
      refused(await askToken(web, { ...tokens.form, ...mistake }), 400, 'invalid_grant');
      assert.equal(await isActive(api, tokens.access_token), false);
    });

  it('that a stranger replays revokes nothing', async () => {
    const tokens = await tokensFor(browser, web);
    refused(await askToken(other, tokens.form), 400, 'invalid_grant');
    assert.equal(await isActive(api, tokens.access_token), true);
  });

  for (const [kind, whose] of [['confidential', () => web], ['public', () => spa]])
    it(`that 64 redeem at once is given to one of them, and what it got is revoked: ${kind}`, async () => {
      const { form } = await codeFor(browser, whose(), offline);
      const replies = await Promise.all(Array.from({ length: 64 }, () => askToken(whose(), form)));
      const [given, ...more] = replies.filter((reply) => reply.status === 200);
      assert.equal(more.length, 0);
      for (const reply of replies.filter((one) => one !== given)) refused(reply, 400, 'invalid_grant');
      assert.deepEqual(typesOf(await written(...replies)).sort(),
                       ['grant.code_redeemed', 'grant.ended', 'grant.refresh_issued', 'grant.token_issued']);
      const { access_token, refresh_token } = given.json();
      assert.deepEqual(await each([access_token, refresh_token], (token) => isActive(api, token)), [false, false]);
      refused(await refresh(whose(), refresh_token), 400, 'invalid_grant');
    });
});

/** Every order of every choice of the words: as many different requests for one refresh token. */
function orders(words) {
  return words.flatMap((word) => [
    word, ...orders(words.filter((one) => one !== word)).map((rest) => `${word} ${rest}`),
  ]);
}

describe('a refresh token', () => {
  const changed = {
    'of another client (CVE-2026-55672)': (token) => [other, token],
    'of another client, presented by a public one': (token) => [spa, token],
    'truncated by an octet (CVE-2026-27840)': (token) => [web, token.slice(0, -1)],
    'longer by an octet': (token) => [web, `${token}A`],
    'with a changed secret': (token) => [web, `${token.slice(0, -4)}AAAA`],
    'with padding': (token) => [web, `${token}=`],
  };
  for (const [how, change] of Object.entries(changed))
    it(`${how} gives nothing, and the right one stays good`, async () => {
      const { refresh_token } = await tokensFor(browser, web, offline);
      const reply = await refresh(...change(refresh_token));
      refused(reply, 400, 'invalid_grant');
      await leftNothing(reply);
      assert.equal((await refresh(web, refresh_token)).status, 200);
    });

  it('is unknown to the neighbour', async () => {
    const { refresh_token } = await tokensFor(browser, web, offline);
    const namesake = await client('web', uris, await neighbour());
    refused(await refresh(namesake, refresh_token), 400, 'invalid_grant');
    assert.equal((await refresh(web, refresh_token)).status, 200);
  });

  it('is no code and no access token', async () => {
    const { refresh_token, form } = await tokensFor(browser, web, offline);
    refused(await askToken(web, { ...form, code: refresh_token }), 400, 'invalid_grant');
    refused(await ask('GET', at('/oauth/v2/userinfo'), { headers: bearer(refresh_token) }), 401, 'invalid_token');
  });

  it('asks for no scope that was not allowed', async () => {
    const { refresh_token } = await tokensFor(browser, web, { scope: 'openid offline_access' });
    for (const scope of ['openid profile', 'admin:write', 'openid  offline_access', 'OPENID'])
      refused(await refresh(web, refresh_token, { scope }), 400, 'invalid_scope');
    assert.equal((await refresh(web, refresh_token)).status, 200);
  });

  it('that was replaced ends the family (RFC 9700 section 4.14.2)', async () => {
    const first = await tokensFor(browser, web, offline);
    const newest = (await refresh(web, first.refresh_token)).json();
    const again = await refresh(web, first.refresh_token, { scope: 'openid' });
    refused(again, 400, 'invalid_grant');
    const [ended] = await written(again);
    assert.deepEqual([ended.type, ended.payload.reason], ['grant.ended', 'refresh_replayed']);
    refused(await refresh(web, newest.refresh_token), 400, 'invalid_grant');
    assert.equal(await isActive(api, newest.access_token), false);
  });

  it('with 64 different requests at once serves one of them and ends the family', async () => {
    const { refresh_token } = await tokensFor(browser, web, offline);
    const scopes = orders(offline.scope.split(' '));
    assert.equal(scopes.length, 64);
    const replies = await Promise.all(scopes.map((scope) => refresh(web, refresh_token, { scope })));
    const [given, ...more] = replies.filter((reply) => reply.status === 200);
    assert.equal(more.length, 0);
    for (const reply of replies.filter((one) => one !== given)) refused(reply, 400, 'invalid_grant');
    assert.deepEqual(typesOf(await written(...replies)).sort(),
                     ['grant.ended', 'grant.refresh_issued', 'grant.token_issued']);
    refused(await refresh(web, given.json().refresh_token), 400, 'invalid_grant');
    assert.equal(await isActive(api, given.json().access_token), false);
  });

  it('with one request 64 times at once is replaced once: a reply that was lost comes again', async () => {
    const { refresh_token } = await tokensFor(browser, spa, offline);
    const replies = await Promise.all(Array.from({ length: 64 }, () => refresh(spa, refresh_token)));
    assert.equal(new Set(replies.map((reply) => reply.json().refresh_token)).size, 1);
    const rotations = typesOf(await written(...replies)).filter((type) => type === 'grant.refresh_issued');
    assert.equal(rotations.length, 1);
  });

  it('that was revoked is over, whatever the reply said (CVE-2020-15223)', async () => {
    const tokens = await tokensFor(browser, web, offline);
    const reply = await askToken(web, { token: tokens.refresh_token }, web.issuer, '/oauth/v2/revoke');
    assert.equal(reply.status, 200);
    assert.deepEqual(typesOf(await written(reply)), ['grant.ended']);
    refused(await refresh(web, tokens.refresh_token), 400, 'invalid_grant');
    assert.equal(await isActive(api, tokens.access_token), false);
  });

  it('that somebody else revokes stays good, with the access token, and they are told', async () => {
    const { access_token, refresh_token } = await tokensFor(browser, web, offline);
    for (const token of [refresh_token, access_token])
      refused(await askToken(other, { token }, other.issuer, '/oauth/v2/revoke'), 400, 'invalid_grant');
    assert.equal(await isActive(api, access_token), true);
    assert.equal((await refresh(web, refresh_token)).status, 200);
  });
});

describe('a form', () => {
  it('that another browser was shown signs nobody in (login CSRF)', async () => {
    const who = await person();
    const form = await new Browser().loginForm();
    const victim = new Browser();
    await victim.loginForm();
    const reply = await victim.submit(form, who);
    stopped(reply, 403);
    await leftNothing(reply);
    assert.equal(await victim.signedIn(), false);
  });

  it('in which a member stands twice signs nobody in (parameter pollution)', async () => {
    const who = await person();
    const one = new Browser();
    const { request, token } = await one.loginForm();
    const form = Object.entries({ request, token, user_name: who.user_name, password: who.password });
    for (const again of form) {
      const reply = await one.post('/login', [...form, again]);
      stopped(reply, 403, again[0]);
      await leftNothing(reply);
    }
    assert.equal(await one.signedIn(), false);
  });

  it('that changes a password is of one session, and is no other form (CVE-2022-39222)', async () => {
    const [attacker, who] = await each([0, 0], () => person());
    const victim = await new Browser().signIn(who);
    const elsewhere = await new Browser().signIn(who);
    const tokenAt = async (one, page) => hidden((await one.get(page)).text, 'token');
    const foreign = {
      'another person was shown': await tokenAt(await new Browser().signIn(attacker), '/account/password'),
      'another session was shown': await tokenAt(elsewhere, '/account/password'),
      'signs out': await tokenAt(victim, '/account'),
      'signs in': (await new Browser().loginForm()).token,
      'has no token': '',
    };
    const chosen = random(24);
    const typed = { current_password: who.password, new_password: chosen, repeated: chosen };
    for (const [whose, token] of Object.entries(foreign)) {
      const reply = await victim.post('/account/password', { ...typed, token });
      stopped(reply, 403, whose);
      await leftNothing(reply);
    }
    const token = await tokenAt(victim, '/account/password');
    for (const origin of ['null', issuerOf('system')]) {
      const reply = await victim.post('/account/password', { ...typed, token }, { origin });
      stopped(reply, 403, origin);
      await leftNothing(reply);
    }
    assert.equal(await elsewhere.signedIn(), true, 'nothing has changed');
    const own = await victim.post('/account/password', { ...typed, token });
    assert.equal(own.status, 303, own.text);
    assert.equal(await elsewhere.signedIn(), false);
    assert.equal(await victim.signedIn(), true);
  });

  it('that changes a password is of no use to who finds the session and not the password', async () => {
    const who = await person();
    const victim = await new Browser().signIn(who);
    const token = hidden((await victim.get('/account/password')).text, 'token');
    const chosen = random(24);
    for (const current_password of ['', 'wrong', chosen]) {
      const form = { token, current_password, new_password: chosen, repeated: chosen };
      const reply = await victim.post('/account/password', form);
      stopped(reply, 403, current_password);
      await leftNothing(reply);
    }
    await new Browser().signIn(who);
  });

  const consentOf = async (one) => {
    const page = await one.get(authorizationRequest(third).path);
    return { request: hidden(page.text, 'request'), token: hidden(page.text, 'token') };
  };
  let third;
  before(async () => {
    third = await client('web', { third_party: true });
  });

  it('of consent that another session was shown allows nothing (CVE-2022-39222)', async () => {
    const [attacker, victim] = await each([0, 0], async () => new Browser().signIn(await person()));
    const [shown, own] = await each([attacker, victim], consentOf);
    for (const form of [shown, { ...own, token: shown.token }, { ...own, token: '' }]) {
      const reply = await victim.post('/consent', { ...form, decision: 'allow' });
      stopped(reply, 403);
      await leftNothing(reply);
    }
  });

  it('of consent with two decisions is none (parameter pollution, CVE-2026-9689)', async () => {
    const form = await consentOf(browser);
    for (const decisions of [['deny', 'allow'], ['allow', 'deny']]) {
      const sent = [...Object.entries(form), ...decisions.map((decision) => ['decision', decision])];
      const reply = await browser.post('/consent', sent);
      stopped(reply, 403);
      await leftNothing(reply);
    }
  });
});

describe('what was sealed', () => {
  /** Everything that this server seals into addresses, forms and cookies. */
  async function boxes(slug) {
    const one = new Browser(slug);
    const { request, token } = await one.loginForm();
    await one.signIn(await person({}, slug));
    const logout = await one.get('/oauth/v2/end_session');
    return {
      request,
      'form token': token,
      session: one.cookies.get('__Host-session'),
      logout: hidden(logout.text, 'request'),
    };
  }

  it('for one purpose or one workspace opens for no other (CVE-2026-4282)', async () => {
    const own = await boxes('demo');
    const theirs = await boxes(await neighbour());
    assert.equal((await browser.get(`/login?request=${own.request}`)).status, 200);
    const foreign = Object.entries(theirs).map(([name, box]) => [`their ${name}`, box]);
    for (const [name, box] of [...Object.entries(own), ...foreign]) {
      if (name === 'request') continue;
      stopped(await browser.get(`/login?request=${box}`), 403, name);
      stopped(await browser.get(`/oauth/v2/authorize/resume?request=${box}`), 403, name);
      if (name !== 'logout') stopped(await browser.get(`/oauth/v2/end_session?logout=${box}`), 403, name);
      if (name === 'session') continue;
      const reply = await ask('GET', at('/account'), { headers: { cookie: `__Host-session=${box}` } });
      assert.match(reply.headers.location, /^\/login/, name);
    }
  });

  it('of a request that was begun in one browser is no answer in another', async () => {
    const resumed = async (one, { path }) => {
      const { request } = await new Browser().loginForm(path);
      return (await one()).get(`/oauth/v2/authorize/resume?request=${request}`);
    };
    const native = await client('native', { redirect_uris: ['com.example.app:/callback'] });
    for (const request of [authorizationRequest(web, { prompt: 'select_account' }), authorizationRequest(native)]) {
      const reply = await resumed(() => browser, request);
      asksAsWhom(reply, request.path);
      await leftNothing(reply);
    }
    const signedInLater = async () => new Browser().signIn(await person());
    const reply = await resumed(signedInLater, authorizationRequest(web, { prompt: 'login' }));
    assert.match(reply.headers.location, /^\/login\?/);
    await leftNothing(reply);
  });

  it('of a login is no answer in another session', async () => {
    const attacker = new Browser();
    const { path } = authorizationRequest(web, { prompt: 'select_account' });
    const welcome = await attacker.submit(await attacker.loginForm(path), await person());
    const reply = await browser.get(welcome.headers.location);
    asksAsWhom(reply, path);
    await leftNothing(reply);
  });

  it('opens no longer once a bit of it is changed', async () => {
    const { request } = await boxes('demo');
    for (let place = 0; place < request.length; place += 7) {
      const octet = request[place] === 'A' ? 'B' : 'A';
      stopped(await browser.get(`/login?request=${request.slice(0, place)}${octet}${request.slice(place + 1)}`), 403);
    }
  });
});
