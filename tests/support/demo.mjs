// SPDX-License-Identifier: Apache-2.0
// The demo workspace of the server that tests/support/server.sh started, and its operator.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export const demo = JSON.parse(readFileSync(process.env.DEMO, 'utf8'));
export const issuer = demo.issuer;

/** What a command of the command line said: its lines as JSON. */
function said(...words) {
  const lines = execFileSync(process.env.MUNIMENT, [...words, '--json'], { encoding: 'utf8' });
  return lines.trim().split('\n').map((line) => JSON.parse(line));
}

/** The same of one about that workspace. */
export const muniment = (...words) => said(...words, '-w', 'demo');

/** Another workspace; what was said of it, with `issuer`. */
export const enterWorkspace = (slug) => said('workspace', 'create', slug)[0];
