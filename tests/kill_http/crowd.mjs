// SPDX-License-Identifier: Apache-2.0
// The load: who they are and how many. Each does one step after the other. A new kind of client is a
// class with a `step` in clients/ and its row here.
import { randomBytes } from 'node:crypto';
import { Introspector } from './clients/introspector.mjs';
import { Person } from './clients/person.mjs';
import { Refresher } from './clients/refresher.mjs';
import { Registrar } from './clients/registrar.mjs';
import { Service } from './clients/service.mjs';
import { base64url } from './clients/words.mjs';

const several = (count, make) => Array.from({ length: count }, (_, at) => make(at));

/** Enters a relying party that may refresh. */
export async function offlineClient(world) {
  const { redirect_uri } = world.demo.web;
  const entered = await world.administer('POST', '/clients', {
    name: 'Offline',
    type: 'web',
    redirect_uris: [redirect_uri],
    scopes: ['openid', 'profile', 'offline_access'],
    third_party: false,
  });
  return { ...entered, redirect_uri };
}

/** Enters somebody. */
export async function person(world, name) {
  const password = base64url(randomBytes(15));
  await world.administer('POST', '/users', { user_name: name, password });
  return { name, password };
}

/** Enters those who are there from the beginning; everybody who will load the server. */
export async function crowd(world) {
  const service = (name, more) =>
    world.administer('POST', '/clients', { name, type: 'service', scopes: ['orders:read'], ...more });
  const worker = await service('Kill');
  const api = await service('API', { may_introspect: true });
  const offline = await offlineClient(world);
  const people = await Promise.all(several(22, (at) => person(world, `person-${at}`)));
  return [
    ...people.slice(0, 8).map((each) => new Person(world, each, world.demo.web)),
    ...people.slice(8).map((each) => new Refresher(world, each, offline)),
    ...several(6, () => new Registrar(world)),
    ...several(58, () => new Service(world, worker)),
    ...several(6, () => new Introspector(world, api)),
  ];
}
