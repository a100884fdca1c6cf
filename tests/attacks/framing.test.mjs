// SPDX-License-Identifier: Apache-2.0
// Octets that two readers of HTTP could take for different requests, and those that cost more to read
// than to send. A second answer to what should be one refused request is a request smuggled.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { connect } from 'node:tls';
import { Browser } from './browser.mjs';
import { answered, host, octets, plain, raw } from './raw.mjs';
import {
  adminToken, ask, at, bearer, each, issuer, leftNothing, newTrace, person, random, refused, stopped, written,
} from './world.mjs';

const target = '/oauth/v2/token';
const traced = (trace) => `traceparent: 00-${trace}-00f067aa0ba902b7-01`;

let slow;
before(() => {
  slow = raw(`GET / HTTP/1.1\r\nHost: ${host}\r\nX-Half: `); // Nothing follows; its end is awaited last.
});

/** What an attacker wants to be read as a request of its own: it would leave a refusal in the journal. */
function smuggled(trace) {
  const body = 'client_id=nobody&grant_type=x';
  return plain('POST', target, [traced(trace), 'Content-Type: application/x-www-form-urlencoded'], body);
}

/** A POST with those lines and octets in place of its body, and a request behind them. */
function poisoned(lines, body = '', start = `POST ${target} HTTP/1.1`) {
  const trace = newTrace();
  return { trace, sent: octets([start, `Host: ${host}`, traced(trace), ...lines], body + smuggled(trace)) };
}

/** One answer, a refusal, and then the end; nothing was done. */
async function judge(payloads, statuses = [400]) {
  const traces = await each(payloads, async ({ trace, sent }) => {
    const { responses, rest } = await raw(sent);
    assert.deepEqual([responses.length, rest], [1, ''], JSON.stringify(sent.slice(0, 300)));
    const [{ status, headers }] = responses;
    assert.ok(statuses.includes(status), `${status} to ${JSON.stringify(sent.slice(0, 300))}`);
    assert.equal(headers.connection, 'close');
    return { trace };
  }, 8);
  assert.deepEqual(await written(...traces), []);
}

describe('two requests on one connection', () => {
  const whole = {
    'with a length': ['Content-Length: 5'], 'in chunks': ['Transfer-Encoding: chunked'], 'without body': [],
  };
  const bodies = { 'with a length': 'a=b&c', 'in chunks': '5\r\na=b&c\r\n0\r\n\r\n', 'without body': '' };
  for (const [how, lines] of Object.entries(whole))
    it(`${how} get two answers: what follows would see a smuggled one`, async () => {
      const { trace, sent } = poisoned(lines, bodies[how]);
      const { responses, rest } = await raw(sent);
      assert.deepEqual([responses.length, rest], [2, '']);
      assert.equal((await written({ trace })).length, 1);
    });

  it('of which the first is a GET get two answers, whatever body it has', async () => {
    for (const [how, lines] of Object.entries(whole)) {
      const { trace, sent } = poisoned(lines, bodies[how], 'GET /oauth/v2/keys HTTP/1.1');
      const { responses, rest } = await raw(sent);
      assert.deepEqual([responses.length, responses[0]?.status, rest], [2, 200, ''], how);
      assert.equal((await written({ trace })).length, 1, how);
    }
  });

  it('of which the first expects to be told to go on, and does not wait, get two answers', async () => {
    const { trace, sent } = poisoned(['Expect: 100-continue', 'Content-Length: 5'], 'a=b&c');
    const { responses, rest } = await raw(sent);
    assert.deepEqual([responses.length, rest], [2, '']);
    assert.equal((await written({ trace })).length, 1);
  });

  it('are the same, octet by octet', async () => {
    const { sent } = poisoned(['Content-Length: 5'], 'a=b&c');
    assert.equal((await raw(...sent)).responses.length, 2);
  });
});

describe('a length and chunks at once', () => {
  const codings = [
    'chunked', 'Chunked', ' chunked', '\tchunked', 'chunked ', 'xchunked', 'chunked, identity',
    'identity, chunked', 'gzip, chunked',
    '"chunked"', 'chunked;q=1', '\x0bchunked', 'chunked\0', '', 'identity', 'chunked\r\n , identity',
  ];
  const lengths = ['0', '5', '6', '005', '+5', '-0', '5, 5', '0x5', '5\t', '5 5', '99999999999999999999', ''];
  it('are refused in either order, however they are spelled: 384 payloads', async () => {
    const payloads = codings.flatMap((coding) => lengths.flatMap((length) => {
      const lines = [`Transfer-Encoding: ${coding}`, `Content-Length: ${length}`];
      return [poisoned(lines, '0\r\n\r\n'), poisoned(lines.reverse(), '0\r\n\r\n')];
    }));
    assert.equal(payloads.length, 384);
    await judge(payloads);
  });
});

const chunked = ['Transfer-Encoding: chunked'];
const smugglings = {
  'a lone line feed in a chunk extension (CVE-2025-55315)': [
    [chunked, '5;\nhello\r\n0\r\n\r\n'],
    [chunked, '2;\nxx\r\n4c\r\n0\r\n\r\n'],
    [chunked, '5;a\rb\r\nhello\r\n0\r\n\r\n'],
    [chunked, '0;\n\r\n\r\n'],
  ],
  'a bare line feed behind a chunk size (CVE-2025-22871)': [
    [chunked, '5\nhello\r\n0\r\n\r\n'],
    [chunked, '5\r\nhello\n0\r\n\r\n'],
    [chunked, '0\n\n'], [chunked, '0\r\n\n'],
    [chunked, '5\rhello\r\n0\r\n\r\n'],
  ],
  'a chunk extension of any kind': ['a', 'a=b', 'a="b"', ' ', '=', '"', 'a;b;c', 'x'.repeat(9000)]
    .map((extension) => [chunked, `5;${extension}\r\nhello\r\n0\r\n\r\n`]),
  'a chunk size that is none': [
    '0x5', '+5', '-5', ' 5', '5 ', '5g', '', '0_5', '00000000000000000005', 'fffffffffffffffe', '10000000000000005',
  ].map((size) => [chunked, `${size}\r\nhello\r\n0\r\n\r\n`]),
  'a chunk of another length': [
    [chunked, '4\r\nhello\r\n0\r\n\r\n'],
    [chunked, '6\r\nhello\r\n0\r\n\r\n'],
  ],
  'fields in a trailer': [
    'Content-Length: 5', 'Transfer-Encoding: chunked', `Host: ${host}`, 'X: y', 'Authorization: Basic YTpi',
  ].map((field) => [chunked, `0\r\n${field}\r\n\r\n`]),
  'a coding that is not chunked, or not last': [
    'gzip', 'identity', 'chunked, chunked', 'chunked, gzip', 'chunked,', ',chunked', 'chunked chunked',
    'chunke', 'chunked\x00',
    'chunk\xe9d', "'chunked'", 'compress, deflate', 'x', 'cow',
  ].map((coding) => [[`Transfer-Encoding: ${coding}`], '0\r\n\r\n']),
  'two codings on two lines': [
    [['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
    [['Transfer-Encoding: identity', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
    [['Transfer-Encoding: chunked', 'Transfer-encoding: cow'], '0\r\n\r\n'],
  ],
  'two lengths': [
    [['Content-Length: 0', 'Content-Length: 5']], [['Content-Length: 5', 'Content-Length: 5'], 'hello'],
    [['Content-Length: 5, 0'], 'hello'],
    [['Content-Length: 5', 'content-length: 0'], 'hello'],
  ],
  'a length that is no number': ['+5', '-5', '0x5', '5.0', '5e0', '"5"', '5;', '\t5', '\xb2', '']
    .map((length) => [[`Content-Length: ${length}`], 'hello']),
  'a name that only looks like a framing field': [
    [['Transfer-Encoding : chunked'], '0\r\n\r\n'], [['Transfer-Encoding\t: chunked'], '0\r\n\r\n'],
    [['Content-Length : 5'], 'hello'],
    [[' Transfer-Encoding: chunked'], '0\r\n\r\n'], [['\tContent-Length: 5'], 'hello'],
    [['X: y', ' Content-Length: 5'], 'hello'],
    [['Transfer\0-Encoding: chunked'], '0\r\n\r\n'], [['Content Length: 5'], 'hello'],
    [['Transfer-Encoding'], '0\r\n\r\n'],
    [[': chunked'], '0\r\n\r\n'], [['Content-Length\xa0: 5'], 'hello'], [['(Content-Length): 5'], 'hello'],
  ],
  'a field hidden behind half a line break': [
    [['X: y\rTransfer-Encoding: chunked'], '0\r\n\r\n'], [['X: y\nTransfer-Encoding: chunked'], '0\r\n\r\n'],
    [['X: y\n\nGET / HTTP/1.1']],
    [['X: y\0Content-Length: 5'], 'hello'], [['X: y\r\rContent-Length: 5'], 'hello'],
    [['X: y\n\r\nContent-Length: 5'], 'hello'],
  ],
};

describe('a request with', () => {
  for (const [what, cases] of Object.entries(smugglings))
    it(`${what} is refused, and what follows it is not read`, () =>
      judge(cases.map(([lines, body]) => poisoned(lines, body)), [400, 413]));

  it('chunks in HTTP/1.0 is refused', () =>
    judge([poisoned(['Transfer-Encoding: chunked'], '0\r\n\r\n', `POST ${target} HTTP/1.0`),
      poisoned(['Transfer-Encoding: chunked', 'Connection: keep-alive'], '0\r\n\r\n', `POST ${target} HTTP/1.0`)]));

  it('another first line than one is refused', () => judge([
    `POST  ${target} HTTP/1.1`, `POST ${target}  HTTP/1.1`, `POST\t${target} HTTP/1.1`,
    ` POST ${target} HTTP/1.1`, `POST ${target} HTTP/1.1 `,
    `POST ${target}`, `POST ${target} http/1.1`, `POST ${target} HTTP/1.10`, `POST ${target} HTTP/01.1`,
    `POST ${target} HTTP/1.1\n`,
    `POST ${target}#x HTTP/1.1`, `POST ${target}\0 HTTP/1.1`, `POST ${target}\x7f HTTP/1.1`,
    `POST ${target}\xe9 HTTP/1.1`, `POST ${target} x HTTP/1.1`,
    'POST oauth/v2/token HTTP/1.1', 'POST * HTTP/1.1', 'POST ftp://x/ HTTP/1.1', 'POST http:///x HTTP/1.1',
    'GET / HTTP/3', `\r\nPOST ${target} HTTP/1.1`,
  ].map((start) => poisoned([], '', start))));

  it('a method or a version that is not spoken here is refused', () => judge([
    'TRACE / HTTP/1.1', 'CONNECT evil.example:443 HTTP/1.1', 'post / HTTP/1.1', 'PRI * HTTP/2.0',
    'PROPFIND / HTTP/1.1', 'GET / HTTP/2.0',
    'GET / HTTP/0.9', 'GET / HTTP/1.2',
  ].map((start) => poisoned([], '', start)), [501, 505]));

  it('an expectation that only one of two readers takes for 100-continue is refused', () => judge([
    '200-ok', 'y 100-continue', '100-continue y', '100-continue, y', '100-continue;x', '"100-continue"',
    '100-continued', '100_continue', '100-continue\xa0', '',
  ].map((expected) => poisoned([`Expect: ${expected}`, 'Content-Length: 5'], 'hello')), [417]));

  it('an upgrade stays what it is (h2c smuggling)', async () => {
    const lines = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA'];
    const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
    const { responses } = await raw(octets([`GET /oauth/v2/keys HTTP/1.1`, `Host: ${host}`, ...lines]) + preface);
    assert.deepEqual(responses.map((reply) => reply.status), [200, 501]);
    assert.equal(responses[0].headers.upgrade, undefined);
  });
});

describe('the handshake', () => {
  const { hostname, port } = new URL(issuer);
  const ca = readFileSync(process.env.NODE_EXTRA_CA_CERTS);
  const shaken = (more) => new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, servername: hostname, ca, ...more }, () => {
      resolve(`${socket.getProtocol()} ${socket.alpnProtocol}`);
      socket.destroy();
    });
    socket.on('error', (error) => resolve(error.code));
  });

  it('agrees on no HTTP/2, whose streams could be reset at no cost (CVE-2023-44487)', async () => {
    assert.equal(await shaken({ ALPNProtocols: ['h2', 'http/1.1'] }), 'TLSv1.3 http/1.1');
    assert.equal(await shaken({ ALPNProtocols: ['h2'] }), 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL');
  });

  it('agrees on nothing older than TLS 1.3', async () => {
    assert.equal(await shaken({ maxVersion: 'TLSv1.2' }), 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });
});

describe('a request that costs more to read than to send (CVE-2025-59043)', () => {
  it('is too large in its head', async () => {
    const cases = [
      [plain('GET', `/${'a'.repeat(9000)}`), 414], [plain('GET', '/', [`X: ${'x'.repeat(17_000)}`]), 431],
      [plain('GET', '/', Array.from({ length: 101 }, (_, place) => `X-${place}: y`)), 431],
      [plain('GET', '/', [`Cookie: a=${'x'.repeat(66_000)}`]), 431],
      [plain('GET', '/', [`Cookie: a=${'x'.repeat(50_000)}`]), 303],
    ];
    for (const [sent, status] of cases) assert.equal((await answered(sent)).status, status);
  });

  it('is too large in its body, told beforehand or in chunks', async () => {
    const line = (more) => octets([`POST ${target} HTTP/1.1`, `Host: ${host}`, more, 'Connection: close']);
    assert.equal((await answered(line('Content-Length: 65537'))).status, 413);
    const inChunks = (body) => answered(line('Transfer-Encoding: chunked') + body);
    assert.equal((await inChunks('10001\r\n')).status, 413);
    assert.equal((await inChunks(`${'1\r\nx\r\n'.repeat(20_000)}0\r\n\r\n`)).status, 400);
  });

  const bombs = {
    'nested arrays': '['.repeat(60_000),
    'nested objects': '{"a":'.repeat(12_000),
    'a nested member': `{"name":${'['.repeat(60_000)}`,
    'closed nests': `{"name":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    'an endless text': `{"name":"${'x'.repeat(60_000)}`,
    'a number without end': `{"name":1${'0'.repeat(60_000)}}`,
    'a member twice': '{"name":"x","name":"y"}',
    'no object': '[]',
    'nothing': '',
    'an escape of half a character': '{"name":"\\ud800"}',
    'octets that are no UTF-8': '{"name":"\xff"}',
    'a mark before it': '\xef\xbb\xbf{"name":"x"}',
    'something behind it': '{"name":"x"}{}', 'a comment': '{/**/"name":"x"}', 'a comma': '{"name":"x",}',
  };
  for (const [what, body] of Object.entries(bombs))
    it(`is JSON with ${what}`, async () => {
      const lines = [`Authorization: Bearer ${await adminToken()}`, 'Content-Type: application/json'];
      const reply = await answered(plain('POST', '/admin/projects', lines, body));
      assert.ok([400, 422].includes(reply.status), `${reply.status} ${reply.text}`);
    });

  it('is JSON of many members', async () => {
    const json = Object.fromEntries(Array.from({ length: 6000 }, (_, place) => [`m${place}`, 0]));
    const reply = await ask('POST', at('/admin/projects'), { headers: bearer(await adminToken()), json });
    refused(reply, 400, 'malformed_body');
  });

  it('is a form of many parameters, or one that decodes to nothing', async () => {
    const many = Array.from({ length: 5000 }, (_, place) => [`p${place}`, '']);
    const forms = [many, { x: 'x'.repeat(65_000) }, [['', '']]];
    for (const form of forms) {
      const reply = await ask('POST', at(target), { form });
      assert.ok([400, 401].includes(reply.status), `${reply.status}`);
    }
    for (const form of ['%', '%f', '%zz=1', 'a=%00', 'a=%ff', 'a=%ed%a0%80', 'a=%c0%af']) {
      const reply = await answered(plain('POST', target, ['Content-Type: application/x-www-form-urlencoded'], form));
      refused(reply, 400, 'invalid_request', form);
    }
  });

  it('is a password of 60,000 characters', async () => {
    const victim = await person();
    const browser = new Browser();
    const reply = await browser.submit(await browser.loginForm(), { ...victim, password: 'p'.repeat(60_000) });
    stopped(reply, 403);
    await leftNothing(reply);
  });

  it('never ends, and is ended (slowloris)', async () => {
    assert.deepEqual((await slow).responses.map((reply) => reply.status), [408]);
  });

  it('keeps nobody else waiting afterwards', async () => {
    const began = performance.now();
    assert.equal((await ask('GET', at(`/oauth/v2/keys?${random()}`))).status, 200);
    assert.ok(performance.now() - began < 1000);
  });
});
