// SPDX-License-Identifier: Apache-2.0
// Addresses that look like a registered one to somebody. The oracle is equality, octet by octet, but for
// the port of a native client's loopback literal (RFC 8252 section 7.3).
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { answerAt, asksAsWhom, authorizationRequest, Browser, hidden, tokensFor } from './browser.mjs';
import {
  adminToken, ask, at, bearer, client, dice, each, issuer, leftNothing, person, refused, stopped,
} from './world.mjs';

const registered = {
  web: ['https://app.example/callback', 'https://app.example:8443/a/b.c?keep=1&x', 'http://localhost:3000/callback'],
  native: [
    'http://127.0.0.1/callback', 'http://[::1]:7000/callback?x=1', 'http://localhost:3000/callback',
    'com.example.app:/callback', 'https://app.example/native',
  ],
};

let browser, clients;
before(async () => {
  const entered = await each(Object.entries(registered), async ([type, redirect_uris]) =>
    [type, await client(type, { redirect_uris, post_logout_redirect_uris: redirect_uris })]);
  clients = Object.fromEntries(entered);
  browser = await new Browser().signIn(await person());
});

/** Each character is an octet here, whatever it stands for. */
const encoded = (octets) => [...octets]
  .map((one) => (/[A-Za-z0-9]/.test(one) ? one : `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`)).join('');

/** Without the port that is free, so that equality is all that is left to ask. */
function withoutFreePort(uri) {
  const [, before, port, rest] = uri.match(/^(http:\/\/(?:127\.0\.0\.1|\[::1\])):(\d{1,5})((?:[/?].*)?)$/s) ?? [];
  return port > 0 && port < 65536 ? before + rest : uri;
}

function isRegistered(type, uri) {
  const form = type === 'native' ? withoutFreePort : (text) => text;
  return registered[type].some((one) => form(one) === form(uri));
}

const insertions = [
  '/', '//', '\\', '/\\', '@', '@evil.example', '.evil.example', 'evil.example#', 'evil.example/', '%2e', '..',
  '/../',
  '/..;/', '/%2e%2e/', '?', '#', '#@', '%00', '\0', '\t', '\n', '\r\n', ' ', '+', '%20', ':', ':80', ':443',
  ':65536', ':0',
  '*', '%2f', '%5c', ';', '&', '&code=1', '?state=x', '\xe3\x80\x82', '\xc3\xa9', '\xff', '[::1]', '127.0.0.1',
  'localhost',
];

const ports = ['0', '1', '80', '080', '65535', '65536', '99999', '+80', '-1', '0x50', '', '49152'];

/** One of the ways in which attackers and browsers spell an address anew. */
function mutated(uri, roll) {
  const place = roll(uri.length + 1);
  const insertion = insertions[roll(insertions.length)];
  const flipped = (bits) => uri.slice(0, place) +
    String.fromCharCode(((uri.charCodeAt(place) || 0x61) ^ bits) & 0xff) + uri.slice(place + 1);
  const ways = [
    () => uri.slice(0, place) + insertion + uri.slice(place),
    () => uri + insertion,
    () => uri.slice(0, place) + uri.slice(place + 1 + roll(3)),
    () => flipped(1 << roll(8)),
    () => flipped(0x20),
    () => uri.slice(0, place) + encoded(uri.slice(place, place + 1)) + uri.slice(place + 1),
    () => uri.replace(/^https?/, (scheme) => (scheme === 'http' ? 'https' : 'http')),
    () => uri.replace(/:\d+/, '').replace(/^(https?:\/\/[^/?]+)/, `$1:${ports[roll(ports.length)]}`),
    () => uri,
  ];
  return ways[roll(ways.length)]();
}

/** So many that are wrong, and those on the way that happened to be right. */
function spellings(seed, wrongs, isRight) {
  const roll = dice(seed);
  const made = [];
  for (let wrong = 0; wrong < wrongs;) {
    const type = roll(2) ? 'web' : 'native';
    let uri = registered[type][roll(registered[type].length)];
    for (let times = 1 + roll(2); times > 0; --times) uri = mutated(uri, roll);
    if (!uri) continue;
    made.push({ type, uri, right: isRight(type, uri) });
    wrong += !made.at(-1).right;
  }
  return made;
}

describe('the oracle of equality', () => {
  /** Asks for each spelling: a right one must lead there and nowhere else, a wrong one nowhere. */
  async function judge(seed, isRight, asking) {
    const all = spellings(seed, 1000, isRight);
    const replies = await each(all, async ({ type, uri, right }) => {
      const reply = await asking(type, encoded(uri));
      if (right) answerAt(reply, uri);
      else stopped(reply, 400, `${type} ${JSON.stringify(uri)}`);
      return reply;
    });
    await leftNothing(...replies.filter((_, place) => !all[place].right));
    const right = all.filter((one) => one.right);
    assert.ok(right.length > 50, 'too few right ones to prove anything');
    return right;
  }

  it('agrees on 1,000 malformed redirect URIs', async () => {
    const right = await judge(8252, isRegistered, (type, uri) => {
      const { path } = authorizationRequest(clients[type], { redirect_uri: undefined, prompt: 'none' });
      return browser.get(`${path}&redirect_uri=${uri}`);
    });
    assert.ok(right.some(({ type, uri }) => !registered[type].includes(uri)), 'no port was free');
  });

  it('agrees on 1,000 malformed addresses after a logout, where no port is free', async () => {
    const hints = {};
    for (const type of ['web', 'native']) {
      const redirect_uri = registered[type].find((uri) => uri.startsWith('https:'));
      hints[type] = (await tokensFor(browser, clients[type], { redirect_uri })).id_token;
    }
    const nobody = new Browser();
    await judge(4711, (type, uri) => registered[type].includes(uri), (type, uri) => nobody.get(
      `/oauth/v2/end_session?state=s&id_token_hint=${hints[type]}&post_logout_redirect_uri=${uri}`));
  });
});

const lookalikes = {
  'a dot that stands for any character (CVE-2024-52289)':
    ['https://appxexample/callback', 'https://app-example/callback', 'https://app.example:8443/a/bxc?keep=1&x'],
  'a script for an address (CVE-2024-21637, CVE-2026-9086)':
    ['javascript:alert(1)', 'JavaScript://app.example/%0aalert(1)', 'data:text/html,x', 'vbscript:x', 'DATA:,x'],
  'user information (CVE-2023-6291)': [
    'https://app.example@evil.example/callback', 'https://app.example:8443@evil.example/callback',
    'https://evil.example\\@app.example/callback', 'https://x@app.example/callback', 'https://@app.example/callback',
  ],
  'several at signs (CVE-2026-7504)':
    ['https://a@b@app.example/callback', 'https://app.example@@evil.example/callback'],
  'a path that climbs, also encoded twice (CVE-2024-1132)': [
    'https://app.example/callback/../callback', 'https://app.example/x/../callback',
    'https://app.example/%2e%2e/callback',
    'https://app.example/callback/%252e%252e/x', 'https://app.example/callback/..%2f..%2fx',
  ],
  'a path parameter (CVE-2026-3872)': ['https://app.example/callback;/../x', 'https://app.example/callback/..;/x'],
  'a host that begins like the loopback (CVE-2024-8883)': [
    'http://localhost.evil.example:3000/callback', 'http://localhost:3000.evil.example/callback',
    'http://localhost:3000@evil.example/callback', 'http://127.0.0.1:3000/callback', 'http://0.0.0.0:3000/callback',
    'http://[::ffff:127.0.0.1]:3000/callback', 'http://2130706433:3000/callback',
  ],
  'letters of another case (CVE-2020-15234)':
    ['https://APP.example/callback', 'HTTPS://app.example/callback', 'https://app.example/Callback'],
  'an address without scheme (CVE-2020-5233, CVE-2020-11053)':
    ['//app.example/callback', '/\\evil.example', '/callback', '\\\\evil.example', '/\t/evil.example', 'callback'],
  'parameters of a response (CVE-2026-9689)':
    ['https://app.example/callback?code=x', 'https://app.example/callback?', 'https://app.example/callback?iss=y&z'],
  'parameters of a response in the fragment (CVE-2026-18209)':
    ['https://app.example/callback#', 'https://app.example/callback#code=x', 'https://app.example/callback%23code=x'],
  'an asterisk': ['https://*/callback', 'https://app.example/*', '*', 'https://app.example/callback*'],
  'another registered client\'s address': ['com.example.app:/callback', 'https://app.example/native'],
};

/** What the choice of who is signed in leads to. */
function goneOn(browser, page) {
  asksAsWhom(page);
  const [request, token] = ['request', 'token'].map((name) => hidden(page.text, name));
  return browser.post('/select-account', { request, token, account: 'this' });
}

describe('an authorization request', () => {
  for (const [what, uris] of Object.entries(lookalikes))
    it(`is led astray by no redirect URI with ${what}`, async () => {
      for (const redirect_uri of uris) {
        const reply = await browser.get(authorizationRequest(clients.web, { redirect_uri }).path);
        stopped(reply, 400, redirect_uri);
        assert.ok(!/href="[^"]*evil|url=/i.test(reply.text), redirect_uri);
        await leftNothing(reply);
      }
    });

  it('leaves a native client\'s loopback port free and nothing else of it (CVE-2020-15233)', async () => {
    const table = {
      'http://127.0.0.1:49152/callback': true, 'http://127.0.0.1:1/callback': true, 'http://[::1]/callback?x=1': true,
      'http://127.0.0.1:49152/Callback': false, 'http://127.0.0.1:49152/callback?x': false,
      'http://127.0.0.1:49152/callback/': false,
      'http://127.0.0.1:0/callback': false,
      'http://127.0.0.1:/callback': false,
      'http://127.0.0.1:65536/callback': false,
      'http://127.0.0.1:080/callback': true,
      'http://localhost:3001/callback': false,
      'https://127.0.0.1:49152/callback': false, 'http://127.0.0.1:49152@evil.example/callback': false,
      'http://127.0.0.2:49152/callback': false, 'http://[::1]:49152/callback': false,
    };
    for (const [redirect_uri, right] of Object.entries(table)) {
      const reply = await browser.get(authorizationRequest(clients.native, { redirect_uri }).path);
      if (right) assert.ok(answerAt(await goneOn(browser, reply), redirect_uri, 200).code);
      else stopped(reply, 400, redirect_uri);
    }
  });

  it('gives a native client no code for a session alone (RFC 8252 section 8.6)', async () => {
    for (const redirect_uri of registered.native.filter((uri) => !uri.startsWith('https:'))) {
      const request = (more) => authorizationRequest(clients.native, { redirect_uri, ...more }).path;
      const choice = await browser.get(request());
      asksAsWhom(choice, redirect_uri);
      const silent = await browser.get(request({ prompt: 'none' }));
      const { error, code } = answerAt(silent, redirect_uri);
      assert.deepEqual([error, code], ['interaction_required', undefined], redirect_uri);
      await leftNothing(choice, silent);
    }
  });

  it('needs its redirect URI, once, and its client, once', async () => {
    const { parameters, path } = authorizationRequest(clients.web);
    const { redirect_uri, ...without } = parameters;
    stopped(await browser.get(`/oauth/v2/authorize?${new URLSearchParams(without)}`));
    const seconds = [
      `redirect_uri=${encoded(redirect_uri)}`, 'redirect_uri=https://evil.example/', 'redirect_uri=',
      `client_id=${clients.native.client_id}`, 'client_id=', 'state=other',
    ];
    for (const more of seconds) {
      const reply = await browser.get(`${path}&${more}`);
      stopped(reply, 400, more);
      await leftNothing(reply);
    }
  });

  it('tells an error to no address that was not checked before it', async () => {
    const wrong = { response_type: 'token', scope: '', prompt: 'none login', code_challenge: 'x' };
    const fresh = new Browser();
    for (const [name, value] of Object.entries(wrong)) {
      const { path } = authorizationRequest(clients.web, { redirect_uri: 'https://evil.example/', [name]: value });
      stopped(await fresh.get(path), 400, name);
      const unknown = authorizationRequest({ ...clients.web, client_id: 'nobody' }, { [name]: value });
      stopped(await fresh.get(unknown.path), 400, name);
    }
  });

  describe('with a request object', () => {
    let calls = 0;
    const elsewhere = createServer((_, response) => {
      ++calls;
      response.end('{}');
    });
    before(() => new Promise((done) => elsewhere.listen(0, '127.0.0.1', done)));
    after(() => elsewhere.close());

    it('fetches none from anywhere (CVE-2020-10770)', async () => {
      const { port } = elsewhere.address();
      const uris = [`http://127.0.0.1:${port}/`, `https://127.0.0.1:${port}/`, 'file:///etc/passwd', 'urn:x'];
      for (const request_uri of uris) {
        const request = authorizationRequest(clients.web, { request_uri });
        const answer = answerAt(await browser.get(request.path), request.parameters.redirect_uri);
        assert.deepEqual([answer.error, answer.code], ['request_uri_not_supported', undefined]);
      }
      assert.equal(calls, 0);
    });

    it('lets it change nothing, signed by nobody (CVE-2026-9793)', async () => {
      const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const wish = { redirect_uri: 'https://evil.example/', response_type: 'token' };
      const object = `${part({ alg: 'none' })}.${part(wish)}.`;
      const request = authorizationRequest(clients.web, { request: object });
      const answer = answerAt(await browser.get(request.path), request.parameters.redirect_uri);
      assert.deepEqual([answer.error, answer.code], ['request_not_supported', undefined]);
      const alone = authorizationRequest(clients.web, { request: object, redirect_uri: undefined });
      stopped(await browser.get(alone.path));
    });
  });
});

describe('a registration', () => {
  const unfit = [
    'javascript:alert(1)', 'JavaScript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', '*',
    'https://*.example/callback', 'https://app.example/*', 'https://app.example/#', 'https://app.example/#code=x',
    'https://app.example/?code=x', 'https://app.example/?a=b&state', 'https://app.example/?%69ss=x',
    'https://a@app.example/', 'https://a:b@app.example/', 'https://a@b@app.example/', 'https://@app.example/',
    'https://app.example/a/../b', 'https://app.example/%2e%2e/b', 'https://app.example/./b', 'http://app.example/',
    'http://localhost.evil.example/', 'http://127.0.0.1.evil.example/', '//app.example/', '/callback', '',
    'https:///callback', 'https://app.example\\@evil.example/', 'https://app.example/ ', 'https://app.example/\n',
  ];
  for (const list of ['redirect_uris', 'post_logout_redirect_uris'])
    it(`takes no address among ${list} that could lead elsewhere`, async () => {
      for (const type of ['web', 'spa', 'native'])
        for (const uri of unfit) {
          const json = { name: 'Unfit', type, redirect_uris: ['https://app.example/'], [list]: [uri] };
          const reply = await ask('POST', at('/admin/clients'), { headers: bearer(await adminToken()), json });
          refused(reply, 422, 'invalid_value', `${type} ${uri}`);
          await leftNothing(reply);
        }
    });
});

describe('pages of ours', () => {
  it('lead to no address that a parameter or a path names', async () => {
    const evil = ['https://evil.example/', '//evil.example/', '/\\evil.example/', 'javascript:alert(1)'];
    const names = ['next', 'return_to', 'returnTo', 'redirect', 'redirect_uri', 'rd', 'url', 'continue', 'target'];
    for (const path of ['/', '/account', '/login', '/oauth/v2/end_session', '/account/signed-out'])
      for (const uri of evil) {
        const reply = await new Browser().get(`${path}?${new URLSearchParams(names.map((name) => [name, uri]))}`);
        if (reply.headers.location)
          assert.equal(new URL(reply.headers.location, issuer).origin, issuer, `${path} ${uri}`);
        assert.ok(!reply.text.includes('evil.example'), `${path} ${uri}`);
      }
    const paths = ['//evil.example/', '/\\evil.example', '//evil.example/..', '/%2fevil.example/', '/.evil.example'];
    for (const path of paths) {
      const reply = await new Browser().get(issuer + path);
      assert.deepEqual([reply.status, reply.headers.location], [404, undefined], path);
    }
  });
});
