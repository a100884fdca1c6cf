// SPDX-License-Identifier: Apache-2.0
// The demo workspace of the server that tests/support/server.sh started, and its operator.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export const demo = JSON.parse(readFileSync(process.env.DEMO, 'utf8'));
export const issuer = demo.issuer;

/** What a command of the command line said of that workspace: its lines as JSON. */
export function muniment(...words) {
  const said = execFileSync(process.env.MUNIMENT, [...words, '-w', 'demo', '--json'], { encoding: 'utf8' });
  return said.trim().split('\n').map((line) => JSON.parse(line));
}
