// SPDX-License-Identifier: Apache-2.0
// A database for one deployment, at the server that ops/testing/external_server.sh runs.
import { run } from '../kill_http/program.mjs';

const name = 'identity';

// Muniment's roles belong to the whole server, which holds one deployment at a time.
const anew = `
  DROP DATABASE IF EXISTS ${name} WITH (FORCE);
  SELECT format('DROP ROLE %I', rolname) FROM pg_roles WHERE rolname !~ '^(pg_|owner$|administrator$)' \\gexec
  CREATE DATABASE ${name} OWNER administrator;
`;

// What a new workspace is born with, the others have to take.
const followed = `
  DO $$ BEGIN
    IF EXISTS (SELECT FROM muniment.workspaces w, muniment.migrations born
                WHERE born.schema = 'muniment_template'
                  AND NOT EXISTS (SELECT FROM muniment.migrations own
                                   WHERE own.schema = w.schema AND own.id = born.id)) THEN
      RAISE EXCEPTION 'a workspace lacks a step of its schema';
    END IF;
  END $$
`;

export class Database {
  /** `server` is a connection string without database and login, `passwords` those of both logins. */
  constructor(server, passwords) {
    this.server = server;
    this.passwords = passwords;
    this.place = `${server} dbname=${name}`;
  }

  /** As who runs the server, who alone is a superuser; `input` is for psql. */
  async tell(database, input) {
    const words = ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', `${this.server} dbname=${database} user=owner`];
    const { status, complained } = await run('psql', words, { env: this.known('owner'), input });
    if (status !== 0) throw new Error(`psql: ${complained}`);
  }

  /** The environment of whoever has the password of a login. */
  known(login) {
    return { ...process.env, PGPASSWORD: this.passwords[login] };
  }

  make() {
    return this.tell('postgres', anew);
  }

  /** Throws when a workspace lacks a step. */
  expectFollowed() {
    return this.tell(name, followed);
  }

  /** As a later program would that writes what those of today cannot read. */
  raiseFormat() {
    return this.tell(name, 'UPDATE muniment.deployment SET format_level = format_level + 1');
  }
}
