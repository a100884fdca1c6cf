// SPDX-License-Identifier: Apache-2.0
// Whether a server at rest agrees with itself: by its own proofs, over HTTP and on the command line.

/** The journal proves itself; every read model is what it says, and what a rebuild makes of it. */
export async function checkInside(world) {
  await world.admin();
  const journal = await world.run('/journal/verify');
  if (!journal.equal) return [{ kind: 'journal', what: JSON.stringify(journal) }];
  // A server at rest still writes now and then, such as a signing key that is made ahead.
  const atOnePosition = () => Object.keys(live).every((name) => live[name].position === rebuilt[name].position);
  let live, rebuilt;
  for (let tries = 0; tries < 5; tries++) {
    live = await world.onEveryReadModel('verify');
    rebuilt = await world.onEveryReadModel('rebuild');
    if (atOnePosition()) break;
  }
  const again = await world.onEveryReadModel('verify');
  return Object.keys(live).flatMap((name) => {
    const found = [];
    for (const each of [live[name], again[name]])
      if (!each.equal) found.push({ kind: 'unequal', what: `${name}: ${each.difference}` });
    if (rebuilt[name].checksum !== live[name].checksum)
      found.push({ kind: 'rebuilt_differs', what: `${name} at ${rebuilt[name].position} and ${live[name].position}` });
    return found;
  });
}

/** What the command line says of the same journal. */
export async function checkCommandLine({ server }) {
  const found = [];
  for (const workspace of ['demo', 'system']) {
    for (const subject of ['projections', 'journal']) {
      const verified = await server.command(subject, 'verify', '-w', workspace);
      if (verified.status !== 0 || verified.items.some((each) => !each.equal))
        found.push({ kind: 'command_line', what: `${subject} verify -w ${workspace}: ${verified.complained}` });
    }
    const { items: events } = await server.command('events', 'show', '-w', workspace);
    const { items: audit } = await server.command('audit', '-w', workspace);
    for (const [name, items] of Object.entries({ events, audit }))
      if (items.length === 0 || items.some((each, at) => each.position !== at + 1))
        found.push({ kind: 'command_line', what: `${name} -w ${workspace}: not 1, 2, 3 …` });
  }
  return found;
}
