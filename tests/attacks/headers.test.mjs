// SPDX-License-Identifier: Apache-2.0
// Header fields that pretend: who was asked, through whom, from where, by whom.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { authorizationRequest, Browser, tokensFor } from './browser.mjs';
import { answered, host, octets, plain, raw } from './raw.mjs';
import {
  administer, ask, at, bearer, client, dice, each, issuer, issuerOf, lasting, leftNothing, newTrace, person, refused,
  stopped, written,
} from './world.mjs';

const origin = 'https://app.example';
let browser, web, spa, who;
before(async () => {
  [web, spa, who] = await Promise.all([client('web'), client('spa', { origins: [origin] }), person()]);
  browser = await new Browser().signIn(who);
});

describe('forwarded fields of nobody who may forward', () => {
  const names = [
    'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Forwarded-Port', 'X-Forwarded-For', 'X-Forwarded-Server',
    'X-Forwarded-Prefix', 'X-Forwarded-Scheme', 'X-Forwarded-Ssl', 'X-Forwarded-Uri', 'X-Forwarded-Method',
    'X-Original-URL', 'X-Original-Host', 'X-Rewrite-URL', 'X-Host', 'X-HTTP-Host-Override', 'X-HTTP-Method-Override',
    'X-Zitadel-Forward-Host', 'X-Real-IP', 'True-Client-IP', 'X-Client-IP', 'Client-IP', 'Forwarded', 'Via',
    'Referer',
    'Front-End-Https', 'X-Url-Scheme', 'Base-Url', 'Proxy-Authorization', 'X-Forwarded-User', 'X-Forwarded-Email',
    'X-Auth-Request-User', 'Remote-User', 'X-Forwarded-Client-Cert', 'X-User-Id', 'X-Workspace', 'X-Tenant-Id',
  ];
  const values = [
    'evil.example', 'evil.example:443', 'http', 'javascript', '443', '80', '127.0.0.1', '::1', 'unknown', 'null', '',
    'https://evil.example/', 'for=127.0.0.1;host=evil.example;proto=http', 'host="evil.example"',
    '/admin/users', 'DELETE',
    '127.0.0.1, 203.0.113.9', 'system', new URL(issuerOf('system')).host, `${host}, evil.example`,
    'Basic YTpi', 'a'.repeat(500),
  ];
  const spell = [
    (name) => name, (name) => name.toLowerCase(), (name) => name.toUpperCase(), (name) => name.replaceAll('-', '_'),
  ];

  /** One to four fields at once, some of them twice. */
  function mutation(roll) {
    const headers = {};
    for (let count = 1 + roll(4); count > 0; --count) {
      const name = spell[roll(spell.length)](names[roll(names.length)]);
      const value = values[roll(values.length)];
      headers[name] = roll(5) ? value : [value, values[roll(values.length)]];
    }
    return headers;
  }

  const replayed = 'CVE-2023-49097, CVE-2025-48936, CVE-2025-64101, GHSA-93m4-mfpg-c3xf, CVE-2025-64484';
  it(`change no answer in 500 mutations (${replayed})`, async () => {
    const { path } = authorizationRequest(web);
    const asked = [
      '/.well-known/openid-configuration', '/oauth/v2/keys', path, '/oauth/v2/authorize?client_id=nobody',
      '/', '/account', '/login', '/nothing', '/oauth/v2/userinfo', '/admin/users', '/oauth/v2/token',
    ];
    const expected = await each(asked, async (one) => lasting(await ask('GET', at(one))));
    const roll = dice(7239);
    const mutations = Array.from({ length: 500 }, (_, place) =>
      ({ place: place % asked.length, headers: mutation(roll) }));
    await each(mutations, async ({ place, headers }) => {
      const reply = await ask('GET', at(asked[place]), { headers });
      assert.equal(lasting(reply), expected[place], `${asked[place]} ${JSON.stringify(headers)}`);
    });
  });

  it('put no other address into the journal (CVE-2023-36456, CVE-2024-47070)', async () => {
    const mutations = [
      { 'x-forwarded-for': '203.0.113.9' }, { 'X-Forwarded-For': 'not an address' }, { forwarded: 'for=203.0.113.9' },
      { 'x-real-ip': '203.0.113.9' }, { x_forwarded_for: '203.0.113.9' },
      { 'x-forwarded-for': ['203.0.113.9', '127.0.0.1'] },
    ];
    const form = { client_id: 'nobody', grant_type: 'authorization_code' };
    const replies = await each(mutations, (headers) => ask('POST', at('/oauth/v2/token'), { headers, form }));
    const events = await written(...replies);
    assert.equal(events.length, mutations.length);
    const { items } = await administer('GET', `/audit?limit=200&after=${events[0].position - 1}`);
    const traces = new Set(replies.map((reply) => reply.trace));
    const addresses = items.filter((one) => traces.has(one.correlation)).map((one) => one.address);
    assert.deepEqual([addresses.length, ...new Set(addresses)], [mutations.length, '127.0.0.1']);
  });

  it('let nobody in who is only said to be somebody (CVE-2026-33495)', async () => {
    for (const name of ['X-Forwarded-User', 'X-Auth-Request-User', 'Remote-User', 'X-User-Id', 'X-Forwarded-Uri']) {
      const headers = { [name]: who.user_name };
      assert.match((await ask('GET', at('/account'), { headers })).headers.location, /^\/login/);
      assert.equal((await ask('GET', at('/admin/users'), { headers })).status, 401);
    }
  });
});

describe('Host', () => {
  const discovery = '/.well-known/openid-configuration';
  const [name, port] = host.split(':');
  const table = {
    'as it is': [host, 200], 'in capitals': [host.toUpperCase(), 200], 'with a last dot': [`${name}.:${port}`, 200],
    'without port': [name, 200], 'with another port': [`${name}:1`, 200],
    'of somebody else': ['evil.example', 404, 'tenant_not_found'],
    'that ends like ours': [`evil-${name.replace('demo.', '')}`, 404, 'tenant_not_found'],
    'that begins like ours': [`${name}.evil.example`, 404, 'tenant_not_found'],
    'of no workspace': [name.replace('demo', 'nobody'), 404, 'tenant_not_found'],
    'below a workspace': [`a.${host}`, 400, 'invalid_format'],
    'with user information': [`${name}@evil.example`, 400, 'invalid_format'],
    'with user information before': [`evil.example@${host}`, 400, 'invalid_format'],
    'with a path': [`${name}/evil.example`, 400, 'invalid_format'],
    'with a scheme': [`https://${host}`, 400, 'invalid_format'],
    'with a port that is none': [`${name}:evil`, 400, 'invalid_format'],
    'with two ports': [`${host}:${port}`, 400, 'invalid_format'],
    'with a port of minus': [`${name}:-1`, 400, 'invalid_format'],
    'with two names': [`${host}, evil.example`, 400, 'invalid_format'],
    'with a space inside': [`${name} evil.example`, 400, 'invalid_format'],
    'with a percent sign': [name.replace('demo', 'de%6do'), 400, 'invalid_format'],
    'with an underscore': [name.replace('demo', 'demo_'), 400, 'invalid_format'],
    'with two dots': [`demo.${name.slice(4)}`, 400, 'invalid_format'],
    'of punycode': [name.replace('demo', 'xn--demo-9oa'), 400, 'invalid_format'],
    'with octets beyond ASCII': [name.replace('demo', 'd\xe9mo'), 400, 'invalid_format'],
    'of an address': ['127.0.0.1', 404, 'tenant_not_found'],
    'of an address of IPv6': ['[::1]', 404, 'tenant_not_found'],
    'that is empty': ['', 400, 'empty_host'],
  };
  for (const [how, [value, status, code]] of Object.entries(table))
    it(`${how} is answered ${status}, and never with another issuer`, async () => {
      const reply = await answered(octets([`GET ${discovery} HTTP/1.1`, `Host: ${value}`, 'Connection: close']));
      assert.equal(reply.status, status, reply.text);
      if (code) assert.equal(reply.json().code, code);
      else assert.equal(reply.json().issuer, issuer);
      assert.ok(!reply.text.includes('evil') && !reply.headers.location?.includes('evil'));
    });

  const several = {
    'twice': [`Host: ${host}`, 'Host: evil.example'], 'twice, ours last': ['Host: evil.example', `Host: ${host}`],
    'twice the same': [`Host: ${host}`, `host: ${host}`], 'folded': ['Host:', ` ${host}`],
    'with a space before the colon': [`Host : ${host}`], 'behind a tab': [`Host:\t${host}`], 'missing': ['X: y'],
  };
  for (const [how, lines] of Object.entries(several))
    it(`${how} is refused`, async () => {
      const reply = await answered(octets([`GET ${discovery} HTTP/1.1`, ...lines, 'Connection: close']));
      assert.equal(reply.status, 400);
    });

  it('gives way to an absolute target, whose authority is judged in its place', async () => {
    const line = (authority) =>
      octets([`GET https://${authority}${discovery} HTTP/1.1`, 'Host: evil.example', 'Connection: close']);
    assert.equal((await answered(line(host))).json().issuer, issuer);
    assert.equal((await answered(line('evil.example'))).status, 404);
    assert.equal((await answered(line(`${host}@evil.example`))).status, 400);
    assert.equal((await answered(line(`evil.example@${host}`))).status, 400);
  });

  it('other than that of the handshake opens no other workspace for what one has', async () => {
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
    const { access_token } = await tokensFor(browser, web);
    const system = new URL(issuerOf('system')).host;
    const asking = (path, line) =>
      answered(octets([`GET ${path} HTTP/1.1`, `Host: ${system}`, line, 'Connection: close']));
    assert.match((await asking('/account', `Cookie: ${cookie}`)).headers.location, /^\/login/);
    refused(await asking('/oauth/v2/userinfo', `Authorization: Bearer ${access_token}`), 401, 'invalid_token');
  });
});

describe('Authorization', () => {
  let token;
  before(async () => {
    ({ access_token: token } = await tokensFor(browser, web));
  });

  const table = {
    'as it is': (t) => [[`Authorization: Bearer ${t}`], 200],
    'with its scheme in lower case': (t) => [[`authorization: bearer ${t}`], 200],
    'with its scheme in capitals': (t) => [[`AUTHORIZATION: BEARER ${t}`], 200],
    'twice': (t) => [[`Authorization: Bearer ${t}`, `Authorization: Bearer ${t}`], 400],
    'twice, a bad one first': (t) => [['Authorization: Bearer x', `Authorization: Bearer ${t}`], 400],
    'with two tokens': (t) => [[`Authorization: Bearer ${t} ${t}`], 400],
    'with a comma': (t) => [[`Authorization: Bearer ${t},x`], 400],
    'with quotation marks': (t) => [[`Authorization: Bearer "${t}"`], 400],
    'without space': (t) => [[`Authorization: Bearer${t}`], 401],
    'with a tab for the space': (t) => [[`Authorization: Bearer\t${t}`], 401],
    'without token': () => [['Authorization: Bearer'], 401], 'as Basic': (t) => [[`Authorization: Basic ${t}`], 401],
    'as DPoP': (t) => [[`Authorization: DPoP ${t}`], 401],
    'with a colon': (t) => [[`Authorization: Bearer: ${t}`], 401],
    'with an octet of zero': (t) => [[`Authorization: Bearer ${t}\0`], 400],
    'with an octet beyond ASCII': (t) => [[`Authorization: Bearer ${t}\xe9`], 400],
    'folded': (t) => [['Authorization: Bearer', ` ${t}`], 400],
    'under the name of a proxy\'s': (t) => [[`Proxy-Authorization: Bearer ${t}`], 401],
    'under another name': (t) =>
      [[`X-Authorization: Bearer ${t}`, `Authorization_: Bearer ${t}`, `X-Access-Token: ${t}`], 401],
    'in a cookie': (t) => [[`Cookie: access_token=${t}; Authorization=Bearer ${t}`], 401],
  };
  for (const [how, make] of Object.entries(table)) {
    const [, status] = make('t');
    it(`${how} is answered ${status}`, async () => {
      const [lines] = make(token);
      assert.equal((await answered(plain('GET', '/oauth/v2/userinfo', lines))).status, status);
      if (status === 200) return;
      const admin = await answered(plain('GET', '/admin/users', lines));
      assert.ok([400, 401].includes(admin.status), `${admin.status}`);
    });
  }

  it('beside a token in the body, or in the address, is refused', async () => {
    const form = (body) => ask('POST', at('/oauth/v2/userinfo'), { headers: bearer(token), form: body });
    refused(await form({ access_token: token }), 400, 'invalid_request');
    const pair = ['access_token', token];
    const twice = await ask('POST', at('/oauth/v2/userinfo'), { form: [pair, pair] });
    refused(twice, 400, 'invalid_request');
    assert.equal((await ask('GET', at(`/oauth/v2/userinfo?access_token=${token}`))).status, 400);
    assert.equal((await ask('GET', at(`/oauth/v2/userinfo?access%5Ftoken=${token}`))).status, 400);
  });
});

describe('Cookie', () => {
  const name = '__Host-session';
  const table = {
    'as it is': (box) => [[`Cookie: ${name}=${box}`], true],
    'among others': (box) => [[`Cookie: a=b; ${name}=${box}; c=d`], true],
    'on the second line': (box) => [['Cookie: a=b', `Cookie: ${name}=${box}`], true],
    'twice': (box) => [[`Cookie: ${name}=${box}; ${name}=${box}`], false],
    'twice, on two lines': (box) => [[`Cookie: ${name}=${box}`, `Cookie: ${name}=x`], false],
    'twice, an empty one first': (box) => [[`Cookie: ${name}=; ${name}=${box}`], false],
    'in another case': (box) => [[`Cookie: ${name.toLowerCase()}=${box}`], false],
    'without its prefix': (box) => [[`Cookie: session=${box}`], false],
    'under the prefix Secure': (box) => [[`Cookie: __Secure-session=${box}`], false],
    'with a space before the sign': (box) => [[`Cookie: ${name} =${box}`], false],
    'with a space behind the sign': (box) => [[`Cookie: ${name}= ${box}`], false],
    'with quotation marks': (box) => [[`Cookie: ${name}="${box}"`], false],
    'behind a comma': (box) => [[`Cookie: a=b, ${name}=${box}`], false],
    'without a name before it': (box) => [[`Cookie: =${name}=${box}`], false],
    'after an octet beyond ASCII (nameless prefix)': (box) => [[`Cookie: \xa0${name}=${box}`], false],
    'longer by an octet': (box) => [[`Cookie: ${name}=${box}A`], false],
    'cut short': (box) => [[`Cookie: ${name}=${box.slice(0, -1)}`], false],
    'as Cookie2': (box) => [[`Cookie2: ${name}=${box}`], false],
    'as a parameter': (box) => [[`X-Cookie: ${name}=${box}`], false],
  };
  for (const [how, make] of Object.entries(table)) {
    const [, signedIn] = make('box');
    it(`${how} ${signedIn ? 'is a session' : 'is none'}`, async () => {
      const [lines] = make(browser.cookies.get(name));
      const reply = await answered(plain('GET', '/account', lines));
      assert.equal(reply.status, signedIn ? 200 : 303, how);
      if (!signedIn) assert.match(reply.headers.location, /^\/login/);
    });
  }

  it('that a neighbour planted is not the one that a login gives', async () => {
    const victim = new Browser();
    const planted = browser.cookies.get(name);
    victim.cookies.set(name, planted);
    const form = await victim.loginForm(authorizationRequest(web, { prompt: 'login' }).path);
    const reply = await victim.submit(form, await person());
    assert.equal(reply.status, 303);
    const given = reply.headers['set-cookie'].find((field) => field.startsWith(`${name}=`));
    assert.notEqual(victim.cookies.get(name), planted);
    assert.deepEqual(given.split('; ').slice(1).sort(), ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
    browser = await new Browser().signIn(who); // The planted session ended with that login.
  });
});

describe('Origin', () => {
  const foreign = {
    'missing': [],
    'null': ['Origin: null'],
    'empty': ['Origin:'],
    'a neighbour\'s': [`Origin: ${issuerOf('system')}`],
    'of somebody else': ['Origin: https://evil.example'],
    'with another scheme': [`Origin: ${issuer.replace('https', 'http')}`],
    'without port': [`Origin: ${issuer.replace(/:\d+$/, '')}`], 'with another port': [`Origin: ${issuer}0`],
    'in capitals': [`Origin: ${issuer.toUpperCase()}`],
    'with a path': [`Origin: ${issuer}/`],
    'that ends like ours': [`Origin: ${issuer}.evil.example`],
    'with user information': [`Origin: ${issuer.replace('//', '//evil@')}`],
    'twice': [`Origin: ${issuer}`, `Origin: ${issuer}`],
    'with two values': [`Origin: ${issuer} https://evil.example`],
    'missing beside a good Referer': [`Referer: ${issuer}/login`],
    'under another name': [`X-Origin: ${issuer}`],
  };
  for (const [how, lines] of Object.entries(foreign))
    it(`${how} posts no form`, async () => {
      const victim = new Browser();
      const { request, token } = await victim.loginForm();
      const cookie = [...victim.cookies].map((pair) => pair.join('=')).join('; ');
      const trace = newTrace();
      const traced = `traceparent: 00-${trace}-00f067aa0ba902b7-01`;
      const { user_name, password } = who;
      const body = new URLSearchParams({ request, token, user_name, password }).toString();
      const form = ['Content-Type: application/x-www-form-urlencoded', `Cookie: ${cookie}`, traced];
      stopped(await answered(plain('POST', '/login', [...form, ...lines], body)), 403);
      await leftNothing({ trace });
    });

  it('is told back to nobody whose it is not (CORS)', async () => {
    const { access_token } = await tokensFor(browser, spa);
    const strangers = [
      'null', 'https://evil.example', `${origin}.evil.example`, `${origin}:443`, `${origin}/`, 'http://app.example',
      'https://APP.example', 'https://xapp.example', '*', issuer,
    ];
    const asked = [
      ['GET', '/.well-known/openid-configuration'], ['GET', '/oauth/v2/keys'],
      ['GET', '/oauth/v2/userinfo', bearer(access_token)], ['POST', '/oauth/v2/token'],
      ['OPTIONS', '/oauth/v2/token'], ['OPTIONS', '/oauth/v2/userinfo'], ['GET', '/account'],
    ];
    for (const [method, path, more] of asked) {
      for (const one of [...strangers, [origin, origin]]) {
        const { headers } = await ask(method, at(path), { headers: { ...more, origin: one } });
        assert.equal(headers['access-control-allow-origin'], undefined, `${method} ${path} ${one}`);
        assert.equal(headers['access-control-allow-credentials'], undefined);
      }
      const { headers } = await ask(method, at(path), { headers: { ...more, origin } });
      assert.equal(headers['access-control-allow-origin'], path === '/account' ? undefined : origin, path);
      assert.equal(headers['access-control-allow-credentials'], undefined);
    }
  });
});

describe('a value from outside', () => {
  it('adds no header line to an answer (response splitting)', async () => {
    const evil = 'x\r\nSet-Cookie: evil=1\r\n\r\n<script>';
    const places = ['state', 'scope', 'nonce', 'response_type', 'client_id'].map((name) => ({ [name]: evil }));
    for (const more of [...places, { redirect_uri: `${web.redirect_uri}${evil}` }]) {
      const reply = await answered(plain('GET', authorizationRequest(web, { prompt: 'none', ...more }).path));
      assert.deepEqual(reply.all.filter(([, value]) => /evil=1/.test(value) && !/%0D%0A/i.test(value)), []);
      assert.ok(!reply.text.includes('<script>'));
    }
    const lines = [
      'traceparent: 00-x\r\n y', 'X-Request-Id: evil\rSet-Cookie: evil=1',
      'Accept-Language: evil\nSet-Cookie: evil=1',
    ];
    for (const line of lines) {
      const { responses: [reply] } = await raw(plain('GET', '/account', [line]));
      assert.equal(reply.status, 400);
      assert.ok(!JSON.stringify(reply).includes('evil'));
    }
  });
});
