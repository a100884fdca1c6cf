// SPDX-License-Identifier: Apache-2.0
// What people, clients and the operator did while the program before this one ran.
import { offlineClient, person } from '../kill_http/crowd.mjs';
import { Introspector } from '../kill_http/clients/introspector.mjs';
import { Person } from '../kill_http/clients/person.mjs';
import { Refresher } from '../kill_http/clients/refresher.mjs';
import { Service } from '../kill_http/clients/service.mjs';

/** A command that must succeed; what it said. */
export async function done(server, ...words) {
  const { status, complained, items } = await server.command(...words);
  if (status !== 0) throw new Error(`muniment ${words.join(' ')}: ${complained}`);
  return items;
}

/** The name of the key that signed a token. */
export const keyOf = (token) => JSON.parse(Buffer.from(token.split('.')[0], 'base64url')).kid;

const service = (world, name, more) =>
  world.administer('POST', '/clients', { name, type: 'service', scopes: ['orders:read'], ...more });

/** Somebody who signed in, has offline access and refreshed once. */
async function refresher(world, name, client) {
  const made = new Refresher(world, await person(world, name), client);
  await made.signIn();
  await made.refresh();
  return made;
}

/** Sessions, tokens, an erasure, a rotation, a roll; those who hold what came of it. */
export async function past(world) {
  const { server } = world;
  const offline = await offlineClient(world);
  const stays = await refresher(world, 'stays', offline);
  const left = await refresher(world, 'left', offline);
  await left.userinfo();
  const over = left.refreshToken;
  await left.revoke();
  const erased = new Person(world, await person(world, 'erased'), world.demo.web);
  await erased.signIn();
  const worker = new Service(world, await service(world, 'Worker'));
  await worker.step();
  const api = new Introspector(world, await service(world, 'API', { may_introspect: true }));
  await api.step();
  await done(server, 'user', 'create', '-w', 'demo', '--user-name', 'entered', '--display-name', 'Entered Before');
  await done(server, 'user', 'erase', '-w', 'demo', 'erased', '--yes');
  await done(server, 'key', 'rotate', '-w', 'demo', '--now');
  await done(server, 'key', 'roll');
  await worker.step();
  await stays.userinfo();
  const ids = (await done(server, 'user', 'list', '-w', 'demo')).map((each) => each.id);
  const key = keyOf(stays.token);
  return { stays, key, over, erased, worker, api, offline, ids, journal: await world.journal(Infinity) };
}
