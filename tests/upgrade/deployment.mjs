// SPDX-License-Identifier: Apache-2.0
// `muniment database prepare` and `muniment serve` over a PostgreSQL of somebody else's, with the
// workspace, the person and the clients that `muniment up` makes by itself.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Program, run } from '../kill_http/program.mjs';
import { until } from '../kill_http/load.mjs';
import { asker } from '../support/ask.mjs';
import { done } from './past.mjs';

const domain = 'id.localhost';
const redirect_uri = 'http://localhost:8080/callback'; // Nobody goes there.

export class Deployment extends Program {
  greeting = 'serving https';
  issuers = []; // Of those that must be awake before anybody asks.

  get words() {
    const [listen, operations] = this.ports;
    const { authority, certificate, key } = this.files;
    return ['serve', '--dsn', this.database.place, '--base-domain', domain, '--data-directory', this.data,
      '--tls-certificate-file', certificate, '--tls-key-file', key, '--tls-authority-file', authority,
      '--listen-address', '127.0.0.1', '--listen-port', listen, '--public-port', listen,
      '--operations-port', operations, '--log-level', 'warn', '--access-log', `${this.data}/access.log`];
  }

  /** Whom its clients trust. */
  get authority() {
    return readFileSync(this.files.authority);
  }

  async begin() {
    mkdirSync(this.data, { mode: 0o700 });
    await this.database.make();
    await this.prepare(this.binary, '--make-keys');
    await this.start();
    await this.makeDemo();
    this.issuers = [this.read('operator.json').issuer, this.read('demo.json').issuer];
  }

  /** By any program: the next one prepares while the one before may still serve. */
  async prepare(binary, ...more) {
    const { status, complained } = await run(binary, ['database', 'prepare',
      '--dsn', `${this.database.place} user=administrator`, '--base-domain', domain,
      '--data-directory', this.data, ...more], { env: this.database.known('administrator') });
    if (status !== 0) throw new Error(`muniment database prepare: ${complained}`);
  }

  /** A server serves at once, but not what one that was killed holds until its term is over. */
  async start() {
    await super.start();
    const ask = asker(this.authority);
    const answers = (issuer) => ask('GET', `${issuer}/oauth/v2/keys`).then((reply) => reply.status === 200);
    for (const issuer of this.issuers)
      await until(() => answers(issuer), `${issuer} answers`, { limit: 30_000, every: 100 });
  }

  async makeDemo() {
    const enter = async (...words) => (await done(this, ...words))[0];
    const client = (type, ...more) => enter('client', 'create', '-w', 'demo', '--type', type,
      '--name', `Demo ${type}`, '--redirect', redirect_uri, '--first-party', ...more);
    const { issuer } = await enter('workspace', 'create', 'demo', '--name', 'Demo');
    const user = await enter('user', 'create', '-w', 'demo', '--user-name', 'demo');
    const spa = await client('spa', '--origin', new URL(redirect_uri).origin);
    const web = await client('web');
    const demo = { issuer, user, spa: { ...spa, redirect_uri }, web: { ...web, redirect_uri } };
    writeFileSync(`${this.data}/demo.json`, JSON.stringify(demo), { mode: 0o600 });
  }
}
