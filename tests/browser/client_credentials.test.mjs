// SPDX-License-Identifier: Apache-2.0
// A program that acts for itself, by an unmodified openid-client.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import * as oidc from 'openid-client';
import { configuration, configurationOf, enterClient, issuer, muniment, serviceClient } from './world.mjs';

describe('a service client', () => {
  let api, robot;
  before(async () => {
    api = await configurationOf(enterClient('--name', 'API', '--introspection'));
    robot = await serviceClient('--scope', 'orders', '--scope', 'admin:read');
  });

  const grant = (config, more) => oidc.clientCredentialsGrant(config, more);

  it('gets what it is registered for, or less, and nothing to refresh', async () => {
    const all = await grant(robot);
    assert.deepEqual(all.scope.split(' ').sort(), ['admin:read', 'orders']);
    assert.deepEqual([all.refresh_token, all.id_token], [undefined, undefined]);
    assert.equal((await grant(robot, { scope: 'orders' })).scope, 'orders');
    for (const scope of ['stock', 'orders stock', 'openid'])
      await assert.rejects(grant(robot, { scope }), { error: 'invalid_scope', status: 400 }, scope);
  });

  it('gets a secret in the body where that is registered, and only there', async () => {
    const [client] = muniment('client', 'create', '--type', 'service', '--name', 'Poster', '--scope', 'orders',
                              '--auth-method', 'client_secret_post');
    assert.ok(await grant(await configurationOf(client, oidc.ClientSecretPost(client.client_secret))));
    await assert.rejects(grant(await configurationOf(client)), { status: 401 });
  });

  it('is no web and no single-page application', async () => {
    for (const kind of ['web', 'spa'])
      await assert.rejects(grant(await configuration(kind)), { error: 'unauthorized_client', status: 400 }, kind);
  });

  it('has tokens that others introspect, and that it revokes', async () => {
    const { access_token } = await grant(robot, { scope: 'orders' });
    const { client_id } = robot.clientMetadata();
    const said = await oidc.tokenIntrospection(api, access_token);
    assert.deepEqual([said.active, said.sub, said.client_id, said.scope], [true, client_id, client_id, 'orders']);
    await assert.rejects(oidc.tokenRevocation(api, access_token), { error: 'invalid_grant' });
    await oidc.tokenRevocation(robot, access_token);
    assert.deepEqual(await oidc.tokenIntrospection(api, access_token), { active: false });
  });

  it('has a token without scopes where it is registered for none, and revokes that too', async () => {
    const client = await serviceClient();
    const { access_token, scope } = await grant(client);
    const said = await oidc.tokenIntrospection(api, access_token);
    assert.deepEqual([scope, said.active, said.scope], [undefined, true, undefined]);
    await oidc.tokenRevocation(client, access_token);
    assert.deepEqual(await oidc.tokenIntrospection(api, access_token), { active: false });
  });

  it('reads the admin API with a token for it, and with no other', async () => {
    const users = new URL('/admin/users', issuer);
    const { access_token } = await grant(robot, { resource: `${issuer}/admin`, scope: 'admin:read' });
    const reply = await oidc.fetchProtectedResource(robot, access_token, users, 'GET');
    assert.equal(reply.status, 200);
    const { access_token: other } = await grant(robot, { scope: 'admin:read' });
    await assert.rejects(oidc.fetchProtectedResource(robot, other, users, 'GET'), { status: 401 });
    await assert.rejects(grant(robot, { resource: 'https://api.example' }), { error: 'invalid_target' });
  });

  it('is nobody to the userinfo endpoint', async () => {
    const { access_token } = await grant(robot);
    await assert.rejects(oidc.fetchUserInfo(robot, access_token, oidc.skipSubjectCheck), { status: 401 });
  });
});
