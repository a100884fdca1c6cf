// SPDX-License-Identifier: Apache-2.0
// The real `muniment up` with its embedded PostgreSQL, to be killed and started again.
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { Program, signal } from './program.mjs';

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

  /** Server and PostgreSQL. */
  all() {
    return [this.process.pid, ...this.postgres()];
  }

  /** Stops them in the midst of what they do, until `thaw`. */
  freeze(pids) {
    this.frozen = pids;
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
