// SPDX-License-Identifier: Apache-2.0
// An unmodified JOSE library that keeps the JWKS, while an operator rotates and revokes keys.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import * as jose from 'jose';
import * as oidc from 'openid-client';
import { issuer, muniment, serviceClient } from './world.mjs';

describe('signing keys', () => {
  let robot;
  before(async () => {
    robot = await serviceClient('--scope', 'orders');
  });

  const token = async () => (await oidc.clientCredentialsGrant(robot)).access_token;
  const keySet = () => jose.createRemoteJWKSet(new URL(robot.serverMetadata().jwks_uri), { cooldownDuration: 0 });
  const verified = (given, keys) => jose.jwtVerify(given, keys, { issuer, typ: 'at+jwt' });

  it('are known before they sign, and stay known while what they signed is good', async () => {
    const kept = keySet();
    const old = await token();
    await verified(old, kept);
    const { alg } = jose.decodeProtectedHeader(old);
    const [{ key_id: next, status }] = muniment('key', 'rotate', '--now', '--algorithm', alg);
    assert.equal(status, 'active');
    const fresh = await token();
    assert.equal(jose.decodeProtectedHeader(fresh).kid, next);
    await verified(fresh, kept);
    await verified(old, keySet());
  });

  it('are trusted no longer once they are revoked, and others sign at once', async () => {
    const bad = await token();
    const { kid } = jose.decodeProtectedHeader(bad);
    const [{ status, signs_now: successor }] = muniment('key', 'revoke', kid, '--yes');
    assert.equal(status, 'revoked');
    await assert.rejects(verified(bad, keySet()), jose.errors.JWKSNoMatchingKey);
    const good = await token();
    assert.equal(jose.decodeProtectedHeader(good).kid, successor);
    await verified(good, keySet());
  });
});
