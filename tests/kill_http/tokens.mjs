// SPDX-License-Identifier: Apache-2.0
// Whether tokens were refreshed, ended and told about as the journal says. Pure.
import { indexed, nameOf } from './events.mjs';

const grace = 30_000; // So long the request that replaced a refresh token may be sent again.

/** Refresh tokens replace each other one by one, and nothing comes after the end. */
function checkFamily(events, found) {
  let newest;
  let ended = false;
  for (const { type, payload, position } of events) {
    if (ended) found.push({ kind: 'undead', what: `${type} at ${position}, behind the end of its grant` });
    ended ||= type === 'grant.ended';
    if (type !== 'grant.refresh_issued') continue;
    const { generation, replaces, refresh_digest } = payload;
    const follows = generation === (newest?.generation ?? 0) + 1 && (replaces ?? undefined) === newest?.refresh_digest;
    if (!follows) found.push({ kind: 'forked', what: `generation ${generation} at ${position}` });
    newest = { generation, refresh_digest };
  }
}

/** What the operations and events say about one token, looked up. */
class Knowledge {
  constructor(operations, events, leaves) {
    this.leaves = leaves;
    this.byTrace = new Map(operations.map((each) => [each.trace, each]));
    this.attempts = indexed(operations.filter((each) => each.attempt), (each) => each.attempt);
    this.births = new Map(events.map((each) => [`${each.type} ${nameOf(each)}`, each]));
    const replacing = events.filter((each) => each.type === 'grant.refresh_issued' && each.payload.replaces);
    this.replaced = new Map(replacing.map((each) => [each.payload.replaces, each]));
    this.ended = new Map(events.filter((each) => each.type === 'grant.ended').map((each) => [each.stream, each]));
  }

  /** The end of the grant that gave it. */
  endOf([type, id]) {
    return this.ended.get(this.births.get(`${type} ${id}`)?.stream);
  }

  /** Events after which it is not active any more. */
  overBy(asked) {
    const [type, id] = asked;
    return [this.endOf(asked), type === 'grant.refresh_issued' && this.replaced.get(id)].filter(Boolean);
  }

  /** From when on it could be so. */
  possibleFrom(event) {
    return this.byTrace.get(event.correlation)?.sent ?? -Infinity;
  }

  /** From when on it must be so: an attempt at it was answered. */
  certainFrom(event) {
    const own = this.byTrace.get(event.correlation);
    if (!own) return Infinity;
    const sought = this.leaves[own.kind].includes(event.type);
    const answered = [own, ...(sought && own.attempt ? this.attempts.get(own.attempt) : [])]
      .filter((each) => each.outcome === 'acknowledged' || (each === own && each.outcome === 'refused'));
    return Math.min(...answered.map((each) => each.answered));
  }
}

/** Active from its acknowledgement to its end, and never after; whatever nobody was given never is. */
function checkIntrospection(told, known, found) {
  if (told.outcome !== 'acknowledged') return;
  const what = `${told.trace}: ${told.asked?.join(' ')} told ${told.active ? 'active' : 'inactive'}`;
  const over = told.asked ? known.overBy(told.asked) : [];
  if (told.active && (!told.asked || over.some((each) => known.certainFrom(each) < told.sent)))
    found.push({ kind: 'undead', what });
  if (!told.active && told.asked && !over.some((each) => known.possibleFrom(each) <= told.answered))
    found.push({ kind: 'forgotten', what });
}

/** A refresh token is refused only when its grant has ended. */
function checkRefusal(told, known, found) {
  if (told.kind !== 'refresh' || told.outcome !== 'refused') return;
  const end = known.endOf(told.asked);
  if (!end || known.possibleFrom(end) > told.answered)
    found.push({ kind: 'forgotten', what: `${told.trace}: ${told.asked[1]} refused` });
}

/** Who sends the same request again within the grace loses nothing by it. */
function checkEnd(event, known, found) {
  const by = known.byTrace.get(event.correlation);
  if (!by || by.kind === 'revoke') return;
  const replacing = by.asked && known.replaced.get(by.asked[1]);
  const waited = replacing ? Date.parse(event.recorded_at) - Date.parse(replacing.payload.issued_at) : 0;
  if (event.payload.reason !== 'refresh_replayed' || waited < grace)
    found.push({ kind: 'ended_early', what: `${event.payload.reason} at ${event.position}, ${waited} ms` });
}

/** Two events that one decision makes: an access token comes with the refresh token that replaces. */
function checkRotation(event, byTrace, known, found) {
  if (known.byTrace.get(event.correlation)?.kind !== 'refresh' || event.type !== 'grant.refresh_issued') return;
  if (!byTrace.get(event.correlation).some((each) => each.type === 'grant.token_issued'))
    found.push({ kind: 'torn', what: `refresh_issued alone at ${event.position}` });
}

/** `operations` and `leaves` as in history.mjs; pushes all that is wrong. */
export function checkTokens(operations, events, leaves, found) {
  const known = new Knowledge(operations, events, leaves);
  const granted = events.filter((each) => each.category === 'grant');
  for (const family of indexed(granted, (each) => each.stream).values()) checkFamily(family, found);
  const byTrace = indexed(granted, (each) => each.correlation);
  for (const each of granted) checkRotation(each, byTrace, known, found);
  for (const each of granted) if (each.type === 'grant.ended') checkEnd(each, known, found);
  for (const each of operations) {
    if (each.kind === 'introspect') checkIntrospection(each, known, found);
    checkRefusal(each, known, found);
  }
}
