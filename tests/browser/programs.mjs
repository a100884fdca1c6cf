// SPDX-License-Identifier: Apache-2.0
// Programs that a suite starts, and stops by their id.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { patience } from './world.mjs';

const answers = (address) =>
  fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(patience) }).then(() => true, () => false);

/**
 * Starts one and waits until it answers at the address. It stays in the process group of the suites, which
 * ends with them even when they break.
 */
export async function started(command, options, address) {
  const child = spawn(...command, { stdio: 'inherit', ...options });
  const ended = once(child, 'exit');
  const late = Date.now() + patience;
  while (!(await answers(address))) {
    if (child.exitCode !== null) throw new Error(`${command[0]} ended with ${child.exitCode}`);
    if (Date.now() > late) {
      child.kill();
      throw new Error(`${command[0]} does not answer at ${address}`);
    }
    await pause(20);
  }
  return {
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
