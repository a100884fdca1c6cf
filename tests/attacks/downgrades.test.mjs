// SPDX-License-Identifier: Apache-2.0
// Flows that a client's registration does not have: without PKCE, by other response types, by grants
// that are not served.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { answerAt, askToken, authorizationRequest, Browser, codeFor, sha256 } from './browser.mjs';
import {
  administer, ask, at, basic, client, demo, each, issuer, leftNothing, person, random, refused, stopped,
} from './world.mjs';

let browser, web, spa, who;
before(async () => {
  [web, spa, who] = await Promise.all([client('web'), client('spa'), person()]);
  browser = await new Browser().signIn(who);
});

/** What an authorization response must not carry where no code was asked for properly. */
const gifts = ['code', 'access_token', 'id_token', 'token', 'response', 'expires_in'];

function refusedAt(reply, { redirect_uri, state }, error) {
  const answer = answerAt(reply, redirect_uri);
  assert.deepEqual([answer.state, answer.iss], [state, issuer]);
  if (error) assert.equal(answer.error, error);
  else assert.match(answer.error, /^(invalid_request|unsupported_response_type)$/);
  for (const gift of gifts) assert.equal(answer[gift], undefined);
  assert.ok(!reply.headers.location.includes('#'));
}

describe('every mixture of response type, response mode and challenge', () => {
  const challenge = sha256('x'.repeat(43));
  const lattice = {
    response_type: [
      undefined, '', 'code', 'token', 'id_token', 'none', 'code token', 'code id_token', 'token id_token',
      'code id_token token', 'code code', ' code', 'CODE', 'code,token',
    ],
    response_mode: [
      undefined, '', 'query', 'fragment', 'form_post', 'web_message', 'jwt', 'query.jwt', 'form_post.jwt',
    ],
    pkce: [
      { code_challenge: challenge, code_challenge_method: 'S256' },
      { code_challenge: challenge, code_challenge_method: undefined },
      { code_challenge: challenge, code_challenge_method: 'plain' },
      { code_challenge: challenge, code_challenge_method: 's256' },
      { code_challenge: undefined, code_challenge_method: undefined },
      { code_challenge: undefined, code_challenge_method: 'S256' },
      { code_challenge: '', code_challenge_method: 'S256' },
      { code_challenge: challenge.slice(1), code_challenge_method: 'S256' },
      { code_challenge: `${challenge}=`, code_challenge_method: 'S256' },
    ],
  };
  const mixtures = lattice.response_type.flatMap((response_type) =>
    lattice.response_mode.flatMap((response_mode) =>
      lattice.pkce.map((pkce) => ({ response_type, response_mode, ...pkce }))));
  // RFC 6749 section 3.1: an empty parameter counts as one that was left out.
  const isProper = ({ response_type, response_mode, code_challenge, code_challenge_method }) =>
    response_type === 'code' && [undefined, '', 'query'].includes(response_mode) &&
    code_challenge === challenge && code_challenge_method === 'S256';

  /** By GET, or posted: then the browser is let come again with its cookies where nothing is wrong. */
  async function answered(request, posted) {
    if (!posted) return browser.get(request.path);
    const reply = await browser.post('/oauth/v2/authorize', request.parameters);
    const { location } = reply.headers;
    return location?.startsWith('/oauth/v2/authorize/resume?') ? browser.get(location) : reply;
  }

  for (const [kind, whose] of [['confidential', () => web], ['public', () => spa]])
    it(`gives a code for S256 alone, to a ${kind} client (CVE-2024-23647, CVE-2023-6927)`, async () => {
      const replies = await each(mixtures, async (mixture, place) => {
        const request = authorizationRequest(whose(), mixture);
        const reply = await answered(request, place % 2);
        if (!isProper(mixture)) refusedAt(reply, request.parameters);
        else assert.ok(answerAt(reply, whose().redirect_uri).code, JSON.stringify(mixture));
        return { reply, mixture };
      });
      const improper = replies.filter(({ mixture }) => !isProper(mixture));
      assert.deepEqual([replies.length, improper.length], [1134, 1131]);
      await leftNothing(...improper.map(({ reply }) => reply));
    });
});

describe('PKCE', () => {
  const changed = {
    'whose verifier is left out (CVE-2023-48228)': { code_verifier: undefined },
    'whose verifier is empty': { code_verifier: '' },
    'whose verifier is too short': { code_verifier: 'a'.repeat(42) },
    'whose verifier is too long': { code_verifier: 'a'.repeat(129) },
    'whose verifier is another one': { code_verifier: 'a'.repeat(43) },
    'whose verifier has other characters': { code_verifier: `${'a'.repeat(42)} ` },
  };
  for (const [how, change] of Object.entries(changed))
    it(`${how} gives nothing`, async () => {
      for (const one of [web, spa]) {
        const { form } = await codeFor(browser, one);
        const sent = { ...form, ...change };
        if (sent.code_verifier === undefined) delete sent.code_verifier;
        const reply = await askToken(one, sent);
        refused(reply, 400, 'invalid_grant');
        await leftNothing(reply);
      }
    });

  it('whose verifier stands twice, a good one and a bad one, gives nothing', async () => {
    const { form } = await codeFor(browser, web);
    const headers = { authorization: basic(web.client_id, web.client_secret) };
    const bad = [['code_verifier', random(32)]];
    for (const sent of [[...bad, ...Object.entries(form)], [...Object.entries(form), ...bad]]) {
      const reply = await ask('POST', at('/oauth/v2/token'), { form: sent, headers });
      refused(reply, 400, 'invalid_request');
      await leftNothing(reply);
    }
    assert.equal((await askToken(web, form)).status, 200);
  });
});

describe('a restart', () => {
  it('brings back no flow that was refused before (CVE-2026-7571)', async () => {
    const fresh = new Browser();
    const request = authorizationRequest(spa);
    const form = await fresh.loginForm(request.path);
    const forged = '&response_type=token&response_mode=fragment&code_challenge=&redirect_uri=https://evil.example/';
    assert.equal((await fresh.get(`/login?request=${form.request}${forged}`)).status, 200);
    const welcome = await fresh.post('/login', {
      ...form, ...who, response_type: 'token', response_mode: 'fragment', redirect_uri: 'https://evil.example/',
    });
    const answer = answerAt(await fresh.get(welcome.headers.location + forged), spa.redirect_uri, 200);
    assert.deepEqual(Object.keys(answer).sort(), ['code', 'iss', 'state']);
    const sent = { grant_type: 'authorization_code', code: answer.code, redirect_uri: spa.redirect_uri };
    refused(await askToken(spa, sent), 400, 'invalid_grant');
    assert.equal((await askToken(spa, { ...sent, code_verifier: request.verifier })).status, 200);
  });

  it('with a request that was made up leads nowhere', async () => {
    const wish = JSON.stringify({ response_type: 'token', client_id: spa.client_id });
    const made = Buffer.from(wish).toString('base64url');
    for (const box of [made, '', 'null', '..', '%00', 'A'.repeat(2000)])
      stopped(await browser.get(`/oauth/v2/authorize/resume?request=${box}`), 403, box);
  });

  it('after the redirect URI was taken away leads nowhere', async () => {
    const moving = await client('spa', { redirect_uris: ['https://app.example/old', 'https://app.example/new'] });
    const fresh = new Browser();
    const form = await fresh.loginForm(authorizationRequest(moving).path);
    await administer('POST', `/clients/${moving.client_id}/change`, { redirect_uris: ['https://app.example/new'] });
    stopped(await fresh.submit(form, who), 403);
  });
});

describe('another method than the two that are served', () => {
  it('gives no code and ends no session', async () => {
    for (const method of ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'])
      for (const path of [authorizationRequest(web).path, '/oauth/v2/end_session']) {
        const reply = await browser.ask(method, path);
        assert.deepEqual([reply.status, reply.headers.location], [405, undefined], `${method} ${path}`);
        await leftNothing(reply);
      }
    assert.equal(await browser.signedIn(), true);
  });
});

describe('the token endpoint', () => {
  const urn = (name) => `urn:ietf:params:oauth:${name}`;
  const password = () => ({ username: who.user_name, password: who.password, scope: 'openid' });
  const grants = {
    'the password grant (CVE-2026-9792)': () => ({ grant_type: 'password', ...password() }),
    'the implicit grant': () => ({ grant_type: 'implicit', ...password() }),
    'a device code': () => ({ grant_type: urn('grant-type:device_code'), device_code: random() }),
    'an assertion': () => ({ grant_type: urn('grant-type:jwt-bearer'), assertion: 'a.b.c' }),
    'an assertion of SAML': () => ({ grant_type: urn('grant-type:saml2-bearer'), assertion: 'PHNhbWwvPg' }),
    'a back-channel request': () => ({ grant_type: 'urn:openid:params:grant-type:ciba', auth_req_id: random() }),
    'a token of somebody else': () => ({
      grant_type: urn('grant-type:token-exchange'),
      subject_token: 'x',
      subject_token_type: urn('token-type:access_token'),
    }),
    'a grant in another case': () => ({ grant_type: 'Authorization_Code', code: random() }),
    'two grants in one': () => ({ grant_type: 'authorization_code password', ...password() }),
  };
  for (const [what, form] of Object.entries(grants))
    it(`serves nobody ${what}`, async () => {
      for (const one of [web, spa]) {
        const reply = await askToken(one, form());
        refused(reply, 400, 'unsupported_grant_type');
        await leftNothing(reply);
      }
    });

  it('serves nobody a grant that their registration does not have', async () => {
    const service = await client('service', { scopes: ['orders'] });
    const { form } = await codeFor(browser, web);
    refused(await askToken(web, { grant_type: 'client_credentials' }), 400, 'unauthorized_client');
    const again = { grant_type: 'refresh_token', refresh_token: random() };
    refused(await askToken(web, again), 400, 'unauthorized_client');
    refused(await askToken(service, form), 400, 'unauthorized_client');
  });

  const assertion = { client_assertion_type: urn('client-assertion-type:jwt-bearer'), client_assertion: 'a.b.c' };
  const masks = {
    'without its secret': () => ({ form: { client_id: web.client_id } }),
    'with an empty secret': () => ({ form: { client_id: web.client_id, client_secret: '' } }),
    'with its secret where another place is registered':
      () => ({ form: { client_id: web.client_id, client_secret: web.client_secret } }),
    'with an assertion beside it (CVE-2020-5300, CVE-2020-15222)':
      () => ({ form: { client_id: web.client_id, ...assertion } }),
    'with the secret of another client': () =>
      ({ headers: { authorization: basic(web.client_id, demo.web.client_secret) } }),
    'with its secret in another case': () =>
      ({ headers: { authorization: basic(web.client_id, web.client_secret.toUpperCase()) } }),
    'with its secret and an octet of zero': () =>
      ({ headers: { authorization: basic(web.client_id, `${web.client_secret}\0`) } }),
    'as a public one with a secret': () => ({ headers: { authorization: basic(spa.client_id, 'secret') } }),
    'as a public one with an empty secret': () => ({ headers: { authorization: basic(spa.client_id, '') } }),
  };
  for (const [how, mask] of Object.entries(masks))
    it(`takes no client ${how}`, async () => {
      const { form } = await codeFor(browser, web);
      const { headers = {}, form: more = {} } = mask();
      const reply = await ask('POST', at('/oauth/v2/token'), { headers, form: { ...form, ...more } });
      refused(reply, 401, 'invalid_client');
      assert.match(reply.headers['www-authenticate'], /^Basic realm=/);
      await leftNothing(reply);
      assert.equal((await askToken(web, form)).status, 200);
    });
});

describe('metadata', () => {
  it('promises none of what was refused here', async () => {
    const told = (await ask('GET', at('/.well-known/openid-configuration'))).json();
    assert.deepEqual(told.response_types_supported, ['code']);
    assert.deepEqual(told.response_modes_supported, ['query']);
    assert.deepEqual(told.code_challenge_methods_supported, ['S256']);
    assert.deepEqual([...told.grant_types_supported].sort(),
                     ['authorization_code', 'client_credentials', 'refresh_token']);
    for (const name of ['request_parameter_supported', 'request_uri_parameter_supported'])
      assert.equal(told[name], false, name);
  });
});
