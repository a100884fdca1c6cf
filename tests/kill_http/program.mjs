// SPDX-License-Identifier: Apache-2.0
// The real program as a server that a test holds: started, stopped, killed, asked on the command line.
// What is started, and over what, a class of its own says.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { freePort } from '../support/free_port.mjs';

const commandLimit = 300_000; // Milliseconds, after which a command is killed.
const stopLimit = 60_000; // And a server that was asked to stop.
const mostLines = 30; // Of what it said, where it is asked why.

export function signal(pid, what) {
  try {
    process.kill(pid, what);
  } catch {
    // It has ended meanwhile.
  }
}

/** Runs a program to its end: its status, null when it was killed, what it said, and what it complained of. */
export async function run(binary, words, { env = process.env, input = '' } = {}) {
  const command = spawn(binary, words, { env, timeout: commandLimit, killSignal: 'SIGKILL' });
  let said = '';
  let complained = '';
  command.stdout.on('data', (part) => { said += part; });
  command.stderr.on('data', (part) => { complained += part; });
  command.stdin.end(input);
  const [status] = await once(command, 'close');
  return { status, said, complained };
}

/** Who extends it gives `words`, with which it is started, and `greeting`, which it says when it serves. */
export class Program {
  startLimit = 120_000; // Milliseconds until the greeting.

  static async in(folder, binary, more = {}) {
    const server = Object.assign(new this(), { binary, data: `${folder}/data`, ...more });
    process.prependListener('exit', () => server.endNow()); // Whatever ends us: a signal, a pipe that closed.
    server.ports = await Promise.all(Array.from({ length: 3 }, () => freePort('127.0.0.1')));
    try {
      await server.begin();
    } catch (error) {
      await server.end();
      throw error;
    }
    return server;
  }

  /** The first start. */
  begin() {
    return this.start();
  }

  /** Resolves when it answers; rejects with what it said when it ends before, or does not greet in time. */
  async start() {
    this.said = '';
    this.process = spawn(this.binary, this.words);
    this.ended = once(this.process, 'exit');
    let limit;
    await new Promise((ready, failed) => {
      const hear = (part) => {
        this.said += part;
        if (this.said.includes(this.greeting)) ready();
      };
      this.process.stdout.on('data', hear);
      this.process.stderr.on('data', hear);
      this.ended.then(() => failed(new Error(`the server ended: ${this.said}`)), failed);
      limit = setTimeout(() => failed(this.silence()), this.startLimit);
    }).finally(() => clearTimeout(limit));
  }

  silence() {
    const last = this.said.trimEnd().split('\n').at(-1);
    const heard = last ? `printed last: ${last}` : 'printed nothing';
    return new Error(`the server did not say "${this.greeting}" in ${this.startLimit / 1000} s; it ${heard}`);
  }

  /** What it said last: why it answered as it did. */
  lastLines() {
    return `The server said last:\n${this.said.trimEnd().split('\n').slice(-mostLines).join('\n')}`;
  }

  read(file) {
    return JSON.parse(readFileSync(`${this.data}/${file}`, 'utf8'));
  }

  get over() {
    return !this.process || this.process.exitCode !== null || this.process.signalCode !== null;
  }

  kill() {
    this.process.kill('SIGKILL');
    return this.ended;
  }

  /** As Ctrl-C does; true when it ended well, and in time. */
  async stop() {
    this.process.kill('SIGINT');
    const limit = setTimeout(() => this.endNow(), stopLimit);
    const [status] = await this.ended;
    clearTimeout(limit);
    return status === 0;
  }

  /** Leaves nothing running, when there is no time to wait. */
  endNow() {
    if (!this.over) signal(this.process.pid, 'SIGKILL');
  }

  /** Leaves nothing running, however the suite ended. */
  async end() {
    if (!this.over) await this.kill();
  }

  /** A command of the command line: its status and its lines as JSON. */
  async command(...words) {
    const known = ['--credential', `${this.data}/operator.json`, '--json'];
    const { said, ...told } = await run(this.binary, [...words, ...known]);
    return { ...told, items: said.split('\n').filter(Boolean).map((line) => JSON.parse(line)) };
  }
}
