// SPDX-License-Identifier: Apache-2.0
// What must hold once the next program runs over what the one before left: rows of a sentence, and a
// function that gives what speaks against it, if anything does.
import { isDeepStrictEqual } from 'node:util';
import { person } from '../kill_http/crowd.mjs';
import { Person } from '../kill_http/clients/person.mjs';
import { Service } from '../kill_http/clients/service.mjs';
import { check } from '../kill_http/history.mjs';
import { checkCommandLine, checkInside } from '../kill_http/inside.mjs';
import { done, keyOf } from './past.mjs';

const unless = (good, what) => (good ? [] : [what]);

/** Whether the last operation of a kind was acknowledged. */
const acknowledged = (world, kind) => {
  const { outcome } = world.operations.findLast((each) => each.kind === kind);
  return unless(outcome === 'acknowledged', `${kind}: ${outcome}`);
};

/** Somebody who gives a name and a password: what the login became. */
async function signIn(world, { name, password }, client) {
  const who = new Person(world, { name, password }, client);
  await who.signIn();
  return who;
}

async function toldActive(world, { headers }, token) {
  const reply = await world.ask('POST', `${world.issuer}/oauth/v2/introspect`, { headers, form: { token } });
  return reply.json().active;
}

/** The first that is not as it was; events are facts and stay so word for word. */
function firstChange(before, now) {
  const at = before.findIndex((each, position) => !isDeepStrictEqual(each, now[position]));
  return at < 0 ? [] : [`${JSON.stringify(before[at])} became ${JSON.stringify(now[at])}`];
}

/** What the audit says of an event, of which a later program may say more. */
const essence = ({ position, recorded_at, type, version, command, correlation, stream, actor, outcome }) =>
  ({ position, recorded_at, type, version, command, correlation, stream, actor, outcome });

/** What was given before is good, and what was taken is not. */
const held = [
  ['the operator\'s token from before is good', async (world) => {
    await world.administer('GET', '/workspace');
    return [];
  }],
  ['an access token from before is good, though its key signs no more', async (world, { stays }) => {
    await stays.userinfo();
    return world.complaints.splice(0).map((each) => each.what);
  }],
  ['a session from before signs in without a password', async (world, { stays }) =>
    unless(await stays.code(await stays.authorizationRequest()), 'no code came')],
  ['a refresh token from before is replaced', async (world, { stays }) => {
    await stays.refresh();
    await stays.userinfo();
    return [...acknowledged(world, 'refresh'), ...world.complaints.splice(0).map((each) => each.what)];
  }],
  ['the key that was rotated to signs', async (_world, { stays, key }) => unless(keyOf(stays.token) !== key, key)],
  ['one that was revoked stays so', async (world, { api, over }) =>
    unless(await toldActive(world, api, over) === false, 'it is active')],
  ['a secret from before is good', async (world, { worker, api }) => {
    await worker.step();
    await api.step();
    return [...acknowledged(world, 'service'), ...acknowledged(world, 'introspect')];
  }],
  ['a password from before is good', async (world, { stays, offline }) =>
    unless((await signIn(world, stays, offline)).session, 'no session came')],
  ['another password is not', async (world, { stays, offline }) =>
    unless(!(await signIn(world, { ...stays, password: 'guessed' }, offline)).session, 'a session came')],
  ['who was erased is gone', async (world, { erased }) =>
    unless(!(await signIn(world, erased, world.demo.web)).session, 'a session came')],
  ['everybody else is there', async ({ server }, { ids }) => {
    const now = (await done(server, 'user', 'list', '-w', 'demo')).map((each) => each.id);
    return ids.filter((each) => !now.includes(each));
  }],
];

/** Everything can be done that could be done before. */
const written = [
  ['somebody new signs in', async (world) =>
    unless((await signIn(world, await person(world, 'new'), world.demo.web)).session, 'no session came')],
  ['a new client has tokens', async (world) => {
    const [client] = await done(world.server, 'client', 'create', '-w', 'demo', '--type', 'service', '--name', 'New');
    await new Service(world, client).step();
    return acknowledged(world, 'service');
  }],
  ['somebody from before is erased, and all keys are rolled', async ({ server }) => {
    await done(server, 'user', 'erase', '-w', 'demo', 'entered', '--yes');
    await done(server, 'key', 'roll');
    return [];
  }],
  ['a workspace is made', async ({ server }) => {
    await done(server, 'workspace', 'create', 'young');
    return [];
  }],
];

/** The journal is what it was, with more behind it, and all that follows from it agrees. */
const proven = [
  ['every event from before is there, word for word', async (world, { journal }) =>
    firstChange(journal.events, (await world.journal(Infinity)).events)],
  ['the audit tells them as before', async (world, { journal }) =>
    firstChange(journal.audit.map(essence), (await world.journal(Infinity)).audit.map(essence))],
  ['whatever was acknowledged, before and since, is in the journal', async (world) =>
    check(world.operations, await world.journal(Infinity)).map((each) => `${each.kind}: ${each.what}`)],
  ['the journal verifies, and a rebuild equals what is live', async (world) =>
    (await checkInside(world)).map((each) => `${each.kind}: ${each.what}`)],
  ['the command line verifies journal and read models of both workspaces', async (world) =>
    (await checkCommandLine(world)).map((each) => each.what)],
];

export const expectations = [...held, ...written, ...proven];
