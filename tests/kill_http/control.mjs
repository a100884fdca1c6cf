// SPDX-License-Identifier: Apache-2.0
// A real history with one thing made wrong: a checker that stays green over it proves nothing.
import { check } from './history.mjs';

/** The kinds of violations in what `change` leaves of a copy. */
function kinds({ operations, journal }, change) {
  const copy = structuredClone({ operations, journal });
  change(copy);
  return [...new Set(check(copy.operations, copy.journal).map((each) => each.kind))];
}

export function control(name, expected, change) {
  return { name, expected, damage: (last) => kinds(last, change) };
}

/** The first for which it is so; a history without one is too short for the control. */
export function one(list, is) {
  const found = list.find(is);
  if (!found) throw new Error(`the history lacks what a control needs: ${is}`);
  return found;
}

/** In journal and audit alike; `more` stands in the copy instead. */
export function append(journal, event, more) {
  const position = journal.events.length + 1;
  journal.events.push({ ...event, ...more, position });
  const row = journal.audit[event.position - 1];
  journal.audit.push({ ...row, ...more, stream: { ...row.stream, id: more.stream ?? event.stream }, position });
}

/** Makes another type of an event, in journal and audit alike. */
export function retype(journal, { position }, type) {
  journal.events[position - 1].type = type;
  journal.audit[position - 1].type = type;
}
