// SPDX-License-Identifier: Apache-2.0
// One program makes a database, ends, and another goes on with it; once for each way to end. The last
// line is "N passed, N failed".
//   node upgrade.mjs --before BINARY --after BINARY
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { Server } from '../kill_http/server.mjs';
import { World } from '../kill_http/world.mjs';
import { past } from './past.mjs';
import { expectations } from './present.mjs';

const { values: programs } = parseArgs({ options: { before: { type: 'string' }, after: { type: 'string' } } });

const endings = {
  'stopped as by Ctrl-C': async (server) => {
    if (!(await server.stop())) throw new Error(`it did not end well: ${server.said}`);
  },
  'killed, with its PostgreSQL left behind': (server) => server.kill(),
};

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
async function upgrade(folder, end) {
  const server = await Server.in(folder, programs.before);
  try {
    // Never by chance: nobody loses a reply, nobody signs in twice.
    const world = new World(server, readFileSync(`${server.data}/tls/ca.pem`), () => 1);
    const before = await past(world);
    await end(server);
    server.binary = programs.after;
    const refused = await examine(async () => { await server.start(); return []; });
    judge('the next program starts over it', refused);
    if (refused.length) return;
    for (const [sentence, ask] of expectations) judge(sentence, await examine(() => ask(world, before)));
    judge('it stops cleanly', (await server.stop()) ? [] : [server.said]);
  } finally {
    await server.end();
  }
}

const folder = mkdtempSync(`${process.env.TMPDIR ?? tmpdir()}/muniment-upgrade-`);
chmodSync(folder, 0o711);
for (const [signal, status] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]])
  process.on(signal, () => process.exit(status));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
for (const [name, end] of Object.entries(endings)) {
  console.log(`the program before was ${name}`);
  rmSync(`${folder}/data`, { recursive: true, force: true });
  await upgrade(folder, end).catch((error) => judge('the program before does what it did', [error.stack]));
}
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
