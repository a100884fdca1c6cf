// SPDX-License-Identifier: Apache-2.0
// How the program before is left for the next one: what it makes, how it ends, and what must hold when
// the next one has ended too.
import { Server } from '../kill_http/server.mjs';
import { Database } from './database.mjs';
import { Deployment } from './deployment.mjs';
import { done } from './past.mjs';

async function stop({ server }) {
  if (!(await server.stop())) throw new Error(`it did not end well: ${server.said}`);
}

const kill = ({ server }) => server.kill();

/** What speaks against it: that it was done, or refused for another reason. */
const refused = (attempt) =>
  attempt.then(() => ['it did it'], ({ message }) => (/newer/.test(message) ? [] : [message]));

/** `before` and `after` are programs, `server` is where the database is, `files` are those of TLS. */
export function waysOf({ before, after, server: place }, files) {
  const { OWNER_PASSWORD: owner, ADMINISTRATOR_PASSWORD: administrator } = process.env;
  const database = new Database(place, { owner, administrator });
  const up = (folder) => Server.in(folder, before);
  const serve = (folder) => Deployment.in(folder, before, { database, files });

  /** As docs/guides/production.md has it: the server goes on serving until it is started anew. */
  const prepareAndStop = async (world) => {
    await world.server.prepare(after);
    await done(world.server, 'user', 'list', '-w', 'demo');
    await stop(world);
  };
  const killAndPrepare = async (world) => {
    await kill(world);
    await world.server.prepare(after);
  };
  const afterwards = [
    ['every workspace took the steps of the schema', async () => {
      await database.expectFollowed();
      return [];
    }],
    ['the program before does not serve a format that it does not know', async (server) => {
      await database.raiseFormat();
      server.binary = before;
      return refused(server.start());
    }],
    ['nor does it prepare it', (server) => refused(server.prepare(before))],
  ];
  const way = (make, leave, last) => ({ make, leave, last });
  return {
    'muniment up, stopped as by Ctrl-C': way(up, stop, []),
    'muniment up, killed, with its PostgreSQL left behind': way(up, kill, []),
    'muniment serve, stopped after its database was prepared anew': way(serve, prepareAndStop, afterwards),
    'muniment serve, killed before that': way(serve, killAndPrepare, afterwards),
  };
}
