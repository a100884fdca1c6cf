// SPDX-License-Identifier: Apache-2.0
// An unmodified JOSE library that keeps the JWKS, while an operator rotates and revokes keys.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import * as jose from 'jose';
import * as oidc from 'openid-client';
import { issuer, muniment, patience, serviceClient } from './world.mjs';

describe('signing keys', () => {
  let robot;
  before(async () => {
    robot = await serviceClient('--scope', 'orders');
  });

  const token = async () => (await oidc.clientCredentialsGrant(robot)).access_token;
  /** The key set, fetched when first asked and again, for a key that is not in it, once that time is over. */
  const keySet = (cooldownDuration = 0) =>
    jose.createRemoteJWKSet(new URL(robot.serverMetadata().jwks_uri), { cooldownDuration });
  const verified = (given, keys) => jose.jwtVerify(given, keys, { issuer, typ: 'at+jwt' });

  /** The server makes the next key in a round of its own, some seconds after the one that signs. */
  async function nextIsMade(alg) {
    const late = Date.now() + 4 * patience;
    while (!muniment('key', 'list').some((key) => key.algorithm === alg && key.status === 'next')) {
      assert.ok(Date.now() < late, `there is no next key of ${alg}`);
      await pause(100);
    }
  }

  it('are known before they sign, and stay known while what they signed is good', async () => {
    const kept = keySet(Infinity);
    const old = await token();
    const { alg } = jose.decodeProtectedHeader(old);
    await nextIsMade(alg);
    await verified(old, kept);
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
