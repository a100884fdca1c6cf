// SPDX-License-Identifier: Apache-2.0
// One program makes a deployment, ends, and another goes on with it; once for each way to do so. The
// last line is "N passed, N failed".
//   node upgrade.mjs --before BINARY --after BINARY --server DSN --tls NAME [--only TEXT]
// DSN is a PostgreSQL as ops/testing/external_server.sh runs it, without database and login, whose passwords
// stand in OWNER_PASSWORD and ADMINISTRATOR_PASSWORD. NAME.pem and NAME.key are for id.localhost and below,
// from the authority in `authority.pem` beside them. TEXT is a part of the names of the ways to be tried.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { World } from '../kill_http/world.mjs';
import { past } from './past.mjs';
import { expectations } from './present.mjs';
import { waysOf } from './ways.mjs';

const text = { type: 'string' };
const { values: given } = parseArgs({
  options: { before: text, after: text, server: text, tls: text, only: { ...text, default: '' } },
});

const tally = { passed: 0, failed: 0 };

/** Counts a sentence by what speaks against it. */
function judge(sentence, against) {
  ++tally[against.length ? 'failed' : 'passed'];
  console.log(`  ${against.length ? 'BROKEN ' : 'ok     '} ${sentence}`);
  against.slice(0, 5).forEach((each) => console.log(`          ${each}`));
}

/** What speaks against it: what it says, or that it could not be asked. */
const examine = (ask) => ask().catch((error) => [error.message]);

/** The rows after the first start are asked only of a server that runs. */
async function upgrade({ make, leave, last }, folder) {
  const server = await make(folder);
  try {
    // Never by chance: nobody loses a reply, nobody signs in twice.
    const world = new World(server, server.authority, () => 1);
    const before = await past(world);
    await leave(world);
    server.binary = given.after;
    const refused = await examine(async () => { await server.start(); return []; });
    judge('the next program starts over it', refused);
    if (refused.length) return;
    for (const [sentence, ask] of expectations) judge(sentence, await examine(() => ask(world, before)));
    judge('it stops cleanly', (await server.stop()) ? [] : [server.said]);
    for (const [sentence, ask] of last) judge(sentence, await examine(() => ask(server)));
  } finally {
    await server.end();
  }
}

const folder = mkdtempSync(`${process.env.TMPDIR ?? tmpdir()}/muniment-upgrade-`);
chmodSync(folder, 0o711);
for (const [signal, status] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]])
  process.on(signal, () => process.exit(status));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
const files = {
  authority: `${dirname(given.tls)}/authority.pem`,
  certificate: `${given.tls}.pem`,
  key: `${given.tls}.key`,
};
const ways = Object.entries(waysOf(given, files)).filter(([name]) => name.includes(given.only));
for (const [name, way] of ways) {
  const began = performance.now();
  console.log(name);
  rmSync(`${folder}/data`, { recursive: true, force: true });
  await upgrade(way, folder).catch((error) => judge('the program before does what it did', [error.stack]));
  console.log(`  ${Math.round((performance.now() - began) / 1000)} s`);
}
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
