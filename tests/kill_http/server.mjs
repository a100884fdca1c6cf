// SPDX-License-Identifier: Apache-2.0
// The real `muniment up` with its embedded PostgreSQL, to be killed and started again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Processes whose parent is `parent`. */
function childrenOf(parent) {
  return readdirSync('/proc').filter((each) => /^\d+$/.test(each)).map(Number).filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
    } catch {
      return false; // It has ended meanwhile.
    }
  });
}

function killHard(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

export class Server {
  static async in(folder, binary) {
    const server = new Server();
    server.binary = binary;
    server.data = `${folder}/data`;
    process.prependListener('exit', () => server.endNow()); // Whatever ends us: a signal, a pipe that closed.
    server.ports = await Promise.all([freePort(), freePort(), freePort()]);
    await server.start();
    return server;
  }

  /** Resolves when it answers; rejects with what it said when it ends before. */
  async start() {
    const [listen, operations, demo] = this.ports;
    const account = process.getuid() === 0 ? ['--postgres-account', 'postgres'] : [];
    this.said = '';
    this.process = spawn(this.binary, ['up', '--data-dir', this.data, '--listen-port', listen,
      '--operations-port', operations, '--demo-port', demo, ...account]);
    this.ended = once(this.process, 'exit');
    await new Promise((ready, failed) => {
      const hear = (part) => {
        this.said += part;
        if (this.said.includes('Ctrl-C stops')) ready();
      };
      this.process.stdout.on('data', hear);
      this.process.stderr.on('data', hear);
      this.process.on('exit', () => failed(new Error(`the server ended: ${this.said}`)));
    });
  }

  read(file) {
    return JSON.parse(readFileSync(`${this.data}/${file}`, 'utf8'));
  }

  get over() {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  kill() {
    this.process.kill('SIGKILL');
    return this.ended;
  }

  /** The process that serves our data directory, if one does: a number in a file may be another's by now. */
  postmaster() {
    try {
      const pid = Number(readFileSync(`${this.data}/postgres/postmaster.pid`, 'utf8').split('\n')[0]);
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(`${this.data}/postgres`) ? pid : undefined;
    } catch {
      return undefined;
    }
  }

  /** The postmaster first, then every child: nothing is flushed, nobody says goodbye. */
  killPostgres() {
    const postmaster = this.postmaster();
    if (!postmaster) return;
    const children = childrenOf(postmaster);
    [postmaster, ...children].forEach(killHard);
  }

  /** As Ctrl-C does; true when it ended well. */
  async stop() {
    this.process.kill('SIGINT');
    const [status] = await this.ended;
    return status === 0;
  }

  /** Leaves nothing running, when there is no time to wait. */
  endNow() {
    if (this.process?.pid && !this.over) killHard(this.process.pid);
    this.killPostgres();
  }

  /** Leaves nothing running, however the suite ended. */
  async end() {
    if (!this.over) await this.kill();
    this.killPostgres();
  }

  /** A command of the command line: its status and its lines as JSON. */
  async command(...words) {
    const command = spawn(this.binary, [...words, '--credential', `${this.data}/operator.json`, '--json']);
    let said = '';
    let complained = '';
    command.stdout.on('data', (part) => { said += part; });
    command.stderr.on('data', (part) => { complained += part; });
    const [status] = await once(command, 'close');
    return { status, complained, items: said.split('\n').filter(Boolean).map((line) => JSON.parse(line)) };
  }
}
