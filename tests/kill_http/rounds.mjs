// SPDX-License-Identifier: Apache-2.0
// Rounds of load, kill, restart and check against `muniment up`; then the controls. The last line is
// "N passed, N failed".
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { crowd } from './crowd.mjs';
import { controls } from './controls.mjs';
import { check, leaves } from './history.mjs';
import { checkCommandLine, checkInside } from './inside.mjs';
import { Load, until } from './load.mjs';
import { Server } from './server.mjs';
import { dice } from '../support/dice.mjs';
import { World } from './world.mjs';

const leastInFlight = 50; // So many requests are on their way at each kill.
const mostTries = 100; // To meet a moment at which they are.
const outlived = 'backend'; // By the server.
const roundsOfOneServer = 10; // A journal is checked whole after each round, so it must not grow without end.

const { values: wished } = parseArgs({
  options: {
    rounds: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
    binary: { type: 'string' },
  },
});

/** What is killed; a server whose database is gone ends by itself, one whose database begins anew lives on. */
const victims = {
  server: (server) => server.kill(),
  backend: (server) => server.killBackend(),
  postgres: (server) => server.killPostgres(),
  both: (server) => {
    server.kill();
    server.killPostgres();
  },
};

/** Until nothing more comes in of what was answered before. */
async function silence(world) {
  let before;
  await until(() => {
    const silent = before === world.heard;
    before = world.heard;
    return silent;
  }, 'silence', { every: 20 });
}

/** Load as it comes, for a random time; after a moment that was none, long enough to be as before. */
async function steady(world) {
  const enough = world.acknowledged + 60 + world.random(60);
  await until(() => world.acknowledged >= enough, 'the load');
  await pause(world.random(40));
}

/**
 * PostgreSQL falters, as under a slow disk, so that more waits for it than it commits at once; then it goes
 * on for a random time.
 */
async function faltering(world) {
  world.server.freezePostgres();
  await until(() => world.inFlight >= leastInFlight, `${leastInFlight} requests in flight`);
  await silence(world);
  world.server.thaw();
  await pause(world.random(10));
}

/**
 * Stops server and PostgreSQL: how much was on its way. What writes, was sent before and has no answer, not
 * even one that lies unread in a connection.
 */
async function stopAll(world) {
  world.server.freezeAll();
  const moment = performance.now();
  await silence(world);
  return world.unanswered(moment);
}

/** Stops them at a moment after `lead` at which enough was on its way; undefined when none is met. */
async function stopInTheMidst(world, lead) {
  for (let tries = 0; tries < mostTries; ++tries) {
    await lead(world);
    const flying = await stopAll(world);
    if (flying >= leastInFlight) return flying;
    world.server.thaw();
  }
}

/** Half of the kills come under load as it is, half after a database that faltered: how, and on what. */
async function stopSomehow(world) {
  const calm = world.random(2) === 0;
  const met = calm ? await stopInTheMidst(world, steady) : undefined;
  if (met) return { how: 'under load', flying: met };
  const flying = await stopInTheMidst(world, faltering);
  if (!flying) throw new Error(`at ${mostTries} moments fewer than ${leastInFlight} requests were in flight`);
  const why = calm ? ', as under load too few were in flight' : '';
  return { how: `after its database faltered${why}`, flying };
}

/** Load until a random moment, then the kill at that moment: how it came, and on how many requests. */
async function strike(world, load, victim) {
  const enough = world.acknowledged + 60 + world.random(150);
  load.begin();
  await until(() => world.acknowledged >= enough, 'the load');
  await pause(world.random(40));
  const struck = await stopSomehow(world);
  victims[victim](world.server);
  world.server.thaw();
  load.open = false;
  if (victim !== outlived) await until(() => world.server.over, 'the end of the server');
  await load.rest();
  return struck;
}

/** Service goes on, for those too who hold what was acknowledged before; then all rest. */
async function recover(world, load, victim) {
  if (victim !== outlived) await world.server.start();
  else if (world.server.over) throw new Error(`the server ended: ${world.server.said}`);
  const enough = world.acknowledged + 60;
  load.begin();
  await until(() => world.acknowledged >= enough, 'service after the kill');
  await load.rest();
}

/** How many of each outcome; of the unknown, how many the journal holds. */
function count(operations, { events }, sums) {
  const written = new Set(events.map((each) => each.correlation));
  for (const { kind, outcome, trace } of operations) {
    const sum = (sums[kind] ??= { acknowledged: 0, refused: 0, unknown: 0, 'found written': 0 });
    ++sum[outcome];
    if (outcome === 'unknown' && written.has(trace)) ++sum['found written'];
  }
}

/** What the load never did, or was never told: nothing was proven about it. */
function untried(sums, { operations }) {
  const kinds = Object.keys(leaves).filter((kind) => !sums[kind]?.acknowledged);
  const told = [true, false].filter((active) => !operations.some((each) => each.active === active));
  return [...kinds, ...told.map((active) => `introspections told ${active ? 'active' : 'inactive'}`)]
    .map((what) => ({ kind: 'untried', what }));
}

/** Keeps what a red round was judged by, for whoever looks for the fault. */
function keepEvidence(round, found, operations, journal) {
  if (found.length && process.env.EVIDENCE)
    writeFileSync(`${process.env.EVIDENCE}/round-${round}.json`, JSON.stringify({ found, operations, journal }));
}

function told(found) {
  for (const each of found.slice(0, 10)) console.log(`  ${each.kind}: ${each.what}`);
  if (found.length > 10) console.log(`  and ${found.length - 10} more`);
}

/** One server's rounds, from its first start on; at least one, whatever the time. */
async function campaign(folder, random, rounds, end, tally) {
  const server = await Server.in(folder, wished.binary);
  try {
    const world = new World(server, server.authority, random);
    const load = new Load(world, await crowd(world));
    const { position } = await world.administer('GET', '/workspace');
    let journal;
    for (let round = 0; round < rounds && !(round && performance.now() > end); ++round) {
      const victim = Object.keys(victims)[tally.rounds++ % Object.keys(victims).length];
      const { how, flying } = await strike(world, load, victim);
      await recover(world, load, victim);
      journal = await world.journal(position);
      const found = [...check(world.operations, journal), ...world.complaints.splice(0), ...await checkInside(world)];
      console.log(`round ${tally.rounds}: ${victim} killed ${how}, ${flying} requests in flight, `
        + `${world.operations.length} asked, ${journal.events.length} events checked: `
        + `${found.length ? 'FAILED' : 'good'}`);
      told(found);
      keepEvidence(tally.rounds, found, world.operations, journal);
      ++tally[found.length ? 'failed' : 'passed'];
    }
    await load.end();
    const found = await checkCommandLine(world);
    if (!(await server.stop())) found.push({ kind: 'stop', what: server.said });
    console.log(`the command line, and the end: ${found.length ? 'FAILED' : 'good'}`);
    told(found);
    ++tally[found.length ? 'failed' : 'passed'];
    count(world.operations, journal, tally.sums);
    return { operations: world.operations, journal };
  } finally {
    await server.end();
  }
}

const tally = { rounds: 0, passed: 0, failed: 0, sums: {} };
const folder = mkdtempSync(`${process.env.TMPDIR ?? tmpdir()}/muniment-kill-`);
chmodSync(folder, 0o711);
for (const [signal, status] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]])
  process.on(signal, () => process.exit(status));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
try {
  console.log(`seed ${wished.seed}`);
  const random = dice(Number(wished.seed));
  const end = performance.now() + 1000 * Number(wished.seconds);
  let last;
  for (let left = Number(wished.rounds); left > 0 && performance.now() < end; left -= roundsOfOneServer) {
    rmSync(`${folder}/data`, { recursive: true, force: true });
    last = await campaign(folder, random, Math.min(left, roundsOfOneServer), end, tally);
  }
  if (tally.rounds < Number(wished.rounds)) {
    console.log('the time was over before all rounds were played');
    ++tally.failed;
  }
  console.table(tally.sums);
  const idle = untried(tally.sums, last);
  told(idle);
  tally.failed += idle.length;
  for (const each of controls) {
    const kinds = each.damage(last);
    const red = kinds.includes(each.expected);
    console.log(`control ${each.name}: ${red ? 'red as it must be' : `stayed without ${each.expected}`}`);
    ++tally[red ? 'passed' : 'failed'];
  }
} catch (error) {
  console.log(`stopped: ${error.stack}`);
  ++tally.failed;
}
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
