// SPDX-License-Identifier: Apache-2.0
// The blocks of the guide, so that what it shows is what runs; with the addresses of this run.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { demo } from './world.mjs';

const guide = readFileSync(new URL('../../docs/guides/first-application.md', import.meta.url), 'utf8');
const blocks = [...guide.matchAll(/^(.*)\n+```(\w+)\n([^]*?)^```$/gm)].map(
  ([, before, language, text]) => ({ before, language, text }));

function only(what, fits) {
  const found = blocks.filter(fits);
  if (found.length !== 1) throw new Error(`the guide has ${found.length} blocks for ${what}`);
  return found[0].text;
}

/** The text where `places` gives what stands in this run for an address or a path of the guide. */
function here(text, places) {
  const all = { 'https://demo.muniment.localhost:8443': demo.issuer, ...places };
  return Object.entries(all).reduce((told, [there, one]) => told.replaceAll(there, one), text);
}

/** The block of a file, which its name introduces. */
export function file(name, places) {
  return here(only(name, (each) => each.before.endsWith(`\`${name}\`:`)), places);
}

/** The commands of the block that holds `part`, behind what the guide has typed first. */
export function commands(part, places) {
  const [first] = blocks;
  const told = only(part, (each) => each.language === 'sh' && each.text.includes(part));
  return first.text + `PATH=${dirname(process.env.MUNIMENT)}:$PATH\n` + here(told, places);
}

export const surroundings = { ...process.env, data: dirname(process.env.DEMO) };

/** Types them in a folder. */
export function type(folder, part, places) {
  execFileSync('bash', ['-euo', 'pipefail', '-c', commands(part, places)], { cwd: folder, env: surroundings });
}
