// SPDX-License-Identifier: Apache-2.0
// The real `muniment up` with its embedded PostgreSQL, to be killed and started again.
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { Program, signal } from './program.mjs';

const haltLimit = 5_000; // Milliseconds, in which nothing else is done.

/** State and parent of a process; of one that has ended meanwhile, nothing. */
function statusOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return {};
  }
}

function childrenOf(parent) {
  return readdirSync('/proc').filter((each) => /^\d+$/.test(each)).map(Number)
    .filter((pid) => statusOf(pid).parent === parent);
}

/** Stops a process, and waits until it is: a fork that it has begun comes to its end before. */
function halt(pid) {
  signal(pid, 'SIGSTOP');
  const end = performance.now() + haltLimit;
  while (['R', 'S', 'D'].includes(statusOf(pid).state))
    if (performance.now() > end) throw new Error(`process ${pid} does not stop`);
}

export class Server extends Program {
  greeting = 'Ctrl-C stops';

  get words() {
    const [listen, operations, demo] = this.ports;
    const account = process.getuid() === 0 ? ['--postgres-account', 'postgres'] : [];
    return ['up', '--data-dir', this.data, '--listen-port', listen, '--operations-port', operations,
      '--demo-port', demo, ...account];
  }

  /** Whom its clients trust. */
  get authority() {
    return readFileSync(`${this.data}/tls/ca.pem`);
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

  /** The postmaster, then every child. */
  postgres() {
    const postmaster = this.postmaster();
    return postmaster ? [postmaster, ...childrenOf(postmaster)] : [];
  }

  /** The postmaster first: nothing is flushed, nobody says goodbye. */
  killPostgres() {
    this.postgres().forEach((pid) => signal(pid, 'SIGKILL'));
  }

  /** One of its processes, whereupon the postmaster ends all others and begins anew: what was not on the disk is lost. */
  killBackend() {
    signal(this.postgres().at(-1), 'SIGKILL');
  }

  /** Stops PostgreSQL in the midst of what it does, until `thaw`. */
  freezePostgres() {
    this.freeze([]);
  }

  /** Stops server and PostgreSQL in the midst of what they do, until `thaw`. */
  freezeAll() {
    this.freeze([this.process.pid]);
  }

  /** The postmaster first: then no child is born that would run on. */
  freeze(others) {
    const postmaster = this.postmaster();
    if (postmaster) halt(postmaster);
    this.frozen = [...others, ...this.postgres()];
    this.frozen.forEach((pid) => signal(pid, 'SIGSTOP'));
  }

  /** Lets go on whoever was not killed meanwhile. */
  thaw() {
    this.frozen.forEach((pid) => signal(pid, 'SIGCONT'));
  }

  endNow() {
    super.endNow();
    this.killPostgres();
  }

  async end() {
    await super.end();
    this.killPostgres();
  }
}
